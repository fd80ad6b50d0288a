//! What workers answered to the tools' questions.

use std::sync::Arc;

use super::facts::Facts;
use super::named_directions::ask_for_groups;
use super::state::{BroughtPosterior, ExploreTools};
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::failure_reason::{FailureReason, UnfitAnswer};
use crate::limits::LIVE_MODEL;
use crate::pictures::pictures;
use crate::questions::PendingQuestion;
use crate::worker_slot::WorkerSlot;
use protocol::payload::PosteriorPayload;
use protocol::{ModelAnswer, RequestId};

impl ExploreTools {
    /// A question was answered. What it is filed under is what was asked; an answer that is about
    /// something that left the screen meanwhile is dropped.
    pub(super) fn answered(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        slot: WorkerSlot,
        id: RequestId,
        answer: ModelAnswer,
        payload: Option<Arc<[u8]>>,
    ) {
        let goes_on = match &answer {
            ModelAnswer::Inversion { done, .. }
            | ModelAnswer::Counterfactual { done, .. }
            | ModelAnswer::Painted { done, .. } => !done,
            // Newer weights of the model in training encode all of them anew, and so does another class.
            ModelAnswer::ReferenceImages { count, encoded } => {
                let live = facts.models.shown_id() == Some(LIVE_MODEL);
                let changes = live || facts.models.classes_on_screen() > 0;
                encoded.is_some_and(|encoded| encoded < *count || changes)
            }
            _ => false,
        };
        let worker = context.slots.worker_mut(slot);
        let Some(asked) = worker.and_then(|worker| worker.asked(id, goes_on)) else {
            return;
        };
        let payload = payload.unwrap_or_else(|| Arc::from([]));
        match (asked, answer) {
            (
                PendingQuestion::Decode { kind, job },
                ModelAnswer::Pictures {
                    count,
                    width,
                    height,
                    channels,
                    ..
                },
            ) => {
                let found = pictures(count, [width, height, channels], &payload);
                let found = found.map(|(pictures, _)| pictures);
                self.pictures_arrived(facts, context, kind, job, found.map_err(Into::into));
            }
            (
                PendingQuestion::Encode {
                    model,
                    version,
                    picture,
                },
                ModelAnswer::Posterior { count, latent },
            ) => {
                let posterior = posterior((count, latent), version, &payload);
                let posterior = posterior.map_err(FailureReason::from);
                self.posterior_arrived(facts, context, (&model, version), &picture, posterior);
            }
            (
                PendingQuestion::Groups {
                    name,
                    model,
                    version,
                    members,
                    pictures,
                },
                ModelAnswer::Posterior { count, latent },
            ) => {
                if facts.models.shown_id() != Some(&model) {
                    return;
                }
                if facts.models.version(&model) == version {
                    self.groups_encoded(facts, &name, &members, (count, latent), &payload);
                } else {
                    // Newer weights arrived meanwhile: what was asked for is a direction of theirs.
                    ask_for_groups(facts, context, (model, name), members, pictures);
                }
            }
            (
                PendingQuestion::Invert { model, picture },
                ModelAnswer::Inversion {
                    step,
                    error,
                    z,
                    done,
                },
            ) => self.inversion_arrived(
                facts,
                context,
                (&model, &picture),
                (step, error, done),
                z,
                payload,
            ),
            (
                PendingQuestion::Principal { model, version },
                ModelAnswer::PrincipalDirections {
                    count,
                    latent,
                    shares,
                },
            ) => {
                let of = (model.as_str(), version);
                self.principal_arrived(facts, context, of, (count, latent), shares, &payload);
            }
            (PendingQuestion::Tool(query), answer) => {
                self.tool_answered(facts, context, &query, answer, payload);
            }
            (asked, _) => {
                self.question_failed(facts, context, asked, &UnfitAnswer::OtherQuestion.into())
            }
        }
    }

    /// A worker could not answer a question; says whether it was one.
    pub(super) fn question_failed_by(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        slot: WorkerSlot,
        id: RequestId,
        error: &FailureReason,
    ) -> bool {
        let worker = context.slots.worker_mut(slot);
        let Some(asked) = worker.and_then(|worker| worker.asked(id, false)) else {
            return false;
        };
        self.question_failed(facts, context, asked, error);
        true
    }

    /// A question could not be answered. Where what was asked about left the screen meanwhile, the
    /// visitor need not know.
    fn question_failed(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        asked: PendingQuestion,
        error: &FailureReason,
    ) {
        match asked {
            PendingQuestion::Decode { kind, job } => {
                self.pictures_arrived(facts, context, kind, job, Err(error.clone()));
            }
            PendingQuestion::Encode {
                model,
                version,
                picture,
            } => self.posterior_arrived(
                facts,
                context,
                (&model, version),
                &picture,
                Err(error.clone()),
            ),
            PendingQuestion::Groups { model, .. } => {
                if facts.models.shown_id() == Some(&model) {
                    context.alert(RoomAlert::ExamplesNotEncoded(error.clone()), None);
                }
            }
            PendingQuestion::Invert { picture, .. } => {
                self.inversion_failed(context, &picture, error)
            }
            PendingQuestion::Principal { model, version } => {
                self.principal_failed(facts, context, (&model, version));
            }
            PendingQuestion::Tool(query) => self.tool_failed(facts, context, &query, error),
        }
    }
}

/// Reads the posterior of one picture: its means, then its standard deviations.
fn posterior(
    (count, latent): (usize, usize),
    version: u64,
    payload: &[u8],
) -> Result<BroughtPosterior, UnfitAnswer> {
    match PosteriorPayload::read(count, latent, payload) {
        Some(PosteriorPayload { means, spreads }) if count == 1 && latent > 0 => {
            Ok(BroughtPosterior {
                mean: means,
                spread: spreads,
                version,
            })
        }
        _ => Err(UnfitAnswer::Posterior {
            count,
            latent,
            numbers: payload.len() / 4,
        }),
    }
}
