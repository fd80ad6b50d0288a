//! What of the page's program is fetched after the first picture, and in which chunks.
//!
//! What only the functions of [`linked`] call is in a chunk, if the program is split (feature
//! `split`); otherwise all of it is there from the beginning. This names rooms and tools; they ask
//! [`chunks`](super::chunks) for what arrives later. The rooms share one chunk, because they share their
//! components. What writes programs of runs is a chunk of its own.
//! What writes films is one, too (`host/film.rs`), and so are the Learn room and its game. Panels of the
//! Train room are another: My pictures, a step in slow motion, all that is about points of a plane, and
//! what stands below the curves (code, files, the score of factors). The panels of Explore's tools are one
//! with the Repair and Compare rooms, which use the same parts. More chunks would be smaller ones that
//! share more, and weigh more together.

use std::cell::Cell;
use std::thread::LocalKey;

use leptos::prelude::*;

use run_code::{CodeLine, CodeTarget};
use run_spec::{ImageShape, RunSpec};

use super::chunks::{Arrival, LazyChunks, RoomsChunk, TrainPanel};
use super::components::UiContext;
use super::rooms::page_room;
use crate::host::{self, AppContext};
use crate::words::Part;
use session::{ExploreTool, LoadedLearning, LoadedProjection, LoadedRepair, LoadedRooms, Room};

/// Where the rooms' style sheets lie.
const STYLES: &str = "./assets/styles/rooms/";

/// Style sheets that come with the chunk of the Learn room.
const LEARN_STYLES: [&str; 5] = [
    "learn.css",
    "tour.css",
    "projector.css",
    "worksheet.css",
    "class-files.css",
];

/// The style sheets that come with the chunk of the Repair and Compare rooms.
const REPAIR_STYLES: [&str; 3] = ["brush.css", "repair.css", "same-data.css"];

/// The style sheet that comes with the chunk of the game.
const GAME_STYLES: [&str; 1] = ["game.css"];

/// The style sheets that come with the chunk of some tools of Explore.
const TOOL_STYLES: [&str; 5] = [
    "borders.css",
    "brush.css",
    "paint.css",
    "projection.css",
    "style.css",
];

thread_local! {
    /// Whether the style sheets of the Learn room's chunk are there.
    static LEARN_STYLES_HERE: Cell<bool> = const { Cell::new(false) };
    /// The same of the Repair room's.
    static REPAIR_STYLES_HERE: Cell<bool> = const { Cell::new(false) };
    /// The same of the game's.
    static GAME_STYLES_HERE: Cell<bool> = const { Cell::new(false) };
    /// The same of the tools'.
    static TOOL_STYLES_HERE: Cell<bool> = const { Cell::new(false) };
}

/// Loads style sheets of a chunk, unless they are there: whether they are there now.
async fn styles_are_here(here: &'static LocalKey<Cell<bool>>, styles: &[&str]) -> bool {
    if !here.get() {
        let styles: Vec<String> = styles
            .iter()
            .map(|style| format!("{STYLES}{style}"))
            .collect();
        here.set(host::load_styles(&styles).await);
    }
    here.get()
}

#[cfg(feature = "split")]
mod linked {
    #![allow(unsafe_code, reason = "chunks are linked by name")]

    use leptos::prelude::*;
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use crate::host::AppContext;
    use crate::view::chunks::{TrainPanel, install_chunks};
    use crate::view::components::UiContext;
    use crate::view::{alerts, rooms, tools};
    use crate::words::{install_lazy_words, lazy_words};
    use run_code::{CodeLine, CodeTarget};
    use run_spec::{ImageShape, RunSpec};
    use session::{ExploreTool, LoadedLearning, LoadedProjection, LoadedRepair, LoadedRooms, Room};

    #[wasm_split(rooms, fallible)]
    pub fn late() -> Result<LoadedRooms, SplitLoaderError> {
        install_lazy_words(lazy_words());
        alerts::install_alert_addition(rooms::export_lines);
        install_chunks(super::lazy_chunks());
        Ok(LoadedRooms::here())
    }

    #[wasm_split(code, fallible)]
    pub fn program(
        target: CodeTarget,
        spec: RunSpec,
        image: ImageShape,
    ) -> Result<Vec<CodeLine>, SplitLoaderError> {
        Ok(target.lines(&spec, image))
    }

    #[wasm_split(panels, fallible, preload(fetch_panels))]
    pub fn train_panel(panel: TrainPanel, ui: UiContext) -> Result<AnyView, SplitLoaderError> {
        Ok(rooms::train_panel(panel, ui))
    }

    #[wasm_split(tools, fallible)]
    pub fn repairing() -> Result<LoadedRepair, SplitLoaderError> {
        Ok(LoadedRepair::here())
    }

