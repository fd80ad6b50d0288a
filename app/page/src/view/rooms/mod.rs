//! The rooms.
//!
//! A room is one row of [`page_room`] and, if it is loaded lazily, one of [`lazy_view`]; the session
//! lists it in [`Room`]. Everything else (tabs, panels, addresses, style sheets) follows from these.
//! Style sheets lie in `assets/styles/rooms/`, which is copied as a whole.

mod compare;
pub(super) mod explore;
mod export_lines;
mod lazy;
mod learn;
mod repair;
mod train;

pub(super) use self::compare::compare;
pub(super) use self::export_lines::export_lines;
pub(super) use self::learn::{game_view, lessons, offer_tour, over_rooms_view};
pub(super) use self::repair::repair;
pub(super) use self::train::train_panel;

use leptos::prelude::*;

use self::lazy::LazyRoom;
use super::chunks::{RoomsChunk, chunks};
use crate::words::{files, header};
use session::Room;

/// What the page knows of a room.
pub(super) struct PageRoom {
    /// The title of its tab.
    pub title: &'static str,
    /// What may be dropped while it is on screen.
    pub drop_hint: &'static str,
    /// Style sheets that are loaded with the lazy chunk.
    pub styles: &'static [&'static str],
    /// Whether all of the room is loaded lazily. What is not stands in [`RoomPanels`].
    pub lazy: bool,
}

/// The row of a room.
pub(super) fn page_room(room: Room) -> PageRoom {
    match room {
        Room::Explore => PageRoom {
            title: header::explore(),
            drop_hint: files::drop_model(),
            styles: &[],
            lazy: false,
        },
        Room::Train => PageRoom {
            title: header::train(),
            drop_hint: files::drop_training(),
            styles: &["train.css", "toy2d.css", "pictures.css"],
            lazy: true,
        },
        Room::Compare => PageRoom {
            title: header::compare(),
            drop_hint: files::drop_model(),
            styles: &[],
            lazy: true,
        },
        Room::Repair => PageRoom {
            title: header::repair(),
            drop_hint: files::drop_model(),
            styles: &[],
            lazy: true,
        },
        Room::Learn => PageRoom {
            title: header::learn(),
            drop_hint: files::drop_model(),
            styles: &["controls.css"],
            lazy: true,
        },
    }
}

/// What a room gets from the lazy chunk: the whole room, or the model card and the tools of
/// Explore.
///
/// Only [`split`](super::split) may call this. Any other caller would pull the rooms into the first
/// program.
pub(super) fn lazy_view(room: Room) -> AnyView {
    match room {
        Room::Explore => view! {
            {learn::over_rooms()}
            {learn::chosen_notice(Room::Explore)}
            <explore::card::ModelCard />
            <super::tools::Tools take_tour=learn::take_tour />
        }
        .into_any(),
        Room::Train => view! { <train::Train /> }.into_any(),
        Room::Compare => repair::room_place(room, |ui| (chunks()?.compare)(ui)),
        Room::Repair => repair::room_place(room, |ui| (chunks()?.repair)(ui)),
        Room::Learn => learn::learn_room(),
    }
}

/// The id of a room's tab.
pub(super) fn tab_id(room: Room) -> String {
    format!("tab-{}", room.as_str())
}

/// The id of a room's panel.
pub(super) fn panel_id(room: Room) -> String {
    format!("room-{}", room.as_str())
}

/// Starts what the rooms need beyond their views: their chunk, and the first look.
pub(super) fn start(chunk: RoomsChunk) {
    lazy::provide(chunk);
    explore::drift();
}

/// The panels of all rooms.
#[component]
pub(super) fn RoomPanels() -> impl IntoView {
    let lazy = Room::ALL.iter().filter(|room| page_room(**room).lazy);
    let panels = lazy.map(|room| view! { <LazyRoom room=*room /> }.into_any());
    // Explore keeps its own type: erased, it would bring the code that rebuilds it, which nothing
    // calls, and the first program would weigh 12 kB more.
    view! {
        <explore::Explore />
        {panels.collect_view()}
    }
}
