//! Where the project's files are, for tests and tools.

use std::env;
use std::path::{Path, PathBuf};

/// The folder of the crate that this stands in.
///
/// Two checkouts that share a target folder share its programs as well, and what the compiler put into
/// them may be of the other one. So what cargo says while it runs them counts, and only a program that is
/// run without cargo looks where it was compiled.
#[macro_export]
macro_rules! crate_folder {
    () => {
        $crate::crate_folder_of(env!("CARGO_MANIFEST_DIR"))
    };
}

/// The folder of a crate that was compiled in `compiled`: for [`crate_folder!`](crate::crate_folder).
pub fn crate_folder_of(compiled: &str) -> PathBuf {
    let now = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    chosen(now, Path::new(compiled))
}

/// What is said while the program runs, unless it is said of another crate: of a program that started
/// this one.
fn chosen(now: Option<PathBuf>, compiled: &Path) -> PathBuf {
    let is_same_crate = |folder: &PathBuf| folder.file_name() == compiled.file_name();
    now.filter(is_same_crate)
        .unwrap_or_else(|| compiled.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_where_cargo_runs_it_or_where_it_was_compiled() {
        let compiled = Path::new("one/tests");
        let chosen = |now: Option<&str>| chosen(now.map(PathBuf::from), compiled);
        assert_eq!(chosen(Some("another/tests")), Path::new("another/tests"));
        assert_eq!(chosen(Some("another/xtask")), compiled);
        assert_eq!(chosen(None), compiled);
        assert!(crate_folder!().join("src/checkout.rs").is_file());
    }
}
