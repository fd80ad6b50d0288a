//! The data sets that are drawn, not kept.

use std::sync::Arc;

use run_spec::{DatasetId, ImageShape, ProceduralDataset};

use super::hanzi::HanziStrokes;
use super::{faces, shapes, strokes};

/// What draws pictures without end.
#[derive(Clone, Debug, PartialEq)]
pub enum ImageDrawer {
    /// Code, by itself.
    Procedural(ProceduralDataset),
    /// Characters, from their strokes.
    Hanzi(Arc<HanziStrokes>),
}

impl From<ProceduralDataset> for ImageDrawer {
    fn from(dataset: ProceduralDataset) -> Self {
        Self::Procedural(dataset)
    }
}

impl ImageDrawer {
    /// A drawer of characters, from the bytes of the shipped file.
    ///
    /// # Errors
    /// Those of [`HanziStrokes::read`].
    pub fn hanzi(bytes: &[u8]) -> crate::ModelResult<Self> {
        Ok(Self::Hanzi(Arc::new(HanziStrokes::read(bytes)?)))
    }

    /// The data set that consists of these pictures.
    pub const fn id(&self) -> DatasetId {
        match self {
            Self::Procedural(dataset) => dataset.info().id,
            Self::Hanzi(_) => DatasetId::Hanzi,
        }
    }

    /// Picture `index` of `seed`: its bytes in the layout of [`ImageShape`], and its label.
    ///
    /// # Shapes
    /// `image_size` pixels a side, as many channels as [`Self::shape`] says
    pub fn draw(&self, seed: u64, index: u64, image_size: usize) -> (Vec<u8>, u8) {
        match self {
            Self::Procedural(ProceduralDataset::Strokes) => {
                let drawn = strokes::draw(seed, index, image_size);
                (drawn.pixels, drawn.label)
            }
            Self::Procedural(ProceduralDataset::Shapes) => {
                let drawn = shapes::draw(seed, index, image_size);
                (drawn.pixels, drawn.label)
            }
            Self::Procedural(ProceduralDataset::Faces) => {
                let drawn = faces::draw(seed, index, image_size);
                (drawn.pixels, drawn.label)
            }
            Self::Hanzi(strokes) => {
                let drawn = strokes.draw(seed, index, image_size);
                (drawn.pixels, drawn.label)
            }
        }
    }

    /// The shape of pictures of `image_size` pixels a side.
    pub fn shape(&self, image_size: usize) -> ImageShape {
        ImageShape::square(image_size, self.id().info().shape.channels)
    }
}
