//! Text that others wrote (names, what a reader says of a file, parts of links), as a sentence of ours
//! may hold it: no character that cannot be seen, and no more of it than a sentence bears.
//!
//! A character that cannot be seen may hide what a name says, turn the words behind it round, or break
//! a line. Errors therefore hold such text as [`ForeignText`], which has none of them from the moment
//! it is made, so that nobody who words an error has to think of it.

use std::fmt;

/// As much of what others wrote as a sentence bears, in characters.
const MOST: usize = 100;

/// As much as tells a visitor which part of a link is meant.
const MOST_OF_A_LINK: usize = 24;

/// Text that others wrote, or that quotes them: a space stands for each character that cannot be seen,
/// and `…` for what is beyond its first 100.
///
/// ```
/// use foreign_text::ForeignText;
///
/// assert_eq!(ForeignText::from("dens\u{7f}\u{202e}e").to_string(), "dens  e");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForeignText(String);

impl ForeignText {
    /// All of a text, however long it is: where what matters may stand at its end, as in a file's path.
    pub fn whole(text: &str) -> Self {
        Self(seen(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ForeignText {
    fn from(text: &str) -> Self {
        Self(beginning(text, MOST))
    }
}

impl From<String> for ForeignText {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<ForeignText> for String {
    fn from(text: ForeignText) -> Self {
        text.0
    }
}

impl fmt::Display for ForeignText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a character cannot be seen, but changes what is: controls, breaks of lines and paragraphs,
/// what turns the direction of writing round, and what has no width or no ink (Unicode's
/// `Default_Ignorable_Code_Point`), but for the selectors that only choose a form of the letter before.
pub fn is_unseen(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e00ff}'
                | '\u{e01f0}'..='\u{e0fff}'
        )
}

/// A text with a space for each character that cannot be seen.
pub fn seen(text: &str) -> String {
    let seen = |char| if is_unseen(char) { ' ' } else { char };
    text.chars().map(seen).collect()
}

/// The text if it has at most so many characters, else its beginning; a space for each that cannot be
/// seen.
pub fn beginning(text: &str, most: usize) -> String {
    let mut ends = text.char_indices().map(|(at, _)| at).skip(most - 1);
    match (ends.next(), ends.next()) {
        (Some(end), Some(_)) => seen(&text[..end]) + "…",
        _ => seen(text),
    }
}

/// The beginning of a part of a link that a visitor is told of.
pub fn shown(text: &str) -> String {
    beginning(text, MOST_OF_A_LINK + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_and_nothing_without_ink_or_width_is_seen() {
        for hidden in [
            '\0',
            '\t',
            '\n',
            '\u{7f}',
            '\u{80}',
            '\u{85}',
            '\u{9f}',
            '\u{ad}',
            '\u{61c}',
            '\u{200b}',
            '\u{200d}',
            '\u{200e}',
            '\u{200f}',
            '\u{2028}',
            '\u{2029}',
            '\u{202a}',
            '\u{202e}',
            '\u{2060}',
            '\u{2064}',
            '\u{2066}',
            '\u{2069}',
            '\u{206f}',
            '\u{3164}',
            '\u{feff}',
            '\u{fff9}',
            '\u{e0001}',
            '\u{e0041}',
        ] {
            assert!(is_unseen(hidden), "{hidden:?}");
            assert_eq!(seen(&format!("a{hidden}b")), "a b", "{hidden:?}");
        }
        for text in ["Größe — 数字", "a b\u{a0}c", "❤\u{fe0f}", "\u{fffd}", "ا ب"] {
            assert_eq!(seen(text), text);
        }
    }

    #[test]
    fn only_what_is_too_long_is_cut() {
        assert_eq!(beginning("äöü", 3), "äöü");
        assert_eq!(beginning("äöüß", 3), "äö…");
        assert_eq!(beginning("", 3), "");
        assert_eq!(beginning("a\0b\u{202e}c", 5), "a b c");
        assert_eq!(shown(&"x".repeat(25)), "x".repeat(25));
        assert_eq!(shown(&"x".repeat(99)), format!("{}…", "x".repeat(24)));
    }

    #[test]
    fn foreign_text_has_nothing_unseen_and_is_short_unless_all_of_it_was_wanted() {
        let long = "\u{202e}\u{7f}x".repeat(99);
        let text = ForeignText::from(long.as_str());
        assert_eq!(text.as_str().chars().count(), MOST);
        assert!(!text.as_str().contains(is_unseen));
        let whole = ForeignText::whole(&long);
        assert_eq!(whole.as_str().len(), 3 * 99);
        // What was cut is cut once.
        assert_eq!(ForeignText::from(String::from(text.clone())), text);
    }
}
