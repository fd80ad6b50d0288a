//! Writes the Rust that a program says messages with.

use std::fmt::Write as _;

use super::catalogue::{Language, Part};
use super::compact::layout_of;
use super::message::{Message, Parameter};

/// How the name of a file ends whose messages are looked up by keys that are data elsewhere, such as
/// the names of presets. A test compares the two.
const BY_ID: &str = "-by-id";

/// A module for each file: a function for each message that is a text, and a struct with the
/// arguments as fields for each that is not. Each part is a variant of `Part`, with its layout.
///
/// A file `…-by-id.ftl` has functions instead that take a key: `find`, and `fill` if there are
/// arguments, which are then texts in the order in which English first names them.
///
/// The module that includes this has `message(Part, usize) -> &'static str` and
/// `format(Part, usize, &[locale::Argument]) -> String`.
pub fn typed_messages(english: &Language, parts: &[&str]) -> String {
    let parts: Vec<&Part> = english
        .parts
        .iter()
        .filter(|part| parts.contains(&part.name.as_str()))
        .collect();
    let mut code = String::new();
    write_parts(&parts, &mut code);
    for part in parts {
        let mut index = 0;
        for (file, messages) in &part.files {
            let _ = writeln!(code, "/// Messages of `{}/{file}.ftl`.", part.name);
            let _ = writeln!(code, "pub(crate) mod {} {{", snake_case(file));
            let first = index;
            if file.ends_with(BY_ID) {
                write_lookup(&camel_case(&part.name), first, messages, &mut code);
                index += messages.len();
            } else {
                for message in messages {
                    write_message(&camel_case(&part.name), index, message, &mut code);
                    index += 1;
                }
            }
            code.push_str("}\n\n");
        }
    }
    code
}

fn write_parts(parts: &[&Part], code: &mut String) {
    let rows = |row: &dyn Fn(&str, &Part) -> String| -> String {
        let rows = parts.iter().map(|part| row(&camel_case(&part.name), part));
        rows.collect()
    };
    let _ = write!(
        code,
        "/// What of a catalogue travels together.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq)]\n\
         pub enum Part {{\n{}}}\n\n\
         impl Part {{\n    \
         /// Every part.\n    \
         pub const ALL: [Part; {}] = [{}];\n\n    \
         /// The name of its folder.\n    \
         pub const fn name(self) -> &'static str {{\n        match self {{\n{}        }}\n    }}\n\n    \
         /// What its text was compiled from.\n    \
         pub(crate) const fn layout(self) -> u64 {{\n        match self {{\n{}        }}\n    }}\n}}\n\n",
        rows(&|name, part| format!("    /// `{}/`.\n    {name},\n", part.name)),
        parts.len(),
        rows(&|name, _| format!("Part::{name}, ")),
        rows(&|name, part| format!("            Part::{name} => {:?},\n", part.name)),
        rows(&|name, part| format!("            Part::{name} => {:#x},\n", layout_of(part))),
    );
}

fn write_lookup(part: &str, first: usize, messages: &[Message], code: &mut String) {
    let keys = messages
        .iter()
        .map(|message| format!("{:?}, ", message.key));
    // `0 + at` would be refused by clippy.
    let index = match first {
        0 => "at".to_owned(),
        first => format!("{first} + at"),
    };
    let _ = write!(
        code,
        "    /// The keys, in the order of the file.\n    \
         pub(crate) const KEYS: &[&str] = &[{}];\n\n    \
         /// The message of a key.\n    \
         #[allow(dead_code, reason = \"some files are only looked up with `fill`\")]\n    \
         pub(crate) fn find(key: &str) -> Option<&'static str> {{\n        \
         let at = KEYS.iter().position(|known| *known == key)?;\n        \
         Some(super::message(super::Part::{part}, {index}))\n    }}\n",
        keys.collect::<String>()
    );
    if messages
        .iter()
        .any(|message| !message.parameters().is_empty())
    {
        let _ = write!(
            code,
            "    /// The message of a key, filled in.\n    \
             pub(crate) fn fill(key: &str, arguments: &[String]) -> Option<String> {{\n        \
             let at = KEYS.iter().position(|known| *known == key)?;\n        \
             let arguments = arguments.iter().map(|text| locale::Argument::Text(text));\n        \
             let arguments: Vec<_> = arguments.collect();\n        \
             Some(super::format(super::Part::{part}, {index}, &arguments))\n    }}\n"
        );
    }
}

fn write_message(part: &str, index: usize, message: &Message, code: &mut String) {
    let parameters = message.parameters();
    let comment = match message.comment.as_str() {
        "" => String::new(),
        said => format!("    ///\n    /// {said}\n"),
    };
    let _ = write!(code, "    /// “{}”\n{comment}", message.shown());
    if parameters.is_empty() {
        let _ = write!(
            code,
            "    #[inline(never)]\n    \
             pub(crate) fn {}() -> &'static str {{\n        \
             super::message(super::Part::{part}, {index})\n    }}\n",
            snake_case(&message.key)
        );
        return;
    }
    let borrows = parameters.iter().any(|parameter| !parameter.number);
    let (declared, used) = if borrows { ("<'a>", "<'_>") } else { ("", "") };
    let name = camel_case(&message.key);
    let each =
        |row: &dyn Fn(&Parameter) -> String| -> String { parameters.iter().map(row).collect() };
    let _ = write!(
        code,
        "    pub(crate) struct {name}{declared} {{\n{}    }}\n    \
         impl {name}{used} {{\n        \
         /// In the visitor's language.\n        \
         pub(crate) fn text(&self) -> String {{\n            \
         super::format(super::Part::{part}, {index}, &[{}])\n        }}\n    }}\n",
        each(&|parameter| format!(
            "        /// `${}`.\n        pub(crate) {}: {},\n",
            parameter.name,
            snake_case(&parameter.name),
            if parameter.number { "f64" } else { "&'a str" },
        )),
        each(&|parameter| format!(
            "locale::Argument::{}(self.{}), ",
            if parameter.number { "Number" } else { "Text" },
            snake_case(&parameter.name),
        )),
    );
}

fn snake_case(key: &str) -> String {
    key.replace(['-', '.'], "_").to_lowercase()
}

fn camel_case(key: &str) -> String {
    let words = key.split(['-', '.', '_']).map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect()
}
