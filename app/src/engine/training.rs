//! The trainer's side: a run, and what it tells the page.
//!
//! The engine takes a step whenever its inbox is empty ([`Training::turn`]), and reports by time,
//! not by steps: the page wants to see as much of a slow run as of a fast one.

use model::data::Images;
use model::train::{Part, Report, Trainer};
use model::vae::Encoded;
use model::weights::Precision;
use model::{Device, latent};
use spec::RunSpec;
use web_time::{Duration, Instant};

use super::held::{Trouble, le_bytes};
use super::report::{Watch, progress, scores_are_logits};
use super::{port, run_data};
use crate::protocol::{
    DataFiles, EngineKind, FromEngine, Progress, RequestId, Sheet, StepPart, TrainCommand,
    TrainNews,
};

/// How often measurements are sent.
const REPORT_EVERY: Duration = Duration::from_millis(100);
/// How often samples are sent.
const SAMPLES_EVERY: Duration = Duration::from_millis(500);
/// How often weights are sent for Explore.
const WEIGHTS_EVERY: Duration = Duration::from_millis(1000);
/// A GPU takes commands faster than it carries them out: so many steps wait for it at most.
const STEPS_AHEAD: u32 = 8;
/// Pictures across a sheet.
const COLUMNS: usize = 8;
/// Real images, and reconstructions.
const SHOWN: usize = 64;
const RECONSTRUCTED: usize = 16;
/// Points on Explore's map.
const ENCODED: usize = 500;
/// While a run is throttled, its inbox is looked at this often.
const NAP: Duration = Duration::from_millis(30);
/// Steps after which a run has needed nearly all the memory that it ever will.
const WARM: u32 = 50;
/// Bytes of memory that a run may come to need beyond that, see [`reserve`].
const HEADROOM: usize = 3 << 20;

/// Nobody's request has this number.
const NOBODYS: RequestId = RequestId(0);

/// A run and how it is played.
pub struct Training {
    device: Device,
    kind: EngineKind,
    run: Option<Run>,
}

struct Run {
    trainer: Trainer,
    name: String,
    playing: bool,
    rate: Option<f64>,
    /// Time spent on the run, without pauses.
    spent: Duration,
    halted: bool,
    held_out: Images,
    /// Held-out images that Explore shows as points.
    encoded: Images,
    /// Steps since something was last read from the device.
    ahead: u32,
    /// Steps, and the time in them, since the last report.
    since: (u32, Duration),
    played_since: Instant,
    last_step: Option<Instant>,
    reported: Instant,
    sampled: Instant,
    weighed: Instant,
    watch: Watch,
}

impl Training {
    /// A trainer without a run; nothing where the engine was built without it.
    pub fn new(device: Device, kind: EngineKind) -> Option<Self> {
        Some(Self {
            device,
            kind,
            run: None,
        })
    }

