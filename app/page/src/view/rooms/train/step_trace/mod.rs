//! A step in slow motion: what happens in it, one stage after another.

mod diagram;
mod formula;
mod stage_text;
mod stages;
mod tensors;

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::set_timeout;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::view::components::UiContext;
use crate::view::components::controls::{button, button_unless};
use crate::view::components::live_element::{LiveElement, el};
use crate::words::train_step as words;
use protocol::{StepPart, TraceStage};
use session::{RunState, Session, StepPlayback, TrainEvent};

/// How long a stage stays, where they follow one another by themselves.
const STAY: Duration = Duration::from_millis(1600);

fn trace_of(session: &Session) -> Option<&StepPlayback> {
    session.training.anatomy.as_ref()
}

fn stage(session: &Session) -> Option<&TraceStage> {
    trace_of(session).and_then(StepPlayback::stage)
}

/// What a drawing of the stage on screen depends on: the step and the stage.
fn place(session: &Session) -> Option<(u32, usize)> {
    trace_of(session).map(|trace| (trace.step, trace.at))
}

/// The buttons that take a step apart, and what was found in it.
pub(super) fn step_trace(ui: UiContext) -> LiveElement {
    let halted = |session: &Session| session.training.state == RunState::Halted;
    let plays = |session: &Session| super::toy2d::has_discriminator(session);
    let parts = [
        (
            StepPart::Whole,
            words::slow_motion(),
            words::slow_motion_title(),
        ),
        (
            StepPart::Discriminator,
            words::slow_discriminator(),
            words::slow_discriminator_title(),
        ),
        (
            StepPart::Generator,
            words::slow_generator(),
            words::slow_generator_title(),
        ),
    ];
    let buttons = parts.map(|(part, name, title)| {
        button_unless(ui, name, halted, move || {
            ui.send(TrainEvent::Dissect(part));
        })
        .attr("title", title)
        .live_show(move |session| part == StepPart::Whole || plays(session))
    });
    el("section", "inside")
        .attr("aria-label", words::inside())
        .child(
            el("div", "inside-head")
                .child(el("h2", "").text(words::inside()))
                .child(el("div", "buttons").children(buttons))
                .child(
                    el("p", "note")
                        .live_show(|session| trace_of(session).is_none())
                        .text(words::note()),
                ),
        )
        .child(
            el("div", "inside-body")
                .live_show(|session| trace_of(session).is_some())
                .child(controls(ui))
                .child(stages::stages(ui))
                .child(now()),
        )
        .on_update(walk(ui))
        .on("keydown", move |event| {
            let event: &KeyboardEvent = event.unchecked_ref();
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
        })
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

fn controls(ui: UiContext) -> LiveElement {
    let walks = |session: &Session| trace_of(session).is_some_and(|trace| trace.walking);
    let walk = button("", move || {
        let walking = ui.now(walks);
        ui.send(TrainEvent::Walk(!walking));
    })
    .live_text(move |session| {
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
    let said = |session: &Session| match trace_of(session) {
        Some(trace) => words::Position {
            step: trace.step.into(),
            at: (trace.at + 1) as f64,
            of: trace.stages.len() as f64,
        }
        .text(),
        None => String::new(),
    };
    el("div", "inside-controls")
        .child(
            el("div", "buttons")
                .child(button_unless(
                    ui,
                    words::previous_stage(),
                    first,
                    move || {
                        turn(ui, -1);
                    },
                ))
                .child(walk)
                .child(button_unless(ui, words::next_stage(), last, move || {
                    turn(ui, 1);
                }))
                .child(button(words::close(), move || {
                    ui.send(TrainEvent::CloseAnatomy);
                })),
        )
        .child(el("span", "inside-step").live_text(said))
}

/// The stage on screen.
fn now() -> LiveElement {
    let title = |session: &Session| match stage(session) {
        Some(stage) => stage_text::title(stage.kind, super::run(session)),
        None => String::new(),
    };
    let turn = |session: &Session| {
        let turn = stage(session).map(|stage| stage_text::turn(stage.turn));
        turn.unwrap_or_default().to_owned()
    };
    let sentence = |session: &Session| match stage(session) {
        Some(stage) => stage_text::sentence(stage.kind, stage.turn, super::run(session)),
        None => String::new(),
    };
    el("div", "stage-now")
        .child(diagram::diagram())
        .child(
            el("div", "stage-said")
                .attr("aria-live", "polite")
                .child(
                    el("h3", "")
                        .child(el("span", "").live_text(title))
                        .child(el("span", "stage-turn").live_text(turn)),
                )
                .child(el("p", "").live_text(sentence)),
        )
        .child(formula::formula())
        .child(tensors::tensors())
}

/// Has stages follow one another while they are to.
fn walk(ui: UiContext) -> impl FnMut(&web_sys::Element, &Session) {
    let waiting = Rc::new(Cell::new(false));
    move |node, session| {
        let walking = trace_of(session).is_some_and(|trace| trace.walking);
        let seen = node.unchecked_ref::<HtmlElement>().offset_width() > 0;
        if !walking || !seen || waiting.replace(true) {
            return;
        }
        let waiting = Rc::clone(&waiting);
        let from = place(session);
        set_timeout(
            move || {
                waiting.set(false);
                // A stage that the visitor turned to meanwhile stays as long as any other.
                if ui.now(place) == from {
                    ui.send(TrainEvent::WalkOn);
                } else {
                    ui.refresh();
                }
            },
            STAY,
        );
    }
}
