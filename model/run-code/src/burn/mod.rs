//! A run as a burn program.
//!
//! - `losses`: what is made small; `steps`: the run, and a training step.

mod losses;
mod steps;

use run_spec::{Activation, ImageShape, ModelType, Optimiser, RunSpec};

use crate::layers::{self, Layer};
use crate::{CodeLine, CodePart, CodeWriter, title};

/// The program of a run on images, or points, of this shape: networks, losses, and `step`, which takes
/// one training step of all networks and returns its losses.
///
/// What burn has no layer for is left out, and the program says so: spectral norm, growing, the average
/// of the generator's weights, augmentation, the optimal discriminator.
pub fn burn(spec: &RunSpec, image: ImageShape) -> Vec<CodeLine> {
    let mut program = Program {
        spec,
        image,
        out: CodeWriter::default(),
    };
    program.head();
    program.networks();
    program.losses();
    program.run();
    program.step();
    program.out.into_lines()
}

struct Program<'a> {
    spec: &'a RunSpec,
    image: ImageShape,
    out: CodeWriter,
}

/// A network of the program.
struct Network {
    part: CodePart,
    name: &'static str,
    layers: Vec<Layer>,
    /// Linear layers that its features lead to: names and outputs. Without any, the features come out.
    heads: Vec<(&'static str, usize)>,
    features: usize,
}

impl Program<'_> {
    fn all(&self) -> Vec<Network> {
        let spec = self.spec;
        let mut all = Vec::new();
        if spec.model.has_encoder() {
            let (layers, features) = layers::encoder(spec, self.image);
            let mut heads = vec![("mean", spec.latent)];
            if spec.model.has_kl() {
                heads.push(("log_variance", spec.latent));
            }
            all.push(Network {
                part: CodePart::Encoder,
                name: "Encoder",
                layers,
                heads,
                features,
            });
        }
        all.push(Network {
            part: CodePart::Generator,
            name: self.maker(),
            layers: layers::decoder(spec, self.image),
            heads: Vec::new(),
            features: 0,
        });
        if spec.model.has_discriminator() {
            let (layers, features) = layers::discriminator(spec, self.image);
            all.push(Network {
                part: CodePart::Discriminator,
                name: "Discriminator",
                layers,
                heads: vec![("score", 1)],
                features,
            });
        }
        all
    }

