//! Convolutions with a stride, and the transposed ones that undo their change of size.
//!
//! Both connect a fine picture with a coarse one: a convolution *gathers* a window of the fine
//! picture into each pixel of the coarse one, a transposed convolution *spreads* each pixel of the
//! coarse one over a window of the fine one. Each is the other's derivative by its input, and the
//! derivative by the weight is the same sum for both.

use burn::tensor::Tensor;

use crate::bridge::{Operand, Operation, apply};
use crate::multiply::{Lines, Matrix, Rows, Run, index, outer, sum_rows, times};

/// What of the fine picture a pixel of the coarse one is connected with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Height and width.
    pub size: usize,
    /// From a window to the next.
    pub stride: usize,
    /// Rows and columns of zeros around the fine picture.
    pub padding: usize,
}

impl Window {
    fn coarse(self, fine: usize) -> usize {
        (fine + 2 * self.padding - self.size) / self.stride + 1
    }

    fn fine(self, coarse: usize) -> usize {
        (coarse - 1) * self.stride + self.size - 2 * self.padding
    }
}

/// A convolution; `None` unless all tensors are on a device that is served.
///
/// # Shapes
/// `x`: `[batch, height, width, inputs]`, `weight`: `[outputs, inputs, size, size]`, `bias`:
/// `[outputs]` → `[batch, h, w, outputs]`
///
/// # Panics
/// Panics when shapes do not agree.
pub fn conv(
    x: &Tensor<4>,
    weight: &Tensor<4>,
    bias: &Tensor<1>,
    window: Window,
) -> Option<Tensor<4>> {
    let [batch, height, width, inputs] = x.dims();
    let coarse = [
        window.coarse(height),
        window.coarse(width),
        weight.dims()[0],
    ];
    let geometry = Geometry {
        batch,
        fine: [height, width, inputs],
        coarse,
        window,
    };
    geometry.convolution(x, weight, bias, false)
}

/// A transposed convolution; `None` unless all tensors are on a device that is served.
///
/// # Shapes
/// `x`: `[batch, h, w, inputs]`, `weight`: `[inputs, outputs, size, size]`, `bias`: `[outputs]` →
/// `[batch, height, width, outputs]`
///
/// # Panics
/// Panics when shapes do not agree.
pub fn conv_transpose(
    x: &Tensor<4>,
    weight: &Tensor<4>,
    bias: &Tensor<1>,
    window: Window,
) -> Option<Tensor<4>> {
    let [batch, height, width, inputs] = x.dims();
    let fine = [window.fine(height), window.fine(width), weight.dims()[1]];
    let geometry = Geometry {
        batch,
        fine,
        coarse: [height, width, inputs],
        window,
    };
    geometry.convolution(x, weight, bias, true)
}

fn operands(x: &Tensor<4>, weight: &Tensor<4>, bias: &Tensor<1>) -> Option<[Operand; 3]> {
    Some([
        Operand::of(x.clone())?,
        Operand::of(weight.clone())?,
        Operand::of(bias.clone())?,
    ])
}

/// Either of the two, in which each is the way back of the other.
#[derive(Clone, Copy, Debug)]
struct Convolution {
    geometry: Geometry,
    transposed: bool,
}

impl Convolution {
    fn pass(&self, back: bool, x: &[f32], weight: &[f32], bias: Option<&[f32]>) -> Vec<f32> {
        if self.transposed == back {
            self.geometry.gather(x, weight, bias)
        } else {
            self.geometry.spread(x, weight, bias)
        }
    }
}

impl Operation<3> for Convolution {
    type Kept = ();

    fn forward(&self, [x, weight, bias]: [&[f32]; 3]) -> (Vec<f32>, ()) {
        (self.pass(false, x, weight, Some(bias)), ())
    }

    fn backward(
        &self,
        [x, weight, bias]: [&[f32]; 3],
        (): &(),
        gradient: &[f32],
        [of_x, of_weight, of_bias]: [bool; 3],
    ) -> [Option<Vec<f32>>; 3] {
        let (fine, coarse) = if self.transposed {
            (gradient, x)
        } else {
            (x, gradient)
        };
        [
            of_x.then(|| self.pass(true, gradient, weight, None)),
            of_weight.then(|| self.geometry.weight_gradient(fine, coarse)),
            of_bias.then(|| summed(gradient, bias.len())),
        ]
    }
}

