//! Points of a plane or a box on a canvas: where each is seen, what a lasso holds, what lies under a pointer.

/// How far in and out one can go.
const ZOOMS: (f32, f32) = (0.5, 60.0);
/// Of the canvas's smaller half, so much is filled by the whole view.
const FILLED: f32 = 0.9;
/// A box is not turned over its poles.
const MOST_PITCH: f32 = 1.5;

/// From where a scatter is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScatterCamera {
    /// What of the view is in the middle of the canvas, in halves of the view's side.
    pub centre: (f32, f32),
    /// How much larger than the whole view.
    pub zoom: f32,
    /// How far a box is turned about its upright axis, radians.
    pub yaw: f32,
    /// How far it is tilted, radians.
    pub pitch: f32,
}

impl Default for ScatterCamera {
    fn default() -> Self {
        Self {
            centre: (0.0, 0.0),
            zoom: 1.0,
            yaw: 0.5,
            pitch: 0.3,
        }
    }
}

impl ScatterCamera {
    /// Moves the view by so many pixels.
    pub fn panned(self, (dx, dy): (f32, f32), (width, height): (f32, f32)) -> Self {
        let scale = self.scale(width, height);
        let (x, y) = self.centre;
        Self {
            centre: (within(x - dx / scale), within(y + dy / scale)),
            ..self
        }
    }

    /// Turns a box by so many pixels.
    pub fn turned(self, (dx, dy): (f32, f32), (width, height): (f32, f32)) -> Self {
        let half = width.min(height).max(1.0) / 2.0;
        Self {
            yaw: self.yaw + dx / half,
            pitch: (self.pitch + dy / half).clamp(-MOST_PITCH, MOST_PITCH),
            ..self
        }
    }

    /// Enlarges by a factor; what is under a place of the canvas stays there.
    pub fn zoomed(self, factor: f32, (x, y): (f32, f32), (width, height): (f32, f32)) -> Self {
        let zoom = (self.zoom * factor).clamp(ZOOMS.0, ZOOMS.1);
        let (across, up) = (x - width / 2.0, height / 2.0 - y);
        let (before, after) = (
            self.scale(width, height),
            Self { zoom, ..self }.scale(width, height),
        );
        let moved = |centre: f32, off: f32| within(centre + off / before - off / after);
        Self {
            zoom,
            centre: (moved(self.centre.0, across), moved(self.centre.1, up)),
            ..self
        }
    }

    /// Pixels for half a side of the view.
    fn scale(self, width: f32, height: f32) -> f32 {
        (width.min(height) / 2.0).max(1.0) * FILLED * self.zoom
    }
}

fn within(centre: f32) -> f32 {
    centre.clamp(-1.2, 1.2)
}

/// A point as it is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeenPoint {
    /// Pixels from the canvas's left.
    pub x: f32,
    /// Pixels from its top.
    pub y: f32,
    /// From −1 for the farthest to 1 for the nearest; 0 on a plane.
    pub near: f32,
}

/// Where points are seen on a canvas of `width` by `height`.
///
/// # Shapes
/// `positions`: `[n, dimensions]` → `[n]`
pub fn seen(
    positions: &[f32],
    dimensions: usize,
    camera: ScatterCamera,
    (width, height): (f32, f32),
) -> Vec<SeenPoint> {
    let (middle, half) = bounds(positions, dimensions);
    let scale = camera.scale(width, height);
    // A box fits however it is turned.
    let reach = if dimensions > 2 { 1.4 * half } else { half };
    let (sin_yaw, cos_yaw) = camera.yaw.sin_cos();
    let (sin_pitch, cos_pitch) = camera.pitch.sin_cos();
    let rows = positions.chunks_exact(dimensions.max(1));
    rows.map(|row| {
        let at = |axis: usize| (row[axis] - middle[axis]) / reach;
        let (mut x, mut y, mut near) = (at(0), at(1), 0.0);
        if dimensions > 2 {
            let z = at(2);
            let (turned, back) = (x * cos_yaw + z * sin_yaw, z * cos_yaw - x * sin_yaw);
            x = turned;
            near = back * cos_pitch + y * sin_pitch;
            y = y * cos_pitch - back * sin_pitch;
        }
        SeenPoint {
            x: width / 2.0 + (x - camera.centre.0) * scale,
            y: height / 2.0 - (y - camera.centre.1) * scale,
            near,
        }
    })
    .collect()
}

/// The middle of the smallest box around points, and half its longest side.
fn bounds(positions: &[f32], dimensions: usize) -> ([f32; 3], f32) {
    let mut middle = [0.0; 3];
    let mut half = 0.0_f32;
    for (axis, middle) in middle.iter_mut().enumerate().take(dimensions) {
        let column = positions.iter().skip(axis).step_by(dimensions.max(1));
        let (low, high) = column.fold((f32::MAX, f32::MIN), |(low, high), x| {
            (low.min(*x), high.max(*x))
        });
        if low <= high {
            *middle = f32::midpoint(low, high);
            half = half.max((high - low) / 2.0);
        }
    }
    (middle, if half > 0.0 { half } else { 1.0 })
}

