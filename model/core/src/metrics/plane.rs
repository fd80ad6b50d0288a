//! How near generated points of the plane come to a density of which there are samples.
//!
//! Every figure is computed from a generated sample and a held-out one, and stands beside what a second
//! sample of the data gives in place of the generated one: its floor. Standard errors are those of the
//! generated sample; the held-out one is the same throughout a run.

use run_spec::{ModeCoverage, QualityMeasure, TOY2D_REACH};

use crate::data::{GaussianMixture, ToyPoints};
use crate::random::{HostRng, RandomStream};

/// Cells across and down of the grid that densities are compared on, over ±[`TOY2D_REACH`]; whatever is
/// beyond shares one more cell.
pub const CELLS: usize = 24;
/// Points of each sample that [`mmd2`] compares.
pub const MMD_POINTS: usize = 500;
/// Samples with replacement that say how much a divergence varies.
const RESAMPLES: u32 = 20;

/// How near generated points come to held-out ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Toy2dQuality {
    /// How many generated points were compared with as many held-out ones.
    pub points: usize,
    /// `Grid KL`, `Grid JS`, `MMD²`.
    pub measures: Vec<QualityMeasure>,
    /// None where the density is not known or has no parts.
    pub coverage: Option<ModeCoverage>,
}

/// What of a measurement depends on the data only, computed once.
#[derive(Clone, Debug)]
pub struct SampleEvaluator {
    points: usize,
    histogram: Vec<u32>,
    kernel: ReferenceKernel,
    mixture: Option<GaussianMixture>,
    /// Grid KL, grid JS, MMD², and the share of high quality.
    floors: [f64; 4],
}

impl Toy2dQuality {
    /// Measures generated points, `[n, 2]`. To do so more than once, keep the [`SampleEvaluator`].
    pub fn of(generated: &[f32], set: &ToyPoints) -> Self {
        SampleEvaluator::of(set, generated.len() / 2).measure(generated)
    }

    /// A measure by its name.
    pub fn measure(&self, name: &str) -> Option<&QualityMeasure> {
        self.measures.iter().find(|measure| measure.name == name)
    }
}

impl SampleEvaluator {
    /// A ruler for so many generated points, at most as many as are held out.
    pub fn of(set: &ToyPoints, points: usize) -> Self {
        let length = 2 * points.min(ToyPoints::HELD_OUT);
        let first = |sample: &[f32]| sample[..length.min(sample.len())].to_vec();
        let (held_out, second) = (first(set.held_out()), first(set.second()));
        let mut ruler = Self {
            points: held_out.len() / 2,
            histogram: histogram(&held_out),
            kernel: ReferenceKernel::of(&held_out),
            mixture: set.mixture().cloned(),
            floors: [0.0; 4],
        };
        let found = ruler.measure(&second);
        for (floor, measure) in ruler.floors.iter_mut().zip(found.measures) {
            *floor = measure.value;
        }
        ruler.floors[3] = found.coverage.map_or(0.0, |coverage| coverage.high_quality);
        ruler
    }

    /// Measures generated points, `[n, 2]`: of these, as many as the ruler is for.
    pub fn measure(&self, generated: &[f32]) -> Toy2dQuality {
        let generated = &generated[..generated.len().min(2 * self.points)];
        let counts = histogram(generated);
        let data = self.histogram.as_slice();
        let [kl_floor, js_floor, mmd_floor, _] = self.floors;
        let [kl_error, js_error] = bootstrap(&counts, |counts| {
            [grid_kl(data, counts), grid_js(data, counts)]
        });
        let (mmd, mmd_error) = self.kernel.mmd2(generated);
        let measure = |name: &str, value, error, floor| QualityMeasure {
            name: name.to_owned(),
            value,
            error,
            floor,
        };
        Toy2dQuality {
            points: generated.len() / 2,
            measures: vec![
                measure("Grid KL", grid_kl(data, &counts), kl_error, kl_floor),
                measure("Grid JS", grid_js(data, &counts), js_error, js_floor),
                measure("MMD²", mmd, mmd_error, mmd_floor),
            ],
            coverage: self.coverage(generated),
        }
    }