    fn maker(&self) -> &'static str {
        if self.spec.model.has_discriminator() {
            "Generator"
        } else {
            "Decoder"
        }
    }

    /// The fields of a run, with their networks.
    fn fields(&self) -> Vec<(&'static str, &'static str)> {
        let spec = self.spec;
        let mut fields = Vec::new();
        if spec.model.has_encoder() {
            fields.push(("encoder", "Encoder"));
        }
        if spec.model == ModelType::LatentFedGan {
            fields.push(("coder", "Generator"));
        }
        if spec.model.has_discriminator() {
            fields.push(("generator", "Generator"));
            fields.push(("discriminator", "Discriminator"));
        } else {
            fields.push(("decoder", "Decoder"));
        }
        fields
    }

    fn head(&mut self) {
        let spec = self.spec;
        self.out
            .say(&format!("// {}, for burn 0.22.", title(spec, self.image)));
        let players = spec.model.has_discriminator();
        for (left_out, what) in [
            (
                players && spec.spectral_norm,
                "spectral norm of the discriminator",
            ),
            (players && spec.growing_steps > 0, "growing of the networks"),
            (spec.ema > 0.0, "the average of the generator's weights"),
            (
                !spec.augmentation_of_data().is_empty(),
                "augmentation of the pictures",
            ),
            (
                spec.uses_optimal_discriminator(),
                "the optimal discriminator",
            ),
        ] {
            if left_out {
                self.out.say(&format!(
                    "// Left out, because burn has no layer for it: {what}."
                ));
            }
        }
        self.out.say("");
        let layers: Vec<Layer> = self.all().into_iter().flat_map(|it| it.layers).collect();
        let has = |test: fn(&Layer) -> bool| layers.iter().any(test);
        let mut conv = Vec::new();
        let mut nn = vec!["Linear", "LinearConfig"];
        if has(|layer| matches!(layer, Layer::Down(..))) {
            conv.extend(["Conv2d", "Conv2dConfig"]);
            nn.push("PaddingConfig2d");
        }
        if has(|layer| matches!(layer, Layer::Up(..))) {
            conv.extend(["ConvTranspose2d", "ConvTranspose2dConfig"]);
        }
        if has(|layer| matches!(layer, Layer::BatchNorm(..))) {
            nn.extend(["BatchNorm", "BatchNormConfig"]);
        }
        if has(|layer| matches!(layer, Layer::GroupNorm(..))) {
            nn.extend(["GroupNorm", "GroupNormConfig"]);
        }
        if has(|layer| matches!(layer, Layer::SelfModulation(..))) {
            nn.push("Initializer");
        }
        nn.sort_unstable();
        self.out.say("use burn::module::Module;");
        if spec.max_grad_norm > 0.0 {
            self.out
                .say("use burn::grad_clipping::GradientClippingConfig;");
        }
        if !conv.is_empty() {
            self.out
                .say(&format!("use burn::nn::conv::{{{}}};", conv.join(", ")));
        }
        self.out
            .say(&format!("use burn::nn::{{{}}};", nn.join(", ")));
        let mut optim = vec!["GradientsParams", "ModuleOptimizer"];
        for kind in [spec.optimiser, spec.discriminator_optimiser] {
            let used = kind == spec.optimiser || players;
            let names: &[&str] = match kind {
                Optimiser::Adam => &["AdamConfig"],
                Optimiser::RmsProp => &["RmsPropConfig"],
                Optimiser::Sgd => &["MomentumConfig", "SgdConfig"],
            };
            for name in names.iter().filter(|_| used) {
                if !optim.contains(name) {
                    optim.push(name);
                }
            }
        }
        optim.sort_unstable();
        if optim.contains(&"MomentumConfig") {
            optim.retain(|name| *name != "MomentumConfig");
            self.out.say("use burn::optim::momentum::MomentumConfig;");
        }
        self.out
            .say(&format!("use burn::optim::{{{}}};", optim.join(", ")));
        self.out
            .say("use burn::tensor::{Device, Distribution, Tensor, activation};\n");
        self.out.about(
            CodePart::Data,
            &format!(
                "pub const BATCH: usize = {};\npub const LATENT: usize = {};",
                spec.batch, spec.latent
            ),
        );
        self.out.say("");
    }

    fn networks(&mut self) {
        for network in self.all() {
            self.network(&network);
        }
    }

    fn network(&mut self, network: &Network) {
        let part = network.part;
        let made: Vec<(String, &str, String)> = network
            .layers
            .iter()
            .enumerate()
            .filter_map(|(at, layer)| {
                let (kind, made) = made(*layer)?;
                Some((format!("layer_{at}"), kind, made))
            })
            .collect();
        let heads = network.heads.iter();
        let heads: Vec<(&str, String)> = heads
            .map(|(name, outputs)| {
                let made = format!("LinearConfig::new({}, {outputs})", network.features);
                (*name, made)
            })
            .collect();
        let name = network.name;
        let mut text = format!("#[derive(Module, Debug)]\npub struct {name} {{\n");
        for (field, kind, _) in &made {
            text.push_str(&format!("    {field}: {kind},\n"));
        }
        for (field, _) in &heads {
            text.push_str(&format!("    {field}: Linear,\n"));
        }
        text.push_str(&format!(
            "}}\n\nimpl {name} {{\n    pub fn new(device: &Device) -> Self {{\n        Self {{\n"
        ));
        let fields = made.iter().map(|(field, _, made)| (field.as_str(), made));
        for (field, made) in fields.chain(heads.iter().map(|(field, made)| (*field, made))) {
            text.push_str(&format!("            {field}: {made}.init(device),\n"));
        }
        text.push_str("        }\n    }\n");
        self.out.about(part, &text);
        let (result, last) = match network.heads.as_slice() {
            [] => ("Tensor<2>", "x".to_owned()),
            [("score", _)] => (
                "(Tensor<1>, Tensor<2>)",
                "(self.score.forward(x.clone()).squeeze_dim(1), x)".to_owned(),
            ),
            [(one, _)] => ("Tensor<2>", format!("self.{one}.forward(x)")),
            _ => (
                "(Tensor<2>, Tensor<2>)",
                "(self.mean.forward(x.clone()), self.log_variance.forward(x))".to_owned(),
            ),
        };
        let mut body = format!("    pub fn forward(&self, x: Tensor<2>) -> {result} {{\n");
        let modulated = |layer: &Layer| matches!(layer, Layer::SelfModulation(..));
        if network.layers.iter().any(modulated) {
            body.push_str("        let z = x.clone();\n");
        }
        for (at, layer) in network.layers.iter().enumerate() {
            body.push_str(&format!("        let x = {};\n", passed(at, *layer)));
        }
        body.push_str(&format!("        {last}\n    }}\n}}\n"));
        self.out.about(part, &body);
    }
}

