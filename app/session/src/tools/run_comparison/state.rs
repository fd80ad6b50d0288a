//! What the comparison shows, and what can happen to it.

use std::sync::Arc;

use evaluation::EvaluationValues;
use run_spec::{ComparisonFamily, DatasetId};

use super::LoadedRunComparison;
use super::finished_run::{FinishedRun, RunFileFault};
use super::plan::ComparisonPlan;
use super::table_file::{TableAnswer, TableFile, TableJob, TableRefusal};
use crate::brought_file::BroughtFile;
use crate::failure_reason::FailureReason;
use protocol::{RequestId, RunMeasurement};

/// What the comparison shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunComparisonState {
    /// What is chosen for the next comparison.
    pub plan: ComparisonPlan,
    /// Runs from files, and kept ones, for the next comparison; those that do not fit the plan are left out.
    pub files: Vec<Arc<FinishedRun>>,
    /// Files that were opened last and are not compared, by their names.
    pub refused: Vec<(String, RunFileFault)>,
    /// What the runs are of; none before the first.
    pub begun: Option<ComparisonPlan>,
    /// The runs, in the order in which they are measured: those from files, each family once, then each family
    /// again.
    pub runs: Vec<ComparedRunState>,
    /// Pictures that are being measured.
    pub job: Option<Arc<EvaluationJob>>,
    /// What held-out images themselves have in columns that ask nothing of a model, once it is known.
    pub data_values: Option<EvaluationValues>,
    /// A table from a file, which stands beside the runs.
    pub opened: Option<Arc<TableFile>>,
    /// A file that is being read as a table.
    pub table_job: Option<Arc<TableJob>>,
    /// The file that was opened last as a table and is none, by its name.
    pub table_refusal: Option<(String, TableRefusal)>,
    /// The run that is trained, and by which worker.
    pub(super) training: Option<ComparisonTrainer>,
    /// How many measurements were begun, and tables read.
    pub(super) jobs: u32,
    /// Kept runs that are being read: their ids, and what they are called.
    pub(super) reading: Vec<(String, String)>,
    /// How many files were runs.
    pub(super) numbered: u32,
    /// When the last tick came, and for how long the worker that is waited for has said nothing, in
    /// milliseconds.
    pub(super) ticked: Option<f64>,
    pub(super) silent_millis: f64,
}

/// A run of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedRunState {
    /// Where it comes from.
    pub source: ComparedSource,
    /// Its seed.
    pub seed: u32,
    /// How far it is.
    pub phase: ComparedRunPhase,
    /// Steps taken.
    pub step: u32,
    /// Seconds spent in them.
    pub seconds: f64,
    /// Its figures at each stop that it reached: the share of the budget in percent, and the figures.
    pub stops: Vec<(u32, EvaluationValues)>,
}

/// Where a run of a comparison comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum ComparedSource {
    /// It is trained here.
    Family(ComparisonFamily),
    /// It was trained before, and is measured as it is.
    File(Arc<FinishedRun>),
}

/// How far a run is.
#[derive(Clone, Debug, PartialEq)]
pub enum ComparedRunPhase {
    /// Its turn has not come.
    Waiting,
    /// It is trained, or read from its file.
    Training,
    /// It was trained, and its pictures are being measured.
    Measuring,
    /// It has its figures.
    Done,
    /// Its numbers grew without bound.
    Diverged,
    /// It could not be trained.
    Failed(FailureReason),
    /// Its pictures could not be measured.
    Unmeasured,
    /// The visitor stopped the comparison before it ended.
    Stopped,
}

/// A worker that trains a run.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ComparisonTrainer {
    /// Its number.
    pub number: u64,
    /// What it was asked.
    pub id: RequestId,
    /// The run's place in the list.
    pub run: usize,
    /// What came of it so far.
    pub measured: Vec<MeasuredPictures>,
}

/// A run at a stop, with its pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredPictures {
    /// What the trainer measured.
    pub measurement: RunMeasurement,
    /// The pictures, as that says.
    pub pictures: Arc<[u8]>,
}

