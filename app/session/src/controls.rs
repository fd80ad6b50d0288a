//! What the visitor moves: the point, the map's axes, the legend.
//!
//! A dimension or a length that the model on screen does not have is ignored: it was meant for a
//! model that has just left the screen.

use super::EXTENT;
use super::exploring::{MapPlane, PointChange};
use super::state::Session;

const NOT_A_NUMBER: &str = "A coordinate must be a number. The point stays where it was.";

impl Session {
    /// How many latent dimensions there are.
    pub(super) fn latent(&self) -> usize {
        self.point.len()
    }

    pub(super) fn set_coordinate(&mut self, dimension: usize, value: f32) {
        if dimension < self.latent() {
            self.set(&[(dimension, value)], PointChange::Coordinate(dimension));
        }
    }

    pub(super) fn set_on_map(&mut self, x: f32, y: f32) {
        if self.latent() == 1 {
            self.set(&[(0, x)], PointChange::Map);
        } else if self.map.plane == MapPlane::Axes {
            let to = [(self.map.x_axis, x), (self.map.y_axis, y)];
            self.set(&to, PointChange::Map);
        } else if x.is_finite() && y.is_finite() {
            self.move_on_map(x, y);
        } else {
            self.alert(NOT_A_NUMBER, None);
        }
    }

    pub(super) fn set_point(&mut self, point: &[f32]) {
        if point.len() == self.latent() {
            let all: Vec<(usize, f32)> = point.iter().copied().enumerate().collect();
            self.set(&all, PointChange::Other);
        }
    }

    /// Sets all these coordinates, or none of them if one is not a number.
    fn set(&mut self, coordinates: &[(usize, f32)], kind: PointChange) {
        if coordinates.iter().any(|(_, value)| !value.is_finite()) {
            self.alert(NOT_A_NUMBER, None);
            return;
        }
        self.remember(kind);
        self.exploring.path.at = None;
        self.exploring.path.playing = false;
        for (dimension, value) in coordinates {
            self.point[*dimension] = value.clamp(-EXTENT, EXTENT);
        }
    }

    pub(super) fn set_axes(&mut self, x_axis: usize, y_axis: usize) {
        let latent = self.latent();
        if latent < 2 || x_axis >= latent || y_axis >= latent {
            return;
        }
        if std::mem::take(&mut self.map.plane) != MapPlane::Axes {
            self.forget_view();
        }
        let (old_x, old_y) = (self.map.x_axis, self.map.y_axis);
        (self.map.x_axis, self.map.y_axis) = if x_axis != y_axis {
            (x_axis, y_axis)
        } else if x_axis != old_x {
            (x_axis, old_x)
        } else {
            (old_y, y_axis)
        };
    }

    pub(super) fn show_digit(&mut self, digit: u8, shown: bool) {
        if let Some(switch) = self.legend.digits.get_mut(usize::from(digit)) {
            *switch = shown;
        }
    }
}
