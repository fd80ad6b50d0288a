//! Names and numbers in an address.

/// A number in the shortest form that reads back as the same number.
pub(super) fn number(value: f32) -> String {
    let (plain, scientific) = (format!("{value}"), format!("{value:e}"));
    if scientific.len() < plain.len() {
        scientific
    } else {
        plain
    }
}

/// Numbers with commas between them.
pub(super) fn numbers(values: &[f32]) -> String {
    let texts: Vec<_> = values.iter().map(|&value| number(value)).collect();
    texts.join(",")
}

/// Text as a value of a query: everything but letters, digits and `-._~` by its bytes.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
            }
        }
    }
    out
}

/// Reads what [`encode`] or a browser wrote. A `%` that no two digits follow stays; what is no
/// UTF-8 becomes U+FFFD.
pub(super) fn decode(text: &str) -> String {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).map(|digit| digit as u8);
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        let pair = (
            bytes.get(at).and_then(digit),
            bytes.get(at + 1).and_then(digit),
        );
        match (byte, pair) {
            (b'%', (Some(high), Some(low))) => {
                out.push(high << 4 | low);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_read_back() {
        for (value, text) in [
            (0.0, "0"),
            (0.1, "0.1"),
            (-3.5, "-3.5"),
            (1e-7, "1e-7"),
            (1.0 / 3.0, "0.33333334"),
            (f32::MIN_POSITIVE, "1.1754944e-38"),
        ] {
            assert_eq!(number(value), text);
            assert_eq!(text.parse(), Ok(value));
        }
        assert_eq!(numbers(&[1.0, -2.0]), "1,-2");
    }

    #[test]
    fn names_survive_their_encoding() {
        for name in ["vae-mnist-2d", "a b&c=d+e%20,#?", "größer — 数字 🙂", ""] {
            assert_eq!(decode(&encode(name)), name);
        }
    }

    #[test]
    fn what_is_not_encoded_well_is_read_as_well_as_can_be() {
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%4"), "%zz%4");
        assert_eq!(decode("a+b%2Cc"), "a b,c");
        assert_eq!(decode("%ff"), "\u{FFFD}");
    }
}
