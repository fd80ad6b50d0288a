//! What becomes of a WebAssembly module after trunk: smaller, never different.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::command::{command, run};
use crate::derived::ResultCache;
use crate::error::Error;
use crate::fused::with_fused_places;
use crate::places::ProjectPaths;
use crate::snip::{UncalledCode, snipped};
use crate::tools::wasm_opt_program;
use crate::wasm_sections::{HEADER, leb128, push_leb128, sections, text, with_section};

/// The features that rustc and wasm-bindgen use; wasm-opt refuses modules with others.
const FEATURES: [&str; 9] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
    "--enable-threads",
];

/// How a module is made smaller. What no browser reads is taken out of each: names of functions and of tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShrinkLevel {
    /// What the program never calls is taken out, with what only that reached. wasm-opt takes minutes to
    /// optimise an engine, and gains nothing there once compressed.
    Snip(&'static [UncalledCode]),
    /// The same of a program that computes on the CPU, which then says where its products may be rounded once
    /// ([`with_fused_places`]).
    SnipAndFuse(&'static [UncalledCode]),
    /// wasm-opt optimises a whole program.
    Optimise,
    /// wasm-opt optimises a piece of a program.
    OptimisePiece,
}

/// What wasm-opt does where it only removes what nothing reaches.
const REMOVE_UNREACHED: [&str; 1] = ["--remove-unused-module-elements"];

/// How hard wasm-opt tries. `-Oz` leaves a sixth less than rustc, but what it leaves compresses
/// worse: 7 to 10 percent more bytes travel. These leave less of both, and passes that are repeated until
/// nothing changes a little less yet (400 bytes of the first program).
const EFFORT: [&str; 5] = [
    "-O1",
    "--shrink-level=1",
    "--converge",
    "--code-folding",
    "--reorder-locals",
];

/// Functions of one name are made from one source, for types of their own. Side by side they compress to 2 %
/// less; by how often they are called, which gives shorter numbers, to 1.5 % more. In the small pieces of the
/// page the linker's order is better.
const ORDER: [&str; 1] = ["--reorder-functions-by-name"];

/// For what looks for functions by their names afterwards.
const KEEP_NAMES: [&str; 1] = ["--debuginfo"];

/// Ids of sections.
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// Makes the module smaller, in place.
///
/// # Errors
/// [`Error::Io`], [`Error::NotWasm`], and those of running wasm-opt.
pub fn shrink(places: &ProjectPaths, path: &Path, how: ShrinkLevel) -> Result<(), Error> {
    let not_wasm = |reason| Error::NotWasm {
        path: path.to_owned(),
        reason,
    };
    let module = fs::read(path).map_err(Error::io("read", path))?;
    let module = match how {
        ShrinkLevel::Snip([]) => wasm_opt(places, &module, &[&ORDER])?,
        ShrinkLevel::Snip(uncalled) => {
            let module = snipped(&module, uncalled).map_err(not_wasm)?;
            wasm_opt(places, &module, &[&REMOVE_UNREACHED, &ORDER])?
        }
        ShrinkLevel::SnipAndFuse(uncalled) => {
            let module = snipped(&module, uncalled).map_err(not_wasm)?;
            wasm_opt(places, &module, &[&REMOVE_UNREACHED, &ORDER, &KEEP_NAMES])?
        }
        ShrinkLevel::Optimise => wasm_opt(places, &module, &[&EFFORT, &ORDER])?,
        ShrinkLevel::OptimisePiece => wasm_opt(places, &module, &[&EFFORT])?,
    };
    // Not before: wasm-opt orders functions by their names.
    let mut stripped = strip(&module).map_err(not_wasm)?;
    if matches!(how, ShrinkLevel::SnipAndFuse(_)) {
        stripped = with_fused_places(&stripped, &module).map_err(not_wasm)?;
    }
    fs::write(path, stripped).map_err(Error::io("written", path))
}

fn wasm_opt(places: &ProjectPaths, module: &[u8], passes: &[&[&str]]) -> Result<Vec<u8>, Error> {
    let flags = [&passes.concat()[..], &FEATURES[..]].concat();
    let description = flags.join(" ");
    let cache = ResultCache::of_kind(places, "wasm-opt");
    cache.get(&[description.as_bytes(), module], || {
        // Several threads of this program make modules smaller.
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("latentscape-{}-{number}.wasm", std::process::id());
        let input = std::env::temp_dir().join(name);
        let output = input.with_extension("opt.wasm");
        fs::write(&input, module).map_err(Error::io("written", &input))?;
        let result = run(command(places, wasm_opt_program(places))
            .args(&flags)
            .arg(&input)
            .arg("--output")
            .arg(&output));
        let optimised = fs::read(&output).map_err(Error::io("read", &output));
        let _ = fs::remove_file(&input);
        let _ = fs::remove_file(&output);
        result?;
        optimised
    })
}

/// The module without its `name`, `producers` and `target_features` sections, which tools read
/// and browsers do not. What remains is byte for byte what it was.
fn strip(module: &[u8]) -> Result<Vec<u8>, &'static str> {
    const CUSTOM: u8 = 0;
    let mut kept = HEADER.to_vec();
    for section in sections(module)? {
        let dropped = section.id == CUSTOM
            && [&b"name"[..], b"producers", b"target_features"].contains(&text(section.body)?.0);
        if !dropped {
            kept.extend_from_slice(section.whole);
        }
    }
    Ok(kept)
}

