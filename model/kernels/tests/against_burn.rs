//! Every operation and its derivatives, against the same composed of burn's own.
#![allow(clippy::disallowed_methods, reason = "native tests may wait")]

use burn::tensor::module;
use burn::tensor::ops::{ConvOptions, ConvTransposeOptions};
use burn::tensor::{Device, Tensor, TensorData, activation};
use kernels::{AdamUpdate, ConvWindow};

/// Numbers between −1 and 1 that look random and are not.
fn numbers<const D: usize>(seed: u32, shape: [usize; D], device: &Device) -> Tensor<D> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let values: Vec<f32> = (0..shape.iter().product())
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 8_388_608.0 - 1.0
        })
        .collect();
    Tensor::from_data(TensorData::new(values, shape), device)
}

fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_to_vec().expect("numbers")
}

#[track_caller]
fn assert_close<const D: usize>(what: &str, ours: Tensor<D>, burns: Tensor<D>) {
    assert_eq!(ours.dims(), burns.dims(), "the shape of {what}");
    let (ours, burns) = (values(ours), values(burns));
    let size = burns.iter().map(|x| x * x).sum::<f32>() / burns.len() as f32;
    let bound = 1e-5 * (1.0 + size.sqrt());
    for (i, (ours, burns)) in ours.iter().zip(&burns).enumerate() {
        assert!(
            (ours - burns).abs() < bound,
            "{what}[{i}]: {ours}, burn {burns}"
        );
    }
}

/// A tensor that gradients are wanted of.
fn leaf<const D: usize>(tensor: &Tensor<D>) -> Tensor<D> {
    tensor.clone().autodiff().require_grad()
}

/// A sum in which every number of `y` counts differently.
fn weighted<const D: usize>(y: &Tensor<D>) -> Tensor<1> {
    let weights = numbers(9, y.dims(), &Device::flex());
    (y.clone() * weights.autodiff()).sum()
}

type Layer<const A: usize, const B: usize> =
    dyn Fn(&Tensor<A>, &Tensor<B>, &Tensor<1>) -> Tensor<A>;

/// Outputs and gradients of a layer of ours and of burn's.
fn compare<const A: usize, const B: usize>(
    inputs: (Tensor<A>, Tensor<B>, Tensor<1>),
    ours: &Layer<A, B>,
    burns: &Layer<A, B>,
) {
    let (x, weight, bias) = &inputs;
    assert_close("the output", ours(x, weight, bias), burns(x, weight, bias));
    let gradients = |layer: &Layer<A, B>| {
        let leaves = (leaf(x), leaf(weight), leaf(bias));
        let y = layer(&leaves.0, &leaves.1, &leaves.2);
        let output = y.clone().inner();
        let found = weighted(&y).backward();
        (
            output,
            leaves.0.grad(&found).expect("x's gradient"),
            leaves.1.grad(&found).expect("the weight's gradient"),
            leaves.2.grad(&found).expect("the bias's gradient"),
        )
    };
    let (ours, burns) = (gradients(ours), gradients(burns));
    assert_close("the tracked output", ours.0, burns.0);
    assert_close("x's gradient", ours.1, burns.1);
    assert_close("the weight's gradient", ours.2, burns.2);
    assert_close("the bias's gradient", ours.3, burns.3);
}

#[test]
fn a_dense_layer_is_burns_for_narrow_and_wide_ones() {
    let device = Device::flex();
    for (batch, inputs, outputs) in [
        (1, 1, 1),
        (64, 2, 784),
        (7, 5, 3),
        (65, 128, 17),
        (200, 33, 40),
        (3, 784, 12),
        (64, 100, 1),
        (130, 64, 25),
        (300, 20, 44),
        (401, 33, 41),
    ] {
        compare(
            (
                numbers(1, [batch, inputs], &device),
                numbers(2, [inputs, outputs], &device),
                numbers(3, [outputs], &device),
            ),
            &move |x, weight, bias| kernels::linear(x, weight, bias).expect("on the CPU"),
            &move |x, weight, bias| x.clone().matmul(weight.clone()) + bias.clone().unsqueeze(),
        );
    }
}

#[test]
fn a_convolution_is_burns_for_every_kind_of_window() {
    let device = Device::flex();
    for (size, stride, padding) in [
        (3, 2, 1),
        (4, 2, 1),
        (1, 1, 0),
        (3, 1, 1),
        (5, 3, 2),
        (2, 2, 0),
    ] {
        for (batch, height, width, inputs, outputs) in [
            (2, 7, 7, 3, 5),
            (3, 32, 32, 3, 16),
            (1, 8, 6, 1, 16),
            // More pictures than are computed together.
            (11, 14, 14, 32, 64),
            (5, 9, 10, 4, 1),
        ] {
            compare(
                (
                    numbers(4, [batch, height, width, inputs], &device),
                    numbers(5, [outputs, inputs, size, size], &device),
                    numbers(6, [outputs], &device),
                ),
                &move |x, weight, bias| {
                    let window = ConvWindow {
                        size,
                        stride,
                        padding,
                    };
                    kernels::conv(x, weight, bias, window).expect("on the CPU")
                },
                &move |x, weight, bias| {
                    let options = ConvOptions::new([stride; 2], [padding; 2], [1, 1], 1);
                    let x = x.clone().permute([0, 3, 1, 2]);
                    module::conv2d(x, weight.clone(), Some(bias.clone()), options)
                        .permute([0, 2, 3, 1])
                },
            );
        }
    }
}

