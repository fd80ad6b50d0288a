//! Kept runs that are resumed, and what becomes of them when that fails.

use std::rc::Rc;

use protocol::{DataFiles, EngineKind, FromEngine, RunStart, ToEngine, TrainCommand};
use session::{EngineChoice, RunState, SessionEvent, TrainEvent};

use crate::kept_runs::{choose, goes_on, kept};
use crate::sim::Sim;
use crate::sim_store::StoreSim;
use crate::training::{commands, record, run, set, state, train};
use crate::training_files::import;

/// The next visit, at which the run that is kept is resumed; nobody has answered yet.
fn resuming() -> Sim {
    let mut sim = kept().next_visit();
    let id = sim.kept()[0].id.clone();
    train(&mut sim, TrainEvent::Resume(id));
    sim
}

/// The newest command that makes a run, and what went along.
fn last_begin(sim: &Sim) -> (TrainCommand, Option<Vec<u8>>) {
    let letters = sim.log.iter().rev();
    let mut begun = letters.filter_map(|letter| match &letter.message {
        ToEngine::Train {
            command: command @ TrainCommand::Begin { .. },
            ..
        } => Some((
            command.clone(),
            letter.payload.as_deref().map(<[u8]>::to_vec),
        )),
        _ => None,
    });
    begun.next().expect("a run")
}

/// Whether the newest run was to go on from a checkpoint.
fn goes_on_from_checkpoint(sim: &Sim) -> bool {
    matches!(
        last_begin(sim).0,
        TrainCommand::Begin {
            start: RunStart::Checkpoint { .. },
            ..
        }
    )
}

#[test]
fn a_kept_run_is_resumed_on_the_next_visit_and_goes_on_in_its_place() {
    let mut sim = resuming();
    assert_eq!(state(&sim), RunState::Idle, "it is read first");
    assert!(sim.session.training.kept.opening.is_some());
    sim.settle_all();
    assert_eq!(sim.session.training.kept.opening, None);
    assert_eq!(state(&sim), RunState::Paused);
    assert_eq!(run(&sim).progress.step, 10);
    assert!(goes_on_from_checkpoint(&sim));
    assert!(sim.session.training.trains_kept(&sim.kept()[0].id));
    let steps: Vec<_> = record(&sim).snapshots.iter().map(|s| s.step).collect();
    assert_eq!(steps, [10], "it can be gone back to");
    goes_on(&mut sim, 4);
    assert_eq!(sim.stored_steps(), [14]);
    assert!(sim.alerts().is_empty());
}

#[test]
fn the_form_is_that_of_the_run_that_was_resumed_unless_it_was_changed_meanwhile() {
    let mut first = Sim::on_cpu();
    choose(&mut first, "vae-100");
    set(&mut first, "seed", "77");
    goes_on(&mut first, 6);
    let mut sim = first.next_visit();
    let id = sim.kept()[0].id.clone();
    train(&mut sim, TrainEvent::Resume(id.clone()));
    sim.store_answers();
    assert_eq!(
        sim.session.training.preset, "classroom",
        "not before it is there"
    );
    sim.settle_all();
    assert_eq!(sim.session.training.preset, "vae-100");
    assert_eq!(sim.session.training.draft.seed, 77);
    assert!(!sim.session.training.differs());

    let mut sim = sim.next_visit();
    train(&mut sim, TrainEvent::Resume(id));
    sim.store_answers();
    choose(&mut sim, "gan-100");
    sim.settle_all();
    assert_eq!(run(&sim).preset, "vae-100");
    assert_eq!(sim.session.training.preset, "gan-100");
}

#[test]
fn a_run_that_is_replaced_by_a_kept_one_is_written_down_before() {
    let mut sim = kept();
    choose(&mut sim, "gan-100");
    train(&mut sim, TrainEvent::Reset);
    train(&mut sim, TrainEvent::Play);
    sim.settle_all();
    sim.train_on(9);
    let id = sim.kept()[0].id.clone();
    train(&mut sim, TrainEvent::Resume(id));
    sim.settle_all();
    assert_eq!(run(&sim).preset, "classroom");
    assert_eq!(run(&sim).progress.step, 10);
    assert_eq!(sim.stored_steps(), [10, 9]);
}

