//! A data set's four IDX files, from a folder. Native only.

use std::fs;
use std::path::{Path, PathBuf};

use local_files::{LocalFileError, find_idx_file};
use run_spec::{DatasetId, verify_file};

use super::{Images, idx};
use crate::ModelError;

/// One half of a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdxSplit {
    /// The files called `train-…`.
    Training,
    /// The files called `t10k-…`.
    Test,
}

impl IdxSplit {
    fn prefix(self) -> &'static str {
        match self {
            Self::Training => "train",
            Self::Test => "t10k",
        }
    }
}

/// Why a folder's images cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum IdxFolderError {
    /// A file is missing or cannot be read.
    #[error(transparent)]
    File(#[from] LocalFileError),
    /// A file is no IDX file of its kind. The sentence names it.
    #[error(transparent)]
    Content(#[from] ModelError),
    /// Images and labels do not belong together.
    #[error("{}: {source}", images.display())]
    Pair {
        /// The file of images.
        images: PathBuf,
        /// How many there are of each.
        source: ModelError,
    },
}

/// Reads the images and labels of one half, by any name that downloads and archives give the
/// files ([`local_files::find_idx_files`]).
///
/// # Errors
/// [`IdxFolderError`].
pub fn read_split(folder: &Path, split: IdxSplit) -> Result<Images, IdxFolderError> {
    let read = |suffix: &str| {
        let path = find_idx_file(folder, &format!("{}-{suffix}", split.prefix()))?;
        let bytes = fs::read(&path).map_err(LocalFileError::system("read", &path))?;
        Ok::<_, IdxFolderError>((path, bytes))
    };
    let (images_path, bytes) = read("images-idx3-ubyte")?;
    let images = idx::images_of(&images_path.display().to_string(), bytes)?;
    let (labels_path, bytes) = read("labels-idx1-ubyte")?;
    let labels = idx::labels(&labels_path.display().to_string(), &bytes)?;
    images
        .with_labels(labels)
        .map_err(|source| IdxFolderError::Pair {
            images: images_path,
            source,
        })
}

/// Which of the data sets that can be fetched a folder holds, by the content of its training images;
/// `None` for any other images.
///
/// # Errors
/// [`LocalFileError`] when the file cannot be read.
pub fn known_data_set(folder: &Path) -> Result<Option<DatasetId>, LocalFileError> {
    let path = find_idx_file(folder, "train-images-idx3-ubyte")?;
    let bytes = fs::read(&path).map_err(LocalFileError::system("read", &path))?;
    let is_known = |id: &DatasetId| {
        let remote = id.remote();
        remote.is_some_and(|remote| verify_file(&remote.train_images, &bytes).is_ok())
    };
    Ok(DatasetId::ALL.iter().copied().find(is_known))
}
