//! Whether the documents agree with the tree.

use std::fs;

use crate::counts::CheckCounts;
use crate::error::Error;
use crate::places::ProjectPaths;

/// The documents whose paths are checked.
const DOCUMENTS: [&str; 3] = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];

/// Top-level folders: what begins with one of them, in backquotes or as a link, is a path.
const ROOTS: [&str; 8] = [
    ".ci/", ".github/", "app/", "assets/", "bench/", "model/", "tests/", "xtask/",
];

/// Checks that every path that a document names exists; prints those that do not.
///
/// # Errors
/// [`Error::Io`] if a document cannot be read.
pub fn check(places: &ProjectPaths) -> Result<CheckCounts, Error> {
    let mut counts = CheckCounts::default();
    for document in DOCUMENTS {
        let file = places.root.join(document);
        let text = fs::read_to_string(&file).map_err(Error::io("read", &file))?;
        for path in paths(&text) {
            if places.root.join(path).exists() {
                counts.passed += 1;
            } else {
                println!("{document} names {path}, which does not exist");
                counts.failed += 1;
            }
        }
    }
    Ok(counts)
}

/// The paths that a document names: whole `code` spans, and the targets of links and pictures.
fn paths(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text
        .split('`')
        .skip(1)
        .step_by(2)
        .chain(
            text.split("](")
                .skip(1)
                .filter_map(|rest| rest.split(')').next()),
        )
        .filter(|path| ROOTS.iter().any(|root| path.starts_with(root)) || path.starts_with("docs/"))
        .filter(|path| !path.contains([' ', '*', '<', '{', '…']))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::paths;

    #[test]
    fn code_spans_and_link_targets_below_known_folders_are_paths() {
        let text = "See `app/protocol/src/lib.rs`, ![a picture](docs/a.png) and [this](model/core/src).\n\
                    Not `cargo xtask`, `app/src/*.rs`, `app/ --help` or [that](https://example.org/app/).";
        assert_eq!(
            paths(text),
            ["app/protocol/src/lib.rs", "docs/a.png", "model/core/src"]
        );
    }
}
