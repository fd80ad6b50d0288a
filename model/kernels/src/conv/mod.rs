//! Convolutions with a stride, and the transposed ones that undo their change of size.
//!
//! Both connect a fine picture with a coarse one. A convolution sums a window of the fine picture
//! into each pixel of the coarse one; a transposed convolution adds each pixel of the coarse one to a
//! window of the fine one. Each is the derivative of the other by its input, and the derivative by
//! the weight is the same sum for both.

mod padding;
mod weights;

use core::mem::MaybeUninit;

use burn::tensor::Tensor;

use padding::{PaddedShape, WindowRows, runs};
use weights::{last_first, reversed};

use crate::autograd::{CpuOperand, CpuOperation, apply};
use crate::heartbeat::beat;
use crate::multiply::{
    ContiguousRows, Matrix, PackedMatrix, RowRun, ScatteredRows, index, outer, sum_rows,
};
use crate::parallel::{parallel_for_each, parts};
use crate::types::{ConvGeometry, ConvWindow};
use crate::written::written;

/// A convolution; `None` unless all tensors are on a supported device.
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
    window: ConvWindow,
) -> Option<Tensor<4>> {
    let [batch, height, width, inputs] = x.dims();
    let coarse = [
        window.coarse(height),
        window.coarse(width),
        weight.dims()[0],
    ];
    let geometry = ConvGeometry {
        batch,
        fine: [height, width, inputs],
        coarse,
        window,
    };
    geometry.convolution(x, weight, bias, false)
}

/// A transposed convolution; `None` unless all tensors are on a supported device.
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
    window: ConvWindow,
) -> Option<Tensor<4>> {
    let [batch, height, width, inputs] = x.dims();
    let fine = [window.fine(height), window.fine(width), weight.dims()[1]];
    let geometry = ConvGeometry {
        batch,
        fine,
        coarse: [height, width, inputs],
        window,
    };
    geometry.convolution(x, weight, bias, true)
}

fn operands(x: &Tensor<4>, weight: &Tensor<4>, bias: &Tensor<1>) -> Option<[CpuOperand; 3]> {
    Some([
        CpuOperand::of(x.clone())?,
        CpuOperand::of(weight.clone())?,
        CpuOperand::of(bias.clone())?,
    ])
}

/// Either layer: the backward pass of one is the forward pass of the other.
#[derive(Clone, Copy, Debug)]
struct ConvOp {
    geometry: ConvGeometry,
    transposed: bool,
}

impl ConvOp {
    fn pass(&self, back: bool, x: &[f32], weight: &[f32], bias: Option<&[f32]>) -> Vec<f32> {
        if self.transposed == back {
            self.geometry.conv(x, weight, bias)
        } else {
            self.geometry.conv_transpose(x, weight, bias)
        }
    }
}

impl CpuOperation<3> for ConvOp {
    fn forward(&self, [x, weight, bias]: [&[f32]; 3]) -> Vec<f32> {
        self.pass(false, x, weight, Some(bias))
    }

