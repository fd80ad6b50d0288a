//! A run's whole state as a safetensors file: weights, averages, running statistics, singular
//! vectors, the optimisers' moments, and the step number with the specification as metadata.

use std::collections::BTreeMap;

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::tensor::{Device, Tensor, TensorData};
use run_spec::RunSpec;
use serde::{Deserialize, Serialize};

use super::networks::RunNetworks;
use super::optimiser::NetworkOptimiser;
use super::trainable_network::TrainableNetwork;
use super::trainer::Trainer;
use crate::data::TrainingData;
use crate::error::CheckpointFault;
use crate::weights::{
    NamedTensors, TensorFile, WeightPrecision, assign_named, named, read_named, refuse_others,
};
use crate::{ModelError, ModelResult};

/// The version of the file's form that this build writes and reads.
const VERSION: u32 = 1;
/// The safetensors metadata key under which the state lies, as JSON.
const KEY: &str = "latentscape.run";
/// What a file of this kind is called in messages.
const FILE: &str = "The saved run";

/// What a checkpoint says of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct CheckpointState {
    version: u32,
    steps: u32,
    batches: u32,
    /// Steps taken before the generator's average began.
    #[serde(default)]
    average_since: u32,
    /// Updates of each parameter.
    updates: BTreeMap<String, u32>,
    spec: RunSpec,
}

impl Trainer {
    /// The run as a file. A run that is restored from it goes on bit for bit like this one.
    ///
    /// # Errors
    /// [`ModelError::Device`] when the state cannot be read from its device.
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
        let state = CheckpointState {
            version: VERSION,
            steps: self.steps,
            batches: self.batches,
            average_since: networks.average_since,
            updates: saver.updates,
            spec: self.spec.clone(),
        };
        let tensors = TensorFile::new(WeightPrecision::F32, read_named(saver.tensors).await?);
        // Plain data with string keys always serialises.
        let state = serde_json::to_string(&state).unwrap_or_default();
        tensors.to_bytes(Some((KEY, state)))
    }

    /// Puts the run into the state that [`Self::checkpoint`] wrote. Fields that may change while a
    /// run goes on become those of the file.
    ///
    /// # Errors
    /// [`ModelError::Checkpoint`] or a variant that speaks of a tensor when the file is no state of such
    /// a run, [`ModelError::NotLive`] when it is the state of another one. The run stays as it was.
    pub fn restore(&mut self, bytes: &[u8]) -> ModelResult<()> {
        let (mut tensors, state) = parse(bytes)?;
        let before = self.spec.clone();
        self.set(&state.spec)?;
        match self.read_networks(&mut tensors, &state) {
            Ok(networks) => {
                self.networks = networks;
                self.steps = state.steps;
                self.batches = state.batches;
                self.forget_measured();
                Ok(())
            }
            Err(error) => {
                self.spec = before;
                Err(error)
            }
        }
    }

    /// The run that [`Self::checkpoint`] wrote, on the same images.
    ///
    /// # Errors
    /// As [`Self::new`] and [`Self::restore`].
    pub fn resume(bytes: &[u8], source: TrainingData, device: &Device) -> ModelResult<Self> {
        let (_, state) = parse(bytes)?;
        let mut trainer = Self::new(&state.spec, source, device)?;
        trainer.restore(bytes)?;
        Ok(trainer)
    }

    /// What a checkpoint's run is: for who must find its images first.
    ///
    /// # Errors
    /// [`ModelError::Checkpoint`] when the file is no checkpoint.
    pub fn spec_of(bytes: &[u8]) -> ModelResult<RunSpec> {
        parse(bytes).map(|(_, state)| state.spec)
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

fn parse(bytes: &[u8]) -> ModelResult<(TensorFile, CheckpointState)> {
    let refused = |fault| ModelError::Checkpoint {
        file: FILE.to_owned(),
        fault,
    };
    let (tensors, metadata) = TensorFile::parse(FILE, bytes)?;
    let json = metadata
        .get(KEY)
        .ok_or_else(|| refused(CheckpointFault::Missing))?;
    let unreadable =
        |error: serde_json::Error| refused(CheckpointFault::Unreadable(error.to_string()));
    // The version first: a state of another version may have any other form.
    let value: serde_json::Value = serde_json::from_str(json).map_err(unreadable)?;
    let version = value.get("version").unwrap_or(&serde_json::Value::Null);
    if version.as_u64() != Some(u64::from(VERSION)) {
        return Err(refused(CheckpointFault::Version {
            expected: VERSION,
            found: version.to_string(),
        }));
    }
    let state = serde_json::from_value(value).map_err(unreadable)?;
    Ok((tensors, state))
}

/// The name of an optimiser's moment.
fn moments_of(name: &str, which: usize) -> String {
    format!("{name}.moments.{which}")
}

#[derive(Default)]
struct OptimiserSaver {
    tensors: NamedTensors,
    updates: BTreeMap<String, u32>,
}

impl OptimiserSaver {
    fn player<M: Module>(&mut self, name: &str, trainable: &TrainableNetwork<M>) {
        self.tensors
            .extend(named(&format!("{name}.weights"), &trainable.network));
        for which in [0, 1] {
            let mut moments = SaveMoments {
                optimiser: &trainable.optimiser,
                updates: &mut self.updates,
                which,
                path: vec![moments_of(name, which)],
                found: Vec::new(),
            };
            trainable.network.visit(&mut moments);
            self.tensors.extend(moments.found);
        }
    }
}

struct SaveMoments<'a> {
    optimiser: &'a NetworkOptimiser,
    updates: &'a mut BTreeMap<String, u32>,
    which: usize,
    path: Vec<String>,
    found: NamedTensors,
}

