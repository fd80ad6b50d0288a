//! Shaders, compiled before a run's first step. Only on a GPU: on a CPU there are none, and nothing of
//! this happens.
//!
//! The first piece is what the page shows of the run; the others are steps beside it
//! ([`WarmUp`]), one a turn of the training loop, so that messages are answered in between.

use model::train::WarmUp;
use run_spec::RunSpec;
use web_time::{Duration, Instant};

use super::run::Run;
use super::waiting::{Letter, Waiting};
use super::{Training, post};
use crate::held::Trouble;
use protocol::{self, EngineKind, TrainNews, WarmUpPiece};

/// The compiling of a run's shaders.
pub struct Warming {
    steps: WarmUp,
    /// Pieces in all, the pictures included.
    of: usize,
    spent: Duration,
    waiting: Waiting,
}

impl Warming {
    /// Of a run that was just made.
    ///
    /// # Errors
    /// When networks like the run's cannot be made.
    fn of(run: &Run) -> Result<Self, Trouble> {
        let rivals = run.rivals.iter().map(|rival| &rival.trainer);
        let steps = WarmUp::beside(std::iter::once(&run.trainer).chain(rivals))?;
        Ok(Self {
            of: 1 + steps.left(),
            steps,
            spent: Duration::ZERO,
            waiting: Waiting::default(),
        })
    }

    /// Whether there is something to do now.
    pub(super) fn is_due(&self) -> bool {
        self.waiting.wants_shaders()
    }

    /// Takes in a command, and hands out what is to be done now.
    pub(super) fn admit(&mut self, letter: Letter) -> Vec<Letter> {
        let was_due = self.is_due();
        let now = self.waiting.admit(letter);
        if self.is_due() && !was_due {
            // The page was told that this had ended.
            self.tell_next();
        }
        now
    }

    /// The first piece: shows the run.
    pub(super) async fn show(&mut self, run: &mut Run) -> Result<(), Trouble> {
        self.tell(0, Some(WarmUpPiece::Pictures));
        let begun = Instant::now();
        run.show().await?;
        // Of a run on points, a frame and what is measured of it.
        for _ in 0..2 {
            run.tell_plane().await?;
        }
        self.spent += begun.elapsed();
        self.tell_next();
        Ok(())
    }

    /// The next of the others.
    async fn step(&mut self) -> Result<(), Trouble> {
        let begun = Instant::now();
        self.steps.advance().await?;
        self.spent += begun.elapsed();
        self.tell_next();
        Ok(())
    }

    fn tell_next(&self) {
        let next = self.steps.next().map(WarmUpPiece::Step);
        self.tell(self.of - self.steps.left(), next);
    }

    fn tell(&self, done: usize, piece: Option<WarmUpPiece>) {
        let warm_up = protocol::WarmUp {
            // A dozen at most.
            done: done as u32,
            of: self.of as u32,
            piece,
            millis: self.spent.as_secs_f64() * 1e3,
        };
        post(TrainNews::WarmingUp { warm_up }, None);
    }
}

impl Training {
    /// The warm-up that a run needs, if it needs one.
    ///
    /// # Errors
    /// When networks like the run's cannot be made.
    pub(super) fn warming_of(&self, run: &Run) -> Result<Option<Warming>, Trouble> {
        let spec = run.trainer.spec();
        let is_warm = self.warm.iter().any(|known| same_shaders(known, spec));
        if self.kind == EngineKind::Cpu || is_warm {
            return Ok(None);
        }
        Warming::of(run).map(Some)
    }

    /// Does the next piece of the warm-up; after the last one, what waited for it.
    pub(super) async fn warm_up(&mut self) {
        let Some(mut warming) = self.warming.take() else {
            return;
        };
        if let Err(trouble) = warming.step().await {
            self.failed(trouble);
            return;
        }
        if warming.steps.left() > 0 {
            self.warming = Some(warming);
            return;
        }
        let run = self.run.as_ref();
        self.warm.extend(run.map(|run| run.trainer.spec().clone()));
        for (command, payload) in warming.waiting.all() {
            self.obey(command, payload).await;
        }
    }
}

/// Whether two runs use the same shaders, as far as what is said of them tells.
fn same_shaders(one: &RunSpec, other: &RunSpec) -> bool {
    let other = RunSpec {
        seed: one.seed,
        ..other.clone()
    };
    *one == other
}
