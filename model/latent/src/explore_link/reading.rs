//! An address read: for each part that is wrong the nearest place that makes sense, and a fault.

use foreign_text::{is_unseen, shown};

use super::fault::{LinkFault, LinkName, LinkPoint};
use super::text::decode;
use super::{
    EXTENTS, ExploreLink, MAX_BYTES, MAX_CLASSES, MAX_COORDINATES, MAX_NAME, PIN_NAMES, SliceName,
    VERSION, VIEW_LIMIT,
};
use crate::EXTENT;
use crate::slice_basis::SliceView;

/// The parts that mean something; the first of each counts, all others are ignored.
const KEYS: [&str; 15] = [
    "v",
    "model",
    "class",
    "z",
    "A",
    "B",
    "C",
    "D",
    "plane",
    "view",
    "path",
    "tool",
    "projection",
    "lang",
    "other",
];

impl ExploreLink {
    /// Reads what [`Self::to_text`] wrote, with or without `#` or `?` before it. Any text gives a
    /// place; for each part that is wrong there is one fault, which says what was done instead. Parts
    /// of unknown names are ignored. Only the first [`MAX_BYTES`] are looked at.
    pub fn from_text(text: &str) -> (Self, Vec<LinkFault>) {
        let mut reader = LinkReader::default();
        let text = reader.beginning(text);
        for pair in text.trim_start_matches(['#', '?']).split('&') {
            if let Some((key, value)) = pair.split_once('=')
                && let Some(index) = KEYS.iter().position(|known| *known == key)
            {
                reader.parts[index].get_or_insert(value);
            }
        }
        let place = reader.place();
        (place, reader.faults)
    }
}

#[derive(Default)]
struct LinkReader<'a> {
    parts: [Option<&'a str>; KEYS.len()],
    faults: Vec<LinkFault>,
}

impl<'a> LinkReader<'a> {
    fn note(&mut self, fault: LinkFault) {
        self.faults.push(fault);
    }

