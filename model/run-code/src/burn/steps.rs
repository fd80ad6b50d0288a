//! A program's run, and its training step.

use run_spec::{
    FrozenPlayer, ModelType, Normalisation, Optimiser, StepTurn, TraceStageKind as Kind,
};

use super::Program;
use crate::{CodePart, StageSet, number};

/// What happens where a batch is generated from a draw.
const MADE: &[Kind] = &[Kind::Noise, Kind::Sample, Kind::Generate];

fn autoencoder(kinds: &[Kind]) -> StageSet {
    StageSet::during(StageSet::AUTOENCODER, kinds)
}

fn discriminator(kinds: &[Kind]) -> StageSet {
    StageSet::during(StageSet::DISCRIMINATOR, kinds)
}

fn generator(kinds: &[Kind]) -> StageSet {
    StageSet::during(&[StepTurn::Generator], kinds)
}

impl Program<'_> {
    /// The run: networks and how they learn.
    pub(super) fn run(&mut self) {
        let fields = self.fields();
        let mut text = "pub struct Run {\n".to_owned();
        for (field, kind) in &fields {
            text.push_str(&format!("    pub {field}: {kind},\n"));
        }
        for (field, _) in &fields {
            text.push_str(&format!("    {field}_optimiser: ModuleOptimizer,\n"));
        }
        text.push_str("}\n\nimpl Run {\n    pub fn new(device: &Device) -> Self {\n");
        text.push_str("        let learner = device.clone().autodiff();\n        Self {\n");
        for (field, kind) in &fields {
            text.push_str(&format!("            {field}: {kind}::new(&learner),\n"));
        }
        for (field, _) in &fields {
            let kind = if *field == "discriminator" {
                self.spec.discriminator_optimiser
            } else {
                self.spec.optimiser
            };
            text.push_str(&format!(
                "            {field}_optimiser: {},\n",
                self.optimiser(kind)
            ));
        }
        text.push_str("        }\n    }\n");
        self.out.about(CodePart::Update, &text);
    }

    fn optimiser(&self, kind: Optimiser) -> String {
        let (beta1, beta2) = (number(self.spec.beta1), number(self.spec.beta2));
        let mut config = match kind {
            Optimiser::Adam => format!(
                "AdamConfig::new().with_beta_1({beta1}).with_beta_2({beta2}).with_epsilon(1e-8)"
            ),
            Optimiser::RmsProp => {
                "RmsPropConfig::new().with_alpha(0.99).with_epsilon(1e-8).with_momentum(0.0)"
                    .to_owned()
            }
            Optimiser::Sgd => format!(
                "SgdConfig::new().with_momentum(Some(MomentumConfig::new().with_momentum({beta1}).with_dampening(0.0)))"
            ),
        };
        if self.spec.max_grad_norm > 0.0 {
            let with = match kind {
                Optimiser::Sgd => "with_gradient_clipping",
                _ => "with_grad_clipping",
            };
            let most = number(self.spec.max_grad_norm);
            config.push_str(&format!(
                ".{with}(Some(GradientClippingConfig::Norm({most})))"
            ));
        }
        config.push_str(".init()");
        config
    }

    /// A network's update by `gradients` in these turns, indented.
    fn learn(&mut self, field: &str, turns: &[StepTurn], spaces: usize) {
        let rate = if field == "discriminator" {
            self.spec.discriminator_learning_rate
        } else {
            self.spec.learning_rate
        };
        let (rate, indent) = (number(rate), " ".repeat(spaces));
        self.out.at(
            CodePart::Update,
            StageSet::during(turns, &[Kind::Update]),
            &format!(
                "{indent}let own = GradientsParams::from_module(&mut gradients, &self.{field});\n{indent}self.{field} = self.{field}_optimiser.step({rate}, self.{field}.clone(), own);"
            ),
        );
    }

    fn beta(&self) -> String {
        let (beta, steps) = (number(self.spec.beta), self.spec.kl_warm_up_steps);
        if steps == 0 {
            beta
        } else {
            format!("({beta} * (f64::from(number) / {steps}.0).min(1.0))")
        }
    }

    pub(super) fn step(&mut self) {
        let spec = self.spec;
        self.out.about(
            CodePart::Update,
            "    /// One training step. `images` gives the next batch, `[BATCH, numbers]`, made on the learner's\n    /// device; `number` counts steps from 0.\n    pub fn step(&mut self, images: &mut dyn FnMut() -> Tensor<2>, number: u32) -> Vec<(&'static str, f32)> {\n        let mut losses = Vec::new();",
        );
        if spec.model == ModelType::Vae && spec.kl_warm_up_steps == 0
            || matches!(spec.model, ModelType::Autoencoder | ModelType::Gan)
        {
            self.out.about(CodePart::Update, "        let _ = number;");
        }
        match spec.model {
            ModelType::Autoencoder | ModelType::Vae => {
                let data = autoencoder(&[Kind::Data]);
                self.out
                    .at(CodePart::Data, data, "        let x = images();");
                self.coding("decoder", 8);
            }
            ModelType::Gan => {
                self.judging("noise(BATCH, &real.device())", None);
                self.making("noise(BATCH, &device)");
            }
            ModelType::LatentFedGan => {
                let data = autoencoder(&[Kind::Data]);
                self.out
                    .at(CodePart::Data, data, "        let x = images();");
                self.coding("coder", 8);
                self.vae_only();
                self.out.at(
                    CodePart::Code,
                    StageSet::during(
                        &[StepTurn::Discriminator, StepTurn::Generator],
                        &[Kind::Encode, Kind::Sample],
                    ),
                    "        let (mean, log_variance) = self.encoder.forward(x.clone());\n        let (mean, log_variance) = (mean.detach(), log_variance.detach());",
                );
                self.judging("sample(&mean, &log_variance)", Some("x"));
                self.making("sample(&mean, &log_variance)");
            }
            ModelType::VaeGan => self.vae_gan(),
        }
        self.out.about(CodePart::Update, "        losses\n    }\n}");
    }

    fn vae_only(&mut self) {
        let steps = self.spec.vae_steps;
        if steps > 0 {
            self.out.about(
                CodePart::Update,
                &format!("        if number < {steps} {{\n            return losses;\n        }}"),
            );
        }
    }

    /// An update of encoder and decoder on `x`.
    fn coding(&mut self, decoder: &str, spaces: usize) {
        let spec = self.spec;
        let indent = " ".repeat(spaces);
        let weight = number(spec.reconstruction_weight);
        let given = match spec.noise_of_input() {
            0.0 => "x.clone()".to_owned(),
            noise => {
                let noise = number(noise);
                self.out.at(
                    CodePart::Code,
                    autoencoder(&[Kind::Encode]),
                    &format!("{indent}// What is to be reconstructed has no noise.\n{indent}let given = x.clone() + x.random_like(Distribution::Normal(0.0, {noise}));"),
                );
                "given".to_owned()
            }
        };
        let z = if spec.model.has_kl() {
            self.out.at(
                CodePart::Code,
                autoencoder(&[Kind::Encode]),
                &format!("{indent}let (mean, log_variance) = self.encoder.forward({given});"),
            );
            self.out.at(
                CodePart::Code,
                autoencoder(&[Kind::Noise, Kind::Sample]),
                &format!("{indent}let z = sample(&mean, &log_variance);"),
            );
            "z".to_owned()
        } else {
            format!("self.encoder.forward({given})")
        };
        let minimised = autoencoder(&[Kind::Loss]);
        let mut rebuilt = vec![Kind::Decode, Kind::Loss];
        if !spec.model.has_kl() {
            rebuilt.push(Kind::Encode);
        }
        self.out.at(
            CodePart::Loss,
            autoencoder(&rebuilt),
            &format!(
                "{indent}let reconstruction = distance(self.{decoder}.forward({z}), x.clone());\n{indent}losses.push((\"reconstruction\", reconstruction.clone().into_scalar()));"
            ),
        );
        if spec.model.has_kl() {
            let beta = self.beta();
            self.out.at(CodePart::Loss, minimised, &format!(
                "{indent}let kl = divergence(mean, log_variance);\n{indent}losses.push((\"kl\", kl.clone().into_scalar()));\n{indent}let total = reconstruction * {weight} + kl * {beta};"
            ));
        } else {
            self.out.at(
                CodePart::Loss,
                minimised,
                &format!("{indent}let total = reconstruction * {weight};"),
            );
        }
        self.out.about(
            CodePart::Update,
            &format!("{indent}losses.push((\"total\", total.clone().into_scalar()));"),
        );
        self.out.at(
            CodePart::Update,
            autoencoder(&[Kind::Gradient]),
            &format!("{indent}let mut gradients = total.backward();"),
        );
        self.learn("encoder", StageSet::AUTOENCODER, spaces);
        self.learn(decoder, StageSet::AUTOENCODER, spaces);
    }

    /// The discriminator's updates; `first` is its first batch.
    fn judging(&mut self, codes: &str, first: Option<&str>) {
        let spec = self.spec;
        let updates = spec.discriminator_updates;
        let real = match first {
            Some(x) => format!("if turn == 0 {{ {x}.clone() }} else {{ images() }}"),
            None => "images()".to_owned(),
        };
        let turn = if first.is_some() { "turn" } else { "_" };
        self.out.about(
            CodePart::Update,
            &format!("        for {turn} in 0..{updates} {{"),
        );
        self.out.at(
            CodePart::Data,
            discriminator(&[Kind::Data]),
            &format!("            let real = {real};"),
        );
        self.out.at(
            CodePart::Generator,
            discriminator(MADE),
            &format!("            let made = picture(self.generator.forward({codes})).detach();"),
        );
        // Each batch is normalised by its own statistics.
        let apart = spec.discriminator_normalisation == Normalisation::Batch;
        let penalised = spec.gradient_penalty > 0.0;
        let scores = if penalised {
            "            let both = Tensor::cat(vec![real, made], 0);\n            let moved = both.clone() + both.random_like(Distribution::Normal(0.0, 0.01));"
        } else if apart {
            "            let (real, _) = self.discriminator.forward(real);\n            let (made, _) = self.discriminator.forward(made);"
        } else {
            "            let both = Tensor::cat(vec![real, made], 0);\n            let (scores, _) = self.discriminator.forward(both);\n            let [real, made] = [0, BATCH].map(|first| scores.clone().narrow(0, first, BATCH));"
        };
        let scored = discriminator(&[Kind::JudgeReal, Kind::JudgeGenerated]);
        self.out.at(CodePart::Discriminator, scored, scores);
        if penalised {
            self.penalty(apart);
        }
        let sum = match (penalised, spec.penalty_every) {
            (false, _) => String::new(),
            (true, 0 | 1) => "            let loss = loss + penalty;\n".to_owned(),
            (true, every) => format!(
                "            let loss = if number % {every} == 0 {{ loss + penalty }} else {{ loss }};\n"
            ),
        };
        self.out.at(
            CodePart::Loss,
            discriminator(&[Kind::Loss]),
            &format!("            let loss = judge_loss(real, made);\n{sum}            losses.push((\"discriminator\", loss.clone().into_scalar()));"),
        );
        if spec.frozen != FrozenPlayer::Discriminator {
            self.out.at(
                CodePart::Update,
                discriminator(&[Kind::Gradient]),
                "            let mut gradients = loss.backward();",
            );
            self.learn("discriminator", StageSet::DISCRIMINATOR, 12);
            if spec.gan_loss.row().clips_weights {
                self.out.say(&format!(
                    "            // The run then clips the discriminator's weights to ±{}.",
                    number(spec.weight_clip)
                ));
            }
        }
        self.out.about(CodePart::Update, "        }");
    }

    /// The scores of `both` and `moved`, and the gradient penalties.
    fn penalty(&mut self, apart: bool) {
        let scores = if apart {
            "            let [before, after] = [both, moved].map(|x| {\n                let halves = [0, BATCH].map(|first| x.clone().narrow(0, first, BATCH));\n                let scores = halves.map(|x| self.discriminator.forward(x).0);\n                Tensor::cat(scores.to_vec(), 0)\n            });"
        } else {
            "            let (scores, _) = self.discriminator.forward(Tensor::cat(vec![both, moved], 0));\n            let [before, after] = [0, 2 * BATCH].map(|first| scores.clone().narrow(0, first, 2 * BATCH));"
        };
        let judged = |kinds| StageSet::during(StageSet::DISCRIMINATOR, kinds);
        let scored = judged(&[Kind::JudgeReal, Kind::JudgeGenerated]);
        self.out.at(CodePart::Discriminator, scored, scores);
        // γ/2 (R1 + R2), of two batches of one size.
        let every = f64::from(self.spec.penalty_every.max(1));
        let weight = number(self.spec.gradient_penalty * every);
        self.out.at(CodePart::Loss, judged(&[Kind::Loss]), &format!(
            "            let [real, made] = [0, BATCH].map(|first| before.clone().narrow(0, first, BATCH));\n            // R1 and R2, squared slopes by finite differences (arXiv:2501.08316).\n            let penalty = ((after - before) / 0.01).square().mean() * {weight};"
        ));
    }

    /// What a loss of pairs is told beside the scores of what was made: those of `x`.
    fn partners(&self, x: &str) -> String {
        if self.spec.gan_loss.row().pairs_scores() {
            format!(", self.discriminator.forward({x}).0.detach()")
        } else {
            String::new()
        }
    }

    /// The generator's updates.
    fn making(&mut self, codes: &str) {
        let spec = self.spec;
        if codes.contains("&device") {
            self.out.at(
                CodePart::Code,
                StageSet::default(),
                "        let device = images().device();",
            );
        }
        self.out.about(
            CodePart::Update,
            &format!("        for _ in 0..{} {{", spec.generator_updates),
        );
        self.out.at(
            CodePart::Generator,
            generator(MADE),
            &format!("            let made = picture(self.generator.forward({codes}));"),
        );
        let partners = self.partners("images()");
        self.out.at(
            CodePart::Loss,
            generator(&[Kind::JudgeGenerated, Kind::Loss]),
            &format!("            let loss = make_loss(self.discriminator.forward(made).0{partners});\n            losses.push((\"generator\", loss.clone().into_scalar()));"),
        );
        if spec.frozen != FrozenPlayer::Generator {
            self.out.at(
                CodePart::Update,
                generator(&[Kind::Gradient]),
                "            let mut gradients = loss.backward();",
            );
            self.learn("generator", &[StepTurn::Generator], 12);
        }
        self.out.about(CodePart::Update, "        }");
    }

    fn vae_gan(&mut self) {
        let spec = self.spec;
        if spec.vae_steps > 0 {
            self.out.about(
                CodePart::Update,
                &format!("        if number < {} {{", spec.vae_steps),
            );
            let data = autoencoder(&[Kind::Data]);
            self.out
                .at(CodePart::Data, data, "            let x = images();");
            self.coding("generator", 12);
            self.out
                .about(CodePart::Update, "            return losses;\n        }");
        }
        self.judging("noise(BATCH, &real.device())", None);
        self.out.about(
            CodePart::Update,
            &format!("        for _ in 0..{} {{", spec.generator_updates),
        );
        let data = autoencoder(&[Kind::Data]);
        self.out
            .at(CodePart::Data, data, "            let x = images();");
        self.out.at(
            CodePart::Code,
            autoencoder(&[Kind::Encode]),
            "            let (mean, log_variance) = self.encoder.forward(x.clone());",
        );
        self.out.at(
            CodePart::Code,
            autoencoder(&[Kind::Noise, Kind::Sample]),
            "            let z = Tensor::cat(vec![sample(&mean, &log_variance), noise(BATCH, &x.device())], 0);",
        );
        self.out.at(
            CodePart::Generator,
            autoencoder(&[Kind::Decode, Kind::Generate]),
            "            let all = self.generator.forward(z);\n            let [decoded, made] = [0, BATCH].map(|first| all.clone().narrow(0, first, BATCH));",
        );
        let (weight, beta) = (number(spec.reconstruction_weight), self.beta());
        let adversarial = number(spec.adversarial_weight);
        let partners = self.partners("x.clone()");
        let judged = [Kind::JudgeReal, Kind::JudgeGenerated, Kind::Loss];
        self.out.at(CodePart::Loss, autoencoder(&judged), &format!(
            "            let reconstruction = distance(decoded.clone(), x.clone());\n            let kl = divergence(mean, log_variance);\n            let generator = make_loss(self.discriminator.forward(picture(made)).0{partners});\n            losses.push((\"reconstruction\", reconstruction.clone().into_scalar()));\n            losses.push((\"kl\", kl.clone().into_scalar()));\n            losses.push((\"generator\", generator.clone().into_scalar()));\n            let total = reconstruction * {weight} + kl * {beta} + generator * {adversarial};"
        ));
        if spec.feature_weight > 0.0 {
            let feature = number(spec.feature_weight);
            self.out.at(CodePart::Loss, autoencoder(&judged), &format!(
                "            let seen = self.discriminator.forward(x).1 - self.discriminator.forward(picture(decoded)).1;\n            let total = total + seen.square().sum_dim(1).mean() * {feature};"
            ));
        }
        self.out.about(
            CodePart::Update,
            "            losses.push((\"total\", total.clone().into_scalar()));",
        );
        if spec.frozen != FrozenPlayer::Generator {
            self.out.at(
                CodePart::Update,
                autoencoder(&[Kind::Gradient]),
                "            let mut gradients = total.backward();",
            );
            self.learn("encoder", StageSet::AUTOENCODER, 12);
            self.learn("generator", StageSet::AUTOENCODER, 12);
        }
        self.out.about(CodePart::Update, "        }");
    }
}
