//! What opens the game, and its place until its chunk arrives.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::view::chunks::{chunks, fetched};
use crate::view::components::{UiContext, button};
use crate::words::{learn, learn_game as words, page};
use session::{LearnEvent, SessionEvent};

/// The card that opens the game, below the lessons.
pub(super) fn card(ui: UiContext) -> AnyView {
    let open = move |_| ui.dispatch.send(SessionEvent::Learn(LearnEvent::OpenGame));
    view! {
        <button type="button" class="lesson-card game-card" on:click=open>
            <span class="lesson-number" aria-hidden="true">
                "D"
            </span>
            <span class="lesson-title">{words::title()}</span>
            <span class="lesson-summary">{words::summary()}</span>
            <span class="lesson-facts">{words::card_facts()}</span>
        </button>
    }
    .into_any()
}

/// The game, whose chunk is fetched when it is first opened.
pub(super) fn game_place(ui: UiContext) -> AnyView {
    let is_open = ui.memo(|session| session.learn.game.is_some());
    // Whether the chunk is there, if that is known.
    let is_here = RwSignal::new(None);
    let fetch = move || {
        is_here.set(None);
        spawn_local(async move {
            let arrived = fetched(|chunks| (chunks.fetch_game)()).await;
            // Who left the page meanwhile has no room any more.
            is_here.try_set(Some(arrived));
        });
    };
    Effect::new(move |asked: Option<bool>| {
        let asked = asked.unwrap_or(false);
        let is_open = is_open.get();
        if is_open && !asked {
            fetch();
        }
        asked || is_open
    });
    let content = move || match is_here.get() {
        None => {
            Some(view! { <p class="room-note" role="status">{page::room_loading()}</p> }.into_any())
        }
        Some(true) => chunks().and_then(|chunks| (chunks.game)(ui)),
        Some(false) => Some(
            view! {
                <p class="room-note" role="status">
                    {learn::room_missing()} " " {button(page::try_again(), fetch)}
                </p>
            }
            .into_any(),
        ),
    };
    view! { <div hidden=move || !is_open.get()>{content}</div> }.into_any()
}
