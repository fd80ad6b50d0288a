//! Pictures for the game, which the trainer hands out of a run that it trains for it, or of the run on
//! screen at its snapshots.

use std::sync::Arc;

use super::pending::PendingRounds;
use super::record::RunSnapshot;
use super::state::{ShownRun, TrainRoom};
use crate::context::Context;
use crate::data_files::files_of;
use crate::failure_reason::FailureReason;
use crate::judged_rounds::{RoundNews, RoundOrder};
use crate::outbox::FollowUp;
use crate::pictures::pictures;
use protocol::{ImageSheet, JudgedRun, RequestId, RunStart, TrainCommand};

impl TrainRoom {
    /// The steps of the run's snapshots, rising; none of untrained networks.
    pub(crate) fn snapshot_steps(&self) -> Vec<u32> {
        let run = self.run.as_ref();
        let snapshots = run.map_or(&[][..], |run| &run.record.snapshots);
        let steps = snapshots.iter().map(|snapshot| snapshot.step);
        steps.filter(|step| *step > 0).collect()
    }

    /// The game wants pictures.
    pub(super) fn judge(&mut self, context: &mut Context, order: RoundOrder) {
        self.pending.rounds = None;
        let snapshots = match (&order.spec, &self.run) {
            (None, Some(run)) => order
                .steps
                .iter()
                .filter_map(|step| snapshot(run, *step))
                .collect(),
            _ => Vec::new(),
        };
        let own = order.spec.is_none().then_some(self.run.as_ref());
        let own = own.flatten().and_then(|run| run.own.clone());
        let spec = order.spec.as_deref().cloned();
        let spec = spec.or_else(|| Some(self.run.as_ref()?.spec.clone()));
        let Some(spec) = spec else { return };
        let rounds = PendingRounds {
            id: RequestId(0),
            order: RoundOrder {
                spec: Some(Box::new(spec)),
                ..order
            },
            snapshots,
            own,
            arrived: 0,
        };
        self.ask_for_round(context, rounds);
    }

    /// Asks for all rounds of a run that begins anew, or for the one at the next snapshot.
    fn ask_for_round(&mut self, context: &mut Context, mut rounds: PendingRounds) {
        let Some(spec) = rounds.order.spec.as_deref().cloned() else {
            return;
        };
        let mirror = self.pending.mirror == Some(spec.data);
        let (data, images) = files_of(spec.data, mirror, context.base, rounds.own.as_ref());
        let snapshot = rounds.snapshots.get(rounds.arrived);
        let (start, steps, payload) = match snapshot {
            None => (RunStart::Untrained, rounds.order.steps.clone(), images),
            Some(RunSnapshot { step, bytes, .. }) => {
                let payload = match images {
                    Some(images) => [&**bytes, &*images].concat().into(),
                    None => Arc::clone(bytes),
                };
                let bytes = bytes.len();
                (RunStart::Checkpoint { bytes }, vec![*step], Some(payload))
            }
        };
        self.need_trainer(context);
        rounds.id = context.next_request();
        let seed = spec.seed;
        let command = TrainCommand::JudgePictures {
            id: rounds.id,
            run: JudgedRun {
                spec,
                data,
                start,
                steps,
                count: rounds.order.count,
                seed,
                round: rounds.arrived,
            },
        };
        self.pending.rounds = Some(rounds);
        self.send(context, command, payload);
    }

    /// The game wants no pictures any more.
    pub(super) fn judge_no_more(&mut self, context: &mut Context) {
        if self.pending.rounds.take().is_some() {
            self.send(context, TrainCommand::StopJudging, None);
        }
    }

    fn rounds(&mut self, asked: RequestId) -> Option<&mut PendingRounds> {
        let rounds = self.pending.rounds.as_mut();
        rounds.filter(|rounds| rounds.id == asked)
    }

    /// The trainer says how far it is.
    pub(super) fn judging(&mut self, context: &mut Context, id: RequestId, step: u32) {
        if self.rounds(id).is_some() {
            context.follow_up(FollowUp::Judged(RoundNews::Trained(step)));
        }
    }

    /// Pictures are there.
    pub(super) fn judged(
        &mut self,
        context: &mut Context,
        id: RequestId,
        (step, sheet, scores): (u32, ImageSheet, Vec<f32>),
        payload: Option<&[u8]>,
    ) {
        let Some(rounds) = self.rounds(id) else {
            return;
        };
        rounds.arrived += 1;
        let is_last = rounds.arrived >= rounds.order.steps.len();
        let has_snapshots = !rounds.snapshots.is_empty();
        let count = scores.len();
        let shape = [sheet.width, sheet.height / count.max(1), sheet.channels];
        match pictures(count, shape, payload.unwrap_or_default()) {
            Ok((pictures, _)) => {
                let pictures = pictures.into();
                context.follow_up(FollowUp::Judged(RoundNews::Pictures {
                    step,
                    pictures,
                    scores,
                }));
            }
            Err(unfit) => {
                self.judge_no_more(context);
                let reason = FailureReason::from(unfit);
                context.follow_up(FollowUp::Judged(RoundNews::Failed(reason)));
                return;
            }
        }
        if is_last {
            self.pending.rounds = None;
        } else if has_snapshots && let Some(rounds) = self.pending.rounds.take() {
            self.ask_for_round(context, rounds);
        }
    }

    /// The trainer cannot hand out pictures. Returns whether the failure was about them.
    pub(super) fn judging_failed(
        &mut self,
        context: &mut Context,
        id: RequestId,
        error: &FailureReason,
    ) -> bool {
        let was_asked = self.rounds(id).is_some();
        if was_asked {
            self.judging_broken(context, error);
        }
        was_asked
    }

    /// The trainer ended while the game waited for pictures.
    pub(super) fn judging_broken(&mut self, context: &mut Context, reason: &FailureReason) {
        if self.pending.rounds.take().is_some() {
            let news = RoundNews::Failed(reason.clone());
            context.follow_up(FollowUp::Judged(news));
        }
    }
}

fn snapshot(run: &ShownRun, step: u32) -> Option<RunSnapshot> {
    let mut snapshots = run.record.snapshots.iter();
    snapshots.find(|snapshot| snapshot.step == step).cloned()
}
