//! Rate and distortion of an autoencoder's codes: how many bits a picture's code needs, and what the
//! picture loses by it.

/// A code in equal steps, and an entropy coder's ideal length of it.
///
/// Each dimension is cut into steps of one width around its mean. A step costs −log₂ p bits, where p is how
/// often known codes take it; steps that none took count as half a code, so that they can be written, too.
/// The table of these shares and the decoder are needed once, and not counted.
#[derive(Clone, Debug)]
pub struct StepCodec {
    step: f32,
    dimensions: Vec<CodedDimension>,
}

#[derive(Clone, Debug)]
struct CodedDimension {
    mean: f32,
    least: i32,
    /// Bits of each step from `least` on.
    bits: Vec<f64>,
}

/// The most steps that a dimension is cut into.
const MOST_STEPS: i32 = 1 << 20;

impl StepCodec {
    /// A codec for codes like the `known` ones, in steps of `step` times their spread, which is the root of
    /// the mean variance of a dimension.
    ///
    /// # Shapes
    /// `known`: `[n, latent]`, n ≥ 1
    pub fn new(known: &[f32], latent: usize, step: f32) -> Self {
        let count = (known.len() / latent).max(1) as f32;
        let column = |dimension: usize| known.iter().skip(dimension).step_by(latent).copied();
        let means: Vec<f32> = (0..latent)
            .map(|dimension| column(dimension).sum::<f32>() / count)
            .collect();
        let variances = means.iter().enumerate().map(|(dimension, mean)| {
            let squares = column(dimension).map(|code| (code - mean).powi(2));
            squares.sum::<f32>() / count
        });
        let spread = (variances.sum::<f32>() / latent as f32).sqrt();
        let step = if spread > 0.0 { step * spread } else { 1.0 };
        let dimensions = means.iter().enumerate().map(|(dimension, mean)| {
            let taken: Vec<i32> = column(dimension)
                .map(|code| nearest_step(code - mean, step))
                .collect();
            let least = taken.iter().copied().min().unwrap_or(0);
            let most = taken.iter().copied().max().unwrap_or(0);
            let mut shares = vec![0.5; (most - least + 1) as usize];
            for one in &taken {
                shares[(one - least) as usize] += 1.0;
            }
            let all: f64 = shares.iter().sum();
            CodedDimension {
                mean: *mean,
                least,
                bits: shares.iter().map(|share| (all / share).log2()).collect(),
            }
        });
        Self {
            step,
            dimensions: dimensions.collect(),
        }
    }

    /// What is left of codes, and how many bits each takes on average. What lies beyond the known codes
    /// becomes the last step.
    ///
    /// # Shapes
    /// `codes`: `[n, latent]` → like `codes`
    pub fn coded(&self, codes: &[f32]) -> (Vec<f32>, f64) {
        let latent = self.dimensions.len();
        let mut bits = 0.0;
        let mut left = Vec::with_capacity(codes.len());
        for code in codes.chunks_exact(latent) {
            for (value, dimension) in code.iter().zip(&self.dimensions) {
                let last = dimension.bits.len() as i32 - 1;
                let step = nearest_step(value - dimension.mean, self.step);
                let index = (step - dimension.least).clamp(0, last);
                bits += dimension.bits[index as usize];
                left.push(dimension.mean + (dimension.least + index) as f32 * self.step);
            }
        }
        (left, bits / (codes.len() / latent).max(1) as f64)
    }
}

/// A number that is not finite is at the mean.
fn nearest_step(value: f32, step: f32) -> i32 {
    ((value / step).round() as i32).clamp(-MOST_STEPS / 2, MOST_STEPS / 2)
}

/// Bits per image, and the mean squared error that is left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatePoint {
    /// Bits of a code.
    pub bits: f64,
    /// The mean squared error of a grey value.
    pub error: f64,
}

/// The fewest bits that leave no more than `error`: between two measured points on a line of bits over
/// the error's logarithm, as rate–distortion curves are drawn. `None` if no point is that good.
pub fn bits_at_error(points: &[RatePoint], error: f64) -> Option<f64> {
    let mut points = points.to_vec();
    points.sort_by(|one, other| one.bits.total_cmp(&other.bits));
    let first = points.iter().position(|point| point.error <= error)?;
    let good = points[first];
    let Some(before) = first.checked_sub(1).map(|at| points[at]) else {
        return Some(good.bits);
    };
    let [from, to] = [before.error, good.error].map(f64::ln);
    let share = (from - error.ln()) / (from - to);
    let bits = before.bits + share * (good.bits - before.bits);
    Some(if bits.is_finite() { bits } else { good.bits })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_costs_its_surprise() {
        // A variance of 3.2, so that these are −1, −1, 0, 1 and 1 steps of 1.79.
        let known = [-2.0, -2.0, 0.0, 2.0, 2.0];
        let codec = StepCodec::new(&known, 1, 1.0);
        let (left, bits) = codec.coded(&[0.1]);
        assert!(left[0].abs() < 1e-6);
        assert!((bits - (6.5_f64 / 1.5).log2()).abs() < 1e-12, "{bits}");
        let (beyond, bits) = codec.coded(&[100.0]);
        assert!((beyond[0] - 3.2_f32.sqrt()).abs() < 1e-5, "{beyond:?}");
        assert!((bits - (6.5_f64 / 2.5).log2()).abs() < 1e-12);
    }

    /// A uniform quantiser of a Gaussian needs h(X) − log₂ Δ bits (Gish and Pierce, 1968), and leaves Δ²/12.
    #[test]
    fn fine_steps_of_a_gaussian_need_what_theory_says() {
        let mut draws = latent::SplitMix64::new(5);
        // Box and Muller.
        let known: Vec<f32> = (0..40_000)
            .map(|_| {
                let radius = (-2.0 * (1.0 - draws.uniform()).ln()).sqrt();
                (radius * (2.0 * std::f64::consts::PI * draws.uniform()).cos()) as f32
            })
            .collect();
        let codec = StepCodec::new(&known, 1, 0.25);
        let (left, bits) = codec.coded(&known);
        let entropy = 0.5 * (2.0 * std::f64::consts::PI * std::f64::consts::E).log2();
        assert!((bits - (entropy + 2.0)).abs() < 0.02, "{bits}");
        let errors = left
            .iter()
            .zip(&known)
            .map(|(a, b)| f64::from((a - b).powi(2)));
        let error = errors.sum::<f64>() / known.len() as f64;
        assert!((error / (0.0625 / 12.0) - 1.0).abs() < 0.05, "{error}");
    }

    #[test]
    fn codes_that_are_all_the_same_cost_next_to_nothing() {
        let codec = StepCodec::new(&[3.0; 20], 2, 0.5);
        let (left, bits) = codec.coded(&[3.0, 3.0]);
        assert_eq!((left, bits), (vec![3.0, 3.0], 0.0));
    }

    #[test]
    fn bits_at_an_error_lie_between_measured_points() {
        let point = |bits, error| RatePoint { bits, error };
        let curve = [point(20.0, 0.01), point(10.0, 0.04), point(40.0, 0.005)];
        let found = bits_at_error(&curve, 0.02).expect("between");
        assert!((found - 15.0).abs() < 1e-9, "{found}");
        assert_eq!(bits_at_error(&curve, 0.05), Some(10.0));
        assert_eq!(bits_at_error(&curve, 0.001), None);
    }
}
