//! A device with no more than the WebGPU specification has every adapter bear: 256 invocations of a workgroup,
//! 16 KiB of shared memory, 8 storage buffers of a shader, 128 MiB of each.

use burn::tensor::Device;
use burn::tensor::wgpu::{WgpuSetup, wgpu};

pub async fn open() -> Result<Device, String> {
    kernels::run_constructors();
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor {
        backends: wgpu::Backends::PRIMARY,
        ..wgpu::InstanceDescriptor::new_without_display_handle()
    });
    let adapter = instance
        .request_adapter(&wgpu::RequestAdapterOptions::default())
        .await
        .map_err(|error| error.to_string())?;
    let limits = wgpu::Limits::default();
    assert_eq!(limits.max_compute_invocations_per_workgroup, 256);
    assert_eq!(limits.max_compute_workgroup_storage_size, 16 << 10);
    assert_eq!(limits.max_storage_buffers_per_shader_stage, 8);
    // What burn asks the adapter for it takes the device to have: subgroups, and queries that measure time.
    let beyond = wgpu::Features::all_experimental_mask() | wgpu::Features::MAPPABLE_PRIMARY_BUFFERS;
    let (device, queue) = adapter
        .request_device(&wgpu::DeviceDescriptor {
            required_limits: limits,
            required_features: adapter.features().difference(beyond),
            ..wgpu::DeviceDescriptor::default()
        })
        .await
        .map_err(|error| error.to_string())?;
    let backend = adapter.get_info().backend;
    let setup = WgpuSetup {
        instance,
        adapter,
        device,
        queue,
        backend,
    };
    let options = Device::wgpu_options().setup(setup);
    options.init().map_err(|error| error.to_string())
}
