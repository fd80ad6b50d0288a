//! A run as a PyTorch script.
//!
//! - `augmentation`: how pictures are changed; `losses`: what is made small; `steps`: a training step.

mod augmentation;
mod losses;
mod steps;

use run_spec::{Activation, ImageShape, ModelType, Optimiser, RunSpec, StepTurn, TraceStageKind};

use crate::layers::{self, Layer};
use crate::{CodeLine, CodePart, CodeWriter, StageSet, number, title};

/// The script of a run on images, or points, of this shape.
///
/// It holds the networks, the losses and `step`, which takes one training step and returns its losses;
/// run by itself, it trains on `data.npy`. Networks that grow are written full-grown, and the optimal
/// discriminator as the one that learns: the script says so.
pub fn pytorch(spec: &RunSpec, image: ImageShape) -> Vec<CodeLine> {
    let mut script = Script {
        spec,
        image,
        out: CodeWriter::default(),
    };
    script.head();
    script.networks();
    script.optimisers();
    script.augmentation();
    script.losses();
    script.step();
    script.main();
    script.out.into_lines()
}

struct Script<'a> {
    spec: &'a RunSpec,
    image: ImageShape,
    out: CodeWriter,
}

impl Script<'_> {
    fn head(&mut self) {
        let spec = self.spec;
        self.out.say(&format!("# {}.", title(spec, self.image)));
        if spec.model.has_discriminator() && spec.growing_steps > 0 {
            self.out
                .say("# In the run, the networks grow; here they are full-grown from the start.");
        }
        if spec.uses_optimal_discriminator() {
            self.out.say(
                "# In the run, the optimal discriminator judges; here it is the one that learns.",
            );
        }
        if spec.ema > 0.0 {
            self.out.say("import copy\n");
        }
        self.out
            .say("import numpy as np\nimport torch\nfrom torch import nn");
        self.out.say("from torch.nn import functional as F");
        if spec.spectral_norm && spec.model.has_discriminator() {
            self.out
                .say("from torch.nn.utils.parametrizations import spectral_norm");
        }
        self.out.say("");
        self.out.say(&format!("torch.manual_seed({})", spec.seed));
        self.out.about(
            CodePart::Data,
            &format!("batch, latent = {}, {}", spec.batch, spec.latent),
        );
        self.out.say("");
        if spec.spectral_norm && spec.model.has_discriminator() {
            self.out
                .say("from torch.nn.utils.parametrizations import spectral_norm\n");
        }
    }

    fn networks(&mut self) {
        let spec = self.spec;
        if spec.self_modulation {
            self.self_modulation();
        }
        if spec.model.has_encoder() {
            let (all, features) = layers::encoder(spec, self.image);
            self.sequential(CodePart::Encoder, "encoder", &all, false);
            let latent = spec.latent;
            let encodes = StageSet::of(&[TraceStageKind::Encode]);
            self.out.at(
                CodePart::Code,
                encodes,
                &format!("to_mean = nn.Linear({features}, {latent})"),
            );
            if spec.model.has_kl() {
                self.out.at(
                    CodePart::Code,
                    encodes,
                    &format!("to_log_variance = nn.Linear({features}, {latent})"),
                );
            }
        }
        let decoder = layers::decoder(spec, self.image);
        if spec.model == ModelType::LatentFedGan {
            self.sequential(CodePart::Generator, "coder", &decoder, false);
        }
        self.sequential(CodePart::Generator, self.maker(), &decoder, false);
        if spec.model.has_discriminator() {
            let (all, features) = layers::discriminator(spec, self.image);
            self.sequential(
                CodePart::Discriminator,
                "discriminator",
                &all,
                spec.spectral_norm,
            );
            let score = format!("nn.Linear({features}, 1)");
            let score = if spec.spectral_norm {
                format!("spectral_norm({score})")
            } else {
                score
            };
            self.out
                .about(CodePart::Discriminator, &format!("to_score = {score}"));
        }
        self.out.say("");
    }

    /// The layers that z modulates, and a network that hands them z.
    fn self_modulation(&mut self) {
        self.out.about(
            CodePart::Generator,
            "class SelfModulation(nn.Module):
    # arXiv:1810.01365, with gamma and beta linear in z. Both are 0 at first.
    def __init__(self, features):
        super().__init__()
        self.both = nn.Linear(latent, 2 * features)
        nn.init.zeros_(self.both.weight)
        nn.init.zeros_(self.both.bias)

    def forward(self, h, z):
        both = self.both(z)
        gamma, beta = both.reshape(both.shape + (1,) * (h.dim() - 2)).chunk(2, dim=1)
        return h * (1 + gamma) + beta


class SelfModulated(nn.Sequential):
    def forward(self, z):
        x = z
        for layer in self:
            x = layer(x, z) if isinstance(layer, SelfModulation) else layer(x)
        return x

",
        );
    }

    /// What the network is called that makes data.
    fn maker(&self) -> &'static str {
        if self.spec.model.has_discriminator() {
            "generator"
        } else {
            "decoder"
        }
    }

    fn sequential(&mut self, part: CodePart, name: &str, all: &[Layer], spectral: bool) {
        if all.is_empty() {
            return self.out.about(part, &format!("{name} = nn.Identity()"));
        }
        let modulated = |layer: &Layer| matches!(layer, Layer::SelfModulation(..));
        let class = match all.iter().any(modulated) {
            true => "SelfModulated",
            false => "nn.Sequential",
        };
        self.out.about(part, &format!("{name} = {class}("));
        for layer in all {
            let text = self.layer(*layer, part == CodePart::Discriminator);
            let text = match layer {
                Layer::Dense(..) | Layer::Down(..) if spectral => format!("spectral_norm({text})"),
                _ => text,
            };
            self.out.about(part, &format!("    {text},"));
        }
        self.out.about(part, ")");
    }

    fn layer(&self, layer: Layer, judges: bool) -> String {
        // A discriminator knows no running statistics: each batch is judged by its own.
        let own = if judges {
            ", track_running_stats=False"
        } else {
            ""
        };
        match layer {
            Layer::Dense(from, to) => format!("nn.Linear({from}, {to})"),
            Layer::Down(from, to) => {
                format!("nn.Conv2d({from}, {to}, kernel_size=3, stride=2, padding=1)")
            }
            Layer::Up(from, to) => {
                format!("nn.ConvTranspose2d({from}, {to}, kernel_size=4, stride=2, padding=1)")
            }
            Layer::BatchNorm(features, true) => format!("nn.BatchNorm2d({features}{own})"),
            Layer::BatchNorm(features, false) => format!("nn.BatchNorm1d({features}{own})"),
            Layer::GroupNorm(groups, features) => format!("nn.GroupNorm({groups}, {features})"),
            Layer::SelfModulation(_, features, _) => format!("SelfModulation({features})"),
            Layer::Activation(Activation::Relu) => "nn.ReLU()".to_owned(),
            Layer::Activation(Activation::LeakyRelu) => "nn.LeakyReLU(0.2)".to_owned(),
            Layer::Activation(Activation::Silu) => "nn.SiLU()".to_owned(),
            Layer::Grid(channels, height, width) => {
                format!("nn.Unflatten(1, ({channels}, {height}, {width}))")
            }
            Layer::Flat => "nn.Flatten()".to_owned(),
        }
    }

    fn optimisers(&mut self) {
        let spec = self.spec;
        let mut learners = Vec::new();
        if spec.model.has_encoder() {
            learners.extend(["encoder", "to_mean"]);
            if spec.model.has_kl() {
                learners.push("to_log_variance");
            }
        }
        if spec.model == ModelType::LatentFedGan {
            learners.push("coder");
            self.optimiser(
                "vae_optimiser",
                StageSet::AUTOENCODER,
                &learners,
                (spec.optimiser, spec.learning_rate),
            );
            learners.clear();
        }
        learners.push(self.maker());
        let turns = if spec.model == ModelType::LatentFedGan {
            &[StepTurn::Generator]
        } else {
            StageSet::GENERATOR
        };
        let learns = (spec.optimiser, spec.learning_rate);
        self.optimiser("optimiser", turns, &learners, learns);
        if spec.model.has_discriminator() {
            self.optimiser(
                "judge_optimiser",
                StageSet::DISCRIMINATOR,
                &["discriminator", "to_score"],
                (
                    spec.discriminator_optimiser,
                    spec.discriminator_learning_rate,
                ),
            );
        }
        self.out.say("\n");
        let gradient = StageSet::of(&[TraceStageKind::Gradient]);
        let update = StageSet::of(&[TraceStageKind::Update]);
        self.out.at(
            CodePart::Update,
            StageSet::of(&[TraceStageKind::Gradient, TraceStageKind::Update]),
            "def learn(optimiser, loss, *networks):",
        );
        self.out.at(
            CodePart::Update,
            gradient,
            "    optimiser.zero_grad()\n    loss.backward()",
        );
        if spec.max_grad_norm > 0.0 {
            let most = number(spec.max_grad_norm);
            self.out.at(
                CodePart::Update,
                gradient,
                &format!(
                    "    for network in networks:\n        nn.utils.clip_grad_norm_(network.parameters(), {most})"
                ),
            );
        }
        self.out
            .at(CodePart::Update, update, "    optimiser.step()");
        self.out.say("\n");
        if spec.ema > 0.0 {
            let (maker, decay) = (self.maker(), number(spec.ema));
            self.out
                .say("# The weights' moving average, which draws the run's samples.");
            self.out.at(
                CodePart::Update,
                StageSet::during(StageSet::GENERATOR, &[TraceStageKind::Update]),
                &format!(
                    "average = copy.deepcopy({maker})\n\n\ndef follow(number):\n    # Of a young run's past there is little to remember.\n    decay = min({decay}, (1 + number) / (10 + number))\n    with torch.no_grad():\n        for kept, new in zip(average.parameters(), {maker}.parameters()):\n            kept.lerp_(new, 1 - decay)"
                ),
            );
            self.out.say("\n");
        }
    }

    /// An optimiser at a learning rate, of networks that learn in these turns.
    fn optimiser(
        &mut self,
        name: &str,
        turns: &[StepTurn],
        networks: &[&str],
        (kind, rate): (Optimiser, f64),
    ) {
        let [rate, beta1, beta2] = [rate, self.spec.beta1, self.spec.beta2].map(number);
        let (class, numbers) = match kind {
            Optimiser::Adam => ("Adam", format!("lr={rate}, betas=({beta1}, {beta2})")),
            Optimiser::RmsProp => ("RMSprop", format!("lr={rate}")),
            Optimiser::Sgd => ("SGD", format!("lr={rate}, momentum={beta1}")),
        };
        let parameters = match networks {
            [one] => format!("{one}.parameters()"),
            all => format!("nn.ModuleList([{}]).parameters()", all.join(", ")),
        };
        let made = format!("{name} = torch.optim.{class}(\n    {parameters},\n    {numbers},\n)");
        let stages = StageSet::during(turns, &[TraceStageKind::Update]);
        self.out.at(CodePart::Update, stages, &made);
    }

    fn main(&mut self) {
        let data = CodePart::Data;
        self.out.say("if __name__ == \"__main__\":");
        if self.spec.is_points() {
            self.out.about(
                data,
                "    # Points as [count, 2] numbers.\n    data = torch.tensor(np.load(\"data.npy\"), dtype=torch.float32)",
            );
        } else {
            let ImageShape {
                channels,
                height,
                width,
            } = self.image;
            self.out.about(
                data,
                &format!(
                    "    # Images as [count, {height}, {width}, {channels}] bytes.\n    data = torch.tensor(np.load(\"data.npy\")).permute(0, 3, 1, 2).flatten(1) / 255"
                ),
            );
        }
        self.out.about(
            data,
            "    images = lambda: data[torch.randint(len(data), (batch,))]",
        );
        self.out.about(
            CodePart::Update,
            "    for number in range(10_000):\n        losses = step(images, number)\n        if number % 100 == 0:\n            print(number, losses)",
        );
    }
}
