//! The page's head: name, rooms, engine, theme.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::engine_badge::EngineBadge;
use super::rooms::{page_room, panel_id, tab_id};
use super::theme::{ThemeChoice, ThemeContext};
use super::{app_context, change_language};
use crate::host::language_options;
use crate::words::{header as words, language as language_tag};
use session::{AlertText, Room, SessionEvent};

/// Where the source is; set when the site is built.
const SOURCE_URL: Option<&str> = option_env!("LATENTSCAPE_SOURCE_URL");

/// The head.
#[component]
pub(super) fn Header() -> impl IntoView {
    view! {
        <header class="header">
            <h1 class="wordmark">
                <Mark />
                "Latentscape"
            </h1>
            <RoomTabs />
            <EngineBadge />
            <LanguageChoice />
            <ThemeButton />
            {SOURCE_URL
                .map(|url| {
                    view! {
                        <a class="source" href=url rel="noreferrer">
                            {words::source()}
                        </a>
                    }
                })}
        </header>
    }
}

/// A tab for each room. One of them is in the tab order; arrow keys lead to the others.
#[component]
fn RoomTabs() -> impl IntoView {
    let app = app_context();
    let (session, dispatch) = (app.session, app.dispatch);
    let room = Memo::new(move |_| session.with(|session| session.room));
    let tabs: Vec<NodeRef<html::Button>> = Room::ALL.iter().map(|_| NodeRef::new()).collect();
    let nodes = tabs.clone();
    let on_key = move |event: KeyboardEvent| {
        let count = Room::ALL.len();
        let here = Room::ALL
            .iter()
            .position(|value| *value == room.get_untracked());
        let here = here.unwrap_or_default();
        let there = match event.key().as_str() {
            "ArrowRight" => (here + 1) % count,
            "ArrowLeft" => (here + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        dispatch.send(SessionEvent::ShowRoom(Room::ALL[there]));
        if let Some(tab) = nodes[there].get_untracked() {
            // The tab is in the page, so focusing it cannot fail.
            let _ = tab.focus();
        }
    };
    let tab = move |(value, node): (Room, NodeRef<html::Button>)| {
        let here = move || room.get() == value;
        view! {
            <button
                type="button"
                role="tab"
                id=tab_id(value)
                aria-selected=move || here().to_string()
                aria-controls=panel_id(value)
                tabindex=move || if here() { "0" } else { "-1" }
                node_ref=node
                on:click=move |_| dispatch.send(SessionEvent::ShowRoom(value))
            >
                {page_room(value).title}
            </button>
        }
    };
    view! {
        <div class="rooms" role="tablist" aria-label=words::rooms() on:keydown=on_key>
            {Room::ALL.iter().copied().zip(tabs).map(tab).collect_view()}
        </div>
    }
}

/// The mark: a latitude-longitude grid, bent by a decoder.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
            <path d="M3 8.5C9 4 13 13 29 6.5M3 16.5C10 11 15 22 29 15.5M3 25C10 20.5 17 29.5 29 24.5" />
            <path d="M7.5 3C4.5 10 11 20 6.5 29M16 3C12.5 11 20.5 19 15.5 29M24.5 3C21.5 11 28.5 20 24.5 29" />
            <circle cx="17.3" cy="17.4" r="3.4" />
        </svg>
    }
}

/// The site's languages, each in its own name.
#[component]
fn LanguageChoice() -> impl IntoView {
    let dispatch = app_context().dispatch;
    let choice = NodeRef::<html::Select>::new();
    let on_change = move |event| {
        let language = event_target_value(&event);
        spawn_local(async move {
            if change_language(language).await != Some(false) {
                return;
            }
            // A view that was replaced meanwhile shows the right one.
            if let Some(choice) = choice.try_get_untracked().flatten() {
                choice.set_value(language_tag());
            }
            dispatch.send(SessionEvent::Trouble(AlertText::LanguageMissing));
        });
    };
    view! {
        <select
            class="language"
            aria-label=words::language()
            title=words::language()
            node_ref=choice
            on:change=on_change
            inner_html=language_options()
        ></select>
    }
}

/// Switches to the next of the three themes.
#[component]
fn ThemeButton() -> impl IntoView {
    let theme: ThemeContext = expect_context();
    let label = move || {
        words::Theme {
            choice: theme.choice.get().name(),
        }
        .text()
    };
    let icon = move || match theme.choice.get() {
        ThemeChoice::System => "M10 3.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13z",
        ThemeChoice::Light => {
            "M10 6.500a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7zM10 1.800v2M10 16.200v2M1.8 10h2M16.2 10h2M4.2 4.200l1.4 1.400M14.4 14.400l1.4 1.400M4.2 15.800l1.4-1.400M14.4 5.600l1.4-1.4"
        }
        ThemeChoice::Dark => "M16.5 12.300A7 7 0 0 1 7.7 3.500a7 7 0 1 0 8.8 8.800z",
    };
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=label
            title=label
            on:click=move |_| theme.choice.update(|choice| *choice = choice.next())
        >
            <svg viewBox="0 0 20 20" aria-hidden="true">
                <path d=icon />
                // For the system's theme, the disc's dark half.
                <path
                    d="M10 3.5a6.5 6.5 0 0 1 0 13z"
                    fill="currentColor"
                    hidden=move || theme.choice.get() != ThemeChoice::System
                />
            </svg>
        </button>
    }
}
