//! The compact form of a message, and how it is filled in.
//!
//! A message is plain text in which control characters mark what is filled in. `argument` is one
//! character, `'0'` plus the argument's place.
//!
//! ```text
//! TEXT argument                              an argument as it is
//! NUMBER argument least most grouped         a number, with digits after the point from least to most
//! PLURAL argument variant+ END               the variant of a number's plural category or value
//! CHOICE argument variant+ END               the variant of a text
//! variant = VARIANT key PATTERN message      the last one is taken if no other fits
//! ```

pub(crate) const TEXT: char = '\u{1}';
pub(crate) const NUMBER: char = '\u{2}';
pub(crate) const PLURAL: char = '\u{3}';
pub(crate) const CHOICE: char = '\u{4}';
pub(crate) const VARIANT: char = '\u{5}';
pub(crate) const PATTERN: char = '\u{6}';
pub(crate) const END: char = '\u{7}';
pub(crate) const GROUPED: char = 'g';

/// What fills a place of a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Argument<'a> {
    /// A name, or a text that is ready.
    Text(&'a str),
    /// A number that the language formats, or counts by.
    Number(f64),
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberStyle {
    /// Digits after the point, at least and at most.
    pub fraction_digits: (u8, u8),
    /// Whether thousands stand apart.
    pub grouped: bool,
}

/// What a language does with numbers.
pub trait NumberFormat {
    /// The number as this language writes it.
    fn number(&self, value: f64, style: NumberStyle) -> String;
    /// The plural category of a number: `one`, `other`, …
    fn plural_category(&self, value: f64) -> String;
}

/// Numbers in English, where no browser is at hand.
#[derive(Clone, Copy, Debug, Default)]
pub struct EnglishNumbers;

impl NumberFormat for EnglishNumbers {
    fn number(&self, value: f64, style: NumberStyle) -> String {
        let (least, most) = style.fraction_digits;
        let text = format!("{value:.*}", usize::from(most));
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let (sign, digits) = match whole.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", whole),
        };
        let mut written = sign.to_owned();
        for (place, digit) in digits.chars().enumerate() {
            if style.grouped && place > 0 && (digits.len() - place).is_multiple_of(3) {
                written.push(',');
            }
            written.push(digit);
        }
        let kept = fraction.trim_end_matches('0').len().max(usize::from(least));
        if kept > 0 {
            written.push('.');
            written.push_str(&fraction[..kept.min(fraction.len())]);
        }
        written
    }

    fn plural_category(&self, value: f64) -> String {
        if value == 1.0 { "one" } else { "other" }.to_owned()
    }
}

/// Fills a compact message in.
///
/// A message that is not well formed loses what cannot be read of it: the compiler makes none.
pub fn format_message(
    message: &str,
    arguments: &[Argument<'_>],
    numbers: &dyn NumberFormat,
) -> String {
    let mut text = String::with_capacity(message.len() + 16);
    let mut reader = Reader {
        rest: message,
        arguments,
        numbers,
    };
    reader.pattern(Some(&mut text));
    text
}

struct Reader<'a> {
    rest: &'a str,
    arguments: &'a [Argument<'a>],
    numbers: &'a dyn NumberFormat,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    /// The text until the next control character.
    fn plain(&mut self) -> &'a str {
        let end = self.rest.find(|next: char| next <= END);
        let (plain, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        plain
    }

    fn argument(&mut self) -> Argument<'a> {
        let place = self
            .next()
            .map_or(0, |place| (place as usize).wrapping_sub('0' as usize));
        self.arguments
            .get(place)
            .copied()
            .unwrap_or(Argument::Text(""))
    }

    fn digit(&mut self) -> u8 {
        let digit = self.next().and_then(|digit| digit.to_digit(10));
        digit.unwrap_or_default() as u8
    }

    /// Reads until the end of a variant, or of the message; writes it if there is a place for it.
    fn pattern(&mut self, mut into: Option<&mut String>) {
        loop {
            let plain = self.plain();
            if let Some(into) = into.as_deref_mut() {
                into.push_str(plain);
            }
            match self.rest.chars().next() {
                None | Some(VARIANT | PATTERN | END) => return,
                Some(mark) => {
                    self.next();
                    self.placeable(mark, into.as_deref_mut());
                }
            }
        }
    }

    fn placeable(&mut self, mark: char, into: Option<&mut String>) {
        let argument = self.argument();
        match mark {
            NUMBER => {
                let style = NumberStyle {
                    fraction_digits: (self.digit(), self.digit()),
                    grouped: self.next() == Some(GROUPED),
                };
                if let Some(into) = into {
                    match (number_of(argument), argument) {
                        (Some(value), _) => into.push_str(&self.numbers.number(value, style)),
                        (None, Argument::Text(text)) => into.push_str(text),
                        (None, Argument::Number(_)) => {}
                    }
                }
            }
            PLURAL => {
                let number = number_of(argument).map(Argument::Number);
                self.variants(number.unwrap_or(argument), into);
            }
            CHOICE => self.variants(argument, into),
            TEXT => {
                if let (Some(into), Argument::Text(text)) = (into, argument) {
                    into.push_str(text);
                }
            }
            _ => {}
        }
    }

    fn variants(&mut self, argument: Argument<'_>, mut into: Option<&mut String>) {
        let category = match argument {
            Argument::Number(value) => self.numbers.plural_category(value),
            Argument::Text(text) => text.to_owned(),
        };
        let fits = |key: &str| match argument {
            Argument::Number(value) => key == category || key.parse() == Ok(value),
            Argument::Text(text) => key == text,
        };
        while self.rest.starts_with(VARIANT) {
            self.next();
            let key = self.plain();
            self.next();
            // Whether this one is the last shows only behind it: write, and take back.
            let begun = into.as_deref().map_or(0, String::len);
            self.pattern(into.as_deref_mut());
            if fits(key) || self.rest.starts_with(END) {
                into = None;
            } else if let Some(into) = into.as_deref_mut() {
                into.truncate(begun);
            }
        }
        self.next();
    }
}

