//! What can happen to the tools.

use std::sync::Arc;

use super::export::ExploreExport;
use super::facts::Facts;
use super::history::UndoHistory;
use super::state::{ExampleGroups, ExploreTools, MapOverlay, PathKind};
use super::{ExploreTool, ToolInput};
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::failure_reason::FailureReason;
use crate::moves::MapPlane;
use crate::outbox::FollowUp;
use crate::picture_refusal::PictureRefusal;
use crate::pictures::ImagePixels;
use crate::worker_slot::WorkerSlot;
use protocol::{FromEngine, ModelAnswer, RequestId, Unread};

/// What the visitor does with the tools.
#[derive(Clone, Debug, PartialEq)]
pub enum ExploreEvent {
    /// Set the point on screen aside as this pin, from 0.
    Pin(usize),
    /// Take a pin away.
    Unpin(usize),
    /// Go to a pin.
    GoTo(usize),
    /// Show a tool.
    Open(ExploreTool),
    /// What lies between pins.
    SetPath(PathKind),
    /// Whether the path returns to its beginning.
    Close(bool),
    /// Go along the path, from 0 to 1.
    SetAlong(f32),
    /// Play the path, or stop.
    PlayPath(bool),
    /// A random walk from the point on screen, by numbers of `[0, 1)`.
    Walk(Vec<f64>),
    /// A drag ended, a key was released: what follows is another change.
    Rest,
    /// Take the last change back.
    Undo,
    /// Make it again.
    Redo,
    /// Look at another part of the map's plane.
    Look {
        /// Its centre.
        centre: (f32, f32),
        /// Half its side.
        extent: f32,
    },
    /// Show another plane.
    ShowPlane(MapPlane),
    /// Lay something over the map.
    ShowOverlay(MapOverlay),
    /// Go along a principal direction, counted from 0, to a coordinate.
    SetPrincipal(usize, f32),
    /// Go along a named direction to a coordinate.
    SetVector(String, f32),
    /// Show all rows of the table of traversals, or the first.
    AllRows(bool),
    /// Set ψ.
    Truncate(f32),
    /// New draws from the prior.
    Draw(Vec<f32>),
    /// Put an example into a group, or into none.
    Group(usize, Option<bool>),
    /// Whether examples are images of the data set that is held, rather than samples.
    GroupImages(bool),
    /// Save the direction from the one group to the other under a name.
    SaveVector(String),
    /// Save the direction from the mean of one digit's images to that of another's.
    SaveDigits {
        /// The first digit.
        from: u8,
        /// The second one.
        to: u8,
        /// What the direction is to be called.
        name: String,
    },
    /// Forget a saved direction.
    RemoveVector(String),
    /// Go where a formula says.
    Evaluate(String),
    /// A picture was drawn, opened or picked.
    Bring {
        /// Where it comes from.
        title: String,
        /// Its pixels, grey, RGB or RGBA.
        pixels: ImagePixels,
    },
    /// What was opened is no picture that can be taken.
    RefusePicture {
        /// What it is called.
        title: String,
        /// Why.
        refusal: PictureRefusal,
    },
    /// Whether the picture is centred and scaled as the training data were.
    Centre(bool),
    /// Go to a draw from the picture's posterior, by standard normal noise.
    Resample(Vec<f32>),
    /// Look for a point that the model draws the picture at.
    Invert(u32),
    /// Stop looking.
    StopInverting,
    /// Put the picture away.
    Forget,
    /// Do something with a tool that has state of its own.
    Tool(ToolInput),
    /// Compare with another model.
    CompareWith(String),
    /// Have the model on screen draw a class, from 0.
    DrawClass(usize),
    /// Keep the model that is being trained as it is now, as a model of its own.
    KeepLive,
    /// The address names a place.
    Follow(String),
    /// Take something along.
    Take(ExploreExport),
}

