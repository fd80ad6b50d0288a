//! What the address says of Explore and Compare, and going where it says.

use foreign_text::shown;
use latent::{ExploreLink, LinkFault, LinkName, SliceName, SliceView};

use super::ExploreTool;
use super::directions::MOST_PRINCIPAL;
use super::facts::Facts;
use super::state::{ExploreTools, PathKind};
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::limits::LIVE_MODEL;
use crate::moves::{MapPlane, PointChange};
use crate::outbox::FollowUp;
use crate::room::Room;

/// The page's language.
const LANGUAGE: &str = "en";

impl ExploreTools {
    /// What the address should say of the room on screen; `None` before there is a model.
    pub(crate) fn place(&self, facts: &Facts) -> Option<ExploreLink> {
        let model = facts.models.on_screen.as_ref()?;
        let exploring = self;
        Some(ExploreLink {
            model: Some(model.id.clone()),
            point: Some(facts.view.point.clone()),
            pins: exploring.pins.clone(),
            plane: match facts.view.map.plane {
                MapPlane::Axes => SliceName::Axes(facts.view.map.x_axis, facts.view.map.y_axis),
                MapPlane::Principal(x, y) => SliceName::Principal(x, y),
                MapPlane::Pins => SliceName::Pins,
            },
            view: SliceView {
                x: facts.view.map.centre.0,
                y: facts.view.map.centre.1,
                extent: facts.view.map.extent,
            },
            spherical: exploring.path.kind != PathKind::Linear,
            tool: (exploring.tool != ExploreTool::default())
                .then(|| exploring.tool.as_str().to_owned()),
            lang: Some(LANGUAGE.to_owned()),
            other: exploring
                .compared_model
                .clone()
                .filter(|_| facts.room == Room::Compare),
        })
    }

    /// Goes where an address says, as far as there is such a place.
    pub(super) fn follow_place(&mut self, facts: &Facts, context: &mut Context, text: &str) {
        let (place, faults) = ExploreLink::from_text(text);
        for fault in faults {
            context.alert(RoomAlert::Link(fault), None);
        }
        let Some(id) = place.model.clone() else {
            self.place = Some(place);
            self.settle_place(facts, context);
            return;
        };
        if facts.models.list.iter().any(|entry| entry.id == id) {
            self.place = Some(place);
            if facts.models.chosen == id {
                self.settle_place(facts, context);
            } else {
                context.follow_up(FollowUp::ChooseModel(id));
                context.follow_up(FollowUp::SettlePlace);
            }
        } else {
            let text = if id == LIVE_MODEL || id.starts_with("opened-") {
                RoomAlert::LinkToOwnModel
            } else {
                RoomAlert::LinkToUnknownModel(shown(&id))
            };
            context.alert(text, None);
        }
    }

    /// Puts everything where the address says, once its model is on screen.
    pub(crate) fn settle_place(&mut self, facts: &Facts, context: &mut Context) {
        let on_screen = facts.models.on_screen.as_ref().map(|model| &model.id);
        let ready = on_screen == Some(&facts.models.chosen);
        let Some(place) = self.place.take_if(|_| ready) else {
            return;
        };
        let latent = facts.view.latent();
        // A point that does not fit has words of its own.
        let mut fitted = ExploreLink {
            point: None,
            ..place.clone()
        };
        for fault in fitted.fit(latent) {
            context.alert(RoomAlert::Link(fault), None);
        }
        if let Some(point) = &place.point {
            if point.len() == latent {
                // Without the minus of −0.
                let point: Vec<_> = point.iter().map(|value| value + 0.0).collect();
                self.move_to(facts, context, &point, PointChange::Other);
            } else {
                let found = point.len();
                context.alert(RoomAlert::LinkOfOtherDimensions { found, latent }, None);
            }
        }
        self.pins = fitted.pins;
        self.path.kind = match (place.spherical, self.path.kind) {
            (true, PathKind::Walk) => PathKind::Walk,
            (true, _) => PathKind::Spherical,
            (false, _) => PathKind::Linear,
        };
        let tool = place.tool.as_deref().and_then(ExploreTool::from_name);
        self.tool = tool.unwrap_or_default();
        let missing =
            |name: LinkName, found: &str| RoomAlert::Link(LinkFault::NoName(name, shown(found)));
        if let (Some(found), None) = (&place.tool, tool) {
            context.alert(missing(LinkName::Tool, found), None);
        }
        let has_none = match fitted.plane {
            SliceName::Axes(..) => false,
            SliceName::Principal(x, y) => x.max(y) >= MOST_PRINCIPAL,
            // Three points on a line span none.
            SliceName::Pins => !self.can_show(MapPlane::Pins),
        };
        if has_none {
            let fault = LinkFault::PlaneMissing(fitted.plane.to_text());
            context.alert(RoomAlert::Link(fault), None);
            fitted.plane = SliceName::default();
        }
        match fitted.plane {
            SliceName::Axes(x, y) => {
                context.follow_up(FollowUp::TurnPlane(MapPlane::Axes));
                context.follow_up(FollowUp::SetAxes(x, y));
            }
            SliceName::Principal(x, y) => {
                self.show_plane(facts, context, MapPlane::Principal(x, y))
            }
            SliceName::Pins => self.show_plane(facts, context, MapPlane::Pins),
        }
        context.follow_up(FollowUp::Look(
            (place.view.x, place.view.y),
            place.view.extent,
        ));
        if let Some(other) = place.other {
            if !facts.models.list.iter().any(|entry| entry.id == other) {
                context.alert(missing(LinkName::SecondModel, &other), None);
            }
            self.compare_with(facts, context, other);
        }
    }

    /// Compares with another model.
    pub(super) fn compare_with(&mut self, facts: &Facts, context: &mut Context, id: String) {
        if facts.models.list.iter().any(|entry| entry.id == id) {
            if let Some(input) = &mut self.input {
                input.other_posterior = None;
            }
            if self.compared_model.as_ref() != Some(&id) {
                self.forget_compared();
            }
            self.other_encode_failed = false;
            self.compared_model = Some(id);
            context.follow_up(FollowUp::LoadWanted);
        }
    }
}
