//! A cache of what is expensive to make: keyed by the digest of everything that it is made from.

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::places::ProjectPaths;

/// How many results of one kind are kept; the ones used longest ago are deleted.
const KEPT: usize = 64;

/// Results of one kind.
pub struct ResultCache {
    folder: PathBuf,
}

impl ResultCache {
    /// The results of this kind.
    pub fn of_kind(places: &ProjectPaths, kind: &str) -> Self {
        Self {
            folder: places.cache.join(kind),
        }
    }

    /// What was made from `inputs` before, or else what `make` returns now.
    ///
    /// # Errors
    /// Those of `make`, and [`Error::Io`] if the result cannot be kept.
    pub fn get(
        &self,
        inputs: &[&[u8]],
        make: impl FnOnce() -> Result<Vec<u8>, Error>,
    ) -> Result<Vec<u8>, Error> {
        let mut digest = Sha256::new();
        for input in inputs {
            digest.update((input.len() as u64).to_le_bytes());
            digest.update(input);
        }
        let path = self.folder.join(format!("{:x}", digest.finalize()));
        if let Ok(result) = fs::read(&path) {
            // Only for `prune`; a result that cannot be marked as used is still good.
            let _ = fs::File::options()
                .append(true)
                .open(&path)
                .and_then(|file| file.set_modified(SystemTime::now()));
            return Ok(result);
        }
        let result = make()?;
        fs::create_dir_all(&self.folder).map_err(Error::io("created", &self.folder))?;
        // Renamed into place, so that an interrupted run leaves no half of a file.
        let unfinished = path.with_extension(format!("unfinished-{}", std::process::id()));
        fs::write(&unfinished, &result).map_err(Error::io("written", &unfinished))?;
        fs::rename(&unfinished, &path).map_err(Error::io("written", &path))?;
        self.prune();
        Ok(result)
    }

    fn prune(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        let mut by_age: Vec<(SystemTime, PathBuf)> = entries
            .filter_map(|entry| {
                let entry = entry.ok()?;
                Some((entry.metadata().ok()?.modified().ok()?, entry.path()))
            })
            .collect();
        by_age.sort();
        let surplus = by_age.len().saturating_sub(KEPT);
        for (_, path) in &by_age[..surplus] {
            // Another process may have deleted it already.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::ResultCache;

    #[test]
    fn the_same_inputs_are_made_once_and_others_again() {
        let folder =
            std::env::temp_dir().join(format!("latentscape-derived-{}", std::process::id()));
        let derived = ResultCache {
            folder: folder.clone(),
        };
        let made = Cell::new(0_u8);
        let make = || {
            made.set(made.get() + 1);
            Ok(vec![made.get()])
        };
        assert_eq!(derived.get(&[b"ab", b"c"], make).unwrap(), [1]);
        assert_eq!(derived.get(&[b"ab", b"c"], make).unwrap(), [1]);
        assert_eq!(derived.get(&[b"a", b"bc"], make).unwrap(), [2]);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
