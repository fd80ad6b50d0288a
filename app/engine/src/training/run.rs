//! A run, its steps and their reports.

use model::Device;
use model::train::{StepPart, StepReport, Trainer};
use run_spec::RunSpec;
use web_time::{Duration, Instant};

use super::comparison::ComparisonRun;
use super::frame_scheduler::FrameScheduler;
use super::pictures::ImageDisplay;
use super::plane::PointDisplay;
use crate::channel::post_update;
use crate::error::RequestError;
use crate::report::{RunMonitor, progress, scores_are_logits};
use protocol::{EngineKind, RunId, TrainProgress, TrainerUpdate};

/// Short steps are taken for so long before the inbox is looked at.
const SLICE: Duration = Duration::from_millis(4);
/// Steps after which a run has needed nearly all the memory that it ever will.
const WARM: u32 = 50;
/// Bytes of memory that a run may come to need beyond that, see [`reserve`].
const HEADROOM: usize = 3 << 20;

/// A run.
pub struct TrainerRun {
    pub(super) id: RunId,
    pub(super) trainer: Trainer,
    pub(super) name: String,
    pub(super) playing: bool,
    pub(super) rate: Option<f64>,
    /// Time spent on the run, without pauses, in this visit and before.
    pub(super) spent: Duration,
    pub(super) halted: bool,
    /// Runs beside this one; a run on images has none.
    pub(super) comparisons: Vec<ComparisonRun>,
    pub(super) display: RunDisplay,
    /// When a run on points is shown.
    pub(super) schedule: FrameScheduler,
    /// Steps since something was last read from the device.
    pub(super) ahead: u32,
    /// Steps, and the time in them, since the last report.
    pub(super) since: (u32, Duration),
    pub(super) played_since: Instant,
    /// Milliseconds for a step, and steps per second, as last measured.
    pub(super) pace: (f64, f64),
    pub(super) last_step: Option<Instant>,
    pub(super) reported: Instant,
    pub(super) made: Instant,
    pub(super) monitor: RunMonitor,
}

/// What there is to see of a run.
pub enum RunDisplay {
    /// Of one on images.
    Images(ImageDisplay),
    /// Of one on points of a plane.
    Points(PointDisplay),
}

impl TrainerRun {
    /// A run that has not begun. `undrawn` is [`FrameScheduler::undrawn`] of the run before.
    ///
    /// # Errors
    /// When the networks beside `trainer` cannot be made.
    pub(super) fn new(
        id: RunId,
        trainer: Trainer,
        device: &Device,
        undrawn: u32,
    ) -> Result<Self, RequestError> {
        let spec: &RunSpec = trainer.spec();
        let comparisons = ComparisonRun::all(&trainer, device)?;
        let (display, shown) = if spec.is_points() {
            (
                RunDisplay::Points(PointDisplay::default()),
                1 + comparisons.len(),
            )
        } else {
            (RunDisplay::Images(ImageDisplay::of(&trainer)), 0)
        };
        let now = Instant::now();
        Ok(Self {
            id,
            name: spec.model.title().to_owned(),
            monitor: RunMonitor::new(&trainer),
            spent: time_spent(&trainer),
            trainer,
            playing: false,
            rate: None,
            halted: false,
            comparisons,
            display,
            schedule: FrameScheduler::new(shown, undrawn),
            ahead: 0,
            since: (0, Duration::ZERO),
            played_since: now,
            pace: (0.0, 0.0),
            last_step: None,
            reported: now,
            made: now,
        })
    }

    /// Reports on the run to the page.
    pub(super) fn post(&self, update: TrainerUpdate, payload: Option<&[u8]>) {
        post_update(self.id, update, payload);
    }

    /// The run is at a checkpoint: what was seen, measured and spent since is of no meaning.
    pub(super) fn has_gone_back(&mut self) {
        self.halted = false;
        self.spent = time_spent(&self.trainer);
        self.since = (0, Duration::ZERO);
        self.reset_monitor();
        if let RunDisplay::Points(points) = &mut self.display {
            points.reset();
            self.schedule.data_changed();
        }
    }

    /// Whether there is anything to do, or to report.
    pub(super) fn is_busy(&self) -> bool {
        self.playing || self.until_next_update().is_some()
    }

    /// How long until an update of a run on points is due.
    pub(super) fn until_next_update(&self) -> Option<Duration> {
        self.schedule.wait(self.made.elapsed(), self.playing)
    }

