//! Which configurations are refused, and what the accepted ones build.

use burn::module::Module;
use model::loss::PixelLikelihood;
use model::nn::Activation;
use model::train::parameter_count;
use model::vae::{Vae, VaeConfig};
use model::{ModelError, device};
use proptest::prelude::*;
use run_spec::NetworkSpec;
use tests::{conv_config, dense_config, parameters, read, tensor};

/// The field, what was expected and what was found, if the configuration is refused. It must be
/// refused by the network's constructor too.
fn refusal(config: &VaeConfig) -> Option<(&'static str, String, String)> {
    let built = Vae::new(config, 0, &device::cpu());
    match config.check() {
        Ok(()) => {
            assert!(built.is_ok());
            None
        }
        Err(error) => {
            assert_eq!(built.unwrap_err(), error);
            let ModelError::Config {
                field,
                expected,
                found,
            } = error
            else {
                panic!("{error:?}");
            };
            Some((field, expected.to_string(), found.to_string()))
        }
    }
}

fn conv(channels: &[usize], hidden: &[usize]) -> NetworkSpec {
    NetworkSpec::Conv {
        hidden: hidden.to_vec(),
        channels: channels.to_vec(),
    }
}

fn dense(hidden: &[usize]) -> NetworkSpec {
    NetworkSpec::Dense {
        hidden: hidden.to_vec(),
    }
}

#[track_caller]
fn assert_refused(config: VaeConfig, field: &str, expected: &str, found: &str) {
    let refused = refusal(&config).expect("it describes no network");
    assert_eq!(refused.0, field);
    assert!(refused.1.contains(expected), "expected {}", refused.1);
    assert_eq!(refused.2, found);
    let sentence = config.check().unwrap_err().to_string();
    assert_eq!(
        sentence,
        format!("`{field}`: expected {}, found {found}.", refused.1)
    );
}

#[test]
fn impossible_images_are_refused() {
    for channels in [0, 2, 4, usize::MAX] {
        let config = VaeConfig::dense([channels, 8, 8], 2, &[4]);
        assert_refused(config, "image.channels", "1 or 3", &channels.to_string());
    }
    for side in [0, 7, 33, 63, 65, 66, usize::MAX] {
        for image in [[1, side, 8], [1, 8, side]] {
            let config = VaeConfig::dense(image, 2, &[4]);
            assert_refused(config, "image", "8 to 64 pixels a side", &side.to_string());
        }
    }
}

#[test]
fn impossible_latent_spaces_are_refused() {
    for latent in [0, 129, usize::MAX] {
        let config = VaeConfig::dense([1, 8, 8], latent, &[4]);
        assert_refused(config, "latent", "1 to 128", &latent.to_string());
    }
}

#[test]
fn impossible_deviations_are_refused() {
    for sigma in [0.0, -1.0, f32::NAN, f32::INFINITY] {
        let config = VaeConfig {
            likelihood: PixelLikelihood::Gaussian { sigma },
            ..dense_config()
        };
        assert_refused(
            config,
            "likelihood.sigma",
            "a positive number",
            &sigma.to_string(),
        );
    }
}

#[test]
fn impossible_layers_are_refused() {
    for (network, expected, found) in [
        (dense(&[0]), "widths of 1 to 4,096", "0"),
        (dense(&[8, 4097]), "widths of 1 to 4,096", "4097"),
        (dense(&[4; 9]), "at most 8 dense layers", "9"),
        (conv(&[4, 0], &[4]), "widths of 1 to 4,096", "0"),
        (conv(&[4], &[0]), "widths of 1 to 4,096", "0"),
        (conv(&[2; 5], &[4]), "1 to 4 convolutions", "5"),
        (conv(&[], &[4]), "1 to 4 convolutions", "0"),
    ] {
        let encoder = VaeConfig {
            encoder: network.clone(),
            ..dense_config()
        };
        assert_refused(encoder, "encoder", expected, found);
        let decoder = VaeConfig {
            decoder: network,
            ..dense_config()
        };
        assert_refused(decoder, "decoder", expected, found);
    }
}

#[test]
fn doublings_that_do_not_divide_the_image_are_refused() {
    for (image, doublings) in [
        ([1, 8, 10], 2),
        ([1, 9, 8], 1),
        ([1, 28, 28], 3),
        ([1, 24, 24], 4),
    ] {
        let config = VaeConfig {
            decoder: conv(&vec![2; doublings], &[4]),
            ..VaeConfig::dense(image, 2, &[4])
        };
        let found = doublings.to_string();
        assert_refused(config, "decoder.channels", "without a remainder", &found);
    }
}

#[test]
fn networks_that_would_exhaust_the_memory_are_refused() {
    let config = VaeConfig::dense([3, 32, 32], 128, &[4096; 2]);
    let count = config.parameter_count().to_string();
    assert_refused(
        config,
        "encoder and decoder",
        "at most 20,000,000 parameters",
        &count,
    );
}

