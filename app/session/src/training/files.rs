//! Links, exports, and what is kept from one visit to the next.

use std::sync::Arc;

use foreign_text::shown;
use run_spec::RunSpec;

use super::pending::PendingExport;
use super::state::TrainRoom;
use crate::alert_text::RoomAlert;
use crate::chosen_controls::controls_of;
use crate::context::Context;
use crate::host_command::HostCommand;
use crate::outbox::FollowUp;
use crate::room::Room;
use protocol::{EngineError, RoomError, TrainCommand};

/// What can be handed out as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrainExport {
    /// The specification, JSON.
    Spec,
    /// The curves, CSV.
    Log,
    /// The model, safetensors.
    Weights,
    /// Everything that the run depends on, safetensors.
    Checkpoint,
    /// The samples on screen, PNG.
    Grid,
    /// The timeline, GIF.
    Timeline,
}

/// What a note begins with; its link follows.
const STEP: &str = "step=";

impl TrainRoom {
    pub(super) fn export(&mut self, context: &mut Context, what: TrainExport) {
        let name = self.run_name();
        let step = self.run.as_ref().map_or(0, |run| run.progress.step);
        match what {
            TrainExport::Spec => {
                let spec = match &self.run {
                    Some(run) => &run.spec,
                    None => &self.draft,
                };
                let bytes = run_spec::to_json(spec).into_bytes();
                self.save(
                    context,
                    format!("{name}.json"),
                    "application/json",
                    bytes.into(),
                );
            }
            TrainExport::Log => {
                if let Some(run) = &self.run {
                    let bytes = run.record.csv().into_bytes();
                    self.save(context, format!("{name}-log.csv"), "text/csv", bytes.into());
                }
            }
            TrainExport::Weights | TrainExport::Checkpoint
                if self.run.as_ref().is_some_and(|run| !run.is_held()) =>
            {
                let error = EngineError::from(RoomError::NoRun);
                context.alert(RoomAlert::RunNotWritten(error.into()), None);
            }
            TrainExport::Weights => {
                if self.run.is_some() {
                    let id = context.next_request();
                    let name = format!("{name}.safetensors");
                    self.pending.exports.push(PendingExport { id, name });
                    self.send(context, TrainCommand::Weights { id }, None);
                }
            }
            TrainExport::Checkpoint => {
                if self.has_comparisons() {
                    context.alert(RoomAlert::ComparedRunsNotWritten, None);
                } else if self.run.is_some() {
                    // A request of its own: what is under way may be older, or fail by itself.
                    let id = context.next_request();
                    let name = format!("{name}.run.safetensors");
                    self.pending.exports.push(PendingExport { id, name });
                    self.send(context, TrainCommand::Checkpoint { id }, None);
                }
            }
            TrainExport::Grid => {
                let grid = self.run.as_ref().and_then(|run| run.grid()).cloned();
                if let Some(grid) = grid {
                    context.command(HostCommand::SavePictures {
                        name: format!("{name}-step-{}.png", grid.step),
                        grids: vec![grid],
                    });
                }
            }
            TrainExport::Timeline => {
                let frames = self.run.as_ref().map(|run| run.record.frames.clone());
                if let Some(grids) = frames.filter(|frames| !frames.is_empty()) {
                    context.command(HostCommand::SavePictures {
                        name: format!("{name}-to-step-{step}.gif"),
                        grids,
                    });
                }
            }
        }
    }

    /// What the run is called: by its preset, or the form's if there is no run.
    fn run_name(&self) -> String {
        let run = self.run.as_ref();
        run.map_or(&self.preset, |run| &run.preset).clone()
    }

    /// Hands a safetensors file out.
    pub(super) fn save_tensors(&self, context: &mut Context, name: String, bytes: &Arc<[u8]>) {
        self.save(context, name, "application/octet-stream", Arc::clone(bytes));
    }

    fn save(&self, context: &mut Context, name: String, kind: &'static str, bytes: Arc<[u8]>) {
        context.command(HostCommand::Save { name, kind, bytes });
    }

    /// The address asks for a run.
    pub(super) fn follow_link(&mut self, context: &mut Context, text: &str) {
        if self.take_link(context, text) && self.lacks_images() {
            self.lack_linked_images(context);
        }
    }

    /// A lesson's step asks for a run. Where it takes images of the visitor's, bringing them may be what
    /// the step is about.
    pub(super) fn set_up(&mut self, context: &mut Context, text: &str) {
        self.take_link(context, text);
        self.replace_run(context);
        self.locate(context);
    }

    /// Fills the form as a link says; whether it could be read.
    fn take_link(&mut self, context: &mut Context, text: &str) -> bool {
        context.follow_up(FollowUp::ShowRoom(Room::Train));
        let controls = controls_of(context, text);
        context.follow_up(FollowUp::ShowControls(controls));
        let read = run_spec::from_link(text);
        let is_read = read.is_ok();
        match read {
            Ok((preset, spec)) => {
                self.preset = preset;
                self.draft = spec;
                self.refusals.clear();
            }
            Err(error) => context.alert(RoomAlert::RunLink(error), None),
        }
        if let Some(part) = run_spec::unknown_in_link(text) {
            context.alert(RoomAlert::LinkPartUnknown(shown(&part)), None);
        }
        is_read
    }

    /// The note that is kept with a checkpoint: the step, and the run as a link has it, with the
    /// checkpoint's settings.
    pub(super) fn note(&self, step: u32, spec: &RunSpec) -> String {
        let link = run_spec::to_link(&self.run_name(), spec);
        format!("{STEP}{step}&{link}")
    }
}

/// The step, the preset and the specification in a note; `None` for a note of another build's form.
pub(super) fn read_note(note: &str) -> Option<(u32, String, RunSpec)> {
    let (step, link) = note.strip_prefix(STEP)?.split_once('&')?;
    let (preset, spec) = run_spec::from_link(link).ok()?;
    Some((step.parse().ok()?, preset, spec))
}
