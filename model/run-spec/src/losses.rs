//! The adversarial losses as data: of which terms each consists, and what a score means in it.
//!
//! The loss's value, its formula on the page and the detectors read the same row. So a new loss is
//! a variant of [`GanLoss`], a row of [`GanLoss::row`] and, where it needs
//! another function of a score, a variant of [`ScoreFunction`].

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::choice::words_of;

choice! {
    /// What the discriminator and the generator play for.
    GanLoss {
        /// Both play for the same value (arXiv:1406.2661, equation 1).
        Minimax = "minimax", "Minimax";
        /// The generator maximises log D(G(z)) (arXiv:1406.2661, section 3).
        NonSaturating = "non-saturating", "Non-saturating";
        /// Least squares (arXiv:1611.04076).
        LeastSquares = "least-squares", "Least squares";
        /// Hinge (arXiv:1705.02894).
        Hinge = "hinge", "Hinge";
        /// Wasserstein with weight clipping (arXiv:1701.07875).
        Wasserstein = "wasserstein", "Wasserstein, clipped";
        /// Pairs of a real and a generated score (arXiv:1807.00734; as R3GAN has it, arXiv:2501.05441).
        Relativistic = "relativistic", "Relativistic pairs";
    }
}

/// What a discriminator's score means in a loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreMeaning {
    /// The logit of the probability of being real: D(x) = σ(score).
    Logit,
    /// The probability itself, without bounds: 1 is aimed at for real data and 0 for generated.
    Probability,
    /// A signed distance: at least 1 is aimed at for real data, and at most −1 for generated.
    Margin,
    /// A critic's value, of which only differences mean something.
    Critic,
}

impl ScoreMeaning {
    /// Whether scores of real data have a target of 1, which label smoothing lowers.
    pub fn has_target(self) -> bool {
        match self {
            Self::Logit | Self::Probability => true,
            Self::Margin | Self::Critic => false,
        }
    }
}

/// Whose scores a part of a loss is a function of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreSource {
    /// D(x): of real data.
    Real,
    /// D(G(z)): of generated data.
    Generated,
    /// D(x) − D(G(z)): of pairs, each of a real and a generated one.
    Pair,
}

/// The function of a score s whose mean over the batch is a part of a loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreFunction {
    /// −log σ(s); with smoothing l, −(1 − l) log σ(s) − l log(1 − σ(s)).
    CrossEntropyToOne,
    /// −log(1 − σ(s)).
    CrossEntropyToZero,
    /// (s − 1)²; with smoothing l, (s − 1 + l)².
    SquareToOne,
    /// s².
    SquareToZero,
    /// max(0, 1 − s).
    HingeAbove,
    /// max(0, 1 + s).
    HingeBelow,
    /// s.
    Score,
}

/// A number that a part of a loss is multiplied by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermFactor {
    /// 1.
    One,
    /// ½.
    Half,
    /// The label smoothing l.
    Smoothing,
    /// 1 − l.
    OneMinusSmoothing,
}

/// A part of a loss: ± factor · mean of a function of scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LossPart {
    /// Whose scores.
    pub of: ScoreSource,
    /// Whether it is subtracted.
    pub minus: bool,
    /// What it is multiplied by.
    pub factor: TermFactor,
    /// Which function.
    pub function: ScoreFunction,
}

impl LossPart {
    const fn plus(of: ScoreSource, function: ScoreFunction) -> Self {
        Self {
            of,
            minus: false,
            factor: TermFactor::One,
            function,
        }
    }

    const fn minus(of: ScoreSource, function: ScoreFunction) -> Self {
        Self {
            minus: true,
            ..Self::plus(of, function)
        }
    }

    const fn half(of: ScoreSource, function: ScoreFunction) -> Self {
        Self {
            factor: TermFactor::Half,
            ..Self::plus(of, function)
        }
    }

    /// The part as papers write it. `smoothed` says whether labels are smoothed.
    pub fn terms(self, smoothed: bool) -> Vec<LossTerm> {
        let smoothed = smoothed && self.of == ScoreSource::Real;
        let term = |minus, factor, value| LossTerm {
            of: self.of,
            minus: minus != self.minus,
            factor,
            value,
        };
        let plus = |value| vec![term(false, self.factor, value)];
        match self.function {
            // The cross entropy to 1 is minus a logarithm.
            ScoreFunction::CrossEntropyToOne if smoothed => vec![
                term(true, TermFactor::OneMinusSmoothing, TermValue::LogReal),
                term(true, TermFactor::Smoothing, TermValue::LogGenerated),
            ],
            ScoreFunction::CrossEntropyToOne => vec![term(true, self.factor, TermValue::LogReal)],
            ScoreFunction::CrossEntropyToZero => {
                vec![term(true, self.factor, TermValue::LogGenerated)]
            }
            ScoreFunction::SquareToOne if smoothed => plus(TermValue::SquareToSmoothed),
            ScoreFunction::SquareToOne => plus(TermValue::SquareToOne),
            ScoreFunction::SquareToZero => plus(TermValue::SquareToZero),
            ScoreFunction::HingeAbove => plus(TermValue::HingeAbove),
            ScoreFunction::HingeBelow => plus(TermValue::HingeBelow),
            ScoreFunction::Score => plus(TermValue::Score),
        }
    }
}

