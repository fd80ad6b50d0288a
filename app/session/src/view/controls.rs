//! What the visitor moves: the point, the map's axes, the legend.
//!
//! A dimension or a length that the model on screen does not have is ignored: it was meant for a
//! model that has just left the screen.

use super::LatentView;
use crate::alert_text::AlertText;
use crate::limits::EXTENT;
use crate::moves::{MapPlane, PointChange};
use crate::outbox::{FollowUp, Outbox};
use latent::explore_link::{EXTENTS, VIEW_LIMIT};

impl LatentView {
    pub(crate) fn set_coordinate(&mut self, outbox: &mut Outbox, dimension: usize, value: f32) {
        if dimension < self.latent() {
            let change = PointChange::Coordinate(dimension);
            self.set(outbox, &[(dimension, value)], change);
        }
    }

    /// Moves the point along the map's axes; on any other plane the tools know where it goes.
    pub(crate) fn set_on_axes(&mut self, outbox: &mut Outbox, x: f32, y: f32) {
        if self.latent() == 1 {
            self.set(outbox, &[(0, x)], PointChange::Map);
        } else {
            let to = [(self.map.x_axis, x), (self.map.y_axis, y)];
            self.set(outbox, &to, PointChange::Map);
        }
    }

    /// Whether the map's coordinates are coordinates of the point.
    pub(crate) fn is_along_axes(&self) -> bool {
        self.latent() == 1 || self.map.plane == MapPlane::Axes
    }

    pub(crate) fn set_point(&mut self, outbox: &mut Outbox, point: &[f32]) {
        if point.len() == self.latent() {
            let all: Vec<(usize, f32)> = point.iter().copied().enumerate().collect();
            self.set(outbox, &all, PointChange::Other);
        }
    }

    /// Sets all these coordinates, or none of them if one is not a number.
    fn set(&mut self, outbox: &mut Outbox, coordinates: &[(usize, f32)], change: PointChange) {
        if coordinates.iter().any(|(_, value)| !value.is_finite()) {
            outbox.alert(AlertText::NotANumber, None);
            return;
        }
        let before = self.point.clone();
        for (dimension, value) in coordinates {
            self.point[*dimension] = value.clamp(-EXTENT, EXTENT);
        }
        outbox.follow_up(FollowUp::PointMoved { before, change });
    }

    /// Puts the point where a tool says.
    pub(crate) fn place_point(&mut self, point: Vec<f32>) {
        if point.len() == self.latent() {
            self.point = point;
        }
    }

    pub(crate) fn set_axes(&mut self, x_axis: usize, y_axis: usize) {
        let latent = self.latent();
        if latent < 2 || x_axis >= latent || y_axis >= latent {
            return;
        }
        if std::mem::take(&mut self.map.plane) != MapPlane::Axes {
            self.look_at_all();
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

    /// Shows a part of the map's plane, as far as there is such a part.
    pub(crate) fn look(&mut self, centre: (f32, f32), extent: f32) {
        if [centre.0, centre.1, extent].iter().all(|n| n.is_finite()) {
            let clamp = |at: f32| at.clamp(-VIEW_LIMIT, VIEW_LIMIT);
            self.map.centre = (clamp(centre.0), clamp(centre.1));
            self.map.extent = extent.clamp(EXTENTS.0, EXTENTS.1);
        }
    }

    /// The map shows all that the sliders reach.
    pub(crate) fn look_at_all(&mut self) {
        self.map.centre = (0.0, 0.0);
        self.map.extent = EXTENT;
    }

    pub(crate) fn show_digit(&mut self, digit: u8, shown: bool) {
        if let Some(switch) = self.legend.digits.get_mut(usize::from(digit)) {
            *switch = shown;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_tells_where_the_point_was() {
        let (mut view, mut outbox) = (LatentView::new(2), Outbox::default());
        view.set_coordinate(&mut outbox, 1, 9.0);
        assert_eq!(view.point, [0.0, EXTENT]);
        let moved = FollowUp::PointMoved {
            before: vec![0.0, 0.0],
            change: PointChange::Coordinate(1),
        };
        assert_eq!(outbox.take_follow_ups(), [moved]);
    }

    #[test]
    fn a_coordinate_that_is_no_number_moves_nothing() {
        let (mut view, mut outbox) = (LatentView::new(2), Outbox::default());
        view.set_on_axes(&mut outbox, 1.0, f32::NAN);
        assert_eq!(view.point, [0.0, 0.0]);
        assert_eq!(outbox.take_follow_ups(), []);
        assert_eq!(*outbox.alerts().all()[0].text, AlertText::NotANumber);
    }

    #[test]
    fn choosing_the_other_axis_swaps_the_two() {
        let mut view = LatentView::new(3);
        view.set_axes(1, 1);
        assert_eq!((view.map.x_axis, view.map.y_axis), (1, 0));
    }
}
