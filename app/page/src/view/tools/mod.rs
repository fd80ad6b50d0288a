//! The Explore room's tools: pins and paths, directions, pictures of one's own, neighbours.
//!
//! A tool is a folder and a row of [`tool_row`]; the session lists it in [`ExploreTool`].
//!
//! - `paths`, `directions`, `encode`, `neighbours`: one tool each.
//! - `toolbar`: which tool, the pins, undo and redo, links and files; `shortcuts`: keys.
//! - `choice`, `samples`: what several tools show.
//! - `map_overlay`, `map_marks`: what the tools lay over the map.

mod choice;
mod directions;
mod encode;
pub(in crate::view) mod image_strip;
mod map_marks;
mod map_overlay;
mod neighbours;
mod paths;
mod samples;
pub(in crate::view) use samples::draw_samples;
mod shortcuts;
mod toolbar;

use leptos::html;
use leptos::prelude::*;

use super::components::UiContext;
use super::components::live_element::{LiveBindings, LiveElement, el, update};
use super::theme::ThemeContext;
use crate::words::tools;
use session::{ExploreTool, Room, Session};

/// The tools.
#[component]
pub(super) fn Tools() -> impl IntoView {
    let theme: ThemeContext = expect_context();
    let ui = UiContext::new(Room::Explore);
    let root = NodeRef::<html::Section>::new();
    let bindings = LiveBindings::default();
    let built = bindings.clone();
    Effect::new(move |_| {
        let Some(root) = root.get() else { return };
        let mut parts = vec![toolbar::toolbar(ui)];
        parts.extend(ExploreTool::ALL.map(|tool| panel(ui, tool)));
        parts.push(shortcuts::shortcuts(ui));
        for part in parts {
            // The root is an element, which takes any other.
            let _ = root.append_child(&part.node);
            built.borrow_mut().extend(part.bindings);
        }
        // What lies over the map and beside the sliders has its place in the room.
        let overlays = [
            map_overlay::map_overlay(),
            map_marks::map_marks(),
            map_marks::posterior_bars(),
        ];
        for overlay in overlays.into_iter().chain(map_overlay::overlay_picker(ui)) {
            built.borrow_mut().extend(overlay.bindings);
        }
        shortcuts::listen(ui);
        ui.refresh();
    });
    Effect::new(move |_| {
        let _ = (ui.look.get(), theme.dark.get());
        ui.session.with(|session| {
            if session.room == Room::Explore {
                update(&bindings, session, false);
            }
        });
    });
    view! { <section class="tools" aria-label=tools::tools() node_ref=root></section> }
}

/// What the page knows of a tool.
struct ToolRow {
    /// The title of its tab.
    title: &'static str,
    /// Makes its panel.
    panel: fn(UiContext) -> AnyView,
}

/// The row of a tool.
fn tool_row(tool: ExploreTool) -> ToolRow {
    match tool {
        ExploreTool::Paths => ToolRow {
            title: tools::paths(),
            panel: paths::paths,
        },
        ExploreTool::Directions => ToolRow {
            title: tools::directions(),
            panel: directions::directions,
        },
        ExploreTool::Encode => ToolRow {
            title: tools::encode(),
            panel: encode::encode,
        },
        ExploreTool::Neighbours => ToolRow {
            title: tools::neighbours(),
            panel: neighbours::neighbours,
        },
    }
}

fn panel(ui: UiContext, tool: ExploreTool) -> LiveElement {
    let shown = move |session: &Session| session.tools.tool == tool;
    el("div", "tool")
        .attr("role", "tabpanel")
        .attr("id", &format!("tool-{}", tool.as_str()))
        .attr("aria-labelledby", &format!("tool-tab-{}", tool.as_str()))
        .live_show(shown)
        .view((tool_row(tool).panel)(ui.while_shown(shown)))
}
