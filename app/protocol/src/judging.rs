//! Pictures of a run, real and generated, beside what its discriminator says of them.

use run_spec::RunSpec;
use serde::{Deserialize, Serialize};

use super::run_source::{DataFiles, RunStart};

/// A run of whose pictures a visitor says which are real, beside its discriminator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JudgedRun {
    /// What to train.
    pub spec: RunSpec,
    /// Where its images are.
    pub data: DataFiles,
    /// Where it begins.
    pub start: RunStart,
    /// Pictures are handed out when so many steps have been taken, in this order, rising.
    pub steps: Vec<u32>,
    /// How many real pictures each time, and how many generated ones.
    pub count: usize,
    /// What they are drawn from.
    pub seed: u32,
    /// The number of the first draw. Those of other numbers are other pictures.
    pub round: usize,
}
