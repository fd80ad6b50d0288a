//! What a checkpoint says of itself, and the checks that need no networks.

use std::collections::BTreeMap;

use run_spec::RunSpec;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::early_runs;
use crate::error::CheckpointFault;
use crate::train::weights_origin::WeightsOrigin;
use crate::weights::TensorFile;
use crate::{ModelError, ModelResult};

/// The version of the file's form that this build writes. Version 1 had no digest, no time and no
/// points; it is read, too.
pub(super) const VERSION: u32 = 2;
/// The oldest version that is read.
const OLDEST_VERSION: u32 = 1;
/// The safetensors metadata key under which the state lies, as JSON.
const KEY: &str = "latentscape.run";
/// What a file of this kind is called in messages.
pub(super) const FILE: &str = "The saved run";
/// No count is larger. A run would have to take a step a millisecond for weeks, and could go on for
/// as long again without an overflow.
const MOST_STEPS: u32 = i32::MAX as u32;

/// Three hundred years: no run took so long.
const MOST_SECONDS: f64 = 1e10;

/// What a checkpoint says of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CheckpointState {
    pub version: u32,
    pub steps: u32,
    pub batches: u32,
    /// Steps taken before the generator's average began.
    #[serde(default)]
    pub average_since: u32,
    /// Time spent on the run, without pauses, in seconds.
    #[serde(default)]
    pub seconds: f64,
    /// Updates of each parameter, by the names of its moments.
    pub updates: BTreeMap<String, u32>,
    pub spec: RunSpec,
    /// The model whose weights it began with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began_with: Option<WeightsOrigin>,
    /// SHA-256 over the tensors, as [`TensorFile::digest_with`] has it, and this state as JSON, in
    /// which the digest is empty.
    #[serde(default)]
    pub digest: String,
    /// What is wrong with it as a whole, where there is no digest to tell.
    #[serde(skip)]
    pub damage: Option<CheckpointFault>,
}

impl CheckpointState {
    /// The file's bytes, with the digest of all that it holds.
    ///
    /// # Errors
    /// [`ModelError::Safetensors`] when they cannot be written.
    pub(super) fn write(self, tensors: &TensorFile) -> ModelResult<Vec<u8>> {
        let digest = tensors.digest_with(&self.to_json());
        let state = Self { digest, ..self };
        tensors.to_bytes(Some((KEY, state.to_json())))
    }

    /// Whether the file as a whole is what was saved, as far as its tensors do not tell.
    ///
    /// # Errors
    /// [`ModelError::Checkpoint`].
    pub(super) fn check_damage(&self) -> ModelResult<()> {
        match self.damage.clone() {
            None => Ok(()),
            Some(fault) => Err(refused(fault)),
        }
    }

    fn to_json(&self) -> String {
        // Plain data with string keys always serialises.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A checkpoint's tensors and state.
///
/// # Errors
/// [`ModelError::Safetensors`], or [`ModelError::Checkpoint`]: what was expected and what was found.
pub(super) fn parse(bytes: &[u8]) -> ModelResult<(TensorFile, CheckpointState)> {
    let (tensors, metadata) = TensorFile::parse(FILE, bytes)?;
    let state = metadata
        .get(KEY)
        .ok_or(CheckpointFault::Missing)
        .and_then(|json| read(json, &tensors))
        .map_err(refused)?;
    Ok((tensors, state))
}

/// The refusal of moments of which no count of updates is known: their name was changed.
pub(super) fn count_missing() -> ModelError {
    refused(CheckpointFault::Count {
        name: "updates".to_owned(),
        most: MOST_STEPS,
        found: Value::Null.to_string().into(),
    })
}

fn refused(fault: CheckpointFault) -> ModelError {
    ModelError::Checkpoint {
        file: FILE.into(),
        fault,
    }
}

fn read(json: &str, tensors: &TensorFile) -> Result<CheckpointState, CheckpointFault> {
    // The version first: a state of another version may have any other form.
    let value: Value = serde_json::from_str(json).map_err(unreadable)?;
    let version = value.get("version").unwrap_or(&Value::Null);
    let known = u64::from(OLDEST_VERSION)..=u64::from(VERSION);
    if !version.as_u64().is_some_and(|found| known.contains(&found)) {
        return Err(CheckpointFault::Version {
            expected: VERSION,
            found: version.to_string().into(),
        });
    }
    check_counts(&value)?;
    let mut state: CheckpointState = serde_json::from_value(value).map_err(unreadable)?;
    if !(0.0..MOST_SECONDS).contains(&state.seconds) {
        let found = format!("`seconds` of {}", state.seconds);
        return Err(CheckpointFault::Unreadable(found.into()));
    }
    if state.digest.is_empty() && state.version < VERSION {
        // It was written before there were digests. What is wrong with a tensor is said first.
        let damage = early_runs::damage(tensors);
        state.damage = damage.map(|(expected, found)| CheckpointFault::Damaged {
            expected: expected.into(),
            found,
        });
    } else {
        check_digest(json, &state, tensors)?;
    }
    Ok(state)
}

/// Counts that no run reaches, or that are none.
fn check_counts(state: &Value) -> Result<(), CheckpointFault> {
    let check = |name: &str, found: Option<&Value>, most: u32| {
        let Some(found) = found else {
            // What is missing, and may not be, serde names.
            return Ok(());
        };
        match found.as_u64() {
            Some(count) if count <= u64::from(most) => Ok(()),
            _ => Err(CheckpointFault::Count {
                name: name.to_owned(),
                most,
                found: found.to_string().into(),
            }),
        }
    };
    for name in ["steps", "batches"] {
        check(name, state.get(name), MOST_STEPS)?;
    }
    let steps = state.get("steps").and_then(Value::as_u64).unwrap_or(0);
    // The average begins with a run, or with a generator's new weights at a step that was reached.
    let steps = u32::try_from(steps).unwrap_or(MOST_STEPS);
    check("averageSince", state.get("averageSince"), steps)?;
    let updates = state.get("updates").and_then(Value::as_object);
    for count in updates.into_iter().flat_map(serde_json::Map::values) {
        check("updates", Some(count), MOST_STEPS)?;
    }
    Ok(())
}

fn check_digest(
    json: &str,
    state: &CheckpointState,
    tensors: &TensorFile,
) -> Result<(), CheckpointFault> {
    let damaged = |found: String| {
        let digest = if state.digest.is_empty() {
            "none"
        } else {
            &state.digest
        };
        CheckpointFault::Damaged {
            expected: beginning(digest).into(),
            found: beginning(&found),
        }
    };
    let written = format!("\"digest\":\"{}\"", state.digest);
    let found = tensors.digest_with(&json.replacen(&written, "\"digest\":\"\"", 1));
    if found == state.digest {
        return Ok(());
    }
    Err(damaged(found))
}

/// As much of a digest as tells two of them apart on sight.
fn beginning(digest: &str) -> String {
    digest.chars().take(12).collect()
}

#[allow(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn unreadable(error: serde_json::Error) -> CheckpointFault {
    // serde names all fields that there are.
    let said = error.to_string();
    let said = said.split(", expected one of").next().unwrap_or_default();
    CheckpointFault::Unreadable(said.into())
}
