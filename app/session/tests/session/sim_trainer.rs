//! The trainer of a [`Sim`]: takes steps that learn nothing, and reports them.

use protocol::payload::f32_bytes;
use protocol::{
    CheckedFile, DataFiles, FrameHeader, FrameLayer, FrameLayerKind, FromEngine, ImageSheet,
    JudgedRun, QualityMeasure, QualityUpdate, RequestId, RestoredRun, RunId, RunStart, RunUpdate,
    StepTurn, TensorSummary, ToEngine, TraceStage, TraceStageKind, TrainCommand, TrainProgress,
    TrainerUpdate, WorkerRole,
};

use session::{HostCommand, LAB_THREADS, SessionEvent, TrainRoom};

use crate::sim::Sim;

/// Where the runs that the site ships end.
pub const SHIPPED_STEP: u32 = 5000;

/// A sheet of one picture of two by two grey pixels.
pub const SHEET: ImageSheet = ImageSheet {
    width: 2,
    height: 2,
    channels: 1,
    columns: 1,
};

impl Sim {
    /// The trainer, if there is one: a lab's, beside which the browser's waits.
    pub fn trainer(&self) -> Option<u64> {
        let workers = self.alive.keys().copied();
        let mut trainers = workers.filter(|worker| self.roles[worker] == WorkerRole::Trainer);
        let in_lab = |worker: &u64| self.threads[worker] == LAB_THREADS;
        trainers.clone().find(in_lab).or_else(|| trainers.next())
    }

    /// The trainer takes steps unasked, as a playing one does, and reports.
    pub fn train_on(&mut self, steps: u32) {
        self.steps += steps;
        for (update, payload) in self.report() {
            let trainer = self.trainer().expect("a trainer");
            self.says(trainer, self.update(update), payload);
        }
    }

    fn report(&self) -> Vec<(TrainerUpdate, Option<Vec<u8>>)> {
        let progress = TrainProgress {
            step: self.steps,
            losses: vec![("G loss".to_owned(), 1.0 / self.steps as f32)],
            ..TrainProgress::default()
        };
        let step = self.steps;
        let told = (TrainerUpdate::Progress { progress }, None);
        if self.points {
            return vec![told, self.frame(0), (self.quality(0), None)];
        }
        vec![
            told,
            (
                TrainerUpdate::Samples { step, sheet: SHEET },
                Some(vec![step as u8; 4]),
            ),
        ]
    }

    /// A frame of a run on points: two points, as many steps from the middle as were taken.
    pub fn frame(&self, run: usize) -> (TrainerUpdate, Option<Vec<u8>>) {
        let frame = FrameHeader {
            run,
            step: self.steps,
            layers: vec![FrameLayer {
                kind: FrameLayerKind::Generated,
                rows: 2,
                columns: 2,
            }],
        };
        let at = self.steps as f32;
        (
            TrainerUpdate::Frame { frame },
            Some(f32_bytes(&[at, 0.0, 0.0, at])),
        )
    }

    /// What such a run measures: 1 / step.
    pub fn quality(&self, run: usize) -> TrainerUpdate {
        let measure = QualityMeasure {
            name: "Grid JS".to_owned(),
            value: 1.0 / f64::from(self.steps.max(1)),
            ..QualityMeasure::default()
        };
        let quality = QualityUpdate {
            run,
            step: self.steps,
            points: 2500,
            measures: vec![measure],
            ..QualityUpdate::default()
        };
        TrainerUpdate::Quality { quality }
    }

    /// What the trainer says of the run that it has.
    pub fn update(&self, update: TrainerUpdate) -> FromEngine {
        let run = self.run;
        FromEngine::Training {
            update: RunUpdate { run, update }.into(),
        }
    }

    /// Whether the trainer does what it is asked: of the run that it has, or of any.
    pub fn takes(&self, run: RunId, command: &TrainCommand) -> bool {
        let of_any = matches!(
            command,
            TrainCommand::Begin { .. }
                | TrainCommand::Fetch { .. }
                | TrainCommand::FrameShown
                | TrainCommand::Personalise { .. }
                | TrainCommand::StopPersonalising
                | TrainCommand::JudgePictures { .. }
                | TrainCommand::StopJudging
                | TrainCommand::TrainCompared { .. }
        );
        of_any || run == self.run
    }

