//! Browser functions that web-sys lacks, or has only behind its unstable switch.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Milliseconds since the page loaded.
pub fn now() -> f64 {
    let performance = web_sys::window().and_then(|window| window.performance());
    performance.map_or(0.0, |performance| performance.now())
}

/// A property of an object; `None` when it is missing, `null` or throws.
pub fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// A property of the page's `navigator`.
pub fn of_navigator(name: &str) -> Option<JsValue> {
    property(&property(&js_sys::global(), "navigator")?, name)
}

/// Calls a method; the error is what it threw, or nothing when there is no such method.
pub fn call(object: &JsValue, method: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let method = Reflect::get(object, &JsValue::from_str(method))?;
    let method: Function = method.dyn_into()?;
    Reflect::apply(&method, object, arguments)
}

/// A promise that is resolved with `undefined` after some time.
pub fn after(millis: i32) -> Promise {
    Promise::new(&mut |resolve, _| {
        let set = web_sys::window().map(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis)
        });
        if !matches!(set, Some(Ok(_))) {
            // Fails only if the callback throws, and it is the engine's own.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    })
}

/// A text as part of an address.
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// A callback for JavaScript. Dropping it invalidates it there.
pub fn callback<E>(act: impl FnMut(E) + 'static) -> Closure<dyn FnMut(E)>
where
    E: wasm_bindgen::convert::FromWasmAbi + 'static,
{
    Closure::new(act)
}
