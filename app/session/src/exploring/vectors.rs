//! Attribute vectors, and arithmetic on points.

use super::directions::along;
use super::history::PointChange;
use super::state::{NamedDirection, PIN_NAMES};
use crate::Session;
use crate::book::WorkerSlot;
use crate::worker::PendingQuestion;
use protocol::Question;
use protocol::payload::f32_values;

/// Names are cut to this many letters.
const LONGEST_NAME: usize = 24;
/// More vectors than this are not kept.
const MOST_VECTORS: usize = 24;

impl Session {
    /// Directions by name: those measured in the encoded images (slant, thickness), then those that
    /// the visitor saved.
    pub fn directions(&self) -> Vec<NamedDirection> {
        let mut all = Vec::new();
        if let Some(points) = &self.points {
            all.extend(points.directions.iter().cloned());
        }
        all.extend(self.exploring.vectors.iter().cloned());
        all
    }

    /// Everything that a formula can name: pins, the point, each digit's mean, directions.
    pub fn names(&self) -> Vec<NamedDirection> {
        let mut all = Vec::new();
        let named = |name: &str, z: &[f32]| NamedDirection {
            name: name.to_owned(),
            z: z.to_vec(),
        };
        for (name, pin) in PIN_NAMES.iter().zip(&self.exploring.pins) {
            if let Some(pin) = pin {
                all.push(named(name, pin));
            }
        }
        all.push(named("here", &self.point));
        if let Some(points) = &self.points {
            for digit in 0..=9_u8 {
                let rows = points.means.chunks_exact(points.latent).zip(&points.labels);
                let of = rows.filter(|(_, label)| **label == digit);
                let of: Vec<f32> = of.flat_map(|(row, _)| row.iter().copied()).collect();
                if let Some(mean) = latent::mean(&of, points.latent) {
                    all.push(named(&digit.to_string(), &mean));
                }
            }
        }
        all.extend(self.directions());
        all
    }

    /// Goes where a formula says.
    pub(super) fn evaluate(&mut self, text: String) {
        let names = self.names();
        let known: Vec<(&str, &[f32])> = names
            .iter()
            .map(|vector| (vector.name.as_str(), vector.z.as_slice()))
            .collect();
        let outcome = latent::evaluate(&text, &known, self.latent());
        let formula = &mut self.exploring.formula;
        formula.text = text;
        match outcome {
            Ok(point) => {
                let read = latent::readable(&formula.text, &known).unwrap_or_default();
                formula.outcome = Some(Ok(read));
                self.move_to(&point, PointChange::Other);
            }
            Err(error) => formula.outcome = Some(Err(error)),
        }
    }

    /// Goes along a named direction.
    pub(super) fn set_vector(&mut self, name: &str, value: f32) {
        let found = self.directions().into_iter().find(|it| it.name == name);
        if let Some(vector) = found {
            self.go_along(&vector.z, value);
        }
    }

    /// How many lengths of a direction the point is along it.
    pub fn along_vector(&self, direction: &[f32]) -> f32 {
        along(&self.point, direction)
    }

    /// Puts an example into a group, or into none.
    pub(super) fn group(&mut self, example: usize, group: Option<bool>) {
        let members = &mut self.exploring.groups.members;
        match group {
            Some(has) => members.insert(example, has),
            None => members.remove(&example),
        };
    }

    /// Saves the direction from the examples without the attribute to those with it.
    pub(super) fn save_vector(&mut self, name: &str) {
        let members = &self.exploring.groups.members;
        let both = [true, false].map(|has| members.values().any(|member| *member == has));
        if both != [true, true] {
            self.alert(
                "An attribute needs examples with it and examples without it. Mark at least one of \
                 each.",
                None,
            );
            return;
        }
        let Some(name) = self.fresh_name(name) else {
            return;
        };
        if self.exploring.groups.of_images {
            self.encode_groups(name);
        } else {
            let samples = self.samples();
            self.add_vector(&name, &samples, |example| example);
        }
    }

