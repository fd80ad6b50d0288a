//! Paint on the picture, and the point follows.
//!
//! What is painted, stroke after stroke, is a wish: a picture, and how much each of its pixels was painted. The
//! background worker looks for the model's picture nearest to it, one question at a time. Its first answer comes
//! soon; what was painted meanwhile is asked then, in place of the rest of the search, so that no older answer
//! comes after a newer one, and the point follows however long a stroke is. A stroke is one step to undo,
//! whatever it was answered on its way. Wishes are remembered by the points that they led to, so that the wish
//! is undone and redone with the point.
//!
//! - `wish`: a painted picture, and what a brush does to it.

mod wish;

use std::sync::{Arc, OnceLock};

use self::wish::PaintStroke;
pub use self::wish::{BrushKind, PaintBrush, PaintedWish, WishFigures};
use super::ExploreTool;
use super::facts::Facts;
use super::late_state::LateTool;
use super::latent_tool::{AskingTool, LatentTool};
use super::state::ExploreTools;
use crate::context::Context;
use crate::failure_reason::{FailureReason, UnfitAnswer};
use crate::limits::{EXTENT, LIVE_MODEL};
use crate::moves::PointChange;
use crate::outbox::FollowUp;
use crate::questions::{PendingQuestion, ToolQuery};
use crate::worker_slot::WorkerSlot;
use protocol::payload::{KnownPixels, PaintPayload};
use protocol::{ModelAnswer, ModelQuery};

/// How much each pixel that was not painted counts beside one that was.
const KEPT: [f32; 5] = [0.0, 0.01, 0.03, 0.1, 0.3];
/// So many wishes are remembered.
const REMEMBERED: usize = 60;

/// The state of the tool.
#[derive(Clone, Debug, PartialEq)]
pub struct PaintTool {
    /// The brush.
    pub brush: PaintBrush,
    /// How strongly the rest is kept, up to [`PaintTool::MOST_KEPT`].
    pub kept: usize,
    /// What is painted; `None` while nothing is.
    pub wish: Option<Arc<PaintedWish>>,
    /// Why the last stroke was not followed.
    pub failed: Option<FailureReason>,
    /// The stroke under way.
    stroke: Option<PaintStroke>,
    /// How many strokes were begun.
    strokes: u32,
    /// The newest stroke that moved the point.
    moved_by: u32,
    /// Whether the newest wish is still to be asked about.
    is_due: bool,
    /// Whether a question is under way.
    is_asked: bool,
    /// Whether it has been answered once, and the search goes on.
    is_answered: bool,
    /// Of which model the picture is, and of which class.
    of: Option<(String, u64)>,
    /// Wishes and the points that they led to, oldest first.
    remembered: Vec<Arc<PaintedWish>>,
}

impl Default for PaintTool {
    fn default() -> Self {
        Self {
            brush: PaintBrush::default(),
            kept: 1,
            wish: None,
            failed: None,
            stroke: None,
            strokes: 0,
            moved_by: 0,
            is_due: false,
            is_asked: false,
            is_answered: false,
            of: None,
            remembered: Vec::new(),
        }
    }
}

/// What the visitor does with the tool.
#[derive(Clone, Debug, PartialEq)]
pub enum PaintInput {
    /// Take another brush.
    Brush(PaintBrush),
    /// How strongly the rest is kept.
    Keep(usize),
    /// The brush goes over some places, columns and rows.
    Stroke {
        /// Where.
        places: Vec<(usize, usize)>,
        /// Whether a stroke begins there.
        begins: bool,
    },
    /// What was painted is done with: the picture on screen is painted on from here.
    StartOver,
}

/// What the tool asks: where this wish leads.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PaintQuery(Arc<PaintedWish>);

impl LateTool for PaintTool {
    fn initial() -> &'static Self {
        static INITIAL: OnceLock<PaintTool> = OnceLock::new();
        INITIAL.get_or_init(Self::default)
    }
}

impl LatentTool for PaintTool {
    type Input = PaintInput;

    fn input(tools: &mut ExploreTools, facts: &Facts, context: &mut Context, input: PaintInput) {
        tools.own.paint.follow(facts, context);
        let tool = &mut tools.own.paint;
        match input {
            PaintInput::Brush(brush) => {
                tool.brush = brush;
                tool.brush.size = brush.size.min(PaintBrush::LARGEST);
                // A stroke is of one brush.
                tool.stroke = None;
            }
            PaintInput::Keep(kept) => {
                tool.kept = kept.min(Self::MOST_KEPT);
                tool.weigh_anew();
            }
            PaintInput::Stroke { places, begins } => tool.paint(facts, &places, begins),
            PaintInput::StartOver => {
                tool.put_away(context);
                tool.remembered.clear();
            }
        }
        tools.go_back_to_base(facts, context);
    }