#[test]
fn a_transposed_convolution_is_burns_for_every_kind_of_window() {
    let device = Device::flex();
    for (size, stride, padding) in [
        (4, 2, 1),
        (3, 2, 1),
        (2, 2, 0),
        (3, 1, 1),
        (5, 3, 1),
        (1, 1, 0),
    ] {
        for (batch, height, width, inputs, outputs) in [
            (2, 4, 3, 3, 5),
            (1, 7, 7, 64, 32),
            (3, 16, 16, 16, 3),
            // More pictures than are computed together.
            (11, 14, 14, 32, 1),
            (5, 5, 6, 4, 2),
        ] {
            compare(
                (
                    numbers(7, [batch, height, width, inputs], &device),
                    numbers(8, [inputs, outputs, size, size], &device),
                    numbers(9, [outputs], &device),
                ),
                &move |x, weight, bias| {
                    let window = ConvWindow {
                        size,
                        stride,
                        padding,
                    };
                    kernels::conv_transpose(x, weight, bias, window).expect("on the CPU")
                },
                &move |x, weight, bias| {
                    let options =
                        ConvTransposeOptions::new([stride; 2], [padding; 2], [0, 0], [1, 1], 1);
                    let x = x.clone().permute([0, 3, 1, 2]);
                    module::conv_transpose2d(x, weight.clone(), Some(bias.clone()), options)
                        .permute([0, 2, 3, 1])
                },
            );
        }
    }
}

#[test]
fn batch_norm_is_burns() {
    let device = Device::flex();
    for (rows, channels) in [(64, 128), (3136, 64), (10, 3), (2, 1)] {
        let x = numbers(10, [rows, channels], &device)
            .mul_scalar(3.0)
            .add_scalar(2.0);
        let (gamma, beta) = (
            numbers(11, [channels], &device),
            numbers(12, [channels], &device),
        );
        let ours = |x: &Tensor<2>, gamma: &Tensor<1>, beta: &Tensor<1>| {
            kernels::batch_norm(x, gamma, beta, 1e-5).expect("on the CPU")
        };
        compare(
            (x.clone(), gamma.clone(), beta.clone()),
            &move |x, gamma, beta| ours(x, gamma, beta).output,
            &|x, gamma, beta| {
                let mean = x.clone().mean_dim(0);
                let x = x.clone() - mean;
                let variance = x.clone().square().mean_dim(0);
                x / variance.add_scalar(1e-5).sqrt() * gamma.clone().unsqueeze()
                    + beta.clone().unsqueeze()
            },
        );
        let batch = ours(&x, &gamma, &beta);
        let mean = x.clone().mean_dim(0);
        assert_close("the mean", batch.mean, mean.clone().squeeze_dim(0));
        let variance = (x - mean).square().mean_dim(0).squeeze_dim(0);
        assert_close("the variance", batch.variance, variance);
    }
}

#[test]
fn a_rectifier_is_burns() {
    let x = numbers(13, [37, 11], &Device::flex());
    for slope in [0.0, 0.2] {
        let ours = |x: &Tensor<2>| kernels::leaky_relu(x, slope).expect("on the CPU");
        let burns = |x: &Tensor<2>| activation::leaky_relu(x.clone(), f64::from(slope));
        assert_close("the output", ours(&x), burns(&x));
        let (a, b) = (leaf(&x), leaf(&x));
        let (of_a, of_b) = (
            weighted(&ours(&a)).backward(),
            weighted(&burns(&b)).backward(),
        );
        let gradients = (a.grad(&of_a).expect("one"), b.grad(&of_b).expect("one"));
        assert_close("the gradient", gradients.0, gradients.1);
    }
}

#[test]
fn a_constant_input_costs_no_gradient_and_a_constant_network_still_leads_back() {
    let device = Device::flex();
    let (x, weight, bias) = (
        numbers(14, [6, 4], &device),
        numbers(15, [4, 8], &device),
        numbers(16, [8], &device),
    );
    let tracked = leaf(&x);
    let y = kernels::linear(&tracked, &weight, &bias).expect("on the CPU");
    let found = weighted(&y).backward();
    let expected = numbers(9, [6, 8], &device).matmul(weight.transpose());
    assert_close("x's gradient", tracked.grad(&found).expect("x's"), expected);
}

