//! A newer version of the page is there: nothing reloads unasked, and no run is lost by it.

use std::rc::Rc;

use session::{HostCommand, RunState, SessionEvent, StoreFault, TrainEvent};

use crate::kept_runs::{goes_on, kept};
use crate::sim::Sim;
use crate::training::{playing, run, state, train};

const OFFERED: &str =
    "A new version is here: reload the page to use it. A run under way is kept first.";

fn reloads(sim: &Sim) -> usize {
    let reload = |handed: &&HostCommand| matches!(handed, HostCommand::Reload);
    sim.handed.iter().filter(reload).count()
}

/// A newer version is there, and its button is pressed.
fn press_reload(sim: &mut Sim) {
    let alert = sim.session.alerts().last().expect("an alert");
    assert!(alert.action.is_some(), "{alert:?}");
    let id = alert.id;
    sim.send(SessionEvent::Act(id));
}

#[test]
fn a_newer_version_is_offered_once_and_the_run_plays_on() {
    let mut sim = playing();
    for _ in 0..3 {
        train(&mut sim, TrainEvent::NewVersion);
    }
    sim.settle_all();
    assert_eq!(sim.alerts(), [OFFERED]);
    assert_eq!(state(&sim), RunState::Playing);
    assert_eq!(reloads(&sim), 0);
}

#[test]
fn a_page_without_a_run_reloads_at_once() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::NewVersion);
    press_reload(&mut sim);
    assert_eq!(reloads(&sim), 1);
}

#[test]
fn a_run_that_plays_is_kept_before_the_page_reloads() {
    let mut sim = playing();
    train(&mut sim, TrainEvent::NewVersion);
    press_reload(&mut sim);
    assert_eq!(reloads(&sim), 0, "nothing is kept yet");
    sim.settle_all();
    assert_eq!(reloads(&sim), 1);
    assert_eq!(sim.stored_steps(), [run(&sim).progress.step]);
}

#[test]
fn a_state_that_was_being_written_when_the_button_was_pressed_is_not_the_last() {
    let mut sim = kept();
    train(&mut sim, TrainEvent::Play);
    sim.settle_all();
    // A checkpoint is asked for, and the run goes on before it is answered.
    sim.pass(25);
    sim.train_on(7);
    train(&mut sim, TrainEvent::NewVersion);
    press_reload(&mut sim);
    sim.settle_all();
    assert_eq!(reloads(&sim), 1);
    assert_eq!(sim.stored_steps(), [run(&sim).progress.step]);
}

#[test]
fn a_state_that_the_browser_has_not_yet_kept_holds_the_page_up() {
    let mut sim = playing();
    train(&mut sim, TrainEvent::Pause);
    // The trainer wrote it down, and the browser's storage has not answered.
    sim.settle();
    train(&mut sim, TrainEvent::NewVersion);
    press_reload(&mut sim);
    assert_eq!(reloads(&sim), 0, "it may be cut off");
    sim.settle_all();
    assert_eq!(reloads(&sim), 1);
    assert_eq!(sim.stored_steps(), [run(&sim).progress.step]);
}

#[test]
fn a_run_that_is_kept_already_does_not_hold_the_page_up() {
    let mut sim = kept();
    train(&mut sim, TrainEvent::NewVersion);
    press_reload(&mut sim);
    assert_eq!(reloads(&sim), 1);
}

#[test]
fn a_run_that_cannot_be_kept_is_lost_only_at_a_second_word() {
    let mut sim = kept();
    let disk = Rc::clone(&sim.store.disk);
    disk.borrow_mut().fault = Some(StoreFault::Full);
    train(&mut sim, TrainEvent::Play);
    sim.settle_all();
    sim.train_on(5);
    train(&mut sim, TrainEvent::NewVersion);
    press_reload(&mut sim);
    sim.settle_all();
    assert_eq!(reloads(&sim), 0);
    let said = sim.alerts();
    let last = said.last().expect("a sentence");
    assert!(
        last.starts_with("This run cannot be kept in the browser"),
        "{said:?}"
    );
    press_reload(&mut sim);
    assert_eq!(reloads(&sim), 1);
}

#[test]
fn a_run_that_is_not_written_down_in_time_is_asked_about() {
    let mut sim = playing();
    sim.pass(1);
    train(&mut sim, TrainEvent::NewVersion);
    press_reload(&mut sim);
    // The trainer writes, but the browser's storage never answers.
    sim.settle();
    sim.pass(5);
    assert_eq!(reloads(&sim), 0);
    sim.pass(8);
    let said = sim.alerts();
    let told = |text: &String| text.starts_with("This run cannot be kept in the browser");
    assert!(said.iter().any(told), "{said:?}");
    // What arrives after all reloads nothing by itself.
    sim.settle_all();
    assert_eq!(reloads(&sim), 0);
    goes_on(&mut sim, 1);
    assert_eq!(reloads(&sim), 0);
}
