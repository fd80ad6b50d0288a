//! What an address says of Explore: which model, which point, which pins, which plane.

mod fault;
mod reading;
mod text;

use crate::slice_basis::SliceView;
pub use fault::{LinkFault, LinkName, LinkPoint};
use text::{encode, numbers};

/// The version that an address names first.
pub const VERSION: u32 = 1;

/// How much of an address is looked at, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;

/// The most coordinates that a point in an address has.
pub const MAX_COORDINATES: usize = 128;

/// A class in an address is less than this.
pub const MAX_CLASSES: usize = 1024;

/// The most characters that a name in an address has.
pub const MAX_NAME: usize = 200;

/// The smallest and the largest extent of a view.
pub const EXTENTS: (f32, f32) = (0.05, 7.0);

/// How far from 0 a view's centre may lie.
pub const VIEW_LIMIT: f32 = 7.0;

/// The pins' names, in their order.
pub const PIN_NAMES: [&str; 4] = ["A", "B", "C", "D"];

/// Which plane is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SliceName {
    /// The model's own: the one that it is first shown with.
    #[default]
    Own,
    /// Two latent dimensions, counted from 0: across, up.
    Axes(usize, usize),
    /// Two principal components, counted from 0: across, up.
    Principal(usize, usize),
    /// Two directions of the model's card, counted from 0: across, up.
    Directions(usize, usize),
    /// The plane through pins A, B and C.
    Pins,
}

impl SliceName {
    /// As an address has it: `z1,z2`, `pc1,pc2`, `d1,d2` or `pins`, counted from 1; nothing for the
    /// model's own.
    pub fn to_text(self) -> String {
        match self {
            Self::Own => String::new(),
            Self::Axes(x, y) => format!("z{},z{}", x + 1, y + 1),
            Self::Principal(x, y) => format!("pc{},pc{}", x + 1, y + 1),
            Self::Directions(x, y) => format!("d{},d{}", x + 1, y + 1),
            Self::Pins => "pins".to_owned(),
        }
    }

    /// Reads what [`Self::to_text`] wrote.
    pub fn from_text(text: &str) -> Option<Self> {
        if text == "pins" {
            return Some(Self::Pins);
        }
        let (x, y) = text.split_once(',')?;
        let pair = |prefix: &str| {
            let index = |name: &str| {
                let digits = name.strip_prefix(prefix)?;
                // A sign would be a number too.
                let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
                let number: usize = digits.parse().ok().filter(|_| is_plain)?;
                (1..=MAX_COORDINATES).contains(&number).then(|| number - 1)
            };
            Some((index(x.trim())?, index(y.trim())?))
        };
        let axes = pair("z").map(|(x, y)| Self::Axes(x, y));
        let directions = || pair("d").map(|(x, y)| Self::Directions(x, y));
        axes.or_else(|| pair("pc").map(|(x, y)| Self::Principal(x, y)))
            .or_else(directions)
    }
}

/// Where in Explore a visitor is.
///
/// ```
/// use latent::ExploreLink;
///
/// let link = ExploreLink {
///     model: Some("vae-mnist-2d".to_owned()),
///     point: Some(vec![0.5, -1.25]),
///     ..ExploreLink::default()
/// };
/// let text = link.to_text();
/// assert_eq!(text, "v=1&model=vae-mnist-2d&z=0.5,-1.25");
/// assert_eq!(ExploreLink::from_text(&text), (link, Vec::new()));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExploreLink {
    /// The model's id; `None` for the page's first.
    pub model: Option<String>,
    /// The class that a conditional decoder draws, from 0; `None` for whichever it draws.
    pub class: Option<usize>,
    /// The latent point, each coordinate within ± [`crate::EXTENT`]; `None` for the page's own.
    pub point: Option<Vec<f32>>,
    /// Pins A to D, with as many coordinates as the point.
    pub pins: [Option<Vec<f32>>; 4],
    /// The plane that the map shows.
    pub plane: SliceName,
    /// What part of it.
    pub view: SliceView,
    /// Whether paths go along the sphere.
    pub spherical: bool,
    /// The tool that is open.
    pub tool: Option<String>,
    /// How encoded images are projected, as that tool writes it.
    pub projection: Option<String>,
    /// The page's language.
    pub lang: Option<String>,
    /// The id of the model that this one is compared with.
    pub other: Option<String>,
}

impl ExploreLink {
    /// The place as text for an address: `v=1&model=…&z=…&A=…&plane=z1,z2&view=x,y,extent&…`.
    /// What is as by default is left out, of a default place everything. Numbers have the
    /// shortest form that reads back as the same number, so that a link gives the same picture.
    pub fn to_text(&self) -> String {
        let mut text = format!("v={VERSION}");
        let bare = text.len();
        let mut say = |key: &str, value: &str| {
            text.push('&');
            text.push_str(key);
            text.push('=');
            text.push_str(value);
        };
        let named = |name: &Option<String>| {
            let name = name.as_deref().filter(|name| !name.is_empty());
            name.map(encode)
        };
        if let Some(model) = named(&self.model) {
            say("model", &model);
        }
        if let Some(class) = self.class {
            say("class", &class.to_string());
        }
        if let Some(point) = &self.point {
            say("z", &numbers(point));
        }
        for (name, pin) in PIN_NAMES.iter().zip(&self.pins) {
            if let Some(pin) = pin {
                say(name, &numbers(pin));
            }
        }
        if self.plane != SliceName::default() {
            say("plane", &self.plane.to_text());
        }
        if self.view != SliceView::default() {
            let SliceView { x, y, extent } = self.view;
            say("view", &numbers(&[x, y, extent]));
        }
        if self.spherical {
            say("path", "slerp");
        }
        for (key, name) in [
            ("tool", &self.tool),
            ("projection", &self.projection),
            ("lang", &self.lang),
            ("other", &self.other),
        ] {
            if let Some(name) = named(name) {
                say(key, &name);
            }
        }
        if text.len() == bare {
            text.clear();
        }
        text
    }

