//! What happens to the comparison: the piece of the program that arrives with the Compare room.

use std::any::Any;
use std::mem;
use std::sync::Arc;

use super::figures::classifier_of;
use super::state::{
    ComparedRunPhase, ComparedRunState, ComparedSource, ComparisonTrainer, EvaluationJob,
    MeasuredPictures, RunComparisonInput, RunComparisonState,
};
use super::{RunComparisonCode, RunComparisonNews, RunEnd, WorkerNews};
use crate::context::Context;
use crate::data_files::files_of;
use crate::failure_reason::{FailureReason, UnfitAnswer};
use crate::host_command::HostCommand;
use protocol::{
    ComparedRun, EngineKind, RunId, RunMeasurement, ToEngine, TrainCommand, TrainerUpdate,
    WorkerRole,
};

/// The code of the comparison.
pub(super) struct ComparisonCode;

/// A run that is trained is measured so often.
const STOPS: u32 = 4;
/// So many pictures are drawn each time, and so many held-out images looked at.
const PICTURES: usize = 500;
/// In so many training images the nearest ones are looked for.
const TRAINING_IMAGES: usize = 2000;
/// A worker that says nothing for so long is given up. It may fetch its program and its data meanwhile, or
/// measure pictures on a slow device.
const PATIENCE_MILLIS: f64 = 180_000.0;
/// A tick that comes later than this after the one before: the tab was hidden, or the laptop slept.
const LATE_TICK_MILLIS: f64 = 4_000.0;

impl RunComparisonCode for ComparisonCode {
    fn update(
        &self,
        state: &mut Option<Arc<dyn Any + Send + Sync>>,
        context: &mut Context,
        news: RunComparisonNews,
    ) {
        let shown = state.take().and_then(|state| state.downcast().ok());
        let mut shown: Arc<RunComparisonState> = shown.unwrap_or_default();
        if shown.concerns(&news) {
            Arc::make_mut(&mut shown).update(context, news);
        }
        *state = Some(shown);
    }
}

impl RunComparisonState {
    /// Whether anything follows from this.
    fn concerns(&self, news: &RunComparisonNews) -> bool {
        match news {
            RunComparisonNews::Input(_) => true,
            RunComparisonNews::Heard(worker, _) => {
                let training = self.training.as_ref();
                training.is_some_and(|training| training.number == *worker)
            }
        }
    }

    fn update(&mut self, context: &mut Context, news: RunComparisonNews) {
        match news {
            RunComparisonNews::Heard(_, news) => {
                self.silent_millis = 0.0;
                self.heard(context, news);
            }
            RunComparisonNews::Input(input) => match input {
                RunComparisonInput::CodeArrived(_) => {}
                RunComparisonInput::Choose(plan) => self.plan = plan.within_limits(),
                RunComparisonInput::AddFiles(files) => self.add_files(&files),
                RunComparisonInput::AddKept { id, title } => self.read_kept(context, id, title),
                RunComparisonInput::KeptRead { id, bytes } => self.kept_read(&id, bytes),
                RunComparisonInput::RemoveFile(number) => self.remove_file(context, number),
                RunComparisonInput::Begin => self.begin(context),
                RunComparisonInput::Stop => self.stop(context),
                RunComparisonInput::Tick(now) => self.tick(context, now),
                RunComparisonInput::Evaluated { number, figures } => {
                    self.evaluated(context, number, &figures);
                }
                RunComparisonInput::EvaluationFailed { number } => {
                    self.evaluation_failed(context, number);
                }
                RunComparisonInput::OpenTable(file) => self.open_table(file),
                RunComparisonInput::RefuseTables { first, count } => {
                    self.refuse_tables(&first, count);
                }
                RunComparisonInput::TableRead { number, answer } => {
                    self.table_read(number, answer);
                }
                RunComparisonInput::RemoveTable => self.remove_table(),
                RunComparisonInput::TakeCsv => {
                    let data = self.begun.as_ref().map_or("", |plan| plan.data.as_str());
                    context.command(HostCommand::Save {
                        name: format!("{data}-comparison.csv"),
                        kind: "text/csv",
                        bytes: self.table().to_csv().into_bytes().into(),
                    });
                }
            },
        }
    }

    /// Begins what is chosen.
    fn begin(&mut self, context: &mut Context) {
        let plan = self.plan.clone();
        let files = self.fitting().map(|file| {
            let source = ComparedSource::File(Arc::clone(file));
            ComparedRunState::waiting(source, file.spec.seed)
        });
        let trained = (1..=plan.seeds).flat_map(|seed| {
            let families = plan.families.iter();
            families
                .map(move |family| ComparedRunState::waiting(ComparedSource::Family(*family), seed))
        });
        let runs: Vec<_> = files.chain(trained).collect();
        if runs.is_empty() {
            return;
        }
        self.end_worker(context);
        self.job = None;
        self.data_values = None;
        self.runs = runs;
        self.begun = Some(plan);
        self.train_next(context);
    }

    /// Trains and measures no further. A run that was not measured to its end has no figures.
    fn stop(&mut self, context: &mut Context) {
        self.end_worker(context);
        self.job = None;
        for run in self.runs.iter_mut().filter(|run| !run.has_ended()) {
            run.phase = ComparedRunPhase::Stopped;
        }
    }