    fn schedule(tools: &mut ExploreTools, facts: &Facts, context: &mut Context) {
        tools.own.paint.follow(facts, context);
        let tool = &tools.own.paint;
        if tools.tool == ExploreTool::Paint
            && tool.of.is_some()
            && let Some(model) = facts.models.shown_id()
        {
            // So that the first stroke does not wait for a worker to start.
            let holds = if tools.own.paint.is_due {
                tools.background_holds_newest(facts, context, model)
            } else {
                tools.background_holds(context, model)
            };
            if holds {
                tools.own.paint.ask(facts, context);
            } else if tools.background_gave_up() {
                // An alert says so.
                tools.own.paint.is_due = false;
            }
        }
    }

    fn forget_model(&mut self) {
        *self = Self {
            brush: self.brush,
            kept: self.kept,
            strokes: self.strokes,
            moved_by: self.moved_by,
            // The question is no longer listened to, once `follow` finds it.
            is_asked: self.is_asked,
            ..Self::default()
        };
    }

    fn forget_worker(&mut self) {
        self.is_due |= std::mem::take(&mut self.is_asked);
    }
}

impl AskingTool for PaintTool {
    type Query = PaintQuery;

    fn answered(
        tools: &mut ExploreTools,
        facts: &Facts,
        context: &mut Context,
        PaintQuery(asked): &PaintQuery,
        answer: ModelAnswer,
        _: Arc<[u8]>,
    ) -> Result<(), FailureReason> {
        tools.own.paint.follow(facts, context);
        let ModelAnswer::Painted { z, done } = answer else {
            return Err(UnfitAnswer::OtherQuestion.into());
        };
        if z.len() != asked.base.len() || z.iter().any(|value| !value.is_finite()) {
            return Err(UnfitAnswer::OtherModel.into());
        }
        let tool = &mut tools.own.paint;
        if tool.hears(asked) {
            tool.is_asked = !done;
            tool.is_answered = true;
            tool.failed = None;
            let to = z.iter().map(|value| value.clamp(-EXTENT, EXTENT)).collect();
            tools.follow_wish(facts, context, asked, to);
        }
        Ok(())
    }

    fn failed(
        tools: &mut ExploreTools,
        _: &Facts,
        _: &mut Context,
        PaintQuery(asked): &PaintQuery,
        error: &FailureReason,
    ) {
        let tool = &mut tools.own.paint;
        if tool.hears(asked) {
            tool.is_asked = false;
            tool.failed = Some(error.clone());
        }
    }
}

impl ExploreTools {
    /// The point goes where a wish led. The first time that a stroke moves it is remembered, to be undone.
    fn follow_wish(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        wish: &PaintedWish,
        to: Vec<f32>,
    ) {
        let first = self.own.paint.moved_by != wish.stroke;
        self.own.paint.moved_by = wish.stroke;
        if first {
            self.remember(facts, PointChange::Other);
        }
        self.leave_path();
        self.own.paint.arrived(wish, &to);
        context.follow_up(FollowUp::PlacePoint(to));
    }

    /// Where all that was painted is restored, nothing is to be looked for.
    fn go_back_to_base(&mut self, facts: &Facts, context: &mut Context) {
        let tool = &mut self.own.paint;
        if let Some(wish) = tool.wish.clone().filter(|wish| wish.is_empty())
            && std::mem::take(&mut tool.is_due)
        {
            tool.unask(context);
            if wish.point != wish.base {
                self.follow_wish(facts, context, &wish, wish.base.clone());
            }
        }
    }
}

impl PaintTool {
    /// The most that the rest can be kept.
    pub const MOST_KEPT: usize = KEPT.len() - 1;

    /// What a pixel that was not painted counts beside one that was.
    pub fn kept_share(&self) -> f32 {
        KEPT[self.kept.min(Self::MOST_KEPT)]
    }

    /// Whether an answer is awaited.
    pub fn is_running(&self) -> bool {
        self.is_due || self.is_asked
    }

    /// Follows model and point: what was painted on the picture of another model is put away; where the point
    /// was moved otherwise, the wish that led there is taken up again, or none.
    fn follow(&mut self, facts: &Facts, context: &mut Context) {
        let of = facts.model().map(|model| {
            let version = match model.id.as_str() {
                // Newer weights come every second: painting goes on with them.
                LIVE_MODEL => 0,
                id => facts.models.version(id),
            };
            (model.id.clone(), version)
        });
        if self.of != of {
            self.put_away(context);
            self.remembered.clear();
            self.of = of;
            let is_grey = facts.model().is_some_and(|model| model.card.channels == 1);
            if is_grey && self.brush.kind == BrushKind::Colour {
                self.brush.kind = BrushKind::default();
            }
        }
        let point = &facts.view.point;
        if self.wish.as_ref().is_some_and(|wish| wish.point == *point) {
            return;
        }
        let mut known = self.remembered.iter().rev();
        let known = known.find(|wish| wish.point == *point).cloned();
        if self.wish.is_some() || known.is_some() {
            self.put_away(context);
            self.wish = known;
        }
    }

