//! Writes a part of a language as the page reads it.

use super::catalogue::{Language, Part};
use super::check::{find, names};
use super::message::{Message, Parameter, Piece};
use crate::format::{CHOICE, END, GROUPED, NUMBER, PATTERN, PLURAL, TEXT, VARIANT};

/// The part of English that `part` is, in another language: its layout, then a message a line.
///
/// A message that the language lacks, or whose arguments differ, is English.
pub fn compact_part(part: &Part, language: &Language) -> String {
    let mut text = format!("{:016x}\n", layout_of(part));
    for (file, english) in part.messages() {
        let translated = find(language, part, file, &english.key)
            .filter(|translated| names(translated) == names(english));
        write(
            &translated.unwrap_or(english).pieces,
            &english.parameters(),
            &mut text,
        );
        text.push('\n');
    }
    text
}

/// A digest of a part's keys and arguments: a program only reads texts of its own layout.
pub fn layout_of(part: &Part) -> u64 {
    // FNV-1a.
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |text: &str| {
        for byte in text.bytes().chain([0]) {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for (file, Message { key, .. }) in part.messages() {
        add(file);
        add(key);
    }
    for (_, message) in part.messages() {
        for parameter in message.parameters() {
            add(&parameter.name);
        }
        add("");
    }
    digest
}

fn write(pieces: &[Piece], parameters: &[Parameter], text: &mut String) {
    let place = |name: &str| {
        let at = parameters.iter().position(|known| known.name == name);
        char::from(b'0' + at.unwrap_or_default() as u8)
    };
    for piece in pieces {
        match piece {
            Piece::Text(plain) => text.push_str(plain),
            Piece::Argument(name) => text.extend([TEXT, place(name)]),
            Piece::Number(name, style) => {
                let digit = |digit: u8| char::from(b'0' + digit);
                let (least, most) = style.fraction_digits;
                let grouped = if style.grouped { GROUPED } else { '-' };
                text.extend([NUMBER, place(name), digit(least), digit(most), grouped]);
            }
            Piece::Select {
                argument,
                plural,
                variants,
            } => {
                text.extend([if *plural { PLURAL } else { CHOICE }, place(argument)]);
                for variant in variants {
                    text.push(VARIANT);
                    text.push_str(&variant.key);
                    text.push(PATTERN);
                    write(&variant.pieces, parameters, text);
                }
                text.push(END);
            }
        }
    }
}
