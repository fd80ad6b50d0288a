//! The same layers on the GPU, through burn's wgpu backend: WebGPU in a browser, Vulkan, Metal or
//! DX12 natively.
//!
//! burn's own shaders stage tiles in shared memory, behind barriers, and convolve one number at a
//! time. Those here are text in WGSL, each made for what it reads and how its numbers lie, but for
//! no particular size: sizes arrive in a uniform, so that a model's layers and batches of any size
//! share their pipelines, and little has to be compiled before the first step.

mod autograd;
#[allow(unsafe_code, reason = "the linker's function has no other name")]
mod constructors;
mod elementwise;
mod launch;
mod layers;
mod losses;
mod norm;
mod outer;
mod product;
mod sums;

pub use autograd::GpuOperand;
pub use constructors::run_constructors;
pub use elementwise::{adam, leaky_relu, packed_bytes, sigmoid};
pub use layers::{convolution, linear};
pub use losses::{bce_with_logits, bce_with_logits_scalar, weighted_sum};
pub use norm::{batch_norm, batch_norm_inference};
