//! Which device a native program computes on: `--device`.

use std::fmt;
use std::str::FromStr;

use burn::tensor::Tensor;
#[cfg(not(feature = "webgpu"))]
use run_spec::{ImageShape, RunSpec};

use crate::{Device, ModelResult, device};

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

impl fmt::Display for DeviceChoice {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Cpu => formatter.write_str("cpu"),
            Self::Gpu(GpuName::Vulkan, number) => write!(formatter, "vulkan:{number}"),
            Self::Gpu(GpuName::Metal, number) => write!(formatter, "metal:{number}"),
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

    /// Whether it is a GPU, or what stands in for one.
    pub fn is_gpu(self) -> bool {
        self != Self::Cpu
    }

    /// The device, which is opened once in a process. `gpu_build` is what builds the program with GPUs, for
    /// the sentence on a build that has none.
    ///
    /// # Errors
    /// A sentence on a device that this build, this system or this machine does not have.
    pub async fn open(self, gpu_build: &str) -> Result<OpenedDevice, String> {
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
            Self::Gpu(name, number) => open_gpu(name, number, gpu_build).await,
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

    /// Adds two numbers there, because some adapters fail only at the first computation.
    ///
    /// # Errors
    /// [`crate::ModelError::Device`] when the device fails.
    pub async fn try_out(&self) -> ModelResult<()> {
        let one = Tensor::<1>::ones([1], &self.device);
        device::read(one.clone() + one).await.map(drop)
    }
}

#[cfg(not(feature = "webgpu"))]
impl OpenedDevice {
    /// What it is called, and what reaches it, unless it is the CPU.
    pub fn gpu(&self) -> Option<String> {
        None
    }

    /// What it is called, unless it is the CPU.
    pub fn card(&self) -> Option<&str> {
        None
    }

    /// Whether its memory holds a run that can be made, on pictures of this size. A CPU's is the system's to give.
    ///
    /// # Errors
    /// What there is.
    pub async fn check_room(&self, _: &RunSpec, _: ImageShape) -> Result<(), GpuShortage> {
        Ok(())
    }
}

#[cfg(not(feature = "webgpu"))]
async fn open_gpu(name: GpuName, _: usize, gpu_build: &str) -> Result<OpenedDevice, String> {
    Err(format!(
        "--device: expected cpu, which is all that this build has, found {}. Build the program with \
         {gpu_build}, or leave the option out.",
        name.title()
    ))
}

/// A run that a GPU's memory does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "--device: expected {} {} MiB of memory for this run, found {} MiB on {gpu}. \
     Take a smaller batch or fewer channels, end what else uses the GPU, or give --device cpu.",
    if *in_one_piece { "tensors of" } else { "about" }, mebibytes(*expected), mebibytes(*found)
)]
pub struct GpuShortage {
    /// What the GPU is called, and what reaches it.
    pub gpu: String,
    /// Whether it is about the largest tensor; otherwise about everything at once.
    pub in_one_piece: bool,
    /// How many bytes the run needs.
    pub expected: u64,
    /// How many there are.
    pub found: u64,
}

/// So many bytes in MiB, rounded up.
pub fn mebibytes(bytes: u64) -> u64 {
    bytes.div_ceil(1 << 20)
}

#[cfg(feature = "webgpu")]
use gpu::open_gpu;

#[cfg(feature = "webgpu")]
mod gpu {
    use run_spec::{ImageShape, RunSpec};

    use super::{GpuName, GpuShortage, OpenedDevice, there};
    use crate::gpu_needs::GpuNeeds;
    use crate::native_gpu::{GpuInterface, NativeAdapter, NativeGpu};

    /// A GPU with its name.
    #[derive(Clone, Debug)]
    pub struct OpenedGpu {
        card: String,
        interface: GpuName,
        gpu: NativeGpu,
    }

