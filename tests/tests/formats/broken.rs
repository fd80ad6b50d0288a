//! Weights that are finite numbers, and make no pictures.

use model::weights::{self, WeightPrecision};
use model::{ModelError, device};
use tests::{conv_config, dense_config, parameters, run, with_parameters};

use super::raw::{card, saved};

#[test]
fn a_decoder_whose_numbers_overflow_makes_no_pictures() {
    for config in [dense_config(), conv_config()] {
        for scale in [1e7, 1e8] {
            let (vae, _) = saved(&config, WeightPrecision::F32);
            let mut tensors = parameters(&vae);
            for (name, tensor) in &mut tensors {
                if name.starts_with("decoder") {
                    tensor.values.iter_mut().for_each(|value| *value *= scale);
                }
            }
            let vae = with_parameters(vae, tensors, &device::cpu());
            let precision = WeightPrecision::F32;
            let bytes = run(weights::save(&vae, &card(&config), precision)).unwrap();
            let (_, model) = weights::load("net", &bytes, &device::cpu()).unwrap();
            let checked = run(model.check_pictures(8, &device::cpu()));
            assert_eq!(checked, Err(ModelError::PicturesNotFinite), "{scale}");
        }
    }
}

#[test]
fn an_untrained_decoder_makes_pictures() {
    for config in [dense_config(), conv_config()] {
        let (_, bytes) = saved(&config, WeightPrecision::F16);
        let (_, model) = weights::load("net", &bytes, &device::cpu()).unwrap();
        assert_eq!(run(model.check_pictures(8, &device::cpu())), Ok(()));
    }
}
