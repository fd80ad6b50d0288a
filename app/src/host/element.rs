//! Custom elements that scripts of the site's own define.

use js_sys::{Array, Function};
use leptos::prelude::document;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlScriptElement;

use super::address::resolve;
use super::browser::{call, encoded};
use crate::BUILD_ID;

/// Loads a module of the site's own, and says whether it ran.
pub fn load_script(path: &str, then: impl FnOnce(bool) + 'static) {
    let Ok(script) = document().create_element("script") else {
        return then(false);
    };
    let script: HtmlScriptElement = script.unchecked_into();
    script.set_type("module");
    // The name is the same in every build, so the build is part of the address.
    script.set_src(&resolve(&format!("{path}?v={}", encoded(BUILD_ID))));
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

/// Calls a method of a custom element. What it does not have yet, it does not do.
pub fn ask(element: &JsValue, method: &str, arguments: &Array) {
    let _ = call(element, method, arguments);
}
