//! GPUs of native programs, through burn's wgpu backend: on Vulkan, and on Metal where a program is Apple's.
//!
//! There is no code for either of them here: wgpu hides them, and the shaders are WGSL for both.

use std::fmt;

use burn::tensor::wgpu::{WgpuBackend, wgpu};
use burn::tensor::{Device, DeviceKind};
use wgpu::{Backends, DeviceType};

/// Memory is tried in pieces of so many bytes, as burn asks for it: in pages, never all at once.
const PIECE: u64 = 128 << 20;

/// What reaches GPUs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GpuInterface {
    /// Vulkan: Linux and Windows, the cards of all makers; software, too.
    Vulkan,
    /// Metal: macOS.
    Metal,
}

impl GpuInterface {
    /// What reaches this system's GPUs.
    pub const OF_SYSTEM: Self = if cfg!(target_vendor = "apple") {
        Self::Metal
    } else {
        Self::Vulkan
    };

    fn backends(self) -> Backends {
        match self {
            Self::Vulkan => Backends::VULKAN,
            Self::Metal => Backends::METAL,
        }
    }

    fn pinned(self) -> WgpuBackend {
        match self {
            Self::Vulkan => WgpuBackend::Vulkan,
            Self::Metal => WgpuBackend::Metal,
        }
    }
}

/// A GPU that is there, or a processor that stands in for one.
#[derive(Clone, Debug)]
pub struct NativeAdapter {
    interface: GpuInterface,
    name: String,
    kind: DeviceType,
    /// Among those of its kind.
    number: usize,
}

impl NativeAdapter {
    /// All of them: graphics cards, then those on the processor's chip, of virtual machines, and in software.
    pub async fn all(interface: GpuInterface) -> Vec<Self> {
        let instance = wgpu::Instance::new(wgpu::InstanceDescriptor {
            backends: interface.backends(),
            ..wgpu::InstanceDescriptor::new_without_display_handle()
        });
        let mut adapters: Vec<Self> = Vec::new();
        for found in instance.enumerate_adapters(interface.backends()).await {
            let info = found.get_info();
            let number = adapters
                .iter()
                .filter(|known| known.kind == info.device_type)
                .count();
            adapters.push(Self {
                interface,
                number,
                name: info.name,
                kind: info.device_type,
            });
        }
        adapters.retain(|adapter| adapter.selector().is_some());
        adapters.sort_by_key(|adapter| match adapter.kind {
            DeviceType::DiscreteGpu => 0,
            DeviceType::IntegratedGpu => 1,
            DeviceType::VirtualGpu => 2,
            DeviceType::Cpu | DeviceType::Other => 3,
        });
        adapters
    }

    /// How burn names it; `None` for one that it cannot.
    fn selector(&self) -> Option<DeviceKind> {
        match self.kind {
            DeviceType::DiscreteGpu => Some(DeviceKind::DiscreteGpu(self.number)),
            DeviceType::IntegratedGpu => Some(DeviceKind::IntegratedGpu(self.number)),
            DeviceType::VirtualGpu => Some(DeviceKind::VirtualGpu(self.number)),
            DeviceType::Cpu => (self.number == 0).then_some(DeviceKind::Cpu),
            DeviceType::Other => None,
        }
    }

    /// Opens it, once in a process: keep the device and clone it.
    ///
    /// # Errors
    /// What stands in the way, in a few words.
    pub async fn open(&self) -> Result<NativeGpu, String> {
        let selector = self.selector().ok_or("it is of no known kind")?;
        kernels::run_constructors();
        let (device, setup) = Device::wgpu_options()
            .device_kind(selector)
            .graphics_api(self.interface.pinned())
            .init_with_setup_async()
            .await
            .map_err(|error| error.to_string())?;
        Ok(NativeGpu {
            device,
            handle: setup.device,
        })
    }
}

impl fmt::Display for NativeAdapter {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let software = match self.kind {
            DeviceType::Cpu => ", in software",
            _ => "",
        };
        write!(formatter, "{}{software}", self.name)
    }
}

/// A GPU that is open.
#[derive(Clone, Debug)]
pub struct NativeGpu {
    device: Device,
    handle: wgpu::Device,
}

impl NativeGpu {
    /// Where tensors are made.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// The most bytes that one tensor may have.
    pub fn largest_tensor(&self) -> u64 {
        let limits = self.handle.limits();
        limits
            .max_buffer_size
            .min(limits.max_storage_buffer_binding_size)
    }

    /// How many bytes there are to be had, of so many that are wanted. A GPU does not say how much of its
    /// memory is free, so that it is asked for and given back.
    pub async fn memory_of(&self, wanted: u64) -> u64 {
        let mut kept = Vec::new();
        let mut found = 0;
        while found < wanted {
            let size = PIECE.min(self.largest_tensor()).min(wanted - found);
            let refusals = [
                wgpu::ErrorFilter::OutOfMemory,
                wgpu::ErrorFilter::Internal,
                wgpu::ErrorFilter::Validation,
            ]
            .map(|filter| self.handle.push_error_scope(filter));
            kept.push(self.handle.create_buffer(&wgpu::BufferDescriptor {
                label: None,
                size: size.next_multiple_of(4),
                usage: wgpu::BufferUsages::STORAGE,
                mapped_at_creation: false,
            }));
            let mut refused = false;
            // The last that was begun ends first.
            for scope in refusals.into_iter().rev() {
                refused |= scope.pop().await.is_some();
            }
            if refused {
                break;
            }
            found += size;
        }
        for buffer in kept {
            buffer.destroy();
        }
        // A device that is lost by now says so at the first step.
        let _ = self.handle.poll(wgpu::PollType::wait_indefinitely());
        found
    }
}

#[cfg(all(test, feature = "pretrain"))]
mod tests {
    use burn::tensor::Tensor;
    use futures::executor::block_on;

    use super::{GpuInterface, NativeAdapter};
    use crate::ModelError;
    use crate::device::read;

    #[test]
    fn what_is_read_of_a_lost_gpu_is_an_error_of_the_device() {
        let interface = GpuInterface::OF_SYSTEM;
        let adapters = block_on(NativeAdapter::all(interface));
        let Some(adapter) = adapters.first() else {
            println!("skipped: {interface:?} finds no device");
            return;
        };
        let gpu = block_on(adapter.open()).expect("a GPU");
        let one = Tensor::<1>::ones([1], gpu.device());
        let sum = block_on(read(one.clone() + one.clone()));
        assert_eq!(sum.expect("a number"), [2.0]);
        gpu.handle.destroy();
        let read = block_on(read(one.clone() + one));
        assert!(matches!(read, Err(ModelError::Device { .. })), "{read:?}");
    }
}
