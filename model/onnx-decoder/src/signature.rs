//! What a graph states of its inputs and outputs, and what that tells of it.

use rten_onnx::onnx::{DataType, GraphProto, ValueInfoProto};

use crate::output::picture_of;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnnxRole {
    /// Latent points become pictures; also whatever is no encoder.
    Decoder,
    /// Pictures become latent vectors.
    Encoder,
}

/// The type and sizes that a graph states of an input or output.
pub(crate) struct ValueType {
    numbers: Option<DataType>,
    /// `None` for a size that is open.
    pub sizes: Vec<Option<usize>>,
    /// As messages write it: `float [batch, 8]`.
    pub text: String,
}

impl ValueType {
    pub fn of(input: &ValueInfoProto) -> Self {
        let tensor = input.r#type.as_ref().and_then(|it| it.tensor_type.as_ref());
        let shape = tensor.and_then(|tensor| tensor.shape.as_ref());
        let dims = shape.map_or(&[][..], |shape| &shape.dim);
        let size = |value: Option<i64>| {
            let value = usize::try_from(value?).ok();
            value.filter(|&size| size > 0)
        };
        let said: Vec<_> = dims
            .iter()
            .map(|dim| match (size(dim.dim_value), &dim.dim_param) {
                (Some(size), _) => size.to_string(),
                (None, Some(name)) if !name.is_empty() => name.clone(),
                (None, _) => "?".to_owned(),
            })
            .collect();
        let numbers = tensor.and_then(|tensor| tensor.elem_type);
        let kind = numbers.as_ref().and_then(DataType::name);
        let kind = kind.unwrap_or("unknown type").to_ascii_lowercase();
        Self {
            numbers,
            sizes: dims.iter().map(|dim| size(dim.dim_value)).collect(),
            text: format!("{kind} [{}]", said.join(", ")),
        }
    }

    pub fn is_float(&self) -> bool {
        matches!(
            self.numbers,
            Some(DataType::FLOAT | DataType::FLOAT16 | DataType::DOUBLE)
        )
    }

    pub fn is_whole(&self) -> bool {
        matches!(self.numbers, Some(DataType::INT64 | DataType::INT32))
    }
}

/// Inputs that are no weights, which old files list among them.
pub(crate) fn free_inputs(graph: &GraphProto) -> Vec<&ValueInfoProto> {
    let is_weights = |input: &ValueInfoProto| {
        let mut weights = graph.initializer.iter();
        weights.any(|tensor| tensor.name == input.name)
    };
    graph.input.iter().filter(|it| !is_weights(it)).collect()
}

/// What the graph states of inputs and outputs tells: pictures that become vectors are encoded.
pub(crate) fn role_of(graph: &GraphProto) -> OnnxRole {
    let outputs: Vec<_> = graph.output.iter().map(ValueType::of).collect();
    let makes_pictures = outputs.iter().any(|it| is_picture(&it.sizes));
    let vector = outputs.iter().find_map(|it| match it.sizes[..] {
        [_, numbers] => numbers,
        _ => None,
    });
    let encodes = free_inputs(graph).into_iter().any(|input| {
        let name = input.name.as_deref().unwrap_or_default();
        let input = ValueType::of(input);
        match input.sizes[..] {
            _ if !input.is_float() || is_latent_name(name) => false,
            [_, Some(numbers)] => vector.is_some_and(|vector| is_row(numbers, vector)),
            _ => is_picture(&input.sizes),
        }
    });
    if encodes && !makes_pictures {
        OnnxRole::Encoder
    } else {
        OnnxRole::Decoder
    }
}

/// Whether so many numbers, which become a vector, are a row of pixels rather than a latent vector:
/// pictures are larger than their codes. Where the vector may be a picture, a row has to be one, too.
fn is_row(numbers: usize, vector: usize) -> bool {
    let may_be_picture = |numbers| picture_of(&[1, numbers], 1).is_ok();
    vector < numbers && (may_be_picture(numbers) || !may_be_picture(vector))
}

/// Whether an input is called a latent vector.
fn is_latent_name(name: &str) -> bool {
    let is = |word: &String| word == "z" || word.starts_with("latent") || word.starts_with("noise");
    words_of(name).iter().any(is)
}

/// The words of a name, in small letters: of `fc_logVar/Gemm_0` these are fc, log, var, gemm and 0.
pub(crate) fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in name.chars() {
        let begins = (letter.is_uppercase() && before.is_lowercase())
            || letter.is_numeric() != before.is_numeric()
            || !letter.is_alphanumeric();
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

fn is_picture(sizes: &[Option<usize>]) -> bool {
    match sizes {
        [_, _, Some(1), Some(1)] => false,
        [_, _, _, _] | [_, _, _] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use rten_onnx::onnx::{Dimension, TensorShapeProto, TypeProto, TypeProtoTensor};

    use super::*;

    /// Floats for an open batch.
    fn floats(name: &str, sizes: &[i64]) -> ValueInfoProto {
        let dim = |dim_value| Dimension {
            dim_value,
            ..Dimension::default()
        };
        let sizes = sizes.iter().map(|size| dim(Some(*size)));
        let shape = TensorShapeProto {
            dim: std::iter::once(dim(None)).chain(sizes).collect(),
        };
        ValueInfoProto {
            name: Some(name.to_owned()),
            r#type: Some(TypeProto {
                tensor_type: Some(TypeProtoTensor {
                    elem_type: Some(DataType::FLOAT),
                    shape: Some(shape),
                }),
                ..TypeProto::default()
            }),
        }
    }

    #[test]
    fn rows_of_pixels_are_told_from_latent_vectors() {
        use OnnxRole::{Decoder, Encoder};
        for (name, input, output, role) in [
            ("x", &[784][..], 20, Encoder),
            ("input", &[100], 8, Encoder),
            // Pictures that are not square, and codes that are no pictures.
            ("x", &[672], 20, Encoder),
            ("image", &[1, 28, 28], 20, Encoder),
            ("z", &[100], 64, Decoder),
            ("latent_codes", &[100], 64, Decoder),
            ("noise1", &[100], 64, Decoder),
            ("input", &[512], 256, Decoder),
            ("x", &[20], 784, Decoder),
        ] {
            let graph = GraphProto {
                input: vec![floats(name, input)],
                output: vec![floats("out", &[output])],
                ..GraphProto::default()
            };
            assert_eq!(role_of(&graph), role, "{name} {input:?} → {output}");
        }
    }
}
