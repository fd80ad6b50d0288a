//! A network and how it learns.

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param, ParamId};
use burn::optim::GradientsParams;
use burn::tensor::{Gradients, Tensor};

use super::optimiser::{NetworkOptimiser, UpdateRule};

/// PyTorch's guard against a norm of 0.
const EPSILON: f64 = 1e-6;

/// How far a network follows its gradients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UpdateConfig {
    /// Step size.
    pub learning_rate: f64,
    /// The largest norm of a gradient; 0 is no limit.
    pub max_grad_norm: f64,
    /// Whether it stays as it is: its gradients are known, but neither weights nor optimiser see
    /// them.
    pub frozen: bool,
}

/// A network with its optimiser.
#[derive(Debug)]
pub struct TrainableNetwork<M: Module> {
    /// The network, on a device with autodiff.
    pub network: M,
    /// How its weights follow their gradients.
    pub optimiser: NetworkOptimiser,
    /// The newest gradients, one after another, until someone asks for their norm.
    gradients: Vec<(ParamId, Tensor<1>)>,
}

/// The newest gradient of a parameter.
#[derive(Clone, Debug)]
pub struct NamedGradient {
    /// `W1`, `b1` and so on, layer by layer; γ and β of a normalisation; `Wγβ1`, `bγβ1` of the layer
    /// that gives a hidden layer's γ(z) and β(z); an encoder's last two
    /// layers are `Wμ`, `bμ` and `Wσ`, `bσ`.
    pub name: String,
    /// The parameter's sizes.
    pub shape: Vec<usize>,
    /// All of it, row by row.
    pub values: Tensor<1>,
}

impl<M: Module> TrainableNetwork<M> {
    /// A network that has not learnt yet.
    pub fn new(network: M, rule: UpdateRule) -> Self {
        Self {
            network,
            optimiser: NetworkOptimiser::new(rule),
            gradients: Vec::new(),
        }
    }

    /// One update against the network's part of `gradients`, whose norm is brought down to the
    /// pace's `clip` first if that is not 0 (arXiv:1211.5063, algorithm 1).
    pub fn optimizer_step(&mut self, gradients: &mut Gradients, update: UpdateConfig) {
        let gradients = GradientsParams::from_module(gradients, &self.network);
        let mut flat = GradientCollector {
            gradients: &gradients,
            found: Vec::new(),
        };
        self.network.visit(&mut flat);
        self.gradients = flat.found;
        if update.frozen {
            return;
        }
        let scale = (update.max_grad_norm > 0.0)
            .then(|| self.gradient_norm())
            .flatten()
            .map(|norm| {
                norm.add_scalar(EPSILON)
                    .recip()
                    .mul_scalar(update.max_grad_norm)
            })
            .map(|scale| scale.clamp_max(1.0));
        let network = self.network.clone();
        self.network = self
            .optimiser
            .step(network, gradients, update.learning_rate, scale);
    }

    /// The norm of the newest gradients all together, before they were clipped.
    ///
    /// # Shapes
    /// → `[1]`; none before the first update
    pub fn gradient_norm(&self) -> Option<Tensor<1>> {
        let squares = self.gradients.iter();
        squares
            .map(|(_, gradient)| sum_of_squares(gradient))
            .reduce(|sum, square| sum + square)
            .map(Tensor::sqrt)
    }

    /// The newest gradients, each with its parameter's name.
    pub fn named_gradients(&self) -> Vec<NamedGradient> {
        let mut names = GradientNamer {
            gradients: &self.gradients,
            path: Vec::new(),
            layers: 0,
            norms: 0,
            modulations: 0,
            found: Vec::new(),
        };
        self.network.visit(&mut names);
        names.found
    }

    /// Keeps each trained number within ±`bound` (arXiv:1701.07875, algorithm 1).
    pub fn clip_weights(&mut self, bound: f64) {
        self.network = self.network.clone().map(&mut WeightClipper(bound));
    }
}

