//! What the checks in `tests/` share: tensors from and to plain numbers, networks with given
//! weights, small data sets, and comparison with a stated tolerance.
//!
//! Everything here panics rather than return an error: a check has no one to report to.

mod compare;
pub mod face_reader;
mod mnist;
mod networks;
pub mod runs;
mod states;

pub use compare::{Tolerance, assert_close};
pub use mnist::mnist_or_skip;
pub use networks::{
    colour_config, conv_config, dense_config, gradients, parameters, read, single, stripes, tensor,
    with_parameters,
};

pub use states::{state, tensors};

use std::path::PathBuf;

/// The project's root folder.
pub fn root() -> PathBuf {
    local_files::crate_folder!().join("..")
}

/// Runs a future to its end. On the CPU it never waits.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    futures::executor::block_on(future)
}
