//! Rectifiers, and the sigmoid.

use burn::tensor::Tensor;

use crate::autograd::{CpuOperand, CpuOperation, apply};
use crate::elementwise;
use crate::parallel::parallel_rows;

/// x where positive, `slope` · x elsewhere; `None` unless the tensor is on a supported device.
///
/// # Shapes
/// any; it stays
pub fn leaky_relu<const D: usize>(x: &Tensor<D>, slope: f32) -> Option<Tensor<D>> {
    let on_cpu = |operand| apply(LeakyReluOp(slope), [operand], x.dims());
    let found = CpuOperand::of(x.clone()).map(on_cpu);
    #[cfg(feature = "webgpu")]
    let found = found.or_else(|| crate::gpu::leaky_relu(x, slope));
    found
}

/// σ(x) = 1 / (1 + e⁻ˣ); `None` unless the tensor is on a supported device.
///
/// # Shapes
/// any; it stays
pub fn sigmoid<const D: usize>(x: &Tensor<D>) -> Option<Tensor<D>> {
    let on_cpu = |operand| apply(SigmoidOp, [operand], x.dims());
    let found = CpuOperand::of(x.clone()).map(on_cpu);
    #[cfg(feature = "webgpu")]
    let found = found.or_else(|| crate::gpu::sigmoid(x));
    found
}

#[derive(Clone, Copy, Debug)]
struct LeakyReluOp(f32);

impl CpuOperation<1> for LeakyReluOp {
    type Saved = ();

    fn forward(&self, [x]: [&[f32]; 1]) -> (Vec<f32>, ()) {
        let slope = self.0;
        let mut y = vec![0.0; x.len()];
        parallel_rows(x, &mut y, 1, |_, x, y| {
            elementwise::leaky_relu(x, x, slope, y)
        });
        (y, ())
    }

    fn backward(
        &self,
        [x]: [&[f32]; 1],
        (): &(),
        gradient: &[f32],
        _wanted: [bool; 1],
    ) -> [Option<Vec<f32>>; 1] {
        let slope = self.0;
        let mut found = vec![0.0; x.len()];
        parallel_rows(x, &mut found, 1, |begin, x, found| {
            elementwise::leaky_relu(x, &gradient[begin..], slope, found);
        });
        [Some(found)]
    }
}

#[derive(Clone, Copy, Debug)]
struct SigmoidOp;

impl CpuOperation<1> for SigmoidOp {
    /// The output.
    type Saved = Vec<f32>;

    fn forward(&self, [x]: [&[f32]; 1]) -> (Vec<f32>, Vec<f32>) {
        let mut y = vec![0.0; x.len()];
        parallel_rows(x, &mut y, 1, |_, x, y| elementwise::sigmoid(x, y));
        (y.clone(), y)
    }

    fn backward(
        &self,
        _inputs: [&[f32]; 1],
        y: &Vec<f32>,
        gradient: &[f32],
        _wanted: [bool; 1],
    ) -> [Option<Vec<f32>>; 1] {
        let mut found = vec![0.0; y.len()];
        parallel_rows(y, &mut found, 1, |begin, y, found| {
            elementwise::sigmoid_backward(y, &gradient[begin..][..y.len()], found);
        });
        [Some(found)]
    }
}
