//! Runs that are trained to be compared: whose turn it is, what becomes of figures, and what goes wrong.

use std::sync::Arc;

use evaluation::{EvaluationColumn, RunOutcome};
use protocol::{
    ComparedRun, EngineError, FromEngine, RequestId, RoomError, RunBudget, RunId, RunMeasurement,
    RunUpdate, ToEngine, TrainCommand, TrainerUpdate, WorkerRole,
};
use run_spec::{COMPARISON_FAMILIES, DatasetId};
use session::{
    ComparedRunPhase, ComparisonPlan, EvaluationJob, HostCommand, RunComparisonInput,
    RunComparisonState, RunState, SessionEvent, TrainEvent,
};

use crate::sim::Sim;

pub const COLUMNS: usize = EvaluationColumn::ALL.len();

/// Engines of compared runs answer when a test lets them.
pub fn act(sim: &mut Sim, input: RunComparisonInput) {
    sim.send(SessionEvent::Explore(input.into()));
}

pub fn state(sim: &Sim) -> &RunComparisonState {
    let shown = sim.session.tools.own.run_comparison.shown();
    shown.expect("something was chosen")
}

pub fn phases(sim: &Sim) -> Vec<ComparedRunPhase> {
    let runs = state(sim).runs.iter();
    runs.map(|run| run.phase.clone()).collect()
}

/// A comparison of the first families.
fn begun(families: usize, seeds: u32) -> Sim {
    let mut sim = Sim::on_cpu();
    let plan = ComparisonPlan {
        data: DatasetId::Strokes,
        families: COMPARISON_FAMILIES[..families].to_vec(),
        budget: RunBudget::Steps(8),
        seeds,
    };
    act(&mut sim, RunComparisonInput::Choose(Box::new(plan)));
    act(&mut sim, RunComparisonInput::Begin);
    sim
}

/// The newest order to train a run: its worker, its id and the run.
pub fn order(sim: &Sim) -> (u64, RequestId, ComparedRun) {
    let orders = sim.log.iter().rev();
    let mut orders = orders.filter_map(|letter| match &letter.message {
        ToEngine::Train {
            command: TrainCommand::TrainCompared { id, run },
            ..
        } => Some((letter.worker, *id, run.clone())),
        _ => None,
    });
    orders.next().expect("a run is to be trained")
}

pub fn orders(sim: &Sim) -> usize {
    let is_order = |message: &ToEngine| {
        matches!(
            message,
            ToEngine::Train {
                command: TrainCommand::TrainCompared { .. },
                ..
            }
        )
    };
    sim.log
        .iter()
        .filter(|letter| is_order(&letter.message))
        .count()
}

fn say(sim: &mut Sim, worker: u64, update: TrainerUpdate, payload: Option<Vec<u8>>) {
    let update = RunUpdate {
        run: RunId::NONE,
        update,
    };
    let message = FromEngine::Training {
        update: update.into(),
    };
    sim.says(worker, message, payload);
}

fn measurement(checkpoint: u32) -> RunMeasurement {
    let real = usize::from(checkpoint == 1);
    RunMeasurement {
        checkpoint,
        step: 2 * checkpoint,
        seconds: 0.5 * f64::from(checkpoint),
        negative_elbo: Some(100.0 - f64::from(checkpoint)),
        bits_per_image: (checkpoint == 4).then_some(40.0),
        image: [2, 3, 1],
        drawn: 2,
        reconstructed: 1,
        held_out: real,
        training: real,
    }
}

/// The trainer reaches stops of the newest run.
pub fn reach(sim: &mut Sim, stops: std::ops::RangeInclusive<u32>) {
    let (worker, id, _) = order(sim);
    for checkpoint in stops {
        let measurement = measurement(checkpoint);
        let bytes = measurement.payload_bytes().expect("few");
        let update = TrainerUpdate::RunMeasured { id, measurement };
        say(sim, worker, update, Some(vec![9; bytes]));
    }
}

