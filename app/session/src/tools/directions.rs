//! Principal directions, traversals, draws from the prior.

use std::sync::Arc;

use super::ExploreTool;
use super::background::background_asked;
use super::facts::Facts;
use super::sizes::SAMPLES;
use super::state::{ExploreTools, PrincipalDirections, PrincipalSource};
use super::strips::other_model;
use crate::context::Context;
use crate::moves::{MapPlane, PointChange};
use crate::outbox::FollowUp;
use crate::questions::PendingQuestion;
use crate::shared_identity::SharedIdentity;
use crate::worker_slot::WorkerSlot;
use protocol::ModelQuery;
use protocol::payload::f32_values;

/// So many directions are kept at most.
pub(super) const MOST_PRINCIPAL: usize = 10;

impl ExploreTools {
    /// Finds the model's principal directions if they are looked at and not known: in the encoded
    /// images where there are any, else by asking the engine for those of the generator.
    pub(super) fn find_principal(&mut self, facts: &Facts, context: &mut Context) {
        let moves_layers = self.own.style.mixing.layers.len() > 1;
        let wanted = self.tool == ExploreTool::Directions
            || (self.tool == ExploreTool::Style && moves_layers)
            || matches!(facts.view.map.plane, MapPlane::Principal(..))
            || self.principal_wanted;
        let Some(model) = facts.models.on_screen.as_ref().filter(|_| wanted) else {
            return;
        };
        let points = facts.models.points.as_ref();
        let of = PrincipalSource {
            model: model.id.clone(),
            // Newer weights bring newer points along.
            version: points.map_or(facts.models.version(&model.id), |_| 0),
            points: points.map(SharedIdentity::of),
        };
        if self.principal_of.as_ref() == Some(&of) {
            return;
        }
        if facts.models.expects_points() {
            return;
        }
        if let Some(points) = &facts.models.points {
            let found = latent::principal(&points.means, points.latent).ok();
            self.principal_of = Some(of);
            self.principal = found.map(|found| {
                let shares = found.shares();
                let count = MOST_PRINCIPAL.min(shares.len());
                let directions = (0..count).filter_map(|at| found.direction(at));
                Arc::new(PrincipalDirections {
                    directions: directions.map(<[f32]>::to_vec).collect(),
                    shares: shares.into_iter().take(count).collect(),
                    of_images: true,
                })
            });
            self.principal_found(facts, context);
        } else {
            let PrincipalSource { model, version, .. } = of;
            let asked = |asked: &PendingQuestion| matches!(asked, PendingQuestion::Principal { model: of, .. } if *of == model);
            if !background_asked(context, asked)
                && self.background_holds_newest(facts, context, &model)
            {
                let query = ModelQuery::PrincipalDirections {
                    count: MOST_PRINCIPAL,
                };
                let asked = PendingQuestion::Principal {
                    model: model.clone(),
                    version,
                };
                context.ask(WorkerSlot::Background, &model, query, asked, None);
            }
        }
    }

    pub(super) fn principal_arrived(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        (model, version): (&str, u64),
        (count, latent): (usize, usize),
        shares: Vec<f32>,
        payload: &[u8],
    ) {
        if facts.models.shown_id() != Some(model) || facts.models.version(model) != version {
            return;
        }
        self.principal_of = Some(of_generator(model, version));
        let numbers = f32_values(payload);
        let fits = latent == facts.view.latent()
            && count.checked_mul(latent) == Some(numbers.len())
            && shares.len() == count
            && numbers.iter().all(|number| number.is_finite());
        if fits && facts.models.points.is_none() {
            let directions = numbers.chunks_exact(latent).map(<[f32]>::to_vec);
            self.principal = Some(Arc::new(PrincipalDirections {
                directions: directions.take(MOST_PRINCIPAL).collect(),
                shares: shares.into_iter().take(MOST_PRINCIPAL).collect(),
                of_images: false,
            }));
            self.principal_found(facts, context);
        }
    }

    /// The engine found none; the sliders of the dimensions remain.
    pub(super) fn principal_failed(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        (model, version): (&str, u64),
    ) {
        if facts.models.shown_id() != Some(model) || facts.models.version(model) != version {
            return;
        }
        self.principal_of = Some(of_generator(model, version));
        self.principal = None;
        self.plane_wanted = None;
        self.plane_may_be_gone(facts, context);
    }

    fn principal_found(&mut self, facts: &Facts, context: &mut Context) {
        if let Some(plane) = self.plane_wanted.take()
            && self.can_show(facts, plane)
        {
            context.follow_up(FollowUp::TurnPlane(plane));
        } else {
            self.plane_may_be_gone(facts, context);
        }
    }

    /// Goes along a principal direction.
    pub(super) fn set_principal(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        at: usize,
        value: f32,
    ) {
        let principal = self.principal.clone();
        if let Some(direction) = principal.and_then(|found| found.directions.get(at).cloned()) {
            self.go_along(facts, context, &direction, value);
        }
    }

    /// Moves the point along a direction until its coordinate along it is `value`, counted in
    /// lengths of the direction.
    pub(super) fn go_along(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        direction: &[f32],
        value: f32,
    ) {
        let step = value - along(&facts.view.point, direction);
        let moved: Vec<f32> = facts
            .view
            .point
            .iter()
            .zip(direction)
            .map(|(z, d)| z + step * d)
            .collect();
        self.move_to(facts, context, &moved, PointChange::Along);
    }

    /// Takes new draws from the prior: of the model on screen, or of the one that is compared with
    /// where that has other dimensions.
    pub(super) fn draw(&mut self, facts: &Facts, context: &Context, noise: Vec<f32>) {
        if noise.iter().any(|value| !value.is_finite()) {
            return;
        }
        if noise.len() != SAMPLES * facts.view.latent() {
            let other = other_model(self.compared_model.as_deref(), context);
            if other.is_some_and(|other| noise.len() == SAMPLES * other.card.latent) {
                self.compared_noise = noise.into();
            }
        } else {
            self.noise = noise.into();
            if !self.groups.of_images {
                self.groups.members.clear();
            }
        }
    }
}

/// What directions were found of that the engine found in a generator.
fn of_generator(model: &str, version: u64) -> PrincipalSource {
    PrincipalSource {
        model: model.to_owned(),
        version,
        points: None,
    }
}

/// How many lengths of `direction` a point is along it.
pub(crate) fn along(point: &[f32], direction: &[f32]) -> f32 {
    let dot = |a: &[f32], b: &[f32]| -> f32 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let length = dot(direction, direction);
    if length > 0.0 {
        dot(point, direction) / length
    } else {
        0.0
    }
}
