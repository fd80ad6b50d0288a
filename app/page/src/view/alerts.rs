//! What the visitor should know, above the page's lower edge.

use std::cell::Cell;

use leptos::prelude::*;

use super::app_context;
use crate::words::{alert_sentence, alerts as words};
use session::{Alert, AlertAction, AlertText, RoomAlert, SessionEvent};

/// What stands beside an alert that only rooms raise, besides its words.
pub(super) type AlertAddition = fn(&RoomAlert) -> Option<AnyView>;

thread_local! {
    /// The lazy chunk has it, and hands it over before a room can raise an alert.
    static ADDITION: Cell<Option<AlertAddition>> = const { Cell::new(None) };
}

/// Takes what the lazy chunk has to stand beside alerts.
pub(super) fn install_alert_addition(addition: AlertAddition) {
    ADDITION.set(Some(addition));
}

/// The alerts, oldest first. They lie over the page, so nothing moves when one comes or goes.
#[component]
pub(super) fn Alerts() -> impl IntoView {
    let session = app_context().session;
    let alerts = Memo::new(move |_| session.with(|session| session.alerts().to_vec()));
    view! {
        <section class="alerts" aria-label=words::messages()>
            <For each=move || alerts.get() key=|alert| alert.id let:alert>
                <Toast alert />
            </For>
        </section>
    }
}

/// One alert.
#[component]
fn Toast(alert: Alert) -> impl IntoView {
    let dispatch = app_context().dispatch;
    let id = alert.id;
    let action = alert.action.map(|action| {
        let label = match action {
            AlertAction::RestartEngine => words::start_again(),
            AlertAction::Reload => words::reload(),
            AlertAction::FetchFromMirror | AlertAction::HoldFromMirror => words::fetch_from_mirror(),
        };
        view! {
            <button type="button" class="button" on:click=move |_| dispatch.send(SessionEvent::Act(id))>
                {label}
            </button>
        }
    });
    let addition = match &*alert.text {
        AlertText::Rooms(alert) => ADDITION.get().and_then(|addition| addition(alert)),
        _ => None,
    };
    view! {
        <div class="toast" role=if alert.text.is_note() { "status" } else { "alert" }>
            <p>{alert_sentence(&alert.text)}</p>
            {action}
            {addition}
            <button
                type="button"
                class="icon-button"
                aria-label=words::close()
                on:click=move |_| dispatch.send(SessionEvent::Dismiss(id))
            >
                <svg viewBox="0 0 16 16" aria-hidden="true">
                    <path d="M4 4l8 8M12 4l-8 8" />
                </svg>
            </button>
        </div>
    }
}
