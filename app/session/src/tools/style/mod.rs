//! The point on screen in the manner of another: what the named directions say of that one is taken over,
//! as far as the visitor ticks it. Where the model's layers take a point each, `mixing` has it.

mod mixing;

use std::sync::{Arc, OnceLock};

pub(in crate::tools) use self::mixing::StyleQuery;
pub use self::mixing::{LayerDirection, LayerMixing, MixedPictures, StyleLayer};
use super::ExploreTool;
use super::facts::Facts;
use super::late_state::LateTool;
use super::latent_tool::{AskingTool, LatentTool};
use super::state::ExploreTools;
use crate::context::Context;
use crate::failure_reason::FailureReason;
use crate::moves::PointChange;
use crate::questions::StripKind;
use protocol::ModelAnswer;

/// How far the strength goes, in percent.
pub const MOST_STRENGTH: u16 = 150;

/// The pictures of the strip before those of single directions: content, manner, result.
pub const STYLE_PICTURES: usize = 3;

/// The state of the tool.
#[derive(Clone, Debug, PartialEq)]
pub struct StyleTool {
    /// Whose manner the visitor chose; the first pin before that.
    pub manner: Option<StyleManner>,
    /// The directions along which the content stays as it is; all others are taken over.
    pub kept: Vec<String>,
    /// How far the content goes towards the manner, in percent.
    pub strength: u16,
    /// What single layers do.
    pub mixing: LayerMixing,
}

impl Default for StyleTool {
    fn default() -> Self {
        Self {
            manner: None,
            kept: Vec::new(),
            strength: 100,
            mixing: LayerMixing::default(),
        }
    }
}

/// Whose manner is taken over.
#[derive(Clone, Debug, PartialEq)]
pub enum StyleManner {
    /// A pin's, from 0.
    Pin(usize),
    /// A draw's from the prior.
    Drawn(Arc<[f32]>),
    /// That of the picture that was brought.
    Brought,
}

/// What the visitor does with the tool.
#[derive(Clone, Debug, PartialEq)]
pub enum StyleInput {
    /// Choose whose manner is taken over.
    Choose(StyleManner),
    /// Take a direction over, or leave the content as it is along it.
    Take {
        /// The direction's name.
        name: String,
        /// Whether it is taken over.
        taken: bool,
    },
    /// How far the content goes towards the manner, in percent.
    SetStrength(u16),
    /// Go to the result.
    Go,
    /// Choose along what layers are moved.
    MoveAlong(LayerDirection),
    /// Move a layer, counted from 0, or leave it where it is.
    MoveLayer {
        /// The layer.
        layer: usize,
        /// Whether it is moved.
        moved: bool,
    },
}

impl StyleTool {
    /// Whether a direction is taken over.
    pub fn takes(&self, name: &str) -> bool {
        self.kept.iter().all(|kept| kept != name)
    }
}

impl LateTool for StyleTool {
    fn initial() -> &'static Self {
        static INITIAL: OnceLock<StyleTool> = OnceLock::new();
        INITIAL.get_or_init(Self::default)
    }
}

impl LatentTool for StyleTool {
    type Input = StyleInput;

    fn input(tools: &mut ExploreTools, facts: &Facts, context: &mut Context, input: StyleInput) {
        let style = &mut tools.own.style;
        match input {
            StyleInput::Choose(manner) => {
                if let StyleManner::Drawn(point) = &manner
                    && (point.len() != facts.view.latent()
                        || point.iter().any(|value| !value.is_finite()))
                {
                    return;
                }
                style.manner = Some(manner);
            }
            StyleInput::Take { name, taken } => {
                style.kept.retain(|kept| *kept != name);
                if !taken {
                    style.kept.push(name);
                }
                // The pictures there are stand for other directions.
                tools.forget_strip(StripKind::Style);
            }
            StyleInput::SetStrength(percent) => style.strength = percent.min(MOST_STRENGTH),
            StyleInput::Go => {
                let points = tools.style_points(facts).unwrap_or_default();
                let result = points.get(2).cloned().unwrap_or_default();
                tools.move_to(facts, context, &result, PointChange::Other);
            }
            StyleInput::MoveAlong(direction) => style.mixing.direction = Some(direction),
            StyleInput::MoveLayer { layer, moved } => style.mixing.set_moved(layer, moved),
        }
    }

