//! What a WebAssembly module is made of, in bytes.

/// A section of a module.
pub struct WasmSection<'a> {
    /// What it is.
    pub id: u8,
    /// What it holds.
    pub body: &'a [u8],
    /// All of it, as it stands in the module.
    pub whole: &'a [u8],
}

/// What every module begins with: its mark and version 1.
pub const HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// The sections of a module.
///
/// # Errors
/// When it is no module.
pub fn sections(module: &[u8]) -> Result<Vec<WasmSection<'_>>, &'static str> {
    let mut rest = module
        .strip_prefix(HEADER)
        .ok_or("its first eight bytes are not the header of version 1")?;
    let mut sections = Vec::new();
    while let Some((&id, after_id)) = rest.split_first() {
        let (size, body) = leb128(after_id)?;
        let (body, after) = body
            .split_at_checked(size)
            .ok_or("a section is longer than the file")?;
        let whole = &rest[..rest.len() - after.len()];
        sections.push(WasmSection { id, body, whole });
        rest = after;
    }
    Ok(sections)
}

/// A text behind its length, and what follows it.
///
/// # Errors
/// When the bytes end before it does.
pub fn text(bytes: &[u8]) -> Result<(&[u8], &[u8]), &'static str> {
    let (length, rest) = leb128(bytes)?;
    rest.split_at_checked(length)
        .ok_or("a name is longer than its section")
}

/// A module with another body of its section of a kind.
///
/// # Errors
/// When it is no module, and those of `change`.
pub fn with_section(
    module: &[u8],
    kind: u8,
    mut change: impl FnMut(&[u8]) -> Result<Vec<u8>, &'static str>,
) -> Result<Vec<u8>, &'static str> {
    let mut kept = HEADER.to_vec();
    for section in sections(module)? {
        if section.id == kind {
            let body = change(section.body)?;
            kept.push(kind);
            push_leb128(&mut kept, body.len());
            kept.extend(body);
        } else {
            kept.extend_from_slice(section.whole);
        }
    }
    Ok(kept)
}

/// Writes an unsigned LEB128 number.
pub fn push_leb128(bytes: &mut Vec<u8>, mut value: usize) {
    while value > 0x7f {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// An unsigned LEB128 number of at most 32 bits, and what follows it.
///
/// # Errors
/// When the bytes end before it does, or it is larger.
pub fn leb128(bytes: &[u8]) -> Result<(usize, &[u8]), &'static str> {
    let mut value = 0_usize;
    for (index, &byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Ok((value, &bytes[index + 1..]));
        }
    }
    Err("a length is cut off or longer than five bytes")
}

#[cfg(test)]
mod tests {
    use super::{leb128, push_leb128};

    #[test]
    fn numbers_have_seven_bits_a_byte() {
        assert_eq!(leb128(&[0xe5, 0x8e, 0x26, 7]).unwrap(), (624_485, &[7][..]));
        let mut written = Vec::new();
        push_leb128(&mut written, 624_485);
        assert_eq!(written, [0xe5, 0x8e, 0x26]);
        assert!(leb128(&[0x80]).is_err());
        assert!(leb128(&[0x80; 6]).is_err());
    }
}
