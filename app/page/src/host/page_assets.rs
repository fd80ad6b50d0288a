//! Loads the site's scripts and style sheets on demand.

use js_sys::{Array, Function, Promise};
use leptos::prelude::{document, window};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlScriptElement, Response};

use super::address::resolve;
use super::browser::{call, encoded};
use protocol::BUILD_ID;

/// Loads a script of the site as a module. `then` is told whether it ran.
pub fn load_script(path: &str, then: impl FnOnce(bool) + 'static) {
    let Ok(script) = document().create_element("script") else {
        return then(false);
    };
    let script: HtmlScriptElement = script.unchecked_into();
    script.set_type("module");
    script.set_src(&of_this_build(path));
    let ended: Function = Closure::once_into_js(move |event: web_sys::Event| {
        then(event.type_() == "load");
    })
    .unchecked_into();
    script.set_onload(Some(&ended));
    script.set_onerror(Some(&ended));
    if let Some(head) = document().head() {
        // The head takes any element.
        let _ = head.append_child(&script);
    }
}

/// Loads style sheets and inserts them before the last one in the head. Returns whether all of them
/// arrived.
pub async fn load_styles(paths: &[String]) -> bool {
    let coming = Array::new();
    for path in paths {
        let Ok(link) = document().create_element("link") else {
            return false;
        };
        coming.push(&Promise::new(&mut |resolve, reject| {
            for (event, then) in [("load", resolve), ("error", reject)] {
                // Fails only if the callback is none.
                let _ = link.add_event_listener_with_callback(event, &then);
            }
        }));
        // These fail only for malformed names, and the names are constants.
        let _ = link.set_attribute("rel", "stylesheet");
        let _ = link.set_attribute("href", &of_this_build(path));
        let last = document().query_selector_all("head > link[rel=stylesheet]");
        let last = last
            .ok()
            .and_then(|all| all.item(all.length().checked_sub(1)?));
        if let Some(head) = document().head() {
            let _ = head.insert_before(&link, last.as_ref());
        }
    }
    JsFuture::from(Promise::all(&coming)).await.is_ok()
}

/// Fetches a text of the site; `None` if it did not arrive.
pub async fn fetch_text(path: &str) -> Option<String> {
    let asked = window().fetch_with_str(&of_this_build(path));
    let response: Response = JsFuture::from(asked).await.ok()?.dyn_into().ok()?;
    let text = response.ok().then(|| response.text())?.ok()?;
    JsFuture::from(text).await.ok()?.as_string()
}

/// The name is the same in every build, so the build is part of the address.
fn of_this_build(path: &str) -> String {
    resolve(&format!("{path}?v={}", encoded(BUILD_ID)))
}

/// Calls a method of an element, if it has that method.
pub fn call_method(element: &JsValue, method: &str, arguments: &Array) {
    let _ = call(element, method, arguments);
}
