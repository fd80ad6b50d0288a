//! What discriminator and generator make small, for each loss: the values of the parts that
//! [`GanLoss::row`] lists. A score is a logit where the loss speaks of probabilities,
//! D(x) = σ(score), and D(x) itself where it does not.

use burn::tensor::{Tensor, activation};
use run_spec::GanLoss;
use run_spec::losses::{LossPart, ScoreFunction, ScoreMeaning, ScoreSource, TermFactor, TermValue};

use crate::nn::or_fallback;

/// The discriminator's loss: the sum of its row's parts, the means of functions of scores.
///
/// `smoothing` lowers the target of real pictures from 1 to 1 − `smoothing` where a score has a
/// target (one-sided; arXiv:1606.03498, section 3.4).
///
/// # Shapes
/// `real`, `fake`: `[batch]` each → `[1]`
pub fn discriminator_loss(
    loss: GanLoss,
    real: Tensor<1>,
    fake: Tensor<1>,
    smoothing: f64,
) -> Tensor<1> {
    sum(loss.row().discriminator, Some(&real), &fake, smoothing)
}

/// The generator's loss, likewise. `partners` are real scores for a loss of pairs
/// ([`pairs_scores`](run_spec::losses::LossRow::pairs_scores)); without them, each is 0.
///
/// # Shapes
/// `fake`: `[batch]`; `partners`: `[batch]`, or `[1]` for all → `[1]`
pub fn generator_loss(loss: GanLoss, fake: Tensor<1>, partners: Option<&Tensor<1>>) -> Tensor<1> {
    sum(loss.row().generator, partners, &fake, 0.0)
}

/// The standard deviation of the noise by which [`gradient_penalties`] moves data: in units of grey
/// values, and of the plane, whose modes are a few times as wide.
pub const PENALTY_DEVIATION: f64 = 0.01;

/// The squared slope of the discriminator at each of some data, without second derivatives:
/// (D(x + ε) − D(x))² / σ² with ε ~ N(0, σ²), whose mean is ‖∇D(x)‖² as σ goes to 0
/// (arXiv:2501.08316, "approximated R1"). Of real data its mean is R1, of generated ones R2, the zero-centred
/// penalties of arXiv:1801.04406.
///
/// # Shapes
/// `scores`, `moved`: `[n]`, of x and of x + ε → `[n]`
pub fn gradient_penalties(scores: Tensor<1>, moved: Tensor<1>) -> Tensor<1> {
    (moved - scores).div_scalar(PENALTY_DEVIATION).square()
}

/// What [`discriminator_loss`] is made of: the name of each term, and its values, whose mean is
/// taken. Terms of real scores come first.
///
/// # Shapes
/// `real`, `fake`: `[batch]` each → `[batch]` each
pub fn discriminator_terms(
    loss: GanLoss,
    [real, fake]: [Tensor<1>; 2],
    smoothing: f64,
) -> Vec<(String, Tensor<1>)> {
    let mut terms = loss.row().discriminator_terms(smoothing > 0.0);
    terms.sort_by_key(|term| term.of == ScoreSource::Generated);
    let terms = terms.into_iter().map(|term| {
        let scores = scores_of(term.of, Some(&real), &fake);
        (term.name(), term_values(term.value, scores, smoothing))
    });
    terms.collect()
}

/// What [`generator_loss`] is made of, likewise.
///
/// # Shapes
/// `fake`, `partners`: `[batch]`; they stay
pub fn generator_terms(
    loss: GanLoss,
    fake: &Tensor<1>,
    partners: Option<&Tensor<1>>,
) -> Vec<(String, Tensor<1>)> {
    let terms = loss.row().generator_terms().into_iter();
    let terms = terms.map(|term| {
        let scores = scores_of(term.of, partners, fake);
        (term.name(), term_values(term.value, scores, 0.0))
    });
    terms.collect()
}

/// Scores as the page shows them: probabilities of being real where the loss speaks of them.
///
/// # Shapes
/// `[batch]`; it stays
pub fn shown_scores(loss: GanLoss, scores: Tensor<1>) -> Tensor<1> {
    match loss.row().score {
        ScoreMeaning::Logit => activation::sigmoid(scores),
        ScoreMeaning::Probability | ScoreMeaning::Margin | ScoreMeaning::Critic => scores,
    }
}

