//! Figures of pictures and of what is held out, on cases with known answers.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

use model::device;
use model::metrics::{mean_squared_error, peak_signal_to_noise, quantised, sharpness};
use model::train::{LossName, StepPart, Trainer};
use run_spec::{ImageShape, ModelType, Reconstruction, RunSpec};
use tests::run;
use tests::runs::{RUNS, source};

/// Pictures whose bytes are a function of picture, row and column.
fn pictures(count: usize, shape: [usize; 2], byte: impl Fn(usize, usize, usize) -> u8) -> Vec<u8> {
    let [height, width] = shape;
    let pixel = |i: usize| (i / (height * width), i / width % height, i % width);
    let places = (0..count * height * width).map(pixel);
    places.map(|(n, y, x)| byte(n, y, x)).collect()
}

fn shape([height, width]: [usize; 2]) -> ImageShape {
    ImageShape {
        channels: 1,
        height,
        width,
    }
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found}, {expected}");
}

#[test]
fn plain_areas_and_even_slopes_have_no_edges() {
    for byte in [|_, _, _| 90, |_, y, x| (3 * y + 5 * x) as u8] {
        let found = sharpness(&pictures(2, [8, 9], byte), shape([8, 9]));
        close(found.laplacian, 0.0);
    }
}

#[test]
fn a_single_bright_pixel_has_the_variance_of_the_stencil() {
    // Of nine inner pixels one is −4 and four are 1: mean 0, and (16 + 4) / 9.
    let dot = |_, y, x| if (y, x) == (2, 2) { 255 } else { 0 };
    let found = sharpness(&pictures(1, [5, 5], dot), shape([5, 5]));
    close(found.laplacian, 20.0 / 9.0);
    close(found.grey.unwrap(), 0.0);
}

#[test]
fn sharpness_is_what_numpy_computes() {
    // i, y, x = np.indices((2, 6, 7))
    // b = ((37 * i + 11 * y * y + 23 * x + 7 * x * y) % 256).astype(np.uint8); v = b / 255
    // l = v[:, 1:-1, :-2] + v[:, 1:-1, 2:] + v[:, :-2, 1:-1] + v[:, 2:, 1:-1] - 4 * v[:, 1:-1, 1:-1]
    // l.var(axis=(1, 2)).mean(), ((b > 51) & (b <= 204)).sum() / (b > 51).sum()
    let byte = |i, y, x| ((37 * i + 11 * y * y + 23 * x + 7 * x * y) % 256) as u8;
    let found = sharpness(&pictures(2, [6, 7], byte), shape([6, 7]));
    close(found.laplacian, LAPLACIAN);
    close(found.grey.unwrap(), GREY);
}

const LAPLACIAN: f64 = 1.369_427_758_554_402;
const GREY: f64 = 5.0 / 6.0;

#[test]
fn a_blurred_edge_is_less_sharp_and_greyer() {
    let sharp = pictures(1, [9, 17], |_, _, x| if x >= 8 { 255 } else { 0 });
    let blurred = pictures(1, [9, 17], |_, _, x| {
        (x.saturating_sub(4) * 255 / 8).min(255) as u8
    });
    let [sharp, blurred] = [sharp, blurred].map(|bytes| sharpness(&bytes, shape([9, 17])));
    assert!(sharp.laplacian > 10.0 * blurred.laplacian);
    assert_eq!(sharp.grey, Some(0.0));
    assert!(blurred.grey.unwrap() > 0.3);
}

#[test]
fn a_picture_in_colour_is_as_sharp_as_its_luma() {
    let colour = ImageShape {
        channels: 3,
        ..shape([6, 7])
    };
    let byte = |i, y, x| ((37 * i + 11 * y * y + 23 * x + 7 * x * y) % 256) as u8;
    let grey = pictures(2, [6, 7], byte);
    let with = |levels: [u8; 3]| {
        let pixels = grey
            .iter()
            .flat_map(|&byte| levels.map(|level| byte * (level / 255)));
        sharpness(&pixels.collect::<Vec<_>>(), colour)
    };
    let white = with([255; 3]);
    close(white.laplacian, sharpness(&grey, shape([6, 7])).laplacian);
    assert_eq!(white.grey, None);
    // A variance goes with the square of what it is of.
    for (levels, weight) in [
        ([255, 0, 0], 0.2126),
        ([0, 255, 0], 0.7152),
        ([0, 0, 255], 0.0722),
    ] {
        close(with(levels).laplacian, white.laplacian * weight * weight);
    }
}

