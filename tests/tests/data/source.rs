use std::collections::HashSet;

use model::ModelError;
use model::data::{DataBatch, ImageDrawer, Images, TrainingData, faces};
use proptest::prelude::*;
use run_spec::{ImageShape, ProceduralDataset};
use tests::hanzi;

const SHAPE: ImageShape = ImageShape {
    channels: 1,
    height: 8,
    width: 8,
};

/// Image `i` is grey `i` all over and has label `i`.
fn plain(count: u8) -> Images {
    let pixels = (0..count).flat_map(|value| [value; 64]).collect();
    let labels = (0..count).collect();
    Images::new(SHAPE, pixels).with_labels(labels).unwrap()
}

/// Which images of [`plain`] a batch holds, by their pixels.
fn which(batch: &DataBatch) -> Vec<u8> {
    batch
        .pixels
        .chunks(64)
        .map(|image| (image[0] * 255.0).round() as u8)
        .collect()
}

proptest! {
    #[test]
    fn an_epoch_visits_each_training_image_at_most_once_and_leaves_out_only_the_tail(
        seed: u64, epoch in 0u32..1000, size in 1usize..70,
    ) {
        let source = TrainingData::held(plain(60), None).unwrap();
        let batches = source.batches_per_epoch(size).unwrap();
        let seen: Vec<u8> = (epoch * batches..(epoch + 1) * batches)
            .flat_map(|step| {
                let batch = source.batch(seed, step, size);
                assert_eq!(which(&batch), batch.labels, "pixels and labels belong together");
                batch.labels
            })
            .collect();
        let different: HashSet<u8> = seen.iter().copied().collect();
        prop_assert_eq!(different.len(), seen.len());
        prop_assert_eq!(seen.len(), 50 / size.min(50) * size.min(50));
        prop_assert!(seen.iter().all(|&label| label < 50), "the last sixth is held out");
    }

    #[test]
    fn a_batch_depends_on_nothing_but_seed_step_and_size(
        seed: u64, steps in prop::collection::vec(0u32..40, 1..8), size in 1usize..9,
    ) {
        let sources = || [
            TrainingData::held(plain(30), None).unwrap(),
            TrainingData::drawn(ProceduralDataset::Strokes, 8),
            TrainingData::drawn(ProceduralDataset::Shapes, 9),
            TrainingData::drawn(ProceduralDataset::Faces, 16),
            TrainingData::drawn(ImageDrawer::Hanzi(hanzi()), 16),
        ];
        let used = sources();
        for &step in &steps {
            for (used, fresh) in used.iter().zip(sources()) {
                prop_assert_eq!(used.batch(seed, step, size), fresh.batch(seed, step, size));
            }
        }
    }
}

#[test]
fn another_epoch_and_another_seed_have_another_order() {
    let source = TrainingData::held(plain(60), None).unwrap();
    let first = source.batch(1, 0, 50).labels;
    assert_ne!(first, source.batch(1, 1, 50).labels);
    assert_ne!(first, source.batch(2, 0, 50).labels);
    assert_eq!(first, source.batch(1, 0, 50).labels);
}

#[test]
fn drawn_batches_go_on_where_the_last_one_ended() {
    use ProceduralDataset as P;
    for drawing in [P::Strokes, P::Shapes, P::Faces] {
        let source = TrainingData::drawn(drawing, 10);
        let [first, second] = [0, 1].map(|step| source.batch(3, step, 8));
        let both = source.batch(3, 0, 16);
        assert_eq!(both.pixels, [first.pixels, second.pixels].concat());
        assert_eq!(both.labels, [first.labels, second.labels].concat());
        assert_eq!(source.len(), None);
        assert_eq!(source.batches_per_epoch(8), None);
    }
}

#[test]
fn pictures_in_colour_are_planes_in_a_batch_and_pixels_in_images() {
    let source = TrainingData::drawn(ProceduralDataset::Faces, 16);
    assert_eq!(source.shape(), ImageShape::square(16, 3));
    let batch = source.batch(3, 2, 4);
    for (i, planes) in batch.pixels.chunks_exact(3 * 16 * 16).enumerate() {
        let drawn = faces::draw(3, 8 + i as u64, 16);
        assert_eq!(batch.labels[i], drawn.label);
        for (place, pixel) in drawn.pixels.chunks_exact(3).enumerate() {
            for (channel, byte) in pixel.iter().enumerate() {
                assert_eq!(planes[channel * 16 * 16 + place], f32::from(*byte) / 255.0);
            }
        }
    }
}

#[test]
fn held_out_images_never_come_in_a_batch() {
    for drawing in [ProceduralDataset::Strokes, ProceduralDataset::Shapes] {
        let source = TrainingData::drawn(drawing, 12);
        let held_out = source.held_out(500);
        let held_out: HashSet<&[u8]> = (0..500).map(|index| held_out.bytes(index)).collect();
        // Seed 0 is the one that held-out pictures are drawn from too.
        for seed in [0, 1] {
            for step in 0..20 {
                for image in source.batch(seed, step, 64).pixels.chunks(144) {
                    let bytes: Vec<u8> = image.iter().map(|v| (v * 255.0).round() as u8).collect();
                    assert!(!held_out.contains(&bytes[..]));
                }
            }
        }
    }
    let source = TrainingData::held(plain(60), None).unwrap();
    assert_eq!(source.held_out(100), plain(60).split_at(50).1);
    assert_eq!(source.held_out(3).len(), 3);
    let source = TrainingData::held(plain(60), Some(plain(7))).unwrap();
    assert_eq!(source.held_out(100), plain(7));
    assert_eq!(source.len(), Some(60));
}

#[test]
fn too_few_images_and_test_images_of_another_size_are_refused() {
    let error = TrainingData::held(plain(1), None).unwrap_err();
    assert!(matches!(error, ModelError::TooFewImages { .. }), "{error}");
    let larger = Images::new(ImageShape { width: 16, ..SHAPE }, vec![0; 256]);
    let error = TrainingData::held(plain(2), Some(larger)).unwrap_err();
    assert!(matches!(error, ModelError::TestShape { .. }), "{error}");
    assert!(error.to_string().contains("8×16"), "{error}");
}

#[test]
fn images_without_labels_come_in_batches_without_labels() {
    let images = Images::new(SHAPE, vec![3; 64 * 12]);
    let batch = TrainingData::held(images, None).unwrap().batch(0, 0, 4);
    assert!(batch.labels.is_empty());
    assert_eq!(batch.pixels, [3.0 / 255.0; 256]);
}
