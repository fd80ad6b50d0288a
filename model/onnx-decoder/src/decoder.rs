//! A decoder that was opened, and its pictures.

use rten::{Model, ModelOptions, NodeId, Value, ValueOrView};
use rten_tensor::prelude::*;
use rten_tensor::{Tensor, TensorView};
use run_spec::ImageShape;

use crate::OnnxError;
use crate::graph::{ClassForm, ClassInput, GraphFacts, PointInput};
use crate::operators::registry;
use crate::output::{ImageLayout, ValueRange, picture_of};

/// A model is decoded at so many points before it is taken.
pub(crate) const SAMPLES: usize = 16;
/// At most so many points are decoded at once.
const AT_ONCE: usize = 32;
/// At most so many numbers of pictures are decoded at once, because layers need a multiple of them.
pub(crate) const NUMBERS_AT_ONCE: usize = 1 << 20;

/// A decoder from an ONNX file.
pub struct OnnxDecoder {
    model: Model,
    point: (PointInput, NodeId),
    class: Option<(ClassInput, NodeId)>,
    output: NodeId,
    image: ImageShape,
    layout: ImageLayout,
    range: ValueRange,
    parameters: usize,
    producer: String,
}

/// What a run gives: the output's shape and its numbers.
pub(crate) type RunOutput = (Vec<usize>, Vec<f32>);

impl OnnxDecoder {
    /// Opens a file: checks it whole, and decodes some points.
    ///
    /// # Errors
    /// An [`OnnxError`] that says what was expected and what was found.
    pub fn open(bytes: Vec<u8>) -> Result<Self, OnnxError> {
        let facts = GraphFacts::read(&bytes)?;
        let model = loaded(bytes)?;
        let node = |name: &str| model.node_id(name).map_err(refused);
        let point = node(&facts.point.name)?;
        let class = facts.class.map(|class| Ok((node(&class.name)?, class)));
        let class = class.transpose()?.map(|(id, class)| (class, id));
        let mut outputs = Vec::new();
        for (name, range) in facts.outputs {
            outputs.push((node(&name)?, range));
        }
        let mut decoder = Self {
            output: outputs[0].0,
            model,
            point: (facts.point, point),
            class,
            image: ImageShape::POINT,
            layout: ImageLayout::Planes,
            range: ValueRange::Unit,
            parameters: facts.parameters,
            producer: facts.producer,
        };
        let range = decoder.choose_output(&outputs)?;
        decoder.recognise(range)?;
        Ok(decoder)
    }

    /// Takes the first output that is a picture; returns what the graph says of its range.
    fn choose_output(
        &mut self,
        outputs: &[(NodeId, Option<ValueRange>)],
    ) -> Result<Option<ValueRange>, OnnxError> {
        let batch = self.point.0.batch.unwrap_or(1);
        let origin = vec![0.0; batch * self.latent()];
        let mut first_error = None;
        for &(id, range) in outputs {
            self.output = id;
            let (shape, _) = self.run(&origin, 0)?;
            match picture_of(&shape, batch) {
                Ok((image, layout)) => {
                    (self.image, self.layout) = (image, layout);
                    return Ok(range);
                }
                Err(error) => first_error = first_error.or(Some(error)),
            }
        }
        // A model without outputs was refused before.
        Err(first_error.unwrap_or(OnnxError::NoInput {
            inputs: 1,
            outputs: 0,
        }))
    }

    /// Decodes some points, to see which range the values have and that they are numbers.
    fn recognise(&mut self, range: Option<ValueRange>) -> Result<(), OnnxError> {
        let latent = self.latent();
        let mut values = Vec::new();
        // Only points of one class are decoded together, and those that a fixed batch takes anyway.
        let at_once = match self.classes() {
            0 => self.batch().unwrap_or(1),
            _ => 1,
        };
        let points = sample_points(latent);
        for (first, some) in points.chunks(at_once * latent).enumerate() {
            let class = first % self.classes().max(1);
            values.extend(self.values(some, class)?);
        }
        if !values.iter().all(|value| value.is_finite()) {
            return Err(OnnxError::OutputNotFinite);
        }
        self.range = range.unwrap_or_else(|| ValueRange::recognised(&values));
        Ok(())
    }

