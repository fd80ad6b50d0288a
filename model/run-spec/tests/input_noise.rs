//! Noise on an encoder's input, in a specification.

use run_spec::{ModelType, RunSpec, SpecField, from_json, preset, to_json};

#[test]
fn only_an_encoder_without_a_discriminator_is_given_noise() {
    let field = SpecField::named("inputNoise").expect("a field");
    for (model, noise) in [
        (ModelType::Autoencoder, 0.25),
        (ModelType::Vae, 0.25),
        (ModelType::Gan, 0.0),
        (ModelType::VaeGan, 0.0),
        (ModelType::LatentFedGan, 0.0),
    ] {
        let spec = RunSpec {
            model,
            input_noise: 0.25,
            ..RunSpec::default()
        };
        assert_eq!(spec.noise_of_input(), noise, "{model:?}");
        assert_eq!(field.used_by(&spec), noise > 0.0, "{model:?}");
    }
}

#[test]
fn a_specification_without_noise_is_written_as_before_there_was_any() {
    let plain = to_json(&RunSpec::default());
    assert!(!plain.contains("inputNoise"), "{plain}");
    assert_eq!(from_json(&plain), Ok(RunSpec::default()));
    let spec = preset("denoising-autoencoder").expect("a preset").spec();
    assert_eq!(spec.noise_of_input(), 0.4);
    assert_eq!(from_json(&to_json(&spec)), Ok(spec));
}

#[test]
fn noise_has_a_range() {
    let field = SpecField::named("inputNoise").expect("a field");
    let mut spec = RunSpec::default();
    assert!(field.set(&mut spec, "2").is_ok());
    for refused in ["2.1", "-0.1", "NaN", "much"] {
        assert!(field.set(&mut spec, refused).is_err(), "{refused}");
        assert_eq!(spec.input_noise, 2.0);
    }
}
