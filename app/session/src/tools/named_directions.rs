//! Attribute vectors, and arithmetic on points.

use std::collections::BTreeMap;
use std::sync::Arc;

use foreign_text::seen;

use super::facts::Facts;
use super::sizes::PIN_NAMES;
use super::state::ExploreTools;
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::models::NamedDirection;
use crate::moves::{MapPlane, PointChange};
use crate::questions::PendingQuestion;
use crate::worker_slot::WorkerSlot;
use protocol::ModelQuery;
use protocol::payload::f32_values;

/// Names are cut to this many letters.
const LONGEST_NAME: usize = 24;
/// More vectors than this are not kept.
const MOST_VECTORS: usize = 24;

impl ExploreTools {
    /// Directions by name: those of the model's card, those measured in the encoded images (slant,
    /// thickness) that the card does not have, then those that the visitor saved.
    pub(crate) fn directions(&self, facts: &Facts) -> Vec<NamedDirection> {
        let of_card = facts.models.directions().iter();
        let mut all: Vec<_> = of_card
            .map(|direction| NamedDirection {
                name: direction.id.clone(),
                z: direction.z.clone(),
            })
            .collect();
        // Where the card has directions of known factors, the rest are kinds without an order.
        let points = facts.models.points.as_ref();
        if let Some(points) = points.filter(|_| facts.models.own_plane() == MapPlane::Axes) {
            for measured in &points.directions {
                if all.iter().all(|direction| direction.name != measured.name) {
                    all.push(measured.clone());
                }
            }
        }
        all.extend(self.vectors.iter().cloned());
        all
    }

    /// Everything that a formula can name: pins, the point, each digit's mean, directions.
    pub(crate) fn names(&self, facts: &Facts) -> Vec<NamedDirection> {
        let mut all = Vec::new();
        let named = |name: &str, z: &[f32]| NamedDirection {
            name: name.to_owned(),
            z: z.to_vec(),
        };
        for (name, pin) in PIN_NAMES.iter().zip(&self.pins) {
            if let Some(pin) = pin {
                all.push(named(name, pin));
            }
        }
        all.push(named("here", &facts.view.point));
        if let Some(points) = &facts.models.points {
            for digit in 0..=9_u8 {
                let rows = points.means.chunks_exact(points.latent).zip(&points.labels);
                let of = rows.filter(|(_, label)| **label == digit);
                let of: Vec<f32> = of.flat_map(|(row, _)| row.iter().copied()).collect();
                if let Some(mean) = latent::mean(&of, points.latent) {
                    all.push(named(&digit.to_string(), &mean));
                }
            }
        }
        all.extend(self.directions(facts));
        all
    }

    /// Goes where a formula says.
    pub(super) fn evaluate(&mut self, facts: &Facts, context: &mut Context, text: String) {
        let names = self.names(facts);
        let known: Vec<(&str, &[f32])> = names
            .iter()
            .map(|vector| (vector.name.as_str(), vector.z.as_slice()))
            .collect();
        let outcome = latent::evaluate(&text, &known, facts.view.latent());
        let formula = &mut self.formula;
        formula.text = text;
        match outcome {
            Ok(point) => {
                let read = latent::readable(&formula.text, &known).unwrap_or_default();
                formula.outcome = Some(Ok(read));
                formula.worked_out = formula.worked_out.saturating_add(1);
                self.move_to(facts, context, &point, PointChange::Other);
            }
            Err(error) => formula.outcome = Some(Err(error)),
        }
    }

    /// Goes along a named direction.
    pub(super) fn set_vector(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        name: &str,
        value: f32,
    ) {
        let found = self
            .directions(facts)
            .into_iter()
            .find(|it| it.name == name);
        if let Some(vector) = found {
            self.go_along(facts, context, &vector.z, value);
        }
    }

    /// Puts an example into a group, or into none. While samples are on their way, those before them
    /// are on screen, which are none of the examples.
    pub(super) fn group(&mut self, example: usize, group: Option<bool>) {
        if !self.groups.of_images && !self.shows_samples() {
            return;
        }
        let members = &mut self.groups.members;
        match group {
            Some(has) => members.insert(example, has),
            None => members.remove(&example),
        };
    }

    /// Saves the direction from the examples without the attribute to those with it.
    pub(super) fn save_vector(&mut self, facts: &Facts, context: &mut Context, name: &str) {
        let members = &self.groups.members;
        let both = [true, false].map(|has| members.values().any(|member| *member == has));
        if both != [true, true] {
            context.alert(RoomAlert::GroupWithoutExamples, None);
            return;
        }
        let Some(name) = self.fresh_name(facts, context, name) else {
            return;
        };
        if self.groups.of_images {
            self.encode_groups(facts, context, name);
        } else {
            let samples = self.samples();
            let members = self.groups.members.clone();
            self.add_vector(facts, &name, &samples, &members, |example| example);
        }
    }

