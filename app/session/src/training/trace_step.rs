//! A training step in slow motion: taking it, and going through its stages.

use std::sync::Arc;

use super::pending::AfterBegin;
use super::state::{RunState, TrainRoom};
use super::step_playback::StepPlayback;
use crate::context::Context;
use protocol::payload::f32_values;
use protocol::{RequestId, StepPart, TraceStage, TrainCommand};

impl TrainRoom {
    /// Takes one step and shows its stages.
    pub(super) fn trace_step(&mut self, context: &mut Context, part: StepPart) {
        match self.state {
            RunState::Idle => self.begin(context, AfterBegin::TraceStep(part)),
            RunState::Starting => self.intend(AfterBegin::TraceStep(part)),
            RunState::Paused | RunState::Playing => {
                self.pause(context);
                if let Some(run) = &mut self.run {
                    run.shown = None;
                }
                let id = context.next_request();
                self.pending.trace_step = Some(id);
                self.send(context, TrainCommand::TraceStep { id, part }, None);
            }
            RunState::Halted => {}
        }
    }

    pub(super) fn step_traced(
        &mut self,
        id: RequestId,
        step: u32,
        stages: Vec<TraceStage>,
        payload: Option<Arc<[u8]>>,
    ) {
        let asked = self.pending.trace_step.take_if(|asked| *asked == id);
        if asked.is_none() || stages.is_empty() {
            return;
        }
        self.anatomy = Some(StepPlayback {
            step,
            stages,
            values: f32_values(payload.as_deref().unwrap_or_default()).into(),
            at: 0,
            walking: true,
        });
    }

    /// Another stage is looked at; the last one, if there are not so many.
    pub(super) fn show_stage(&mut self, at: usize) {
        if let Some(anatomy) = &mut self.anatomy {
            anatomy.at = at.min(anatomy.stages.len().saturating_sub(1));
        }
    }

    /// The next stage, because time passed. At the last one, walking ends.
    pub(super) fn walk_on(&mut self) {
        if let Some(anatomy) = &mut self.anatomy
            && anatomy.walking
        {
            anatomy.at = (anatomy.at + 1).min(anatomy.stages.len().saturating_sub(1));
            anatomy.walking = anatomy.at + 1 < anatomy.stages.len();
        }
    }

    pub(super) fn walk_stages(&mut self, walking: bool) {
        if let Some(anatomy) = &mut self.anatomy {
            let last = anatomy.at + 1 >= anatomy.stages.len();
            if walking && last {
                anatomy.at = 0;
            }
            anatomy.walking = walking;
        }
    }
}
