//! The Explore room's tools: pins and paths, directions, pictures of one's own, neighbours.
//!
//! A tool is a folder, a title ([`title_of`]) and a panel ([`tool_panel`]); [`ExploreTool`] lists it.
//!
//! - `paths`, `directions`, `encode`, `neighbours`, `projection`, `borders`, `style`, `paint`: one tool each; `lazy_panels`: the
//!   chunk that their panels are.
//! - `toolbar`: which tool, the pins, undo and redo, links and files; `shortcuts`: keys.
//! - `choice`, `samples`: what several tools show; `job_worker`: what computes for them.
//! - `map_axes`: the choice of the map's plane; `map_legend`: which encoded images are drawn; `map_overlay`, `map_marks`: what the tools lay over it; `map_borders`: regions of classes over it; `map_description`: what it shows, read aloud.

mod borders;
mod choice;
mod class_choice;
mod directions;
mod encode;
mod job_worker;
mod lazy_panels;
mod map_axes;
mod map_borders;
mod map_description;
mod map_legend;
mod map_marks;
mod map_overlay;
mod neighbours;
mod paint;
mod paths;
mod projection;
mod samples;
mod style;
pub(in crate::view) use choice::tool_choice;
pub(in crate::view) use encode::drawing_pad;
pub(in crate::view) use job_worker::worker_for_each_job;
pub(in crate::view) use neighbours::{ImageClick, data_set_images};
pub(in crate::view) use samples::draw_samples;
mod shortcuts;
mod toolbar;

use leptos::prelude::*;

use self::lazy_panels::LazyToolPanels;
use super::components::UiContext;
use crate::words::tools;
use session::{ControlGroup, ExploreTool, Room, Session};

/// The tools.
#[component]
pub(super) fn Tools(
    /// Begins the tour, which the Learn room has.
    take_tour: fn(UiContext),
) -> impl IntoView {
    let ui = UiContext::new(Room::Explore);
    // What lies over the map and beside the sliders has its place in the room, which is in the page
    // before the tools, or with them: in another language all views are made anew, and the old places
    // are there until these are. So they are looked for a moment later.
    Effect::new(move |_| {
        untrack(|| {
            mount_in("map-axes", map_axes::axis_pickers(ui));
            mount_in("map-legend", map_legend::map_legend(ui));
            mount_in("map-tools", map_overlay::overlay_picker(ui));
            mount_in("map-overlay", map_overlay::map_overlay(ui));
            mount_in("map-marks", map_borders::map_borders(ui));
            mount_in("map-marks", map_marks::map_marks(ui));
            mount_in("named-sliders", directions::named_sliders(ui));
        });
    });
    map_marks::follow_posterior(ui);
    shortcuts::listen(ui);
    let lazy = LazyToolPanels::new();
    let panels: Vec<AnyView> = ExploreTool::ALL
        .iter()
        .map(|&tool| panel(ui, lazy, tool))
        .collect();
    // A bar of nothing is none.
    let has_any = move |session: &Session| {
        let [pins, actions] = [ControlGroup::Pins, ControlGroup::Actions];
        session.has_control(pins)
            || session.has_control(actions)
            || ExploreTool::ALL
                .iter()
                .any(|tool| is_chosen(session, *tool))
    };
    view! {
        <section class="tools" aria-label=tools::tools() hidden=ui.hidden_unless(has_any)>
            {toolbar::toolbar(ui)}
            {panels}
            {shortcuts::shortcuts(ui, take_tour)}
        </section>
        {map_description::map_description(ui)}
    }
}

/// Appends a view to an element of the room.
fn mount_in(id: &str, view: AnyView) {
    let Some(place) = document().get_element_by_id(id) else {
        return;
    };
    let mut state = view.build();
    state.mount(&place, None);
    // The tools live as long as the page.
    std::mem::forget(state);
}

/// The title of a tool's tab.
fn title_of(tool: ExploreTool) -> &'static str {
    match tool {
        ExploreTool::Paths => tools::paths(),
        ExploreTool::Directions => tools::directions(),
        ExploreTool::Encode => tools::encode(),
        ExploreTool::Neighbours => tools::neighbours(),
        ExploreTool::Projection => tools::projection(),
        ExploreTool::Borders => tools::borders(),
        ExploreTool::Style => tools::style(),
        ExploreTool::Paint => tools::paint(),
    }
}

/// The panel of a tool. Only the chunk may call this: any other caller would pull all of them out of it.
pub(in crate::view) fn tool_panel(tool: ExploreTool, ui: UiContext) -> AnyView {
    match tool {
        ExploreTool::Paths => paths::paths(ui),
        ExploreTool::Directions => directions::directions(ui),
        ExploreTool::Encode => encode::encode(ui),
        ExploreTool::Neighbours => neighbours::neighbours(ui),
        ExploreTool::Projection => projection::projection(ui),
        ExploreTool::Borders => borders::borders(ui),
        ExploreTool::Style => style::style(ui),
        ExploreTool::Paint => paint::paint(ui),
    }
}

/// Whether a tool is among the controls that are shown.
fn is_chosen(session: &Session, tool: ExploreTool) -> bool {
    session.has_control(ControlGroup::Tool(tool))
}

fn panel(ui: UiContext, lazy: LazyToolPanels, tool: ExploreTool) -> AnyView {
    let shown = move |session: &Session| session.tools.tool == tool;
    let while_shown = ui.while_shown(shown);
    let content = lazy.panel(while_shown, tool);
    view! {
        <div
            class="tool"
            role="tabpanel"
            id=format!("tool-{}", tool.as_str())
            aria-labelledby=format!("tool-tab-{}", tool.as_str())
            hidden=ui.hidden_unless(move |session| shown(session) && is_chosen(session, tool))
        >
            {content}
        </div>
    }
    .into_any()
}