    fn coverage(&self, generated: &[f32]) -> Option<ModeCoverage> {
        let mixture = self.mixture.as_ref().filter(|mixture| mixture.parts > 0)?;
        let mut counts = vec![0_u32; mixture.parts];
        for point in generated.chunks_exact(2) {
            if let Some(part) = mixture.part_of_point([point[0], point[1]]) {
                counts[part] += 1;
            }
        }
        let points = (generated.len() / 2).max(1) as f64;
        let share = f64::from(counts.iter().sum::<u32>()) / points;
        Some(ModeCoverage {
            parts: mixture.parts_name.to_owned(),
            of: mixture.parts,
            reached: counts.iter().filter(|count| **count > 0).count(),
            high_quality: share,
            error: (share * (1.0 - share) / points).sqrt(),
            floor: self.floors[3],
            counts,
        })
    }
}

/// Points by cell: [`CELLS`]² cells over ±[`TOY2D_REACH`], row by row, then those beyond.
///
/// # Shapes
/// `[n, 2]` → `CELLS² + 1`
pub fn histogram(points: &[f32]) -> Vec<u32> {
    let mut counts = vec![0; CELLS * CELLS + 1];
    let cell = |place: f32| {
        let share = (place + TOY2D_REACH) / (2.0 * TOY2D_REACH);
        // NaN is nowhere within.
        (0.0..1.0)
            .contains(&share)
            .then(|| ((share * CELLS as f32) as usize).min(CELLS - 1))
    };
    for point in points.chunks_exact(2) {
        let cell = match (cell(point[0]), cell(point[1])) {
            (Some(column), Some(row)) => row * CELLS + column,
            _ => CELLS * CELLS,
        };
        counts[cell] += 1;
    }
    counts
}

/// KL(data ‖ generated) between two histograms, nats. One more generated point is taken to be spread
/// evenly over all cells, so that a cell that no generated point reaches costs much, but not without
/// end.
pub fn grid_kl(data: &[u32], generated: &[u32]) -> f64 {
    let (all, made) = (total(data), total(generated) + 1.0);
    let spread = 1.0 / generated.len().max(1) as f64;
    let terms = data.iter().zip(generated).filter(|(p, _)| **p > 0);
    let terms = terms.map(|(p, q)| {
        let (p, q) = (f64::from(*p) / all, (f64::from(*q) + spread) / made);
        p * (p / q).ln()
    });
    terms.sum()
}

/// The Jensen–Shannon divergence between two histograms, nats: from 0 to ln 2.
pub fn grid_js(data: &[u32], generated: &[u32]) -> f64 {
    let (all, made) = (total(data), total(generated));
    let half = |p: f64, m: f64| if p > 0.0 { 0.5 * p * (p / m).ln() } else { 0.0 };
    let terms = data.iter().zip(generated).map(|(p, q)| {
        let (p, q) = (f64::from(*p) / all, f64::from(*q) / made);
        let middle = 0.5 * (p + q);
        half(p, middle) + half(q, middle)
    });
    terms.sum()
}

fn total(counts: &[u32]) -> f64 {
    // No division by 0 where there is nothing.
    counts
        .iter()
        .map(|&count| f64::from(count))
        .sum::<f64>()
        .max(1.0)
}

/// Standard deviations of figures of a histogram over samples drawn from it with replacement (Efron,
/// 1979).
fn bootstrap(counts: &[u32], figures: impl Fn(&[u32]) -> [f64; 2]) -> [f64; 2] {
    let cells: Vec<usize> = counts
        .iter()
        .enumerate()
        .flat_map(|(cell, &count)| std::iter::repeat_n(cell, count as usize))
        .collect();
    if cells.is_empty() {
        return [0.0; 2];
    }
    let mut rng = HostRng::new(0, RandomStream::Evaluation);
    let (mut sums, mut squares) = ([0.0; 2], [0.0; 2]);
    for _ in 0..RESAMPLES {
        let mut drawn = vec![0; counts.len()];
        for uniform in rng.uniforms(cells.len(), 0.5) {
            let index = ((uniform + 0.5) * cells.len() as f32) as usize;
            drawn[cells[index.min(cells.len() - 1)]] += 1;
        }
        for (i, figure) in figures(&drawn).into_iter().enumerate() {
            sums[i] += figure;
            squares[i] += figure * figure;
        }
    }
    let count = f64::from(RESAMPLES);
    [0, 1].map(|i| {
        ((squares[i] - sums[i] * sums[i] / count) / (count - 1.0))
            .max(0.0)
            .sqrt()
    })
}

