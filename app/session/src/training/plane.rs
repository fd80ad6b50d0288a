//! Runs on points of a plane: what is seen of them, and what may be done to their players and data.

use std::sync::Arc;

use run_spec::{DatasetId, Density, World};

use super::record::SettingChange;
use super::state::{RunState, TrainRoom};
use crate::Session;
use protocol::payload::f32_values;
use protocol::{
    FrameLayerKind, GanPlayer, PlaneFrame, Quality, RequestId, TOY2D_REACH, TrainCommand,
};

/// More measurements than this are thinned to half.
const MOST_QUALITIES: usize = 400;
/// How far a push of the visitor's is felt, in the plane's units.
const PUSH_RADIUS: f32 = 0.25;

/// What is seen of a run on points.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Toy2dView {
    /// Each of the runs side by side; the first is the run itself.
    pub runs: Vec<Toy2dRun>,
    /// Rises with every frame.
    pub version: u64,
    /// Whether data points were pushed: their density is not known any more.
    pub pushed: bool,
}

/// One of the runs side by side.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Toy2dRun {
    /// Steps taken before the newest frame.
    pub step: u32,
    /// The newest of each kind.
    layers: Vec<(FrameLayerKind, RowMatrix)>,
    /// How near it came to its data, oldest first.
    pub qualities: Vec<Arc<Quality>>,
}

/// Rows of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct RowMatrix {
    /// Numbers in each row.
    pub columns: usize,
    /// All of them, row by row.
    pub values: Arc<[f32]>,
}

impl RowMatrix {
    /// How many rows.
    pub fn rows(&self) -> usize {
        self.values.len() / self.columns.max(1)
    }

    /// Each row.
    pub fn each(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks_exact(self.columns.max(1))
    }
}

impl Toy2dRun {
    /// The newest of a kind, if the run has any.
    pub fn layer(&self, kind: FrameLayerKind) -> Option<&RowMatrix> {
        let found = self.layers.iter().find(|(known, _)| *known == kind);
        found.map(|(_, values)| values)
    }

    /// The newest measurement.
    pub fn quality(&self) -> Option<&Arc<Quality>> {
        self.qualities.last()
    }
}

impl Toy2dView {
    fn run(&mut self, run: usize) -> Option<&mut Toy2dRun> {
        // As many as are ever side by side.
        if run > run_spec::Losses::MOST {
            return None;
        }
        if self.runs.len() <= run {
            self.runs.resize_with(run + 1, Toy2dRun::default);
        }
        self.runs.get_mut(run)
    }

    /// Forgets what was measured after a step: the run went back to it.
    pub(super) fn truncate(&mut self, step: u32) {
        for run in &mut self.runs {
            run.qualities.retain(|quality| quality.step <= step);
        }
    }

    /// Takes a frame's layers in place of those of the same kinds.
    fn take(&mut self, frame: &PlaneFrame, payload: &[u8]) {
        let numbers = f32_values(payload);
        self.version += 1;
        let Some(run) = self.run(frame.run) else {
            return;
        };
        run.step = frame.step;
        let mut rest = numbers.as_slice();
        for layer in &frame.layers {
            let length = layer.rows.saturating_mul(layer.columns);
            let Some((values, others)) = rest.split_at_checked(length) else {
                return;
            };
            rest = others;
            run.layers.retain(|(kind, _)| *kind != layer.kind);
            let values = RowMatrix {
                columns: layer.columns,
                values: values.into(),
            };
            run.layers.push((layer.kind, values));
        }
    }
}

impl TrainRoom {
    /// Whether the room is about points: its run is, or its form where there is none.
    pub fn is_about_points(&self) -> bool {
        self.spec().is_points()
    }
}

impl Session {
    /// A frame came. The trainer is told at once, so that it never runs far ahead of the page.
    pub(super) fn plane_frame(&mut self, frame: &PlaneFrame, payload: Option<Arc<[u8]>>) {
        self.command(TrainCommand::Drawn, None);
        if let (Some(run), Some(payload)) = (self.run_here(), payload) {
            run.plane.take(frame, &payload);
        }
    }

    pub(super) fn quality(&mut self, quality: Quality) {
        let Some(run) = self.run_here() else { return };
        let Some(run) = run.plane.run(quality.run) else {
            return;
        };
        if run.qualities.len() >= MOST_QUALITIES {
            let mut at = 0;
            run.qualities.retain(|_| {
                at += 1;
                at % 2 == 1
            });
        }
        // A run that went back measures anew.
        run.qualities.retain(|old| old.step < quality.step);
        run.qualities.push(Arc::new(quality));
    }

    /// A player begins anew.
    pub(super) fn renew(&mut self, player: GanPlayer) {
        if !matches!(
            self.training.state,
            RunState::Playing | RunState::Paused | RunState::Halted
        ) {
            return;
        }
        let id = self.book.next_request();
        self.book.ledger.renew = Some((id, player));
        self.command(TrainCommand::Renew { id, player }, None);
    }

    pub(super) fn renewed(&mut self, id: RequestId, step: u32) {
        let Some((_, player)) = self.book.ledger.renew.take_if(|(asked, _)| *asked == id) else {
            return;
        };
        let who = match player {
            GanPlayer::Discriminator => "Discriminator",
            GanPlayer::Generator => "Generator",
        };
        if let Some(run) = self.run_here() {
            let text = format!("{who} begins anew");
            run.record.marks.push(SettingChange { step, text });
            run.progress.halted = false;
        }
        // What diverged may go on with a player that begins anew.
        if self.training.state == RunState::Halted {
            self.training.state = RunState::Paused;
        }
    }

    /// Data points about a place are pushed.
    pub(super) fn push_points(&mut self, from: (f32, f32), by: (f32, f32)) {
        let within = |value: f32| value.is_finite() && value.abs() <= 2.0 * TOY2D_REACH;
        if ![from.0, from.1, by.0, by.1].into_iter().all(within) {
            return;
        }
        let Some(run) = self.run_here().filter(|run| run.spec.is_points()) else {
            return;
        };
        run.plane.pushed = true;
        let (step, text) = (run.progress.step, "Data pushed".to_owned());
        // A drag is many pushes, and one change.
        if run.record.marks.last().is_none_or(|mark| mark.text != text) {
            run.record.marks.push(SettingChange { step, text });
        }
        let push = TrainCommand::Push {
            x: from.0,
            y: from.1,
            dx: by.0,
            dy: by.1,
            radius: PUSH_RADIUS,
        };
        self.command(push, None);
    }

    /// The visitor painted cells of a world of their own: the form's.
    pub(super) fn paint(&mut self, cells: &[(usize, usize, u8)]) {
        self.training.train_on(DatasetId::Points);
        let draft = &mut self.training.draft;
        draft.world = World::Drawn;
        for &(row, column, level) in cells {
            draft.drawing.set_level(row, column, level);
        }
        self.training.accept("drawing");
    }

    pub(super) fn clear_drawing(&mut self) {
        self.training.draft.drawing = Density::default();
    }
}
