//! The crate `latent` on real drawings: MNIST's test images. Without them ([`tests::mnist_or_skip`])
//! the checks are skipped.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a check panics where it cannot go on"
)]

use tests::mnist_or_skip;

const COUNT: usize = 1_000;
const SIDE: usize = 28;

/// The first test images, grey values of 0 to 1: `[COUNT][SIDE · SIDE]`.
fn digits() -> Option<Vec<Vec<f32>>> {
    let images = mnist_or_skip()?;
    let grey = |index| -> Vec<f32> {
        let bytes = images.bytes(index).iter();
        bytes.map(|&byte| f32::from(byte) / 255.0).collect()
    };
    Some((0..COUNT).map(grey).collect())
}

fn mean_difference(one: &[f32], other: &[f32]) -> f32 {
    let apart = one
        .iter()
        .zip(other)
        .map(|(one, other)| (one - other).abs());
    apart.sum::<f32>() / one.len() as f32
}

/// A picture `factor` times larger, on a canvas of `canvas` × `canvas`, at `(top, left)`.
fn drawn_large(grey: &[f32], factor: usize, canvas: usize, top: usize, left: usize) -> Vec<f32> {
    let mut large = vec![0.0; canvas * canvas];
    for y in 0..SIDE * factor {
        for x in 0..SIDE * factor {
            large[(top + y) * canvas + left + x] = grey[y / factor * SIDE + x / factor];
        }
    }
    large
}

#[test]
fn every_digit_of_mnist_is_centred_as_mnist_centred_it() {
    let Some(digits) = digits() else { return };
    for digit in &digits {
        assert_eq!(latent::centre(digit, SIDE, SIDE, SIDE).as_ref(), Ok(digit));
    }
}

#[test]
fn every_digit_of_mnist_is_all_ink() {
    let Some(digits) = digits() else { return };
    let mut several = 0;
    for digit in &digits {
        let found = latent::find_ink(digit, SIDE, SIDE).unwrap();
        assert_eq!(&found.grey, digit);
        several += usize::from(found.things > 1);
    }
    println!("{several} of {COUNT} look like several things");
    assert!(several <= COUNT / 100, "{several}");
}

#[test]
fn a_digit_drawn_elsewhere_and_larger_on_light_ground_is_the_digit_again() {
    let Some(digits) = digits() else { return };
    let mut worst = 0.0_f32;
    for digit in digits.iter().step_by(10) {
        let mut canvas = drawn_large(digit, 7, 300, 100, 3);
        for value in &mut canvas {
            *value = 1.0 - *value;
        }
        assert!(latent::invert_if_light(&mut canvas, 300, 300));
        let found = latent::centre(&canvas, 300, 300, SIDE).unwrap();
        worst = worst.max(mean_difference(&found, digit));
    }
    println!("mean difference of at most {worst}");
    assert!(worst <= 2.0 / 255.0, "{worst}");
}

/// A picture on a canvas three times as wide, each row moved to the right by `shear` times its
/// height.
fn sheared(grey: &[f32], shear: isize) -> Vec<f32> {
    let mut wide = vec![0.0; 3 * grey.len()];
    for (y, line) in grey.chunks_exact(SIDE).enumerate() {
        let by = shear * (SIDE as isize / 2 - y as isize);
        let start = (3 * SIDE * y + SIDE).strict_add_signed(by);
        wide[start..start + SIDE].copy_from_slice(line);
    }
    wide
}

#[test]
fn a_sheared_digit_leans_by_exactly_as_much_more() {
    let Some(digits) = digits() else { return };
    for digit in &digits {
        let before = latent::slant(digit, SIDE).unwrap();
        // By whole pixels a row, so that shearing rounds nothing.
        for shear in [-1, 1] {
            let found = latent::slant(&sheared(digit, shear), 3 * SIDE).unwrap() - before;
            assert!(
                (found - shear as f32).abs() < 1e-5,
                "{found} instead of {shear}"
            );
        }
    }
}

#[test]
fn strokes_grow_thicker_when_each_pixel_takes_the_lightest_around_it() {
    let Some(digits) = digits() else { return };
    let at = |grey: &[f32], y: usize, x: usize| grey.get(y * SIDE + x).copied().unwrap_or(0.0);
    let (mut sum, mut grown_sum) = (0.0, 0.0);
    for digit in &digits {
        // Digits keep four pixels from the border.
        let mut grown = vec![0.0_f32; digit.len()];
        for y in 1..SIDE - 1 {
            for x in 1..SIDE - 1 {
                let around = (0..9).map(|k| at(digit, y + k / 3 - 1, x + k % 3 - 1));
                grown[y * SIDE + x] = around.fold(0.0, f32::max);
            }
        }
        let thin = latent::thickness(digit, SIDE).unwrap();
        let thick = latent::thickness(&grown, SIDE).unwrap();
        assert!(thick > thin + 1.0, "{thin}, then {thick}");
        sum += thin;
        grown_sum += thick;
    }
    let (thin, thick) = (sum / COUNT as f32, grown_sum / COUNT as f32);
    println!("mean thickness {thin}, then {thick}");
    // A pixel on either side; more where narrow loops close.
    assert!(thick - thin > 2.0, "{thin}, then {thick}");
}
