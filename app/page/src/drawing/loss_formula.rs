//! The formula of a loss, with the numbers of a step.

use run_spec::losses::{LossTerm, ScoreSource, TermFactor};
use run_spec::{ModelType, Reconstruction, RunSpec};

use crate::numbers;
use protocol::{StepTurn, TraceStageKind};

/// A term of a loss: how it enters, and the mean of the batch that it is about.
struct DisplayedTerm {
    /// Whether it is subtracted.
    minus: bool,
    /// Its factor: as it is written, and the name of its number; nothing is 1.
    factor: Option<(&'static str, &'static str)>,
    /// As it is written.
    text: String,
    /// The name of its number.
    name: String,
    /// The stage that makes what it is about.
    made_at: TraceStageKind,
}

fn term(
    made_at: TraceStageKind,
    minus: bool,
    text: impl Into<String>,
    name: impl Into<String>,
) -> DisplayedTerm {
    DisplayedTerm {
        minus,
        factor: None,
        text: text.into(),
        name: name.into(),
        made_at,
    }
}

impl DisplayedTerm {
    fn times(mut self, text: &'static str, name: &'static str) -> Self {
        self.factor = Some((text, name));
        self
    }

    /// A term of an adversarial loss, with these marked texts for the scores.
    fn adversarial(found: LossTerm, real: &str, made: &str) -> Self {
        let pair = format!("σ({real} − {made})");
        let (score, made_at) = match found.of {
            ScoreSource::Real => (real, TraceStageKind::JudgeReal),
            ScoreSource::Generated => (made, TraceStageKind::JudgeGenerated),
            // It is known once both are.
            ScoreSource::Pair => (pair.as_str(), TraceStageKind::JudgeGenerated),
        };
        let text = found.value.text(score, "_s_");
        let term = term(made_at, found.minus, text, found.name());
        match found.factor {
            TermFactor::One => term,
            TermFactor::Half => term.times("½", "½"),
            TermFactor::Smoothing => term.times("_s_", "s"),
            TermFactor::OneMinusSmoothing => term.times("(1 − _s_)", "1 − s"),
        }
    }
}

/// The terms of a loss: an adversarial one's as its row has them, and those of the negative ELBO.
fn terms(turn: StepTurn, spec: &RunSpec) -> Vec<DisplayedTerm> {
    let optimal = turn != StepTurn::Discriminator && spec.uses_optimal_discriminator();
    let discriminator = if optimal { "_D_*" } else { "_D_" };
    let real = format!("{discriminator}(_x_)");
    let made = format!("{discriminator}(_G_(_z_))");
    let row = spec.gan_loss.row();
    let adversarial = match turn {
        StepTurn::Autoencoder => return encoder_terms(spec),
        StepTurn::Discriminator => row.discriminator_terms(spec.label_smoothing > 0.0),
        StepTurn::Generator => row.generator_terms(),
    };
    let adversarial = adversarial.into_iter();
    let mut terms: Vec<_> = adversarial
        .map(|term| DisplayedTerm::adversarial(term, &real, &made))
        .collect();
    if turn == StepTurn::Discriminator && spec.gradient_penalty > 0.0 {
        use TraceStageKind::{JudgeGenerated, JudgeReal};
        for (name, made_at, at) in [("R1", JudgeReal, "_x_"), ("R2", JudgeGenerated, "_G_(_z_)")] {
            let slope = format!("(_D_({at} + _ε_) − _D_({at}))² / _σ_²");
            terms.push(term(made_at, false, slope, name).times("½ _γ_", "γ/2"));
        }
    }
    terms
}