/// The module without the exports that `is_unused` names; what only these reach, wasm-opt then
/// removes.
///
/// # Errors
/// [`Error::Io`] and [`Error::NotWasm`].
pub fn drop_exports(path: &Path, is_unused: impl Fn(&[u8]) -> bool) -> Result<(), Error> {
    let module = fs::read(path).map_err(Error::io("read", path))?;
    let module = without_exports(&module, is_unused).map_err(|reason| Error::NotWasm {
        path: path.to_owned(),
        reason,
    })?;
    fs::write(path, module).map_err(Error::io("written", path))
}

fn without_exports(
    module: &[u8],
    is_unused: impl Fn(&[u8]) -> bool,
) -> Result<Vec<u8>, &'static str> {
    with_section(module, EXPORTS, |body| used_exports(body, &is_unused))
}

/// Gives what a module imports from `./ui_bg.js` short names, and returns the names as they were, in the
/// order of the short ones ([`short_name`]).
///
/// wasm-bindgen's names end in a digest, which does not compress: a name costs nine bytes here and as
/// many in the script, and there are hundreds.
///
/// # Errors
/// [`Error::Io`] and [`Error::NotWasm`].
pub fn shorten_imports(path: &Path) -> Result<Vec<String>, Error> {
    let module = fs::read(path).map_err(Error::io("read", path))?;
    let (module, names) = with_short_imports(&module).map_err(|reason| Error::NotWasm {
        path: path.to_owned(),
        reason,
    })?;
    fs::write(path, module).map_err(Error::io("written", path))?;
    Ok(names)
}

/// What an import is called instead, by its place among them.
pub fn short_name(index: usize) -> String {
    format!("_{index}")
}

fn with_short_imports(module: &[u8]) -> Result<(Vec<u8>, Vec<String>), &'static str> {
    let mut names = Vec::new();
    let module = with_section(module, IMPORTS, |body| short_imports(body, &mut names))?;
    Ok((module, names))
}

/// An import section with short names. An import is the name of a module, a name, a byte for its kind,
/// and for functions an index of a type; wasm-bindgen's modules import nothing else.
fn short_imports(section: &[u8], names: &mut Vec<String>) -> Result<Vec<u8>, &'static str> {
    const FUNCTION: u8 = 0;
    let (count, mut rest) = leb128(section)?;
    let mut body = Vec::new();
    push_leb128(&mut body, count);
    for _ in 0..count {
        let (from, after) = text(rest)?;
        let (name, after) = text(after)?;
        let (&kind, after) = after.split_first().ok_or("an import has no kind")?;
        if kind != FUNCTION {
            return Err("an import is no function");
        }
        let (index, after) = leb128(after)?;
        let mut short = None;
        if from == b"./ui_bg.js" {
            let name = str::from_utf8(name).map_err(|_| "a name is no text")?;
            short = Some(short_name(names.len()));
            names.push(name.to_owned());
        }
        for part in [from, short.as_deref().map_or(name, str::as_bytes)] {
            push_leb128(&mut body, part.len());
            body.extend_from_slice(part);
        }
        body.push(FUNCTION);
        push_leb128(&mut body, index);
        rest = after;
    }
    Ok(body)
}

