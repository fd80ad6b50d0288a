//! What an engine computes on: the CPU or the GPU that a browser has, or a device that a native program chose.

#[cfg(all(feature = "train", not(target_arch = "wasm32")))]
mod chosen;

#[cfg(all(feature = "train", not(target_arch = "wasm32")))]
pub use chosen::{GPU_BUILD, kind_of};
#[cfg(all(feature = "train", not(target_arch = "wasm32")))]
use model::device_choice::{DeviceChoice, OpenedDevice};
use protocol::{EngineError, EngineKind};

/// A device that is not open yet.
#[derive(Clone, Copy, Debug)]
pub enum EngineDevice {
    /// What the program has of this kind.
    Kind(EngineKind),
    /// One of this machine's, by its name.
    #[cfg(all(feature = "train", not(target_arch = "wasm32")))]
    Chosen(DeviceChoice),
}

/// An open device.
#[derive(Clone)]
pub struct OpenDevice {
    device: model::Device,
    /// The same with its memory, where a native program chose it.
    #[cfg(all(feature = "train", not(target_arch = "wasm32")))]
    chosen: Option<OpenedDevice>,
}

impl EngineDevice {
    /// What the engine is to the page.
    pub fn kind(self) -> EngineKind {
        match self {
            Self::Kind(kind) => kind,
            #[cfg(all(feature = "train", not(target_arch = "wasm32")))]
            Self::Chosen(choice) => kind_of(choice),
        }
    }

    /// Opens it.
    ///
    /// # Errors
    /// Why it is not to be had.
    pub async fn open(self) -> Result<OpenDevice, EngineError> {
        match self {
            Self::Kind(EngineKind::Cpu) => Ok(OpenDevice::of(model::device::cpu())),
            Self::Kind(EngineKind::WebGpu) => open_webgpu().await,
            #[cfg(all(feature = "train", not(target_arch = "wasm32")))]
            Self::Chosen(choice) => {
                let opened = choice.open(GPU_BUILD).await?;
                Ok(OpenDevice {
                    device: opened.device().clone(),
                    chosen: Some(opened),
                })
            }
        }
    }
}

#[cfg(feature = "webgpu")]
async fn open_webgpu() -> Result<OpenDevice, EngineError> {
    use crate::channel;
    use protocol::FromEngine;

    let (device, setup) = model::device::webgpu()
        .await
        .map_err(crate::error::of_model)?;
    setup.device.set_device_lost_callback(|_, message| {
        let reason = if message.is_empty() {
            EngineError::NoReasonGiven
        } else {
            EngineError::Said { message }
        };
        channel::post(&FromEngine::DeviceLost { reason }, None);
    });
    Ok(OpenDevice::of(device))
}

#[cfg(not(feature = "webgpu"))]
async fn open_webgpu() -> Result<OpenDevice, EngineError> {
    Err(EngineError::NoWebGpu)
}

impl OpenDevice {
    fn of(device: model::Device) -> Self {
        Self {
            device,
            #[cfg(all(feature = "train", not(target_arch = "wasm32")))]
            chosen: None,
        }
    }

    /// Where tensors are made.
    pub fn device(&self) -> &model::Device {
        &self.device
    }
}
