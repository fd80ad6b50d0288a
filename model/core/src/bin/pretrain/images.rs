//! Where a shipped model's images come from.

use std::fs;
use std::path::{Path, PathBuf};

use model::data::idx_folder::{IdxFolderError, IdxSplit, known_data_set, read_split};
use model::data::{ImageDrawer, Images, TrainingData, credits, drawn_images};
use model::weights::{DataFacts, grouped};
use run_spec::{DatasetId, DatasetKind};

use crate::{PretrainError, io};

/// Held-out images of a drawn data set.
const DRAWN_TEST_IMAGES: usize = 10_000;

/// Where a model's images come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageSource {
    /// The folder that `--data` names, which holds this data set, or one that is not known.
    Folder(DatasetId),
    /// None: they are drawn here.
    Drawn(DrawnImages),
}

/// Images of a data set that is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawnImages {
    /// What is drawn.
    pub dataset: DatasetId,
    /// Pixels a side.
    pub image_size: usize,
    /// Training images.
    pub count: usize,
    /// From which training images are drawn; held-out ones are the same for every seed.
    pub seed: u64,
}

/// Images to train on and to measure with.
pub struct SplitImages {
    /// Training images.
    pub train: Images,
    /// Held-out images.
    pub test: Images,
    /// Whose these images are, for model cards.
    pub facts: DataFacts,
    /// What drew them, if they were drawn.
    pub drawer: Option<ImageDrawer>,
}

impl SplitImages {
    /// The images of a folder for a model of `data`, of which the first `limit` are trained on.
    ///
    /// # Errors
    /// [`PretrainError::Data`] when the folder's files cannot be used, [`PretrainError::OtherData`]
    /// when they are another data set that is known.
    pub fn read(
        id: &'static str,
        data: DatasetId,
        folder: &Path,
        limit: Option<usize>,
    ) -> Result<Self, PretrainError> {
        let train = limited(read_split(folder, IdxSplit::Training)?, limit);
        let test = read_split(folder, IdxSplit::Test)?;
        let known = known_data_set(folder).map_err(IdxFolderError::from)?;
        if let Some(found) = known.filter(|known| *known != data) {
            return Err(PretrainError::OtherData {
                id,
                expected: data.title(),
                found: found.title(),
                folder: folder.to_owned(),
            });
        }
        let name = known.map_or_else(
            || {
                let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
                let name = folder.file_name().unwrap_or(folder.as_os_str());
                format!("images of the folder {}", name.to_string_lossy())
            },
            |known| known.title().to_owned(),
        );
        Ok(Self::new(
            name,
            known.unwrap_or(DatasetId::Own),
            train,
            test,
        ))
    }

    /// Images that are drawn; the first `limit` of them are trained on.
    ///
    /// # Errors
    /// [`PretrainError::Io`] when what they are drawn from is not in the project's folder.
    pub fn draw(drawn: DrawnImages, limit: Option<usize>) -> Result<Self, PretrainError> {
        let DrawnImages {
            dataset,
            image_size,
            count,
            seed,
        } = drawn;
        let count = limit.unwrap_or(count).min(count);
        let drawer = drawer(dataset)?;
        let train = drawn_images(&drawer, seed, 0, count, image_size);
        let test = TrainingData::drawn(drawer.clone(), image_size).held_out(DRAWN_TEST_IMAGES);
        Ok(Self {
            drawer: Some(drawer),
            ..Self::new(dataset.title().to_owned(), dataset, train, test)
        })
    }

    fn new(name: String, id: DatasetId, train: Images, test: Images) -> Self {
        println!(
            "{name}: {} training images and {} test images",
            grouped(train.len()),
            grouped(test.len())
        );
        let (authors, licence) = credits(id);
        let facts = DataFacts {
            name,
            authors: authors.to_owned(),
            licence: licence.to_owned(),
            images: train.len() as u64,
        };
        Self {
            train,
            test,
            facts,
            drawer: None,
        }
    }
}

/// What draws a data set's images.
fn drawer(dataset: DatasetId) -> Result<ImageDrawer, PretrainError> {
    match dataset.info().kind {
        DatasetKind::Procedural(images) => Ok(images.into()),
        DatasetKind::Hanzi(strokes) => {
            let path = PathBuf::from("assets/data").join(strokes.name);
            let bytes = fs::read(&path).map_err(io(&path))?;
            Ok(ImageDrawer::hanzi(&bytes)?)
        }
        DatasetKind::Shipped { .. }
        | DatasetKind::Remote(_)
        | DatasetKind::User
        | DatasetKind::Toy2d => unreachable!("presets draw only what can be drawn"),
    }
}

fn limited(images: Images, limit: Option<usize>) -> Images {
    match limit {
        Some(limit) => images.truncated(limit),
        None => images,
    }
}