/// The squared maximum mean discrepancy between two samples of as many points as there are, without
/// bias (Gretton et al., JMLR 13 (2012), equation 3), with the kernel k(x, y) = exp(−|x − y|² / 2h²);
/// and its standard error over samples like `generated`.
///
/// # Shapes
/// `generated`, `data`: `[n, 2]` and `[m, 2]`, at least 3 points each; with fewer, both are 0
pub fn mmd2(generated: &[f32], data: &[f32], bandwidth: f64) -> (f64, f64) {
    ReferenceKernel::with(data, bandwidth).against(generated)
}

/// The bandwidth that suits a sample: the median of the distances between its points (Gretton et al.,
/// section 8).
pub fn median_distance(points: &[f32]) -> f64 {
    let mut squares = Vec::new();
    let points: Vec<&[f32]> = points.chunks_exact(2).collect();
    for (i, a) in points.iter().enumerate() {
        squares.extend(points[..i].iter().map(|b| squared_distance(a, b)));
    }
    if squares.is_empty() {
        return 0.0;
    }
    let middle = squares.len() / 2;
    let (_, median, _) = squares.select_nth_unstable_by(middle, f32::total_cmp);
    f64::from(*median).sqrt()
}

/// A sample that others are compared with.
#[derive(Clone, Debug)]
struct ReferenceKernel {
    data: Vec<f32>,
    /// −1 / 2h²
    factor: f32,
    /// Mean of k between two different points of the data.
    within: f64,
}

impl ReferenceKernel {
    /// The first [`MMD_POINTS`] points, with the median of their distances for a bandwidth.
    fn of(data: &[f32]) -> Self {
        let data = first(data);
        Self::with(data, median_distance(data))
    }

    fn with(data: &[f32], bandwidth: f64) -> Self {
        let mut kernel = Self {
            data: data.to_vec(),
            factor: (-0.5 / bandwidth.powi(2).max(f64::MIN_POSITIVE)).max(f64::from(f32::MIN))
                as f32,
            within: 0.0,
        };
        let count = (data.len() / 2) as f64;
        let sums = kernel.sums_within(data);
        kernel.within = sums.iter().sum::<f64>() / (count * (count - 1.0)).max(1.0);
        kernel
    }

    fn mmd2(&self, generated: &[f32]) -> (f64, f64) {
        self.against(first(generated))
    }

    /// MMD², and its standard error by leaving out each generated point once (the jackknife).
    fn against(&self, generated: &[f32]) -> (f64, f64) {
        let (n, m) = ((generated.len() / 2) as f64, (self.data.len() / 2) as f64);
        if n < 3.0 || m < 3.0 {
            return (0.0, 0.0);
        }
        let own = self.sums_within(generated);
        let across: Vec<f64> = generated
            .chunks_exact(2)
            .map(|point| {
                let terms = self
                    .data
                    .chunks_exact(2)
                    .map(|other| self.value(point, other));
                terms.sum::<f64>()
            })
            .collect();
        let (all_own, all_across) = (own.iter().sum::<f64>(), across.iter().sum::<f64>());
        let found = |own: f64, across: f64, n: f64| {
            own / (n * (n - 1.0)) - 2.0 * across / (n * m) + self.within
        };
        let value = found(all_own, all_across, n);
        let without = own
            .iter()
            .zip(&across)
            .map(|(own, across)| found(all_own - 2.0 * own, all_across - across, n - 1.0) - value);
        let (sum, squares) = without.fold((0.0, 0.0), |(sum, squares), off| {
            (sum + off, squares + off * off)
        });
        let variance = (n - 1.0) / n * (squares - sum * sum / n);
        (value, variance.max(0.0).sqrt())
    }

    /// For each point, the sum of k between it and the others.
    fn sums_within(&self, points: &[f32]) -> Vec<f64> {
        let points: Vec<&[f32]> = points.chunks_exact(2).collect();
        let mut sums = vec![0.0; points.len()];
        for i in 0..points.len() {
            for j in 0..i {
                let value = self.value(points[i], points[j]);
                sums[i] += value;
                sums[j] += value;
            }
        }
        sums
    }

    fn value(&self, a: &[f32], b: &[f32]) -> f64 {
        // Points that are no numbers are far from everything.
        f64::from((self.factor * squared_distance(a, b)).exp().max(0.0))
    }
}

fn first(points: &[f32]) -> &[f32] {
    &points[..points.len().min(2 * MMD_POINTS)]
}

fn squared_distance(a: &[f32], b: &[f32]) -> f32 {
    (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)
}
