//! `--device` of the native programs, which wait for what the library awaits.

use futures::executor::block_on;
use model::device_choice::{DeviceChoice, OpenedDevice};
use run_spec::{ImageShape, RunSpec};

/// What builds these programs with GPUs.
const GPU_BUILD: &str = "--features pretrain,webgpu";

/// The device that the option names, which is opened once in a process.
///
/// # Errors
/// A sentence on what is no device's name, or on a device that is not to be had.
pub fn open(option: &str) -> Result<OpenedDevice, String> {
    block_on(DeviceChoice::of(option)?.open(GPU_BUILD))
}

/// Whether the device's memory holds a run that can be made, on pictures of this size.
///
/// # Errors
/// A sentence on what there is and what to do.
pub fn check_room(device: &OpenedDevice, spec: &RunSpec, image: ImageShape) -> Result<(), String> {
    block_on(device.check_room(spec, image)).map_err(|shortage| shortage.to_string())
}
