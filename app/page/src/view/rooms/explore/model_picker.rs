//! The choice of a model, shipped or brought.

use leptos::html;
use leptos::prelude::*;

use crate::view::{app_context, files};
use crate::words::explore as words;
use crate::words::models as model_words;
use session::{CatalogEntry, SessionEvent};

/// The picker, and the button that opens a file.
#[component]
pub(super) fn ModelPicker() -> impl IntoView {
    let app = app_context();
    let (session, dispatch) = (app.session, app.dispatch);
    let models = Memo::new(move |_| session.with(|session| session.models.list.clone()));
    let chosen = Memo::new(move |_| session.with(|session| session.models.chosen.clone()));
    let shown = Memo::new(move |_| {
        session.with(|session| {
            session
                .models
                .on_screen
                .as_ref()
                .map(|model| model.id.clone())
        })
    });
    let loading = Memo::new(move |_| shown.get().is_none_or(|shown| shown != chosen.get()));
    let summary = Memo::new(move |_| {
        session.with(|session| {
            let model = session.models.on_screen.as_ref();
            model.map(|model| model_words::summary(&model.id, model.card.summary.clone()))
        })
    });

    let select = NodeRef::<html::Select>::new();
    // A list that is drawn anew forgets its selection: set it after both list and choice. A file
    // that is being opened is not on the list yet.
    Effect::new(move |_| {
        let (chosen, shown) = (chosen.get(), shown.get());
        let listed = models.with(|models| models.iter().any(|entry| entry.id == chosen));
        let value = if listed { Some(chosen) } else { shown };
        if let (Some(select), Some(value)) = (select.get(), value) {
            select.set_value(&value);
        }
    });

    // The first model is announced where its picture will be.
    let status = move || {
        if loading.get() && shown.with(Option::is_some) {
            words::loading_model()
        } else {
            ""
        }
    };

    view! {
        <section class="model" aria-label=words::model()>
                <select
                    aria-label=words::model()
                    node_ref=select
                    on:change=move |event| {
                        dispatch.send(SessionEvent::ChooseModel(event_target_value(&event)));
                    }
                >
                    <For each=move || models.get() key=|entry| entry.id.clone() let:entry>
                        <ModelOption entry />
                    </For>
                </select>
                {files::open_button(
                    words::open_model(),
                    words::open_model_title(),
                    words::open_model_input(),
                )}
            <p class="model-summary">{move || summary.get()}</p>
            <p class="model-status" role="status">{status}</p>
        </section>
    }
}

#[component]
fn ModelOption(entry: CatalogEntry) -> impl IntoView {
    let title = model_words::title(&entry.id, &entry.title, &entry.origin);
    view! { <option value=entry.id.clone()>{title}</option> }
}