/// Everything that can happen to the tools.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "an event lives for one call; a model card is sent once a model"
)]
pub(crate) enum ToolEvent {
    /// The visitor did something.
    Visitor(ExploreEvent),
    /// A worker answered a question.
    Answered {
        slot: WorkerSlot,
        id: RequestId,
        answer: Unread<ModelAnswer>,
        payload: Option<Arc<[u8]>>,
    },
    /// A worker could not answer, or not do something else.
    Failed {
        slot: WorkerSlot,
        id: RequestId,
        error: FailureReason,
    },
    /// The background worker is of no further use.
    BackgroundDied { reason: FailureReason },
    /// Another model is on screen, of which nothing is known yet.
    ModelShown { latent_differs: bool },
    /// The model in training is on screen with another card: the picture that was brought is made
    /// anew.
    PrepareImage,
    /// The model on screen got an encoder.
    EncoderAdded,
    /// The model on screen draws another class.
    ClassChosen,
    /// The place that the address names is to be gone to, if its model is on screen.
    SettlePlace,
    /// The visitor lets the data set to compare with come from another origin.
    HoldFromMirror,
    /// A worker spoke that has no slot.
    WorkerWithoutSlot {
        worker: u64,
        message: FromEngine,
        payload: Option<Arc<[u8]>>,
    },
    /// The explorer has nothing more urgent to do.
    Schedule,
}

impl ExploreTools {
    /// Applies an event. Says of [`ToolEvent::Schedule`] whether the explorer is busy with the tools
    /// now, and of [`ToolEvent::Failed`] whether that was one of their questions.
    pub(crate) fn update(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        event: ToolEvent,
    ) -> bool {
        match event {
            ToolEvent::Visitor(event) => self.explore(facts, context, event),
            ToolEvent::Answered {
                slot,
                id,
                answer,
                payload,
            } => match answer.read() {
                Ok(answer) => self.answered(facts, context, slot, id, answer, payload),
                Err(error) => {
                    let error = FailureReason::Worded(error);
                    let failed = ToolEvent::Failed { slot, id, error };
                    return self.update(facts, context, failed);
                }
            },
            ToolEvent::Failed { slot, id, error } => {
                return if slot == WorkerSlot::Background {
                    self.background_failed(facts, context, id, &error)
                } else {
                    self.question_failed_by(facts, context, slot, id, &error)
                };
            }
            ToolEvent::BackgroundDied { reason } => self.background_died(context, &reason),
            ToolEvent::ModelShown { latent_differs } => {
                self.forget_model(facts, context, latent_differs)
            }
            ToolEvent::PrepareImage => self.prepare_input(facts, context),
            ToolEvent::ClassChosen => self.forget_search(facts, context),
            ToolEvent::EncoderAdded => self.encoder_added(facts, context),
            ToolEvent::SettlePlace => self.settle_place(facts, context),
            ToolEvent::HoldFromMirror => self.hold_from_mirror(context),
            ToolEvent::WorkerWithoutSlot {
                worker,
                message,
                payload,
            } => self.worker_without_slot(context, worker, message, payload),
            ToolEvent::Schedule => return self.schedule_tools(facts, context),
        }
        false
    }

