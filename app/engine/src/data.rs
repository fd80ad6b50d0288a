//! Where images come from, and fetching those that are not shipped.

use file_kind::{FileKind, file_kind};
use model::data::{ImageDrawer, Images, drawn_images, idx, resize, shipped};
use picture_set::{PictureError, PictureSet};
use protocol::{DataFiles, EngineError, RoomError};
use run_spec::{
    DatasetFile, DatasetId, DatasetKind, FileCheck, FileMismatch, ImageShape, RemoteDataset,
};

use super::error::of_model;
use super::{channel, fetch};

/// Of images without end, so many are held.
const DRAWN: usize = 2_000;
/// Images that are drawn, or brought to another size, between two pauses.
const AT_ONCE: usize = 32;

/// A data set's training images at the size of `shape`, made a few at a time so that messages are
/// answered meanwhile.
///
/// # Errors
/// A sentence that says what was expected and what was found.
pub async fn images(
    data: DatasetId,
    shape: ImageShape,
    files: &DataFiles,
    payload: Option<Vec<u8>>,
) -> Result<Images, EngineError> {
    let side = shape.height.max(shape.width);
    let no_images = || RoomError::NoImageFiles.into();
    let images = match data.info().kind {
        DatasetKind::Procedural(images) => drawn(&images.into(), side).await,
        DatasetKind::Hanzi(_) => drawn(&hanzi(files).await?, side).await,
        DatasetKind::Shipped { .. } => {
            let DataFiles::Idx { images, labels } = files else {
                return Err(no_images());
            };
            let (images, labels) = (fetch::bytes(images).await?, fetch::bytes(labels).await?);
            shipped::training_images(data, &images, &labels, side).map_err(of_model)?
        }
        DatasetKind::Remote(_) => {
            let DataFiles::Remote { name, base, mirror } = files else {
                return Err(no_images());
            };
            let site = DataSetSite {
                base,
                mirror: *mirror,
                progress: &|_, _, _| (),
            };
            site.images(name).await?
        }
        DatasetKind::User => {
            let DataFiles::Payload { name } = files else {
                return Err(no_images());
            };
            own(name, payload)?
        }
        DatasetKind::Toy2d => return Err(no_images()),
    };
    let found = images.shape();
    if found.channels != shape.channels {
        return Err(RoomError::ImageChannels {
            expected: shape.channels,
            found: found.channels,
        }
        .into());
    }
    if found == shape {
        return Ok(images);
    }
    let mut resized = resize(&images.part(0, AT_ONCE), shape.height, shape.width);
    for first in (AT_ONCE..images.len()).step_by(AT_ONCE) {
        channel::macrotask().await;
        let part = images.part(first, AT_ONCE);
        resized.join(resize(&part, shape.height, shape.width));
    }
    Ok(resized)
}

/// The visitor's own images.
pub fn own(name: &str, payload: Option<Vec<u8>>) -> Result<Images, EngineError> {
    let bytes = payload.ok_or(EngineError::NoFile)?;
    user_images(name, bytes)
}

/// Images of a file that the visitor brought: a set of pictures, or IDX of any numbers and dimensions.
///
/// # Errors
/// A sentence that says what was expected and what was found.
pub fn user_images(name: &str, bytes: Vec<u8>) -> Result<Images, EngineError> {
    let failed = |error: PictureError| RoomError::PictureFile {
        name: name.to_owned(),
        code: error.code().to_owned(),
        found: error.found(),
    };
    let (shape, pixels, labels) = if file_kind(&bytes) == FileKind::PictureSet {
        let set = PictureSet::read(&bytes).map_err(failed)?;
        let labels = set.labels.map(|labels| labels.into_iter().map(u32::from));
        (set.shape, set.pixels, labels.map(Iterator::collect))
    } else if is_usual_idx(name, &bytes) {
        return idx::images_of(name, bytes).map_err(of_model);
    } else {
        let array = picture_set::idx::read(&bytes).map_err(failed)?;
        (array.shape, array.pixels, array.labels)
    };
    let images = Images::new(shape, pixels);
    // A byte each: classes beyond that are not told apart.
    let labels: Option<Vec<u8>> = labels.and_then(|labels: Vec<u32>| {
        let bytes = labels.into_iter().map(|label| u8::try_from(label).ok());
        bytes.collect()
    });
    match labels {
        Some(labels) => images.with_labels(labels).map_err(of_model),
        None => Ok(images),
    }
}