    #[wasm_split(tools, fallible, preload(fetch_repair))]
    pub fn repair(ui: UiContext) -> Result<AnyView, SplitLoaderError> {
        Ok(rooms::repair(ui))
    }

    #[wasm_split(tools, fallible, preload(fetch_compare))]
    pub fn compare(ui: UiContext) -> Result<AnyView, SplitLoaderError> {
        Ok(rooms::compare(ui))
    }

    #[wasm_split(learn, fallible)]
    pub fn learning() -> Result<LoadedLearning, SplitLoaderError> {
        Ok(LoadedLearning::here())
    }

    #[wasm_split(learn, fallible, preload(fetch_lessons))]
    pub fn lessons(ui: UiContext) -> Result<AnyView, SplitLoaderError> {
        Ok(rooms::lessons(ui))
    }

    #[wasm_split(game, fallible, preload(fetch_game))]
    pub fn game(ui: UiContext) -> Result<AnyView, SplitLoaderError> {
        Ok(rooms::game_view(ui))
    }

    #[wasm_split(tools, fallible)]
    pub fn projecting() -> Result<LoadedProjection, SplitLoaderError> {
        Ok(LoadedProjection::here())
    }

    #[wasm_split(tools, fallible, preload(fetch_tools))]
    pub fn tool_panel(tool: ExploreTool, ui: UiContext) -> Result<AnyView, SplitLoaderError> {
        Ok(tools::tool_panel(tool, ui))
    }

    #[wasm_split(learn, fallible, preload(fetch_over_rooms))]
    pub fn over_rooms() -> Result<AnyView, SplitLoaderError> {
        Ok(rooms::over_rooms_view())
    }

    #[wasm_split(learn, fallible, preload(fetch_offer_tour))]
    pub fn offer_tour(app: AppContext) -> Result<(), SplitLoaderError> {
        rooms::offer_tour(app);
        Ok(())
    }

    #[wasm_split(rooms, fallible, preload(fetch_chunk))]
    pub fn lazy_view(room: Room) -> Result<AnyView, SplitLoaderError> {
        Ok(rooms::lazy_view(room))
    }
}

/// The rooms' chunk, for the first program.
pub(super) fn rooms_chunk() -> RoomsChunk {
    RoomsChunk {
        fetch: || Box::pin(fetch()),
        view: lazy_view,
    }
}

/// The other chunks, which the rooms' own hands over: only it may call this. Any other caller would have
/// the first program know of them.
fn lazy_chunks() -> LazyChunks {
    LazyChunks {
        fetch_panels: || Box::pin(fetch_panels()),
        train_panel,
        fetch_learning: || Box::pin(fetch_learning()),
        lessons,
        over_rooms,
        offer_tour,
        fetch_game: || Box::pin(fetch_game()),
        game,
        fetch_repair: || Box::pin(fetch_repair()),
        repair,
        compare,
        fetch_tools: || Box::pin(fetch_tools()),
        tool_panel,
        program: |target, spec, image| -> Arrival<_> { Box::pin(program(target, spec, image)) },
    }
}

/// Fetches the chunk and the rooms' style sheets. Returns what the rooms do to the session, or `None`
/// if something did not arrive.
async fn fetch() -> Option<LoadedRooms> {
    let styles = Room::ALL.iter().flat_map(|room| page_room(*room).styles);
    let styles: Vec<String> = styles.map(|style| format!("{STYLES}{style}")).collect();
    if !host::load_styles(&styles).await || !host::fetch_messages(Part::Rooms).await {
        return None;
    }
    #[cfg(feature = "split")]
    {
        linked::fetch_chunk().await.ok()?;
        linked::late().await.ok()
    }
    #[cfg(not(feature = "split"))]
    {
        super::alerts::install_alert_addition(super::rooms::export_lines);
        super::chunks::install_chunks(lazy_chunks());
        Some(LoadedRooms::here())
    }
}

/// What a room gets from the chunk; `None` until the chunk was fetched.
fn lazy_view(room: Room) -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(linked::lazy_view(room));
    #[cfg(not(feature = "split"))]
    Some(super::rooms::lazy_view(room))
}

/// Fetches the chunk of the Train room's panels: whether it arrived.
async fn fetch_panels() -> bool {
    #[cfg(feature = "split")]
    return linked::fetch_panels().await.is_ok();
    #[cfg(not(feature = "split"))]
    true
}

/// A panel of the Train room; `None` until [`fetch_panels`] fetched the chunk.
fn train_panel(panel: TrainPanel, ui: UiContext) -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(linked::train_panel(panel, ui));
    #[cfg(not(feature = "split"))]
    Some(super::rooms::train_panel(panel, ui))
}

