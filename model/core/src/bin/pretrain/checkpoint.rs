//! A run's state on disk, so that an interrupted run goes on where it stopped.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use model::data::Images;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{PretrainError, io};

/// The file that says what a checkpoint is of.
const STATE: &str = "state.json";

/// Where checkpoints of one run lie. A checkpoint is a folder that is renamed into place when it
/// is whole.
pub struct CheckpointFolder {
    folder: PathBuf,
    /// What the run's weights depend on, settings and images, as JSON: text compares exactly.
    settings: String,
}

/// What a checkpoint says of itself.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PretrainState {
    /// Epochs or steps, as the run counts.
    done: u32,
    settings: String,
}

/// The newest state of a run.
pub struct SavedState {
    /// Epochs or steps behind it.
    pub done: u32,
    /// Where its files lie.
    pub folder: PathBuf,
}

impl CheckpointFolder {
    /// Checkpoints of the run named `id` below `work`. A run of other settings, or on other
    /// images, is another run.
    ///
    /// # Errors
    /// [`PretrainError::Checkpoint`] when the settings are no JSON, which does not happen.
    pub fn new(
        work: &Path,
        id: &str,
        settings: &impl Serialize,
        images: &Images,
    ) -> Result<Self, PretrainError> {
        let folder = work.join(id);
        let settings = serde_json::to_string(&(settings, digest(images))).map_err(|error| {
            PretrainError::Checkpoint {
                folder: folder.clone(),
                reason: error.to_string(),
            }
        })?;
        Ok(Self { folder, settings })
    }

    /// Forgets the run.
    pub fn clear(&self) -> Result<(), PretrainError> {
        for folder in [&self.folder, &self.before()] {
            if folder.exists() {
                fs::remove_dir_all(folder).map_err(io(folder))?;
            }
        }
        Ok(())
    }

    /// Whether [`Self::clear`] would delete nothing but a checkpoint.
    ///
    /// # Errors
    /// [`PretrainError::NoCheckpoint`] if not.
    pub fn check_replaceable(&self) -> Result<(), PretrainError> {
        if self.folder.exists() && !self.folder.join(STATE).is_file() {
            return Err(PretrainError::NoCheckpoint {
                folder: self.folder.clone(),
            });
        }
        Ok(())
    }

    /// The run's newest state, if there is one.
    ///
    /// # Errors
    /// [`PretrainError::Checkpoint`] when it belongs to another run.
    pub fn newest(&self) -> Result<Option<SavedState>, PretrainError> {
        // The program may have been stopped while it replaced one by the next.
        let before = self.before();
        let folder = [&self.folder, &before]
            .into_iter()
            .find(|folder| folder.exists());
        let Some(folder) = folder else {
            return Ok(None);
        };
        let path = folder.join(STATE);
        let text = fs::read_to_string(&path).map_err(|error| self.unusable(error))?;
        let state: PretrainState =
            serde_json::from_str(&text).map_err(|error| self.unusable(error))?;
        if state.settings != self.settings {
            return Err(self.unusable("it was written with other settings or images"));
        }
        Ok(Some(SavedState {
            done: state.done,
            folder: folder.clone(),
        }))
    }

    /// Keeps a state in place of the one before; `write` writes its files into a folder.
    ///
    /// # Errors
    /// [`PretrainError::NotKept`]. The state before is then still there.
    pub fn save(
        &self,
        done: u32,
        write: impl FnOnce(&Path) -> Result<(), PretrainError>,
    ) -> Result<(), PretrainError> {
        self.replace(done, write).map_err(|failure| {
            // Half a state is in nobody's way, but for the room that it takes.
            let _ = fs::remove_dir_all(self.folder.with_extension("new"));
            PretrainError::NotKept {
                folder: self.folder.clone(),
                reason: failure.to_string(),
            }
        })
    }

    fn replace(
        &self,
        done: u32,
        write: impl FnOnce(&Path) -> Result<(), PretrainError>,
    ) -> Result<(), PretrainError> {
        let fresh = self.folder.with_extension("new");
        if fresh.exists() {
            fs::remove_dir_all(&fresh).map_err(io(&fresh))?;
        }
        fs::create_dir_all(&fresh).map_err(io(&fresh))?;
        write(&fresh)?;
        let state = PretrainState {
            done,
            settings: self.settings.clone(),
        };
        let text = serde_json::to_string_pretty(&state).map_err(|error| self.unusable(error))?;
        let path = fresh.join(STATE);
        fs::write(&path, text).map_err(io(&path))?;
        sync_files(&fresh).map_err(io(&fresh))?;
        // A folder cannot be replaced in one go. Until the new one is in place, the one before is
        // there under another name, where `newest` finds it.
        let before = self.before();
        if self.folder.exists() {
            if before.exists() {
                fs::remove_dir_all(&before).map_err(io(&before))?;
            }
            fs::rename(&self.folder, &before).map_err(io(&before))?;
        }
        fs::rename(&fresh, &self.folder).map_err(io(&self.folder))?;
        if before.exists() {
            fs::remove_dir_all(&before).map_err(io(&before))?;
        }
        Ok(())
    }

    /// For `map_err`: a checkpoint that is there and cannot be used.
    pub fn unusable(&self, reason: impl ToString) -> PretrainError {
        PretrainError::Checkpoint {
            folder: self.folder.clone(),
            reason: reason.to_string(),
        }
    }

    fn before(&self) -> PathBuf {
        self.folder.with_extension("before")
    }
}

/// Has a folder's files outlive a loss of power, before the folder takes another's place.
fn sync_files(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let file = File::open(entry?.path())?;
        // A folder within, and systems that only synchronise what is open for writing.
        if file.metadata()?.is_file() && cfg!(unix) {
            file.sync_all()?;
        }
    }
    Ok(())
}

/// SHA-256 of images, their sizes and labels, in hexadecimal.
fn digest(images: &Images) -> String {
    let mut sha256 = Sha256::new();
    let shape = images.shape();
    sha256.update(format!(
        "{} {}x{}x{}",
        images.len(),
        shape.channels,
        shape.height,
        shape.width
    ));
    for index in 0..images.len() {
        sha256.update(images.bytes(index));
    }
    sha256.update(images.labels().unwrap_or_default());
    format!("{:x}", sha256.finalize())
}
