//! What a trainer says of a run acts on that run or on none, however late it arrives.

use proptest::prelude::*;
use protocol::{
    FromEngine, RequestId, RunId, RunUpdate, ToEngine, TrainCommand, TrainProgress, TrainerUpdate,
};
use session::{RunState, TrainEvent, TrainExport};

use crate::sim::{Letter, Sim, id_of};
use crate::sim_trainer::{SHEET, SHIPPED_STEP, stages};
use crate::training::{commands, playing, record, run, set, state, train, with_snapshots};

fn is_begin(letter: &Letter) -> bool {
    matches!(
        letter.message,
        ToEngine::Train {
            command: TrainCommand::Begin { .. },
            ..
        }
    )
}

fn choose(sim: &mut Sim, preset: &str) {
    train(sim, TrainEvent::ChoosePreset(preset.to_owned()));
}

#[test]
fn a_trained_run_that_is_reset_at_once_stays_untrained() {
    let mut sim = Sim::on_cpu();
    choose(&mut sim, "eight-gaussians");
    train(&mut sim, TrainEvent::BeginTrained);
    train(&mut sim, TrainEvent::Reset);
    sim.settle();
    assert_eq!((state(&sim), sim.steps), (RunState::Paused, 0));
    assert_eq!(run(&sim).progress.step, 0);
    // And the other way round.
    train(&mut sim, TrainEvent::Reset);
    train(&mut sim, TrainEvent::BeginTrained);
    sim.settle();
    assert_eq!(sim.steps, SHIPPED_STEP);
    assert_eq!(run(&sim).progress.step, SHIPPED_STEP);
}

#[test]
fn play_while_a_trained_run_is_fetched_plays_that_run() {
    let mut sim = Sim::on_cpu();
    choose(&mut sim, "eight-gaussians");
    train(&mut sim, TrainEvent::BeginTrained);
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    assert_eq!((state(&sim), sim.steps), (RunState::Playing, SHIPPED_STEP));
}

#[test]
fn if_the_newest_run_cannot_be_made_the_one_before_it_is_there_and_plays() {
    let mut sim = playing();
    choose(&mut sim, "dense-vae-2d");
    train(&mut sim, TrainEvent::Reset);
    choose(&mut sim, "vae-100");
    train(&mut sim, TrainEvent::Reset);
    // The first of both is made.
    sim.settle_until(|message| matches!(message, ToEngine::Train { .. }));
    sim.answer();
    assert_eq!(state(&sim), RunState::Starting, "the second is to come");
    while !sim.inbox.front().is_some_and(is_begin) {
        sim.answer();
    }
    sim.fail("Too large.");
    sim.settle();
    assert_eq!(run(&sim).preset, "dense-vae-2d");
    assert_eq!(sim.alerts(), ["The run could not be made. Too large."]);
    sim.train_on(5);
    assert_eq!(run(&sim).progress.step, 5, "what it reports is its own");
    train(&mut sim, TrainEvent::Pause);
    sim.settle();
    assert_eq!(record(&sim).snapshots.len(), 1);
}

#[test]
fn a_run_that_was_replaced_before_it_was_made_is_no_news_when_it_fails() {
    let mut sim = playing();
    train(&mut sim, TrainEvent::Reset);
    set(&mut sim, "batch", "32");
    train(&mut sim, TrainEvent::Reset);
    sim.settle_until(|message| {
        matches!(
            message,
            ToEngine::Train {
                command: TrainCommand::Begin { .. },
                ..
            }
        )
    });
    sim.fail("Too large.");
    assert_eq!(state(&sim), RunState::Starting);
    sim.settle();
    assert!(sim.alerts().is_empty());
    assert_eq!(run(&sim).spec.batch, 32);
}

