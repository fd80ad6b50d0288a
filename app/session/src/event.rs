//! What can happen to a session.

use std::sync::Arc;

use crate::alert_text::AlertText;
use crate::brought_file::BroughtFile;
use crate::lazy_rooms::LoadedRooms;
use crate::learning::{LearnEvent, LoadedLearning};
use crate::pictures::ImagePixels;
use crate::repair::{LoadedRepair, RepairEvent};
use crate::room::Room;
use crate::tools::ExploreEvent;
use crate::training::TrainEvent;
use crate::workers::{EngineChoice, GpuAdapter};
use protocol::FromEngine;

/// Everything that can happen to a session.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "an event lives for one call; a model card is sent once a model"
)]
pub enum SessionEvent {
    /// The page is up: start an engine and load the first model.
    Started {
        /// From `?engine=`, else `Auto`.
        choice: EngineChoice,
        /// What the browser offers.
        adapter: GpuAdapter,
        /// Address of the folder that holds `assets/`, absolute, ending in `/`.
        base: String,
    },
    /// The browser answered what it offers by way of WebGPU.
    AdapterFound(GpuAdapter),
    /// The visitor picked a model.
    ChooseModel(String),
    /// The visitor opened, dropped or pasted files. One of them is taken; what they are, their content
    /// says.
    OpenFiles {
        /// The first few.
        files: Vec<BroughtFile>,
        /// How many more there are.
        more: usize,
    },
    /// A file that the visitor brought is a model's weights.
    OpenModel {
        /// The file's name.
        name: String,
        /// Its bytes.
        bytes: Arc<[u8]>,
    },
    /// The visitor picked an engine.
    ChooseEngine(EngineChoice),
    /// One latent coordinate was set; clamped to ±[`EXTENT`](crate::EXTENT).
    SetCoordinate {
        /// Which, from 0.
        dimension: usize,
        /// To what.
        value: f32,
    },
    /// The two coordinates on the map's axes were set; clamped to ±[`EXTENT`](crate::EXTENT).
    SetOnMap {
        /// The horizontal one.
        x: f32,
        /// The vertical one.
        y: f32,
    },
    /// The whole point was set (`Reset`: zeros; `Randomize`: a draw from the prior); clamped.
    SetPoint(Vec<f32>),
    /// The point moves by itself to a place on the map, until anything else moves it or the visitor
    /// touches the page, which is said with `None`.
    Drift(Option<(f32, f32)>),
    /// The map's axes were chosen. Choosing the other axis's dimension swaps the two.
    SetAxes {
        /// The horizontal one, from 0.
        x_axis: usize,
        /// The vertical one, from 0.
        y_axis: usize,
    },
    /// Points were switched on or off.
    ShowPoints(bool),
    /// One digit's points were switched on or off.
    ShowDigit {
        /// Which digit.
        digit: u8,
        /// On or off.
        shown: bool,
    },
    /// A worker spoke.
    Engine {
        /// Which worker: the number that [`HostCommand::StartWorker`](crate::HostCommand::StartWorker) gave it.
        worker: u64,
        /// What it said.
        message: FromEngine,
        /// The payload that came along.
        payload: Option<Arc<[u8]>>,
    },
    /// A worker is gone without a word, or could not be loaded.
    WorkerDied {
        /// Which.
        worker: u64,
        /// What is known of it.
        reason: String,
    },
    /// A second passed; `now` in milliseconds since the page loaded.
    Tick {
        /// The time.
        now: f64,
    },
    /// An alert's button was pressed.
    Act(u64),
    /// An alert was closed.
    Dismiss(u64),
    /// Something outside the session went wrong: tell the visitor.
    Trouble(AlertText),
    /// Another room was chosen.
    ShowRoom(Room),
    /// The piece of the program with the rooms arrived.
    RoomsArrived(LoadedRooms),
    /// The visitor did something with the tools of Explore, or in the Compare room.
    Explore(ExploreEvent),
    /// The visitor did something in the Train room.
    Train(TrainEvent),
    /// The piece of the program with the Learn room arrived.
    LearningArrived(LoadedLearning),
    /// The visitor did something in the Learn room.
    Learn(LearnEvent),
    /// The piece of the program with the Repair room arrived.
    RepairArrived(LoadedRepair),
    /// The visitor did something in the Repair room.
    Repair(RepairEvent),
    /// A picture that the visitor opened, dropped or pasted was read: the room on screen takes it.
    PictureRead {
        /// Where it comes from.
        title: String,
        /// Its pixels.
        pixels: ImagePixels,
    },
}