    /// A made-up checkpoint: the step, four bytes, and the specification as JSON.
    fn checkpoint(&self) -> Vec<u8> {
        let spec = run_spec::to_json(&self.spec);
        [&self.steps.to_le_bytes()[..], spec.as_bytes()].concat()
    }

    /// The trainer is where a checkpoint says. A whole file says nothing of the step here.
    fn restore(&mut self, checkpoint: &[u8]) -> RestoredRun {
        self.steps = 0;
        if let Some((step, spec)) = checkpoint.split_first_chunk::<4>() {
            let spec = std::str::from_utf8(spec).ok();
            match spec.filter(|spec| !spec.is_empty()) {
                None => self.steps = u32::from_le_bytes(*step),
                Some(spec) => {
                    if let Ok(spec) = run_spec::from_json(spec) {
                        self.steps = u32::from_le_bytes(*step);
                        self.spec = spec;
                    }
                }
            }
        }
        self.restored()
    }

    fn restored(&self) -> RestoredRun {
        RestoredRun {
            step: self.steps,
            seconds: f64::from(self.steps),
            pushed: false,
            spec: self.spec.clone(),
        }
    }

    pub fn train(
        &mut self,
        command: &TrainCommand,
        payload: Option<&[u8]>,
    ) -> Vec<(TrainerUpdate, Option<Vec<u8>>)> {
        match command {
            TrainCommand::Begin {
                id, spec, start, ..
            } => {
                self.run = (*id).into();
                self.spec = spec.clone();
                self.steps = 0;
                let restored = match start {
                    RunStart::Untrained | RunStart::Weights { .. } => None,
                    RunStart::Checkpoint { bytes } => {
                        let checkpoint = payload.and_then(|payload| payload.get(..*bytes));
                        Some(self.restore(checkpoint.expect("as many bytes")))
                    }
                    RunStart::Shipped { .. } => {
                        self.steps = SHIPPED_STEP;
                        Some(self.restored())
                    }
                };
                self.points = spec.is_points();
                let (id, images, sheet) = (*id, None, Some(SHEET).filter(|_| !self.points));
                let begun = TrainerUpdate::Begun {
                    id,
                    images,
                    sheet,
                    restored,
                };
                let mut told = vec![(begun, sheet.map(|_| vec![0; 4]))];
                if self.points {
                    told.push(self.frame(0));
                }
                told
            }
            TrainCommand::Fetch { id, .. } => {
                vec![(TrainerUpdate::Fetched { id: *id }, None)]
            }
            TrainCommand::CheckFile { id, .. } => {
                let content = CheckedFile::Images {
                    count: self.images_in_file,
                    height: 28,
                    width: 24,
                };
                vec![(TrainerUpdate::FileChecked { id: *id, content }, None)]
            }
            TrainCommand::Personalise { id, .. } => {
                let told = TrainerUpdate::Personalising {
                    id: *id,
                    done: 1,
                    of: 2,
                };
                let made = TrainerUpdate::Personalised { id: *id };
                vec![(told, None), (made, Some(b"a model".to_vec()))]
            }
            TrainCommand::JudgePictures { id, run } => judged(*id, run),
            TrainCommand::Play { .. }
            | TrainCommand::StopPersonalising
            | TrainCommand::StopJudging
            // Tests of comparisons answer themselves.
            | TrainCommand::TrainCompared { .. } => Vec::new(),
            TrainCommand::Pause => vec![(TrainerUpdate::Paused { step: self.steps }, None)],
            TrainCommand::Step { .. } => {
                self.steps += 1;
                self.report()
            }
            TrainCommand::TraceStep { id, .. } => {
                self.steps += 1;
                let step_traced = TrainerUpdate::StepTraced {
                    id: *id,
                    step: self.steps,
                    stages: stages(),
                };
                let rows = [0.5_f32, -0.5, 1.0, 0.0];
                let mut told = vec![(step_traced, Some(f32_bytes(&rows)))];
                told.extend(self.report());
                told
            }
            TrainCommand::Reinitialize { id, .. } => {
                let step = self.steps;
                vec![(TrainerUpdate::Reinitialized { id: *id, step }, None)]
            }
            TrainCommand::Push { .. } => vec![self.frame(0)],
            TrainCommand::FrameShown => Vec::new(),
            TrainCommand::Change { id, spec } => {
                self.spec = spec.clone();
                let step = self.steps;
                vec![(TrainerUpdate::Changed { id: *id, step }, None)]
            }
            TrainCommand::Checkpoint { id } => {
                let written = TrainerUpdate::Checkpoint {
                    id: *id,
                    step: self.steps,
                    spec: self.spec.clone(),
                };
                vec![(written, Some(self.checkpoint()))]
            }
            TrainCommand::Restore { id } => {
                let restored = self.restore(payload.expect("a checkpoint"));
                vec![(TrainerUpdate::Restored { id: *id, restored }, None)]
            }
            TrainCommand::Weights { id } => {
                let weights = TrainerUpdate::Weights {
                    id: Some(*id),
                    step: self.steps,
                };
                // An opened file's first byte says how many dimensions it has.
                let latent = self
                    .session
                    .training
                    .run
                    .as_ref()
                    .map_or(2, |run| run.spec.latent);
                vec![(weights, Some(vec![latent as u8]))]
            }
        }
    }
}

