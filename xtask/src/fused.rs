//! Where a program's products may be rounded once in place of twice.
//!
//! Most processors multiply and add in one instruction, and many do it in the time of either. WebAssembly has
//! that as `f32x4.relaxed_madd`, which not every browser knows, and a browser refuses a module whole for one
//! instruction that it does not know. So there is one program for all, which says where its matrix products
//! multiply and add; `app/engine/fused.js` changes the bytes there, in a browser that knows the instruction.

use wasmparser::{FunctionBody, Operator, Parser, Payload, TypeRef};

use crate::snip::function_names;
use crate::wasm_sections::{HEADER, push_leb128, sections, text};

/// The section that lists the places: it follows the header, and what it says counts from its own end.
const SECTION: &[u8] = b"fused products";

/// Id of a custom section.
const CUSTOM: u8 = 0;

/// The module whose functions' sums may be rounded otherwise. Whatever draws from a seed may not: a draw is
/// the same in every browser.
const PRODUCTS: [&str; 2] = ["kernels", "::multiply::"];

/// Bytes of a product and a sum: `f32x4.mul`, `f32x4.add`.
const PAIR: usize = 6;

/// `sum`, `a`, `b`, multiply, add: with the bytes of `sum` after those of `b`, it is the order that
/// `f32x4.relaxed_madd` has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FusedPlace {
    /// Where the bytes of `sum` begin; it is a local.
    begin: usize,
    /// Where they end, and those of `a` and `b` begin.
    operands: usize,
    /// Where the product begins, and the sum follows.
    pair: usize,
}

impl FusedPlace {
    fn end(self) -> usize {
        self.pair + PAIR
    }
}

/// The module with a list of its places. `named` is the same module with the names of its functions.
///
/// # Errors
/// What the module is not; also when no function of the products has a place, because the names or the
/// instructions then have another form than is looked for, and nothing would be gained.
pub fn with_fused_places(module: &[u8], named: &[u8]) -> Result<Vec<u8>, &'static str> {
    let products = indices_of_products(named)?;
    let mut places = Vec::new();
    let mut index = 0;
    for payload in Parser::new(0).parse_all(module) {
        match payload.map_err(|_| "an instruction is not one of WebAssembly's")? {
            Payload::ImportSection(imports) => {
                // Their functions are counted before the module's own.
                let imports = imports.into_imports().flatten();
                index += imports
                    .filter(|import| matches!(import.ty, TypeRef::Func(_)))
                    .count();
            }
            Payload::CodeSectionEntry(body) => {
                if products.contains(&index) {
                    places_in(&body, &mut places)
                        .map_err(|_| "an instruction is not one of WebAssembly's")?;
                }
                index += 1;
            }
            _ => {}
        }
    }
    if places.is_empty() {
        return Err("no function of the products multiplies and adds");
    }
    Ok(listed(module, &places))
}

/// The functions of the products, by their number.
fn indices_of_products(named: &[u8]) -> Result<Vec<usize>, &'static str> {
    let mut indices = Vec::new();
    for section in sections(named)? {
        if section.id == CUSTOM && text(section.body)?.0 == b"name" {
            let names = function_names(section.body)?;
            let products = names.iter().filter(|(_, name)| is_of_products(name));
            indices.extend(products.map(|&(index, _)| index));
        }
    }
    Ok(indices)
}

/// Whether a function's name has the module's. The compiler writes a digest behind that of a crate, or none.
fn is_of_products(name: &str) -> bool {
    let [library, module] = PRODUCTS;
    name.match_indices(library).any(|(at, _)| {
        let rest = &name[at + library.len()..];
        let digest = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        digest.map_or(rest, |(_, rest)| rest).starts_with(module)
    })
}

/// What lies on the stack.
#[derive(Clone, Copy, Debug)]
struct StackEntry {
    /// Where its bytes begin.
    begin: usize,
    /// The local that it is, and where its bytes end.
    local: Option<(u32, usize)>,
}

/// Adds a function's places. Instructions that are not looked at begin anew: an expression that holds one is
/// none.
fn places_in(body: &FunctionBody<'_>, places: &mut Vec<FusedPlace>) -> wasmparser::Result<()> {
    let mut stack: Vec<StackEntry> = Vec::new();
    let mut product = None;
    let mut reader = body.get_operators_reader()?;
    while !reader.eof() {
        let at = reader.original_position() as usize;
        let operator = reader.read()?;
        let end = reader.original_position() as usize;
        let (taken, local) = match operator {
            Operator::LocalGet { local_index } => (0, Some((local_index, end))),
            Operator::I32Const { .. } | Operator::V128Const { .. } => (0, None),
            Operator::LocalTee { local_index } => {
                forget(&mut stack, local_index);
                (1, None)
            }
            Operator::I32Load { .. }
            | Operator::V128Load { .. }
            | Operator::V128Load32Splat { .. }
            | Operator::F32x4Splat => (1, None),
            Operator::I32Add
            | Operator::I32Sub
            | Operator::I32Shl
            | Operator::I32And
            | Operator::F32x4Mul
            | Operator::F32x4Add => (2, None),
            _ => {
                stack.clear();
                product = None;
                continue;
            }
        };
        if taken > stack.len() {
            stack.clear();
            product = None;
            continue;
        }
        if let (Operator::F32x4Add, Some(pair)) = (&operator, product)
            && let [.., sum, operands] = stack[..]
            && let Some((_, get_ends)) = sum.local
            && get_ends == operands.begin
            && places.last().is_none_or(|last| last.end() <= sum.begin)
        {
            places.push(FusedPlace {
                begin: sum.begin,
                operands: get_ends,
                pair,
            });
        }
        product = matches!(operator, Operator::F32x4Mul).then_some(at);
        let rest = stack.len() - taken;
        let begin = stack.get(rest).map_or(at, |first| first.begin);
        stack.truncate(rest);
        stack.push(StackEntry { begin, local });
    }
    Ok(())
}

