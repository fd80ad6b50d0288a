//! What alerts say, as data: everything that an alert can say is a variant with its arguments. The
//! page words it, in the visitor's language.

use crate::adapter_fault::AdapterFault;
use crate::failure_reason::FailureReason;
use crate::model_origin::ModelOrigin;
use crate::picture_refusal::PictureRefusal;
use crate::store_fault::StoreFault;
use file_kind::FileKind;
use latent::{DirectionError, LinkFault};
use protocol::{OnnxEncoderFacts, ProgramBuild};
use run_spec::{FieldError, SpecError};

/// What an alert says.
#[derive(Clone, Debug, PartialEq)]
pub enum AlertText {
    /// The address asks for an engine that there is not.
    UnknownEngine(String),
    /// A file that was opened could not be read: its name.
    FileNotReadable(String),
    /// A link or a text was dropped on the page.
    LinkDropped,
    /// A file to be saved could not be made: its name.
    FileNotMade(String),
    /// What reads pictures did not arrive.
    PictureReaderMissing,
    /// The language that was chosen did not arrive.
    LanguageMissing,
    /// A coordinate that was set is no number.
    NotANumber,
    /// A picture of the point could not be decoded.
    PointNotDecoded(FailureReason),
    /// The map could not be decoded.
    MapNotDecoded(FailureReason),
    /// A model could not be loaded.
    ModelNotLoaded {
        /// Its id.
        id: String,
        /// What it calls itself.
        title: String,
        /// Where it comes from.
        origin: ModelOrigin,
        /// Why.
        error: FailureReason,
    },
    /// Encoded test images could not be loaded.
    PointsNotLoaded(FailureReason),
    /// WebGPU was chosen, and cannot be used.
    WebGpuUnusable(AdapterFault),
    /// WebGPU could not start.
    WebGpuNotStarted(FailureReason),
    /// The explorer's GPU was lost.
    GpuLost(FailureReason),
    /// The engine stopped and was started again.
    EngineRestarted,
    /// The WebGPU engine stopped twice.
    WebGpuStoppedTwice(FailureReason),
    /// The engine stopped twice.
    EngineStoppedTwice(FailureReason),
    /// Page and engine are of different builds.
    OtherBuild {
        /// The page's.
        page: ProgramBuild,
        /// The engine's.
        engine: ProgramBuild,
    },
    /// What only rooms say that are lazy-loaded, and their words with them.
    Rooms(RoomAlert),
}

impl AlertText {
    /// Whether it tells of something that was done as asked, rather than of trouble.
    pub fn is_note(&self) -> bool {
        matches!(
            self,
            Self::Rooms(
                RoomAlert::FileTaken { .. }
                    | RoomAlert::EncoderTaken { .. }
                    | RoomAlert::OneOfSeveral { .. }
            )
        )
    }

    /// Whether an earlier alert has nothing to say beside it: what one file was taken for, once there
    /// is another.
    pub(crate) fn replaces(&self, other: &Self) -> bool {
        let (Self::Rooms(one), Self::Rooms(other)) = (self, other) else {
            return false;
        };
        self.is_note() && std::mem::discriminant(one) == std::mem::discriminant(other)
    }
}

