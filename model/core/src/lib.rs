//! Latent-variable models of images: networks, objectives, training, data and weights.
//!
//! Builds natively and for wasm32 from the same source, and knows no DOM. Everything random is
//! drawn on the host from a seed ([`random`]) and handed in as an argument, so that a computation
//! is the same on every engine; everything read back from a device is read asynchronously, because
//! a browser's WebGPU cannot wait.
//!
//! | module | holds |
//! |---|---|
//! | [`nn`] | layers, and how their weights begin |
//! | [`vae`] | the variational autoencoder: configuration, networks, objective |
//! | [`gan`] | generator, discriminator, their losses, progressive growing |
//! | [`vae_gan`] | an encoder with a generator, trained with or without a discriminator |
//! | [`loss`] | likelihoods and divergences, in nats per image |
//! | [`train`] | optimisers, steps, and a run from its specification |
//! | [`metrics`] | figures measured on held-out data |
//! | [`latent`] | points and planes of the latent space |
//! | [`weights`] | safetensors files with a model card |
//! | `device_choice` | which device a native program computes on; `native_gpu`: its GPUs, `gpu_needs`: whether one holds a run |
//! | [`data`] | images, and the IDX files they come in |

pub mod data;
pub mod device;
#[cfg(not(target_family = "wasm"))]
pub mod device_choice;
pub mod error;
pub mod gan;
#[cfg(all(any(feature = "webgpu", test), not(target_family = "wasm")))]
mod gpu_needs;
pub mod latent;
pub mod loss;
pub mod metrics;
#[cfg(all(feature = "webgpu", not(target_family = "wasm")))]
pub mod native_gpu;
pub mod nn;
pub mod personal;
pub mod random;
pub mod train;
pub mod vae;
pub mod vae_gan;
pub mod weights;

pub use device::Device;
pub use error::{ModelError, ModelResult};
