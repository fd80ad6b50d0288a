//! A training step taken apart: what happens in it, in its order, with the numbers that it works on.
//!
//! The step records itself while it runs ([`TraceRecorder`]), so that what is shown is what
//! happened. A record holds handles of tensors that the step has anyway, and a few sums; nothing is
//! read before the step is over.

use burn::tensor::Tensor;
use run_spec::{StepTurn, TraceStageKind};

use crate::ModelResult;
use crate::device::read;
use crate::nn::HiddenActivations;

/// Of a tensor whose rows are points, so many of them are kept.
const POINTS: usize = 150;
/// Of a tensor whose rows are pictures.
const PICTURES: usize = 16;
/// Of any other tensor, so many numbers.
const NUMBERS: usize = 8;

/// One thing that happens in a training step.
#[derive(Clone, Debug, PartialEq)]
pub struct TracedStage {
    /// What happens.
    pub kind: TraceStageKind,
    /// Whose turn it is.
    pub turn: StepTurn,
    /// Numbers that its formula is about: name and value.
    pub numbers: Vec<(String, f32)>,
    /// What it makes.
    pub tensors: Vec<TracedTensor>,
}

impl TracedStage {
    /// A number of this name, if the stage has it.
    pub fn number(&self, name: &str) -> Option<f32> {
        let found = self.numbers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| *value)
    }

    /// A tensor of this name, if the stage has it.
    pub fn tensor(&self, name: &str) -> Option<&TracedTensor> {
        self.tensors.iter().find(|tensor| tensor.name == name)
    }
}

/// A tensor of a step, on the host.
#[derive(Clone, Debug, PartialEq)]
pub struct TracedTensor {
    /// Its letter, e.g. `z`, `G(z)`, `h1`.
    pub name: String,
    /// Its sizes.
    pub shape: Vec<usize>,
    /// Mean of all values.
    pub mean: f32,
    /// Standard deviation of all values.
    pub deviation: f32,
    /// The least value.
    pub least: f32,
    /// The greatest value.
    pub most: f32,
    /// The first values: whole rows where rows can be drawn, a few numbers elsewhere.
    pub values: Vec<f32>,
    /// Whether rows are points or pictures.
    pub drawn: bool,
}

/// What a step noted of itself, still on the device.
#[derive(Debug, Default)]
pub(super) struct TraceRecorder {
    stages: Vec<StageRecorder>,
}

/// A stage, still on the device.
#[derive(Debug)]
pub(super) struct StageRecorder {
    kind: TraceStageKind,
    turn: StepTurn,
    numbers: Vec<(String, StageNumber)>,
    tensors: Vec<RecordedTensor>,
}

#[derive(Debug)]
enum StageNumber {
    Known(f32),
    /// The mean of these.
    Measured(Box<Tensor<1>>),
}

#[derive(Debug)]
struct RecordedTensor {
    name: String,
    shape: Vec<usize>,
    values: Tensor<1>,
    drawn: bool,
}

impl TraceRecorder {
    /// Writes down a stage.
    pub fn note(
        &mut self,
        kind: TraceStageKind,
        turn: StepTurn,
        write: impl FnOnce(&mut StageRecorder),
    ) {
        let mut noted = StageRecorder {
            kind,
            turn,
            numbers: Vec::new(),
            tensors: Vec::new(),
        };
        write(&mut noted);
        self.stages.push(noted);
    }

    /// Reads everything.
    ///
    /// # Errors
    /// [`ModelError::Device`](crate::ModelError::Device) when the device fails.
    pub async fn read(self) -> ModelResult<Vec<TracedStage>> {
        let mut stages = Vec::with_capacity(self.stages.len());
        for stage in self.stages {
            stages.push(stage.read().await?);
        }
        Ok(stages)
    }
}

impl StageRecorder {
    /// A number that the host knows.
    pub fn known(&mut self, name: &str, value: f64) {
        let number = StageNumber::Known(value as f32);
        self.numbers.push((name.to_owned(), number));
    }

    /// The mean of some numbers on the device.
    pub fn measured(&mut self, name: &str, values: Tensor<1>) {
        let number = StageNumber::Measured(Box::new(plain(values)));
        self.numbers.push((name.to_owned(), number));
    }

