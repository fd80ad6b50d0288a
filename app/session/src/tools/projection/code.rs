//! What happens to the tool: the piece of the program that arrives when it is first opened.

use std::fmt::Write;
use std::sync::Arc;

use foreign_text::shown;
use latent::{LinkFault, LinkName};

use super::ProjectionCode;
use super::state::{ProjectedImages, ProjectionInput, ProjectionJob, ProjectionState};
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::host_command::HostCommand;
use crate::limits::LIVE_MODEL;
use crate::models::{NamedDirection, PosteriorPoints};
use crate::moves::PointChange;
use crate::tools::ExploreTool;
use crate::tools::facts::Facts;
use crate::tools::state::ExploreTools;
use protocol::ProjectionSpec;

/// The code of the tool.
pub(super) struct LazyCode;

/// The fewest points that have a view, and the most that a worker takes.
const POINTS: std::ops::RangeInclusive<usize> = 5..=10_000;

impl ProjectionCode for LazyCode {
    fn update(
        &self,
        tools: &mut ExploreTools,
        facts: &Facts,
        context: &mut Context,
        input: ProjectionInput,
    ) {
        let Some(state) = tools.own.projection.shown.as_deref_mut() else {
            return;
        };
        match input {
            ProjectionInput::CodeArrived(_) => {}
            ProjectionInput::Choose(spec) => {
                state.spec = spec;
                state.begin_again();
                let is_default = spec == ProjectionSpec::default();
                tools.own.projection.link = (!is_default).then(|| spec.to_text());
            }
            ProjectionInput::Again => {
                state.begin_again();
                state.start(facts);
            }
            ProjectionInput::Stop => {
                state.stopped = state.job.take().is_some();
            }
            ProjectionInput::Progress { number, share } => {
                let is_under_way = state.job.as_ref().is_some_and(|job| job.number == number);
                if is_under_way && share.is_finite() {
                    state.progress = share.clamp(0.0, 1.0);
                }
            }
            ProjectionInput::Arrived {
                number,
                numbers,
                millis,
            } => state.arrived(number, numbers, millis),
            ProjectionInput::Failed { number } => {
                let job = state.job.take_if(|job| job.number == number);
                state.failed |= job.is_some();
            }
            ProjectionInput::ShowPictures(pictures) => state.pictures = pictures,
            ProjectionInput::GoTo(image) => {
                let images = state.images.as_ref();
                let code = images.and_then(|images| code(&images.points, image));
                if let Some(code) = code.map(<[f32]>::to_vec) {
                    tools.move_to(facts, context, &code, PointChange::Other);
                }
            }
            ProjectionInput::Group {
                images,
                in_a,
                joins,
            } => state.group(&images, in_a, joins),
            ProjectionInput::Ungroup => state.groups.clear(),
            ProjectionInput::Save(name) => save(tools, facts, context, &name),
            ProjectionInput::TakeCsv => {
                if let (Some(images), Some(model)) = (&state.images, facts.models.shown_id()) {
                    context.command(HostCommand::Save {
                        name: format!("{model}-{}.csv", images.spec.to_text()),
                        kind: "text/csv",
                        bytes: csv(images).into_bytes().into(),
                    });
                }
            }
        }
    }

    fn schedule(&self, tools: &mut ExploreTools, facts: &Facts, context: &mut Context) {
        if tools.tool != ExploreTool::Projection {
            return;
        }
        let tool = &mut tools.own.projection;
        let state = tool.shown.get_or_insert_default();
        if std::mem::take(&mut tool.is_link_new) {
            let spec = match &tool.link {
                None => Some(ProjectionSpec::default()),
                Some(link) => ProjectionSpec::from_text(link),
            };
            if let Some(spec) = spec {
                state.spec = spec;
                state.begin_again();
            } else {
                let found = tool.link.take().unwrap_or_default();
                let fault = LinkFault::NoName(LinkName::Projection, shown(&found));
                context.alert(RoomAlert::Link(fault), None);
            }
        }
        // What a model in training makes of its images is projected when it is asked for: it changes
        // faster than it can be projected.
        let is_live = facts.models.shown_id() == Some(LIVE_MODEL);
        let is_done = facts.models.points.as_ref().is_none_or(|points| {
            let images = state.images.as_ref();
            images.is_some_and(|images| {
                images.spec == state.spec && (is_live || Arc::ptr_eq(&images.points, points))
            })
        });
        let is_under_way = state.job.as_ref().is_some_and(|job| job.spec == state.spec);
        if is_done {
            state.job = None;
        } else if !is_under_way && !state.failed && !state.stopped {
            state.start(facts);
        }
    }
}

