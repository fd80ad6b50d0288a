//! Trains the models that `assets/models` ships: those of digits and of clothes from a folder with the
//! four IDX files of MNIST or Fashion-MNIST, those of faces and hanzi from nothing but a seed.
//!
//! ```text
//! cargo run --release -p model --features pretrain --bin pretrain -- --data FOLDER
//! cargo run --release -p model --features pretrain --bin pretrain -- --model vae-faces
//! ```
//!
//! An interrupted run goes on at its last whole epoch when the same command is given again.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "native: reading a tensor may block"
)]

mod checkpoint;
mod error;
mod export;
mod faces;
mod gan;
mod hanzi;
mod images;
mod judge;
mod known_effects;
mod measured;
mod plan;
mod presets;
#[path = "../shared/mod.rs"]
mod shared;
mod vae;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
#[cfg(feature = "webgpu")]
use shared::restart::again_with;

pub use error::PretrainError;

/// Train the models that assets/models ships.
#[derive(Parser)]
pub struct PretrainArguments {
    /// Folder with train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and
    /// t10k-labels-idx1-ubyte, each plain or as .gz, also as archives name them; models of drawn
    /// images need none
    #[arg(long)]
    data: Option<PathBuf>,
    /// Which model; all if none is named
    #[arg(long)]
    model: Vec<String>,
    /// Where the shipped files go
    #[arg(long, default_value = "assets/models")]
    out: PathBuf,
    /// Where checkpoints are kept
    #[arg(long, default_value = "target/pretrain")]
    work: PathBuf,
    /// Epochs, in place of the preset's
    #[arg(long)]
    epochs: Option<u32>,
    /// Use the first N training images only
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Start anew even if there is a checkpoint
    #[arg(long)]
    fresh: bool,
    /// Train on cpu, or on a GPU: vulkan or metal, vulkan:1 for the second and so on, of a build with the
    /// feature `webgpu`
    #[arg(long, default_value = "cpu", conflicts_with = "again")]
    device: String,
    /// Train nothing: write the files in --out anew from the weights that are there
    #[arg(long, conflicts_with_all = ["epochs", "fresh"])]
    again: bool,
}

/// Names the file in an input or output error.
pub fn io(path: &Path) -> impl FnOnce(std::io::Error) -> PretrainError + '_ {
    move |error| PretrainError::Io {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}

/// What burn takes for its default device, where it puts a state that it reads until the first step. In a
/// build with a GPU that would be the first GPU, on machines that have none, too.
#[cfg(feature = "webgpu")]
const DEFAULT_DEVICE: [&str; 2] = ["BURN_DEVICE", "flex"];

fn main() -> ExitCode {
    let arguments = PretrainArguments::parse();
    #[cfg(feature = "webgpu")]
    {
        let [variable, value] = DEFAULT_DEVICE;
        if std::env::var(variable).as_deref() != Ok(value) {
            return again_with(variable, value).unwrap_or_else(|failure| {
                eprintln!(
                    "pretrain: expected to begin again with {variable}={value}, found {failure}."
                );
                ExitCode::FAILURE
            });
        }
    }
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("pretrain: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &PretrainArguments) -> Result<(), PretrainError> {
    for job in plan::make(arguments)? {
        job.run(&arguments.out)?;
    }
    Ok(())
}
