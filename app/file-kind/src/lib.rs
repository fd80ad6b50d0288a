//! What a file is, by its content. A name and its ending say nothing: browsers number second
//! downloads, mail programs append `.txt`, and Windows hides endings.
//!
//! - `signatures`: magic numbers; `containers`: formats that hold others (zip, ISO media, RIFF);
//!   `text`: what begins with a bracket, a tag or a number; `binary`: formats that have no magic
//!   number of their own.
//!
//! Page and trainer share this crate: the page asks about the file, the trainer about what is
//! packed in it.

mod binary;
mod containers;
mod foreign;
mod signatures;
mod text;

pub use foreign::ForeignFile;
pub use text::text_of;

/// What a file is, as far as it decides what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// It has no bytes.
    Empty,
    /// A picture. Whether this browser decodes it, the browser says.
    Picture,
    /// safetensors: the weights of a model, of this page or of another program.
    Weights,
    /// safetensors with the state of a run.
    Run,
    /// safetensors with a set of pictures, as this page writes them.
    PictureSet,
    /// IDX: images, labels, or other numbers.
    Idx,
    /// An ONNX model.
    Onnx,
    /// gzip. What is in it is seen once it is unpacked.
    Gzip,
    /// JSON text, to be read as a specification.
    Specification,
    /// A format that is known and not read.
    Foreign(ForeignFile),
    /// None of these.
    Unknown,
}

impl FileKind {
    /// The name by which messages select their words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Picture => "picture",
            Self::Weights => "weights",
            Self::Run => "run",
            Self::PictureSet => "picture-set",
            Self::Idx => "idx",
            Self::Onnx => "onnx",
            Self::Gzip => "gzip",
            Self::Specification => "specification",
            Self::Foreign(format) => format.as_str(),
            Self::Unknown => "unknown",
        }
    }

    /// Whether a file of this kind can be opened, as far as its kind tells.
    pub fn can_be_opened(self) -> bool {
        !matches!(self, Self::Empty | Self::Foreign(_))
    }
}

/// What a file is. `bytes` may be its beginning only: a few hundred bytes are enough for all but
/// safetensors, whose header says whether it is a run.
pub fn file_kind(bytes: &[u8]) -> FileKind {
    if bytes.is_empty() {
        return FileKind::Empty;
    }
    signatures::by_signature(bytes)
        .or_else(|| containers::by_container(bytes))
        .or_else(|| binary::by_header(bytes))
        .or_else(|| text::by_text(bytes))
        .or_else(|| binary::by_structure(bytes))
        .unwrap_or(FileKind::Unknown)
}