/// The order in which points are drawn: the nearest last.
pub fn back_to_front(points: &[SeenPoint]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|a, b| points[*a].near.total_cmp(&points[*b].near));
    order
}

/// The point nearest to a place, within so many pixels.
pub fn under(points: &[SeenPoint], (x, y): (f32, f32), reach: f32) -> Option<usize> {
    let far = |point: &SeenPoint| (point.x - x).hypot(point.y - y);
    let nearest = points.iter().map(far).enumerate();
    let nearest = nearest.min_by(|(_, a), (_, b)| a.total_cmp(b));
    nearest.filter(|(_, far)| *far <= reach).map(|(at, _)| at)
}

/// The points within a closed line, by the even–odd rule.
pub fn lassoed(points: &[SeenPoint], line: &[(f32, f32)]) -> Vec<u32> {
    let Some(last) = line.last() else {
        return Vec::new();
    };
    let holds = |point: &SeenPoint| {
        let mut inside = false;
        let mut from = last;
        for to in line {
            let crosses = (from.1 > point.y) != (to.1 > point.y);
            if crosses {
                let along = (point.y - from.1) / (to.1 - from.1);
                inside ^= point.x < from.0 + along * (to.0 - from.0);
            }
            from = to;
        }
        inside
    };
    let all = points.iter().enumerate();
    all.filter(|(_, point)| holds(point))
        .map(|(at, _)| at as u32)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (f32, f32) = (400.0, 300.0);

    fn at(x: f32, y: f32) -> SeenPoint {
        SeenPoint { x, y, near: 0.0 }
    }

    #[test]
    fn the_whole_view_is_on_the_canvas_however_a_box_is_turned() {
        let cube: Vec<f32> = (0..8)
            .flat_map(|corner| [0, 1, 2].map(|axis| (corner >> axis & 1) as f32 * 7.0 + 3.0))
            .collect();
        for step in 0..20 {
            let camera = ScatterCamera {
                yaw: 0.4 * step as f32,
                pitch: 0.15 * step as f32 - 1.5,
                ..ScatterCamera::default()
            };
            for point in seen(&cube, 3, camera, SIZE) {
                assert!((0.0..=400.0).contains(&point.x), "{point:?}");
                assert!((-20.0..=320.0).contains(&point.y), "{point:?}");
            }
        }
        let plane = seen(&[0.0, 0.0, 2.0, 1.0], 2, ScatterCamera::default(), SIZE);
        assert_eq!(plane, [at(65.0, 217.5), at(335.0, 82.5)]);
    }

    #[test]
    fn what_is_under_the_pointer_stays_there_while_it_zooms() {
        let positions = [0.0, 0.0, 2.0, 1.0, 1.0, 0.75];
        let before = seen(&positions, 2, ScatterCamera::default(), SIZE);
        let place = (before[2].x, before[2].y);
        let camera = ScatterCamera::default().zoomed(3.0, place, SIZE);
        let after = seen(&positions, 2, camera, SIZE);
        assert!((after[2].x - place.0).abs() < 0.01 && (after[2].y - place.1).abs() < 0.01);
        assert!((after[1].x - after[0].x) > 2.9 * (before[1].x - before[0].x));
        let back = camera.panned((30.0, -10.0), SIZE);
        let moved = seen(&positions, 2, back, SIZE);
        assert!((moved[2].x - place.0 - 30.0).abs() < 0.01);
        assert!((moved[2].y - place.1 + 10.0).abs() < 0.01);
    }

    #[test]
    fn turning_a_box_by_half_shows_its_back() {
        let positions = [0.0, 0.0, -1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, -1.0, 0.0, 0.0];
        let level = ScatterCamera {
            yaw: 0.0,
            pitch: 0.0,
            ..ScatterCamera::default()
        };
        let front = seen(&positions, 3, level, SIZE);
        assert!(front[1].near > front[0].near);
        assert_eq!(back_to_front(&front).last(), Some(&1));
        let back = ScatterCamera {
            yaw: std::f32::consts::PI,
            ..level
        };
        let back = seen(&positions, 3, back, SIZE);
        assert!(back[0].near > back[1].near);
        assert!((back[2].x - front[3].x).abs() < 0.01);
    }

    #[test]
    fn a_lasso_holds_what_is_within_its_line() {
        let points = [at(5.0, 5.0), at(15.0, 5.0), at(5.0, 9.9), at(-1.0, 5.0)];
        let square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)];
        assert_eq!(lassoed(&points, &square), [0, 2]);
        // A bay is outside.
        let bay = [
            (0.0, 0.0),
            (20.0, 0.0),
            (20.0, 10.0),
            (10.0, 3.0),
            (0.0, 10.0),
        ];
        assert_eq!(lassoed(&points, &bay), [0, 1]);
        assert_eq!(lassoed(&points, &[]), [0_u32; 0]);
    }

    #[test]
    fn a_point_is_picked_only_from_near() {
        let points = [at(5.0, 5.0), at(15.0, 5.0)];
        assert_eq!(under(&points, (12.0, 5.0), 10.0), Some(1));
        assert_eq!(under(&points, (60.0, 5.0), 10.0), None);
        assert_eq!(under(&[], (0.0, 0.0), 10.0), None);
    }
}
