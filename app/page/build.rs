//! Compiles the message catalogues: a typed function or struct for each English message, and the
//! texts for native tests. `cargo xtask build` writes the texts that the page fetches.

use std::path::Path;
use std::{env, fs};

use locale::compile::{compact_part, compare_with_english, read_languages, typed_messages};

/// The parts that Rust says; `boot` is said by `js/boot.js`.
const PARTS: [&str; 2] = ["first", "rooms"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=locales");
    let catalogue = read_languages(Path::new("locales"))?;
    for language in &catalogue.others {
        for fault in compare_with_english(&catalogue.english, language) {
            println!("cargo::warning={fault}");
        }
    }
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    fs::write(
        out.join("messages.rs"),
        typed_messages(&catalogue.english, &PARTS),
    )?;
    for part in &catalogue.english.parts {
        let text = compact_part(part, &catalogue.english);
        fs::write(out.join(format!("{}.txt", part.name)), text)?;
    }
    Ok(())
}
