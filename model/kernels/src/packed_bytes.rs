//! Grey values as bytes, before they leave the device: a quarter of what has to be read.

use burn::tensor::{Int, Tensor};

/// Four bytes in each number, the first in its lowest bits: 255 · x rounded, with x brought into
/// [0, 1] first. `None` unless the tensor is on the GPU.
///
/// # Shapes
/// any → `[⌈numbers / 4⌉]`
#[cfg_attr(not(feature = "webgpu"), allow(unused_variables))]
pub fn packed_bytes<const D: usize>(x: &Tensor<D>) -> Option<Tensor<1, Int>> {
    #[cfg(feature = "webgpu")]
    return crate::gpu::packed_bytes(x);
    #[cfg(not(feature = "webgpu"))]
    None
}
