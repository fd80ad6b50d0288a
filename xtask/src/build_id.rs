//! The build id: page and engines of one build share it.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::places::ProjectPaths;

/// The environment variable through which the code learns its build id.
pub const VARIABLE: &str = "LATENTSCAPE_BUILD_ID";

/// What the binaries are made from. Assets are not among it: changed weights need no new engine.
const SOURCES: [&str; 5] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "app",
    "model",
];

/// A short digest of the sources, the same for the same sources on any machine.
///
/// # Errors
/// [`Error::Io`] if a source cannot be read.
pub fn build_id(places: &ProjectPaths) -> Result<String, Error> {
    let mut files = Vec::new();
    for source in SOURCES {
        collect(&places.root.join(source), &mut files)?;
    }
    // Tests and native programs are no part of the site.
    let native = places.root.join("model/core/src/bin");
    files.retain(|path| {
        let is_test = path.components().any(|part| part.as_os_str() == "tests");
        !is_test && !path.starts_with(&native)
    });
    files.sort();
    let mut digest = Sha256::new();
    for path in files {
        let content = fs::read(&path).map_err(Error::io("read", &path))?;
        let name = path.strip_prefix(&places.root).unwrap_or(&path);
        let name = name.to_string_lossy().replace('\\', "/");
        // Lengths first, so that moving bytes from one file to the next changes the digest.
        digest.update((name.len() as u64).to_le_bytes());
        digest.update(name);
        digest.update((content.len() as u64).to_le_bytes());
        digest.update(content);
    }
    let mut id = format!("{:x}", digest.finalize());
    id.truncate(12);
    Ok(id)
}

/// Adds `path`, or every file below it.
pub fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(Error::io("read", path))? {
        let entry = entry.map_err(Error::io("read", path))?;
        collect(&entry.path(), files)?;
    }
    Ok(())
}
