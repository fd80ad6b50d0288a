//! Rectifiers, and the sigmoid.

use burn::tensor::Tensor;

use crate::autograd::{CpuOperand, CpuOperation, apply};
use crate::elementwise;
use crate::parallel::map_rows;

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
    fn forward(&self, [x]: [&[f32]; 1]) -> Vec<f32> {
        let slope = self.0;
        map_rows(x, 1, |_, x, y| elementwise::leaky_relu(x, x, slope, y))
    }

    fn backward(
        &self,
        [x]: [&[f32]; 1],
        _output: &[f32],
        gradient: &[f32],
        _wanted: [bool; 1],
    ) -> [Option<Vec<f32>>; 1] {
        let slope = self.0;
        let found = map_rows(x, 1, |begin, x, found| {
            elementwise::leaky_relu(x, &gradient[begin..], slope, found)
        });
        [Some(found)]
    }
}

#[derive(Clone, Copy, Debug)]
struct SigmoidOp;

impl CpuOperation<1> for SigmoidOp {
    const NEEDS_OUTPUT: bool = true;

    fn forward(&self, [x]: [&[f32]; 1]) -> Vec<f32> {
        map_rows(x, 1, |_, x, y| elementwise::sigmoid(x, y))
    }

    fn backward(
        &self,
        _inputs: [&[f32]; 1],
        y: &[f32],
        gradient: &[f32],
        _wanted: [bool; 1],
    ) -> [Option<Vec<f32>>; 1] {
        let found = map_rows(y, 1, |begin, y, found| {
            elementwise::sigmoid_backward(y, &gradient[begin..][..y.len()], found)
        });
        [Some(found)]
    }
}
