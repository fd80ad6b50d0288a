//! Trainers that die, and what becomes of their runs.

use protocol::{EngineKind, FromEngine, StepPart, TrainCommand};
use session::{DataLocation, RunState, TrainEvent};

use crate::sim::Sim;
use crate::training::{commands, playing, record, run, set, state, train, with_snapshots};

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
    assert_eq!(
        sim.alerts(),
        ["Training with WebGPU could not start, so the CPU is used. None to be had."]
    );
}

#[test]
fn a_trainer_that_dies_of_webgpu_before_it_is_up_gives_way_to_the_cpu() {
    // As where `navigator.gpu` is gone by now.
    let mut sim = Sim::on_webgpu();
    train(&mut sim, TrainEvent::Play);
    let trainer = sim.trainer().expect("a trainer");
    let reason = "unreachable".into();
    sim.says(trainer, FromEngine::Crashed { reason }, None);
    sim.settle();
    let trainer = sim.trainer().expect("a trainer");
    assert_eq!(sim.alive[&trainer], EngineKind::Cpu);
    assert_eq!(state(&sim), RunState::Playing);
    assert!(sim.alerts()[0].starts_with("Training with WebGPU could not start"));
}

#[test]
fn a_silent_trainer_comes_back_at_its_last_snapshot_and_plays_on() {
    let mut sim = with_snapshots();
    train(&mut sim, TrainEvent::Play);
    sim.train_on(7);
    let trainer = sim.trainer().expect("a trainer");
    sim.silence(16);
    assert!(!sim.stopped.contains(&trainer));
    sim.silence(1);
    assert!(sim.stopped.contains(&trainer));
    sim.settle();
    assert_eq!(state(&sim), RunState::Playing);
    assert_eq!(run(&sim).progress.step, 20);
    assert_eq!(
        sim.alerts(),
        [
            "The trainer stopped and was started again from step 20. It has not answered for 17 \
             seconds."
        ]
    );
}

#[test]
fn a_trainer_that_hangs_at_anything_it_is_asked_is_given_up() {
    let asked: [fn(&mut Sim); 6] = [
        |sim| train(sim, TrainEvent::Step(StepPart::Whole)),
        |sim| train(sim, TrainEvent::TraceStep(StepPart::Whole)),
        |sim| train(sim, TrainEvent::Reset),
        |sim| train(sim, TrainEvent::Restore(10)),
        |sim| train(sim, TrainEvent::Play),
        |sim| set(sim, "learningRate", "0.001"),
    ];
    for ask in asked {
        let mut sim = with_snapshots();
        ask(&mut sim);
        let trainer = sim.trainer().expect("a trainer");
        sim.silence(17);
        assert!(sim.stopped.contains(&trainer));
        sim.settle();
        assert_ne!(sim.trainer(), None, "it is started again");
        assert_eq!(sim.alerts().len(), 1);
    }
}

#[test]
fn a_slow_trainer_is_waited_for() {
    let mut sim = with_snapshots();
    let trainer = sim.trainer().expect("a trainer");
    train(&mut sim, TrainEvent::Step(StepPart::Whole));
    // Its step takes two minutes; a ping would be answered after it.
    for _ in 0..60 {
        sim.silence(2);
        sim.computes(trainer);
    }
    sim.settle();
    // And one that has nothing to do answers pings.
    sim.pass(120);
    assert_eq!(sim.trainer(), Some(trainer));
    assert_eq!(run(&sim).progress.step, 21);
    assert!(sim.session.alerts().is_empty());
}

#[test]
fn a_trapped_thread_costs_the_threads_and_the_steps_since_the_last_snapshot() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::Threads(4));
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    sim.train_on(10);
    train(&mut sim, TrainEvent::Pause);
    sim.settle();
    train(&mut sim, TrainEvent::Play);
    sim.train_on(5);
    let trainer = sim.trainer().expect("a trainer");
    assert_eq!(sim.threads[&trainer], 4);
    let reason = "memory access out of bounds".into();
    sim.says(trainer, FromEngine::Crashed { reason }, None);
    sim.settle();
    let trainer = sim.trainer().expect("a trainer");
    assert_eq!(sim.threads[&trainer], 1);
    assert_eq!(state(&sim), RunState::Playing);
    assert_eq!(run(&sim).progress.step, 10);
    assert_eq!(
        sim.alerts(),
        [
            "The trainer stopped and was started again from step 10, with one thread now. memory \
             access out of bounds"
        ]
    );
}