/// A number: as such, or as the text of one, as arguments travel that come from elsewhere.
fn number_of(argument: Argument<'_>) -> Option<f64> {
    match argument {
        Argument::Number(value) => Some(value),
        Argument::Text(text) => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(message: &str, arguments: &[Argument<'_>]) -> String {
        format_message(message, arguments, &EnglishNumbers)
    }

    #[test]
    fn text_and_numbers_are_filled_in_where_they_belong() {
        let message = "\u{1}0 has \u{2}100g MB, \u{2}112g in all";
        let arguments = [Argument::Text("a.bin"), Argument::Number(1234.5)];
        assert_eq!(
            english(message, &arguments),
            "a.bin has 1,234 MB, 1,234.5 in all"
        );
    }

    #[test]
    fn a_number_may_come_as_text_and_what_is_none_stays_as_it_is() {
        let message = "\u{2}000g of \u{3}1\u{5}one\u{6}one\u{5}other\u{6}many\u{7}";
        let text =
            |first, second| english(message, &[Argument::Text(first), Argument::Text(second)]);
        assert_eq!(text("12345", "1"), "12,345 of one");
        assert_eq!(text("some", "2"), "some of many");
    }

    #[test]
    fn a_plural_takes_its_category_or_its_number_or_the_last_variant() {
        let message = "\u{3}0\u{5}0\u{6}none\u{5}one\u{6}one\u{5}other\u{6}\u{2}000- things\u{7}.";
        for (count, text) in [(0.0, "none."), (1.0, "one."), (12.0, "12 things.")] {
            assert_eq!(english(message, &[Argument::Number(count)]), text);
        }
    }

    #[test]
    fn a_choice_inside_a_variant_ends_where_it_should() {
        let inner = "\u{4}1\u{5}a\u{6}A\u{5}b\u{6}B\u{7}";
        let message = format!("\u{4}0\u{5}x\u{6}[{inner}]\u{5}y\u{6}({inner})\u{7}!");
        let text =
            |outer, inner| english(&message, &[Argument::Text(outer), Argument::Text(inner)]);
        assert_eq!(text("x", "a"), "[A]!");
        assert_eq!(text("y", "b"), "(B)!");
        assert_eq!(text("other", "other"), "(B)!");
    }

    #[test]
    fn english_numbers_keep_the_digits_they_should() {
        let number = |value, least, most, grouped| {
            let style = NumberStyle {
                fraction_digits: (least, most),
                grouped,
            };
            EnglishNumbers.number(value, style)
        };
        assert_eq!(number(-1_234_567.0, 0, 3, true), "-1,234,567");
        assert_eq!(number(-123.0, 0, 0, true), "-123");
        assert_eq!(number(0.5, 2, 2, false), "0.50");
        assert_eq!(number(2.0, 0, 3, false), "2");
    }

    #[test]
    fn what_is_not_well_formed_does_no_harm() {
        for message in [
            "\u{1}",
            "\u{2}0",
            "\u{3}0\u{5}one",
            "\u{7}x",
            "\u{4}9\u{5}\u{6}",
        ] {
            english(message, &[Argument::Number(1.0)]);
        }
    }
}
