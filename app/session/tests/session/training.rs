//! The Train room: runs are made, played, changed, kept, and brought back.

use page::words::{field_error_sentence, models, setting_change, trains_on};
use protocol::{
    DataFiles, Disentanglement, EngineKind, FromEngine, StepPart, ToEngine, TrainCommand,
    TrainProgress, TrainerUpdate, WorkerRole,
};
use session::{
    LIVE_MODEL, RunRecord, RunState, RunStoreCommand, SessionEvent, ShownRun, TrainEvent,
};

use crate::sim::Sim;

pub fn train(sim: &mut Sim, event: TrainEvent) {
    sim.send(SessionEvent::Train(event));
}

pub fn set(sim: &mut Sim, id: &str, text: &str) {
    let (id, text) = (id.to_owned(), text.to_owned());
    train(sim, TrainEvent::SetField { id, text });
}

pub fn run(sim: &Sim) -> &ShownRun {
    sim.session.training.run.as_ref().expect("a run")
}

pub fn record(sim: &Sim) -> &RunRecord {
    &run(sim).record
}

pub fn state(sim: &Sim) -> RunState {
    sim.session.training.state
}

/// What was sent to trainers, in order.
pub fn commands(sim: &Sim) -> Vec<&TrainCommand> {
    let letters = sim.log.iter();
    letters
        .filter_map(|letter| match &letter.message {
            ToEngine::Train { command, .. } => Some(command),
            _ => None,
        })
        .collect()
}

/// A run that plays and has taken ten steps.
pub fn playing() -> Sim {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    sim.train_on(10);
    sim
}

/// A paused run with snapshots at steps 10 and 20.
pub fn with_snapshots() -> Sim {
    let mut sim = playing();
    train(&mut sim, TrainEvent::Pause);
    sim.settle();
    train(&mut sim, TrainEvent::Play);
    sim.train_on(10);
    train(&mut sim, TrainEvent::Pause);
    sim.settle();
    sim
}

#[test]
fn play_makes_a_run_of_what_the_form_says_and_plays_it() {
    let mut sim = Sim::on_cpu();
    assert_eq!(state(&sim), RunState::Idle);
    set(&mut sim, "seed", "7");
    train(&mut sim, TrainEvent::Play);
    assert_eq!(state(&sim), RunState::Starting);
    let trainer = sim.trainer().expect("a trainer");
    assert_eq!(sim.roles[&trainer], WorkerRole::Trainer);
    sim.settle();
    assert_eq!(state(&sim), RunState::Playing);
    let sent = commands(&sim);
    let [
        TrainCommand::Begin { spec, data, .. },
        TrainCommand::Play { rate: None },
    ] = sent[..]
    else {
        panic!("{sent:?}");
    };
    assert_eq!(spec.seed, 7);
    assert_eq!(*data, DataFiles::Procedural);
    assert_eq!(run(&sim).spec, sim.session.training.draft);
    assert!(run(&sim).real.is_some());
    sim.train_on(3);
    assert_eq!(run(&sim).progress.step, 3);
    assert_eq!(record(&sim).rows.len(), 1);
    assert_eq!(run(&sim).samples.as_ref().expect("samples").step, 3);
}

#[test]
fn a_pause_while_the_run_is_being_made_is_heeded() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::Play);
    train(&mut sim, TrainEvent::Pause);
    sim.settle();
    assert_eq!(state(&sim), RunState::Paused);
    assert_eq!(commands(&sim).len(), 1);
}

#[test]
fn a_run_counts_as_paused_only_once_its_trainer_says_so() {
    let mut sim = playing();
    train(&mut sim, TrainEvent::Pause);
    assert_eq!(state(&sim), RunState::Paused);
    assert!(sim.session.training.is_pausing(), "a last step may come");
    // Every pause is answered, and the first answer may be to an earlier one.
    train(&mut sim, TrainEvent::Play);
    assert!(!sim.session.training.is_pausing(), "it plays");
    train(&mut sim, TrainEvent::Pause);
    assert!(sim.session.training.is_pausing());
    sim.settle();
    assert!(!sim.session.training.is_pausing());
}

#[test]
fn a_step_makes_a_run_and_leaves_it_paused() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::Step(StepPart::Whole));
    sim.settle();
    assert_eq!(state(&sim), RunState::Paused);
    assert_eq!(run(&sim).progress.step, 1);
    train(&mut sim, TrainEvent::Step(StepPart::Generator));
    let part = StepPart::Generator;
    assert_eq!(commands(&sim).last(), Some(&&TrainCommand::Step { part }));
}

