//! What a step asks for, as a check over the page's state.

use serde::{Deserialize, Serialize};

/// What a step asks for. The page evaluates it after everything that happens; what it counts, it counts
/// from the step's beginning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum StepTask {
    /// The point lies near a place.
    Near {
        /// The place.
        z: Vec<f32>,
        /// How near is near enough.
        within: f32,
    },
    /// The encoded image that is nearest to the point shows this digit, and the visitor went there.
    Digit {
        /// Which.
        digit: u8,
    },
    /// On their way, the visitor met so many different digits.
    Digits {
        /// How many.
        count: usize,
    },
    /// The point lies at least so far from the centre.
    Beyond {
        /// How far.
        distance: f32,
    },
    /// The visitor moved the point by at least so much, all ways together.
    Walked {
        /// How far.
        distance: f32,
    },
    /// At least so many pins are set.
    Pins {
        /// How many.
        count: usize,
    },
    /// There is a path of this kind, and the visitor went along it.
    Path {
        /// `straight` or `sphere`.
        along: String,
    },
    /// Along a direction of the model's card the point is so far from where the step began.
    Direction {
        /// The direction's id.
        direction: String,
        /// How far, in the direction's own unit; below 0 for the other way.
        by: f32,
    },
    /// A sum of points and directions was worked out, and the point went there.
    Formula,
    /// A picture of the visitor's own was encoded.
    Encoded,
    /// The run took so many steps.
    Steps {
        /// How many.
        count: u32,
    },
    /// Generated points reach so many of the density's modes.
    Modes {
        /// How many.
        reached: usize,
    },
    /// Generated points reach so few of the density's modes.
    ModesMissed {
        /// At most how many.
        reached: usize,
    },
    /// At least this share of generated points is of high quality: as near to a part of the density as its
    /// own points.
    HighQuality {
        /// From 0 to 1.
        above: f64,
    },
    /// At most this share is.
    HighQualityLost {
        /// From 0 to 1.
        below: f64,
    },
    /// The discriminator's mean scores of real and generated data are so near to each other.
    ScoresTogether {
        /// At most how far apart.
        within: f64,
    },
    /// They are so far apart.
    ScoresApart {
        /// At least how far.
        by: f64,
    },
    /// So many dimensions of the run carry less than this.
    Unused {
        /// Nats.
        below: f32,
        /// At least how many dimensions.
        count: usize,
    },
    /// So many dimensions of the run carry more than this.
    Used {
        /// Nats.
        above: f32,
        /// At least how many dimensions.
        count: usize,
    },
    /// A field of the run has this value.
    Field {
        /// Its id in run files.
        field: String,
        /// The value, as links have it.
        is: String,
    },
    /// The detectors find this in the run.
    Finding {
        /// Its name, such as `mode-collapse`.
        finding: String,
    },
    /// A step was taken in slow motion.
    Traced,
    /// The visitor chose pictures of their own to train on.
    Pictures {
        /// At least how many.
        count: usize,
    },
    /// All of these.
    All(Vec<StepTask>),
}

impl StepTask {
    /// This task, or those that it consists of.
    pub fn parts(&self) -> &[StepTask] {
        match self {
            Self::All(parts) => parts,
            one => std::slice::from_ref(one),
        }
    }
}
