//! What is fetched later, for those who show it: they ask for it by what it is, and do not know who makes
//! it. [`super::split`] says what is in which chunk, and hands its functions over.

use std::cell::Cell;
use std::pin::Pin;

use leptos::prelude::*;

use crate::host::AppContext;
use crate::view::components::UiContext;
use run_code::{CodeLine, CodeTarget};
use run_spec::{ImageShape, RunSpec};
use session::{ExploreTool, LoadedLearning, LoadedProjection, LoadedRepair, LoadedRooms, Room};

/// Something on its way.
pub(super) type Arrival<T> = Pin<Box<dyn Future<Output = T>>>;

/// The chunk that the rooms share: all that the first program knows of what is fetched.
#[derive(Clone, Copy)]
pub(super) struct RoomsChunk {
    /// Fetches it. Gives what the rooms do to the session, or `None` if something did not arrive.
    pub fetch: fn() -> Arrival<Option<LoadedRooms>>,
    /// What a room has in it; `None` until it was fetched.
    pub view: fn(Room) -> Option<AnyView>,
}

/// The panels of the Train room that are in a chunk of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TrainPanel {
    MyPictures,
    /// Where runs are trained.
    Device,
    /// A step in slow motion.
    StepTrace,
    /// The square that a density is drawn in.
    DensityEditor,
    /// The plane of a run on points.
    Toy2dStage,
    /// The latent space of a run on points.
    LatentView,
    /// How well a run on points does.
    Toy2dQuality,
    /// The networks of a run on points.
    NetworkControls,
    /// Which latent dimensions are known factors.
    Disentanglement,
    /// The run as a program.
    Code,
    /// What is saved of a run.
    RunFiles,
}

/// The chunks that parts of the rooms are in. Views are `None` until what fetches them has.
#[derive(Clone, Copy)]
pub(super) struct LazyChunks {
    /// Fetches the panels of the Train room: whether they arrived.
    pub fetch_panels: fn() -> Arrival<bool>,
    pub train_panel: fn(TrainPanel, UiContext) -> Option<AnyView>,
    /// Fetches the Learn room.
    pub fetch_learning: fn() -> Arrival<Option<LoadedLearning>>,
    pub lessons: fn(UiContext) -> Option<AnyView>,
    /// What of the Learn room lies over all rooms.
    pub over_rooms: fn() -> Option<AnyView>,
    /// Shows the tour once the visitor is not busy.
    pub offer_tour: fn(AppContext),
    /// Fetches the game: whether it arrived.
    pub fetch_game: fn() -> Arrival<bool>,
    pub game: fn(UiContext) -> Option<AnyView>,
    /// Fetches the Repair and Compare rooms, which are in the chunk of the tools.
    pub fetch_repair: fn() -> Arrival<Option<LoadedRepair>>,
    pub repair: fn(UiContext) -> Option<AnyView>,
    pub compare: fn(UiContext) -> Option<AnyView>,
    /// Fetches the panels of Explore's tools.
    pub fetch_tools: fn() -> Arrival<Option<LoadedProjection>>,
    pub tool_panel: fn(ExploreTool, UiContext) -> Option<AnyView>,
    /// Writes a run's program in a chunk of its own; `None` if that did not arrive.
    pub program: fn(CodeTarget, RunSpec, ImageShape) -> Arrival<Option<Vec<CodeLine>>>,
}

thread_local! {
    static CHUNKS: Cell<Option<LazyChunks>> = const { Cell::new(None) };
}

/// Takes what the rooms' chunk knows of the others when it arrives.
pub(super) fn install_chunks(chunks: LazyChunks) {
    CHUNKS.set(Some(chunks));
}

/// The other chunks; `None` before the rooms' own, in which all that asks for them is, has arrived.
pub(super) fn chunks() -> Option<LazyChunks> {
    CHUNKS.get()
}

/// What `fetch` fetches; nothing if there is no chunk that asks for it.
pub(super) async fn fetched<T: Default>(fetch: impl FnOnce(LazyChunks) -> Arrival<T>) -> T {
    match chunks() {
        Some(chunks) => fetch(chunks).await,
        None => T::default(),
    }
}
