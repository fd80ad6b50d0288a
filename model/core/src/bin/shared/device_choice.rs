//! Which device a program computes on: `--device`.

use std::str::FromStr;

use model::{Device, device};
#[cfg(not(feature = "webgpu"))]
use run_spec::{ImageShape, RunSpec};

/// What reaches GPUs, as `--device` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GpuName {
    /// Cards of all makers, on Linux and Windows.
    Vulkan,
    /// Apple's.
    Metal,
}

impl GpuName {
    /// As people write it.
    fn title(self) -> &'static str {
        match self {
            Self::Vulkan => "Vulkan",
            Self::Metal => "Metal",
        }
    }
}

/// What `--device` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceChoice {
    /// The CPU, with the threads that were asked for.
    Cpu,
    /// A GPU, by its number in the list of all; graphics cards come first in it.
    Gpu(GpuName, usize),
}

impl FromStr for DeviceChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, number) = match text.split_once(':') {
            Some((name, number)) => (name, Some(number)),
            None => (text, None),
        };
        let refused = |why: &str| {
            Err(format!(
                "expected cpu, vulkan, vulkan:N, metal or metal:N, found `{text}`{why}."
            ))
        };
        let gpu = match name {
            "cpu" if number.is_none() => return Ok(Self::Cpu),
            "cpu" => return refused("; there is one CPU, and --threads says how much of it"),
            "vulkan" => GpuName::Vulkan,
            "metal" => GpuName::Metal,
            "cuda" => return refused("; NVIDIA's cards are reached through Vulkan here"),
            _ => return refused(""),
        };
        // Not `parse` alone, which takes `+1`.
        let digits = |number: &&str| number.bytes().all(|byte| byte.is_ascii_digit());
        match number.map(|number| Some(number).filter(digits).and_then(|n| n.parse().ok())) {
            None => Ok(Self::Gpu(gpu, 0)),
            Some(Some(number)) => Ok(Self::Gpu(gpu, number)),
            Some(None) => refused("; N is the number of a device, from 0"),
        }
    }
}

impl DeviceChoice {
    /// What the option says.
    ///
    /// # Errors
    /// A sentence on what is no device's name.
    pub fn of(option: &str) -> Result<Self, String> {
        option
            .parse()
            .map_err(|failure| format!("--device: {failure}"))
    }

    /// The device, which is opened once in a process.
    ///
    /// # Errors
    /// A sentence on a device that this build, this system or this machine does not have.
    pub fn open(self) -> Result<OpenedDevice, String> {
        match self {
            Self::Cpu => Ok(OpenedDevice {
                device: device::cpu(),
                #[cfg(feature = "webgpu")]
                gpu: None,
            }),
            Self::Gpu(GpuName::Metal, _) if cfg!(not(target_vendor = "apple")) => Err(
                "--device: expected cpu or vulkan on this system, found metal, which is Apple's. \
                 Give vulkan for its GPU."
                    .to_owned(),
            ),
            Self::Gpu(name, number) => open_gpu(name, number),
        }
    }
}

/// A device to compute on.
#[derive(Clone, Debug)]
pub struct OpenedDevice {
    device: Device,
    #[cfg(feature = "webgpu")]
    gpu: Option<gpu::OpenedGpu>,
}

impl OpenedDevice {
    /// Where tensors are made.
    pub fn device(&self) -> &Device {
        &self.device
    }
}

#[cfg(not(feature = "webgpu"))]
impl OpenedDevice {
    /// What it is called, unless it is the CPU.
    pub fn gpu(&self) -> Option<String> {
        None
    }

    /// Whether its memory holds a run that can be made, on pictures of this size. A CPU's is the system's to give.
    ///
    /// # Errors
    /// A sentence on what there is and what to do.
    pub fn check_room(&self, _: &RunSpec, _: ImageShape) -> Result<(), String> {
        Ok(())
    }
}

#[cfg(not(feature = "webgpu"))]
fn open_gpu(name: GpuName, _number: usize) -> Result<OpenedDevice, String> {
    Err(format!(
        "--device: expected cpu, which is all that this build has, found {}. Build the program with \
         --features pretrain,webgpu, or leave the option out.",
        name.title()
    ))
}

#[cfg(feature = "webgpu")]
use gpu::open_gpu;

#[cfg(feature = "webgpu")]
mod gpu {
    use futures::executor::block_on;
    use model::native_gpu::{GpuInterface, NativeAdapter, NativeGpu};
    use run_spec::{ImageShape, RunSpec};

    use super::{GpuName, OpenedDevice, there, too_little};
    use crate::shared::gpu_needs::GpuNeeds;

    /// A GPU with its name.
    #[derive(Clone, Debug)]
    pub struct OpenedGpu {
        name: String,
        gpu: NativeGpu,
    }

