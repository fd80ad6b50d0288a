//! A stroll through where the prior's draws lie.

use crate::vector::{dot64, double, norm, reject, scale, single};

/// How far from the centre half of all draws from a standard normal in `latent` dimensions lie.
///
/// The median of the chi distribution, by Wilson and Hilferty's cube-root approximation (1931).
pub fn typical_radius(latent: usize) -> f32 {
    let k = latent.max(1) as f32;
    (k * (1.0 - 2.0 / (9.0 * k)).powi(3)).sqrt()
}

/// The share of draws from a standard normal in `latent` dimensions that lie no farther from the centre than
/// `radius`, from 0 to 1.
///
/// The chi-squared distribution's P(k / 2, r² / 2), by the series of the incomplete gamma function (DLMF
/// 8.11.4), where Γ(k / 2 + 1) is a product, as k / 2 is a whole or a half number.
pub fn prior_share_within(radius: f32, latent: usize) -> f32 {
    let (a, x) = (latent.max(1) as f64 / 2.0, f64::from(radius).powi(2) / 2.0);
    if x > a + 20.0 * a.sqrt() + 60.0 {
        // So far out are none.
        return 1.0;
    }
    // ln Γ(a + 1).
    let mut log_gamma = if latent.is_multiple_of(2) {
        0.0
    } else {
        0.5 * std::f64::consts::PI.ln()
    };
    let mut factor = a;
    while factor > 0.0 {
        log_gamma += factor.ln();
        factor -= 1.0;
    }
    let (mut term, mut sum, mut n) = (1.0, 1.0, a);
    while term > sum * 1e-12 {
        n += 1.0;
        term *= x / n;
        sum += term;
    }
    let share = (a * x.ln() - x - log_gamma).exp() * sum;
    if x > 0.0 { share.min(1.0) as f32 } else { 0.0 }
}

/// How much further from the centre than a typical draw from the prior a point lies: negative
/// inside the shell. In any number of dimensions draws scatter by about 0.7.
///
/// # Shapes
/// `z`: `[latent]`
pub fn shell_distance(z: &[f32]) -> f32 {
    norm(z) as f32 - typical_radius(z.len())
}

/// How far from the typical radius the walk may stray.
const STRAY: f64 = 1.2;
/// In one dimension the shell is two points; the walk then goes to and fro between ± this.
const TO_AND_FRO: f64 = 2.0;
/// How often another heading is tried where one leads out of the limits.
const TRIES: usize = 32;

/// `steps` points after `start`, each `step_length` from the one before, that wander about the
/// prior's shell: along great circles whose heading changes slowly, at a norm that is drawn back
/// to [`typical_radius`]. No coordinate leaves ±`limit` (`start` is clamped first; a step is
/// shorter only where every heading that was tried leads out).
///
/// `uniform` supplies independent numbers of `[0, 1)`; the walk is a function of them alone. A
/// step is at most half the typical radius long.
///
/// # Shapes
/// `start`: `[latent]` → `[steps, latent]`
pub fn random_walk(
    start: &[f32],
    steps: usize,
    step_length: f32,
    limit: f32,
    mut uniform: impl FnMut() -> f64,
) -> Vec<f32> {
    let mut walker = ShellWalker::new(start, step_length, limit, &mut uniform);
    let mut points = Vec::with_capacity(steps * start.len());
    for _ in 0..steps {
        walker.step();
        points.extend(single(&walker.position));
    }
    points
}

struct ShellWalker<'a> {
    position: Vec<f64>,
    /// A unit vector; made tangent to the sphere before it is used.
    heading: Vec<f64>,
    /// How much of a step changes the norm, −0.7 to 0.7.
    outward: f64,
    step: f64,
    limit: f64,
    radius: f64,
    uniform: &'a mut dyn FnMut() -> f64,
}

impl<'a> ShellWalker<'a> {
    fn new(
        start: &[f32],
        step_length: f32,
        limit: f32,
        uniform: &'a mut dyn FnMut() -> f64,
    ) -> Self {
        let mut position = double(start);
        let limit = f64::from(limit.abs());
        for z in &mut position {
            *z = if z.is_finite() {
                z.clamp(-limit, limit)
            } else {
                0.0
            };
        }
        let radius = f64::from(typical_radius(start.len()));
        let step = f64::from(step_length).clamp(0.0, radius / 2.0);
        let mut walker = Self {
            position,
            heading: vec![0.0; start.len()],
            outward: 0.0,
            // Of NaN nothing else remains.
            step: if step > 0.0 { step } else { 0.0 },
            limit,
            radius,
            uniform,
        };
        walker.turn(1.0);
        walker
    }