#[test]
fn a_refused_field_keeps_its_text_the_draft_and_the_run() {
    let mut sim = playing();
    let before = run(&sim).clone();
    for (id, text) in [
        ("latent", "0"),
        ("latent", "many"),
        ("batch", ""),
        ("learningRate", "NaN"),
        ("side", "33"),
        ("decoder", "dense wide"),
    ] {
        let draft = sim.session.training.draft.clone();
        set(&mut sim, id, text);
        let refusal = sim.session.training.refusal(id).expect("it is refused");
        assert_eq!(refusal.text, text);
        assert!(field_error_sentence(&refusal.reason).contains("expected"));
        assert_eq!(sim.session.training.draft, draft);
    }
    assert_eq!(*run(&sim), before);
    assert_eq!(state(&sim), RunState::Playing);
    set(&mut sim, "latent", "8");
    assert_eq!(sim.session.training.refusal("latent"), None);
}

#[test]
fn a_form_that_cannot_be_trained_is_refused_at_play_and_names_the_field() {
    let mut sim = Sim::on_cpu();
    set(&mut sim, "data", "own");
    train(&mut sim, TrainEvent::Play);
    assert_eq!(state(&sim), RunState::Idle);
    assert!(sim.alerts()[0].contains("images of your own"));
    assert!(commands(&sim).is_empty());
}

#[test]
fn a_live_field_changes_the_run_at_once_and_is_marked_on_the_curves() {
    let mut sim = playing();
    set(&mut sim, "learningRate", "0.25");
    sim.settle();
    assert_eq!(run(&sim).spec.learning_rate, 0.25);
    assert!(!sim.session.training.differs());
    let Some(TrainCommand::Change { spec, .. }) = commands(&sim).last() else {
        panic!("the trainer was not told");
    };
    assert_eq!(*spec, run(&sim).spec);
    let [mark] = record(&sim).marks.as_slice() else {
        panic!("{:?}", record(&sim).marks);
    };
    assert_eq!(mark.step, 10);
    let text = setting_change(&mark.kind);
    assert!(text.starts_with("Learning rate"), "{text}");
    assert!(text.ends_with("→ 0.25"), "{text}");
    // The same value again is no change.
    let sent = commands(&sim).len();
    set(&mut sim, "learningRate", "0.250");
    assert_eq!(commands(&sim).len(), sent);
}

#[test]
fn other_fields_wait_for_a_reset_which_plays_on() {
    let mut sim = playing();
    set(&mut sim, "latent", "8");
    assert!(sim.session.training.differs());
    assert_ne!(run(&sim).spec.latent, 8);
    train(&mut sim, TrainEvent::Reset);
    sim.settle();
    assert_eq!(run(&sim).spec.latent, 8);
    assert!(!sim.session.training.differs());
    assert_eq!(state(&sim), RunState::Playing);
    assert!(record(&sim).rows.is_empty());
    assert_eq!(run(&sim).progress.step, 0);
}

#[test]
fn a_reset_that_fails_leaves_the_run_as_it_was() {
    let mut sim = playing();
    let before = run(&sim).clone();
    train(&mut sim, TrainEvent::Reset);
    sim.fail("Too large.");
    sim.settle();
    assert_eq!(*run(&sim), before);
    assert_eq!(state(&sim), RunState::Playing);
    assert_eq!(sim.alerts(), ["The run could not be made. Too large."]);
    // And one that was told to pause meanwhile does.
    train(&mut sim, TrainEvent::Reset);
    train(&mut sim, TrainEvent::Pause);
    sim.fail("Too large.");
    assert_eq!(state(&sim), RunState::Paused);
    assert_eq!(commands(&sim).last(), Some(&&TrainCommand::Pause));
}

#[test]
fn a_speed_is_sent_while_playing_and_with_the_next_play() {
    let mut sim = playing();
    train(&mut sim, TrainEvent::SetRate(Some(2.0)));
    let rate = Some(2.0);
    assert_eq!(commands(&sim).last(), Some(&&TrainCommand::Play { rate }));
    train(&mut sim, TrainEvent::SetRate(Some(f64::NAN)));
    assert_eq!(sim.session.training.rate, None);
}

#[test]
fn a_snapshot_is_taken_at_every_pause_and_while_playing_now_and_then() {
    let mut sim = playing();
    sim.pass(45);
    sim.settle();
    assert_eq!(record(&sim).snapshots.len(), 1);
    sim.train_on(5);
    train(&mut sim, TrainEvent::Pause);
    sim.settle();
    let steps: Vec<_> = record(&sim).snapshots.iter().map(|s| s.step).collect();
    assert_eq!(steps, [10, 15]);
    let asked = sim.store.asked.iter();
    let kept = asked.filter(|(command, _)| matches!(command, RunStoreCommand::Keep { .. }));
    assert_eq!(kept.count(), 2);
}

