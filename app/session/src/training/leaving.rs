//! The visitor reloads the page for a newer version of it: what the run came to is kept before.

use super::state::{RunState, TrainRoom};
use crate::alert_text::RoomAlert;
use crate::alerts::AlertAction;
use crate::context::Context;
use crate::host_command::HostCommand;

/// How long the run may take to be kept before the visitor is asked whether to go without it.
const KEEPING_MILLIS: f64 = 10_000.0;

impl TrainRoom {
    /// A newer version of the page is there. Nothing reloads unasked.
    pub(super) fn offer_reload(&mut self, context: &mut Context) {
        context.alert(RoomAlert::NewVersion, Some(AlertAction::Reload));
    }

    /// The visitor reloads the page.
    pub(super) fn leave(&mut self, context: &mut Context) {
        if self.pending.loss_told || !self.has_unkept_steps() {
            context.command(HostCommand::Reload);
        } else if self.has_comparisons() || self.kept.fault.is_some() {
            self.tell_loss(context);
        } else {
            self.pending.leaving = Some(context.now);
            if self.state == RunState::Playing {
                self.pause(context);
            } else {
                self.write_down(context);
            }
        }
    }

    /// What was written down of the run is kept, or there was nothing worth it.
    pub(super) fn leave_when_kept(&mut self, context: &mut Context) {
        if self.pending.leaving.is_none() {
            return;
        }
        if self.has_unwritten_steps() {
            // What was being written when the visitor asked is of an earlier step.
            self.write_down(context);
        } else if !self.has_unkept_steps() {
            self.pending.leaving = None;
            context.command(HostCommand::Reload);
        }
    }

    /// Time passed, or the run could not be kept.
    pub(super) fn leave_no_longer(&mut self, context: &mut Context, has_failed: bool) {
        let Some(since) = self.pending.leaving else {
            return;
        };
        let is_late = match (since, context.now) {
            (Some(since), Some(now)) => now - since >= KEEPING_MILLIS,
            (None, now) => {
                // Its time runs from the first tick on.
                self.pending.leaving = Some(now);
                false
            }
            (Some(_), None) => false,
        };
        if has_failed || is_late {
            self.pending.leaving = None;
            self.tell_loss(context);
        }
    }

    fn tell_loss(&mut self, context: &mut Context) {
        self.pending.loss_told = true;
        context.alert(RoomAlert::ReloadLosesRun, Some(AlertAction::Reload));
    }

    /// Whether the run came to something that the browser does not keep yet.
    fn has_unkept_steps(&self) -> bool {
        let kept = self.run.as_ref().map(|run| &run.kept);
        let is_on_its_way = kept.is_some_and(|kept| kept.stored != kept.asked);
        self.has_unwritten_steps() || self.state == RunState::Paused && is_on_its_way
    }

    /// Whether the run came to something that the browser was not even asked to keep.
    fn has_unwritten_steps(&self) -> bool {
        let Some(run) = &self.run else {
            return false;
        };
        match self.state {
            RunState::Playing => true,
            RunState::Paused => {
                run.progress.step != run.kept.step || self.pending.unwritten_change.is_some()
            }
            RunState::Idle | RunState::Starting | RunState::Halted => false,
        }
    }
}
