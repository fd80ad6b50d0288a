//! What an engine cannot do, as codes with arguments. All of the engine's own sentences are here, in
//! [`EngineError`]'s `Display`; a worker composes none.

use core::fmt;

use serde::{Deserialize, Serialize};

/// Why a request failed: what was expected and what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum EngineError {
    /// A sentence from elsewhere: `model`'s, or the browser's.
    Other {
        /// The sentence.
        sentence: String,
    },
    /// A trainer was wanted of an engine that was built to explore only.
    ExploresOnly,
    /// The engine's program could not be loaded. `worker.js` says so, because there is no engine yet.
    NotLoaded {
        /// Why, in the browser's words.
        message: String,
    },
    /// WebGPU was wanted of an engine that was built without it.
    NoWebGpu,
    /// A long query was asked of an engine that was built to explore only.
    ShortQueriesOnly,
    /// A message came without its file.
    NoFile,
    /// A message came without the images' files.
    NoImageFiles,
    /// A message came without a latent point.
    NoLatentPoint,
    /// A message came without a checkpoint.
    NoCheckpoint,
    /// A payload of numbers is no multiple of 4 bytes.
    NumberBytes {
        /// Its bytes.
        found: usize,
    },
    /// A payload of pictures does not consist of whole pictures.
    PictureBytes {
        /// Pixels down each.
        height: usize,
        /// Pixels across each.
        width: usize,
        /// Channels of each.
        channels: usize,
        /// The payload's bytes.
        found: usize,
    },
    /// More pictures at a time than an engine computes, or none.
    PictureCount {
        /// The most.
        most: usize,
        /// How many were asked for.
        found: usize,
    },
    /// Rows of a map that has fewer.
    MapRows {
        /// Rows of the map.
        rows: usize,
        /// The first one asked for.
        first: usize,
        /// The one after the last.
        end: usize,
    },
    /// No model has this name.
    UnknownModel {
        /// The name.
        name: String,
    },
    /// A model of points where one of pictures is needed.
    ModelOfPoints,
    /// A model without an encoder where one is needed.
    NoEncoder,
    /// Several latent points where one is needed, or none.
    OneLatentPoint {
        /// How many there are.
        found: usize,
    },
    /// No reference set is loaded.
    NoReferenceSet,
    /// Another reference set was asked for meanwhile.
    ReferenceSetReplaced,
    /// An image beyond the last one.
    ImageIndex {
        /// How many images there are.
        count: usize,
        /// The one asked for.
        found: usize,
    },
    /// Images of another size than the model's pictures: `[height, width]`.
    ImageSize {
        /// The model's.
        expected: [usize; 2],
        /// The images'.
        found: [usize; 2],
    },
    /// Images of other channels than the model's pictures.
    ImageChannels {
        /// The model's.
        expected: usize,
        /// The images'.
        found: usize,
    },
    /// No data set has this name.
    UnknownDataSet {
        /// The name.
        name: String,
    },
    /// The site's own folder lacks a data set.
    DataSetNotOnSite {
        /// The data set's title.
        title: String,
    },
    /// A file could not be fetched.
    Fetch {
        /// Its address.
        url: String,
        /// Why.
        cause: FetchCause,
    },
    /// There is no run.
    NoRun,
    /// The run diverged.
    RunDiverged,
    /// A file was wanted of runs side by side.
    SideBySide,
    /// A traced step has numbers that no message can hold.
    StepNotFinite,
    /// Data were pushed of a run on images.
    PushedImages,
}

/// Why a file could not be fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum FetchCause {
    /// The server did not answer.
    NoAnswer,
    /// The answer broke off.
    BrokeOff,
    /// The server answered with an error.
    Status {
        /// HTTP's number.
        code: u16,
    },
    /// What the browser says.
    Browser {
        /// In its words.
        message: String,
    },
}

impl From<String> for EngineError {
    fn from(sentence: String) -> Self {
        Self::Other { sentence }
    }
}

impl From<&str> for EngineError {
    fn from(sentence: &str) -> Self {
        sentence.to_owned().into()
    }
}

