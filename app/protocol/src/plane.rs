//! What the trainer says of points of a plane, of their measures, and of the inside of a step.

use serde::{Deserialize, Serialize};

use super::training::Finding;

/// What there is to see of a run on points. The payload holds [`Self::layers`] one after the other,
/// little-endian `f32`, row by row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlaneFrame {
    /// Which of the runs side by side: 0 is the run itself.
    pub run: usize,
    /// Steps taken before.
    pub step: u32,
    /// What the payload holds.
    pub layers: Vec<Layer>,
}

/// A part of a frame's payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Layer {
    /// What it is.
    pub kind: LayerKind,
    /// Points, or rows of a field.
    pub rows: usize,
    /// Numbers each.
    pub columns: usize,
}

/// What a layer is. The plane shown is [−[`PLANE_REACH`], [`PLANE_REACH`]]², y upward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LayerKind {
    /// Points that are learnt from: `[n, 2]`.
    Real,
    /// G of fixed latent points: `[n, 2]`.
    Generated,
    /// Those latent points: `[n, latent]`.
    Noise,
    /// Where the generator's loss falls fastest, at the first of the generated points: minus its
    /// gradient, `[n, 2]`. It is that of one point's own loss, not of the batch's mean.
    Arrows,
    /// Probability of being real, as D has it, at the middles of square cells that cover the plane:
    /// `[side, side]`, the first row at the top. Of a score without bounds it is σ; a Wasserstein
    /// critic's, which has neither zero nor unit, is standardised over the cells first; least
    /// squares' is cut to [0, 1].
    Field,
    /// G of a regular grid of latent points over ±[`NOISE_REACH`] of the first two dimensions (the
    /// others 0): `[side · side, 2]`, first row at the second dimension's greatest value; with one
    /// latent dimension `[n, 2]`, from its least value on.
    Manifold,
    /// Posterior means of the first held-out points: `[n, latent]`.
    Means,
    /// Posterior standard deviations, likewise.
    Spreads,
    /// Those held-out points themselves: `[n, 2]`.
    HeldOut,
    /// Reconstructions of the same points: `[n, 2]`.
    Reconstructed,
}

/// The plane is shown from minus this to this, in both directions.
pub const PLANE_REACH: f32 = 1.5;
/// Latent grids reach from minus this to this where noise is normal, and ±1 where it is uniform.
pub const NOISE_REACH: f32 = 2.5;

/// How near generated points come to held-out ones.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Quality {
    /// Which of the runs side by side: 0 is the run itself.
    pub run: usize,
    /// Steps taken before.
    pub step: u32,
    /// How many generated points were compared with as many held-out ones.
    pub points: usize,
    /// Divergences and distances.
    pub measures: Vec<Measure>,
    /// Parts of the density, such as modes, that generated points reach; none where the density has
    /// no parts.
    pub coverage: Option<Coverage>,
    /// What the detectors see in a run beside the first one; what they see in that one is told with
    /// its progress.
    pub findings: Vec<Finding>,
}

/// A divergence or distance, and what it is worth.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Measure {
    /// `Grid KL`, `Grid JS` or `MMD²`.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// Its standard error, from the number of points.
    pub error: f64,
    /// What two samples of the data themselves give: no generator can be told to be better.
    pub floor: f64,
}

/// Which parts of a density generated points reach.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Coverage {
    /// What the parts are: `modes`, `arcs`, `squares`.
    pub parts: String,
    /// How many there are.
    pub of: usize,
    /// How many are reached by at least one high-quality point.
    pub reached: usize,
    /// The share of points of high quality: within three standard deviations of the density.
    pub high_quality: f64,
    /// Its standard error.
    pub error: f64,
    /// The same share of held-out points.
    pub floor: f64,
    /// How many generated points each part has.
    pub counts: Vec<u32>,
}

/// One thing that happens in a training step, in the order in which it happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stage {
    /// What happens.
    pub kind: StageKind,
    /// Whose turn it is.
    pub turn: Turn,
    /// Numbers that its formula is about: name and value.
    pub numbers: Vec<(String, f32)>,
    /// What it makes.
    pub tensors: Vec<Glimpse>,
}

/// Who learns in this part of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// The discriminator.
    Discriminator,
    /// The generator, by the discriminator's judgement.
    Generator,
    /// Encoder and decoder.
    Coder,
}

/// What happens in a training step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StageKind {
    /// A batch of data is taken.
    Data,
    /// Noise is drawn.
    Noise,
    /// Encoder: x → μ, σ.
    Encode,
    /// z = μ + σ ε.
    Sample,
    /// Decoder: z → x̃.
    Decode,
    /// Generator: z → G(z).
    Generate,
    /// Discriminator: data → scores.
    JudgeReal,
    /// Discriminator: generated → scores.
    JudgeGenerated,
    /// The loss of whose turn it is.
    Loss,
    /// Its gradients.
    Gradient,
    /// Weights follow them.
    Update,
}

/// A tensor at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Glimpse {
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
    /// The first few values.
    pub first: Vec<f32>,
    /// Where its rows are in the payload, if they can be drawn (points, pictures): first number and
    /// how many numbers; little-endian `f32`.
    pub rows: Option<(usize, usize)>,
}
