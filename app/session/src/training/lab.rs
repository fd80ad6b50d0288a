//! Training in a lab: the computer that serves the page, which may be a larger one.

use std::sync::Arc;

use super::lab_offer::{LabOffer, ReserveTrainer};
use super::pending::{AfterBegin, PendingBegin, RunOrigin, SettingsOf};
use super::personal_model::PersonalModel;
use super::state::{RunState, ShownRun, TrainRoom};
use crate::alert_text::{RoomAlert, TrainerEnding};
use crate::context::Context;
use crate::failure_reason::FailureReason;
use crate::host_command::HostCommand;
use crate::workers::{LAB_THREADS, WorkerState, greeting, stop};
use protocol::{EngineKind, LabFacts, RunId, WorkerRole};

/// What happens with a lab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabEvent {
    /// The page is served by one.
    Found(LabFacts),
    /// The visitor chose it to train on, or the browser.
    Chosen(bool),
}

impl TrainRoom {
    /// Whether runs are trained in a lab.
    pub fn trains_in_lab(&self) -> bool {
        self.lab.as_ref().is_some_and(|lab| lab.chosen)
    }

    pub(super) fn lab_event(&mut self, context: &mut Context, event: LabEvent) {
        match event {
            LabEvent::Found(facts) => {
                let (chosen, reserve) = self
                    .lab
                    .as_ref()
                    .map_or((false, None), |lab| (lab.chosen, lab.reserve));
                self.lab = Some(Arc::new(LabOffer {
                    facts,
                    chosen,
                    reserve,
                }));
            }
            LabEvent::Chosen(chosen) => self.choose_lab(context, chosen),
        }
    }

    /// Runs are trained in the lab from now on, or here. The run on screen goes along: it is written down
    /// first. One that cannot be written down, or whose trainer is at something else, stays, and the next
    /// one is made where it is wanted.
    fn choose_lab(&mut self, context: &mut Context, chosen: bool) {
        if self.lab.is_none() || self.trains_in_lab() == chosen {
            return;
        }
        self.prefer_lab(chosen);
        let is_held = self.run.as_ref().is_some_and(ShownRun::is_held);
        let goes_on = matches!(self.state, RunState::Paused | RunState::Playing);
        if self.is_asked() || !is_held || !goes_on || self.has_comparisons() {
            return;
        }
        self.pending.moving = Some(if self.state == RunState::Playing {
            AfterBegin::Play
        } else {
            AfterBegin::Wait
        });
        // Pausing writes down, too.
        self.pause(context);
        self.write_down(context);
    }

    /// Whether the trainer is at something that is not about its run, and would be lost with it.
    fn is_asked(&self) -> bool {
        let pending = &self.pending;
        let is_making = matches!(self.pictures.personal, PersonalModel::Making { .. });
        is_making || pending.file.is_some() || pending.rounds.is_some() || pending.fetch.is_some()
    }

    fn prefer_lab(&mut self, chosen: bool) {
        if let Some(lab) = &mut self.lab {
            Arc::make_mut(lab).chosen = chosen;
        }
    }

    /// A state of the run was written down. If the run is to be trained elsewhere and this is its newest
    /// state, it moves.
    pub(super) fn move_when_written(&mut self, context: &mut Context, step: u32) {
        let Some(run) = self.run.as_ref().filter(|_| self.pending.moving.is_some()) else {
            return;
        };
        if step < run.progress.step || run.unanswered_pauses > 0 {
            // It was asked for before the run paused.
            self.write_down(context);
            return;
        }
        let snapshot = run
            .record
            .snapshots
            .last()
            .map(|last| Arc::clone(&last.bytes));
        let again = run.again(snapshot, SettingsOf::Visitor);
        if let Some(intent) = self.pending.moving.take() {
            self.begin_with(context, again, intent);
        }
    }

    /// Starts a trainer where runs are to be trained; `kind` is its engine if that is here.
    pub(super) fn start_trainer(&mut self, context: &mut Context, kind: EngineKind) {
        let reserve = self.lab.as_ref().and_then(|lab| lab.reserve);
        let trainer = if self.trains_in_lab() {
            if reserve.is_none() {
                let worker = start(context, kind);
                self.keep_in_reserve(Some(ReserveTrainer {
                    worker: worker.number,
                    kind,
                    threads: worker.threads,
                }));
            }
            let threads = std::mem::replace(&mut context.slots.threads, LAB_THREADS);
            let worker = start(context, EngineKind::Cpu);
            context.slots.threads = threads;
            worker
        } else {
            self.keep_in_reserve(None);
            match reserve {
                Some(reserve) if reserve.kind == kind => reserve.begin(context),
                _ => {
                    stop(reserve.map(ReserveTrainer::state), context.outbox);
                    start(context, kind)
                }
            }
        };
        context.slots.trainer = Some(trainer);
    }

    fn keep_in_reserve(&mut self, reserve: Option<ReserveTrainer>) {
        if let Some(lab) = &mut self.lab {
            Arc::make_mut(lab).reserve = reserve;
        }
    }

    /// A run is about to be made: a trainer that is not where the visitor wants it gives way.
    pub(super) fn leave_other_device(&mut self, context: &mut Context) {
        if self.is_asked() {
            return;
        }
        let in_lab = self.trains_in_lab();
        let trainer = &mut context.slots.trainer;
        let other = trainer.take_if(|worker| (worker.threads == LAB_THREADS) != in_lab);
        if other.is_none() {
            return;
        }
        stop(other, context.outbox);
        self.pending.trainer_gone();
        if let Some(run) = &mut self.run {
            run.warm_up = None;
            run.id = RunId::NONE;
            run.unanswered_pauses = 0;
        }
    }

    /// A run could not be made. One that was to move to the lab is made here; any other is handed back.
    pub(super) fn begin_here_instead(
        &mut self,
        context: &mut Context,
        begin: PendingBegin,
        reason: &FailureReason,
    ) -> Option<PendingBegin> {
        let is_held = self.run.as_ref().is_some_and(ShownRun::is_held);
        let moves = matches!(begin.run.origin, RunOrigin::Again(_));
        if !self.trains_in_lab() || is_held || !moves {
            return Some(begin);
        }
        self.leave_lab();
        let snapshots = self.run.as_ref().map(|run| &run.record.snapshots);
        let from = snapshots.and_then(|all| all.last()).map(|last| last.step);
        let text = RoomAlert::TrainerGone {
            ending: TrainerEnding::FromLab(from),
            reason: reason.clone(),
            too_large: false,
        };
        context.alert(text, None);
        self.begin_with(context, begin.run, begin.then);
        None
    }

    /// The lab trains no more: runs are trained here.
    pub(super) fn leave_lab(&mut self) {
        self.prefer_lab(false);
        self.pending.deaths = 0;
    }
}

impl ReserveTrainer {
    fn state(self) -> WorkerState {
        WorkerState::new(self.worker, self.kind, self.threads)
    }

    /// It is greeted once more: what it answered before, nobody heard.
    fn begin(self, context: &mut Context) -> WorkerState {
        context.command(HostCommand::Send {
            worker: self.worker,
            message: greeting(WorkerRole::Trainer),
            payload: None,
        });
        self.state()
    }
}

fn start(context: &mut Context, kind: EngineKind) -> WorkerState {
    context
        .slots
        .start(kind, WorkerRole::Trainer, context.outbox)
}