#[test]
fn a_restore_that_a_reset_overtakes_acts_on_its_own_run() {
    let mut sim = with_snapshots();
    train(&mut sim, TrainEvent::Restore(10));
    train(&mut sim, TrainEvent::Reset);
    sim.settle();
    assert_eq!((sim.steps, run(&sim).progress.step), (0, 0));
    // The run before is where it was brought to if no other is made.
    let mut sim = with_snapshots();
    train(&mut sim, TrainEvent::Restore(10));
    train(&mut sim, TrainEvent::Reset);
    while !sim.inbox.front().is_some_and(is_begin) {
        sim.answer();
    }
    sim.fail("Too large.");
    sim.settle();
    assert_eq!((sim.steps, run(&sim).progress.step), (10, 10));
}

#[test]
fn a_file_that_was_asked_for_before_a_reset_is_that_runs_or_a_sentence() {
    for what in [TrainExport::Checkpoint, TrainExport::Weights] {
        // Asked before.
        let mut sim = playing();
        train(&mut sim, TrainEvent::Export(what));
        train(&mut sim, TrainEvent::Reset);
        sim.settle();
        assert_eq!(sim.handed.len(), 1, "{what:?}");
        assert!(record(&sim).snapshots.is_empty(), "it is none of this run");
        // Asked while the run is being replaced.
        let mut sim = playing();
        train(&mut sim, TrainEvent::Reset);
        train(&mut sim, TrainEvent::Export(what));
        sim.settle();
        assert!(sim.handed.is_empty(), "{what:?}");
        assert_eq!(
            sim.alerts(),
            [
                "The run could not be written down. The run that it was asked of is no longer there: \
              another one took its place."
            ]
        );
        // And the run that it was asked of stays, because the other cannot be made.
        let mut sim = playing();
        train(&mut sim, TrainEvent::Reset);
        train(&mut sim, TrainEvent::Export(what));
        sim.fail("Too large.");
        sim.settle();
        assert_eq!(sim.handed.len(), 1, "{what:?}");
    }
}

#[test]
fn files_that_are_asked_for_one_after_the_other_all_arrive() {
    let mut sim = playing();
    for what in [
        TrainExport::Weights,
        TrainExport::Checkpoint,
        TrainExport::Weights,
        TrainExport::Checkpoint,
    ] {
        train(&mut sim, TrainEvent::Export(what));
    }
    sim.settle();
    assert_eq!(sim.handed.len(), 4);
}

#[test]
fn an_export_that_fails_while_a_snapshot_is_written_leaves_the_snapshot() {
    let mut sim = playing();
    train(&mut sim, TrainEvent::Pause);
    train(&mut sim, TrainEvent::Export(TrainExport::Checkpoint));
    let is_checkpoint = |letter: &Letter| {
        matches!(
            letter.message,
            ToEngine::Train {
                command: TrainCommand::Checkpoint { .. },
                ..
            }
        )
    };
    while sim
        .inbox
        .iter()
        .filter(|letter| is_checkpoint(letter))
        .count()
        > 1
    {
        sim.answer();
    }
    sim.fail("No room.");
    sim.settle();
    assert_eq!(record(&sim).snapshots.len(), 1);
    assert!(sim.handed.is_empty());
    assert_eq!(
        sim.alerts(),
        ["The run could not be written down. No room."]
    );
}

#[test]
fn pause_and_play_in_quick_succession_play() {
    let mut sim = playing();
    train(&mut sim, TrainEvent::Pause);
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    assert_eq!(state(&sim), RunState::Playing);
    assert!(matches!(
        commands(&sim).last(),
        Some(TrainCommand::Play { .. })
    ));
}

#[test]
fn a_run_that_cannot_come_back_after_a_crash_leaves_no_dead_button() {
    let mut sim = with_snapshots();
    sim.dies(sim.trainer().expect("a trainer"));
    while !sim.inbox.front().is_some_and(is_begin) {
        sim.answer();
    }
    sim.fail("Too large.");
    sim.settle();
    assert_eq!(state(&sim), RunState::Idle, "no trainer has it");
    train(&mut sim, TrainEvent::Export(TrainExport::Weights));
    assert!(
        sim.alerts()
            .last()
            .expect("one")
            .starts_with("The run could not be written down.")
    );
    train(&mut sim, TrainEvent::Restore(10));
    sim.settle();
    assert_eq!(
        (state(&sim), run(&sim).progress.step),
        (RunState::Paused, 10)
    );
}

