//! How weights follow their gradients, as in PyTorch.
//!
//! burn's own optimisers hold their state where it can be read only by waiting for the device,
//! which a browser cannot; so the three that are needed are here.

use std::collections::HashMap;

use burn::module::{Module, ModuleMapper, Param, ParamId};
use burn::optim::GradientsParams;
use burn::tensor::Tensor;
use burn::tensor::container::TensorContainer;
use run_spec::{Optimiser as Kind, RunSpec};

/// Adam's and RMSprop's ε.
const EPSILON: f64 = 1e-8;
/// RMSprop's decay rate.
const ALPHA: f64 = 0.99;

/// An update rule and its decay rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum UpdateRule {
    /// With bias correction (arXiv:1412.6980, algorithm 1).
    Adam {
        /// β₁.
        beta1: f64,
        /// β₂.
        beta2: f64,
    },
    /// v ← α v + (1 − α) g², w ← w − η g / (√v + ε), with α = 0.99.
    RmsProp,
    /// b ← μ b + g, w ← w − η b.
    Sgd {
        /// μ.
        momentum: f64,
    },
}

impl UpdateRule {
    /// The rule of a run's specification.
    pub fn of(kind: Kind, spec: &RunSpec) -> Self {
        match kind {
            Kind::Adam => Self::Adam {
                beta1: spec.beta1,
                beta2: spec.beta2,
            },
            Kind::RmsProp => Self::RmsProp,
            Kind::Sgd => Self::Sgd {
                momentum: spec.beta1,
            },
        }
    }

    /// Whether there is a mean of gradients, and one of their squares.
    pub fn moments(self) -> [bool; 2] {
        match self {
            Self::Adam { .. } => [true, true],
            Self::RmsProp => [false, true],
            Self::Sgd { .. } => [true, false],
        }
    }
}

/// Updates a network's weights, and remembers their gradients' moments.
///
/// The moments are kept as plain sums, M ← β₁ M + g and V ← β₂ V + g², which saves two passes over
/// all numbers; the factors (1 − β) are part of the step size.
#[derive(Debug)]
pub struct NetworkOptimiser {
    rule: UpdateRule,
    /// Of each parameter: those of a network that grows do not all begin to learn at once.
    updates: HashMap<ParamId, u32>,
    moments: [TensorContainer<ParamId>; 2],
}

impl NetworkOptimiser {
    /// An optimiser that has seen no gradient.
    pub fn new(rule: UpdateRule) -> Self {
        Self {
            rule,
            updates: HashMap::new(),
            moments: [TensorContainer::new(), TensorContainer::new()],
        }
    }

    /// The update rule.
    pub fn rule(&self) -> UpdateRule {
        self.rule
    }

    /// Updates of a parameter so far.
    pub fn updates(&self, id: ParamId) -> u32 {
        self.updates.get(&id).copied().unwrap_or(0)
    }

    /// One update of `network` against `gradients`, each multiplied by `scale` first if there is
    /// one (`[1]`). Parameters without a gradient stay.
    pub fn step<M: Module>(
        &mut self,
        network: M,
        gradients: GradientsParams,
        rate: f64,
        scale: Option<Tensor<1>>,
    ) -> M {
        network.map(&mut OptimiserMapper {
            optimiser: self,
            gradients,
            rate,
            scale,
        })
    }

    /// A moment of a parameter: 0, of gradients, or 1, of their squares; as they are kept.
    pub(crate) fn moment<const D: usize>(&self, which: usize, id: ParamId) -> Option<Tensor<D>> {
        self.moments[which].get(&id)
    }

    /// Puts a moment back that was read with [`Self::moment`].
    pub(crate) fn set_moment<const D: usize>(
        &mut self,
        which: usize,
        id: ParamId,
        value: Tensor<D>,
    ) {
        self.moments[which].register(id, value);
    }

    pub(crate) fn set_updates(&mut self, id: ParamId, updates: u32) {
        self.updates.insert(id, updates);
    }

