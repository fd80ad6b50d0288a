//! Lists whose items come and go.

use std::collections::HashSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::UiContext;
use session::Session;

/// A view for each key that the session has, in the order of the keys. A key that comes again is left
/// out, because leptos takes keys to differ.
pub(in crate::view) fn keyed_list(
    ui: UiContext,
    keys: fn(&Session) -> Vec<String>,
    make: impl Fn(String) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let keys = Memo::new(move |_| {
        let mut keys = ui.read(keys);
        let mut known = HashSet::new();
        keys.retain(|key| known.insert(key.clone()));
        keys
    });
    let make: Arc<dyn Fn(String) -> AnyView + Send + Sync> = Arc::new(make);
    view! { <For each=move || keys.get() key=String::clone children=move |key| make(key) /> }
        .into_any()
}
