//! Runs that are trained in a lab, and what becomes of them when it is gone.

use page::words::trains_on;
use protocol::{
    EngineKind, FromEngine, LabFacts, LabFault, RoomError, RunStart, ToEngine, TrainCommand,
};
use session::{LAB_THREADS, LabEvent, RunState, TrainEvent};

use crate::sim::Sim;
use crate::training::{run, state, train, with_snapshots};

fn lab(sim: &mut Sim, event: LabEvent) {
    train(sim, TrainEvent::Lab(event));
}

fn found() -> LabEvent {
    LabEvent::Found(LabFacts {
        name: "Room 7".to_owned(),
        processor: "EPYC".to_owned(),
    })
}

fn offer(sim: &mut Sim) {
    train(sim, TrainEvent::Threads(4));
    lab(sim, found());
}

/// The threads of the trainer.
fn threads(sim: &Sim) -> usize {
    sim.threads[&sim.trainer().expect("a trainer")]
}

/// How many bytes of a checkpoint the newest run began with.
fn begun_with(sim: &Sim) -> Option<usize> {
    let begins = sim.log.iter().rev();
    begins
        .filter_map(|letter| match &letter.message {
            ToEngine::Train {
                command: TrainCommand::Begin { start, .. },
                ..
            } => Some(start),
            _ => None,
        })
        .map(|start| match start {
            RunStart::Checkpoint { bytes } => Some(*bytes),
            _ => None,
        })
        .next()
        .expect("a run")
}

fn fault(sim: &mut Sim, fault: LabFault) {
    let trainer = sim.trainer().expect("a trainer");
    let reason = RoomError::Lab { fault }.into();
    sim.says(trainer, FromEngine::Crashed { reason }, None);
}

#[test]
fn a_lab_is_offered_and_not_used_before_it_is_chosen() {
    let mut sim = Sim::on_cpu();
    lab(&mut sim, LabEvent::Chosen(true));
    assert!(!sim.session.training.trains_in_lab(), "there is none");
    offer(&mut sim);
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    assert_eq!(threads(&sim), 4);
}

#[test]
fn a_run_that_begins_in_the_lab_leaves_the_browsers_threads_as_they_are() {
    let mut sim = Sim::on_webgpu();
    offer(&mut sim);
    lab(&mut sim, LabEvent::Chosen(true));
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    let trainer = sim.trainer().expect("a trainer");
    assert_eq!(
        (threads(&sim), sim.alive[&trainer]),
        (LAB_THREADS, EngineKind::Cpu)
    );
    assert_eq!(trains_on(sim.session.trains_on()), "this lab");
    assert_eq!(state(&sim), RunState::Playing);
    // What the page says of the lab again changes nothing.
    lab(&mut sim, found());
    assert!(sim.session.training.trains_in_lab());
}

#[test]
fn a_run_that_plays_moves_to_the_lab_and_back_without_losing_a_step() {
    let mut sim = with_snapshots();
    offer(&mut sim);
    train(&mut sim, TrainEvent::Play);
    sim.train_on(7);
    lab(&mut sim, LabEvent::Chosen(true));
    assert_eq!(state(&sim), RunState::Paused, "while it is written down");
    sim.settle();
    assert_eq!(
        (threads(&sim), state(&sim)),
        (LAB_THREADS, RunState::Playing)
    );
    assert_eq!(run(&sim).progress.step, 27);
    assert!(begun_with(&sim).is_some());
    sim.train_on(3);
    lab(&mut sim, LabEvent::Chosen(false));
    sim.settle();
    assert_ne!(threads(&sim), LAB_THREADS);
    assert_eq!(run(&sim).progress.step, 30);
    assert_eq!(state(&sim), RunState::Playing);
    assert_eq!(sim.alive.len(), 2, "an explorer and a trainer");
    assert_eq!(sim.alerts(), Vec::<String>::new());
}

