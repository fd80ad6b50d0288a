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
    /// The run needs more memory than the lab's GPU has free. In MiB.
    GpuMemory {
        /// What the GPU is called.
        gpu: String,
        /// What the run needs, roughly.
        expected: u64,
        /// What is free.
        found: u64,
    },
    /// The run has more numbers in one piece than the lab's GPU takes. In MiB.
    GpuTensor {
        /// What the GPU is called.
        gpu: String,
        /// The largest piece.
        expected: u64,
        /// The largest that it takes.
        found: u64,
    },
    /// The lab's GPU was lost, or does not open any more.
    GpuLost {
        /// Why, in the driver's words.
        reason: String,
    },
    /// The trainer's process ended.
    TrainerEnded,
    /// A message that no page sends.
    NotAsked {
        /// What is wrong with it.
        reason: String,
    },
}
