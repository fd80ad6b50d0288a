//! The layers, and the way back through them.
//!
//! A convolution reads planes with a border of zeros, and writes rows as long as the bordered ones, so
//! that each of its nine taps is one multiplication of slices that lie in one piece. What it writes
//! beyond the picture's right edge is passed over.

/// Marks what no pixel of a pooled plane depends on, because it was rectified to 0.
const RECTIFIED: u32 = u32::MAX;

/// A 3 × 3 convolution, rectified, of which the largest of each 2 × 2 is left.
#[derive(Clone, Debug, PartialEq)]
pub struct PooledConvolution {
    /// `[outputs, inputs, 3, 3]`
    pub weights: Vec<f32>,
    /// `[outputs]`
    pub biases: Vec<f32>,
    pub inputs: usize,
    /// Pixels down and across each plane that it reads.
    pub height: usize,
    pub width: usize,
}

/// What a [`PooledConvolution`] gives, with what the way back needs.
pub struct PooledPlanes {
    /// `[outputs, height / 2, width / 2]`
    pub values: Vec<f32>,
    /// Of each value, which pixel of the unpooled plane it is; [`RECTIFIED`] where it is none.
    from: Vec<u32>,
}

impl PooledConvolution {
    /// How many numbers [`Self::forward`] gives.
    pub fn outputs(&self) -> usize {
        self.biases.len() * (self.height / 2) * (self.width / 2)
    }

    /// Pixels of a bordered row.
    fn stride(&self) -> usize {
        self.width + 2
    }

    /// Numbers of a bordered plane. Two more than its pixels, for the last row's taps.
    fn bordered_len(&self) -> usize {
        (self.height + 2) * self.stride() + 2
    }

    /// # Shapes
    /// `x`: `[inputs, height, width]`
    pub fn forward(&self, x: &[f32]) -> PooledPlanes {
        let (stride, area) = (self.stride(), self.height * self.width);
        let length = self.bordered_len();
        let mut bordered = vec![0.0; self.inputs * length];
        for (plane, to) in x.chunks_exact(area).zip(bordered.chunks_exact_mut(length)) {
            let lines = to[stride + 1..].chunks_mut(stride);
            for (row, line) in plane.chunks_exact(self.width).zip(lines) {
                line[..self.width].copy_from_slice(row);
            }
        }
        let mut whole = vec![0.0; self.height * stride];
        let outputs = self.outputs();
        let mut pooled = PooledPlanes {
            values: Vec::with_capacity(outputs),
            from: Vec::with_capacity(outputs),
        };
        let kernels = self.weights.chunks_exact(self.inputs * 9);
        for (kernels, bias) in kernels.zip(&self.biases) {
            whole.fill(*bias);
            let planes = bordered.chunks_exact(length);
            for (plane, kernel) in planes.zip(kernels.as_chunks::<9>().0) {
                add_convolved(&mut whole, plane, kernel, stride);
            }
            self.pool(&whole, &mut pooled);
        }
        pooled
    }

    fn pool(&self, whole: &[f32], pooled: &mut PooledPlanes) {
        let stride = self.stride();
        for row in 0..self.height / 2 {
            for column in 0..self.width / 2 {
                let first = 2 * row * stride + 2 * column;
                let (mut value, mut from) = (0.0, RECTIFIED);
                for at in [first, first + 1, first + stride, first + stride + 1] {
                    if whole[at] > value {
                        (value, from) = (whole[at], at as u32);
                    }
                }
                pooled.values.push(value);
                pooled.from.push(from);
            }
        }
    }

    /// The gradient with respect to what was read, from that with respect to what was given.
    ///
    /// # Shapes
    /// `gradient`: `[outputs, height / 2, width / 2]` → `[inputs, height, width]`
    pub fn backward(&self, pooled: &PooledPlanes, gradient: &[f32]) -> Vec<f32> {
        let (stride, length) = (self.stride(), self.bordered_len());
        let mut bordered = vec![0.0; self.inputs * length];
        let size = (self.height / 2) * (self.width / 2);
        let kernels = self.weights.chunks_exact(self.inputs * 9);
        let planes = gradient
            .chunks_exact(size)
            .zip(pooled.from.chunks_exact(size));
        for (kernels, (gradient, from)) in kernels.zip(planes) {
            for (gradient, from) in gradient.iter().zip(from) {
                if *from == RECTIFIED || *gradient == 0.0 {
                    continue;
                }
                for (input, kernel) in kernels.as_chunks::<9>().0.iter().enumerate() {
                    let first = input * length + *from as usize;
                    for (tap, weight) in kernel.iter().enumerate() {
                        bordered[first + tap / 3 * stride + tap % 3] += weight * gradient;
                    }
                }
            }
        }
        let mut out = Vec::with_capacity(self.inputs * self.height * self.width);
        for plane in bordered.chunks_exact(length) {
            let lines = plane[stride + 1..].chunks(stride).take(self.height);
            out.extend(lines.flat_map(|line| &line[..self.width]));
        }
        out
    }
}

/// Adds one plane's share: all nine taps of a pixel at once, so that it is written once.
fn add_convolved(whole: &mut [f32], plane: &[f32], kernel: &[f32; 9], stride: usize) {
    let count = whole.len();
    let line = |row: usize| &plane[row * stride..][..count + 2];
    let (above, level, below) = (line(0), line(1), line(2));
    let [a0, a1, a2] = [0, 1, 2].map(|column| &above[column..][..count]);
    let [l0, l1, l2] = [0, 1, 2].map(|column| &level[column..][..count]);
    let [b0, b1, b2] = [0, 1, 2].map(|column| &below[column..][..count]);
    for at in 0..count {
        whole[at] += (kernel[0] * a0[at] + kernel[1] * a1[at] + kernel[2] * a2[at])
            + (kernel[3] * l0[at] + kernel[4] * l1[at] + kernel[5] * l2[at])
            + (kernel[6] * b0[at] + kernel[7] * b1[at] + kernel[8] * b2[at]);
    }
}

/// A dense layer.
#[derive(Clone, Debug, PartialEq)]
pub struct DenseLayer {
    /// `[outputs, inputs]`
    pub weights: Vec<f32>,
    /// `[outputs]`
    pub biases: Vec<f32>,
}

impl DenseLayer {
    pub fn forward(&self, x: &[f32]) -> Vec<f32> {
        let rows = self.weights.chunks_exact(x.len()).zip(&self.biases);
        rows.map(|(row, bias)| bias + dot(row, x)).collect()
    }

    /// The gradient with respect to what was read, from that with respect to what was given.
    pub fn backward(&self, gradient: &[f32]) -> Vec<f32> {
        let inputs = self.weights.len() / self.biases.len();
        let mut out = vec![0.0; inputs];
        for (row, gradient) in self.weights.chunks_exact(inputs).zip(gradient) {
            if *gradient != 0.0 {
                for (to, weight) in out.iter_mut().zip(row) {
                    *to += weight * gradient;
                }
            }
        }
        out
    }
}

/// The scalar product, in eight sums, which the compiler keeps in vectors.
fn dot(one: &[f32], other: &[f32]) -> f32 {
    let (ones, one_rest) = one.as_chunks::<8>();
    let (others, other_rest) = other.as_chunks::<8>();
    let mut sums = [0.0_f32; 8];
    for (one, other) in ones.iter().zip(others) {
        for at in 0..8 {
            sums[at] += one[at] * other[at];
        }
    }
    let rest: f32 = one_rest.iter().zip(other_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}
