//! The lines of the run's program that are at work in a stage.

use leptos::prelude::*;
use run_code::{CodeLine, CodeTarget, excerpt};

use super::stage;
use crate::view::components::UiContext;
use crate::view::rooms::train::run_program::{WrittenProgram, described_run, written};
use crate::words::train_step as words;
use protocol::{StepTurn, TraceStageKind};
use session::{OpenLesson, Room, Session};

/// Whether the lines are shown, and whose word that is.
#[derive(Clone, Copy)]
pub(super) struct ShownLines {
    /// What the visitor chose in this step of a lesson, or outside of lessons.
    chosen: RwSignal<Option<bool>>,
    /// Whether the step of a lesson asks for them.
    asked: Memo<bool>,
}

impl ShownLines {
    pub fn new(ui: UiContext) -> Self {
        let chosen = RwSignal::new(None);
        let step = ui.memo(|session| lesson(session).map(|open| (open.spec.id.clone(), open.step)));
        Effect::new(move |before: Option<()>| {
            step.with(|_| ());
            // What was chosen in one step is not meant for the next.
            if before.is_some() {
                chosen.set(None);
            }
        });
        let asked = ui.memo(|session| {
            let step = lesson(session).and_then(OpenLesson::now);
            step.is_some_and(|step| step.code)
        });
        Self { chosen, asked }
    }

    fn get(self) -> bool {
        self.chosen.get().unwrap_or_else(|| self.asked.get())
    }
}

/// The lesson that is on screen.
fn lesson(session: &Session) -> Option<&OpenLesson> {
    let is_here = session.room == Room::Learn;
    session.learn.open.as_ref().filter(|_| is_here)
}

/// Shows and hides the lines.
pub(super) fn lines_button(shown: ShownLines) -> AnyView {
    let toggle = move |_| {
        let is_shown = untrack(|| shown.get());
        shown.chosen.set(Some(!is_shown));
    };
    view! {
        <button
            type="button"
            class="button"
            aria-pressed=move || shown.get().to_string()
            on:click=toggle
        >
            {words::code_lines()}
        </button>
    }
    .into_any()
}

/// The passages of the program that are at work in the stage on screen. The program is written, and the
/// chunk that does so fetched, when it is shown.
pub(super) fn stage_code(ui: UiContext, shown: ShownLines) -> AnyView {
    let now = ui.memo(|session| stage(session).map(|stage| (stage.kind, stage.turn)));
    let is_open = move || shown.get() && now.with(Option::is_some);
    let target = Memo::new(move |_| is_open().then_some(CodeTarget::PyTorch));
    let program: WrittenProgram = written(ui, target.into(), described_run(ui, is_open));
    let passages = move || {
        let (kind, turn) = now.get()?;
        Some(program.with(|lines| passages(lines, kind, turn)))
    };
    view! {
        <pre
            class="code-text"
            tabindex="0"
            aria-label=words::code_lines()
            hidden=move || !is_open()
        >
            {passages}
        </pre>
    }
    .into_any()
}

fn passages(lines: &[CodeLine], kind: TraceStageKind, turn: StepTurn) -> Vec<AnyView> {
    let passages = excerpt(lines, kind, turn).into_iter().enumerate();
    let lines = passages.flat_map(|(at, passage)| {
        let between = (at > 0).then(|| view! { <span class="code-line">"\n"</span> }.into_any());
        let lines = passage.into_iter().map(move |line| {
            let is_lit = line.stages.has(kind, turn).then_some("");
            view! {
                <span class="code-line" data-lit=is_lit>
                    {line.text}
                    "\n"
                </span>
            }
            .into_any()
        });
        between.into_iter().chain(lines)
    });
    lines.collect()
}