#[test]
fn adam_is_the_papers_for_three_updates() {
    let device = Device::flex();
    let rule = AdamUpdate {
        beta1: 0.5,
        beta2: 0.9,
        rate: 0.1,
        epsilon: 1e-3,
    };
    let mut parameter = numbers(17, [5, 7], &device);
    let mut moments = [None, None];
    let [mut p, mut m, mut v] = [values(parameter.clone()), vec![0.0; 35], vec![0.0; 35]];
    for step in 0..3 {
        let gradient = numbers(20 + step, [5, 7], &device);
        for (i, g) in values(gradient.clone()).into_iter().enumerate() {
            m[i] = 0.5 * m[i] + g;
            v[i] = 0.9 * v[i] + g * g;
            p[i] -= 0.1 * m[i] / (v[i].sqrt() + 1e-3);
        }
        let [new, first, second] = kernels::adam(rule, &parameter, &gradient, moments);
        assert!(
            values(new.clone())
                .iter()
                .zip(&p)
                .all(|(a, b)| (a - b).abs() < 1e-6)
        );
        parameter = new;
        moments = [Some(first), Some(second)];
    }
}

#[test]
fn the_sigmoid_is_its_formula_and_keeps_what_is_no_number() {
    for length in [1, 7, 8, 37] {
        let x = numbers(17, [length], &Device::flex()).mul_scalar(30.0);
        let y = kernels::sigmoid(&x).expect("on the CPU");
        // In 64 bits, so that the formula's own rounding is none.
        let formula = |&x: &f32| (1.0 / (1.0 + (-f64::from(x)).exp())) as f32;
        let expected: Vec<f32> = values(x.clone()).iter().map(formula).collect();
        for (found, expected) in values(y).iter().zip(&expected) {
            let error = (found - expected).abs() / expected;
            assert!(error < 4e-7, "{found} for {expected}");
        }
        let (a, b) = (leaf(&x), leaf(&x));
        let ours = weighted(&kernels::sigmoid(&a).expect("on the CPU")).backward();
        let burns = weighted(&activation::sigmoid(b.clone())).backward();
        let gradients = (a.grad(&ours).expect("one"), b.grad(&burns).expect("one"));
        assert_close("the gradient", gradients.0, gradients.1);
    }
    let ends = [
        f32::NEG_INFINITY,
        -200.0,
        0.0,
        200.0,
        f32::INFINITY,
        f32::NAN,
    ];
    let ends = Tensor::<1>::from_floats(ends, &Device::flex());
    let found = values(kernels::sigmoid(&ends).expect("on the CPU"));
    assert!(
        found[..2].iter().all(|&y| (0.0..1e-37).contains(&y)),
        "{found:?}"
    );
    assert_eq!(&found[2..5], [0.5, 1.0, 1.0]);
    assert!(found[5].is_nan(), "{found:?}");
}

#[test]
fn a_cross_entropy_is_its_formula_also_for_logits_that_overflow_an_exponential() {
    let device = Device::flex();
    let logits = numbers(19, [37, 5], &device).mul_scalar(20.0);
    let targets = numbers(23, [37, 5], &device).abs();
    let found = kernels::bce_with_logits(&logits, &targets).expect("on the CPU");
    let formula = |(&l, &t): (&f32, &f32)| {
        let (l, t) = (f64::from(l), f64::from(t));
        (l.max(0.0) - l * t + (-l.abs()).exp().ln_1p()) as f32
    };
    let given = (values(logits.clone()), values(targets.clone()));
    let expected: Vec<f32> = given.0.iter().zip(&given.1).map(formula).collect();
    for (found, expected) in values(found).iter().zip(&expected) {
        let error = (found - expected).abs();
        assert!(
            error < 1e-6 * expected.abs().max(1.0),
            "{found} for {expected}"
        );
    }

    // σ(l) − t, and −l.
    let (l, t) = (leaf(&logits), leaf(&targets));
    let loss = weighted(&kernels::bce_with_logits(&l, &t).expect("on the CPU")).backward();
    let weights = {
        let ones = leaf(&logits.clone().ones_like());
        let grad = weighted(&ones).backward();
        ones.grad(&grad).expect("one")
    };
    let by_logits = (activation::sigmoid(logits.clone()) - targets.clone()) * weights.clone();
    assert_close("by the logits", l.grad(&loss).expect("one"), by_logits);
    let by_targets = logits.clone().neg() * weights;
    assert_close("by the targets", t.grad(&loss).expect("one"), by_targets);

    for target in [0.0, 0.9, 1.0] {
        let same =
            kernels::bce_with_logits(&logits, &targets.full_like(target)).expect("on the CPU");
        let with = kernels::bce_with_logits_scalar(&logits, target).expect("on the CPU");
        assert_eq!(values(with), values(same), "{target}");
    }
    let far = Tensor::<1>::from_floats([-300.0, 300.0], &device);
    let found = values(kernels::bce_with_logits_scalar(&far, 0.0).expect("on the CPU"));
    assert_eq!(found[1], 300.0);
    assert!((0.0..1e-37).contains(&found[0]), "{found:?}");
}

#[test]
fn a_sum_of_squares_is_burns_for_whole_vectors_and_for_what_is_left() {
    let device = Device::flex();
    for count in [1, 3, 8, 67, 10_001] {
        let x = numbers(4, [count], &device);
        let ours = kernels::sum_of_squares(&x).expect("a tensor on the CPU");
        assert_close("the sum", ours, x.clone().square().sum());
        assert!(
            kernels::sum_of_squares(&leaf(&x)).is_none(),
            "followed by autodiff"
        );
    }
}