#[test]
fn going_back_to_a_snapshot_forgets_what_came_after_it() {
    let mut sim = with_snapshots();
    assert_eq!(record(&sim).rows.len(), 2);
    train(&mut sim, TrainEvent::Restore(10));
    assert_eq!(state(&sim), RunState::Starting);
    sim.settle();
    assert_eq!(state(&sim), RunState::Paused);
    assert_eq!(run(&sim).progress.step, 10);
    let steps: Vec<_> = record(&sim).rows.iter().map(|row| row.step).collect();
    assert_eq!(steps, [10]);
    assert_eq!(record(&sim).frames.last().expect("a frame").step, 10);
    assert_eq!(record(&sim).snapshots.last().expect("a snapshot").step, 10);
    // A step that there is no snapshot of is no step to go back to.
    let sent = commands(&sim).len();
    train(&mut sim, TrainEvent::Restore(20));
    assert_eq!(commands(&sim).len(), sent);
}

#[test]
fn the_timeline_shows_a_frame_until_the_run_goes_on() {
    let mut sim = with_snapshots();
    train(&mut sim, TrainEvent::ShowFrame(Some(0)));
    assert_eq!(run(&sim).grid().expect("a grid").step, 10);
    train(&mut sim, TrainEvent::ShowFrame(Some(99)));
    assert_eq!(run(&sim).shown, None);
    train(&mut sim, TrainEvent::ShowFrame(Some(0)));
    train(&mut sim, TrainEvent::Play);
    assert_eq!(run(&sim).grid().expect("a grid").step, 20);
}

#[test]
fn a_frame_stays_on_screen_when_the_timeline_is_thinned() {
    let mut sim = playing();
    for _ in 0..100 {
        sim.train_on(1);
    }
    train(&mut sim, TrainEvent::ShowFrame(Some(60)));
    let step = run(&sim).grid().expect("a grid").step;
    for _ in 0..300 {
        sim.train_on(1);
        let shown = run(&sim).grid().expect("a grid").step;
        assert!(shown.abs_diff(step) <= 4, "{shown} instead of {step}");
        assert!(record(&sim).frames.len() <= 120);
    }
}

#[test]
fn a_run_that_diverges_goes_back_to_its_last_snapshot_and_waits() {
    let mut sim = with_snapshots();
    train(&mut sim, TrainEvent::Play);
    let trainer = sim.trainer().expect("a trainer");
    let progress = TrainProgress {
        step: 33,
        halted: true,
        ..TrainProgress::default()
    };
    let update = TrainerUpdate::Progress { progress };
    sim.says(trainer, sim.update(update), None);
    sim.settle();
    assert_eq!(state(&sim), RunState::Paused);
    assert_eq!(run(&sim).progress.step, 20);
    assert!(sim.alerts()[0].contains("went back to step 20"));
}

#[test]
fn a_preset_that_is_picked_while_a_run_is_being_made_stays_picked() {
    let mut sim = Sim::on_cpu();
    let pick = |sim: &mut Sim, name: &str| {
        let name = name.to_owned();
        train(sim, TrainEvent::ChoosePreset(name));
    };
    pick(&mut sim, "gan-100");
    train(&mut sim, TrainEvent::Play);
    pick(&mut sim, "vae-100");
    sim.settle();
    assert_eq!(sim.session.training.preset, "vae-100");
    let vae = run_spec::preset("vae-100").expect("a preset").spec();
    assert_eq!(sim.session.training.draft, vae);
    assert_eq!(run(&sim).preset, "gan-100");
    assert!(sim.session.training.differs());
    // And a trainer that is started again goes on with the run, not with the form.
    sim.train_on(5);
    train(&mut sim, TrainEvent::Pause);
    sim.settle();
    sim.dies(sim.trainer().expect("a trainer"));
    sim.settle();
    assert_eq!(run(&sim).preset, "gan-100");
    assert_eq!(sim.session.training.preset, "vae-100");
}

#[test]
fn a_low_battery_pauses_once_and_whoever_plays_on_is_not_asked_again() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::LowBattery);
    assert!(sim.alerts().is_empty(), "nothing runs");
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    train(&mut sim, TrainEvent::LowBattery);
    sim.settle();
    assert_eq!(state(&sim), RunState::Paused);
    let said = ["The battery is low, so training waits. Press Play to go on anyway."];
    assert_eq!(sim.alerts(), said);
    train(&mut sim, TrainEvent::Play);
    train(&mut sim, TrainEvent::LowBattery);
    assert_eq!(state(&sim), RunState::Playing);
    assert_eq!(sim.alerts(), said);
}

