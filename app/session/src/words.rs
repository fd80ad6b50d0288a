//! What alerts say, in English. Everything that an alert can say is a variant with its arguments,
//! so that a catalogue of another language can word it.

use std::fmt;

/// What an alert says.
#[derive(Clone, Debug, PartialEq)]
pub enum AlertText {
    /// A sentence of another part of the program, as it is.
    Said(String),
    /// A coordinate that was set is no number.
    NotANumber,
    /// A picture of the point could not be decoded.
    PointNotDecoded(String),
    /// The map could not be decoded.
    MapNotDecoded(String),
    /// A strip of pictures could not be decoded.
    PicturesNotDecoded(String),
    /// A model could not be loaded.
    ModelNotLoaded {
        /// What it is called.
        title: String,
        /// Why.
        error: String,
    },
    /// Encoded test images could not be loaded.
    PointsNotLoaded(String),
    /// The picture that was brought could not be encoded.
    PictureNotEncoded(String),
    /// Marked examples could not be encoded.
    ExamplesNotEncoded(String),
    /// The search for a point failed.
    PointNotSearched(String),
    /// The nearest images could not be found.
    NearestNotFound(String),
    /// An attribute has examples of one kind only.
    GroupWithoutExamples,
    /// A direction without a name.
    NameMissing,
    /// A direction's name that is taken.
    NameTaken,
    /// As many directions as can be kept.
    TooManyDirections,
    /// A name that a formula could not use.
    NameUnusable,
    /// A link names a model that no link can hold.
    LinkToOwnModel,
    /// A link names a model that is not there.
    LinkToUnknownModel(String),
    /// A link's point has other dimensions than the model.
    LinkOfOtherDimensions {
        /// Coordinates that the link has.
        found: usize,
        /// Dimensions of the model.
        latent: usize,
    },
    /// The background worker stopped twice.
    BackgroundStopped(String),
    /// The background worker cannot load the model.
    BackgroundUnavailable(String),
    /// WebGPU was chosen, and cannot be used.
    WebGpuUnusable(String),
    /// WebGPU could not start.
    WebGpuNotStarted(String),
    /// The explorer's GPU was lost.
    GpuLost(String),
    /// The engine stopped and was started again.
    EngineRestarted,
    /// The WebGPU engine stopped twice.
    WebGpuStoppedTwice(String),
    /// The engine stopped twice.
    EngineStoppedTwice(String),
    /// Page and engine are of different builds.
    OtherBuild {
        /// The page's.
        page: String,
        /// The engine's.
        engine: String,
    },
    /// A data set could not be fetched.
    NotFetched {
        /// What it is called.
        title: String,
        /// Why.
        error: String,
    },
    /// Runs side by side are not written down.
    ComparedRunsNotWritten,
    /// A file could not be opened in the Train room.
    FileNotOpened {
        /// What it is called.
        name: String,
        /// Why.
        reason: String,
    },
    /// A form that cannot be trained.
    NotTrainable(String),
    /// There are no images of the visitor's own.
    OwnImagesMissing,
    /// A run diverged: the snapshot that it went back to, if there is one.
    Diverged(Option<u32>),
    /// A run could not be made.
    RunNotMade(String),
    /// A run could not be brought back.
    RunNotRestored(String),
    /// A run could not be written down.
    RunNotWritten(String),
    /// The battery runs low.
    BatteryLow,
    /// The trainer is gone.
    TrainerGone {
        /// What follows.
        ending: TrainerEnding,
        /// What it said.
        reason: String,
        /// Whether a smaller run would help.
        too_large: bool,
    },
}

/// What follows when a trainer is gone. Where it goes on from is a step, or the beginning.
#[derive(Clone, Debug, PartialEq)]
pub enum TrainerEnding {
    /// Its GPU was lost: the CPU goes on.
    OnCpu(Option<u32>),
    /// Threads could not be started: one is used.
    OneThread,
    /// It never came up.
    NotStarted,
    /// It is not started again.
    Stopped,
    /// It stopped twice.
    StoppedTwice,
    /// It was started again.
    Restarted(Option<u32>),
}

/// From where a run goes on.
struct Origin(Option<u32>);

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(step) => write!(f, "from step {step}"),
            None => f.write_str("from the beginning"),
        }
    }
}

