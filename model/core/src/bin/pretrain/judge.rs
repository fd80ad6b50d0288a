//! A classifier of digits, trained with PyTorch (`tests/reference/judge.py`), which looks at pictures.

use std::fs;
use std::path::Path;

use burn::nn::pool::MaxPool2dConfig;
use burn::tensor::module::conv2d;
use burn::tensor::ops::ConvOptions;
use burn::tensor::{Tensor, TensorData, activation};
use futures::executor::block_on;
use model::data::grey_values;
use model::device::read;
use model::weights::TensorFile;
use model::{Device, device};
use run_spec::ImageShape;

use crate::{PretrainError, io};

/// The classifier that the benchmark uses, from the project's folder.
const WEIGHTS: &str = "bench/classifier.safetensors";
const SIDE: usize = 28;

/// What a classifier makes of pictures of 28×28 pixels.
pub struct ClassifierScore {
    /// The share of them that it is at least so sure of.
    pub sure: f64,
    /// How many of the ten digits are among those.
    pub digits: usize,
}

/// Whether the classifier can be read if it is there; says so if it is not.
///
/// # Errors
/// What is wrong with its file.
pub fn check() -> Result<(), PretrainError> {
    if classifier()?.is_none() {
        println!("{WEIGHTS} is not here, so that no classifier looks at samples");
    }
    Ok(())
}

fn classifier() -> Result<Option<TensorFile>, PretrainError> {
    let path = Path::new(WEIGHTS);
    if !path.exists() {
        return Ok(None);
    }
    let bytes = fs::read(path).map_err(io(path))?;
    Ok(Some(TensorFile::parse(WEIGHTS, &bytes)?.0))
}

/// Looks at pictures; `None` where the classifier is not there, or the pictures have another size
/// than it knows.
///
/// # Errors
/// What is wrong with the classifier's file.
pub fn judge(
    pictures: &[u8],
    shape: ImageShape,
    least: f32,
) -> Result<Option<ClassifierScore>, PretrainError> {
    if shape != ImageShape::grey(SIDE) {
        return Ok(None);
    }
    let Some(mut file) = classifier()? else {
        return Ok(None);
    };
    let device = device::cpu();
    let grey = grey_values(pictures, ImageShape::grey(SIDE));
    let count = grey.len() / (SIDE * SIDE);
    let x = Tensor::<4>::from_data(TensorData::new(grey, [count, 1, SIDE, SIDE]), &device);
    let x = pooled(x, &mut file, "0", [16, 1, 3, 3], &device)?;
    let x = pooled(x, &mut file, "3", [32, 16, 3, 3], &device)?;
    let x = x.reshape([count, 32 * 7 * 7]);
    let x = activation::relu(dense(x, &mut file, "8", [128, 32 * 7 * 7], &device)?);
    let scores = dense(x, &mut file, "11", [10, 128], &device)?;
    let probabilities = block_on(read(activation::softmax(scores, 1)))?;
    let mut seen = [0_usize; 10];
    for row in probabilities.chunks_exact(10) {
        if let Some(digit) = row.iter().position(|&share| share >= least) {
            seen[digit] += 1;
        }
    }
    Ok(Some(ClassifierScore {
        sure: seen.iter().sum::<usize>() as f64 / count as f64,
        digits: seen.iter().filter(|&&count| count > 0).count(),
    }))
}

/// A convolution, rectified, of which the largest of each 2×2 is left.
fn pooled(
    x: Tensor<4>,
    file: &mut TensorFile,
    name: &str,
    shape: [usize; 4],
    device: &Device,
) -> Result<Tensor<4>, PretrainError> {
    let weight = taken(file, &format!("{name}.weight"), shape, device)?;
    let bias = taken(file, &format!("{name}.bias"), [shape[0]], device)?;
    let options = ConvOptions::new([1, 1], [1, 1], [1, 1], 1);
    let x = activation::relu(conv2d(x, weight, Some(bias), options));
    let pool = MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init();
    Ok(pool.forward(x))
}

fn dense(
    x: Tensor<2>,
    file: &mut TensorFile,
    name: &str,
    shape: [usize; 2],
    device: &Device,
) -> Result<Tensor<2>, PretrainError> {
    let weight = taken(file, &format!("{name}.weight"), shape, device)?;
    let bias = taken(file, &format!("{name}.bias"), [shape[0]], device)?;
    Ok(x.matmul(weight.transpose()) + bias.reshape([1, shape[0]]))
}

fn taken<const D: usize>(
    file: &mut TensorFile,
    name: &str,
    shape: [usize; D],
    device: &Device,
) -> Result<Tensor<D>, PretrainError> {
    let values = file.take(WEIGHTS, name, &shape)?;
    Ok(Tensor::from_data(TensorData::new(values, shape), device))
}
