//! What is text: JSON, web pages, tables.

use crate::FileKind::{self, Foreign, Picture, Specification};
use crate::ForeignFile as F;

/// So much of a text says what it is.
const HEAD: usize = 16 * 1024;
/// A comment before JSON is taken for one if the JSON begins so soon: the beginning of a file says as much
/// as all of it.
const COMMENT: usize = 400;
/// The byte-order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A text, whether it is UTF-8 or, as some Windows programs write, UTF-16; without its byte-order
/// mark. `None` if it is neither.
pub fn text_of(bytes: &[u8]) -> Option<String> {
    if let Some(text) = utf16(bytes) {
        return Some(text);
    }
    let text = std::str::from_utf8(bytes.strip_prefix(MARK).unwrap_or(bytes));
    text.ok().map(str::to_owned)
}

/// UTF-16 with a byte-order mark, or beginning with an ASCII character.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (big, body) = match bytes {
        [0xff, 0xfe, body @ ..] => (false, body),
        [0xfe, 0xff, body @ ..] => (true, body),
        [first, 0, second, 0, ..] if first.is_ascii() && *first > 0 && *second > 0 => {
            (false, bytes)
        }
        [0, first, 0, second, ..] if first.is_ascii() && *first > 0 && *second > 0 => (true, bytes),
        _ => return None,
    };
    let (pairs, _) = body.as_chunks::<2>();
    let read = |pair: &[u8; 2]| {
        if big {
            u16::from_be_bytes(*pair)
        } else {
            u16::from_le_bytes(*pair)
        }
    };
    let units: Vec<_> = pairs.iter().map(read).collect();
    String::from_utf16(&units).ok()
}

/// What a text is.
pub(crate) fn by_text(bytes: &[u8]) -> Option<FileKind> {
    let head = &bytes[..bytes.len().min(HEAD)];
    // A pair of UTF-16 may be cut in two, as a character of UTF-8 may be.
    let wide = utf16(head).or_else(|| utf16(&head[..head.len().saturating_sub(2)]));
    let head = match &wide {
        Some(text) => text.as_bytes(),
        None => head.strip_prefix(MARK).unwrap_or(head),
    };
    let is_control = |byte: &u8| *byte < 32 && !matches!(byte, b'\t' | b'\n' | b'\r' | 12 | 27);
    if head.iter().any(|byte| is_control(byte) || *byte == 127) {
        return None;
    }
    let begins = head.trim_ascii_start();
    match begins {
        [b'{', ..] => return Some(json(begins)),
        [b'[', rest @ ..] if begins_value(rest) => return Some(json(begins)),
        [b'<', ..] => return Some(markup(begins, bytes)),
        // Comments, which JSON does not have: its reader says so.
        [b'/', b'/' | b'*', ..] if head[..head.len().min(COMMENT)].contains(&b'{') => {
            return Some(Specification);
        }
        _ => {}
    }
    // What is no UTF-8 is called text only if it begins like one.
    let cut = std::str::from_utf8(head).err();
    if cut.is_some_and(|cut| cut.error_len().is_some() || cut.valid_up_to() == 0) {
        return None;
    }
    if begins.starts_with(b"version https://git-lfs") {
        return Some(Foreign(F::GitLfsPointer));
    }
    if let [b'P', b'1'..=b'7', rest @ ..] = begins
        && rest.first().is_some_and(u8::is_ascii_whitespace)
    {
        return Some(Foreign(F::RarePicture));
    }
    if begins.starts_with(b"step,seconds") {
        return Some(Foreign(F::RunLog));
    }
    Some(Foreign(if is_table(begins) { F::Table } else { F::Text }))
}

/// Whether what follows a bracket may be JSON's: `[network]` is not.
fn begins_value(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii_start();
    let sign = rest.first();
    let words = [&b"true"[..], b"false", b"null"];
    sign.is_none_or(|sign| b"{[]\"-0123456789".contains(sign))
        || words.into_iter().any(|word| rest.starts_with(word))
}

/// JSON that is known by a key of its beginning; everything else is read as a specification.
fn json(head: &[u8]) -> FileKind {
    let has = |key: &str| contains(head, key.as_bytes());
    Foreign(if has("\"weight_map\"") {
        F::WeightsIndex
    } else if has("\"nbformat\"") || has("\"cell_type\"") {
        F::Notebook
    } else if has("\"modelTopology\"") {
        F::TensorFlow
    } else if has("\"architecture\"") && has("\"title\"") {
        F::CardAlone
    } else {
        return Specification;
    })
}

fn markup(head: &[u8], bytes: &[u8]) -> FileKind {
    let lower = head[..head.len().min(512)].to_ascii_lowercase();
    let begins = |tag: &str| lower.starts_with(tag.as_bytes());
    let is_page = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<title",
        "<script",
    ];
    if is_page.into_iter().any(begins) {
        return Foreign(F::WebPage);
    }
    // Comments and a declaration may come first, and be long.
    if contains(bytes, b"<svg") || contains(bytes, b"<\0s\0v\0g\0") {
        return Picture;
    }
    if contains(&lower, b"<html") {
        return Foreign(F::WebPage);
    }
    Foreign(F::Xml)
}

/// Whether lines have the same separator, equally often, and the last one has numbers.
fn is_table(head: &[u8]) -> bool {
    let mut lines = head
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii)
        .filter(|line| !line.is_empty());
    let Some(first) = lines.next() else {
        return false;
    };
    let second = lines.next();
    b",;\t".iter().any(|separator| {
        let cells = |line: &[u8]| line.split(|byte| byte == separator).count();
        let numbers = |line: &[u8]| {
            let parts = line.split(|byte| byte == separator);
            let number = |cell: &[u8]| {
                let text = std::str::from_utf8(cell.trim_ascii()).unwrap_or_default();
                text.trim_matches('"')
                    .replace(',', ".")
                    .parse::<f32>()
                    .is_ok()
            };
            // The head may end in the middle of a line.
            parts.clone().filter(|cell| number(cell)).count() * 2 > parts.count()
        };
        match second {
            // Two lines of text with a comma each are prose.
            Some(second) => {
                cells(first) > 1
                    && numbers(second)
                    && (cells(first) == cells(second) || numbers(first))
            }
            None => cells(first) > 3 && numbers(first) || cells(first) > 32,
        }
    })
}

/// Whether `text` occurs in `bytes`.
pub(crate) fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}