#[test]
fn a_step_that_fails_unasked_pauses_its_own_run_only() {
    let mut sim = playing();
    let trainer = sim.trainer().expect("a trainer");
    let failed = || TrainerUpdate::StepFailed {
        error: "No.".into(),
    };
    let late = sim.update(failed());
    train(&mut sim, TrainEvent::Reset);
    sim.settle();
    sim.says(trainer, late, None);
    assert_eq!(state(&sim), RunState::Playing);
    assert!(sim.alerts().is_empty());
    sim.says(trainer, sim.update(failed()), None);
    assert_eq!(state(&sim), RunState::Paused);
    assert_eq!(sim.alerts(), ["No."]);
}

#[test]
fn a_run_that_halts_while_another_is_made_goes_back_if_it_is_not() {
    let mut sim = with_snapshots();
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    let trainer = sim.trainer().expect("a trainer");
    train(&mut sim, TrainEvent::Reset);
    let progress = TrainProgress {
        step: 30,
        halted: true,
        ..TrainProgress::default()
    };
    sim.says(
        trainer,
        sim.update(TrainerUpdate::Progress { progress }),
        None,
    );
    assert_eq!(state(&sim), RunState::Starting);
    sim.fail("Too large.");
    sim.settle();
    assert_eq!(state(&sim), RunState::Paused);
    assert_eq!(run(&sim).progress.step, 20);
}

