//! What comes between a run and its steps: a worker that died, a hidden tab, a low battery.

use std::sync::Arc;

use super::pending::AfterBegin;
use super::pending::SettingsOf;
use super::state::{RunState, TrainRoom};
use crate::alert_text::{RoomAlert, TrainerEnding};
use crate::context::Context;
use crate::failure_reason::FailureReason;
use crate::workers::{LAB_THREADS, stop};
use protocol::{EngineKind, RunId};

/// How often a playing run is written down, and so kept.
pub const SNAPSHOT_EVERY_MILLIS: f64 = 20_000.0;

/// How long the settings of a paused run stay as they are before it is written down for them: a slider
/// that is dragged changes them many times.
const CHANGE_SETTLES_MILLIS: f64 = 1_000.0;

impl TrainRoom {
    /// The trainer is of no further use. It is started again once, at its last snapshot; on the
    /// CPU if its GPU was lost.
    pub(crate) fn trainer_died(
        &mut self,
        context: &mut Context,
        reason: &FailureReason,
        lost_gpu: bool,
    ) {
        let Some(worker) = context.slots.trainer.take() else {
            return;
        };
        // Whatever it was: the CPU is what works everywhere, and one thread.
        let no_gpu = worker.kind == EngineKind::WebGpu && !worker.up;
        let lost_gpu = lost_gpu || no_gpu;
        let kind = if lost_gpu {
            EngineKind::Cpu
        } else if worker.threads == LAB_THREADS {
            context.engine
        } else {
            worker.kind
        };
        let had_lab = worker.threads == LAB_THREADS;
        let had_threads = worker.threads > 1 && !had_lab;
        let no_threads = had_threads && !worker.up;
        if had_threads {
            context.slots.threads = 1;
        }
        stop(Some(worker), context.outbox);
        let (begin, restore) = self.pending.trainer_gone();
        let follows = begin.as_ref().map(|begin| begin.then);
        let follows = follows.or(restore.as_ref().map(|restore| restore.then));
        self.pending.deaths += 1;
        if had_lab {
            self.leave_lab();
        }
        let again_and_again = self.pending.deaths > 1;
        self.fetching = None;
        if let Some(run) = &mut self.run {
            run.warm_up = None;
            // Until it is made once more, no trainer has it.
            run.id = RunId::NONE;
            run.unanswered_pauses = 0;
        }
        // What is to come back: the run, or else the one that was being made.
        let run = self.run.as_ref();
        let chosen = run.zip(restore.as_ref()).and_then(|(run, restore)| {
            // It was on its way to a snapshot that the visitor chose.
            let mut snapshots = run.record.snapshots.iter();
            snapshots.find(|snapshot| Arc::ptr_eq(&snapshot.bytes, &restore.bytes))
        });
        let settings = if chosen.is_some() {
            SettingsOf::Snapshot
        } else {
            SettingsOf::Visitor
        };
        let snapshot = chosen.or(run.and_then(|run| run.record.snapshots.last()));
        let from = snapshot.map(|snapshot| snapshot.step);
        let too_early = snapshot.is_none();
        let bytes = snapshot.map(|snapshot| Arc::clone(&snapshot.bytes));
        // One that was being made goes on from where it was to go on from, or not at all: it must not
        // become a new run.
        let again = run.map(|run| run.again(bytes, settings));
        let again = again.or(begin.map(|begin| begin.run));
        // What needs too much memory needs it again.
        let too_large = reason.is_want_of_memory();
        let hopeless = again_and_again || run.is_none() || too_large && too_early;
        let stays_dead = hopeless && !lost_gpu && !no_threads && !had_lab;
        let ending = if had_lab && run.is_none() {
            TrainerEnding::NoLab
        } else if had_lab {
            TrainerEnding::FromLab(from)
        } else if no_gpu {
            TrainerEnding::NoGpu
        } else if lost_gpu {
            TrainerEnding::OnCpu(from)
        } else if no_threads {
            TrainerEnding::OneThread
        } else if run.is_none() {
            TrainerEnding::NotStarted
        } else if stays_dead && !again_and_again {
            TrainerEnding::Stopped
        } else if stays_dead {
            TrainerEnding::StoppedTwice
        } else if had_threads {
            TrainerEnding::RestartedOnOneThread(from)
        } else {
            TrainerEnding::Restarted(from)
        };
        let text = RoomAlert::TrainerGone {
            ending,
            reason: reason.clone(),
            too_large,
        };
        context.alert(text, None);
        let playing = self.state == RunState::Playing;
        self.state = RunState::Idle;
        let Some(again) = again.filter(|_| !stays_dead) else {
            return;
        };
        self.start_trainer(context, kind);
        let intent = match follows {
            _ if too_large && !lost_gpu => AfterBegin::Wait,
            Some(intent) => intent,
            None if playing => AfterBegin::Play,
            None => AfterBegin::Wait,
        };
        self.begin_with(context, again, intent);
    }