    fn explore(&mut self, facts: &Facts, context: &mut Context, event: ExploreEvent) {
        match event {
            ExploreEvent::Pin(pin) => self.pin(facts, pin),
            ExploreEvent::Unpin(pin) => self.unpin(facts, context, pin),
            ExploreEvent::GoTo(pin) => self.go_to_pin(facts, context, pin),
            ExploreEvent::Open(tool) => self.tool = tool,
            ExploreEvent::SetPath(kind) => self.set_path(kind),
            ExploreEvent::Close(closed) => {
                self.path.closed = closed;
                self.path.at = None;
            }
            ExploreEvent::SetAlong(at) => self.set_along(facts, context, at),
            ExploreEvent::PlayPath(playing) => self.play_path(playing),
            ExploreEvent::Walk(uniforms) => self.walk(facts, &uniforms),
            ExploreEvent::Rest => self.rest(),
            ExploreEvent::Undo => self.undo(facts, context),
            ExploreEvent::Redo => self.redo(facts, context),
            ExploreEvent::Look { centre, extent } => {
                context.follow_up(FollowUp::Look(centre, extent));
            }
            ExploreEvent::ShowPlane(plane) => self.show_plane(facts, context, plane),
            ExploreEvent::ShowOverlay(overlay) => self.overlay = overlay,
            ExploreEvent::SetPrincipal(at, value) => self.set_principal(facts, context, at, value),
            ExploreEvent::SetVector(name, value) => self.set_vector(facts, context, &name, value),
            ExploreEvent::AllRows(all) => self.all_rows = all,
            ExploreEvent::Truncate(truncation) => {
                if truncation.is_finite() {
                    self.truncation = truncation.clamp(0.0, 2.0);
                }
            }
            ExploreEvent::Draw(noise) => self.draw(facts, context, noise),
            ExploreEvent::Group(example, group) => self.group(example, group),
            ExploreEvent::GroupImages(of_images) => {
                self.groups = ExampleGroups {
                    of_images,
                    ..ExampleGroups::default()
                };
            }
            ExploreEvent::SaveVector(name) => self.save_vector(facts, context, &name),
            ExploreEvent::SaveDigits { from, to, name } => {
                self.save_digits(facts, context, (from, to), &name);
            }
            ExploreEvent::RemoveVector(name) => self.remove_vector(facts, &name),
            ExploreEvent::Evaluate(text) => self.evaluate(facts, context, text),
            ExploreEvent::Bring { title, pixels } => self.bring(facts, context, title, pixels),
            ExploreEvent::RefusePicture { title, refusal } => {
                context.alert(RoomAlert::PictureRefused { title, refusal }, None);
            }
            ExploreEvent::Centre(centred) => self.centre(facts, context, centred),
            ExploreEvent::Resample(noise) => self.resample(facts, context, &noise),
            ExploreEvent::Invert(seed) => self.invert(facts, context, seed),
            ExploreEvent::StopInverting => self.stop_inverting(facts, context),
            ExploreEvent::Forget => self.forget_input(facts, context),
            ExploreEvent::Tool(input) => self.tool_input(facts, context, input),
            ExploreEvent::CompareWith(id) => self.compare_with(facts, context, id),
            ExploreEvent::DrawClass(class) => context.follow_up(FollowUp::DrawClass(class)),
            ExploreEvent::KeepLive => context.follow_up(FollowUp::KeepLive),
            ExploreEvent::Follow(text) => self.follow_place(facts, context, &text),
            ExploreEvent::Take(what) => self.export(facts, context, what),
        }
    }

    /// Sends what the tools should do next, once the picture is on screen. Says whether the
    /// explorer is busy with it.
    fn schedule_tools(&mut self, facts: &Facts, context: &mut Context) -> bool {
        self.find_principal(facts, context);
        self.schedule_input(facts, context);
        self.schedule_own(facts, context);
        self.schedule_strips(facts, context)
    }

    /// Another model is on screen, or the same with other dimensions: what was found in the one
    /// before does not hold.
    fn forget_model(&mut self, facts: &Facts, context: &mut Context, latent_differs: bool) {
        self.forget_strips();
        self.principal = None;
        self.tools_forget_model();
        self.groups = ExampleGroups::default();
        self.path.at = None;
        self.path.playing = false;
        self.path.walk = Arc::default();
        self.formula.outcome = None;
        self.history = UndoHistory::default();
        self.principal_of = None;
        self.gif_wanted = None;
        if latent_differs {
            self.pins = Default::default();
            self.vectors.clear();
            self.noise = Arc::default();
        }
        self.prepare_input(facts, context);
        context.follow_up(FollowUp::LookAtAll);
    }
}
