//! What can happen in the Repair room.

use std::fmt;
use std::sync::Arc;

use super::comparison::RepairComparison;
use super::damage::{DamageKind, DamageSettings, DamagedPicture, ErasedArea};
use super::state::{RepairOutcome, RepairPicture, RepairRoom};
use crate::context::Context;
use crate::failure_reason::{FailureReason, UnfitAnswer};
use crate::limits::LIVE_MODEL;
use crate::pictures::{ImagePixels, pictures};
use crate::prepared_picture::{PictureFault, flattened, prepared};
use crate::questions::{PendingQuestion, ToolQuery};
use crate::room::Room;
use crate::tools::{ExploreTools, Facts};
use crate::worker_slot::WorkerSlot;
use protocol::payload::{DamagedPayload, KnownPixels};
use protocol::{ModelAnswer, ModelQuery, ToEngine, Unread};

/// Draws beside the most probable picture.
const DRAWS: usize = 8;

/// What the visitor does in the Repair room.
#[derive(Clone, Debug, PartialEq)]
pub enum RepairEvent {
    /// Take a picture to damage.
    Take {
        /// Its pixels, grey, RGB or RGBA.
        pixels: ImagePixels,
        /// Whether it is centred and scaled as the training data were.
        centred: bool,
    },
    /// Put it away.
    Forget,
    /// What is done to it.
    Damage(DamageKind),
    /// Hide or show what lies under the brush at some places, columns and rows.
    Brush {
        /// Where it went.
        places: Vec<(usize, usize)>,
        /// Whether it hides.
        hides: bool,
    },
    /// Hide an area, and nothing else.
    EraseArea(ErasedArea),
    /// Hide nothing.
    ShowAll,
    /// How strong the noise is, in tenths of white.
    SetNoise(usize),
    /// Other noise, drawn from a seed.
    DrawNoise(u32),
    /// How many times smaller the picture is made.
    SetShrink(usize),
    /// Restore it; starts and draws are drawn from a seed.
    Restore(u32),
    /// Restore it no further.
    Stop,
}

/// What the room hears.
pub(crate) enum RepairNews {
    /// The visitor did something.
    Visitor(RepairEvent),
    /// What was asked is answered.
    Answered(Unread<ModelAnswer>, Option<Arc<[u8]>>),
    /// It cannot be answered.
    Failed(FailureReason),
    /// Something happened somewhere.
    Watch,
}

/// What the lazy-loaded chunk of the room can do.
pub(crate) trait RepairCode: Send + Sync {
    /// Applies what happened.
    fn update(
        &self,
        repair: &mut RepairRoom,
        tools: &mut ExploreTools,
        facts: &Facts,
        context: &mut Context,
        news: RepairNews,
    );
}

/// The way to the lazy-loaded chunk of the Repair room.
#[derive(Clone, Copy)]
pub struct LoadedRepair(&'static dyn RepairCode);

impl fmt::Debug for LoadedRepair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoadedRepair")
    }
}

impl PartialEq for LoadedRepair {
    fn eq(&self, _: &Self) -> bool {
        // There is but one.
        true
    }
}

impl LoadedRepair {
    /// All of the room's code. The chunk of the program that names this contains it.
    pub fn here() -> Self {
        Self(&RepairingCode)
    }

    /// What the chunk can do.
    pub(crate) fn code(self) -> &'static dyn RepairCode {
        self.0
    }
}

struct RepairingCode;

impl RepairCode for RepairingCode {
    fn update(
        &self,
        repair: &mut RepairRoom,
        tools: &mut ExploreTools,
        facts: &Facts,
        context: &mut Context,
        news: RepairNews,
    ) {
        let was_asked = repair.asked.is_some();
        repair.follow_model(facts, context);
        match news {
            // Another model came on screen elsewhere: this is what the one before made of the picture.
            RepairNews::Answered(..) | RepairNews::Failed(_)
                if was_asked && repair.asked.is_none() => {}
            RepairNews::Visitor(event) => repair.visit(facts, context, event),
            RepairNews::Answered(answer, payload) => {
                let read = answer.read().map_err(FailureReason::Worded);
                let payload = payload.unwrap_or_else(|| Arc::from([]));
                let arrived = read.and_then(|it| repair.answered(context, it, payload));
                if let Err(error) = arrived {
                    repair.fail(context, error);
                }
            }
            RepairNews::Failed(error) => repair.fail(context, error),
            RepairNews::Watch => repair.begin_with_own(facts, context),
        }
        repair.schedule(tools, facts, context);
    }
}

