//! A run that was trained before, and why one is not compared.

use std::sync::Arc;

use file_kind::FileKind;
use run_spec::{DatasetId, RunSpec, SpecError};

use super::plan::ComparisonPlan;

/// A run that was trained before, from its file or kept by the browser.
#[derive(Clone, Debug, PartialEq)]
pub struct FinishedRun {
    /// Identifies it; never used twice.
    pub number: u32,
    /// What its row is called: its file's name without the ending, or what the kept run is called. No other
    /// run's row is called so.
    pub name: String,
    /// Whether it is kept by the browser.
    pub kept: bool,
    /// What was trained.
    pub spec: RunSpec,
    /// Steps taken.
    pub step: u32,
    /// The file.
    pub(super) bytes: Arc<[u8]>,
}

/// Why a file is not compared.
#[derive(Clone, Debug, PartialEq)]
pub enum RunFileFault {
    /// It has too many bytes: how many.
    TooLarge(f64),
    /// It is of another kind.
    NoRun(FileKind),
    /// It begins like a run, and its beginning cannot be read.
    Unreadable,
    /// It ends too early.
    CutShort {
        /// How many bytes it should have.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// Its specification is none that this page knows.
    Specification(SpecError),
    /// There are as many runs as can be compared: how many.
    TooMany(usize),
}

/// Why a run is left out of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunMisfit {
    /// It is of other data.
    Data {
        /// What is compared on.
        expected: DatasetId,
        /// What it is of.
        found: DatasetId,
    },
    /// Its pictures have another size: pixels a side.
    Size {
        /// That of the others.
        expected: usize,
        /// Its own.
        found: usize,
    },
}

impl FinishedRun {
    /// So many are compared at most.
    pub const MOST: usize = 12;

    /// Why it is left out of what is planned.
    pub fn misfit(&self, plan: &ComparisonPlan) -> Option<RunMisfit> {
        let (expected, found) = (plan.data, self.spec.data);
        if expected != found {
            return Some(RunMisfit::Data { expected, found });
        }
        let (expected, found) = (plan.image_size()?, self.spec.image_size);
        (expected != found).then_some(RunMisfit::Size { expected, found })
    }
}
