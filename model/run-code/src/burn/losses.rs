//! What a program makes small.

use run_spec::losses::{LossPart, ScoreFunction, ScoreSource, TermFactor};
use run_spec::{OutputActivation, Prior, Reconstruction, TraceStageKind};

use super::Program;
use crate::{CodePart, StageSet, number};

impl Program<'_> {
    pub(super) fn losses(&mut self) {
        let spec = self.spec;
        let distribution = match spec.noise() {
            Prior::Normal => "Distribution::Normal(0.0, 1.0)",
            Prior::Uniform => "Distribution::Uniform(-1.0, 1.0)",
        };
        self.out.about(
            CodePart::Code,
            &format!(
                "pub fn noise(count: usize, device: &Device) -> Tensor<2> {{\n    Tensor::random([count, LATENT], {distribution}, device)\n}}\n"
            ),
        );
        let grey = match spec.output_of_data() {
            OutputActivation::Sigmoid => "activation::sigmoid(decoded)",
            OutputActivation::Tanh => "(activation::tanh(decoded) + 1.0) / 2.0",
            OutputActivation::Linear => "decoded",
        };
        let is_used = spec.model.has_discriminator()
            || spec.reconstruction_of_data() != Reconstruction::Bernoulli;
        if is_used {
            self.out.about(
                CodePart::Generator,
                &format!("pub fn picture(decoded: Tensor<2>) -> Tensor<2> {{\n    {grey}\n}}\n"),
            );
        }
        if spec.model.has_kl() {
            self.out.about(
                CodePart::Code,
                "/// z = μ + σ ε.\npub fn sample(mean: &Tensor<2>, log_variance: &Tensor<2>) -> Tensor<2> {\n    let epsilon = noise(mean.dims()[0], &mean.device());\n    mean.clone() + (log_variance.clone() * 0.5).exp() * epsilon\n}\n",
            );
        }
        if spec.model.has_encoder() {
            let body = match spec.reconstruction_of_data() {
                Reconstruction::Bernoulli => {
                    "    (activation::softplus(decoded.clone(), 1.0) - decoded * x).sum_dim(1).mean()"
                }
                Reconstruction::SquaredError => {
                    "    (picture(decoded) - x).square().sum_dim(1).mean()"
                }
                Reconstruction::OptimalGaussian => {
                    "    let squares = (picture(decoded) - x).square();\n    // σ² (arXiv:2006.13202)\n    let variance = squares.clone().detach().mean().clamp_min(6.144_212_4e-6);\n    let pixels = squares.dims()[1] as f32;\n    let constant = (variance.clone() * std::f32::consts::TAU).log() * (0.5 * pixels);\n    squares.sum_dim(1).mean() / (variance * 2.0) + constant"
                }
            };
            self.out.about(
                CodePart::Loss,
                &format!(
                    "pub fn distance(decoded: Tensor<2>, x: Tensor<2>) -> Tensor<1> {{\n{body}\n}}\n"
                ),
            );
        }
        if spec.model.has_kl() {
            self.out.about(
                CodePart::Loss,
                "/// KL(N(μ, σ²) ‖ N(0, 1)), nats.\npub fn divergence(mean: Tensor<2>, log_variance: Tensor<2>) -> Tensor<1> {\n    let terms = mean.square() + log_variance.clone().exp() - log_variance - 1.0;\n    terms.sum_dim(1).mean() * 0.5\n}\n",
            );
        }
        if spec.model.has_discriminator() {
            let row = spec.gan_loss.row();
            let (judge, make) = (self.sum(row.discriminator), self.sum(row.generator));
            let loss = &[TraceStageKind::Loss];
            self.out.at(
                CodePart::Loss,
                StageSet::during(StageSet::DISCRIMINATOR, loss),
                &format!(
                    "pub fn judge_loss(real: Tensor<1>, made: Tensor<1>) -> Tensor<1> {{\n    {judge}\n}}\n"
                ),
            );
            self.out.at(
                CodePart::Loss,
                StageSet::during(StageSet::GENERATOR, loss),
                &format!(
                    "pub fn make_loss(made: Tensor<1>{}) -> Tensor<1> {{\n    {make}\n}}\n",
                    if row.pairs_scores() {
                        ", real: Tensor<1>"
                    } else {
                        ""
                    }
                ),
            );
        }
    }

    /// A loss of scores `real` and `made`.
    fn sum(&self, parts: &[LossPart]) -> String {
        let smoothing = self.spec.label_smoothing;
        let mut text = String::new();
        for part in parts {
            let (name, smoothed) = match part.of {
                ScoreSource::Real => ("real", smoothing > 0.0),
                ScoreSource::Generated => ("made", false),
                ScoreSource::Pair => ("(real - made)", false),
            };
            let target = if smoothed { 1.0 - smoothing } else { 1.0 };
            let target = number((target * 1e6).round() / 1e6);
            let value = match part.function {
                ScoreFunction::CrossEntropyToOne if smoothed => format!(
                    "(activation::softplus({name}.clone(), 1.0) - {name} * {target}).mean()"
                ),
                ScoreFunction::CrossEntropyToOne => {
                    format!("activation::softplus(-{name}, 1.0).mean()")
                }
                ScoreFunction::CrossEntropyToZero => {
                    let bare = name.trim_matches(['(', ')']);
                    format!("activation::softplus({bare}, 1.0).mean()")
                }
                ScoreFunction::SquareToOne => format!("({name} - {target}).square().mean()"),
                ScoreFunction::SquareToZero => format!("{name}.square().mean()"),
                ScoreFunction::HingeAbove => format!("activation::relu(-{name} + 1.0).mean()"),
                ScoreFunction::HingeBelow => format!("activation::relu({name} + 1.0).mean()"),
                ScoreFunction::Score => format!("{name}.mean()"),
            };
            text.push_str(match (text.is_empty(), part.minus) {
                (true, false) => "",
                (true, true) => "-",
                (false, false) => " + ",
                (false, true) => " - ",
            });
            text.push_str(&value);
            if part.factor == TermFactor::Half {
                text.push_str(" * 0.5");
            }
        }
        text
    }
}
