//! Cross-entropies, and running means.

use burn::tensor::Tensor;
use burn_cubecl::tensor::CubeTensor;

use super::autograd::{GpuOperand, GpuOperation, apply, constant, wrap};
use super::elementwise::{each, like};

/// See [`crate::bce_with_logits`].
pub fn bce_with_logits<const D: usize>(
    logits: &Tensor<D>,
    targets: &Tensor<D>,
) -> Option<Tensor<D>> {
    let operands = [GpuOperand::of(logits)?, GpuOperand::of(targets)?];
    Some(apply(GpuBceWithLogits, operands))
}

#[derive(Clone, Copy, Debug)]
struct GpuBceWithLogits;

impl GpuOperation<2> for GpuBceWithLogits {
    type Saved = ();

    fn forward(&self, [logits, targets]: [&CubeTensor; 2]) -> (CubeTensor, ()) {
        let y = like(logits);
        each(
            "cross-entropy",
            &[("x", logits), ("t", targets)],
            &[("y", &y)],
            (&[], &[]),
            "let l = x[index];
            y[index] = max(l, number()) - l * t[index] + log(1.0 + exp(-abs(l)));\n",
        );
        (y, ())
    }

    fn backward(
        &self,
        [logits, targets]: [&CubeTensor; 2],
        (): &(),
        gradient: &CubeTensor,
        [of_logits, of_targets]: [bool; 2],
    ) -> [Option<CubeTensor>; 2] {
        let of_logits = of_logits.then(|| {
            let found = like(logits);
            each(
                "cross-entropy-back",
                &[("x", logits), ("t", targets), ("gradient", gradient)],
                &[("found", &found)],
                (&[], &[]),
                "found[index] = gradient[index] * (1.0 / (1.0 + exp(-x[index])) - t[index]);\n",
            );
            found
        });
        let of_targets = of_targets.then(|| {
            let found = like(logits);
            each(
                "cross-entropy-of-targets",
                &[("x", logits), ("gradient", gradient)],
                &[("found", &found)],
                (&[], &[]),
                "found[index] = -gradient[index] * x[index];\n",
            );
            found
        });
        [of_logits, of_targets]
    }
}

/// See [`crate::bce_with_logits_scalar`].
pub fn bce_with_logits_scalar<const D: usize>(
    logits: &Tensor<D>,
    target: f32,
) -> Option<Tensor<D>> {
    Some(apply(
        GpuBceWithLogitsScalar(target),
        [GpuOperand::of(logits)?],
    ))
}

#[derive(Clone, Copy, Debug)]
struct GpuBceWithLogitsScalar(f32);

impl GpuOperation<1> for GpuBceWithLogitsScalar {
    type Saved = ();

    fn forward(&self, [logits]: [&CubeTensor; 1]) -> (CubeTensor, ()) {
        let y = like(logits);
        each(
            "cross-entropy-with",
            &[("x", logits)],
            &[("y", &y)],
            (&["t"], &[self.0]),
            "let l = x[index];
            y[index] = max(l, number()) - l * t + log(1.0 + exp(-abs(l)));\n",
        );
        (y, ())
    }

    fn backward(
        &self,
        [logits]: [&CubeTensor; 1],
        (): &(),
        gradient: &CubeTensor,
        _wanted: [bool; 1],
    ) -> [Option<CubeTensor>; 1] {
        let found = like(logits);
        each(
            "cross-entropy-with-back",
            &[("x", logits), ("gradient", gradient)],
            &[("found", &found)],
            (&["t"], &[self.0]),
            "found[index] = gradient[index] * (1.0 / (1.0 + exp(-x[index])) - t);\n",
        );
        [Some(found)]
    }
}

/// See [`crate::weighted_sum`].
pub fn weighted_sum<const D: usize>(
    a: &Tensor<D>,
    b: &Tensor<D>,
    [of_a, of_b]: [f32; 2],
) -> Option<Tensor<D>> {
    let (a, b) = (constant(a)?, constant(b)?);
    let y = like(&a);
    each(
        "weighted-sum",
        &[("a", &a), ("b", &b)],
        &[("y", &y)],
        (&["of_a", "of_b"], &[of_a, of_b]),
        "y[index] = of_a * a[index] + of_b * b[index];\n",
    );
    Some(wrap(y))
}
