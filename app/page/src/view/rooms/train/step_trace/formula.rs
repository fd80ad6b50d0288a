//! The formula of a stage, and today's numbers in it.

use leptos::prelude::*;

use super::{StagePlace, stage};
use crate::drawing::loss_formula::{FormulaStyle, loss_formula, styled_runs};
use crate::numbers;
use crate::view::components::UiContext;
use crate::view::rooms::train::run;
use crate::words::stage_number;
use protocol::{StepTurn, TraceStageKind};
use session::Session;

/// The formula where a stage has one, and its numbers.
pub(super) fn formula(ui: UiContext, at: Memo<StagePlace>) -> AnyView {
    let parts = move || {
        at.get();
        ui.now(parts)
    };
    view! { <div class="formula">{parts}</div> }.into_any()
}

fn parts(session: &Session) -> Vec<AnyView> {
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
        let today = today.map(|today| view! { <span class="formula-today">{today}</span> });
        let line = view! { <p class="formula-line">{pieces(&text)} {today}</p> };
        parts.push(line.into_any());
    }
    // What stands in the formula is not said twice.
    if !told && !numbers.is_empty() {
        let numbers = numbers.iter().map(|(name, value)| {
            view! {
                <div>
                    <dt>{stage_number(name)}</dt>
                    <dd>{numbers::short(f64::from(*value))}</dd>
                </div>
            }
            .into_any()
        });
        let numbers = numbers.collect::<Vec<_>>();
        parts.push(view! { <dl class="formula-numbers">{numbers}</dl> }.into_any());
    }
    parts
}

/// A formula's pieces.
fn pieces(text: &str) -> Vec<AnyView> {
    let pieces = styled_runs(text).into_iter();
    pieces
        .map(|(style, text)| match style {
            FormulaStyle::Upright => view! { <span>{text}</span> }.into_any(),
            FormulaStyle::Italic => view! { <i>{text}</i> }.into_any(),
            FormulaStyle::Lower => view! { <sub>{text}</sub> }.into_any(),
        })
        .collect()
}
