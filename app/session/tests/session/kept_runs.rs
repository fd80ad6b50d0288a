//! Runs that outlive the page: several are kept, and none takes another's place.

use std::rc::Rc;

use protocol::{TrainProgress, TrainerUpdate};
use session::{RunState, RunStoreCommand, RunStoreReply, SessionEvent, StoreFault, TrainEvent};

use crate::sim::Sim;
use crate::training::{playing, run, set, state, train, with_snapshots};
use crate::training_files::{import, run_file};

pub fn choose(sim: &mut Sim, preset: &str) {
    train(sim, TrainEvent::ChoosePreset(preset.to_owned()));
}

/// A paused run of ten steps that is kept.
pub fn kept() -> Sim {
    let mut sim = playing();
    train(&mut sim, TrainEvent::Pause);
    sim.settle_all();
    assert_eq!(sim.kept().len(), 1);
    sim
}

/// Everybody answers a bit more: the run goes on for so many steps and is written down.
pub fn goes_on(sim: &mut Sim, steps: u32) {
    train(sim, TrainEvent::Play);
    sim.settle_all();
    sim.train_on(steps);
    train(sim, TrainEvent::Pause);
    sim.settle_all();
}

#[test]
fn a_run_is_kept_in_place_of_its_own_earlier_state_only() {
    let mut sim = kept();
    goes_on(&mut sim, 5);
    assert_eq!(sim.stored_steps(), [15]);
    // Another run of the very same form is another run.
    train(&mut sim, TrainEvent::Reset);
    sim.settle_all();
    goes_on(&mut sim, 3);
    choose(&mut sim, "gan-100");
    train(&mut sim, TrainEvent::Reset);
    sim.settle_all();
    goes_on(&mut sim, 7);
    assert_eq!(sim.stored_steps(), [15, 3, 7]);
    let presets: Vec<_> = sim.kept().iter().map(|run| run.preset.as_str()).collect();
    assert_eq!(presets, ["classroom", "classroom", "gan-100"]);
}

#[test]
fn a_run_that_has_taken_no_step_is_not_kept() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    train(&mut sim, TrainEvent::Pause);
    sim.settle_all();
    assert!(sim.stored_steps().is_empty());
}

#[test]
fn images_that_are_kept_already_are_not_written_again() {
    let mut sim = Sim::on_cpu();
    import(&mut sim, "mine.idx.gz", &[0x1f, 0x8b]);
    sim.settle_all();
    let mut sent = Vec::new();
    for _ in 0..3 {
        train(&mut sim, TrainEvent::Play);
        sim.settle();
        sim.train_on(5);
        train(&mut sim, TrainEvent::Pause);
        sim.settle();
        let asked = sim.store.asked.iter();
        sent.extend(asked.filter_map(|(command, _)| match command {
            RunStoreCommand::Keep { images, .. } => Some(images.is_some()),
            _ => None,
        }));
        sim.store_answers();
    }
    assert_eq!(sent, [true, false, false]);
}

#[test]
fn another_tab_that_resumes_a_run_in_training_goes_on_with_a_copy() {
    for has_locks in [true, false] {
        let mut one = kept();
        one.store.disk.borrow_mut().has_locks = has_locks;
        let mut other = one.beside();
        assert_eq!(other.kept()[0].elsewhere, has_locks);
        let id = other.kept()[0].id.clone();
        train(&mut other, TrainEvent::Resume(id.clone()));
        other.settle_all();
        let told = other.alerts();
        assert_eq!(told.len(), usize::from(has_locks), "{told:?}");
        goes_on(&mut other, 7);
        goes_on(&mut one, 1);
        goes_on(&mut other, 1);
        goes_on(&mut one, 1);
        let mut steps = one.stored_steps();
        steps.sort_unstable();
        assert_eq!(steps, [12, 18], "locks: {has_locks}");
    }
}

#[test]
fn two_tabs_that_train_the_same_recipe_are_both_kept() {
    let mut one = kept();
    let mut other = one.beside();
    goes_on(&mut other, 20);
    goes_on(&mut one, 5);
    assert_eq!(one.stored_steps(), [15, 20]);
}

#[test]
fn a_full_storage_is_said_once_and_what_was_kept_stays() {
    let mut sim = kept();
    let disk = Rc::clone(&sim.store.disk);
    disk.borrow_mut().fault = Some(StoreFault::Full);
    for _ in 0..3 {
        goes_on(&mut sim, 5);
    }
    let said = sim.alerts();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("The browser has no room left for this run"));
    assert_eq!(sim.session.training.kept.fault, Some(StoreFault::Full));
    assert_eq!(sim.stored_steps(), [10]);
    assert_eq!(state(&sim), RunState::Paused, "and the run goes on");

    disk.borrow_mut().fault = None;
    goes_on(&mut sim, 5);
    assert_eq!(sim.stored_steps(), [30]);
    assert_eq!(sim.session.training.kept.fault, None);
    // The next time is worth another word.
    disk.borrow_mut().fault = Some(StoreFault::Full);
    let id = sim.session.alerts()[0].id;
    sim.send(SessionEvent::Dismiss(id));
    goes_on(&mut sim, 5);
    assert_eq!(sim.alerts().len(), 1);
}

