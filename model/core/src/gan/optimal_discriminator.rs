//! The best discriminator against a generator whose density is known.
//!
//! For a density p of data and q of generated points, no discriminator makes the cross entropy
//! smaller than D*(x) = p(x) / (p(x) + q(x)) (arXiv:1406.2661, proposition 1): its logit is
//! log p(x) − log q(x). Here p is a world's own mixture of round Gaussians, and q is estimated from
//! generated points by kernels ([`BANDWIDTH`]). Both are blurred by the same kernel, p exactly: a
//! generator that makes the data's density is then judged ½ everywhere, up to the draw of the points.

use std::f64::consts::TAU;

use burn::tensor::{Device, Tensor, TensorData, activation};
use run_spec::GanLoss;
use run_spec::losses::ScoreMeaning;

use crate::nn::product;

/// The standard deviation of the kernels from which generated points' density is estimated, in the
/// plane's units. Silverman's rule for so many points that are spread as a world's are (0.6 in each
/// direction) says 0.21, which would hide the gaps between modes; for the points of one mode of
/// eight it says 0.03, which would make a field of spots of points between them. This is the
/// distance between neighbours of points that are spread evenly over ±1.
pub const BANDWIDTH: f32 = 0.08;
/// From how many generated points their density is estimated.
pub const KERNELS: usize = 512;

/// Σₖ wₖ N(x; cₖ, σ² I) in the plane.
#[derive(Clone, Debug, PartialEq)]
pub struct GaussianDensity {
    /// cₖ.
    pub centres: Vec<[f32; 2]>,
    /// wₖ; they add up to 1.
    pub weights: Vec<f32>,
    /// σ.
    pub deviation: f32,
}

impl GaussianDensity {
    /// What remains of a density after a blur by N(0, [`BANDWIDTH`]²).
    pub fn blurred(self) -> Self {
        Self {
            deviation: self.deviation.hypot(BANDWIDTH),
            ..self
        }
    }

    /// The density that points were drawn from, estimated with kernels of [`BANDWIDTH`].
    ///
    /// # Shapes
    /// `points`: `[n, 2]`, row by row
    pub fn of_points(points: &[f32]) -> Self {
        let centres: Vec<[f32; 2]> = points.chunks_exact(2).map(|xy| [xy[0], xy[1]]).collect();
        Self {
            weights: vec![1.0 / centres.len() as f32; centres.len()],
            centres,
            deviation: BANDWIDTH,
        }
    }

    /// The same on a device.
    pub fn on(&self, device: &Device) -> DeviceDensity {
        let count = self.centres.len();
        let centres = TensorData::new(self.centres.as_flattened().to_vec(), [count, 2]);
        let logarithms: Vec<f32> = self.weights.iter().map(|weight| weight.ln()).collect();
        let logarithms = TensorData::new(logarithms, [1, count]);
        DeviceDensity::new(
            Tensor::from_data(centres, device),
            Tensor::from_data(logarithms, device),
            self.deviation,
        )
    }

    /// log p at a place, however far away.
    fn logarithm(&self, x: f64, y: f64) -> f64 {
        let variance = f64::from(self.deviation).powi(2);
        let exponents = self
            .centres
            .iter()
            .zip(&self.weights)
            .map(|(centre, weight)| {
                let squares =
                    (x - f64::from(centre[0])).powi(2) + (y - f64::from(centre[1])).powi(2);
                f64::from(*weight).ln() - 0.5 * squares / variance
            });
        let exponents: Vec<f64> = exponents.collect();
        let most = exponents.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = exponents.iter().map(|e| (e - most).exp()).sum();
        most + sum.ln() - (TAU * variance).ln()
    }

    /// The density at all crossings of some columns and rows. A round Gaussian is a product of one of
    /// x and one of y, so that there are few exponentials to take.
    ///
    /// # Shapes
    /// → `[rows, columns]`, row by row
    fn at_crossings(&self, columns: &[f64], rows: &[f64]) -> Vec<f64> {
        let variance = f64::from(self.deviation).powi(2);
        let height = 1.0 / (TAU * variance);
        let falls = |places: &[f64], centre: f32, out: &mut [f64]| {
            for (out, place) in out.iter_mut().zip(places) {
                *out = (-0.5 * (place - f64::from(centre)).powi(2) / variance).exp();
            }
        };
        let mut sums = vec![0.0; columns.len() * rows.len()];
        let (mut across, mut down) = (vec![0.0; columns.len()], vec![0.0; rows.len()]);
        for (centre, weight) in self.centres.iter().zip(&self.weights) {
            falls(columns, centre[0], &mut across);
            falls(rows, centre[1], &mut down);
            let height = height * f64::from(*weight);
            for (sums, down) in sums.chunks_exact_mut(columns.len()).zip(&down) {
                let factor = height * down;
                // So far away that nothing is left of it.
                if factor == 0.0 {
                    continue;
                }
                for (sum, across) in sums.iter_mut().zip(&across) {
                    *sum += factor * across;
                }
            }
        }
        sums
    }
}

