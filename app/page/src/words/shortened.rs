//! Sentences that stay short, whatever a file or a link put into them.

use latent::explore_link::is_unseen;

/// The text if it has at most so many characters, else its beginning; a space for each that cannot be
/// seen.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let is_long = text.chars().nth(most).is_some();
    let kept = if is_long { most - 1 } else { most };
    let seen = |char| if is_unseen(char) { ' ' } else { char };
    let mut begin: String = text.chars().take(kept).map(seen).collect();
    if is_long {
        begin.push('…');
    }
    begin
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn only_what_is_too_long_is_cut() {
        assert_eq!(shortened("äöü", 3), "äöü");
        assert_eq!(shortened("äöüß", 3), "äö…");
        assert_eq!(shortened("a\0b\u{202e}c", 5), "a b c");
    }
}
