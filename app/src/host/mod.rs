//! The glue between the page's [`Session`] and the browser: workers, clock, address, randomness.
//!
//! [`start`] is called once by the view. It returns a [`Shell`]: the session to read, and a
//! [`Dispatch`] to send [`Event`](crate::session::Event)s to.

mod dispatch;
mod prior;

pub use dispatch::Dispatch;
pub use prior::prior_sample;

use leptos::prelude::*;

use crate::session::Session;

/// What a view needs: the state to read, and where to send what the visitor did.
#[derive(Clone, Copy)]
pub struct Shell {
    /// The page's state. Views read it; only [`Dispatch::send`] changes it.
    pub session: ReadSignal<Session>,
    /// Where events go.
    pub dispatch: Dispatch,
}

/// Starts the page: makes the session, asks the browser for its WebGPU adapter, starts an engine.
///
/// To be called once, by the root component, whose life is the page's.
pub fn start() -> Shell {
    let (session, write) = signal(Session::new());
    let dispatch = Dispatch::new(write);
    Shell { session, dispatch }
}
