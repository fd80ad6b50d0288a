//! The data sets that are drawn, not kept.

use super::{shapes, strokes};

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProceduralDataset {
    /// Handwritten-looking digits: [`strokes`].
    Strokes,
    /// Single geometric shapes: [`shapes`].
    Shapes,
}

impl ProceduralDataset {
    /// Picture `index` of `seed`, `side` pixels a side: its pixels and its label.
    pub fn draw(self, seed: u64, index: u64, side: usize) -> (Vec<u8>, u8) {
        match self {
            Self::Strokes => {
                let drawn = strokes::draw(seed, index, side);
                (drawn.pixels, drawn.label)
            }
            Self::Shapes => {
                let drawn = shapes::draw(seed, index, side);
                (drawn.pixels, drawn.label)
            }
        }
    }

    /// How many classes there are.
    pub fn classes(self) -> usize {
        match self {
            Self::Strokes => 10,
            Self::Shapes => shapes::SHAPES.len(),
        }
    }
}
