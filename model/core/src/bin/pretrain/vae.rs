//! Trains a VAE.

use std::path::Path;

use burn::module::Module;
use burn::optim::ModuleOptimizer;
use model::Device;
use model::data::Images;
use model::metrics::{self, ElboFigures};
use model::random::{HostRng, RandomStream};
use model::train::{self, VaeTraining};
use model::vae::{Vae, VaeConfig};

use crate::PretrainError;
use crate::checkpoint::CheckpointFolder;
use crate::presets::VaeRecipe;
use crate::shared::progress::ProgressTeller;

/// A run, at its newest checkpoint or its beginning.
pub struct VaeRun {
    checkpoints: CheckpointFolder,
    epochs_done: u32,
    vae: Vae,
    /// Adam with its moments.
    optimiser: ModuleOptimizer,
    device: Device,
}

impl VaeRun {
    /// A run that goes on from its newest checkpoint if there is one. Nothing is written.
    ///
    /// # Errors
    /// [`PretrainError::Checkpoint`] when there is one that this run cannot go on from.
    pub fn begin(
        id: &str,
        recipe: &VaeRecipe,
        work: &Path,
        fresh: bool,
        images: &Images,
        device: &Device,
    ) -> Result<Self, PretrainError> {
        let VaeRecipe { config, training } = recipe;
        let checkpoints = CheckpointFolder::new(work, id, &(config, training), images)?;
        let mut vae = Vae::new(config, training.seed, &device.clone().autodiff())?;
        let mut optimiser = train::adam();
        let mut epochs_done = 0;
        if fresh {
            checkpoints.check_replaceable()?;
        } else if let Some(saved) = checkpoints.newest()? {
            let broken = |error: burn::store::RecordError| checkpoints.unusable(error);
            vae = vae
                .try_load_file(saved.folder.join("vae"))
                .map_err(broken)?;
            optimiser = optimiser.load(saved.folder.join("adam")).map_err(broken)?;
            epochs_done = saved.done;
        }
        Ok(Self {
            checkpoints,
            epochs_done,
            vae,
            optimiser,
            device: device.clone(),
        })
    }

    /// Trains to the last epoch.
    ///
    /// # Errors
    /// [`PretrainError::Diverged`], and those of writing a checkpoint.
    pub fn fit(
        mut self,
        id: &str,
        recipe: &VaeRecipe,
        images: &Images,
        test: &Images,
    ) -> Result<Vae, PretrainError> {
        let VaeRecipe { config, training } = recipe;
        println!("{id}: {} parameters", train::parameter_count(&self.vae));
        if self.epochs_done == 0 {
            self.checkpoints.clear()?;
        } else {
            println!("{id}: goes on after epoch {}", self.epochs_done);
        }
        let device = self.device.clone().autodiff();
        let steps_per_epoch = (images.len() / training.batch) as u32;
        let ends = [self.epochs_done, training.epochs];
        let ends = ends.map(|epochs| u64::from(epochs * steps_per_epoch));
        let mut progress = ProgressTeller::new(id, "steps", ends);
        while self.epochs_done < training.epochs {
            let epoch = self.epochs_done;
            let loss = self.run_epoch(config, training, images, &device, &mut progress);
            if !loss.is_finite() {
                return Err(PretrainError::Diverged { epoch, loss });
            }
            self.save()?;
            let figures = measure(&self.vae, config, test, &self.device)?;
            progress.aside(|| {
                println!(
                    "{id}: epoch {:3}  training −ELBO {loss:7.2}  test −ELBO {:7.2} = {:.2} + KL {:.2} nats",
                    self.epochs_done, figures.negative_elbo, figures.reconstruction, figures.kl
                );
            });
        }
        progress.finish();
        Ok(self.vae.valid())
    }

    fn save(&self) -> Result<(), PretrainError> {
        let broken = |error: burn::store::RecordError| self.checkpoints.unusable(error);
        self.checkpoints.save(self.epochs_done, |folder| {
            let vae = self.vae.clone();
            vae.save_file(folder.join("vae")).map_err(broken)?;
            self.optimiser.save(folder.join("adam")).map_err(broken)?;
            Ok(())
        })
    }

    /// One pass over the images in an order of its own; returns the mean −ELBO as it was before
    /// each step.
    fn run_epoch(
        &mut self,
        config: &VaeConfig,
        training: &VaeTraining,
        images: &Images,
        device: &Device,
        progress: &mut ProgressTeller,
    ) -> f64 {
        let epoch = self.epochs_done;
        let order =
            HostRng::new(training.seed, RandomStream::Shuffle(epoch)).permutation(images.len());
        let batches: Vec<&[usize]> = order.chunks_exact(training.batch).collect();
        let steps = training.epochs * batches.len() as u32;
        let mut total = 0.0;
        for (i, batch) in batches.iter().enumerate() {
            let step = epoch * batches.len() as u32 + i as u32;
            let noise = HostRng::new(training.seed, RandomStream::Noise(step))
                .normal_tensor([batch.len(), config.latent], device);
            let (vae, elbo) = train::vae_step(
                self.vae.clone(),
                &mut self.optimiser,
                images.batch(batch, device),
                noise,
                training.beta_at(step),
                training.learning_rate_at(step, steps),
            );
            self.vae = vae;
            let loss: f32 = elbo.loss(1.0).into_scalar();
            total += f64::from(loss);
            progress.note(format!("{loss:.1} nats"));
            progress.reach(u64::from(step + 1));
        }
        self.epochs_done += 1;
        total / batches.len() as f64
    }
}

/// −ELBO on held-out images, on the model's device.
pub fn measure(
    vae: &Vae,
    config: &VaeConfig,
    images: &Images,
    device: &Device,
) -> Result<ElboFigures, PretrainError> {
    let vae = vae.valid();
    let figures = metrics::elbo(&vae, config.latent, images, 0, device);
    Ok(futures::executor::block_on(figures)?)
}
