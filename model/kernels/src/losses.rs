//! Cross-entropies, and mixtures of two tensors. Composed from burn's operations, each is a chain of
//! passes of which each costs more than what it computes.

use burn::tensor::Tensor;

use crate::autograd::{CpuOperand, CpuOperation, apply};
use crate::elementwise;
use crate::parallel::map_rows;

/// −t log σ(l) − (1 − t) log(1 − σ(l)) of each logit l and its target t; `None` unless both are on a
/// supported device.
///
/// # Shapes
/// both the same; it stays
pub fn bce_with_logits<const D: usize>(
    logits: &Tensor<D>,
    targets: &Tensor<D>,
) -> Option<Tensor<D>> {
    let found = on_cpu(logits, targets);
    #[cfg(feature = "webgpu")]
    let found = found.or_else(|| crate::gpu::bce_with_logits(logits, targets));
    found
}

fn on_cpu<const D: usize>(logits: &Tensor<D>, targets: &Tensor<D>) -> Option<Tensor<D>> {
    assert_eq!(logits.dims(), targets.dims(), "a target for each logit");
    let operands = [
        CpuOperand::of(logits.clone())?,
        CpuOperand::of(targets.clone())?,
    ];
    Some(apply(BceWithLogitsOp, operands, logits.dims()))
}

/// The same with one target for all.
///
/// # Shapes
/// any; it stays
pub fn bce_with_logits_scalar<const D: usize>(
    logits: &Tensor<D>,
    target: f32,
) -> Option<Tensor<D>> {
    let on_cpu = |operand| apply(BceWithLogitsScalarOp(target), [operand], logits.dims());
    let found = CpuOperand::of(logits.clone()).map(on_cpu);
    #[cfg(feature = "webgpu")]
    let found = found.or_else(|| crate::gpu::bce_with_logits_scalar(logits, target));
    found
}

#[derive(Clone, Copy, Debug)]
struct BceWithLogitsOp;

impl CpuOperation<2> for BceWithLogitsOp {
    fn forward(&self, [logits, targets]: [&[f32]; 2]) -> Vec<f32> {
        forward(logits, targets)
    }

    fn backward(
        &self,
        [logits, targets]: [&[f32]; 2],
        _output: &[f32],
        gradient: &[f32],
        [of_logits, of_targets]: [bool; 2],
    ) -> [Option<Vec<f32>>; 2] {
        let of_target = |(logit, gradient): (&f32, &f32)| -logit * gradient;
        [
            of_logits.then(|| backward(logits, targets, gradient)),
            of_targets.then(|| logits.iter().zip(gradient).map(of_target).collect()),
        ]
    }
}

/// With one target.
#[derive(Clone, Copy, Debug)]
struct BceWithLogitsScalarOp(f32);

impl CpuOperation<1> for BceWithLogitsScalarOp {
    fn forward(&self, [logits]: [&[f32]; 1]) -> Vec<f32> {
        forward(logits, &vec![self.0; logits.len()])
    }

    fn backward(
        &self,
        [logits]: [&[f32]; 1],
        _output: &[f32],
        gradient: &[f32],
        _wanted: [bool; 1],
    ) -> [Option<Vec<f32>>; 1] {
        let targets = vec![self.0; logits.len()];
        [Some(backward(logits, &targets, gradient))]
    }
}

fn forward(logits: &[f32], targets: &[f32]) -> Vec<f32> {
    map_rows(logits, 1, |begin, logits, found| {
        let targets = &targets[begin..][..logits.len()];
        elementwise::bce_with_logits(logits, targets, found)
    })
}

/// The gradient by the logits: (σ(l) − t) times what comes back.
fn backward(logits: &[f32], targets: &[f32], gradient: &[f32]) -> Vec<f32> {
    map_rows(logits, 1, |begin, logits, found| {
        let [targets, gradient] = [targets, gradient].map(|x| &x[begin..][..logits.len()]);
        elementwise::bce_with_logits_backward([logits, targets, gradient], found)
    })
}

/// `weights[0] · a + weights[1] · b`; `None` unless both are on the GPU and neither is followed by
/// autodiff.
///
/// # Shapes
/// both the same; it stays
#[cfg_attr(not(feature = "webgpu"), allow(unused_variables))]
pub fn weighted_sum<const D: usize>(
    a: &Tensor<D>,
    b: &Tensor<D>,
    weights: [f32; 2],
) -> Option<Tensor<D>> {
    #[cfg(feature = "webgpu")]
    return crate::gpu::weighted_sum(a, b, weights);
    #[cfg(not(feature = "webgpu"))]
    None
}
