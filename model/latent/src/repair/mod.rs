//! Damaged pictures: what no model is needed for. Fills of holes, enlargements and filters to compare a
//! model's restoration with, and how near two pictures are.
//!
//! Values are grey or colour, 0 black to 1 white, and may lie outside where noise was added. They stand as
//! pictures do: `[height, width, channels]`, row by row. What is hidden or counted is said for each pixel,
//! `[height, width]`.
//!
//! | module | holds |
//! |---|---|
//! | [`harmonic`] | holes filled by Laplace's equation |
//! | [`rescale`] | means over squares, and bicubic interpolation back |
//! | [`median`] | the median of each pixel's surroundings |
//! | [`similarity`] | PSNR and SSIM |

pub mod harmonic;
pub mod median;
pub mod rescale;
pub mod similarity;

pub use harmonic::harmonic_fill;
pub use median::median_filter;
pub use rescale::{enlarged_bicubic, shrunk};
pub use similarity::{psnr, ssim};

/// How exactly a model's pictures meet those that it has learnt, as a standard deviation of each pixel: a
/// restoration trusts what is known no more than this. A choice, about what VAEs of digits leave of a
/// pixel; `tests/examples/repair_figures.rs` tries others.
pub const MODEL_MISFIT: f32 = 0.15;

/// The standard deviation that a restoration assumes of what is known of a picture with noise of `noise`:
/// both errors are independent, so that their variances add up.
pub fn assumed_deviation(noise: f32) -> f32 {
    noise.hypot(MODEL_MISFIT)
}

/// The size of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RasterSize {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// 1 (grey) or 3 (RGB).
    pub channels: usize,
}

impl RasterSize {
    /// How many pixels.
    pub fn pixels(self) -> usize {
        self.width * self.height
    }

    /// How many values.
    pub fn values(self) -> usize {
        self.pixels() * self.channels
    }

    /// The place `at` of `of` ones, mirrored at the edges, which are repeated (`d c b a | a b c d`).
    fn mirrored(at: isize, of: usize) -> usize {
        let of = of.max(1) as isize;
        let at = at.rem_euclid(2 * of);
        at.min(2 * of - 1 - at) as usize
    }
}