/// D*(x) = p(x) / (p(x) + q(x)) at all crossings of some columns and rows.
///
/// # Shapes
/// → `[rows, columns]`, row by row
pub fn optimal_field(
    p: &GaussianDensity,
    q: &GaussianDensity,
    columns: &[f64],
    rows: &[f64],
) -> Vec<f32> {
    let (of_p, of_q) = (p.at_crossings(columns, rows), q.at_crossings(columns, rows));
    let each = of_p.iter().zip(&of_q).enumerate();
    let each = each.map(|(i, (&of_p, &of_q))| {
        if of_p + of_q > 1e-280 {
            return (of_p / (of_p + of_q)) as f32;
        }
        // Too far from all centres for a number to hold.
        let (x, y) = (columns[i % columns.len()], rows[i / columns.len()]);
        let logit = p.logarithm(x, y) - q.logarithm(x, y);
        (1.0 / (1.0 + (-logit).exp())) as f32
    });
    each.collect()
}

/// [`GaussianDensity`] on a device, without autodiff.
#[derive(Clone, Debug)]
pub struct DeviceDensity {
    /// `[k, 2]`
    centres: Tensor<2>,
    /// log wₖ − log 2πσ², `[1, k]`
    logarithms: Tensor<2>,
    deviation: f32,
}

impl DeviceDensity {
    /// Of weights' logarithms, or of any number for all of them: `[1, k]` or `[1, 1]`.
    fn new(centres: Tensor<2>, logarithms: Tensor<2>, deviation: f32) -> Self {
        let normaliser = (TAU * f64::from(deviation).powi(2)).ln();
        Self {
            centres,
            logarithms: logarithms.sub_scalar(normaliser),
            deviation,
        }
    }

    /// That of which these points were drawn, as [`GaussianDensity::of_points`] has it.
    ///
    /// # Shapes
    /// `points`: `[n, 2]`
    pub fn of_points(points: Tensor<2>) -> Self {
        let share = -(points.dims()[0] as f64).ln();
        let logarithms = Tensor::full([1, 1], share, &points.device());
        Self::new(points, logarithms, BANDWIDTH)
    }

    /// log p and ∇ log p. With the largest exponent taken out of the sum, neither is ever too small
    /// or too large a number.
    ///
    /// # Shapes
    /// `x`: `[n, 2]` → `[n, 1]`, `[n, 2]`
    fn logarithm(&self, x: &Tensor<2>) -> (Tensor<2>, Tensor<2>) {
        let variance = f64::from(self.deviation).powi(2);
        let squares = |axis: usize| {
            let centres = self.centres.clone().narrow(1, axis, 1).transpose(); // [1, k]
            (x.clone().narrow(1, axis, 1) - centres).square() // [n, k]
        };
        let exponents =
            (squares(0) + squares(1)).mul_scalar(-0.5 / variance) + self.logarithms.clone();
        let most = exponents.clone().max_dim(1);
        let terms = (exponents - most.clone()).exp();
        let sum = terms.clone().sum_dim(1);
        // What pulls at x: the centres, each by its share of the sum.
        let towards = product(terms, self.centres.clone()) / sum.clone() - x.clone();
        (most + sum.log(), towards.div_scalar(variance))
    }
}

/// D* against a generator, which stays what it is for a gradient, as a learnt discriminator does.
#[derive(Clone, Debug)]
pub struct OptimalDiscriminator {
    /// The data's density.
    pub p: DeviceDensity,
    /// The generated points'.
    pub q: DeviceDensity,
}

impl OptimalDiscriminator {
    /// log p(x) − log q(x), the logit of D*(x).
    ///
    /// # Shapes
    /// `x`: `[n, 2]`, followed by autodiff or not → `[n]`
    pub fn logits(&self, x: Tensor<2>) -> Tensor<1> {
        let constant = if x.is_autodiff() {
            x.clone().inner()
        } else {
            x.clone()
        };
        let (of_p, p_slope) = self.p.logarithm(&constant);
        let (of_q, q_slope) = self.q.logarithm(&constant);
        let value = of_p - of_q;
        if !x.is_autodiff() {
            return value.squeeze_dim(1);
        }
        // The value, because the second term is 0; and the slope as its derivative, for which all
        // that led to it need not be kept.
        let slope = p_slope - q_slope;
        ((x - constant) * slope).sum_dim(1).squeeze_dim::<1>(1) + value.squeeze_dim(1)
    }

    /// The score that a loss is a function of: the logit, but D*(x) itself for least squares, whose
    /// best score it is (arXiv:1611.04076, with a = 0 and b = 1). The best score of a hinge
    /// is a step, without a slope, and a critic's is the solution of another problem: with the logit
    /// in their place, −f is an estimate of log q(x) − log p(x), and its mean one of KL(q ‖ p).
    ///
    /// # Shapes
    /// `x`: `[n, 2]` → `[n]`
    pub fn scores(&self, loss: GanLoss, x: Tensor<2>) -> Tensor<1> {
        let logits = self.logits(x);
        match loss.row().score {
            ScoreMeaning::Probability => activation::sigmoid(logits),
            ScoreMeaning::Logit | ScoreMeaning::Margin | ScoreMeaning::Critic => logits,
        }
    }
}