    fn schedule(tools: &mut ExploreTools, facts: &Facts, context: &mut Context) {
        tools.schedule_mixing(facts, context);
    }

    fn forget_model(&mut self) {
        *self = Self {
            strength: self.strength,
            ..Self::default()
        };
    }
}

impl AskingTool for StyleTool {
    type Query = StyleQuery;

    fn answered(
        tools: &mut ExploreTools,
        facts: &Facts,
        _: &mut Context,
        query: &StyleQuery,
        answer: ModelAnswer,
        payload: Arc<[u8]>,
    ) -> Result<(), FailureReason> {
        tools.mixing_arrived(facts, query, &answer, &payload)
    }

    fn failed(
        tools: &mut ExploreTools,
        facts: &Facts,
        context: &mut Context,
        query: &StyleQuery,
        error: &FailureReason,
    ) {
        tools.mixing_failed(facts, context, query, error);
    }
}

impl ExploreTools {
    /// Whose manner is taken over: the visitor's choice, or else the first pin's. `None` where that is
    /// not there.
    pub(crate) fn style_manner(&self, facts: &Facts) -> Option<StyleManner> {
        let first = || self.pins.iter().position(Option::is_some);
        let manner = self.own.style.manner.clone();
        let manner = manner.or_else(|| first().map(StyleManner::Pin))?;
        let is_there = self.manner_point(facts, &manner).is_some();
        is_there.then_some(manner)
    }

    /// The point of a manner, if there is one.
    pub(crate) fn manner_point<'a>(
        &'a self,
        facts: &Facts,
        manner: &'a StyleManner,
    ) -> Option<&'a [f32]> {
        let point = match manner {
            StyleManner::Pin(pin) => self.pins.get(*pin)?.as_deref(),
            StyleManner::Drawn(point) => Some(&point[..]),
            StyleManner::Brought => {
                let input = self.input.as_ref()?;
                let searched = input.inversion.as_ref();
                let best = searched.and_then(|search| search.best.as_ref());
                let encoded = input.posterior.as_ref().map(|found| &found.mean);
                encoded.or(best.map(|(z, _)| z)).map(Vec::as_slice)
            }
        };
        point.filter(|point| point.len() == facts.view.latent())
    }

    /// The points of the tool: content, manner, result, and the result with each direction alone that is
    /// taken over. `None` without a manner or without directions.
    pub(super) fn style_points(&self, facts: &Facts) -> Option<Vec<Vec<f32>>> {
        let directions = self.directions(facts);
        let manner = self.style_manner(facts)?;
        let manner = self.manner_point(facts, &manner)?;
        let content = &facts.view.point;
        let strength = f32::from(self.own.style.strength) / 100.0;
        let moved = |takes: &dyn Fn(&str) -> bool| {
            let (taken, kept): (Vec<_>, Vec<_>) = directions.iter().partition(|it| takes(&it.name));
            let [taken, kept] =
                [taken, kept].map(|of| of.iter().map(|it| &it.z[..]).collect::<Vec<_>>());
            latent::style_transfer(content, manner, &taken, &kept, strength)
        };
        let style = &self.own.style;
        let mut points = vec![content.clone(), manner.to_vec()];
        points.push(moved(&|name| style.takes(name))?);
        for direction in directions.iter().filter(|it| style.takes(&it.name)) {
            points.push(moved(&|name| name == direction.name)?);
        }
        (!directions.is_empty()).then_some(points)
    }

    /// The points whose pictures are to be shown.
    pub(super) fn style_pictured(&self, facts: &Facts) -> Option<Vec<f32>> {
        if self.tool != ExploreTool::Style {
            return None;
        }
        Some(self.style_points(facts)?.concat())
    }
}
