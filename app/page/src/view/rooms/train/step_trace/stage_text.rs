//! What happens at a stage, in words.

use crate::words::train_step as words;
use protocol::{StepTurn, TraceStageKind};
use session::ShownRun;

/// What data consist of, as messages choose by it.
fn data(run: Option<&ShownRun>) -> &'static str {
    if run.is_some_and(|run| run.spec.is_points()) {
        "points"
    } else {
        "images"
    }
}

/// A stage's name.
pub(super) fn title(kind: TraceStageKind, run: Option<&ShownRun>) -> String {
    let data = data(run);
    let title = match kind {
        TraceStageKind::Data => return words::Data { data }.text(),
        TraceStageKind::Noise => words::noise(),
        TraceStageKind::Encode => return words::Encode { data }.text(),
        TraceStageKind::Sample => words::sample(),
        TraceStageKind::Decode => words::decode(),
        TraceStageKind::Generate => return words::Generate { data }.text(),
        TraceStageKind::JudgeReal => return words::JudgeReal { data }.text(),
        TraceStageKind::JudgeGenerated => return words::JudgeGenerated { data }.text(),
        TraceStageKind::Loss => words::loss(),
        TraceStageKind::Gradient => words::gradient(),
        TraceStageKind::Update => words::update(),
    };
    title.to_owned()
}

/// Whose turn it is.
pub(super) fn turn(turn: StepTurn) -> &'static str {
    match turn {
        StepTurn::Discriminator => words::turn_discriminator(),
        StepTurn::Generator => words::turn_generator(),
        StepTurn::Autoencoder => words::turn_autoencoder(),
    }
}

/// A letter for whose turn it is.
pub(super) fn letter(turn: StepTurn) -> &'static str {
    match turn {
        StepTurn::Discriminator => "D",
        StepTurn::Generator => "G",
        StepTurn::Autoencoder => "E",
    }
}

/// What happens, in a sentence.
pub(super) fn sentence(kind: TraceStageKind, turn: StepTurn, run: Option<&ShownRun>) -> String {
    let data = data(run);
    let sentence = match (kind, turn) {
        (TraceStageKind::Data, _) => return words::DataSaid { data }.text(),
        (TraceStageKind::Noise, _) => words::noise_said(),
        (TraceStageKind::Encode, _) => return words::EncodeSaid { data }.text(),
        (TraceStageKind::Sample, _) => words::sample_said(),
        (TraceStageKind::Decode, _) => return words::DecodeSaid { data }.text(),
        (TraceStageKind::Generate, StepTurn::Discriminator) => {
            return words::GenerateOnlySaid { data }.text();
        }
        (TraceStageKind::Generate, _) => return words::GenerateSaid { data }.text(),
        (TraceStageKind::JudgeReal, _) => return words::JudgeRealSaid { data }.text(),
        (TraceStageKind::JudgeGenerated, StepTurn::Generator | StepTurn::Autoencoder) => {
            return words::JudgeGeneratorSaid { data }.text();
        }
        (TraceStageKind::JudgeGenerated, StepTurn::Discriminator) => {
            return words::JudgeGeneratedSaid { data }.text();
        }
        (TraceStageKind::Loss, StepTurn::Discriminator) => words::loss_discriminator_said(),
        (TraceStageKind::Loss, StepTurn::Generator) => words::loss_generator_said(),
        (TraceStageKind::Loss, StepTurn::Autoencoder) => {
            return words::LossAutoencoderSaid { data }.text();
        }
        (TraceStageKind::Gradient, StepTurn::Generator) => words::gradient_generator_said(),
        (TraceStageKind::Gradient, _) => words::gradient_said(),
        (TraceStageKind::Update, _) => words::update_said(),
    };
    sentence.to_owned()
}
