//! What an event leads to: commands for the host, alerts, and follow-ups for other parts.

use std::sync::Arc;

use crate::alert_text::AlertText;
use crate::alerts::{AlertAction, AlertList, AlertMessage};
use crate::failure_reason::FailureReason;
use crate::host_command::HostCommand;
use crate::judged_rounds::{RoundNews, RoundOrder};
use crate::moves::{MapPlane, PointChange};
use crate::room::Room;
use crate::worker_slot::WorkerSlot;
use lesson::ControlSet;
use protocol::RequestId;

/// What a part leads to in another part. [`Session`](crate::Session) routes it as soon as the part
/// that raised it is done.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FollowUp {
    /// The explorer is up, or another one: it is to hold what is wanted.
    LoadWanted,
    /// The explorer is to be one that opens ONNX files too, or the usual one again.
    ChangeProgram { onnx: bool },
    /// The explorer died while it loaded a model.
    LoadBroken {
        model: String,
        reason: FailureReason,
    },
    /// The visitor chose the class that the model on screen draws.
    DrawClass(usize),
    /// The explorer is another worker: what was on its way from the old one is asked again.
    ExplorerReplaced,
    /// The background worker came up: it is given the model on screen.
    BackgroundReady,
    /// A worker is to hold a model.
    LoadModel { slot: WorkerSlot, model: String },
    /// The model on screen got an encoder.
    EncoderAdded,
    /// The trainer is of no further use.
    TrainerDied {
        reason: FailureReason,
        lost_gpu: bool,
    },
    /// The background worker is of no further use.
    BackgroundDied { reason: FailureReason },
    /// A picture of the point took so many milliseconds in the worker.
    PictureTimed(f64),
    /// Another model is on screen: it has `latent` dimensions, `first` says whether there was none
    /// before, `another` whether its pictures are of another kind than those before.
    ModelShown {
        latent: usize,
        first: bool,
        another: bool,
    },
    /// The explorer holds newer weights of the model in training, which is on screen.
    LiveReloaded,
    /// The visitor picked a model.
    ChooseModel(String),
    /// A model was made of the visitor's pictures: it is opened as a file is.
    OpenModel { name: String, bytes: Arc<[u8]> },
    /// The point moved away from here.
    PointMoved {
        before: Vec<f32>,
        change: PointChange,
    },
    /// The point is to be here.
    PlacePoint(Vec<f32>),
    /// The map is to show this plane, all of it.
    ShowPlane(MapPlane),
    /// The map is to show this plane, and as much of it as before.
    TurnPlane(MapPlane),
    /// The map's axes were chosen.
    SetAxes(usize, usize),
    /// The map is to show this part of its plane: its centre, half its side.
    Look((f32, f32), f32),
    /// The map is to show all that the sliders reach.
    LookAtAll,
    /// The page is to be as a projector needs it, or as ever.
    Project(bool),
    /// The place that the address names is to be gone to, if its model is on screen.
    SettlePlace,
    /// Newer weights of the model in training arrived.
    LiveWeights {
        preset: String,
        step: u32,
        latent: usize,
        bytes: Arc<[u8]>,
    },
    /// Held-out images as the model in training encodes them.
    LivePoints {
        count: usize,
        latent: usize,
        payload: Option<Arc<[u8]>>,
    },
    /// The model in training is not being trained any more: its name from now on.
    LiveEnded,
    /// The model in training is to be kept as it is now.
    KeepLive,
    /// Another room is to be on screen.
    ShowRoom(Room),
    /// A lesson's step takes place here: a room, and what its address would say.
    SetUp(Room, String),
    /// An address chose which controls are shown, or none of them.
    ShowControls(Option<ControlSet>),
    /// The trainer is to hand out pictures for the game, or none any more.
    Judge(Option<RoundOrder>),
    /// What became of that.
    Judged(RoundNews),
    /// A kept run was read in order to be compared; no bytes if it could not be, which was said.
    KeptRunRead {
        id: String,
        bytes: Option<Arc<[u8]>>,
    },
}

/// What has to leave a part.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct Outbox {
    commands: Vec<HostCommand>,
    follow_ups: Vec<FollowUp>,
    alerts: AlertList,
    last_request: u64,
}

impl Outbox {
    /// Has the host do something.
    pub fn command(&mut self, command: HostCommand) {
        self.commands.push(command);
    }

    /// Has another part do something.
    pub fn follow_up(&mut self, follow_up: FollowUp) {
        self.follow_ups.push(follow_up);
    }

    /// Tells the visitor something, unless it is being said already.
    pub fn alert(&mut self, text: impl Into<AlertText>, action: Option<AlertAction>) {
        self.alert_shared(text.into().into(), action);
    }

    /// Tells the visitor something that another part says too.
    pub fn alert_shared(&mut self, text: AlertMessage, action: Option<AlertAction>) {
        self.alerts.add(text, action);
    }

    /// The alerts on screen.
    pub fn alerts(&self) -> &AlertList {
        &self.alerts
    }

    /// The alerts on screen.
    pub fn alerts_mut(&mut self) -> &mut AlertList {
        &mut self.alerts
    }

    /// The next request's id.
    pub fn next_request(&mut self) -> RequestId {
        self.last_request += 1;
        RequestId(self.last_request)
    }

    /// Commands so far, oldest first.
    pub fn take_commands(&mut self) -> Vec<HostCommand> {
        std::mem::take(&mut self.commands)
    }

    /// Follow-ups so far, oldest first.
    pub fn take_follow_ups(&mut self) -> Vec<FollowUp> {
        std::mem::take(&mut self.follow_ups)
    }
}
