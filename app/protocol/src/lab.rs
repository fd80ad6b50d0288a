//! What a lab is: a native program that serves the page and trains for it. It speaks of runs as a worker
//! does; this is what no worker says.

use serde::{Deserialize, Serialize};

/// What a lab says of itself, in `lab.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LabFacts {
    /// What it is called.
    pub name: String,
    /// What it trains on.
    pub processor: String,
}

/// Why a lab does not train, or no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum LabFault {
    /// It does not answer. `lab-worker.js` says so, too.
    Gone,
    /// It trains for as many pages as it may.
    Full {
        /// How many.
        most: usize,
    },
    /// It trains for as many pages of one address as that may have.
    FullOfOne {
        /// How many.
        most: usize,
    },
    /// The page was not opened by the lab's link. `lab-worker.js` says so.
    NotAdmitted,
    /// The page has had the time that a page may have.
    TimeUp {
        /// How much.
        minutes: u64,
    },
    /// A message of more bytes than the lab takes.
    TooLarge {
        /// The most, in megabytes.
        megabytes: usize,
    },
    /// The run took more memory than it may.
    OutOfMemory {
        /// The most, in megabytes.
        megabytes: u64,
    },
    /// The trainer's process ended.
    TrainerEnded,
    /// A message that no page sends.
    NotAsked {
        /// What is wrong with it.
        reason: String,
    },
}