/// Everything that a trainer may still say of a run that was replaced.
fn late_updates(id: RequestId) -> Vec<(TrainerUpdate, Option<Vec<u8>>)> {
    let sim = Sim::on_cpu();
    let step = 7;
    let progress = TrainProgress {
        step,
        halted: true,
        losses: vec![("G loss".to_owned(), 1.0)],
        ..TrainProgress::default()
    };
    let restored = protocol::RestoredRun {
        step,
        seconds: 1.0,
        pushed: true,
        spec: run_spec::RunSpec::default(),
    };
    let spec = run_spec::RunSpec::default();
    let sheet = SHEET;
    vec![
        (TrainerUpdate::Progress { progress }, None),
        (TrainerUpdate::Samples { step, sheet }, Some(vec![9; 4])),
        (
            TrainerUpdate::Reconstructions { step, sheet },
            Some(vec![9; 4]),
        ),
        sim.frame(0),
        (sim.quality(0), None),
        (
            TrainerUpdate::StepTraced {
                id,
                step,
                stages: stages(),
            },
            Some(vec![0; 16]),
        ),
        (TrainerUpdate::Reinitialized { id, step }, None),
        (TrainerUpdate::Restored { id, restored }, None),
        (TrainerUpdate::Changed { id, step }, None),
        (TrainerUpdate::Paused { step }, None),
        (
            TrainerUpdate::StepFailed {
                error: "No.".into(),
            },
            None,
        ),
        (
            TrainerUpdate::Checkpoint { id, step, spec },
            Some(vec![0; 4]),
        ),
        (TrainerUpdate::Weights { id: None, step }, Some(vec![2])),
        (
            TrainerUpdate::EncodedPoints {
                step,
                count: 1,
                latent: 2,
            },
            Some(vec![0; 17]),
        ),
        (
            TrainerUpdate::WarmingUp {
                warm_up: protocol::WarmUpProgress {
                    done: 1,
                    of: 2,
                    piece: None,
                    millis: 1.0,
                },
            },
            None,
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// Runs follow one another in any order of events; whatever is then said of any run but the one on
    /// screen changes nothing that the visitor sees.
    #[test]
    fn no_message_of_an_older_run_changes_this_one(
        events in prop::collection::vec(0_u8..10, 1..25),
        answered in prop::collection::vec(any::<bool>(), 25),
        id in 0_u64..200,
        of in 0_u64..200,
    ) {
        let mut sim = Sim::on_cpu();
        for (event, answered) in events.into_iter().zip(answered) {
            match event {
                0 | 1 => train(&mut sim, TrainEvent::Reset),
                2 => train(&mut sim, TrainEvent::BeginTrained),
                3 => train(&mut sim, TrainEvent::Play),
                4 => train(&mut sim, TrainEvent::Pause),
                5 => set(&mut sim, "learningRate", "0.25"),
                6 => choose(&mut sim, "eight-gaussians"),
                7 => choose(&mut sim, "classroom"),
                8 => train(&mut sim, TrainEvent::Restore(10)),
                _ => {
                    if state(&sim) == RunState::Playing && sim.inbox.is_empty() {
                        sim.train_on(10);
                    }
                }
            }
            if answered {
                sim.settle();
            }
        }
        // The trainer is asked nothing; only what is on its way is left.
        let Some(trainer) = sim.trainer() else {
            return Ok(());
        };
        let run = RunId(of);
        if run == sim.run {
            return Ok(());
        }
        let asked: Vec<_> = sim.inbox.iter().filter_map(|letter| id_of(&letter.message)).collect();
        if asked.contains(&RequestId(id)) {
            return Ok(());
        }
        for (update, payload) in late_updates(RequestId(id)) {
            let before = sim.session.clone();
            let update = RunUpdate { run, update }.into();
            sim.says(trainer, FromEngine::Training { update }, payload);
            prop_assert_eq!(&sim.session.training, &before.training);
            prop_assert_eq!(sim.session.alerts(), before.alerts());
        }
        let before = sim.session.training.clone();
        let failed = FromEngine::Failed { id: RequestId(id), error: "No.".into() };
        sim.says(trainer, failed, None);
        prop_assert_eq!(&sim.session.training, &before);
    }

    /// Page and trainer agree on run, step and settings whenever nothing is on its way.
    #[test]
    fn page_and_trainer_agree_whenever_nothing_is_on_its_way(
        events in prop::collection::vec((0_u8..14, 0_u8..4), 1..40),
    ) {
        let mut sim = Sim::on_cpu();
        for (event, answers) in events {
            match event {
                0 => train(&mut sim, TrainEvent::Reset),
                1 => train(&mut sim, TrainEvent::BeginTrained),
                2 => train(&mut sim, TrainEvent::Play),
                3 => train(&mut sim, TrainEvent::Pause),
                4 => set(&mut sim, "learningRate", "0.25"),
                5 => set(&mut sim, "learningRate", "0.125"),
                6 => set(&mut sim, "discriminatorUpdates", "3"),
                7 => choose(&mut sim, "eight-gaussians"),
                8 => choose(&mut sim, "dcgan"),
                9 => train(&mut sim, TrainEvent::Restore(5)),
                10 => train(&mut sim, TrainEvent::Restore(10)),
                11 => {
                    if let Some(trainer) = sim.trainer() {
                        sim.dies(trainer);
                    }
                }
                12 => {
                    let refuses = sim.inbox.front().and_then(|letter| id_of(&letter.message));
                    if refuses.is_some() {
                        sim.fail("No.");
                    }
                }
                _ => {
                    sim.settle();
                    if state(&sim) == RunState::Playing {
                        sim.train_on(5);
                        sim.silence(25);
                    }
                }
            }
            for _ in 0..answers {
                sim.answer();
            }
        }
        sim.settle();
        // Without a trainer that has it, a run is but a picture.
        if state(&sim) != RunState::Idle && let Some(run) = &sim.session.training.run {
            prop_assert_eq!(&run.spec, &sim.spec);
            prop_assert_eq!(run.progress.step, sim.steps);
            let marked = run.record.marks.is_sorted_by_key(|mark| mark.step);
            prop_assert!(marked, "{:?}", run.record.marks);
        }
        prop_assert_ne!(state(&sim), RunState::Starting);
    }
}
