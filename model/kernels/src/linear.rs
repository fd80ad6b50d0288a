//! Dense layers.

use burn::tensor::Tensor;

use crate::autograd::{CpuOperand, CpuOperation, apply};
use crate::multiply::{ContiguousRows, Matrix, matmul, outer, sum_rows};

/// `x · weight + bias`; `None` unless all are on a supported device.
///
/// # Shapes
/// `x`: `[batch, inputs]`, `weight`: `[inputs, outputs]`, `bias`: `[outputs]` → `[batch, outputs]`
///
/// # Panics
/// Panics when shapes do not agree.
pub fn linear(x: &Tensor<2>, weight: &Tensor<2>, bias: &Tensor<1>) -> Option<Tensor<2>> {
    let found = on_cpu(x, weight, bias);
    #[cfg(feature = "webgpu")]
    let found = found.or_else(|| crate::gpu::linear(x, weight, bias));
    found
}

fn on_cpu(x: &Tensor<2>, weight: &Tensor<2>, bias: &Tensor<1>) -> Option<Tensor<2>> {
    let [batch, inputs] = x.dims();
    let [_, outputs] = weight.dims();
    let operands = [
        CpuOperand::of(x.clone())?,
        CpuOperand::of(weight.clone())?,
        CpuOperand::of(bias.clone())?,
    ];
    let layer = LinearOp {
        batch,
        inputs,
        outputs,
    };
    Some(apply(layer, operands, [batch, outputs]))
}

#[derive(Clone, Copy, Debug)]
struct LinearOp {
    batch: usize,
    inputs: usize,
    outputs: usize,
}

impl CpuOperation<3> for LinearOp {
    fn forward(&self, [x, weight, bias]: [&[f32]; 3]) -> Vec<f32> {
        let rows = ContiguousRows::new(self.batch, self.inputs);
        let weight = Matrix::new(weight, [self.inputs, self.outputs]);
        matmul(rows.of(x), weight, Some(bias))
    }

    fn backward(
        &self,
        [x, weight, _]: [&[f32]; 3],
        _output: &[f32],
        gradient: &[f32],
        [of_x, of_weight, of_bias]: [bool; 3],
    ) -> [Option<Vec<f32>>; 3] {
        let inputs = ContiguousRows::new(self.batch, self.inputs);
        let outputs = ContiguousRows::new(self.batch, self.outputs);
        let x_gradient = of_x.then(|| {
            let weight = Matrix::new(weight, [self.inputs, self.outputs]).transposed();
            matmul(outputs.of(gradient), weight, None)
        });
        let weight_gradient = of_weight.then(|| outer(inputs.of(x), outputs.of(gradient)));
        let bias_gradient = of_bias.then(|| {
            let mut found = vec![0.0; self.outputs];
            sum_rows(gradient, &mut found);
            found
        });
        [x_gradient, weight_gradient, bias_gradient]
    }
}