    /// Has a worker of its own train the next run whose turn it is, or read it from its file.
    pub(super) fn train_next(&mut self, context: &mut Context) {
        let waiting = |run: &ComparedRunState| run.phase == ComparedRunPhase::Waiting;
        let (Some(run), Some(plan)) = (self.runs.iter().position(waiting), &self.begun) else {
            return;
        };
        let ComparedRunState { source, seed, .. } = &self.runs[run];
        let (spec, budget, checkpoint) = match source {
            ComparedSource::Family(family) => {
                let Some(spec) = family.spec(plan.data, *seed, plan.recipe_budget()) else {
                    return;
                };
                (spec, Some(plan.budget), None)
            }
            ComparedSource::File(file) => (file.spec.clone(), None, Some(Arc::clone(&file.bytes))),
        };
        let worker = context
            .slots
            .start(EngineKind::Cpu, WorkerRole::Trainer, context.outbox);
        let (data, _) = files_of(plan.data, false, context.base, None);
        let id = context.next_request();
        let command = TrainCommand::TrainCompared {
            id,
            run: ComparedRun {
                spec,
                data,
                budget,
                checkpoints: self.runs[run].checkpoints(),
                count: PICTURES,
                training: TRAINING_IMAGES,
            },
        };
        context.command(HostCommand::Send {
            worker: worker.number,
            message: ToEngine::Train {
                run: RunId::NONE,
                command,
            },
            payload: checkpoint,
        });
        self.runs[run].phase = ComparedRunPhase::Training;
        self.silent_millis = 0.0;
        self.training = Some(ComparisonTrainer {
            number: worker.number,
            id,
            run,
            measured: Vec::new(),
        });
    }

    pub(super) fn end_worker(&mut self, context: &mut Context) -> Option<ComparisonTrainer> {
        let training = self.training.take()?;
        context.command(HostCommand::StopWorker {
            worker: training.number,
        });
        Some(training)
    }

    fn heard(&mut self, context: &mut Context, news: WorkerNews) {
        let Some(training) = &self.training else {
            return;
        };
        let (asked, run) = (training.id, training.run);
        match news {
            WorkerNews::Update(update, payload) => match *update {
                TrainerUpdate::ComparedProgress { id, step, seconds } if id == asked => {
                    self.runs[run].step = step;
                    self.runs[run].seconds = seconds;
                }
                TrainerUpdate::RunMeasured { id, measurement } if id == asked => {
                    self.measured(context, measurement, payload);
                }
                _ => {}
            },
            WorkerNews::Failed(id, end) if id == asked => {
                let phase = match end {
                    RunEnd::Diverged => ComparedRunPhase::Diverged,
                    RunEnd::Failed(reason) => ComparedRunPhase::Failed(reason),
                };
                self.trained(context, phase);
            }
            WorkerNews::Ended(reason) => {
                self.trained(context, ComparedRunPhase::Failed(reason));
            }
            WorkerNews::Failed(..) | WorkerNews::Alive => {}
        }
    }

    /// The run is at a stop.
    fn measured(
        &mut self,
        context: &mut Context,
        measurement: RunMeasurement,
        payload: Option<Arc<[u8]>>,
    ) {
        let Some(training) = &mut self.training else {
            return;
        };
        let expected = training.measured.len() as u32 + 1;
        let pictures = payload.unwrap_or_default();
        let fits = measurement.checkpoint == expected
            && measurement.payload_bytes() == Some(pictures.len());
        if !fits {
            let [width, height, channels] = measurement.image;
            let unfit = UnfitAnswer::PicturesBytes {
                count: measurement.drawn,
                width,
                height,
                channels,
                found: pictures.len(),
            };
            self.trained(context, ComparedRunPhase::Failed(unfit.into()));
            return;
        }
        let run = &mut self.runs[training.run];
        run.step = measurement.step;
        run.seconds = measurement.seconds;
        training.measured.push(MeasuredPictures {
            measurement,
            pictures,
        });
        if expected == run.checkpoints() {
            self.trained(context, ComparedRunPhase::Done);
        }
    }

    /// The run is trained no further: what it came to is measured, then the next one's turn comes.
    fn trained(&mut self, context: &mut Context, then: ComparedRunPhase) {
        let Some(training) = self.end_worker(context) else {
            return;
        };
        let run = training.run;
        let Some(plan) = self
            .begun
            .as_ref()
            .filter(|_| !training.measured.is_empty())
        else {
            self.runs[run].phase = then;
            self.train_next(context);
            return;
        };
        self.runs[run].phase = ComparedRunPhase::Measuring;
        self.silent_millis = 0.0;
        self.jobs += 1;
        let classifier = classifier_of(plan.data);
        self.job = Some(Arc::new(EvaluationJob {
            number: self.jobs,
            data: plan.data,
            classifier: classifier.map(|file| format!("{}assets/classifiers/{file}", context.base)),
            stops: training.measured,
            checkpoints: self.runs[run].checkpoints(),
            run,
            then,
        }));
    }

    /// A second passed.
    fn tick(&mut self, context: &mut Context, now: f64) {
        let passed = now - self.ticked.replace(now).unwrap_or(now);
        if !self.is_running() || !(0.0..LATE_TICK_MILLIS).contains(&passed) {
            self.silent_millis = 0.0;
            return;
        }
        self.silent_millis += passed;
        if self.silent_millis < PATIENCE_MILLIS {
            return;
        }
        let seconds = mem::take(&mut self.silent_millis) / 1000.0;
        let reason = FailureReason::Silent { seconds };
        match self.job.as_ref().map(|job| job.number) {
            Some(number) => self.evaluation_failed(context, number),
            None => self.trained(context, ComparedRunPhase::Failed(reason)),
        }
    }
}

impl ComparedRunState {
    /// A run whose turn has not come.
    fn waiting(source: ComparedSource, seed: u32) -> Self {
        Self {
            source,
            seed,
            phase: ComparedRunPhase::Waiting,
            step: 0,
            seconds: 0.0,
            stops: Vec::new(),
        }
    }

    /// How often it is measured.
    fn checkpoints(&self) -> u32 {
        match self.source {
            ComparedSource::Family(_) => STOPS,
            ComparedSource::File(_) => 1,
        }
    }
}