#[test]
fn a_checkpoint_asked_for_before_the_choice_is_not_what_moves() {
    let mut sim = with_snapshots();
    offer(&mut sim);
    train(&mut sim, TrainEvent::Play);
    sim.train_on(7);
    // It is being written down while steps go on.
    train(&mut sim, TrainEvent::Pause);
    train(&mut sim, TrainEvent::Play);
    lab(&mut sim, LabEvent::Chosen(true));
    sim.settle();
    assert_eq!(threads(&sim), LAB_THREADS);
    assert_eq!(run(&sim).progress.step, 27);
}

#[test]
fn a_lab_that_is_gone_leaves_the_run_to_the_browser_at_its_last_snapshot() {
    let mut sim = with_snapshots();
    offer(&mut sim);
    lab(&mut sim, LabEvent::Chosen(true));
    sim.settle();
    train(&mut sim, TrainEvent::Play);
    sim.train_on(7);
    fault(&mut sim, LabFault::Gone);
    sim.settle();
    assert_eq!((threads(&sim), state(&sim)), (4, RunState::Playing));
    assert_eq!(run(&sim).progress.step, 20);
    assert!(!sim.session.training.trains_in_lab());
    assert_eq!(
        sim.alerts(),
        [
            "The lab trains no more, so training goes on in this browser from step 20. It does not \
             answer: it was ended, or the network is gone."
        ]
    );
    // It was no fault of this browser's trainer.
    sim.dies(sim.trainer().expect("a trainer"));
    sim.settle();
    assert!(sim.alerts()[1].starts_with("The trainer stopped and was started again"));
}

/// The lab's trainer greets the page, as one that computes on a GPU.
fn greets_with_gpu(sim: &mut Sim) {
    loop {
        let letter = sim.inbox.front().expect("a greeting");
        if let ToEngine::Hello {
            protocol,
            build,
            role,
        } = &letter.message
            && sim.threads[&letter.worker] == LAB_THREADS
        {
            let greeted = FromEngine::Hello {
                protocol: *protocol,
                build: build.clone(),
                role: *role,
                engine: EngineKind::WebGpu,
            };
            let worker = letter.worker;
            sim.inbox.pop_front();
            return sim.says(worker, greeted, None);
        }
        assert!(sim.answer());
    }
}

#[test]
fn a_lab_with_a_gpu_trains_as_any_other_and_a_lost_one_is_not_this_browsers() {
    let mut sim = with_snapshots();
    offer(&mut sim);
    lab(&mut sim, LabEvent::Chosen(true));
    greets_with_gpu(&mut sim);
    sim.settle();
    assert_eq!(
        (threads(&sim), state(&sim)),
        (LAB_THREADS, RunState::Paused)
    );
    assert_eq!(trains_on(sim.session.trains_on()), "this lab");
    train(&mut sim, TrainEvent::Play);
    sim.train_on(7);
    let engine = sim.session.workers.engine.kind;
    let reason = "device poisoned".to_owned();
    fault(&mut sim, LabFault::GpuLost { reason });
    sim.settle();
    assert_eq!((threads(&sim), state(&sim)), (4, RunState::Playing));
    assert_eq!(run(&sim).progress.step, 20);
    assert_eq!(sim.alive[&sim.trainer().expect("a trainer")], engine);
    assert_eq!(
        sim.alerts(),
        [
            "The lab trains no more, so training goes on in this browser from step 20. Its GPU was lost \
             (device poisoned)."
        ]
    );
}