/// Pictures of a run that are to be measured.
#[derive(Clone, Debug, PartialEq)]
pub struct EvaluationJob {
    /// Identifies it; never used twice.
    pub number: u32,
    /// What the run was trained on.
    pub data: DatasetId,
    /// Address of a classifier of such pictures, if there is one.
    pub classifier: Option<String>,
    /// The run at its stops.
    pub stops: Vec<MeasuredPictures>,
    /// How many stops it has when it has them all.
    pub(super) checkpoints: u32,
    /// The run's place in the list.
    pub(super) run: usize,
    /// What becomes of the run afterwards.
    pub(super) then: ComparedRunPhase,
}

/// What can happen to the comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum RunComparisonInput {
    /// Its code arrived.
    CodeArrived(LoadedRunComparison),
    /// What is to be compared was chosen.
    Choose(Box<ComparisonPlan>),
    /// Compare runs from these files, too.
    AddFiles(Vec<BroughtFile>),
    /// Compare a kept run, too: its id, and what it is called.
    AddKept {
        /// Its id.
        id: String,
        /// What it is called.
        title: String,
    },
    /// A kept run was read; no bytes if it could not be, which was said.
    KeptRead {
        /// Its id.
        id: String,
        /// Its checkpoint.
        bytes: Option<Arc<[u8]>>,
    },
    /// Compare a run from a file no more: its number.
    RemoveFile(u32),
    /// Begin, in place of what was compared before.
    Begin,
    /// Train no further; what was measured stays.
    Stop,
    /// A second passed while runs are compared; the time in milliseconds.
    Tick(f64),
    /// Pictures were measured: for the held-out images and then for each stop, a number for each column, not
    /// a number where there is none.
    Evaluated {
        /// Which.
        number: u32,
        /// The figures.
        figures: Vec<f64>,
    },
    /// Pictures could not be measured.
    EvaluationFailed {
        /// Which.
        number: u32,
    },
    /// Hand the table out as a file.
    TakeCsv,
    /// Show a table from a file beside the runs, in place of the one that was opened before.
    OpenTable(BroughtFile),
    /// Several files were dropped where one table is shown: none is opened.
    RefuseTables {
        /// The name of the first.
        first: String,
        /// How many there were.
        count: usize,
    },
    /// A worker read it.
    TableRead {
        /// Which.
        number: u32,
        /// What it says.
        answer: TableAnswer,
    },
    /// Show the table from a file no more.
    RemoveTable,
}

impl ComparedSource {
    /// What its row of the table is called: runs of one name differ by their seed only.
    pub fn row(&self) -> &str {
        match self {
            Self::Family(family) => family.id,
            Self::File(file) => &file.name,
        }
    }

    /// The file that it comes from.
    pub(super) fn file(&self) -> Option<&Arc<FinishedRun>> {
        match self {
            Self::Family(_) => None,
            Self::File(file) => Some(file),
        }
    }
}

impl RunComparisonState {
    /// About how long a run takes beside its steps: its worker comes up, and its pictures are measured.
    const BESIDE_SECONDS: u32 = 8;

    /// How many runs the next comparison has.
    pub fn expected_runs(&self) -> usize {
        self.plan.runs() + self.fitting().count()
    }

    /// How many seconds the next comparison takes, if that can be foreseen.
    pub fn expected_seconds(&self) -> Option<u32> {
        let beside = self.expected_runs() as u32 * Self::BESIDE_SECONDS;
        Some(self.plan.training_seconds()? + beside)
    }

    /// Whether runs are being trained or measured.
    pub fn is_running(&self) -> bool {
        self.training.is_some() || self.job.is_some()
    }

    /// The run that is trained or measured, from 0.
    pub fn current(&self) -> Option<usize> {
        let training = self.training.as_ref().map(|worker| worker.run);
        training.or_else(|| Some(self.job.as_ref()?.run))
    }

    /// How many runs have ended, well or not.
    pub fn ended(&self) -> usize {
        let ended = self.runs.iter().filter(|run| run.has_ended());
        ended.count()
    }
}

impl ComparedRunState {
    /// Whether nothing more comes of it.
    pub fn has_ended(&self) -> bool {
        match self.phase {
            ComparedRunPhase::Waiting
            | ComparedRunPhase::Training
            | ComparedRunPhase::Measuring => false,
            ComparedRunPhase::Done
            | ComparedRunPhase::Diverged
            | ComparedRunPhase::Failed(_)
            | ComparedRunPhase::Unmeasured
            | ComparedRunPhase::Stopped => true,
        }
    }
}
