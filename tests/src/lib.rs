//! What the checks in `tests/` share: tensors from and to plain numbers, networks with given
//! weights, small data sets, and comparison with a stated tolerance.
//!
//! Everything here panics rather than return an error: a check has no one to report to.

mod compare;
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
use std::sync::Arc;

use model::data::hanzi::HanziStrokes;

/// The project's root folder.
pub fn root() -> PathBuf {
    local_files::crate_folder!().join("..")
}

/// A file of the project, by its path from the root.
pub fn bytes_of(path: &str) -> Vec<u8> {
    std::fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The shipped strokes of characters.
pub fn hanzi() -> Arc<HanziStrokes> {
    let bytes = bytes_of(&format!("assets/data/{}", run_spec::HANZI_STROKES.name));
    Arc::new(HanziStrokes::read(&bytes).unwrap_or_else(|error| panic!("{error}")))
}

/// Runs a future to its end. On the CPU it never waits.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    futures::executor::block_on(future)
}