pub fn job(sim: &Sim) -> Arc<EvaluationJob> {
    state(sim).job.clone().expect("pictures are measured")
}

/// The worker that measures answers: each figure is `value`, at the last stop.
pub fn answer(sim: &mut Sim, value: f64) {
    let job = job(sim);
    let mut figures = vec![f64::NAN; COLUMNS * (job.stops.len() + 1)];
    let last = figures.len() - COLUMNS;
    figures[last..].fill(value);
    let number = job.number;
    act(sim, RunComparisonInput::Evaluated { number, figures });
}

pub fn diverge(sim: &mut Sim) {
    let (worker, id, _) = order(sim);
    let error = EngineError::Rooms(RoomError::RunDiverged.into());
    sim.says(worker, FromEngine::Failed { id, error }, None);
}

#[test]
fn every_family_is_trained_once_before_one_is_trained_again_each_by_a_worker_of_its_own() {
    let mut sim = begun(2, 2);
    let mut trained = Vec::new();
    let mut workers = Vec::new();
    for value in [1.0, 2.0, 3.0, 4.0] {
        let (worker, _, run) = order(&sim);
        assert_eq!(sim.roles[&worker], WorkerRole::Trainer);
        assert_eq!(
            (run.checkpoints, run.budget),
            (4, Some(RunBudget::Steps(8)))
        );
        trained.push((run.spec.model, run.spec.seed));
        assert_eq!(run.spec.data, DatasetId::Strokes);
        reach(&mut sim, 1..=4);
        assert!(!sim.alive.contains_key(&worker), "it ends with its run");
        assert_eq!(job(&sim).stops.len(), 4);
        workers.push(worker);
        answer(&mut sim, value);
    }
    let [ae, vae] = [0, 1].map(|at: usize| COMPARISON_FAMILIES[at].model);
    assert_eq!(trained, [(ae, 1), (vae, 1), (ae, 2), (vae, 2)]);
    workers.dedup();
    assert_eq!(workers.len(), 4);
    assert!(!state(&sim).is_running());
    assert_eq!(phases(&sim), vec![ComparedRunPhase::Done; 4]);

    let table = state(&sim).table();
    assert_eq!(table.rows.len(), 16, "a row for each run and stop");
    assert_eq!(table.stops(), [25, 50, 75, 100]);
    let summary = table.summary("ae", 100).expect("two runs");
    let distance = summary.value(EvaluationColumn::FrechetDistance);
    // 1 and 3: their standard error is 1.
    let distance = distance.expect("two figures");
    assert_eq!((distance.mean, distance.standard_error), (2.0, Some(1.0)));
    let steps = summary
        .value(EvaluationColumn::Steps)
        .expect("the trainer's");
    assert_eq!(steps.mean, 8.0);
    let elbo = summary.value(EvaluationColumn::NegativeElbo);
    assert_eq!(elbo.expect("the trainer's").mean, 96.0);
    let bits = summary.value(EvaluationColumn::BitsPerImage);
    assert_eq!(bits.expect("the trainer's").mean, 40.0);
}

#[test]
fn the_same_plan_asks_for_the_same_runs() {
    let asked = || {
        let mut sim = begun(1, 1);
        let (_, _, run) = order(&sim);
        reach(&mut sim, 1..=4);
        run
    };
    assert_eq!(asked(), asked());
}

