//! A language that shows whether a text comes from the catalogue: English in brackets, and longer.
//!
//! `Theme: { $choice }` becomes `⟦Theme: ‹{ $choice }› one two⟧`.

use super::catalogue::{Language, PSEUDO, Part};
use super::message::{Message, Piece, Variant};

/// What lengthens a message. Languages that take more room than English take about a third more.
const FILLER: [&str; 10] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];

/// English as `en-XA`: every message in `⟦…⟧`, about a third longer.
pub fn pseudo_locale(english: &Language) -> Language {
    let part = |part: &Part| Part {
        name: part.name.clone(),
        files: part
            .files
            .iter()
            .map(|(file, messages)| (file.clone(), messages.iter().map(lengthened).collect()))
            .collect(),
    };
    Language {
        tag: PSEUDO.to_owned(),
        parts: english.parts.iter().map(part).collect(),
    }
}

fn lengthened(message: &Message) -> Message {
    let wanted = message.shown().chars().count().div_ceil(3);
    let mut filler = String::new();
    for word in FILLER.iter().cycle() {
        if filler.len() >= wanted {
            break;
        }
        filler.push(' ');
        filler.push_str(word);
    }
    let mut pieces = vec![Piece::Text("⟦".to_owned())];
    pieces.extend(marked(&message.pieces));
    pieces.push(Piece::Text(format!("{filler}⟧")));
    Message {
        pieces,
        ..message.clone()
    }
}

/// The pieces with every text that is filled in between `‹` and `›`: a test sees there whether that
/// text is a message itself.
fn marked(pieces: &[Piece]) -> Vec<Piece> {
    let mark = |mark: &str| Piece::Text(mark.to_owned());
    pieces
        .iter()
        .flat_map(|piece| match piece {
            Piece::Argument(_) => vec![mark("‹"), piece.clone(), mark("›")],
            Piece::Select {
                argument,
                plural,
                variants,
            } => vec![Piece::Select {
                argument: argument.clone(),
                plural: *plural,
                variants: variants
                    .iter()
                    .map(|variant| Variant {
                        key: variant.key.clone(),
                        pieces: marked(&variant.pieces),
                    })
                    .collect(),
            }],
            Piece::Text(_) | Piece::Number(..) => vec![piece.clone()],
        })
        .collect()
}
