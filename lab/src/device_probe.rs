//! Whether the lab's device is to be had: tried in a process of its own, which ends. So the lab keeps nothing of a
//! GPU, and no driver's fault is its own.

use std::io::{self, Write};
use std::path::Path;
use std::process::Stdio;

use tokio::process::Command;

use crate::error::LabError;
use crate::trainer_limits::limit_memory;
use engine::native::{DeviceChoice, try_device};

/// What the process that tries is started with.
#[derive(clap::Args, Clone, Debug)]
pub struct ProbeOptions {
    /// Which device.
    #[arg(long)]
    pub device: DeviceChoice,
    /// How much memory a trainer may take, in megabytes.
    #[arg(long)]
    pub memory: u64,
}

/// What the device is called, if it is no processor. `program` is this program, and `memory` what a trainer may
/// take, in megabytes.
///
/// # Errors
/// A sentence on a device that is not to be had.
pub async fn card(
    program: &Path,
    device: DeviceChoice,
    memory: u64,
) -> Result<Option<String>, LabError> {
    if !device.is_gpu() {
        return Ok(None);
    }
    let tried = Command::new(program)
        .arg("probe")
        .args(["--device", &device.to_string()])
        .args(["--memory", &memory.to_string()])
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .map_err(LabError::io("the device could not be tried"))?;
    let said = String::from_utf8_lossy(&tried.stdout).trim().to_owned();
    if tried.status.success() {
        return Ok(Some(said));
    }
    if !said.is_empty() {
        return Err(LabError::Device(said));
    }
    // A driver's words, or a panic's.
    let _ = io::stderr().write_all(&tried.stderr);
    Err(LabError::Device(format!(
        "--device: expected {device} to compute, found that its driver ended the process that tried ({}). \
         Give another, or --device cpu, or a larger --memory.",
        tried.status
    )))
}

/// Tries the device, and says on standard output what it is called, or why it is not to be had: drivers speak on
/// the other one. Returns whether it is.
///
/// # Errors
/// What the system said.
pub async fn probe(options: ProbeOptions) -> io::Result<bool> {
    limit_memory(options.memory, options.device)?;
    let tried = try_device(options.device).await;
    let is_there = tried.is_ok();
    let said = tried.map_or_else(|why| why, Option::unwrap_or_default);
    writeln!(io::stdout(), "{said}")?;
    Ok(is_there)
}