impl fmt::Display for AlertText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TrainerGone {
                ending,
                reason,
                too_large,
            } => trainer_gone(f, ending, reason, *too_large),
            Self::RunNotMade(_)
            | Self::RunNotRestored(_)
            | Self::RunNotWritten(_)
            | Self::BatteryLow
            | Self::Diverged(_)
            | Self::OwnImagesMissing
            | Self::NotTrainable(_)
            | Self::FileNotOpened { .. }
            | Self::ComparedRunsNotWritten
            | Self::NotFetched { .. } => self.about_training(f),
            _ => self.about_exploring(f),
        }
    }
}

impl AlertText {
    fn about_exploring(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(text) => f.write_str(text),
            Self::NotANumber => {
                f.write_str("A coordinate must be a number. The point stays where it was.")
            }
            Self::PointNotDecoded(error) => write!(f, "This point could not be decoded: {error}"),
            Self::MapNotDecoded(error) => write!(f, "The map could not be decoded: {error}"),
            Self::PicturesNotDecoded(error) => write!(f, "Pictures could not be decoded: {error}"),
            Self::ModelNotLoaded { title, error } => {
                write!(f, "“{title}” could not be loaded. {error}")
            }
            Self::PointsNotLoaded(error) => {
                write!(f, "The encoded test images could not be loaded. {error}")
            }
            Self::PictureNotEncoded(error) => {
                write!(f, "The picture could not be encoded. {error}")
            }
            Self::ExamplesNotEncoded(error) => {
                write!(f, "The examples could not be encoded. {error}")
            }
            Self::PointNotSearched(error) => write!(f, "No point could be looked for. {error}"),
            Self::NearestNotFound(error) => {
                write!(f, "The nearest images could not be found. {error}")
            }
            Self::BackgroundStopped(reason) => write!(
                f,
                "The worker for searches and comparisons stopped twice. Reload the page to start \
                 it again. It said: {reason}"
            ),
            Self::BackgroundUnavailable(error) => write!(
                f,
                "Searches and comparisons are not to be had for this model. {error}"
            ),
            Self::LinkToOwnModel => f.write_str(
                "The link was made with a model that its sender trained or opened, which no link \
                 can hold. Ask for its file and open it here.",
            ),
            Self::LinkToUnknownModel(id) => write!(
                f,
                "The link asks for the model “{id}”, which this page does not have. Choose one \
                 from the list."
            ),
            Self::LinkOfOtherDimensions { found, latent } => write!(
                f,
                "The link has {found} coordinates, and this model {latent} dimensions. The point \
                 stays where it is."
            ),
            _ => self.about_directions(f),
        }
    }

    fn about_directions(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GroupWithoutExamples => f.write_str(
                "An attribute needs examples with it and examples without it. Mark at least one of \
                 each.",
            ),
            Self::NameMissing => f.write_str("Give the direction a name, such as “smile”."),
            Self::NameTaken => {
                f.write_str("There is something of this name already. Choose another one.")
            }
            Self::TooManyDirections => {
                f.write_str("There are as many directions as can be kept. Remove one first.")
            }
            Self::NameUnusable => f.write_str(
                "A name has at least one letter and no signs of arithmetic, so that a formula can \
                 use it.",
            ),
            _ => self.about_engines(f),
        }
    }

    fn about_engines(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WebGpuUnusable(why) => {
                write!(f, "WebGPU cannot be used here, so the CPU is. {why}")
            }
            Self::WebGpuNotStarted(reason) => {
                write!(f, "WebGPU could not start, so the CPU is used. {reason}")
            }
            Self::GpuLost(reason) => {
                write!(f, "The GPU was lost, so the CPU has taken over. {reason}")
            }
            Self::EngineRestarted => f.write_str("The engine stopped and was started again."),
            Self::WebGpuStoppedTwice(reason) => write!(
                f,
                "The WebGPU engine stopped twice, so the CPU has taken over. It said: {reason}"
            ),
            Self::EngineStoppedTwice(reason) => write!(
                f,
                "The engine stopped twice. Nothing new can be decoded. It said: {reason}"
            ),
            Self::OtherBuild { page, engine } => write!(
                f,
                "The page ({page}) and its engine ({engine}) are of different builds. Reload the \
                 page."
            ),
            // The others are worded above; one that is not shows itself in the tests below.
            _ => write!(f, "{self:?}"),
        }
    }

    fn about_training(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFetched { title, error } => {
                write!(f, "{title} could not be fetched. {error}")
            }
            Self::ComparedRunsNotWritten => f.write_str(
                "Runs side by side are not written down: a file holds one run. Leave “Side by \
                 side” empty and press Reset run to train one that is.",
            ),
            Self::FileNotOpened { name, reason } => {
                write!(f, "“{name}” could not be opened. {reason}")
            }
            Self::NotTrainable(error) => write!(f, "This cannot be trained. {error}"),
            Self::OwnImagesMissing => f.write_str(
                "Expected images of your own, found none. Drop an IDX file on the page first, \
                 plain or gzip.",
            ),
            Self::Diverged(Some(step)) => write!(
                f,
                "The run diverged, so it stopped and went back to step {step}. Lower the learning \
                 rate, then press Play."
            ),
            Self::Diverged(None) => f.write_str(
                "The run diverged before its first snapshot, so it stopped. Lower the learning \
                 rate, then press Reset run.",
            ),
            Self::RunNotMade(error) => write!(f, "The run could not be made. {error}"),
            Self::RunNotRestored(error) => write!(f, "The run could not be brought back. {error}"),
            Self::RunNotWritten(error) => write!(f, "The run could not be written down. {error}"),
            Self::BatteryLow => {
                f.write_str("The battery is low, so training waits. Press Play to go on anyway.")
            }
            // The others are worded above; one that is not shows itself in the tests below.
            _ => write!(f, "{self:?}"),
        }
    }
}

