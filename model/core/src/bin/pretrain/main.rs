//! Trains the models that `assets/models` ships, from a folder with MNIST's four IDX files.
//!
//! ```text
//! cargo run --release -p model --features pretrain --bin pretrain -- --data FOLDER
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
mod export;
mod gan;
mod judge;
mod presets;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use burn::module::Module;
use checkpoint::{CheckpointFolder, ResumedRun};
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use model::data::{Images, idx};
use model::metrics::{self, ElboFigures};
use model::random::{HostRng, RandomStream};
use model::train::{self, VaeTraining};
use model::vae::{Vae, VaeConfig};
use model::{Device, device, weights};
use presets::{ModelRecipe, VaeRecipe};

/// Train the models that assets/models ships.
#[derive(Parser)]
pub struct PretrainArguments {
    /// Folder with train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and
    /// t10k-labels-idx1-ubyte, each plain or as .gz
    #[arg(long)]
    data: PathBuf,
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
    /// Train nothing: write the files in --out anew from the weights that are there
    #[arg(long, conflicts_with_all = ["epochs", "fresh"])]
    again: bool,
}

/// Why the program stops.
#[derive(Debug, thiserror::Error)]
pub enum PretrainError {
    /// The library refused.
    #[error(transparent)]
    Model(#[from] model::ModelError),
    /// A file could not be read or written.
    #[error("{}: {reason}.", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// A model that is none of the presets.
    #[error("expected one of {known}, found the model `{found}`.")]
    UnknownModel {
        /// The presets.
        known: String,
        /// What was asked for.
        found: String,
    },
    /// A checkpoint of another run, or a broken one.
    #[error("the checkpoint in {} cannot be used: {reason}. Give --fresh to start anew.", folder.display())]
    Checkpoint {
        /// Where it lies.
        folder: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The loss is no longer a number.
    #[error(
        "the loss of epoch {epoch} is {loss}: the run diverged. Lower the learning rate and give --fresh."
    )]
    Diverged {
        /// From 0.
        epoch: u32,
        /// NaN or an infinity.
        loss: f64,
    },
    /// The list of shipped models cannot be read.
    #[error("{} is not a list of models: {reason}.", path.display())]
    Catalogue {
        /// Which file.
        path: PathBuf,
        /// What the parser said.
        reason: String,
    },
}

/// Names the file in an input or output error.
pub fn io(path: &Path) -> impl FnOnce(std::io::Error) -> PretrainError + '_ {
    move |error| PretrainError::Io {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}

