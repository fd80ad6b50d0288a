//! How well real is told from generated: hit rates, ROC curves, and the areas under them.

/// The half width of a 95 % interval in standard deviations.
const Z95: f64 = 1.959_963_984_540_054;

/// How many of several answers were right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct HitCount {
    /// Right ones.
    pub hits: u32,
    /// All of them.
    pub of: u32,
}

impl HitCount {
    /// The share of right answers; `None` without any answer.
    pub fn rate(self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.hits) / f64::from(self.of))
    }

    /// Wilson's score interval of the rate, 95 % (E. B. Wilson, 1927, doi:10.1080/01621459.1927.10502953):
    /// the rates p with |p̂ − p| ≤ z √(p (1 − p) / n). All of [0, 1] without any answer.
    pub fn interval(self) -> [f64; 2] {
        let Some(rate) = self.rate() else {
            return [0.0, 1.0];
        };
        let n = f64::from(self.of);
        let square = Z95 * Z95;
        let scale = 1.0 + square / n;
        let centre = (rate + square / (2.0 * n)) / scale;
        let half = Z95 * (rate * (1.0 - rate) / n + square / (4.0 * n * n)).sqrt() / scale;
        [(centre - half).max(0.0), (centre + half).min(1.0)]
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            hits: self.hits + other.hits,
            of: self.of + other.of,
        }
    }
}

/// So many answers of each score, lowest score first: of generated pictures, of real ones.
type ScoreLevel = [f64; 2];

/// A ROC curve: of all thresholds, the share of generated pictures that are taken for real, and that of
/// real ones, from (0, 0) to (1, 1).
#[derive(Clone, Debug, PartialEq)]
pub struct RocCurve {
    /// The corners.
    pub points: Vec<[f64; 2]>,
}

impl RocCurve {
    /// The curve of answers that are counted by their rating; the higher, the more surely real. `None`
    /// unless there are pictures of both kinds.
    pub fn of_ratings(generated: &[u32], real: &[u32]) -> Option<Self> {
        let levels = generated.iter().zip(real);
        let levels = levels.map(|(generated, real)| [f64::from(*generated), f64::from(*real)]);
        Self::of_levels(&levels.collect::<Vec<_>>())
    }

    /// The curve of scores; the higher, the more surely real. `None` unless there are pictures of both
    /// kinds, and where a score is no number.
    pub fn of_scores(generated: &[f32], real: &[f32]) -> Option<Self> {
        let scored = generated.iter().map(|score| (*score, [1.0, 0.0]));
        let mut scored: Vec<(f32, ScoreLevel)> = scored
            .chain(real.iter().map(|score| (*score, [0.0, 1.0])))
            .collect();
        if scored.iter().any(|(score, _)| score.is_nan()) {
            return None;
        }
        scored.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let mut levels: Vec<ScoreLevel> = Vec::new();
        let mut last = None;
        for (score, [generated, real]) in scored {
            match levels.last_mut().filter(|_| last == Some(score)) {
                Some(level) => *level = [level[0] + generated, level[1] + real],
                None => levels.push([generated, real]),
            }
            last = Some(score);
        }
        Self::of_levels(&levels)
    }

    fn of_levels(levels: &[ScoreLevel]) -> Option<Self> {
        let [generated, real] =
            [0, 1].map(|kind| levels.iter().map(|level| level[kind]).sum::<f64>());
        if generated == 0.0 || real == 0.0 {
            return None;
        }
        let (mut taken, mut points) = ([0.0, 0.0], vec![[0.0, 0.0]]);
        for level in levels.iter().rev().filter(|level| **level != [0.0, 0.0]) {
            taken = [taken[0] + level[0], taken[1] + level[1]];
            points.push([taken[0] / generated, taken[1] / real]);
        }
        Some(Self { points })
    }

    /// The area under the curve, exactly: the share of pairs of a real and a generated picture of which
    /// the real one has the higher score, pairs of equal scores counted by half (the Mann–Whitney
    /// statistic; J. A. Hanley and B. J. McNeil, 1982, doi:10.1148/radiology.143.1.7063747).
    pub fn area(&self) -> f64 {
        let sides = self.points.windows(2);
        let strips = sides.map(|side| (side[1][0] - side[0][0]) * (side[1][1] + side[0][1]) / 2.0);
        strips.sum()
    }