/// Whether a file is IDX as MNIST has it, or nothing that is known: unsigned bytes, three dimensions.
fn is_usual_idx(name: &str, bytes: &[u8]) -> bool {
    let head = if bytes.starts_with(&run_spec::GZIP_MAGIC) {
        idx::unpacked_beginning(name, bytes, 4).unwrap_or_default()
    } else {
        bytes[..bytes.len().min(4)].to_vec()
    };
    !matches!(*head, [0, 0, 9 | 11..=14, _] | [0, 0, 8, 2 | 4])
}

/// What draws characters.
///
/// # Errors
/// A sentence that says what was expected and what was found.
pub async fn hanzi(files: &DataFiles) -> Result<ImageDrawer, EngineError> {
    let DataFiles::Strokes { url } = files else {
        return Err(RoomError::NoImageFiles.into());
    };
    ImageDrawer::hanzi(&fetch::bytes(url).await?).map_err(of_model)
}

/// The first of the pictures that a run of seed 0 sees.
async fn drawn(drawer: &ImageDrawer, side: usize) -> Images {
    let mut images = drawn_images(drawer, 0, 0, AT_ONCE, side);
    while images.len() < DRAWN {
        channel::macrotask().await;
        let first = images.len();
        let count = AT_ONCE.min(DRAWN - first);
        images.join(drawn_images(drawer, 0, first as u64, count, side));
    }
    images
}

/// Where to look for a data set.
pub struct DataSetSite<'a> {
    /// Address of the site's folder, absolute, ending in `/`.
    pub base: &'a str,
    /// Whether the visitor asked for a mirror.
    pub mirror: bool,
    /// Hears which file is on its way, how many bytes arrived, of how many.
    pub progress: &'a dyn Fn(&DatasetFile, u64, u64),
}

impl DataSetSite<'_> {
    /// The training images of a data set.
    pub async fn images(&self, name: &str) -> Result<Images, EngineError> {
        let data = DatasetId::from_name(name);
        let (data, set) = data
            .and_then(|data| data.remote().map(|set| (data, set)))
            .ok_or_else(|| RoomError::UnknownDataSet {
                name: name.to_owned(),
            })?;
        let images = self.file(data, set, &set.train_images).await?;
        let labels = self.file(data, set, &set.train_labels).await?;
        let labels = idx::labels(set.train_labels.name, &labels).map_err(of_model)?;
        let images = idx::images_of(set.train_images.name, images).map_err(of_model)?;
        images.with_labels(labels).map_err(of_model)
    }

    /// One file of a data set, unpacked, checked by its digest: kept from an earlier visit, in the
    /// site's folder, or at a mirror.
    async fn file(
        &self,
        data: DatasetId,
        set: &RemoteDataset,
        file: &DatasetFile,
    ) -> Result<Vec<u8>, EngineError> {
        let progress = |received: u64, total: u64| {
            let total = if total > 0 { total } else { file.packed_bytes };
            (self.progress)(file, received, total);
        };
        let own = format!("{}data/{}/{}", self.base, data.as_str(), file.name);
        let mut unreachable = RoomError::NoImageFiles.into();
        // Says more than that another address did not answer.
        let mut wrong = None;
        let mirrors = set.mirrors.iter().filter(|_| self.mirror);
        let addresses = mirrors.map(|mirror| format!("{mirror}{}", file.name));
        for url in std::iter::once(own.clone()).chain(addresses) {
            match fetch::kept(&url, &progress).await {
                Ok(bytes) => match unpacked(file, &bytes).await {
                    // Wherever it came from, the next visit looks for it in one place.
                    Ok(content) => {
                        fetch::keep(&own, &bytes).await;
                        return Ok(content);
                    }
                    Err(error) => {
                        fetch::forget(&url).await;
                        wrong = Some(error.to_string().into());
                    }
                },
                Err(failure) if failure.missing && !self.mirror => {
                    unreachable = EngineError::from(RoomError::DataSetNotOnSite {
                        title: data.title().to_owned(),
                    });
                }
                Err(failure) => unreachable = failure.error,
            }
        }
        Err(wrong.unwrap_or(unreachable))
    }
}

/// What a file holds if it is the one that was meant. Messages are answered meanwhile.
async fn unpacked(file: &DatasetFile, bytes: &[u8]) -> Result<Vec<u8>, FileMismatch> {
    let mut check = FileCheck::new(file, bytes);
    loop {
        if let Some(content) = check.advance()? {
            return Ok(content);
        }
        channel::macrotask().await;
    }
}
