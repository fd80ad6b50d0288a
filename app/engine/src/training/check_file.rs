//! Images that the visitor brought, looked at whole before anything changes for them.

use file_kind::{FileKind, file_kind};
use model::data::{TrainingData, idx};
use model::train::Trainer;
use run_spec::{ImageShape, RunSpec};

use super::worker::TrainingWorker;
use crate::channel::post_update;
use crate::error::RequestError;
use protocol::{CheckedFile, EngineError, RequestId, RoomError, RunId, TrainerUpdate};

/// So much of what is packed says what it is.
const BEGINNING: u64 = 64 * 1024;
/// A specification is a thousandth of it.
const LONGEST_TEXT: u64 = 1 << 20;
/// Pixels a side that networks are made for.
const SIDES: std::ops::RangeInclusive<usize> = 8..=32;
/// The type of numbers that images consist of, in the third byte of an IDX file.
const UNSIGNED_BYTES: u8 = 8;

impl TrainingWorker {
    /// Looks at a file of images; the run under way is not touched. Beside the file come its name and
    /// the specification that they would be trained by.
    pub(super) fn check_file(
        &self,
        id: RequestId,
        (name, spec): (&str, &RunSpec),
        payload: Option<Vec<u8>>,
    ) -> Result<(), RequestError> {
        let bytes = payload.ok_or(EngineError::NoFile)?;
        let mut text = None;
        let content = match file_kind(&bytes) {
            FileKind::Gzip => match packed(name, &bytes)? {
                Packed::Images(header) => {
                    check_header(name, &header)?;
                    images(name, spec, bytes)?
                }
                Packed::Specification(found) => {
                    text = Some(found);
                    CheckedFile::Specification
                }
            },
            _ => {
                check_header(name, &bytes)?;
                images(name, spec, bytes)?
            }
        };
        let update = TrainerUpdate::FileChecked { id, content };
        post_update(RunId::NONE, update, text.as_deref());
        Ok(())
    }
}

/// What is packed with gzip and can be opened as it is.
enum Packed {
    /// IDX, by its beginning.
    Images(Vec<u8>),
    /// A specification's text.
    Specification(Vec<u8>),
}

fn packed(name: &str, bytes: &[u8]) -> Result<Packed, RequestError> {
    let beginning = idx::unpacked_beginning(name, bytes, BEGINNING)?;
    match file_kind(&beginning) {
        FileKind::Idx => return Ok(Packed::Images(beginning)),
        FileKind::Specification => {
            let text = idx::unpacked_beginning(name, bytes, LONGEST_TEXT)?;
            if (text.len() as u64) < LONGEST_TEXT {
                return Ok(Packed::Specification(text));
            }
        }
        _ => {}
    }
    let error = RoomError::PackedFile {
        name: name.to_owned(),
        inside: file_kind(&beginning).as_str().to_owned(),
    };
    Err(error.into())
}

/// What an IDX file's first four bytes say of it. What they cannot be is left to the reader.
fn check_header(name: &str, bytes: &[u8]) -> Result<(), RoomError> {
    let name = || name.to_owned();
    match *bytes {
        [0, 0, UNSIGNED_BYTES, 3, ..] => Ok(()),
        [0, 0, UNSIGNED_BYTES, dimensions, ..] => Err(RoomError::IdxDimensions {
            name: name(),
            found: usize::from(dimensions),
        }),
        [0, 0, numbers, ..] => Err(RoomError::IdxNumbers {
            name: name(),
            numbers: numbers_of(numbers).to_owned(),
        }),
        [dimensions, _, 0, 0, ..] if dimensions > 0 => {
            Err(RoomError::IdxByteOrder { name: name() })
        }
        _ => Ok(()),
    }
}

/// What IDX calls a type of number.
fn numbers_of(code: u8) -> &'static str {
    match code {
        0x09 => "int8",
        0x0b => "int16",
        0x0c => "int32",
        0x0d => "float32",
        0x0e => "float64",
        _ => "unknown",
    }
}