fn trainer_gone(
    f: &mut fmt::Formatter<'_>,
    ending: &TrainerEnding,
    reason: &str,
    too_large: bool,
) -> fmt::Result {
    let advice = if too_large {
        " Lower the batch size or the layers\u{2019} widths."
    } else {
        ""
    };
    match ending {
        TrainerEnding::OnCpu(step) => {
            let from = Origin(*step);
            write!(
                f,
                "The GPU was lost, so training goes on with the CPU {from}.{advice}"
            )
        }
        TrainerEnding::OneThread => write!(
            f,
            "Training on several threads could not start, so one is used. {reason}"
        ),
        TrainerEnding::NotStarted => write!(f, "The trainer could not start. {reason}{advice}"),
        TrainerEnding::Stopped => write!(f, "The trainer stopped. {reason}{advice}"),
        TrainerEnding::StoppedTwice => write!(
            f,
            "The trainer stopped twice. {reason}{advice} Restore a snapshot, or press Play to \
             train anew."
        ),
        TrainerEnding::Restarted(step) => {
            let from = Origin(*step);
            write!(
                f,
                "The trainer stopped and was started again {from}. {reason}{advice}"
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_alert_is_a_sentence_and_not_its_own_name() {
        let text = || "Why.".to_owned();
        let alerts = [
            AlertText::NotANumber,
            AlertText::PointNotDecoded(text()),
            AlertText::MapNotDecoded(text()),
            AlertText::PicturesNotDecoded(text()),
            AlertText::PointsNotLoaded(text()),
            AlertText::PictureNotEncoded(text()),
            AlertText::ExamplesNotEncoded(text()),
            AlertText::PointNotSearched(text()),
            AlertText::NearestNotFound(text()),
            AlertText::GroupWithoutExamples,
            AlertText::NameMissing,
            AlertText::NameTaken,
            AlertText::TooManyDirections,
            AlertText::NameUnusable,
            AlertText::LinkToOwnModel,
            AlertText::LinkToUnknownModel(text()),
            AlertText::BackgroundStopped(text()),
            AlertText::BackgroundUnavailable(text()),
            AlertText::WebGpuUnusable(text()),
            AlertText::WebGpuNotStarted(text()),
            AlertText::GpuLost(text()),
            AlertText::EngineRestarted,
            AlertText::WebGpuStoppedTwice(text()),
            AlertText::EngineStoppedTwice(text()),
            AlertText::ComparedRunsNotWritten,
            AlertText::NotTrainable(text()),
            AlertText::OwnImagesMissing,
            AlertText::Diverged(None),
            AlertText::Diverged(Some(7)),
            AlertText::RunNotMade(text()),
            AlertText::RunNotRestored(text()),
            AlertText::RunNotWritten(text()),
            AlertText::BatteryLow,
        ];
        for alert in alerts {
            let said = alert.to_string();
            assert!(said.ends_with('.'), "{said}");
            assert!(said.contains(' '), "{said}");
        }
    }
}