/// The terms that encoder and decoder minimise.
fn encoder_terms(spec: &RunSpec) -> Vec<DisplayedTerm> {
    // What is coded may have noise that what is to be reconstructed has not.
    let is_noisy = spec.noise_of_input() > 0.0;
    let rebuilt = match (spec.reconstruction_of_data(), is_noisy) {
        (Reconstruction::SquaredError, false) => "‖_x_ − _x\u{303}_‖²",
        (Reconstruction::SquaredError, true) => "‖_x_ − _x\u{303}_(_x_ + _ε_)‖²",
        (_, false) => "−log _p_(_x_ | _z_)",
        (_, true) => "−log _p_(_x_ | _z_(_x_ + _ε_))",
    };
    use TraceStageKind as Kind;
    let rebuilt = term(Kind::Decode, false, rebuilt, "reconstruction");
    let mut terms = vec![rebuilt.times("_w_", "weight of reconstruction")];
    if spec.model.has_kl() {
        let kl = if is_noisy {
            "KL(_q_(_z_ | _x_ + _ε_) ‖ _N_(0, 1))"
        } else {
            "KL(_q_(_z_ | _x_) ‖ _N_(0, 1))"
        };
        terms.push(term(Kind::Encode, false, kl, "KL").times("_β_", "β"));
    }
    if spec.model == ModelType::VaeGan {
        let features = "‖_f_(_x_) − _f_(_x\u{303}_)‖²";
        let features = term(Kind::JudgeReal, false, features, "features");
        terms.push(features.times("_w_~f~", "weight of features"));
        let adversarial = term(Kind::JudgeGenerated, false, "_L_~G~", "adversarial");
        terms.push(adversarial.times("_w_~G~", "weight of adversarial"));
    }
    terms
}

/// The formula of a loss. Letters between underscores are italic, those between tildes are set lower;
/// ⟨·⟩ is the mean of the batch.
#[derive(Clone, Debug, PartialEq)]
pub struct LossFormula {
    /// What it is of.
    pub name: &'static str,
    /// Its terms, each with its sign and factor.
    pub terms: Vec<LossFormulaTerm>,
    /// The same with the numbers of a step, where there is a number of the whole.
    pub today: Option<String>,
}

/// A term of a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct LossFormulaTerm {
    /// As it is written.
    pub text: String,
    /// The stage of a step that makes what it is about.
    pub made_at: TraceStageKind,
}

/// The formula of a loss, with the numbers of a step.
///
/// Terms that the step has no number of are left out, such as those of a game that has not begun.
pub fn loss_formula(turn: StepTurn, spec: &RunSpec, numbers: &[(String, f32)]) -> LossFormula {
    let number = |name: &str| -> Option<f32> {
        let s = || numbers.iter().find(|(known, _)| known == "s");
        match name {
            "½" => Some(0.5),
            "1 − s" => s().map(|(_, s)| 1.0 - s),
            _ => {
                let found = numbers.iter().find(|(known, _)| known == name);
                found.map(|(_, value)| *value)
            }
        }
    };
    let whole = number("loss");
    let mut written: Vec<LossFormulaTerm> = Vec::new();
    let mut values = String::new();
    for term in terms(turn, spec) {
        let value = number(&term.name);
        let factor = term.factor.map(|(text, name)| (text, number(name)));
        // A factor of 1 need not be said, except β, which everyone looks for.
        let factor = factor.filter(|(text, value)| *value != Some(1.0) || *text == "_β_");
        if whole.is_some() && value.is_none() {
            continue;
        }
        let sign = match (written.is_empty(), term.minus) {
            (true, false) => "",
            (true, true) => "−",
            (false, false) => " + ",
            (false, true) => " − ",
        };
        let (mut before, mut today) = (String::new(), String::new());
        if let Some((text, value)) = factor {
            before = format!("{text} ");
            today = match text {
                "½" => "½ · ".to_owned(),
                _ => format!(
                    "{} · ",
                    numbers::short(f64::from(value.unwrap_or(f32::NAN)))
                ),
            };
        }
        written.push(LossFormulaTerm {
            text: format!("{sign}{before}⟨{}⟩", term.text),
            made_at: term.made_at,
        });
        let value = f64::from(value.unwrap_or(f32::NAN));
        let shown = numbers::short(value);
        // A sign in front of another one wants brackets.
        let shown = if value < 0.0 && !(sign.is_empty() && today.is_empty()) {
            format!("({shown})")
        } else {
            shown
        };
        values.push_str(&format!("{sign}{today}{shown}"));
    }
    let name = match turn {
        StepTurn::Discriminator => "_L_~D~",
        StepTurn::Generator => "_L_~G~",
        StepTurn::Autoencoder => "_L_",
    };
    let today = whole.map(|whole| {
        let whole = numbers::short(f64::from(whole));
        if values == whole {
            format!("= {whole}")
        } else {
            format!("= {values} = {whole}")
        }
    });
    LossFormula {
        name,
        terms: written,
        today,
    }
}

/// The typographic style of a part of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormulaStyle {
    /// As it is.
    Upright,
    /// A variable.
    Italic,
    /// An index.
    Lower,
}