/// Whether these are images that can be trained on like this.
fn images(name: &str, spec: &RunSpec, bytes: Vec<u8>) -> Result<CheckedFile, RequestError> {
    let images = idx::images_of(name, bytes)?;
    let (count, shape) = (images.len(), images.shape());
    let ImageShape { height, width, .. } = shape;
    if !SIDES.contains(&height) || !SIDES.contains(&width) {
        let name = name.to_owned();
        return Err(RoomError::ImagesOfOtherSize {
            name,
            count,
            height,
            width,
        }
        .into());
    }
    TrainingData::held(images, None)?;
    let (channels, _) = spec.decoder.layers();
    let halvings = channels.len();
    if [height, width]
        .iter()
        .any(|side| side % (1 << halvings) != 0)
    {
        let name = name.to_owned();
        return Err(RoomError::ImagesNotHalved {
            name,
            height,
            width,
            halvings,
        }
        .into());
    }
    Trainer::check_on(spec, shape)?;
    Ok(CheckedFile::Images {
        count,
        height,
        width,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::EngineError;

    /// IDX of unsigned bytes, all alike.
    fn idx_of(sizes: &[u32]) -> Vec<u8> {
        let mut bytes = vec![0, 0, 8, sizes.len() as u8];
        bytes.extend(sizes.iter().flat_map(|size| size.to_be_bytes()));
        let count: u32 = sizes.iter().product();
        bytes.extend(vec![7; count as usize]);
        bytes
    }

    fn refused(header: &[u8]) -> String {
        format!("{:?}", check_header("a", header))
    }

    fn on(preset: &str) -> RunSpec {
        let spec = run_spec::preset(preset).map(|preset| preset.spec());
        RunSpec {
            data: run_spec::DatasetId::Own,
            ..spec.unwrap_or_default()
        }
    }

    fn checked(preset: &str, sizes: &[u32]) -> Result<CheckedFile, EngineError> {
        images("a", &on(preset), idx_of(sizes)).map_err(|error| match error {
            RequestError::Request(error) | RequestError::Device(error) => error,
        })
    }

    #[test]
    fn a_header_says_what_is_no_image() {
        assert_eq!(check_header("a", b"\0\0\x08\x03"), Ok(()));
        for (header, said) in [
            (b"\0\0\x08\x01", "IdxDimensions"),
            (b"\0\0\x08\x04", "IdxDimensions"),
            (b"\0\0\x0d\x03", "float32"),
            (b"\0\0\x0e\x03", "float64"),
            (b"\0\0\x09\x03", "int8"),
            (b"\x03\x08\0\0", "IdxByteOrder"),
        ] {
            assert!(refused(header).contains(said), "{}", refused(header));
        }
    }

    #[test]
    fn images_are_taken_that_the_form_can_be_trained_on() {
        let images = CheckedFile::Images {
            count: 6,
            height: 16,
            width: 24,
        };
        assert_eq!(checked("dense-vae-2d", &[6, 16, 24]), Ok(images));
        assert!(checked("dense-vae-2d", &[6, 29, 29]).is_ok());
        assert!(checked("vae-100", &[6, 20, 20]).is_ok());
        for (preset, sizes, said) in [
            ("dcgan", [6, 30, 30], "ImagesNotHalved"),
            ("dense-vae-2d", [6, 64, 64], "ImagesOfOtherSize"),
            ("dense-vae-2d", [6, 7, 7], "ImagesOfOtherSize"),
            ("dense-vae-2d", [1, 28, 28], "too-few-images"),
        ] {
            let error = checked(preset, &sizes).expect_err(said);
            let EngineError::Rooms(error) = error else {
                assert!(format!("{error:?}").contains(said), "{error:?}");
                continue;
            };
            assert!(format!("{:?}", error.read()).contains(said));
        }
    }
}
