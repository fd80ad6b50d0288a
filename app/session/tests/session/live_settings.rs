//! Live settings: form, link, log, files, curves and trainer say the same of them, whatever happens.

use page::words::setting_change;
use protocol::{ToEngine, TrainCommand, TrainProgress, TrainerUpdate};
use run_spec::{FIELDS, RunSpec};
use session::{HostCommand, RunState, SessionEvent, TrainEvent, TrainExport};

use crate::sim::Sim;
use crate::training::{playing, record, run, set, state, train, with_snapshots};

/// What the marks on the curves say.
fn marks(sim: &Sim) -> Vec<String> {
    let marks = record(sim).marks.iter();
    marks
        .map(|mark| format!("{}: {}", mark.step, setting_change(&mark.kind)))
        .collect()
}

fn exported(sim: &mut Sim, what: TrainExport) -> Vec<u8> {
    sim.handed.clear();
    train(sim, TrainEvent::Export(what));
    sim.settle();
    let files = sim.handed.iter().find_map(|handed| match handed {
        HostCommand::Save { bytes, .. } => Some(bytes.to_vec()),
        _ => None,
    });
    files.expect("a file")
}

/// Form, link, specification, log, run file and trainer all say this learning rate.
#[track_caller]
fn all_say(sim: &mut Sim, rate: f64) {
    assert_eq!(run(sim).spec.learning_rate, rate, "the run");
    assert_eq!(sim.spec.learning_rate, rate, "the trainer");
    assert_eq!(sim.session.training.draft.learning_rate, rate, "the form");
    let training = &sim.session.training;
    let link = run_spec::to_link(&training.preset, &training.draft);
    let (_, linked) = run_spec::from_link(&link).expect("a link");
    assert_eq!(linked.learning_rate, rate, "the link");
    let file = exported(sim, TrainExport::Spec);
    let file = String::from_utf8(file).expect("text");
    let file = run_spec::from_json(&file).expect("a specification");
    assert_eq!(file.learning_rate, rate, "the specification's file");
    let file = exported(sim, TrainExport::Checkpoint);
    let file = std::str::from_utf8(&file[4..]).expect("text");
    let file = run_spec::from_json(file).expect("a specification");
    assert_eq!(file.learning_rate, rate, "the run's file");
    let log = exported(sim, TrainExport::Log);
    let log = String::from_utf8(log).expect("text");
    let newest = log.rsplit("learningRate=").next().expect("a part");
    if newest.len() < log.len() {
        let newest: String = newest
            .chars()
            .take_while(|c| !matches!(c, ';' | '\n'))
            .collect();
        assert_eq!(newest, rate.to_string(), "the log: {log}");
    }
}

const FIRST: f64 = 0.0005;

/// A run with snapshots at 10 and 20, whose learning rate was changed at 15; it plays at 25.
fn changed_between() -> Sim {
    let mut sim = Sim::on_cpu();
    set(&mut sim, "learningRate", "0.0005");
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    sim.train_on(10);
    train(&mut sim, TrainEvent::Pause);
    sim.settle();
    train(&mut sim, TrainEvent::Play);
    sim.train_on(5);
    set(&mut sim, "learningRate", "0.25");
    sim.settle();
    sim.train_on(5);
    train(&mut sim, TrainEvent::Pause);
    sim.settle();
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    sim.train_on(5);
    sim
}

#[test]
fn a_snapshot_brings_its_settings_back_and_everything_says_so() {
    let mut sim = changed_between();
    all_say(&mut sim, 0.25);
    train(&mut sim, TrainEvent::Restore(20));
    sim.settle();
    all_say(&mut sim, 0.25);
    assert_eq!(
        marks(&sim),
        ["15: Learning rate 0.0005 → 0.25", "20: Back from step 25"]
    );
    train(&mut sim, TrainEvent::Restore(10));
    sim.settle();
    all_say(&mut sim, FIRST);
    assert_eq!(
        marks(&sim),
        ["10: Back from step 20", "10: Learning rate 0.25 → 0.0005"]
    );
    assert!(!sim.session.training.differs());
}

