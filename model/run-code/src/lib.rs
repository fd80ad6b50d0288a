//! A run as a short program that its user can take elsewhere: networks, losses and the training step,
//! with the run's own numbers, for PyTorch and for burn.
//!
//! Each line says which part of the run it is about, so that a page can show lines and drawing together,
//! and at which stages of a training step it is at work, so that it can be shown beside a step in slow
//! motion.
//! `tests/tests/run_code.rs` has PyTorch run what is written here: its first losses are the project's own.

mod burn;
mod excerpt;
mod layers;
mod pytorch;
mod stage_set;

pub use burn::burn;
pub use excerpt::excerpt;
pub use pytorch::pytorch;
pub use stage_set::StageSet;

/// What a program is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeTarget {
    /// PyTorch.
    PyTorch,
    /// burn.
    Burn,
}

impl CodeTarget {
    /// The program of a run on images, or points, of a shape.
    pub fn lines(self, spec: &RunSpec, image: ImageShape) -> Vec<CodeLine> {
        match self {
            Self::PyTorch => pytorch(spec, image),
            Self::Burn => burn(spec, image),
        }
    }
}

use run_spec::{ImageShape, ModelType, RunSpec, TraceStageKind};

/// A line of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLine {
    /// The text, without its end of line.
    pub text: String,
    /// What it is about; `None` for what belongs to no part.
    pub part: Option<CodePart>,
    /// The stages of a training step at which it is at work.
    pub stages: StageSet,
}

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodePart {
    /// Images or points, and their batches.
    Data,
    /// x → code.
    Encoder,
    /// μ, σ and z.
    Code,
    /// z → data: the decoder, or the generator.
    Generator,
    /// data → score.
    Discriminator,
    /// What is made small.
    Loss,
    /// How weights follow their gradients.
    Update,
}

impl CodePart {
    /// The stages at which lines about a part are at work, unless they say otherwise.
    fn stages(self) -> StageSet {
        use TraceStageKind as Kind;
        StageSet::of(match self {
            Self::Data => &[Kind::Data],
            Self::Encoder => &[Kind::Encode],
            Self::Code => &[Kind::Noise, Kind::Sample],
            Self::Generator => &[Kind::Decode, Kind::Generate],
            Self::Discriminator => &[Kind::JudgeReal, Kind::JudgeGenerated],
            Self::Loss => &[Kind::Loss],
            // Most of these lines hold the others together.
            Self::Update => &[],
        })
    }
}

/// The whole text of a program.
pub fn text(lines: &[CodeLine]) -> String {
    lines.iter().fold(String::new(), |mut all, line| {
        all.push_str(&line.text);
        all.push('\n');
        all
    })
}

/// What a run is, as the first words of a program.
pub(crate) fn title(spec: &RunSpec, image: ImageShape) -> String {
    let model = match spec.model {
        ModelType::Autoencoder => "An autoencoder",
        ModelType::Vae => "A VAE (arXiv:1312.6114)",
        ModelType::Gan => "A GAN (arXiv:1406.2661)",
        ModelType::VaeGan => "A VAE-GAN (arXiv:1512.09300)",
        ModelType::LatentFedGan => "A GAN that is fed the codes of a VAE's encoder",
    };
    if spec.is_points() {
        return format!("{model} on points of a plane");
    }
    let colours = if image.channels == 3 { "RGB" } else { "grey" };
    let (height, width) = (image.height, image.width);
    format!("{model} on {colours} images of {height}×{width} pixels")
}

/// Collects lines.
#[derive(Debug, Default)]
pub(crate) struct CodeWriter {
    lines: Vec<CodeLine>,
}

impl CodeWriter {
    /// Appends lines about a part, at work at the stages of that part.
    pub fn about(&mut self, part: CodePart, text: &str) {
        self.push(text, Some(part), part.stages());
    }

    /// Appends lines about a part that are at work at these stages.
    pub fn at(&mut self, part: CodePart, stages: StageSet, text: &str) {
        self.push(text, Some(part), stages);
    }

    /// Appends lines about nothing in particular.
    pub fn say(&mut self, text: &str) {
        self.push(text, None, StageSet::default());
    }

    fn push(&mut self, text: &str, part: Option<CodePart>, stages: StageSet) {
        for line in text.split('\n') {
            let is_empty = line.is_empty();
            self.lines.push(CodeLine {
                text: line.to_owned(),
                part: part.filter(|_| !is_empty),
                stages: if is_empty {
                    StageSet::default()
                } else {
                    stages
                },
            });
        }
    }

    pub fn into_lines(self) -> Vec<CodeLine> {
        self.lines
    }
}

/// A number as Python writes it: with a point, or an exponent.
pub(crate) fn number(value: f64) -> String {
    format!("{value:?}")
}