    /// Time passed: a playing run is written down now and then, a paused one whose settings changed when
    /// they have settled.
    pub(crate) fn train_tick(&mut self, context: &mut Context, now: f64) {
        self.leave_no_longer(context, false);
        let has_settled = |changed: f64| now - changed >= CHANGE_SETTLES_MILLIS;
        if self.state == RunState::Paused && self.pending.unwritten_change.is_some_and(has_settled)
        {
            self.write_down(context);
        }
        if self.state != RunState::Playing {
            return;
        }
        match self.pending.written {
            Some(written) if now - written < SNAPSHOT_EVERY_MILLIS => {}
            Some(_) => self.write_down(context),
            None => self.pending.written = Some(now),
        }
    }

    /// Whether the tab is hidden.
    pub(crate) fn is_hidden(&self) -> bool {
        self.pending.hidden
    }

    /// A hidden tab does not train: the visitor's battery is not ours. What plays waits until the tab
    /// is seen, and what is to begin does too.
    pub(super) fn hidden(&mut self, context: &mut Context, hidden: bool) {
        self.pending.hidden = hidden;
        if hidden && self.state == RunState::Playing {
            self.pause(context);
            self.pending.hidden_while_playing = true;
        }
        if hidden {
            // The page may be gone before its settings have settled.
            if self.state == RunState::Paused && self.pending.unwritten_change.is_some() {
                self.write_down(context);
            }
            return;
        }
        let plays = std::mem::take(&mut self.pending.hidden_while_playing);
        let begins = self.pending.begin_when_seen.take();
        let goes_on = plays || begins == Some(AfterBegin::Play);
        if goes_on && !std::mem::replace(&mut self.pending.waiting_told, true) {
            context.alert(RoomAlert::WaitedUnseen, None);
        }
        if let Some(intent) = begins {
            self.state = if self.run.is_some() {
                RunState::Paused
            } else {
                RunState::Idle
            };
            self.begin(context, intent);
        } else if plays {
            self.play(context);
        }
    }

    /// Whether a run that was told to pause may still report a last step: its trainer has not yet said
    /// that it pauses.
    pub fn is_pausing(&self) -> bool {
        let run = self.run.as_ref();
        self.state == RunState::Paused && run.is_some_and(|run| run.unanswered_pauses > 0)
    }

    /// Whether the run waits until the tab is seen.
    pub fn waits_to_be_seen(&self) -> bool {
        self.pending.hidden_while_playing || self.pending.begin_when_seen.is_some()
    }

    /// The battery runs low: the run waits, once. Whoever plays on knows.
    pub(super) fn low_battery(&mut self, context: &mut Context) {
        let ledger = &mut self.pending;
        if let Some(intent) = &mut ledger.begin_when_seen
            && *intent == AfterBegin::Play
            && !ledger.battery_told
        {
            *intent = AfterBegin::Wait;
            ledger.battery_told = true;
            context.alert(RoomAlert::BatteryLow, None);
            return;
        }
        let hidden = std::mem::take(&mut ledger.hidden_while_playing);
        if (hidden || self.state == RunState::Playing) && !ledger.battery_told {
            ledger.battery_told = true;
            self.pause(context);
            context.alert(RoomAlert::BatteryLow, None);
        } else {
            ledger.hidden_while_playing = hidden;
        }
    }
}
