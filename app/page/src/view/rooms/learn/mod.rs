//! The Learn room: a list of lessons, and a lesson's text beside the room that it is about.
//!
//! The room's views and what it does to the session are a chunk of their own. With the rooms' chunk
//! come what stands in its place until then, which controls of any room are shown, and the place of
//! what lies over all rooms.
//!
//! - `shown_controls`: tells the style sheet which controls are shown, and says that a link chose them.
//! - `shelf`: lists and texts that are fetched, and how far the visitor came; `list`: the list of
//!   lessons; `open_lesson`: a lesson; `live_numbers`: numbers of the moment; `teach`: links that a
//!   teacher makes.
//! - `game`: Be the discriminator, a chunk of its own; `game_place`: what opens it, and what stands in its
//!   place until it arrives.
//! - `over_rooms`: whether this is a first visit, and the place over all rooms; `tour`: the tour, whose
//!   stops the session has; `tour_place`: where it stands beside what it points at; `calm`: when the
//!   visitor is not busy; `projector`: projector mode; `worksheet`: a lesson on paper.
//! - `class_files`: what a student did, as a file, and the files of a class; `class_table`: what they come
//!   to.

mod calm;
mod class_files;
mod class_table;
mod game;
mod game_place;
mod list;
mod live_numbers;
mod open_lesson;
mod over_rooms;
mod projector;
mod shelf;
mod shown_controls;
mod teach;
mod tour;
mod tour_place;
mod worksheet;

use leptos::prelude::*;

pub(super) use self::over_rooms::over_rooms;
pub(super) use self::over_rooms::take_tour;
pub(super) use self::shown_controls::chosen_notice;
pub(in crate::view) use self::tour::offer as offer_tour;

use self::shelf::LessonShelf;
use super::lazy::{ChunkArrival, chunk_place};
use crate::view::chunks::{chunks, fetched};
use crate::view::components::UiContext;
use session::{Room, SessionEvent};

/// The room, as the rooms' chunk has it: its own chunk, once that is there.
pub(super) fn learn_room() -> AnyView {
    let ui = UiContext::new(Room::Learn);
    let fetch = || -> ChunkArrival {
        Box::pin(async {
            let learning = fetched(|chunks| (chunks.fetch_learning)()).await;
            learning.map(SessionEvent::LearningArrived)
        })
    };
    chunk_place(ui, fetch, |ui| (chunks()?.lessons)(ui))
}

/// What of the room's own chunk lies over all rooms.
pub(in crate::view) fn over_rooms_view() -> AnyView {
    view! {
        {tour::tour()}
        {projector::projector()}
        {worksheet::worksheet()}
    }
    .into_any()
}

/// The room's own chunk.
pub(in crate::view) fn lessons(ui: UiContext) -> AnyView {
    let shelf = LessonShelf::new(ui);
    view! {
        <div class="learn">
            {chosen_notice(Room::Learn)} {list::list(ui, shelf)}
            {open_lesson::open_lesson(ui, shelf)} {game_place::game_place(ui)}
        </div>
    }
    .into_any()
}

/// The chunk of the game.
pub(in crate::view) fn game_view(ui: UiContext) -> AnyView {
    game::game(ui)
}
