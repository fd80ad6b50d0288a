//! A network and how it learns.

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Gradients, Tensor};

use super::optimiser::{Optimiser, Rule};

/// PyTorch's guard against a norm of 0.
const EPSILON: f64 = 1e-6;

/// How far a network follows its gradients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Step size.
    pub rate: f64,
    /// The largest norm of a gradient; 0 is no limit.
    pub clip: f64,
    /// Whether it stays as it is: its gradients are known, but neither weights nor optimiser see
    /// them.
    pub frozen: bool,
}

/// A network with its optimiser.
#[derive(Debug)]
pub struct Player<M: Module> {
    /// The network, on a device with autodiff.
    pub network: M,
    /// How its weights follow their gradients.
    pub optimiser: Optimiser,
    /// The newest gradients, one after another, until someone asks for their norm.
    gradients: Vec<Tensor<1>>,
}

impl<M: Module> Player<M> {
    /// A network that has not learnt yet.
    pub fn new(network: M, rule: Rule) -> Self {
        Self {
            network,
            optimiser: Optimiser::new(rule),
            gradients: Vec::new(),
        }
    }

    /// One update against the network's part of `gradients`, whose norm is brought down to the
    /// pace's `clip` first if that is not 0 (arXiv:1211.5063, algorithm 1).
    pub fn learn(&mut self, gradients: &mut Gradients, pace: Pace) {
        let gradients = GradientsParams::from_module(gradients, &self.network);
        let mut flat = Flat {
            gradients: &gradients,
            found: Vec::new(),
        };
        self.network.visit(&mut flat);
        self.gradients = flat.found;
        if pace.frozen {
            return;
        }
        let scale = (pace.clip > 0.0)
            .then(|| self.gradient_norm())
            .flatten()
            .map(|norm| norm.add_scalar(EPSILON).recip().mul_scalar(pace.clip))
            .map(|scale| scale.clamp_max(1.0));
        let network = self.network.clone();
        self.network = self.optimiser.step(network, gradients, pace.rate, scale);
    }

    /// The norm of the newest gradients all together, before they were clipped.
    ///
    /// # Shapes
    /// → `[1]`; none before the first update
    pub fn gradient_norm(&self) -> Option<Tensor<1>> {
        let squares = self.gradients.iter();
        squares
            .map(|gradient| gradient.clone().square().sum())
            .reduce(|sum, square| sum + square)
            .map(Tensor::sqrt)
    }

    /// Keeps each trained number within ±`bound` (arXiv:1701.07875, algorithm 1).
    pub fn clip_weights(&mut self, bound: f64) {
        self.network = self.network.clone().map(&mut Clip(bound));
    }
}

struct Flat<'a> {
    gradients: &'a GradientsParams,
    found: Vec<Tensor<1>>,
}

impl ModuleVisitor for Flat<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(gradient) = self.gradients.get::<D>(param.id) {
            let count = gradient.dims().iter().product::<usize>();
            self.found.push(gradient.reshape([count]));
        }
    }
}

struct Clip(f64);

impl ModuleMapper for Clip {
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
