//! What the file of a run says of itself: a safetensors file begins with its header's length and its JSON,
//! which has the run's state in its metadata. The rest is for the trainer to read.

use serde_json::Value;

/// The metadata key under which a run's state lies, as JSON.
const KEY: &str = "latentscape.run";

/// The beginning of a run's file.
pub(crate) struct RunFileHeader {
    /// The run's state: its specification, steps and seconds among others.
    pub state: Value,
    /// How many bytes the whole file has.
    pub file_bytes: usize,
}

/// The beginning of a run's file; `None` if it is none that this page exported.
pub(crate) fn run_file_header(bytes: &[u8]) -> Option<RunFileHeader> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let header = std::str::from_utf8(rest.get(..length)?).ok()?;
    let header: Value = serde_json::from_str(header).ok()?;
    let state = header["__metadata__"][KEY].as_str()?;
    let state = serde_json::from_str(state).ok()?;
    let tensors = header.as_object()?.values();
    let ends = tensors.filter_map(|tensor| tensor["data_offsets"][1].as_u64());
    let tensors = usize::try_from(ends.max().unwrap_or(0)).ok()?;
    Some(RunFileHeader {
        state,
        file_bytes: length.checked_add(8)?.checked_add(tensors)?,
    })
}