#[test]
fn the_smallest_and_the_largest_latent_space_work() {
    let device = device::cpu();
    for latent in [1, 128] {
        for config in [
            VaeConfig::dense([1, 8, 8], latent, &[6]),
            VaeConfig::dense([1, 8, 8], latent, &[]),
            VaeConfig::conv([1, 8, 8], latent, (&[4], &[6]), (&[4], &[6])),
            VaeConfig::conv([1, 8, 8], latent, (&[4, 4, 4], &[]), (&[4, 4, 4], &[])),
        ] {
            let vae = Vae::new(&config, 0, &device).unwrap();
            let images = tests::stripes(3, 8).batch(&[0, 1, 2], &device);
            let elbo = vae.elbo(images, tensor(&vec![0.5; 3 * latent], [3, latent], &device));
            let terms = [read(elbo.reconstruction), read(elbo.kl)].concat();
            assert_eq!(terms.len(), 6);
            assert!(
                terms.iter().all(|nats| nats.is_finite() && *nats > 0.0),
                "{terms:?}"
            );
        }
    }
}

#[test]
fn weights_begin_within_the_bound_of_their_fan_in() {
    let vae = Vae::new(&conv_config(), 0, &device::cpu()).unwrap();
    let parameters = parameters(&vae);
    let values = |name: &str| &parameters.iter().find(|(n, _)| n == name).unwrap().1.values;
    for (name, fan_in) in [
        ("encoder.convs.0.conv.weight", 9.0),
        ("encoder.convs.1.conv.bias", 36.0),
        ("encoder.hidden.layers.0.weight", 24.0),
        ("encoder.log_variance.weight", 8.0),
        ("decoder.hidden.layers.0.weight", 3.0),
        ("decoder.ups.0.conv.weight", 24.0),
    ] {
        let bound = 1.0 / f32::sqrt(fan_in);
        let largest = values(name)
            .iter()
            .fold(0.0_f32, |most, value| most.max(value.abs()));
        assert!(
            largest <= bound && largest > 0.5 * bound,
            "{name}: {largest} of {bound}"
        );
    }
}

#[test]
fn a_configuration_survives_its_serialised_form() {
    let mut config = conv_config();
    config.likelihood = PixelLikelihood::Gaussian { sigma: 0.25 };
    config.activation = Activation::Silu;
    let json = serde_json::to_string(&config).unwrap();
    assert_eq!(
        json,
        r#"{"image":{"channels":1,"height":8,"width":8},"latent":3,"encoder":{"kind":"conv","hidden":[8],"channels":[4,6]},"decoder":{"kind":"conv","hidden":[8],"channels":[6,4]},"activation":"silu","likelihood":{"gaussian":{"sigma":0.25}}}"#
    );
    assert_eq!(serde_json::from_str::<VaeConfig>(&json).unwrap(), config);
}

/// Any configuration that `check` accepts: every size and depth, grey and RGB, odd sides where the
/// decoder allows them.
fn configurations() -> impl Strategy<Value = VaeConfig> {
    let widths = |most| prop::collection::vec(1_usize..6, 0..most);
    let encoder = prop_oneof![
        widths(3).prop_map(|hidden| NetworkSpec::Dense { hidden }),
        (widths(3), prop::collection::vec(1_usize..6, 1..=4))
            .prop_map(|(hidden, channels)| NetworkSpec::Conv { hidden, channels }),
    ];
    let decoder = (0_usize..=3, widths(3), prop::collection::vec(1_usize..6, 3)).prop_map(
        |(doublings, hidden, channels)| match doublings {
            0 => NetworkSpec::Dense { hidden },
            _ => NetworkSpec::Conv {
                hidden,
                channels: channels[..doublings].to_vec(),
            },
        },
    );
    let sides = (8_usize..=32, 8_usize..=32);
    (
        prop::sample::select(vec![1, 3]),
        sides,
        1_usize..5,
        encoder,
        decoder,
    )
        .prop_map(|(channels, (height, width), latent, encoder, decoder)| {
            let doublings = match &decoder {
                NetworkSpec::Dense { .. } => 0,
                NetworkSpec::Conv { channels, .. } => channels.len(),
            };
            let whole = |side: usize| side >> doublings << doublings;
            VaeConfig {
                encoder,
                decoder,
                ..VaeConfig::dense([channels, whole(height), whole(width)], latent, &[])
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_network_has_the_size_that_its_configuration_says(config in configurations()) {
        prop_assert!(config.check().is_ok(), "{:?}", config.check());
        let device = device::cpu();
        let vae = Vae::new(&config, 0, &device).unwrap();
        prop_assert_eq!(config.parameter_count(), vae.num_params());
        prop_assert_eq!(config.parameter_count(), parameter_count(&vae));

        let pixels = config.image.len();
        let posterior = vae.encoder.forward(tensor(&vec![0.5; 2 * pixels], [2, pixels], &device));
        prop_assert_eq!(posterior.mean.dims(), [2, config.latent]);
        prop_assert_eq!(posterior.log_variance.dims(), [2, config.latent]);
        prop_assert_eq!(vae.decode(posterior.mean).dims(), [2, pixels]);
    }
}
