//! Compiles shaders before a run's first step. A CPU has none, so this happens only on a GPU.
//!
//! The first piece is what the page shows of the run. The others are steps beside it ([`TrainerWarmUp`]), one
//! in each turn of the training loop, so that messages are answered in between.

use model::train::TrainerWarmUp;
use run_spec::RunSpec;
use web_time::{Duration, Instant};

use super::run::TrainerRun;
use super::waiting::{QueuedCommand, WaitingCommands};
use crate::channel::post_update;
use crate::error::RequestError;
use protocol::{self, RunId, TrainerUpdate, WarmUpPiece};

/// The compiling of a run's shaders.
pub struct ShaderWarmUp {
    run: RunId,
    steps: TrainerWarmUp,
    /// Pieces in all, the pictures included.
    of: usize,
    spent: Duration,
    waiting: WaitingCommands,
}

impl ShaderWarmUp {
    /// Of a run that was just made.
    ///
    /// # Errors
    /// When networks like the run's cannot be made.
    pub(super) fn of(run: &TrainerRun) -> Result<Self, RequestError> {
        let comparisons = run.comparisons.iter().map(|comparison| &comparison.trainer);
        let steps = TrainerWarmUp::beside(std::iter::once(&run.trainer).chain(comparisons))?;
        Ok(Self {
            run: run.id,
            of: 1 + steps.left(),
            steps,
            spent: Duration::ZERO,
            waiting: WaitingCommands::default(),
        })
    }

    /// Whether there is something to do now.
    pub(super) fn is_due(&self) -> bool {
        self.waiting.wants_shaders()
    }

    /// Takes in a command, and hands out what is to be done now.
    pub(super) fn admit(&mut self, command: QueuedCommand) -> Vec<QueuedCommand> {
        let was_due = self.is_due();
        let now = self.waiting.admit(command);
        if self.is_due() && !was_due {
            // The page believes that the warm-up has ended.
            self.report_next();
        }
        now
    }

    /// The first piece: shows the run.
    pub(super) async fn show(&mut self, run: &mut TrainerRun) -> Result<(), RequestError> {
        self.report(0, Some(WarmUpPiece::Pictures));
        let begun = Instant::now();
        run.show().await?;
        // Of a run on points, a frame and what is measured of it.
        for _ in 0..2 {
            run.report_points().await?;
        }
        self.spent += begun.elapsed();
        self.report_next();
        Ok(())
    }

    /// The next of the others.
    pub(super) async fn step(&mut self) -> Result<(), RequestError> {
        let begun = Instant::now();
        self.steps.advance().await?;
        self.spent += begun.elapsed();
        self.report_next();
        Ok(())
    }

    fn report_next(&self) {
        let next = self.steps.next().map(WarmUpPiece::Step);
        self.report(self.of - self.steps.left(), next);
    }

    fn report(&self, done: usize, piece: Option<WarmUpPiece>) {
        let warm_up = protocol::WarmUpProgress {
            // A dozen at most.
            done: done as u32,
            of: self.of as u32,
            piece,
            millis: self.spent.as_secs_f64() * 1e3,
        };
        post_update(self.run, TrainerUpdate::WarmingUp { warm_up }, None);
    }

    /// Whether all shaders are compiled.
    pub(super) fn is_done(&self) -> bool {
        self.steps.left() == 0
    }

    /// The commands that waited, in their order.
    pub(super) fn into_commands(self) -> impl Iterator<Item = QueuedCommand> {
        self.waiting.all().into_iter()
    }
}

/// Whether two runs use the same shaders, as far as their specifications tell.
pub(super) fn same_shaders(one: &RunSpec, other: &RunSpec) -> bool {
    let other = RunSpec {
        seed: one.seed,
        ..other.clone()
    };
    *one == other
}
