//! What happens at a stage, in words.

use protocol::{StepTurn, TraceStageKind};
use session::TrainingRun;

/// What data consist of.
fn things(run: Option<&TrainingRun>) -> &'static str {
    if run.is_some_and(|run| run.spec.is_points()) {
        "points"
    } else {
        "images"
    }
}

/// A stage's name.
pub(super) fn title(kind: TraceStageKind, run: Option<&TrainingRun>) -> String {
    let things = things(run);
    match kind {
        TraceStageKind::Data => format!("Real {things} are taken"),
        TraceStageKind::Noise => "Noise is drawn".to_owned(),
        TraceStageKind::Encode => format!("{} are encoded", capital(things)),
        TraceStageKind::Sample => "Codes are drawn".to_owned(),
        TraceStageKind::Decode => "Codes are decoded".to_owned(),
        TraceStageKind::Generate => format!("Noise becomes {things}"),
        TraceStageKind::JudgeReal => format!("Real {things} are judged"),
        TraceStageKind::JudgeGenerated => format!("Generated {things} are judged"),
        TraceStageKind::Loss => "The loss".to_owned(),
        TraceStageKind::Gradient => "Gradients flow back".to_owned(),
        TraceStageKind::Update => "Weights follow".to_owned(),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// Whose turn it is.
pub(super) fn turn(turn: StepTurn) -> &'static str {
    match turn {
        StepTurn::Discriminator => "The discriminator\u{2019}s turn",
        StepTurn::Generator => "The generator\u{2019}s turn",
        StepTurn::Autoencoder => "Encoder and decoder",
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
pub(super) fn sentence(kind: TraceStageKind, turn: StepTurn, run: Option<&TrainingRun>) -> String {
    let things = things(run);
    match (kind, turn) {
        (TraceStageKind::Data, _) => format!("A batch of {things} is drawn from the training data."),
        (TraceStageKind::Noise, _) => {
            "Latent points are drawn from the prior: all the chance that there is in what is made."
                .to_owned()
        }
        (TraceStageKind::Encode, _) => format!(
            "The encoder says where in the latent space each of the {things} belongs, and how \
             sure it is."
        ),
        (TraceStageKind::Sample, _) => {
            "From each posterior a code is drawn: its mean, plus its deviation times noise. Written \
             so, gradients pass through the draw."
                .to_owned()
        }
        (TraceStageKind::Decode, _) => {
            format!("The decoder makes {things} of the codes again, as well as it can.")
        }
        (TraceStageKind::Generate, StepTurn::Discriminator) => format!(
            "The generator makes {things} of the noise. In this turn it only supplies them, and \
             does not learn."
        ),
        (TraceStageKind::Generate, _) => format!("The generator makes {things} of the noise."),
        (TraceStageKind::JudgeReal, _) => {
            format!("The discriminator scores the real {things}; it would have them high.")
        }
        (TraceStageKind::JudgeGenerated, StepTurn::Generator | StepTurn::Autoencoder) => format!(
            "The discriminator scores the generated {things}; the generator would have them high."
        ),
        (TraceStageKind::JudgeGenerated, StepTurn::Discriminator) => {
            format!("The discriminator scores the generated {things}; it would have them low.")
        }
        (TraceStageKind::Loss, StepTurn::Discriminator) => {
            "One number says how badly the two are told apart. The smaller, the better for the \
             discriminator."
                .to_owned()
        }
        (TraceStageKind::Loss, StepTurn::Generator) => {
            "One number says how badly the discriminator is deceived. The smaller, the better for \
             the generator."
                .to_owned()
        }
        (TraceStageKind::Loss, StepTurn::Autoencoder) => format!(
            "One number says how far the {things} are from their reconstructions, and how far their \
             codes from the prior."
        ),
        (TraceStageKind::Gradient, StepTurn::Generator) => {
            "From the score back through the discriminator, which stays as it is, to the \
             generator\u{2019}s weights: in which direction would the loss fall?"
                .to_owned()
        }
        (TraceStageKind::Gradient, _) => {
            "From the loss back to every weight: in which direction would it fall?".to_owned()
        }
        (TraceStageKind::Update, _) => {
            "The optimiser moves each weight a little in that direction.".to_owned()
        }
    }
}