#[test]
fn a_change_at_the_snapshots_own_step_is_undone_with_it() {
    let mut sim = with_snapshots();
    set(&mut sim, "learningRate", "0.25");
    sim.settle();
    assert_eq!(marks(&sim).len(), 1);
    let before = record(&sim).snapshots.len();
    train(&mut sim, TrainEvent::Restore(20));
    sim.settle();
    let rate = run(&sim).spec.learning_rate;
    assert!(rate < 0.25);
    all_say(&mut sim, rate);
    let last = marks(&sim).pop().expect("one");
    assert!(last.starts_with("20: Learning rate 0.25 → "), "{last}");
    assert_eq!(record(&sim).snapshots.len(), before);
}

#[test]
fn a_run_that_diverges_goes_back_to_its_snapshots_settings() {
    let mut sim = changed_between();
    set(&mut sim, "learningRate", "1");
    sim.settle();
    let progress = TrainProgress {
        step: 33,
        halted: true,
        ..TrainProgress::default()
    };
    let trainer = sim.trainer().expect("a trainer");
    let update = sim.update(TrainerUpdate::Progress { progress });
    sim.says(trainer, update, None);
    sim.settle();
    assert_eq!(run(&sim).progress.step, 20);
    all_say(&mut sim, 0.25);
}

#[test]
fn after_a_crash_the_newest_settings_of_the_visitor_hold() {
    let mut sim = changed_between();
    train(&mut sim, TrainEvent::Restore(10));
    sim.settle();
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    sim.train_on(3);
    set(&mut sim, "learningRate", "0.125");
    sim.settle();
    sim.dies(sim.trainer().expect("a trainer"));
    sim.settle();
    assert_eq!(run(&sim).progress.step, 10);
    assert_eq!(state(&sim), RunState::Playing);
    all_say(&mut sim, 0.125);
    assert_eq!(
        marks(&sim),
        ["10: Back from step 13", "10: Learning rate 0.0005 → 0.125"]
    );
}

#[test]
fn a_crash_on_the_way_to_a_snapshot_ends_there() {
    let mut sim = changed_between();
    train(&mut sim, TrainEvent::Restore(10));
    sim.dies(sim.trainer().expect("a trainer"));
    sim.settle();
    assert_eq!(run(&sim).progress.step, 10);
    all_say(&mut sim, FIRST);
}

#[test]
fn a_trainer_that_is_gone_for_good_comes_back_at_the_snapshot_that_is_chosen() {
    let mut sim = changed_between();
    for _ in 0..2 {
        sim.dies(sim.trainer().expect("a trainer"));
        sim.settle();
    }
    assert_eq!(state(&sim), RunState::Idle);
    train(&mut sim, TrainEvent::Restore(10));
    sim.settle();
    assert_eq!(run(&sim).progress.step, 10);
    all_say(&mut sim, FIRST);
}

#[test]
fn what_is_changed_while_a_run_is_made_or_brought_back_holds_for_the_one_that_is_there_then() {
    // Made.
    let mut sim = playing();
    train(&mut sim, TrainEvent::Reset);
    set(&mut sim, "learningRate", "0.25");
    set(&mut sim, "learningRate", "0.125");
    sim.settle();
    assert_eq!(run(&sim).progress.step, 0);
    all_say(&mut sim, 0.125);
    // Not made: the run before is there.
    sim.train_on(4);
    train(&mut sim, TrainEvent::Reset);
    set(&mut sim, "learningRate", "0.5");
    sim.fail("Too large.");
    sim.settle();
    assert_eq!(run(&sim).progress.step, 4);
    all_say(&mut sim, 0.5);
    // Brought back.
    let mut sim = changed_between();
    train(&mut sim, TrainEvent::Restore(10));
    set(&mut sim, "learningRate", "0.0625");
    sim.settle();
    assert_eq!(run(&sim).progress.step, 10);
    all_say(&mut sim, 0.0625);
    // Not brought back.
    let mut sim = changed_between();
    train(&mut sim, TrainEvent::Restore(10));
    set(&mut sim, "learningRate", "0.0625");
    sim.settle_until(|message| {
        matches!(
            message,
            ToEngine::Train {
                command: TrainCommand::Restore { .. },
                ..
            }
        )
    });
    sim.fail("No.");
    sim.settle();
    all_say(&mut sim, 0.0625);
    // Come back after a crash.
    let mut sim = changed_between();
    sim.dies(sim.trainer().expect("a trainer"));
    set(&mut sim, "learningRate", "0.03125");
    sim.settle();
    assert_eq!(run(&sim).progress.step, 20);
    all_say(&mut sim, 0.03125);
}

