//! Chains of small operations as one, where each costs more than what it computes: on the GPU.
#![cfg_attr(not(feature = "webgpu"), allow(unused_variables))]

use burn::tensor::Tensor;

/// −t log σ(l) − (1 − t) log(1 − σ(l)) of each logit l and its target t; `None` unless both are on
/// the GPU.
///
/// # Shapes
/// both the same; it stays
pub fn cross_entropy<const D: usize>(logits: &Tensor<D>, targets: &Tensor<D>) -> Option<Tensor<D>> {
    #[cfg(feature = "webgpu")]
    return crate::gpu::cross_entropy(logits, targets);
    #[cfg(not(feature = "webgpu"))]
    None
}

/// The same with one target for all.
///
/// # Shapes
/// any; it stays
pub fn cross_entropy_with<const D: usize>(logits: &Tensor<D>, target: f32) -> Option<Tensor<D>> {
    #[cfg(feature = "webgpu")]
    return crate::gpu::cross_entropy_with(logits, target);
    #[cfg(not(feature = "webgpu"))]
    None
}

/// `weights[0] · a + weights[1] · b`; `None` unless both are on the GPU and neither is followed by
/// autodiff.
///
/// # Shapes
/// both the same; it stays
pub fn mixed<const D: usize>(a: &Tensor<D>, b: &Tensor<D>, weights: [f32; 2]) -> Option<Tensor<D>> {
    #[cfg(feature = "webgpu")]
    return crate::gpu::mixed(a, b, weights);
    #[cfg(not(feature = "webgpu"))]
    None
}