    /// The name cut to what is readable, or an alert if it cannot be one.
    fn fresh_name(&mut self, name: &str) -> Option<String> {
        let name: String = name.trim().chars().take(LONGEST_NAME).collect();
        let taken = self.names();
        let trouble = if name.is_empty() {
            "Give the direction a name, such as “smile”."
        } else if taken.iter().any(|it| it.name.eq_ignore_ascii_case(&name)) {
            "There is something of this name already. Choose another one."
        } else if self.exploring.vectors.len() >= MOST_VECTORS {
            "There are as many directions as can be kept. Remove one first."
        } else if !name.chars().any(char::is_alphabetic)
            || name.contains(['+', '-', '*', '(', ')', '×', '·', ',', ';', '&', '='])
        {
            "A name has at least one letter and no signs of arithmetic, so that a formula can use it."
        } else {
            return Some(name);
        };
        self.alert(trouble, None);
        None
    }

    /// Has the marked images encoded.
    fn encode_groups(&mut self, name: String) {
        let Some(page) = self.exploring.held.page.clone() else {
            return;
        };
        let mut payload = Vec::new();
        for example in self.exploring.groups.members.keys() {
            let at = example.checked_sub(page.first);
            match at.and_then(|at| page.pictures.get(at)) {
                Some(picture) => payload.extend_from_slice(&picture.bytes),
                None => return,
            }
        }
        if let Some(model) = self.model.as_ref().map(|model| model.id.clone()) {
            let purpose = PendingQuestion::Groups { name };
            let payload = Some(payload.into());
            self.ask(
                WorkerSlot::Explorer,
                &model,
                Question::Encode,
                purpose,
                payload,
            );
        }
    }

    /// The marked images' posteriors arrived, in the order of their numbers.
    pub(super) fn groups_encoded(
        &mut self,
        name: &str,
        count: usize,
        latent: usize,
        payload: &[u8],
    ) {
        let numbers = f32_values(payload);
        let examples: Vec<usize> = self.exploring.groups.members.keys().copied().collect();
        let means = numbers.get(..count.saturating_mul(latent));
        if let Some(means) = means.filter(|_| latent == self.latent() && count == examples.len()) {
            let order = |example: usize| {
                let at = examples.iter().position(|it| *it == example);
                at.unwrap_or_default()
            };
            self.add_vector(name, means, order);
        }
    }

    /// Adds the difference of the two groups' means; `row` says which row an example has.
    fn add_vector(&mut self, name: &str, rows: &[f32], row: impl Fn(usize) -> usize) {
        let latent = self.latent();
        let rows: Vec<&[f32]> = rows.chunks_exact(latent).collect();
        let of = |has: bool| -> Vec<f32> {
            let members = self.exploring.groups.members.iter();
            members
                .filter(|(_, member)| **member == has)
                .filter_map(|(example, _)| rows.get(row(*example)))
                .flat_map(|row| row.iter().copied())
                .collect()
        };
        if let Some(z) = latent::difference(&of(false), &of(true), latent) {
            self.remember(PointChange::Other);
            self.exploring.vectors.push(NamedDirection {
                name: name.to_owned(),
                z,
            });
            self.exploring.groups.members.clear();
        }
    }

    /// Saves the direction from one digit to another.
    pub(super) fn save_digits(&mut self, from: u8, to: u8) {
        let Some(points) = self.points.clone() else {
            return;
        };
        match latent::between_classes(&points.means, points.latent, &points.labels, from, to) {
            Ok(z) => {
                if let Some(name) = self.fresh_name(&format!("{from} to {to}")) {
                    self.remember(PointChange::Other);
                    self.exploring.vectors.push(NamedDirection { name, z });
                }
            }
            Err(error) => self.alert(error, None),
        }
    }

    pub(super) fn remove_vector(&mut self, name: &str) {
        if self.exploring.vectors.iter().any(|it| it.name == name) {
            self.remember(PointChange::Other);
            self.exploring.vectors.retain(|it| it.name != name);
        }
    }
}
