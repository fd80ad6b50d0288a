//! A number of a specification is the same number wherever it was written down.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

use proptest::prelude::*;
use run_spec::{
    FIELDS, FieldKind, PRESETS, RunSpec, SpecField, from_json, from_link, to_json, to_link,
};

/// The fields that are numbers, and their ranges.
fn numbers() -> Vec<(&'static SpecField, f64, f64)> {
    let numbers = FIELDS.iter().filter_map(|field| match field.kind {
        FieldKind::Number { min, max } => Some((field, min, max)),
        _ => None,
    });
    numbers.collect()
}

#[track_caller]
fn assert_reads_back(spec: &RunSpec) {
    assert_eq!(from_json(&to_json(spec)).as_ref(), Ok(spec));
    let (_, linked) = from_link(&to_link("classroom", spec)).unwrap();
    assert_eq!(&linked, spec);
    // As messages and runs' files have it.
    let text = serde_json::to_string(spec).unwrap();
    assert_eq!(&serde_json::from_str::<RunSpec>(&text).unwrap(), spec);
    let value = serde_json::from_str(&text).unwrap();
    assert_eq!(&serde_json::from_value::<RunSpec>(value).unwrap(), spec);
}

#[test]
fn presets_read_back_as_they_are_and_setting_a_field_again_changes_nothing() {
    for preset in PRESETS {
        let spec = preset.spec();
        assert_reads_back(&spec);
        let mut again = spec.clone();
        for field in FIELDS {
            field.set(&mut again, &field.get(&spec)).unwrap();
        }
        assert_eq!(again, spec);
    }
}

#[test]
fn a_number_with_few_digits_is_kept_to_the_last_bit() {
    let mut spec = RunSpec::default();
    for (text, number) in [("0.9", 0.9), ("0.999", 0.999), ("1e-3", 0.001), ("-0", 0.0)] {
        let field = SpecField::named("beta1").unwrap();
        field.set(&mut spec, text).unwrap();
        assert_eq!(spec.beta1.to_bits(), f64::to_bits(number), "{text}");
    }
}

proptest! {
    #[test]
    fn any_number_reads_back_to_the_same_bits(
        at in 0..numbers().len(),
        share in 0.0..1.0_f64,
        exponent in -12..1_i32,
    ) {
        let (field, min, max) = numbers()[at];
        let number = (max * share * 10_f64.powi(exponent)).max(min);
        let mut spec = RunSpec::default();
        prop_assert!(field.set(&mut spec, &number.to_string()).is_ok(), "{}: {number}", field.id);
        let kept: f64 = field.get(&spec).parse().unwrap();
        prop_assert!((kept - number).abs() <= 1.2e-7 * number, "{number} became {kept}");
        if spec.check().is_ok() {
            assert_reads_back(&spec);
        }
        let text = serde_json::to_string(&spec).unwrap();
        prop_assert_eq!(serde_json::from_str::<RunSpec>(&text).unwrap(), spec);
    }
}
