//! Every operation on the GPU and its derivatives, against the same on the CPU, which
//! `against_burn.rs` holds against burn's own. In a browser these tests fail where there is no
//! adapter, and natively they are skipped there.
//!
//! ```text
//! cargo xtask test wasm
//! cargo test --release -p kernels --features webgpu --test gpu
//! ```
#![cfg(feature = "webgpu")]
#![cfg_attr(
    not(target_family = "wasm"),
    allow(clippy::print_stderr, reason = "a test that is skipped says so")
)]

mod colour;
#[cfg(not(target_family = "wasm"))]
mod least;
#[macro_use]
mod runners;

use burn::tensor::{Device, Tensor, TensorData};
use colour::layers_of_colour_pictures_of_32_and_64_pixels_are_the_cpus;
use kernels::{AdamUpdate, ConvWindow};

tests_on_the_gpu! {
    a_dense_layer_is_the_cpus_for_every_remainder
    a_convolution_is_the_cpus_for_every_kind_of_window
    a_transposed_convolution_is_the_cpus_for_every_kind_of_window
    layers_of_colour_pictures_of_32_and_64_pixels_are_the_cpus
    batch_norm_is_the_cpus
    rectifiers_and_the_sigmoid_are_their_formulas
    a_constant_network_still_leads_back
    adam_is_the_cpus_for_three_updates
    cross_entropies_and_mixtures_are_their_formulas
    grey_values_become_the_nearest_bytes
}

async fn open() -> Result<Device, String> {
    kernels::run_constructors();
    match Device::wgpu_options().init_with_setup_async().await {
        Ok((device, _)) => Ok(device),
        Err(error) => Err(error.to_string()),
    }
}

/// Numbers between −1 and 1 that look random and are not.
fn numbers(seed: u32, count: usize) -> Vec<f32> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    (0..count)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 8_388_608.0 - 1.0
        })
        .collect()
}

fn tensor<const D: usize>(seed: u32, shape: [usize; D], device: &Device) -> Tensor<D> {
    let values = numbers(seed, shape.iter().product());
    Tensor::from_data(TensorData::new(values, shape), device)
}

async fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    let data = tensor.into_data_async().await.expect("data");
    data.try_to_vec().expect("numbers")
}

#[track_caller]
fn assert_close(what: &str, gpus: &[f32], cpus: &[f32]) {
    assert_eq!(gpus.len(), cpus.len(), "the size of {what}");
    let size = cpus.iter().map(|x| x * x).sum::<f32>() / cpus.len() as f32;
    let bound = 2e-5 * (1.0 + size.sqrt());
    for (i, (gpu, cpu)) in gpus.iter().zip(cpus).enumerate() {
        assert!((gpu - cpu).abs() < bound, "{what}[{i}]: {gpu}, CPU {cpu}");
    }
}

type Layer<const A: usize, const B: usize> =
    dyn Fn(&Tensor<A>, &Tensor<B>, &Tensor<1>) -> Tensor<A>;

/// Of the input, the weight and the bias.
type Shapes<const A: usize, const B: usize> = ([usize; A], [usize; B], usize);