/// Scores as probabilities of being real.
///
/// A logit is what it is the logit of; a least-squares score aims at 0 and 1, and the best one is
/// p / (p + q) itself. A hinge's score aims at −1 and 1. A critic's has neither zero nor unit, so it
/// is told from the others given: how many standard deviations it is above their mean.
///
/// # Shapes
/// `[n]`; it stays
pub fn probabilities(loss: GanLoss, scores: Tensor<1>) -> Tensor<1> {
    match loss.row().score {
        ScoreMeaning::Logit | ScoreMeaning::Margin => activation::sigmoid(scores),
        ScoreMeaning::Probability => scores.clamp(0.0, 1.0),
        ScoreMeaning::Critic => {
            let scores = scores.clone() - scores.mean();
            let deviation = scores.clone().square().mean().sqrt();
            activation::sigmoid(scores / deviation.clamp_min(f32::MIN_POSITIVE))
        }
    }
}

/// The scores that a part of a loss is a function of. Where there are no real ones, each is 0.
fn scores_of(of: ScoreSource, real: Option<&Tensor<1>>, fake: &Tensor<1>) -> Tensor<1> {
    match (of, real) {
        (ScoreSource::Generated, _) => fake.clone(),
        (ScoreSource::Pair, Some(real)) => real.clone() - fake.clone(),
        (ScoreSource::Pair, None) => fake.clone().neg(),
        (ScoreSource::Real, Some(real)) => real.clone(),
        (ScoreSource::Real, None) => fake.zeros_like(),
    }
}

/// The sum of parts, with factors and signs.
fn sum(
    parts: &[LossPart],
    real: Option<&Tensor<1>>,
    fake: &Tensor<1>,
    smoothing: f64,
) -> Tensor<1> {
    let mut sum: Option<Tensor<1>> = None;
    for part in parts {
        let scores = scores_of(part.of, real, fake);
        let smoothing = match part.of {
            ScoreSource::Real => smoothing,
            ScoreSource::Generated | ScoreSource::Pair => 0.0,
        };
        let mean = function_values(part.function, scores, smoothing).mean();
        let mean = match part.factor {
            TermFactor::One => mean,
            TermFactor::Half => mean.mul_scalar(0.5),
            TermFactor::Smoothing => mean.mul_scalar(smoothing),
            TermFactor::OneMinusSmoothing => mean.mul_scalar(1.0 - smoothing),
        };
        sum = Some(match (sum, part.minus) {
            (None, false) => mean,
            (None, true) => mean.neg(),
            (Some(sum), false) => sum + mean,
            (Some(sum), true) => sum - mean,
        });
    }
    sum.unwrap_or_else(|| fake.zeros_like().mean())
}

/// # Shapes
/// `scores`: `[batch]`; it stays
fn function_values(function: ScoreFunction, scores: Tensor<1>, smoothing: f64) -> Tensor<1> {
    match function {
        ScoreFunction::CrossEntropyToOne => cross_entropy(scores, 1.0 - smoothing),
        ScoreFunction::CrossEntropyToZero => cross_entropy(scores, 0.0),
        ScoreFunction::SquareToOne => scores.sub_scalar(1.0 - smoothing).square(),
        ScoreFunction::SquareToZero => scores.square(),
        ScoreFunction::HingeAbove => activation::relu(scores.neg().add_scalar(1.0)),
        ScoreFunction::HingeBelow => activation::relu(scores.add_scalar(1.0)),
        ScoreFunction::Score => scores,
    }
}

/// # Shapes
/// `scores`: `[batch]`; it stays
fn term_values(value: TermValue, scores: Tensor<1>, smoothing: f64) -> Tensor<1> {
    let function = match value {
        TermValue::LogReal => return cross_entropy(scores, 1.0).neg(),
        TermValue::LogGenerated => return cross_entropy(scores, 0.0).neg(),
        TermValue::SquareToOne => return function_values(ScoreFunction::SquareToOne, scores, 0.0),
        TermValue::SquareToSmoothed => ScoreFunction::SquareToOne,
        TermValue::SquareToZero => ScoreFunction::SquareToZero,
        TermValue::HingeAbove => ScoreFunction::HingeAbove,
        TermValue::HingeBelow => ScoreFunction::HingeBelow,
        TermValue::Score => ScoreFunction::Score,
    };
    function_values(function, scores, smoothing)
}

/// −t log σ(l) − (1 − t) log(1 − σ(l)) = max(l, 0) − l t + log(1 + e^−|l|).
fn cross_entropy(logits: Tensor<1>, target: f64) -> Tensor<1> {
    let found = kernels::bce_with_logits_scalar(&logits, target as f32);
    or_fallback(found, || {
        let magnitude = logits.clone().abs();
        let soft = magnitude.clone().neg().exp().log1p();
        // max(l, 0) in the form whose derivative at 0 is ½, and so that of the whole σ(0) − t.
        let positive = (logits.clone() + magnitude).mul_scalar(0.5);
        positive - logits.clone().mul_scalar(target) + soft
    })
}