impl ModuleVisitor for SaveMoments<'_> {
    fn enter_module(&mut self, name: &str, _container: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _name: &str, _container: &str) {
        self.path.pop();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(moment) = self.optimiser.moment::<D>(self.which, param.id) {
            let shape = moment.dims();
            let flat = moment.reshape([shape.iter().product::<usize>()]);
            let name = self.path.join(".");
            let updates = self.optimiser.updates(param.id);
            self.updates.insert(name.clone(), updates);
            self.found.push((name, shape.to_vec(), flat));
        }
    }
}

struct OptimiserLoader<'a> {
    tensors: &'a mut TensorFile,
    state: &'a CheckpointState,
    /// With autodiff.
    device: &'a Device,
}

impl OptimiserLoader<'_> {
    fn player<M: Module>(
        &mut self,
        name: &str,
        trainable: &mut TrainableNetwork<M>,
    ) -> ModelResult<()> {
        let prefix = format!("{name}.weights");
        let network = trainable.network.clone();
        let network = assign_named(FILE, &prefix, network, self.tensors, self.device)?;
        let mut error = None;
        let plain = self.device.clone().without_autodiff();
        trainable.network = [0, 1].into_iter().fold(network, |network, which| {
            network.map(&mut LoadMoments {
                optimiser: &mut trainable.optimiser,
                which,
                tensors: self.tensors,
                updates: &self.state.updates,
                device: &plain,
                path: vec![moments_of(name, which)],
                error: &mut error,
            })
        });
        match error {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}

struct LoadMoments<'a> {
    optimiser: &'a mut NetworkOptimiser,
    which: usize,
    tensors: &'a mut TensorFile,
    updates: &'a BTreeMap<String, u32>,
    device: &'a Device,
    path: Vec<String>,
    error: &'a mut Option<ModelError>,
}

impl ModuleMapper for LoadMoments<'_> {
    fn enter_module(&mut self, name: &str, _container: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _name: &str, _container: &str) {
        self.path.pop();
    }

    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let name = self.path.join(".");
        // There is no moment before the first update, and none where no gradient ever comes.
        if self.error.is_some() || self.tensors.shape(&name).is_none() {
            return param;
        }
        let shape: [usize; D] = param.val().dims();
        match self.tensors.take(FILE, &name, &shape) {
            Ok(values) => {
                let value = Tensor::<D>::from_data(TensorData::new(values, shape), self.device);
                self.optimiser.set_moment(self.which, param.id, value);
                let updates = self.updates.get(&name).copied().unwrap_or(0);
                self.optimiser.set_updates(param.id, updates);
            }
            Err(error) => *self.error = Some(error),
        }
        param
    }
}
