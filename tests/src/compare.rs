//! Comparison with a stated tolerance.

/// How far a number may be from what is expected: `absolute` + `relative` · |expected|.
#[derive(Clone, Copy, Debug)]
pub struct Tolerance {
    /// In the numbers' own unit.
    pub absolute: f64,
    /// As a share of what is expected.
    pub relative: f64,
}

impl Tolerance {
    /// `absolute` + `relative` · |expected|.
    pub const fn new(absolute: f64, relative: f64) -> Self {
        Self { absolute, relative }
    }
}

/// Holds each of `found` against its neighbour in `expected`, and prints the largest share of the
/// tolerance that was used up.
///
/// # Panics
/// When the lengths differ, or when a number is farther away than `tolerance`, naming the worst.
#[track_caller]
pub fn assert_close(what: &str, found: &[f32], expected: &[f64], tolerance: Tolerance) {
    assert_eq!(found.len(), expected.len(), "{what}: how many numbers");
    let mut worst = (0.0, 0);
    for (i, (&f, &e)) in found.iter().zip(expected).enumerate() {
        let allowed = tolerance.absolute + tolerance.relative * e.abs();
        let used = (f64::from(f) - e).abs() / allowed;
        // A NaN is as far away as can be.
        if used.is_nan() || used > worst.0 {
            worst = (if used.is_nan() { f64::INFINITY } else { used }, i);
        }
    }
    let (used, i) = worst;
    assert!(
        used <= 1.0,
        "{what}: expected {:e} at index {i}, found {:e}: {used:.2} times the tolerance {tolerance:?}",
        expected[i],
        found[i]
    );
    report(what, used);
}

#[allow(
    clippy::print_stdout,
    reason = "shown by `cargo test -- --nocapture` only"
)]
fn report(what: &str, used: f64) {
    println!("{what}: {:.1} % of the tolerance", 100.0 * used);
}