#[test]
fn a_change_that_the_trainer_refuses_is_taken_back_everywhere() {
    let mut sim = playing();
    let before = run(&sim).spec.learning_rate;
    set(&mut sim, "learningRate", "0.25");
    set(&mut sim, "learningRate", "0.5");
    sim.fail("No.");
    sim.fail("No.");
    assert_eq!(sim.alerts(), ["No."]);
    all_say(&mut sim, before);
}

#[test]
fn a_form_that_says_something_else_keeps_it() {
    let mut sim = changed_between();
    let name = "dense-vae-2d".to_owned();
    train(&mut sim, TrainEvent::ChoosePreset(name));
    let form = sim.session.training.draft.clone();
    train(&mut sim, TrainEvent::Restore(10));
    sim.settle();
    assert_eq!(sim.session.training.draft, form);
    assert_eq!(run(&sim).spec.learning_rate, FIRST);
}

#[test]
fn every_live_field_comes_back_with_its_snapshot_and_is_marked() {
    // A value that differs from the preset's, for each.
    let values = [
        "0.25",
        "7",
        "hinge",
        "wasserstein",
        "generator",
        "optimal",
        "0.125",
    ];
    let spec = run_spec::preset("eight-gaussians")
        .expect("a preset")
        .spec();
    for field in FIELDS
        .iter()
        .filter(|field| field.live && field.used_by(&spec))
    {
        let mut sim = Sim::on_cpu();
        let name = "eight-gaussians".to_owned();
        train(&mut sim, TrainEvent::ChoosePreset(name));
        train(&mut sim, TrainEvent::Play);
        sim.settle();
        sim.train_on(10);
        train(&mut sim, TrainEvent::Pause);
        sim.settle();
        let before = field.get(&run(&sim).spec);
        let other = values.iter().find(|value| {
            let mut tried: RunSpec = spec.clone();
            field.set(&mut tried, value).is_ok()
                && field.get(&tried) != before
                && tried.check().is_ok()
        });
        set(&mut sim, field.id, other.expect(field.id));
        sim.settle();
        assert_ne!(field.get(&sim.spec), before, "{}", field.id);
        train(&mut sim, TrainEvent::Restore(10));
        sim.settle();
        for said in [&sim.spec, &run(&sim).spec, &sim.session.training.draft] {
            assert_eq!(field.get(said), before, "{}", field.id);
        }
        assert_eq!(marks(&sim).len(), 1, "{}: {:?}", field.id, marks(&sim));
    }
}

#[test]
fn the_log_says_where_settings_changed() {
    let mut sim = changed_between();
    let log = String::from_utf8(exported(&mut sim, TrainExport::Log)).expect("text");
    assert_eq!(
        log.lines().collect::<Vec<_>>(),
        [
            "step,seconds,G loss,changes",
            "10,0.000,0.1,",
            "15,0.000,0.06666667,learningRate=0.25",
            "20,0.000,0.05,",
            "25,0.000,0.04,",
        ]
    );
    train(&mut sim, TrainEvent::Restore(10));
    sim.settle();
    let log = String::from_utf8(exported(&mut sim, TrainExport::Log)).expect("text");
    let restored = "10,0.000,0.1,restored-from=25; learningRate=0.0005";
    assert_eq!(log.lines().last(), Some(restored));
}

#[test]
fn the_time_spent_goes_on_where_the_snapshot_was_made() {
    let mut sim = changed_between();
    train(&mut sim, TrainEvent::Restore(10));
    sim.settle();
    // The made-up trainer takes a second for each step.
    assert_eq!(run(&sim).progress.elapsed_seconds, 10.0);
}

#[test]
fn a_dead_worker_says_nothing_more_of_the_run() {
    let mut sim = changed_between();
    let dead = sim.trainer().expect("a trainer");
    let late = sim.update(TrainerUpdate::Paused { step: 99 });
    sim.dies(dead);
    sim.settle();
    let before = run(&sim).clone();
    sim.says(dead, late, None);
    sim.send(SessionEvent::WorkerDied {
        worker: dead,
        reason: "Again.".to_owned(),
    });
    assert_eq!(*run(&sim), before);
}