fn summed(gradient: &[f32], channels: usize) -> Vec<f32> {
    let mut sums = vec![0.0; channels];
    sum_rows(gradient, &mut sums);
    sums
}

/// Two batches of pictures and how they are connected. The weight is `[coarse channels, fine
/// channels, size, size]` throughout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    pub batch: usize,
    /// Height, width, channels.
    pub fine: [usize; 3],
    pub coarse: [usize; 3],
    pub window: Window,
}

impl Geometry {
    /// The pixels of one window.
    #[cfg(feature = "webgpu")]
    pub fn taps(&self) -> usize {
        self.window.size * self.window.size
    }

    /// Either layer, on the device that its tensors are on.
    fn convolution(
        self,
        x: &Tensor<4>,
        weight: &Tensor<4>,
        bias: &Tensor<1>,
        transposed: bool,
    ) -> Option<Tensor<4>> {
        let layer = Convolution {
            geometry: self,
            transposed,
        };
        let [height, width, channels] = if transposed { self.fine } else { self.coarse };
        let found = operands(x, weight, bias)
            .map(|operands| apply(layer, operands, [self.batch, height, width, channels]));
        #[cfg(feature = "webgpu")]
        let found = found.or_else(|| crate::gpu::convolution(x, weight, bias, self, transposed));
        found
    }

    /// fine → coarse.
    fn gather(&self, fine: &[f32], weight: &[f32], bias: Option<&[f32]>) -> Vec<f32> {
        let [h, w, channels] = self.coarse;
        let size = self.window.size;
        let [_, _, inputs] = self.fine;
        let windows = self.windows(fine);
        let mut out = vec![0.0; self.batch * h * w * channels];
        // As `[size · size · inputs][channels]`, in the order in which a window's numbers lie.
        let weight = permuted(weight, [channels, inputs, size * size], [2, 1, 0]);
        let weight = Matrix::new(&weight, [size * size * inputs, channels]);
        let to = Lines::new(self.batch * h * w, channels);
        times(windows.rows(), weight, bias, &mut out, to.starts());
        out
    }

    /// coarse → fine.
    ///
    /// The fine pixels fall into `stride`² classes by their place between the windows; those of a
    /// class see the same part of the weight, and that as one window of the coarse picture.
    fn spread(&self, coarse: &[f32], weight: &[f32], bias: Option<&[f32]>) -> Vec<f32> {
        let Window {
            size,
            stride,
            padding,
        } = self.window;
        let [height, width, channels] = self.fine;
        let [h, w, inputs] = self.coarse;
        let taps = |class: usize| (size - class.min(size)).div_ceil(stride);
        // Fine pixels near the edges see beyond the coarse picture.
        let before = taps(0) - 1;
        let beyond =
            |fine: usize, coarse: usize| ((fine + padding - 1) / stride + 1).saturating_sub(coarse);
        let after = [beyond(height, h), beyond(width, w)];
        let padded = Padded::new(coarse, self.batch, self.coarse, [before, before], after);
        // `[size][size][inputs][channels]`
        let weight = permuted(weight, [inputs, channels, size * size], [2, 0, 1]);
        let block = inputs * channels;

        let mut out = vec![0.0; self.batch * height * width * channels];
        for class_y in 0..stride {
            for class_x in 0..stride {
                let (taps_y, taps_x) = (taps(class_y), taps(class_x));
                // The last tap comes first: it reads what lies first.
                let mut part = Vec::with_capacity(taps_y * taps_x * block);
                for tap_y in (0..taps_y).rev() {
                    for tap_x in (0..taps_x).rev() {
                        let place = (class_y + stride * tap_y) * size + class_x + stride * tap_x;
                        part.extend_from_slice(&weight[place * block..][..block]);
                    }
                }
                let runs = runs(taps_y, padded.width * inputs, taps_x * inputs);
                let (mut starts, mut to) = (Vec::new(), Vec::new());
                for image in 0..self.batch {
                    for y in (0..height).filter(|y| (y + padding) % stride == class_y) {
                        let coarse_y = (y + padding) / stride + before + 1 - taps_y.max(1);
                        for x in (0..width).filter(|x| (x + padding) % stride == class_x) {
                            let coarse_x = (x + padding) / stride + before + 1 - taps_x.max(1);
                            starts.push(index(padded.place(image, coarse_y, coarse_x)));
                            to.push(index(((image * height + y) * width + x) * channels));
                        }
                    }
                }
                let rows = Rows {
                    data: &padded.data,
                    starts: &starts,
                    runs: &runs,
                };
                let part = Matrix::new(&part, [taps_y * taps_x * inputs, channels]);
                times(rows, part, bias, &mut out, &to);
            }
        }
        out
    }