    /// Latent dimensions.
    pub fn latent(&self) -> usize {
        self.point.0.latent
    }

    /// The only batch that the model takes, if there is only one.
    pub fn batch(&self) -> Option<usize> {
        self.point.0.batch
    }

    /// The pictures' size.
    pub fn image(&self) -> ImageShape {
        self.image
    }

    /// How many classes there are to choose from; 0 without a class.
    pub fn classes(&self) -> usize {
        self.class.as_ref().map_or(0, |(class, _)| class.classes)
    }

    /// The range that the values were recognised to have.
    pub fn range(&self) -> ValueRange {
        self.range
    }

    /// How the output's numbers follow each other.
    pub fn layout(&self) -> ImageLayout {
        self.layout
    }

    /// How many numbers the model consists of.
    pub fn parameters(&self) -> usize {
        self.parameters
    }

    /// The program that wrote the file, as the file says.
    pub fn producer(&self) -> &str {
        &self.producer
    }

    /// The pictures of latent points, as grey values, 0 black to 1 white, not always within. A class
    /// that there is not counts as the last one.
    ///
    /// # Shapes
    /// `points`: `[n, latent]`, row by row → `[n, channels · height · width]`, channel by channel
    ///
    /// # Errors
    /// [`OnnxError::Refused`] when the model cannot be run there, [`OnnxError::OutputNotFinite`] when
    /// what it gives is no number.
    ///
    /// # Panics
    /// When `points` is no whole number of points.
    pub fn grey_planes(&self, points: &[f32], class: usize) -> Result<Vec<f32>, OnnxError> {
        assert!(points.len().is_multiple_of(self.latent()), "whole points");
        let most = || (NUMBERS_AT_ONCE / self.image.len()).clamp(1, AT_ONCE);
        let most = self.batch().unwrap_or_else(most);
        let mut planes = Vec::with_capacity(points.len() / self.latent() * self.image.len());
        for some in points.chunks(most * self.latent()) {
            let values = self.values(some, class)?;
            if !values.iter().all(|value| value.is_finite()) {
                return Err(OnnxError::OutputNotFinite);
            }
            let grey = |value| self.range.grey(value);
            match self.layout {
                ImageLayout::Planes => planes.extend(values.into_iter().map(grey)),
                ImageLayout::Pixels => self.image.extend_planes(&values, &mut planes, grey),
            }
        }
        Ok(planes)
    }

    /// The same as bytes, `[n, height, width, channels]`, 0 black to 255 white.
    ///
    /// # Errors
    /// Those of [`Self::grey_planes`].
    ///
    /// # Panics
    /// When `points` is no whole number of points.
    pub fn pictures(&self, points: &[f32], class: usize) -> Result<Vec<u8>, OnnxError> {
        let planes = self.grey_planes(points, class)?;
        // `as` saturates.
        let bytes: Vec<u8> = planes
            .iter()
            .map(|grey| (grey * 255.0).round() as u8)
            .collect();
        let mut pictures = Vec::new();
        self.image.extend_interleaved(&bytes, &mut pictures);
        Ok(pictures)
    }

    /// The output's numbers for some points, in batches as the model takes them.
    fn values(&self, points: &[f32], class: usize) -> Result<Vec<f32>, OnnxError> {
        let Some(batch) = self.point.0.batch else {
            return Ok(self.run(points, class)?.1);
        };
        let (latent, numbers) = (self.latent(), self.image.len());
        let mut values = Vec::new();
        for some in points.chunks(batch * latent) {
            let mut whole = some.to_vec();
            whole.resize(batch * latent, 0.0);
            let found = self.run(&whole, class)?.1;
            values.extend_from_slice(&found[..found.len().min(some.len() / latent * numbers)]);
        }
        Ok(values)
    }

