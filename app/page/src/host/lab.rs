//! The lab that serves the page, if one does: it sets a cookie that says so, because a site that is served
//! otherwise has nothing to be asked for.

use leptos::prelude::{document, window};

use super::browser::property;
use super::page_assets::fetch_text;
use protocol::LabFacts;

/// Under what the visitor's choice outlives a reload.
const CHOICE: &str = "latentscape-lab";

/// What the lab says of itself; nothing where none serves the page, or it does not answer.
pub async fn find_lab() -> Option<LabFacts> {
    let cookies = property(&document(), "cookie")?.as_string()?;
    // Cookies know no ports: the name does.
    let port = window().location().port().ok()?;
    let marker = format!("latentscape-lab-{port}=1");
    if !cookies.split("; ").any(|cookie| cookie == marker) {
        return None;
    }
    protocol::json::read(&fetch_text("lab.json").await?).ok()
}

/// Whether the visitor chose the lab before the page was loaded again.
pub fn was_lab_chosen() -> bool {
    let storage = window().session_storage().ok().flatten();
    let kept = storage.and_then(|storage| storage.get_item(CHOICE).ok().flatten());
    kept.is_some()
}

/// Takes note of the choice, if storage is allowed.
pub fn note_lab_choice(chosen: bool) {
    if let Ok(Some(storage)) = window().session_storage() {
        // Without it, the page begins with the browser once more.
        let _ = if chosen {
            storage.set_item(CHOICE, "chosen")
        } else {
            storage.remove_item(CHOICE)
        };
    }
}
