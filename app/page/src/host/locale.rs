//! The messages of the visitor's language, which `boot.js` chose or the visitor chooses.

use std::cell::Cell;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::browser::{call, property};
use crate::words::{self, Part};

/// What `boot.js` leaves for the page: `language`, `messages(language, part)`, `options()`,
/// `sayIn(language)` and `hold()`.
const LOCALE: &str = "latentscapeLocale";

fn ask(method: &str, arguments: &Array) -> Option<JsValue> {
    call(&property(&js_sys::global(), LOCALE)?, method, arguments).ok()
}

/// The language to say, by its tag.
fn chosen_language() -> Option<String> {
    property(&property(&js_sys::global(), LOCALE)?, "language")?.as_string()
}

async fn text_of(language: &str, part: Part) -> Option<String> {
    let arguments = Array::of2(&language.into(), &part.name().into());
    let coming = ask("messages", &arguments)?.dyn_into::<Promise>().ok()?;
    JsFuture::from(coming).await.ok()?.as_string()
}

/// Has the messages of a part be said; whether they arrived.
pub async fn fetch_messages(part: Part) -> bool {
    while let Some(language) = chosen_language() {
        let Some(text) = text_of(&language, part).await else {
            return false;
        };
        // The visitor may have chosen another language meanwhile.
        if chosen_language().as_ref() == Some(&language) {
            return words::install(&language, part, text).is_ok();
        }
    }
    false
}

thread_local! {
    /// How often another language was asked for.
    static CHANGES: Cell<u32> = const { Cell::new(0) };
}

/// Has everything be said in another language, unless its messages do not arrive: then nothing changes.
/// Whether they arrived; `None` if yet another language was asked for meanwhile.
pub async fn change_language(language: &str) -> Option<bool> {
    let change = CHANGES.get().wrapping_add(1);
    CHANGES.set(change);
    let mut texts: Vec<(Part, String)> = Vec::new();
    // A part that was on its way in the old language may arrive meanwhile.
    while let Some(part) = words::installed_parts()
        .into_iter()
        .find(|part| texts.iter().all(|(there, _)| there != part))
    {
        let text = text_of(language, part).await;
        if CHANGES.get() != change {
            return None;
        }
        let Some(text) = text else {
            return Some(false);
        };
        texts.push((part, text));
    }
    let installed = texts
        .into_iter()
        .all(|(part, text)| words::install(language, part, text).is_ok());
    if installed {
        ask("sayIn", &Array::of1(&language.into()));
    }
    Some(installed)
}

/// The options of the choice of a language, as HTML.
pub fn language_options() -> String {
    let options = ask("options", &Array::new());
    options
        .and_then(|options| options.as_string())
        .unwrap_or_default()
}

/// Takes note of what only the page's elements hold. What it returns gives that to those that take
/// their places.
pub fn hold_elements() -> impl FnOnce() {
    let give: Option<Function> = ask("hold", &Array::new()).and_then(|give| give.dyn_into().ok());
    move || {
        if let Some(give) = give {
            // What it throws concerns nobody: the page is there.
            let _ = give.call0(&JsValue::UNDEFINED);
        }
    }
}
