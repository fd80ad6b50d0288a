//! Sums of named points and vectors, as a visitor types them: `A + 2 slant − B`.
//!
//! ```text
//! sum    = [sign] term { sign term }
//! term   = factor { [ * × · ] factor }      of which one is a name, the others numbers
//! sign   = + | - | − | –
//! ```
//!
//! Names are those that are known and may be of several words and begin with digits; the longest
//! that fits counts. Where a number is also a name, it is the name if no other follows in its term.

use foreign_text::is_unseen;

use crate::formula_error::{FormulaError, FormulaPart};

/// A known name, and the point or vector that it stands for.
pub type NamedPoint<'a> = (&'a str, &'a [f32]);

/// The most names and numbers that are read: the readable form of a sum has no more of them than the sum,
/// though it may have more characters.
const MAX_FACTORS: usize = 1_000;

/// What a sum of named points comes to.
///
/// # Shapes
/// each of `names`: `[latent]` → `[latent]`
///
/// # Errors
/// [`FormulaError`]: what was expected and what was found.
pub fn evaluate(text: &str, names: &[NamedPoint], latent: usize) -> Result<Vec<f32>, FormulaError> {
    let mut sums = vec![0.0; latent];
    for term in parse(text, names)? {
        let (name, vector) = names[term.name];
        if vector.len() != latent {
            return Err(FormulaError::OtherSpace {
                name: name.to_owned(),
                expected: latent,
                found: vector.len(),
            });
        }
        for (sum, &z) in sums.iter_mut().zip(vector) {
            *sum += f64::from(term.coefficient) * f64::from(z);
        }
    }
    let sums: Vec<f32> = sums.iter().map(|&sum| sum as f32).collect();
    if sums.iter().all(|sum| sum.is_finite()) {
        Ok(sums)
    } else {
        Err(FormulaError::SumTooLarge)
    }
}

/// The sum as it is best read: names as they are known, true minus signs, `2 · slant`.
///
/// # Errors
/// As [`evaluate`], if it cannot be read.
pub fn readable(text: &str, names: &[NamedPoint]) -> Result<String, FormulaError> {
    let mut out = String::new();
    for FormulaTerm { coefficient, name } in parse(text, names)? {
        let sign = match (out.is_empty(), coefficient < 0.0) {
            (true, false) => "",
            (true, true) => "\u{2212}",
            (false, false) => " + ",
            (false, true) => " \u{2212} ",
        };
        out.push_str(sign);
        if coefficient.abs() != 1.0 {
            out.push_str(&format!("{} · ", coefficient.abs()));
        }
        out.push_str(names[name].0);
    }
    Ok(out)
}

struct FormulaTerm {
    coefficient: f32,
    /// Which of the names.
    name: usize,
}

#[derive(Clone, Copy)]
enum FormulaFactor {
    Name(usize),
    /// With the name that is written the same, if there is one.
    Number(f64, Option<usize>),
}

fn parse(text: &str, names: &[NamedPoint]) -> Result<Vec<FormulaTerm>, FormulaError> {
    let mut reader = FormulaReader {
        text: normalised(text),
        at: 0,
        factors: 0,
        known: names.iter().map(|(name, _)| normalised(name)).collect(),
        names,
    };
    let mut terms = Vec::new();
    loop {
        let sign = reader.signs();
        terms.push(reader.term(sign)?);
        if reader.peek().is_none() {
            return Ok(terms);
        }
    }
}

/// Without case, with one kind of minus sign and single spaces, none at the ends.
fn normalised(text: &str) -> Vec<char> {
    let mut out: Vec<char> = Vec::new();
    for char in text.trim().chars() {
        match char {
            '\u{2212}' | '\u{2010}'..='\u{2014}' => out.push('-'),
            char if char.is_whitespace() => {
                if out.last() != Some(&' ') {
                    out.push(' ');
                }
            }
            // One for one, so that places stay; the few that become more are no letters of ours.
            char => out.push(char.to_lowercase().next().unwrap_or(char)),
        }
    }
    out
}

struct FormulaReader<'a> {
    text: Vec<char>,
    at: usize,
    /// Names and numbers read so far.
    factors: usize,
    known: Vec<Vec<char>>,
    names: &'a [NamedPoint<'a>],
}

