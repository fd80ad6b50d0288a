//! What a file's graph says of it, before anything of it runs.

use rten_onnx::onnx::{
    DataLocation, DataType, GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto,
};

use crate::operators::OPERATORS;
use crate::output::ValueRange;
use crate::signature::{OnnxRole, ValueType, free_inputs, role_of};
use crate::wire::is_whole;
use crate::{MOST_CLASSES, MOST_LATENT, OnnxError};

/// Of a list of names, so many are said.
const NAMES_SAID: usize = 4;
/// A fixed batch is at most of so many numbers, 64 MiB of them.
const MOST_NUMBERS: usize = 1 << 24;
/// So far a value is followed through nodes that only change its shape.
pub(crate) const MOST_STEPS: usize = 16;
/// Names of inputs that are classes, by how they begin.
const CLASS_NAMES: [&str; 6] = ["class", "label", "y", "c", "cond", "onehot"];

/// The input that takes latent points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointInput {
    /// Its name.
    pub name: String,
    /// Numbers of a point.
    pub latent: usize,
    /// 2 for `[batch, z]`, 4 for `[batch, z, 1, 1]`.
    pub rank: usize,
    /// The only batch that the model takes, if there is only one.
    pub batch: Option<usize>,
}

/// The input that takes a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassInput {
    /// Its name.
    pub name: String,
    /// How many classes there are.
    pub classes: usize,
    /// How a class is written.
    pub form: ClassForm,
}

/// How a class is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassForm {
    /// Whole numbers from 0: `[batch]`.
    Labels,
    /// Whole numbers from 0: `[batch, 1]`.
    LabelColumn,
    /// A row of zeros with a one: `[batch, classes]`.
    OneHot,
}

/// What is known of a model before it runs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GraphFacts {
    pub point: PointInput,
    pub class: Option<ClassInput>,
    /// The outputs' names, and the range of each one's values where its last activation says it.
    pub outputs: Vec<(String, Option<ValueRange>)>,
    /// How many numbers the model consists of.
    pub parameters: usize,
    /// The program that wrote the file.
    pub producer: String,
}

impl GraphFacts {
    /// Looks at a file.
    ///
    /// # Errors
    /// All but those that only running it shows.
    pub fn read(bytes: &[u8]) -> Result<Self, OnnxError> {
        Self::of(&checked_model(bytes)?)
    }

    /// The same of a model that was read and checked.
    pub fn of(model: &ModelProto) -> Result<Self, OnnxError> {
        let graph = graph_of(model)?;
        if let (OnnxRole::Encoder, [input, ..]) = (role_of(graph), &free_inputs(graph)[..]) {
            return Err(OnnxError::EncoderAlone {
                name: input.name.clone().unwrap_or_default().into(),
                found: ValueType::of(input).text.into(),
            });
        }
        let (point, class) = inputs_of(graph, &free_inputs(graph))?;
        let outputs = graph.output.iter().map(|output| {
            let sizes = ValueType::of(output).sizes;
            let sizes = sizes.into_iter().skip(1).flatten();
            sizes.fold(1, usize::saturating_mul)
        });
        check_batch(point.batch, outputs.fold(point.latent, usize::max))?;
        let producer = [&model.producer_name, &model.producer_version];
        let producer: Vec<_> = producer.into_iter().flatten().map(String::as_str).collect();
        Ok(Self {
            point,
            class,
            outputs: graph
                .output
                .iter()
                .filter_map(|output| output.name.clone())
                .map(|name| {
                    let range = range_of(graph, &name);
                    (name, range)
                })
                .collect(),
            parameters: parameters_of(graph),
            producer: producer.join(" "),
        })
    }
}

/// Reads a model, and checks its operators and weights.
pub(crate) fn checked_model(bytes: &[u8]) -> Result<ModelProto, OnnxError> {
    if !is_whole(bytes) {
        let reason = "it ends too early, or its parts are longer than they should be".into();
        return Err(OnnxError::Unreadable { reason });
    }
    let model = ModelProto::parse_buf(bytes).map_err(|error| OnnxError::Unreadable {
        reason: error.to_string().into(),
    })?;
    let graph = graph_of(&model)?;
    check_operators(&graph.node)?;
    let constants = graph
        .node
        .iter()
        .flat_map(|node| &node.attribute)
        .filter_map(|attribute| attribute.t.as_ref());
    for tensor in graph.initializer.iter().chain(constants) {
        check_tensor(tensor)?;
    }
    Ok(model)
}

/// A model's graph.
pub(crate) fn graph_of(model: &ModelProto) -> Result<&GraphProto, OnnxError> {
    let graph = model.graph.as_ref().filter(|graph| !graph.node.is_empty());
    graph.ok_or_else(|| OnnxError::Unreadable {
        reason: "no graph".into(),
    })
}

/// How many numbers a graph consists of.
pub(crate) fn parameters_of(graph: &GraphProto) -> usize {
    let numbers = |tensor: &TensorProto| -> usize {
        let dims = tensor.dims.iter();
        dims.map(|&dim| usize::try_from(dim).unwrap_or(0)).product()
    };
    graph.initializer.iter().map(numbers).sum()
}