/// A layer's output and gradients on a device.
async fn computed<const A: usize, const B: usize>(
    layer: &Layer<A, B>,
    shapes: Shapes<A, B>,
    device: &Device,
) -> [(&'static str, Vec<f32>); 5] {
    let x = tensor(1, shapes.0, device);
    let weight = tensor(2, shapes.1, device);
    let bias = tensor(3, [shapes.2], device);
    let plain = layer(&x, &weight, &bias);
    let x = x.autodiff().require_grad();
    let weight = weight.autodiff().require_grad();
    let bias = bias.autodiff().require_grad();
    let y = layer(&x, &weight, &bias);
    let output = y.clone().inner();
    // A sum in which every number counts differently.
    let weights = tensor(9, y.dims(), device).autodiff();
    let found = (y * weights).sum().backward();
    [
        ("the output", values(plain).await),
        ("the tracked output", values(output).await),
        ("x's gradient", values(x.grad(&found).expect("one")).await),
        (
            "the weight's gradient",
            values(weight.grad(&found).expect("one")).await,
        ),
        (
            "the bias's gradient",
            values(bias.grad(&found).expect("one")).await,
        ),
    ]
}

async fn compare<const A: usize, const B: usize>(
    gpu: &Device,
    case: &str,
    shapes: Shapes<A, B>,
    layer: &Layer<A, B>,
) {
    let gpus = computed(layer, shapes, gpu).await;
    let cpus = computed(layer, shapes, &Device::flex()).await;
    for ((what, gpu), (_, cpu)) in gpus.iter().zip(&cpus) {
        assert_close(&format!("{case}: {what}"), gpu, cpu);
    }
}

/// `images`: `[batch, height, width, channels]`.
async fn compare_conv(gpu: &Device, window: ConvWindow, images: [usize; 4], outputs: usize) {
    let shapes = (
        images,
        [outputs, images[3], window.size, window.size],
        outputs,
    );
    compare(
        gpu,
        &format!("{window:?} {shapes:?}"),
        shapes,
        &move |x, weight, bias| kernels::conv(x, weight, bias, window).expect("served"),
    )
    .await;
}

/// `images`: `[batch, height, width, channels]`.
async fn compare_conv_transpose(
    gpu: &Device,
    window: ConvWindow,
    images: [usize; 4],
    outputs: usize,
) {
    let shapes = (
        images,
        [images[3], outputs, window.size, window.size],
        outputs,
    );
    compare(
        gpu,
        &format!("transposed {window:?} {shapes:?}"),
        shapes,
        &move |x, weight, bias| kernels::conv_transpose(x, weight, bias, window).expect("served"),
    )
    .await;
}

async fn a_dense_layer_is_the_cpus_for_every_remainder(gpu: &Device) {
    for (batch, inputs, outputs) in [
        (1, 1, 1),
        (1, 100, 784),
        (64, 2, 784),
        (7, 5, 3),
        (65, 128, 17),
        (200, 33, 40),
        (3, 784, 12),
        (64, 100, 1),
        (130, 64, 26),
        (400, 16, 20),
    ] {
        compare(
            gpu,
            &format!("{batch} × {inputs} → {outputs}"),
            ([batch, inputs], [inputs, outputs], outputs),
            &|x, weight, bias| kernels::linear(x, weight, bias).expect("served"),
        )
        .await;
    }
}

async fn a_convolution_is_the_cpus_for_every_kind_of_window(gpu: &Device) {
    for (size, stride, padding) in [
        (3, 2, 1),
        (4, 2, 1),
        (1, 1, 0),
        (3, 1, 1),
        (5, 3, 2),
        (2, 2, 0),
    ] {
        let window = ConvWindow {
            size,
            stride,
            padding,
        };
        for (batch, height, width, inputs, outputs) in [
            (2, 7, 7, 3, 5),
            (1, 8, 6, 1, 16),
            (3, 14, 14, 32, 64),
            (20, 28, 28, 1, 4),
            (5, 9, 10, 4, 1),
        ] {
            compare_conv(gpu, window, [batch, height, width, inputs], outputs).await;
        }
    }
}

async fn a_transposed_convolution_is_the_cpus_for_every_kind_of_window(gpu: &Device) {
    for (size, stride, padding) in [
        (4, 2, 1),
        (3, 2, 1),
        (2, 2, 0),
        (3, 1, 1),
        (5, 3, 1),
        (1, 1, 0),
    ] {
        let window = ConvWindow {
            size,
            stride,
            padding,
        };
        for (batch, height, width, inputs, outputs) in [
            (2, 4, 3, 3, 5),
            (1, 7, 7, 64, 32),
            (3, 14, 14, 32, 1),
            (20, 14, 14, 4, 2),
            (5, 5, 6, 4, 12),
        ] {
            compare_conv_transpose(gpu, window, [batch, height, width, inputs], outputs).await;
        }
    }
}

async fn batch_norm_is_the_cpus(gpu: &Device) {
    for (rows, channels) in [
        (64, 128),
        (3136, 64),
        (10, 3),
        (2, 1),
        (1030, 5),
        // Two pictures of 64 pixels in colour, and what lies below them.
        (2 * 64 * 64, 3),
        (2 * 32 * 32, 64),
    ] {
        compare(
            gpu,
            &format!("{rows} × {channels}"),
            ([rows, channels], [1, channels], channels),
            &move |x, gamma, beta| {
                let x = x.clone().mul_scalar(3.0).add_scalar(2.0);
                let gamma = gamma.clone().reshape([channels]);
                let batch = kernels::batch_norm(&x, &gamma, beta, 1e-5).expect("served");
                batch.output
            },
        )
        .await;
        let statistics = async |device: &Device| {
            let x = tensor(10, [rows, channels], device).add_scalar(5.0);
            let ones = || tensor(11, [channels], device);
            let batch = kernels::batch_norm(&x, &ones(), &ones(), 1e-5).expect("served");
            let variance = batch.variance.clone();
            let given = [ones(), ones(), batch.mean.clone(), batch.variance];
            let by = kernels::batch_norm_inference(&x, given, 1e-5).expect("served");
            [
                values(batch.mean).await,
                values(variance).await,
                values(by).await,
            ]
        };
        let (gpus, cpus) = (statistics(gpu).await, statistics(&Device::flex()).await);
        for (which, (gpu, cpu)) in gpus.iter().zip(&cpus).enumerate() {
            assert_close(&format!("{rows} × {channels}: statistic {which}"), gpu, cpu);
        }
    }
}

async fn rectifiers_and_the_sigmoid_are_their_formulas(gpu: &Device) {
    for shape in [[37, 11], [8, 6]] {
        let x = tensor(13, shape, gpu).mul_scalar(4.0);
        let given = values(x.clone()).await;
        let g = numbers(9, given.len());
        type Formula = fn(f32) -> f32;
        let cases: [(&str, Tensor<2>, Formula, Formula); 3] = [
            (
                "leaky",
                x.clone().autodiff().require_grad(),
                |x| if x > 0.0 { x } else { 0.2 * x },
                |x| if x > 0.0 { 1.0 } else { 0.2 },
            ),
            (
                "relu",
                x.clone().autodiff().require_grad(),
                |x| x.max(0.0),
                |x| f32::from(u8::from(x > 0.0)),
            ),
            (
                "sigmoid",
                x.clone().autodiff().require_grad(),
                |x| 1.0 / (1.0 + (-x).exp()),
                |x| (-x).exp() / (1.0 + (-x).exp()).powi(2),
            ),
        ];
        for (name, leaf, formula, derivative) in cases {
            let y = match name {
                "leaky" => kernels::leaky_relu(&leaf, 0.2),
                "relu" => kernels::leaky_relu(&leaf, 0.0),
                _ => kernels::sigmoid(&leaf),
            }
            .expect("served");
            let expected: Vec<f32> = given.iter().map(|&x| formula(x)).collect();
            assert_close(name, &values(y.clone().inner()).await, &expected);
            let found = (y * tensor(9, shape, gpu).autodiff()).sum().backward();
            let expected: Vec<f32> = given
                .iter()
                .zip(&g)
                .map(|(&x, g)| g * derivative(x))
                .collect();
            assert_close(
                name,
                &values(leaf.grad(&found).expect("one")).await,
                &expected,
            );
        }
    }
}

async fn a_constant_network_still_leads_back(gpu: &Device) {
    let found = async |device: &Device| {
        let x = tensor(14, [6, 4], device).autodiff().require_grad();
        let (weight, bias) = (tensor(15, [4, 8], device), tensor(16, [8], device));
        let y = kernels::linear(&x, &weight.autodiff(), &bias.autodiff()).expect("served");
        let found = (y * tensor(9, [6, 8], device).autodiff()).sum().backward();
        values(x.grad(&found).expect("x's")).await
    };
    assert_close(
        "x's gradient",
        &found(gpu).await,
        &found(&Device::flex()).await,
    );
}

async fn adam_is_the_cpus_for_three_updates(gpu: &Device) {
    let rule = AdamUpdate {
        beta1: 0.5,
        beta2: 0.9,
        rate: 0.1,
        epsilon: 1e-3,
    };
    for shape in [[5, 7], [4, 8]] {
        let updated = async |device: &Device| {
            let mut parameter = tensor(17, shape, device);
            let mut moments = [None, None];
            for step in 0..3 {
                let gradient = tensor(20 + step, shape, device);
                let [new, m, v] = kernels::adam(rule, &parameter, &gradient, moments);
                parameter = new;
                moments = [Some(m), Some(v)];
            }
            values(parameter).await
        };
        assert_close(
            "a parameter",
            &updated(gpu).await,
            &updated(&Device::flex()).await,
        );
    }
}

async fn cross_entropies_and_mixtures_are_their_formulas(gpu: &Device) {
    let shape = [9, 13];
    let logits = numbers(30, 117);
    let logits: Vec<f32> = logits.iter().map(|x| 30.0 * x).collect();
    let targets: Vec<f32> = numbers(31, 117).iter().map(|x| x.abs()).collect();
    let g = numbers(9, 117);
    let on_gpu =
        |values: &[f32]| Tensor::<2>::from_data(TensorData::new(values.to_vec(), shape), gpu);
    let entropy = |l: f32, t: f32| l.max(0.0) - l * t + (-l.abs()).exp().ln_1p();
    let slope = |l: f32, t: f32| 1.0 / (1.0 + (-l).exp()) - t;
    for own in [true, false] {
        let x = on_gpu(&logits).autodiff().require_grad();
        let t = on_gpu(&targets).autodiff().require_grad();
        let target = |i: usize| if own { targets[i] } else { 0.9 };
        let y = match own {
            true => kernels::bce_with_logits(&x, &t),
            false => kernels::bce_with_logits_scalar(&x, 0.9),
        }
        .expect("served");
        let expected: Vec<f32> = (0..117).map(|i| entropy(logits[i], target(i))).collect();
        assert_close("the entropy", &values(y.clone().inner()).await, &expected);
        let found = (y * tensor(9, shape, gpu).autodiff()).sum().backward();
        let expected: Vec<f32> = (0..117)
            .map(|i| g[i] * slope(logits[i], target(i)))
            .collect();
        assert_close(
            "its gradient",
            &values(x.grad(&found).expect("one")).await,
            &expected,
        );
        if own {
            let expected: Vec<f32> = (0..117).map(|i| -g[i] * logits[i]).collect();
            assert_close(
                "the targets' gradient",
                &values(t.grad(&found).expect("one")).await,
                &expected,
            );
        }
    }
    let mixed =
        kernels::weighted_sum(&on_gpu(&logits), &on_gpu(&targets), [0.9, 0.1]).expect("served");
    let expected: Vec<f32> = (0..117)
        .map(|i| 0.9 * logits[i] + 0.1 * targets[i])
        .collect();
    assert_close("a mixture", &values(mixed).await, &expected);
}

async fn grey_values_become_the_nearest_bytes(gpu: &Device) {
    // As many as a picture of 64 pixels in colour has.
    let grey: Vec<f32> = (0..3 * 64 * 64)
        .map(|i| i % 1022)
        .map(|i| i as f32 / 1000.0 - 0.01)
        .collect();
    let expected: Vec<u8> = grey
        .iter()
        .map(|grey| (grey * 255.0).round() as u8)
        .collect();
    let x = Tensor::<1>::from_data(TensorData::new(grey.clone(), [grey.len()]), gpu);
    let packed = kernels::packed_bytes(&x).expect("on the GPU");
    let packed = packed.into_data_async().await.expect("data");
    let words: Vec<i32> = packed.try_to_vec().expect("words");
    let bytes: Vec<u8> = words.into_iter().flat_map(i32::to_le_bytes).collect();
    for (i, (byte, expected)) in bytes.iter().zip(&expected).enumerate() {
        // Halves are rounded by whoever multiplied last.
        assert!(
            byte.abs_diff(*expected) <= u8::from((grey[i] * 255.0).fract().abs() > 0.49),
            "{}: {byte}, expected {expected}",
            grey[i]
        );
    }
}
