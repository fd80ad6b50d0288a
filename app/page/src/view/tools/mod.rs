//! The Explore room's tools: pins and paths, directions, pictures of one's own, neighbours.
//!
//! - `bar`: which tool, the pins, undo and redo, links and files; `help`: keys.
//! - `film`: decoded pictures side by side.
//! - `paths`, `directions`, `examples`, `encode` with its drawing `pad`, `neighbours`: one tool each.
//! - `overlay`, `marks`: what the tools lay over the map.

mod bar;
mod directions;
mod encode;
mod examples;
pub(in crate::view) use examples::draw;
pub(in crate::view) mod film;
mod help;
mod marks;
mod neighbours;
mod overlay;
mod pad;
mod paths;

use leptos::html;
use leptos::prelude::*;

use super::kit::element::{El, el};
use super::kit::{Bindings, Desk, update};
use super::theme::Theme;
use session::{Room, Tool};

/// The tools.
#[component]
pub(super) fn Tools() -> impl IntoView {
    let theme: Theme = expect_context();
    let desk = Desk::new();
    let root = NodeRef::<html::Section>::new();
    let bindings = Bindings::default();
    let built = bindings.clone();
    Effect::new(move |_| {
        let Some(root) = root.get() else { return };
        let mut parts = vec![bar::bar(desk)];
        parts.extend(Tool::ALL.map(|tool| panel(desk, tool)));
        parts.push(help::help(desk));
        for part in parts {
            // The root is an element, which takes any other.
            let _ = root.append_child(&part.node);
            built.borrow_mut().extend(part.bindings);
        }
        // What lies over the map and beside the sliders has its place in the room.
        let overlays = [overlay::overlay(), marks::marks(), marks::spreads()];
        for overlay in overlays.into_iter().chain(overlay::choice(desk)) {
            built.borrow_mut().extend(overlay.bindings);
        }
        help::listen(desk);
        paths::play(desk);
        desk.refresh();
    });
    Effect::new(move |_| {
        let _ = (desk.look.get(), theme.dark.get());
        desk.session.with(|session| {
            if session.room == Room::Explore {
                update(&bindings, session, false);
            }
        });
    });
    view! { <section class="tools" aria-label="Tools" node_ref=root></section> }
}

fn panel(desk: Desk, tool: Tool) -> El {
    let content = match tool {
        Tool::Paths => paths::paths(desk),
        Tool::Directions => directions::directions(desk),
        Tool::Encode => encode::encode(desk),
        Tool::Neighbours => neighbours::neighbours(desk),
    };
    el("div", "tool")
        .set("role", "tabpanel")
        .set("id", &format!("tool-{}", tool.word()))
        .set("aria-labelledby", &format!("tool-tab-{}", tool.word()))
        .shown_if(move |session| session.exploring.tool == tool)
        .with(content)
}