impl FormulaReader<'_> {
    /// The next character that is no space.
    fn peek(&mut self) -> Option<char> {
        while self.text.get(self.at) == Some(&' ') {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    fn signs(&mut self) -> f64 {
        let mut sign = 1.0;
        while let Some(char @ ('+' | '-')) = self.peek() {
            if char == '-' {
                sign = -sign;
            }
            self.at += 1;
        }
        sign
    }

    fn term(&mut self, sign: f64) -> Result<FormulaTerm, FormulaError> {
        let mut factors = Vec::new();
        let mut is_product_open = false;
        while let Some(char) = self.peek() {
            match char {
                '+' | '-' => break,
                '*' | '×' | '·' | '⋅' | '∙' if !factors.is_empty() && !is_product_open => {
                    is_product_open = true;
                    self.at += 1;
                }
                _ => {
                    is_product_open = false;
                    self.factors += 1;
                    if self.factors > MAX_FACTORS {
                        return Err(FormulaError::TooLong(MAX_FACTORS));
                    }
                    factors.push(self.factor()?);
                }
            }
        }
        if factors.is_empty() || is_product_open {
            return Err(self.expected(FormulaPart::Name));
        }
        self.resolve(&factors, sign)
    }

    /// A name and its coefficient.
    fn resolve(&self, factors: &[FormulaFactor], sign: f64) -> Result<FormulaTerm, FormulaError> {
        let mut named = factors.iter().enumerate().filter_map(|(place, factor)| {
            let FormulaFactor::Name(name) = *factor else {
                return None;
            };
            Some((place, name))
        });
        let written_as_number = || {
            let mut from_the_end = factors.iter().enumerate().rev();
            from_the_end.find_map(|(place, factor)| match *factor {
                FormulaFactor::Number(_, name) => Some((place, name?)),
                FormulaFactor::Name(_) => None,
            })
        };
        let Some((place, name)) = named.next().or_else(written_as_number) else {
            return Err(self.expected(FormulaPart::NameAfterNumber));
        };
        if let Some((_, other)) = named.next() {
            return Err(FormulaError::SignMissing {
                first: self.names[name].0.to_owned(),
                second: self.names[other].0.to_owned(),
            });
        }
        let mut coefficient = sign;
        for (index, factor) in factors.iter().enumerate() {
            if let FormulaFactor::Number(value, _) = factor
                && index != place
            {
                coefficient *= value;
            }
        }
        let coefficient = coefficient as f32;
        if !coefficient.is_finite() {
            return Err(FormulaError::NumberTooLarge);
        }
        Ok(FormulaTerm { coefficient, name })
    }

    fn factor(&mut self) -> Result<FormulaFactor, FormulaError> {
        let number = self.number_length();
        let (length, name) = self.longest_name().unzip();
        let length = length.unwrap_or(0);
        let digits: String = self.text[self.at..self.at + number].iter().collect();
        if length > number
            && let Some(name) = name
        {
            self.at += length;
            return Ok(FormulaFactor::Name(name));
        }
        match digits.replace(',', ".").parse() {
            Ok(value) => {
                self.at += number;
                Ok(FormulaFactor::Number(
                    value,
                    name.filter(|_| length == number),
                ))
            }
            Err(_) => Err(self.expected(FormulaPart::Name)),
        }
    }

    /// How long the number is that begins here: `2`, `0.5`, `.5` or `0,5`.
    fn number_length(&self) -> usize {
        let rest = &self.text[self.at..];
        let digits = |rest: &[char]| rest.iter().take_while(|char| char.is_ascii_digit()).count();
        let whole = digits(rest);
        let fraction = match rest.get(whole) {
            Some('.') => digits(&rest[whole + 1..]),
            Some(',') if whole > 0 => digits(&rest[whole + 1..]),
            _ => 0,
        };
        if fraction > 0 {
            whole + 1 + fraction
        } else {
            whole
        }
    }

    /// The longest name that begins here and ends where a word does, and its length.
    fn longest_name(&self) -> Option<(usize, usize)> {
        let rest = &self.text[self.at..];
        let fits = |name: &Vec<char>| {
            let ends_word = |next: &char| !next.is_alphanumeric();
            !name.is_empty() && rest.starts_with(name) && rest.get(name.len()).is_none_or(ends_word)
        };
        let known = self.known.iter().enumerate();
        known
            .filter(|(_, name)| fits(name))
            // Of two that are as long, the first.
            .rev()
            .max_by_key(|(_, name)| name.len())
            .map(|(index, name)| (name.len(), index))
    }

    fn expected(&self, expected: FormulaPart) -> FormulaError {
        const MOST: usize = 20;
        let rest = &self.text[self.at..];
        let seen = |char: &char| if is_unseen(*char) { ' ' } else { *char };
        let mut found: String = rest.iter().take(MOST).map(seen).collect();
        if rest.len() > MOST {
            found.push('…');
        }
        let names = self.names.iter().take(6);
        let mut known: Vec<_> = names.map(|(name, _)| (*name).to_owned()).collect();
        if self.names.len() > known.len() {
            known.push("…".to_owned());
        }
        FormulaError::Unexpected {
            expected,
            found,
            known,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [NamedPoint; 8] = [
        ("A", &[1.0, 0.0]),
        ("B", &[0.0, 1.0]),
        ("slant", &[10.0, 0.0]),
        ("1", &[100.0, 0.0]),
        ("7", &[0.0, 100.0]),
        ("7 slanted", &[0.0, 1000.0]),
        ("7 upright", &[0.0, 2000.0]),
        ("Stroke width", &[0.5, 0.5]),
    ];

    fn value(text: &str) -> Vec<f32> {
        evaluate(text, &NAMES, 2).unwrap_or_else(|sentence| panic!("{text}: {sentence}"))
    }

    #[test]
    fn sums_of_points_and_vectors_are_what_they_say() {
        assert_eq!(value("A + 2*slant − B"), [21.0, -1.0]);
        assert_eq!(value("7 slanted − 7 upright + 1"), [100.0, -1000.0]);
        assert_eq!(value("A"), [1.0, 0.0]);
        assert_eq!(value("-A–B"), [-1.0, -1.0]);
        assert_eq!(value("A − −B + +A"), [2.0, 1.0]);
    }

    #[test]
    fn coefficients_are_read_in_every_usual_form() {
        for text in [
            "0.5 slant",
            "0.5*slant",
            "0.5 × slant",
            ".5·SLANT",
            "0,5slant",
            "slant * 0.5",
            "  0.25   *2 slant ",
        ] {
            assert_eq!(value(text), [5.0, 0.0], "{text}");
        }
        // Within a term there are no signs.
        assert!(evaluate("0.5 · −1 slant", &NAMES, 2).is_err());
    }

    #[test]
    fn a_number_that_is_a_name_is_the_point_unless_a_name_follows() {
        assert_eq!(value("7"), [0.0, 100.0]);
        assert_eq!(value("7 slant"), [70.0, 0.0]);
        assert_eq!(value("7 slanted"), [0.0, 1000.0]);
        assert_eq!(value("2 7 slanted"), [0.0, 2000.0]);
        assert_eq!(value("2 * 7"), [0.0, 200.0]);
        assert_eq!(value("7 * 0.5"), [0.0, 50.0]);
        assert_eq!(value("7 − 1"), [-100.0, 100.0]);
    }

    #[test]
    fn names_may_have_several_words_in_any_case() {
        assert_eq!(value("a + 4 stroke  WIDTH"), [3.0, 2.0]);
    }

    #[test]
    fn what_is_shown_has_true_minus_signs_and_reads_back() {
        for (text, shown) in [
            ("a+2*SLANT-b", "A + 2 · slant − B"),
            ("-.5 stroke width", "−0.5 · Stroke width"),
            ("7*0,5 – 7 slanted", "0.5 · 7 − 7 slanted"),
            ("2 7", "2 · 7"),
            ("1 A", "A"),
            ("0 A", "0 · A"),
        ] {
            let found = readable(text, &NAMES).expect(text);
            assert_eq!(found, shown);
            assert_eq!(readable(&found, &NAMES), Ok(found.clone()));
            assert_eq!(value(&found), value(text));
        }
    }

    #[test]
    fn what_cannot_be_read_is_answered_by_one_sentence() {
        for (text, said) in [
            ("", "found the end"),
            ("   ", "found the end"),
            ("A +", "found the end"),
            ("A + foo − B", "found “foo - b”"),
            ("A B", "between “A” and “B”"),
            ("A slanted", "found “slanted”"),
            ("Apple", "found “apple”"),
            ("2", "a name after the number"),
            ("2 *", "found the end"),
            ("* A", "found “* a”"),
            ("2 ** A", "found “* a”"),
            ("(A + B)", "found “(a + b)”"),
            ("A / 2", "found “/ 2”"),
            ("A + 1.", "found “.”"),
            ("1e5 A", "found “e5 a”"),
        ] {
            let sentence = evaluate(text, &NAMES, 2).expect_err(text).to_string();
            assert!(sentence.contains(said), "{text}: {sentence}");
            assert!(sentence.starts_with("Expected") && sentence.ends_with('.'));
        }
    }

    #[test]
    fn what_is_read_is_read_in_its_readable_form_however_long_that_is() {
        for part in ["-2A", "+ 2A", "+.5stroke width", "-.1.1 b", "-2 7", "--A"] {
            for count in [1, 99, 300] {
                let text = format!("A{}", part.repeat(count));
                let plain = readable(&text, &NAMES).expect(&text);
                assert_eq!(readable(&plain, &NAMES), Ok(plain));
            }
        }
        let most = format!("A{}", "-2A".repeat(499));
        assert!(readable(&most, &NAMES).is_ok_and(|plain| plain.chars().count() > 3_000));
        assert_eq!(
            evaluate(&format!("{most}+2A"), &NAMES, 2),
            Err(FormulaError::TooLong(1_000))
        );
    }

    #[test]
    fn what_is_too_long_or_too_large_is_refused() {
        let long = "A + ".repeat(10_000);
        assert!(
            evaluate(&long, &NAMES, 2).is_err_and(|error| error.to_string().contains("shorten"))
        );
        let large = format!("{} A", "9".repeat(300));
        assert!(
            evaluate(&large, &NAMES, 2).is_err_and(|error| error.to_string().contains("large"))
        );
        let large = format!("{} slant", "9".repeat(38));
        assert!(
            evaluate(&large, &NAMES, 2).is_err_and(|error| error.to_string().contains("large"))
        );
    }

    #[test]
    fn a_name_of_another_space_is_refused_and_so_is_any_without_names() {
        let sentence = evaluate("A", &NAMES, 3)
            .expect_err("two coordinates")
            .to_string();
        assert!(sentence.contains("“A” has 2"));
        let sentence = evaluate("A", &[], 2).expect_err("no names").to_string();
        assert!(sentence.contains("no names yet"));
    }
}
