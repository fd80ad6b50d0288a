//! A step in slow motion: what happens in it, one stage after another.

pub(super) mod diagram;
mod formula;
mod stage_code;
mod stage_text;
mod stages;
mod tensors;

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use self::stage_code::ShownLines;
use super::toy2d::has_discriminator;
use crate::view::components::{UiContext, button, button_unless};
use crate::words::train_step as words;
use protocol::{StepPart, TraceStage};
use session::{RunState, Session, StepPlayback, TrainEvent};

/// How long a stage stays, where they follow one another by themselves.
const STAY: Duration = Duration::from_millis(1600);

/// What a drawing of the stage on screen depends on: the step and the stage.
type StagePlace = Option<(u32, usize)>;

fn trace_of(session: &Session) -> Option<&StepPlayback> {
    session.training.anatomy.as_ref()
}

/// The stage on screen, if a step was taken apart.
pub(super) fn stage(session: &Session) -> Option<&TraceStage> {
    trace_of(session).and_then(StepPlayback::stage)
}

fn place(session: &Session) -> StagePlace {
    trace_of(session).map(|trace| (trace.step, trace.at))
}

/// The buttons that take a step apart, and what was found in it. Only
/// [`chunk`](crate::view::rooms::chunk) may call this: it is a chunk of its own.
pub(super) fn step_trace(ui: UiContext) -> AnyView {
    let section = NodeRef::<html::Section>::new();
    walk(ui, section);
    let lines = ShownLines::new(ui);
    let parts = [
        trace_button(
            ui,
            StepPart::Whole,
            words::slow_motion(),
            words::slow_motion_title(),
        ),
        trace_button(
            ui,
            StepPart::Discriminator,
            words::slow_discriminator(),
            words::slow_discriminator_title(),
        ),
        trace_button(
            ui,
            StepPart::Generator,
            words::slow_generator(),
            words::slow_generator_title(),
        ),
    ];
    view! {
        <section
            class="inside"
            aria-label=words::inside()
            node_ref=section
            on:keydown=move |event| steer(ui, &event)
        >
            <div class="inside-head">
                <h2>{words::inside()}</h2>
                <div class="buttons">{parts}</div>
                <p class="note" hidden=ui.hidden_unless(|session| trace_of(session).is_none())>
                    {words::note()}
                </p>
            </div>
            <div
                class="inside-body"
                hidden=ui.hidden_unless(|session| trace_of(session).is_some())
            >
                {controls(ui, lines)}
                {stages::stages(ui)}
                {now(ui, lines)}
            </div>
        </section>
    }
    .into_any()
}

/// A button that makes a step, or a part of it, and takes it apart.
fn trace_button(ui: UiContext, part: StepPart, name: &'static str, title: &'static str) -> AnyView {
    let halted = |session: &Session| session.training.state == RunState::Halted;
    let shown = move |session: &Session| part == StepPart::Whole || has_discriminator(session);
    view! {
        <button
            type="button"
            class="button"
            title=title
            hidden=ui.hidden_unless(shown)
            aria-disabled=ui.disabled_while(halted)
            on:click=ui.click_unless(halted, move || ui.send(TrainEvent::TraceStep(part)))
        >
            {name}
        </button>
    }
    .into_any()
}

/// The arrow keys turn to the stages before and after.
fn steer(ui: UiContext, event: &KeyboardEvent) {
    let by = match event.key().as_str() {
        "ArrowLeft" => -1,
        "ArrowRight" => 1,
        _ => return,
    };
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
        return;
    }
    if ui.now(|session| trace_of(session).is_some()) {
        event.prevent_default();
        turn(ui, by);
    }
}

/// Looks at a stage before or after, and stays there.
fn turn(ui: UiContext, by: isize) {
    let at = ui.now(|session| {
        let (_, at) = place(session)?;
        at.checked_add_signed(by)
    });
    if let Some(at) = at {
        show(ui, at);
    }
}

fn show(ui: UiContext, at: usize) {
    ui.send(TrainEvent::Walk(false));
    ui.send(TrainEvent::ShowStage(at));
}

fn controls(ui: UiContext, lines: ShownLines) -> AnyView {
    let walks = |session: &Session| trace_of(session).is_some_and(|trace| trace.walking);
    let walk = move |_| {
        let walking = ui.now(walks);
        ui.send(TrainEvent::Walk(!walking));
    };
    let walk_name = ui.text(move |session| {
        let name = if walks(session) {
            words::pause_stages()
        } else {
            words::play_stages()
        };
        name.to_owned()
    });
    let first = |session: &Session| place(session).is_none_or(|(_, at)| at == 0);
    let last = |session: &Session| {
        trace_of(session).is_none_or(|trace| trace.at + 1 >= trace.stages.len())
    };
    let said = ui.text(|session| match trace_of(session) {
        Some(trace) => words::Position {
            step: trace.step.into(),
            at: (trace.at + 1) as f64,
            of: trace.stages.len() as f64,
        }
        .text(),
        None => String::new(),
    });
    view! {
        <div class="inside-controls">
            <div class="buttons">
                {button_unless(ui, words::previous_stage(), first, move || turn(ui, -1))}
                <button type="button" class="button" on:click=walk>
                    {walk_name}
                </button>
                {button_unless(ui, words::next_stage(), last, move || turn(ui, 1))}
                {stage_code::lines_button(lines)}
                {button(words::close(), move || ui.send(TrainEvent::CloseAnatomy))}
            </div>
            <span class="inside-step">{said}</span>
        </div>
    }
    .into_any()
}

/// The stage on screen.
fn now(ui: UiContext, lines: ShownLines) -> AnyView {
    let at = Memo::new(move |_| ui.read(place));
    let title = ui.text(|session| match stage(session) {
        Some(stage) => stage_text::title(stage.kind, super::run(session)),
        None => String::new(),
    });
    let turn = ui.text(|session| {
        let turn = stage(session).map(|stage| stage_text::turn(stage.turn));
        turn.unwrap_or_default().to_owned()
    });
    let sentence = ui.text(|session| match stage(session) {
        Some(stage) => stage_text::sentence(stage.kind, stage.turn, super::run(session)),
        None => String::new(),
    });
    view! {
        <div class="stage-now">
            {diagram::diagram(ui, at)} <div class="stage-said" aria-live="polite">
                <h3>
                    <span>{title}</span>
                    <span class="stage-turn">{turn}</span>
                </h3>
                <p>{sentence}</p>
            </div> {formula::formula(ui, at)} {stage_code::stage_code(ui, lines)} {tensors::tensors(ui)}
        </div>
    }
    .into_any()
}

/// Has stages follow one another while they are to and the section is on screen.
fn walk(ui: UiContext, section: NodeRef<html::Section>) {
    let waiting = StoredValue::new(false);
    ui.on_update(move |session| {
        let walking = trace_of(session).is_some_and(|trace| trace.walking);
        let seen = || {
            let section = section.get_untracked();
            section.is_some_and(|section| section.offset_width() > 0)
        };
        if !walking || waiting.get_value() || !seen() {
            return;
        }
        waiting.set_value(true);
        let from = place(session);
        set_timeout(
            move || {
                // In another language, a view of its own walks on.
                if waiting.is_disposed() {
                    return;
                }
                waiting.set_value(false);
                // A stage that the visitor turned to meanwhile stays as long as any other.
                if ui.now(place) == from {
                    ui.send(TrainEvent::WalkOn);
                } else {
                    ui.refresh();
                }
            },
            STAY,
        );
    });
}
