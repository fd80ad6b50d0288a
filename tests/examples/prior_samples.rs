//! Pictures of draws from the prior, as an IDX file for `reference/judge.py`:
//!
//! ```text
//! cargo run --release -p tests --features model/pretrain --example prior_samples -- vae-mnist-10d 1000 samples.idx
//! ```
//!
//! The draws are those of seed 0. In place of a shipped model's name, a weights file that the Train
//! room saved will do.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks"
)]

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use model::data::{Images, idx};
use model::device;
use model::random::{HostRng, RandomStream};
use model::weights;
use tests::{root, run};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [id, count, out] = &arguments[..] else {
        eprintln!("usage: prior_samples MODEL COUNT OUT.idx");
        return ExitCode::FAILURE;
    };
    match write(id, count, out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("prior_samples: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(id: &str, count: &str, out: &str) -> Result<(), Box<dyn Error>> {
    let count: usize = count.parse()?;
    let device = device::cpu();
    let path = if id.ends_with(".safetensors") {
        PathBuf::from(id)
    } else {
        root()
            .join("assets/models")
            .join(format!("{id}.safetensors"))
    };
    let (card, model) =
        weights::load(&path.display().to_string(), &std::fs::read(&path)?, &device)?;
    let points = HostRng::new(0, RandomStream::Prior).normals(count * model.latent());
    let pictures = run(model.pictures(&points, &device))?;
    std::fs::write(
        out,
        idx::write_images(&Images::new(model.image(), pictures)),
    )?;
    println!("{out}: {count} pictures of {}", card.title);
    Ok(())
}
