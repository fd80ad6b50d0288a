//! Self-modulation in a specification.

use run_spec::{NetworkSpec, RunSpec, SpecField, from_json, to_json};

#[test]
fn a_specification_without_it_is_written_as_before_there_was_any() {
    let plain = to_json(&RunSpec::default());
    assert!(!plain.contains("odulation"), "{plain}");
    assert_eq!(from_json(&plain), Ok(RunSpec::default()));
    let mut spec = RunSpec::default();
    let field = SpecField::named("selfModulation").expect("a field");
    field.set(&mut spec, "true").expect("it is a switch");
    assert!(spec.self_modulation);
    assert_eq!(from_json(&to_json(&spec)), Ok(spec));
}

#[test]
fn each_hidden_layer_has_a_scale_and_a_shift_for_each_of_its_channels() {
    let spec = RunSpec {
        latent: 3,
        decoder: NetworkSpec::conv(&[6, 4], &[5]),
        ..RunSpec::default()
    };
    let modulated = RunSpec {
        self_modulation: true,
        ..spec.clone()
    };
    let more = modulated.parameter_count() - spec.parameter_count();
    assert_eq!(more, (3 + 1) * 2 * (5 + 6 + 4));
}
