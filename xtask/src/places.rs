//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The folders that project commands work with.
#[derive(Clone, Debug)]
pub struct ProjectPaths {
    /// The repository.
    pub root: PathBuf,
    /// What outlives a checkout: tools, and results that are expensive to make again.
    pub cache: PathBuf,
}

impl ProjectPaths {
    /// Finds the repository (this crate's parent folder) and the user's cache folder.
    ///
    /// # Errors
    /// [`Error::NoCache`] if nothing says where the user's cache folder is.
    pub fn find() -> Result<Self, Error> {
        let set = |name| env::var_os(name).filter(|value| !value.is_empty());
        let crate_folder = local_files::crate_folder!();
        let root = crate_folder.parent().unwrap_or(&crate_folder).to_owned();
        let cache = set("LATENTSCAPE_CACHE")
            .map(PathBuf::from)
            .or_else(|| set("XDG_CACHE_HOME").map(|folder| Path::new(&folder).join("latentscape")))
            .or_else(|| set("HOME").map(|folder| Path::new(&folder).join(".cache/latentscape")))
            .ok_or(Error::NoCache)?;
        Ok(Self { root, cache })
    }

    /// The deployable site.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Where `cargo install --root` puts tools; programs are in its `bin`.
    pub fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// Where npm installs build tools.
    pub fn npm_tools(&self) -> PathBuf {
        self.tools().join("npm")
    }

    /// The end-to-end tests, an npm package.
    pub fn browser_tests(&self) -> PathBuf {
        self.root.join("tests/browser")
    }

    /// The benchmark: a crate and an npm package.
    pub fn bench(&self) -> PathBuf {
        self.root.join("bench")
    }

    /// Folders of programs that go before the user's own, so that only pinned tools are found.
    pub fn program_folders(&self) -> [PathBuf; 2] {
        [
            self.tools().join("bin"),
            self.npm_tools().join("node_modules/.bin"),
        ]
    }
}
