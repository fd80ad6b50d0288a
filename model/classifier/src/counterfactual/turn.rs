//! Turning a way towards the gradient of the margin.

use super::{CounterfactualSearch, SearchStage};
use crate::PictureScores;
use crate::way::{LatentWay, norm, scaled};

/// How far apart the two pictures of a difference are in z. Grey values of bytes leave a derivative
/// uncertain by a hundredth of a grey value for each pixel, and a curve about as much as this.
const APART: f32 = 0.125;
/// Shares of a way at which pictures are looked at.
const SHARES: [f32; 10] = [0.5, 0.65, 0.76, 0.84, 0.9, 0.94, 0.965, 0.98, 0.99, 0.996];
/// By how much a way is turned towards the gradient.
const TURNS: [f32; 5] = [1.0, 0.6, 0.3, 0.12, 0.04];
/// How often a way is turned at most.
const MOST_TURNS: usize = 16;

impl CounterfactualSearch {
    /// Asks for the end of a way, and for what lies beside it along each coordinate.
    pub(super) fn differentiate_at(&mut self, way: usize, turned: usize) {
        let LatentWay {
            direction, length, ..
        } = &self.ways[way];
        let z = self.along(direction, *length);
        self.batch = z.repeat(z.len() + 1);
        for (at, row) in self.batch.chunks_exact_mut(z.len()).skip(1).enumerate() {
            row[at] += APART;
        }
        self.gradient.clear();
        self.stage = SearchStage::Gradient(way, turned);
    }

    pub(super) fn differentiate(
        &mut self,
        scores: &impl PictureScores,
        picture: &[f32],
        way: usize,
    ) {
        if self.seen.is_empty() {
            let (_, gradient) = scores.margin_gradient(picture, self.ways[way].class, self.class);
            self.picture = picture.to_vec();
            self.pixels = gradient;
        } else {
            let changes = picture
                .iter()
                .zip(&self.picture)
                .map(|(to, from)| to - from);
            let along: f32 = changes
                .zip(&self.pixels)
                .map(|(by, slope)| by * slope)
                .sum();
            self.gradient.push(along / APART);
        }
        self.seen.push(self.ways[way].class);
    }

    /// Asks for points on ways that are turned towards the gradient, and on the way itself.
    pub(super) fn turn(&mut self, way: usize, turned: usize) {
        let LatentWay {
            direction, length, ..
        } = self.ways[way].clone();
        let steepest = norm(&self.gradient);
        self.tried.clear();
        if steepest > 0.0 && steepest.is_finite() {
            for turn in TURNS {
                let mixed = direction.iter().zip(&self.gradient);
                let mixed: Vec<f32> = mixed
                    .map(|(old, new)| (1.0 - turn) * old + turn * new / steepest)
                    .collect();
                let size = norm(&mixed);
                if size > 1e-3 {
                    let mixed = scaled(&mixed, 1.0 / size);
                    self.try_way(&mixed, length);
                }
            }
        }
        self.try_way(&direction, length);
        self.batch = self
            .tried
            .iter()
            .flat_map(|(direction, length)| self.along(direction, *length))
            .collect();
        self.stage = SearchStage::Turn(way, turned);
        if self.batch.is_empty() {
            self.next_way(way);
        }
    }

    /// Adds the points of a way that are within the bounds.
    fn try_way(&mut self, direction: &[f32], length: f32) {
        for share in SHARES {
            let length = share * length;
            let point = self.along(direction, length);
            if point.iter().all(|value| value.abs() <= self.bound) {
                self.tried.push((direction.to_vec(), length));
            }
        }
    }

    /// Takes the shortest way whose end is of another class.
    pub(super) fn turned(&mut self, way: usize, turned: usize, seen: &[usize]) {
        let mut best: Option<LatentWay> = None;
        for ((direction, length), class) in self.tried.iter().zip(seen) {
            let shorter = best.as_ref().is_none_or(|best| *length < best.length);
            if self.is_wanted(*class) && shorter {
                best = Some(LatentWay {
                    direction: direction.clone(),
                    length: *length,
                    class: *class,
                });
            }
        }
        match best {
            Some(best) => {
                self.ways[way] = best;
                if turned + 1 < MOST_TURNS {
                    self.differentiate_at(way, turned + 1);
                } else {
                    self.next_way(way);
                }
            }
            None => self.next_way(way),
        }
    }
}
