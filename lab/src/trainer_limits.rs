//! What the system holds a trainer's process to.

use std::io;

use engine::native::DeviceChoice;

/// Memory that is asked for beyond this is not to be had, which ends the process. On a processor it is address
/// space that counts. Drivers of GPUs reserve many times what they use of that, so on a GPU it is what a process
/// may write to and shares with no other.
///
/// # Errors
/// What the system said.
#[cfg(unix)]
pub fn limit_memory(megabytes: u64, device: DeviceChoice) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, nice, setrlimit};
    let bytes = Some(megabytes.saturating_mul(1 << 20));
    let limit = Rlimit {
        current: bytes,
        maximum: bytes,
    };
    let counted = if device.is_gpu() {
        Resource::Data
    } else {
        Resource::As
    };
    setrlimit(counted, limit)?;
    // The lab itself answers first.
    let _ = nice(5);
    Ok(())
}

/// Other systems set a process no such limit.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn limit_memory(_: u64, _: DeviceChoice) -> io::Result<()> {
    Ok(())
}