#[test]
fn a_resume_that_the_engine_refuses_begins_nothing_and_can_be_tried_again() {
    let mut sim = resuming();
    sim.store_answers();
    sim.settle_until(|message| matches!(message, ToEngine::Train { .. }));
    sim.fail("Its digest is another.");
    sim.settle_all();
    assert_eq!(state(&sim), RunState::Idle);
    assert!(sim.session.training.run.is_none());
    assert_eq!(
        sim.alerts(),
        [
            "“Classroom: a GAN in two minutes” could not be resumed, and stays kept. Its digest is another."
        ]
    );
    assert_eq!(sim.kept().len(), 1);
    let id = sim.kept()[0].id.clone();
    train(&mut sim, TrainEvent::Resume(id));
    sim.settle_all();
    assert_eq!(run(&sim).progress.step, 10);
}

#[test]
fn a_resume_that_fails_leaves_the_run_before_playing() {
    let mut sim = kept();
    train(&mut sim, TrainEvent::Reset);
    train(&mut sim, TrainEvent::Play);
    sim.settle_all();
    sim.train_on(3);
    let before = (run(&sim).preset.clone(), run(&sim).progress.step);
    let id = sim.kept()[0].id.clone();
    train(&mut sim, TrainEvent::Resume(id));
    sim.store_answers();
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
    sim.settle_all();
    assert_eq!(state(&sim), RunState::Playing);
    let after = (run(&sim).preset.clone(), run(&sim).progress.step);
    assert_eq!(after, before);
    goes_on(&mut sim, 4);
    assert_eq!(sim.stored_steps(), [10, 7]);
}

#[test]
fn a_resume_without_a_trainer_is_a_sentence_and_never_a_new_run() {
    let mut sim = resuming();
    sim.store_answers();
    sim.dies(sim.trainer().expect("a trainer"));
    sim.settle_all();
    assert_eq!(state(&sim), RunState::Idle);
    assert!(sim.session.training.run.is_none());
    assert!(sim.alerts()[0].starts_with("The trainer could not start."));
    assert_eq!(sim.stored_steps(), [10]);
    let id = sim.kept()[0].id.clone();
    train(&mut sim, TrainEvent::Resume(id));
    sim.settle_all();
    assert_eq!(run(&sim).progress.step, 10);
}

#[test]
fn a_resume_whose_threads_cannot_start_goes_on_with_one() {
    let mut sim = kept().next_visit();
    train(&mut sim, TrainEvent::Threads(4));
    let id = sim.kept()[0].id.clone();
    train(&mut sim, TrainEvent::Resume(id));
    sim.store_answers();
    sim.dies(sim.trainer().expect("a trainer"));
    sim.settle_all();
    assert_eq!(sim.threads[&sim.trainer().expect("another")], 1);
    assert_eq!(run(&sim).progress.step, 10, "and not from the beginning");
    assert!(goes_on_from_checkpoint(&sim));
    goes_on(&mut sim, 2);
    assert_eq!(sim.stored_steps(), [12]);
}

#[test]
fn a_resume_whose_gpu_is_lost_goes_on_with_the_cpu() {
    let mut sim = kept().next_visit();
    sim.send(SessionEvent::ChooseEngine(EngineChoice::WebGpu));
    sim.settle();
    let id = sim.kept()[0].id.clone();
    train(&mut sim, TrainEvent::Resume(id));
    sim.store_answers();
    let trainer = sim.trainer().expect("a trainer");
    assert_eq!(sim.alive[&trainer], EngineKind::WebGpu);
    let reason = "gone".to_owned().into();
    sim.says(trainer, FromEngine::DeviceLost { reason }, None);
    sim.settle_all();
    assert_eq!(sim.alive[&sim.trainer().expect("another")], EngineKind::Cpu);
    assert_eq!(run(&sim).progress.step, 10);
    assert_eq!(state(&sim), RunState::Paused);
}

