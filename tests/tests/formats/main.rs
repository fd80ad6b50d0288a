//! Files: what is written is read back, and whatever is wrong with one is said in a sentence that
//! names what was expected and what was found.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

mod broken;
mod card;
mod idx;
mod points;
mod raw;
mod run_files;
mod safetensors;
mod trials;

use model::ModelError;

/// The error's sentence must hold each of `parts`.
#[track_caller]
fn assert_says(error: &ModelError, parts: &[&str]) {
    let sentence = error.to_string();
    for part in parts {
        assert!(sentence.contains(part), "`{part}` is not in: {sentence}");
    }
    assert!(sentence.ends_with('.'), "a sentence: {sentence}");
}
