//! Through several points: polylines at constant speed, and sheets between four corners.

use crate::path::{PathInterpolation, SphereArc, clamped};
use crate::vector::are_rows;

/// Pieces that a turn's length is measured in.
const PIECES: usize = 64;

/// A way through two or more points, at constant speed.
#[derive(Clone, Debug, PartialEq)]
pub struct LatentRoute {
    /// `[n, latent]`; of a closed route the first point again at the end.
    points: Vec<f32>,
    latent: usize,
    interpolation: PathInterpolation,
    closed: bool,
    /// The distance from the start to each piece's end, `per_leg` pieces from point to point.
    reached: Vec<f64>,
    per_leg: usize,
}

impl LatentRoute {
    /// A route through `points` in their order, and back to the first if `closed`. `None` if
    /// there are fewer than two points, or numbers that are not finite.
    ///
    /// # Shapes
    /// `points`: `[n, latent]`
    pub fn new(
        points: &[f32],
        latent: usize,
        interpolation: PathInterpolation,
        closed: bool,
    ) -> Option<Self> {
        if !are_rows(points, latent) || points.len() < 2 * latent {
            return None;
        }
        let mut points = points.to_vec();
        if closed {
            points.extend_from_within(..latent);
        }
        let per_leg = match interpolation {
            PathInterpolation::Linear => 1,
            PathInterpolation::Spherical => PIECES,
        };
        let mut route = Self {
            points,
            latent,
            interpolation,
            closed,
            reached: Vec::new(),
            per_leg,
        };
        let mut sum = 0.0;
        for leg in 0..route.points.len() / latent - 1 {
            let (a, b) = route.ends(leg);
            let arc = match interpolation {
                PathInterpolation::Linear => None,
                PathInterpolation::Spherical => SphereArc::new(a, b),
            };
            let distance = distance(a, b);
            for piece in 0..per_leg {
                let middle = (piece as f64 + 0.5) / per_leg as f64;
                let speed = arc.as_ref().map_or(distance, |arc| arc.speed(middle));
                sum += speed / per_leg as f64;
                route.reached.push(sum);
            }
        }
        Some(route)
    }

    /// How far it is from the start to the end.
    pub fn length(&self) -> f32 {
        self.total() as f32
    }

