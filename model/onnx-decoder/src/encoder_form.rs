//! How an encoder takes pictures, and where in what it gives the mean is.

use std::fmt;

use crate::output::{ImageLayout, ValueRange};

/// What was recognised of an encoder by what comes back of its decoder's pictures. Its text is for other
/// engines that are given the same two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncoderForm {
    pub(crate) range: ValueRange,
    pub(crate) layout: ImageLayout,
    pub(crate) mean: OutputSlice,
}

/// A latent vector for each picture, in what an encoder gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutputSlice {
    /// Which output.
    pub output: usize,
    /// Where in a picture's row it begins.
    pub begins: usize,
    /// Numbers of a picture's row.
    pub row: usize,
}

impl OutputSlice {
    pub fn of(self, outputs: &[Vec<f32>], latent: usize) -> Vec<f32> {
        let rows = outputs[self.output].chunks_exact(self.row);
        rows.flat_map(|row| &row[self.begins..self.begins + latent])
            .copied()
            .collect()
    }
}

impl fmt::Display for EncoderForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let OutputSlice {
            output,
            begins,
            row,
        } = self.mean;
        let layout = match self.layout {
            ImageLayout::Planes => "planes",
            ImageLayout::Pixels => "pixels",
        };
        let range = self.range.as_str();
        write!(f, "{range} {layout} {output} {begins} {row}")
    }
}

impl EncoderForm {
    /// Reads the text of a form; `None` if it is none.
    pub fn read(text: &str) -> Option<Self> {
        use ValueRange::{Bytes, Signed, Unit};
        let words: Vec<_> = text.split(' ').collect();
        let [range, layout, ref numbers @ ..] = words[..] else {
            return None;
        };
        let numbers: Vec<usize> = numbers.iter().filter_map(|it| it.parse().ok()).collect();
        let &[output, begins, row] = &numbers[..] else {
            return None;
        };
        let mut known = [Unit, Signed, Bytes].into_iter();
        Some(Self {
            range: known.find(|known| known.as_str() == range)?,
            layout: match layout {
                "planes" => ImageLayout::Planes,
                "pixels" => ImageLayout::Pixels,
                _ => return None,
            },
            mean: OutputSlice {
                output,
                begins,
                row,
            },
        })
    }
}
