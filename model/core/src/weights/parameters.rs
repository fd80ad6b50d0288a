//! Between a network's parameters and named tensors on the host.

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::tensor::{Tensor, TensorData};
use foreign_text::ForeignText;

use super::TensorFile;
use super::file::HostTensor;
use crate::device::{Device, read};
use crate::error::WeightRange;
use crate::{ModelError, ModelResult};

/// No trained network has larger numbers, and two layers of them overflow.
pub(crate) const LARGEST_WEIGHT: f32 = 1e9;
/// How the names of BatchNorm's running variances end.
const RUNNING_VARIANCE: &str = ".running.variance";

/// Refuses numbers that no trained network has. `file` names the file in messages, `name` the tensor.
///
/// # Errors
/// [`ModelError::TensorNotFinite`] or [`ModelError::TensorRange`].
pub(crate) fn check_range(
    file: &str,
    name: &str,
    values: &[f32],
    expected: WeightRange,
) -> ModelResult<()> {
    let Some(&found) = values.iter().find(|&&value| !expected.contains(value)) else {
        return Ok(());
    };
    let (file, name) = (ForeignText::whole(file), name.to_owned());
    Err(if found.is_finite() {
        ModelError::TensorRange {
            file,
            name,
            expected,
            found,
        }
    } else {
        ModelError::TensorNotFinite { file, name, found }
    })
}

/// Tensors that are to be read, each with its name and shape.
pub(crate) type NamedTensors = Vec<(String, Vec<usize>, Tensor<1>)>;

/// Reads all parameters of a network, each with its name and shape, in the order of the network.
///
/// # Errors
/// [`ModelError::Device`] when they cannot be read from their device.
pub async fn collect<M: Module>(network: &M) -> ModelResult<Vec<(String, HostTensor)>> {
    read_named(named("", network)).await
}

/// All parameters of a network, running statistics and other buffers included, with names that
/// begin with `prefix`.
pub(crate) fn named<M: Module>(prefix: &str, network: &M) -> NamedTensors {
    let mut collector = TensorCollector {
        path: path(prefix),
        found: Vec::new(),
    };
    network.visit(&mut collector);
    collector.found
}

/// Reads tensors in one go.
///
/// # Errors
/// [`ModelError::Device`] when they cannot be read from their device.
pub(crate) async fn read_named(tensors: NamedTensors) -> ModelResult<Vec<(String, HostTensor)>> {
    let flat: Vec<_> = tensors.iter().map(|(_, _, flat)| flat.clone()).collect();
    if flat.is_empty() {
        return Ok(Vec::new());
    }
    let values = read(Tensor::cat(flat, 0)).await?;
    let mut rest = values.as_slice();
    let mut read = Vec::with_capacity(tensors.len());
    for (name, shape, _) in tensors {
        let (values, others) = rest.split_at(shape.iter().product());
        rest = others;
        let values = values.to_vec();
        read.push((name, HostTensor { shape, values }));
    }
    Ok(read)
}

/// Puts a file's tensors in place of a network's parameters. `file` names the file in messages.
///
/// # Errors
/// [`ModelError::TensorMissing`], [`ModelError::TensorShape`], [`ModelError::TensorType`],
/// [`ModelError::TensorNotFinite`], [`ModelError::TensorRange`] or [`ModelError::TensorsUnknown`]: the
/// file must hold exactly the network's parameters, and numbers that such a network can have.
pub fn assign<M: Module>(
    file: &str,
    network: M,
    tensors: &mut TensorFile,
    device: &Device,
) -> ModelResult<M> {
    let before = tensors.names().count();
    let network = assign_named(file, "", network, tensors, device)?;
    refuse_others(file, tensors, before - tensors.names().count())?;
    Ok(network)
}

/// The same for tensors whose names begin with `prefix`; others may be left.
pub(crate) fn assign_named<M: Module>(
    file: &str,
    prefix: &str,
    network: M,
    tensors: &mut TensorFile,
    device: &Device,
) -> ModelResult<M> {
    let mut assigner = TensorAssigner {
        file,
        tensors,
        device,
        path: path(prefix),
        error: None,
    };
    let network = network.map(&mut assigner);
    match assigner.error {
        Some(error) => Err(error),
        None => Ok(network),
    }
}

/// Of tensors that a file should not have, so many are named.
const MOST_NAMED: usize = 3;

/// Refuses what is left of a file after `assigned` tensors were taken.
pub(crate) fn refuse_others(file: &str, tensors: &TensorFile, assigned: usize) -> ModelResult<()> {
    let mut unknown: Vec<_> = tensors
        .names()
        .take(MOST_NAMED + 1)
        .map(|name| format!("`{name}`"))
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    if unknown.len() > MOST_NAMED {
        unknown[MOST_NAMED] = "…".to_owned();
    }
    Err(ModelError::TensorsUnknown {
        file: ForeignText::whole(file),
        expected: assigned,
        found: unknown.join(", ").into(),
    })
}

fn path(prefix: &str) -> Vec<String> {
    let words = prefix.split('.').filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

struct TensorCollector {
    path: Vec<String>,
    found: NamedTensors,
}

impl ModuleVisitor for TensorCollector {
    fn enter_module(&mut self, name: &str, _container: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _name: &str, _container: &str) {
        self.path.pop();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let value = param.val().inner();
        let shape = value.dims().to_vec();
        let flat = value.reshape([shape.iter().product::<usize>()]);
        self.found.push((self.path.join("."), shape, flat));
    }
}

struct TensorAssigner<'a> {
    file: &'a str,
    tensors: &'a mut TensorFile,
    device: &'a Device,
    path: Vec<String>,
    error: Option<ModelError>,
}

impl ModuleMapper for TensorAssigner<'_> {
    fn enter_module(&mut self, name: &str, _container: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _name: &str, _container: &str) {
        self.path.pop();
    }

    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        if self.error.is_some() {
            return param;
        }
        let shape: [usize; D] = param.val().dims();
        let name = self.path.join(".");
        let taken = self.tensors.take(self.file, &name, &shape);
        let checked = taken.and_then(|values| {
            let bound = WeightRange::Within(LARGEST_WEIGHT);
            check_range(self.file, &name, &values, bound)?;
            if name.ends_with(RUNNING_VARIANCE) {
                check_range(self.file, &name, &values, WeightRange::NotNegative)?;
            }
            Ok(values)
        });
        match checked {
            Ok(values) => {
                let value = Tensor::from_data(TensorData::new(values, shape), self.device);
                // A value that autodiff does not follow would never be trained again.
                param.map(|old| value.set_require_grad(old.is_require_grad()))
            }
            Err(error) => {
                self.error = Some(error);
                param
            }
        }
    }
}
