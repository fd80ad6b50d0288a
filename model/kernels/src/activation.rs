//! Rectifiers, and the sigmoid.

use burn::tensor::Tensor;

use crate::bridge::{Operand, Operation, apply};
use crate::loops;
use crate::parallel::share_rows;

/// x where positive, `slope` · x elsewhere; `None` unless the tensor is on a device that is served.
///
/// # Shapes
/// any; it stays
pub fn leaky_relu<const D: usize>(x: &Tensor<D>, slope: f32) -> Option<Tensor<D>> {
    let on_cpu = |operand| apply(LeakyRelu(slope), [operand], x.dims());
    let found = Operand::of(x.clone()).map(on_cpu);
    #[cfg(feature = "webgpu")]
    let found = found.or_else(|| crate::gpu::leaky_relu(x, slope));
    found
}

/// σ(x) = 1 / (1 + e⁻ˣ); `None` unless the tensor is on a device that is served.
///
/// # Shapes
/// any; it stays
pub fn sigmoid<const D: usize>(x: &Tensor<D>) -> Option<Tensor<D>> {
    let on_cpu = |operand| apply(Sigmoid, [operand], x.dims());
    let found = Operand::of(x.clone()).map(on_cpu);
    #[cfg(feature = "webgpu")]
    let found = found.or_else(|| crate::gpu::sigmoid(x));
    found
}

#[derive(Clone, Copy, Debug)]
struct LeakyRelu(f32);

impl Operation<1> for LeakyRelu {
    type Kept = ();

    fn forward(&self, [x]: [&[f32]; 1]) -> (Vec<f32>, ()) {
        let slope = self.0;
        let mut y = vec![0.0; x.len()];
        share_rows(x, &mut y, 1, |_, x, y| loops::rectify(x, x, slope, y));
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
        share_rows(x, &mut found, 1, |begin, x, found| {
            loops::rectify(x, &gradient[begin..], slope, found);
        });
        [Some(found)]
    }
}

#[derive(Clone, Copy, Debug)]
struct Sigmoid;

impl Operation<1> for Sigmoid {
    /// The output.
    type Kept = Vec<f32>;

    fn forward(&self, [x]: [&[f32]; 1]) -> (Vec<f32>, Vec<f32>) {
        let mut y = vec![0.0; x.len()];
        share_rows(x, &mut y, 1, |_, x, y| loops::sigmoid(x, y));
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
        share_rows(y, &mut found, 1, |begin, y, found| {
            loops::sigmoid_back(y, &gradient[begin..][..y.len()], found);
        });
        [Some(found)]
    }
}
