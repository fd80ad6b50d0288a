//! Reads a Fluent file.

use std::collections::HashMap;

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;

use super::message::{Message, Piece, Variant};
use crate::format::{END, NumberStyle};

/// Plural categories; a choice whose keys are all of these or numbers is made by a number.
const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// What `NUMBER()` does with digits unless it is told: what `Intl.NumberFormat` does.
const PLAIN_NUMBER: NumberStyle = NumberStyle {
    fraction_digits: (0, 3),
    grouped: true,
};

/// A message's or term's pattern, by its key.
type Patterns<'a> = HashMap<String, &'a Pattern<&'a str>>;

/// The messages of a file, in its order.
///
/// # Errors
/// A sentence about the first thing that cannot be read.
pub(super) fn read_file(text: &str) -> Result<Vec<Message>, String> {
    let resource = parser::parse(text).map_err(|(_, errors)| {
        let first = errors.first().map(|error| {
            let line = text[..error.pos.start.min(text.len())].lines().count();
            format!("line {line}: {error}")
        });
        first.unwrap_or_default()
    })?;
    let mut patterns = Patterns::new();
    let mut order = Vec::new();
    for entry in &resource.body {
        match entry {
            Entry::Term(term) => {
                patterns.insert(format!("-{}", term.id.name), &term.value);
            }
            Entry::Message(message) => {
                let comment = message.comment.as_ref();
                let comment = comment.map_or_else(String::new, |said| said.content.join(" "));
                let key = message.id.name.to_owned();
                let attributes = message.attributes.iter();
                let values = message
                    .value
                    .iter()
                    .map(|value| (key.clone(), value))
                    .chain(attributes.map(|at| (format!("{key}.{}", at.id.name), &at.value)));
                for (key, pattern) in values {
                    if patterns.insert(key.clone(), pattern).is_some() {
                        return Err(format!("`{key}` is there twice"));
                    }
                    order.push((key, comment.clone()));
                }
            }
            _ => {}
        }
    }
    let read = |(key, comment): (String, String)| {
        let mut pieces =
            pattern(patterns[&key], &patterns, 0).map_err(|wrong| format!("`{key}`: {wrong}"))?;
        unify(&mut pieces);
        Ok(Message {
            key,
            comment,
            pieces,
        })
    };
    order.into_iter().map(read).collect()
}

/// How deep messages may refer to others.
const DEEPEST: usize = 8;

fn pattern(
    read: &Pattern<&str>,
    patterns: &Patterns<'_>,
    depth: usize,
) -> Result<Vec<Piece>, String> {
    if depth > DEEPEST {
        return Err("it refers to itself".to_owned());
    }
    let mut pieces = Vec::new();
    for element in &read.elements {
        match element {
            PatternElement::TextElement { value } => {
                // A line is broken so that it can be read; in a message that is a space.
                push_text(&mut pieces, &value.replace('\n', " "))?;
            }
            PatternElement::Placeable { expression } => {
                expand(expression, patterns, depth, &mut pieces)?;
            }
        }
    }
    Ok(pieces)
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) -> Result<(), String> {
    if text.chars().any(|next| next <= END || next == '\n') {
        return Err("it has a control character".to_owned());
    }
    match pieces.last_mut() {
        Some(Piece::Text(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
    Ok(())
}

fn push_all(pieces: &mut Vec<Piece>, more: Vec<Piece>) -> Result<(), String> {
    for piece in more {
        match piece {
            Piece::Text(text) => push_text(pieces, &text)?,
            piece => pieces.push(piece),
        }
    }
    Ok(())
}

fn expand(
    expression: &Expression<&str>,
    patterns: &Patterns<'_>,
    depth: usize,
    pieces: &mut Vec<Piece>,
) -> Result<(), String> {
    let inline = match expression {
        Expression::Inline(inline) => inline,
        Expression::Select { selector, variants } => {
            let argument = match selector {
                InlineExpression::VariableReference { id } => id.name,
                InlineExpression::FunctionReference { arguments, .. } => {
                    number_of(&arguments.positional)?
                }
                _ => return Err("only an argument can choose".to_owned()),
            };
            let mut read = Vec::new();
            for variant in variants {
                let key = match variant.key {
                    VariantKey::Identifier { name } => name,
                    VariantKey::NumberLiteral { value } => value,
                };
                let made = Variant {
                    key: key.to_owned(),
                    pieces: pattern(&variant.value, patterns, depth)?,
                };
                read.push((variant.default, made));
            }
            // The default is the last.
            read.sort_by_key(|(default, _)| *default);
            let variants: Vec<Variant> = read.into_iter().map(|(_, variant)| variant).collect();
            let counts = |key: &str| PLURALS.contains(&key) || key.parse::<f64>().is_ok();
            pieces.push(Piece::Select {
                argument: argument.to_owned(),
                plural: variants.iter().all(|variant| counts(&variant.key)),
                variants,
            });
            return Ok(());
        }
    };
    let named = |key: String| {
        let found = patterns.get(&key).copied();
        found.ok_or_else(|| format!("there is no `{key}` in this file"))
    };
    let with_attribute = |id: &str, attribute: Option<&str>| {
        attribute.map_or_else(|| id.to_owned(), |attribute| format!("{id}.{attribute}"))
    };
    match inline {
        InlineExpression::StringLiteral { value } => push_text(
            pieces,
            &fluent_syntax::unicode::unescape_unicode_to_string(value),
        ),
        InlineExpression::NumberLiteral { value } => push_text(pieces, value),
        InlineExpression::VariableReference { id } => {
            pieces.push(Piece::Argument(id.name.to_owned()));
            Ok(())
        }
        InlineExpression::FunctionReference { id, arguments } if id.name == "NUMBER" => {
            let style = style(&arguments.named)?;
            let name = number_of(&arguments.positional)?.to_owned();
            pieces.push(Piece::Number(name, style));
            Ok(())
        }
        InlineExpression::FunctionReference { id, .. } => {
            Err(format!("there is no function {}", id.name))
        }
        InlineExpression::MessageReference { id, attribute } => {
            let key = with_attribute(id.name, attribute.as_ref().map(|at| at.name));
            push_all(pieces, pattern(named(key)?, patterns, depth + 1)?)
        }
        InlineExpression::TermReference { id, .. } => {
            let read = named(format!("-{}", id.name))?;
            push_all(pieces, pattern(read, patterns, depth + 1)?)
        }
        InlineExpression::Placeable { expression } => expand(expression, patterns, depth, pieces),
    }
}

fn number_of<'a>(positional: &[InlineExpression<&'a str>]) -> Result<&'a str, String> {
    match positional {
        [InlineExpression::VariableReference { id }] => Ok(id.name),
        _ => Err("NUMBER() takes one argument of the message".to_owned()),
    }
}