impl RepairRoom {
    /// Another model is on screen, or the same draws another class: the picture is made as that takes it,
    /// and what was restored by the one before goes.
    fn follow_model(&mut self, facts: &Facts, context: &mut Context) {
        let now = facts.model().map(|model| {
            let version = match model.id.as_str() {
                // Newer weights come every second: what older ones restored stays on screen.
                LIVE_MODEL => 0,
                id => facts.models.version(id),
            };
            (model.id.clone(), version)
        });
        if now != self.of {
            self.of = now;
            self.prepare(facts, context);
        }
    }

    /// The room begins with the model's own picture, a third of which is erased: one press shows what the
    /// room is for.
    fn begin_with_own(&mut self, facts: &Facts, context: &mut Context) {
        if self.was_filled || facts.room != Room::Repair {
            return;
        }
        let (Some(model), Some(own)) = (facts.model(), facts.view.picture.as_ref()) else {
            return;
        };
        let (card, pixels) = (&model.card, own.pixels.clone());
        // The picture of the model before may be on screen yet.
        if (pixels.width, pixels.height, pixels.channels)
            == (card.width, card.height, card.channels)
        {
            let centred = false;
            self.visit(facts, context, RepairEvent::Take { pixels, centred });
            self.visit(
                facts,
                context,
                RepairEvent::EraseArea(ErasedArea::RightThird),
            );
        }
    }

    fn visit(&mut self, facts: &Facts, context: &mut Context, event: RepairEvent) {
        let size = match self.picture.as_ref().map(|picture| &picture.prepared) {
            Some(Ok(prepared)) => (prepared.width, prepared.height),
            _ => (0, 0),
        };
        match event {
            RepairEvent::Take { pixels, centred } => {
                self.was_filled = true;
                self.picture = Some(RepairPicture {
                    raw: flattened(pixels),
                    centred,
                    prepared: Err(PictureFault::NotPrepared),
                });
                return self.prepare(facts, context);
            }
            RepairEvent::Forget => {
                self.was_filled = true;
                self.picture = None;
            }
            RepairEvent::Damage(kind) => self.settings.kind = kind,
            RepairEvent::Brush { places, hides } => self.settings.brush(&places, hides, size),
            RepairEvent::EraseArea(area) => self.settings.hide_area(area, size),
            RepairEvent::ShowAll => self.settings.hidden = Arc::default(),
            RepairEvent::SetNoise(tenths) => {
                self.settings.noise_tenths = tenths.min(DamageSettings::MOST_NOISE);
            }
            RepairEvent::DrawNoise(seed) => self.settings.noise_seed = seed,
            RepairEvent::SetShrink(by) => self.settings.shrink = by,
            RepairEvent::Restore(seed) => return self.restore(context, seed),
            RepairEvent::Stop => return self.stop(context),
        }
        self.damage(context);
    }

    /// Makes the picture as the model on screen takes it.
    fn prepare(&mut self, facts: &Facts, context: &mut Context) {
        if let (Some(picture), Some(model)) = (&mut self.picture, facts.model()) {
            let card = &model.card;
            let size = (card.width, card.height, card.channels);
            let raw = &picture.raw;
            let is_ready = (raw.width, raw.height, raw.channels) == size;
            picture.prepared = if is_ready && !picture.centred {
                Ok(raw.clone())
            } else {
                prepared(raw, size, picture.centred).map(|(picture, _)| picture)
            };
        }
        self.damage(context);
    }

    /// Damages the picture anew. What was restored before is of another one.
    fn damage(&mut self, context: &mut Context) {
        self.cancel(context);
        self.outcome = None;
        self.failed = None;
        let prepared = self.picture.as_ref();
        let prepared = prepared.and_then(|picture| picture.prepared.as_ref().ok());
        if prepared.is_none_or(|it| it.width * it.height != self.settings.hidden.len()) {
            self.settings.hidden = Arc::default();
        }
        self.damaged = prepared
            .filter(|_| self.of.is_some())
            .map(|before| DamagedPicture::new(before, &self.settings).into());
    }

