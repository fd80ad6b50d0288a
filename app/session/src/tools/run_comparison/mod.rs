//! Runs of several families on the same data, trained one after another to be compared, and runs from files
//! beside them.
//!
//! Its code is in the piece of the program of the Compare room; here is only what leads there. Each run has a
//! worker of its own, which ends with it: a run that breaks takes nothing along, and the Train room's run goes
//! on. Another worker measures the pictures, which the page starts.
//!
//! - `plan`: what is compared; `finished`, `finished_run`: runs from files; `opened_file`, `table_file`: a table from a file; `state`: what is shown; `code`: what happens; `figures`: what becomes of a run's
//!   pictures; `table`: the rows that figures become.

mod code;
mod figures;
mod finished;
mod finished_run;
mod opened_file;
mod plan;
mod state;
mod table;
mod table_file;

use std::any::Any;
use std::fmt;
use std::sync::Arc;

pub use self::finished_run::{FinishedRun, RunFileFault, RunMisfit};
pub use self::plan::ComparisonPlan;
pub use self::state::{
    ComparedRunPhase, ComparedRunState, ComparedSource, EvaluationJob, MeasuredPictures,
    RunComparisonInput, RunComparisonState,
};
pub use self::table_file::{TableAnswer, TableFile, TableJob, TableRefusal};
use super::facts::Facts;
use super::latent_tool::LatentTool;
use super::state::ExploreTools;
use crate::context::Context;
use crate::failure_reason::FailureReason;
use protocol::{EngineError, FromEngine, RequestId, RoomError, TrainerUpdate};

/// The comparison.
///
/// Its state is kept as something of no known type, so that the first program need not know how to drop it.
#[derive(Clone, Default)]
pub struct RunComparison {
    state: Option<Arc<dyn Any + Send + Sync>>,
    code: RunComparisonPlace,
}

impl RunComparison {
    /// What it shows, once its code is there.
    pub fn shown(&self) -> Option<&RunComparisonState> {
        self.state.as_ref()?.downcast_ref()
    }
}

impl PartialEq for RunComparison {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
            && match (&self.state, &other.state) {
                (Some(one), Some(other)) => Arc::ptr_eq(one, other),
                (one, other) => one.is_none() && other.is_none(),
            }
    }
}

impl fmt::Debug for RunComparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RunComparison")
    }
}

/// Where the code is once it arrived.
#[derive(Clone, Copy, Debug, PartialEq)]
struct RunComparisonPlace(Option<LoadedRunComparison>);

#[cfg_attr(
    feature = "split",
    allow(clippy::derivable_impls, reason = "in one piece, it cannot be")
)]
impl Default for RunComparisonPlace {
    fn default() -> Self {
        // Built in one piece, it is there from the beginning.
        #[cfg(not(feature = "split"))]
        return Self(Some(LoadedRunComparison::here()));
        #[cfg(feature = "split")]
        Self(None)
    }
}

/// What happens to it.
enum RunComparisonNews {
    /// The visitor did something, the clock, or the worker that measures.
    Input(RunComparisonInput),
    /// A worker spoke that has no slot.
    Heard(u64, WorkerNews),
}

/// What a worker said.
enum WorkerNews {
    /// That it is there.
    Alive,
    /// How its run goes, with a payload.
    Update(Box<TrainerUpdate>, Option<Arc<[u8]>>),
    /// That it cannot do what this request asks.
    Failed(RequestId, RunEnd),
    /// That it does nothing any more.
    Ended(FailureReason),
}

/// Why a run ended early.
enum RunEnd {
    /// Its numbers grew without bound.
    Diverged,
    /// Something else.
    Failed(FailureReason),
}

/// What a worker's message means for a run that it trains. Messages are read here, in the piece of the
/// program that reads those of the Train room's run.
fn worker_news(message: FromEngine, payload: Option<Arc<[u8]>>) -> WorkerNews {
    match message {
        FromEngine::Training { update } => match update.read() {
            Ok(update) => WorkerNews::Update(Box::new(update.update), payload),
            Err(error) => WorkerNews::Ended(FailureReason::Worded(error)),
        },
        FromEngine::Failed {
            id,
            error: EngineError::Rooms(error),
        } => WorkerNews::Failed(
            id,
            match error.clone().read() {
                Ok(RoomError::RunDiverged) => RunEnd::Diverged,
                _ => RunEnd::Failed(EngineError::Rooms(error).into()),
            },
        ),
        FromEngine::Failed { id, error } => WorkerNews::Failed(id, RunEnd::Failed(error.into())),
        FromEngine::Refused { .. } => WorkerNews::Ended(FailureReason::WorkerOfOtherBuild),
        FromEngine::Unavailable { reason }
        | FromEngine::DeviceLost { reason }
        | FromEngine::Crashed { reason } => WorkerNews::Ended(reason.into()),
        _ => WorkerNews::Alive,
    }
}

impl ExploreTools {
    /// A worker spoke that has no slot: it may train a run to be compared.
    pub(super) fn worker_without_slot(
        &mut self,
        context: &mut Context,
        worker: u64,
        message: FromEngine,
        payload: Option<Arc<[u8]>>,
    ) {
        let comparison = &mut self.own.run_comparison;
        if comparison.state.is_some()
            && let Some(code) = comparison.code.0
        {
            let news = RunComparisonNews::Heard(worker, worker_news(message, payload));
            code.0.update(&mut comparison.state, context, news);
        }
    }
}

impl LatentTool for RunComparison {
    type Input = RunComparisonInput;

    fn input(
        tools: &mut ExploreTools,
        _: &Facts,
        context: &mut Context,
        input: RunComparisonInput,
    ) {
        let comparison = &mut tools.own.run_comparison;
        if let RunComparisonInput::CodeArrived(code) = input {
            comparison.code.0 = Some(code);
        }
        if let Some(code) = comparison.code.0 {
            let news = RunComparisonNews::Input(input);
            code.0.update(&mut comparison.state, context, news);
        }
    }

    fn forget_model(&mut self) {}
}

/// What the piece of the program can do.
trait RunComparisonCode: Send + Sync {
    /// Applies what happened.
    fn update(
        &self,
        state: &mut Option<Arc<dyn Any + Send + Sync>>,
        context: &mut Context,
        news: RunComparisonNews,
    );
}

/// The way to the piece of the program.
#[derive(Clone, Copy)]
pub struct LoadedRunComparison(&'static dyn RunComparisonCode);

impl LoadedRunComparison {
    /// All of the code. The piece of the program that names this contains it.
    pub fn here() -> Self {
        Self(&code::ComparisonCode)
    }
}

impl fmt::Debug for LoadedRunComparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoadedRunComparison")
    }
}

impl PartialEq for LoadedRunComparison {
    fn eq(&self, _: &Self) -> bool {
        // There is but one.
        true
    }
}
