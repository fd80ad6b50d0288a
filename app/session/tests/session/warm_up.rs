//! Shaders are compiled before a run's first step: what the page shows of it.

use protocol::{FromEngine, StepTurn, TrainerUpdate, WarmUpPiece, WarmUpProgress};
use session::{RunState, TrainEvent};

use crate::sim::Sim;
use crate::training::{run, state, train};

/// The trainer has done so many of three pieces.
fn warms_up(sim: &mut Sim, done: u32) -> WarmUpProgress {
    let warm_up = WarmUpProgress {
        done,
        of: 3,
        piece: (done < 3).then_some(WarmUpPiece::Step(StepTurn::Discriminator)),
        millis: 700.0 * f64::from(done),
    };
    says(sim, TrainerUpdate::WarmingUp { warm_up });
    warm_up
}

fn says(sim: &mut Sim, update: TrainerUpdate) {
    let trainer = sim.trainer().expect("a trainer");
    sim.says(trainer, sim.update(update), None);
}

/// A run on WebGPU that is to play as soon as its shaders are there.
fn begun() -> Sim {
    let mut sim = Sim::on_webgpu();
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    sim
}

#[test]
fn how_far_the_shaders_are_is_shown_and_then_how_long_they_took() {
    let mut sim = begun();
    for done in 0..3 {
        let warm_up = warms_up(&mut sim, done);
        assert_eq!(run(&sim).warming_up(), Some(warm_up));
        assert_eq!(state(&sim), RunState::Playing);
    }
    let last = warms_up(&mut sim, 3);
    assert_eq!(run(&sim).warming_up(), None);
    sim.train_on(5);
    assert_eq!(run(&sim).warm_up, Some(last));
}

#[test]
fn a_pause_ends_a_warm_up_and_takes_nothing_from_one_that_is_done() {
    let mut sim = begun();
    warms_up(&mut sim, 1);
    train(&mut sim, TrainEvent::Pause);
    // What was under way when the trainer heard of it.
    warms_up(&mut sim, 2);
    sim.settle();
    assert_eq!(state(&sim), RunState::Paused);
    assert_eq!(run(&sim).warm_up, None);

    train(&mut sim, TrainEvent::Play);
    let last = warms_up(&mut sim, 3);
    train(&mut sim, TrainEvent::Pause);
    sim.settle();
    assert_eq!(run(&sim).warm_up, Some(last));
}

#[test]
fn the_warm_up_of_a_run_that_is_replaced_is_not_the_new_runs() {
    let mut sim = begun();
    warms_up(&mut sim, 1);
    train(&mut sim, TrainEvent::Reset);
    warms_up(&mut sim, 2);
    sim.settle();
    assert_eq!(run(&sim).warm_up, None);
}

#[test]
fn a_gpu_that_is_lost_meanwhile_is_said_to_be_and_the_run_plays_on_the_cpu() {
    let mut sim = begun();
    warms_up(&mut sim, 1);
    let lost = FromEngine::DeviceLost {
        reason: "A shader failed.".into(),
    };
    let trainer = sim.trainer().expect("a trainer");
    sim.says(trainer, lost, None);
    assert_eq!(run(&sim).warm_up, None);
    sim.settle();
    assert_eq!(state(&sim), RunState::Playing);
    assert_eq!(run(&sim).warm_up, None);
    let said = &sim.alerts()[0];
    assert!(said.starts_with("The GPU was lost, so training goes on with the CPU"));
}