    /// Whether there are steps to take.
    pub fn is_playing(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.playing)
    }

    /// Does what the page asks for.
    pub async fn obey(&mut self, command: TrainCommand, payload: Option<Vec<u8>>) {
        let id = request_of(&command);
        let done = match command {
            TrainCommand::Begin { id, spec, data } => self.begin(id, spec, &data, payload).await,
            // Waits for no step, and so does not come here.
            TrainCommand::Fetch { .. } => Ok(()),
            TrainCommand::Play { rate } => self.play(rate),
            TrainCommand::Pause => self.pause().await,
            TrainCommand::Step { part } => self.step_once(part).await,
            TrainCommand::Change { id, spec } => self.change(id, &spec),
            TrainCommand::Checkpoint { id } => self.checkpoint(id).await,
            TrainCommand::Restore { id } => self.restore(id, payload).await,
            TrainCommand::Weights { id } => self.weights(Some(id)).await,
        };
        if let Err(trouble) = done {
            port::post(&trouble.told(id.unwrap_or(NOBODYS), self.kind), None);
        }
    }

    /// One turn of the training loop: at most one step, then whatever is due to be told, then the
    /// inbox's turn.
    pub async fn turn(&mut self) {
        let Some(run) = self.run.as_mut() else {
            return;
        };
        if let Some(wait) = run.until_next_step() {
            port::sleep(wait.min(NAP)).await;
            return;
        }
        run.step(Part::Whole);
        if let Err(trouble) = run.tell(self.kind).await {
            run.playing = false;
            let step = run.trainer.steps();
            port::post(&trouble.told(NOBODYS, self.kind), None);
            post(TrainNews::Paused { step }, None);
        }
        port::macrotask().await;
    }

    async fn begin(
        &mut self,
        id: RequestId,
        spec: RunSpec,
        files: &DataFiles,
        payload: Option<Vec<u8>>,
    ) -> Result<(), Trouble> {
        let source = run_data::source(&spec, files, payload).await?;
        let trainer = Trainer::new(&spec, source, &self.device)?;
        let image = trainer.image();
        let real = trainer.source().batch(u64::from(spec.seed), 0, SHOWN);
        let images = trainer.source().len().map(|count| count as u64);
        let bytes = latent::picture_bytes(&real.pixels, image);
        let (sheet, bytes) = sheet(&bytes, &trainer);
        let now = Instant::now();
        let held_out = trainer.source().held_out(RECONSTRUCTED);
        let encoded = trainer.source().held_out(ENCODED);
        self.run = Some(Run {
            name: spec.model.title().to_owned(),
            watch: Watch::new(&trainer),
            trainer,
            playing: false,
            rate: None,
            spent: Duration::ZERO,
            halted: false,
            held_out,
            encoded,
            ahead: 0,
            since: (0, Duration::ZERO),
            played_since: now,
            last_step: None,
            reported: now,
            sampled: now,
            weighed: now,
        });
        post(TrainNews::Begun { id, images, sheet }, Some(&bytes));
        // The pictures of a network that has learnt nothing yet.
        if let Some(run) = self.run.as_mut() {
            run.show().await?;
            run.send_weights(None).await?;
        }
        Ok(())
    }

    fn run(&mut self) -> Result<&mut Run, Trouble> {
        let run = self.run.as_mut();
        Ok(run.ok_or("Expected a run, found none. Press Play to make one.")?)
    }

    fn play(&mut self, rate: Option<f64>) -> Result<(), Trouble> {
        let run = self.run()?;
        run.rate = rate;
        if !run.playing && !run.halted {
            run.playing = true;
            run.played_since = Instant::now();
            run.last_step = None;
            run.since = (0, Duration::ZERO);
        }
        Ok(())
    }

    async fn pause(&mut self) -> Result<(), Trouble> {
        let run = self.run()?;
        if run.playing {
            run.playing = false;
            run.report().await?;
            run.show().await?;
            run.send_weights(None).await?;
        }
        let step = run.trainer.steps();
        post(TrainNews::Paused { step }, None);
        Ok(())
    }

    async fn step_once(&mut self, part: StepPart) -> Result<(), Trouble> {
        let run = self.run()?;
        run.playing = false;
        if run.halted {
            return Ok(());
        }
        run.step(match part {
            StepPart::Whole => Part::Whole,
            StepPart::Discriminator => Part::Discriminator,
            StepPart::Generator => Part::Generator,
        });
        run.report().await?;
        run.show().await?;
        run.send_weights(None).await
    }

    fn change(&mut self, id: RequestId, spec: &RunSpec) -> Result<(), Trouble> {
        let run = self.run()?;
        run.trainer.set(spec)?;
        run.watch.set(spec);
        let step = run.trainer.steps();
        post(TrainNews::Changed { id, step }, None);
        Ok(())
    }

    async fn checkpoint(&mut self, id: RequestId) -> Result<(), Trouble> {
        let run = self.run()?;
        let bytes = run.trainer.checkpoint().await?;
        let step = run.trainer.steps();
        post(TrainNews::Checkpoint { id: Some(id), step }, Some(&bytes));
        Ok(())
    }

    async fn restore(&mut self, id: RequestId, payload: Option<Vec<u8>>) -> Result<(), Trouble> {
        let run = self.run()?;
        let bytes = payload.ok_or("Expected a checkpoint with the message, found none.")?;
        run.playing = false;
        run.trainer.restore(&bytes)?;
        run.halted = false;
        run.watch = Watch::new(&run.trainer);
        let step = run.trainer.steps();
        post(TrainNews::Restored { id, step }, None);
        run.report().await?;
        run.show().await?;
        run.send_weights(None).await
    }

    async fn weights(&mut self, id: Option<RequestId>) -> Result<(), Trouble> {
        self.run()?.send_weights(id).await
    }
}

impl Run {
    /// How long to wait for the next step, if the run is throttled.
    fn until_next_step(&self) -> Option<Duration> {
        let pause = Duration::from_secs_f64(1.0 / self.rate?.max(0.01));
        let since = self.last_step?.elapsed();
        pause.checked_sub(since).filter(|wait| !wait.is_zero())
    }

