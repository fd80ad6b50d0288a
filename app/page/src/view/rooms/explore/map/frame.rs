//! Which part of which plane the map shows, and where a point lies in it.

use latent::{SliceBasis, SliceView};

use crate::host::EventDispatch;
use session::{ExploreEvent, Session, SessionEvent};

/// What the map shows.
#[derive(Clone, PartialEq)]
pub(super) struct MapFrame {
    /// The plane.
    pub basis: SliceBasis,
    /// The part of it.
    pub view: SliceView,
}

impl MapFrame {
    /// What the map of a session shows.
    pub fn of(session: &Session) -> Self {
        let (x, y) = session.view.map.centre;
        let extent = session.view.map.extent;
        Self {
            basis: session.basis().0,
            view: SliceView { x, y, extent },
        }
    }

    /// Where a point of the plane lies in the frame, from 0 to 1, rightwards and upwards.
    pub fn share(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let SliceView {
            x: left,
            y: low,
            extent,
        } = self.view;
        let along = |at: f32, centre: f32| ((at - centre) / extent + 1.0) / 2.0;
        (along(x, left), along(y, low))
    }

    /// The `viewBox` of an SVG whose units are the plane's.
    pub fn view_box(&self) -> String {
        let SliceView { x, y, extent } = self.view;
        let side = 2.0 * extent;
        format!("{} {} {side} {side}", x - extent, -y - extent)
    }

    /// The CSS transform that brings a drawing of an older view to where it belongs in this one.
    pub fn transform_from(&self, ((from_x, from_y), from): ((f32, f32), f32)) -> String {
        let SliceView { x, y, extent } = self.view;
        let right = 50.0 * (from_x - x) / extent;
        let down = 50.0 * (y - from_y) / extent;
        format!("translate({right}%, {down}%) scale({})", from / extent)
    }
}

/// Asks for another part of the plane.
pub(super) fn look(dispatch: EventDispatch, centre: (f32, f32), extent: f32) {
    dispatch.send(SessionEvent::Explore(ExploreEvent::Look { centre, extent }));
}