    /// Runs the model once.
    fn run(&self, points: &[f32], class: usize) -> Result<RunOutput, OnnxError> {
        let (input, id) = &self.point;
        let count = points.len() / input.latent;
        let mut shape = vec![count, input.latent];
        shape.resize(input.rank, 1);
        let points = Tensor::from_data(&shape[..], points.to_vec());
        let mut inputs: Vec<(NodeId, ValueOrView)> = vec![(*id, points.into())];
        if let Some((input, id)) = &self.class {
            let class = class.min(input.classes - 1);
            inputs.push((*id, input.value(class, count)));
        }
        let mut outputs = self
            .model
            .run(inputs, &[self.output], None)
            .map_err(refused)?;
        let output = outputs.pop().ok_or_else(|| refused("no output"))?;
        let (shape, values) = numbers(&output).ok_or_else(|| refused("not a tensor"))?;
        // As often as there are points, or sizes would lie.
        let fits = self.image == ImageShape::POINT || values.len() == count * self.image.len();
        if fits {
            Ok((shape, values))
        } else {
            Err(OnnxError::OutputShape {
                found: format!("{shape:?}").into(),
                batch: count,
            })
        }
    }
}

/// Has rten load a file.
pub(crate) fn loaded(bytes: Vec<u8>) -> Result<Model, OnnxError> {
    let mut options = ModelOptions::with_ops(registry());
    options.prepack_weights(true);
    options.load(bytes).map_err(refused)
}

impl ClassInput {
    /// A class for each of `count` points.
    pub(crate) fn value(&self, class: usize, count: usize) -> ValueOrView<'static> {
        let label = i32::try_from(class).unwrap_or_default();
        match self.form {
            ClassForm::Labels => Tensor::from_data(&[count], vec![label; count]).into(),
            ClassForm::LabelColumn => Tensor::from_data(&[count, 1], vec![label; count]).into(),
            ClassForm::OneHot => {
                let row = (0..self.classes).map(|at| f32::from(u8::from(at == class)));
                let rows: Vec<f32> = row.cycle().take(count * self.classes).collect();
                Tensor::from_data(&[count, self.classes], rows).into()
            }
        }
    }
}

pub(crate) fn numbers(output: &Value) -> Option<RunOutput> {
    fn of<T: Copy>(tensor: &TensorView<T>, number: impl Fn(T) -> f32) -> RunOutput {
        let values = tensor.iter().map(|value| number(*value)).collect();
        (tensor.shape().to_vec(), values)
    }
    Some(match output {
        Value::FloatTensor(tensor) => (tensor.shape().to_vec(), tensor.to_vec()),
        Value::Int32Tensor(tensor) => of(&tensor.view(), |value| value as f32),
        Value::Int8Tensor(tensor) => of(&tensor.view(), f32::from),
        Value::UInt8Tensor(tensor) => of(&tensor.view(), f32::from),
        _ => return None,
    })
}

#[allow(clippy::needless_pass_by_value, reason = "for `map_err`")]
pub(crate) fn refused(error: impl ToString) -> OnnxError {
    let reason = error.to_string();
    OnnxError::Refused {
        reason: reason.trim_end_matches('.').into(),
    }
}

/// The origin and points as far from it as draws from the prior: each coordinate runs along a sine,
/// which has a variance of 1.
pub(crate) fn sample_points(latent: usize) -> Vec<f32> {
    let mut points = vec![0.0; latent];
    for sample in 1..SAMPLES {
        let phase = 1.3 * sample as f32;
        let at = |i: usize| 0.7 * (i * i % 1000) as f32 + phase;
        points.extend((0..latent).map(|i| std::f32::consts::SQRT_2 * at(i).sin()));
    }
    points
}
