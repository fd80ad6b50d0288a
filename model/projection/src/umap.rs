//! UMAP: McInnes, Healy and Melville (2018), arXiv:1802.03426, with the choices of its authors' program
//! `umap-learn` (0.5): neighbours count the point itself, the layout is by sampled edges with five negative
//! samples each, and points are at least 0.1 apart. The beginning is that of `init="pca"`.

use std::collections::BTreeMap;

use crate::draws::ProjectionDraws;
use crate::nearest::{NearestRows, nearest};
use crate::pca::pca;
use crate::{Progress, ProjectionError, checked, squared};

/// Epochs of the layout, for fewer than 10,000 points.
const EPOCHS: usize = 500;
/// 1 / (1 + a d^(2b)) is 1 up to a distance of `min_dist` = 0.1, and falls by e within 1 from there: the least
/// squares of `umap-learn`'s `find_ab_params(1.0, 0.1)`.
const A: f32 = 1.576_943_5;
const B: f32 = 0.895_060_9;
/// Points that are pushed apart for each pair that is drawn together.
const NEGATIVE: f32 = 5.0;
/// No coordinate moves by more than this at once, before the learning rate.
const MOST_FORCE: f32 = 4.0;
/// The side of the square that the layout begins in, and the deviation of noise on it.
const BEGINNING: f32 = 10.0;
const NOISE: f32 = 1e-4;
/// A bandwidth is at least this share of the mean distance.
const LEAST_BANDWIDTH: f32 = 1e-3;

/// What is chosen about UMAP.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Umap {
    /// Coordinates of the view: 2 or 3.
    pub dimensions: usize,
    /// How many neighbours a point has, itself among them.
    pub neighbours: usize,
    /// Where noise and negative samples come from.
    pub seed: u64,
}

/// A view of the points by UMAP.
///
/// # Shapes
/// `rows`: `[n, width]` → `[n, dimensions]`
///
/// # Errors
/// [`ProjectionError`]
pub fn umap(
    rows: &[f32],
    width: usize,
    chosen: &Umap,
    progress: Progress,
) -> Result<Vec<f32>, ProjectionError> {
    let count = checked(rows, width, chosen.dimensions)?;
    let neighbours = chosen.neighbours.clamp(3, count - 1);
    let near = nearest(rows, width, neighbours - 1);
    let edges = fuzzy_union(&near, count, neighbours);
    let mut random = ProjectionDraws::new(chosen.seed);
    let mut positions = beginning(rows, width, chosen.dimensions, &mut random)?;
    let mut layout = Layout::new(edges);
    for epoch in 0..EPOCHS {
        match chosen.dimensions {
            3 => layout.epoch::<3>(epoch, &mut positions, &mut random),
            _ => layout.epoch::<2>(epoch, &mut positions, &mut random),
        }
        progress((epoch + 1) as f32 / EPOCHS as f32);
    }
    Ok(positions)
}

/// The principal components, scaled to ±10, with noise, then into the square from 0 to 10.
fn beginning(
    rows: &[f32],
    width: usize,
    dimensions: usize,
    random: &mut ProjectionDraws,
) -> Result<Vec<f32>, ProjectionError> {
    let mut positions = pca(rows, width, dimensions)?;
    let largest = positions.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
    let scale = if largest > 0.0 {
        BEGINNING / largest
    } else {
        0.0
    };
    for coordinate in &mut positions {
        *coordinate = *coordinate * scale + NOISE * random.normal();
    }
    for at in 0..dimensions {
        let column = positions.iter().skip(at).step_by(dimensions);
        let (low, high) = column.fold((f32::MAX, f32::MIN), |(low, high), x| {
            (low.min(*x), high.max(*x))
        });
        // Noise alone would be blown up to fill the square.
        let side = (high - low).max(1e3 * NOISE);
        for coordinate in positions.iter_mut().skip(at).step_by(dimensions) {
            *coordinate = BEGINNING * (*coordinate - low) / side;
        }
    }
    Ok(positions)
}