fn main() -> ExitCode {
    match run(&PretrainArguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("pretrain: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &PretrainArguments) -> Result<(), PretrainError> {
    let presets = presets::presets();
    for name in &arguments.model {
        if !presets.iter().any(|preset| preset.id == name) {
            let known: Vec<_> = presets.iter().map(|preset| preset.id).collect();
            return Err(PretrainError::UnknownModel {
                known: known.join(", "),
                found: name.clone(),
            });
        }
    }
    let mut train = read_set(&arguments.data, "train")?;
    if let Some(limit) = arguments.limit {
        train = train.truncated(limit);
    }
    let test = read_set(&arguments.data, "t10k")?;
    for mut preset in presets {
        if !arguments.model.is_empty() && !arguments.model.iter().any(|name| name == preset.id) {
            continue;
        }
        if let Some(epochs) = arguments.epochs {
            preset.recipe.set_epochs(epochs);
        }
        let path = arguments.out.join(format!("{}.safetensors", preset.id));
        let file = path.display().to_string();
        let again = if arguments.again {
            Some(std::fs::read(&path).map_err(io(&path))?)
        } else {
            None
        };
        match &preset.recipe {
            ModelRecipe::Vae(recipe) => {
                let vae = match again {
                    Some(bytes) => weights::load_vae(&file, &bytes, &device::cpu())?.1,
                    None => {
                        let checkpoints = CheckpointFolder::new(&arguments.work, preset.id);
                        if arguments.fresh {
                            checkpoints.clear()?;
                        }
                        fit(preset.id, recipe, &checkpoints, &train, &test)?
                    }
                };
                export::vae(&preset, recipe, vae, &train, &test, &arguments.out)?;
            }
            ModelRecipe::Gan(recipe) => {
                let bytes = match again {
                    Some(bytes) => bytes,
                    None => gan::fit(preset.id, recipe, arguments, &train, &test)?,
                };
                export::generator(&preset, &file, &bytes, &train, &arguments.out)?;
            }
        }
    }
    Ok(())
}

/// Reads images and labels of `set` (`train` or `t10k`).
fn read_set(folder: &Path, set: &str) -> Result<Images, PretrainError> {
    let read = |suffix: &str| {
        let plain = folder.join(format!("{set}-{suffix}"));
        let packed = folder.join(format!("{set}-{suffix}.gz"));
        let path = if plain.exists() { plain } else { packed };
        let bytes = std::fs::read(&path).map_err(io(&path))?;
        Ok::<_, PretrainError>((path.display().to_string(), bytes))
    };
    let (file, bytes) = read("images-idx3-ubyte")?;
    let images = idx::images(&file, &bytes)?;
    let (file, bytes) = read("labels-idx1-ubyte")?;
    Ok(images.with_labels(idx::labels(&file, &bytes)?)?)
}

/// Trains to the last epoch, from the newest checkpoint if there is one.
fn fit(
    id: &str,
    recipe: &VaeRecipe,
    checkpoints: &CheckpointFolder,
    images: &Images,
    test: &Images,
) -> Result<Vae, PretrainError> {
    let VaeRecipe { config, training } = recipe;
    let device = device::cpu().autodiff();
    let vae = Vae::new(config, training.seed, &device)?;
    println!("{id}: {} parameters", train::parameter_count(&vae));
    let mut state = match checkpoints.resume(config, training, vae.clone())? {
        Some(state) => {
            println!("{id}: goes on after epoch {}", state.epochs_done);
            state
        }
        None => ResumedRun {
            epochs_done: 0,
            vae,
            optimiser: train::adam(),
        },
    };
    let steps_per_epoch = (images.len() / training.batch) as u32;
    let bar = progress(id, training.epochs * steps_per_epoch);
    bar.set_position(u64::from(state.epochs_done * steps_per_epoch));
    bar.reset_eta();
    while state.epochs_done < training.epochs {
        let epoch = state.epochs_done;
        let loss = run_epoch(&mut state, config, training, images, &device, &bar);
        if !loss.is_finite() {
            return Err(PretrainError::Diverged { epoch, loss });
        }
        checkpoints.save(config, training, &state)?;
        let figures = measure(&state.vae, config, test)?;
        bar.suspend(|| {
            println!(
                "{id}: epoch {:3}  training −ELBO {loss:7.2}  test −ELBO {:7.2} = {:.2} + KL {:.2} nats",
                state.epochs_done, figures.negative_elbo, figures.reconstruction, figures.kl
            );
        });
    }
    bar.finish_and_clear();
    Ok(state.vae.valid())
}

/// One pass over the images in an order of its own; returns the mean −ELBO as it was before each
/// step.
fn run_epoch(
    state: &mut ResumedRun,
    config: &VaeConfig,
    training: &VaeTraining,
    images: &Images,
    device: &Device,
    bar: &ProgressBar,
) -> f64 {
    let epoch = state.epochs_done;
    let order = HostRng::new(training.seed, RandomStream::Shuffle(epoch)).permutation(images.len());
    let batches: Vec<&[usize]> = order.chunks_exact(training.batch).collect();
    let steps = training.epochs * batches.len() as u32;
    let mut total = 0.0;
    for (i, batch) in batches.iter().enumerate() {
        let step = epoch * batches.len() as u32 + i as u32;
        let noise = HostRng::new(training.seed, RandomStream::Noise(step))
            .normal_tensor([batch.len(), config.latent], device);
        let (vae, elbo) = train::vae_step(
            state.vae.clone(),
            &mut state.optimiser,
            images.batch(batch, device),
            noise,
            training.beta_at(step),
            training.learning_rate_at(step, steps),
        );
        state.vae = vae;
        let loss: f32 = elbo.loss(1.0).into_scalar();
        total += f64::from(loss);
        bar.set_message(format!("{loss:.1} nats"));
        bar.inc(1);
    }
    state.epochs_done += 1;
    total / batches.len() as f64
}

/// −ELBO on held-out images.
pub fn measure(
    vae: &Vae,
    config: &VaeConfig,
    images: &Images,
) -> Result<ElboFigures, PretrainError> {
    let device = device::cpu();
    let vae = vae.valid();
    let figures = metrics::elbo(&vae, config.latent, images, 0, &device);
    Ok(futures::executor::block_on(figures)?)
}

/// A bar of so many steps.
pub fn progress(id: &str, steps: u32) -> ProgressBar {
    let style = ProgressStyle::with_template(
        "{prefix} {wide_bar} {pos}/{len} steps, {per_sec}, {eta} left, {msg}",
    )
    .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(u64::from(steps))
        .with_style(style)
        .with_prefix(id.to_owned())
}
