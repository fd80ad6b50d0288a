//! What this device keeps of everyone who played a game.

use leptos::prelude::*;

use super::{opened, send};
use crate::view::components::UiContext;
use session::{ClassTotals, DiscriminationGame, GameEvent, GamePhase, Session};

/// Under what begins what is kept of each game.
const STORAGE: &str = "latentscape-game-";

/// Reads what is kept when a game begins and when it ends, and keeps what has come to it.
pub(super) fn keep(ui: UiContext) {
    let awaited = ui.memo(|session| {
        let game = begun(session)?;
        game.awaits_totals().then(|| game.key())
    });
    Effect::new(move |_| {
        if let Some(key) = awaited.get() {
            // Other pages may have kept something since.
            send(ui, GameEvent::Keep(stored(&key).unwrap_or_default()));
        }
    });
    let totals = ui.memo(|session| {
        let game = begun(session).filter(|game| !game.awaits_totals())?;
        Some((game.key(), game.totals.clone()?))
    });
    Effect::new(move |_| {
        if let Some((key, totals)) = totals.get() {
            store(&key, &totals);
        }
    });
}

fn begun(session: &Session) -> Option<&DiscriminationGame> {
    opened(session).filter(|game| game.phase != GamePhase::Setup)
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn stored(key: &str) -> Option<String> {
    storage()?.get_item(&format!("{STORAGE}{key}")).ok()?
}

/// If storage is full or forbidden, results last for this visit only.
fn store(key: &str, totals: &ClassTotals) {
    let Some(storage) = storage() else { return };
    let key = format!("{STORAGE}{key}");
    let _ = match totals.players {
        0 => storage.remove_item(&key),
        _ => storage.set_item(&key, &totals.to_text()),
    };
}