#[test]
fn a_resume_that_needs_too_much_memory_brings_back_the_run_before() {
    let mut sim = kept();
    choose(&mut sim, "gan-100");
    train(&mut sim, TrainEvent::Reset);
    sim.settle_all();
    goes_on(&mut sim, 6);
    let id = sim.kept()[0].id.clone();
    train(&mut sim, TrainEvent::Resume(id));
    sim.store_answers();
    let reason = "Memory ran out.".to_owned().into();
    let trainer = sim.trainer().expect("a trainer");
    sim.says(trainer, FromEngine::Crashed { reason }, None);
    sim.settle_all();
    assert_eq!(run(&sim).preset, "gan-100");
    assert_eq!(run(&sim).progress.step, 6);
    goes_on(&mut sim, 1);
    assert_eq!(sim.stored_steps(), [10, 7], "each in its own place");
}

#[test]
fn own_images_are_kept_beside_their_run_once_and_come_back_with_it() {
    let mut sim = Sim::on_cpu();
    import(&mut sim, "mine.idx.gz", &[0x1f, 0x8b, 7]);
    sim.settle_all();
    goes_on(&mut sim, 5);
    goes_on(&mut sim, 5);
    let keeps = |sim: &Sim| {
        let disk = sim.store.disk.borrow();
        let run = disk.runs.values().next().cloned();
        run.expect("a run")
    };
    let (name, bytes) = keeps(&sim).images.expect("images");
    assert_eq!((&*name, &*bytes), ("mine.idx.gz", &[0x1f, 0x8b, 7][..]));
    goes_on(&mut sim, 0);

    let mut sim = sim.next_visit();
    let id = sim.kept()[0].id.clone();
    train(&mut sim, TrainEvent::Resume(id));
    sim.settle_all();
    assert_eq!(run(&sim).progress.step, 10);
    let (TrainCommand::Begin { data, .. }, Some(payload)) = last_begin(&sim) else {
        panic!("no images went along");
    };
    assert_eq!(
        data,
        DataFiles::Payload {
            name: "mine.idx.gz".to_owned()
        }
    );
    assert!(payload.starts_with(&[10, 0, 0, 0]), "the checkpoint");
    assert!(payload.ends_with(&[0x1f, 0x8b, 7]), "then the images");
    // The form can train on them as well.
    train(&mut sim, TrainEvent::Reset);
    sim.settle_all();
    assert_eq!(run(&sim).progress.step, 0);
    assert!(sim.alerts().is_empty());
}

#[test]
fn a_link_to_a_run_on_own_images_does_not_ask_for_what_a_kept_run_has() {
    let link = "preset=classroom&data=own";
    let mut sim = Sim::on_cpu();
    import(&mut sim, "mine.idx.gz", &[0x1f, 0x8b, 7]);
    sim.settle_all();
    goes_on(&mut sim, 5);
    for listed_before in [false, true] {
        let mut sim = Sim::with_store(StoreSim::on(&sim.store.disk));
        if listed_before {
            sim.store_answers();
        }
        train(&mut sim, TrainEvent::FollowLink(link.to_owned()));
        sim.settle_all();
        assert_eq!(sim.alerts(), Vec::<String>::new());
        // Without resuming it they are asked for as before.
        train(&mut sim, TrainEvent::Play);
        sim.settle_all();
        assert!(sim.alerts()[0].starts_with("Expected images of your own, found none."));
    }
}

#[test]
fn a_run_whose_images_are_missing_is_a_sentence_and_stays_kept() {
    let mut first = Sim::on_cpu();
    import(&mut first, "mine.idx.gz", &[0x1f, 0x8b]);
    first.settle_all();
    goes_on(&mut first, 5);
    let disk = Rc::clone(&first.store.disk);
    for run in disk.borrow_mut().runs.values_mut() {
        run.images = None;
    }
    let mut sim = first.next_visit();
    let id = sim.kept()[0].id.clone();
    train(&mut sim, TrainEvent::Resume(id.clone()));
    sim.settle_all();
    assert_eq!(state(&sim), RunState::Idle);
    assert!(sim.alerts()[0].starts_with("Expected images of your own, found none."));
    assert_eq!(sim.stored_steps(), [5]);
    assert!(sim.session.training.kept_run(&id).is_some());
}

