//! Whether a step's task is solved: a check over the state, evaluated after everything that happens.

use lesson::StepTask;
use run_spec::{RunFinding, SpecField};

use super::facts::LearnFacts;
use super::state::{LearnRoom, OpenLesson, StepStart};
use crate::address_part::address_part;
use crate::models::Models;
use crate::room::Room;
use crate::tools::PathKind;
use crate::training::{RunState, ShownRun};

/// How far a point must have gone to have gone anywhere.
const MOVED: f32 = 0.05;

impl LearnRoom {
    /// Looks at what happened.
    pub(super) fn watch(&mut self, facts: &LearnFacts) {
        let Some(open) = &mut self.open else { return };
        if let Some(now) = facts.now {
            open.spend(now, facts.training.is_hidden());
        }
        if let Some(begun) = &mut open.begun {
            begun.follow(facts);
        } else if open.is_set_up(facts) {
            open.begun = Some(StepStart::now(facts));
        } else {
            return;
        }
        let is_done = open.done.get(open.step).copied().unwrap_or(true);
        if !is_done && open.is_solved(facts) {
            open.done[open.step] = true;
        }
    }
}

impl OpenLesson {
    /// Whether the step's place is there: its model on screen, or the form's run made. Where the run takes
    /// pictures of the visitor's, bringing them comes first.
    fn is_set_up(&self, facts: &LearnFacts) -> bool {
        let (models, training) = (facts.models, facts.training);
        match self.stage {
            Room::Train => {
                let is_made = !training.differs() || training.lacks_images();
                training.state != RunState::Starting && is_made
            }
            _ => {
                let wanted = address_part(&self.set_up, "model");
                let is_wanted = wanted.is_none_or(|id| id == models.chosen);
                let is_shown = models.shown_id() == Some(&models.chosen);
                is_wanted && is_shown && !facts.tools.awaits_place()
            }
        }
    }

    fn is_solved(&self, facts: &LearnFacts) -> bool {
        let task = self.now().and_then(|step| step.task.as_ref());
        let (Some(task), Some(begun)) = (task, &self.begun) else {
            return false;
        };
        let mut parts = task.parts().iter();
        parts.all(|part| is_solved(part, begun, facts))
    }
}

impl StepStart {
    fn now(facts: &LearnFacts) -> Self {
        let point = facts.view.point.clone();
        Self {
            last: point.clone(),
            point,
            walked: 0.0,
            digits: [false; 10],
            run_step: facts.training.run.as_ref().map_or(0, step_of),
            along: false,
            formulas: facts.tools.formula.worked_out,
            pictures: facts.tools.brought,
            choices: facts.training.pictures.choices,
        }
    }

    /// Keeps account of where the point and the run went.
    fn follow(&mut self, facts: &LearnFacts) {
        let point = &facts.view.point;
        if *point != self.last {
            if point.len() == self.last.len() {
                self.walked += distance(point, &self.last);
            }
            self.last.clone_from(point);
            self.along |= facts.tools.path.at.is_some();
            if let Some((digit, _)) = nearest(facts.models, point)
                && let Some(met) = self.digits.get_mut(usize::from(digit))
            {
                *met = true;
            }
        }
        // A run that began anew counts from its beginning.
        let step = facts.training.run.as_ref().map_or(0, step_of);
        self.run_step = self.run_step.min(step);
    }
}

fn step_of(run: &ShownRun) -> u32 {
    run.progress.step
}

fn distance(a: &[f32], b: &[f32]) -> f32 {
    let squares = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b));
    squares.sum::<f32>().sqrt()
}

fn norm(point: &[f32]) -> f32 {
    point.iter().map(|z| z * z).sum::<f32>().sqrt()
}

/// The digit of the encoded image whose posterior mean is nearest to a point, and how far that is.
pub(super) fn nearest(models: &Models, point: &[f32]) -> Option<(u8, f32)> {
    let points = models.points.as_ref()?;
    if points.latent != point.len() || points.latent == 0 {
        return None;
    }
    let means = points.means.chunks_exact(points.latent);
    let distances = means.zip(&points.labels);
    let distances = distances.map(|(mean, label)| (*label, distance(mean, point)));
    distances.min_by(|(_, a), (_, b)| a.total_cmp(b))
}

