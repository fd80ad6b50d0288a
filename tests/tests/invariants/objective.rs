//! Likelihoods, divergence and reparameterisation.

use burn::tensor::Tensor;
use model::device;
use model::loss::{PixelLikelihood, kl_from_prior};
use model::random::{HostRng, RandomStream};
use model::vae::{DiagonalGaussian, ElboTerms, Vae, reparameterise};
use proptest::prelude::*;
use tests::{Tolerance, assert_close, conv_config, dense_config, read, single, tensor};

fn row(values: &[f32]) -> Tensor<2> {
    tensor(values, [1, values.len()], &device::cpu())
}

fn kl(mean: f32, log_variance: f32) -> f32 {
    read(kl_from_prior(row(&[mean]), row(&[log_variance])))[0]
}

fn bernoulli(logit: f32, x: f32) -> f32 {
    read(PixelLikelihood::Bernoulli.negative_log(row(&[logit]), row(&[x])))[0]
}

#[test]
fn the_divergence_of_the_prior_from_itself_is_zero() {
    assert_eq!(kl(0.0, 0.0), 0.0);
}

#[test]
fn the_divergence_of_a_moved_and_of_a_widened_prior_is_the_closed_form() {
    // ½ μ², and ½ (σ² − 1 − log σ²).
    assert_eq!(kl(3.0, 0.0), 4.5);
    let found = [
        kl(0.0, 4.0_f32.ln()),
        kl(0.0, 0.25_f32.ln()),
        kl(-1.0, 4.0_f32.ln()),
    ];
    let ln4 = 4.0_f64.ln();
    let expected = [0.5 * (3.0 - ln4), 0.5 * (-0.75 + ln4), 0.5 * (4.0 - ln4)];
    assert_close("KL", &found, &expected, Tolerance::new(1e-6, 1e-6));
}

#[test]
fn the_divergence_of_an_image_is_the_sum_over_its_dimensions() {
    let posterior = DiagonalGaussian {
        mean: tensor(&[1.0, 2.0, 0.0, 0.0], [2, 2], &device::cpu()),
        log_variance: tensor(&[0.0; 4], [2, 2], &device::cpu()),
    };
    assert_eq!(read(posterior.kl_from_prior()), [2.5, 0.0]);
}

#[test]
fn a_gaussian_of_its_own_mean_costs_the_logarithm_of_its_peak() {
    // −log N(x; x, σ²) = ½ log 2πσ² for each of the pixels.
    for sigma in [0.1_f32, 0.4, 1.0, 3.0] {
        let x = row(&[0.0, 0.5, 1.0]);
        let found = read(PixelLikelihood::Gaussian { sigma }.negative_log(x.clone(), x));
        let sigma = f64::from(sigma);
        let expected = 1.5 * (2.0 * std::f64::consts::PI * sigma * sigma).ln();
        assert_close("peak", &found, &[expected], Tolerance::new(1e-6, 1e-6));
    }
}

#[test]
fn the_best_deviation_makes_the_gaussian_of_a_batch_as_likely_as_any_can() {
    // Differences 0.1, 0.3, −0.2 and 0.5, 0, 0.1: their squares sum to 0.4.
    let x = tensor(&[0.0, 0.5, 1.0, 0.2, 0.4, 0.6], [2, 3], &device::cpu());
    let mean = tensor(&[0.1, 0.8, 0.8, 0.7, 0.4, 0.7], [2, 3], &device::cpu());
    let nats = |likelihood: PixelLikelihood| -> f64 {
        let each = read(likelihood.negative_log(mean.clone(), x.clone()));
        each.into_iter().map(f64::from).sum()
    };
    let variance = 0.4 / 6.0;
    // ½ n (1 + log 2πσ²) for n pixels.
    let expected = 3.0 * (1.0 + (2.0 * std::f64::consts::PI * variance).ln());
    let found = nats(PixelLikelihood::OptimalGaussian);
    assert_close(
        "nats",
        &[found as f32],
        &[expected],
        Tolerance::new(1e-6, 1e-6),
    );
    for factor in [0.8, 0.95, 1.05, 1.25] {
        let sigma = (variance.sqrt() * factor) as f32;
        assert!(
            nats(PixelLikelihood::Gaussian { sigma }) > found,
            "{factor}"
        );
    }
}

#[test]
fn an_exact_reconstruction_is_not_infinitely_likely() {
    let x = row(&[0.0, 0.5, 1.0]);
    let found = read(PixelLikelihood::OptimalGaussian.negative_log(x.clone(), x));
    // σ = e⁻⁶.
    let expected = 1.5 * ((2.0 * std::f64::consts::PI).ln() - 12.0);
    assert_close("nats", &found, &[expected], Tolerance::new(1e-5, 1e-6));
}