#[test]
fn a_run_that_is_deleted_while_it_is_read_is_a_sentence() {
    let mut sim = kept().next_visit();
    let id = sim.kept()[0].id.clone();
    // By another tab, which is quicker.
    sim.store.disk.borrow_mut().runs.clear();
    train(&mut sim, TrainEvent::Resume(id));
    sim.settle_all();
    assert_eq!(state(&sim), RunState::Idle);
    assert_eq!(sim.session.training.kept.opening, None);
    assert!(sim.alerts()[0].starts_with("“Classroom: a GAN in two minutes” is not kept any more"));
    assert!(sim.kept().is_empty());
}

#[test]
fn a_run_that_is_deleted_here_while_it_is_read_is_not_begun() {
    let mut sim = resuming();
    let id = sim.kept()[0].id.clone();
    train(&mut sim, TrainEvent::DeleteKept(id));
    sim.settle_all();
    assert_eq!(state(&sim), RunState::Idle);
    assert!(sim.alerts().is_empty());
    assert!(sim.kept().is_empty());
}

#[test]
fn a_run_that_is_begun_while_a_kept_one_is_read_wins() {
    let mut sim = resuming();
    train(&mut sim, TrainEvent::Play);
    sim.settle_all();
    assert_eq!(state(&sim), RunState::Playing);
    assert_eq!(run(&sim).progress.step, 0);
    assert!(!goes_on_from_checkpoint(&sim));
    sim.train_on(2);
    train(&mut sim, TrainEvent::Pause);
    sim.settle_all();
    let mut steps = sim.stored_steps();
    steps.sort_unstable();
    assert_eq!(steps, [2, 10]);
}

#[test]
fn a_run_that_begins_anew_after_a_crash_leaves_the_kept_one_alone() {
    let mut sim = resuming();
    sim.settle_all();
    train(&mut sim, TrainEvent::Play);
    sim.settle_all();
    sim.train_on(5);
    sim.dies(sim.trainer().expect("a trainer"));
    sim.settle_all();
    assert_eq!(run(&sim).progress.step, 10, "from where it was resumed");
    goes_on(&mut sim, 1);
    assert_eq!(sim.stored_steps(), [11]);
}

#[test]
fn what_another_build_has_kept_is_listed_and_cannot_be_resumed() {
    for note in [
        "",
        "{}",
        "step=x&preset=classroom",
        "step=3&preset=unheard-of",
    ] {
        let first = kept();
        for run in first.store.disk.borrow_mut().runs.values_mut() {
            run.entry.note = note.to_owned();
        }
        let mut sim = first.next_visit();
        assert_eq!(sim.kept()[0].preset, "");
        let id = sim.kept()[0].id.clone();
        train(&mut sim, TrainEvent::Resume(id));
        sim.settle_all();
        assert_eq!(state(&sim), RunState::Idle);
        assert!(
            sim.alerts()[0].starts_with("“a run” is not kept any more, or was kept by another")
        );
        assert_eq!(sim.stored_steps(), [10]);
    }
}

#[test]
fn a_mirror_is_offered_for_the_data_that_a_kept_run_lacks() {
    let mut first = Sim::on_cpu();
    set(&mut first, "data", "mnist");
    goes_on(&mut first, 4);
    let mut sim = first.next_visit();
    let id = sim.kept()[0].id.clone();
    train(&mut sim, TrainEvent::Resume(id));
    sim.store_answers();
    sim.settle_until(|message| matches!(message, ToEngine::Train { .. }));
    sim.fail("Not on this site.");
    sim.settle_all();
    let alert = sim.session.alerts()[0].clone();
    assert!(alert.action.is_some());
    sim.send(SessionEvent::Act(alert.id));
    let Some(TrainCommand::Fetch {
        data: DataFiles::Remote { name, mirror, .. },
        ..
    }) = commands(&sim).last()
    else {
        panic!("{:?}", commands(&sim));
    };
    assert_eq!((name.as_str(), *mirror), ("mnist", true));
}
