//! What is wrong with an address, as data.

use std::fmt;

use super::VERSION;
use crate::EXTENT;

/// A part of an address that holds coordinates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPoint {
    /// The point.
    Point,
    /// A pin, by its name.
    Pin(&'static str),
}

impl fmt::Display for LinkPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Point => f.write_str("point"),
            Self::Pin(name) => write!(f, "pin {name}"),
        }
    }
}

/// A part of an address that is a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkName {
    /// The model's.
    Model,
    /// The tool's.
    Tool,
    /// How encoded images are projected.
    Projection,
    /// The language's.
    Language,
    /// The model's that is compared with.
    SecondModel,
}

impl fmt::Display for LinkName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Model => "model",
            Self::Tool => "tool",
            Self::Projection => "projection",
            Self::Language => "language",
            Self::SecondModel => "second model",
        })
    }
}

/// What is wrong with an address, and what was done instead. Texts of the address are as far as they
/// are worth showing. Its [`Display`](fmt::Display) is for native programs; the page words it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkFault {
    /// Only its first so many KiB are read.
    TooLong(usize),
    /// It is of another version.
    Version(String),
    /// A pin has other coordinates than the point.
    PinOfOtherSpace {
        /// The pin.
        pin: &'static str,
        /// Coordinates of the point.
        expected: usize,
        /// The pin's.
        found: usize,
    },
    /// A name that is none; it is ignored.
    NoName(LinkName, String),
    /// A class that is no whole number; it is ignored.
    NoClass(String),
    /// A class that the model does not have; it is ignored.
    ClassMissing {
        /// The class.
        found: usize,
        /// How many classes the model has.
        classes: usize,
    },
    /// More coordinates than this; further ones are left out.
    TooManyCoordinates(LinkPoint, usize),
    /// A coordinate that is out of range; the nearest within is taken.
    CoordinateBeyond(LinkPoint, String),
    /// A coordinate that is no number; 0 is taken.
    CoordinateUnreadable(LinkPoint, String),
    /// The plane of pins of which one is missing; the first dimensions are shown.
    PlaneOfMissingPins,
    /// A plane that is none; the first dimensions are shown.
    NoPlane(String),
    /// A view that is none; the whole plane is shown.
    NoView(String),
    /// A view out of range; the nearest within is taken.
    ViewBeyond(String),
    /// A path that is none; paths are straight.
    NoPath(String),
    /// The point has other coordinates than the model; it was cut or filled up.
    PointOfOtherSpace {
        /// Dimensions of the model.
        expected: usize,
        /// Coordinates of the point.
        found: usize,
    },
    /// Pins have other coordinates than the model has dimensions; they are left out.
    PinsOfOtherSpace(usize),
    /// A plane that the model does not have; the first dimensions are shown.
    PlaneMissing(String),
}

impl fmt::Display for LinkFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(most) => write!(
                f,
                "The link is too long; only its first {most} KiB are read."
            ),
            Self::Version(found) => write!(
                f,
                "The link is of version “{found}”, this page reads version {VERSION}; what it \
                 understands of the link is shown."
            ),
            Self::PinOfOtherSpace {
                pin,
                expected,
                found,
            } => write!(
                f,
                "The link's pin {pin} has {found} coordinates instead of {expected}; it is left \
                 out."
            ),
            Self::NoName(what, found) => write!(
                f,
                "The link's {what} “{found}” is no name of one; it is ignored."
            ),
            Self::NoClass(found) => write!(
                f,
                "The link's class “{found}” is no whole number from 0; it is ignored."
            ),
            Self::ClassMissing { found, classes: 0 } => write!(
                f,
                "The link has the class {found}, but the model has no classes; it is ignored."
            ),
            Self::ClassMissing { found, classes } => write!(
                f,
                "The link has the class {found}, but the model's classes are 0 to {}; it is ignored.",
                classes - 1
            ),
            Self::TooManyCoordinates(what, most) => write!(
                f,
                "The link's {what} has more than {most} coordinates; further ones are left out."
            ),
            Self::CoordinateBeyond(what, found) => write!(
                f,
                "The link's {what} has the coordinate {found}, which is beyond \u{2212}{EXTENT} to \
                 {EXTENT}; the nearest within is taken."
            ),
            Self::CoordinateUnreadable(what, found) => write!(
                f,
                "The link's {what} has the coordinate “{found}”, which is no number; 0 is taken."
            ),
            Self::PlaneOfMissingPins => f.write_str(
                "The link's plane goes through the pins A, B and C, of which it lacks one; the \
                 first dimensions are shown.",
            ),
            Self::NoPlane(found) => write!(
                f,
                "The link's plane “{found}” is none such as z1,z2, pc1,pc2 or pins; the first \
                 dimensions are shown."
            ),
            Self::NoView(found) => write!(
                f,
                "The link's view “{found}” is no three numbers such as 0,0,3.5; the whole plane \
                 is shown."
            ),
            Self::ViewBeyond(found) => write!(
                f,
                "The link's view “{found}” is beyond what can be shown; the nearest is."
            ),
            Self::NoPath(found) => write!(
                f,
                "The link's path “{found}” is neither slerp nor lerp; paths are straight."
            ),
            Self::PointOfOtherSpace { expected, found } => write!(
                f,
                "The link's point has {found} coordinates, the model has {expected}; missing ones \
                 are 0, further ones are left out."
            ),
            Self::PinsOfOtherSpace(expected) => write!(
                f,
                "The link has pins of another number of coordinates than the model's {expected}; \
                 they are left out."
            ),
            Self::PlaneMissing(plane) => write!(
                f,
                "The link's plane “{plane}” does not exist here; the first dimensions are shown."
            ),
        }
    }
}
