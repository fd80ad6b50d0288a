//! The lazy chunk: the part of the page's program that is fetched after the first picture.
//!
//! What only the functions of [`split`] call is in the chunk, if the program is split (feature
//! `split`); otherwise all of it is there from the beginning. The rooms share one chunk, because they
//! share their components. What writes programs of runs is a chunk of its own.
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

use super::page_room;
use super::train::TrainPanel;
use crate::host::{self, AppContext};
use crate::view::components::UiContext;
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
mod split {
    #![allow(unsafe_code, reason = "chunks are linked by name")]

    use leptos::prelude::*;
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use super::super::export_lines::export_lines;
    use super::super::train::TrainPanel;
    use crate::host::AppContext;
    use crate::view::alerts::install_alert_addition;
    use crate::view::components::UiContext;
    use crate::words::{install_lazy_words, lazy_words};
    use run_code::{CodeLine, CodeTarget};
    use run_spec::{ImageShape, RunSpec};
    use session::{ExploreTool, LoadedLearning, LoadedProjection, LoadedRepair, LoadedRooms, Room};

    #[wasm_split(rooms, fallible)]
    pub fn late() -> Result<LoadedRooms, SplitLoaderError> {
        install_lazy_words(lazy_words());
        install_alert_addition(export_lines);
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
        Ok(super::super::train::train_panel(panel, ui))
    }

    #[wasm_split(tools, fallible)]
    pub fn repairing() -> Result<LoadedRepair, SplitLoaderError> {
        Ok(LoadedRepair::here())
    }

    #[wasm_split(tools, fallible, preload(fetch_repair))]
    pub fn repair(ui: UiContext) -> Result<AnyView, SplitLoaderError> {
        Ok(super::super::repair::repair(ui))
    }

    #[wasm_split(tools, fallible, preload(fetch_compare))]
    pub fn compare(ui: UiContext) -> Result<AnyView, SplitLoaderError> {
        Ok(super::super::compare::compare(ui))
    }

    #[wasm_split(learn, fallible)]
    pub fn learning() -> Result<LoadedLearning, SplitLoaderError> {
        Ok(LoadedLearning::here())
    }

    #[wasm_split(learn, fallible, preload(fetch_lessons))]
    pub fn lessons(ui: UiContext) -> Result<AnyView, SplitLoaderError> {
        Ok(super::super::learn::lessons(ui))
    }

    #[wasm_split(game, fallible, preload(fetch_game))]
    pub fn game(ui: UiContext) -> Result<AnyView, SplitLoaderError> {
        Ok(super::super::learn::game_view(ui))
    }

    #[wasm_split(tools, fallible)]
    pub fn projecting() -> Result<LoadedProjection, SplitLoaderError> {
        Ok(LoadedProjection::here())
    }

    #[wasm_split(tools, fallible, preload(fetch_tools))]
    pub fn tool_panel(tool: ExploreTool, ui: UiContext) -> Result<AnyView, SplitLoaderError> {
        Ok(crate::view::tools::tool_panel(tool, ui))
    }

    #[wasm_split(learn, fallible, preload(fetch_over_rooms))]
    pub fn over_rooms() -> Result<AnyView, SplitLoaderError> {
        Ok(super::super::learn::over_rooms_view())
    }

    #[wasm_split(learn, fallible, preload(fetch_offer_tour))]
    pub fn offer_tour(app: AppContext) -> Result<(), SplitLoaderError> {
        super::super::learn::offer_tour(app);
        Ok(())
    }

    #[wasm_split(rooms, fallible, preload(fetch_chunk))]
    pub fn lazy_view(room: Room) -> Result<AnyView, SplitLoaderError> {
        Ok(super::super::lazy_view(room))
    }
}

/// Fetches the chunk and the rooms' style sheets. Returns what the rooms do to the session, or `None`
/// if something did not arrive.
pub(super) async fn fetch() -> Option<LoadedRooms> {
    let styles = Room::ALL.iter().flat_map(|room| page_room(*room).styles);
    let styles: Vec<String> = styles.map(|style| format!("{STYLES}{style}")).collect();
    if !host::load_styles(&styles).await || !host::fetch_messages(Part::Rooms).await {
        return None;
    }
    #[cfg(feature = "split")]
    {
        split::fetch_chunk().await.ok()?;
        split::late().await.ok()
    }
    #[cfg(not(feature = "split"))]
    {
        crate::view::alerts::install_alert_addition(super::export_lines::export_lines);
        Some(LoadedRooms::here())
    }
}

/// What a room gets from the chunk; `None` until the chunk was fetched.
pub(super) fn lazy_view(room: Room) -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(split::lazy_view(room));
    #[cfg(not(feature = "split"))]
    Some(super::lazy_view(room))
}

