//! The exponential moving average of a network's weights (arXiv:1806.04498).

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param, ParamId};
use burn::tensor::Tensor;
use burn::tensor::container::TensorContainer;

/// `average` one step nearer to `network`: d · average + (1 − d) · network for each number, running
/// statistics included. `average` began as a copy of `network`.
pub fn averaged<M: Module>(average: M, network: &M, decay: f64) -> M {
    let mut values = WeightCollector(TensorContainer::new());
    network.visit(&mut values);
    average.map(&mut AverageMapper {
        values: values.0,
        decay,
    })
}

struct WeightCollector(TensorContainer<ParamId>);

impl ModuleVisitor for WeightCollector {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        self.0.register(param.id, param.val().inner());
    }
}

struct AverageMapper {
    values: TensorContainer<ParamId>,
    decay: f64,
}

impl ModuleMapper for AverageMapper {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        match self.values.remove::<Tensor<D>>(&param.id) {
            Some(value) => param.map(|average| {
                let weights = [self.decay as f32, (1.0 - self.decay) as f32];
                kernels::weighted_sum(&average, &value, weights).unwrap_or_else(|| {
                    average.mul_scalar(self.decay) + value.mul_scalar(1.0 - self.decay)
                })
            }),
            None => param,
        }
    }
}
