//! The data sets that are drawn, not kept.

use run_spec::{ImageShape, ProceduralDataset};

use super::{faces, shapes, strokes};

/// Picture `index` of `seed`: its bytes in the layout of [`ImageShape`], and its label.
///
/// # Shapes
/// `image_size` pixels a side, as many channels as [`procedural_shape`] says
pub fn draw_image(
    dataset: ProceduralDataset,
    seed: u64,
    index: u64,
    image_size: usize,
) -> (Vec<u8>, u8) {
    match dataset {
        ProceduralDataset::Strokes => {
            let drawn = strokes::draw(seed, index, image_size);
            (drawn.pixels, drawn.label)
        }
        ProceduralDataset::Shapes => {
            let drawn = shapes::draw(seed, index, image_size);
            (drawn.pixels, drawn.label)
        }
        ProceduralDataset::Faces => {
            let drawn = faces::draw(seed, index, image_size);
            (drawn.pixels, drawn.label)
        }
    }
}

/// The shape of drawn images of `image_size` pixels a side.
pub fn procedural_shape(dataset: ProceduralDataset, image_size: usize) -> ImageShape {
    ImageShape::square(image_size, dataset.info().shape.channels)
}
