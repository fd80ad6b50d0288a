//! Between a network's parameters and named tensors on the host.

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::tensor::{Tensor, TensorData};

use super::TensorFile;
use super::file::HostTensor;
use crate::device::Device;
use crate::metrics::read;
use crate::{Error, Result};

/// Reads all parameters of a network, each with its name and shape, in the order of the network.
///
/// # Errors
/// [`Error::Device`] when they cannot be read from their device.
pub async fn collect<M: Module>(network: &M) -> Result<Vec<(String, HostTensor)>> {
    let mut collector = Collector::default();
    network.visit(&mut collector);
    let mut tensors = Vec::with_capacity(collector.found.len());
    for (name, shape, values) in collector.found {
        let values = read(values).await?;
        tensors.push((name, HostTensor { shape, values }));
    }
    Ok(tensors)
}

/// Puts a file's tensors in place of a network's parameters. `file` names the file in messages.
///
/// # Errors
/// [`Error::TensorMissing`], [`Error::TensorShape`], [`Error::TensorType`],
/// [`Error::TensorNotFinite`] or [`Error::TensorsUnknown`]: the file must hold exactly the
/// network's parameters.
pub fn assign<M: Module>(
    file: &str,
    network: M,
    tensors: &mut TensorFile,
    device: &Device,
) -> Result<M> {
    let mut assigner = Assigner {
        file,
        tensors,
        device,
        path: Vec::new(),
        assigned: 0,
        error: None,
    };
    let network = network.map(&mut assigner);
    let assigned = assigner.assigned;
    if let Some(error) = assigner.error {
        return Err(error);
    }
    let unknown: Vec<_> = tensors.names().map(|name| format!("`{name}`")).collect();
    if !unknown.is_empty() {
        return Err(Error::TensorsUnknown {
            file: file.to_owned(),
            expected: assigned,
            found: unknown.join(", "),
        });
    }
    Ok(network)
}

#[derive(Default)]
struct Collector {
    path: Vec<String>,
    found: Vec<(String, Vec<usize>, Tensor<1>)>,
}

impl ModuleVisitor for Collector {
    fn enter_module(&mut self, name: &str, _container: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _name: &str, _container: &str) {
        self.path.pop();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let value = param.val();
        let shape = value.dims().to_vec();
        let flat = value.reshape([shape.iter().product::<usize>()]);
        self.found.push((self.path.join("."), shape, flat));
    }
}

struct Assigner<'a> {
    file: &'a str,
    tensors: &'a mut TensorFile,
    device: &'a Device,
    path: Vec<String>,
    assigned: usize,
    error: Option<Error>,
}

impl ModuleMapper for Assigner<'_> {
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
        match self.tensors.take(self.file, &self.path.join("."), &shape) {
            Ok(values) => {
                self.assigned += 1;
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
