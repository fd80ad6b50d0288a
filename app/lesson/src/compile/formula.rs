//! Formulas in LaTeX to MathML.

use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Parser, RenderConfig, Storage, push_mathml};

use super::live_span::live_span;
use crate::live_number::LiveNumber;

/// Around the name of a number of the moment, on its way through the reader of LaTeX.
const MARKS: (char, char) = ('\u{27e8}', '\u{27e9}');

/// What a formula writes before the name of a number of the moment.
const LIVE: &str = r"\live{";

/// Where an author breaks a formula that is wider than a lesson's column: browsers break none.
const BREAK: &str = r"\\";

/// A formula as MathML. `\live{name}` becomes the number of the moment, and what follows `\\` is on a
/// line of its own.
///
/// # Errors
/// What is wrong with it.
pub fn to_mathml(latex: &str, block: bool) -> Result<String, String> {
    let (latex, names) = mark_numbers(latex)?;
    let lines = if block {
        latex.split(BREAK).collect()
    } else {
        vec![latex.as_str()]
    };
    let mut mathml = String::new();
    for line in lines {
        write_line(line, block, &mut mathml)
            .map_err(|error| format!("the formula “{latex}” cannot be written: {error}"))?;
    }
    // The writer escapes its own blanks.
    let mut mathml = mathml
        .replace("&amp;nbsp;", "\u{a0}")
        .replace("&nbsp;", "\u{a0}");
    if mathml.contains("<merror") {
        return Err(format!("the formula “{latex}” is no LaTeX that is read"));
    }
    if mathml.contains(" style=") {
        // The page's policy allows no styles within it.
        return Err(format!("the formula “{latex}” asks for styles of its own"));
    }
    for (at, number) in names.iter().enumerate() {
        let mark = format!("{}{at}{}", MARKS.0, MARKS.1);
        if mathml.matches(&mark).count() != 1 {
            return Err(format!(
                "the formula “{latex}” cannot hold “{}” there",
                number.as_str()
            ));
        }
        mathml = mathml.replace(&mark, &live_span(*number));
    }
    Ok(if block {
        // What is wider than a phone is scrolled, by keyboard too.
        format!(r#"<span class="math math-block" tabindex="0">{mathml}</span>"#)
    } else {
        format!(r#"<span class="math">{mathml}</span>"#)
    })
}

/// Appends a line of a formula.
fn write_line(latex: &str, block: bool, mathml: &mut String) -> std::io::Result<()> {
    let storage = Storage::new();
    let config = RenderConfig {
        display_mode: if block {
            DisplayMode::Block
        } else {
            DisplayMode::Inline
        },
        ..RenderConfig::default()
    };
    push_mathml(mathml, Parser::new(latex, &storage), config)
}

/// Replaces numbers of the moment by marks that LaTeX takes for text.
fn mark_numbers(latex: &str) -> Result<(String, Vec<LiveNumber>), String> {
    let mut marked = String::new();
    let mut numbers = Vec::new();
    let mut rest = latex;
    while let Some((before, from)) = rest.split_once(LIVE) {
        let (name, after) = from
            .split_once('}')
            .ok_or_else(|| format!("the formula “{latex}” does not end {LIVE}"))?;
        let number = LiveNumber::from_name(name)
            .ok_or_else(|| format!("the formula “{latex}” names “{name}”, which is no number"))?;
        marked.push_str(before);
        let at = numbers.len();
        marked.push_str(&format!(r"\text{{{}{at}{}}}", MARKS.0, MARKS.1));
        numbers.push(number);
        rest = after;
    }
    marked.push_str(rest);
    Ok((marked, numbers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_moment_stand_in_formulas() {
        let mathml = to_mathml(r"\lVert z\rVert = \sqrt{z_1^2 + z_2^2} = \live{norm}", true);
        let mathml = mathml.expect("a formula");
        assert!(
            mathml.starts_with(r#"<span class="math math-block" tabindex="0"><math"#),
            "{mathml}"
        );
        assert!(mathml.contains(r#"data-live="norm""#), "{mathml}");
        assert!(mathml.contains("<msqrt>"), "{mathml}");
    }

    #[test]
    fn a_formula_is_broken_where_its_author_says() {
        let two = to_mathml(r"L = \live{kl} \\ {} + \beta", true).expect("a formula");
        assert_eq!(two.matches("<math").count(), 2, "{two}");
        assert_eq!(two.matches("math-block").count(), 1, "{two}");
        assert!(two.contains(r#"data-live="kl""#), "{two}");
        assert!(to_mathml(r"\frac{1 \\ 2}{3}", true).is_err());
    }

    #[test]
    fn a_blank_is_a_blank() {
        let mathml = to_mathml(r"1\ \text{nat}", false).expect("a formula");
        assert!(
            mathml.contains('\u{a0}') && !mathml.contains("nbsp"),
            "{mathml}"
        );
    }

    #[test]
    fn what_is_no_formula_is_a_sentence() {
        for latex in [r"\live{moon}", r"\frac{1}", r"\live{norm", r"\nosuch{1}"] {
            assert!(to_mathml(latex, false).is_err(), "{latex}");
        }
    }
}