/// What alerts of the Train room and of the tools say.
#[derive(Clone, Debug, PartialEq)]
pub enum RoomAlert {
    /// Why the reference set, or something else that was asked for, is not there.
    Failed(FailureReason),
    /// A strip of pictures could not be decoded.
    PicturesNotDecoded(FailureReason),
    /// The picture that was brought could not be encoded.
    PictureNotEncoded(FailureReason),
    /// What was brought is no picture that can be taken.
    PictureRefused {
        /// What it is called.
        title: String,
        /// Why.
        refusal: PictureRefusal,
    },
    /// Marked examples could not be encoded.
    ExamplesNotEncoded(FailureReason),
    /// The search for a point failed.
    PointNotSearched(FailureReason),
    /// The nearest images could not be found.
    NearestNotFound(FailureReason),
    /// What pictures are taken for could not be found.
    PicturesNotClassified(FailureReason),
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
    /// Points give no direction.
    NoDirection(DirectionError),
    /// A part of a link that is wrong.
    Link(LinkFault),
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
    /// The background worker was started again.
    BackgroundRestarted(FailureReason),
    /// The background worker stopped twice.
    BackgroundStopped(FailureReason),
    /// The background worker cannot load the model.
    BackgroundUnavailable(FailureReason),
    /// A data set could not be fetched.
    NotFetched {
        /// What it is called.
        title: String,
        /// Why.
        error: FailureReason,
    },
    /// Runs side by side are not written down.
    ComparedRunsNotWritten,
    /// A file is of a kind that is not opened.
    FileRefused {
        /// What it is called.
        name: String,
        /// What it is.
        kind: FileKind,
    },
    /// A file has too many bytes.
    FileTooLarge {
        /// What it is called.
        name: String,
        /// How many it has.
        size: f64,
    },
    /// A file was opened: what it was taken for.
    FileTaken {
        /// What it is called.
        name: String,
        /// What it is.
        taken: TakenFile,
    },
    /// A file was taken for the encoder of the model on screen.
    EncoderTaken {
        /// What the decoder is called.
        decoder: String,
        /// What was recognised.
        encoder: OnnxEncoderFacts,
    },
    /// Of several files one was taken.
    OneOfSeveral {
        /// What it is called.
        name: String,
        /// How many others there were.
        others: usize,
    },
    /// A file could not be opened in the Train room.
    FileNotOpened {
        /// What it is called.
        name: String,
        /// Why.
        fault: FileFault,
    },
    /// A link that is no run's.
    RunLink(SpecError),
    /// A part of a run's link that is none; the rest is followed.
    LinkPartUnknown(String),
    /// Something about lessons, or the controls that a link chose.
    Learn(LearnAlert),
    /// A form that cannot be trained.
    NotTrainable(FieldError),
    /// There are no images of the visitor's own.
    OwnImagesMissing,
    /// A run diverged: the snapshot that it went back to, if there is one.
    Diverged(Option<u32>),
    /// A run could not be made.
    RunNotMade(FailureReason),
    /// A run could not be brought back.
    RunNotRestored(FailureReason),
    /// A run could not be written down.
    RunNotWritten(FailureReason),
    /// The run on screen is not kept in the browser.
    RunNotKept(StoreFault),
    /// A kept run that another tab trains was resumed as a copy.
    KeptRunCopied,
    /// A kept run could not be resumed.
    KeptRunNotResumed {
        /// What the visitor calls it; empty if they call it nothing.
        name: String,
        /// Its preset.
        preset: String,
        /// Why.
        error: FailureReason,
    },
    /// A kept run could not be read: it is gone, or of another build's form, unless there is a fault.
    KeptRunUnread {
        /// What the visitor calls it; empty if they call it nothing.
        name: String,
        /// Its preset.
        preset: String,
        /// What the browser says.
        fault: Option<StoreFault>,
    },
    /// A kept run could not be renamed or deleted.
    KeptRunNotChanged(StoreFault),
    /// Pictures are not kept in the browser, or could not be read from there.
    PicturesNotKept(StoreFault),
    /// A file that was brought holds no pictures, or the program that gathers them could not do something.
    PicturesNotGathered {
        /// The file's name; empty if it is about none.
        name: String,
        /// Why.
        reason: String,
        /// What was found, or what the browser says.
        found: String,
    },
    /// No file was brought: an empty folder, or one of hidden files.
    PicturesMissing,
    /// The trainer's report could not be read: what its reader says.
    ReportUnread(String),
    /// Something to take along could not be copied or written.
    NotTaken(TakenPart),
    /// The battery runs low.
    BatteryLow,
    /// A newer version of the page is kept whole, and is shown once the page is loaded again.
    NewVersion,
    /// Loading the page again loses what the run came to.
    ReloadLosesRun,
    /// A run waited until its tab was seen.
    WaitedUnseen,
    /// The trainer is gone.
    TrainerGone {
        /// What follows.
        ending: TrainerEnding,
        /// What it said.
        reason: FailureReason,
        /// Whether a smaller run would help.
        too_large: bool,
    },
}

