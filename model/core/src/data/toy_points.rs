//! Points of the plane that a run learns from, and those that it is measured with.

use run_spec::RunSpec;

use super::gaussian_mixture::GaussianMixture;
use crate::ModelResult;
use crate::random::{HostRng, RandomStream};

/// Points are the same for every run: another seed shuffles them in another way.
const SEED: u64 = 0;

/// Points in memory: `[n, 2]` each, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct ToyPoints {
    training: Vec<f32>,
    held_out: Vec<f32>,
    second: Vec<f32>,
    mixture: Option<GaussianMixture>,
}

impl ToyPoints {
    /// Points to train on.
    pub const TRAINING: usize = 3000;
    /// Points of each of the two samples that are held out.
    pub const HELD_OUT: usize = 2500;
    /// No push moves a point further than this from the middle, in either direction.
    pub const BOUND: f32 = 2.0;

    /// Points drawn from a run's world.
    ///
    /// # Errors
    /// [`ModelError::Config`](crate::ModelError::Config) when the world is one that was drawn, and nothing was.
    pub fn of(spec: &RunSpec) -> ModelResult<Self> {
        Ok(Self::drawn(GaussianMixture::of(
            spec.toy_distribution,
            &spec.drawing,
        )?))
    }

    /// Points drawn from a density: of two calls they are the same.
    pub fn drawn(mixture: GaussianMixture) -> Self {
        let draw = |part, count| {
            mixture.sample(&mut HostRng::new(SEED, RandomStream::Points(part)), count)
        };
        Self {
            training: draw(0, Self::TRAINING),
            held_out: draw(1, Self::HELD_OUT),
            second: draw(2, Self::HELD_OUT),
            mixture: Some(mixture),
        }
    }

    /// Points that were pushed: those that are trained on, and both samples that are held out,
    /// `[n, 2]` each.
    pub fn pushed(training: Vec<f32>, held_out: Vec<f32>, second: Vec<f32>) -> Self {
        Self {
            training,
            held_out,
            second,
            mixture: None,
        }
    }

    /// Whether points were pushed: their density is not known any more.
    pub fn is_pushed(&self) -> bool {
        self.mixture.is_none()
    }

    /// Those that are trained on, `[n, 2]`.
    pub fn training(&self) -> &[f32] {
        &self.training
    }

    /// Those that are held out, `[n, 2]`: generated ones are compared with them.
    pub fn held_out(&self) -> &[f32] {
        &self.held_out
    }

    /// As many once more, `[n, 2]`: what comparing them with [`Self::held_out`] gives is the least
    /// that can be asked of a generator.
    pub fn second(&self) -> &[f32] {
        &self.second
    }

    /// The density, unless points were pushed: then it is not known any more.
    pub fn mixture(&self) -> Option<&GaussianMixture> {
        self.mixture.as_ref()
    }

    /// Moves all points, held out or not, by `by` · exp(−d² / 2 `radius`²), where d is their distance
    /// from `at`; none beyond ±[`Self::BOUND`]. Does nothing if a number is not finite or the radius
    /// not above 0.
    pub fn push(&mut self, at: [f32; 2], by: [f32; 2], radius: f32) {
        let numbers = [at[0], at[1], by[0], by[1], radius];
        if numbers.iter().any(|number| !number.is_finite()) || radius <= 0.0 {
            return;
        }
        self.mixture = None;
        for points in [&mut self.training, &mut self.held_out, &mut self.second] {
            for point in points.chunks_exact_mut(2) {
                let (dx, dy) = (point[0] - at[0], point[1] - at[1]);
                let felt = libm::expf(-(dx * dx + dy * dy) / (2.0 * radius * radius));
                for (place, by) in point.iter_mut().zip(by) {
                    *place = (*place + felt * by).clamp(-Self::BOUND, Self::BOUND);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use run_spec::RunSpec;

    use super::ToyPoints;

    #[test]
    fn a_push_moves_near_points_most_and_ends_what_is_known_of_the_density() {
        let mut set = ToyPoints::of(&RunSpec::default()).expect("a world");
        let before = set.training().to_vec();
        set.push([0.8, 0.0], [0.1, -0.2], 0.25);
        assert!(set.mixture().is_none());
        let pairs = before.chunks_exact(2).zip(set.training().chunks_exact(2));
        for (old, new) in pairs {
            let squares = (old[0] - 0.8).powi(2) + old[1].powi(2);
            let felt = (-squares / (2.0 * 0.0625)).exp();
            assert!((new[0] - old[0] - 0.1 * felt).abs() < 1e-6);
            assert!((new[1] - old[1] + 0.2 * felt).abs() < 1e-6);
        }
    }

    #[test]
    fn pushed_points_stay_finite_and_within_the_bound() {
        let mut set = ToyPoints::of(&RunSpec::default()).expect("a world");
        let before = set.clone();
        set.push([0.0, f32::NAN], [1.0, 1.0], 0.5);
        set.push([0.0, 0.0], [1.0, 1.0], 0.0);
        assert_eq!(set, before);
        for _ in 0..100 {
            set.push([0.8, 0.0], [f32::MAX, -5.0], 3.0);
        }
        for point in [set.training(), set.held_out(), set.second()].concat() {
            assert!(point.abs() <= ToyPoints::BOUND);
        }
    }
}