    fn restore(&mut self, context: &mut Context, seed: u32) {
        if self.fault().is_none() {
            self.cancel(context);
            self.outcome = None;
            self.failed = None;
            self.due = Some(seed);
        }
    }

    /// Asks what is due, once the background worker holds the model. What a worker that died was asked,
    /// another one is asked again.
    fn schedule(&mut self, tools: &mut ExploreTools, facts: &Facts, context: &mut Context) {
        if let Some((id, seed)) = self.asked {
            let worker = context.slots.background.as_ref();
            if worker.is_none_or(|worker| worker.questions.iter().all(|(asked, _)| *asked != id)) {
                self.asked = None;
                self.due = Some(seed);
            }
        }
        let (Some(seed), Some(damaged), Some((model, _))) = (self.due, &self.damaged, &self.of)
        else {
            return;
        };
        if !tools.background_holds_newest(facts, context, model) {
            if tools.background_gave_up() {
                // An alert says so.
                self.due = None;
            }
            return;
        }
        self.due = None;
        let query = ModelQuery::Restore {
            seed,
            shrink: damaged.shrink,
            deviation: damaged.deviation,
            draws: DRAWS,
        };
        let known = KnownPixels {
            values: damaged.values.clone(),
            weights: damaged.weights.clone(),
        };
        let payload = DamagedPayload {
            known,
            filled: damaged.filled(),
        };
        let asked = PendingQuestion::Tool(ToolQuery::new(()));
        let payload = Some(payload.write().into());
        let id = context.ask(WorkerSlot::Background, model, query, asked, payload);
        self.asked = Some((id, seed));
    }

    /// Nothing is restored any more.
    fn cancel(&mut self, context: &mut Context) {
        self.due = None;
        if let Some((id, _)) = self.asked.take() {
            if let Some(worker) = context.slots.background.as_mut() {
                worker.questions.retain(|(asked, _)| *asked != id);
            }
            self.send_stop(context);
        }
    }

    /// The visitor has seen enough: the restoration's last answer is what there is.
    fn stop(&mut self, context: &mut Context) {
        self.due = None;
        if self.asked.is_some() {
            self.send_stop(context);
        }
    }

    fn send_stop(&self, context: &mut Context) {
        if let Some((model, _)) = &self.of {
            let id = context.next_request();
            let message = ToEngine::Query {
                id,
                model: model.clone(),
                query: ModelQuery::StopRestoring,
            };
            // Its answer is the restoration's last.
            context.send(WorkerSlot::Background, message, None);
        }
    }

    fn answered(
        &mut self,
        context: &mut Context,
        answer: ModelAnswer,
        payload: Arc<[u8]>,
    ) -> Result<(), FailureReason> {
        let ModelAnswer::Restoration {
            step,
            z,
            draws,
            effective,
            passed,
            done,
            ..
        } = answer
        else {
            return Err(UnfitAnswer::OtherQuestion.into());
        };
        let Some(damaged) = self.damaged.clone() else {
            return Ok(());
        };
        let like = &damaged.before;
        let size = [like.width, like.height, like.channels];
        let count = draws.saturating_add(1 + usize::from(passed));
        let found = pictures(count, size, &payload)?.0;
        let mut found = found.into_iter().map(|made| damaged.completed(made));
        let passed = if passed { found.next_back() } else { None };
        let restored = found.next().ok_or(UnfitAnswer::OtherPictures)?;
        let baseline = done.then(|| damaged.baseline());
        let comparison = baseline.as_ref();
        let comparison = comparison
            .and_then(|it| RepairComparison::new(&damaged, &restored, it, passed.as_ref()));
        self.outcome = Some(RepairOutcome {
            restored,
            z,
            step,
            draws: found.collect(),
            effective,
            baseline,
            passed,
            comparison,
            done,
        });
        if done {
            self.end(context);
        }
        Ok(())
    }

    fn fail(&mut self, context: &mut Context, error: FailureReason) {
        self.end(context);
        self.failed = Some(error);
    }

    /// What was asked is answered.
    fn end(&mut self, context: &mut Context) {
        if let Some((id, _)) = self.asked.take()
            && let Some(worker) = context.slots.background.as_mut()
        {
            // It is known to be there, or the worker is another one.
            let _ = worker.asked(id, false);
        }
    }
}
