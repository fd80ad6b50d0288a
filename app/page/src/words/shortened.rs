//! Sentences that stay short, whatever a file or a link put into them.

/// The text if it has at most so many characters, else its beginning.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let mut begin: String = text.chars().take(most - 1).collect();
    begin.push('…');
    begin
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn only_what_is_too_long_is_cut() {
        assert_eq!(shortened("äöü", 3), "äöü");
        assert_eq!(shortened("äöüß", 3), "äö…");
    }
}
