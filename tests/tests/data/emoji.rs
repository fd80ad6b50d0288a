//! Emoji are the package's, whole, and mixed.

use std::fs;

use model::ModelError;
use model::data::{idx, shipped};
use run_spec::{DatasetId, EMOJI_IMAGES_FILE, EMOJI_LABELS_FILE, ImageShape};

const SIDE: usize = 32;
/// Of each of Unicode's groups, as the package's list has them without tones of skin.
const COUNTS: [usize; 9] = [169, 342, 152, 136, 218, 86, 260, 223, 8];

fn files() -> [Vec<u8>; 2] {
    [EMOJI_IMAGES_FILE, EMOJI_LABELS_FILE]
        .map(|name| fs::read(tests::root().join("assets/data").join(name)).unwrap())
}

#[test]
fn all_1594_emoji_are_there_with_their_groups_on_white() {
    let [images, labels] = files();
    let all = idx::colour_images("emoji", &images).unwrap();
    assert_eq!(all.shape(), ImageShape::square(SIDE, 3));
    assert_eq!(all.len(), COUNTS.iter().sum::<usize>());
    let mut counts = [0; 9];
    for label in idx::labels("labels", &labels).unwrap() {
        counts[usize::from(label)] += 1;
    }
    assert_eq!(counts, COUNTS);
    let mut different: Vec<&[u8]> = (0..all.len()).map(|index| all.bytes(index)).collect();
    let white = |image: &&[u8]| image.chunks(3).filter(|rgb| *rgb == [255; 3]).count();
    assert!(different.iter().all(|image| white(image) < SIDE * SIDE));
    let mean = different.iter().map(white).sum::<usize>() as f64 / (all.len() * SIDE * SIDE) as f64;
    assert!((0.2..0.6).contains(&mean), "{mean} of pixels are white");
    different.sort_unstable();
    different.dedup();
    // Some emoji are drawn as others are.
    assert!(different.len() > 1_500, "{}", different.len());
}

#[test]
fn the_last_sixth_is_held_out_and_has_every_large_group() {
    let [images, labels] = files();
    let source = shipped::source(DatasetId::Emoji, &images, &labels, SIDE).unwrap();
    assert_eq!(source.len(), DatasetId::Emoji.info().training_images);
    let training = shipped::training_images(DatasetId::Emoji, &images, &labels, SIDE).unwrap();
    assert_eq!(Some(training.len()), source.len());
    let held_out = source.held_out(1_000);
    assert_eq!(training.len() + held_out.len(), 1_594);
    for group in 0..8 {
        let labels = held_out.labels().unwrap();
        assert!(labels.contains(&group), "{group}");
    }
}

#[test]
fn they_are_brought_to_another_size_and_stay_in_colour() {
    let [images, labels] = files();
    let source = shipped::source(DatasetId::Emoji, &images, &labels, 16).unwrap();
    assert_eq!(source.shape(), ImageShape::square(16, 3));
    let small = source.held_out(1);
    let large = shipped::source(DatasetId::Emoji, &images, &labels, SIDE)
        .unwrap()
        .held_out(1);
    let mean =
        |bytes: &[u8]| bytes.iter().map(|byte| f64::from(*byte)).sum::<f64>() / bytes.len() as f64;
    assert!((mean(small.bytes(0)) - mean(large.bytes(0))).abs() < 2.0);
}

#[test]
fn files_of_grey_images_or_cut_short_are_refused() {
    let [images, labels] = files();
    let refused =
        |images: &[u8]| shipped::source(DatasetId::Emoji, images, &labels, SIDE).unwrap_err();
    assert!(matches!(
        refused(&images[..100_000]),
        ModelError::IdxLength { .. }
    ));
    assert!(matches!(refused(&labels), ModelError::IdxMagic { .. }));
}
