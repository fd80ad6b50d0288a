//! The lazy chunk: the part of the page's program that is fetched after the first picture.
//!
//! What only the functions of [`split`] call is in the chunk, if the program is split (feature
//! `split`); otherwise all of it is there from the beginning. The rooms share one chunk, because they
//! share their components.

use leptos::prelude::*;

use super::page_room;
use crate::host;
use crate::words::Part;
use session::{LoadedRooms, Room};

/// Where the rooms' style sheets lie.
const STYLES: &str = "./assets/styles/rooms/";

#[cfg(feature = "split")]
mod split {
    #![allow(unsafe_code, reason = "chunks are linked by name")]

    use leptos::prelude::*;
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use crate::words::{install_lazy_words, lazy_words};
    use session::{LoadedRooms, Room};

    #[wasm_split(rooms, fallible)]
    pub fn late() -> Result<LoadedRooms, SplitLoaderError> {
        install_lazy_words(lazy_words());
        Ok(LoadedRooms::here())
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
    Some(LoadedRooms::here())
}

/// What a room gets from the chunk; `None` until the chunk was fetched.
pub(super) fn lazy_view(room: Room) -> Option<AnyView> {
    #[cfg(feature = "split")]
    return ready(split::lazy_view(room));
    #[cfg(not(feature = "split"))]
    Some(super::lazy_view(room))
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
