//! What the page's address says.

use std::cell::RefCell;

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Url, UrlSearchParams, window};

use super::browser::{call, of_navigator};
use session::{AlertText, EngineChoice, Room};

/// The folder that the site lies in, absolute, ending in `/`.
pub fn base() -> String {
    resolve("./")
}

/// An address below the site's folder, absolute.
pub fn resolve(path: &str) -> String {
    let document = window().and_then(|window| window.document());
    let base = document.and_then(|document| document.base_uri().ok().flatten());
    base.and_then(|base| Url::new_with_base(path, &base).ok())
        .map_or_else(|| path.to_owned(), |url| url.href())
}

/// The engine that `?engine=` asks for. Returns what to tell the visitor too if there is no such
/// engine.
pub fn engine_choice() -> (EngineChoice, Option<AlertText>) {
    let search = window().and_then(|window| window.location().search().ok());
    let parameters = search.and_then(|search| UrlSearchParams::new_with_str(&search).ok());
    match parameters.and_then(|parameters| parameters.get("engine")) {
        Some(asked) => parse(&asked),
        None => (EngineChoice::Auto, None),
    }
}

/// What begins the fragment of an address.
const ROOM: &str = "#room=";

/// The room that the part of the address behind `#` names, and what it holds besides.
pub fn fragment() -> Option<(Room, String)> {
    let shown = window().and_then(|window| window.location().href().ok());
    fragment_of(&shown.unwrap_or_default())
}

/// [`fragment`] of another address.
pub fn fragment_of(address: &str) -> Option<(Room, String)> {
    parse_fragment(hash_of(address))
}

/// What follows the place of a document in its address, from `#` on.
fn hash_of(address: &str) -> &str {
    address.find('#').map_or("", |from| &address[from..])
}

thread_local! {
    /// The fragment that was last written or followed.
    static KNOWN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Takes note that the page follows an address.
pub fn followed(address: &str) {
    KNOWN.set(Some(hash_of(address).to_owned()));
}

fn parse_fragment(shown: &str) -> Option<(Room, String)> {
    let (room, rest) = shown.split_at_checked(ROOM.len())?;
    let (word, rest) = rest.split_once('&').unwrap_or((rest, ""));
    let room = room.eq_ignore_ascii_case(ROOM).then_some(word)?;
    Some((Room::from_name(room)?, rest.to_owned()))
}

/// Whether the address names a room. Only the rooms' lazy chunk can read the rest of it.
pub fn names_a_room() -> bool {
    fragment().is_some()
}

/// The model that a place is in.
pub fn model_of(place: &str) -> Option<&str> {
    place
        .split('&')
        .find_map(|part| part.strip_prefix("model="))
}

/// Sets the fragment of the address. `another` adds an entry to the browser's history.
///
/// An address that the visitor has just gone to is left alone: the event that tells of it is under way, and
/// what the page writes down of the place before would take its entry in the history.
pub fn show(room: &str, another: bool) {
    let fragment = &format!("{ROOM}{room}");
    let Some(window) = window() else { return };
    let location = window.location();
    let shown = location.hash().unwrap_or_default();
    let is_known = KNOWN
        .replace(Some(shown.clone()))
        .is_none_or(|known| known == shown);
    if !is_known || shown == *fragment {
        return;
    }
    let search = location.search().unwrap_or_default();
    let path = location.pathname().unwrap_or_default();
    let address = format!("{path}{search}{fragment}");
    if let Ok(history) = window.history() {
        // Browsers refuse hundreds of calls within seconds. The next call catches up.
        let _ = if another {
            history.push_state_with_url(&JsValue::NULL, "", Some(&address))
        } else {
            history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
        };
        KNOWN.set(location.hash().ok());
    }
}

/// Copies the page's address.
///
/// # Errors
/// What the browser threw, if it does not allow it.
pub async fn copy_link() -> Result<(), JsValue> {
    let address = window().and_then(|window| window.location().href().ok());
    copy_text(&address.unwrap_or_default()).await
}

/// Copies a text.
///
/// # Errors
/// What the browser threw, if it does not allow it.
pub async fn copy_text(text: &str) -> Result<(), JsValue> {
    let clipboard = of_navigator("clipboard").ok_or(JsValue::UNDEFINED)?;
    let asked = call(&clipboard, "writeText", &Array::of1(&text.into()))?;
    JsFuture::from(Promise::from(asked)).await.map(|_| ())
}

fn parse(asked: &str) -> (EngineChoice, Option<AlertText>) {
    match asked.to_ascii_lowercase().as_str() {
        "auto" => (EngineChoice::Auto, None),
        "cpu" => (EngineChoice::Cpu, None),
        "webgpu" => (EngineChoice::WebGpu, None),
        _ => {
            let shown: String = asked.chars().take(20).collect();
            (EngineChoice::Auto, Some(AlertText::UnknownEngine(shown)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_names_a_room_and_what_is_in_it() {
        assert_eq!(
            parse_fragment("#room=compare&v=1&z=0,1"),
            Some((Room::Compare, "v=1&z=0,1".to_owned()))
        );
        assert_eq!(
            parse_fragment("#room=explore"),
            Some((Room::Explore, String::new()))
        );
        assert_eq!(
            parse_fragment("#Room=Train&seed=1"),
            Some((Room::Train, "seed=1".to_owned()))
        );
        for text in ["", "#", "#room=attic&v=1", "#elsewhere"] {
            assert_eq!(parse_fragment(text), None, "{text}");
        }
        assert_eq!(
            fragment_of("http://localhost/?engine=cpu#room=explore&n=%23"),
            Some((Room::Explore, "n=%23".to_owned()))
        );
        assert_eq!(fragment_of("http://localhost/"), None);
    }

    #[test]
    fn the_three_engines_are_understood() {
        assert_eq!(parse("auto"), (EngineChoice::Auto, None));
        assert_eq!(parse("cpu"), (EngineChoice::Cpu, None));
        assert_eq!(parse("WebGPU"), (EngineChoice::WebGpu, None));
    }

    #[test]
    fn an_unknown_engine_is_auto_and_an_alert() {
        let (choice, trouble) = parse("abacus");
        assert_eq!(choice, EngineChoice::Auto);
        assert_eq!(trouble, Some(AlertText::UnknownEngine("abacus".to_owned())));
    }
}
