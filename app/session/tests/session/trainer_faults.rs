//! Trainers that die, and what becomes of their runs.

use protocol::{EngineKind, FromEngine};
use session::{RunState, TrainEvent};

use crate::sim::Sim;
use crate::training::{playing, record, run, set, state, train, with_snapshots};

#[test]
fn a_trainer_that_dies_is_started_again_from_the_last_snapshot_and_plays_on() {
    let mut sim = with_snapshots();
    train(&mut sim, TrainEvent::Play);
    sim.train_on(7);
    sim.dies(sim.trainer().expect("a trainer"));
    sim.settle();
    assert_eq!(state(&sim), RunState::Playing);
    assert_eq!(run(&sim).progress.step, 20);
    assert_eq!(record(&sim).rows.last().expect("a row").step, 20);
    assert_eq!(
        sim.alerts(),
        ["The trainer stopped and was started again from step 20. Nobody knows."]
    );
    assert!(sim.session.ready(), "the explorer knows nothing of it");

    let dead = sim.trainer().expect("a trainer");
    sim.dies(dead);
    sim.settle();
    assert_eq!(state(&sim), RunState::Idle);
    assert_eq!(sim.trainer(), None);
    assert!(sim.alerts()[1].starts_with("The trainer stopped twice."));
    assert_eq!(
        run(&sim).progress.step,
        20,
        "what was learnt stays on screen"
    );

    // The visitor may begin again.
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    assert_eq!(state(&sim), RunState::Playing);
}

#[test]
fn a_trainer_that_never_came_up_is_a_sentence() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::Play);
    sim.dies(sim.trainer().expect("a trainer"));
    assert_eq!(state(&sim), RunState::Idle);
    assert!(sim.alerts()[0].starts_with("The trainer could not start."));
}

#[test]
fn a_trainer_that_died_twice_can_still_go_back_to_a_snapshot() {
    let mut sim = with_snapshots();
    for _ in 0..2 {
        sim.dies(sim.trainer().expect("a trainer"));
        sim.settle();
    }
    assert_eq!(state(&sim), RunState::Idle);
    train(&mut sim, TrainEvent::Restore(10));
    sim.settle();
    assert_eq!(state(&sim), RunState::Paused);
    assert_eq!(run(&sim).progress.step, 10);
}

#[test]
fn deaths_far_apart_are_not_counted_together() {
    let mut sim = with_snapshots();
    for step in [20, 25, 30] {
        sim.dies(sim.trainer().expect("a trainer"));
        sim.settle();
        assert_eq!(run(&sim).progress.step, step);
        train(&mut sim, TrainEvent::Play);
        sim.train_on(5);
        train(&mut sim, TrainEvent::Pause);
        sim.settle();
        assert_eq!(state(&sim), RunState::Paused);
    }
}

#[test]
fn memory_that_ran_out_is_a_sentence_that_says_what_to_lower_and_the_run_before_comes_back() {
    let mut sim = with_snapshots();
    set(&mut sim, "batch", "512");
    train(&mut sim, TrainEvent::Reset);
    let message = "Memory ran out.".to_owned();
    let trainer = sim.trainer().expect("a trainer");
    sim.says(
        trainer,
        FromEngine::Crashed {
            reason: message.into(),
        },
        None,
    );
    sim.settle();
    assert_eq!(
        sim.alerts(),
        [
            "The trainer stopped and was started again from step 20. Memory ran out. Lower the \
             batch size or the layers\u{2019} widths."
        ]
    );
    assert_eq!(state(&sim), RunState::Paused);
    assert_eq!(run(&sim).progress.step, 20);
    assert_ne!(run(&sim).spec.batch, 512);
    assert_eq!(sim.session.training.draft.batch, 512, "the form keeps it");
}

#[test]
fn a_run_that_needs_too_much_memory_is_not_begun_again_and_waits_at_its_snapshot() {
    let ends = |sim: &mut Sim| {
        let message = "Memory ran out.".to_owned();
        let trainer = sim.trainer().expect("a trainer");
        sim.says(
            trainer,
            FromEngine::Crashed {
                reason: message.into(),
            },
            None,
        );
        sim.settle();
    };
    let mut sim = playing();
    ends(&mut sim);
    assert_eq!(state(&sim), RunState::Idle);
    assert_eq!(sim.trainer(), None);
    assert!(sim.alerts()[0].starts_with("The trainer stopped. Memory ran out. Lower"));

    let mut sim = with_snapshots();
    train(&mut sim, TrainEvent::Play);
    ends(&mut sim);
    assert_eq!(state(&sim), RunState::Paused);
    assert_eq!(run(&sim).progress.step, 20);
}

#[test]
fn a_run_that_was_being_made_when_the_gpu_was_lost_is_made_on_the_cpu() {
    let mut sim = Sim::on_webgpu();
    train(&mut sim, TrainEvent::Play);
    let trainer = sim.trainer().expect("a trainer");
    let reason = "None to be had.".into();
    sim.says(trainer, FromEngine::Unavailable { reason }, None);
    sim.settle();
    let trainer = sim.trainer().expect("a trainer");
    assert_eq!(sim.alive[&trainer], EngineKind::Cpu);
    assert_eq!(state(&sim), RunState::Playing);
    assert!(sim.alerts()[0].starts_with("The GPU was lost, so training goes on with the CPU"));
}
