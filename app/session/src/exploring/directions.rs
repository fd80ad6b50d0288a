//! Principal directions, traversals, draws from the prior.

use std::sync::Arc;

use super::history::PointChange;
use super::state::{MapPlane, PrincipalDirections, SAMPLES, Tool};
use crate::Session;
use crate::worker::PendingQuestion;
use protocol::Question;
use protocol::payload::f32_values;

/// So many directions are kept at most.
const MOST: usize = 10;

impl Session {
    /// Finds the model's principal directions if they are looked at and not known: in the encoded
    /// images where there are any, else by asking the engine for those of the generator.
    pub(super) fn find_principal(&mut self) {
        let wanted = self.exploring.tool == Tool::Directions
            || matches!(self.map.plane, MapPlane::Principal(..))
            || self.book.principal_wanted;
        let Some(model) = self.model.as_ref().filter(|_| wanted) else {
            return;
        };
        let of = (
            model.id.clone(),
            self.points
                .as_ref()
                .map(|points| Arc::as_ptr(points) as usize),
        );
        if self.book.principal_of.as_ref() == Some(&of) {
            return;
        }
        let expects_points = self.points.is_none()
            && !self.book.no_points
            && self
                .models
                .iter()
                .any(|entry| entry.id == model.id && entry.points.is_some());
        if expects_points {
            return;
        }
        if let Some(points) = &self.points {
            let found = latent::principal(&points.means, points.latent).ok();
            self.book.principal_of = Some(of);
            self.exploring.principal = found.map(|found| {
                let shares = found.shares();
                let count = MOST.min(shares.len());
                let directions = (0..count).filter_map(|at| found.direction(at));
                Arc::new(PrincipalDirections {
                    directions: directions.map(<[f32]>::to_vec).collect(),
                    shares: shares.into_iter().take(count).collect(),
                    of_images: true,
                })
            });
            self.principal_found();
        } else {
            let id = model.id.clone();
            if self.studio_holds(&id) && !self.studio_asks(&PendingQuestion::Principal) {
                let question = Question::Principal { count: MOST };
                self.ask_studio(&id, question, PendingQuestion::Principal, None);
            }
        }
    }

    pub(super) fn principal_arrived(
        &mut self,
        count: usize,
        latent: usize,
        shares: Vec<f32>,
        payload: &[u8],
    ) {
        self.book.principal_of = self.model.as_ref().map(|model| (model.id.clone(), None));
        let numbers = f32_values(payload);
        let fits = latent == self.latent()
            && count.checked_mul(latent) == Some(numbers.len())
            && shares.len() == count
            && numbers.iter().all(|number| number.is_finite());
        if fits && self.points.is_none() {
            let directions = numbers.chunks_exact(latent).map(<[f32]>::to_vec);
            self.exploring.principal = Some(Arc::new(PrincipalDirections {
                directions: directions.take(MOST).collect(),
                shares: shares.into_iter().take(MOST).collect(),
                of_images: false,
            }));
            self.principal_found();
        }
    }

    /// The engine found none; the sliders of the dimensions remain.
    pub(super) fn principal_failed(&mut self) {
        self.book.principal_of = self.model.as_ref().map(|model| (model.id.clone(), None));
        self.exploring.principal = None;
        self.book.plane_wanted = None;
        self.plane_may_be_gone();
    }

    fn principal_found(&mut self) {
        if let Some(plane) = self.book.plane_wanted.take()
            && self.can_show(plane)
        {
            self.map.plane = plane;
        }
        self.plane_may_be_gone();
    }

    /// Goes along a principal direction.
    pub(super) fn set_principal(&mut self, at: usize, value: f32) {
        let principal = self.exploring.principal.clone();
        if let Some(direction) = principal.and_then(|found| found.directions.get(at).cloned()) {
            self.go_along(&direction, value);
        }
    }

    /// Moves the point along a direction until its coordinate along it is `value`, counted in
    /// lengths of the direction.
    pub(super) fn go_along(&mut self, direction: &[f32], value: f32) {
        let step = value - along(&self.point, direction);
        let moved: Vec<f32> = self
            .point
            .iter()
            .zip(direction)
            .map(|(z, d)| z + step * d)
            .collect();
        self.move_to(&moved, PointChange::Along);
    }

    /// Takes new draws from the prior.
    pub(super) fn draw(&mut self, noise: Vec<f32>) {
        if noise.len() == SAMPLES * self.latent() && noise.iter().all(|value| value.is_finite()) {
            self.exploring.noise = noise.into();
            if !self.exploring.groups.of_images {
                self.exploring.groups.members.clear();
            }
        }
    }

    /// KL(q(z | x) ‖ prior) of each latent dimension, nats, mean over the encoded images; empty if it
    /// is not known.
    pub fn kl(&self) -> &[f32] {
        self.points.as_ref().map_or(&[], |points| &points.kl)
    }
}

/// How many lengths of `direction` a point is along it.
pub(super) fn along(point: &[f32], direction: &[f32]) -> f32 {
    let dot = |a: &[f32], b: &[f32]| -> f32 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let length = dot(direction, direction);
    if length > 0.0 {
        dot(point, direction) / length
    } else {
        0.0
    }
}
