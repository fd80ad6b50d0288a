//! Functions that a program holds and never calls, taken out of it.
//!
//! The compiler keeps what a program could reach. burn decides while it runs whether a tensor is quantised and
//! whether it is differentiated, so that each operation reaches the code for both, with all that this
//! reaches in turn, also in programs that do neither. Such functions trap here in place of what they did, and
//! wasm-opt removes what only they reached. wasm-snip did the same, and is no longer kept.

use std::str;

use crate::wasm_sections::{leb128, push_leb128, sections, text, with_section};

/// Ids of sections.
const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const CODE: u8 = 10;
/// Id of the names of functions in the section of names.
const FUNCTION_NAMES: u8 = 1;
/// A function's size, no locals, `unreachable`, `end`.
const TRAP: [u8; 4] = [3, 0, 0x00, 0x0b];

/// What a program never does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UncalledCode {
    /// No tensor of ours is quantised.
    Quantisation,
    /// Programs that only explore take no derivative.
    Differentiation,
}

impl UncalledCode {
    /// Whether a function, by the name that wasm-bindgen leaves it, is of this kind.
    fn holds(self, name: &str) -> bool {
        match self {
            Self::Quantisation => {
                name.contains("QTensorOps") || name.contains("burn_backend::quantization")
            }
            Self::Differentiation => {
                name.starts_with("burn_autodiff::")
                    || name.starts_with("<burn_autodiff::")
                    || name.contains(" for burn_autodiff::")
            }
        }
    }
}

/// The module with each function that is never called in one instruction that traps.
///
/// # Errors
/// What the module is not; also when no function is of a kind, because the names then have another form
/// than is looked for, and nothing would be gained.
pub fn snipped(module: &[u8], uncalled: &[UncalledCode]) -> Result<Vec<u8>, &'static str> {
    let mut imported = 0;
    let mut names = Vec::new();
    for section in sections(module)? {
        match section.id {
            IMPORTS => imported = imported_functions(section.body)?,
            CUSTOM => names.extend(function_names(section.body)?),
            _ => {}
        }
    }
    let mut is_uncalled = Vec::new();
    for kind in uncalled {
        let mut found = false;
        for &(index, name) in &names {
            if kind.holds(name) && index >= imported {
                let index = index - imported;
                if is_uncalled.len() <= index {
                    is_uncalled.resize(index + 1, false);
                }
                is_uncalled[index] = true;
                found = true;
            }
        }
        if !found {
            return Err("no function has a name of those that are never called");
        }
    }
    with_section(module, CODE, |body| trapping(body, &is_uncalled))
}

/// A section of code in which some functions trap.
fn trapping(section: &[u8], is_uncalled: &[bool]) -> Result<Vec<u8>, &'static str> {
    let (count, mut rest) = leb128(section)?;
    let mut body = Vec::new();
    push_leb128(&mut body, count);
    for index in 0..count {
        let (_, after) = text(rest)?;
        if is_uncalled.get(index) == Some(&true) {
            body.extend(TRAP);
        } else {
            body.extend_from_slice(&rest[..rest.len() - after.len()]);
        }
        rest = after;
    }
    Ok(body)
}

/// How many functions a section of imports has: they are counted before the module's own.
fn imported_functions(section: &[u8]) -> Result<usize, &'static str> {
    let (count, mut rest) = leb128(section)?;
    let mut functions = 0;
    for _ in 0..count {
        let (_, after) = text(rest)?;
        let (_, after) = text(after)?;
        let (&kind, after) = after.split_first().ok_or("an import has no kind")?;
        rest = match kind {
            // The index of a type.
            0 => {
                functions += 1;
                leb128(after)?.1
            }
            // A memory: flags, the least, and the most where flags say so.
            2 => {
                let (flags, after) = leb128(after)?;
                let (_, after) = leb128(after)?;
                if flags & 1 == 0 {
                    after
                } else {
                    leb128(after)?.1
                }
            }
            _ => return Err("an import is neither a function nor a memory"),
        };
    }
    Ok(functions)
}

/// Indices and names of functions, if this is the section of names.
///
/// # Errors
/// When the section is not what it should be.
pub fn function_names(section: &[u8]) -> Result<Vec<(usize, &str)>, &'static str> {
    let (name, mut rest) = text(section)?;
    let mut names = Vec::new();
    if name != b"name" {
        return Ok(names);
    }
    while let Some((&id, after)) = rest.split_first() {
        let (part, after) = text(after)?;
        rest = after;
        if id != FUNCTION_NAMES {
            continue;
        }
        let (count, mut entries) = leb128(part)?;
        for _ in 0..count {
            let (index, after) = leb128(entries)?;
            let (name, after) = text(after)?;
            names.push((
                index,
                str::from_utf8(name).map_err(|_| "a name is no text")?,
            ));
            entries = after;
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::{UncalledCode, snipped};

    const HEADER: &[u8] = b"\0asm\x01\0\0\0";

    fn section(id: u8, body: &[u8]) -> Vec<u8> {
        let mut section = vec![id, u8::try_from(body.len()).unwrap()];
        section.extend_from_slice(body);
        section
    }

    fn named(names: &[&str]) -> Vec<u8> {
        // The first function is imported.
        let mut entries = vec![u8::try_from(names.len()).unwrap()];
        for (index, name) in names.iter().enumerate() {
            entries.push(u8::try_from(index + 1).unwrap());
            entries.push(u8::try_from(name.len()).unwrap());
            entries.extend(name.bytes());
        }
        let part = [vec![1, u8::try_from(entries.len()).unwrap()], entries].concat();
        section(0, &[b"\x04name".to_vec(), part].concat())
    }

    fn module(code: &[u8], names: &[&str]) -> Vec<u8> {
        let imports = section(2, b"\x02\x01a\x01f\x00\x05\x01a\x01m\x02\x03\x01\x02");
        [HEADER, &imports, &section(10, code), &named(names)].concat()
    }

    #[test]
    fn what_is_never_called_traps_and_the_rest_stays_as_it_is() {
        let names = [
            "decode",
            "burn_backend::backend::ops::qtensor::QTensorOps::q_add",
            "<burn_autodiff::x as core::y>::step",
        ];
        let code = b"\x03\x04\x00\x41\x01\x0b\x05\x00\x41\x02\x1a\x0b\x02\x00\x0b";
        let snip = |kinds: &[UncalledCode]| snipped(&module(code, &names), kinds).unwrap();
        assert_eq!(
            snip(&[UncalledCode::Quantisation]),
            module(
                b"\x03\x04\x00\x41\x01\x0b\x03\x00\x00\x0b\x02\x00\x0b",
                &names
            )
        );
        assert_eq!(
            snip(&[UncalledCode::Quantisation, UncalledCode::Differentiation]),
            module(
                b"\x03\x04\x00\x41\x01\x0b\x03\x00\x00\x0b\x03\x00\x00\x0b",
                &names
            )
        );
    }

    #[test]
    fn names_of_another_form_are_an_error() {
        let code = b"\x01\x04\x00\x41\x01\x0b";
        let module = module(code, &["_RNvNtC4burn6q_add"]);
        assert!(snipped(&module, &[UncalledCode::Quantisation]).is_err());
        assert!(snipped(b"<!doctype html>", &[]).is_err());
    }
}
