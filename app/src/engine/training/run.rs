//! A run, its steps and its reports.

use model::data::Images;
use model::train::{Part, Report, Trainer};
use web_time::{Duration, Instant};

use super::post;
use crate::engine::held::Trouble;
use crate::engine::report::{Watch, progress, scores_are_logits};
use crate::protocol::{EngineKind, Progress, TrainNews};

/// How often measurements are sent.
const REPORT_EVERY: Duration = Duration::from_millis(100);
/// How often samples are sent.
const SAMPLES_EVERY: Duration = Duration::from_millis(500);
/// How often weights are sent for Explore.
const WEIGHTS_EVERY: Duration = Duration::from_millis(1000);
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
    pub(super) held_out: Images,
    /// Held-out images that Explore shows as points.
    pub(super) encoded: Images,
    /// Steps since something was last read from the device.
    pub(super) ahead: u32,
    /// Steps, and the time in them, since the last report.
    pub(super) since: (u32, Duration),
    pub(super) played_since: Instant,
    pub(super) last_step: Option<Instant>,
    pub(super) reported: Instant,
    pub(super) sampled: Instant,
    pub(super) weighed: Instant,
    pub(super) watch: Watch,
}

impl Run {
    /// How long to wait for the next step, if the run is throttled.
    pub(super) fn until_next_step(&self) -> Option<Duration> {
        let pause = Duration::from_secs_f64(1.0 / self.rate?.max(0.01));
        let since = self.last_step?.elapsed();
        pause.checked_sub(since).filter(|wait| !wait.is_zero())
    }

    pub(super) fn step(&mut self, part: Part) {
        let begun = Instant::now();
        self.trainer.step(part);
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
        if self.playing && self.sampled.elapsed() >= SAMPLES_EVERY {
            self.show().await?;
        }
        if self.playing && self.weighed.elapsed() >= WEIGHTS_EVERY {
            self.send_weights(None).await?;
        }
        Ok(())
    }

    pub(super) async fn report(&mut self) -> Result<(), Trouble> {
        let begun = Instant::now();
        let report: Report = self.trainer.report().await?;
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
