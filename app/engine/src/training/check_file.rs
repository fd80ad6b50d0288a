//! Images that the visitor brought, looked at whole before anything changes for them.

use file_kind::{FileKind, file_kind};
use model::data::{TrainingData, idx};
use model::train::Trainer;
use run_spec::{ImageShape, RunSpec, is_side};

use super::worker::TrainingWorker;
use crate::channel::post_update;
use crate::data::user_images;
use crate::error::RequestError;
use protocol::{CheckedFile, EngineError, RequestId, RoomError, RunId, TrainerUpdate};

/// So much of what is packed says what it is.
const BEGINNING: u64 = 64 * 1024;
/// A specification is a thousandth of it.
const LONGEST_TEXT: u64 = 1 << 20;

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
            FileKind::PictureSet => images(name, spec, bytes)?,
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
        [0, 0, 8 | 9 | 11..=14, 2..=4, ..] => Ok(()),
        [0, 0, 8 | 9 | 11..=14, dimensions, ..] => Err(RoomError::IdxDimensions {
            name: name(),
            found: usize::from(dimensions),
        }),
        [0, 0, ..] => Err(RoomError::IdxNumbers { name: name() }),
        [dimensions, _, 0, 0, ..] if dimensions > 0 => {
            Err(RoomError::IdxByteOrder { name: name() })
        }
        _ => Ok(()),
    }
}

/// Whether these are images that can be trained on like this.
fn images(name: &str, spec: &RunSpec, bytes: Vec<u8>) -> Result<CheckedFile, RequestError> {
    let images = user_images(name, bytes)?;
    let (count, shape) = (images.len(), images.shape());
    let ImageShape { height, width, .. } = shape;
    if !is_side(height) || !is_side(width) {
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
        for taken in [b"\0\0\x08\x03", b"\0\0\x0d\x03", b"\0\0\x08\x04"] {
            assert_eq!(check_header("a", taken), Ok(()));
        }
        for (header, said) in [
            (b"\0\0\x08\x01", "IdxDimensions"),
            (b"\0\0\x08\x05", "IdxDimensions"),
            (b"\0\0\x0a\x03", "IdxNumbers"),
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
        assert!(checked("vae-100", &[6, 64, 64]).is_ok());
        for (preset, sizes, said) in [
            ("dcgan", [6, 30, 30], "ImagesNotHalved"),
            ("dense-vae-2d", [6, 66, 66], "ImagesOfOtherSize"),
            ("dense-vae-2d", [6, 33, 32], "ImagesOfOtherSize"),
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
    #[test]
    fn a_set_of_pictures_in_colour_is_taken_as_it_is() {
        let set = picture_set::PictureSet {
            header: picture_set::SetHeader::new("Ours".to_owned(), Vec::new()),
            shape: ImageShape {
                channels: 3,
                height: 16,
                width: 24,
            },
            pixels: vec![9; 6 * 16 * 24 * 3],
            labels: None,
        };
        let bytes = set.write().expect("a file");
        let images_of = |preset| {
            images("a", &on(preset), bytes.clone()).map_err(|error| match error {
                RequestError::Request(error) | RequestError::Device(error) => error,
            })
        };
        let taken = CheckedFile::Images {
            count: 6,
            height: 16,
            width: 24,
        };
        for preset in ["dense-vae-2d", "dcgan"] {
            assert_eq!(images_of(preset), Ok(taken), "{preset}");
        }
    }
}
