//! Dense layers and convolutions.

use burn::tensor::Tensor;
use burn_cubecl::tensor::CubeTensor;

use super::autograd::{GpuOperand, GpuOperation, apply};
use super::launch::{ComputeShader, TensorAllocator, count, scalars};
use super::outer;
use super::product::{InputView, MatrixProduct, WeightLayout};
use super::sums::sum_rows;
use crate::types::ConvGeometry;

/// `x · weight + bias`; `None` unless all are on the GPU.
pub fn linear(x: &Tensor<2>, weight: &Tensor<2>, bias: &Tensor<1>) -> Option<Tensor<2>> {
    let [inputs, outputs] = weight.dims();
    let operands = [
        GpuOperand::of(x)?,
        GpuOperand::of(weight)?,
        GpuOperand::of(bias)?,
    ];
    Some(apply(GpuLinear { inputs, outputs }, operands))
}

#[derive(Clone, Copy, Debug)]
struct GpuLinear {
    inputs: usize,
    outputs: usize,
}

impl GpuOperation<3> for GpuLinear {
    type Saved = ();

    fn forward(&self, [x, weight, bias]: [&CubeTensor; 3]) -> (CubeTensor, ()) {
        let Self { inputs, outputs } = *self;
        let y = TensorAllocator::of(x).empty([count(x) / inputs, outputs]);
        let product = MatrixProduct {
            view: InputView::Row,
            x,
            weight,
            lies: WeightLayout::InputsFirst,
            bias: Some(bias),
            inputs,
            outputs,
        };
        product.run(&y);
        (y, ())
    }

    fn backward(
        &self,
        [x, weight, _]: [&CubeTensor; 3],
        (): &(),
        gradient: &CubeTensor,
        [of_x, of_weight, of_bias]: [bool; 3],
    ) -> [Option<CubeTensor>; 3] {
        let Self { inputs, outputs } = *self;
        let x_gradient = of_x.then(|| {
            let found = TensorAllocator::of(x).empty([count(x) / inputs, inputs]);
            // The weight transposed, which it is when it is read the other way.
            let product = MatrixProduct {
                view: InputView::Row,
                x: gradient,
                weight,
                lies: WeightLayout::OutputsFirst,
                bias: None,
                inputs: outputs,
                outputs: inputs,
            };
            product.run(&found);
            found
        });
        [
            x_gradient,
            of_weight.then(|| outer::dense(x, gradient, [inputs, outputs])),
            of_bias.then(|| sum_rows(gradient, outputs)),
        ]
    }
}

/// A convolution, or the transposed one of the same geometry; `None` unless all tensors are on the
/// GPU.
pub fn convolution(
    x: &Tensor<4>,
    weight: &Tensor<4>,
    bias: &Tensor<1>,
    geometry: ConvGeometry,
    transposed: bool,
) -> Option<Tensor<4>> {
    let operands = [
        GpuOperand::of(x)?,
        GpuOperand::of(weight)?,
        GpuOperand::of(bias)?,
    ];
    let layer = GpuConv {
        geometry,
        transposed,
    };
    Some(apply(layer, operands))
}

/// Either layer: the backward pass of one is the forward pass of the other.
#[derive(Clone, Copy, Debug)]
struct GpuConv {
    geometry: ConvGeometry,
    transposed: bool,
}

impl GpuConv {
    fn pass(
        &self,
        back: bool,
        x: &CubeTensor,
        weight: &CubeTensor,
        bias: Option<&CubeTensor>,
    ) -> CubeTensor {
        let geometry = self.geometry;
        let (view, inputs, [height, width, outputs]) = if self.transposed == back {
            (InputView::Conv(geometry), geometry.fine[2], geometry.coarse)
        } else {
            (
                InputView::ConvTranspose(geometry),
                geometry.coarse[2],
                geometry.fine,
            )
        };
        let lies = WeightLayout::best(outputs);
        let fine_first = (self.transposed == back) == (lies == WeightLayout::InputsFirst);
        let weight = taps_first(weight, &geometry, fine_first);
        let y = TensorAllocator::of(x).empty([geometry.batch, height, width, outputs]);
        let product = MatrixProduct {
            view,
            x,
            weight: &weight,
            lies,
            bias,
            inputs,
            outputs,
        };
        product.run(&y);
        y
    }
}

impl GpuOperation<3> for GpuConv {
    type Saved = ();

    fn forward(&self, [x, weight, bias]: [&CubeTensor; 3]) -> (CubeTensor, ()) {
        (self.pass(false, x, weight, Some(bias)), ())
    }

    fn backward(
        &self,
        [x, weight, bias]: [&CubeTensor; 3],
        (): &(),
        gradient: &CubeTensor,
        [of_x, of_weight, of_bias]: [bool; 3],
    ) -> [Option<CubeTensor>; 3] {
        let (fine, coarse) = if self.transposed {
            (gradient, x)
        } else {
            (x, gradient)
        };
        [
            of_x.then(|| self.pass(true, gradient, weight, None)),
            of_weight.then(|| outer::window(self.geometry, fine, coarse)),
            of_bias.then(|| sum_rows(gradient, count(bias))),
        ]
    }
}

/// A convolution's weight with each tap's matrix in one piece.
///
/// # Shapes
/// `[coarse][fine][taps]` → `[taps][fine][coarse]` if `fine_first`, else `[taps][coarse][fine]`
fn taps_first(weight: &CubeTensor, geometry: &ConvGeometry, fine_first: bool) -> CubeTensor {
    let (coarse, fine, taps) = (geometry.coarse[2], geometry.fine[2], geometry.taps());
    let found = TensorAllocator::of(weight).empty([taps, coarse, fine]);
    let shader = ComputeShader {
        name: "taps-first",
        variant: vec![usize::from(fine_first)],
        inputs: vec![scalars("weight")],
        outputs: vec![scalars("found")],
        sizes: &["coarse", "fine", "taps"],
        reals: &[],
        body: Box::new(move || {
            let place = if fine_first {
                "let c = index % coarse;
                let f = index / coarse % fine;"
            } else {
                "let f = index % fine;
                let c = index / fine % coarse;"
            };
            format!(
                "if (index >= taps * coarse * fine) {{ return; }}
                {place}
                let tap = index / (coarse * fine);
                found[index] = weight[(c * fine + f) * taps + tap];\n"
            )
        }),
    };
    let sizes = [coarse, fine, taps];
    shader.run(&[weight], &[&found], &sizes, &[], [count(weight), 1]);
    found
}
