//! How each kind of task of a lesson is done: by what a visitor can do and what workers answer.

use lesson::StepTask;
use protocol::{GatheredPictures, RunFinding, StepPart, TrainProgress, TrainerUpdate};
use run_spec::{LossName, ModeCoverage, PictureFit, PictureOptions};
use session::{
    ExploreEvent, ExploreTool, PictureEvent, PictureStoreReply, RunState, RunStoreReply,
    SessionEvent, TrainEvent,
};

use crate::brought_image::drawing;
use crate::lessons::place_of;
use crate::sim::Sim;
use crate::sim_trainer::SHEET;

fn go(sim: &mut Sim, point: &[f32]) {
    let mut whole = sim.session.view.point.clone();
    whole[..point.len()].copy_from_slice(point);
    sim.send(SessionEvent::SetPoint(whole));
    sim.settle();
}

pub fn train(sim: &mut Sim, event: TrainEvent) {
    sim.send(SessionEvent::Train(event));
    sim.settle();
}

pub fn play(sim: &mut Sim, steps: u32) {
    if sim.session.training.state != RunState::Playing {
        train(sim, TrainEvent::Play);
    }
    sim.train_on(steps);
    sim.settle();
}

/// What a trainer is to report: of a step, and of generated points.
#[derive(Default)]
struct WantedReport {
    progress: Option<TrainProgress>,
    coverage: Option<ModeCoverage>,
}

impl WantedReport {
    /// Adds what a task asks for; whether it is one that a report solves.
    fn add(&mut self, task: &StepTask) -> bool {
        let mut progress = self.progress.take().unwrap_or_default();
        let mut coverage = self.coverage.take().unwrap_or_default();
        let (mut is_of_step, mut is_of_points) = (true, false);
        match task {
            StepTask::ScoresTogether { within } => {
                progress.real_mean = Some(0.5);
                progress.fake_mean = Some(0.5 + within / 2.0);
            }
            StepTask::ScoresApart { by } => {
                progress.real_mean = Some(by + 0.3);
                progress.fake_mean = Some(0.3 - 1e-9);
            }
            StepTask::Unused { below, count } => {
                let each = vec![below / 2.0; *count];
                progress.kl_per_dimension.extend(each);
            }
            StepTask::Used { above, count } => {
                let each = vec![above * 2.0; *count];
                progress.kl_per_dimension.extend(each);
            }
            StepTask::Finding { finding: kind } => progress.findings.push(finding(kind)),
            StepTask::Modes { reached } | StepTask::ModesMissed { reached } => {
                (is_of_step, is_of_points) = (false, true);
                (coverage.of, coverage.reached) = (8, *reached);
            }
            StepTask::HighQuality { above: share } | StepTask::HighQualityLost { below: share } => {
                (is_of_step, is_of_points) = (false, true);
                coverage.high_quality = *share;
            }
            _ => is_of_step = false,
        }
        let is_empty = progress == TrainProgress::default();
        self.progress = Some(progress).filter(|_| is_of_step || !is_empty);
        let is_empty = coverage == ModeCoverage::default();
        self.coverage = Some(coverage).filter(|_| is_of_points || !is_empty);
        is_of_step || is_of_points
    }

    /// The trainer takes a step, and reports this of it.
    fn send(self, sim: &mut Sim) {
        play(sim, 1);
        let step = sim.steps;
        if let Some(progress) = self.progress {
            let progress = TrainProgress { step, ..progress };
            says(sim, TrainerUpdate::Progress { progress }, None);
        }
        if let Some(coverage) = self.coverage {
            let TrainerUpdate::Quality { mut quality } = sim.quality(0) else {
                unreachable!("a measurement")
            };
            quality.coverage = Some(coverage);
            says(sim, TrainerUpdate::Quality { quality }, None);
        }
    }
}

fn finding(kind: &str) -> RunFinding {
    let value = 0.0;
    match kind {
        "diverged" => RunFinding::Diverged {
            loss: LossName::Discriminator,
            value,
        },
        "mode-collapse" => RunFinding::ModeCollapse { share: value },
        "parts-missed" => RunFinding::PartsMissed {
            reached: 1,
            of: 8,
            parts: "modes".to_owned(),
        },
        "discriminator-wins" => RunFinding::DiscriminatorWins {
            real: 1.0,
            fake: value,
        },
        "vanishing-gradient" => RunFinding::VanishingGradient {
            norm: value,
            share: value,
        },
        "posterior-collapse" => RunFinding::PosteriorCollapse {
            unused: 2,
            dimensions: 2,
            kl: value,
        },
        other => panic!("there is no finding {other}"),
    }
}