    /// The curve's path in a square 1 wide and 1 high whose y grows downwards.
    pub fn path(&self) -> String {
        use std::fmt::Write;
        let mut path = String::new();
        for (at, [x, y]) in self.points.iter().enumerate() {
            let to = if at == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{to}{x:.4} {:.4}", 1.0 - y);
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, pair by pair.
    fn area_by_pairs(generated: &[f32], real: &[f32]) -> f64 {
        let mut won = 0.0;
        for real in real {
            for generated in generated {
                won += match real.total_cmp(generated) {
                    std::cmp::Ordering::Greater => 1.0,
                    std::cmp::Ordering::Equal => 0.5,
                    std::cmp::Ordering::Less => 0.0,
                };
            }
        }
        won / (real.len() * generated.len()) as f64
    }

    fn area(generated: &[f32], real: &[f32]) -> f64 {
        let curve = RocCurve::of_scores(generated, real).expect("both kinds");
        assert_eq!(curve.points.first(), Some(&[0.0, 0.0]));
        assert_eq!(curve.points.last(), Some(&[1.0, 1.0]));
        curve.area()
    }

    fn is_close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn the_area_is_the_share_of_pairs_in_the_right_order() {
        let cases: [(&[f32], &[f32], f64); 5] = [
            (&[0.1, 0.2], &[0.8, 0.9], 1.0),
            (&[0.8, 0.9], &[0.1, 0.2], 0.0),
            (&[0.5, 0.5, 0.5], &[0.5], 0.5),
            (&[0.1, 0.4, 0.35], &[0.8, 0.4], 5.5 / 6.0),
            (&[0.0, 1.0], &[0.5], 0.5),
        ];
        for (generated, real, expected) in cases {
            let found = area(generated, real);
            assert!(is_close(found, expected), "{generated:?} {real:?}: {found}");
            assert!(is_close(found, area_by_pairs(generated, real)));
        }
        // Scores of a made-up sequence, many of them equal.
        let score = |i: u32| (i * 37 % 23) as f32 / 23.0;
        let generated: Vec<f32> = (0..40).map(score).collect();
        let real: Vec<f32> = (40..73).map(|i| score(i) + 0.1).collect();
        assert!(is_close(
            area(&generated, &real),
            area_by_pairs(&generated, &real)
        ));
    }

    #[test]
    fn evenly_spread_scores_have_the_areas_of_their_closed_forms() {
        // Generated scores even on [0, 1], real ones on [s, 1 + s]: P(real > generated) is
        // 1 − (1 − s)² / 2.
        let count = 2_000;
        let even = |i: u32| (i as f32 + 0.5) / count as f32;
        let generated: Vec<f32> = (0..count).map(even).collect();
        for shift in [0.0_f32, 0.25, 0.5, 1.0] {
            let real: Vec<f32> = (0..count).map(|i| even(i) + shift + 1e-5).collect();
            let expected = 1.0 - (1.0 - f64::from(shift)).powi(2) / 2.0;
            assert!((area(&generated, &real) - expected).abs() < 1e-3, "{shift}");
        }
    }

    #[test]
    fn counts_by_rating_are_scores_with_few_values() {
        let (generated, real) = ([3_u32, 2, 0, 1], [0_u32, 1, 2, 4]);
        let spread = |counts: &[u32; 4]| {
            let each = counts.iter().enumerate();
            let each = each.flat_map(|(rating, count)| vec![rating as f32; *count as usize]);
            each.collect::<Vec<_>>()
        };
        let curve = RocCurve::of_ratings(&generated, &real).expect("both kinds");
        let same = RocCurve::of_scores(&spread(&generated), &spread(&real));
        assert_eq!(Some(&curve), same.as_ref());
        assert_eq!(curve.points.len(), 5);
        // Who is always right, however sure: nothing is left above the curve.
        let right = RocCurve::of_ratings(&[5, 3, 0, 0], &[0, 0, 2, 6]).expect("both kinds");
        assert!(is_close(right.area(), 1.0));
    }

    #[test]
    fn without_both_kinds_there_is_no_curve() {
        assert_eq!(RocCurve::of_ratings(&[0; 4], &[1, 2, 3, 4]), None);
        assert_eq!(RocCurve::of_scores(&[0.5], &[]), None);
        assert_eq!(RocCurve::of_scores(&[0.5, f32::NAN], &[0.5]), None);
    }

    #[test]
    fn a_path_goes_from_the_lower_left_to_the_upper_right() {
        let curve = RocCurve::of_ratings(&[1, 1], &[0, 2]).expect("both kinds");
        assert_eq!(curve.path(), "M0.0000 1.0000L0.5000 0.0000L1.0000 0.0000");
    }

    #[test]
    fn the_interval_is_wilsons() {
        let count = |hits, of| HitCount { hits, of };
        // A. Agresti and B. A. Coull, 1998: 0 of 10, and the symmetric case of 5 of 10.
        let [low, high] = count(0, 10).interval();
        assert!(
            is_close(low, 0.0) && (high - 0.277_533).abs() < 1e-5,
            "{high}"
        );
        let [low, high] = count(5, 10).interval();
        assert!((low - 0.236_593).abs() < 1e-5 && (high - 0.763_407).abs() < 1e-5);
        // Its bounds solve the equation that defines them.
        for (hits, of) in [(3, 7), (17, 20), (1, 400)] {
            let found = f64::from(hits) / f64::from(of);
            for bound in count(hits, of).interval() {
                let deviation = (bound * (1.0 - bound) / f64::from(of)).sqrt();
                assert!(((found - bound).abs() - Z95 * deviation).abs() < 1e-9);
            }
        }
        assert_eq!(count(0, 0).interval(), [0.0, 1.0]);
        assert_eq!(count(0, 0).rate(), None);
    }
}
