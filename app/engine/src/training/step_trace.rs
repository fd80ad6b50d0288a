//! A step taken apart, as the page reads it.

use model::train::{self, TracedTensor};

use protocol::payload::f32_bytes;
use protocol::{EngineError, RoomError, TensorSummary, TraceStage};

/// How many values of a tensor are sent with its name.
const FIRST: usize = 6;

/// Stages and their payload: rows of the tensors that can be drawn.
///
/// # Errors
/// [`RoomError::StepNotFinite`] when there are numbers that no message can hold.
pub fn to_message(
    stages: Vec<train::TracedStage>,
) -> Result<(Vec<TraceStage>, Vec<u8>), EngineError> {
    if !stages.iter().all(is_finite) {
        return Err(RoomError::StepNotFinite.into());
    }
    let mut values = Vec::new();
    let sent = stages.into_iter().map(|stage| TraceStage {
        kind: stage.kind,
        turn: stage.turn,
        numbers: stage.numbers,
        tensors: stage
            .tensors
            .into_iter()
            .map(|taped| glimpse(taped, &mut values))
            .collect(),
    });
    let sent = sent.collect();
    Ok((sent, f32_bytes(&values)))
}

/// JSON has no word for other numbers. Those of the payload may be what they are.
fn is_finite(stage: &train::TracedStage) -> bool {
    let numbers = stage.numbers.iter().map(|(_, value)| *value);
    let statistics = stage.tensors.iter().flat_map(|tensor| {
        let sums = [tensor.mean, tensor.deviation, tensor.least, tensor.most];
        sums.into_iter()
            .chain(tensor.values.iter().take(FIRST).copied())
    });
    numbers.chain(statistics).all(f32::is_finite)
}

fn glimpse(taped: TracedTensor, values: &mut Vec<f32>) -> TensorSummary {
    let first = taped.values.iter().take(FIRST).copied().collect();
    let rows = taped.drawn.then(|| {
        let begin = values.len();
        values.extend_from_slice(&taped.values);
        (begin, taped.values.len())
    });
    TensorSummary {
        name: taped.name,
        shape: taped.shape,
        mean: taped.mean,
        deviation: taped.deviation,
        least: taped.least,
        most: taped.most,
        first,
        rows,
    }
}