struct GradientCollector<'a> {
    gradients: &'a GradientsParams,
    found: Vec<(ParamId, Tensor<1>)>,
}

impl ModuleVisitor for GradientCollector<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(gradient) = self.gradients.get::<D>(param.id) {
            let count = gradient.dims().iter().product::<usize>();
            self.found.push((param.id, gradient.reshape([count])));
        }
    }
}

struct GradientNamer<'a> {
    gradients: &'a [(ParamId, Tensor<1>)],
    path: Vec<String>,
    layers: usize,
    norms: usize,
    modulations: usize,
    found: Vec<NamedGradient>,
}

impl GradientNamer<'_> {
    fn name(&mut self) -> String {
        let last = |back: usize| {
            let place = self.path.len().checked_sub(back)?;
            self.path.get(place).map(String::as_str)
        };
        let letter = match last(1) {
            Some("weight") => "W",
            Some("bias") => "b",
            Some("gamma") => "γ",
            Some("beta") => "β",
            other => return other.unwrap_or_default().to_owned(),
        };
        if last(3) == Some("modulations") {
            self.modulations += usize::from(letter == "W");
            return format!("{letter}γβ{}", self.modulations);
        }
        let number = match (last(2), letter) {
            (Some("mean"), _) => return format!("{letter}μ"),
            (Some("log_variance"), _) => return format!("{letter}σ"),
            (_, "W") => {
                self.layers += 1;
                self.layers
            }
            (_, "γ") => {
                self.norms += 1;
                self.norms
            }
            (_, "β") => self.norms,
            _ => self.layers,
        };
        format!("{letter}{number}")
    }
}

impl ModuleVisitor for GradientNamer<'_> {
    fn enter_module(&mut self, name: &str, _container: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _name: &str, _container: &str) {
        self.path.pop();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        // Counted whether there is a gradient or not: a network that grows has other layers later.
        let name = self.name();
        let gradient = self.gradients.iter().find(|(id, _)| *id == param.id);
        if let Some((_, values)) = gradient {
            self.found.push(NamedGradient {
                name,
                shape: param.val().dims().to_vec(),
                values: values.clone(),
            });
        }
    }
}

/// Σ x².
///
/// # Shapes
/// any number of them → `[1]`
fn sum_of_squares(x: &Tensor<1>) -> Tensor<1> {
    kernels::sum_of_squares(x).unwrap_or_else(|| x.clone().square().sum())
}

/// What became of a network's trained numbers: their norm before and after, and the norm of the
/// change; `[1]` each, none where nothing is trained.
pub fn change_norms<M: Module>(before: &M, after: &M) -> Option<[Tensor<1>; 3]> {
    let numbers = |network: &M| {
        let mut trained = TrainedWeights(Vec::new());
        network.visit(&mut trained);
        trained.0
    };
    let norm = |numbers: Vec<Tensor<1>>| {
        let squares = numbers.iter().map(sum_of_squares);
        squares.reduce(|sum, square| sum + square).map(Tensor::sqrt)
    };
    let (before, after) = (numbers(before), numbers(after));
    let pairs = before.iter().zip(&after);
    let change: Vec<_> = pairs.map(|(b, a)| a.clone() - b.clone()).collect();
    Some([norm(before)?, norm(after)?, norm(change)?])
}

struct TrainedWeights(Vec<Tensor<1>>);

impl ModuleVisitor for TrainedWeights {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if param.is_require_grad() {
            let value = param.val().inner();
            let count = value.dims().iter().product::<usize>();
            self.0.push(value.reshape([count]));
        }
    }
}

struct WeightClipper(f64);

impl ModuleMapper for WeightClipper {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        if !param.is_require_grad() {
            return param;
        }
        param.map(|value| {
            let clipped = value.inner().clamp(-self.0, self.0);
            clipped.autodiff().require_grad()
        })
    }
}
