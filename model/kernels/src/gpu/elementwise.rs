//! What is done to each number by itself: rectifiers, the sigmoid, Adam's update, and bytes.

use burn::tensor::{DType, Int, Tensor};
use burn_cubecl::CubeBackend;
use burn_cubecl::tensor::CubeTensor;

use super::autograd::{GpuOperand, GpuOperation, apply, constant, wrap};
use super::launch::{ComputeShader, TensorAllocator, count, elements, scalars, words};
use crate::types::AdamUpdate;

/// Computes `outputs` of each number of `inputs`, all of one shape. The text writes `name[index]`.
pub fn each(
    name: &'static str,
    inputs: &[(&'static str, &CubeTensor)],
    outputs: &[(&'static str, &CubeTensor)],
    (reals, values): (&'static [&'static str], &[f32]),
    text: &'static str,
) {
    let all = count(outputs[0].1);
    let vector = all.is_multiple_of(4);
    let size = if vector { all / 4 } else { all };
    let shader = ComputeShader {
        name,
        variant: vec![usize::from(vector)],
        inputs: inputs
            .iter()
            .map(|&(name, _)| elements(name, vector))
            .collect(),
        outputs: outputs
            .iter()
            .map(|&(name, _)| elements(name, vector))
            .collect(),
        sizes: &["size"],
        reals,
        body: Box::new(move || {
            let number = if vector { "vec4<f32>" } else { "f32" };
            format!("if (index >= size) {{ return; }}\n{text}").replace("number", number)
        }),
    };
    let inputs: Vec<_> = inputs.iter().map(|&(_, tensor)| tensor).collect();
    let outputs: Vec<_> = outputs.iter().map(|&(_, tensor)| tensor).collect();
    shader.run(&inputs, &outputs, &[size], values, [size, 1]);
}

/// A tensor of the same shape.
pub fn like(x: &CubeTensor) -> CubeTensor {
    TensorAllocator::of(x).empty(x.meta.shape().clone())
}

/// See [`crate::leaky_relu`].
pub fn leaky_relu<const D: usize>(x: &Tensor<D>, slope: f32) -> Option<Tensor<D>> {
    Some(apply(GpuLeakyRelu(slope), [GpuOperand::of(x)?]))
}

#[derive(Clone, Copy, Debug)]
struct GpuLeakyRelu(f32);

impl GpuOperation<1> for GpuLeakyRelu {
    type Saved = ();

    fn forward(&self, [x]: [&CubeTensor; 1]) -> (CubeTensor, ()) {
        let y = like(x);
        each(
            "leaky-relu",
            &[("x", x)],
            &[("y", &y)],
            (&["slope"], &[self.0]),
            "y[index] = select(slope * x[index], x[index], x[index] > number());\n",
        );
        (y, ())
    }

    fn backward(
        &self,
        [x]: [&CubeTensor; 1],
        (): &(),
        gradient: &CubeTensor,
        _wanted: [bool; 1],
    ) -> [Option<CubeTensor>; 1] {
        let found = like(x);
        each(
            "leaky-relu-back",
            &[("x", x), ("gradient", gradient)],
            &[("found", &found)],
            (&["slope"], &[self.0]),
            "found[index] = select(slope * gradient[index], gradient[index], x[index] > number());\n",
        );
        [Some(found)]
    }
}

/// See [`crate::sigmoid`].
pub fn sigmoid<const D: usize>(x: &Tensor<D>) -> Option<Tensor<D>> {
    Some(apply(GpuSigmoid, [GpuOperand::of(x)?]))
}

#[derive(Clone, Copy, Debug)]
struct GpuSigmoid;

impl GpuOperation<1> for GpuSigmoid {
    type Saved = CubeTensor;

    fn forward(&self, [x]: [&CubeTensor; 1]) -> (CubeTensor, CubeTensor) {
        let y = like(x);
        each(
            "sigmoid",
            &[("x", x)],
            &[("y", &y)],
            (&[], &[]),
            "y[index] = 1.0 / (1.0 + exp(-x[index]));\n",
        );
        (y.clone(), y)
    }

    fn backward(
        &self,
        _x: [&CubeTensor; 1],
        y: &CubeTensor,
        gradient: &CubeTensor,
        _wanted: [bool; 1],
    ) -> [Option<CubeTensor>; 1] {
        let found = like(y);
        each(
            "sigmoid-back",
            &[("y", y), ("gradient", gradient)],
            &[("found", &found)],
            (&[], &[]),
            "found[index] = gradient[index] * y[index] * (1.0 - y[index]);\n",
        );
        [Some(found)]
    }
}

/// See [`crate::adam`]; `None` unless all tensors are on the GPU.
pub fn adam<const D: usize>(
    rule: AdamUpdate,
    parameter: &Tensor<D>,
    gradient: &Tensor<D>,
    moments: [Option<&Tensor<D>>; 2],
) -> Option<[Tensor<D>; 3]> {
    let (old, gradient) = (constant(parameter)?, constant(gradient)?);
    let [new, m, v] = [(); 3].map(|()| like(&old));
    let outputs = [("new_p", &new), ("new_m", &m), ("new_v", &v)];
    let reals: (&'static [_], &[_]) = (
        &["beta1", "beta2", "rate", "epsilon"],
        &[rule.beta1, rule.beta2, rule.rate, rule.epsilon],
    );
    if let [Some(old_m), Some(old_v)] = moments {
        let (old_m, old_v) = (constant(old_m)?, constant(old_v)?);
        each(
            "adam",
            &[
                ("p", &old),
                ("gradient", &gradient),
                ("m", &old_m),
                ("v", &old_v),
            ],
            &outputs,
            reals,
            "let g = gradient[index];
            let first = beta1 * m[index] + g;
            let second = beta2 * v[index] + g * g;
            new_m[index] = first;
            new_v[index] = second;
            new_p[index] = p[index] - rate * first / (sqrt(second) + epsilon);\n",
        );
    } else {
        each(
            "adam-first",
            &[("p", &old), ("gradient", &gradient)],
            &outputs,
            reals,
            "let g = gradient[index];
            new_m[index] = g;
            new_v[index] = g * g;
            new_p[index] = p[index] - rate * g / (sqrt(g * g) + epsilon);\n",
        );
    }
    Some([new, m, v].map(wrap))
}

/// Four bytes in each number, the first in its lowest bits: round(255 · x), x brought into [0, 1]
/// first. `None` unless the tensor is on the GPU.
///
/// # Shapes
/// any → `[⌈numbers / 4⌉]`
pub fn packed_bytes<const D: usize>(x: &Tensor<D>) -> Option<Tensor<1, Int>> {
    let x = constant(x)?;
    let size = count(&x);
    let mut packed = TensorAllocator::of(&x).empty([size.div_ceil(4)]);
    packed.dtype = DType::I32;
    let shader = ComputeShader {
        name: "bytes",
        variant: Vec::new(),
        inputs: vec![scalars("x")],
        outputs: vec![words("packed")],
        sizes: &["size"],
        reals: &[],
        body: Box::new(|| {
            "let words = (size + 3u) / 4u;
            if (index >= words) { return; }
            var word = 0u;
            for (var i = 0u; i < 4u; i++) {
                let at = 4u * index + i;
                if (at < size) {
                    let grey = floor(clamp(x[at], 0.0, 1.0) * 255.0 + 0.5);
                    word |= u32(grey) << (8u * i);
                }
            }
            packed[index] = word;\n"
                .into()
        }),
    };
    shader.run(&[&x], &[&packed], &[size], &[], [size.div_ceil(4), 1]);
    Some(Tensor::from_primitive::<CubeBackend>(packed))
}
