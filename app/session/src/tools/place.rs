//! What the address says of Explore and Compare, and going where it says.

use foreign_text::shown;
use latent::{ExploreLink, LinkFault, LinkName, SliceName, SliceView};

use super::ExploreTool;
use super::directions::MOST_PRINCIPAL;
use super::facts::Facts;
use super::state::{ExploreTools, PathKind};
use crate::alert_text::RoomAlert;
use crate::chosen_controls::controls_of;
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
            class: (facts.models.classes_on_screen() > 0).then(|| facts.models.class(&model.id)),
            point: Some(facts.view.point.clone()),
            pins: exploring.pins.clone(),
            plane: slice_name(facts),
            view: SliceView {
                x: facts.view.map.centre.0,
                y: facts.view.map.centre.1,
                extent: facts.view.map.extent,
            },
            spherical: exploring.path.kind != PathKind::Linear,
            tool: (exploring.tool != ExploreTool::default())
                .then(|| exploring.tool.as_str().to_owned()),
            projection: exploring
                .own
                .projection
                .link()
                .filter(|_| exploring.tool == ExploreTool::Projection),
            lang: Some(LANGUAGE.to_owned()),
            other: exploring
                .compared_model
                .clone()
                .filter(|_| facts.room == Room::Compare),
        })
    }

    /// Follows a link no longer whose model is on its way: the visitor chose another one.
    pub(crate) fn leave_link(&mut self) {
        self.place = None;
    }

    /// Whether the place that an address names is still to be gone to.
    pub(crate) fn awaits_place(&self) -> bool {
        self.place.is_some()
    }

    /// Goes where an address says, as far as there is such a place.
    pub(super) fn follow_place(&mut self, facts: &Facts, context: &mut Context, text: &str) {
        let controls = controls_of(context, text);
        context.follow_up(FollowUp::ShowControls(controls));
        let (place, faults) = ExploreLink::from_text(text);
        for fault in faults {
            context.alert(RoomAlert::Link(fault), None);
        }
        let named = place.model.clone();
        let Some(id) = named.or_else(|| model_of_point(facts, place.point.as_deref())) else {
            self.place = Some(place);
            self.settle_place(facts, context);
            return;
        };
        if facts.models.list.iter().any(|entry| entry.id == id) {
            self.place = Some(ExploreLink {
                model: Some(id.clone()),
                ..place
            });
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
        // Meanwhile the visitor chose another model, or the link's could not be loaded.
        if place
            .model
            .as_ref()
            .is_some_and(|id| *id != facts.models.chosen)
        {
            return;
        }
        let latent = facts.view.latent();
        // A point that does not fit has words of its own.
        let mut fitted = ExploreLink {
            point: None,
            ..place.clone()
        };
        for fault in fitted.fit(latent) {
            context.alert(RoomAlert::Link(fault), None);
        }
        if let Some(found) = place.class {
            let classes = facts.models.classes_on_screen();
            if found < classes {
                context.follow_up(FollowUp::DrawClass(found));
            } else {
                let fault = LinkFault::ClassMissing { found, classes };
                context.alert(RoomAlert::Link(fault), None);
            }
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
        self.own.projection.follow(place.projection);
        let missing =
            |name: LinkName, found: &str| RoomAlert::Link(LinkFault::NoName(name, shown(found)));
        if let (Some(found), None) = (&place.tool, tool) {
            context.alert(missing(LinkName::Tool, found), None);
        }
        let has_none = match fitted.plane {
            SliceName::Own | SliceName::Axes(..) => false,
            SliceName::Principal(x, y) => x.max(y) >= MOST_PRINCIPAL,
            SliceName::Directions(x, y) => !self.can_show(facts, MapPlane::Directions(x, y)),
            // Three points on a line span none.
            SliceName::Pins => !self.can_show(facts, MapPlane::Pins),
        };
        if has_none {
            let fault = LinkFault::PlaneMissing(fitted.plane.to_text());
            context.alert(RoomAlert::Link(fault), None);
            fitted.plane = SliceName::default();
        }
        match fitted.plane {
            SliceName::Own => {
                context.follow_up(FollowUp::SetAxes(0, 1));
                context.follow_up(FollowUp::TurnPlane(facts.models.own_plane()));
            }
            SliceName::Axes(x, y) => {
                context.follow_up(FollowUp::TurnPlane(MapPlane::Axes));
                context.follow_up(FollowUp::SetAxes(x, y));
            }
            SliceName::Principal(x, y) => {
                self.show_plane(facts, context, MapPlane::Principal(x, y))
            }
            SliceName::Directions(x, y) => {
                self.show_plane(facts, context, MapPlane::Directions(x, y))
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

/// What the address calls the map's plane.
fn slice_name(facts: &Facts) -> SliceName {
    let map = &facts.view.map;
    match map.plane {
        MapPlane::Axes if (map.x_axis, map.y_axis) == (0, usize::from(facts.view.latent() > 1)) => {
            match facts.models.own_plane() {
                MapPlane::Axes => SliceName::Own,
                _ => SliceName::Axes(map.x_axis, map.y_axis),
            }
        }
        MapPlane::Axes => SliceName::Axes(map.x_axis, map.y_axis),
        plane if plane == facts.models.own_plane() => SliceName::Own,
        MapPlane::Principal(x, y) => SliceName::Principal(x, y),
        MapPlane::Directions(x, y) => SliceName::Directions(x, y),
        MapPlane::Pins => SliceName::Pins,
    }
}

/// The model that a link without one means: that on screen, or else the first with as many dimensions as
/// its point. The page's first model was another one once.
fn model_of_point(facts: &Facts, point: Option<&[f32]>) -> Option<String> {
    let latent = point?.len();
    let chosen = facts.models.entry(&facts.models.chosen);
    if chosen.is_some_and(|entry| entry.latent == latent) {
        return None;
    }
    let mut shipped = facts.models.list.iter();
    let fits = shipped.find(|entry| entry.weights.is_some() && entry.latent == latent);
    fits.map(|entry| entry.id.clone())
}