    fn beginning(&mut self, text: &'a str) -> &'a str {
        if text.len() <= MAX_BYTES {
            return text;
        }
        self.note(LinkFault::TooLong(MAX_BYTES / 1024));
        let text = &text[..text.floor_char_boundary(MAX_BYTES)];
        // The part that was cut could read as another.
        text.rsplit_once('&').map_or("", |(whole, _)| whole)
    }

    /// A part's value, unless there is none or nothing is in it.
    fn part(&self, key: &str) -> Option<String> {
        let index = KEYS.iter().position(|known| *known == key)?;
        let value = decode(self.parts[index]?);
        (!value.trim().is_empty()).then_some(value)
    }

    fn place(&mut self) -> ExploreLink {
        if let Some(version) = self.part("v")
            && version.trim() != VERSION.to_string()
        {
            self.note(LinkFault::Version(shown(&version)));
        }
        let mut place = ExploreLink {
            model: self.name("model", LinkName::Model),
            class: self.class(),
            point: self.coordinates("z", LinkPoint::Point),
            ..ExploreLink::default()
        };
        let mut latent = place.point.as_ref().map(Vec::len);
        for (pin, name) in place.pins.iter_mut().zip(PIN_NAMES) {
            let Some(found) = self.coordinates(name, LinkPoint::Pin(name)) else {
                continue;
            };
            let expected = *latent.get_or_insert(found.len());
            if found.len() == expected {
                *pin = Some(found);
            } else {
                self.note(LinkFault::PinOfOtherSpace {
                    pin: name,
                    expected,
                    found: found.len(),
                });
            }
        }
        place.plane = self.plane(&place);
        place.view = self.view();
        place.spherical = self.spherical();
        place.tool = self.name("tool", LinkName::Tool);
        place.projection = self.name("projection", LinkName::Projection);
        place.lang = self.name("lang", LinkName::Language);
        place.other = self.name("other", LinkName::SecondModel);
        place
    }

    fn name(&mut self, key: &str, what: LinkName) -> Option<String> {
        let name = self.part(key)?;
        if name.chars().nth(MAX_NAME).is_some() || name.contains(is_unseen) {
            self.note(LinkFault::NoName(what, shown(&name)));
            return None;
        }
        Some(name)
    }

    fn class(&mut self) -> Option<usize> {
        let text = self.part("class")?;
        let text = text.trim();
        // A sign would be a number too.
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
        let class = text
            .parse()
            .ok()
            .filter(|class| is_plain && *class < MAX_CLASSES);
        if class.is_none() {
            self.note(LinkFault::NoClass(shown(text)));
        }
        class
    }

    /// What has more than one fault is told of the first only.
    fn coordinates(&mut self, key: &str, what: LinkPoint) -> Option<Vec<f32>> {
        let text = self.part(key)?;
        let mut fault = None;
        let mut values = Vec::new();
        for part in text.split(',') {
            if values.len() == MAX_COORDINATES {
                fault.get_or_insert(LinkFault::TooManyCoordinates(what, MAX_COORDINATES));
                break;
            }
            let value = match finite(part) {
                Some(value) if value.abs() <= EXTENT => value,
                Some(value) => {
                    fault.get_or_insert(LinkFault::CoordinateBeyond(what, shown(part.trim())));
                    value.clamp(-EXTENT, EXTENT)
                }
                None => {
                    fault.get_or_insert(LinkFault::CoordinateUnreadable(what, shown(part.trim())));
                    0.0
                }
            };
            values.push(value);
        }
        self.faults.extend(fault);
        Some(values)
    }

    fn plane(&mut self, place: &ExploreLink) -> SliceName {
        let Some(text) = self.part("plane") else {
            return SliceName::default();
        };
        match SliceName::from_text(text.trim()) {
            Some(SliceName::Pins) if !place.has_plane_of_pins() => {
                self.note(LinkFault::PlaneOfMissingPins)
            }
            Some(plane) => return plane,
            None => self.note(LinkFault::NoPlane(shown(&text))),
        }
        SliceName::default()
    }

    fn view(&mut self) -> SliceView {
        let Some(text) = self.part("view") else {
            return SliceView::default();
        };
        let mut parts = text.split(',').map(finite);
        let four = [parts.next(), parts.next(), parts.next(), parts.next()];
        let [Some(Some(x)), Some(Some(y)), Some(Some(extent)), None] = four else {
            self.note(LinkFault::NoView(shown(&text)));
            return SliceView::default();
        };
        let view = SliceView {
            x: x.clamp(-VIEW_LIMIT, VIEW_LIMIT),
            y: y.clamp(-VIEW_LIMIT, VIEW_LIMIT),
            extent: extent.clamp(EXTENTS.0, EXTENTS.1),
        };
        if view != (SliceView { x, y, extent }) {
            self.note(LinkFault::ViewBeyond(shown(&text)));
        }
        view
    }

    fn spherical(&mut self) -> bool {
        let Some(path) = self.part("path") else {
            return false;
        };
        match path.trim() {
            "slerp" => true,
            "lerp" => false,
            _ => {
                self.note(LinkFault::NoPath(shown(&path)));
                false
            }
        }
    }
}

fn finite(text: &str) -> Option<f32> {
    let value: f32 = text.trim().parse().ok()?;
    // Of numbers beyond single precision, the parser makes infinity.
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (ExploreLink, Vec<String>) {
        let (place, faults) = ExploreLink::from_text(text);
        (place, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn nothing_is_the_default_place_without_a_word() {
        for text in [
            "",
            "#",
            "?",
            "v=1",
            "&&&",
            "=",
            "z=",
            "engine=cpu&x=1",
            "model=",
        ] {
            assert_eq!(read(text), (ExploreLink::default(), Vec::new()), "{text}");
        }
    }

    #[test]
    fn every_bad_part_is_one_sentence_and_the_rest_stays() {
        for (text, said) in [
            ("v=2", "version “2”"),
            ("z=NaN,1", "“NaN”"),
            ("z=inf,-inf", "“inf”"),
            ("z=1e99,1", "“1e99”"),
            ("z=1,,x", "“”"),
            ("z=9,-9", "coordinate 9"),
            ("z=1,2&A=1", "pin A has 1 coordinates instead of 2"),
            ("A=1,2&B=1,2,3", "pin B has 3"),
            ("plane=z0,z1", "“z0,z1”"),
            ("plane=pins&A=1&B=2", "A, B and C"),
            ("view=1", "“1”"),
            ("view=1,2,3,4", "“1,2,3,4”"),
            ("view=0,NaN,1", "“0,NaN,1”"),
            ("view=0,0,100", "nearest"),
            ("path=walk", "“walk”"),
            ("tool=%00", "tool"),
            ("class=cat", "“cat”"),
            ("class=-1", "“-1”"),
            ("class=1024", "“1024”"),
        ] {
            let (place, sentences) = read(&format!("model=m&{text}&lang=de"));
            assert_eq!(sentences.len(), 1, "{text}: {sentences:?}");
            assert!(sentences[0].contains(said), "{text}: {sentences:?}");
            assert!(sentences[0].ends_with('.'));
            assert_eq!(place.model.as_deref(), Some("m"));
            assert_eq!(place.lang.as_deref(), Some("de"));
        }
    }

    #[test]
    fn the_nearest_place_that_makes_sense_is_taken() {
        let (place, _) = read("z=9,NaN,-4,1&view=-100,100,0");
        assert_eq!(place.point, Some(vec![3.5, 0.0, -3.5, 1.0]));
        let view = SliceView {
            x: -7.0,
            y: 7.0,
            extent: 0.05,
        };
        assert_eq!(place.view, view);
    }

    #[test]
    fn a_name_that_turns_the_writing_round_is_none() {
        let (place, sentences) = read("model=%E2%80%AEd2-tsinm-eav");
        assert_eq!(place.model, None);
        assert_eq!(sentences.len(), 1);
        assert!(!sentences[0].contains('\u{202e}'), "{sentences:?}");
    }

    #[test]
    fn what_a_messenger_encoded_is_read() {
        let (place, sentences) = read("#v=1&z=1%2C2&plane=z2%2Cz1&model=a%20b");
        assert_eq!(sentences, Vec::<String>::new());
        assert_eq!(place.point, Some(vec![1.0, 2.0]));
        assert_eq!(place.plane, SliceName::Axes(1, 0));
        assert_eq!(place.model.as_deref(), Some("a b"));
    }

    #[test]
    fn of_ten_megabytes_only_the_beginning_is_looked_at() {
        for long in [
            format!("model=m&z={}", "1,".repeat(5_000_000)),
            format!("model=m&{}", "z=1&".repeat(2_500_000)),
            format!("model=m&tool={}", "é".repeat(5_000_000)),
        ] {
            let (place, sentences) = read(&long);
            // The same as of a text that ends where reading does.
            let beginning = &long[..long.floor_char_boundary(MAX_BYTES + 1)];
            assert_eq!(
                read(&format!("{beginning}x")),
                (place.clone(), sentences.clone())
            );
            assert_eq!(place.model.as_deref(), Some("m"));
            assert!(sentences[0].contains("64 KiB"), "{sentences:?}");
        }
    }

    #[test]
    fn too_many_coordinates_are_left_out() {
        let (place, sentences) = read(&format!("z=0{}", ",1".repeat(200)));
        assert_eq!(place.point.map(|point| point.len()), Some(128));
        assert_eq!(sentences.len(), 1);
    }
}
