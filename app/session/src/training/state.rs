//! What the Train room consists of, as the views read it.

use std::sync::Arc;

use run_spec::{DatasetId, DatasetKind, FieldError, RunSpec};

use super::kept_run::{KeptAs, KeptRuns};
use super::lab_offer::LabOffer;
use super::pending::{OwnImages, PendingRequests};
use super::picture_panel::PicturePanel;
use super::record::RunRecord;
use super::step_playback::StepPlayback;
use super::toy2d::Toy2dView;
use crate::pictures::ImageGrid;
use protocol::{Disentanglement, RunFinding, RunId, TrainProgress, WarmUpProgress};

/// The Train room.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainRoom {
    /// The preset that the form began from.
    pub preset: String,
    /// What the form says. A run is made from it by `Reset run`, or by the first `Play` or `Step`.
    pub draft: RunSpec,
    /// Fields whose text was refused, each once.
    pub refusals: Vec<FieldRefusal>,
    /// The run, once there is one.
    pub run: Option<ShownRun>,
    /// What the trainer is doing.
    pub state: RunState,
    /// A step that was taken apart.
    pub anatomy: Option<StepPlayback>,
    /// Steps a second at most; as fast as can be if there is none.
    pub rate: Option<f64>,
    /// A data set's file that is on its way: its name, and how much of it arrived in percent.
    pub fetching: Option<(String, u32)>,
    /// Where the form's data set is, if it is not shipped and once that is known.
    pub place: Option<(DatasetId, DataLocation)>,
    /// Runs that the browser keeps, this visit's and earlier ones'.
    pub kept: KeptRuns,
    /// Pictures that the visitor brings.
    pub pictures: PicturePanel,
    /// The lab that serves the page, if one does.
    pub lab: Option<Arc<LabOffer>>,
    /// What is under way with the trainer.
    pub(super) pending: PendingRequests,
}

/// Where a data set is that is not shipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataLocation {
    /// In the browser's storage, since an earlier fetch.
    Kept,
    /// In the site's own data folder.
    Site,
    /// Only at a mirror, which is of another origin.
    Mirror,
}

/// What is shipped that a run can begin with.
#[derive(Clone, Copy, Debug)]
pub enum TrainedStart {
    /// A preset's run, where its training ended.
    Run(&'static run_spec::Preset),
    /// A model's weights.
    Model(&'static run_spec::ShippedWeights),
}

/// A field's text that was refused; the draft keeps the value from before.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldRefusal {
    /// Its [`run_spec::SpecField::id`].
    pub field: &'static str,
    /// What was typed.
    pub text: String,
    /// What was expected and found.
    pub reason: FieldError,
}

/// What the trainer is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    /// There is no run.
    Idle,
    /// A run is being made, or brought back.
    Starting,
    /// It waits.
    Paused,
    /// It takes steps.
    Playing,
    /// It stopped by itself, because it diverged.
    Halted,
}

/// A run.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownRun {
    /// Tells its trainer's messages from those of other runs; [`RunId::NONE`] while no trainer has it.
    pub(super) id: RunId,
    /// How many times its trainer was told to pause and has not yet said that it does.
    pub(super) unanswered_pauses: u32,
    /// The preset that its form began from.
    pub preset: String,
    /// What is being trained, with the live changes so far.
    pub spec: RunSpec,
    /// How far the compiling of its shaders is, where that takes time: on WebGPU.
    pub warm_up: Option<WarmUpProgress>,
    /// The newest measurements.
    pub progress: TrainProgress,
    /// Curves, sample grids and snapshots so far.
    pub record: RunRecord,
    /// Real images.
    pub real: Option<Arc<ImageGrid>>,
    /// Pictures of fixed latent points, the newest.
    pub samples: Option<Arc<ImageGrid>>,
    /// Real images, each with its reconstruction below.
    pub reconstructions: Option<Arc<ImageGrid>>,
    /// How far latent dimensions are known factors, and after how many steps.
    pub disentanglement: Option<(u32, Disentanglement)>,
    /// The frame of the timeline that is shown in place of the newest samples.
    pub shown: Option<usize>,
    /// How many training images; endless if there is none.
    pub images: Option<u64>,
    /// What is seen of a run on points.
    pub plane: Toy2dView,
    /// As what it is kept.
    pub(super) kept: KeptAs,
    /// The visitor's images that it trains on, if it does.
    pub(super) own: Option<OwnImages>,
}

