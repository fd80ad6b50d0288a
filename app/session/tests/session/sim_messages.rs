//! What messages to workers are.

use file_kind::{FileKind, file_kind};
use protocol::{
    CardDetails, CardFacts, FromEngine, LayerWidths, ModelSource, OnnxEncoderFacts, OnnxFacts,
    RequestId, ToEngine, TrainCommand, Unread,
};

/// The id of a request; a greeting has none.
pub fn id_of(message: &ToEngine) -> Option<RequestId> {
    match message {
        ToEngine::Hello { .. } | ToEngine::SetClass { .. } => None,
        ToEngine::LoadModel { id, .. }
        | ToEngine::LoadEncodedPoints { id, .. }
        | ToEngine::Decode { id, .. }
        | ToEngine::DecodeMap { id, .. }
        | ToEngine::Time { id, .. }
        | ToEngine::Query { id, .. }
        | ToEngine::Ping { id } => Some(*id),
        ToEngine::Train { command, .. } => match command {
            TrainCommand::Begin { id, .. }
            | TrainCommand::TraceStep { id, .. }
            | TrainCommand::Reinitialize { id, .. }
            | TrainCommand::Fetch { id, .. }
            | TrainCommand::CheckFile { id, .. }
            | TrainCommand::Personalise { id, .. }
            | TrainCommand::JudgePictures { id, .. }
            | TrainCommand::TrainCompared { id, .. }
            | TrainCommand::Change { id, .. }
            | TrainCommand::Checkpoint { id }
            | TrainCommand::Restore { id }
            | TrainCommand::Weights { id } => Some(*id),
            TrainCommand::Play { .. }
            | TrainCommand::StopPersonalising
            | TrainCommand::StopJudging
            | TrainCommand::Pause
            | TrainCommand::Step { .. }
            | TrainCommand::Push { .. }
            | TrainCommand::FrameShown => None,
        },
    }
}

pub fn is_decode(message: &ToEngine) -> bool {
    matches!(message, ToEngine::Decode { .. })
}

pub fn is_map(message: &ToEngine) -> bool {
    matches!(message, ToEngine::DecodeMap { .. })
}

pub fn is_load(message: &ToEngine) -> bool {
    matches!(message, ToEngine::LoadModel { .. })
}

pub fn is_points(message: &ToEngine) -> bool {
    matches!(message, ToEngine::LoadEncodedPoints { .. })
}

/// What the engine recognises of every encoder.
pub const FORM: &str = "0…1 planes 0 0 8";

/// What is known of a decoder of three classes.
fn conditional(has_encoder: bool) -> Unread<CardDetails> {
    let encoder = OnnxEncoderFacts {
        file: "theirs.onnx".to_owned(),
        range: "0…1".to_owned(),
        spread: "none".to_owned(),
        error: 1.5,
        form: FORM.to_owned(),
    };
    let onnx = OnnxFacts {
        classes: 3,
        producer: "pytorch".to_owned(),
        range: "0…1".to_owned(),
        encoder: has_encoder.then_some(encoder),
    };
    CardDetails {
        onnx: Some(onnx),
        ..CardDetails::default()
    }
    .into()
}

/// What is known of a generator whose layers are modulated.
pub fn modulated() -> Unread<CardDetails> {
    CardDetails {
        self_modulation: true,
        decoder: LayerWidths {
            dense: vec![5],
            conv: vec![4],
        },
        ..CardDetails::default()
    }
    .into()
}

/// The card of a model that learned from a data set, with pictures of so many pixels a side.
pub fn trained_on((data, side): (&str, usize), card: CardFacts) -> CardFacts {
    let mut details = CardDetails::default();
    data.clone_into(&mut details.data.name);
    CardFacts {
        height: side,
        width: side,
        details: details.into(),
        ..card
    }
}

/// What the engine makes of ONNX files: the model that an encoder joins, and whether the encoder is
/// the first of two; of a decoder alone, neither. Encoders end in 9.
pub fn onnx_files(
    source: &ModelSource,
    payload: Option<&[u8]>,
    card: &mut CardFacts,
) -> Result<(Option<String>, bool), &'static str> {
    let bytes = payload.unwrap_or_default();
    let is_onnx = |bytes: &[u8]| file_kind(bytes) == FileKind::Onnx;
    let encodes = |bytes: &[u8]| bytes.last() == Some(&b'9');
    match source {
        ModelSource::Pair { first, .. } => {
            card.details = conditional(true);
            let (one, other) = bytes.split_at(*first);
            assert!(is_onnx(one) && is_onnx(other), "each whole");
            card.encoder = true;
            match (encodes(one), encodes(other)) {
                (true, false) => Ok((None, true)),
                (false, true) => Ok((None, false)),
                _ => Err("Expected a decoder and its encoder."),
            }
        }
        ModelSource::Payload { decoder, .. } if is_onnx(bytes) => {
            card.encoder = encodes(bytes);
            card.details = conditional(card.encoder);
            match decoder {
                Some(_) if card.encoder => Ok((decoder.clone(), false)),
                None if card.encoder => Err("Expected a decoder first."),
                _ => Ok((None, false)),
            }
        }
        _ => Ok((None, false)),
    }
}

/// A picture of two by two grey pixels.
pub fn picture(id: RequestId) -> FromEngine {
    FromEngine::Picture {
        id,
        width: 2,
        height: 2,
        channels: 1,
        millis: 0.5,
    }
}