/// The visitor draws so many pictures and keeps them; the trainer finds them all.
pub fn bring_pictures(sim: &mut Sim, count: usize) {
    let gathered = GatheredPictures {
        count,
        options: PictureOptions {
            height: 28,
            width: 28,
            fit: PictureFit::Crop,
            colour: false,
            invert: false,
            threshold: None,
        },
        shown: 1,
        sheet: SHEET,
        classes: Vec::new(),
        left_out: Vec::new(),
    };
    store_says(sim, PictureStoreReply::Gathered(gathered), &[0; 4]);
    train(sim, TrainEvent::Pictures(PictureEvent::Keep));
    sim.images_in_file = count;
    store_says(sim, PictureStoreReply::Kept("Ours".to_owned()), b"a set");
    sim.settle();
    dismiss(sim);
}

fn store_says(sim: &mut Sim, reply: PictureStoreReply, payload: &[u8]) {
    sim.store_says(&RunStoreReply::Pictures(reply), vec![payload.into()]);
}

/// Takes note of what was said.
fn dismiss(sim: &mut Sim) {
    let alerts = sim.session.alerts().iter();
    for id in alerts.map(|alert| alert.id).collect::<Vec<_>>() {
        sim.send(SessionEvent::Dismiss(id));
    }
}

/// The trainer hands out weights, so that Explore can open what it trains.
pub fn give_weights(sim: &mut Sim) {
    let (step, latent) = (sim.steps, sim.spec.latent as u8);
    let weights = TrainerUpdate::Weights { id: None, step };
    says(sim, weights, Some(vec![latent]));
}

fn says(sim: &mut Sim, update: TrainerUpdate, payload: Option<Vec<u8>>) {
    let trainer = sim.trainer().expect("a trainer");
    sim.says(trainer, sim.update(update), payload);
    sim.settle();
}

/// Does what a task asks: first what the visitor does, then what the trainer reports.
pub fn solve(sim: &mut Sim, task: &StepTask) {
    let mut report = WantedReport::default();
    let mut is_reported = false;
    for part in task.parts() {
        if report.add(part) {
            is_reported = true;
        } else {
            act(sim, part);
        }
    }
    if is_reported {
        report.send(sim);
    }
}

/// Does what a single task asks of the visitor.
fn act(sim: &mut Sim, task: &StepTask) {
    match task {
        StepTask::Near { z, .. } => go(sim, z),
        StepTask::Digit { digit } => go(sim, &place_of(*digit)),
        StepTask::Digits { count } => {
            for digit in 0..*count {
                go(sim, &place_of(digit as u8));
            }
        }
        StepTask::Beyond { distance } => go(sim, &[*distance, 0.1]),
        StepTask::Walked { distance } => {
            for at in 0..=distance.ceil() as usize {
                go(sim, &[(at % 2) as f32 * 2.0]);
            }
        }
        StepTask::Pins { count } => {
            for pin in 0..*count {
                go(sim, &place_of(pin as u8));
                sim.send(SessionEvent::Explore(ExploreEvent::Pin(pin)));
            }
        }
        StepTask::Path { along } => {
            let kind = match along.as_str() {
                "sphere" => session::PathKind::Spherical,
                _ => session::PathKind::Linear,
            };
            for event in [
                ExploreEvent::Open(ExploreTool::Paths),
                ExploreEvent::SetPath(kind),
                ExploreEvent::SetAlong(0.3),
                ExploreEvent::SetAlong(0.6),
            ] {
                sim.send(SessionEvent::Explore(event));
                sim.settle();
            }
        }
        StepTask::Direction { direction, by } => {
            let directions = sim.session.models.directions();
            let found = directions.iter().find(|it| it.id == *direction);
            let z = found.expect("a direction of the card").z.clone();
            let point = sim.session.view.point.iter().zip(&z);
            let point: Vec<f32> = point.map(|(point, z)| point + by * 1.01 * z).collect();
            go(sim, &point);
        }
        StepTask::Steps { count } => play(sim, *count),
        StepTask::Field { field, is } => train(
            sim,
            TrainEvent::SetField {
                id: field.clone(),
                text: is.clone(),
            },
        ),
        StepTask::Formula => {
            let twice = ExploreEvent::Evaluate("2 here".to_owned());
            sim.send(SessionEvent::Explore(twice));
            sim.settle();
        }
        StepTask::Traced => train(sim, TrainEvent::TraceStep(StepPart::Whole)),
        StepTask::Pictures { count } => bring_pictures(sim, *count),
        StepTask::Encoded => {
            sim.send(SessionEvent::Explore(ExploreEvent::Open(
                ExploreTool::Encode,
            )));
            sim.send(SessionEvent::Explore(drawing()));
            sim.settle();
        }
        reported => unreachable!("{reported:?} is what a trainer reports, or several tasks"),
    }
}
