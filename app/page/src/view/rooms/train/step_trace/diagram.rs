//! The networks of a run, and what flows between them.

use super::{place, stage};
use crate::drawing::loss_formula::{FormulaStyle, styled_runs};
use crate::drawing::step_diagram::{DiagramEdge, DiagramNode, StageFlow, StepDiagram, stage_flow};
use crate::view::components::live_element::{LiveElement, el, svg};
use crate::view::rooms::train::run;
use session::Session;

/// The drawing. What it shows is said beside it.
pub(super) fn diagram() -> LiveElement {
    let mut drawn = None;
    let mut at = None;
    el("div", "diagram")
        .attr("aria-hidden", "true")
        .on_update(move |node, session| {
            let now = place(session);
            if at == now {
                return;
            }
            at = now;
            let (Some(run), Some(stage)) = (run(session), stage(session)) else {
                return;
            };
            let parts = StepDiagram::of(&run.spec);
            if drawn.as_ref() != Some(&parts) {
                node.set_inner_html("");
                // An element takes any other.
                let _ = node.append_child(&draw(&parts).node);
                drawn = Some(parts);
            }
            if let Some(parts) = &drawn {
                mark(node, parts, &stage_flow(stage.kind, stage.turn, &run.spec));
            }
        })
        .live_show(|session: &Session| stage(session).is_some())
}

fn draw(parts: &StepDiagram) -> LiveElement {
    let (width, height) = parts.size;
    svg("svg", "")
        .attr("viewBox", &format!("0 0 {width:.1} {height:.1}"))
        .attr("style", &format!("--width: {width:.1}"))
        .children(parts.edges.iter().map(edge))
        .children(parts.nodes.iter().map(part))
}

fn edge(edge: &DiagramEdge) -> LiveElement {
    svg("path", "flow").attr("d", &edge.path)
}

fn part(node: &DiagramNode) -> LiveElement {
    let ((x, y), (across, down)) = (node.middle, node.half);
    let mut group = svg("g", "part");
    if node.layers.is_empty() {
        let frame = svg("rect", "part-frame")
            .attr("x", &(x - across).to_string())
            .attr("y", &(y - down).to_string())
            .attr("width", &(2.0 * across).to_string())
            .attr("height", &(2.0 * down).to_string())
            .attr("rx", "4");
        return group.child(frame).child(label(node.letter, x, y + 4.5));
    }
    let last = node.layers.len() as f32;
    for (at, (half, width)) in node.layers.iter().enumerate() {
        let left = x + (at as f32 - 0.5 * last) * 12.0 + 2.0;
        let bar = svg("rect", "part-layer")
            .attr("x", &left.to_string())
            .attr("y", &(y - half).to_string())
            .attr("width", "8")
            .attr("height", &(2.0 * half).to_string())
            .attr("rx", "2")
            .child(svg("title", "").text(&width.to_string()));
        group = group.child(bar);
    }
    let highest = node.layers.iter().map(|(half, _)| *half);
    let below = y + highest.fold(0.0, f32::max) + 13.0;
    let widths = node.layers.iter().map(|(_, width)| width.to_string());
    let widths = svg("text", "part-widths")
        .attr("x", &x.to_string())
        .attr("y", &(below + 10.0).to_string())
        .attr("text-anchor", "middle")
        .text(&widths.collect::<Vec<_>>().join(" · "));
    group.child(label(node.letter, x, below)).child(widths)
}

/// A letter, with variables in italics.
fn label(text: &str, x: f32, y: f32) -> LiveElement {
    let spans = styled_runs(text).into_iter().map(|(style, text)| {
        let class = if style == FormulaStyle::Italic {
            "italic"
        } else {
            ""
        };
        svg("tspan", class).text(&text)
    });
    svg("text", "")
        .attr("x", &x.to_string())
        .attr("y", &y.to_string())
        .attr("text-anchor", "middle")
        .children(spans)
}

/// Says what is at work and what flows.
fn mark(node: &web_sys::Element, parts: &StepDiagram, now: &StageFlow) {
    let Some(drawing) = node.first_element_child() else {
        return;
    };
    let children = drawing.children();
    let edges = parts.edges.len();
    for at in 0..children.length() {
        let Some(child) = children.item(at) else {
            continue;
        };
        let at = at as usize;
        let word = match parts.edges.get(at) {
            Some(edge) if !now.along.contains(&(edge.from, edge.to)) => "",
            Some(_) if now.backward => "backward",
            Some(_) => "forward",
            None => match parts.nodes.get(at - edges) {
                Some(part) if !now.lit.contains(&part.part) => "",
                Some(_) if now.changes => "changes",
                Some(_) if now.backward => "backward",
                Some(_) => "lit",
                None => "",
            },
        };
        // The name is well formed.
        let _ = child.set_attribute("data-state", word);
    }
}