/// A term of a formula: ± factor · mean of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LossTerm {
    /// Whose scores it is of.
    pub of: ScoreSource,
    /// Whether it is subtracted.
    pub minus: bool,
    /// What it is multiplied by.
    pub factor: TermFactor,
    /// What is averaged.
    pub value: TermValue,
}

impl LossTerm {
    /// The name of the term's number in the trace of a step, such as `log D(x)`.
    pub fn name(self) -> String {
        let score = match self.of {
            ScoreSource::Real => "D(x)",
            ScoreSource::Generated => "D(G(z))",
            ScoreSource::Pair => "σ(D(x) − D(G(z)))",
        };
        self.value.text(score, "s")
    }
}

/// What a term averages: D is the probability where scores are logits, and the score elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermValue {
    /// log D.
    LogReal,
    /// log(1 − D).
    LogGenerated,
    /// (D − 1)².
    SquareToOne,
    /// (D − 1 + l)² with label smoothing l.
    SquareToSmoothed,
    /// D².
    SquareToZero,
    /// max(0, 1 − D).
    HingeAbove,
    /// max(0, 1 + D).
    HingeBelow,
    /// D.
    Score,
}

impl TermValue {
    /// The value as a formula has it, with these texts for D and for the label smoothing.
    pub fn text(self, score: &str, smoothing: &str) -> String {
        match self {
            Self::LogReal => format!("log {score}"),
            Self::LogGenerated => format!("log(1 − {score})"),
            Self::SquareToOne => format!("({score} − 1)²"),
            Self::SquareToSmoothed => format!("({score} − 1 + {smoothing})²"),
            Self::SquareToZero => format!("{score}²"),
            Self::HingeAbove => format!("max(0, 1 − {score})"),
            Self::HingeBelow => format!("max(0, 1 + {score})"),
            Self::Score => score.to_owned(),
        }
    }
}

/// What a loss consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LossRow {
    /// What a score means.
    pub score: ScoreMeaning,
    /// Whether the discriminator's weights are clipped after each of its updates.
    pub clips_weights: bool,
    /// The discriminator's loss, the sum of these.
    pub discriminator: &'static [LossPart],
    /// The generator's loss, the sum of these: of generated scores, or of pairs.
    pub generator: &'static [LossPart],
}

impl LossRow {
    /// Whether the generator's loss needs a real score for each generated one.
    pub fn pairs_scores(&self) -> bool {
        self.generator
            .iter()
            .any(|part| part.of == ScoreSource::Pair)
    }

    /// The terms of the discriminator's loss. `smoothed` says whether labels are smoothed.
    pub fn discriminator_terms(&self, smoothed: bool) -> Vec<LossTerm> {
        let parts = self.discriminator.iter();
        parts.flat_map(|part| part.terms(smoothed)).collect()
    }

    /// The terms of the generator's loss.
    pub fn generator_terms(&self) -> Vec<LossTerm> {
        let parts = self.generator.iter();
        parts.flat_map(|part| part.terms(false)).collect()
    }
}

impl GanLoss {
    /// What the loss consists of.
    pub const fn row(self) -> &'static LossRow {
        use ScoreFunction as F;
        use ScoreSource::{Generated, Pair, Real};
        // Equation 1 of arXiv:1406.2661, which two losses share.
        const CROSS_ENTROPIES: &[LossPart] = &[
            LossPart::plus(Real, F::CrossEntropyToOne),
            LossPart::plus(Generated, F::CrossEntropyToZero),
        ];
        // log(1 − D(G(z))) (arXiv:1406.2661, equation 1).
        const MINIMAX: LossRow = LossRow {
            score: ScoreMeaning::Logit,
            clips_weights: false,
            discriminator: CROSS_ENTROPIES,
            generator: &[LossPart::minus(Generated, F::CrossEntropyToZero)],
        };
        // −log D(G(z)) (arXiv:1406.2661, section 3).
        const NON_SATURATING: LossRow = LossRow {
            score: ScoreMeaning::Logit,
            clips_weights: false,
            discriminator: CROSS_ENTROPIES,
            generator: &[LossPart::plus(Generated, F::CrossEntropyToOne)],
        };
        // arXiv:1611.04076, equation 2 with a = 0, b = c = 1.
        const LEAST_SQUARES: LossRow = LossRow {
            score: ScoreMeaning::Probability,
            clips_weights: false,
            discriminator: &[
                LossPart::half(Real, F::SquareToOne),
                LossPart::half(Generated, F::SquareToZero),
            ],
            generator: &[LossPart::half(Generated, F::SquareToOne)],
        };
        // arXiv:1705.02894.
        const HINGE: LossRow = LossRow {
            score: ScoreMeaning::Margin,
            clips_weights: false,
            discriminator: &[
                LossPart::plus(Real, F::HingeAbove),
                LossPart::plus(Generated, F::HingeBelow),
            ],
            generator: &[LossPart::minus(Generated, F::Score)],
        };
        // arXiv:1701.07875, equation 2.
        const WASSERSTEIN: LossRow = LossRow {
            score: ScoreMeaning::Critic,
            clips_weights: true,
            discriminator: &[
                LossPart::plus(Generated, F::Score),
                LossPart::minus(Real, F::Score),
            ],
            generator: &[LossPart::minus(Generated, F::Score)],
        };
        // arXiv:2501.05441, section 2: −log σ(D(x) − D(G(z))) for the discriminator, and
        // −log σ(D(G(z)) − D(x)) for the generator.
        const RELATIVISTIC: LossRow = LossRow {
            score: ScoreMeaning::Critic,
            clips_weights: false,
            discriminator: &[LossPart::plus(Pair, F::CrossEntropyToOne)],
            generator: &[LossPart::plus(Pair, F::CrossEntropyToZero)],
        };
        match self {
            Self::Minimax => &MINIMAX,
            Self::NonSaturating => &NON_SATURATING,
            Self::LeastSquares => &LEAST_SQUARES,
            Self::Hinge => &HINGE,
            Self::Wasserstein => &WASSERSTEIN,
            Self::Relativistic => &RELATIVISTIC,
        }
    }
}

