//! The devices that tensors live on, and the way back from them. A tensor's device also names its
//! backend.

use burn::tensor::Tensor;
use foreign_text::ForeignText;

pub use burn::tensor::Device;
pub use kernels::{beat, set_heartbeat};

use crate::{ModelError, ModelResult};

/// The CPU, through burn's flex backend: SIMD on every target, threads natively only.
pub fn cpu() -> Device {
    Device::flex()
}

/// The GPU, through burn's wgpu backend: WebGPU in a browser, Vulkan, Metal or DX12 natively.
///
/// May be called once per process; keep the device and clone it.
///
/// # Errors
/// [`ModelError::NoGpu`] when no adapter or device is to be had.
///
/// # Panics
/// burn panics later, at the first operation, on an adapter without `timestamp-query`: ask the
/// adapter for it beforehand.
#[cfg(feature = "webgpu")]
pub async fn webgpu() -> ModelResult<(Device, burn::tensor::wgpu::WgpuSetup)> {
    kernels::run_constructors();
    Device::wgpu_options()
        .init_with_setup_async()
        .await
        .map_err(|error| ModelError::NoGpu {
            reason: ForeignText::whole(&error.to_string()),
        })
}

/// Reads a tensor's numbers, row by row.
///
/// # Errors
/// [`ModelError::Device`] when the device fails.
pub async fn read<const D: usize>(tensor: Tensor<D>) -> ModelResult<Vec<f32>> {
    let failed = |reason: String| ModelError::Device {
        reason: ForeignText::whole(&reason),
    };
    tensor
        .into_data_async()
        .await
        .map_err(|error| failed(error.to_string()))?
        .try_into_vec::<f32>()
        .map_err(|error| failed(format!("{error:?}")))
}
