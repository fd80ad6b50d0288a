//! The formula of a stage, and today's numbers in it. A stage that makes what a term of the loss is about
//! shows the loss with that term lit.

use leptos::prelude::*;

use super::{StagePlace, stage, trace_of};
use crate::drawing::loss_formula::{FormulaStyle, LossFormula, loss_formula, styled_runs};
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
    let (Some(trace), Some(stage), Some(run)) = (trace_of(session), stage(session), run(session))
    else {
        return Vec::new();
    };
    let numbers = &stage.numbers;
    let formula = match (stage.kind, stage.turn) {
        (TraceStageKind::Loss, turn) => Some(loss_formula(turn, &run.spec, numbers)),
        (TraceStageKind::Sample, _) => None,
        // What is made here goes into the loss that comes.
        (_, turn) => {
            let mut to_come = trace.stages.iter().skip(trace.at);
            let loss = to_come.find(|later| later.kind == TraceStageKind::Loss);
            loss.filter(|loss| loss.turn == turn).and_then(|loss| {
                let mut formula = loss_formula(turn, &run.spec, &loss.numbers);
                formula.today = None;
                let mut terms = formula.terms.iter();
                let is_about = terms.any(|term| term.made_at == stage.kind);
                is_about.then_some(formula)
            })
        }
    };
    let mut parts = Vec::new();
    let told = formula
        .as_ref()
        .is_some_and(|formula| formula.today.is_some());
    if let Some(formula) = formula {
        parts.push(loss_line(formula, stage.kind));
    } else {
        let text = other_formula(stage.kind, stage.turn);
        if !text.is_empty() {
            parts.push(view! { <p class="formula-line">{pieces(text)}</p> }.into_any());
        }
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

/// The formula of a stage that is about no loss.
fn other_formula(kind: TraceStageKind, turn: StepTurn) -> &'static str {
    match (kind, turn) {
        (TraceStageKind::Sample, _) => "_z_ = _\u{3bc}_ + _\u{3c3}_ _\u{3b5}_",
        (TraceStageKind::Gradient, StepTurn::Discriminator) => "∂_L_~D~ / ∂_D_",
        (TraceStageKind::Gradient, StepTurn::Generator) => {
            "∂_L_~G~ / ∂_G_ = ∂_L_~G~ / ∂_G_(_z_) · ∂_G_(_z_) / ∂_G_"
        }
        (TraceStageKind::Gradient, StepTurn::Autoencoder) => "∂_L_ / ∂_E_,  ∂_L_ / ∂_G_",
        _ => "",
    }
}

/// A loss; the terms that the stage makes are lit.
fn loss_line(formula: LossFormula, kind: TraceStageKind) -> AnyView {
    let today = formula.today;
    let today = today.map(|today| view! { <span class="formula-today">{today}</span> });
    let terms = formula.terms.into_iter().map(|term| {
        let is_lit = (term.made_at == kind).then_some("");
        view! { <span data-lit=is_lit>{pieces(&term.text)}</span> }.into_any()
    });
    let terms = terms.collect::<Vec<_>>();
    view! { <p class="formula-line">{pieces(formula.name)} <span>" = "</span> {terms} {today}</p> }
        .into_any()
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
