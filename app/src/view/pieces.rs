//! The pieces of the page's program that are fetched when they are wanted.
//!
//! What a function here calls and nothing else does is a piece of its own, if the program is split
//! (feature `split`); otherwise all of it is there from the beginning.

use leptos::prelude::*;

#[cfg(feature = "split")]
mod split {
    #![allow(unsafe_code, reason = "pieces are linked by name")]

    use leptos::prelude::*;
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    #[wasm_split(train, fallible, preload(fetch_train))]
    pub fn train() -> Result<AnyView, SplitLoaderError> {
        Ok(view! { <crate::view::train::Train /> }.into_any())
    }
}

/// Fetches what [`train_room`] needs; says whether it is there.
pub(super) async fn fetch_train_room() -> bool {
    #[cfg(feature = "split")]
    return split::fetch_train().await.is_ok();
    #[cfg(not(feature = "split"))]
    true
}

/// The Train room; `None` until it was fetched.
pub(super) fn train_room() -> Option<AnyView> {
    #[cfg(feature = "split")]
    {
        use std::future::Future;
        use std::pin::pin;
        use std::task::{Context, Poll, Waker};

        // With the piece at hand, this is a call.
        match pin!(split::train()).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(view) => view.ok(),
            Poll::Pending => None,
        }
    }
    #[cfg(not(feature = "split"))]
    Some(view! { <super::train::Train /> }.into_any())
}