    /// The point where the share `t` of the way is done; 0 is the start, 1 the end, both exact.
    /// `t` is clamped.
    ///
    /// # Shapes
    /// → `[latent]`
    pub fn at(&self, t: f32) -> Vec<f32> {
        let goal = clamped(t) * self.total();
        let last = self.reached.len() - 1;
        let piece = self
            .reached
            .partition_point(|&reached| reached < goal)
            .min(last);
        let start = if piece == 0 {
            0.0
        } else {
            self.reached[piece - 1]
        };
        let length = self.reached[piece] - start;
        let within = if length > 0.0 {
            ((goal - start) / length).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let (a, b) = self.ends(piece / self.per_leg);
        let along = ((piece % self.per_leg) as f64 + within) / self.per_leg as f64;
        self.interpolation.between(a, b, along as f32)
    }

    /// `count` points at equal distances: of an open route from its start to its end, of a closed
    /// one without the start again at the end, so that they can be repeated.
    ///
    /// # Shapes
    /// → `[count, latent]`
    pub fn frames(&self, count: usize) -> Vec<f32> {
        let steps = if self.closed {
            count
        } else {
            count.saturating_sub(1)
        };
        let mut frames = Vec::with_capacity(count * self.latent);
        for frame in 0..count {
            frames.extend(self.at(frame as f32 / steps.max(1) as f32));
        }
        frames
    }

    fn total(&self) -> f64 {
        self.reached.last().copied().unwrap_or_default()
    }

    fn ends(&self, leg: usize) -> (&[f32], &[f32]) {
        let points = &self.points[leg * self.latent..(leg + 2) * self.latent];
        points.split_at(self.latent)
    }
}

fn distance(a: &[f32], b: &[f32]) -> f64 {
    let squares = a.iter().zip(b).map(|(&a, &b)| {
        let apart = f64::from(a) - f64::from(b);
        apart * apart
    });
    squares.sum::<f64>().sqrt()
}

/// Points between four corners `[top left, top right, bottom left, bottom right]`, which are
/// exact: down the left and right edges first, then across between those. With
/// [`PathInterpolation::Linear`] that is bilinear interpolation.
///
/// # Shapes
/// `corners`: `[latent]` each → `[rows · columns, latent]`, row by row from the top
pub fn sheet(
    corners: [&[f32]; 4],
    columns: usize,
    rows: usize,
    interpolation: PathInterpolation,
) -> Vec<f32> {
    let [a, b, c, d] = corners;
    let share = |at: usize, of: usize| at as f32 / of.saturating_sub(1).max(1) as f32;
    let mut points = Vec::with_capacity(rows * columns * a.len());
    for row in 0..rows {
        let left = interpolation.between(a, c, share(row, rows));
        let right = interpolation.between(b, d, share(row, rows));
        for column in 0..columns {
            points.extend(interpolation.between(&left, &right, share(column, columns)));
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::testing::{assert_close, normals};

    #[test]
    fn a_straight_route_has_constant_speed_round_its_corners() {
        // 3 right, then 1 up.
        let corner = [0.0, 0.0, 3.0, 0.0, 3.0, 1.0];
        let route =
            LatentRoute::new(&corner, 2, PathInterpolation::Linear, false).expect("three points");
        assert_eq!(route.length(), 4.0);
        assert_close(
            &route.frames(5),
            &[0.0, 0.0, 1.0, 0.0, 2.0, 0.0, 3.0, 0.0, 3.0, 1.0],
            1e-6,
        );
    }

    #[test]
    fn a_spherical_route_takes_steps_of_one_length() {
        let points = [1.0, 0.0, 0.0, 3.0, -0.5, -0.5];
        let route =
            LatentRoute::new(&points, 2, PathInterpolation::Spherical, true).expect("three points");
        let frames = route.frames(400);
        let step = f64::from(route.length()) / 400.0;
        let moved = frames
            .windows(4)
            .step_by(2)
            .map(|pair| distance(&pair[..2], &pair[2..]));
        let other = moved.filter(|moved| (moved / step - 1.0).abs() > 0.02);
        // As the crow flies, which cuts the two corners that no frame lies on.
        assert!(other.count() <= 2);
    }

    #[test]
    fn the_length_of_a_quarter_circle_is_a_quarter_of_a_circle() {
        let points = [2.0, 0.0, 0.0, 2.0];
        let route =
            LatentRoute::new(&points, 2, PathInterpolation::Spherical, false).expect("two points");
        assert!((route.length() - std::f32::consts::PI).abs() < 1e-6);
    }

    #[test]
    fn a_route_begins_and_ends_exactly_and_a_closed_one_comes_back() {
        let points = normals(40, 3);
        for way in [PathInterpolation::Linear, PathInterpolation::Spherical] {
            let open = LatentRoute::new(&points, 10, way, false).expect("four points");
            assert_eq!(open.at(0.0), points[..10]);
            assert_eq!(open.at(1.0), points[30..]);
            let closed = LatentRoute::new(&points, 10, way, true).expect("four points");
            assert_eq!(closed.at(1.0), points[..10]);
            assert_ne!(closed.frames(8)[70..], points[..10]);
        }
    }

    #[test]
    fn a_route_that_stays_where_it_is_stays_there() {
        for way in [PathInterpolation::Linear, PathInterpolation::Spherical] {
            let route = LatentRoute::new(&[1.0, 2.0, 1.0, 2.0], 2, way, true).expect("two points");
            assert_eq!(route.length(), 0.0);
            assert_eq!(route.frames(2), [1.0, 2.0, 1.0, 2.0]);
        }
    }

    #[test]
    fn fewer_than_two_points_are_no_route() {
        let way = PathInterpolation::Linear;
        for points in [
            &[][..],
            &[1.0, 2.0],
            &[1.0, 2.0, 3.0],
            &[1.0, f32::NAN, 0.0, 0.0],
        ] {
            assert_eq!(LatentRoute::new(points, 2, way, false), None);
        }
        assert_eq!(LatentRoute::new(&[1.0], 0, way, false), None);
    }

    #[test]
    fn a_route_may_have_no_frames_or_one() {
        let route =
            LatentRoute::new(&[1.0, 2.0], 1, PathInterpolation::Linear, false).expect("two points");
        assert_eq!(route.frames(0), []);
        assert_eq!(route.frames(1), [1.0]);
    }

    #[test]
    fn a_sheet_has_its_corners_and_the_mean_of_all_four_in_its_middle() {
        let (a, b, c, d) = ([0.0, 0.0], [4.0, 0.0], [0.0, 4.0], [8.0, 8.0]);
        let points = sheet([&a, &b, &c, &d], 3, 3, PathInterpolation::Linear);
        assert_eq!(points[..2], a);
        assert_eq!(points[4..6], b);
        assert_eq!(points[8..10], [3.0, 3.0]);
        assert_eq!(points[12..14], c);
        assert_eq!(points[16..], d);
        let round = sheet([&a, &b, &c, &d], 3, 3, PathInterpolation::Spherical);
        assert_eq!(round[12..14], c);
        assert_eq!(round[16..], d);
    }

    #[test]
    fn a_sheet_of_one_tile_is_its_first_corner() {
        let points = sheet(
            [&[1.0], &[2.0], &[3.0], &[4.0]],
            1,
            1,
            PathInterpolation::Linear,
        );
        assert_eq!(points, [1.0]);
    }
}
