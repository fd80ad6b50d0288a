//! The list of a step's stages.

use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{show, stage_text, trace_of};
use crate::view::components::UiContext;
use crate::view::components::live_element::{LiveElement, el};
use crate::view::rooms::train::run;
use crate::words::train_step;
use session::Session;

/// The stages in their order; each leads to itself.
pub(super) fn stages(ui: UiContext) -> LiveElement {
    let mut shown: Option<(u32, usize)> = None;
    let follow = move |list: &Element, session: &Session| {
        let Some(trace) = trace_of(session) else {
            shown = None;
            return;
        };
        let now = (trace.step, trace.at);
        let before = shown.replace(now);
        if before == Some(now) {
            return;
        }
        if before.is_none_or(|(step, _)| step != trace.step) {
            list.set_inner_html("");
            for (at, stage) in trace.stages.iter().enumerate() {
                let button = el("button", "stage")
                    .attr("type", "button")
                    .attr("data-at", &at.to_string())
                    .attr("data-turn", stage_text::letter(stage.turn))
                    .attr("title", stage_text::turn(stage.turn))
                    .text(&stage_text::title(stage.kind, run(session)));
                // A list takes any item.
                let _ = list.append_child(&el("li", "").child(button).node);
            }
        }
        let items = list.children();
        for at in 0..items.length() {
            let button = items.item(at).and_then(|item| item.first_element_child());
            if let Some(button) = button {
                // No name is malformed.
                let _ = if at as usize == trace.at {
                    button.set_attribute("aria-current", "step")
                } else {
                    button.remove_attribute("aria-current")
                };
            }
        }
    };
    el("ol", "stages")
        .attr("aria-label", train_step::stages())
        .on_update(follow)
        .on("click", move |event| {
            let target = event
                .target()
                .and_then(|node| node.dyn_into::<Element>().ok());
            let at = target.and_then(|target| target.get_attribute("data-at"));
            if let Some(at) = at.and_then(|at| at.parse().ok()) {
                show(ui, at);
            }
        })
}