/// How surely two points are neighbours, for both directions of each pair: of each point a fuzzy set over its
/// neighbours (section 3.1), and their union a + b − ab.
fn fuzzy_union(near: &NearestRows, count: usize, neighbours: usize) -> Vec<Edge> {
    let mean = near.distances.iter().sum::<f32>() / near.distances.len().max(1) as f32;
    let mut weights: BTreeMap<(u32, u32), [f32; 2]> = BTreeMap::new();
    for at in 0..count {
        let distances: Vec<f32> = near.of(at).map(|(_, distance)| distance).collect();
        let (rho, sigma) = bandwidth(&distances, neighbours, mean);
        for (index, distance) in near.of(at) {
            let apart = distance - rho;
            let weight = if apart <= 0.0 {
                1.0
            } else {
                (-apart / sigma).exp()
            };
            let (at, index) = (at as u32, index as u32);
            let side = usize::from(at > index);
            weights.entry((at.min(index), at.max(index))).or_default()[side] = weight;
        }
    }
    let pairs = weights.into_iter();
    pairs
        .flat_map(|((from, to), [a, b])| {
            let weight = a + b - a * b;
            [(from, to), (to, from)].map(|(head, tail)| Edge { head, tail, weight })
        })
        .collect()
}

/// ρ, the distance to the nearest other point, and σ, with Σ exp(−(d − ρ)/σ) = log₂ k over the neighbours.
fn bandwidth(distances: &[f32], neighbours: usize, mean_of_all: f32) -> (f32, f32) {
    let rho = distances.iter().copied().find(|distance| *distance > 0.0);
    let rho = rho.unwrap_or(0.0);
    let target = (neighbours as f32).log2();
    let (mut low, mut high, mut sigma) = (0.0_f32, f32::INFINITY, 1.0_f32);
    for _ in 0..64 {
        let of = |distance: &f32| {
            let apart = distance - rho;
            if apart > 0.0 {
                (-apart / sigma).exp()
            } else {
                1.0
            }
        };
        let sum: f32 = distances.iter().map(of).sum();
        if (sum - target).abs() < 1e-5 {
            break;
        }
        if sum > target {
            high = sigma;
            sigma = f32::midpoint(low, high);
        } else {
            low = sigma;
            sigma = if high.is_finite() {
                f32::midpoint(low, high)
            } else {
                2.0 * sigma
            };
        }
    }
    let mean = distances.iter().sum::<f32>() / (distances.len() + 1) as f32;
    let least = LEAST_BANDWIDTH * if rho > 0.0 { mean } else { mean_of_all };
    (rho, sigma.max(least).max(f32::MIN_POSITIVE))
}

/// Two points that are drawn together.
#[derive(Clone, Copy, Debug)]
struct Edge {
    head: u32,
    tail: u32,
    /// How surely they are neighbours, 0 to 1.
    weight: f32,
}

/// The layout by stochastic gradient descent: an edge of the largest weight is sampled in every epoch, one
/// of half that weight in every other.
struct Layout {
    edges: Vec<SampledEdge>,
}

struct SampledEdge {
    head: usize,
    tail: usize,
    /// Epochs from sample to sample, and the next one.
    period: f32,
    next: f32,
    /// The same of its negative samples.
    negative_period: f32,
    next_negative: f32,
}

impl Layout {
    fn new(edges: Vec<Edge>) -> Self {
        let most = edges
            .iter()
            .fold(0.0_f32, |most, edge| most.max(edge.weight));
        // Too weak to be sampled even once.
        let least = most / EPOCHS as f32;
        let edges = edges.into_iter().filter(|edge| edge.weight >= least);
        let edges = edges.map(|edge| {
            let period = most / edge.weight;
            SampledEdge {
                head: edge.head as usize,
                tail: edge.tail as usize,
                period,
                next: period,
                negative_period: period / NEGATIVE,
                next_negative: period / NEGATIVE,
            }
        });
        Self {
            edges: edges.collect(),
        }
    }

