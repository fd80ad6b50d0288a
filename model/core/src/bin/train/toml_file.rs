//! Files in TOML, and one sentence on what is wrong with one.

use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::Value;

/// What the reader calls types, and what people do.
const PLAIN_WORDS: [(&str, &str); 3] = [
    ("expected u32", "expected a whole number of 0 or more"),
    ("expected usize", "expected a whole number of 0 or more"),
    ("expected a sequence", "expected a list in brackets"),
];

/// A file's text; `what` it is to be.
///
/// # Errors
/// A sentence on one that cannot be read.
pub fn text(what: &str, path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| {
        format!(
            "expected {what} in TOML, found that {} cannot be read ({error}).",
            path.display()
        )
    })
}

/// Reads a file's text.
///
/// # Errors
/// One sentence on the first that is wrong, with its line.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|error| {
        let mut message = error.message().replace('\n', ", ");
        for (word, plain) in PLAIN_WORDS {
            message = message.replace(word, plain);
        }
        // A key that is missing is on no line.
        let span = error
            .span()
            .filter(|span| !span.is_empty() || span.start > 0);
        match span {
            Some(span) => {
                let line = text[..span.start.min(text.len())].matches('\n').count() + 1;
                format!("line {line}: {message}.")
            }
            None => format!("{message}."),
        }
    })
}

/// A setting as fields read it.
///
/// # Errors
/// A sentence on what is neither text, number nor yes or no.
pub fn setting_text(field: &str, value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Float(number) => Ok(number.to_string()),
        Value::Boolean(switch) => Ok(switch.to_string()),
        Value::Array(_) | Value::Table(_) | Value::Datetime(_) => {
            let found = value.type_str();
            Err(format!(
                "{field}: expected text, a number, true or false, found a TOML {found}."
            ))
        }
    }
}
