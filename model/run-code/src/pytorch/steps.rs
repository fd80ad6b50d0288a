//! A script's training step.

use run_spec::{FrozenPlayer, ModelType, StepTurn, TraceStageKind as Kind};

use super::Script;
use crate::{CodePart, StageSet, number};

/// What happens where a batch is generated from a draw.
const MADE: &[Kind] = &[Kind::Noise, Kind::Sample, Kind::Generate];
/// What happens where a network learns.
const LEARNT: &[Kind] = &[Kind::Gradient, Kind::Update];

fn autoencoder(kinds: &[Kind]) -> StageSet {
    StageSet::during(StageSet::AUTOENCODER, kinds)
}

fn generator(kinds: &[Kind]) -> StageSet {
    StageSet::during(&[StepTurn::Generator], kinds)
}

impl Script<'_> {
    pub(super) fn step(&mut self) {
        let spec = self.spec;
        let all = CodePart::Update;
        match spec.model {
            ModelType::Autoencoder | ModelType::Vae => {
                self.out.about(all, "def step(images, number):");
                let x = self.learnt("images()");
                let data = autoencoder(&[Kind::Data]);
                self.out.at(CodePart::Data, data, &format!("    x = {x}"));
                self.coding("", "decoder");
                self.average();
                self.out.about(all, "    return losses");
            }
            ModelType::Gan => {
                self.out
                    .about(all, "def step(images, number):\n    losses = {}");
                self.judging("", "noise(batch)", false);
                self.making("noise(batch)");
                self.out.about(all, "    return losses");
            }
            ModelType::LatentFedGan => {
                self.out.about(all, "def step(images, number):");
                let data = autoencoder(&[Kind::Data]);
                self.out.at(CodePart::Data, data, "    x = images()");
                self.coding("vae_", "coder");
                self.out.about(
                    all,
                    &format!("    if number < {}:\n        return losses", spec.vae_steps),
                );
                self.out.at(
                    CodePart::Code,
                    StageSet::during(
                        &[StepTurn::Discriminator, StepTurn::Generator],
                        &[Kind::Encode, Kind::Sample],
                    ),
                    "    with torch.no_grad():\n        posterior = encode(x)",
                );
                self.judging("", "sample(*posterior)", true);
                self.making("sample(*posterior)");
                self.out.about(all, "    return losses");
            }
            ModelType::VaeGan => self.vae_gan(),
        }
        self.out.say("\n");
    }

    /// The weight of the KL term.
    fn beta(&self) -> String {
        let (beta, steps) = (number(self.spec.beta), self.spec.kl_warm_up_steps);
        if steps == 0 {
            beta
        } else {
            format!("{beta} * min(number / {steps}, 1)")
        }
    }

    /// What the encoder is given to learn from.
    fn given(&self) -> &'static str {
        if self.spec.noise_of_input() > 0.0 {
            "noisy(x)"
        } else {
            "x"
        }
    }

    /// An update of encoder and decoder on `x`; `losses` holds what came out.
    fn coding(&mut self, prefix: &str, decoder: &str) {
        let spec = self.spec;
        let weight = number(spec.reconstruction_weight);
        let (loss, code) = (CodePart::Loss, CodePart::Code);
        let encodes = autoencoder(&[Kind::Encode]);
        let given = self.given();
        let networks = if spec.model.has_kl() {
            let line = format!("    mean, log_variance = encode({given})");
            self.out.at(code, encodes, &line);
            self.out.at(
                code,
                autoencoder(&[Kind::Noise, Kind::Sample]),
                "    z = sample(mean, log_variance)",
            );
            format!("nn.ModuleList([encoder, to_mean, to_log_variance]), {decoder}")
        } else {
            let line = format!("    z = encode({given})");
            self.out.at(code, encodes, &line);
            format!("nn.ModuleList([encoder, to_mean]), {decoder}")
        };
        let minimised = autoencoder(&[Kind::Loss]);
        self.out.at(
            loss,
            autoencoder(&[Kind::Decode, Kind::Loss]),
            &format!("    reconstruction = distance({decoder}(z), x)"),
        );
        if spec.model.has_kl() {
            let beta = self.beta();
            self.out.at(
                loss,
                minimised,
                &format!(
                    "    kl = divergence(mean, log_variance)\n    total = {weight} * reconstruction + {beta} * kl"
                ),
            );
        } else {
            let total = format!("    total = {weight} * reconstruction");
            self.out.at(loss, minimised, &total);
        }
        self.out.at(
            CodePart::Update,
            autoencoder(LEARNT),
            &format!("    learn({prefix}optimiser, total, {networks})"),
        );
        let kl = if spec.model.has_kl() {
            ", \"kl\": kl.item()"
        } else {
            ""
        };
        self.out.about(
            CodePart::Update,
            &format!(
                "    losses = {{\"total\": total.item(), \"reconstruction\": reconstruction.item(){kl}}}"
            ),
        );
    }

    /// The discriminator's updates; `first` says that the first batch is `x`.
    fn judging(&mut self, indent: &str, codes: &str, first: bool) {
        let updates = self.spec.discriminator_updates;
        let update = CodePart::Update;
        self.out.about(
            update,
            &format!("{indent}    for turn in range({updates}):"),
        );
        let batch = if first {
            "x if turn == 0 else images()"
        } else {
            "images()"
        };
        let judges = |kinds| StageSet::during(StageSet::DISCRIMINATOR, kinds);
        self.out.at(
            CodePart::Data,
            judges(&[Kind::Data]),
            &format!("{indent}        real = {batch}"),
        );
        self.out.at(
            CodePart::Generator,
            judges(MADE),
            &format!("{indent}        made = picture(generator({codes}))"),
        );
        self.out.at(
            update,
            judges(&[
                Kind::JudgeReal,
                Kind::JudgeGenerated,
                Kind::Loss,
                Kind::Gradient,
                Kind::Update,
            ]),
            &format!(
                "{indent}        losses[\"discriminator\"] = judge_and_learn(real, made{})",
                if self.is_penalty_lazy() {
                    ", number"
                } else {
                    ""
                }
            ),
        );
    }

    /// Whether the discriminator's power iterations rest while the generator learns.
    fn resting(&mut self, rests: bool) {
        if self.spec.spectral_norm {
            let word = if rests { "eval" } else { "train" };
            self.out.at(
                CodePart::Discriminator,
                StageSet::default(),
                &format!("    discriminator.{word}(), to_score.{word}()"),
            );
        }
    }

    /// The generator's updates.
    fn making(&mut self, codes: &str) {
        let spec = self.spec;
        self.resting(true);
        self.out.about(
            CodePart::Update,
            &format!("    for turn in range({}):", spec.generator_updates),
        );
        self.out.at(
            CodePart::Generator,
            generator(MADE),
            &format!("        made = picture(generator({codes}))"),
        );
        if spec.gan_loss.row().pairs_scores() {
            // A pair is changed in the same way, and its real one has no gradient.
            if self.changes_what_is_judged() {
                self.out.about(CodePart::Data, "        change = changes()");
            }
            let [made, real] = ["made", "real"].map(|pictures| self.judged(pictures, "change"));
            self.out.at(
                CodePart::Data,
                generator(&[Kind::Data]),
                "        real = real if turn == 0 else images()",
            );
            self.out.at(
                CodePart::Loss,
                generator(&[Kind::JudgeReal, Kind::JudgeGenerated, Kind::Loss]),
                &format!("        loss = make_loss(score({made}), score({real}))"),
            );
        } else {
            let made = self.judged("made", "changes()");
            self.out.at(
                CodePart::Loss,
                generator(&[Kind::JudgeGenerated, Kind::Loss]),
                &format!("        loss = make_loss(score({made}))"),
            );
        }
        if spec.frozen != FrozenPlayer::Generator {
            self.out.at(
                CodePart::Update,
                generator(LEARNT),
                "        learn(optimiser, loss, generator)",
            );
        }
        self.out.about(
            CodePart::Update,
            "        losses[\"generator\"] = loss.item()",
        );
        self.resting(false);
        self.average();
    }

    /// The average of the generator's weights follows, once a step.
    fn average(&mut self) {
        if self.spec.ema > 0.0 && self.spec.frozen != FrozenPlayer::Generator {
            let follows = StageSet::during(StageSet::GENERATOR, &[Kind::Update]);
            self.out.at(CodePart::Update, follows, "    follow(number)");
        }
    }

    fn vae_gan(&mut self) {
        let spec = self.spec;
        let (all, loss) = (CodePart::Update, CodePart::Loss);
        if spec.vae_steps > 0 {
            self.out.about(all, "def vae_step(images, number):");
            let data = autoencoder(&[Kind::Data]);
            self.out.at(CodePart::Data, data, "    x = images()");
            self.coding("", "generator");
            self.average();
            self.out.about(all, "    return losses");
            self.out.say("\n");
        }
        self.out.about(all, "def step(images, number):");
        if spec.vae_steps > 0 {
            self.out.about(
                all,
                &format!(
                    "    if number < {}:\n        return vae_step(images, number)",
                    spec.vae_steps
                ),
            );
        }
        self.out.about(all, "    losses = {}");
        self.judging("", "noise(batch)", false);
        self.resting(true);
        self.out.about(
            all,
            &format!("    for turn in range({}):", spec.generator_updates),
        );
        self.out.at(
            CodePart::Data,
            autoencoder(&[Kind::Data]),
            "        x = real if turn == 0 else images()",
        );
        self.out.at(
            CodePart::Code,
            autoencoder(&[Kind::Encode]),
            "        mean, log_variance = encode(x)",
        );
        self.out.at(
            CodePart::Code,
            autoencoder(&[Kind::Noise, Kind::Sample]),
            "        z = torch.cat([sample(mean, log_variance), noise(batch)])",
        );
        self.out.at(
            CodePart::Generator,
            autoencoder(&[Kind::Decode, Kind::Generate]),
            "        decoded, made = generator(z).chunk(2)",
        );
        let (weight, beta) = (number(spec.reconstruction_weight), self.beta());
        if self.changes_what_is_judged() {
            self.out.about(CodePart::Data, "        change = changes()");
        }
        let judged = |pictures: &str| self.judged(pictures, "change");
        let [made, seen, again] = ["picture(made)", "x", "picture(decoded)"].map(judged);
        let minimised = autoencoder(&[Kind::Loss]);
        let judged = autoencoder(&[Kind::JudgeReal, Kind::JudgeGenerated, Kind::Loss]);
        self.out.at(
            loss,
            minimised,
            "        reconstruction, kl = distance(decoded, x), divergence(mean, log_variance)",
        );
        let partners = if spec.gan_loss.row().pairs_scores() {
            format!(", score({seen})")
        } else {
            String::new()
        };
        self.out.at(
            loss,
            autoencoder(&[Kind::JudgeGenerated, Kind::Loss]),
            &format!("        adversarial = make_loss(score({made}){partners})"),
        );
        let mut total = format!(
            "{weight} * reconstruction + {beta} * kl + {} * adversarial",
            number(spec.adversarial_weight)
        );
        if spec.feature_weight > 0.0 {
            self.out.at(
                loss,
                judged,
                &format!("        seen = discriminator({seen}) - discriminator({again})\n        feature = (seen**2).sum(1).mean()"),
            );
            total.push_str(&format!(" + {} * feature", number(spec.feature_weight)));
        }
        self.out
            .at(loss, minimised, &format!("        total = {total}"));
        if spec.frozen != FrozenPlayer::Generator {
            self.out.at(
                all,
                autoencoder(LEARNT),
                "        learn(optimiser, total, nn.ModuleList([encoder, to_mean, to_log_variance]), generator)",
            );
        }
        let feature = if spec.feature_weight > 0.0 {
            ", \"feature\": feature.item()"
        } else {
            ""
        };
        self.out.about(all, &format!(
            "        losses |= {{\"total\": total.item(), \"reconstruction\": reconstruction.item(), \"kl\": kl.item(),\n                   \"generator\": adversarial.item(){feature}}}"
        ));
        self.resting(false);
        self.average();
        self.out.about(all, "    return losses");
    }
}
