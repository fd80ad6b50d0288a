//! What the page's address says.

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Url, UrlSearchParams, window};

use super::browser::{call, of_navigator};
use crate::session::EngineChoice;

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

/// The engine that `?engine=` asks for; with a sentence for the visitor if there is no such engine.
pub fn engine_choice() -> (EngineChoice, Option<String>) {
    let search = window().and_then(|window| window.location().search().ok());
    let parameters = search.and_then(|search| UrlSearchParams::new_with_str(&search).ok());
    match parameters.and_then(|parameters| parameters.get("engine")) {
        Some(asked) => parse(&asked),
        None => (EngineChoice::Auto, None),
    }
}

/// What begins the fragment of an address that leads to the Train room.
const TRAIN: &str = "#room=train";

/// What the address says of a run, if it leads to the Train room.
pub fn training_link() -> Option<String> {
    let fragment = window()?.location().hash().ok()?;
    let rest = fragment.strip_prefix(TRAIN)?;
    Some(rest.trim_start_matches('&').to_owned())
}

/// Has the address lead to the Train room and a run, or nowhere in particular.
pub fn show_training_link(link: Option<&str>) {
    let Some(window) = window() else { return };
    let location = window.location();
    let shown = location.hash().unwrap_or_default();
    let wanted = link.map_or_else(String::new, |link| format!("{TRAIN}&{link}"));
    if shown == wanted {
        return;
    }
    let search = location.search().unwrap_or_default();
    let path = location.pathname().unwrap_or_default();
    if let Ok(history) = window.history() {
        // Refused only when it is asked hundreds of times within seconds; the next one catches up.
        let _ = history.replace_state_with_url(
            &JsValue::NULL,
            "",
            Some(&format!("{path}{search}{wanted}")),
        );
    }
}

/// Copies the page's address.
///
/// # Errors
/// Where the browser does not let it.
pub async fn copy_link() -> Result<(), JsValue> {
    let clipboard = of_navigator("clipboard").ok_or(JsValue::UNDEFINED)?;
    let address = window().and_then(|window| window.location().href().ok());
    let asked = call(&clipboard, "writeText", &Array::of1(&address.into()))?;
    JsFuture::from(Promise::from(asked)).await.map(|_| ())
}

fn parse(asked: &str) -> (EngineChoice, Option<String>) {
    match asked.to_ascii_lowercase().as_str() {
        "auto" => (EngineChoice::Auto, None),
        "cpu" => (EngineChoice::Cpu, None),
        "webgpu" => (EngineChoice::WebGpu, None),
        _ => {
            let shown: String = asked.chars().take(20).collect();
            let trouble = format!(
                "The address asks for the engine “{shown}”. There are auto, cpu and webgpu; auto \
                 is used."
            );
            (EngineChoice::Auto, Some(trouble))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_engines_are_understood() {
        assert_eq!(parse("auto"), (EngineChoice::Auto, None));
        assert_eq!(parse("cpu"), (EngineChoice::Cpu, None));
        assert_eq!(parse("WebGPU"), (EngineChoice::WebGpu, None));
    }

    #[test]
    fn an_unknown_engine_is_auto_and_a_sentence() {
        let (choice, trouble) = parse("abacus");
        assert_eq!(choice, EngineChoice::Auto);
        assert!(trouble.is_some_and(|text| text.contains("“abacus”")));
    }
}