    /// Nothing is painted any more, and nothing is awaited. What the pointer still does is another stroke.
    fn put_away(&mut self, context: &mut Context) {
        self.unask(context);
        self.wish = None;
        self.stroke = None;
        self.is_due = false;
        self.failed = None;
        self.strokes += 1;
    }

    /// Whatever was asked is not listened to any more.
    fn unask(&mut self, context: &mut Context) {
        self.is_asked = false;
        if let Some(worker) = context.slots.background.as_mut() {
            worker.forget(is_painting);
        }
    }

    /// Whether an answer to a question is of use: it is about this picture, and about no stroke after this.
    fn hears(&self, asked: &PaintedWish) -> bool {
        let wish = self.wish.as_ref();
        self.is_asked && wish.is_some_and(|it| it.base == asked.base && it.stroke >= asked.stroke)
    }

    fn paint(&mut self, facts: &Facts, places: &[(usize, usize)], begins: bool) {
        if places.is_empty() {
            return;
        }
        let begins = begins || self.stroke.is_none();
        if begins {
            let Some(before) = self.wish.clone().or_else(|| self.fresh_wish(facts)) else {
                return;
            };
            self.strokes += 1;
            self.stroke = Some(PaintStroke::new(before));
        }
        let (brush, number) = (self.brush, self.strokes);
        if let Some(stroke) = &mut self.stroke {
            let point = self.wish.as_ref().map(|wish| wish.point.clone());
            let mut painted = stroke.paint(brush, places, number);
            // Meanwhile, the point went on.
            painted.point = point.unwrap_or(painted.point);
            self.is_due = true;
            self.failed = None;
            self.wish = Some(painted.into());
        }
    }

    /// The picture on screen, with nothing painted; `None` until it is that of the point.
    fn fresh_wish(&self, facts: &Facts) -> Option<Arc<PaintedWish>> {
        let (picture, model) = (facts.view.picture.as_ref()?, facts.model()?);
        let is_current = picture.z == facts.view.point && picture.model == model.id;
        is_current.then(|| PaintedWish::new(picture.z.clone(), picture.pixels.clone()).into())
    }

    /// The rest is kept more, or less: another step to undo.
    fn weigh_anew(&mut self) {
        if let Some(wish) = self.wish.as_mut().filter(|wish| !wish.is_empty()) {
            self.strokes += 1;
            Arc::make_mut(wish).stroke = self.strokes;
            self.stroke = None;
            self.is_due = true;
        }
    }

    /// A wish led to a point.
    fn arrived(&mut self, wish: &PaintedWish, to: &[f32]) {
        if let Some(newest) = &mut self.wish {
            Arc::make_mut(newest).point = to.to_vec();
        }
        let led = PaintedWish {
            point: to.to_vec(),
            ..wish.clone()
        };
        self.remembered.retain(|it| it.stroke != led.stroke);
        if self.remembered.len() == REMEMBERED {
            self.remembered.remove(0);
        }
        self.remembered.push(led.into());
    }

    /// Asks about the newest wish, once the one before is answered.
    fn ask(&mut self, facts: &Facts, context: &mut Context) {
        let (Some(wish), Some(model)) = (&self.wish, facts.models.shown_id()) else {
            return;
        };
        let is_free = !self.is_asked || self.is_answered;
        if !is_free || !std::mem::take(&mut self.is_due) {
            return;
        }
        let (wish, model) = (Arc::clone(wish), model.to_owned());
        self.unask(context);
        let values = wish.wish.bytes.iter();
        let kept = self.kept_share();
        let payload = PaintPayload {
            start: wish.point.clone(),
            center: wish.base.clone(),
            wish: KnownPixels {
                values: values.map(|byte| f32::from(*byte) / 255.0).collect(),
                weights: wish.weights.iter().map(|it| it.max(kept)).collect(),
            },
        };
        let asked = PendingQuestion::Tool(ToolQuery::new(PaintQuery(wish)));
        let payload = Some(payload.write().into());
        context.ask(
            WorkerSlot::Background,
            &model,
            ModelQuery::Paint,
            asked,
            payload,
        );
        self.is_asked = true;
        self.is_answered = false;
    }
}

fn is_painting(asked: &PendingQuestion) -> bool {
    match asked {
        PendingQuestion::Tool(query) => query.get::<PaintQuery>().is_some(),
        _ => false,
    }
}
