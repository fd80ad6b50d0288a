//! How far each known factor has a latent dimension of its own.

use run_spec::{Disentanglement, FactorGap};

use crate::data::FactorValues;

/// Bins of a dimension's values, of equal width (arXiv:1811.12359, appendix C).
const BINS: usize = 20;

/// The mutual information gap of each factor that varies (Chen et al., arXiv:1802.04942, equation
/// 6): how much more the dimension that says most of it says than the next one does, as a share of all
/// there is to say. `None` without a factor that varies, and where a number of `means` is none.
///
/// I(z; v) is estimated from counts, z in [`BINS`] bins between its least and its largest value.
/// The gap is 1 if one dimension says all and no other anything; 0 if two say the same, as they do where
/// factors lie askew to the axes. A factor of fewer images than bins is left out.
///
/// # Shapes
/// `means`: posterior means, `[images, latent]`; each factor: `[images]`
///
/// # Panics
/// When there is not a row of means for each image.
pub fn disentanglement(
    means: &[f32],
    latent: usize,
    factors: &[FactorValues],
) -> Option<Disentanglement> {
    if !means.iter().all(|mean| mean.is_finite()) {
        return None;
    }
    let columns: Vec<_> = (0..latent)
        .map(|dimension| BinnedColumn::of(means.iter().skip(dimension).step_by(latent)))
        .collect();
    let gaps = factors
        .iter()
        .filter_map(|FactorValues { factor, values }| {
            assert_eq!(means.len(), values.len() * latent, "a row for each image");
            factor_information(&columns, values).map(|said| FactorGap {
                factor: *factor,
                dimension: said.dimension,
                information: said.most,
                gap: said.most - said.next,
            })
        });
    let factors: Vec<_> = gaps.collect();
    let images = means.len() / latent.max(1);
    (!factors.is_empty()).then_some(Disentanglement { images, factors })
}

/// What dimensions say of a factor, as shares of its entropy.
struct FactorInformation {
    /// The dimension that says most.
    dimension: usize,
    most: f64,
    /// What the next one says; 0 where there is no other.
    next: f64,
}

fn factor_information(columns: &[BinnedColumn], factor: &[u8]) -> Option<FactorInformation> {
    if factor.len() < BINS {
        return None;
    }
    let values = usize::from(factor.iter().copied().max()?) + 1;
    let entropy = entropy(factor.iter().map(|value| usize::from(*value)), values);
    if entropy <= 0.0 {
        return None;
    }
    let mut said = FactorInformation {
        dimension: 0,
        most: 0.0,
        next: 0.0,
    };
    for (dimension, column) in columns.iter().enumerate() {
        // I(z; v) = H(z) + H(v) − H(z, v).
        let share = (column.entropy + entropy - column.joint_entropy(factor, values)) / entropy;
        if share > said.most {
            said = FactorInformation {
                dimension,
                most: share,
                next: said.most,
            };
        } else {
            said.next = said.next.max(share);
        }
    }
    Some(said)
}

/// A dimension's values in bins.
struct BinnedColumn {
    /// The bin of each value.
    bins: Vec<usize>,
    /// H(z), nats.
    entropy: f64,
}

impl BinnedColumn {
    fn of<'a>(values: impl Iterator<Item = &'a f32> + Clone) -> Self {
        let least = values.clone().copied().fold(f32::INFINITY, f32::min);
        let most = values.clone().copied().fold(f32::NEG_INFINITY, f32::max);
        let scale = BINS as f32 / (most - least).max(f32::MIN_POSITIVE);
        let bin = |value: &f32| (((value - least) * scale) as usize).min(BINS - 1);
        let bins: Vec<_> = values.map(bin).collect();
        let entropy = entropy(bins.iter().copied(), BINS);
        Self { bins, entropy }
    }

    /// H(z, v) with a factor of so many values, nats.
    fn joint_entropy(&self, factor: &[u8], values: usize) -> f64 {
        let pairs = self.bins.iter().zip(factor);
        let joint = pairs.map(|(bin, value)| bin * values + usize::from(*value));
        entropy(joint, BINS * values)
    }
}

/// The entropy of outcomes, as often as they came, nats.
fn entropy(outcomes: impl Iterator<Item = usize>, count: usize) -> f64 {
    let mut counts = vec![0_u32; count];
    outcomes.for_each(|outcome| counts[outcome] += 1);
    let all: f64 = counts.iter().map(|count| f64::from(*count)).sum();
    let shares = counts.iter().filter(|count| **count > 0);
    -shares
        .map(|count| f64::from(*count) / all)
        .map(|share| share * share.ln())
        .sum::<f64>()
}

#[cfg(test)]
mod tests {
    use run_spec::KnownFactor;

    use super::*;

    fn gap(means: &[f32], latent: usize, factor: &[u8]) -> Option<f64> {
        let factors = [FactorValues {
            factor: KnownFactor::Skin,
            values: factor.to_vec(),
        }];
        disentanglement(means, latent, &factors)?.gap()
    }

