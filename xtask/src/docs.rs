//! Whether the documents agree with the tree.

use std::fs;

use crate::counts::CheckCounts;
use crate::error::Error;
use crate::places::ProjectPaths;

/// The documents whose paths are checked.
const DOCUMENTS: [&str; 4] = [
    "README.md",
    "README.zh-CN.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
];

/// Top-level folders: what begins with one of them, in backquotes or as a link, is a path.
const ROOTS: [&str; 12] = [
    ".ci/",
    ".devcontainer/",
    ".github/",
    "app/",
    "assets/",
    "bench/",
    "deploy/",
    "lab/",
    "model/",
    "serve/",
    "tests/",
    "xtask/",
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
            if is_there(places, path)? {
                counts.passed += 1;
            } else {
                println!("{document} names {path}, which does not exist");
                counts.failed += 1;
            }
        }
    }
    Ok(counts)
}

/// Whether a path of the tree is there and, after `#`, so is the heading of its document.
fn is_there(places: &ProjectPaths, path: &str) -> Result<bool, Error> {
    let (file, heading) = path
        .split_once('#')
        .map_or((path, None), |(file, heading)| (file, Some(heading)));
    let file = places.root.join(file);
    let Some(heading) = heading.filter(|_| file.exists()) else {
        return Ok(file.exists());
    };
    let text = fs::read_to_string(&file).map_err(Error::io("read", &file))?;
    Ok(text
        .lines()
        .filter(|line| line.starts_with('#'))
        .any(|line| anchor(line) == heading))
}

/// How a link names a heading, as GitHub has it.
fn anchor(heading: &str) -> String {
    heading
        .trim_start_matches('#')
        .trim()
        .to_lowercase()
        .chars()
        .filter(|letter| letter.is_alphanumeric() || [' ', '-', '_'].contains(letter))
        .map(|letter| if letter == ' ' { '-' } else { letter })
        .collect()
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
    use super::{anchor, paths};

    #[test]
    fn code_spans_and_link_targets_below_known_folders_are_paths() {
        let text = "See `app/protocol/src/lib.rs`, ![a picture](docs/a.png) and [this](model/core/src).\n\
                    Not `cargo xtask`, `app/src/*.rs`, `app/ --help` or [that](https://example.org/app/).";
        assert_eq!(
            paths(text),
            ["app/protocol/src/lib.rs", "docs/a.png", "model/core/src"]
        );
    }

    #[test]
    fn a_heading_is_named_without_its_punctuation() {
        assert_eq!(
            anchor("## Make it yours: a space of `twenty` pictures"),
            "make-it-yours-a-space-of-twenty-pictures"
        );
    }
}