    fn step(&mut self, part: Part) {
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
    async fn tell(&mut self, kind: EngineKind) -> Result<(), Trouble> {
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

    async fn report(&mut self) -> Result<(), Trouble> {
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

    /// Sends samples, and reconstructions where there are any.
    async fn show(&mut self) -> Result<(), Trouble> {
        let begun = Instant::now();
        let step = self.trainer.steps();
        let noise = self.trainer.fixed_noise();
        let pictures = self.trainer.pictures(&noise).await?;
        self.watch.see(step, &pictures);
        let (sheet, bytes) = sheet(&pictures, &self.trainer);
        post(TrainNews::Samples { step, sheet }, Some(&bytes));
        let rebuilt = self.trainer.reconstructions(&self.held_out).await;
        if let Some(rebuilt) = rebuilt? {
            let (sheet, bytes) = pairs(&self.held_out, &rebuilt, &self.trainer);
            post(TrainNews::Reconstructions { step, sheet }, Some(&bytes));
        }
        self.spent += begun.elapsed();
        self.sampled = Instant::now();
        Ok(())
    }

    /// Sends held-out images as the encoder sees them, where there is one.
    async fn send_points(&mut self) -> Result<(), Trouble> {
        let codes = self.trainer.posteriors(&self.encoded).await?;
        let Some(Encoded { means, spreads }) = codes else {
            return Ok(());
        };
        let latent = self.trainer.spec().latent;
        let count = self.encoded.len();
        let labels = self.encoded.labels().map(<[u8]>::to_vec);
        // Coordinates of a run that diverges are no places on a map.
        if means.iter().chain(&spreads).any(|value| !value.is_finite()) {
            return Ok(());
        }
        let mut payload = le_bytes([&means, &spreads]);
        payload.extend(labels.unwrap_or_else(|| vec![0; count]));
        let step = self.trainer.steps();
        let news = TrainNews::Points {
            step,
            count,
            latent,
        };
        post(news, Some(&payload));
        Ok(())
    }

    async fn send_weights(&mut self, id: Option<RequestId>) -> Result<(), Trouble> {
        let step = self.trainer.steps();
        let title = format!("{}, {step} steps", self.name);
        let bytes = self.trainer.weights(&title, Precision::F32).await;
        let bytes = bytes?;
        post(TrainNews::Weights { id, step }, Some(&bytes));
        self.send_points().await?;
        self.weighed = Instant::now();
        Ok(())
    }
}

fn post(news: TrainNews, payload: Option<&[u8]>) {
    port::post(&FromEngine::Training { news }, payload);
}

fn request_of(command: &TrainCommand) -> Option<RequestId> {
    match command {
        TrainCommand::Begin { id, .. }
        | TrainCommand::Change { id, .. }
        | TrainCommand::Fetch { id, .. }
        | TrainCommand::Checkpoint { id }
        | TrainCommand::Restore { id }
        | TrainCommand::Weights { id } => Some(*id),
        TrainCommand::Play { .. } | TrainCommand::Pause | TrainCommand::Step { .. } => None,
    }
}

/// Pictures one after another, laid out as a sheet.
fn sheet(pictures: &[u8], trainer: &Trainer) -> (Sheet, Vec<u8>) {
    let image = trainer.image();
    let count = pictures.len() / image.len();
    let rows = count / COLUMNS;
    let bytes = latent::montage(&pictures[..rows * COLUMNS * image.len()], image, COLUMNS);
    let sheet = Sheet {
        width: COLUMNS * image.width,
        height: rows * image.height,
        channels: image.channels,
        columns: COLUMNS,
    };
    (sheet, bytes)
}

/// Rows of images, each row with its reconstructions below.
fn pairs(images: &Images, rebuilt: &[u8], trainer: &Trainer) -> (Sheet, Vec<u8>) {
    let size = trainer.image().len();
    let count = images.len() / COLUMNS * COLUMNS;
    let mut all = Vec::with_capacity(2 * count * size);
    for row in (0..count).step_by(COLUMNS) {
        for index in row..row + COLUMNS {
            all.extend_from_slice(images.bytes(index));
        }
        all.extend_from_slice(&rebuilt[row * size..(row + COLUMNS) * size]);
    }
    sheet(&all, trainer)
}

/// Asks for memory and gives it back at once: a worker's memory only grows, and what reports and
/// steps free between one another comes back in other sizes. With some room to begin with it stays
/// at one size for thousands of steps, where it otherwise grows by a piece now and then.
fn reserve(bytes: usize) {
    let room: Vec<u8> = Vec::with_capacity(bytes);
    // Or the compiler sees that nothing is ever written there, and asks for nothing.
    std::hint::black_box(&room);
}
