//! Limits of a run, and how they are said.

/// No run may have more numbers than this: a link must not exhaust the memory.
pub const MAX_PARAMETERS: usize = 20_000_000;

/// What networks that are too large are refused with: [`MAX_PARAMETERS`] in words.
pub fn parameter_limit() -> String {
    format!("at most {} parameters", grouped(MAX_PARAMETERS))
}

/// A number with a comma before each three digits, as English has it.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
