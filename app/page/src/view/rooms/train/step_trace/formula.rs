//! The formula of a stage, and today's numbers in it.

use web_sys::Element;

use super::{place, stage};
use crate::drawing::loss_formula::{FormulaStyle, loss_formula, styled_runs};
use crate::numbers;
use crate::words::stage_number;
use protocol::{StepTurn, TraceStageKind};
use session::Session;

use crate::view::components::live_element::{LiveElement, el};
use crate::view::rooms::train::run;

/// The formula where a stage has one, and its numbers.
pub(super) fn formula() -> LiveElement {
    let mut shown = None;
    el("div", "formula").on_update(move |node: &Element, session: &Session| {
        let now = place(session);
        if shown == now {
            return;
        }
        shown = now;
        node.set_inner_html("");
        for part in parts(session) {
            // An element takes any other.
            let _ = node.append_child(&part.node);
        }
    })
}

fn parts(session: &Session) -> Vec<LiveElement> {
    let (Some(stage), Some(run)) = (stage(session), run(session)) else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    let numbers = &stage.numbers;
    let (text, today) = match (stage.kind, stage.turn) {
        (TraceStageKind::Loss, turn) => loss_formula(turn, &run.spec, numbers),
        (TraceStageKind::Sample, _) => ("_z_ = _\u{3bc}_ + _\u{3c3}_ _\u{3b5}_".to_owned(), None),
        (TraceStageKind::Gradient, StepTurn::Discriminator) => ("∂_L_~D~ / ∂_D_".to_owned(), None),
        (TraceStageKind::Gradient, StepTurn::Generator) => {
            let chain = "∂_L_~G~ / ∂_G_ = ∂_L_~G~ / ∂_G_(_z_) · ∂_G_(_z_) / ∂_G_";
            (chain.to_owned(), None)
        }
        (TraceStageKind::Gradient, StepTurn::Autoencoder) => {
            ("∂_L_ / ∂_E_,  ∂_L_ / ∂_G_".to_owned(), None)
        }
        _ => (String::new(), None),
    };
    let told = today.is_some();
    if !text.is_empty() {
        let line = el("p", "formula-line").children(set(&text));
        let line = match today {
            Some(today) => line.child(el("span", "formula-today").text(&today)),
            None => line,
        };
        parts.push(line);
    }
    // What stands in the formula is not said twice.
    if !told && !numbers.is_empty() {
        let numbers = numbers.iter().map(|(name, value)| {
            el("div", "")
                .child(el("dt", "").text(&stage_number(name)))
                .child(el("dd", "").text(&numbers::short(f64::from(*value))))
        });
        parts.push(el("dl", "formula-numbers").children(numbers));
    }
    parts
}

/// A formula's pieces.
pub(super) fn set(text: &str) -> impl Iterator<Item = LiveElement> {
    styled_runs(text).into_iter().map(|(style, text)| {
        let tag = match style {
            FormulaStyle::Upright => "span",
            FormulaStyle::Italic => "i",
            FormulaStyle::Lower => "sub",
        };
        el(tag, "").text(&text)
    })
}
