//! Which part of which plane the map shows.

use latent::{LatentSlice, SliceBasis};

use super::facts::Facts;
use super::state::ExploreTools;
use crate::context::Context;
use crate::moves::{MapPlane, PointChange};
use crate::outbox::FollowUp;

impl ExploreTools {
    /// The directions along the map's edges, and the point from which its coordinates count.
    pub(crate) fn basis(&self, facts: &Facts) -> (SliceBasis, Vec<f32>) {
        let found = match facts.view.map.plane {
            MapPlane::Axes => None,
            MapPlane::Principal(x, y) => self.principal.as_ref().and_then(|found| {
                let (x, y) = (found.directions.get(x)?, found.directions.get(y)?);
                SliceBasis::of_directions(x, y)
            }),
            MapPlane::Directions(x, y) => {
                let directions = facts.models.directions();
                let both = directions.get(x).zip(directions.get(y));
                both.and_then(|(x, y)| SliceBasis::of_directions(&x.z, &y.z))
            }
            // The one plane that does not go with the point.
            MapPlane::Pins => match self.through_pins() {
                Some(fixed) => return fixed,
                None => None,
            },
        };
        let axes = || {
            SliceBasis::axes(
                facts.view.latent(),
                facts.view.map.x_axis,
                facts.view.map.y_axis,
            )
        };
        let basis = found.or_else(axes).unwrap_or(SliceBasis {
            across: vec![0.0; facts.view.latent()],
            up: Vec::new(),
        });
        let offset = basis.offset(&facts.view.point);
        (basis, offset)
    }

    fn through_pins(&self) -> Option<(SliceBasis, Vec<f32>)> {
        let [Some(a), Some(b), Some(c), _] = &self.pins else {
            return None;
        };
        SliceBasis::through(a, b, c)
    }

    /// Whether the map can show a plane.
    pub(crate) fn can_show(&self, facts: &Facts, plane: MapPlane) -> bool {
        match plane {
            MapPlane::Axes => true,
            MapPlane::Directions(x, y) => x != y && x.max(y) < facts.models.directions().len(),
            MapPlane::Principal(x, y) => {
                let principal = self.principal.as_ref();
                let count = principal.map_or(0, |principal| principal.directions.len());
                x < count && y < count && x != y
            }
            MapPlane::Pins => self.through_pins().is_some(),
        }
    }

    /// The plane that the map should show.
    pub(crate) fn plane(&self, facts: &Facts) -> LatentSlice {
        let (basis, origin) = self.basis(facts);
        LatentSlice {
            origin,
            across: basis.across,
            up: basis.up,
            centre: facts.view.map.centre,
            extent: facts.view.map.extent,
        }
    }

    pub(super) fn show_plane(&mut self, facts: &Facts, context: &mut Context, plane: MapPlane) {
        if matches!(plane, MapPlane::Principal(..)) {
            self.principal_wanted = true;
            self.find_principal(facts, context);
        }
        if self.can_show(facts, plane) {
            if facts.view.map.plane != plane {
                context.follow_up(FollowUp::ShowPlane(plane));
            }
        } else if let MapPlane::Principal(..) = plane {
            // It is shown once the directions are known.
            self.plane_wanted = Some(plane);
        }
    }

    /// The plane through the pins ends with them.
    pub(super) fn plane_may_be_gone(&mut self, facts: &Facts, context: &mut Context) {
        if !self.can_show(facts, facts.view.map.plane) {
            context.follow_up(FollowUp::ShowPlane(facts.models.own_plane()));
        }
    }

    /// Where the point lies on the map.
    pub(crate) fn position(&self, facts: &Facts) -> (f32, f32) {
        self.basis(facts).0.coordinates(&facts.view.point)
    }

    /// Moves the point to a place on the map.
    pub(crate) fn move_on_map(&mut self, facts: &Facts, context: &mut Context, x: f32, y: f32) {
        let (basis, offset) = self.basis(facts);
        let point = basis.point(&offset, x, y);
        self.move_to(facts, context, &point, PointChange::Map);
    }
}