#[test]
fn a_battery_that_runs_low_in_a_hidden_tab_keeps_the_run_paused() {
    let mut sim = playing();
    train(&mut sim, TrainEvent::Hidden(true));
    train(&mut sim, TrainEvent::LowBattery);
    train(&mut sim, TrainEvent::Hidden(false));
    sim.settle();
    assert_eq!(state(&sim), RunState::Paused);
    assert_eq!(sim.alerts().len(), 1);
}

#[test]
fn a_lost_gpu_goes_on_with_the_cpu() {
    let mut sim = Sim::on_webgpu();
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    sim.train_on(4);
    let trainer = sim.trainer().expect("a trainer");
    assert_eq!(sim.alive[&trainer], EngineKind::WebGpu);
    let reason = "gone".to_owned();
    sim.says(
        trainer,
        FromEngine::DeviceLost {
            reason: reason.into(),
        },
        None,
    );
    sim.settle();
    let trainer = sim.trainer().expect("a trainer");
    assert_eq!(sim.alive[&trainer], EngineKind::Cpu);
    assert_eq!(state(&sim), RunState::Playing);
    assert!(sim.alerts()[0].starts_with("The GPU was lost, so training goes on with the CPU"));
}

#[test]
fn a_hidden_tab_pauses_and_goes_on_when_it_is_seen() {
    let mut sim = playing();
    train(&mut sim, TrainEvent::Hidden(true));
    sim.settle();
    assert_eq!(state(&sim), RunState::Paused);
    train(&mut sim, TrainEvent::Hidden(false));
    assert_eq!(state(&sim), RunState::Playing);
    // One that was paused stays so.
    train(&mut sim, TrainEvent::Pause);
    train(&mut sim, TrainEvent::Hidden(true));
    train(&mut sim, TrainEvent::Hidden(false));
    assert_eq!(state(&sim), RunState::Paused);
}

#[test]
fn explore_follows_the_model_that_is_being_trained() {
    let mut sim = playing();
    let trainer = sim.trainer().expect("a trainer");
    let weights = |sim: &mut Sim, step| {
        let update = TrainerUpdate::Weights { id: None, step };
        sim.says(trainer, sim.update(update), Some(vec![16]));
    };
    weights(&mut sim, 10);
    let listed = sim
        .session
        .models
        .list
        .iter()
        .find(|model| model.id == LIVE_MODEL);
    let listed = listed.expect("it is listed");
    let title = models::title(&listed.id, &listed.title, &listed.origin);
    assert_eq!(title, "The model in training");
    sim.send(SessionEvent::ChooseModel(LIVE_MODEL.to_owned()));
    sim.settle();
    assert_eq!(
        sim.session.models.on_screen.as_ref().expect("a model").id,
        LIVE_MODEL
    );
    assert_eq!(sim.session.view.point.len(), 16);
    weights(&mut sim, 20);
    sim.settle();
    assert_eq!(
        sim.session.models.on_screen.as_ref().expect("a model").id,
        LIVE_MODEL
    );
}

#[test]
fn only_a_trainer_on_the_cpu_has_threads_and_the_page_says_how_many() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::Threads(4));
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    let trainer = sim.trainer().expect("a trainer");
    for (worker, threads) in &sim.threads {
        assert_eq!(*threads, if *worker == trainer { 4 } else { 1 });
    }
    assert_eq!(trains_on(sim.session.trains_on()), "CPU, 4 threads");

    let mut sim = Sim::on_webgpu();
    train(&mut sim, TrainEvent::Threads(4));
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    assert!(sim.threads.values().all(|threads| *threads == 1));
    assert_eq!(trains_on(sim.session.trains_on()), "WebGPU");
}

#[test]
fn threads_that_cannot_be_started_give_way_to_one_and_the_run_begins() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::Threads(4));
    train(&mut sim, TrainEvent::Play);
    let trainer = sim.trainer().expect("a trainer");
    let reason = "None to be had.".into();
    sim.says(trainer, FromEngine::Unavailable { reason }, None);
    sim.settle();
    let trainer = sim.trainer().expect("a trainer");
    assert_eq!(sim.threads[&trainer], 1);
    assert_eq!(state(&sim), RunState::Playing);
    assert!(sim.alerts()[0].starts_with("Training on several threads could not start"));
}

#[test]
fn a_score_of_factors_is_of_the_state_that_it_was_measured_of() {
    let mut sim = with_snapshots();
    let score = Disentanglement {
        images: 1_000,
        factors: Vec::new(),
    };
    let trainer = sim.trainer().expect("a trainer");
    let step = 20;
    let update = TrainerUpdate::Disentanglement {
        step,
        score: score.clone(),
    };
    sim.says(trainer, sim.update(update), None);
    assert_eq!(run(&sim).disentanglement, Some((20, score)));
    train(&mut sim, TrainEvent::Restore(10));
    sim.settle();
    assert_eq!(run(&sim).disentanglement, None);
}
