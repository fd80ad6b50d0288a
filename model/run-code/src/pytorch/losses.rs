//! What a script makes small.

use run_spec::losses::{LossPart, ScoreFunction, ScoreSource, TermFactor};
use run_spec::{
    FrozenPlayer, Normalisation, OutputActivation, Prior, Reconstruction, TraceStageKind as Kind,
};

use super::Script;
use crate::{CodePart, StageSet, number};

impl Script<'_> {
    pub(super) fn losses(&mut self) {
        let spec = self.spec;
        self.out.about(CodePart::Code, "def noise(count):");
        let drawn = match spec.noise() {
            Prior::Normal => "torch.randn(count, latent)",
            Prior::Uniform => "2 * torch.rand(count, latent) - 1",
        };
        self.out
            .about(CodePart::Code, &format!("    return {drawn}"));
        self.out.say("\n");
        let grey = match spec.output_of_data() {
            OutputActivation::Sigmoid => "torch.sigmoid(decoded)",
            OutputActivation::Tanh => "(torch.tanh(decoded) + 1) / 2",
            OutputActivation::Linear => "decoded",
        };
        self.out.about(
            CodePart::Generator,
            &format!("def picture(decoded):\n    return {grey}"),
        );
        self.out.say("\n");
        if spec.model.has_encoder() {
            self.out.about(
                CodePart::Encoder,
                "def encode(x):\n    features = encoder(x)",
            );
            if spec.model.has_kl() {
                self.out.about(
                    CodePart::Encoder,
                    "    return to_mean(features), to_log_variance(features)",
                );
                self.out.say("\n");
                self.out.at(
                    CodePart::Code,
                    StageSet::of(&[Kind::Sample]),
                    "def sample(mean, log_variance):\n    return mean + torch.exp(0.5 * log_variance) * noise(len(mean))",
                );
            } else {
                self.out
                    .about(CodePart::Encoder, "    return to_mean(features)");
            }
            self.out.say("\n");
            if spec.noise_of_input() > 0.0 {
                let noise = number(spec.noise_of_input());
                self.out.at(
                    CodePart::Code,
                    StageSet::of(&[Kind::Encode]),
                    &format!(
                        "# What is to be reconstructed has no noise.\ndef noisy(x):\n    return x + {noise} * torch.randn_like(x)"
                    ),
                );
                self.out.say("\n");
            }
            self.reconstruction();
        }
        if spec.model.has_discriminator() {
            self.game();
        }
    }

    fn reconstruction(&mut self) {
        let loss = CodePart::Loss;
        self.out.about(loss, "def distance(decoded, x):");
        let text = match self.spec.reconstruction_of_data() {
            Reconstruction::Bernoulli => {
                "    return F.binary_cross_entropy_with_logits(decoded, x, reduction=\"none\").sum(1).mean()"
            }
            Reconstruction::SquaredError => {
                "    return ((picture(decoded) - x) ** 2).sum(1).mean()"
            }
            Reconstruction::OptimalGaussian => {
                "    squares = (picture(decoded) - x) ** 2\n    variance = squares.detach().mean().clamp_min(6.1442124e-6)  # σ² (arXiv:2006.13202)\n    return (squares / (2 * variance) + 0.5 * torch.log(2 * np.pi * variance)).sum(1).mean()"
            }
        };
        self.out.about(loss, text);
        if self.spec.model.has_kl() {
            self.out.say("\n");
            self.out.about(
                loss,
                "def divergence(mean, log_variance):\n    return 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum(1).mean()",
            );
        }
        self.out.say("\n");
    }

    fn game(&mut self) {
        let spec = self.spec;
        self.out.about(
            CodePart::Discriminator,
            "def score(x):\n    return to_score(discriminator(x)).squeeze(1)",
        );
        self.out.say("\n");
        let row = spec.gan_loss.row();
        let parts = |parts: &[LossPart]| self.sum(parts);
        let (judge, make) = (parts(row.discriminator), parts(row.generator));
        let loss = CodePart::Loss;
        let judges = |kinds| StageSet::during(StageSet::DISCRIMINATOR, kinds);
        self.out.at(
            loss,
            judges(&[Kind::Loss]),
            &format!("def judge_loss(real, made):\n    return {judge}"),
        );
        self.out.say("\n");
        let arguments = if row.pairs_scores() {
            "made, real"
        } else {
            "made"
        };
        self.out.at(
            loss,
            StageSet::during(StageSet::GENERATOR, &[Kind::Loss]),
            &format!("def make_loss({arguments}):\n    return {make}"),
        );
        self.out.say("\n");
        if spec.gradient_penalty > 0.0 {
            self.out.at(
                loss,
                StageSet::during(
                    StageSet::DISCRIMINATOR,
                    &[Kind::JudgeReal, Kind::JudgeGenerated],
                ),
                "def moved(x):\n    return x + 0.01 * torch.randn_like(x)",
            );
            self.out.say("\n");
        }
        let update = CodePart::Update;
        let step = if self.is_penalty_lazy() {
            ", number"
        } else {
            ""
        };
        self.out
            .about(update, &format!("def judge_and_learn(real, made{step}):"));
        if self.changes_what_is_judged() {
            self.out.about(
                CodePart::Data,
                "    change = changes()\n    real, made = augment(real, change), augment(made, change)",
            );
        }
        // Each batch is normalised by its own statistics.
        let apart = spec.discriminator_normalisation == Normalisation::Batch;
        self.judged_scores(apart);
        self.out.at(
            loss,
            judges(&[Kind::Loss]),
            "    loss = judge_loss(real, made)",
        );
        self.penalties();
        if spec.frozen != FrozenPlayer::Discriminator {
            self.out.at(
                update,
                judges(&[Kind::Gradient, Kind::Update]),
                "    learn(judge_optimiser, loss, nn.ModuleList([discriminator, to_score]))",
            );
            if row.clips_weights {
                let within = number(spec.weight_clip);
                self.out.at(update, judges(&[Kind::Update]), &format!(
                    "    with torch.no_grad():\n        for weights in [*discriminator.parameters(), *to_score.parameters()]:\n            weights.clamp_(-{within}, {within})"
                ));
            }
        }
        self.out.about(update, "    return loss.item()");
        self.out.say("\n");
    }

    /// The discriminator's scores, and where penalties are taken those `before` and `after` a small
    /// move, which between two penalties are the same.
    fn judged_scores(&mut self, apart: bool) {
        let every = self.spec.penalty_every;
        let scores = match (self.spec.gradient_penalty > 0.0, apart) {
            (false, true) => "    real, made = score(real), score(made.detach())".to_owned(),
            (false, false) => {
                "    real, made = score(torch.cat([real, made.detach()])).chunk(2)".to_owned()
            }
            (true, true) => {
                let (due, same) = match self.is_penalty_lazy() {
                    true => (
                        format!(" if number % {every} == 0 else []"),
                        " if after else before",
                    ),
                    false => (String::new(), ""),
                };
                format!(
                    "    made = made.detach()\n    after = [score(moved(x)) for x in (real, made)]{due}\n    real, made = score(real), score(made)\n    before = torch.cat([real, made])\n    after = torch.cat(after){same}"
                )
            }
            (true, false) => {
                let scored = "before, after = score(torch.cat([both, moved(both)])).chunk(2)";
                let scored = match self.is_penalty_lazy() {
                    true => format!(
                        "    if number % {every} == 0:\n        {scored}\n    else:\n        before = after = score(both)"
                    ),
                    false => format!("    {scored}"),
                };
                format!(
                    "    both = torch.cat([real, made.detach()])\n{scored}\n    real, made = before.chunk(2)"
                )
            }
        };
        let judged = [Kind::JudgeReal, Kind::JudgeGenerated];
        let judged = StageSet::during(StageSet::DISCRIMINATOR, &judged);
        self.out.at(CodePart::Discriminator, judged, &scores);
    }

    /// γ/2 (R1 + R2), of two batches of one size.
    fn penalties(&mut self) {
        let (weight, every) = (self.spec.gradient_penalty, self.spec.penalty_every.max(1));
        if weight == 0.0 {
            return;
        }
        let weight = number(weight * f64::from(every));
        let judges = StageSet::during(StageSet::DISCRIMINATOR, &[Kind::Loss]);
        self.out.at(CodePart::Loss, judges, &format!(
            "    # R1 and R2, squared slopes by finite differences (arXiv:2501.08316).\n    loss = loss + {weight} * ((after - before) / 0.01).square().mean()"
        ));
    }

    /// Whether penalties are taken in some steps only, so that the discriminator has to know which it is.
    pub(super) fn is_penalty_lazy(&self) -> bool {
        self.spec.gradient_penalty > 0.0 && self.spec.penalty_every > 1
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
            let target = if smoothed {
                number(((1.0 - smoothing) * 1e6).round() / 1e6)
            } else {
                "1".to_owned()
            };
            let value = match part.function {
                ScoreFunction::CrossEntropyToOne if smoothed => format!(
                    "F.binary_cross_entropy_with_logits({name}, torch.full_like({name}, {target}))"
                ),
                ScoreFunction::CrossEntropyToOne => format!("F.softplus(-{name}).mean()"),
                ScoreFunction::CrossEntropyToZero => {
                    format!("F.softplus({}).mean()", name.trim_matches(['(', ')']))
                }
                ScoreFunction::SquareToOne => format!("(({name} - {target}) ** 2).mean()"),
                ScoreFunction::SquareToZero => format!("({name}**2).mean()"),
                ScoreFunction::HingeAbove => format!("F.relu(1 - {name}).mean()"),
                ScoreFunction::HingeBelow => format!("F.relu(1 + {name}).mean()"),
                ScoreFunction::Score => format!("{name}.mean()"),
            };
            let factor = match part.factor {
                TermFactor::Half => "0.5 * ",
                _ => "",
            };
            text.push_str(match (text.is_empty(), part.minus) {
                (true, false) => "",
                (true, true) => "-",
                (false, false) => " + ",
                (false, true) => " - ",
            });
            text.push_str(factor);
            text.push_str(&value);
        }
        text
    }
}
