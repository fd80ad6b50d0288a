//! A set of pictures as a safetensors file.
//!
//! The metadata entry `latentscape.pictures` is JSON: `format` (1), `name`, `classes`. The tensor `images`
//! is U8 `[n, height, width, channels]`; `labels`, U8 or U16 `[n]`, is there if there are classes.

use std::collections::HashMap;

use run_spec::{ImageShape, is_side};
use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView};
use serde::{Deserialize, Serialize};

use crate::PictureError;

/// The metadata entry's key.
pub const KEY: &str = "latentscape.pictures";
/// The form that this build writes and reads.
const FORMAT: u32 = 1;
const IMAGES: &str = "images";
const LABELS: &str = "labels";

/// What a set's file says of it.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SetHeader {
    format: u32,
    /// What the visitor calls it.
    pub name: String,
    /// What each label means.
    pub classes: Vec<String>,
}

impl SetHeader {
    /// The header of a set of this form.
    pub fn new(name: String, classes: Vec<String>) -> Self {
        Self {
            format: FORMAT,
            name,
            classes,
        }
    }
}

/// Pictures of one size, with a class each if there are any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureSet {
    /// Name and classes.
    pub header: SetHeader,
    /// The size of each; 1 or 3 channels.
    pub shape: ImageShape,
    /// The memory layout of [`ImageShape`].
    pub pixels: Vec<u8>,
    /// The class of each picture, an index of the header's; none if there are no classes.
    pub labels: Option<Vec<u16>>,
}

impl PictureSet {
    /// How many pictures.
    pub fn len(&self) -> usize {
        self.pixels.len() / self.shape.len().max(1)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The set as a file.
    ///
    /// # Errors
    /// [`PictureError::Set`] when the parts do not fit each other.
    pub fn write(&self) -> Result<Vec<u8>, PictureError> {
        let ImageShape {
            channels,
            height,
            width,
        } = self.shape;
        let failed = |_| PictureError::Set;
        let images = vec![self.len(), height, width, channels];
        let images = TensorView::new(Dtype::U8, images, &self.pixels).map_err(failed)?;
        let mut tensors = vec![(IMAGES, images)];
        let labels: Option<Vec<u8>> = self.labels.as_ref().map(|labels| {
            let bytes = labels.iter().flat_map(|label| label.to_le_bytes());
            bytes.collect()
        });
        if let Some(labels) = &labels {
            let view = TensorView::new(Dtype::U16, vec![self.len()], labels).map_err(failed)?;
            tensors.push((LABELS, view));
        }
        // Plain data with string keys always serialises.
        let header = serde_json::to_string(&self.header).unwrap_or_default();
        let metadata = HashMap::from([(KEY.to_owned(), header)]);
        safetensors::serialize(tensors, Some(metadata)).map_err(failed)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`PictureError::Set`], [`PictureError::Empty`], [`PictureError::Side`].
    pub fn read(bytes: &[u8]) -> Result<Self, PictureError> {
        let failed = |_| PictureError::Set;
        let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(failed)?;
        let header = metadata.metadata().as_ref().and_then(|all| all.get(KEY));
        let header: SetHeader = header
            .and_then(|text| serde_json::from_str(text).ok())
            .ok_or(PictureError::Set)?;
        if header.format != FORMAT {
            return Err(PictureError::Set);
        }
        let tensors = SafeTensors::deserialize(bytes).map_err(failed)?;
        let images = tensors.tensor(IMAGES).map_err(failed)?;
        let &[count, height, width, channels @ (1 | 3)] = images.shape() else {
            return Err(PictureError::Set);
        };
        if images.dtype() != Dtype::U8 {
            return Err(PictureError::Set);
        }
        if count == 0 {
            return Err(PictureError::Empty("0".to_owned()));
        }
        let shape = ImageShape {
            channels,
            height,
            width,
        };
        if !is_side(height) || !is_side(width) {
            return Err(PictureError::Side(format!("{height} × {width}")));
        }
        let labels = match tensors.tensor(LABELS) {
            Ok(labels) => Some(read_labels(&labels, count, header.classes.len())?),
            Err(_) => None,
        };
        Ok(Self {
            header,
            shape,
            pixels: images.data().to_vec(),
            labels,
        })
    }
}

fn read_labels(
    labels: &TensorView<'_>,
    count: usize,
    classes: usize,
) -> Result<Vec<u16>, PictureError> {
    let values: Vec<u16> = match labels.dtype() {
        Dtype::U8 => labels
            .data()
            .iter()
            .map(|label| u16::from(*label))
            .collect(),
        Dtype::U16 => {
            let (pairs, _) = labels.data().as_chunks::<2>();
            pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect()
        }
        _ => return Err(PictureError::Set),
    };
    let fit = values.len() == count && values.iter().all(|label| usize::from(*label) < classes);
    if fit {
        Ok(values)
    } else {
        Err(PictureError::Set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(labels: Option<Vec<u16>>) -> PictureSet {
        let classes = vec!["cat".to_owned(), "dog".to_owned()];
        PictureSet {
            header: SetHeader::new("Ours".to_owned(), classes),
            shape: ImageShape {
                channels: 3,
                height: 8,
                width: 10,
            },
            pixels: (0..480).map(|at| at as u8).collect(),
            labels,
        }
    }

    #[test]
    fn a_set_that_was_written_is_read_back() {
        for set in [set(None), set(Some(vec![1, 0]))] {
            let bytes = set.write().expect("a file");
            assert_eq!(PictureSet::read(&bytes), Ok(set));
        }
    }

    #[test]
    fn what_is_no_set_is_refused() {
        let refused = |set: &PictureSet| PictureSet::read(&set.write().expect("a file"));
        assert_eq!(
            refused(&set(Some(vec![1, 2]))),
            Err(PictureError::Set),
            "no such class"
        );
        let mut small = set(None);
        small.shape = ImageShape::grey(4);
        assert!(matches!(refused(&small), Err(PictureError::Side(_))));
        let mut later = set(None);
        later.header.format = 2;
        assert_eq!(refused(&later), Err(PictureError::Set));
        let bytes = set(None).write().expect("a file");
        assert_eq!(
            PictureSet::read(&bytes[..bytes.len() - 1]),
            Err(PictureError::Set)
        );
        assert_eq!(PictureSet::read(b"hello"), Err(PictureError::Set));
    }
}