/// Fetches the chunk of the Train room's panels: whether it arrived.
pub(super) async fn fetch_panels() -> bool {
    #[cfg(feature = "split")]
    return split::fetch_panels().await.is_ok();
    #[cfg(not(feature = "split"))]
    true
}

/// A panel of the Train room; `None` until [`fetch_panels`] fetched the chunk.
pub(super) fn train_panel(panel: TrainPanel, ui: UiContext) -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(split::train_panel(panel, ui));
    #[cfg(not(feature = "split"))]
    Some(super::train::train_panel(panel, ui))
}

/// Fetches the chunk of the Learn room. Returns what it does to the session, or `None` if it did not
/// arrive.
pub(super) async fn fetch_learning() -> Option<LoadedLearning> {
    if !styles_are_here(&LEARN_STYLES_HERE, &LEARN_STYLES).await {
        return None;
    }
    #[cfg(feature = "split")]
    {
        split::fetch_lessons().await.ok()?;
        split::fetch_over_rooms().await.ok()?;
        split::fetch_offer_tour().await.ok()?;
        split::learning().await.ok()
    }
    #[cfg(not(feature = "split"))]
    Some(LoadedLearning::here())
}

/// The lessons; `None` until [`fetch_learning`] fetched the chunk.
pub(super) fn lessons(ui: UiContext) -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(split::lessons(ui));
    #[cfg(not(feature = "split"))]
    Some(super::learn::lessons(ui))
}

/// Fetches the chunk of the Repair and Compare rooms, which is that of the tools. Returns what it does to the
/// session, or `None` if it did not arrive.
pub(super) async fn fetch_repair() -> Option<LoadedRepair> {
    if !styles_are_here(&REPAIR_STYLES_HERE, &REPAIR_STYLES).await {
        return None;
    }
    #[cfg(feature = "split")]
    {
        split::fetch_repair().await.ok()?;
        split::fetch_compare().await.ok()?;
        split::repairing().await.ok()
    }
    #[cfg(not(feature = "split"))]
    Some(LoadedRepair::here())
}

/// The Repair room; `None` until [`fetch_repair`] fetched the chunk.
pub(super) fn repair(ui: UiContext) -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(split::repair(ui));
    #[cfg(not(feature = "split"))]
    Some(super::repair::repair(ui))
}

/// The Compare room; `None` until [`fetch_repair`] fetched the chunk.
pub(super) fn compare(ui: UiContext) -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(split::compare(ui));
    #[cfg(not(feature = "split"))]
    Some(super::compare::compare(ui))
}

/// Fetches the chunk of the game: whether it arrived.
pub(super) async fn fetch_game() -> bool {
    if !styles_are_here(&GAME_STYLES_HERE, &GAME_STYLES).await {
        return false;
    }
    #[cfg(feature = "split")]
    return split::fetch_game().await.is_ok();
    #[cfg(not(feature = "split"))]
    true
}

/// The game; `None` until [`fetch_game`] fetched the chunk.
pub(super) fn game(ui: UiContext) -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(split::game(ui));
    #[cfg(not(feature = "split"))]
    Some(super::learn::game_view(ui))
}

/// Fetches the chunk of Explore's tools. Returns what it does to the session, or `None` if it did not arrive.
pub(in crate::view) async fn fetch_tools() -> Option<LoadedProjection> {
    if !styles_are_here(&TOOL_STYLES_HERE, &TOOL_STYLES).await {
        return None;
    }
    #[cfg(feature = "split")]
    {
        split::fetch_tools().await.ok()?;
        split::projecting().await.ok()
    }
    #[cfg(not(feature = "split"))]
    Some(LoadedProjection::here())
}

/// The panel of a tool; `None` until [`fetch_tools`] fetched the chunk.
pub(in crate::view) fn tool_panel(tool: ExploreTool, ui: UiContext) -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(split::tool_panel(tool, ui));
    #[cfg(not(feature = "split"))]
    Some(crate::view::tools::tool_panel(tool, ui))
}

/// What lies over all rooms; `None` until [`fetch_learning`] fetched the chunk.
pub(super) fn over_rooms() -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(split::over_rooms());
    #[cfg(not(feature = "split"))]
    Some(super::learn::over_rooms_view())
}

/// Shows the tour once the visitor is not busy; only after [`fetch_learning`].
pub(super) fn offer_tour(app: AppContext) {
    #[cfg(feature = "split")]
    let _ = ready(split::offer_tour(app));
    #[cfg(not(feature = "split"))]
    super::learn::offer_tour(app);
}

/// A run's program, written by a chunk of its own, which is fetched when the first program is looked at;
/// `None` if it did not arrive.
pub(super) async fn program(
    target: CodeTarget,
    spec: RunSpec,
    image: ImageShape,
) -> Option<Vec<CodeLine>> {
    #[cfg(feature = "split")]
    return split::program(target, spec, image).await.ok();
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