    /// Decays a moment and adds to it.
    fn accumulate<const D: usize>(
        &mut self,
        which: usize,
        id: ParamId,
        decay: f64,
        addend: Tensor<D>,
    ) -> Tensor<D> {
        let sum = match self.moments[which].remove::<Tensor<D>>(&id) {
            Some(moment) => moment.mul_scalar(decay) + addend,
            None => addend,
        };
        self.moments[which].register(id, sum.clone());
        sum
    }

    /// What becomes of a parameter.
    fn updated<const D: usize>(
        &mut self,
        id: ParamId,
        old: Tensor<D>,
        gradient: Tensor<D>,
        rate: f64,
    ) -> Tensor<D> {
        let UpdateRule::Adam { beta1, beta2 } = self.rule else {
            return old - self.change(id, gradient, rate);
        };
        if !kernels::supports(&old) {
            return old - self.change(id, gradient, rate);
        }
        let updates = self.updates(id) + 1;
        self.updates.insert(id, updates);
        let (m_factor, v_factor) = adam_factors(beta1, beta2, updates);
        let numbers = kernels::AdamUpdate {
            beta1: beta1 as f32,
            beta2: beta2 as f32,
            rate: (rate * m_factor / v_factor) as f32,
            epsilon: (EPSILON / v_factor) as f32,
        };
        let moments = [0, 1].map(|which| self.moments[which].remove(&id));
        let [new, m, v] = kernels::adam(numbers, &old, &gradient, moments);
        self.moments[0].register(id, m);
        self.moments[1].register(id, v);
        new
    }

    /// What is subtracted from a parameter.
    fn change<const D: usize>(&mut self, id: ParamId, g: Tensor<D>, rate: f64) -> Tensor<D> {
        let updates = self.updates(id) + 1;
        self.updates.insert(id, updates);
        match self.rule {
            UpdateRule::Adam { beta1, beta2 } => {
                let (m_factor, v_factor) = adam_factors(beta1, beta2, updates);
                let m = self.accumulate(0, id, beta1, g.clone());
                let v = self.accumulate(1, id, beta2, g.square());
                let denominator = v.sqrt().add_scalar(EPSILON / v_factor);
                (m / denominator).mul_scalar(rate * m_factor / v_factor)
            }
            UpdateRule::RmsProp => {
                let v_factor = (1.0 - ALPHA).sqrt();
                let v = self.accumulate(1, id, ALPHA, g.clone().square());
                let denominator = v.sqrt().add_scalar(EPSILON / v_factor);
                (g / denominator).mul_scalar(rate / v_factor)
            }
            UpdateRule::Sgd { momentum } => {
                let b = self.accumulate(0, id, momentum, g);
                b.mul_scalar(rate)
            }
        }
    }
}

/// What M and √V are multiplied with after `updates` updates: m̂ = (1 − β₁) M / (1 − β₁ᵗ), v̂
/// likewise, and m̂ / (√v̂ + ε) with √ of v̂'s factor taken out of the denominator.
fn adam_factors(beta1: f64, beta2: f64, updates: u32) -> (f64, f64) {
    let t = f64::from(updates);
    let m_factor = (1.0 - beta1) / (1.0 - beta1.powf(t));
    let v_factor = ((1.0 - beta2) / (1.0 - beta2.powf(t))).sqrt();
    (m_factor, v_factor)
}

struct OptimiserMapper<'a> {
    optimiser: &'a mut NetworkOptimiser,
    gradients: GradientsParams,
    rate: f64,
    scale: Option<Tensor<1>>,
}

impl ModuleMapper for OptimiserMapper<'_> {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let Some(mut gradient) = self.gradients.remove::<D>(param.id) else {
            return param;
        };
        if let Some(scale) = &self.scale {
            gradient = gradient * scale.clone().reshape([1; D]);
        }
        let (optimiser, id, rate) = (&mut *self.optimiser, param.id, self.rate);
        // A value of its own: autodiff follows it from here, not through the update.
        param.map(|old| {
            let new = optimiser.updated(id, old.inner(), gradient, rate);
            new.autodiff().require_grad()
        })
    }
}
