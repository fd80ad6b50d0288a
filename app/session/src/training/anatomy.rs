//! A training step in slow motion: its stages, and which of them is on screen.

use protocol::payload::f32_values;
use std::sync::Arc;

use super::run::AfterBegin;
use super::state::RunState;
use crate::Session;
use protocol::{Glimpse, RequestId, Stage, StepPart, TrainCommand};

/// A step that was taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct StepPlayback {
    /// Steps taken, this one included.
    pub step: u32,
    /// What happened, in its order; never empty.
    pub stages: Vec<Stage>,
    /// Rows of tensors, as [`Glimpse::rows`] says.
    pub values: Arc<[f32]>,
    /// The stage on screen.
    pub at: usize,
    /// Whether stages follow one another by themselves.
    pub walking: bool,
}

impl StepPlayback {
    /// The stage on screen.
    pub fn stage(&self) -> Option<&Stage> {
        self.stages.get(self.at)
    }

    /// A tensor's rows, if they can be drawn.
    pub fn rows(&self, glimpse: &Glimpse) -> Option<&[f32]> {
        let (first, count) = glimpse.rows?;
        self.values.get(first..first.checked_add(count)?)
    }
}

impl Session {
    /// Takes one step and shows its stages.
    pub(super) fn dissect(&mut self, part: StepPart) {
        match self.training.state {
            RunState::Idle => self.begin(AfterBegin::Dissect(part)),
            RunState::Starting => self.intend(AfterBegin::Dissect(part)),
            RunState::Paused | RunState::Playing => {
                self.pause();
                if let Some(run) = &mut self.training.run {
                    run.shown = None;
                }
                let id = self.book.next_request();
                self.book.ledger.dissect = Some(id);
                self.command(TrainCommand::Dissect { id, part }, None);
            }
            RunState::Halted => {}
        }
    }

    pub(super) fn dissected(
        &mut self,
        id: RequestId,
        step: u32,
        stages: Vec<Stage>,
        payload: Option<Arc<[u8]>>,
    ) {
        let asked = self.book.ledger.dissect.take_if(|asked| *asked == id);
        if asked.is_none() || stages.is_empty() {
            return;
        }
        self.training.anatomy = Some(StepPlayback {
            step,
            stages,
            values: f32_values(payload.as_deref().unwrap_or_default()).into(),
            at: 0,
            walking: true,
        });
    }

    /// Another stage is looked at; the last one, if there are not so many.
    pub(super) fn show_stage(&mut self, at: usize) {
        if let Some(anatomy) = &mut self.training.anatomy {
            anatomy.at = at.min(anatomy.stages.len().saturating_sub(1));
        }
    }

    /// The next stage, because time passed. At the last one, walking ends.
    pub(super) fn walk_on(&mut self) {
        if let Some(anatomy) = &mut self.training.anatomy
            && anatomy.walking
        {
            anatomy.at = (anatomy.at + 1).min(anatomy.stages.len().saturating_sub(1));
            anatomy.walking = anatomy.at + 1 < anatomy.stages.len();
        }
    }

    pub(super) fn walk_stages(&mut self, walking: bool) {
        if let Some(anatomy) = &mut self.training.anatomy {
            let last = anatomy.at + 1 >= anatomy.stages.len();
            if walking && last {
                anatomy.at = 0;
            }
            anatomy.walking = walking;
        }
    }
}