    /// Adds noise of size `amount` to the heading.
    fn turn(&mut self, amount: f64) {
        let scatter = amount / (self.heading.len().max(1) as f64).sqrt();
        for heading in &mut self.heading {
            // Three uniforms are close enough to a normal of variance 1 for every direction to be
            // about as likely.
            let noise: f64 = (0..3).map(|_| 2.0 * (self.uniform)() - 1.0).sum();
            *heading += scatter * noise;
        }
        let length = dot64(&self.heading, &self.heading).sqrt();
        if length > 0.0 {
            scale(&mut self.heading, 1.0 / length);
        } else if let Some(first) = self.heading.first_mut() {
            *first = 1.0;
        }
    }

    fn step(&mut self) {
        if self.position.len() < 2 {
            return self.step_on_a_line();
        }
        self.turn(0.3);
        let radius = dot64(&self.position, &self.position).sqrt();
        let noise = 2.0 * (self.uniform)() - 1.0;
        let away = radius - self.radius;
        self.outward = (0.9 * self.outward + 0.2 * noise - 0.15 * away).clamp(-0.7, 0.7);
        if away > STRAY {
            self.outward = -self.outward.abs().max(0.1);
        } else if away < -STRAY || radius < 0.3 * self.radius {
            self.outward = self.outward.abs().max(0.1);
        }
        for attempt in 0..TRIES {
            if attempt > 0 {
                self.turn(2.0);
                self.outward = -self.outward.abs();
            }
            let next = self.ahead(radius);
            if next.iter().all(|z| z.abs() <= self.limit) {
                self.position = next;
                return;
            }
        }
        let next = self.ahead(radius);
        for (position, next) in self.position.iter_mut().zip(next) {
            *position = next.clamp(-self.limit, self.limit);
        }
    }

    /// The point one step ahead, `step` away as the crow flies.
    fn ahead(&mut self, radius: f64) -> Vec<f64> {
        // Near the centre there is no circle worth the name: straight out.
        if radius < self.step.max(1e-6) {
            let outward = if radius > 1e-6 {
                &self.position
            } else {
                &self.heading
            };
            let length = dot64(outward, outward).sqrt();
            let moved = outward.iter().zip(&self.position);
            return moved
                .map(|(outward, z)| z + outward / length * self.step)
                .collect();
        }
        let mut unit = self.position.clone();
        scale(&mut unit, 1.0 / radius);
        let mut tangent = self.heading.clone();
        let mut length = reject(&mut tangent, &unit);
        if length < 1e-6 {
            // The heading is radial; any axis but one is not.
            let least = usize::from(unit[0].abs() > unit[1].abs());
            tangent.fill(0.0);
            tangent[least] = 1.0;
            length = reject(&mut tangent, &unit);
        }
        scale(&mut tangent, 1.0 / length);
        self.heading.clone_from(&tangent);
        let next = radius + self.outward * self.step;
        // The law of cosines.
        let cosine =
            (radius * radius + next * next - self.step * self.step) / (2.0 * radius * next);
        let cosine = cosine.clamp(-1.0, 1.0);
        let sine = (1.0 - cosine * cosine).sqrt();
        let turned = unit.iter().zip(&tangent);
        turned
            .map(|(unit, tangent)| next * (cosine * unit + sine * tangent))
            .collect()
    }

