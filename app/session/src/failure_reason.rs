//! Why something could not be done, as data: the page words it.

use protocol::{EngineError, EngineKind};

/// Why something could not be done.
#[derive(Clone, Debug, PartialEq)]
pub enum FailureReason {
    /// What the browser, a driver or a worker's crash says, as it is.
    Worded(String),
    /// What an engine cannot do.
    Engine(EngineError),
    /// A worker's engine came up on this one, which was not asked for.
    OtherEngine(EngineKind),
    /// An engine that was tried is of another build than the page.
    EngineOfOtherBuild,
    /// A worker is of another build than the page.
    WorkerOfOtherBuild,
    /// An engine that was tried could not be timed.
    NotTimed,
    /// A worker has not answered for so many seconds.
    Silent {
        /// Seconds.
        seconds: f64,
    },
    /// A worker's answer does not fit the question.
    Answer(UnfitAnswer),
}

impl FailureReason {
    /// Whether there was too little memory, as far as browsers and drivers let it be known.
    pub(crate) fn is_want_of_memory(&self) -> bool {
        // A trap outside of all memory is a fault of ours.
        let says = |text: &str| {
            (text.contains("emory") || text.contains("alloc")) && !text.contains("ut of bounds")
        };
        match self {
            Self::Worded(text) | Self::Engine(EngineError::NotLoaded { message: text }) => {
                says(text)
            }
            Self::Engine(EngineError::Said { message }) => says(message),
            Self::Engine(EngineError::Model { arguments, .. }) => {
                arguments.iter().any(|text| says(text))
            }
            Self::Engine(EngineError::OutOfMemory) => true,
            _ => false,
        }
    }
}

impl From<EngineError> for FailureReason {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

impl From<UnfitAnswer> for FailureReason {
    fn from(answer: UnfitAnswer) -> Self {
        Self::Answer(answer)
    }
}

/// What of a worker's answer does not fit the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnfitAnswer {
    /// The bytes of a picture.
    PictureBytes {
        /// Pixels across.
        width: usize,
        /// Pixels down.
        height: usize,
        /// Channels that were announced.
        channels: usize,
        /// Bytes that came.
        found: usize,
    },
    /// The bytes of several pictures.
    PicturesBytes {
        /// How many pictures.
        count: usize,
        /// Pixels across.
        width: usize,
        /// Pixels down.
        height: usize,
        /// Channels.
        channels: usize,
        /// Bytes that came.
        found: usize,
    },
    /// A strip of the map.
    Tiles {
        /// Tiles across.
        tiles: usize,
        /// Rows of tiles.
        rows: usize,
        /// Pixels across that came.
        width: usize,
        /// Pixels down that came.
        height: usize,
    },
    /// A model with more latent dimensions than a page can show, or none.
    LatentDimensions {
        /// The most.
        most: usize,
        /// What the model has.
        found: usize,
    },
    /// Points of another latent space.
    Coordinates {
        /// Coordinates of the model's points.
        expected: usize,
        /// Coordinates of those that came.
        found: usize,
    },
    /// The bytes of points.
    PointsBytes {
        /// How many points.
        count: usize,
        /// Bytes that came.
        found: usize,
    },
    /// A coordinate that is no number.
    NotANumber,
    /// A label that is no digit.
    Label {
        /// The label.
        found: u8,
    },
    /// A posterior.
    Posterior {
        /// Of how many pictures.
        count: usize,
        /// Of how many dimensions.
        latent: usize,
        /// Numbers that came.
        numbers: usize,
    },
    /// Pictures that were not asked for.
    OtherPictures,
    /// An answer to another question.
    OtherQuestion,
    /// An answer about another model.
    OtherModel,
}
