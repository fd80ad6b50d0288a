//! Runs beside the first one: the same but for what discriminator and generator play for.

use model::Device;
use model::train::{StepPart, Trainer};
use run_spec::{ComparisonLosses, GanLoss, RunSpec};

use crate::error::RequestError;
use crate::report::RunMonitor;
use protocol::RunFinding;

/// A run beside the first one.
pub struct ComparisonRun {
    pub(super) trainer: Trainer,
    pub(super) monitor: RunMonitor,
    /// Whether it diverged, and takes no more steps.
    halted: bool,
}

impl ComparisonRun {
    /// A run for each of the losses beside a trainer's own, on the same data.
    ///
    /// # Errors
    /// When one cannot be made.
    pub fn all(first: &Trainer, device: &Device) -> Result<Vec<Self>, RequestError> {
        let losses = first.spec().comparison_losses().iter();
        let made = losses.map(|loss| {
            let spec = beside(first.spec(), *loss);
            let trainer = Trainer::new(&spec, first.source().clone(), device)?;
            Ok(Self {
                monitor: RunMonitor::new(&trainer),
                trainer,
                halted: false,
            })
        });
        made.collect()
    }

    /// Takes a step, unless it diverged.
    pub fn step(&mut self, part: StepPart) {
        if !self.halted {
            self.trainer.step(part);
        }
    }

    /// Takes over what changed in the first run, but for the loss.
    ///
    /// # Errors
    /// When it cannot be trained so.
    pub fn set(&mut self, first: &RunSpec) -> Result<(), RequestError> {
        let spec = beside(first, self.trainer.spec().gan_loss);
        self.trainer.set(&spec)?;
        self.monitor.set(&spec, self.trainer.steps());
        Ok(())
    }

    /// What was seen of it was another state's.
    pub fn reset_monitor(&mut self) {
        self.monitor = RunMonitor::new(&self.trainer);
        self.halted = false;
    }

    /// Looks at its newest step, and says what is wrong.
    ///
    /// # Errors
    /// When the device fails.
    pub async fn findings(&mut self) -> Result<Vec<RunFinding>, RequestError> {
        let report = self.trainer.report().await?;
        self.monitor.observe_report(&report);
        let (findings, diverged) = self.monitor.findings();
        self.halted |= diverged;
        Ok(findings)
    }
}

/// A run's specification with another loss, and nothing beside it.
fn beside(first: &RunSpec, gan_loss: GanLoss) -> RunSpec {
    RunSpec {
        gan_loss,
        compare_losses: ComparisonLosses::default(),
        ..first.clone()
    }
}