impl core::error::Error for EngineError {}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other { sentence } => f.write_str(sentence),
            Self::ExploresOnly => f.write_str("This engine was built to explore only."),
            Self::NotLoaded { message } => {
                write!(f, "The engine could not be loaded: {message}.")
            }
            Self::NoWebGpu => f.write_str("This engine was built without WebGPU."),
            Self::ShortQueriesOnly => f.write_str(
                "Expected a question about points and pictures, found one for the studio.",
            ),
            Self::NoFile => f.write_str("Expected a file with the message, found none."),
            Self::NoImageFiles => {
                f.write_str("Expected the images' files with the message, found none.")
            }
            Self::NoLatentPoint => {
                f.write_str("Expected a latent point with the message, found none.")
            }
            Self::NoCheckpoint => {
                f.write_str("Expected a checkpoint with the message, found none.")
            }
            Self::NumberBytes { found } => {
                write!(f, "Expected numbers of 4 bytes each, found {found} bytes.")
            }
            Self::PictureBytes {
                height,
                width,
                channels,
                found,
            } => write!(
                f,
                "Expected pictures of {height}×{width} pixels and {channels} channels, {} bytes \
                 each, found {found} bytes.",
                height * width * channels
            ),
            Self::PictureCount { most, found } => {
                write!(f, "Expected 1 to {most} pictures at a time, found {found}.")
            }
            Self::MapRows { rows, first, end } => write!(
                f,
                "Expected rows of a map of {rows} rows, found rows {first} to {end}."
            ),
            Self::UnknownModel { name } => {
                write!(f, "Expected a model that is loaded, found `{name}`.")
            }
            Self::ModelOfPoints => {
                f.write_str("Expected a model of pictures, found one of points of a plane.")
            }
            Self::NoEncoder => f.write_str(
                "Expected a model with an encoder, found a generator alone. Search for the point \
                 that gives the picture instead.",
            ),
            Self::OneLatentPoint { found } => {
                write!(f, "Expected one latent point, found {found}.")
            }
            Self::NoReferenceSet => {
                f.write_str("Expected images to look at, found none. Choose a data set first.")
            }
            Self::ReferenceSetReplaced => {
                f.write_str("These images are no longer wanted: others were asked for.")
            }
            Self::ImageIndex { count, found } => {
                write!(f, "Expected an image below {count}, found image {found}.")
            }
            Self::ImageSize { expected, found } => write!(
                f,
                "Expected images of {}×{} pixels like the model's pictures, found {}×{}. Choose \
                 the data set again.",
                expected[0], expected[1], found[0], found[1]
            ),
            Self::ImageChannels { expected, found } => write!(
                f,
                "Expected images of {expected} channels like the model's pictures, found {found}. \
                 Choose a model of grey pictures."
            ),
            Self::UnknownDataSet { name } => {
                write!(f, "There is no data set “{name}” to fetch.")
            }
            Self::DataSetNotOnSite { title } => write!(
                f,
                "{title} is not in this site's data folder. Fetch it from a mirror, or drop the \
                 file of its training images on this page."
            ),
            Self::Fetch { url, cause } => write!(
                f,
                "{url} could not be fetched: {cause}. Check the connection and try again."
            ),
            Self::NoRun => f.write_str("Expected a run, found none. Press Play to make one."),
            Self::RunDiverged => f.write_str("The run diverged, so it takes no more steps."),
            Self::SideBySide => {
                f.write_str("Runs side by side are not written down, because a file holds one run.")
            }
            Self::StepNotFinite => f.write_str(
                "Expected finite numbers in this step, found others: it was taken, and cannot be \
                 shown.",
            ),
            Self::PushedImages => {
                f.write_str("Expected a run on points to push, found one on images.")
            }
        }
    }
}

impl fmt::Display for FetchCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAnswer => f.write_str("the server did not answer"),
            Self::BrokeOff => f.write_str("the answer broke off"),
            Self::Status { code } => write!(f, "the server answered {code}"),
            Self::Browser { message } => f.write_str(message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{EngineError, FetchCause};

    #[test]
    fn an_error_says_what_was_expected_and_what_was_found() {
        let error = EngineError::ImageSize {
            expected: [28, 28],
            found: [32, 16],
        };
        assert_eq!(
            error.to_string(),
            "Expected images of 28×28 pixels like the model's pictures, found 32×16. Choose the \
             data set again."
        );
        let error = EngineError::PictureBytes {
            height: 8,
            width: 4,
            channels: 3,
            found: 95,
        };
        assert_eq!(
            error.to_string(),
            "Expected pictures of 8×4 pixels and 3 channels, 96 bytes each, found 95 bytes."
        );
    }

    #[test]
    fn a_file_that_could_not_be_fetched_is_named_with_the_cause() {
        let causes = [
            (FetchCause::NoAnswer, "the server did not answer"),
            (FetchCause::Status { code: 404 }, "the server answered 404"),
            (FetchCause::BrokeOff, "the answer broke off"),
        ];
        for (cause, said) in causes {
            let url = "data/a.gz".to_owned();
            assert_eq!(
                EngineError::Fetch { url, cause }.to_string(),
                format!(
                    "data/a.gz could not be fetched: {said}. Check the connection and try again."
                )
            );
        }
    }

    #[test]
    fn a_sentence_from_elsewhere_stays_as_it_is() {
        let sentence = "Expected 12 tensors, found 11.";
        assert_eq!(EngineError::from(sentence).to_string(), sentence);
    }
}
