//! What can go wrong, as sentences that say what was expected, what was found and what to do.

mod code;
mod detail;

use foreign_text::ForeignText;
use latent::SliceFault;

use run_spec::{FieldError, FileMismatch, ImageShape};

pub use detail::{
    CheckpointFault, ConfigFound, ConfigRequirement, LatentPointFault, SafetensorsFault,
    WeightRange,
};

/// Every failure of this crate.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// A file begins with other bytes than an IDX file of this kind does.
    #[error(
        "{file}: expected an IDX file of {expected} (it begins with {expected_magic:#010x}), found {found:#010x}. Check that the file is the one you meant, and whole."
    )]
    IdxMagic {
        /// The file's name.
        file: ForeignText,
        /// What was wanted: `images` or `labels`.
        expected: &'static str,
        /// How such a file begins.
        expected_magic: u32,
        /// How this one begins.
        found: u32,
    },
    /// A file is shorter or longer than its own header says.
    #[error(
        "{file}: its header promises {expected} bytes, found {found}. The file is {}; download or copy it again.",
        if .found < .expected { "cut short" } else { "too long" }
    )]
    IdxLength {
        /// The file's name.
        file: ForeignText,
        /// Bytes that the header asks for, header included.
        expected: u64,
        /// Bytes there.
        found: u64,
    },
    /// A header whose sizes cannot be meant.
    #[error(
        "{file}: expected at least one image of 1 to {most} pixels a side, found {count} of {height}×{width}. Images of 1 to 1,024 pixels a side can be read."
    )]
    IdxShape {
        /// The file's name.
        file: ForeignText,
        /// The most pixels a side.
        most: u32,
        /// Images that the header promises.
        count: u32,
        /// Pixels down each.
        height: u32,
        /// Pixels across each.
        width: u32,
    },
    /// A gzip file that cannot be unpacked.
    #[error(
        "{file}: expected gzip data, but it cannot be unpacked ({reason}). Download or copy the file again."
    )]
    Gzip {
        /// The file's name.
        file: ForeignText,
        /// What the decoder said.
        reason: ForeignText,
    },
    /// Images and labels that do not belong together.
    #[error(
        "expected as many labels as images, found {labels} labels for {images} images. Pair the files of one set."
    )]
    LabelCount {
        /// How many images.
        images: usize,
        /// How many labels.
        labels: usize,
    },
    /// Too few images to train on some and measure with others.
    #[error(
        "expected at least one image to train on and one to measure with, found {training} and {held_out}. Bring more images."
    )]
    TooFewImages {
        /// Images to train on.
        training: usize,
        /// Images held out.
        held_out: usize,
    },
    /// Test images that are not of the training images' size.
    #[error(
        "expected test images of {}×{} pixels and {} channels like the training images, found {}×{} and {}. Pair the files of one set.",
        .expected.height, .expected.width, .expected.channels,
        .found.height, .found.width, .found.channels
    )]
    TestShape {
        /// The training images' size.
        expected: ImageShape,
        /// The test images' size.
        found: ImageShape,
    },
    /// A fetched file that is not the one that was asked for.
    #[error(transparent)]
    Fetched(#[from] FileMismatch),
    /// A file could not be read or written.
    #[error("{file}: {reason}.")]
    Io {
        /// The file's name.
        file: ForeignText,
        /// What the system said.
        reason: ForeignText,
    },
    /// Bytes that are not a well-formed safetensors file.
    #[error("{file}: expected a safetensors file, but {found}. Export the weights again.")]
    Safetensors {
        /// The file's name.
        file: ForeignText,
        /// What is wrong with it.
        found: SafetensorsFault,
    },
    /// A safetensors file without a model card.
    #[error(
        "{file}: expected a model card under the metadata key `{key}`, found {}. This page opens weights that it saved itself or that `pretrain` wrote; others need such a card.",
        if .found.as_str().is_empty() { "no metadata" } else { .found.as_str() }
    )]
    CardMissing {
        /// The file's name.
        file: ForeignText,
        /// The metadata key.
        key: &'static str,
        /// Which keys are there, with commas between; empty for none.
        found: ForeignText,
    },
    /// A model card that cannot be read.
    #[error("{file}: its model card cannot be read: {reason}.")]
    CardUnreadable {
        /// The file's name.
        file: ForeignText,
        /// What the parser said.
        reason: ForeignText,
    },
    /// A model card of a version that this build does not know.
    #[error(
        "{file}: expected a model card of version {expected}, found version {found}. Open the file with a newer Latentscape, or export it for version {expected}."
    )]
    CardVersion {
        /// The file's name.
        file: ForeignText,
        /// The version read here.
        expected: u32,
        /// The file's version.
        found: ForeignText,
    },
    /// A tensor that the card's architecture needs and the file lacks.
    #[error(
        "{file}: expected a tensor `{name}` of shape {expected:?}, found none. The file does not belong to its card; export it again."
    )]
    TensorMissing {
        /// The file's name.
        file: ForeignText,
        /// The tensor's name.
        name: String,
        /// Its shape.
        expected: Vec<usize>,
    },
    /// A tensor of another shape than the card's architecture needs.
    #[error(
        "{file}: expected tensor `{name}` of shape {expected:?}, found {}. The file does not belong to its card; export it again.",
        shape_text(.found)
    )]
    TensorShape {
        /// The file's name.
        file: ForeignText,
        /// The tensor's name.
        name: String,
        /// The shape wanted.
        expected: Vec<usize>,
        /// The shape there.
        found: Vec<usize>,
    },
    /// A tensor of numbers that are not read here.
    #[error(
        "{file}: expected tensor `{name}` as {expected}, found {found}. Convert it before you export it."
    )]
    TensorType {
        /// The file's name.
        file: ForeignText,
        /// The tensor's name.
        name: String,
        /// The types read.
        expected: &'static str,
        /// The type there.
        found: String,
    },
    /// A tensor that holds NaN or an infinity.
    #[error(
        "{file}: expected finite numbers, found {found} in tensor `{name}`. The training run that wrote it diverged; take an earlier one."
    )]
    TensorNotFinite {
        /// The file's name.
        file: ForeignText,
        /// The tensor's name.
        name: String,
        /// The value there.
        found: f32,
    },
    /// A tensor with a number that no trained network has.
    #[error(
        "{file}: expected {expected} in tensor `{name}`, found {found:e}. The file is damaged, or the training run that wrote it diverged; take an earlier one."
    )]
    TensorRange {
        /// The file's name.
        file: ForeignText,
        /// The tensor's name.
        name: String,
        /// Which numbers may stand there.
        expected: WeightRange,
        /// The one there.
        found: f32,
    },
    /// A file of encoded images that was written before spreads and factors were part of it.
    #[error(
        "{file}: expected spreads and factors beside the means, found none of {lacking}. An older version wrote the file; export the points again with `pretrain --again`."
    )]
    PointsOld {
        /// The file's name.
        file: ForeignText,
        /// What is not there.
        lacking: String,
    },
    /// Tensors that the card's architecture has no place for.
    #[error(
        "{file}: expected {expected} tensors, found others beside them: {found}. The file does not belong to its card; export it again."
    )]
    TensorsUnknown {
        /// The file's name.
        file: ForeignText,
        /// How many tensors the architecture has.
        expected: usize,
        /// The names without a place.
        found: ForeignText,
    },
    /// Tensors that are not those that the card was written for.
    #[error(
        "{file}: expected tensors with the digest {expected}, found {found}. The file was changed or damaged; fetch it again."
    )]
    Digest {
        /// The file's name.
        file: ForeignText,
        /// The card's digest.
        expected: ForeignText,
        /// The tensors' digest.
        found: String,
    },
    /// A configuration that describes no network.
    #[error("`{field}`: expected {expected}, found {found}.")]
    Config {
        /// The configuration's field.
        field: &'static str,
        /// What it may be.
        expected: ConfigRequirement,
        /// What it is.
        found: ConfigFound,
    },
    /// A specification that cannot be trained.
    #[error("this cannot be trained. {}", sentences(.reasons))]
    Spec {
        /// Every field that stands in the way.
        reasons: Vec<FieldError>,
    },
    /// A change that a run cannot take while it goes on.
    #[error(
        "{label}: it cannot change while a run goes on, from {from} to {to}. Reset the run, or put it back."
    )]
    NotLive {
        /// The field's id.
        field: &'static str,
        /// The field's name on the page.
        label: &'static str,
        /// What the run has.
        from: String,
        /// What was asked for.
        to: String,
    },
    /// A file that holds no run's state.
    #[error("{file}: {fault}. Choose a file that this page saved.")]
    Checkpoint {
        /// The file's name.
        file: ForeignText,
        /// Why.
        fault: CheckpointFault,
    },
    /// A latent point of the wrong length, or with a coordinate that is no number.
    #[error("expected a latent point of {expected} finite coordinates, found {found}.")]
    LatentPoint {
        /// The model's latent dimensions.
        expected: usize,
        /// What came.
        found: LatentPointFault,
    },
    /// A slice of another space, or none.
    #[error(
        "expected a plane of {expected} finite coordinates for each of `origin`, `across` and `up`, with a finite centre and an extent above 0, found {}.", slice_fault(.found)
    )]
    LatentSlice {
        /// The model's latent dimensions.
        expected: usize,
        /// What is wrong.
        found: SliceFault,
    },
    /// A picture of another size than a model's.
    #[error(
        "expected a picture of {}×{} pixels and {} channels ({} bytes), found {found} bytes.",
        .expected.height, .expected.width, .expected.channels, .expected.len()
    )]
    PictureSize {
        /// The size of the model's pictures.
        expected: ImageShape,
        /// Bytes that came.
        found: usize,
    },
    /// A model whose pictures are no numbers.
    #[error(
        "expected pictures of finite numbers, found some that overflow or are no numbers. The weights are broken, or their run diverged; take earlier ones."
    )]
    PicturesNotFinite,
    /// No GPU device could be had.
    #[error("no WebGPU device could be had ({reason}).")]
    NoGpu {
        /// What the system said.
        reason: ForeignText,
    },
    /// A device failed while it computed or was read.
    #[error("the device failed while it computed ({reason}).")]
    Device {
        /// What the backend said.
        reason: ForeignText,
    },
}

/// What this crate's fallible functions return.
pub type ModelResult<T, E = ModelError> = Result<T, E>;

/// A shape that a file says a tensor has, which may be of any length.
fn shape_text(shape: &[usize]) -> String {
    const MOST: usize = 6;
    match shape.get(..MOST) {
        Some(begin) if shape.len() > MOST => format!("{begin:?} and {} more", shape.len() - MOST),
        _ => format!("{shape:?}"),
    }
}

fn slice_fault(fault: &SliceFault) -> String {
    match fault {
        SliceFault::Length { part, found } => format!("`{part}` of {found}"),
        SliceFault::NotFinite { part, found } => format!("{found} in `{part}`"),
        SliceFault::Centre { x, y } => format!("a centre of {x}, {y}"),
        SliceFault::Extent { found } => format!("an extent of {found}"),
    }
}

/// A sentence for each field.
fn sentences(errors: &[FieldError]) -> String {
    let sentences: Vec<_> = errors.iter().map(ToString::to_string).collect();
    sentences.join(" ")
}
