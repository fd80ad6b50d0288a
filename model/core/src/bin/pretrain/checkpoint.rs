//! A run's state on disk, so that an interrupted run goes on where it stopped.

use std::fs;
use std::path::{Path, PathBuf};

use burn::module::Module;
use burn::optim::ModuleOptimizer;
use model::train::{self, VaeTraining};
use model::vae::{Vae, VaeConfig};
use serde::{Deserialize, Serialize};

use crate::{PretrainError, io};

/// Where checkpoints of one run lie. A checkpoint is a folder that is renamed into place when it
/// is whole.
pub struct CheckpointFolder {
    folder: PathBuf,
}

/// What a checkpoint says of itself.
#[derive(Serialize, Deserialize, PartialEq)]
struct PretrainState {
    epochs_done: u32,
    config: VaeConfig,
    training: VaeTraining,
}

/// A run as it was at the end of an epoch.
pub struct ResumedRun {
    /// Epochs behind it.
    pub epochs_done: u32,
    /// The network.
    pub vae: Vae,
    /// Adam with its moments.
    pub optimiser: ModuleOptimizer,
}

impl CheckpointFolder {
    /// Checkpoints of the run named `id` below `work`.
    pub fn new(work: &Path, id: &str) -> Self {
        Self {
            folder: work.join(id),
        }
    }

    /// Forgets the run.
    pub fn clear(&self) -> Result<(), PretrainError> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder).map_err(io(&self.folder))?;
        }
        Ok(())
    }

    /// The run's newest state, if there is one. `vae` is a fresh network of the same configuration.
    pub fn resume(
        &self,
        config: &VaeConfig,
        training: &VaeTraining,
        vae: Vae,
    ) -> Result<Option<ResumedRun>, PretrainError> {
        let path = self.folder.join("state.json");
        if !path.exists() {
            return Ok(None);
        }
        let text = fs::read_to_string(&path).map_err(io(&path))?;
        let state: PretrainState =
            serde_json::from_str(&text).map_err(|error| PretrainError::Checkpoint {
                folder: self.folder.clone(),
                reason: error.to_string(),
            })?;
        if state.config != *config || state.training != *training {
            return Err(PretrainError::Checkpoint {
                folder: self.folder.clone(),
                reason: "it was written with other settings".to_owned(),
            });
        }
        let broken = |error: burn::store::RecordError| PretrainError::Checkpoint {
            folder: self.folder.clone(),
            reason: error.to_string(),
        };
        Ok(Some(ResumedRun {
            epochs_done: state.epochs_done,
            vae: vae.try_load_file(self.folder.join("vae")).map_err(broken)?,
            optimiser: train::adam()
                .load(self.folder.join("adam"))
                .map_err(broken)?,
        }))
    }

    /// Keeps a state in place of the one before.
    pub fn save(
        &self,
        config: &VaeConfig,
        training: &VaeTraining,
        resumed: &ResumedRun,
    ) -> Result<(), PretrainError> {
        let fresh = self.folder.with_extension("new");
        if fresh.exists() {
            fs::remove_dir_all(&fresh).map_err(io(&fresh))?;
        }
        fs::create_dir_all(&fresh).map_err(io(&fresh))?;
        let broken = |error: burn::store::RecordError| PretrainError::Checkpoint {
            folder: self.folder.clone(),
            reason: error.to_string(),
        };
        resumed
            .vae
            .clone()
            .save_file(fresh.join("vae"))
            .map_err(broken)?;
        resumed.optimiser.save(fresh.join("adam")).map_err(broken)?;
        let state = PretrainState {
            epochs_done: resumed.epochs_done,
            config: config.clone(),
            training: training.clone(),
        };
        let path = fresh.join("state.json");
        let text =
            serde_json::to_string_pretty(&state).map_err(|error| PretrainError::Checkpoint {
                folder: fresh.clone(),
                reason: error.to_string(),
            })?;
        fs::write(&path, text).map_err(io(&path))?;
        self.clear()?;
        fs::rename(&fresh, &self.folder).map_err(io(&self.folder))
    }
}
