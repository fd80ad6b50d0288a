//! What a session consists of, as the views read it.

use std::sync::Arc;

use super::book::Book;
use super::catalog::CatalogEntry;
use super::exploring::{ExploreTools, MapPlane, NamedDirection};
use super::room::Room;
use super::training::TrainRoom;
use protocol::{CardFacts, EngineKind};

/// Everything that the page knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// The models on offer: those shipped, then those that the visitor opened.
    pub models: Vec<CatalogEntry>,
    /// The model that the visitor chose last (a [`CatalogEntry::id`]); it may still be loading, and
    /// a file that the visitor opened joins `models` only once it did.
    pub chosen: String,
    /// The model on screen.
    pub model: Option<LoadedModel>,
    /// The latent point on sliders and map, one coordinate per latent dimension.
    pub point: Vec<f32>,
    /// The newest decoded picture and the point that it shows.
    pub picture: Option<DecodedPicture>,
    /// The latent map.
    pub map: LatentMap,
    /// The encoded test images of the model on screen, once they arrived.
    pub points: Option<Arc<EncodedImages>>,
    /// Which points are drawn.
    pub legend: PointLegend,
    /// The Explore room's tools, and the Compare room.
    pub exploring: ExploreTools,
    /// Which engine runs, and why.
    pub engine: EngineStatus,
    /// The Train room.
    pub training: TrainRoom,
    /// The room on screen.
    pub room: Room,
    /// What the visitor should know, oldest first.
    pub alerts: Vec<Alert>,
    /// What only [`Session::apply`] needs to know.
    pub(super) book: Book,
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
pub struct ImagePixels {
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
pub struct DecodedPicture {
    /// The latent point that was decoded.
    pub z: Vec<f32>,
    /// What came out.
    pub pixels: ImagePixels,
    /// How long that took in the worker, in milliseconds.
    pub millis: f64,
}

/// The latent map: a plane of decoded tiles.
#[derive(Clone, Debug, PartialEq)]
pub struct LatentMap {
    /// The latent dimension (from 0) on the horizontal axis.
    pub x_axis: usize,
    /// The latent dimension (from 0) on the vertical axis.
    pub y_axis: usize,
    /// The plane; `x_axis` and `y_axis` count where it is along two dimensions.
    pub plane: MapPlane,
    /// The centre of what is shown of it.
    pub centre: (f32, f32),
    /// Half the side of what is shown of it, in prior standard deviations.
    pub extent: f32,
    /// The centre and half the side of what `strips` show.
    pub drawn: ((f32, f32), f32),
    /// Strips of tiles in the order in which they are to be drawn over one another. While a new
    /// plane is decoded, the old plane's strips stay until they are drawn over.
    pub strips: Vec<Arc<MapStrip>>,
    /// Rises whenever `strips` starts again from an empty list.
    pub generation: u64,
    /// Whether strips of the present plane are still to come.
    pub refining: bool,
}

/// Some rows of the map's tiles.
#[derive(Clone, Debug, PartialEq)]
pub struct MapStrip {
    /// How many tiles the whole map has across, and down.
    pub tiles: usize,
    /// The strip's first row of tiles, from the top.
    pub first_row: usize,
    /// How many rows of tiles it has.
    pub rows: usize,
    /// The tiles.
    pub pixels: ImagePixels,
}

/// Encoded test images.
#[derive(Clone, Debug, PartialEq)]
pub struct EncodedImages {
    /// How many coordinates each point has.
    pub latent: usize,
    /// Posterior means, `[count, latent]`, row by row.
    pub means: Vec<f32>,
    /// Posterior standard deviations, `[count, latent]`, row by row.
    pub spreads: Vec<f32>,
    /// Directions along which what was measured of each image grows (slant, thickness).
    pub directions: Vec<NamedDirection>,
    /// KL(q(z | x) ‖ prior) of each dimension, nats, mean over the images.
    pub kl: Vec<f32>,
    /// The digit that each image shows, `[count]`.
    pub labels: Vec<u8>,
}

/// Which points are drawn over the map.
#[derive(Clone, Debug, PartialEq)]
pub struct PointLegend {
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

/// What the browser offers by way of WebGPU.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum GpuAdapter {
    /// It has not answered yet; [`SessionEvent::AdapterFound`](super::SessionEvent::AdapterFound) will tell.
    #[default]
    Unknown,
    /// A GPU that burn can run on.
    Fit,
    /// An adapter that is there but that `Auto` avoids (a software rasteriser). The sentence says why.
    Slow(String),
    /// None, or one that burn cannot run on. The sentence says why.
    Unfit(String),
}

/// Which engine runs, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct EngineStatus {
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

impl EngineStatus {
    /// Whether it is up, but loads a model and compiles shaders for it before it shows a first
    /// picture.
    pub fn prepares(&self) -> bool {
        let up = self.state == EngineState::Ready;
        up && self.kind == EngineKind::WebGpu && self.decode_millis.is_none()
    }
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
    /// Identifies it, for [`SessionEvent::Dismiss`].
    pub id: u64,
    /// One or two sentences.
    pub text: String,
    /// What can be done about it.
    pub action: Option<AlertAction>,
}

/// A button on an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertAction {
    /// Start the stopped engine again.
    RestartEngine,
    /// Fetch a data set from a mirror of another origin.
    FetchFromMirror,
    /// Fetch the data set to compare with from a mirror of another origin.
    HoldFromMirror,
}