/// A layer's type and what makes it; `None` for what has no numbers of its own.
fn made(layer: Layer) -> Option<(&'static str, String)> {
    match layer {
        Layer::Dense(from, to) => Some(("Linear", format!("LinearConfig::new({from}, {to})"))),
        Layer::Down(from, to) => Some((
            "Conv2d",
            format!(
                "Conv2dConfig::new([{from}, {to}], [3, 3]).with_stride([2, 2]).with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))"
            ),
        )),
        Layer::Up(from, to) => Some((
            "ConvTranspose2d",
            format!(
                "ConvTranspose2dConfig::new([{from}, {to}], [4, 4]).with_stride([2, 2]).with_padding([1, 1])"
            ),
        )),
        Layer::BatchNorm(features, _) => {
            Some(("BatchNorm", format!("BatchNormConfig::new({features})")))
        }
        Layer::GroupNorm(groups, features) => Some((
            "GroupNorm",
            format!("GroupNormConfig::new({groups}, {features})"),
        )),
        Layer::SelfModulation(latent, features, _) => Some((
            "Linear",
            format!(
                "LinearConfig::new({latent}, {}).with_initializer(Initializer::Zeros)",
                2 * features
            ),
        )),
        Layer::Activation(_) | Layer::Grid(..) | Layer::Flat => None,
    }
}

/// What becomes of `x` in layer `at`.
fn passed(at: usize, layer: Layer) -> String {
    match layer {
        Layer::Dense(..)
        | Layer::Down(..)
        | Layer::Up(..)
        | Layer::BatchNorm(..)
        | Layer::GroupNorm(..) => format!("self.layer_{at}.forward(x)"),
        // γ and β, both 0 at first (arXiv:1810.01365).
        Layer::SelfModulation(_, features, pictures) => {
            let shaped = if pictures {
                format!(".reshape([-1, {features}, 1, 1])")
            } else {
                String::new()
            };
            format!(
                "{{\n            let both = self.layer_{at}.forward(z.clone());\n            let gamma = both.clone().narrow(1, 0, {features}){shaped};\n            let beta = both.narrow(1, {features}, {features}){shaped};\n            x * gamma.add_scalar(1.0) + beta\n        }}"
            )
        }
        Layer::Activation(Activation::Relu) => "activation::relu(x)".to_owned(),
        Layer::Activation(Activation::LeakyRelu) => "activation::leaky_relu(x, 0.2)".to_owned(),
        Layer::Activation(Activation::Silu) => "activation::silu(x)".to_owned(),
        Layer::Grid(channels, height, width) => {
            format!("x.reshape([-1, {channels}, {height}, {width}])")
        }
        Layer::Flat => "x.flatten::<2>(1, 3)".to_owned(),
    }
}