    pub async fn open_gpu(name: GpuName, number: usize, _: &str) -> Result<OpenedDevice, String> {
        let interface = match name {
            GpuName::Vulkan => GpuInterface::Vulkan,
            GpuName::Metal => GpuInterface::Metal,
        };
        let adapters = NativeAdapter::all(interface).await;
        let Some(adapter) = adapters.get(number) else {
            let names: Vec<_> = adapters.iter().map(ToString::to_string).collect();
            return Err(format!(
                "--device: expected a device that this machine has, found none of number {number}. {}",
                there(name, &names)
            ));
        };
        let gpu = adapter.open().await.map_err(|reason| {
            format!(
                "--device: expected {adapter} to open, found that it does not ({reason}). Give another, or \
                 --device cpu."
            )
        })?;
        Ok(OpenedDevice {
            device: gpu.device().clone(),
            gpu: Some(OpenedGpu {
                card: adapter.to_string(),
                interface: name,
                gpu,
            }),
        })
    }

    impl OpenedDevice {
        /// What it is called, and what reaches it, unless it is the CPU.
        pub fn gpu(&self) -> Option<String> {
            self.gpu.as_ref().map(OpenedGpu::name)
        }

        /// What it is called, unless it is the CPU.
        pub fn card(&self) -> Option<&str> {
            self.gpu.as_ref().map(|opened| opened.card.as_str())
        }

        /// Whether its memory holds a run that can be made, on pictures of this size.
        ///
        /// # Errors
        /// What there is.
        pub async fn check_room(
            &self,
            spec: &RunSpec,
            image: ImageShape,
        ) -> Result<(), GpuShortage> {
            let Some(opened) = &self.gpu else {
                return Ok(());
            };
            let GpuNeeds { largest, total } = GpuNeeds::of(spec, image);
            let shortage = |in_one_piece, expected, found| GpuShortage {
                gpu: opened.name(),
                in_one_piece,
                expected,
                found,
            };
            let most = opened.gpu.largest_tensor();
            if largest > most {
                return Err(shortage(true, largest, most));
            }
            let found = opened.gpu.memory_of(total).await;
            if found < total {
                return Err(shortage(false, total, found));
            }
            Ok(())
        }
    }

    impl OpenedGpu {
        fn name(&self) -> String {
            format!("{}, through {}", self.card, self.interface.title())
        }
    }
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
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::{DeviceChoice, GpuName, GpuShortage, there};

    #[test]
    fn devices_have_names_and_numbers() {
        let vulkan = |number| Ok(DeviceChoice::Gpu(GpuName::Vulkan, number));
        assert_eq!("cpu".parse(), Ok(DeviceChoice::Cpu));
        assert_eq!("vulkan".parse(), vulkan(0));
        assert_eq!("vulkan:3".parse(), vulkan(3));
        assert_eq!("metal:1".parse(), Ok(DeviceChoice::Gpu(GpuName::Metal, 1)));
        for name in ["cpu", "vulkan:3", "metal:0"] {
            let choice: Result<DeviceChoice, _> = name.parse();
            assert_eq!(choice.map(|it| it.to_string()), Ok(name.to_owned()));
        }
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
        let shortage = GpuShortage {
            gpu: "a card, through Vulkan".to_owned(),
            in_one_piece: false,
            expected: 3 << 30,
            found: 1 << 20,
        };
        let said = shortage.to_string();
        assert!(
            said.contains("expected about 3072 MiB of memory for this run, found 1 MiB on a card"),
            "{said}"
        );
    }

    #[test]
    #[cfg(not(target_vendor = "apple"))]
    fn metal_is_apples() {
        let choice = DeviceChoice::of("metal:0").expect("a device's name");
        let opening = pin!(choice.open("--features webgpu"));
        let Poll::Ready(refused) = opening.poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("nothing has to be asked");
        };
        let said = refused.expect_err("no Metal here");
        assert!(said.contains("found metal, which is Apple's"), "{said}");
    }
}
