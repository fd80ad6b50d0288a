//! The pictures of a step, with what the run's discriminator says of each.

use std::sync::Arc;

use super::questions::DrawnQuestion;
use super::statistics::{HitCount, RocCurve};
use crate::pictures::ImagePixels;

/// The pictures of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedRound {
    /// Steps that the run had taken.
    pub step: u32,
    /// Real pictures, then as many generated ones.
    pub(super) pictures: Arc<[ImagePixels]>,
    /// The probability of being real that the discriminator gives each.
    pub(super) scores: Vec<f32>,
    /// What is asked.
    pub questions: Vec<DrawnQuestion>,
}

impl JudgedRound {
    /// How many pictures there are of each kind.
    fn count(&self) -> usize {
        self.pictures.len() / 2
    }

    fn place(&self, is_real: bool, at: usize) -> usize {
        if is_real { at } else { self.count() + at }
    }

    /// The pictures that a question shows, in their order, with the discriminator's score of each, and
    /// whether it is real.
    pub fn shown(&self, question: usize) -> Vec<(&ImagePixels, f32, bool)> {
        let one = |is_real: bool, at: usize| {
            let place = self.place(is_real, at);
            Some((self.pictures.get(place)?, *self.scores.get(place)?, is_real))
        };
        let shown = match self.questions.get(question) {
            None => [None, None],
            Some(&DrawnQuestion::Single { is_real, at }) => [one(is_real, at), None],
            Some(&DrawnQuestion::Pair {
                is_real_first,
                real,
                generated,
            }) => {
                let pair = [one(true, real), one(false, generated)];
                let [a, b] = pair;
                if is_real_first { [a, b] } else { [b, a] }
            }
        };
        shown.into_iter().flatten().collect()
    }

    /// Whether the discriminator answers a question rightly: it says "real" of a picture above ½, and of a
    /// pair that the one with the higher score is.
    pub fn is_discriminator_right(&self, question: usize) -> bool {
        match *self.shown(question) {
            [(_, score, is_real)] => (score > 0.5) == is_real,
            [(_, a, is_real_first), (_, b, _)] => a != b && (a > b) == is_real_first,
            _ => false,
        }
    }

    /// What the discriminator makes of the questions.
    pub fn discriminator_hits(&self) -> HitCount {
        let mut all = 0..self.questions.len();
        HitCount {
            hits: all
                .by_ref()
                .filter(|at| self.is_discriminator_right(*at))
                .count() as u32,
            of: self.questions.len() as u32,
        }
    }

    /// The discriminator's ROC curve, of the pictures that are asked about one by one; of all if they are
    /// asked about in pairs only.
    pub fn discriminator_roc(&self) -> Option<RocCurve> {
        let mut scores = [Vec::new(), Vec::new()];
        let single = |question: &DrawnQuestion| matches!(question, DrawnQuestion::Single { .. });
        let any_single = self.questions.iter().any(single);
        for (at, question) in self.questions.iter().enumerate() {
            if single(question) == any_single {
                for (_, score, is_real) in self.shown(at) {
                    scores[usize::from(is_real)].push(score);
                }
            }
        }
        RocCurve::of_scores(&scores[0], &scores[1])
    }
}