/// Fetches the chunk of the Learn room. Returns what it does to the session, or `None` if it did not
/// arrive.
async fn fetch_learning() -> Option<LoadedLearning> {
    if !styles_are_here(&LEARN_STYLES_HERE, &LEARN_STYLES).await {
        return None;
    }
    #[cfg(feature = "split")]
    {
        linked::fetch_lessons().await.ok()?;
        linked::fetch_over_rooms().await.ok()?;
        linked::fetch_offer_tour().await.ok()?;
        linked::learning().await.ok()
    }
    #[cfg(not(feature = "split"))]
    Some(LoadedLearning::here())
}

/// The lessons; `None` until [`fetch_learning`] fetched the chunk.
fn lessons(ui: UiContext) -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(linked::lessons(ui));
    #[cfg(not(feature = "split"))]
    Some(super::rooms::lessons(ui))
}

/// Fetches the chunk of the Repair and Compare rooms, which is that of the tools. Returns what it does to the
/// session, or `None` if it did not arrive.
async fn fetch_repair() -> Option<LoadedRepair> {
    if !styles_are_here(&REPAIR_STYLES_HERE, &REPAIR_STYLES).await {
        return None;
    }
    #[cfg(feature = "split")]
    {
        linked::fetch_repair().await.ok()?;
        linked::fetch_compare().await.ok()?;
        linked::repairing().await.ok()
    }
    #[cfg(not(feature = "split"))]
    Some(LoadedRepair::here())
}

/// The Repair room; `None` until [`fetch_repair`] fetched the chunk.
fn repair(ui: UiContext) -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(linked::repair(ui));
    #[cfg(not(feature = "split"))]
    Some(super::rooms::repair(ui))
}

/// The Compare room; `None` until [`fetch_repair`] fetched the chunk.
fn compare(ui: UiContext) -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(linked::compare(ui));
    #[cfg(not(feature = "split"))]
    Some(super::rooms::compare(ui))
}

/// Fetches the chunk of the game: whether it arrived.
async fn fetch_game() -> bool {
    if !styles_are_here(&GAME_STYLES_HERE, &GAME_STYLES).await {
        return false;
    }
    #[cfg(feature = "split")]
    return linked::fetch_game().await.is_ok();
    #[cfg(not(feature = "split"))]
    true
}

/// The game; `None` until [`fetch_game`] fetched the chunk.
fn game(ui: UiContext) -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(linked::game(ui));
    #[cfg(not(feature = "split"))]
    Some(super::rooms::game_view(ui))
}

/// Fetches the chunk of Explore's tools. Returns what it does to the session, or `None` if it did not arrive.
async fn fetch_tools() -> Option<LoadedProjection> {
    if !styles_are_here(&TOOL_STYLES_HERE, &TOOL_STYLES).await {
        return None;
    }
    #[cfg(feature = "split")]
    {
        linked::fetch_tools().await.ok()?;
        linked::projecting().await.ok()
    }
    #[cfg(not(feature = "split"))]
    Some(LoadedProjection::here())
}

/// The panel of a tool; `None` until [`fetch_tools`] fetched the chunk.
fn tool_panel(tool: ExploreTool, ui: UiContext) -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(linked::tool_panel(tool, ui));
    #[cfg(not(feature = "split"))]
    Some(super::tools::tool_panel(tool, ui))
}

/// What lies over all rooms; `None` until [`fetch_learning`] fetched the chunk.
fn over_rooms() -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(linked::over_rooms());
    #[cfg(not(feature = "split"))]
    Some(super::rooms::over_rooms_view())
}

/// Shows the tour once the visitor is not busy; only after [`fetch_learning`].
fn offer_tour(app: AppContext) {
    #[cfg(feature = "split")]
    let _ = ready(linked::offer_tour(app));
    #[cfg(not(feature = "split"))]
    super::rooms::offer_tour(app);
}

/// A run's program, written by a chunk of its own, which is fetched when the first program is looked at;
/// `None` if it did not arrive.
async fn program(target: CodeTarget, spec: RunSpec, image: ImageShape) -> Option<Vec<CodeLine>> {
    #[cfg(feature = "split")]
    return linked::program(target, spec, image).await.ok();
    #[cfg(not(feature = "split"))]
    Some(target.lines(&spec, image))
}

/// The result of a future that needs no waiting: once the chunk is there, its functions return at
/// once.
#[cfg(feature = "split")]
fn ready<T, E>(call: impl Future<Output = Result<T, E>>) -> Option<T> {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    match pin!(call).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result.ok(),
        Poll::Pending => None,
    }
}