    fn epoch<const D: usize>(
        &mut self,
        epoch: usize,
        positions: &mut [f32],
        random: &mut ProjectionDraws,
    ) {
        let (places, _) = positions.as_chunks_mut::<D>();
        let now = epoch as f32;
        let rate = 1.0 - now / EPOCHS as f32;
        for edge in &mut self.edges {
            if edge.next > now {
                continue;
            }
            let (mut head, mut tail) = (places[edge.head], places[edge.tail]);
            let apart = squared(&head, &tail);
            if apart > 0.0 {
                let power = power(apart);
                let pull = -2.0 * A * B * power / (apart * (A * power + 1.0));
                for at in 0..D {
                    let force = (pull * (head[at] - tail[at])).clamp(-MOST_FORCE, MOST_FORCE);
                    head[at] += rate * force;
                    tail[at] -= rate * force;
                }
                places[edge.tail] = tail;
            }
            edge.next += edge.period;
            let samples = ((now - edge.next_negative) / edge.negative_period).max(0.0) as usize;
            for _ in 0..samples {
                let other = random.below(places.len());
                let apart = squared(&head, &places[other]);
                if other == edge.head || apart == 0.0 {
                    continue;
                }
                let push = 2.0 * B / ((0.001 + apart) * (A * power(apart) + 1.0));
                for at in 0..D {
                    let force = push * (head[at] - places[other][at]);
                    head[at] += rate * force.clamp(-MOST_FORCE, MOST_FORCE);
                }
            }
            places[edge.head] = head;
            edge.next_negative += samples as f32 * edge.negative_period;
        }
    }
}

/// d^(2b), of d²: in WebAssembly quicker than `powf`.
fn power(apart: f32) -> f32 {
    (B * apart.log2()).exp2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bandwidth_makes_the_neighbours_add_up_to_the_logarithm_of_their_number() {
        let distances = [1.0, 1.5, 2.0, 2.5, 4.0, 5.0, 7.0];
        let (rho, sigma) = bandwidth(&distances, 8, 1.0);
        let sum: f32 = distances.iter().map(|d| (-(d - rho) / sigma).exp()).sum();
        assert_eq!(rho, 1.0);
        assert!((sum - 3.0).abs() < 1e-3, "{sum}");
    }

    #[test]
    fn a_pair_is_as_sure_as_either_point_makes_it() {
        // 0 and 1 are each other's nearest; 5 has 1 for a neighbour, and 1 does not have 5.
        let near = nearest(&[0.0, 1.0, 5.0], 1, 1);
        let edges = fuzzy_union(&near, 3, 2);
        let pairs: Vec<_> = edges.iter().map(|it| (it.head, it.tail)).collect();
        assert_eq!(pairs, [(0, 1), (1, 0), (1, 2), (2, 1)]);
        assert!(edges.iter().all(|edge| (edge.weight - 1.0).abs() < 1e-6));
    }

    #[test]
    fn the_curve_is_that_of_the_paper_s_parameters() {
        let curve = |d: f32| 1.0 / (1.0 + A * d.powf(2.0 * B));
        let wanted = |d: f32| if d <= 0.1 { 1.0 } else { (-(d - 0.1)).exp() };
        let worst = (0..300).map(|at| at as f32 / 100.0);
        let worst = worst.map(|d| (curve(d) - wanted(d)).abs());
        assert!(worst.fold(0.0, f32::max) < 0.06);
    }

    #[test]
    fn points_that_are_all_the_same_have_a_view_too() {
        let chosen = Umap {
            dimensions: 2,
            neighbours: 5,
            seed: 1,
        };
        let found = umap(&[1.0; 30], 3, &chosen, &mut |_| {}).expect("points");
        assert!(found.iter().all(|x| x.is_finite()));
    }
}
