//! The texts that have arrived.

use std::cell::RefCell;

use locale::{Argument, NumberFormat, NumberStyle, format_message, split_part};

use super::Part;
use super::numbers::Numbers;

/// What stands where a text should that has not arrived. It is no letter, so that a test finds it.
const MISSING: &str = "\u{fffd}";

/// A text was compiled for another build of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotOfThisBuild;

struct MessageStore {
    language: &'static str,
    numbers: Numbers,
    /// What parts whole numbers from fractions.
    decimal_sign: char,
    parts: [Vec<&'static str>; Part::ALL.len()],
}

thread_local! {
    static STORE: RefCell<MessageStore> = RefCell::new(MessageStore::new());
}

impl MessageStore {
    fn new() -> Self {
        MessageStore {
            language: "en",
            numbers: Numbers::of("en"),
            decimal_sign: '.',
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
            let half = store.numbers.number(0.5, fraction(1));
            store.decimal_sign = half.chars().nth(1).unwrap_or('.');
        }
        store.parts[part as usize] = lines;
    });
    Ok(())
}

/// The parts that have arrived.
pub fn installed_parts() -> Vec<Part> {
    STORE.with_borrow(|store| {
        let parts = Part::ALL.into_iter();
        parts
            .filter(|part| !store.parts[*part as usize].is_empty())
            .collect()
    })
}

/// The tag of the language that is said.
pub fn language() -> &'static str {
    STORE.with_borrow(|store| store.language)
}

fn fraction(digits: u8) -> NumberStyle {
    NumberStyle {
        fraction_digits: (digits, digits),
        grouped: false,
    }
}

/// A number that was written with a point, as the language writes it. What is drawn anew sixty times
/// a second goes this way, for it costs nothing in a language with a point.
pub(crate) fn with_decimal_sign(written: String) -> String {
    match STORE.with_borrow(|store| store.decimal_sign) {
        '.' => written,
        sign => written.replace('.', sign.encode_utf8(&mut [0; 4])),
    }
}

/// A whole number with its thousands apart.
pub(crate) fn grouped(value: usize) -> String {
    let style = NumberStyle {
        fraction_digits: (0, 0),
        grouped: true,
    };
    STORE.with_borrow(|store| store.numbers.number(value as f64, style))
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
