//! The same layers on the GPU, through burn's wgpu backend: WebGPU in a browser, Vulkan, Metal or
//! DX12 natively.
//!
//! burn's own shaders stage tiles in shared memory, behind barriers, and convolve one number at a
//! time. Those here are text in WGSL, each made for what it reads and how its numbers lie, but for
//! no particular size: sizes arrive in a uniform, so that a model's layers and batches of any size
//! share their pipelines, and little has to be compiled before the first step.

mod bridge;
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

pub use bridge::Operand;
pub use constructors::construct;
pub use elementwise::{adam, bytes, leaky_relu, sigmoid};
pub use layers::{convolution, linear};
pub use losses::{cross_entropy, cross_entropy_with, mixed};
pub use norm::{batch_norm, batch_norm_by};