#[test]
fn threads_that_never_come_up_give_way_to_one() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::Threads(4));
    train(&mut sim, TrainEvent::Play);
    sim.silence(91);
    sim.settle();
    let trainer = sim.trainer().expect("a trainer");
    assert_eq!(sim.threads[&trainer], 1);
    assert_eq!(state(&sim), RunState::Playing);
    assert!(sim.alerts()[0].starts_with("Training on several threads could not start"));
}

/// Runs that were begun.
fn begun(sim: &Sim) -> usize {
    let begins = |it: &&&TrainCommand| matches!(it, TrainCommand::Begin { .. });
    commands(sim).iter().filter(begins).count()
}

#[test]
fn a_run_does_not_begin_in_a_hidden_tab() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::Hidden(true));
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    assert_eq!(begun(&sim), 0);
    assert!(sim.session.training.waits_to_be_seen());
    train(&mut sim, TrainEvent::Hidden(false));
    sim.settle();
    assert_eq!((begun(&sim), state(&sim)), (1, RunState::Playing));
    assert!(!sim.session.training.waits_to_be_seen());
    let said = sim.alerts();
    assert!(said[0].starts_with("Training waited while this tab was hidden"));
    // Each time it does so, and once it says so.
    train(&mut sim, TrainEvent::Hidden(true));
    assert_eq!(state(&sim), RunState::Paused);
    assert!(sim.session.training.waits_to_be_seen());
    train(&mut sim, TrainEvent::Hidden(false));
    assert_eq!(state(&sim), RunState::Playing);
    assert_eq!(sim.alerts(), said);
}

#[test]
fn a_run_that_was_being_made_when_its_tab_was_hidden_does_not_play_before_it_is_seen() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::Play);
    train(&mut sim, TrainEvent::Hidden(true));
    sim.settle();
    assert_eq!(state(&sim), RunState::Paused);
    // A pause, as a keyboard's media key may ask for, is heeded.
    train(&mut sim, TrainEvent::Hidden(false));
    assert_eq!(state(&sim), RunState::Playing);
    train(&mut sim, TrainEvent::Hidden(true));
    train(&mut sim, TrainEvent::Pause);
    train(&mut sim, TrainEvent::Hidden(false));
    assert_eq!(state(&sim), RunState::Paused);
}

#[test]
fn data_that_arrive_in_a_hidden_tab_wait_with_their_run() {
    let mut sim = Sim::on_cpu();
    set(&mut sim, "data", "mnist");
    let there = TrainEvent::Located(run_spec::DatasetId::Mnist, DataLocation::Site);
    train(&mut sim, there);
    train(&mut sim, TrainEvent::Fetch);
    train(&mut sim, TrainEvent::Play);
    train(&mut sim, TrainEvent::Hidden(true));
    sim.settle();
    assert_eq!(begun(&sim), 0);
    // The battery runs low meanwhile: the run is made, and waits.
    train(&mut sim, TrainEvent::LowBattery);
    train(&mut sim, TrainEvent::Hidden(false));
    sim.settle();
    assert_eq!((begun(&sim), state(&sim)), (1, RunState::Paused));
    assert_eq!(sim.alerts().len(), 1);
}

#[test]
fn a_trainer_that_dies_in_a_hidden_tab_plays_on_when_the_tab_is_seen() {
    let mut sim = with_snapshots();
    train(&mut sim, TrainEvent::Play);
    train(&mut sim, TrainEvent::Hidden(true));
    sim.dies(sim.trainer().expect("a trainer"));
    sim.settle();
    assert_eq!(state(&sim), RunState::Paused);
    train(&mut sim, TrainEvent::Hidden(false));
    assert_eq!(state(&sim), RunState::Playing);
    assert_eq!(run(&sim).progress.step, 20);
}