    /// Each of 4 values as often as another.
    fn factor() -> Vec<u8> {
        (0..400).map(|index| (index % 4) as u8).collect()
    }

    fn means(of: impl Fn(u8, usize) -> [f32; 2]) -> Vec<f32> {
        let each = factor().into_iter().enumerate();
        each.flat_map(|(index, value)| of(value, index / 4))
            .collect()
    }

    #[track_caller]
    fn assert_gap(of: impl Fn(u8, usize) -> [f32; 2], expected: f64) {
        let found = gap(&means(of), 2, &factor()).unwrap();
        assert!((found - expected).abs() < 1e-9, "{found}, {expected}");
    }

    #[test]
    fn a_factor_that_is_one_dimension_has_a_gap_of_one() {
        // The second dimension goes through its values once for each value of the factor.
        assert_gap(|value, round| [f32::from(value), round as f32], 1.0);
    }

    #[test]
    fn a_factor_that_two_dimensions_say_has_none() {
        assert_gap(|value, _| [f32::from(value), -2.0 * f32::from(value)], 0.0);
    }

    #[test]
    fn what_the_next_dimension_says_is_taken_off() {
        // It says one of the two bits.
        assert_gap(|value, _| [f32::from(value), f32::from(value / 2)], 0.5);
    }

    #[test]
    fn a_factor_that_no_dimension_says_has_none() {
        assert_gap(|_, round| [round as f32, 1.0], 0.0);
    }

    #[test]
    fn what_does_not_vary_has_no_gap() {
        let means: Vec<f32> = (0..40_u8).map(f32::from).collect();
        assert_eq!(gap(&means, 1, &[3; 40]), None);
        assert_eq!(gap(&[], 1, &[]), None);
    }

    #[test]
    fn fewer_images_than_bins_say_nothing() {
        let means: Vec<f32> = (0..20_u8).map(f32::from).collect();
        let halves: Vec<u8> = (0..20).map(|index| index / 10).collect();
        assert_eq!(gap(&means[..19], 1, &halves[..19]), None);
        let all = gap(&means, 1, &halves);
        assert!((all.unwrap() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn what_mixes_two_factors_equally_has_hardly_a_gap() {
        // Both dimensions are turned by 45 degrees: each says as much of each factor.
        let mut means = Vec::new();
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for index in 0..400_u16 {
            let [a, b] = [index % 4, index / 4 % 4];
            first.push(a as u8);
            second.push(b as u8);
            let [a, b] = [f32::from(a), f32::from(b)];
            means.extend([a + b, a - b]);
        }
        for factor in [first, second] {
            let found = gap(&means, 2, &factor).unwrap();
            assert!(found.abs() < 1e-9, "{found}");
        }
    }

    #[test]
    fn independent_noise_has_hardly_a_gap() {
        let mut rng = crate::random::HostRng::new(3, crate::random::RandomStream::Prior);
        let means = rng.normals(2 * 4_000);
        let factor: Vec<u8> = (0..4_000).map(|index| (index % 4) as u8).collect();
        let found = gap(&means, 2, &factor).unwrap();
        assert!(found < 0.01, "{found}");
    }

    #[test]
    fn order_and_scale_of_dimensions_change_nothing() {
        let plain = means(|value, round| [f32::from(value), f32::from(value / 2) + round as f32]);
        let turned: Vec<f32> = plain
            .chunks(2)
            .flat_map(|row| [8.0 * row[1], 4.0 * row[0]])
            .collect();
        let factors = [FactorValues {
            factor: KnownFactor::Skin,
            values: factor(),
        }];
        let [before, after] = [plain, turned].map(|means| disentanglement(&means, 2, &factors));
        let [before, after] = [before.unwrap(), after.unwrap()];
        let [a, b] = [before.factors[0], after.factors[0]];
        assert_eq!([a.dimension, b.dimension], [0, 1]);
        assert!((a.gap - b.gap).abs() < 1e-9, "{a:?} {b:?}");
        assert_eq!(before.images, 400);
    }

    #[test]
    fn factors_of_one_value_and_numbers_that_are_none_are_left_out() {
        let codes = means(|value, round| [f32::from(value), round as f32]);
        let named = |factor, values| FactorValues { factor, values };
        let factors = [
            named(KnownFactor::Hat, vec![2; 400]),
            named(KnownFactor::Skin, factor()),
        ];
        let score = disentanglement(&codes, 2, &factors).unwrap();
        assert_eq!(score.factors.len(), 1);
        assert!((score.gap().unwrap() - 1.0).abs() < 1e-9);
        assert!((score.factors[0].information - 1.0).abs() < 1e-9);
        assert_eq!(disentanglement(&codes, 2, &factors[..1]), None);
        let broken: Vec<f32> = codes.iter().map(|code| code / 0.0).collect();
        assert_eq!(disentanglement(&broken, 2, &factors), None);
    }
}