    /// Networks or settings are others than those that were shown.
    pub(super) fn has_changed(&mut self) {
        self.schedule.changed();
    }

    /// What the detectors saw was another state's.
    pub(super) fn reset_monitor(&mut self) {
        self.monitor = RunMonitor::new(&self.trainer);
        for comparison in &mut self.comparisons {
            comparison.reset_monitor();
        }
    }

    /// How long until there is anything to do; nothing if there is already.
    pub(super) fn until_next_turn(&self) -> Option<Duration> {
        let update = self.until_next_update();
        let wait = match self.until_next_step() {
            Some(step) if self.playing => update.map_or(step, |update| update.min(step)),
            None if self.playing => return None,
            _ => update?,
        };
        (!wait.is_zero()).then_some(wait)
    }

    /// Whether a step is to be taken now.
    pub(super) fn is_to_step(&self) -> bool {
        self.playing && self.until_next_step().is_none()
    }

    /// Takes a step, or on a CPU as many as fit between two looks at the inbox: what else happens in
    /// a turn takes longer than a short step.
    pub(super) fn steps(&mut self, kind: EngineKind) {
        let begun = Instant::now();
        self.step(StepPart::Whole);
        while kind == EngineKind::Cpu && self.rate.is_none() && begun.elapsed() < SLICE {
            self.step(StepPart::Whole);
        }
    }

    /// How long to wait for the next step, if the run is throttled.
    fn until_next_step(&self) -> Option<Duration> {
        let pause = Duration::from_secs_f64(1.0 / self.rate?.max(0.01));
        let since = self.last_step?.elapsed();
        pause.checked_sub(since).filter(|wait| !wait.is_zero())
    }

    pub(super) fn step(&mut self, part: StepPart) {
        let begun = Instant::now();
        self.trainer.step(part);
        self.stepped(part, begun);
    }

    /// The run took a step, and so do those beside it.
    pub(super) fn stepped(&mut self, part: StepPart, begun: Instant) {
        for comparison in &mut self.comparisons {
            comparison.step(part);
        }
        self.has_changed();
        if self.trainer.steps() == WARM {
            reserve(HEADROOM);
        }
        let took = begun.elapsed();
        self.last_step = Some(begun);
        self.ahead += 1;
        self.since.0 += 1;
        self.since.1 += took;
        self.spent += took;
    }

    /// Sends the newest measurements.
    pub(super) async fn report(&mut self) -> Result<(), RequestError> {
        let begun = Instant::now();
        let report: StepReport = self.trainer.report().await?;
        // On a GPU, the steps themselves are waited for here.
        self.since.1 += begun.elapsed();
        self.spent += begun.elapsed();
        self.ahead = 0;
        let (steps, spent) = self.since;
        // A report right after another one has measured nothing new.
        if steps > 0 {
            let wall = self.played_since.elapsed().as_secs_f64().max(1e-6);
            let steps = f64::from(steps);
            self.pace = (spent.as_secs_f64() * 1e3 / steps, steps / wall);
        }
        self.monitor.observe_report(&report);
        let (findings, diverged) = self.monitor.findings();
        self.halted = diverged;
        if self.halted {
            self.playing = false;
        }
        let logits = scores_are_logits(self.trainer.spec());
        let progress = TrainProgress {
            elapsed_seconds: self.spent.as_secs_f64(),
            millis_per_step: self.pace.0,
            steps_per_second: self.pace.1,
            findings,
            halted: self.halted,
            ..progress(&report, logits)
        };
        self.since = (0, Duration::ZERO);
        self.played_since = Instant::now();
        self.reported = self.played_since;
        self.post(TrainerUpdate::Progress { progress }, None);
        Ok(())
    }
}

/// The time that was spent on a run, as its checkpoint says.
pub(super) fn time_spent(trainer: &Trainer) -> Duration {
    Duration::try_from_secs_f64(trainer.elapsed_seconds()).unwrap_or_default()
}

/// Asks for memory and gives it back at once: a worker's memory only grows, and what reports and
/// steps free between one another comes back in other sizes. With some room to begin with it stays
/// at one size for thousands of steps, where it otherwise grows by a piece now and then.
fn reserve(bytes: usize) {
    let room: Vec<u8> = Vec::with_capacity(bytes);
    // Or the compiler sees that nothing is ever written there, and asks for nothing.
    std::hint::black_box(&room);
}
