//! The page.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    // Without its words there is no page; `js/boot.js` says so then.
    wasm_bindgen_futures::spawn_local(async {
        if page::host::fetch_messages(page::words::Part::First).await {
            page::view::mount();
        }
    });
}

/// Natively there is nothing to mount.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