fn check_operators(nodes: &[NodeProto]) -> Result<(), OnnxError> {
    let mut names: Vec<String> = Vec::new();
    for node in nodes {
        let kind = node.op_type.as_deref().unwrap_or_default();
        let domain = node.domain.as_deref().unwrap_or_default();
        let own = domain.is_empty() || domain == "ai.onnx";
        if own && (kind == "Constant" || OPERATORS.contains(&kind)) {
            continue;
        }
        let name = if own {
            kind.to_owned()
        } else {
            format!("{domain}.{kind}")
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return Ok(());
    }
    let names = listed(names.iter().map(String::as_str)).into();
    Err(OnnxError::Operators { names })
}

/// Names in a row, as many as a sentence bears.
pub(crate) fn listed<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = names.len().saturating_sub(NAMES_SAID);
    let said: Vec<_> = names.take(NAMES_SAID).collect();
    let said = said.join(", ");
    if more > 0 {
        format!("{said}, +{more}")
    } else {
        said
    }
}

fn name_of(tensor: &TensorProto) -> &str {
    tensor.name.as_deref().unwrap_or("Constant")
}

fn check_tensor(tensor: &TensorProto) -> Result<(), OnnxError> {
    let name = || name_of(tensor).into();
    if tensor.data_location == Some(DataLocation::EXTERNAL) {
        let entry = tensor
            .external_data
            .iter()
            .find(|entry| entry.key.as_deref() == Some("location"));
        let location = entry.and_then(|entry| entry.value.as_deref());
        return Err(OnnxError::ExternalData {
            tensor: name(),
            location: location.unwrap_or("?").into(),
        });
    }
    let is_nan = match tensor.data_type {
        Some(DataType::FLOAT) => {
            tensor.float_data.iter().any(|value| value.is_nan())
                || raw_values(tensor, |bytes: [u8; 4]| f32::from_le_bytes(bytes).is_nan())
        }
        Some(DataType::DOUBLE) => {
            tensor.double_data.iter().any(|value| value.is_nan())
                || raw_values(tensor, |bytes: [u8; 8]| f64::from_le_bytes(bytes).is_nan())
        }
        // All bits of the exponent and one of the fraction.
        Some(DataType::FLOAT16) => raw_values(tensor, |bytes: [u8; 2]| {
            u16::from_le_bytes(bytes) & 0x7fff > 0x7c00
        }),
        Some(
            DataType::INT64 | DataType::INT32 | DataType::INT8 | DataType::UINT8 | DataType::BOOL,
        ) => false,
        found => {
            let found = found.as_ref().and_then(DataType::name).unwrap_or("none");
            return Err(OnnxError::Numbers {
                found: found.into(),
                tensor: name(),
            });
        }
    };
    if is_nan {
        return Err(OnnxError::WeightNotANumber { tensor: name() });
    }
    Ok(())
}

/// Whether a value of a tensor's bytes is what `is` looks for.
fn raw_values<const N: usize>(tensor: &TensorProto, is: impl Fn([u8; N]) -> bool) -> bool {
    tensor.raw_data.as_ref().is_some_and(|raw| {
        let raw = raw.borrow();
        raw.as_chunks::<N>().0.iter().any(|bytes| is(*bytes))
    })
}

fn inputs_of(
    graph: &GraphProto,
    inputs: &[&ValueInfoProto],
) -> Result<(PointInput, Option<ClassInput>), OnnxError> {
    let name = |input: &ValueInfoProto| input.name.clone().unwrap_or_default();
    let (first, second) = match inputs {
        [] => {
            return Err(OnnxError::NoInput {
                inputs: 0,
                outputs: graph.output.len(),
            });
        }
        [one] => (one, None),
        [one, other] => {
            // Whichever cannot be a point, or is named like a class, is the class.
            let (of_one, of_other) = (ValueType::of(one), ValueType::of(other));
            let swapped = if of_one.is_float() == of_other.is_float() {
                is_class_name(&name(one)) && !is_class_name(&name(other))
            } else {
                of_other.is_float()
            };
            if swapped {
                (other, Some(one))
            } else {
                (one, Some(other))
            }
        }
        _ => {
            let names: Vec<_> = inputs.iter().map(|input| name(input)).collect();
            return Err(OnnxError::Inputs {
                count: inputs.len(),
                names: listed(names.iter().map(String::as_str)).into(),
            });
        }
    };
    if graph.output.is_empty() {
        return Err(OnnxError::NoInput {
            inputs: inputs.len(),
            outputs: 0,
        });
    }
    let point = point_input(name(first), &ValueType::of(first))?;
    let class = second.map(|input| class_input(graph, name(input), &ValueType::of(input)));
    Ok((point, class.transpose()?))
}

/// Refuses a fixed batch of so many numbers each that no memory holds it.
pub(crate) fn check_batch(batch: Option<usize>, numbers: usize) -> Result<(), OnnxError> {
    match batch {
        Some(batch) if batch.saturating_mul(numbers) > MOST_NUMBERS => Err(OnnxError::Refused {
            reason: format!("its batch is fixed at {batch}, which needs too much memory").into(),
        }),
        _ => Ok(()),
    }
}