/// What is taken along from the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenPart {
    /// The link to a place in Explore.
    Link,
    /// The link to a run.
    RunLink,
    /// A run's program, which was not fetched.
    Program,
    /// A copy of a run's program.
    ProgramCopy,
    /// The lines that export a PyTorch decoder.
    ExportLines,
}

/// What is told of lessons, and of controls that a link chose.
#[derive(Clone, Debug, PartialEq)]
pub enum LearnAlert {
    /// A link chose controls of a name that there are none of.
    ControlsUnknown(String),
    /// A link to a lesson that there is none of.
    LessonUnknown(String),
    /// A lesson did not arrive.
    LessonNotFetched,
    /// A link to a lesson of another version: the version that there is.
    OtherVersion(u32),
    /// A link to a step that is no number.
    StepUnread(String),
    /// A link to a step that the lesson has not: how many it has.
    StepMissing(usize),
    /// The code of the tour did not arrive.
    TourNotFetched,
    /// A link says of a projector neither `1` nor `0`.
    ProjectorUnread(String),
    /// The code of projector mode did not arrive.
    ProjectorNotFetched,
    /// A link to a game of another version: which it says.
    GameOfOtherVersion(String),
    /// A link to a game on a run that has no discriminator of pictures, or whose images do not come with
    /// the site.
    GameOfOtherRun,
    /// A part of a link to a game that cannot be read.
    GamePartUnread {
        /// Its name.
        part: &'static str,
        /// What it says.
        found: String,
    },
}

impl From<LearnAlert> for AlertText {
    fn from(alert: LearnAlert) -> Self {
        Self::Rooms(RoomAlert::Learn(alert))
    }
}

/// What a file that was opened is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TakenFile {
    /// A model: Explore opens it.
    Model,
    /// A run: it is brought back.
    Run {
        /// Steps that it took.
        step: u32,
    },
    /// A specification: it fills the form.
    Specification,
    /// Images: a run on them is made.
    Images {
        /// How many.
        count: usize,
        /// Pixels down each.
        height: usize,
        /// Pixels across each.
        width: usize,
    },
}

/// Why a file cannot be opened in the Train room.
#[derive(Clone, Debug, PartialEq)]
pub enum FileFault {
    /// It looks like JSON, and is no UTF-8 text.
    NotUtf8,
    /// It begins like a run, and is none that this page exported.
    NotARun,
    /// What it holds is no specification.
    Spec(SpecError),
    /// The trainer cannot bring it back.
    NotRestored(FailureReason),
}

impl From<SpecError> for FileFault {
    fn from(error: SpecError) -> Self {
        Self::Spec(error)
    }
}

impl From<RoomAlert> for AlertText {
    fn from(alert: RoomAlert) -> Self {
        Self::Rooms(alert)
    }
}

/// What follows when a trainer is gone. Where it goes on from is a step, or the beginning.
#[derive(Clone, Debug, PartialEq)]
pub enum TrainerEnding {
    /// Its GPU was lost: the CPU goes on.
    OnCpu(Option<u32>),
    /// WebGPU could not be started for it: the CPU is used.
    NoGpu,
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
    /// It was in a lab, which trains no more: this browser goes on.
    FromLab(Option<u32>),
    /// A lab does not train: this browser does.
    NoLab,
    /// It was started again, with one thread where it had several.
    RestartedOnOneThread(Option<u32>),
}
