//! Zero padding around pictures, and the windows of padded pictures.

use core::mem::MaybeUninit;
use std::borrow::Cow;

use crate::multiply::{RowRun, ScatteredRows, index};
use crate::written::written;

/// What the coarse pixels see of fine pictures.
pub struct WindowRows {
    /// Around each picture.
    pub frame: PaddedShape,
    /// From a window to the next.
    pub stride: usize,
    /// What a window consists of, from where it begins.
    pub runs: Vec<RowRun>,
}

impl WindowRows {
    /// Where they begin in so many pictures, a window for each coarse pixel.
    pub fn starts(&self, pictures: usize, [h, w]: [usize; 2]) -> Vec<u32> {
        let mut starts = Vec::with_capacity(pictures * h * w);
        for picture in 0..pictures {
            for y in 0..h {
                for x in 0..w {
                    let place = self.frame.place(picture, y * self.stride, x * self.stride);
                    starts.push(index(place));
                }
            }
        }
        starts
    }

    /// Windows of pictures in their frames.
    pub fn rows<'a>(&'a self, data: &'a [f32], starts: &'a [u32]) -> ScatteredRows<'a> {
        ScatteredRows {
            data,
            starts,
            runs: &self.runs,
        }
    }
}

/// As many runs of a `length`, each `stride` numbers after the one before.
pub fn runs(count: usize, stride: usize, length: usize) -> Vec<RowRun> {
    let run = |i| RowRun {
        offset: index(i * stride),
        length: index(length),
    };
    (0..count).map(run).collect()
}

/// The shape of a picture with zeros around it.
#[derive(Clone, Copy)]
pub struct PaddedShape {
    /// A picture's height, width and channels.
    pub shape: [usize; 3],
    /// Rows above and columns to the left.
    pub before: [usize; 2],
    /// Rows below and columns to the right.
    pub after: [usize; 2],
}

impl PaddedShape {
    fn height(&self) -> usize {
        self.before[0] + self.shape[0] + self.after[0]
    }

    pub fn width(&self) -> usize {
        self.before[1] + self.shape[1] + self.after[1]
    }

    /// Numbers of a picture and what is around it.
    pub fn length(&self) -> usize {
        self.height() * self.width() * self.shape[2]
    }

    pub fn place(&self, picture: usize, y: usize, x: usize) -> usize {
        ((picture * self.height() + y) * self.width() + x) * self.shape[2]
    }

    /// Pictures with zeros around them.
    pub fn around<'a>(&self, pictures: &'a [f32]) -> Cow<'a, [f32]> {
        let length = self.shape.iter().product::<usize>();
        if length == self.length() {
            return Cow::Borrowed(pictures);
        }
        let framed = pictures.len() / length.max(1) * self.length();
        // SAFETY: `put` writes all of it.
        Cow::Owned(unsafe { written(framed, |framed| self.put(pictures, framed)) })
    }

    /// Puts pictures into their frames, which are zero. All of `framed` is written.
    pub fn put(&self, pictures: &[f32], framed: &mut [MaybeUninit<f32>]) {
        framed.fill(MaybeUninit::new(0.0));
        let [h, w, channels] = self.shape;
        for (row, numbers) in pictures.chunks_exact((w * channels).max(1)).enumerate() {
            let to = self.place(row / h, row % h + self.before[0], self.before[1]);
            framed[to..to + w * channels].write_copy_of_slice(numbers);
        }
    }
}