/// Three stages; the second has a tensor of two rows, from the payload's beginning.
pub fn stages() -> Vec<TraceStage> {
    let generated = TensorSummary {
        name: "G(z)".to_owned(),
        shape: vec![2, 2],
        mean: 0.25,
        deviation: 0.5,
        least: -0.5,
        most: 1.0,
        first: vec![0.5, -0.5],
        rows: Some((0, 4)),
    };
    let stage = |kind, tensors| TraceStage {
        kind,
        turn: StepTurn::Generator,
        numbers: Vec::new(),
        tensors,
    };
    vec![
        stage(TraceStageKind::Noise, Vec::new()),
        stage(TraceStageKind::Generate, vec![generated]),
        stage(TraceStageKind::Update, Vec::new()),
    ]
}

impl Sim {
    /// Which data set the trainer says has arrived, if that is what it says: that of the request with
    /// this id; `None` within if there was no such request.
    pub fn fetched_by(&self, event: &SessionEvent) -> Option<Option<String>> {
        let SessionEvent::Engine {
            worker,
            message: FromEngine::Training { update },
            ..
        } = event
        else {
            return None;
        };
        let Ok(RunUpdate {
            update: TrainerUpdate::Fetched { id: arrived },
            ..
        }) = update.clone().read()
        else {
            return None;
        };
        let asked = self.log.iter().filter(|letter| letter.worker == *worker);
        let mut fetches = asked.filter_map(|letter| match &letter.message {
            ToEngine::Train {
                command:
                    TrainCommand::Fetch {
                        id,
                        data: DataFiles::Remote { name, .. },
                    },
                ..
            } if *id == arrived => Some(name.clone()),
            _ => None,
        });
        Some(fetches.next())
    }
}

/// A data set that arrived is the one that was asked for, whatever the form says by now; one that
/// nobody asked for ends no other's fetching, which was `before`.
pub fn check_fetched(
    fetched: Option<String>,
    before: &Option<(String, u32)>,
    after: &TrainRoom,
    effects: &[HostCommand],
) {
    if fetched.is_none() {
        assert_eq!(*before, after.fetching, "nobody asked for it");
    }
    for effect in effects {
        if let HostCommand::Locate { data } = effect {
            assert_eq!(Some(data.as_str()), fetched.as_deref());
        }
    }
}

/// Pictures of two by two grey pixels: real ones are light, and the discriminator finds the further apart
/// the more steps were taken.
fn judged(id: RequestId, run: &JudgedRun) -> Vec<(TrainerUpdate, Option<Vec<u8>>)> {
    let at = |step: u32| {
        let kinds = [vec![true; run.count], vec![false; run.count]].concat();
        let share = step as f32 / 2_000.0;
        let scores = kinds.iter().map(|is_real| match is_real {
            true => 0.5 + share / 2.0,
            false => 0.5 - share / 2.0,
        });
        let shade = |is_real: &bool| if *is_real { [200; 4] } else { [20; 4] };
        let update = TrainerUpdate::PicturesJudged {
            id,
            step,
            sheet: ImageSheet {
                height: 2 * kinds.len(),
                ..SHEET
            },
            scores: scores.collect(),
        };
        (update, Some(kinds.iter().flat_map(shade).collect()))
    };
    let steps = run.steps.iter().map(|step| at(*step));
    let told = (TrainerUpdate::Judging { id, step: 1 }, None);
    [told].into_iter().chain(steps).collect()
}
