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

/// Awaits an answer of a device's; natively `is_awaited` says so meanwhile.
pub(crate) async fn awaited<T>(answer: impl Future<Output = T>) -> T {
    #[cfg(not(target_family = "wasm"))]
    let _counted = pending_reads::PendingRead::begin();
    answer.await
}

#[cfg(not(target_family = "wasm"))]
pub use pending_reads::is_awaited;

/// What is asked of devices and not answered, in all of a native program.
#[cfg(not(target_family = "wasm"))]
mod pending_reads {
    use std::sync::atomic::{AtomicUsize, Ordering};

    static COUNT: AtomicUsize = AtomicUsize::new(0);

    /// Whether a device is waited for: who is idle otherwise still has it compute.
    pub fn is_awaited() -> bool {
        COUNT.load(Ordering::Relaxed) > 0
    }

    /// Counts while it lives.
    pub struct PendingRead;

    impl PendingRead {
        pub fn begin() -> Self {
            COUNT.fetch_add(1, Ordering::Relaxed);
            Self
        }
    }

    impl Drop for PendingRead {
        fn drop(&mut self) {
            COUNT.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// Reads a tensor's numbers, row by row.
///
/// # Errors
/// [`ModelError::Device`] when the device fails.
pub async fn read<const D: usize>(tensor: Tensor<D>) -> ModelResult<Vec<f32>> {
    let failed = |reason: String| ModelError::Device {
        reason: ForeignText::whole(&reason),
    };
    awaited(tensor.into_data_async())
        .await
        .map_err(|error| failed(error.to_string()))?
        .try_into_vec::<f32>()
        .map_err(|error| failed(format!("{error:?}")))
}
