//! The Repair room: a picture, its damage, and what the model makes of what is left.
//!
//! The room's views and what it does to the session are in one chunk with the Compare room, with which it
//! shares the choice of a model, and with the panels of Explore's tools, whose pad and images it uses.
//!
//! - `source`: where pictures come from; `damage`: what is done to them, by pointer, touch and buttons;
//!   `outcome`: the restoration beside a baseline and the truth.

mod damage;
mod outcome;
mod source;

use leptos::prelude::*;

use super::lazy::{ChunkArrival, chunk_place};
use crate::view::chunks::fetched;
use crate::view::components::UiContext;
use crate::words::repair as words;
use session::{RepairEvent, Room, SessionEvent};

/// A room of that chunk, as the rooms' chunk has it: `content`, once the chunk is there.
pub(super) fn room_place(room: Room, content: fn(UiContext) -> Option<AnyView>) -> AnyView {
    let fetch = || -> ChunkArrival {
        Box::pin(async {
            let repair = fetched(|chunks| (chunks.fetch_repair)()).await;
            repair.map(SessionEvent::RepairArrived)
        })
    };
    chunk_place(UiContext::new(room), fetch, content)
}

/// The room's own chunk.
pub(in crate::view) fn repair(ui: UiContext) -> AnyView {
    view! {
        <div class="repair">
            <p class="note repair-about">{words::about()}</p>
            {source::source(ui)}
            {damage::damage(ui)}
            {outcome::outcome(ui)}
        </div>
    }
    .into_any()
}

fn send(ui: UiContext, event: RepairEvent) {
    ui.dispatch.send(SessionEvent::Repair(event));
}

/// A number to draw from.
fn seed() -> u32 {
    (js_sys::Math::random() * f64::from(u32::MAX)) as u32
}
