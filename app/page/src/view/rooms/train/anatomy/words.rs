//! What happens at a stage, in words.

use protocol::{StageKind, Turn};
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
pub(super) fn title(kind: StageKind, run: Option<&TrainingRun>) -> String {
    let things = things(run);
    match kind {
        StageKind::Data => format!("Real {things} are taken"),
        StageKind::Noise => "Noise is drawn".to_owned(),
        StageKind::Encode => format!("{} are encoded", capital(things)),
        StageKind::Sample => "Codes are drawn".to_owned(),
        StageKind::Decode => "Codes are decoded".to_owned(),
        StageKind::Generate => format!("Noise becomes {things}"),
        StageKind::JudgeReal => format!("Real {things} are judged"),
        StageKind::JudgeGenerated => format!("Generated {things} are judged"),
        StageKind::Loss => "The loss".to_owned(),
        StageKind::Gradient => "Gradients flow back".to_owned(),
        StageKind::Update => "Weights follow".to_owned(),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// Whose turn it is.
pub(super) fn turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Discriminator => "The discriminator\u{2019}s turn",
        Turn::Generator => "The generator\u{2019}s turn",
        Turn::Coder => "Encoder and decoder",
    }
}

/// A letter for whose turn it is.
pub(super) fn letter(turn: Turn) -> &'static str {
    match turn {
        Turn::Discriminator => "D",
        Turn::Generator => "G",
        Turn::Coder => "E",
    }
}

/// What happens, in a sentence.
pub(super) fn sentence(kind: StageKind, turn: Turn, run: Option<&TrainingRun>) -> String {
    let things = things(run);
    match (kind, turn) {
        (StageKind::Data, _) => format!("A batch of {things} is drawn from the training data."),
        (StageKind::Noise, _) => {
            "Latent points are drawn from the prior: all the chance that there is in what is made."
                .to_owned()
        }
        (StageKind::Encode, _) => format!(
            "The encoder says where in the latent space each of the {things} belongs, and how \
             sure it is."
        ),
        (StageKind::Sample, _) => {
            "From each posterior a code is drawn: its mean, plus its deviation times noise. Written \
             so, gradients pass through the draw."
                .to_owned()
        }
        (StageKind::Decode, _) => {
            format!("The decoder makes {things} of the codes again, as well as it can.")
        }
        (StageKind::Generate, Turn::Discriminator) => format!(
            "The generator makes {things} of the noise. In this turn it only supplies them, and \
             does not learn."
        ),
        (StageKind::Generate, _) => format!("The generator makes {things} of the noise."),
        (StageKind::JudgeReal, _) => {
            format!("The discriminator scores the real {things}; it would have them high.")
        }
        (StageKind::JudgeGenerated, Turn::Generator | Turn::Coder) => format!(
            "The discriminator scores the generated {things}; the generator would have them high."
        ),
        (StageKind::JudgeGenerated, Turn::Discriminator) => {
            format!("The discriminator scores the generated {things}; it would have them low.")
        }
        (StageKind::Loss, Turn::Discriminator) => {
            "One number says how badly the two are told apart. The smaller, the better for the \
             discriminator."
                .to_owned()
        }
        (StageKind::Loss, Turn::Generator) => {
            "One number says how badly the discriminator is deceived. The smaller, the better for \
             the generator."
                .to_owned()
        }
        (StageKind::Loss, Turn::Coder) => format!(
            "One number says how far the {things} are from their reconstructions, and how far their \
             codes from the prior."
        ),
        (StageKind::Gradient, Turn::Generator) => {
            "From the score back through the discriminator, which stays as it is, to the \
             generator\u{2019}s weights: in which direction would the loss fall?"
                .to_owned()
        }
        (StageKind::Gradient, _) => {
            "From the loss back to every weight: in which direction would it fall?".to_owned()
        }
        (StageKind::Update, _) => {
            "The optimiser moves each weight a little in that direction.".to_owned()
        }
    }
}
