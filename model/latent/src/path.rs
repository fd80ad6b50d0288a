//! From one point to another: in a straight line, or along the sphere.
//!
//! Draws from the prior lie near a sphere (see [`crate::typical_radius`]), and the straight line
//! between two of them passes closer to the centre than the prior does: White, *Sampling
//! Generative Networks* (arXiv:1609.04468, section 2.1). Spherical interpolation stays outside.

use crate::vector::{dot64, double, norm, reject, scale};

/// How to go from one point to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathInterpolation {
    /// In a straight line: [`lerp`].
    #[default]
    Linear,
    /// Along the sphere: [`slerp`].
    Spherical,
}

impl PathInterpolation {
    /// The point at `t` between `a` (0) and `b` (1); `t` is clamped.
    ///
    /// # Shapes
    /// `a`, `b`: `[latent]` → `[latent]`
    pub fn between(self, a: &[f32], b: &[f32], t: f32) -> Vec<f32> {
        match self {
            Self::Linear => lerp(a, b, t),
            Self::Spherical => slerp(a, b, t),
        }
    }
}

/// Linear interpolation, (1 − t)·a + t·b; exact at both ends. `t` is clamped to 0..=1.
///
/// # Shapes
/// `a`, `b`: `[latent]` → `[latent]`
pub fn lerp(a: &[f32], b: &[f32], t: f32) -> Vec<f32> {
    let t = clamped(t);
    let mixed = |(&a, &b): (&f32, &f32)| ((1.0 - t) * f64::from(a) + t * f64::from(b)) as f32;
    a.iter().zip(b).map(mixed).collect()
}

/// Spherical interpolation: the direction turns at constant speed along the great circle
/// (Shoemake, *Animating Rotation with Quaternion Curves*, 1985), the norm changes linearly;
/// exact at both ends. `t` is clamped to 0..=1.
///
/// A point at the origin has no direction and takes the other's, which is the straight line.
/// Between opposite directions every great circle is as short: the one through the coordinate
/// axis that is least along `a` is taken (and in one dimension, the straight line).
///
/// # Shapes
/// `a`, `b`: `[latent]` → `[latent]`
pub fn slerp(a: &[f32], b: &[f32], t: f32) -> Vec<f32> {
    match clamped(t) {
        0.0 => a.to_vec(),
        1.0 => b.to_vec(),
        t => SphereArc::new(a, b).map_or_else(|| lerp(a, b, t as f32), |arc| arc.at(t)),
    }
}

/// A number of 0..=1; what is none becomes 0.
pub(crate) fn clamped(t: f32) -> f64 {
    if t.is_nan() {
        0.0
    } else {
        f64::from(t.clamp(0.0, 1.0))
    }
}

/// A turn along the sphere, whose norm changes linearly.
pub(crate) struct SphereArc {
    /// The unit vector at the start.
    from: Vec<f64>,
    /// The unit vector a quarter of a turn further; empty if the direction stays.
    aside: Vec<f64>,
    /// Radians from start to end, 0 to π.
    pub(crate) angle: f64,
    /// The norms at start and end.
    pub(crate) norms: (f64, f64),
}

/// Directions that differ by less count as the same or as opposite. Single precision leaves 1e-7.
const TINY: f64 = 1e-6;

impl SphereArc {
    /// `None` for opposite points of a line, between which there is no turn.
    pub(crate) fn new(a: &[f32], b: &[f32]) -> Option<Self> {
        let norms = (norm(a), norm(b));
        let unit = |z: &[f32], norm: f64| {
            let mut z = double(z);
            scale(&mut z, 1.0 / norm);
            z
        };
        let straight = |from| {
            Some(Self {
                from,
                aside: Vec::new(),
                angle: 0.0,
                norms,
            })
        };
        if norms.0 == 0.0 || norms.1 == 0.0 {
            return straight(match norms {
                (0.0, 0.0) => double(a),
                (0.0, _) => unit(b, norms.1),
                _ => unit(a, norms.0),
            });
        }
        let from = unit(a, norms.0);
        let mut aside = unit(b, norms.1);
        let cosine = dot64(&from, &aside);
        let mut sine = reject(&mut aside, &from);
        let angle = if sine > TINY {
            sine.atan2(cosine)
        } else if cosine > 0.0 {
            return straight(from);
        } else {
            let (least, _) = from
                .iter()
                .enumerate()
                .min_by(|(_, one), (_, other)| one.abs().total_cmp(&other.abs()))?;
            aside.fill(0.0);
            aside[least] = 1.0;
            sine = reject(&mut aside, &from);
            if from.len() < 2 || sine == 0.0 {
                return None;
            }
            std::f64::consts::PI
        };
        scale(&mut aside, 1.0 / sine);
        Some(Self {
            from,
            aside,
            angle,
            norms,
        })
    }