#[test]
fn a_run_that_diverges_is_marked_keeps_its_stops_and_the_rest_goes_on() {
    let mut sim = begun(2, 1);
    reach(&mut sim, 1..=2);
    diverge(&mut sim);
    assert_eq!(phases(&sim)[0], ComparedRunPhase::Measuring);
    answer(&mut sim, 5.0);
    assert_eq!(phases(&sim)[0], ComparedRunPhase::Diverged);
    diverge(&mut sim);
    assert_eq!(phases(&sim)[1], ComparedRunPhase::Diverged);
    assert!(!state(&sim).is_running());
    let table = state(&sim).table();
    let stops: Vec<_> = table
        .rows
        .iter()
        .map(|row| (row.stop, row.outcome))
        .collect();
    assert_eq!(
        stops,
        [
            (25, RunOutcome::Measured),
            (50, RunOutcome::Measured),
            (100, RunOutcome::Diverged),
            (100, RunOutcome::Diverged)
        ]
    );
    let summary = table.summary("ae", 100).expect("it ended");
    assert_eq!((summary.runs, summary.diverged), (1, 1));
    assert_eq!(summary.value(EvaluationColumn::Sharpness), None);
}

#[test]
fn a_worker_that_dies_takes_its_run_along_and_no_other() {
    let mut sim = begun(2, 1);
    let (worker, _, _) = order(&sim);
    let reason = "trapped".to_owned();
    sim.send(SessionEvent::WorkerDied { worker, reason });
    assert!(matches!(phases(&sim)[0], ComparedRunPhase::Failed(_)));
    assert_eq!(phases(&sim)[1], ComparedRunPhase::Training);
    assert_eq!(orders(&sim), 2);
    assert!(sim.session.alerts().is_empty(), "the room says it");
}

#[test]
fn a_silent_worker_is_given_up_and_a_tab_that_slept_gives_it_more_time() {
    let mut sim = begun(2, 1);
    let mut now = 0.0;
    let mut wait = |sim: &mut Sim, seconds: usize| {
        for _ in 0..seconds {
            now += 1000.0;
            act(sim, RunComparisonInput::Tick(now));
        }
        now += 1e6;
    };
    wait(&mut sim, 170);
    wait(&mut sim, 170);
    assert_eq!(phases(&sim)[0], ComparedRunPhase::Training);
    let (worker, id, _) = order(&sim);
    wait(&mut sim, 200);
    assert!(matches!(phases(&sim)[0], ComparedRunPhase::Failed(_)));
    assert!(!sim.alive.contains_key(&worker));
    // What it says in the end is not heard any more.
    let (step, seconds) = (7, 1.0);
    let late = TrainerUpdate::ComparedProgress { id, step, seconds };
    say(&mut sim, worker, late, None);
    assert!(state(&sim).runs.iter().all(|run| run.step == 0));
}

#[test]
fn what_is_stopped_keeps_the_rows_so_far_and_late_answers_change_nothing() {
    let mut sim = begun(3, 1);
    reach(&mut sim, 1..=4);
    answer(&mut sim, 1.0);
    reach(&mut sim, 1..=4);
    let late = job(&sim);
    act(&mut sim, RunComparisonInput::Stop);
    let stopped = ComparedRunPhase::Stopped;
    let expected = [ComparedRunPhase::Done, stopped.clone(), stopped];
    assert_eq!(phases(&sim), expected);
    assert_eq!(state(&sim).table().rows.len(), 4);
    let before = state(&sim).clone();
    let figures = vec![2.0; COLUMNS * 5];
    let number = late.number;
    act(&mut sim, RunComparisonInput::Evaluated { number, figures });
    assert_eq!(state(&sim), &before);
    assert_eq!(orders(&sim), 2);

    // Another comparison begins anew, and hears nothing of the one before.
    act(&mut sim, RunComparisonInput::Begin);
    let (worker, id, _) = order(&sim);
    act(&mut sim, RunComparisonInput::EvaluationFailed { number });
    assert_eq!(phases(&sim)[0], ComparedRunPhase::Training);
    let (step, seconds) = (3, 0.25);
    let update = TrainerUpdate::ComparedProgress { id, step, seconds };
    say(&mut sim, worker, update, None);
    assert_eq!(state(&sim).runs[0].step, 3);
    act(&mut sim, RunComparisonInput::Begin);
    assert!(!sim.alive.contains_key(&worker), "one run at a time");
    assert_eq!(state(&sim).runs[0].step, 0);
}