    fn step_on_a_line(&mut self) {
        let [position] = &mut self.position[..] else {
            return;
        };
        let end = TO_AND_FRO.min(self.limit);
        let mut next = *position + self.heading[0] * self.step;
        if next.abs() > end && next.abs() >= position.abs() {
            self.heading[0] = -self.heading[0];
            next = *position + self.heading[0] * self.step;
        }
        *position = next.clamp(-self.limit, self.limit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::testing::{normals, uniforms};

    fn longest_and_shortest(start: &[f32], points: &[f32]) -> (f64, f64) {
        let mut before = start;
        let (mut longest, mut shortest) = (0.0_f64, f64::INFINITY);
        for point in points.chunks_exact(start.len()) {
            let apart: Vec<f32> = point.iter().zip(before).map(|(a, b)| a - b).collect();
            longest = longest.max(norm(&apart));
            shortest = shortest.min(norm(&apart));
            before = point;
        }
        (longest, shortest)
    }

    #[test]
    fn shares_of_the_prior_are_those_of_the_chi_squared_distribution() {
        // scipy.stats.chi2.cdf(r ** 2, k), SciPy 1.17.1.
        for (radius, latent, expected) in [
            (1.0, 1, 0.682_689_5),
            (0.5, 2, 0.117_503_1),
            (2.0, 2, 0.864_664_7),
            (1.5, 3, 0.477_832_8),
            (4.0, 10, 0.900_367_6),
            (3.0, 16, 0.086_586_5),
            (6.5, 16, 0.999_637_9),
            (5.0, 24, 0.594_239_3),
        ] {
            let found = prior_share_within(radius, latent);
            assert!(
                (found - expected).abs() < 1e-5,
                "{radius}, {latent}: {found}"
            );
        }
        for latent in [2, 10, 16, 64, 512] {
            let half = prior_share_within(typical_radius(latent), latent);
            assert!((half - 0.5).abs() < 0.01, "{latent}: {half}");
        }
        assert_eq!(prior_share_within(0.0, 3), 0.0);
        assert_eq!(prior_share_within(1e4, 16), 1.0);
    }

    #[test]
    fn every_step_of_a_walk_has_the_same_length() {
        for latent in [1, 2, 3, 10, 64] {
            let start = normals(latent, latent as u64);
            let walk = random_walk(&start, 500, 0.1, 3.5, uniforms(1));
            assert_eq!(walk.len(), 500 * latent);
            let (longest, shortest) = longest_and_shortest(&start, &walk);
            assert!(
                longest < 0.1001 && shortest > 0.0999,
                "{shortest} to {longest}"
            );
        }
    }

    #[test]
    fn a_walk_comes_to_the_shell_and_stays_near_it() {
        for latent in [2, 5, 20, 64] {
            for start in [vec![0.0; latent], vec![3.5; latent]] {
                let walk = random_walk(&start, 3000, 0.1, 3.5, uniforms(2));
                for point in walk.chunks_exact(latent).skip(1000) {
                    let away = shell_distance(point);
                    assert!(away.abs() < 1.4, "{latent} dimensions, {away} away");
                }
            }
        }
    }

    #[test]
    fn a_walk_stays_within_the_limits_and_gets_about() {
        for latent in [1, 2, 30] {
            let walk = random_walk(&vec![9.0; latent], 4000, 0.25, 3.5, uniforms(3));
            assert!(walk.iter().all(|z| z.abs() <= 3.5));
            let of_first = walk.iter().step_by(latent);
            let (low, high) = of_first.fold((f32::MAX, f32::MIN), |(low, high), &z| {
                (low.min(z), high.max(z))
            });
            assert!(low < -0.5 && high > 0.5, "{low} to {high}");
        }
    }

    #[test]
    fn a_walk_is_a_function_of_its_numbers() {
        let walk = |seed| random_walk(&[1.0, 0.0, 0.5], 50, 0.2, 3.5, uniforms(seed));
        assert_eq!(walk(5), walk(5));
        assert_ne!(walk(5), walk(6));
    }

    #[test]
    fn steps_without_a_length_stay_and_numbers_without_a_value_harm_nothing() {
        for step in [0.0, -1.0, f32::NAN] {
            let walk = random_walk(&[1.0, 0.5], 2, step, 3.5, uniforms(1));
            assert_eq!(walk, [1.0, 0.5, 1.0, 0.5]);
        }
        for value in [0.0, 0.5, 1.0] {
            let walk = random_walk(&[f32::NAN, 0.0], 9, f32::INFINITY, 3.5, || value);
            assert!(walk.iter().all(|z| z.abs() <= 3.5), "{walk:?}");
        }
        assert_eq!(random_walk(&[], 9, 0.1, 3.5, || 0.5), []);
    }

    #[test]
    fn the_typical_radius_is_the_median_of_the_chi_distribution() {
        // In two dimensions the radius is Rayleigh distributed: its median is √(2 ln 2).
        assert!((typical_radius(2) - (2.0_f32 * 2.0_f32.ln()).sqrt()).abs() < 0.02);
        assert!((typical_radius(10) - 3.056).abs() < 0.01);
        assert!(shell_distance(&[0.0; 10]) < -3.0);
    }
}