    /// A tensor.
    pub fn tensor<const D: usize>(&mut self, name: &str, tensor: &Tensor<D>) {
        self.put(name, tensor, false);
    }

    /// A tensor whose rows are points or pictures.
    pub fn rows(&mut self, name: &str, tensor: &Tensor<2>) {
        self.put(name, tensor, true);
    }

    /// Latent points, which can be drawn where there are two dimensions.
    pub fn latent(&mut self, name: &str, tensor: &Tensor<2>) {
        self.put(name, tensor, tensor.dims()[1] == 2);
    }

    /// Some rows of each layer's activations: `h1`, `h2` and so on.
    pub fn hidden(&mut self, layers: &[HiddenActivations], first: usize, count: usize) {
        for (i, HiddenActivations { shape, values }) in layers.iter().enumerate() {
            let each: usize = shape[1..].iter().product();
            let mut shape = shape.clone();
            shape[0] = count;
            self.tensors.push(RecordedTensor {
                name: format!("h{}", i + 1),
                shape,
                values: values.clone().narrow(0, first * each, count * each),
                drawn: false,
            });
        }
    }

    /// A tensor that was laid out in a line.
    pub fn flat(&mut self, name: String, shape: Vec<usize>, values: Tensor<1>) {
        self.tensors.push(RecordedTensor {
            name,
            shape,
            values: plain(values),
            drawn: false,
        });
    }

    fn put<const D: usize>(&mut self, name: &str, tensor: &Tensor<D>, drawn: bool) {
        let shape = tensor.dims();
        let count = shape.iter().product::<usize>();
        self.tensors.push(RecordedTensor {
            name: name.to_owned(),
            shape: shape.to_vec(),
            values: plain(tensor.clone()).reshape([count]),
            drawn,
        });
    }

    async fn read(self) -> ModelResult<TracedStage> {
        let measured = self.numbers.iter().filter_map(|(_, number)| match number {
            StageNumber::Known(_) => None,
            StageNumber::Measured(values) => Some(Tensor::clone(values).mean()),
        });
        let tensors = self.tensors.iter().map(|tensor| tensor.values.clone());
        let all: Vec<_> = measured.chain(tensors).collect();
        let values = if all.is_empty() {
            Vec::new()
        } else {
            read(Tensor::cat(all, 0)).await?
        };
        let mut values = values.into_iter();
        let numbers = self.numbers.into_iter().map(|(name, number)| {
            let value = match number {
                StageNumber::Known(value) => value,
                StageNumber::Measured(_) => values.next().unwrap_or(f32::NAN),
            };
            (name, value)
        });
        let numbers = numbers.collect();
        let tensors = self.tensors.into_iter().map(|noted| {
            let count = noted.shape.iter().product();
            let values: Vec<f32> = values.by_ref().take(count).collect();
            traced(noted, values)
        });
        Ok(TracedStage {
            kind: self.kind,
            turn: self.turn,
            numbers,
            tensors: tensors.collect(),
        })
    }
}

fn traced(noted: RecordedTensor, mut values: Vec<f32>) -> TracedTensor {
    let RecordedTensor {
        name, shape, drawn, ..
    } = noted;
    let count = values.len().max(1) as f64;
    let mean = values.iter().map(|&v| f64::from(v)).sum::<f64>() / count;
    let squares = values.iter().map(|&v| (f64::from(v) - mean).powi(2));
    let deviation = (squares.sum::<f64>() / count).sqrt();
    let least = values.iter().copied().fold(f32::INFINITY, f32::min);
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let columns = shape.last().copied().unwrap_or(1);
    values.truncate(match (drawn, columns) {
        (true, 2) => 2 * POINTS,
        (true, columns) => columns * PICTURES,
        (false, _) => NUMBERS,
    });
    TracedTensor {
        name,
        shape,
        mean: mean as f32,
        deviation: deviation as f32,
        least,
        most,
        values,
        drawn,
    }
}

/// Without autodiff.
pub(super) fn plain<const D: usize>(tensor: Tensor<D>) -> Tensor<D> {
    if tensor.is_autodiff() {
        tensor.inner()
    } else {
        tensor
    }
}
