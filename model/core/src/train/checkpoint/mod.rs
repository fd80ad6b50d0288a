//! A run's whole state as a safetensors file: weights, averages, running statistics, singular
//! vectors, the optimisers' moments, points that were pushed, and as metadata the step number with
//! the specification as it was then.
//!
//! A checkpoint carries the live settings that it was made with, and a run that goes back to it has
//! them again.

mod early_runs;
mod optimiser_state;
mod state;

use run_spec::RunSpec;

use super::networks::RunNetworks;
use super::trainer::Trainer;
use crate::ModelResult;
use crate::data::{ToyPoints, TrainingData};
use crate::device::Device;
use crate::error::WeightRange;
use crate::weights::{
    HostTensor, TensorFile, WeightPrecision, assign_named, check_range, named, read_named,
    refuse_others,
};
use optimiser_state::{OptimiserLoader, OptimiserSaver};
use state::{CheckpointState, FILE, VERSION, parse};

/// The names of pushed points: those that are trained on, and the two samples that are held out.
const POINTS: [&str; 3] = ["points.training", "points.held-out", "points.second"];

impl Trainer {
    /// The run as a file. A run that is restored from it goes on bit for bit like this one.
    ///
    /// # Errors
    /// [`ModelError::Device`](crate::ModelError::Device) when the state cannot be read from its
    /// device, [`ModelError::TensorNotFinite`](crate::ModelError::TensorNotFinite) when the run has
    /// diverged.
    pub async fn checkpoint(&self) -> ModelResult<Vec<u8>> {
        let mut saver = OptimiserSaver::default();
        let networks = &self.networks;
        saver.player("generator", &networks.generator);
        if let Some(trainable) = &networks.encoder {
            saver.player("encoder", trainable);
        }
        if let Some(trainable) = &networks.coder {
            saver.player("coder", trainable);
        }
        if let Some(trainable) = &networks.discriminator {
            saver.player("discriminator", trainable);
        }
        if let Some(average) = &networks.average {
            saver.tensors.extend(named("average", average));
        }
        let mut tensors = read_named(saver.tensors).await?;
        for (name, tensor) in &tensors {
            check_range(FILE, name, &tensor.values, WeightRange::Finite)?;
        }
        if let Some(points) = self.source.points().filter(|points| points.is_pushed()) {
            let parts = [points.training(), points.held_out(), points.second()];
            tensors.extend(POINTS.into_iter().zip(parts).map(|(name, part)| {
                let tensor = HostTensor {
                    shape: vec![part.len() / 2, 2],
                    values: part.to_vec(),
                };
                (name.to_owned(), tensor)
            }));
        }
        let state = CheckpointState {
            version: VERSION,
            steps: self.steps,
            batches: self.batches,
            average_since: networks.average_since,
            // To the millisecond: so many digits are read as they were written.
            seconds: (self.elapsed_seconds * 1000.0).round() / 1000.0,
            updates: saver.updates,
            spec: self.spec.clone(),
            began_with: self.began_with.clone(),
            digest: String::new(),
            damage: None,
        };
        state.write(&TensorFile::new(WeightPrecision::F32, tensors))
    }

    /// Puts the run into the state that [`Self::checkpoint`] wrote. Fields that may change while a
    /// run goes on become those of the file, and so do the points.
    ///
    /// # Errors
    /// [`ModelError::Checkpoint`](crate::ModelError::Checkpoint) or a variant that speaks of a tensor
    /// when the file is no state of such a run, [`ModelError::NotLive`](crate::ModelError::NotLive)
    /// when it is the state of another one. The run stays as it was.
    pub fn restore(&mut self, bytes: &[u8]) -> ModelResult<()> {
        let (tensors, state) = parse(bytes)?;
        self.put_back(tensors, &state)
    }

    /// The run that [`Self::checkpoint`] wrote, on the same images.
    ///
    /// # Errors
    /// As [`Self::new`] and [`Self::restore`].
    pub fn resume(bytes: &[u8], source: TrainingData, device: &Device) -> ModelResult<Self> {
        let (tensors, state) = parse(bytes)?;
        let mut trainer = Self::new(&state.spec, source, device)?;
        trainer.put_back(tensors, &state)?;
        Ok(trainer)
    }

    /// What a checkpoint's run is: for who must find its images first.
    ///
    /// # Errors
    /// As [`Self::restore`], as far as the file alone can tell.
    pub fn spec_of(bytes: &[u8]) -> ModelResult<RunSpec> {
        parse(bytes).map(|(_, state)| state.spec)
    }

    fn put_back(&mut self, mut tensors: TensorFile, state: &CheckpointState) -> ModelResult<()> {
        let before = self.spec.clone();
        self.set(&state.spec)?;
        let read = self
            .read_points(&mut tensors)
            .and_then(|points| Ok((points, self.read_networks(&mut tensors, state)?)))
            .and_then(|read| state.check_damage().map(|()| read));
        match read {
            Ok((points, networks)) => {
                if let Some(points) = points {
                    self.source = points;
                }
                self.networks = networks;
                self.steps = state.steps;
                self.batches = state.batches;
                self.began_with = state.began_with.clone();
                self.elapsed_seconds = state.seconds;
                self.forget_measured();
                Ok(())
            }
            Err(error) => {
                self.spec = before;
                Err(error)
            }
        }
    }

    /// The points of a checkpoint: those that were pushed, or the world's own where the run's were
    /// pushed since. `None` where they are what they are to be.
    fn read_points(&self, tensors: &mut TensorFile) -> ModelResult<Option<TrainingData>> {
        let Some(now) = self.source.points() else {
            return Ok(None);
        };
        if POINTS.iter().all(|name| tensors.shape(name).is_none()) {
            let moved = now.is_pushed();
            return moved
                .then(|| TrainingData::of_world(&self.spec))
                .transpose();
        }
        let mut take = |name: &str, like: &[f32]| {
            let values = tensors.take(FILE, name, &[like.len() / 2, 2])?;
            let bound = WeightRange::Within(ToyPoints::BOUND);
            check_range(FILE, name, &values, bound).map(|()| values)
        };
        let points = ToyPoints::pushed(
            take(POINTS[0], now.training())?,
            take(POINTS[1], now.held_out())?,
            take(POINTS[2], now.second())?,
        );
        Ok(Some(TrainingData::of_points(points)))
    }

    fn read_networks(
        &self,
        tensors: &mut TensorFile,
        state: &CheckpointState,
    ) -> ModelResult<RunNetworks> {
        let count = tensors.names().count();
        let mut networks = RunNetworks::new(&self.spec, self.image, &self.device)?;
        networks.average_since = state.average_since;
        let mut loader = OptimiserLoader {
            tensors,
            state,
            device: &self.device,
        };
        loader.player("generator", &mut networks.generator)?;
        if let Some(trainable) = &mut networks.encoder {
            loader.player("encoder", trainable)?;
        }
        if let Some(trainable) = &mut networks.coder {
            loader.player("coder", trainable)?;
        }
        if let Some(trainable) = &mut networks.discriminator {
            loader.player("discriminator", trainable)?;
        }
        if let Some(average) = networks.average.take() {
            let plain = self.device.clone().without_autodiff();
            let average = assign_named(FILE, "average", average, loader.tensors, &plain)?;
            networks.average = Some(average);
        }
        refuse_others(FILE, tensors, count - tensors.names().count())?;
        Ok(networks)
    }
}