#[test]
fn errors_and_their_decibels_are_the_closed_forms() {
    close(mean_squared_error(&[0, 255, 7], &[0, 255, 7]), 0.0);
    close(mean_squared_error(&[0, 255], &[255, 255]), 0.5);
    close(mean_squared_error(&[51, 0], &[0, 0]), 0.02);
    close(peak_signal_to_noise(1.0), 0.0);
    close(peak_signal_to_noise(0.001), 30.0);
}

#[test]
fn a_quantised_code_is_the_nearest_step_of_its_dimensions_range() {
    // Two dimensions, from −1 to 2 and from 10 to 10; two bits are four steps.
    let known = [-1.0, 10.0, 2.0, 10.0, 0.3, 10.0];
    let codes = [-0.6, 10.0, 0.6, 11.0, 1.9, 9.0, 5.0, 0.0];
    let found = quantised(&codes, &known, 2, 2);
    assert_eq!(found, [-1.0, 10.0, 1.0, 10.0, 2.0, 10.0, 2.0, 10.0]);
    // Many bits leave a code within half a step of where it was.
    let found = quantised(&codes, &known, 2, 8);
    assert!((found[0] + 0.6).abs() <= 1.5 / 255.0 + 1e-6);
}

fn of_type(model: ModelType) -> RunSpec {
    let spec = RUNS.iter().map(|(_, spec)| spec());
    spec.into_iter().find(|spec| spec.model == model).unwrap()
}

fn trained(spec: &RunSpec, steps: u32) -> Trainer {
    let mut trainer = Trainer::new(spec, source(), &device::cpu()).unwrap();
    for _ in 0..steps {
        trainer.step(StepPart::Whole);
    }
    trainer
}

#[test]
fn the_elbo_of_a_squared_error_is_the_error_and_a_gaussians_constant() {
    let spec = RunSpec {
        reconstruction: Reconstruction::SquaredError,
        ..of_type(ModelType::Autoencoder)
    };
    let trainer = trained(&spec, 4);
    let images = trainer.source().held_out(6);
    let figures = run(trainer.elbo(&images, 0)).unwrap().unwrap();
    assert_eq!((figures.kl, figures.images), (0.0, images.len()));
    assert_eq!(figures.negative_elbo, figures.reconstruction);
    let pixels = trainer.image().len() as f64;
    let found = run(trainer.reconstructions(&images)).unwrap().unwrap();
    let given: Vec<u8> = (0..images.len())
        .flat_map(|i| images.bytes(i).to_vec())
        .collect();
    let squares = mean_squared_error(&found, &given) * pixels;
    let expected = squares + 0.5 * pixels * std::f64::consts::PI.ln();
    // Pictures are rounded to bytes.
    let off = (figures.reconstruction - expected).abs();
    assert!(off < pixels / 255.0, "{figures:?}, {expected}");
}

#[test]
fn the_elbo_of_a_vae_is_near_the_loss_that_it_was_trained_on() {
    let spec = RunSpec {
        reconstruction: Reconstruction::Bernoulli,
        ..of_type(ModelType::Vae)
    };
    let mut trainer = trained(&spec, 40);
    let images = trainer.source().held_out(6);
    let figures = run(trainer.elbo(&images, 0)).unwrap().unwrap();
    let report = run(trainer.report()).unwrap();
    for (found, loss) in [
        (figures.reconstruction, LossName::Reconstruction),
        (figures.kl, LossName::Kl),
    ] {
        let loss = f64::from(report.loss(loss).unwrap());
        assert!((found / loss - 1.0).abs() < 0.5, "{figures:?}, {loss}");
    }
    close(figures.negative_elbo, figures.reconstruction + figures.kl);
    let gan = trained(&of_type(ModelType::Gan), 1);
    assert!(run(gan.elbo(&images, 0)).unwrap().is_none());
    assert!(run(gan.codes(&images, 0)).unwrap().is_none());
}

#[test]
fn codes_scatter_about_the_posteriors_mean() {
    let trainer = trained(&of_type(ModelType::Vae), 20);
    let images = trainer.source().held_out(5);
    let means = run(trainer.encode(&images)).unwrap().unwrap();
    const DRAWS: u64 = 1000;
    let mut sums = vec![0.0_f64; means.len()];
    for seed in 0..DRAWS {
        let codes = run(trainer.codes(&images, seed)).unwrap().unwrap();
        for (sum, code) in sums.iter_mut().zip(codes) {
            *sum += f64::from(code);
        }
    }
    for (sum, mean) in sums.iter().zip(means) {
        let off = (sum / DRAWS as f64 - f64::from(mean)).abs();
        // Four standard errors of a deviation of at most 2.
        assert!(off < 8.0 / (DRAWS as f64).sqrt(), "{sum}, {mean}");
    }
}