#[test]
fn a_run_that_the_labs_gpu_does_not_hold_leaves_the_one_before() {
    let mut sim = with_snapshots();
    offer(&mut sim);
    lab(&mut sim, LabEvent::Chosen(true));
    sim.settle();
    train(&mut sim, TrainEvent::Reset);
    let begins = |message: &ToEngine| {
        matches!(
            message,
            ToEngine::Train {
                command: TrainCommand::Begin { .. },
                ..
            }
        )
    };
    sim.settle_until(begins);
    let fault = LabFault::GpuMemory {
        gpu: "a card, through Vulkan".to_owned(),
        expected: 3072,
        found: 512,
    };
    sim.fail(RoomError::Lab { fault });
    sim.settle();
    assert_eq!((threads(&sim), run(&sim).progress.step), (LAB_THREADS, 20));
    assert_eq!(
        sim.alerts(),
        [
            "The run could not be made. This run needs about 3072 MiB of the lab’s GPU (a card, through \
             Vulkan), of which 512 MiB are free. Lower the batch size or the layers’ widths, or train it in \
             this browser."
        ]
    );
}

#[test]
fn a_lab_that_is_full_leaves_the_first_run_to_the_browser_too() {
    let mut sim = Sim::on_cpu();
    offer(&mut sim);
    lab(&mut sim, LabEvent::Chosen(true));
    train(&mut sim, TrainEvent::Play);
    let trainer = sim.trainer().expect("a trainer");
    let fault = LabFault::Full { most: 30 };
    let reason = RoomError::Lab { fault }.into();
    sim.says(trainer, FromEngine::Unavailable { reason }, None);
    sim.settle();
    assert_eq!((threads(&sim), state(&sim)), (4, RunState::Playing));
    assert_eq!(
        sim.alerts(),
        [
            "The lab does not train this run, so this browser does. It trains for 30 pages already, as \
             many as it may. Choose it again later."
        ]
    );
}

#[test]
fn a_run_that_the_lab_cannot_make_comes_back() {
    let mut sim = with_snapshots();
    offer(&mut sim);
    lab(&mut sim, LabEvent::Chosen(true));
    // It is written down, moves, and is greeted.
    while sim.inbox.iter().all(|letter| {
        !matches!(
            &letter.message,
            ToEngine::Train {
                command: TrainCommand::Begin { .. },
                ..
            }
        )
    }) {
        assert!(sim.answer());
    }
    while matches!(
        sim.inbox.front().map(|it| &it.message),
        Some(ToEngine::Hello { .. })
    ) {
        sim.answer();
    }
    sim.fail("No such pictures there.");
    sim.settle();
    assert_ne!(threads(&sim), LAB_THREADS);
    assert_eq!(
        (state(&sim), run(&sim).progress.step),
        (RunState::Paused, 20)
    );
    assert!(
        sim.alerts()[0].starts_with("The lab trains no more"),
        "{:?}",
        sim.alerts()
    );
}

#[test]
fn runs_side_by_side_stay_where_they_are_and_the_next_one_is_made_in_the_lab() {
    let mut sim = Sim::on_cpu();
    offer(&mut sim);
    train(&mut sim, TrainEvent::ChoosePreset("four-losses".to_owned()));
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    lab(&mut sim, LabEvent::Chosen(true));
    sim.settle();
    assert_ne!(threads(&sim), LAB_THREADS);
    assert_eq!(state(&sim), RunState::Playing);
    train(&mut sim, TrainEvent::Reset);
    sim.settle();
    assert_eq!(
        (threads(&sim), state(&sim)),
        (LAB_THREADS, RunState::Playing)
    );
}

#[test]
fn a_run_that_the_lab_has_further_on_is_written_down_at_once() {
    let mut sim = with_snapshots();
    offer(&mut sim);
    lab(&mut sim, LabEvent::Chosen(true));
    sim.settle();
    let last = run(&sim).record.snapshots.last().expect("a snapshot");
    assert_eq!(last.step, run(&sim).progress.step);
    let written = sim.log.iter().filter(|letter| {
        let trainer = sim.trainer();
        Some(letter.worker) == trainer
            && matches!(
                letter.message,
                ToEngine::Train {
                    command: TrainCommand::Checkpoint { .. },
                    ..
                }
            )
    });
    assert_eq!(written.count(), 1);
}