impl TrainRoom {
    /// No preset, no run.
    pub(crate) fn empty() -> Self {
        Self {
            preset: String::new(),
            draft: RunSpec::default(),
            refusals: Vec::new(),
            run: None,
            state: RunState::Idle,
            anatomy: None,
            rate: None,
            fetching: None,
            place: None,
            kept: KeptRuns::default(),
            pictures: PicturePanel::default(),
            lab: None,
            pending: PendingRequests::default(),
        }
    }

    /// The form at a preset.
    pub(crate) fn new(preset: &str) -> Self {
        Self {
            preset: preset.to_owned(),
            draft: run_spec::preset(preset)
                .map(|preset| preset.spec())
                .unwrap_or_default(),
            ..Self::empty()
        }
    }

    /// What is trained: the run's specification, or the form's where there is none.
    pub fn spec(&self) -> &RunSpec {
        self.run.as_ref().map_or(&self.draft, |run| &run.spec)
    }

    /// Images that the visitor brought: name and bytes.
    pub(crate) fn own_images(&self) -> Option<&OwnImages> {
        self.pending.own.as_ref()
    }

    /// Whether the form asks for images of the visitor's, and none are open.
    pub(crate) fn lacks_images(&self) -> bool {
        self.draft.data.info().kind == DatasetKind::User && self.pending.own.is_none()
    }

    /// The number of the run on this page.
    pub(crate) fn run_number(&self) -> Option<u64> {
        self.run.as_ref().map(|run| run.kept.run)
    }

    /// Whether the form says something that the run under way does not: `Reset run` would make
    /// another run.
    pub fn differs(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.spec != self.draft)
    }

    /// What is shipped that a run of the form can begin with: the preset's own run, if the form still
    /// says what it does, or a model with the form's networks.
    pub fn trained_start(&self) -> Option<TrainedStart> {
        let preset = run_spec::preset(&self.preset);
        let preset =
            preset.filter(|preset| preset.is_shipped_trained() && preset.spec() == self.draft);
        let run = preset.map(TrainedStart::Run);
        run.or_else(|| self.draft.shipped_weights().map(TrainedStart::Model))
    }

    /// Why a field's text was refused, if it was.
    pub fn refusal(&self, field: &str) -> Option<&FieldRefusal> {
        self.refusals.iter().find(|refusal| refusal.field == field)
    }

    /// Takes note that a field's text was refused.
    pub(super) fn refuse(&mut self, refusal: FieldRefusal) {
        self.accept(refusal.field);
        self.refusals.push(refusal);
    }

    /// Takes note that a field's text was accepted.
    pub(super) fn accept(&mut self, field: &str) {
        self.refusals.retain(|refusal| refusal.field != field);
    }

    /// What goes wrong in the run, if anything does.
    pub fn findings(&self) -> &[RunFinding] {
        self.run
            .as_ref()
            .map_or(&[], |run| run.progress.findings.as_slice())
    }
}

impl ShownRun {
    /// Whether a trainer has it.
    pub(super) fn is_held(&self) -> bool {
        self.id != RunId::NONE
    }

    /// The compiling of shaders, while it is under way.
    pub fn warming_up(&self) -> Option<WarmUpProgress> {
        self.warm_up.filter(|warm_up| warm_up.piece.is_some())
    }

    /// The samples on screen: a frame of the timeline, or the newest.
    pub fn grid(&self) -> Option<&Arc<ImageGrid>> {
        match self.shown {
            Some(frame) => self.record.frames.get(frame),
            None => self.samples.as_ref(),
        }
    }
}
