//! The networks of a run, and what flows between them.

use leptos::prelude::*;

use super::{StagePlace, stage};
use crate::drawing::loss_formula::{FormulaStyle, styled_runs};
use crate::drawing::step_diagram::{DiagramEdge, DiagramNode, StageFlow, StepDiagram, stage_flow};
use crate::view::components::{LiveText, UiContext};
use crate::view::rooms::train::run;

/// What flows at the stage on screen.
pub(in crate::view::rooms::train) type LiveFlow = Memo<Option<StageFlow>>;

/// The drawing. What it shows is said beside it.
pub(super) fn diagram(ui: UiContext, at: Memo<StagePlace>) -> AnyView {
    let parts = Memo::new(move |_| {
        at.get()?;
        ui.now(|session| run(session).map(|run| StepDiagram::of(&run.spec)))
    });
    let flow = Memo::new(move |_| {
        at.get()?;
        ui.now(|session| {
            let (run, stage) = (run(session)?, stage(session)?);
            Some(stage_flow(stage.kind, stage.turn, &run.spec))
        })
    });
    let drawn = move || parts.with(|parts| parts.as_ref().map(|parts| draw(parts, flow)));
    let hidden = ui.hidden_unless(|session| stage(session).is_some());
    view! {
        <div class="diagram" aria-hidden="true" hidden=hidden>
            {drawn}
        </div>
    }
    .into_any()
}

/// The drawing of a run's networks.
pub(in crate::view::rooms::train) fn draw(parts: &StepDiagram, flow: LiveFlow) -> AnyView {
    let (width, height) = parts.size;
    let edges = parts.edges.iter().map(|edge| edge_view(edge, flow));
    let nodes = parts.nodes.iter().map(|node| node_view(node, flow));
    view! {
        <svg
            viewBox=format!("0 0 {width:.1} {height:.1}")
            style=("--width", format!("{width:.1}"))
        >
            {edges.chain(nodes).collect::<Vec<_>>()}
        </svg>
    }
    .into_any()
}

fn edge_view(edge: &DiagramEdge, flow: LiveFlow) -> AnyView {
    let ends = (edge.from, edge.to);
    let state = live_state(flow, move |flow| match flow.along.contains(&ends) {
        false => "",
        true if flow.backward => "backward",
        true => "forward",
    });
    view! { <path class="flow" d=edge.path.clone() data-state=state></path> }.into_any()
}

fn node_view(node: &DiagramNode, flow: LiveFlow) -> AnyView {
    let part = node.part;
    let state = live_state(flow, move |flow| match flow.lit.contains(&part) {
        false => "",
        true if flow.changes => "changes",
        true if flow.backward => "backward",
        true => "lit",
    });
    let shape = if node.layers.is_empty() {
        frame(node)
    } else {
        layers(node)
    };
    view! {
        <g class="part" data-state=state>
            {shape}
        </g>
    }
    .into_any()
}

/// The attribute `data-state` of a part or an edge: what `word` says of the flow.
fn live_state(
    flow: LiveFlow,
    word: impl Fn(&StageFlow) -> &'static str + Send + 'static,
) -> LiveText {
    Box::new(move || flow.with(|flow| flow.as_ref().map_or("", &word).to_owned()))
}

/// A small part: a letter in a frame.
fn frame(node: &DiagramNode) -> AnyView {
    let ((x, y), (across, down)) = (node.middle, node.half);
    view! {
        <rect
            class="part-frame"
            x=(x - across).to_string()
            y=(y - down).to_string()
            width=(2.0 * across).to_string()
            height=(2.0 * down).to_string()
            rx="4"
        ></rect>
        {label(node.letter, x, y + 4.5)}
    }
    .into_any()
}

/// A network: a bar for each layer, and below them its name and its widths.
fn layers(node: &DiagramNode) -> AnyView {
    let (x, y) = node.middle;
    let last = node.layers.len() as f32;
    let bars = node.layers.iter().enumerate().map(|(at, (half, width))| {
        let left = x + (at as f32 - 0.5 * last) * 12.0 + 2.0;
        view! {
            <rect
                class="part-layer"
                x=left.to_string()
                y=(y - half).to_string()
                width="8"
                height=(2.0 * half).to_string()
                rx="2"
            >
                <title>{width.to_string()}</title>
            </rect>
        }
        .into_any()
    });
    let highest = node.layers.iter().map(|(half, _)| *half);
    let below = y + highest.fold(0.0, f32::max) + 13.0;
    let widths = node.layers.iter().map(|(_, width)| width.to_string());
    view! {
        {bars.collect::<Vec<_>>()}
        {label(node.letter, x, below)}
        <text
            class="part-widths"
            x=x.to_string()
            y=(below + 10.0).to_string()
            text-anchor="middle"
        >
            {widths.collect::<Vec<_>>().join(" · ")}
        </text>
    }
    .into_any()
}

/// A letter, with variables in italics.
fn label(text: &str, x: f32, y: f32) -> AnyView {
    let spans = styled_runs(text).into_iter().map(|(style, text)| {
        let class = (style == FormulaStyle::Italic).then_some("italic");
        view! { <tspan class=class>{text}</tspan> }.into_any()
    });
    view! {
        <text x=x.to_string() y=y.to_string() text-anchor="middle">
            {spans.collect::<Vec<_>>()}
        </text>
    }
    .into_any()
}