/// An export section without those exports: each is a name, a byte for its kind, and an index.
fn used_exports(
    section: &[u8],
    is_unused: impl Fn(&[u8]) -> bool,
) -> Result<Vec<u8>, &'static str> {
    let (count, mut rest) = leb128(section)?;
    let mut used = Vec::new();
    let mut length = 0;
    for _ in 0..count {
        let (size, name) = leb128(rest)?;
        let (name, after) = name
            .split_at_checked(size)
            .ok_or("an export's name is longer than its section")?;
        let (_, after) = leb128(after.get(1..).ok_or("an export has no kind")?)?;
        if !is_unused(name) {
            length += 1;
            used.extend_from_slice(&rest[..rest.len() - after.len()]);
        }
        rest = after;
    }
    let mut body = Vec::new();
    push_leb128(&mut body, length);
    body.extend(used);
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::{strip, with_short_imports, without_exports};
    use crate::wasm_sections::HEADER;

    fn section(id: u8, body: &[u8]) -> Vec<u8> {
        let mut section = vec![id, u8::try_from(body.len()).unwrap()];
        section.extend_from_slice(body);
        section
    }

    #[test]
    fn only_the_tools_sections_are_taken_out() {
        let types = section(1, &[0]);
        let names = section(0, b"\x04name\x00\x01x");
        let kept = section(0, b"\x05namesx");
        let module = [HEADER, &types, &names, &kept].concat();
        assert_eq!(strip(&module).unwrap(), [HEADER, &types, &kept].concat());
    }

    #[test]
    fn only_exports_that_are_not_used_are_taken_out() {
        let types = section(1, &[0]);
        let exports = section(7, b"\x03\x01a\x00\x05\x02no\x00\x06\x01b\x02\x00");
        let kept = section(7, b"\x02\x01a\x00\x05\x01b\x02\x00");
        let module = [HEADER, &types, &exports, &types].concat();
        let expected = [HEADER, &types, &kept, &types].concat();
        assert_eq!(
            without_exports(&module, |name| name == b"no").unwrap(),
            expected
        );
        let torn = [HEADER, &section(7, b"\x01\x09a")].concat();
        assert!(without_exports(&torn, |_| false).is_err());
    }

    #[test]
    fn only_what_comes_from_the_script_is_called_otherwise() {
        let before = b"\x03\x0a./ui_bg.js\x05now_1\x00\x03\x08./pieces\x04load\x00\x01\x0a./ui_bg.js\x05log_2\x00\x02";
        let after = b"\x03\x0a./ui_bg.js\x02_0\x00\x03\x08./pieces\x04load\x00\x01\x0a./ui_bg.js\x02_1\x00\x02";
        let types = section(1, &[0]);
        let module = [HEADER, &types, &section(2, before), &types].concat();
        let (module, names) = with_short_imports(&module).unwrap();
        assert_eq!(
            module,
            [HEADER, &types, &section(2, after), &types].concat()
        );
        assert_eq!(names, ["now_1", "log_2"]);
        let memory = section(2, b"\x01\x01a\x01b\x02\x00\x01");
        assert!(with_short_imports(&[HEADER, &memory].concat()).is_err());
    }

    #[test]
    fn what_is_not_a_module_is_refused() {
        assert!(strip(b"<!doctype html>").is_err());
        assert!(strip(&[HEADER, &[1, 9, 0]].concat()).is_err());
        assert!(strip(&[HEADER, &[0, 1, 9]].concat()).is_err());
    }
}
