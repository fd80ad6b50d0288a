//! Which devices the kernels run on.

use burn::tensor::Tensor;

/// Whether the kernels support a tensor's device: a CPU with the instructions that they were
/// compiled for, or a GPU if the crate has the feature `webgpu`.
pub fn supports<const D: usize>(tensor: &Tensor<D>) -> bool {
    let supported = crate::autograd::CpuOperand::of(tensor.clone()).is_some();
    #[cfg(feature = "webgpu")]
    let supported = supported || crate::gpu::GpuOperand::of(tensor).is_some();
    supported
}
