//! What can happen to a session, and what the host is to do then.

use std::sync::Arc;

use run_spec::DatasetId;

use super::exploring::ExploreEvent;
use super::late::LoadedRooms;
use super::room::Room;
use super::state::{EngineChoice, GpuAdapter};
use super::training::{ImageGrid, TrainEvent};
use protocol::{EngineKind, FromEngine, Role, ToEngine};

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
    /// The visitor opened a weights file of their own.
    OpenModel {
        /// The file's name.
        name: String,
        /// Its bytes.
        bytes: Arc<[u8]>,
    },
    /// The visitor picked an engine.
    ChooseEngine(EngineChoice),
    /// One latent coordinate was set; clamped to ±[`EXTENT`].
    SetCoordinate {
        /// Which, from 0.
        dimension: usize,
        /// To what.
        value: f32,
    },
    /// The two coordinates on the map's axes were set; clamped to ±[`EXTENT`].
    SetOnMap {
        /// The horizontal one.
        x: f32,
        /// The vertical one.
        y: f32,
    },
    /// The whole point was set (`Reset`: zeros; `Randomize`: a draw from the prior); clamped.
    SetPoint(Vec<f32>),
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
        /// Which worker: the number that [`HostCommand::StartWorker`] gave it.
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
    Trouble(String),
    /// Another room was chosen.
    ShowRoom(Room),
    /// The piece of the program with the rooms arrived.
    RoomsArrived(LoadedRooms),
    /// The visitor did something with the tools of Explore, or in the Compare room.
    Explore(ExploreEvent),
    /// The visitor did something in the Train room.
    Train(TrainEvent),
}

/// What the host is to do.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "an effect lives for one call; a specification is sent once a run"
)]
pub enum HostCommand {
    /// Start a worker; its messages come back as [`SessionEvent::Engine`] with this number.
    StartWorker {
        /// Identifies it; never used twice.
        worker: u64,
        /// Which engine to load.
        engine: EngineKind,
        /// Its role.
        role: Role,
        /// How many threads it is to have; more than one only for a trainer on the CPU.
        threads: usize,
    },
    /// End a worker.
    StopWorker {
        /// Which.
        worker: u64,
    },
    /// Send a message.
    Send {
        /// To which worker.
        worker: u64,
        /// What.
        message: ToEngine,
        /// The payload to transfer along.
        payload: Option<Arc<[u8]>>,
    },
    /// Hand bytes out as a file.
    Save {
        /// The file's name.
        name: String,
        /// Its media type.
        kind: &'static str,
        /// What it holds.
        bytes: Arc<[u8]>,
    },
    /// Hand pictures out as a file: one as PNG, several as an animated GIF.
    SavePictures {
        /// The file's name.
        name: String,
        /// The pictures.
        grids: Vec<Arc<ImageGrid>>,
    },
    /// Find out where a data set is, which [`TrainEvent::Located`] then tells.
    Locate {
        /// Which.
        data: DatasetId,
    },
    /// Keep a run in the browser's storage, in place of the one before.
    Keep {
        /// What is needed to find its way again.
        note: String,
        /// Everything that the run depends on.
        checkpoint: Arc<[u8]>,
    },
}