/// A formula as runs of one style each.
pub fn styled_runs(formula: &str) -> Vec<(FormulaStyle, String)> {
    let mut pieces = Vec::new();
    let mut style = FormulaStyle::Upright;
    let mut piece = String::new();
    for letter in formula.chars() {
        let next = match (letter, style) {
            ('_', FormulaStyle::Italic) | ('~', FormulaStyle::Lower) => FormulaStyle::Upright,
            ('_', _) => FormulaStyle::Italic,
            ('~', _) => FormulaStyle::Lower,
            _ => {
                piece.push(letter);
                continue;
            }
        };
        if !piece.is_empty() {
            pieces.push((style, std::mem::take(&mut piece)));
        }
        style = next;
    }
    if !piece.is_empty() {
        pieces.push((style, piece));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use run_spec::{DatasetId, GanLoss};

    use super::*;

    fn of(model: ModelType) -> RunSpec {
        RunSpec {
            model,
            data: DatasetId::Points,
            ..RunSpec::default()
        }
    }

    /// A formula as one line, and the same with today's numbers.
    fn loss_formula(
        turn: StepTurn,
        spec: &RunSpec,
        numbers: &[(String, f32)],
    ) -> (String, Option<String>) {
        let formula = super::loss_formula(turn, spec, numbers);
        let terms: String = formula
            .terms
            .iter()
            .map(|term| term.text.as_str())
            .collect();
        (format!("{} = {terms}", formula.name), formula.today)
    }

    #[test]
    fn formulas_close_their_marks_and_name_their_player() {
        for (loss, _) in GanLoss::CHOICES {
            let spec = RunSpec {
                gan_loss: GanLoss::from_name(loss).expect("it is one"),
                ..of(ModelType::Gan)
            };
            for (turn, index) in [(StepTurn::Discriminator, "D"), (StepTurn::Generator, "G")] {
                let (formula, today) = loss_formula(turn, &spec, &[]);
                assert_eq!(formula.matches('_').count() % 2, 0, "{formula}");
                assert_eq!(formula.matches('~').count() % 2, 0, "{formula}");
                assert_eq!(
                    styled_runs(&formula)[1],
                    (FormulaStyle::Lower, index.to_owned())
                );
                assert_eq!(today, None);
            }
        }
        assert_eq!(
            styled_runs("_L_~D~ = 1"),
            [
                (FormulaStyle::Italic, "L".to_owned()),
                (FormulaStyle::Lower, "D".to_owned()),
                (FormulaStyle::Upright, " = 1".to_owned())
            ]
        );
    }

    fn named(numbers: &[(&str, f32)]) -> Vec<(String, f32)> {
        let numbers = numbers.iter();
        numbers
            .map(|(name, value)| ((*name).to_owned(), *value))
            .collect()
    }

    #[test]
    fn the_numbers_of_a_step_stand_where_its_formula_has_letters() {
        let game = |gan_loss| RunSpec {
            gan_loss,
            ..of(ModelType::Gan)
        };
        let numbers = named(&[
            ("log D(x)", -0.5),
            ("log(1 − D(G(z)))", -0.25),
            ("loss", 0.75),
        ]);
        let spec = game(GanLoss::NonSaturating);
        let (text, today) = loss_formula(StepTurn::Discriminator, &spec, &numbers);
        assert_eq!(text, "_L_~D~ = −⟨log _D_(_x_)⟩ − ⟨log(1 − _D_(_G_(_z_)))⟩");
        assert_eq!(today.as_deref(), Some("= −(−0.500) − (−0.250) = 0.750"));

        let numbers = named(&[("D(x)", 2.0), ("D(G(z))", -1.0), ("loss", -3.0)]);
        let (_, today) = loss_formula(
            StepTurn::Discriminator,
            &game(GanLoss::Wasserstein),
            &numbers,
        );
        assert_eq!(today.as_deref(), Some("= −1.000 − 2.000 = −3.000"));

        let numbers = named(&[("(D(G(z)) − 1)²", 0.5), ("loss", 0.25)]);
        let (text, today) =
            loss_formula(StepTurn::Generator, &game(GanLoss::LeastSquares), &numbers);
        assert_eq!(text, "_L_~G~ = ½ ⟨(_D_(_G_(_z_)) − 1)²⟩");
        assert_eq!(today.as_deref(), Some("= ½ · 0.500 = 0.250"));
    }

    #[test]
    fn pairs_and_penalties_have_their_terms() {
        let spec = RunSpec {
            gan_loss: GanLoss::Relativistic,
            gradient_penalty: 0.5,
            ..of(ModelType::Gan)
        };
        let pair = ("log σ(D(x) − D(G(z)))", -0.5);
        let numbers = [pair, ("γ/2", 0.25), ("R1", 2.0), ("R2", 4.0), ("loss", 2.0)];
        let (text, today) = loss_formula(StepTurn::Discriminator, &spec, &named(&numbers));
        assert_eq!(
            text,
            "_L_~D~ = −⟨log σ(_D_(_x_) − _D_(_G_(_z_)))⟩ \
             + ½ _γ_ ⟨(_D_(_x_ + _ε_) − _D_(_x_))² / _σ_²⟩ \
             + ½ _γ_ ⟨(_D_(_G_(_z_) + _ε_) − _D_(_G_(_z_)))² / _σ_²⟩"
        );
        let expected = "= −(−0.500) + 0.250 · 2.000 + 0.250 · 4.000 = 2.000";
        assert_eq!(today.as_deref(), Some(expected));
        // A step between two penalties has none.
        let numbers = named(&[pair, ("loss", 0.5)]);
        let (text, _) = loss_formula(StepTurn::Discriminator, &spec, &numbers);
        assert_eq!(text, "_L_~D~ = −⟨log σ(_D_(_x_) − _D_(_G_(_z_)))⟩");
    }

    #[test]
    fn terms_without_a_number_are_left_out_and_factors_of_one_too() {
        let spec = of(ModelType::VaeGan);
        let numbers = named(&[
            ("reconstruction", 0.5),
            ("weight of reconstruction", 1.0),
            ("KL", 2.0),
            ("β", 0.25),
            ("loss", 1.0),
        ]);
        let (text, today) = loss_formula(StepTurn::Autoencoder, &spec, &numbers);
        assert_eq!(
            text,
            "_L_ = ⟨‖_x_ − _x\u{303}_‖²⟩ + _β_ ⟨KL(_q_(_z_ | _x_) ‖ _N_(0, 1))⟩"
        );
        assert_eq!(today.as_deref(), Some("= 0.500 + 0.250 · 2.000 = 1.000"));
    }

    #[test]
    fn noise_is_on_what_is_coded_and_not_on_what_is_to_be_reconstructed() {
        let spec = RunSpec {
            input_noise: 0.4,
            ..of(ModelType::Vae)
        };
        let numbers = named(&[
            ("reconstruction", 0.5),
            ("weight of reconstruction", 1.0),
            ("KL", 2.0),
            ("β", 1.0),
            ("loss", 2.5),
        ]);
        let (text, _) = loss_formula(StepTurn::Autoencoder, &spec, &numbers);
        assert_eq!(
            text,
            "_L_ = ⟨‖_x_ − _x\u{303}_(_x_ + _ε_)‖²⟩ + _β_ ⟨KL(_q_(_z_ | _x_ + _ε_) ‖ _N_(0, 1))⟩"
        );
    }

    #[test]
    fn with_smoothing_each_score_has_its_share_of_the_target() {
        let spec = RunSpec {
            label_smoothing: 0.1,
            gan_loss: GanLoss::NonSaturating,
            ..of(ModelType::Gan)
        };
        let numbers = named(&[
            ("log D(x)", -0.5),
            ("log(1 − D(x))", -1.0),
            ("log(1 − D(G(z)))", -0.25),
            ("s", 0.1),
            ("loss", 0.8),
        ]);
        let (_, today) = loss_formula(StepTurn::Discriminator, &spec, &numbers);
        let expected = "= −0.900 · (−0.500) − 0.100 · (−1.000) − (−0.250) = 0.800";
        assert_eq!(today.as_deref(), Some(expected));
    }

    #[test]
    fn each_term_is_about_what_one_stage_makes() {
        let made_at = |turn, model| {
            let formula = super::loss_formula(turn, &of(model), &[]);
            let terms = formula.terms.into_iter();
            terms.map(|term| term.made_at).collect::<Vec<_>>()
        };
        use TraceStageKind as Kind;
        assert_eq!(
            made_at(StepTurn::Discriminator, ModelType::Gan),
            [Kind::JudgeReal, Kind::JudgeGenerated]
        );
        assert_eq!(
            made_at(StepTurn::Generator, ModelType::Gan),
            [Kind::JudgeGenerated]
        );
        assert_eq!(
            made_at(StepTurn::Autoencoder, ModelType::Vae),
            [Kind::Decode, Kind::Encode]
        );
    }
}
