//! A run, its steps and its reports.

use model::Device;
use model::train::{StepPart, StepReport, Trainer};
use run_spec::RunSpec;
use web_time::{Duration, Instant};

use super::pace::Pace;
use super::pictures::Pictures;
use super::plane::Measuring;
use super::post;
use super::rivals::Rival;
use crate::held::Trouble;
use crate::report::{Watch, progress, scores_are_logits};
use protocol::{EngineKind, Progress, TrainNews};

/// How often measurements are sent.
const REPORT_EVERY: Duration = Duration::from_millis(100);
/// Short steps are taken for so long before the inbox is looked at.
const SLICE: Duration = Duration::from_millis(4);
/// A GPU takes commands faster than it carries them out: so many steps wait for it at most.
const STEPS_AHEAD: u32 = 8;
/// Steps after which a run has needed nearly all the memory that it ever will.
const WARM: u32 = 50;
/// Bytes of memory that a run may come to need beyond that, see [`reserve`].
const HEADROOM: usize = 3 << 20;

/// A run.
pub struct Run {
    pub(super) trainer: Trainer,
    pub(super) name: String,
    pub(super) playing: bool,
    pub(super) rate: Option<f64>,
    /// Time spent on the run, without pauses.
    pub(super) spent: Duration,
    pub(super) halted: bool,
    /// Runs beside this one; a run on images has none.
    pub(super) rivals: Vec<Rival>,
    pub(super) scene: Scene,
    /// When a run on points is shown.
    pub(super) pace: Pace,
    /// Steps since something was last read from the device.
    pub(super) ahead: u32,
    /// Steps, and the time in them, since the last report.
    pub(super) since: (u32, Duration),
    pub(super) played_since: Instant,
    pub(super) last_step: Option<Instant>,
    pub(super) reported: Instant,
    pub(super) made: Instant,
    pub(super) watch: Watch,
}

/// What there is to see of a run.
pub enum Scene {
    /// Of one on images.
    Pictures(Pictures),
    /// Of one on points of a plane.
    Plane(Measuring),
}

impl Run {
    /// A run that has not begun. `undrawn` is [`Pace::undrawn`] of the run before.
    ///
    /// # Errors
    /// When the networks beside `trainer` cannot be made.
    pub(super) fn new(trainer: Trainer, device: &Device, undrawn: u32) -> Result<Self, Trouble> {
        let spec: &RunSpec = trainer.spec();
        let rivals = Rival::all(&trainer, device)?;
        let (scene, shown) = if spec.is_points() {
            (Scene::Plane(Measuring::default()), 1 + rivals.len())
        } else {
            (Scene::Pictures(Pictures::of(&trainer)), 0)
        };
        let now = Instant::now();
        Ok(Self {
            name: spec.model.title().to_owned(),
            watch: Watch::new(&trainer),
            trainer,
            playing: false,
            rate: None,
            spent: Duration::ZERO,
            halted: false,
            rivals,
            scene,
            pace: Pace::new(shown, undrawn),
            ahead: 0,
            since: (0, Duration::ZERO),
            played_since: now,
            last_step: None,
            reported: now,
            made: now,
        })
    }

    /// Whether there is anything to do, or to be told.
    pub(super) fn is_busy(&self) -> bool {
        self.playing || self.until_next_telling().is_some()
    }

    /// How long until something of a run on points is to be told.
    pub(super) fn until_next_telling(&self) -> Option<Duration> {
        self.pace.wait(self.made.elapsed(), self.playing)
    }

    /// Networks or settings are others than those that were shown.
    pub(super) fn has_changed(&mut self) {
        self.pace.changed();
    }

    /// What the detectors saw was another state's.
    pub(super) fn watch_anew(&mut self) {
        self.watch = Watch::new(&self.trainer);
        for rival in &mut self.rivals {
            rival.watch_anew();
        }
    }

    /// How long until there is anything to do; nothing if there is already.
    pub(super) fn until_next_turn(&self) -> Option<Duration> {
        let telling = self.until_next_telling();
        let wait = match self.until_next_step() {
            Some(step) if self.playing => telling.map_or(step, |telling| telling.min(step)),
            None if self.playing => return None,
            _ => telling?,
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
        for rival in &mut self.rivals {
            rival.step(part);
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

    /// Tells what is due.
    pub(super) async fn tell(&mut self, kind: EngineKind) -> Result<(), Trouble> {
        let far_ahead = kind == EngineKind::WebGpu && self.ahead >= STEPS_AHEAD;
        if far_ahead || self.reported.elapsed() >= REPORT_EVERY {
            self.report().await?;
        }
        if self.playing {
            self.tell_pictures().await?;
        }
        self.tell_plane().await
    }

    pub(super) async fn report(&mut self) -> Result<(), Trouble> {
        let begun = Instant::now();
        let report: StepReport = self.trainer.report().await?;
        // On a GPU, the steps themselves are waited for here.
        self.since.1 += begun.elapsed();
        self.spent += begun.elapsed();
        self.ahead = 0;
        let (steps, spent) = self.since;
        let millis = spent.as_secs_f64() * 1e3 / f64::from(steps.max(1));
        let wall = self.played_since.elapsed().as_secs_f64().max(1e-6);
        self.watch.look(&report);
        let (findings, diverged) = self.watch.findings();
        self.halted = diverged;
        if self.halted {
            self.playing = false;
        }
        let logits = scores_are_logits(self.trainer.spec());
        let progress = Progress {
            elapsed_seconds: self.spent.as_secs_f64(),
            millis_per_step: if steps == 0 { 0.0 } else { millis },
            steps_per_second: f64::from(steps) / wall,
            findings,
            halted: self.halted,
            ..progress(&report, logits)
        };
        self.since = (0, Duration::ZERO);
        self.played_since = Instant::now();
        self.reported = self.played_since;
        post(TrainNews::Progress { progress }, None);
        Ok(())
    }
}

/// Asks for memory and gives it back at once: a worker's memory only grows, and what reports and
/// steps free between one another comes back in other sizes. With some room to begin with it stays
/// at one size for thousands of steps, where it otherwise grows by a piece now and then.
fn reserve(bytes: usize) {
    let room: Vec<u8> = Vec::with_capacity(bytes);
    // Or the compiler sees that nothing is ever written there, and asks for nothing.
    std::hint::black_box(&room);
}
