//! Convolutions that halve or double a picture.
//!
//! Between layers, pictures are `[batch, height, width, channels]`: what a convolution reads
//! together then lies together. The weights have PyTorch's layout.

use burn::module::Module;
use burn::nn::PaddingConfig2d;
use burn::nn::conv::{Conv2d, ConvTranspose2d};
use burn::tensor::{Device, Tensor};
use kernels::{ConvWindow, conv_transpose};

use super::{or_fallback, uniform_param};
use crate::random::HostRng;

/// A 3×3 convolution of stride 2, which halves height and width (rounded up).
///
/// # Shapes
/// `[batch, h, w, inputs]` → `[batch, ⌈h/2⌉, ⌈w/2⌉, outputs]`
#[derive(Module, Debug)]
pub struct DownBlock {
    pub(crate) conv: Conv2d,
}

impl DownBlock {
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
        convolve(&self.conv, x)
    }
}

/// A 1×1 convolution, between pictures and features of one resolution.
///
/// # Shapes
/// `[batch, h, w, inputs]` → `[batch, h, w, outputs]`
#[derive(Module, Debug)]
pub struct PointwiseConv {
    pub(crate) conv: Conv2d,
}

impl PointwiseConv {
    /// From `inputs` to `outputs` channels.
    pub fn new(inputs: usize, outputs: usize, rng: &mut HostRng, device: &Device) -> Self {
        Self {
            conv: Conv2d {
                weight: uniform_param([outputs, inputs, 1, 1], inputs, rng, device),
                bias: Some(uniform_param([outputs], inputs, rng, device)),
                stride: [1, 1],
                kernel_size: [1, 1],
                dilation: [1, 1],
                groups: 1,
                padding: PaddingConfig2d::Valid,
            },
        }
    }

    /// See the type for shapes.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        convolve(&self.conv, x)
    }
}

/// A 4×4 transposed convolution of stride 2, which doubles height and width. Four divides by two,
/// so that each output pixel sees the same number of inputs and no checkerboard appears.
///
/// # Shapes
/// `[batch, h, w, inputs]` → `[batch, 2h, 2w, outputs]`
#[derive(Module, Debug)]
pub struct UpBlock {
    conv: ConvTranspose2d,
}

impl UpBlock {
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
        let conv = &self.conv;
        let window = ConvWindow {
            size: Self::KERNEL,
            stride: 2,
            padding: 1,
        };
        let bias = conv.bias.as_ref();
        let found =
            bias.and_then(|bias| conv_transpose(&x, &conv.weight.val(), &bias.val(), window));
        or_fallback(found, || channels_last(conv.forward(channels_first(x))))
    }
}

fn convolve(conv: &Conv2d, x: Tensor<4>) -> Tensor<4> {
    let padding = match conv.padding {
        PaddingConfig2d::Explicit(top, ..) => top,
        _ => 0,
    };
    let window = ConvWindow {
        size: conv.kernel_size[0],
        stride: conv.stride[0],
        padding,
    };
    let bias = conv.bias.as_ref();
    let found = bias.and_then(|bias| kernels::conv(&x, &conv.weight.val(), &bias.val(), window));
    or_fallback(found, || channels_last(conv.forward(channels_first(x))))
}

fn channels_first(x: Tensor<4>) -> Tensor<4> {
    x.permute([0, 3, 1, 2])
}

fn channels_last(x: Tensor<4>) -> Tensor<4> {
    x.permute([0, 2, 3, 1])
}
