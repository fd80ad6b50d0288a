//! What is wrong with a link to a place in Explore.

use latent::{EXTENT, LinkFault, LinkName, LinkPoint};

use super::links as words;

/// What is wrong with a link, and what was done instead.
pub(super) fn link_fault_sentence(fault: &LinkFault) -> String {
    match fault {
        LinkFault::TooLong(most) => words::TooLong { most: *most as f64 }.text(),
        LinkFault::Version(found) => words::Version {
            found,
            version: latent::explore_link::VERSION.into(),
        }
        .text(),
        LinkFault::PinOfOtherSpace {
            pin,
            expected,
            found,
        } => words::PinOfOtherSpace {
            pin,
            found: *found as f64,
            expected: *expected as f64,
        }
        .text(),
        LinkFault::NoName(part, found) => words::NoName {
            part: match part {
                LinkName::Model => "model",
                LinkName::Tool => "tool",
                LinkName::Projection => "projection",
                LinkName::Language => "language",
                LinkName::SecondModel => "second-model",
            },
            found,
        }
        .text(),
        LinkFault::NoClass(found) => words::NoClass { found }.text(),
        LinkFault::ClassMissing { found, classes } => match classes.checked_sub(1) {
            None => words::NoClasses {
                found: *found as f64,
            }
            .text(),
            Some(last) => words::ClassMissing {
                found: *found as f64,
                last: last as f64,
            }
            .text(),
        },
        LinkFault::TooManyCoordinates(part, most) => words::TooManyCoordinates {
            part: point_key(*part),
            most: *most as f64,
        }
        .text(),
        LinkFault::CoordinateBeyond(part, found) => words::CoordinateBeyond {
            part: point_key(*part),
            found,
            limit: EXTENT.into(),
        }
        .text(),
        LinkFault::CoordinateUnreadable(part, found) => words::CoordinateUnreadable {
            part: point_key(*part),
            found,
        }
        .text(),
        LinkFault::PlaneOfMissingPins => words::plane_of_missing_pins().to_owned(),
        LinkFault::NoPlane(found) => words::NoPlane { found }.text(),
        LinkFault::NoView(found) => words::NoView { found }.text(),
        LinkFault::ViewBeyond(found) => words::ViewBeyond { found }.text(),
        LinkFault::NoPath(found) => words::NoPath { found }.text(),
        LinkFault::PointOfOtherSpace { expected, found } => words::PointOfOtherSpace {
            found: *found as f64,
            expected: *expected as f64,
        }
        .text(),
        LinkFault::PinsOfOtherSpace(expected) => words::PinsOfOtherSpace {
            expected: *expected as f64,
        }
        .text(),
        LinkFault::PlaneMissing(plane) => words::PlaneMissing { plane }.text(),
    }
}

fn point_key(part: LinkPoint) -> &'static str {
    match part {
        LinkPoint::Point => "point",
        LinkPoint::Pin(name) => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_sentences_are_those_of_latent() {
        let text = || "x, y".to_owned();
        let mut faults = vec![
            LinkFault::TooLong(64),
            LinkFault::Version(text()),
            LinkFault::PinOfOtherSpace {
                pin: "A",
                expected: 2,
                found: 3,
            },
            LinkFault::NoClass(text()),
            LinkFault::ClassMissing {
                found: 1000,
                classes: 0,
            },
            LinkFault::ClassMissing {
                found: 1000,
                classes: 10,
            },
            LinkFault::PlaneOfMissingPins,
            LinkFault::NoPlane(text()),
            LinkFault::NoView(text()),
            LinkFault::ViewBeyond(text()),
            LinkFault::NoPath(text()),
            LinkFault::PointOfOtherSpace {
                expected: 10,
                found: 2,
            },
            LinkFault::PinsOfOtherSpace(10),
            LinkFault::PlaneMissing(text()),
        ];
        for name in [
            LinkName::Model,
            LinkName::Tool,
            LinkName::Projection,
            LinkName::Language,
            LinkName::SecondModel,
        ] {
            faults.push(LinkFault::NoName(name, text()));
        }
        for point in [LinkPoint::Point, LinkPoint::Pin("D")] {
            faults.push(LinkFault::TooManyCoordinates(point, 128));
            faults.push(LinkFault::CoordinateBeyond(point, text()));
            faults.push(LinkFault::CoordinateUnreadable(point, text()));
        }
        for fault in faults {
            assert_eq!(link_fault_sentence(&fault), fault.to_string());
        }
    }
}
