//! Convolutions that halve or double a picture.

use burn::module::Module;
use burn::nn::PaddingConfig2d;
use burn::nn::conv::{Conv2d, ConvTranspose2d};
use burn::tensor::{Device, Tensor};

use super::uniform_param;
use crate::random::HostRng;

/// A 3×3 convolution of stride 2, which halves height and width (rounded up).
///
/// # Shapes
/// `[batch, inputs, h, w]` → `[batch, outputs, ⌈h/2⌉, ⌈w/2⌉]`
#[derive(Module, Debug)]
pub struct Down {
    conv: Conv2d,
}

impl Down {
    const KERNEL: usize = 3;

    /// From `inputs` to `outputs` channels.
    pub fn new(inputs: usize, outputs: usize, rng: &mut HostRng, device: &Device) -> Self {
        let kernel = Self::KERNEL;
        let fan_in = inputs * kernel * kernel;
        Self {
            conv: Conv2d {
                weight: uniform_param([outputs, inputs, kernel, kernel], fan_in, rng, device),
                bias: Some(uniform_param([outputs], fan_in, rng, device)),
                stride: [2, 2],
                kernel_size: [kernel, kernel],
                dilation: [1, 1],
                groups: 1,
                padding: PaddingConfig2d::Explicit(1, 1, 1, 1),
            },
        }
    }

    /// What becomes of a side of `pixels`.
    pub fn halved(pixels: usize) -> usize {
        pixels.div_ceil(2)
    }

    /// See the type for shapes.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        self.conv.forward(x)
    }
}

/// A 4×4 transposed convolution of stride 2, which doubles height and width. Four divides by two,
/// so that each output pixel sees the same number of inputs and no checkerboard appears.
///
/// # Shapes
/// `[batch, inputs, h, w]` → `[batch, outputs, 2h, 2w]`
#[derive(Module, Debug)]
pub struct Up {
    conv: ConvTranspose2d,
}

impl Up {
    const KERNEL: usize = 4;

    /// From `inputs` to `outputs` channels.
    pub fn new(inputs: usize, outputs: usize, rng: &mut HostRng, device: &Device) -> Self {
        let kernel = Self::KERNEL;
        // Each output pixel sees a 2×2 patch of each input channel.
        let fan_in = inputs * kernel * kernel / 4;
        Self {
            conv: ConvTranspose2d {
                weight: uniform_param([inputs, outputs, kernel, kernel], fan_in, rng, device),
                bias: Some(uniform_param([outputs], fan_in, rng, device)),
                stride: [2, 2],
                kernel_size: [kernel, kernel],
                dilation: [1, 1],
                groups: 1,
                padding: [1, 1],
                padding_out: [0, 0],
                channels: [inputs, outputs],
            },
        }
    }

    /// See the type for shapes.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        self.conv.forward(x)
    }
}
