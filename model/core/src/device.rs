//! The devices that tensors live on. A tensor's device also names its backend.

pub use burn::tensor::Device;

/// The CPU, through burn's flex backend: SIMD on every target, threads natively only.
pub fn cpu() -> Device {
    Device::flex()
}

/// The GPU, through burn's wgpu backend: WebGPU in a browser, Vulkan, Metal or DX12 natively.
///
/// May be called once per process; keep the device and clone it.
///
/// # Errors
/// [`Error::NoGpu`](crate::Error::NoGpu) when no adapter or device is to be had.
///
/// # Panics
/// burn panics later, at the first operation, on an adapter without `timestamp-query`: ask the
/// adapter for it beforehand.
#[cfg(feature = "webgpu")]
pub async fn webgpu() -> crate::Result<(Device, burn::tensor::wgpu::WgpuSetup)> {
    kernels::construct();
    Device::wgpu_options()
        .init_with_setup_async()
        .await
        .map_err(|error| crate::Error::NoGpu {
            reason: error.to_string(),
        })
}
