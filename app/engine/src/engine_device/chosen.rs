//! A device that a native program chose, which says how much memory it has.

use model::data::TrainingData;
use model::device_choice::{DeviceChoice, GpuShortage, mebibytes};
use model::train::Trainer;
use run_spec::RunSpec;

use super::OpenDevice;
use crate::error::RequestError;
use protocol::{EngineKind, LabFault, RoomError};

/// What builds the program with GPUs, for the sentence on one without.
pub const GPU_BUILD: &str = "`cargo xtask lab --webgpu`";

/// What an engine on this device is to the page. What is done on a GPU of a browser's is done on any:
/// shaders are compiled first, and steps are queued.
pub fn kind_of(device: DeviceChoice) -> EngineKind {
    if device.is_gpu() {
        EngineKind::WebGpu
    } else {
        EngineKind::Cpu
    }
}

impl OpenDevice {
    /// Whether its memory holds a run on these data.
    ///
    /// # Errors
    /// Why the run cannot be made, there or anywhere.
    pub async fn check_room(
        &self,
        spec: &RunSpec,
        source: &TrainingData,
    ) -> Result<(), RequestError> {
        let Some(opened) = &self.chosen else {
            return Ok(());
        };
        Trainer::check_on(spec, source.shape())?;
        let checked = opened.check_room(spec, source.shape()).await;
        Ok(checked.map_err(shortage_of)?)
    }
}

/// A run that the GPU's memory does not hold, as the page is told of it.
fn shortage_of(shortage: GpuShortage) -> RoomError {
    let GpuShortage {
        gpu,
        in_one_piece,
        expected,
        found,
    } = shortage;
    let [expected, found] = [expected, found].map(mebibytes);
    let fault = if in_one_piece {
        LabFault::GpuTensor {
            gpu,
            expected,
            found,
        }
    } else {
        LabFault::GpuMemory {
            gpu,
            expected,
            found,
        }
    };
    RoomError::Lab { fault }
}