/// Some of the losses, each at most once; as text, their words with spaces between.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ComparisonLosses(Vec<GanLoss>);

impl ComparisonLosses {
    /// At most so many.
    pub const MAX: usize = 3;

    /// These losses, without repetition.
    pub fn of(losses: &[GanLoss]) -> Self {
        let mut kept = Vec::with_capacity(losses.len());
        for loss in losses {
            if !kept.contains(loss) {
                kept.push(*loss);
            }
        }
        Self(kept)
    }

    /// Each of them.
    pub fn all(&self) -> &[GanLoss] {
        &self.0
    }
}

impl fmt::Display for ComparisonLosses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = self.0.iter().map(|loss| loss.as_str()).collect();
        f.write_str(&words.join(" "))
    }
}

impl FromStr for ComparisonLosses {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        words_of(text, GanLoss::from_name)
            .map(|losses| Self::of(&losses))
            .ok_or_else(|| "words of losses".to_owned())
    }
}

text_form!(ComparisonLosses);

#[cfg(test)]
mod tests {
    use super::{ComparisonLosses, GanLoss, ScoreSource, TermFactor};

    #[test]
    fn a_generator_is_told_of_generated_scores_and_of_real_ones_in_pairs_only() {
        for loss in GanLoss::ALL {
            let terms = loss.row().generator_terms();
            assert!(!terms.is_empty());
            let of = match loss.row().pairs_scores() {
                true => ScoreSource::Pair,
                false => ScoreSource::Generated,
            };
            assert!(terms.iter().all(|term| term.of == of));
        }
    }

    #[test]
    fn labels_are_smoothed_exactly_where_scores_have_a_target() {
        for loss in GanLoss::ALL {
            let row = loss.row();
            let [plain, smoothed] = [false, true].map(|smoothed| row.discriminator_terms(smoothed));
            assert_eq!(plain != smoothed, row.score.has_target(), "{loss:?}");
            let scaled = |factor| smoothed.iter().any(|term| term.factor == factor);
            assert_eq!(
                scaled(TermFactor::Smoothing),
                scaled(TermFactor::OneMinusSmoothing)
            );
        }
    }

    #[test]
    fn terms_are_named_as_papers_write_them() {
        let names = |terms: Vec<super::LossTerm>| -> Vec<String> {
            terms.into_iter().map(super::LossTerm::name).collect()
        };
        assert_eq!(
            names(GanLoss::NonSaturating.row().discriminator_terms(true)),
            ["log D(x)", "log(1 − D(x))", "log(1 − D(G(z)))"]
        );
        assert_eq!(
            names(GanLoss::LeastSquares.row().discriminator_terms(true)),
            ["(D(x) − 1 + s)²", "D(G(z))²"]
        );
        assert_eq!(names(GanLoss::Hinge.row().generator_terms()), ["D(G(z))"]);
        assert_eq!(
            names(GanLoss::Relativistic.row().generator_terms()),
            ["log(1 − σ(D(x) − D(G(z))))"]
        );
    }

    #[test]
    fn losses_are_words_and_none_is_there_twice() {
        let losses: ComparisonLosses = "hinge minimax hinge".parse().expect("they are losses");
        assert_eq!(losses.all(), [GanLoss::Hinge, GanLoss::Minimax]);
        assert_eq!(losses.to_string(), "hinge minimax");
        assert!("hinge, minimax".parse::<ComparisonLosses>().is_err());
    }
}
