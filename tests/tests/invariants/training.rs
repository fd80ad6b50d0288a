//! Seeds, and what training does.

use burn::module::Module;
use model::data::Images;
use model::device;
use model::metrics::{self, ElboFigures};
use model::random::{HostRng, RandomStream};
use model::train::{adam, vae_step};
use model::vae::{Vae, VaeConfig};
use model::weights::{self, HostTensor};
use run_spec::ImageShape;
use tests::{conv_config, dense_config, parameters, run, stripes, with_parameters};

const BATCH: usize = 16;

/// A network after `steps` steps on `images`, all drawn from `seed`.
fn trained(config: &VaeConfig, images: &Images, seed: u64, steps: u32) -> Vae {
    let device = device::cpu().autodiff();
    let vae = Vae::new(config, seed, &device).unwrap();
    go_on(vae, config, images, seed, steps)
}

fn go_on(mut vae: Vae, config: &VaeConfig, images: &Images, seed: u64, steps: u32) -> Vae {
    let device = device::cpu().autodiff();
    let mut optimiser = adam();
    for step in 0..steps {
        let order = HostRng::new(seed, RandomStream::Shuffle(step)).permutation(images.len());
        let noise = HostRng::new(seed, RandomStream::Noise(step))
            .normal_tensor([BATCH, config.latent], &device);
        let batch = images.batch(&order[..BATCH], &device);
        (vae, _) = vae_step(vae, &mut optimiser, batch, noise, 1.0, 5e-3);
    }
    vae.valid()
}

fn figures(vae: &Vae, config: &VaeConfig, images: &Images) -> ElboFigures {
    run(metrics::elbo(vae, config.latent, images, 0, &device::cpu())).unwrap()
}

fn bits(parameters: &[(String, HostTensor)]) -> Vec<(&str, Vec<u32>)> {
    parameters
        .iter()
        .map(|(name, tensor)| {
            (
                name.as_str(),
                tensor.values.iter().map(|v| v.to_bits()).collect(),
            )
        })
        .collect()
}

#[test]
fn a_seed_gives_the_same_weights_bit_for_bit_and_another_seed_others() {
    for config in [dense_config(), conv_config()] {
        let weights = |seed| parameters(&Vae::new(&config, seed, &device::cpu()).unwrap());
        assert_eq!(bits(&weights(5)), bits(&weights(5)));
        assert_ne!(bits(&weights(5)), bits(&weights(6)));
    }
}

#[test]
fn a_seed_gives_the_same_run_bit_for_bit() {
    let images = stripes(32, 8);
    for config in [dense_config(), conv_config()] {
        let weights = |seed| parameters(&trained(&config, &images, seed, 5));
        assert_eq!(bits(&weights(5)), bits(&weights(5)));
        assert_ne!(bits(&weights(5)), bits(&weights(6)));
    }
}

#[test]
fn training_lowers_the_negative_elbo() {
    let images = stripes(64, 8);
    for config in [dense_config(), conv_config()] {
        let before = figures(&trained(&config, &images, 1, 0), &config, &images);
        let after = figures(&trained(&config, &images, 1, 200), &config, &images);
        println!(
            "{:.1} nats before, {:.1} after",
            before.negative_elbo, after.negative_elbo
        );
        assert!(after.negative_elbo < 0.7 * before.negative_elbo);
    }
}

#[test]
fn a_network_with_loaded_weights_goes_on_learning() {
    let images = stripes(32, 8);
    let config = conv_config();
    let begun = trained(&config, &images, 1, 20);
    let device = device::cpu().autodiff();
    let fresh = Vae::new(&config, 9, &device).unwrap();
    let loaded = with_parameters(fresh, parameters(&begun), &device);
    let before = figures(&begun, &config, &images);
    let after = figures(&go_on(loaded, &config, &images, 2, 60), &config, &images);
    assert!(after.negative_elbo < before.negative_elbo - 1.0);
}

#[test]
fn a_network_of_colour_pictures_learns_their_colour() {
    let shape = ImageShape {
        channels: 3,
        height: 8,
        width: 8,
    };
    // Each image is plain red, green or blue.
    let plane = |image: usize, channel: usize| if image % 3 == channel { 255 } else { 0 };
    let pixels: Vec<u8> = (0..30)
        .flat_map(|image| (0..3).flat_map(move |channel| [plane(image, channel); 64]))
        .collect();
    let images = Images::new(shape, pixels);
    let config = VaeConfig::conv([3, 8, 8], 2, (&[6], &[8]), (&[6], &[8]));
    let vae = trained(&config, &images, 1, 150);
    let device = device::cpu();
    let codes = vae.encoder.forward(images.batch(&[0, 1, 2], &device)).mean;
    let pictures = tests::read(vae.decode(codes));
    for (image, picture) in pictures.chunks(shape.len()).enumerate() {
        let brightness: Vec<f32> = picture.chunks(64).map(|plane| plane.iter().sum()).collect();
        let brightest = (0..3).max_by(|&a, &b| brightness[a].total_cmp(&brightness[b]));
        assert_eq!(brightest, Some(image), "{brightness:?}");
    }
}

#[test]
fn the_measured_elbo_is_the_mean_over_all_images_whatever_the_batches() {
    // More images than one batch of the measurement, and no multiple of it.
    let images = stripes(703, 8);
    let config = dense_config();
    let vae = Vae::new(&config, 1, &device::cpu()).unwrap();
    let found = figures(&vae, &config, &images);
    assert_eq!(found.images, 703);
    let noise = HostRng::new(0, RandomStream::Evaluation).normal_tensor([703, 2], &device::cpu());
    let all: Vec<usize> = (0..703).collect();
    let elbo = vae.elbo(images.batch(&all, &device::cpu()), noise);
    let mean = |terms: Vec<f32>| terms.iter().map(|&v| f64::from(v)).sum::<f64>() / 703.0;
    let (reconstruction, kl) = (
        mean(tests::read(elbo.reconstruction)),
        mean(tests::read(elbo.kl)),
    );
    assert!((found.reconstruction - reconstruction).abs() < 1e-4);
    assert!((found.kl - kl).abs() < 1e-4);
    assert!((found.negative_elbo - reconstruction - kl).abs() < 1e-4);
}

#[test]
fn names_of_parameters_are_those_that_files_use() {
    let vae = Vae::new(&conv_config(), 0, &device::cpu()).unwrap();
    let names: Vec<String> = run(weights::collect(&vae))
        .unwrap()
        .into_iter()
        .map(|(name, tensor)| format!("{name} {:?}", tensor.shape))
        .collect();
    assert_eq!(
        names,
        [
            "encoder.convs.0.conv.weight [4, 1, 3, 3]",
            "encoder.convs.0.conv.bias [4]",
            "encoder.convs.1.conv.weight [6, 4, 3, 3]",
            "encoder.convs.1.conv.bias [6]",
            "encoder.hidden.layers.0.weight [24, 8]",
            "encoder.hidden.layers.0.bias [8]",
            "encoder.mean.weight [8, 3]",
            "encoder.mean.bias [3]",
            "encoder.log_variance.weight [8, 3]",
            "encoder.log_variance.bias [3]",
            "decoder.hidden.layers.0.weight [3, 8]",
            "decoder.hidden.layers.0.bias [8]",
            "decoder.output.weight [8, 24]",
            "decoder.output.bias [24]",
            "decoder.ups.0.conv.weight [6, 4, 4, 4]",
            "decoder.ups.0.conv.bias [4]",
            "decoder.ups.1.conv.weight [4, 1, 4, 4]",
            "decoder.ups.1.conv.bias [1]",
        ]
    );
}