/// A local that is set is no longer what it was when it was put on the stack.
fn forget(stack: &mut [StackEntry], set: u32) {
    for entry in stack {
        if entry.local.is_some_and(|(local, _)| local == set) {
            entry.local = None;
        }
    }
}

/// The module with the list before all else: of each place, how far it begins behind the one before, the
/// bytes of its `sum`, and those of its operands.
fn listed(module: &[u8], places: &[FusedPlace]) -> Vec<u8> {
    let mut body = Vec::new();
    push_leb128(&mut body, SECTION.len());
    body.extend(SECTION);
    let mut last = HEADER.len();
    for place in places {
        push_leb128(&mut body, place.begin - last);
        push_leb128(&mut body, place.operands - place.begin);
        push_leb128(&mut body, place.pair - place.operands);
        last = place.end();
    }
    let mut listed = HEADER.to_vec();
    listed.push(CUSTOM);
    push_leb128(&mut listed, body.len());
    listed.extend(body);
    listed.extend(&module[HEADER.len()..]);
    listed
}

#[cfg(test)]
mod tests {
    use super::with_fused_places;
    use crate::wasm_sections::HEADER;

    /// `sum`, a vector that is loaded, a local.
    const OPERANDS: [&[u8]; 3] = [&[0x20, 0], &[0x20, 1, 0xfd, 0, 4, 0], &[0x20, 2]];
    const PAIR: &[u8] = &[0xfd, 0xe6, 1, 0xfd, 0xe4, 1];
    const DROP: &[u8] = &[0x1a];

    fn section(id: u8, body: &[u8]) -> Vec<u8> {
        let mut section = vec![id, u8::try_from(body.len()).unwrap()];
        section.extend_from_slice(body);
        section
    }

    /// A module that imports one function, and has another of these instructions.
    fn module(instructions: &[&[u8]]) -> Vec<u8> {
        let body = [&[0], &instructions.concat()[..], &[0x0b]].concat();
        let sections = [
            section(1, &[1, 0x60, 0, 0]),
            section(2, b"\x01\x01a\x01f\x00\x00"),
            section(3, &[1, 0]),
            section(
                10,
                &[&[1, u8::try_from(body.len()).unwrap()], &body[..]].concat(),
            ),
        ];
        [HEADER, &sections.concat()].concat()
    }

    fn named(module: &[u8], name: &str) -> Vec<u8> {
        let length = u8::try_from(name.len()).unwrap();
        let names = [&[1, 1, length], name.as_bytes()].concat();
        let part = section(1, &names);
        [module, &section(0, &[b"\x04name", &part[..]].concat())].concat()
    }

    /// The list of a function with these instructions, if there is one.
    fn list(instructions: &[&[u8]], name: &str) -> Option<Vec<u8>> {
        let module = module(instructions);
        let found = with_fused_places(&module, &named(&module, name)).ok()?;
        let rest = found.strip_suffix(&module[HEADER.len()..]).unwrap();
        let section = rest.strip_prefix(HEADER).unwrap();
        let list = section.strip_prefix(&[0, u8::try_from(section.len() - 2).unwrap()]);
        Some(
            list.unwrap()
                .strip_prefix(b"\x0efused products")
                .unwrap()
                .to_vec(),
        )
    }

    const NAME: &str = "kernels::multiply::panel::Panel::times::h0123456789abcdef";

    #[test]
    fn a_product_that_is_added_to_a_local_is_a_place() {
        let [sum, a, b] = OPERANDS;
        let once = [sum, a, b, PAIR, DROP];
        // Of the sections, and of what the last has before the instructions.
        let before = 6 + 9 + 4 + 5;
        assert_eq!(list(&once, NAME), Some(vec![before, 2, 8]));
        let twice = [once, once].concat();
        let name = "kernels[67c1aa712a9daa15]::multiply::outer::sum_of_outer";
        assert_eq!(list(&twice, name), Some(vec![before, 2, 8, 1, 2, 8]));
    }

    #[test]
    fn what_is_no_place_stays_as_it_is() {
        let [sum, a, b] = OPERANDS;
        let set_meanwhile: &[u8] = &[0x20, 2, 0x22, 0];
        let constant: &[u8] = &[&[0xfd, 12], &[0; 16][..]].concat();
        let something_between: &[u8] = &[0x01];
        for instructions in [
            vec![sum, a, set_meanwhile, PAIR, DROP],
            vec![constant, a, b, PAIR, DROP],
            vec![sum, something_between, a, b, PAIR, DROP],
            vec![sum, a, b, &PAIR[..3], something_between, &PAIR[3..], DROP],
        ] {
            assert_eq!(list(&instructions, NAME), None, "{instructions:?}");
        }
        // What looks like instructions is a number's bytes.
        let hidden: &[u8] = &[&[0xfd, 12][..], sum, a, &[0x20, 2], PAIR].concat();
        assert_eq!(hidden.len(), 18);
        assert_eq!(list(&[hidden, DROP], NAME), None);
        // Draws are the same in every browser.
        for name in ["rand_distr::normal", "kernels::losses::multiply::sum"] {
            assert_eq!(list(&[sum, a, b, PAIR, DROP], name), None);
        }
    }
}
