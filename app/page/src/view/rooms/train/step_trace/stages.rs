//! The list of a step's stages.

use leptos::prelude::*;

use super::{place, show, stage_text, trace_of};
use crate::view::components::UiContext;
use crate::view::rooms::train::run;
use crate::words::train_step;
use protocol::TraceStage;
use session::Session;

/// The stages in their order; each leads to itself.
pub(super) fn stages(ui: UiContext) -> AnyView {
    let step = Memo::new(move |_| ui.read(|session| trace_of(session).map(|trace| trace.step)));
    let items = move || {
        step.get();
        ui.now(|session| {
            let stages = trace_of(session).map_or(&[][..], |trace| &trace.stages);
            let stages = stages.iter().enumerate();
            stages
                .map(|(at, stage)| item(ui, session, at, stage))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <ol class="stages" aria-label=train_step::stages()>
            {items}
        </ol>
    }
    .into_any()
}

fn item(ui: UiContext, session: &Session, at: usize, stage: &TraceStage) -> AnyView {
    let current = ui.attribute(move |session| {
        let (_, now) = place(session)?;
        (now == at).then(|| "step".to_owned())
    });
    view! {
        <li>
            <button
                type="button"
                class="stage"
                data-at=at.to_string()
                data-turn=stage_text::letter(stage.turn)
                title=stage_text::turn(stage.turn)
                aria-current=current
                on:click=move |_| show(ui, at)
            >
                {stage_text::title(stage.kind, run(session))}
            </button>
        </li>
    }
    .into_any()
}
