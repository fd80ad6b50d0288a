//! A classifier's file: safetensors whose tensors are named as PyTorch's `nn.Sequential` names them.

use half::f16;
use run_spec::{DatasetId, ImageShape, is_side};
use safetensors::SafeTensors;
use safetensors::tensor::Dtype;
use std::collections::HashMap;

use crate::layers::{DenseLayer, PooledConvolution};
use crate::{ClassifierError, HeldOutAccuracy, ImageClassifier};

/// What `format` says in the metadata.
const FORMAT: &str = "latentscape-classifier 1";
/// The most channels or numbers of a layer: a file asks for no more memory than its weights do.
const WIDEST: usize = 1024;

/// Reads a classifier from a file's bytes.
pub fn parse(bytes: &[u8]) -> Result<ImageClassifier, ClassifierError> {
    let no_file = |_| ClassifierError::NoSafetensors {
        length: bytes.len(),
    };
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(no_file)?;
    let tensors = SafeTensors::deserialize(bytes).map_err(no_file)?;
    let none = HashMap::new();
    let facts = header.metadata().as_ref().unwrap_or(&none);
    let (data, shape, accuracy) = read_facts(facts)?;
    let classes = data.info().classes.len();

    let convolution = |name, inputs, height, width| {
        let outputs = rows(&tensors, name)?;
        Ok(PooledConvolution {
            weights: numbers(&tensors, name, "weight", &[outputs, inputs, 3, 3])?,
            biases: numbers(&tensors, name, "bias", &[outputs])?,
            inputs,
            height,
            width,
        })
    };
    let first = convolution("0", shape.channels, shape.height, shape.width)?;
    let (height, width) = (shape.height / 2, shape.width / 2);
    let second = convolution("3", first.biases.len(), height, width)?;
    let dense = |name, outputs, inputs| {
        Ok(DenseLayer {
            weights: numbers(&tensors, name, "weight", &[outputs, inputs])?,
            biases: numbers(&tensors, name, "bias", &[outputs])?,
        })
    };
    let hidden = dense("8", rows(&tensors, "8")?, second.outputs())?;
    let output = dense("11", classes, hidden.biases.len())?;
    Ok(ImageClassifier {
        data,
        shape,
        accuracy,
        first,
        second,
        hidden,
        output,
    })
}

/// What the metadata say.
fn read_facts(
    facts: &HashMap<String, String>,
) -> Result<(DatasetId, ImageShape, HeldOutAccuracy), ClassifierError> {
    fn entry<T>(
        facts: &HashMap<String, String>,
        entry: &'static str,
        expected: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, ClassifierError> {
        let found = facts.get(entry).and_then(|text| read(text));
        found.ok_or(ClassifierError::Metadata { entry, expected })
    }
    entry(facts, "format", FORMAT, |text| {
        (text == FORMAT).then_some(())
    })?;
    let data = entry(facts, "data", "a data set with classes", |text| {
        DatasetId::from_name(text).filter(|data| data.info().classes.len() > 1)
    })?;
    let shape = entry(facts, "image", "channels, height and width", |text| {
        let numbers: Vec<usize> = text
            .split(',')
            .map(str::parse)
            .collect::<Result<_, _>>()
            .ok()?;
        let [channels, height, width] = numbers[..] else {
            return None;
        };
        let fits = matches!(channels, 1 | 3) && is_side(height) && is_side(width);
        fits.then_some(ImageShape {
            channels,
            height,
            width,
        })
    })?;
    let share = entry(facts, "accuracy", "a share from 0 to 1", |text| {
        text.parse()
            .ok()
            .filter(|share| (0.0..=1.0).contains(share))
    })?;
    let images = entry(facts, "held-out", "how many images", |text| {
        text.parse().ok()
    })?;
    Ok((data, shape, HeldOutAccuracy { share, images }))
}

/// How many outputs a layer's bias says.
fn rows(tensors: &SafeTensors<'_>, layer: &str) -> Result<usize, ClassifierError> {
    let name = format!("{layer}.bias");
    let view = tensors.tensor(&name).ok();
    let found = view.and_then(|view| match view.shape() {
        [outputs @ 1..=WIDEST] => Some(*outputs),
        _ => None,
    });
    found.ok_or_else(|| ClassifierError::TensorShape {
        name,
        expected: format!("[1 to {WIDEST}]"),
    })
}

fn numbers(
    tensors: &SafeTensors<'_>,
    layer: &str,
    part: &str,
    shape: &[usize],
) -> Result<Vec<f32>, ClassifierError> {
    let name = format!("{layer}.{part}");
    let refused = || ClassifierError::TensorShape {
        name: name.clone(),
        expected: format!("{shape:?}"),
    };
    let view = tensors.tensor(&name).map_err(|_| refused())?;
    if view.shape() != shape {
        return Err(refused());
    }
    let bytes = view.data();
    let values: Vec<f32> = match view.dtype() {
        Dtype::F16 => {
            let pairs = bytes.as_chunks::<2>().0.iter();
            pairs
                .map(|pair| f16::from_le_bytes(*pair).to_f32())
                .collect()
        }
        Dtype::F32 => {
            let quads = bytes.as_chunks::<4>().0.iter();
            quads.map(|quad| f32::from_le_bytes(*quad)).collect()
        }
        _ => return Err(refused()),
    };
    if values.iter().all(|value| value.is_finite()) {
        Ok(values)
    } else {
        Err(ClassifierError::NotFinite { name })
    }
}