/// The code of an image.
fn code(points: &PosteriorPoints, image: usize) -> Option<&[f32]> {
    points.means.chunks_exact(points.latent.max(1)).nth(image)
}

impl ProjectionState {
    /// What ended before does not count.
    fn begin_again(&mut self) {
        self.failed = false;
        self.stopped = false;
    }

    /// Begins a computation, in place of the one under way.
    fn start(&mut self, facts: &Facts) {
        let points = facts.models.points.as_ref();
        let Some(points) = points.filter(|points| POINTS.contains(&points.labels.len())) else {
            self.job = None;
            return;
        };
        self.jobs += 1;
        self.progress = 0.0;
        self.job = Some(Arc::new(ProjectionJob {
            number: self.jobs,
            spec: self.spec,
            points: Arc::clone(points),
        }));
    }

    /// A view arrived; one that does not fit is none.
    fn arrived(&mut self, number: u32, mut numbers: Vec<f32>, millis: f64) {
        let Some(job) = self.job.take_if(|job| job.number == number) else {
            return;
        };
        let count = job.points.labels.len();
        let expected = count * usize::from(job.spec.dimensions) + 2;
        if numbers.len() != expected || numbers.iter().any(|number| !number.is_finite()) {
            self.failed = true;
            return;
        }
        let [trustworthiness, preservation] = [numbers[expected - 2], numbers[expected - 1]];
        numbers.truncate(expected - 2);
        let before = self.images.as_ref();
        if before.is_some_and(|before| before.points.labels != job.points.labels) {
            // The images are others.
            self.groups.clear();
        }
        self.images = Some(Arc::new(ProjectedImages {
            number,
            spec: job.spec,
            points: Arc::clone(&job.points),
            positions: numbers,
            trustworthiness,
            preservation,
            millis,
        }));
    }

    fn group(&mut self, images: &[u32], in_a: bool, joins: bool) {
        let count = self.images.as_ref().map_or(0, |it| it.points.labels.len());
        if !joins {
            self.groups.retain(|_, is_a| *is_a != in_a);
        }
        let there = images.iter().filter(|image| (**image as usize) < count);
        self.groups.extend(there.map(|image| (*image, in_a)));
    }
}

/// A line for each image: its number from 0, its class, where it lies.
fn csv(images: &ProjectedImages) -> String {
    let dimensions = usize::from(images.spec.dimensions);
    let mut text = "image,class".to_owned();
    for name in ["x", "y", "z"].iter().take(dimensions) {
        text.push(',');
        text.push_str(name);
    }
    text.push('\n');
    let rows = images.positions.chunks_exact(dimensions);
    for (at, (row, label)) in rows.zip(&images.points.labels).enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{at},{label}");
        for coordinate in row {
            let _ = write!(text, ",{coordinate}");
        }
        text.push('\n');
    }
    text
}

/// Saves mean(A) − mean(B) as a direction, where B is the rest if it is empty.
fn save(tools: &mut ExploreTools, facts: &Facts, context: &mut Context, name: &str) {
    let Some(state) = tools.own.projection.shown.as_deref() else {
        return;
    };
    let Some(images) = state.images.clone() else {
        return;
    };
    let latent = images.points.latent;
    let is_rest = state.count(false) == 0;
    let of = |in_a: bool| -> Vec<f32> {
        let all = images.points.means.chunks_exact(latent.max(1)).enumerate();
        let members = all.filter(|(at, _)| match state.groups.get(&(*at as u32)) {
            Some(is_a) => *is_a == in_a,
            None => is_rest && !in_a,
        });
        members.flat_map(|(_, code)| code).copied().collect()
    };
    let Some(z) = latent::difference(&of(false), &of(true), latent) else {
        context.alert(RoomAlert::GroupWithoutExamples, None);
        return;
    };
    if latent != facts.view.latent() {
        return;
    }
    if let Some(name) = tools.fresh_name(facts, context, name) {
        tools.remember(facts, PointChange::Other);
        tools.vectors.push(NamedDirection { name, z });
    }
}