#[test]
fn an_even_coin_costs_log_two_nats_a_pixel() {
    let found = PixelLikelihood::Bernoulli.negative_log(row(&[0.0; 784]), row(&[0.3; 784]));
    let expected = 784.0 * std::f64::consts::LN_2;
    assert_close("nats", &read(found), &[expected], Tolerance::new(0.0, 1e-6));
}

#[test]
fn without_noise_the_reparameterisation_gives_the_mean() {
    let mean = [-3.0, 0.0, 0.1, 70.0];
    let posterior = DiagonalGaussian {
        mean: row(&mean),
        log_variance: row(&[-20.0, 0.0, 3.0, 20.0]),
    };
    assert_eq!(read(reparameterise(&posterior, row(&[0.0; 4]))), mean);
}

#[test]
fn reparameterised_draws_have_the_posteriors_mean_and_deviation() {
    const COUNT: usize = 100_000;
    let device = device::cpu();
    let posterior = DiagonalGaussian {
        mean: tensor(&[2.0], [1, 1], &device).repeat_dim(0, COUNT),
        log_variance: tensor(&[0.25_f32.ln()], [1, 1], &device).repeat_dim(0, COUNT),
    };
    let noise = HostRng::new(0, RandomStream::Evaluation).normal_tensor([COUNT, 1], &device);
    let z = read(reparameterise(&posterior, noise));
    let mean = z.iter().map(|&z| f64::from(z)).sum::<f64>() / COUNT as f64;
    let variance = z
        .iter()
        .map(|&z| (f64::from(z) - mean).powi(2))
        .sum::<f64>()
        / COUNT as f64;
    // Four standard errors: 4 · 0.5/√n, and 4 · 0.25·√(2/n).
    assert!((mean - 2.0).abs() < 0.0064, "mean {mean}");
    assert!((variance - 0.25).abs() < 0.0045, "variance {variance}");
}

#[test]
fn without_beta_the_loss_is_the_reconstruction_and_with_beta_one_minus_the_elbo() {
    let elbo = ElboTerms {
        reconstruction: tensor(&[10.0, 20.0], [2], &device::cpu()),
        kl: tensor(&[1.0, 3.0], [2], &device::cpu()),
    };
    assert_eq!(single(elbo.loss(0.0)), 15.0);
    assert_eq!(single(elbo.loss(1.0)), 17.0);
    assert_eq!(single(elbo.loss(4.0)), 23.0);
}

#[test]
fn decoded_bernoulli_pictures_are_probabilities() {
    for config in [dense_config(), conv_config()] {
        let vae = Vae::new(&config, 1, &device::cpu()).unwrap();
        let z = [-1e3, -3.0, 0.0, 3.0, 1e3].map(|value| vec![value; config.latent]);
        let z = tensor(&z.concat(), [5, config.latent], &device::cpu());
        let picture = read(vae.decode(z));
        assert_eq!(picture.len(), 5 * config.image.len());
        assert!(picture.iter().all(|grey| (0.0..=1.0).contains(grey)));
    }
}

#[test]
fn an_image_is_coded_the_same_alone_and_in_a_batch() {
    let device = device::cpu();
    for config in [dense_config(), conv_config()] {
        let vae = Vae::new(&config, 1, &device).unwrap();
        let images = tests::stripes(6, 8);
        let together = read(
            vae.encoder
                .forward(images.batch(&[0, 1, 2, 3, 4, 5], &device))
                .mean,
        );
        let alone: Vec<f64> = (0..6)
            .flat_map(|index| read(vae.encoder.forward(images.batch(&[index], &device)).mean))
            .map(f64::from)
            .collect();
        assert_close("means", &together, &alone, Tolerance::new(1e-6, 1e-5));
    }
}

proptest! {
    #[test]
    fn the_divergence_is_never_negative(mean in -20.0_f32..20.0, log_variance in -20.0_f32..20.0) {
        // Near its zero the terms cancel; what is left is rounding.
        prop_assert!(kl(mean, log_variance) >= -1e-6);
    }

    #[test]
    fn the_bernoulli_likelihood_is_best_at_the_pixels_own_logit(
        x in 0.01_f32..0.99,
        away in prop::sample::select(vec![-3.0_f32, -0.5, -0.1, 0.1, 0.5, 3.0]),
    ) {
        let best = (x / (1.0 - x)).ln();
        prop_assert!(bernoulli(best, x) < bernoulli(best + away, x));
    }

    #[test]
    fn the_bernoulli_likelihood_is_finite_and_not_negative(
        logit in -1e4_f32..1e4,
        x in 0.0_f32..=1.0,
    ) {
        let nats = bernoulli(logit, x);
        // x |l| of large logits is rounded twice.
        prop_assert!(nats.is_finite() && nats >= -1e-6 * logit.abs(), "{} nats", nats);
    }
}