fn style(named: &[fluent_syntax::ast::NamedArgument<&str>]) -> Result<NumberStyle, String> {
    let mut style = PLAIN_NUMBER;
    for option in named {
        let value = match option.value {
            InlineExpression::StringLiteral { value }
            | InlineExpression::NumberLiteral { value } => value,
            _ => "",
        };
        let digits = || {
            let digits = value.parse::<u8>().ok().filter(|digits| *digits < 10);
            digits.ok_or_else(|| format!("{} is no number of digits", option.name.name))
        };
        let (least, most) = &mut style.fraction_digits;
        match option.name.name {
            "minimumFractionDigits" => {
                *least = digits()?;
                *most = (*most).max(*least);
            }
            "maximumFractionDigits" => {
                *most = digits()?;
                *least = (*least).min(*most);
            }
            "useGrouping" => style.grouped = value != "false",
            other => return Err(format!("NUMBER() knows no option {other}")),
        }
    }
    Ok(style)
}

/// Makes an argument that is a number anywhere in a message one everywhere.
fn unify(pieces: &mut [Piece]) {
    let message = Message {
        key: String::new(),
        comment: String::new(),
        pieces: pieces.to_vec(),
    };
    let numbers: Vec<String> = message
        .parameters()
        .into_iter()
        .filter(|parameter| parameter.number)
        .map(|parameter| parameter.name)
        .collect();
    unify_with(pieces, &numbers);
}

fn unify_with(pieces: &mut [Piece], numbers: &[String]) {
    for piece in pieces {
        match piece {
            Piece::Argument(name) if numbers.contains(name) => {
                *piece = Piece::Number(name.clone(), PLAIN_NUMBER);
            }
            Piece::Select { variants, .. } => {
                for variant in variants {
                    unify_with(&mut variant.pieces, numbers);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_references_and_plurals_are_read() {
        let text = "\
-app = Latentscape
# Says what it is.
title = { -app }: a walk
    through a space
    .label = See { title }
count = { $count ->
    [one] one picture
   *[other] { $count } pictures
}
";
        let messages = read_file(text).unwrap();
        let said: Vec<(&str, String)> = messages
            .iter()
            .map(|message| (message.key.as_str(), message.shown()))
            .collect();
        assert_eq!(
            said,
            [
                ("title", "Latentscape: a walk through a space".to_owned()),
                (
                    "title.label",
                    "See Latentscape: a walk through a space".to_owned()
                ),
                ("count", "{count} pictures".to_owned()),
            ]
        );
        assert_eq!(messages[0].comment, "Says what it is.");
        assert!(messages[2].parameters()[0].number);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (text, named) in [
            ("a = { b }", "no `b`"),
            ("a = { a }", "refers to itself"),
            ("a = x\na = y", "twice"),
            ("a = { DATETIME($x) }", "no function DATETIME"),
            ("a = {", "line 1"),
            (
                "a = { NUMBER($x, currency: \"EUR\") }",
                "no option currency",
            ),
        ] {
            let error = read_file(text).unwrap_err();
            assert!(error.contains(named), "{error}");
        }
    }
}
