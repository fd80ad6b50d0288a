use std::fs;

use model::data::{Images, digits, idx};
use model::{ModelError, data::TrainingData};
use run_spec::DatasetId;

/// How many of each digit scikit-learn's `load_digits` has: `np.bincount(digits.target)`.
const COUNTS: [usize; 10] = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180];

fn file(name: &str) -> Vec<u8> {
    fs::read(tests::root().join("assets/data").join(name)).unwrap()
}

fn shipped() -> Images {
    let labels = idx::labels("labels", &file(digits::LABELS_FILE)).unwrap();
    let images = idx::images("images", &file(digits::IMAGES_FILE)).unwrap();
    images.with_labels(labels).unwrap()
}

fn source(side: usize) -> TrainingData {
    let [images, labels] = [digits::IMAGES_FILE, digits::LABELS_FILE].map(file);
    digits::source(&images, &labels, side).unwrap()
}

#[test]
fn the_shipped_digits_are_the_1797_of_the_uci_test_set() {
    let images = shipped();
    assert_eq!(images.len(), 1797);
    let mut counts = [0; 10];
    for &label in images.labels().unwrap() {
        counts[usize::from(label)] += 1;
    }
    assert_eq!(counts, COUNTS);
    // The first image of `load_digits`, a zero; its values are 0 to 16.
    let sixteenths: Vec<u8> = images.bytes(0)[..16]
        .iter()
        .map(|&byte| (f32::from(byte) * 16.0 / 255.0).round() as u8)
        .collect();
    assert_eq!(
        sixteenths,
        [0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0]
    );
}

#[test]
fn the_last_297_are_held_out() {
    let source = source(8);
    assert_eq!(source.len(), Some(1500));
    let (_, last) = shipped().split_at(1500);
    assert_eq!(source.held_out(1000), last);
    assert_eq!(last.len(), 297);
    assert_eq!(DatasetId::Digits.info().training_images, Some(1500));
}

#[test]
fn at_every_size_the_ink_is_centred_within_a_pixel_in_mnists_box() {
    let images = shipped().truncated(200);
    for side in 9..=32 {
        let placed = digits::like_mnist(&images, side).unwrap();
        assert_eq!(placed.shape().height, side);
        assert_eq!(placed.labels(), images.labels());
        for index in 0..placed.len() {
            let (mut ink, mut x, mut y) = (0.0, 0.0, 0.0);
            let (mut lines, mut line_has_ink) = (0, false);
            for (i, &byte) in placed.bytes(index).iter().enumerate() {
                ink += f64::from(byte);
                x += f64::from(byte) * ((i % side) as f64 + 0.5);
                y += f64::from(byte) * ((i / side) as f64 + 0.5);
                line_has_ink |= byte > 0;
                if i % side == side - 1 {
                    lines += usize::from(line_has_ink);
                    line_has_ink = false;
                }
            }
            let middle = side as f64 / 2.0;
            let [off_x, off_y] = [x / ink - middle, y / ink - middle];
            assert!(
                off_x.abs() <= 0.51 && off_y.abs() <= 0.51,
                "{side}, image {index}: {off_x}, {off_y}"
            );
            assert!(lines as f64 <= side as f64 * 20.0 / 28.0 + 0.5, "{lines}");
        }
    }
}

#[test]
fn a_size_that_no_model_takes_is_refused() {
    for side in [0, 7, 33] {
        let error = digits::like_mnist(&shipped(), side).unwrap_err();
        assert!(matches!(error, ModelError::Config { .. }), "{error}");
    }
}

#[test]
fn the_attribution_stands_beside_the_files() {
    let readme = String::from_utf8(file("README.md")).unwrap();
    for needed in ["Alpaydin", "Kaynak", "CC BY 4.0", digits::IMAGES_FILE] {
        assert!(readme.contains(needed), "{needed}");
    }
}