    /// The name cut to what is readable, or an alert if it cannot be one.
    pub(super) fn fresh_name(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        name: &str,
    ) -> Option<String> {
        let name: String = seen(name).trim().chars().take(LONGEST_NAME).collect();
        let taken = self.names(facts);
        // Directions of images that are still being encoded have their names already.
        let explorer = context.slots.explorer.as_ref();
        let coming: Vec<&String> = explorer.map_or_else(Vec::new, |worker| {
            let questions = worker.questions.iter();
            let names = questions.filter_map(|(_, asked)| match asked {
                PendingQuestion::Groups { name, .. } => Some(name),
                _ => None,
            });
            names.collect()
        });
        let taken = taken
            .iter()
            .map(|it| &it.name)
            .chain(coming.iter().copied());
        let trouble = if name.is_empty() {
            RoomAlert::NameMissing
        } else if taken.clone().any(|it| it.eq_ignore_ascii_case(&name)) {
            RoomAlert::NameTaken
        } else if self.vectors.len() + coming.len() >= MOST_VECTORS {
            RoomAlert::TooManyDirections
        } else if !name.chars().any(char::is_alphabetic)
            || name.contains(['+', '-', '*', '(', ')', '×', '·', ',', ';', '&', '='])
        {
            RoomAlert::NameUnusable
        } else {
            return Some(name);
        };
        context.alert(trouble, None);
        None
    }

    /// Has the marked images encoded.
    fn encode_groups(&mut self, facts: &Facts, context: &mut Context, name: String) {
        let Some(page) = self.own.neighbours.reference.page.clone() else {
            return;
        };
        let mut payload = Vec::new();
        for example in self.groups.members.keys() {
            let at = example.checked_sub(page.first);
            match at.and_then(|at| page.pictures.get(at)) {
                Some(picture) => payload.extend_from_slice(&picture.bytes),
                None => return,
            }
        }
        if let Some(model) = facts.models.shown_id() {
            let (of, members) = ((model.to_owned(), name), self.groups.members.clone());
            ask_for_groups(facts, context, of, members, payload.into());
        }
    }

    /// The marked images' posteriors arrived, in the order of their numbers. `members` are the groups
    /// as they were when this was asked.
    pub(super) fn groups_encoded(
        &mut self,
        facts: &Facts,
        name: &str,
        members: &BTreeMap<usize, bool>,
        (count, latent): (usize, usize),
        payload: &[u8],
    ) {
        let numbers = f32_values(payload);
        let means = numbers.get(..count.saturating_mul(latent));
        let fits = latent == facts.view.latent() && count == members.len();
        if let Some(means) = means.filter(|_| fits) {
            let order = |example: usize| members.keys().position(|it| *it == example);
            self.add_vector(facts, name, means, members, |example| {
                order(example).unwrap_or_default()
            });
        }
    }

    /// Adds the difference of the two groups' means; `row` says which row an example has.
    fn add_vector(
        &mut self,
        facts: &Facts,
        name: &str,
        rows: &[f32],
        members: &BTreeMap<usize, bool>,
        row: impl Fn(usize) -> usize,
    ) {
        let latent = facts.view.latent();
        let rows: Vec<&[f32]> = rows.chunks_exact(latent).collect();
        let of = |has: bool| -> Vec<f32> {
            members
                .iter()
                .filter(|(_, member)| **member == has)
                .filter_map(|(example, _)| rows.get(row(*example)))
                .flat_map(|row| row.iter().copied())
                .collect()
        };
        if let Some(z) = latent::difference(&of(false), &of(true), latent) {
            self.remember(facts, PointChange::Other);
            self.vectors.push(NamedDirection {
                name: name.to_owned(),
                z,
            });
            if self.groups.members == *members {
                self.groups.members.clear();
            }
        }
    }

    /// Saves the direction from one digit to another.
    pub(super) fn save_digits(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        (from, to): (u8, u8),
        name: &str,
    ) {
        let Some(points) = facts.models.points.clone() else {
            return;
        };
        match latent::between_classes(&points.means, points.latent, &points.labels, from, to) {
            Ok(z) => {
                if let Some(name) = self.fresh_name(facts, context, name) {
                    self.remember(facts, PointChange::Other);
                    self.vectors.push(NamedDirection { name, z });
                }
            }
            Err(error) => context.alert(RoomAlert::NoDirection(error), None),
        }
    }

    pub(super) fn remove_vector(&mut self, facts: &Facts, name: &str) {
        if self.vectors.iter().any(|it| it.name == name) {
            self.remember(facts, PointChange::Other);
            self.vectors.retain(|it| it.name != name);
        }
    }
}

/// Has pictures of two groups encoded, for the direction of a name.
pub(super) fn ask_for_groups(
    facts: &Facts,
    context: &mut Context,
    (model, name): (String, String),
    members: BTreeMap<usize, bool>,
    pictures: Arc<[u8]>,
) {
    let asked = PendingQuestion::Groups {
        name,
        version: facts.models.version(&model),
        model: model.clone(),
        members,
        pictures: Arc::clone(&pictures),
    };
    let (slot, query) = (WorkerSlot::Explorer, ModelQuery::Encode);
    context.ask(slot, &model, query, asked, Some(pictures));
}