    /// Makes the place one of a model with `latent` dimensions; answers one fault for each
    /// thing that did not fit: too few coordinates are followed by zeros, too many are dropped,
    /// pins of another space are dropped, and so is a plane of dimensions that are not there.
    pub fn fit(&mut self, latent: usize) -> Vec<LinkFault> {
        let mut faults = Vec::new();
        if let Some(point) = &mut self.point
            && point.len() != latent
        {
            faults.push(LinkFault::PointOfOtherSpace {
                expected: latent,
                found: point.len(),
            });
            point.resize(latent, 0.0);
        }
        let of_another = |pin: &Option<Vec<f32>>| pin.as_ref().is_some_and(|z| z.len() != latent);
        if self.pins.iter().any(of_another) {
            faults.push(LinkFault::PinsOfOtherSpace(latent));
            for pin in &mut self.pins {
                pin.take_if(|pin| pin.len() != latent);
            }
        }
        let there = match self.plane {
            // The same axis twice is a line; only a space of one dimension is shown so.
            SliceName::Axes(x, y) => x.max(y) < latent && (x != y || latent == 1),
            SliceName::Principal(x, y) => x.max(y) < latent && x != y,
            // How many there are, only the model knows.
            SliceName::Directions(x, y) => x != y,
            SliceName::Own => true,
            SliceName::Pins => self.has_plane_of_pins(),
        };
        if !there {
            faults.push(LinkFault::PlaneMissing(self.plane.to_text()));
            self.plane = SliceName::default();
        }
        faults
    }

    fn has_plane_of_pins(&self) -> bool {
        self.pins.iter().take(3).all(Option::is_some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> ExploreLink {
        ExploreLink {
            model: Some("vae-mnist-2d".to_owned()),
            class: Some(7),
            point: Some(vec![0.1, -3.5]),
            pins: [
                Some(vec![1.0, 2.0]),
                Some(vec![1e-7, -0.000_012]),
                Some(vec![0.333_333_34, 3.0]),
                None,
            ],
            plane: SliceName::Pins,
            view: SliceView {
                x: 0.5,
                y: -1.0,
                extent: 2.0,
            },
            spherical: true,
            tool: Some("walk".to_owned()),
            projection: Some("tsne-2-30-0".to_owned()),
            lang: Some("de".to_owned()),
            other: Some("my file & more".to_owned()),
        }
    }

    #[test]
    fn a_place_is_written_in_the_order_and_form_of_the_documents() {
        assert_eq!(
            full().to_text(),
            "v=1&model=vae-mnist-2d&class=7&z=0.1,-3.5&A=1,2&B=1e-7,-1.2e-5&C=0.33333334,3&plane=pins\
             &view=0.5,-1,2&path=slerp&tool=walk&projection=tsne-2-30-0&lang=de\
             &other=my%20file%20%26%20more"
        );
        assert_eq!(ExploreLink::default().to_text(), "");
    }

    #[test]
    fn every_plane_reads_back() {
        for plane in [
            SliceName::Axes(0, 1),
            SliceName::Axes(9, 0),
            SliceName::Principal(0, 127),
            SliceName::Directions(3, 0),
            SliceName::Pins,
        ] {
            assert_eq!(SliceName::from_text(&plane.to_text()), Some(plane));
        }
        for text in [
            "", "z0,z1", "z1", "z1,pc2", "z1,z2,z3", "z+1,z2", "z129,z1", "pc,pc", "z1,z", "pin",
        ] {
            assert_eq!(SliceName::from_text(text), None, "{text}");
        }
    }

    #[test]
    fn a_place_that_fits_stays_and_says_nothing() {
        let mut place = full();
        assert_eq!(place.fit(2), []);
        assert_eq!(place, full());
        let mut line = ExploreLink::default();
        assert_eq!(line.fit(1), []);
    }

    #[test]
    fn what_does_not_fit_a_model_is_said_once_each() {
        let mut place = full();
        let sentences = place.fit(3);
        assert_eq!(sentences.len(), 3, "{sentences:?}");
        assert_eq!(place.point, Some(vec![0.1, -3.5, 0.0]));
        assert_eq!(place.pins, [None, None, None, None]);
        assert_eq!(place.plane, SliceName::default());
        let mut place = ExploreLink {
            plane: SliceName::Axes(4, 5),
            ..ExploreLink::default()
        };
        assert_eq!(place.fit(4).len(), 1);
        assert_eq!(place, ExploreLink::default());
    }
}