fn is_class_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let whole = |class: &str| name == class;
    let begins = |class: &str| class.len() > 2 && name.starts_with(class);
    CLASS_NAMES
        .into_iter()
        .any(|class| whole(class) || begins(class))
}

fn point_input(name: String, input: &ValueType) -> Result<PointInput, OnnxError> {
    let found = || input.text.as_str().into();
    let (batch, latent) = match input.sizes[..] {
        [batch, latent] | [batch, latent, Some(1), Some(1)] if input.is_float() => (batch, latent),
        _ => {
            return Err(OnnxError::PointShape {
                name: name.into(),
                found: found(),
            });
        }
    };
    let Some(latent) = latent else {
        return Err(OnnxError::OpenLatent {
            name: name.into(),
            found: found(),
        });
    };
    if latent > MOST_LATENT {
        return Err(OnnxError::Latent {
            most: MOST_LATENT,
            found: latent,
        });
    }
    Ok(PointInput {
        name,
        latent,
        rank: input.sizes.len(),
        batch,
    })
}

pub(crate) fn class_input(
    graph: &GraphProto,
    name: String,
    input: &ValueType,
) -> Result<ClassInput, OnnxError> {
    let (form, classes) = match input.sizes[..] {
        [_] if input.is_whole() => (ClassForm::Labels, classes_of(graph, &name)),
        [_, Some(1)] if input.is_whole() => (ClassForm::LabelColumn, classes_of(graph, &name)),
        [_, Some(classes)] if input.is_float() => (ClassForm::OneHot, Some(classes)),
        _ => {
            return Err(OnnxError::Class {
                name: name.into(),
                found: input.text.as_str().into(),
            });
        }
    };
    let classes = classes.filter(|classes| (1..=MOST_CLASSES).contains(classes));
    let Some(classes) = classes else {
        return Err(OnnxError::ClassCount {
            most: MOST_CLASSES,
            name: name.into(),
        });
    };
    Ok(ClassInput {
        name,
        classes,
        form,
    })
}

/// How many labels there are: rows of the table that they look up, or the length of the row that is
/// made of them.
fn classes_of(graph: &GraphProto, input: &str) -> Option<usize> {
    let mut value = input;
    for _ in 0..MOST_STEPS {
        let node = graph
            .node
            .iter()
            .find(|node| node.input.iter().any(|input| input == value))?;
        match node.op_type.as_deref()? {
            "Gather" => {
                let table = tensor_named(graph, node.input.first()?)?;
                return usize::try_from(*table.dims.first()?).ok();
            }
            "OneHot" => {
                let depth = tensor_named(graph, node.input.get(1)?)?;
                return first_whole(depth);
            }
            _ => value = node.output.first()?,
        }
    }
    None
}

/// A tensor of constant values.
fn tensor_named<'a>(graph: &'a GraphProto, name: &str) -> Option<&'a TensorProto> {
    let initializer = graph
        .initializer
        .iter()
        .find(|tensor| tensor.name.as_deref() == Some(name));
    initializer.or_else(|| {
        let node = producer(graph, name)?;
        let constant = node.op_type.as_deref() == Some("Constant");
        let values = node.attribute.iter().find_map(|it| it.t.as_ref());
        values.filter(|_| constant)
    })
}

fn first_whole(tensor: &TensorProto) -> Option<usize> {
    let value = match tensor.data_type? {
        DataType::INT64 => tensor.int64_data.first().copied().or_else(|| {
            let raw = tensor.raw_data.as_ref()?.borrow();
            Some(i64::from_le_bytes(*raw.first_chunk()?))
        }),
        DataType::INT32 => tensor.int32_data.first().copied().map_or_else(
            || {
                let raw = tensor.raw_data.as_ref()?.borrow();
                Some(i64::from(i32::from_le_bytes(*raw.first_chunk()?)))
            },
            |value| Some(i64::from(value)),
        ),
        _ => None,
    };
    usize::try_from(value?).ok()
}

pub(crate) fn producer<'a>(graph: &'a GraphProto, value: &str) -> Option<&'a NodeProto> {
    let nodes = graph.node.iter();
    let mut makers = nodes.filter(|node| node.output.iter().any(|output| output == value));
    makers.next()
}

/// The range of an output's values, where its last activation says it.
fn range_of(graph: &GraphProto, output: &str) -> Option<ValueRange> {
    let mut value = output;
    for _ in 0..MOST_STEPS {
        let node = producer(graph, value)?;
        match node.op_type.as_deref()? {
            "Tanh" | "Softsign" => return Some(ValueRange::Signed),
            "Sigmoid" | "HardSigmoid" => return Some(ValueRange::Unit),
            "Reshape" | "Flatten" | "Transpose" | "Identity" | "Squeeze" | "Unsqueeze"
            | "Slice" | "DepthToSpace" => value = node.input.first()?,
            _ => return None,
        }
    }
    None
}