    pub fn open_gpu(name: GpuName, number: usize) -> Result<OpenedDevice, String> {
        let interface = match name {
            GpuName::Vulkan => GpuInterface::Vulkan,
            GpuName::Metal => GpuInterface::Metal,
        };
        let adapters = block_on(NativeAdapter::all(interface));
        let Some(adapter) = adapters.get(number) else {
            let names: Vec<_> = adapters.iter().map(ToString::to_string).collect();
            return Err(format!(
                "--device: expected a device that this machine has, found none of number {number}. {}",
                there(name, &names)
            ));
        };
        let gpu = block_on(adapter.open()).map_err(|reason| {
            format!(
                "--device: expected {adapter} to open, found that it does not ({reason}). Give another, or \
                 --device cpu."
            )
        })?;
        Ok(OpenedDevice {
            device: gpu.device().clone(),
            gpu: Some(OpenedGpu {
                name: format!("{adapter}, through {}", name.title()),
                gpu,
            }),
        })
    }

    impl OpenedDevice {
        /// What it is called, unless it is the CPU.
        pub fn gpu(&self) -> Option<String> {
            self.gpu.as_ref().map(|opened| opened.name.clone())
        }

        /// Whether its memory holds a run that can be made, on pictures of this size.
        ///
        /// # Errors
        /// A sentence on what there is and what to do.
        pub fn check_room(&self, spec: &RunSpec, image: ImageShape) -> Result<(), String> {
            let Some(OpenedGpu { name, gpu }) = &self.gpu else {
                return Ok(());
            };
            let GpuNeeds { largest, total } = GpuNeeds::of(spec, image);
            let most = gpu.largest_tensor();
            if largest > most {
                return Err(too_little("tensors of", name, [largest, most]));
            }
            let found = block_on(gpu.memory_of(total));
            if found < total {
                return Err(too_little("about", name, [total, found]));
            }
            Ok(())
        }
    }
}

/// The refusal of a run that a GPU's memory does not hold.
#[cfg(any(feature = "webgpu", test))]
fn too_little(what: &str, name: &str, bytes: [u64; 2]) -> String {
    let [expected, found] = bytes.map(|bytes| bytes.div_ceil(1 << 20));
    format!(
        "--device: expected {what} {expected} MiB of memory for this run, found {found} MiB on {name}. \
         Take a smaller batch or fewer channels, end what else uses the GPU, or give --device cpu."
    )
}

/// Which devices there are, in a sentence.
#[cfg(any(feature = "webgpu", test))]
fn there(gpu: GpuName, names: &[String]) -> String {
    if names.is_empty() {
        return format!(
            "{} finds no device here: install the card's driver (on Debian mesa-vulkan-drivers, or NVIDIA's), \
             or give --device cpu.",
            gpu.title()
        );
    }
    let word = gpu.title().to_lowercase();
    let each = names
        .iter()
        .enumerate()
        .map(|(number, name)| format!("{word}:{number} ({name})"));
    format!("There are cpu, {}.", each.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::{DeviceChoice, GpuName, there, too_little};

    #[test]
    fn devices_have_names_and_numbers() {
        let vulkan = |number| Ok(DeviceChoice::Gpu(GpuName::Vulkan, number));
        assert_eq!("cpu".parse(), Ok(DeviceChoice::Cpu));
        assert_eq!("vulkan".parse(), vulkan(0));
        assert_eq!("vulkan:3".parse(), vulkan(3));
        assert_eq!("metal:1".parse(), Ok(DeviceChoice::Gpu(GpuName::Metal, 1)));
    }

    #[test]
    fn others_are_a_sentence_that_says_what_there_is() {
        for (text, part) in [
            ("gpu", "found `gpu`."),
            ("", "found ``."),
            ("CPU", "found `CPU`."),
            ("cpu:1", "there is one CPU"),
            ("vulkan:", "N is the number"),
            ("vulkan:x", "N is the number"),
            ("vulkan:-1", "N is the number"),
            ("vulkan:+1", "N is the number"),
            ("metal:99999999999999999999", "N is the number"),
            ("cuda:0", "NVIDIA's cards are reached through Vulkan"),
        ] {
            let said = text.parse::<DeviceChoice>().expect_err(text);
            assert!(
                said.starts_with("expected cpu, vulkan, vulkan:N, metal or metal:N, found"),
                "{said}"
            );
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(there(GpuName::Vulkan, &[]).contains("Vulkan finds no device"));
        let said = there(
            GpuName::Vulkan,
            &["a card".to_owned(), "llvmpipe".to_owned()],
        );
        assert_eq!(
            said,
            "There are cpu, vulkan:0 (a card), vulkan:1 (llvmpipe)."
        );
        let said = too_little("about", "a card, through Vulkan", [3 << 30, 1 << 20]);
        assert!(
            said.contains("expected about 3072 MiB of memory for this run, found 1 MiB on a card"),
            "{said}"
        );
    }

    #[test]
    #[cfg(not(target_vendor = "apple"))]
    fn metal_is_apples() {
        let refused = DeviceChoice::of("metal:0").and_then(DeviceChoice::open);
        let said = refused.expect_err("no Metal here");
        assert!(said.contains("found metal, which is Apple's"), "{said}");
    }
}
