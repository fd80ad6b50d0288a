//! The page's state, and [`Session::apply`], the only thing that changes it.
//!
//! Views read a [`Session`] and emit [`Event`]s; workers' messages arrive as events too. `apply`
//! is pure: it changes the session and returns [`Effect`]s for the host to carry out. Nothing here
//! knows a browser, so all of it is tested natively.

mod catalog;
mod prior;

pub use catalog::{CatalogEntry, catalog};
pub use prior::standard_normal;

use std::sync::Arc;

use crate::protocol::{CardFacts, EngineKind, FromEngine, Role, ToEngine};

/// Sliders and map reach this far from zero, in prior standard deviations.
pub const EXTENT: f32 = 3.5;

/// The map's tiles across and down, coarse first, then fine.
pub const MAP_LEVELS: [usize; 2] = [10, 20];

/// Everything that the page knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// The models on offer: those shipped, then those that the visitor opened.
    pub models: Vec<CatalogEntry>,
    /// The model that the visitor chose last (a [`CatalogEntry::id`]); it may still be loading.
    pub chosen: String,
    /// The model on screen.
    pub model: Option<LoadedModel>,
    /// The latent point on sliders and map, one coordinate per latent dimension.
    pub point: Vec<f32>,
    /// The newest decoded picture and the point that it shows.
    pub picture: Option<Picture>,
    /// The latent map.
    pub map: Map,
    /// The encoded test images of the model on screen, once they arrived.
    pub points: Option<Arc<Points>>,
    /// Which points are drawn.
    pub legend: Legend,
    /// Which engine runs, and why.
    pub engine: Engine,
    /// What the visitor should know, oldest first.
    pub alerts: Vec<Alert>,
}

/// A model that the explorer holds.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedModel {
    /// Its [`CatalogEntry::id`].
    pub id: String,
    /// What its card says.
    pub card: CardFacts,
}

/// Pixels, row by row, one byte per channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Pixels {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// 1 (grey) or 3 (RGB).
    pub channels: usize,
    /// `height × width × channels` bytes.
    pub bytes: Arc<[u8]>,
}

/// A decoded picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The latent point that was decoded.
    pub z: Vec<f32>,
    /// What came out.
    pub pixels: Pixels,
    /// How long that took in the worker, in milliseconds.
    pub millis: f64,
}

/// The latent map: a plane of decoded tiles.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// The latent dimension (from 0) on the horizontal axis.
    pub x_axis: usize,
    /// The latent dimension (from 0) on the vertical axis.
    pub y_axis: usize,
    /// Strips of tiles in the order in which they are to be drawn over one another. While a new
    /// plane is decoded, the old plane's strips stay until they are drawn over.
    pub strips: Vec<Arc<Strip>>,
    /// Rises whenever `strips` starts again from an empty list.
    pub generation: u64,
    /// Whether strips of the present plane are still to come.
    pub refining: bool,
}

/// Some rows of the map's tiles.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// How many tiles the whole map has across, and down.
    pub tiles: usize,
    /// The strip's first row of tiles, from the top.
    pub first_row: usize,
    /// How many rows of tiles it has.
    pub rows: usize,
    /// The tiles.
    pub pixels: Pixels,
}

/// Encoded test images.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// How many coordinates each point has.
    pub latent: usize,
    /// Posterior means, `[count, latent]`, row by row.
    pub means: Vec<f32>,
    /// The digit that each image shows, `[count]`.
    pub labels: Vec<u8>,
}

/// Which points are drawn over the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Legend {
    /// Whether any are.
    pub shown: bool,
    /// Whether those of each digit are.
    pub digits: [bool; 10],
}

/// What the visitor asked to compute with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineChoice {
    /// Whatever is faster here.
    Auto,
    /// The CPU.
    Cpu,
    /// WebGPU.
    WebGpu,
}

/// What the browser offers by way of WebGPU, found out before an engine is started.
#[derive(Clone, Debug, PartialEq)]
pub enum Adapter {
    /// A GPU that burn can run on.
    Fit,
    /// An adapter that is there but that `Auto` avoids (a software rasteriser). The sentence says why.
    Slow(String),
    /// None, or one that burn cannot run on. The sentence says why.
    Unfit(String),
}

/// Which engine runs, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Engine {
    /// What the visitor asked for.
    pub choice: EngineChoice,
    /// What the explorer runs on; what it is starting on while `state` is `Starting`.
    pub kind: EngineKind,
    /// Whether it is up.
    pub state: EngineState,
    /// Why it is this engine: a sentence for the badge.
    pub reason: String,
    /// Milliseconds that the newest pictures took to decode: the median of the last few.
    pub decode_millis: Option<f64>,
}

/// Whether the explorer is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineState {
    /// Its worker is being loaded.
    Starting,
    /// It answers.
    Ready,
    /// It died twice; the visitor can start it again.
    Stopped,
}

/// Something that the visitor should know.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// Identifies it, for [`Event::Dismiss`].
    pub id: u64,
    /// One or two sentences.
    pub text: String,
    /// What can be done about it.
    pub action: Option<Action>,
}

/// A button on an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Start the stopped engine again.
    RestartEngine,
}

/// Everything that can happen to a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page is up: start an engine and load the first model.
    Started {
        /// From `?engine=`, else `Auto`.
        choice: EngineChoice,
        /// What the browser offers.
        adapter: Adapter,
        /// Address of the folder that holds `assets/`, absolute, ending in `/`.
        base: String,
    },
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
        /// Which worker: the number that [`Effect::StartWorker`] gave it.
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
}

/// What the host is to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Start a worker; its messages come back as [`Event::Engine`] with this number.
    StartWorker {
        /// Identifies it; never used twice.
        worker: u64,
        /// Which engine to load.
        engine: EngineKind,
        /// Its role.
        role: Role,
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
}

impl Session {
    /// A session before anything happened: the shipped models on offer, the first of them chosen.
    pub fn new() -> Session {
        let models = catalog();
        let chosen = models
            .first()
            .map(|entry| entry.id.clone())
            .unwrap_or_default();
        let latent = models.first().map_or(2, |entry| entry.latent);
        Session {
            models,
            chosen,
            model: None,
            point: vec![0.0; latent],
            picture: None,
            map: Map {
                x_axis: 0,
                y_axis: 1,
                strips: Vec::new(),
                generation: 0,
                refining: false,
            },
            points: None,
            legend: Legend {
                shown: true,
                digits: [true; 10],
            },
            engine: Engine {
                choice: EngineChoice::Auto,
                kind: EngineKind::Cpu,
                state: EngineState::Starting,
                reason: String::new(),
                decode_millis: None,
            },
            alerts: Vec::new(),
        }
    }

    /// Whether a decoded picture is there.
    pub fn ready(&self) -> bool {
        self.picture.is_some()
    }

    /// Applies an event: changes the session, and returns what the host is to do.
    pub fn apply(&mut self, event: Event) -> Vec<Effect> {
        let _ = event;
        Vec::new()
    }
}
