//! Gradient penalties in a specification.

use run_spec::{RunSpec, from_json, to_json};

#[test]
fn a_penalty_is_taken_every_so_many_steps_with_so_many_times_its_weight() {
    let spec = RunSpec {
        gradient_penalty: 0.5,
        penalty_every: 4,
        ..RunSpec::default()
    };
    let taken: Vec<_> = (0..6).map(|step| spec.penalty_at(step)).collect();
    assert_eq!(taken, [Some(1.0), None, None, None, Some(1.0), None]);
    assert_eq!(RunSpec::default().penalty_at(0), None);
}

#[test]
fn a_specification_without_penalties_is_written_as_before_there_were_any() {
    let plain = to_json(&RunSpec::default());
    assert!(!plain.contains("enalty"), "{plain}");
    let spec = RunSpec {
        gradient_penalty: 0.3,
        penalty_every: 2,
        ..RunSpec::default()
    };
    assert_eq!(from_json(&to_json(&spec)), Ok(spec));
    assert_eq!(from_json(&plain), Ok(RunSpec::default()));
}