#[test]
fn a_forbidden_or_missing_storage_is_said_once() {
    for fault in [StoreFault::Forbidden, StoreFault::Missing] {
        let mut sim = Sim::on_cpu();
        sim.store_says(
            &RunStoreReply::NotListed {
                fault: fault.clone(),
            },
            Vec::new(),
        );
        assert!(sim.alerts().is_empty(), "nobody wants to keep anything");
        assert_eq!(sim.session.training.kept.fault, Some(fault.clone()));
        sim.store.disk.borrow_mut().fault = Some(fault);
        goes_on(&mut sim, 5);
        goes_on(&mut sim, 5);
        let said = sim.alerts();
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with("This run is not kept for the next visit."));
    }
    // The script itself may be missing.
    let mut sim = Sim::on_cpu();
    for _ in 0..2 {
        let (reply, payload) = (String::new(), Vec::new());
        train(&mut sim, TrainEvent::RunStore { reply, payload });
    }
    assert_eq!(sim.alerts().len(), 1);
}

#[test]
fn the_run_on_screen_is_not_deleted_from_under_itself() {
    let mut sim = kept();
    let id = sim.kept()[0].id.clone();
    train(&mut sim, TrainEvent::DeleteKept(id));
    sim.settle_all();
    assert_eq!(sim.stored_steps(), [10]);
}

#[test]
fn names_are_the_visitors_own_and_need_not_differ() {
    let mut sim = kept();
    train(&mut sim, TrainEvent::Reset);
    sim.settle_all();
    goes_on(&mut sim, 3);
    let ids: Vec<_> = sim.kept().iter().map(|run| run.id.clone()).collect();
    for id in &ids {
        let (id, name) = (id.clone(), "  Mine ".to_owned());
        train(&mut sim, TrainEvent::RenameKept { id, name });
    }
    sim.settle_all();
    // A run that is written down again keeps its name.
    goes_on(&mut sim, 1);
    assert!(sim.kept().iter().all(|run| run.name == "Mine"));
    for (id, step) in ids.iter().zip([10, 4]) {
        let mut sim = sim.beside();
        train(&mut sim, TrainEvent::Resume(id.clone()));
        sim.settle_all();
        assert_eq!(run(&sim).progress.step, step);
    }
}

#[test]
fn a_copy_has_the_name_of_what_it_was_copied_from() {
    let mut one = kept();
    let id = one.kept()[0].id.clone();
    let name = "Mine".to_owned();
    train(
        &mut one,
        TrainEvent::RenameKept {
            id: id.clone(),
            name,
        },
    );
    one.settle_all();
    let mut other = one.beside();
    train(&mut other, TrainEvent::Resume(id));
    other.settle_all();
    goes_on(&mut other, 1);
    assert_eq!(other.kept().len(), 2);
    assert!(other.kept().iter().all(|run| run.name == "Mine"));
}

#[test]
fn a_state_that_has_diverged_takes_the_place_of_no_good_one() {
    let mut sim = kept();
    train(&mut sim, TrainEvent::Play);
    sim.pass(30);
    let trainer = sim.trainer().expect("a trainer");
    let progress = TrainProgress {
        step: 33,
        halted: true,
        ..TrainProgress::default()
    };
    let update = TrainerUpdate::Progress { progress };
    sim.says(trainer, sim.update(update), None);
    // A checkpoint that was asked for meanwhile is of what diverged.
    sim.steps = 33;
    sim.settle_all();
    assert_eq!(run(&sim).progress.step, 10);
    assert_eq!(sim.stored_steps(), [10]);
    assert!(sim.alerts()[0].contains("went back to step 10"));
    goes_on(&mut sim, 2);
    assert_eq!(sim.stored_steps(), [12], "it goes on in its own place");
}

#[test]
fn a_run_that_is_taken_back_leaves_what_it_had_come_to() {
    let mut sim = with_snapshots();
    sim.settle_all();
    assert_eq!(sim.stored_steps(), [20]);
    train(&mut sim, TrainEvent::Restore(10));
    sim.settle_all();
    goes_on(&mut sim, 1);
    assert_eq!(sim.stored_steps(), [20, 11]);
}

#[test]
fn a_run_from_a_file_is_another_one_even_if_its_form_is_the_same() {
    let mut sim = kept();
    let spec = run_spec::to_json(&run(&sim).spec);
    import(&mut sim, "a.run.safetensors", &run_file(&spec));
    sim.settle_all();
    goes_on(&mut sim, 3);
    assert_eq!(sim.stored_steps(), [10, 3]);
}

/// The learning rate of the one kept run, as its file has it.
fn kept_rate(sim: &Sim) -> f64 {
    let disk = sim.store.disk.borrow();
    let kept = disk.runs.values().next().expect("a kept run");
    let spec = std::str::from_utf8(&kept.checkpoint[4..]).expect("text");
    run_spec::from_json(spec)
        .expect("a specification")
        .learning_rate
}

#[test]
fn a_setting_that_is_changed_while_the_run_is_paused_is_kept_once_it_has_settled() {
    let mut sim = kept();
    let before = sim.stored_steps();
    for rate in ["0.002", "0.003", "0.004"] {
        set(&mut sim, "learningRate", rate);
        sim.settle_all();
    }
    assert_ne!(kept_rate(&sim), 0.004, "it may change again");
    sim.pass(2);
    sim.settle_all();
    assert_eq!(kept_rate(&sim), 0.004);
    assert_eq!(sim.stored_steps(), before, "in place of its own state");
    // Nothing changed since, so nothing is written.
    sim.pass(5);
    assert!(sim.inbox.is_empty(), "{:?}", sim.inbox);
    // Nor is a change lost by closing the tab.
    set(&mut sim, "learningRate", "0.005");
    sim.settle_all();
    train(&mut sim, TrainEvent::Hidden(true));
    sim.settle_all();
    assert_eq!(kept_rate(&sim), 0.005);
}
