//! Runs on points of a plane: what may be done to their players and data.

use std::sync::Arc;

use run_spec::{DatasetId, ToyDistribution, ToyDrawing};

use super::record::ChangeKind;
use super::state::{RunState, ShownRun, TrainRoom};
use crate::context::Context;
use protocol::{
    FrameHeader, GanPlayer, QualityUpdate, RequestId, RunId, TOY2D_REACH, TrainCommand,
};

/// More measurements than this are thinned to half.
const MOST_QUALITIES: usize = 400;
/// How far a push of the visitor's is felt, in the plane's units.
const PUSH_RADIUS: f32 = 0.25;

impl TrainRoom {
    /// Whether the room is about points: its run is, or its form where there is none.
    pub fn is_about_points(&self) -> bool {
        self.spec().is_points()
    }
}

impl TrainRoom {
    /// A frame came. The trainer is told at once, so that it never runs far ahead of the page.
    pub(super) fn plane_frame(
        &mut self,
        context: &mut Context,
        run: RunId,
        frame: &FrameHeader,
        payload: Option<Arc<[u8]>>,
    ) {
        self.send(context, TrainCommand::FrameShown, None);
        if let (Some(run), Some(payload)) = (self.run_of(run), payload) {
            run.plane.take(frame, &payload);
        }
    }

    pub(super) fn quality(&mut self, quality: QualityUpdate) {
        let Some(run) = &mut self.run else { return };
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
    pub(super) fn reinitialize(&mut self, context: &mut Context, player: GanPlayer) {
        if !matches!(
            self.state,
            RunState::Playing | RunState::Paused | RunState::Halted
        ) {
            return;
        }
        let id = context.next_request();
        self.pending.reinitialize = Some((id, player));
        self.send(context, TrainCommand::Reinitialize { id, player }, None);
    }

    pub(super) fn reinitialized(&mut self, id: RequestId, step: u32) {
        let Some((_, player)) = self.pending.reinitialize.take_if(|(asked, _)| *asked == id) else {
            return;
        };
        if let Some(run) = &mut self.run {
            run.record.mark(step, ChangeKind::Renewed(player));
            run.progress.halted = false;
        }
        // What diverged may go on with a player that begins anew.
        if self.state == RunState::Halted {
            self.state = RunState::Paused;
        }
    }

    /// Data points about a place are pushed.
    pub(super) fn push_points(&mut self, context: &mut Context, from: (f32, f32), by: (f32, f32)) {
        let within = |value: f32| value.is_finite() && value.abs() <= 2.0 * TOY2D_REACH;
        if ![from.0, from.1, by.0, by.1].into_iter().all(within) {
            return;
        }
        if self.pending.begin.is_some() {
            // The run is being replaced.
            return;
        }
        let Some(run) = self.run.as_mut().filter(|run| run.spec.is_points()) else {
            return;
        };
        run.plane.pushed = true;
        match &mut self.pending.restore {
            Some(restore) => restore.pushed = true,
            None => run.mark_push(),
        }
        let push = TrainCommand::Push {
            x: from.0,
            y: from.1,
            dx: by.0,
            dy: by.1,
            radius: PUSH_RADIUS,
        };
        self.send(context, push, None);
    }

    /// The visitor painted cells of a world of their own: the form's.
    pub(super) fn paint(&mut self, cells: &[(usize, usize, u8)]) {
        self.train_on(DatasetId::Points);
        let draft = &mut self.draft;
        draft.toy_distribution = ToyDistribution::Drawn;
        for &(row, column, level) in cells {
            draft.drawing.set_level(row, column, level);
        }
        self.accept("drawing");
    }

    pub(super) fn clear_drawing(&mut self) {
        self.draft.drawing = ToyDrawing::default();
    }
}

impl ShownRun {
    /// Marks on the curves that points were pushed. A drag is many pushes, and one change.
    pub(super) fn mark_push(&mut self) {
        let kind = ChangeKind::DataPushed;
        let marks = &self.record.marks;
        if marks.last().is_none_or(|mark| mark.kind != kind) {
            self.record.mark(self.progress.step, kind);
        }
    }
}
