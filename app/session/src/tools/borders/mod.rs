//! Borders between classes: what pictures are taken for, and the nearest point of another class.
//!
//! A classifier of the model's data set looks at pictures, in the background worker: at that of the point
//! while the tool is open, at those of the map while its borders lie over it, and at as many as a search
//! needs. One question is on its way at a time, that about the point first.
//!
//! - `state`: what the tool shows; `schedule`: what is asked when; `answers`: what comes of it.

mod answers;
mod schedule;
mod state;

use std::sync::{Arc, OnceLock};

pub use self::state::{
    BORDER_FRAMES, BordersInput, BordersRefusal, BordersTool, ClassRegions, ClassSearch,
    ClassifiedPoints, ClassifierAccuracy,
};
use super::facts::Facts;
use super::late_state::LateTool;
use super::latent_tool::{AskingTool, LatentTool};
use super::state::ExploreTools;
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::failure_reason::{FailureReason, UnfitAnswer};
use crate::moves::PointChange;
use crate::questions::PendingQuestion;
use latent::LatentSlice;
use protocol::ModelAnswer;
use protocol::payload::f32_values;

/// What the tool asks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum BordersQuery {
    /// What the pictures of the point, or on the way to another class, are taken for.
    Points {
        model: String,
        version: u64,
        points: Vec<f32>,
        is_way: bool,
    },
    /// What the next cells of a part of a plane show.
    Cells {
        model: String,
        version: u64,
        slice: LatentSlice,
        cells: usize,
        first: usize,
    },
    /// The nearest point of another class.
    Search {
        model: String,
        version: u64,
        from: Vec<f32>,
        target: Option<u8>,
    },
}

impl BordersQuery {
    fn of(&self) -> (&str, u64) {
        let (Self::Points { model, version, .. }
        | Self::Cells { model, version, .. }
        | Self::Search { model, version, .. }) = self;
        (model, *version)
    }
}

impl LateTool for BordersTool {
    fn initial() -> &'static Self {
        static INITIAL: OnceLock<BordersTool> = OnceLock::new();
        INITIAL.get_or_init(Self::default)
    }
}

impl LatentTool for BordersTool {
    type Input = BordersInput;

    fn input(tools: &mut ExploreTools, facts: &Facts, context: &mut Context, input: BordersInput) {
        match input {
            BordersInput::Choose(class) => tools.own.borders.target = class,
            BordersInput::Find => tools.find_other_class(facts, context),
            BordersInput::Along(at) => {
                let search = tools.own.borders.search.as_ref();
                let place = at.is_finite().then(|| search?.along(at.clamp(0.0, 1.0)));
                if let Some(Some(z)) = place {
                    tools.move_to(facts, context, &z, PointChange::Along);
                }
            }
            BordersInput::PinEnds => {
                let search = tools.own.borders.search.clone();
                if let Some(there) = search.as_ref().and_then(|search| search.along(1.0))
                    && let Some(from) = search.map(|search| search.from.clone())
                    && from.len() == facts.view.latent()
                {
                    tools.remember(facts, PointChange::Other);
                    tools.pins[0] = Some(from);
                    tools.pins[1] = Some(there);
                    tools.path.at = None;
                }
            }
        }
    }

    fn schedule(tools: &mut ExploreTools, facts: &Facts, context: &mut Context) {
        tools.schedule_borders(facts, context);
    }

    fn forget_model(&mut self) {
        *self = Self::default();
    }

    fn forget_worker(&mut self) {
        self.coming = None;
        self.is_due = false;
        self.end_search();
    }
}

impl AskingTool for BordersTool {
    type Query = BordersQuery;

    fn answered(
        tools: &mut ExploreTools,
        facts: &Facts,
        _: &mut Context,
        query: &BordersQuery,
        answer: ModelAnswer,
        payload: Arc<[u8]>,
    ) -> Result<(), FailureReason> {
        if !is_current(facts, query) {
            return Ok(());
        }
        let latent = facts.view.latent();
        let tool = &mut tools.own.borders;
        match (query, answer) {
            (
                BordersQuery::Points { .. } | BordersQuery::Cells { .. },
                ModelAnswer::Classes {
                    count,
                    classes,
                    accuracy,
                    held_out,
                },
            ) => {
                let probabilities = f32_values(&payload);
                let data = tool.data().and_then(Result::ok);
                let known = data.map_or(0, |data| data.info().classes.len());
                let fits = classes == known
                    && count.checked_mul(classes) == Some(probabilities.len())
                    && probabilities.iter().all(|value| value.is_finite());
                if !fits {
                    return Err(UnfitAnswer::OtherQuestion.into());
                }
                tool.accuracy = Some(ClassifierAccuracy {
                    share: accuracy,
                    images: held_out,
                });
                tool.classified(query, (count, classes), probabilities, latent)
            }
            (
                BordersQuery::Search { from, target, .. },
                ModelAnswer::Counterfactual { of, class, z, done },
            ) => {
                tool.search_went_on((from, *target), (of, class), z, done);
                Ok(())
            }
            _ => Err(UnfitAnswer::OtherQuestion.into()),
        }
    }

    /// Where what was asked about left the screen meanwhile, the visitor need not know.
    fn failed(
        tools: &mut ExploreTools,
        facts: &Facts,
        context: &mut Context,
        query: &BordersQuery,
        error: &FailureReason,
    ) {
        if is_current(facts, query) {
            let tool = &mut tools.own.borders;
            tool.failed = true;
            tool.coming = None;
            tool.end_search();
            context.alert(RoomAlert::PicturesNotClassified(error.clone()), None);
        }
    }
}

/// Whether a query is about the model on screen with its present weights.
fn is_current(facts: &Facts, query: &BordersQuery) -> bool {
    let (model, version) = query.of();
    facts.models.shown_id() == Some(model) && facts.models.version(model) == version
}

fn query_of(asked: &PendingQuestion) -> Option<&BordersQuery> {
    match asked {
        PendingQuestion::Tool(query) => query.get(),
        _ => None,
    }
}
