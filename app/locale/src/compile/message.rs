//! A message as the compiler knows it.

use crate::format::NumberStyle;

/// A message of a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its key, or its key and an attribute's: `drop`, `drop.title`.
    pub key: String,
    /// What the file says of it.
    pub comment: String,
    /// What it is made of.
    pub pieces: Vec<Piece>,
}

/// A piece of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Plain text.
    Text(String),
    /// An argument as it is.
    Argument(String),
    /// An argument that is a number.
    Number(String, NumberStyle),
    /// A choice among variants; the last one is the default.
    Select {
        /// The argument that decides.
        argument: String,
        /// Whether it is a number, and keys are plural categories or numbers.
        plural: bool,
        /// What there is to choose from.
        variants: Vec<Variant>,
    },
}

/// A variant of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// When it is chosen.
    pub key: String,
    /// What is said then.
    pub pieces: Vec<Piece>,
}

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Whether it is a number; otherwise it is a text.
    pub number: bool,
}

impl Message {
    /// The arguments, in the order in which they are first named.
    pub(super) fn parameters(&self) -> Vec<Parameter> {
        let mut found = Vec::new();
        gather(&self.pieces, &mut found);
        found
    }

    /// The text with arguments in braces, for people who read code; of a choice, the default.
    pub(super) fn shown(&self) -> String {
        shown(&self.pieces)
    }
}

fn gather(pieces: &[Piece], found: &mut Vec<Parameter>) {
    let mut note = |name: &String, number: bool| {
        match found.iter_mut().find(|known| known.name == *name) {
            // A number in one place is one in all.
            Some(known) => known.number |= number,
            None => found.push(Parameter {
                name: name.clone(),
                number,
            }),
        }
    };
    for piece in pieces {
        match piece {
            Piece::Text(_) => {}
            Piece::Argument(name) => note(name, false),
            Piece::Number(name, _) => note(name, true),
            Piece::Select {
                argument, plural, ..
            } => note(argument, *plural),
        }
    }
    for piece in pieces {
        if let Piece::Select { variants, .. } = piece {
            for variant in variants {
                gather(&variant.pieces, found);
            }
        }
    }
}

fn shown(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Argument(name) | Piece::Number(name, _) => format!("{{{name}}}"),
            Piece::Select { variants, .. } => variants
                .last()
                .map_or_else(String::new, |last| shown(&last.pieces)),
        })
        .collect()
}
