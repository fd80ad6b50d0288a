//! Light and dark.
//!
//! `boot.js` sets the theme before the first paint and follows the system's; this module follows
//! the visitor from then on. The page's root carries the theme shown as `data-theme`.

use std::cell::Cell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::MediaQueryListEvent;

/// Where the choice is remembered; `boot.js` reads the same key.
const STORAGE_KEY: &str = "latentscape-theme";

/// What the visitor asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ThemeChoice {
    /// Whatever the system says.
    System,
    /// Ink on paper.
    Light,
    /// Chalk on slate.
    Dark,
}

impl ThemeChoice {
    fn from_name(name: &str) -> ThemeChoice {
        match name {
            "light" => ThemeChoice::Light,
            "dark" => ThemeChoice::Dark,
            _ => ThemeChoice::System,
        }
    }

    /// The choice in a word.
    pub(super) fn name(self) -> &'static str {
        match self {
            ThemeChoice::System => "system",
            ThemeChoice::Light => "light",
            ThemeChoice::Dark => "dark",
        }
    }

    /// The choice that the theme button goes to from here.
    pub(super) fn next(self) -> ThemeChoice {
        match self {
            ThemeChoice::System => ThemeChoice::Light,
            ThemeChoice::Light => ThemeChoice::Dark,
            ThemeChoice::Dark => ThemeChoice::System,
        }
    }
}

/// The theme, as a context.
#[derive(Clone, Copy)]
pub(super) struct ThemeContext {
    /// What the visitor asked for.
    pub(super) choice: RwSignal<ThemeChoice>,
    /// Whether the page is dark now.
    pub(super) dark: Memo<bool>,
}

thread_local! {
    /// Whether the page is dark now, for all that has no context.
    static DARK: Cell<Option<Memo<bool>>> = const { Cell::new(None) };
}

/// Whether the page is dark. What follows signals when it asks is asked again when that changes.
pub(super) fn is_dark() -> bool {
    DARK.get().is_some_and(|dark| dark.get())
}

/// Starts following the visitor's choice and the system's.
pub(super) fn start() -> ThemeContext {
    let storage = window().local_storage().ok().flatten();
    let remembered = storage
        .as_ref()
        .and_then(|storage| storage.get_item(STORAGE_KEY).ok()?);
    let choice = RwSignal::new(ThemeChoice::from_name(
        remembered.as_deref().unwrap_or_default(),
    ));

    let query = window()
        .match_media("(prefers-color-scheme: dark)")
        .ok()
        .flatten();
    let system_dark = RwSignal::new(query.as_ref().is_some_and(|query| query.matches()));
    if let Some(query) = query {
        let follow =
            Closure::<dyn FnMut(MediaQueryListEvent)>::new(move |event: MediaQueryListEvent| {
                system_dark.set(event.matches());
            });
        query.set_onchange(Some(follow.as_ref().unchecked_ref()));
        // The listener lives as long as the page.
        follow.forget();
    }

    let dark = Memo::new(move |_| match choice.get() {
        ThemeChoice::System => system_dark.get(),
        ThemeChoice::Light => false,
        ThemeChoice::Dark => true,
    });
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            let name = if dark.get() { "dark" } else { "light" };
            // Fails only for a malformed attribute name.
            let _ = root.set_attribute("data-theme", name);
        }
    });
    Effect::new(move |before: Option<ThemeChoice>| {
        let choice = choice.get();
        if before.is_some_and(|before| before != choice)
            && let Some(storage) = window().local_storage().ok().flatten()
        {
            // If storage is full or forbidden, the choice lasts for this visit only.
            let _ = storage.set_item(STORAGE_KEY, choice.name());
        }
        choice
    });
    DARK.set(Some(dark));
    ThemeContext { choice, dark }
}