    fn backward(
        &self,
        [x, weight, bias]: [&[f32]; 3],
        _output: &[f32],
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

impl ConvGeometry {
    /// Either layer, on the device that its tensors are on.
    fn convolution(
        self,
        x: &Tensor<4>,
        weight: &Tensor<4>,
        bias: &Tensor<1>,
        transposed: bool,
    ) -> Option<Tensor<4>> {
        let layer = ConvOp {
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
    fn conv(&self, fine: &[f32], weight: &[f32], bias: Option<&[f32]>) -> Vec<f32> {
        let [h, w, channels] = self.coarse;
        let [_, _, inputs] = self.fine;
        let taps = self.taps();
        let pixels = h * w;
        let windows = self.windows();
        let chunk = self.images_per_chunk(windows.frame.length() + pixels * channels);
        let starts = windows.starts(chunk, [h, w]);
        let to = ContiguousRows::new(chunk * pixels, channels);
        // As `[taps · inputs][channels]`, in the order in which a window's numbers lie.
        let weight = reversed(weight, [channels, inputs, taps]);
        let weight = PackedMatrix::new(Matrix::new(&weight, [taps * inputs, channels]));
        let length = self.batch * pixels * channels;
        let work = |fine: &[f32], out: &mut [MaybeUninit<f32>]| {
            let count = out.len() / channels;
            let data = &*windows.frame.around(fine);
            let rows = windows.rows(data, &starts[..count]);
            weight.times(rows, bias, out, &to.starts()[..count]);
        };
        // SAFETY: each pixel of each picture is a row of the product.
        unsafe { written(length, |out| self.parallel_images(chunk, fine, out, work)) }
    }

    /// coarse → fine.
    ///
    /// The fine pixels fall into `stride`² classes by their place between the windows; those of a
    /// class see the same part of the weight, and that as one window of the coarse picture.
    fn conv_transpose(&self, coarse: &[f32], weight: &[f32], bias: Option<&[f32]>) -> Vec<f32> {
        let ConvWindow {
            size,
            stride,
            padding,
        } = self.window;
        let [height, width, channels] = self.fine;
        let [h, w, inputs] = self.coarse;
        // Fine pixels near the edges see beyond the coarse picture.
        let before = size.div_ceil(stride) - 1;
        let beyond =
            |fine: usize, coarse: usize| ((fine + padding - 1) / stride + 1).saturating_sub(coarse);
        let frame = PaddedShape {
            shape: self.coarse,
            before: [before, before],
            after: [beyond(height, h), beyond(width, w)],
        };
        let chunk = self.images_per_chunk(frame.length() + height * width * channels);
        // `[taps][inputs][channels]`
        let weight = last_first(weight, [inputs, channels, self.taps()]);
        let classes: Vec<PixelClass> = (0..stride * stride)
            .map(|class| self.class([class / stride, class % stride], frame, chunk, &weight))
            .collect();
        let length = self.batch * height * width * channels;
        let work = |coarse: &[f32], out: &mut [MaybeUninit<f32>]| {
            let pictures = out.len() / (height * width * channels);
            let data = &*frame.around(coarse);
            for class in &classes {
                let count = class.starts.len() / chunk * pictures;
                let rows = ScatteredRows {
                    data,
                    starts: &class.starts[..count],
                    runs: &class.runs,
                };
                class.weight.times(rows, bias, out, &class.to[..count]);
            }
        };
        // SAFETY: each pixel of each picture is in one of the classes.
        unsafe { written(length, |out| self.parallel_images(chunk, coarse, out, work)) }
    }

    /// The fine pixels of `chunk` pictures that lie so far down and right of a window's beginning.
    fn class(
        &self,
        at: [usize; 2],
        frame: PaddedShape,
        chunk: usize,
        weight: &[f32],
    ) -> PixelClass {
        let ConvWindow {
            size,
            stride,
            padding,
        } = self.window;
        let [height, width, channels] = self.fine;
        let [_, _, inputs] = self.coarse;
        let block = inputs * channels;
        let taps = at.map(|at| (size - at.min(size)).div_ceil(stride));
        // The last tap comes first: it reads what lies first.
        let mut part = Vec::with_capacity(taps[0] * taps[1] * block);
        for tap_y in (0..taps[0]).rev() {
            for tap_x in (0..taps[1]).rev() {
                let place = (at[0] + stride * tap_y) * size + at[1] + stride * tap_x;
                part.extend_from_slice(&weight[place * block..][..block]);
            }
        }
        let (mut starts, mut to) = (Vec::new(), Vec::new());
        let first = |fine: usize, axis: usize| {
            (fine + padding) / stride + frame.before[axis] + 1 - taps[axis].max(1)
        };
        for picture in 0..chunk {
            for y in (0..height).filter(|y| (y + padding) % stride == at[0]) {
                for x in (0..width).filter(|x| (x + padding) % stride == at[1]) {
                    starts.push(index(frame.place(picture, first(y, 0), first(x, 1))));
                    to.push(index(((picture * height + y) * width + x) * channels));
                }
            }
        }
        PixelClass {
            weight: PackedMatrix::new(Matrix::new(&part, [taps[0] * taps[1] * inputs, channels])),
            runs: runs(taps[0], frame.width() * inputs, taps[1] * inputs),
            starts,
            to,
        }
    }

    /// The weight's gradient, from one picture and the gradient of the other.
    fn weight_gradient(&self, fine: &[f32], coarse: &[f32]) -> Vec<f32> {
        let [h, w, channels] = self.coarse;
        let [_, _, inputs] = self.fine;
        let taps = self.taps();
        let windows = self.windows();
        let starts = windows.starts(self.batch, [h, w]);
        let frame = windows.frame;
        let chunk = self.images_per_chunk(2 * frame.length());
        let put = |fine: &[f32], data: &mut [MaybeUninit<f32>]| frame.put(fine, data);
        let length = self.batch * frame.length();
        // SAFETY: each picture is put into its frame.
        let data = unsafe { written(length, |data| self.parallel_images(chunk, fine, data, put)) };
        let pixels = ContiguousRows::new(self.batch * h * w, channels);
        let found = outer(windows.rows(&data, &starts), pixels.of(coarse));
        reversed(&found, [taps, inputs, channels])
    }

    /// What the coarse pixels see of the fine picture.
    fn windows(&self) -> WindowRows {
        let ConvWindow {
            size,
            stride,
            padding,
        } = self.window;
        let [_, _, channels] = self.fine;
        let frame = PaddedShape {
            shape: self.fine,
            before: [padding, padding],
            after: [padding, padding],
        };
        WindowRows {
            runs: runs(size, frame.width() * channels, size * channels),
            frame,
            stride,
        }
    }

    /// How many pictures are computed together if each needs so many numbers: as many as stay in a
    /// core's cache.
    fn images_per_chunk(&self, numbers: usize) -> usize {
        const CACHE: usize = 1 << 16;
        (CACHE / numbers.max(1)).clamp(1, self.batch.max(1))
    }

    /// Calls `work` with a `chunk` pictures at a time of those that are read and those that are
    /// written, all of them.
    ///
    /// # Panics
    /// Panics when there are more of one than of the other.
    fn parallel_images<T: Send>(
        &self,
        chunk: usize,
        x: &[f32],
        y: &mut [T],
        work: impl Fn(&[f32], &mut [T]) + Send + Sync,
    ) {
        let [h, w, channels] = self.coarse;
        let [_, _, inputs] = self.fine;
        let multiplications = self.batch * h * w * channels * inputs * self.taps();
        let [of_x, of_y] = [x.len(), y.len()].map(|length| length / self.batch.max(1) * chunk);
        let (from, to) = (x.chunks(of_x.max(1)), y.chunks_mut(of_y.max(1)));
        assert_eq!(from.len(), to.len(), "as many pictures come as go");
        let pieces = from.zip(to);
        if parts(multiplications) > 1 {
            parallel_for_each(pieces.collect(), |(x, y)| work(x, y));
        } else {
            for (x, y) in pieces {
                beat();
                work(x, y);
            }
        }
    }
}

/// Fine pixels that see the same part of the weight.
struct PixelClass {
    weight: PackedMatrix,
    /// What they see of the coarse picture, from where it begins.
    runs: Vec<RowRun>,
    starts: Vec<u32>,
    /// Where they lie.
    to: Vec<u32>,
}
