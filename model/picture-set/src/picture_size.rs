//! The size of a picture by its first bytes: a picture that is too large must not be decoded first.

/// Pixels across and down, of PNG, JPEG, GIF, WebP, BMP and AVIF; `None` where they are not found.
pub fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some((big(bytes, 16)?, big(bytes, 20)?)),
        [0xff, 0xd8, ..] => jpeg(bytes),
        [b'G', b'I', b'F', b'8', ..] => Some((short(bytes, 6)?, short(bytes, 8)?)),
        [b'B', b'M', ..] if bytes.get(14) == Some(&12) => {
            Some((short(bytes, 18)?, short(bytes, 20)?))
        }
        [b'B', b'M', ..] => Some((
            little(bytes, 18)?,
            little(bytes, 22)?.cast_signed().unsigned_abs(),
        )),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => webp(bytes),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => {
            let head = &bytes[..bytes.len().min(4096)];
            let at = head.windows(4).position(|window| window == b"ispe")?;
            Some((big(bytes, at + 8)?, big(bytes, at + 12)?))
        }
        _ => None,
    }
}

fn big(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn little(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn short(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?).into())
}

fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let [0xff, marker, rest @ ..] = bytes.get(at..)? else {
            return None;
        };
        if *marker == 0xff {
            // Padding.
            at += 1;
            continue;
        }
        let length = usize::from(u16::from_be_bytes(*rest.first_chunk()?));
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let side = |at: usize| Some(u16::from_be_bytes(*rest.get(at..)?.first_chunk()?).into());
            return Some((side(5)?, side(3)?));
        }
        at += 2 + length;
    }
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8X" => Some((
            (little(bytes, 24)? & 0xff_ffff) + 1,
            (little(bytes, 27)? & 0xff_ffff) + 1,
        )),
        b"VP8L" => {
            let bits = little(bytes, 21)?;
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        _ => Some((short(bytes, 26)? & 0x3fff, short(bytes, 28)? & 0x3fff)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_is_read_before_anything_is_decoded() {
        let png = [
            &b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"[..],
            &[0, 0, 78, 32, 0, 0, 78, 33],
        ]
        .concat();
        assert_eq!(picture_size(&png), Some((20_000, 20_001)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc2\0\x11\x08\x01\x02\x03\x04";
        assert_eq!(picture_size(jpeg), Some((0x304, 0x102)));
        assert_eq!(picture_size(b"GIF89a\x05\0\x06\0"), Some((5, 6)));
        assert_eq!(picture_size(b"\x89PNG\r\n"), None);
        assert_eq!(picture_size(b"\xff\xd8\xff\xe0\0\0"), None);
        assert_eq!(picture_size(b"hello"), None);
    }
}
