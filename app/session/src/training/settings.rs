//! Live settings: those that may change while a run goes on. The form, the link, the log, the files
//! and the trainer say the same of them, whatever happens.
//!
//! - A snapshot carries the settings that it was made with. Whoever goes back to it, resumes a kept
//!   run or opens a run's file has them again, and the form follows.
//! - A run that comes back because its trainer was gone keeps the newest settings that the visitor
//!   chose.
//! - What the visitor changes while a run is being made or brought back holds for the run that is
//!   there afterwards.
//!
//! `docs/runs.md` says why.

use run_spec::{FIELDS, RunSpec, SpecField};

use super::pending::{PendingChange, SettingsOf, WaitingChange};
use super::record::{ChangeKind, RunRecord, SettingChange};
use super::state::{ShownRun, TrainRoom};
use crate::context::Context;
use protocol::{RequestId, RestoredRun, TrainCommand};

impl TrainRoom {
    /// Takes a live field of the form over into the run, and marks it on the curves.
    pub(super) fn change_live(&mut self, context: &mut Context, field: &'static SpecField) {
        let text = field.get(&self.draft);
        self.change_setting(context, field, text);
    }

    fn change_setting(&mut self, context: &mut Context, field: &'static SpecField, text: String) {
        if self.pending.is_being_placed() {
            let changes = &mut self.pending.waiting_changes;
            changes.retain(|change| change.field != field.id);
            let field = field.id;
            changes.push(WaitingChange { field, text });
            return;
        }
        let Some(run) = &mut self.run else {
            return;
        };
        let before = run.spec.clone();
        let mut after = before.clone();
        let is_set = field.set(&mut after, &text).is_ok() && after.check().is_ok();
        if !is_set || after == before || !field.used_by(&before) {
            return;
        }
        run.take_settings(&after);
        self.send_change(context, before);
    }

    /// What was changed while a run was being made or brought back holds for the one that is there now.
    pub(super) fn apply_waiting_changes(&mut self, context: &mut Context) {
        if self.pending.is_being_placed() {
            return;
        }
        for WaitingChange { field, text } in std::mem::take(&mut self.pending.waiting_changes) {
            if let Some(field) = SpecField::named(field) {
                self.change_setting(context, field, text);
            }
        }
    }

    /// What waits for a run and is not what the form says any more is none of the next run's.
    pub(super) fn drop_outdated_changes(&mut self) {
        let form = &self.draft;
        self.pending.waiting_changes.retain(|change| {
            SpecField::named(change.field).is_some_and(|field| field.get(form) == change.text)
        });
    }

    /// The form as it was but for live fields that were changed since and wait for a run.
    pub(super) fn with_waiting_changes(&self, form: &RunSpec) -> RunSpec {
        let mut form = form.clone();
        for WaitingChange { field, text } in &self.pending.waiting_changes {
            if let Some(field) = SpecField::named(field) {
                // Accepted before.
                let _ = field.set(&mut form, text);
            }
        }
        form
    }

    fn send_change(&mut self, context: &mut Context, before: RunSpec) {
        let Some(run) = self.run.as_ref().filter(|run| run.is_held()) else {
            return;
        };
        let (id, spec) = (context.next_request(), run.spec.clone());
        let after = spec.clone();
        self.pending
            .changes
            .push(PendingChange { id, before, after });
        self.send(context, TrainCommand::Change { id, spec }, None);
    }

    /// The trainer took a change. The last one says what it has, whatever became of those before.
    pub(super) fn change_taken(&mut self, context: &mut Context, id: RequestId) {
        let changes = &mut self.pending.changes;
        let Some(at) = changes.iter().position(|change| change.id == id) else {
            return;
        };
        let change = changes.remove(at);
        if changes.is_empty() {
            self.goes_on_with(&change.after);
            self.pending.unwritten_change = Some(context.now.unwrap_or_default());
        }
    }

    /// The trainer did not take a change: run and form say what it goes on with.
    pub(super) fn change_refused(&mut self, change: &PendingChange) {
        self.goes_on_with(&change.before);
    }

    fn goes_on_with(&mut self, spec: &RunSpec) {
        let Some(run) = self.run.as_mut().filter(|run| run.spec != *spec) else {
            return;
        };
        let said = run.spec.clone();
        run.take_settings(spec);
        self.follow_form(&said, spec);
    }

    /// The run stands where a snapshot was made: it has the snapshot's settings, or the trainer is told
    /// of the visitor's. `from` is the step that it came from, if its curves went further.
    pub(super) fn settle(
        &mut self,
        context: &mut Context,
        restored: RestoredRun,
        from: Option<u32>,
        settings: SettingsOf,
    ) {
        let Some(run) = &mut self.run else {
            return;
        };
        let RestoredRun {
            step,
            seconds,
            pushed,
            spec,
        } = restored;
        run.record.truncate(step);
        if let Some(from) = from.filter(|from| *from != step) {
            run.record.mark(step, ChangeKind::Restored { from });
        }
        run.progress.step = step;
        run.progress.elapsed_seconds = seconds;
        run.progress.halted = false;
        run.shown = None;
        run.plane.truncate(step);
        run.plane.pushed = pushed;
        let said = run.spec.clone();
        match settings {
            SettingsOf::Snapshot => {
                run.take_settings(&spec);
                self.follow_form(&said, &spec);
            }
            SettingsOf::Visitor if said != spec => {
                run.record.mark_settings(step, &spec, &said);
                self.send_change(context, spec);
            }
            SettingsOf::Visitor => {}
        }
    }

    /// Live fields of the form that said what the run did say what it does now.
    fn follow_form(&mut self, from: &RunSpec, to: &RunSpec) {
        for field in differing(from, to) {
            if field.get(&self.draft) == field.get(from) {
                // It is a value that a run has.
                let _ = field.set(&mut self.draft, &field.get(to));
                self.accept(field.id);
            }
        }
    }
}

impl ShownRun {
    /// The run goes on with these settings; each that is another is marked on the curves.
    fn take_settings(&mut self, spec: &RunSpec) {
        let step = self.progress.step;
        self.record.mark_settings(step, &self.spec, spec);
        self.spec = spec.clone();
    }
}

impl RunRecord {
    /// Marks a change on the curves.
    pub(super) fn mark(&mut self, step: u32, kind: ChangeKind) {
        self.marks.push(SettingChange { step, kind });
        self.version += 1;
    }

    fn mark_settings(&mut self, step: u32, from: &RunSpec, to: &RunSpec) {
        for field in differing(from, to).filter(|field| field.used_by(to)) {
            let (id, from, to) = (field.id, field.get(from), field.get(to));
            // A slider that is dragged is many changes, of which only the last matters.
            if let Some(last) = self.marks.last_mut().filter(|last| last.step == step)
                && let ChangeKind::Field {
                    field, to: newest, ..
                } = &mut last.kind
                && *field == id
            {
                *newest = to;
                self.version += 1;
                continue;
            }
            let field = id;
            self.mark(step, ChangeKind::Field { field, from, to });
        }
    }
}

/// Live fields in which two specifications differ.
fn differing<'a>(
    one: &'a RunSpec,
    other: &'a RunSpec,
) -> impl Iterator<Item = &'static SpecField> + use<'a> {
    let live = FIELDS.iter().filter(|field| field.live);
    live.filter(|field| field.get(one) != field.get(other))
}
