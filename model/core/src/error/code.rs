//! An error as a code with arguments, for a page that words it in the visitor's language.

use latent::SliceFault;
use run_spec::{ErrorCode, FileMismatch, ImageShape};

use super::detail::{CheckpointFault, LatentPointFault};
use super::{ModelError, shape_text};

/// A message's key, and what fills it in.
type Code = (&'static str, Vec<String>);

impl ModelError {
    /// Which message says it, and what fills that in.
    ///
    /// Errors of specifications ([`Self::Spec`], [`Self::NotLive`]) hold data of their own to be
    /// worded by, and have no message.
    pub fn code(&self) -> ErrorCode {
        let (id, arguments) = self
            .data_code()
            .or_else(|| self.weights_code())
            .unwrap_or_else(|| self.other_code());
        ErrorCode { id, arguments }
    }

    /// Errors of data.
    fn data_code(&self) -> Option<Code> {
        Some(match self {
            Self::IdxMagic {
                file,
                expected,
                expected_magic,
                found,
            } => (
                "idx-magic",
                vec![
                    file.to_string(),
                    (*expected).to_owned(),
                    format!("{expected_magic:#010x}"),
                    format!("{found:#010x}"),
                ],
            ),
            Self::IdxLength {
                file,
                expected,
                found,
            } => {
                let fault = if found < expected { "short" } else { "long" };
                let fault = fault.to_owned();
                let (expected, found) = (expected.to_string(), found.to_string());
                ("idx-length", vec![file.to_string(), expected, found, fault])
            }
            Self::IdxShape {
                file,
                most,
                count,
                height,
                width,
            } => (
                "idx-shape",
                vec![
                    file.to_string(),
                    most.to_string(),
                    count.to_string(),
                    height.to_string(),
                    width.to_string(),
                ],
            ),
            Self::Gzip { file, reason } => ("gzip", vec![file.to_string(), reason.to_string()]),
            Self::LabelCount { images, labels } => {
                ("label-count", vec![labels.to_string(), images.to_string()])
            }
            Self::TooFewImages { training, held_out } => (
                "too-few-images",
                vec![training.to_string(), held_out.to_string()],
            ),
            Self::TestShape { expected, found } => {
                let mut arguments = sizes(expected);
                arguments.extend(sizes(found));
                ("test-shape", arguments)
            }
            Self::Fetched(FileMismatch::Digest {
                file,
                expected,
                found,
            }) => (
                "fetched-digest",
                vec![
                    (*file).to_owned(),
                    (*expected).to_owned(),
                    found.to_string(),
                ],
            ),
            Self::Fetched(FileMismatch::Gzip {
                file,
                expected,
                found,
                reason,
            }) => (
                "fetched-gzip",
                vec![
                    (*file).to_owned(),
                    expected.to_string(),
                    found.to_string(),
                    reason.to_string(),
                ],
            ),
            _ => return None,
        })
    }

    /// Errors of files with weights.
    fn weights_code(&self) -> Option<Code> {
        Some(match self {
            Self::Safetensors { file, found } => {
                let (fault, detail) = found.code();
                (
                    "safetensors",
                    vec![file.to_string(), fault.to_owned(), detail],
                )
            }
            Self::CardMissing { file, key, found } if found.as_str().is_empty() => {
                ("card-missing", vec![file.to_string(), (*key).to_owned()])
            }
            Self::CardMissing { file, key, found } => {
                let (file, found) = (file.to_string(), found.to_string());
                ("card-elsewhere", vec![file, (*key).to_owned(), found])
            }
            Self::CardUnreadable { file, reason } => (
                "card-unreadable",
                vec![file.to_string(), reason.to_string()],
            ),
            Self::CardVersion {
                file,
                expected,
                found,
            } => (
                "card-version",
                vec![file.to_string(), expected.to_string(), found.to_string()],
            ),
            Self::TensorMissing {
                file,
                name,
                expected,
            } => (
                "tensor-missing",
                vec![file.to_string(), name.clone(), format!("{expected:?}")],
            ),
            Self::TensorShape {
                file,
                name,
                expected,
                found,
            } => (
                "tensor-shape",
                vec![
                    file.to_string(),
                    name.clone(),
                    format!("{expected:?}"),
                    shape_text(found),
                ],
            ),
            Self::TensorType {
                file,
                name,
                expected,
                found,
            } => (
                "tensor-type",
                vec![
                    file.to_string(),
                    name.clone(),
                    (*expected).to_owned(),
                    found.to_string(),
                ],
            ),
            Self::TensorNotFinite { file, name, found } => (
                "tensor-not-finite",
                vec![file.to_string(), found.to_string(), name.clone()],
            ),
            Self::TensorRange {
                file,
                name,
                expected,
                found,
            } => {
                let (expected, bound) = expected.code();
                let found = format!("{found:e}");
                (
                    "tensor-range",
                    vec![
                        file.to_string(),
                        expected.to_owned(),
                        name.clone(),
                        found,
                        bound,
                    ],
                )
            }
            Self::PointsOld { file, lacking } => {
                ("points-old", vec![file.to_string(), lacking.clone()])
            }
            Self::TensorsUnknown {
                file,
                expected,
                found,
            } => (
                "tensors-unknown",
                vec![file.to_string(), expected.to_string(), found.to_string()],
            ),
            Self::Digest {
                file,
                expected,
                found,
            } => (
                "digest",
                vec![file.to_string(), expected.to_string(), found.to_string()],
            ),
            _ => return None,
        })
    }

    /// All others.
    fn other_code(&self) -> Code {
        match self {
            Self::Io { file, reason } => ("io", vec![file.to_string(), reason.to_string()]),
            Self::Config {
                field,
                expected,
                found,
            } => {
                let ((expected, wanted), (found, there)) = (expected.code(), found.code());
                let mut arguments =
                    vec![(*field).to_owned(), expected.to_owned(), found.to_owned()];
                arguments.extend(pair(wanted));
                arguments.extend(pair(there));
                ("config", arguments)
            }
            Self::Checkpoint { file, fault } => match fault {
                CheckpointFault::Missing => ("checkpoint-missing", vec![file.to_string()]),
                CheckpointFault::Unreadable(reason) => (
                    "checkpoint-unreadable",
                    vec![file.to_string(), reason.to_string()],
                ),
                CheckpointFault::Version { expected, found } => (
                    "checkpoint-version",
                    vec![file.to_string(), expected.to_string(), found.to_string()],
                ),
                CheckpointFault::Count { name, most, found } => (
                    "checkpoint-count",
                    vec![
                        file.to_string(),
                        name.clone(),
                        most.to_string(),
                        found.to_string(),
                    ],
                ),
                CheckpointFault::Damaged { expected, found } => (
                    "checkpoint-damaged",
                    vec![file.to_string(), expected.to_string(), found.to_string()],
                ),
            },
            Self::LatentPoint { expected, found } => match found {
                LatentPointFault::Count(count) => (
                    "latent-point-count",
                    vec![expected.to_string(), count.to_string()],
                ),
                LatentPointFault::Value(value) => (
                    "latent-point-value",
                    vec![expected.to_string(), value.to_string()],
                ),
            },
            Self::LatentSlice { expected, found } => {
                let (fault, values) = match found {
                    SliceFault::Length { part, found: count } => {
                        ("count", vec![(*part).to_owned(), count.to_string()])
                    }
                    SliceFault::NotFinite { part, found: value } => {
                        ("value", vec![(*part).to_owned(), value.to_string()])
                    }
                    SliceFault::Centre { x, y } => ("centre", vec![x.to_string(), y.to_string()]),
                    SliceFault::Extent { found: extent } => ("extent", vec![extent.to_string()]),
                };
                let mut arguments = vec![expected.to_string(), fault.to_owned()];
                arguments.extend(pair(values));
                ("slice", arguments)
            }
            Self::PictureSize { expected, found } => {
                let mut arguments = sizes(expected);
                arguments.extend([expected.len().to_string(), found.to_string()]);
                ("picture-size", arguments)
            }
            Self::PicturesNotFinite => ("pictures-not-finite", vec![]),
            Self::NoGpu { reason } => ("no-gpu", vec![reason.to_string()]),
            Self::Device { reason } => ("device", vec![reason.to_string()]),
            // Worded by their own data, or above: a new error is missed by the compiler here.
            Self::Spec { .. }
            | Self::NotLive { .. }
            | Self::IdxMagic { .. }
            | Self::IdxLength { .. }
            | Self::IdxShape { .. }
            | Self::Gzip { .. }
            | Self::LabelCount { .. }
            | Self::TooFewImages { .. }
            | Self::TestShape { .. }
            | Self::Fetched(_)
            | Self::Safetensors { .. }
            | Self::CardMissing { .. }
            | Self::CardUnreadable { .. }
            | Self::CardVersion { .. }
            | Self::TensorMissing { .. }
            | Self::TensorShape { .. }
            | Self::TensorType { .. }
            | Self::TensorNotFinite { .. }
            | Self::TensorRange { .. }
            | Self::PointsOld { .. }
            | Self::TensorsUnknown { .. }
            | Self::Digest { .. } => ("", vec![]),
        }
    }
}

/// Height, width and channels.
fn sizes(shape: &ImageShape) -> Vec<String> {
    [shape.height, shape.width, shape.channels]
        .map(|size| size.to_string())
        .into()
}

/// Always two, so that what follows has its place.
fn pair(values: Vec<String>) -> [String; 2] {
    let mut values = values.into_iter();
    [(); 2].map(|()| values.next().unwrap_or_default())
}
