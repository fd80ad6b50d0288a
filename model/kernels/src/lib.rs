//! Layers of neural networks on the CPU and on the GPU: forward and backward, for small batches of
//! small pictures.
//!
//! burn's backends have every operation for every shape. A small VAE or GAN spends its time in a
//! few of them. This crate has those again, each as one pass with a derivative written by hand:
//!
//! - a matrix product reads the rows of its left side from anywhere in a slice ([`multiply`]), so a
//!   convolution needs no copy of its input (*im2col*), and a transposed one no scattered sums;
//! - pictures are `[batch, height, width, channels]`, so a product reads contiguous numbers.
//!
//! With the feature `webgpu`, the module `gpu` has the same layers for the GPU.
//!
//! Each function takes and returns burn's tensors. It returns `None` for tensors of a device that it
//! does not support: the caller then composes the operation from burn's.

/// Declares a function with the instructions that its inlined parts may use.
macro_rules! vectorised {
    ($(#[$attribute:meta])* fn $name:ident<$(const $c:ident: usize),*>($($argument:ident: $type:ty),* $(,)?) $(-> $result:ty)? $body:block) => {
        $(#[$attribute])*
        #[cfg_attr(target_arch = "x86_64", target_feature(enable = "avx2,fma"))]
        unsafe fn $name<$(const $c: usize),*>($($argument: $type),*) $(-> $result)? $body
    };
}

mod activation;
#[allow(
    unsafe_code,
    reason = "outputs are not set to zero before they are written"
)]
mod adam;
mod autograd;
#[allow(
    unsafe_code,
    reason = "outputs are not set to zero before they are written"
)]
mod conv;
#[cfg(any(feature = "webgpu", test))]
mod dispatch;
mod distance;
#[allow(unsafe_code, reason = "unchecked indexing in hot loops")]
#[allow(
    clippy::needless_range_loop,
    reason = "hot loops: iterators do not reliably compile to the same code"
)]
mod elementwise;
#[cfg(feature = "webgpu")]
mod gpu;
mod heartbeat;
mod linear;
mod losses;
#[allow(unsafe_code, reason = "unchecked indexing in hot loops")]
#[allow(
    clippy::needless_range_loop,
    reason = "hot loops: iterators do not reliably compile to the same code"
)]
mod multiply;
mod norm;
mod packed_bytes;
#[allow(
    unsafe_code,
    reason = "outputs are not set to zero before they are written"
)]
mod parallel;
#[allow(unsafe_code, reason = "vectors are loaded from pointers")]
mod simd;
mod squares;
mod support;
mod types;
#[allow(
    unsafe_code,
    reason = "outputs are not set to zero before they are written"
)]
mod written;

pub use activation::{leaky_relu, sigmoid};
pub use adam::adam;
pub use conv::{conv, conv_transpose};
pub use distance::squared_distance;
#[cfg(feature = "webgpu")]
pub use gpu::run_constructors;
pub use heartbeat::{beat, set_heartbeat};
pub use linear::linear;
pub use losses::{bce_with_logits, bce_with_logits_scalar, weighted_sum};
pub use norm::{batch_norm, batch_norm_inference};
pub use packed_bytes::packed_bytes;
pub use parallel::with_spin_pool;
pub use squares::sum_of_squares;
pub use support::supports;
pub use types::{AdamUpdate, BatchNormOutput, ConvWindow};
