//! Which engine runs, how fast, why, and the choice of another.

use leptos::ev::{self, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::app_context;
use crate::numbers;
use crate::words::{MessageFn, engine_badge as words, engine_reason_sentence};
use protocol::EngineKind;
use session::{EngineChoice, EngineState, SessionEvent};

/// The choices, as the visitor reads them.
const CHOICES: [(EngineChoice, &str, MessageFn, MessageFn); 3] = [
    (
        EngineChoice::Auto,
        "auto",
        words::auto,
        words::auto_explained,
    ),
    (EngineChoice::Cpu, "cpu", words::cpu, words::cpu_explained),
    (
        EngineChoice::WebGpu,
        "webgpu",
        words::web_gpu,
        words::web_gpu_explained,
    ),
];

/// The badge and, behind it, the choice.
#[component]
pub(super) fn EngineBadge() -> impl IntoView {
    let session = app_context().session;
    let engine = Memo::new(move |_| session.with(|session| session.workers.engine.clone()));
    let open = RwSignal::new(false);
    let frame = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();

    let text = Memo::new(move |_| {
        engine.with(|engine| {
            let name = match engine.kind {
                EngineKind::Cpu => "CPU",
                EngineKind::WebGpu => "WebGPU",
            };
            let then = match (engine.state, engine.decode_millis) {
                (EngineState::Starting, _) => words::starting().to_owned(),
                (EngineState::Stopped, _) => words::stopped().to_owned(),
                (EngineState::Ready, Some(millis)) => numbers::millis(millis),
                (EngineState::Ready, None) if engine.prepares() => words::preparing().to_owned(),
                (EngineState::Ready, None) => words::ready().to_owned(),
            };
            words::Badge {
                engine: name,
                state: &then,
            }
            .text()
        })
    });
    let state = move || {
        engine.with(|engine| match engine.state {
            EngineState::Starting => "starting",
            EngineState::Ready => "ready",
            EngineState::Stopped => "stopped",
        })
    };

    let outside = window_event_listener(ev::pointerdown, move |event| {
        let Some(frame) = frame.get_untracked() else {
            return;
        };
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        if open.get_untracked() && !frame.contains(target.as_ref()) {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());

    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
            if let Some(button) = button.get_untracked() {
                // The button is in the page, so focusing it cannot fail.
                let _ = button.focus();
            }
        }
    };

    view! {
        <div class="engine" node_ref=frame on:keydown=on_key data-state=state>
            // The figures change with every picture: read out on demand, never announced.
            <span class="engine-badge" role="status" aria-label=words::engine() aria-live="off">
                {text}
            </span>
            <button
                type="button"
                class="icon-button"
                aria-label=words::details()
                aria-expanded=move || open.get().to_string()
                aria-controls="engine-panel"
                node_ref=button
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <svg viewBox="0 0 16 16" aria-hidden="true">
                    <path d="M4 6.5l4 4l4-4" />
                </svg>
            </button>
            <div id="engine-panel" class="panel" hidden=move || !open.get()>
                <p class="panel-reason">{move || engine.with(|engine| engine_reason_sentence(&engine.reason))}</p>
                <Choices choice=Memo::new(move |_| engine.with(|engine| engine.choice)) />
                <p class="panel-note">{words::note()}</p>
            </div>
        </div>
    }
}

/// The radio group.
#[component]
fn Choices(choice: Memo<EngineChoice>) -> impl IntoView {
    let dispatch = app_context().dispatch;
    let radios = CHOICES.map(|(value, key, name, explanation)| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="engine"
                    id=format!("engine-{key}")
                    value=key
                    aria-label=name()
                    aria-describedby=format!("engine-{key}-explained")
                    prop:checked=move || choice.get() == value
                    on:change=move |_| dispatch.send(SessionEvent::ChooseEngine(value))
                />
                <span class="choice-name">{name()}</span>
                <span class="choice-explained" id=format!("engine-{key}-explained")>
                    {explanation()}
                </span>
            </label>
        }
    });
    view! {
        <div role="radiogroup" aria-label=words::choice() class="choices">
            {radios.collect_view()}
        </div>
    }
}