fn is_solved(task: &StepTask, begun: &StepStart, facts: &LearnFacts) -> bool {
    let point = &facts.view.point;
    let run = facts.training.run.as_ref();
    let coverage = || {
        let quality = run?.plane.runs.first()?.quality()?;
        let measured_now = quality.step > begun.run_step;
        quality.coverage.as_ref().filter(|_| measured_now)
    };
    // What was so before the step is none of its.
    let stepped = run.filter(|run| step_of(run) > begun.run_step);
    let scores = || {
        let progress = &stepped?.progress;
        progress.real_mean.zip(progress.fake_mean)
    };
    let carries = |holds: &dyn Fn(f32) -> bool| {
        let each = stepped.map_or(&[][..], |run| &run.progress.kl_per_dimension);
        each.iter().filter(|kl| holds(**kl)).count()
    };
    match task {
        StepTask::Near { z, within } => {
            begun.walked > MOVED && z.len() == point.len() && distance(z, point) <= *within
        }
        StepTask::Digit { digit } => {
            let found = nearest(facts.models, point).map(|(digit, _)| digit);
            begun.walked > MOVED && found == Some(*digit)
        }
        StepTask::Digits { count } => begun.digits.iter().filter(|met| **met).count() >= *count,
        StepTask::Beyond { distance } => begun.walked > MOVED && norm(point) >= *distance,
        StepTask::Walked { distance } => begun.walked >= *distance,
        StepTask::Pins { count } => facts.tools.pins.iter().flatten().count() >= *count,
        StepTask::Path { along } => {
            let kind = match along.as_str() {
                "sphere" => PathKind::Spherical,
                _ => PathKind::Linear,
            };
            begun.along && facts.tools.path.kind == kind && facts.tools.path.at.is_some()
        }
        StepTask::Direction { direction, by } => {
            let moved = along(facts.models, direction, begun, point);
            moved.is_some_and(|moved| moved * by.signum() >= by.abs())
        }
        StepTask::Formula => {
            begun.walked > MOVED && facts.tools.formula.worked_out > begun.formulas
        }
        StepTask::Encoded => {
            let input = facts.tools.input.as_ref();
            let is_encoded = input.is_some_and(|input| input.posterior.is_some());
            is_encoded && facts.tools.brought > begun.pictures
        }
        StepTask::Steps { count } => {
            run.is_some_and(|run| step_of(run) >= begun.run_step.saturating_add(*count))
        }
        StepTask::Modes { reached } => coverage().is_some_and(|it| it.reached >= *reached),
        StepTask::ModesMissed { reached } => coverage().is_some_and(|it| it.reached <= *reached),
        StepTask::HighQuality { above } => coverage().is_some_and(|it| it.high_quality >= *above),
        StepTask::HighQualityLost { below } => {
            coverage().is_some_and(|it| it.high_quality <= *below)
        }
        StepTask::ScoresTogether { within } => {
            scores().is_some_and(|(real, fake)| (real - fake).abs() <= *within)
        }
        StepTask::ScoresApart { by } => scores().is_some_and(|(real, fake)| real - fake >= *by),
        StepTask::Unused { below, count } => carries(&|kl| kl < *below) >= *count,
        StepTask::Used { above, count } => carries(&|kl| kl > *above) >= *count,
        StepTask::Field { field, is } => {
            let field = SpecField::named(field);
            field.is_some_and(|field| field.get(facts.training.spec()) == *is)
        }
        StepTask::Finding { finding } => {
            let found = stepped.map_or(&[][..], |run| &run.progress.findings);
            let mut found = found.iter().map(RunFinding::kind);
            found.any(|name| name == finding)
        }
        StepTask::Traced => stepped.is_some() && facts.training.anatomy.is_some(),
        StepTask::Pictures { count } => {
            let pictures = &facts.training.pictures;
            pictures.choices > begun.choices && pictures.chosen_count >= *count
        }
        StepTask::All(parts) => parts.iter().all(|part| is_solved(part, begun, facts)),
    }
}

/// How far the point went along a direction of the model's card, in the direction's own unit.
fn along(models: &Models, id: &str, begun: &StepStart, point: &[f32]) -> Option<f32> {
    let mut directions = models.directions().iter();
    let z = &directions.find(|direction| direction.id == id)?.z;
    if z.len() != point.len() || begun.point.len() != point.len() {
        return None;
    }
    let went = point.iter().zip(&begun.point).map(|(to, from)| to - from);
    let dot: f32 = went.zip(z).map(|(went, z)| went * z).sum();
    let square: f32 = z.iter().map(|z| z * z).sum();
    (square > 0.0).then(|| dot / square)
}
