//! Networks and tensors from plain numbers, and back.

use burn::module::{Module, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Tensor, TensorData};
use model::data::Images;
use model::vae::{Vae, VaeConfig};
use model::weights::{self, HostTensor, TensorFile, WeightPrecision};
use model::{Device, device};
use run_spec::ImageShape;

use crate::run;

/// A tensor of `values`, row by row.
pub fn tensor<const D: usize>(values: &[f32], shape: [usize; D], device: &Device) -> Tensor<D> {
    Tensor::from_data(TensorData::new(values.to_vec(), shape), device)
}

/// A tensor's numbers, row by row.
pub fn read<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    run(device::read(tensor)).expect("the CPU can be read")
}

/// The number of a tensor of one.
pub fn single(tensor: Tensor<1>) -> f32 {
    let values = read(tensor);
    assert_eq!(values.len(), 1, "one number");
    values[0]
}

/// A network's parameters, in the network's order.
pub fn parameters<M: Module>(network: &M) -> Vec<(String, HostTensor)> {
    run(weights::collect(network)).expect("the CPU can be read")
}

/// The network with other parameters.
pub fn with_parameters(vae: Vae, tensors: Vec<(String, HostTensor)>, device: &Device) -> Vae {
    let mut file = TensorFile::new(WeightPrecision::F32, tensors);
    weights::assign("given weights", vae, &mut file, device).expect("the network's own parameters")
}

/// The gradients of a network's parameters, in the network's order.
///
/// # Panics
/// When a parameter has none.
pub fn gradients<M: Module>(network: &M, gradients: &GradientsParams) -> Vec<Vec<f32>> {
    struct Reader<'a> {
        gradients: &'a GradientsParams,
        found: Vec<Vec<f32>>,
    }
    impl ModuleVisitor for Reader<'_> {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            let gradient = self.gradients.get::<D>(param.id);
            self.found
                .push(read(gradient.expect("each parameter has a gradient")));
        }
    }
    let mut reader = Reader {
        gradients,
        found: Vec::new(),
    };
    network.visit(&mut reader);
    reader.found
}

/// A small dense VAE.
pub fn dense_config() -> VaeConfig {
    VaeConfig::dense([1, 8, 8], 2, &[16])
}

/// A small convolutional VAE.
pub fn conv_config() -> VaeConfig {
    VaeConfig::conv([1, 8, 8], 3, (&[4, 6], &[8]), (&[6, 4], &[8]))
}

/// A small convolutional VAE of pictures in colour.
pub fn colour_config() -> VaeConfig {
    VaeConfig::conv([3, 8, 8], 3, (&[4, 6], &[8]), (&[6, 4], &[8]))
}

/// `count` grey images of stripes: bright rows in one half, bright columns in the other, at
/// different places.
pub fn stripes(count: usize, side: usize) -> Images {
    let shape = ImageShape {
        channels: 1,
        height: side,
        width: side,
    };
    let mut pixels = Vec::with_capacity(count * shape.len());
    for image in 0..count {
        let place = image / 2 % side;
        for y in 0..side {
            for x in 0..side {
                let along = if image % 2 == 0 { y } else { x };
                pixels.push(if along.abs_diff(place) <= 1 { 230 } else { 10 });
            }
        }
    }
    let labels = (0..count).map(|image| (image % 2) as u8).collect();
    Images::new(shape, pixels)
        .with_labels(labels)
        .expect("a label for each image")
}