    /// The point at `t`, which is not clamped.
    pub(crate) fn at(&self, t: f64) -> Vec<f32> {
        let norm = (1.0 - t) * self.norms.0 + t * self.norms.1;
        if self.aside.is_empty() {
            return self.from.iter().map(|from| (norm * from) as f32).collect();
        }
        let (sine, cosine) = (t * self.angle).sin_cos();
        let turned = |(from, aside): (&f64, &f64)| (norm * (cosine * from + sine * aside)) as f32;
        self.from.iter().zip(&self.aside).map(turned).collect()
    }

    /// How far a point moves per unit of `t`, at `t`.
    pub(crate) fn speed(&self, t: f64) -> f64 {
        let (from, to) = self.norms;
        let norm = (1.0 - t) * from + t * to;
        (to - from).hypot(norm * self.angle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::testing::{assert_close, normals};

    #[test]
    fn both_ends_are_exact_and_beyond_them_is_nothing() {
        let (a, b) = (normals(10, 1), normals(10, 2));
        for way in [PathInterpolation::Linear, PathInterpolation::Spherical] {
            assert_eq!(way.between(&a, &b, 0.0), a);
            assert_eq!(way.between(&a, &b, 1.0), b);
            assert_eq!(way.between(&a, &b, -3.0), a);
            assert_eq!(way.between(&a, &b, f32::INFINITY), b);
            assert_eq!(way.between(&a, &b, f32::NAN), a);
        }
    }

    #[test]
    fn slerp_keeps_the_norm_of_unit_vectors() {
        let (a, b) = ([1.0, 0.0, 0.0], [0.0, 0.6, 0.8]);
        for step in 0..=20 {
            let z = slerp(&a, &b, step as f32 / 20.0);
            assert!((norm(&z) - 1.0).abs() < 1e-6);
        }
        let half = std::f32::consts::FRAC_1_SQRT_2;
        assert_close(&slerp(&a, &b, 0.5), &[half, 0.6 * half, 0.8 * half], 1e-6);
    }

    #[test]
    fn slerp_interpolates_the_norm_linearly() {
        let z = slerp(&[1.0, 0.0], &[0.0, 3.0], 0.5);
        assert!((norm(&z) - 2.0).abs() < 1e-6);
    }

    #[test]
    fn slerp_between_parallel_points_is_the_straight_line() {
        assert_close(
            &slerp(&[1.0, 1.0], &[3.0, 3.0], 0.5),
            &[2.0, 2.0],
            f32::EPSILON,
        );
        assert_close(
            &slerp(&[0.0, 0.0], &[2.0, 4.0], 0.25),
            &[0.5, 1.0],
            f32::EPSILON,
        );
        assert_close(
            &slerp(&[2.0, 4.0], &[0.0, 0.0], 0.75),
            &[0.5, 1.0],
            f32::EPSILON,
        );
        assert_eq!(slerp(&[0.0, 0.0], &[0.0, 0.0], 0.5), [0.0, 0.0]);
    }

    #[test]
    fn slerp_between_opposite_points_is_half_a_turn_without_a_jump() {
        for (a, b) in [
            ([1.0_f32, 2.0, 0.5], [-1.0_f32, -2.0, -0.5]),
            // Opposite but for single precision.
            ([1.0, 2.0, 0.5], [-1.0, -2.0, -0.500_000_1]),
        ] {
            let mut before = a.to_vec();
            for step in 1..=100 {
                let z = slerp(&a, &b, step as f32 / 100.0);
                assert!((norm(&z) - norm(&a)).abs() < 1e-5);
                let moved: f64 = z
                    .iter()
                    .zip(&before)
                    .map(|(a, b)| f64::from(a - b).abs())
                    .sum();
                assert!(moved < 0.2, "a jump of {moved} at {step}");
                before = z;
            }
        }
    }

    #[test]
    fn in_one_dimension_there_are_only_straight_lines() {
        assert_eq!(slerp(&[-1.0], &[1.0], 0.5), [0.0]);
        assert_eq!(slerp(&[1.0], &[3.0], 0.5), [2.0]);
    }
}
