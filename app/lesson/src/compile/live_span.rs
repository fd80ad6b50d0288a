//! The place of a number of the moment, in a text and in a formula.

use crate::live_number::LiveNumber;

/// What stands for a number of the moment until it is known.
const UNKNOWN: &str = "–";

/// The element that the page fills with a number of the moment.
pub fn live_span(number: LiveNumber) -> String {
    let name = number.as_str();
    format!(r#"<span class="live-number" data-live="{name}">{UNKNOWN}</span>"#)
}
