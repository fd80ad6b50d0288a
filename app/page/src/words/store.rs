//! The texts that have arrived.

use std::cell::RefCell;

use locale::{Argument, format_message, split_part};

use super::Part;
use super::numbers::Numbers;

/// What stands where a text should that has not arrived. It is no letter, so that a test finds it.
const MISSING: &str = "\u{fffd}";

/// A text was compiled for another build of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotOfThisBuild;

struct Store {
    language: &'static str,
    numbers: Numbers,
    parts: [Vec<&'static str>; Part::ALL.len()],
}

thread_local! {
    static STORE: RefCell<Store> = RefCell::new(Store::new());
}

impl Store {
    fn new() -> Self {
        Store {
            language: "en",
            numbers: Numbers::of("en"),
            parts: native_english(),
        }
    }
}

/// Natively there is nothing to fetch: tests say English.
#[cfg(not(target_arch = "wasm32"))]
fn native_english() -> [Vec<&'static str>; Part::ALL.len()] {
    Part::ALL.map(|part| {
        let text = match part {
            Part::First => include_str!(concat!(env!("OUT_DIR"), "/first.txt")),
            Part::Rooms => include_str!(concat!(env!("OUT_DIR"), "/rooms.txt")),
        };
        split_part(text, part.layout()).unwrap_or_default()
    })
}

#[cfg(target_arch = "wasm32")]
fn native_english() -> [Vec<&'static str>; Part::ALL.len()] {
    Part::ALL.map(|_| Vec::new())
}

/// Takes a part of a language's texts, and says them from now on.
///
/// They are kept for good, so that a message without arguments is a `&'static str`: a visitor who
/// changes the language a few times leaves some tens of kilobytes behind.
///
/// # Errors
/// [`NotOfThisBuild`] if the text belongs to another build; then nothing changes.
pub fn install(language: &str, part: Part, text: String) -> Result<(), NotOfThisBuild> {
    let text: &'static str = Box::leak(text.into_boxed_str());
    let lines = split_part(text, part.layout()).ok_or(NotOfThisBuild)?;
    STORE.with_borrow_mut(|store| {
        if store.language != language {
            store.language = Box::leak(language.to_owned().into_boxed_str());
            store.numbers = Numbers::of(language);
        }
        store.parts[part as usize] = lines;
    });
    Ok(())
}

/// The tag of the language that is said.
pub fn language() -> &'static str {
    STORE.with_borrow(|store| store.language)
}

/// A message without arguments.
pub(super) fn message(part: Part, index: usize) -> &'static str {
    STORE.with_borrow(|store| {
        let text = store.parts[part as usize].get(index);
        text.copied().unwrap_or(MISSING)
    })
}

/// A message filled in.
pub(super) fn format(part: Part, index: usize, arguments: &[Argument<'_>]) -> String {
    let text = message(part, index);
    STORE.with_borrow(|store| format_message(text, arguments, &store.numbers))
}