#[test]
fn pictures_that_do_not_fit_or_cannot_be_measured_fail_their_run_only() {
    let mut sim = begun(2, 1);
    let (worker, id, _) = order(&sim);
    let measurement = measurement(1);
    let update = TrainerUpdate::RunMeasured { id, measurement };
    say(&mut sim, worker, update, Some(vec![0; 5]));
    assert!(matches!(phases(&sim)[0], ComparedRunPhase::Failed(_)));
    reach(&mut sim, 1..=4);
    let number = job(&sim).number;
    let figures = vec![1.0; 3];
    act(&mut sim, RunComparisonInput::Evaluated { number, figures });
    assert_eq!(phases(&sim)[1], ComparedRunPhase::Unmeasured);
    // What the trainer measured is kept.
    let seconds = state(&sim).runs[1]
        .stops
        .last()
        .expect("four stops")
        .1
        .get(EvaluationColumn::Seconds);
    assert_eq!(seconds, Some(2.0));
}

#[test]
fn the_train_rooms_run_goes_on_and_begins_beside_a_comparison() {
    let mut sim = Sim::on_cpu();
    sim.send(SessionEvent::Train(TrainEvent::Play));
    sim.settle();
    let (run, trainer) = (sim.session.training.run.clone(), sim.session.training.state);
    assert_eq!(trainer, RunState::Playing);
    act(&mut sim, RunComparisonInput::Begin);
    reach(&mut sim, 1..=4);
    answer(&mut sim, 1.0);
    assert_eq!(sim.session.training.run, run);
    sim.send(SessionEvent::Train(TrainEvent::Reset));
    sim.settle();
    assert_eq!(phases(&sim)[1], ComparedRunPhase::Training);
    act(&mut sim, RunComparisonInput::Stop);
    assert_eq!(sim.session.training.state, RunState::Playing);
}

#[test]
fn a_plan_is_brought_back_to_what_can_be_done_and_none_without_families_begins() {
    let mut sim = Sim::on_cpu();
    let plan = ComparisonPlan {
        families: vec![
            COMPARISON_FAMILIES[2],
            COMPARISON_FAMILIES[0],
            COMPARISON_FAMILIES[2],
        ],
        budget: RunBudget::Seconds(0),
        seeds: 99,
        ..ComparisonPlan::default()
    };
    act(&mut sim, RunComparisonInput::Choose(Box::new(plan)));
    let plan = state(&sim).plan.clone();
    assert_eq!(
        plan.families,
        [COMPARISON_FAMILIES[0], COMPARISON_FAMILIES[2]]
    );
    assert_eq!(plan.budget, RunBudget::Seconds(1));
    assert_eq!(plan.seeds, ComparisonPlan::MOST_SEEDS);
    let none = ComparisonPlan {
        families: Vec::new(),
        ..plan
    };
    act(&mut sim, RunComparisonInput::Choose(Box::new(none)));
    act(&mut sim, RunComparisonInput::Begin);
    assert_eq!(orders(&sim), 0);
    assert!(!state(&sim).is_running());
}

#[test]
fn the_file_has_a_line_for_each_run_and_stop() {
    let mut sim = begun(1, 1);
    reach(&mut sim, 1..=4);
    answer(&mut sim, 0.5);
    act(&mut sim, RunComparisonInput::TakeCsv);
    let Some(HostCommand::Save { name, bytes, .. }) = sim.handed.last() else {
        panic!("a file");
    };
    assert_eq!(name, "strokes-comparison.csv");
    let text = std::str::from_utf8(bytes).expect("text");
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 5);
    assert!(lines[0].starts_with("family,seed,stop,outcome,reconstruction-error"));
    assert!(
        lines[4].starts_with("ae,1,100,measured,0.5"),
        "{}",
        lines[4]
    );
}
