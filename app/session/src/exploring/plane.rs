//! Which part of which plane the map shows.

use latent::Basis;
use latent::place::{EXTENTS, VIEW_LIMIT};

use super::history::PointChange;
use super::state::MapPlane;
use crate::{EXTENT, Session};
use protocol::Plane;

impl Session {
    /// The directions along the map's edges, and the point from which its coordinates count.
    pub fn basis(&self) -> (Basis, Vec<f32>) {
        let found = match self.map.plane {
            MapPlane::Axes => None,
            MapPlane::Principal(x, y) => self.exploring.principal.as_ref().and_then(|found| {
                let (x, y) = (found.directions.get(x)?, found.directions.get(y)?);
                Basis::of_directions(x, y)
            }),
            // The one plane that does not go with the point.
            MapPlane::Pins => match self.through_pins() {
                Some(fixed) => return fixed,
                None => None,
            },
        };
        let axes = || Basis::axes(self.latent(), self.map.x_axis, self.map.y_axis);
        let basis = found.or_else(axes).unwrap_or(Basis {
            across: vec![0.0; self.latent()],
            up: Vec::new(),
        });
        let offset = basis.offset(&self.point);
        (basis, offset)
    }

    fn through_pins(&self) -> Option<(Basis, Vec<f32>)> {
        let [Some(a), Some(b), Some(c), _] = &self.exploring.pins else {
            return None;
        };
        Basis::through(a, b, c)
    }

    /// Whether the map can show a plane.
    pub fn can_show(&self, plane: MapPlane) -> bool {
        match plane {
            MapPlane::Axes => true,
            MapPlane::Principal(x, y) => {
                let principal = self.exploring.principal.as_ref();
                let count = principal.map_or(0, |principal| principal.directions.len());
                x < count && y < count && x != y
            }
            MapPlane::Pins => self.through_pins().is_some(),
        }
    }

    /// The plane that the map should show.
    pub(crate) fn plane(&self) -> Plane {
        let (basis, origin) = self.basis();
        Plane {
            origin,
            across: basis.across,
            up: basis.up,
            centre: self.map.centre,
            extent: self.map.extent,
        }
    }

    pub(super) fn show_plane(&mut self, plane: MapPlane) {
        if matches!(plane, MapPlane::Principal(..)) {
            self.book.principal_wanted = true;
            self.find_principal();
        }
        if self.can_show(plane) {
            if self.map.plane != plane {
                self.map.plane = plane;
                self.forget_view();
            }
        } else if let MapPlane::Principal(..) = plane {
            // It is shown once the directions are known.
            self.book.plane_wanted = Some(plane);
        }
    }

    /// The plane through the pins ends with them.
    pub(super) fn plane_may_be_gone(&mut self) {
        if !self.can_show(self.map.plane) {
            self.map.plane = MapPlane::Axes;
            self.forget_view();
        }
    }

    pub(super) fn look(&mut self, centre: (f32, f32), extent: f32) {
        if [centre.0, centre.1, extent].iter().all(|n| n.is_finite()) {
            let clamp = |at: f32| at.clamp(-VIEW_LIMIT, VIEW_LIMIT);
            self.map.centre = (clamp(centre.0), clamp(centre.1));
            self.map.extent = extent.clamp(EXTENTS.0, EXTENTS.1);
        }
    }

    /// The map shows all that the sliders reach.
    pub(crate) fn forget_view(&mut self) {
        self.map.centre = (0.0, 0.0);
        self.map.extent = EXTENT;
    }

    /// Where the point lies on the map.
    pub fn position(&self) -> (f32, f32) {
        self.basis().0.coordinates(&self.point)
    }

    /// Moves the point to a place on the map.
    pub(crate) fn move_on_map(&mut self, x: f32, y: f32) {
        let (basis, offset) = self.basis();
        let point = basis.point(&offset, x, y);
        self.move_to(&point, PointChange::Map);
    }
}
