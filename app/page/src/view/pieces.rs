//! The pieces of the page's program that are fetched when they are wanted.
//!
//! What a function here calls and nothing else does is a piece of its own, if the program is split
//! (feature `split`); otherwise all of it is there from the beginning. The rooms share one piece: they
//! share what they are furnished with, and arrive together.

use leptos::prelude::*;

use crate::host;
use session::Late;

/// What only the rooms are dressed in.
const STYLES: [&str; 2] = ["./assets/styles/train.css", "./assets/styles/plane.css"];

#[cfg(feature = "split")]
mod split {
    #![allow(unsafe_code, reason = "pieces are linked by name")]

    use leptos::prelude::*;
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use super::Which;
    use session::Late;

    #[wasm_split(rooms, fallible)]
    pub fn late() -> Result<Late, SplitLoaderError> {
        Ok(Late::here())
    }

    #[wasm_split(rooms, fallible, preload(fetch_rooms))]
    pub fn rooms(which: Which) -> Result<AnyView, SplitLoaderError> {
        Ok(super::make(which))
    }
}

/// What is in the rooms' piece.
#[derive(Clone, Copy)]
pub(super) enum Which {
    Train,
    Tools,
    Compare,
}

fn make(which: Which) -> AnyView {
    match which {
        Which::Train => view! { <super::train::Train /> }.into_any(),
        Which::Tools => view! { <super::tools::Tools /> }.into_any(),
        Which::Compare => view! { <super::compare::Compare /> }.into_any(),
    }
}

/// Fetches what the rooms need: what they do to the session, if it arrived.
pub(super) async fn fetch_rooms() -> Option<Late> {
    if !host::load_styles(&STYLES).await {
        return None;
    }
    #[cfg(feature = "split")]
    {
        split::fetch_rooms().await.ok()?;
        split::late().await.ok()
    }
    #[cfg(not(feature = "split"))]
    Some(Late::here())
}

/// The Train room; `None` until the rooms were fetched.
pub(super) fn train_room() -> Option<AnyView> {
    room(Which::Train)
}

/// The Explore room's tools.
pub(super) fn tools() -> Option<AnyView> {
    room(Which::Tools)
}

/// The Compare room.
pub(super) fn compare_room() -> Option<AnyView> {
    room(Which::Compare)
}

fn room(which: Which) -> Option<AnyView> {
    #[cfg(feature = "split")]
    return now(split::rooms(which));
    #[cfg(not(feature = "split"))]
    Some(make(which))
}

/// What a piece that is at hand answers: asking it is a call.
#[cfg(feature = "split")]
fn now<T, E>(asked: impl Future<Output = Result<T, E>>) -> Option<T> {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    match pin!(asked).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer.ok(),
        Poll::Pending => None,
    }
}