    /// The weight's gradient, from one picture and the gradient of the other.
    fn weight_gradient(&self, fine: &[f32], coarse: &[f32]) -> Vec<f32> {
        let [h, w, channels] = self.coarse;
        let [_, _, inputs] = self.fine;
        let size = self.window.size;
        let windows = self.windows(fine);
        let pixels = Lines::new(self.batch * h * w, channels);
        let mut found = vec![0.0; size * size * inputs * channels];
        outer(windows.rows(), pixels.of(coarse), &mut found);
        permuted(&found, [size * size, inputs, channels], [2, 1, 0])
    }

    /// What each coarse pixel sees of the fine picture.
    fn windows(&self, fine: &[f32]) -> Windows {
        let Window {
            size,
            stride,
            padding,
        } = self.window;
        let [h, w, _] = self.coarse;
        let [_, _, channels] = self.fine;
        let around = [padding, padding];
        let padded = Padded::new(fine, self.batch, self.fine, around, around);
        let mut starts = Vec::with_capacity(self.batch * h * w);
        for image in 0..self.batch {
            for y in 0..h {
                for x in 0..w {
                    starts.push(index(padded.place(image, y * stride, x * stride)));
                }
            }
        }
        Windows {
            runs: runs(size, padded.width * channels, size * channels),
            padded,
            starts,
        }
    }
}

/// Windows of a picture.
struct Windows {
    padded: Padded,
    starts: Vec<u32>,
    runs: Vec<Run>,
}

impl Windows {
    fn rows(&self) -> Rows<'_> {
        Rows {
            data: &self.padded.data,
            starts: &self.starts,
            runs: &self.runs,
        }
    }
}

/// As many runs of a `length`, each `stride` numbers after the one before.
fn runs(count: usize, stride: usize, length: usize) -> Vec<Run> {
    let run = |i| Run {
        offset: index(i * stride),
        length: index(length),
    };
    (0..count).map(run).collect()
}

/// Pictures with zeros around them.
struct Padded {
    data: Vec<f32>,
    height: usize,
    width: usize,
    channels: usize,
}

impl Padded {
    fn new(
        pictures: &[f32],
        batch: usize,
        [h, w, channels]: [usize; 3],
        before: [usize; 2],
        after: [usize; 2],
    ) -> Self {
        let (height, width) = (before[0] + h + after[0], before[1] + w + after[1]);
        let mut data = vec![0.0; batch * height * width * channels];
        for (row, numbers) in pictures.chunks_exact(w * channels).enumerate() {
            let (image, y) = (row / h, row % h);
            let to = ((image * height + y + before[0]) * width + before[1]) * channels;
            data[to..to + w * channels].copy_from_slice(numbers);
        }
        Self {
            data,
            height,
            width,
            channels,
        }
    }

    fn place(&self, image: usize, y: usize, x: usize) -> usize {
        ((image * self.height + y) * self.width + x) * self.channels
    }
}

/// Three dimensions in another order: `order[i]` is which of them comes at place `i`.
fn permuted(numbers: &[f32], shape: [usize; 3], order: [usize; 3]) -> Vec<f32> {
    let strides = [shape[1] * shape[2], shape[2], 1];
    let [a, b, c] = order.map(|i| shape[i]);
    let [along_a, along_b, along_c] = order.map(|i| strides[i]);
    let mut out = Vec::with_capacity(numbers.len());
    for i in 0..a {
        for j in 0..b {
            let from = i * along_a + j * along_b;
            out.extend((0..c).map(|k| numbers[from + k * along_c]));
        }
    }
    out
}
