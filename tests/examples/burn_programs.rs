//! Writes the burn programs that `tests/tests/run_code/` compiles and runs.
//!
//! ```text
//! cargo run --locked --package=tests --example burn_programs
//! ```
#![allow(clippy::unwrap_used, reason = "a panic says enough")]

use std::fs;

use tests::root;
use tests::runs::RUNS;

fn main() {
    let folder = root().join("tests/tests/run_code/programs");
    fs::create_dir_all(&folder).unwrap();
    for (name, spec) in RUNS {
        let spec = spec();
        let program = run_code::text(&run_code::burn(&spec, spec.image()));
        fs::write(folder.join(format!("{name}.rs")), program).unwrap();
    }
}
