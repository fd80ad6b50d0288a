//! The messages of the visitor's language, which `boot.js` chose.

use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::browser::{call, property};
use crate::words::{self, Part};

/// What `boot.js` leaves for the page: `language`, and `messages(language, part)`.
const LOCALE: &str = "latentscapeLocale";

/// Has the messages of a part be said; whether they arrived.
pub async fn fetch_messages(part: Part) -> bool {
    let Some(locale) = property(&js_sys::global(), LOCALE) else {
        return false;
    };
    let Some(language) = property(&locale, "language").and_then(|tag| tag.as_string()) else {
        return false;
    };
    let arguments = Array::of2(&JsValue::from_str(&language), &part.name().into());
    let Ok(asked) = call(&locale, "messages", &arguments).and_then(JsCast::dyn_into::<Promise>)
    else {
        return false;
    };
    let text = JsFuture::from(asked).await;
    let text = text.ok().and_then(|text| text.as_string());
    text.is_some_and(|text| words::install(&language, part, text).is_ok())
}
