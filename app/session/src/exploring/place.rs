//! What the address says of Explore and Compare, and going where it says.

use latent::{Place, PlaneName, View};

use super::history::PointChange;
use super::state::{MapPlane, PathKind, Tool};
use crate::room::Room;
use crate::state::LoadedModel;
use crate::{LIVE_MODEL, Session};

/// The page's language.
const LANGUAGE: &str = "en";

impl Session {
    /// What the address should say of the room on screen; `None` before there is a model.
    pub fn place(&self) -> Option<Place> {
        let model = self.model.as_ref()?;
        let exploring = &self.exploring;
        Some(Place {
            model: Some(model.id.clone()),
            point: Some(self.point.clone()),
            pins: exploring.pins.clone(),
            plane: match self.map.plane {
                MapPlane::Axes => PlaneName::Axes(self.map.x_axis, self.map.y_axis),
                MapPlane::Principal(x, y) => PlaneName::Principal(x, y),
                MapPlane::Pins => PlaneName::Pins,
            },
            view: View {
                x: self.map.centre.0,
                y: self.map.centre.1,
                extent: self.map.extent,
            },
            spherical: exploring.path.kind != PathKind::Linear,
            tool: (exploring.tool != Tool::default()).then(|| exploring.tool.word().to_owned()),
            lang: Some(LANGUAGE.to_owned()),
            other: exploring
                .other
                .clone()
                .filter(|_| self.room == Room::Compare),
        })
    }

    /// Goes where an address says, as far as there is such a place.
    pub(super) fn follow_place(&mut self, text: &str) {
        let (place, troubles) = Place::from_text(text);
        for trouble in troubles {
            self.alert(trouble, None);
        }
        let Some(id) = place.model.clone() else {
            self.book.place = Some(place);
            self.settle_place();
            return;
        };
        if self.models.iter().any(|entry| entry.id == id) {
            self.book.place = Some(place);
            if self.chosen == id {
                self.settle_place();
            } else {
                self.choose_model(id);
                self.settle_place();
            }
        } else {
            let shown: String = id.chars().take(40).collect();
            let text = if id == LIVE_MODEL || id.starts_with("opened-") {
                "The link was made with a model that its sender trained or opened, which no link \
                 can hold. Ask for its file and open it here."
                    .to_owned()
            } else {
                format!(
                    "The link asks for the model “{shown}”, which this page does not have. Choose \
                     one from the list."
                )
            };
            self.alert(text, None);
        }
    }

    /// Puts everything where the address says, once its model is on screen.
    pub(crate) fn settle_place(&mut self) {
        let on_screen = self.model.as_ref().map(|model| &model.id);
        let ready = on_screen == Some(&self.chosen);
        let Some(place) = self.book.place.take_if(|_| ready) else {
            return;
        };
        let latent = self.latent();
        if let Some(point) = &place.point {
            if point.len() == latent {
                self.move_to(point, PointChange::Other);
            } else {
                self.alert(
                    format!(
                        "The link has {} coordinates, and this model {latent} dimensions. The \
                         point stays where it is.",
                        point.len()
                    ),
                    None,
                );
            }
        }
        for (pin, point) in place.pins.into_iter().enumerate() {
            self.exploring.pins[pin] = point.filter(|point| point.len() == latent);
        }
        self.exploring.path.kind = match (place.spherical, self.exploring.path.kind) {
            (true, PathKind::Walk) => PathKind::Walk,
            (true, _) => PathKind::Spherical,
            (false, _) => PathKind::Linear,
        };
        let word = place.tool.as_deref();
        self.exploring.tool = word
            .and_then(|word| Tool::ALL.into_iter().find(|tool| tool.word() == word))
            .unwrap_or_default();
        match place.plane {
            PlaneName::Axes(x, y) => {
                self.map.plane = MapPlane::Axes;
                self.set_axes(x, y);
            }
            PlaneName::Principal(x, y) => self.show_plane(MapPlane::Principal(x, y)),
            PlaneName::Pins => self.show_plane(MapPlane::Pins),
        }
        self.look((place.view.x, place.view.y), place.view.extent);
        if let Some(other) = place.other {
            self.compare_with(other);
        }
    }

    /// Compares with another model.
    pub(super) fn compare_with(&mut self, id: String) {
        if self.models.iter().any(|entry| entry.id == id) {
            if let Some(input) = &mut self.exploring.input {
                input.other_posterior = None;
            }
            self.book.other_encode_failed = false;
            self.exploring.other = Some(id);
            self.load_wanted();
        }
    }

    /// The model that is compared with, once the explorer holds it.
    pub(crate) fn other_model(&self) -> Option<LoadedModel> {
        let id = self.exploring.other.as_ref()?;
        let worker = self.book.explorer.as_ref()?;
        Some(LoadedModel {
            id: id.clone(),
            card: worker.held.get(id)?.clone(),
        })
    }

    /// What the card of the model that is compared with says, once it is there.
    pub fn other_card(&self) -> Option<protocol::CardFacts> {
        self.other_model().map(|model| model.card)
    }

    /// Keeps the model that is being trained as it is now.
    pub(super) fn keep_live(&mut self) {
        let Some((_, bytes)) = self.book.opened.get(LIVE_MODEL).cloned() else {
            return;
        };
        let Some(live) = self.models.iter().find(|entry| entry.id == LIVE_MODEL) else {
            return;
        };
        let latent = live.latent;
        let title = format!("{}, step {}", self.book.live_preset, self.book.live_step);
        if self.models.iter().any(|entry| entry.title == title) {
            return;
        }
        self.book.last_opened += 1;
        let id = format!("opened-{}", self.book.last_opened);
        self.book.opened.insert(id.clone(), (title.clone(), bytes));
        self.list_kept(id, title, latent);
    }
}
