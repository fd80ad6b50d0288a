//! Arguments and results that the CPU's and the GPU's layers share.

use burn::tensor::Tensor;

/// What of the fine picture a pixel of the coarse one is connected with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConvWindow {
    /// Height and width.
    pub size: usize,
    /// From a window to the next.
    pub stride: usize,
    /// Rows and columns of zeros around the fine picture.
    pub padding: usize,
}

impl ConvWindow {
    /// Pixels along an axis of the coarse picture.
    pub(crate) fn coarse(self, fine: usize) -> usize {
        (fine + 2 * self.padding - self.size) / self.stride + 1
    }

    /// Pixels along an axis of the fine picture.
    pub(crate) fn fine(self, coarse: usize) -> usize {
        (coarse - 1) * self.stride + self.size - 2 * self.padding
    }
}

/// Two batches of pictures and how they are connected. The weight is `[coarse channels, fine
/// channels, size, size]` throughout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConvGeometry {
    pub batch: usize,
    /// Height, width, channels.
    pub fine: [usize; 3],
    pub coarse: [usize; 3],
    pub window: ConvWindow,
}

impl ConvGeometry {
    /// The pixels of one window.
    pub fn taps(&self) -> usize {
        self.window.size * self.window.size
    }
}

/// Adam's numbers for one update.
#[derive(Clone, Copy, Debug)]
pub struct AdamUpdate {
    /// β₁.
    pub beta1: f32,
    /// β₂.
    pub beta2: f32,
    /// What M / (√V + ε) is multiplied with: the learning rate and all corrections.
    pub rate: f32,
    /// ε, for the V that is kept.
    pub epsilon: f32,
}

/// A normalised batch, and what it was normalised by.
#[derive(Debug)]
pub struct BatchNormOutput {
    /// `[rows, channels]`
    pub output: Tensor<2>,
    /// `[channels]`; no gradient leads through it.
    pub mean: Tensor<1>,
    /// Of the batch itself, not Bessel's. `[channels]`; no gradient leads through it.
    pub variance: Tensor<1>,
}
