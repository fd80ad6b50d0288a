//! IDX files of images and labels, plain and packed.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use model::ModelError;
use model::data::{Images, idx};
use proptest::prelude::*;
use run_spec::ImageShape;

use super::assert_says;

const IMAGES: u32 = 0x0803;
const LABELS: u32 = 0x0801;

/// A file with this magic number, these sizes and `body` zero bytes after them.
fn file(magic: u32, sizes: &[u32], body: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> = [&[magic], sizes]
        .concat()
        .iter()
        .flat_map(|w| w.to_be_bytes())
        .collect();
    bytes.resize(bytes.len() + body, 0);
    bytes
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn refused(bytes: &[u8]) -> ModelError {
    idx::images("digits.idx", bytes).unwrap_err()
}

/// Numbers that do not repeat, so that they hardly pack.
fn noisy(count: usize, height: usize, width: usize) -> Images {
    let pixels = (0..count * height * width)
        .map(|i| (i * i / 7 + i * 31) as u8)
        .collect();
    let shape = ImageShape {
        channels: 1,
        height,
        width,
    };
    Images::new(shape, pixels)
}

#[test]
fn images_are_read_back_as_written_plain_and_packed() {
    for (count, height, width) in [(1, 1, 1), (3, 28, 28), (2, 9, 14), (1, 1024, 1)] {
        let images = noisy(count, height, width);
        let bytes = idx::write_images(&images);
        assert_eq!(bytes.len(), 16 + count * height * width);
        assert_eq!(idx::images("a", &bytes).unwrap(), images);
        assert_eq!(idx::images("a", &packed(&bytes)).unwrap(), images);
    }
}

#[test]
fn images_in_colour_are_written_with_their_channels_as_a_fourth_dimension() {
    let shape = ImageShape {
        channels: 3,
        height: 1,
        width: 2,
    };
    let bytes = idx::write_images(&Images::new(shape, vec![1, 2, 3, 4, 5, 6]));
    let header = [0, 0, 8, 4, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];
    assert_eq!(bytes, [&header[..], &[1, 2, 3, 4, 5, 6]].concat());
}

#[test]
fn labels_are_read_back_as_written_plain_and_packed() {
    for labels in [vec![], vec![7], (0..=255).collect::<Vec<u8>>()] {
        let bytes = idx::write_labels(&labels);
        assert_eq!(idx::labels("a", &bytes).unwrap(), labels);
        assert_eq!(idx::labels("a", &packed(&bytes)).unwrap(), labels);
    }
}

#[test]
fn a_file_in_several_gzip_members_is_read_whole() {
    let images = noisy(4, 8, 8);
    let bytes = idx::write_images(&images);
    let (first, second) = bytes.split_at(100);
    let members = [packed(first), packed(second)].concat();
    assert_eq!(idx::images("a", &members).unwrap(), images);
}

#[test]
fn grey_values_are_bytes_over_255() {
    let shape = ImageShape {
        channels: 1,
        height: 1,
        width: 3,
    };
    let images = Images::new(shape, vec![0, 51, 255, 255, 0, 102]);
    let found = tests::read(images.batch(&[1, 0], &model::device::cpu()));
    assert_eq!(found, [1.0, 0.0, 0.4, 0.0, 0.2, 1.0]);
}

#[test]
fn labels_must_be_as_many_as_images() {
    let error = noisy(3, 8, 8).with_labels(vec![1, 2]).unwrap_err();
    assert_eq!(
        error,
        ModelError::LabelCount {
            images: 3,
            labels: 2
        }
    );
    assert_says(&error, &["found 2 labels for 3 images"]);
}

#[test]
fn an_empty_file_is_refused() {
    let error = refused(&[]);
    assert!(
        matches!(
            error,
            ModelError::IdxLength {
                expected: 16,
                found: 0,
                ..
            }
        ),
        "{error:?}"
    );
    assert_says(
        &error,
        &["digits.idx", "promises 16 bytes", "found 0", "cut short"],
    );
}

#[test]
fn a_truncated_header_is_refused_wherever_it_ends() {
    let bytes = file(IMAGES, &[1, 8, 8], 64);
    for length in 1..16 {
        let error = refused(&bytes[..length]);
        let ModelError::IdxLength {
            expected: 16,
            found,
            ..
        } = error
        else {
            panic!("{error:?}");
        };
        assert_eq!(found, length as u64);
    }
    let error = idx::labels("digits.idx", &file(LABELS, &[], 2)).unwrap_err();
    assert!(
        matches!(
            error,
            ModelError::IdxLength {
                expected: 8,
                found: 6,
                ..
            }
        ),
        "{error:?}"
    );
}

#[test]
fn a_truncated_body_is_refused_plain_and_packed() {
    let bytes = idx::write_images(&noisy(10, 8, 8));
    for length in [16, 17, 500, 655] {
        for bytes in [bytes[..length].to_vec(), packed(&bytes[..length])] {
            let error = refused(&bytes);
            let ModelError::IdxLength {
                expected: 656,
                found,
                ..
            } = error
            else {
                panic!("{error:?}");
            };
            assert_eq!(found, length as u64);
            assert_says(
                &error,
                &[
                    "promises 656 bytes",
                    &format!("found {length}"),
                    "cut short",
                ],
            );
        }
    }
    let error = idx::labels("digits.idx", &file(LABELS, &[5], 4)).unwrap_err();
    assert!(
        matches!(
            error,
            ModelError::IdxLength {
                expected: 13,
                found: 12,
                ..
            }
        ),
        "{error:?}"
    );
}

#[test]
fn a_file_that_is_too_long_is_refused_plain_and_packed() {
    let bytes = file(IMAGES, &[2, 8, 8], 128 + 1000);
    for bytes in [bytes.clone(), packed(&bytes)] {
        let error = refused(&bytes);
        assert!(
            matches!(
                error,
                ModelError::IdxLength {
                    expected: 144,
                    found: 1144,
                    ..
                }
            ),
            "{error:?}"
        );
        assert_says(&error, &["promises 144 bytes", "found 1144", "too long"]);
    }
}

#[test]
fn labels_given_as_images_and_images_given_as_labels_are_refused() {
    let error = refused(&file(LABELS, &[4], 4));
    assert!(
        matches!(
            error,
            ModelError::IdxMagic {
                expected: "images",
                found: LABELS,
                ..
            }
        ),
        "{error:?}"
    );
    assert_says(
        &error,
        &["an IDX file of images", "0x00000803", "found 0x00000801"],
    );

    let error = idx::labels("digits.idx", &packed(&file(IMAGES, &[1, 8, 8], 64))).unwrap_err();
    assert!(
        matches!(
            error,
            ModelError::IdxMagic {
                expected: "labels",
                found: IMAGES,
                ..
            }
        ),
        "{error:?}"
    );
    assert_says(
        &error,
        &["an IDX file of labels", "0x00000801", "found 0x00000803"],
    );
}

#[test]
fn a_file_of_another_format_is_refused() {
    for (bytes, found) in [
        (
            &b"\x89PNG\r\n\x1a\n and so on and on"[..],
            "found 0x89504e47",
        ),
        (b"<!DOCTYPE html><p>404</p>", "found 0x3c21444f"),
        // IDX of 32-bit floats.
        (&file(0x0D03, &[1, 8, 8], 256), "found 0x00000d03"),
    ] {
        let error = refused(bytes);
        assert!(matches!(error, ModelError::IdxMagic { .. }), "{error:?}");
        assert_says(&error, &["digits.idx", found]);
    }
}

#[test]
fn impossible_sizes_are_refused() {
    for (sizes, found) in [
        ([0, 28, 28], "0 of 28×28"),
        ([1, 0, 28], "1 of 0×28"),
        ([1, 28, 0], "1 of 28×0"),
        ([1, 5000, 28], "1 of 5000×28"),
        ([1, 28, 5000], "1 of 28×5000"),
        ([u32::MAX; 3], "4294967295 of 4294967295×4294967295"),
    ] {
        let error = refused(&file(IMAGES, &sizes, 784));
        assert!(matches!(error, ModelError::IdxShape { .. }), "{error:?}");
        assert_says(&error, &["at least one image of 1 to 1024 pixels", found]);
    }
}

#[test]
fn a_claim_of_four_billion_images_is_refused_without_making_room_for_them() {
    // Terabytes, which no machine gives: asking for them would abort this program.
    for side in [28, 1024] {
        let bytes = file(IMAGES, &[u32::MAX, side, side], 784);
        for bytes in [bytes.clone(), packed(&bytes)] {
            let error = refused(&bytes);
            let promised = 16 + u64::from(u32::MAX) * u64::from(side * side);
            let ModelError::IdxLength {
                expected,
                found: 800,
                ..
            } = error
            else {
                panic!("{error:?}");
            };
            assert_eq!(expected, promised);
        }
    }
    let error = idx::labels("digits.idx", &file(LABELS, &[u32::MAX], 3)).unwrap_err();
    assert!(
        matches!(
            error,
            ModelError::IdxLength {
                expected: 0x1_0000_0007,
                found: 11,
                ..
            }
        ),
        "{error:?}"
    );
}

#[test]
fn broken_gzip_is_refused() {
    let whole = packed(&idx::write_images(&noisy(10, 8, 8)));
    let mut header = whole.clone();
    header[2] = 99;
    let mut stream = whole.clone();
    stream[10] = 0xff;
    let mut checksum = whole.clone();
    let end = checksum.len();
    checksum[end - 6] ^= 1;
    for bytes in [header, stream, checksum, vec![0x1f, 0x8b]] {
        let error = refused(&bytes);
        assert!(matches!(error, ModelError::Gzip { .. }), "{error:?}");
        assert_says(
            &error,
            &["digits.idx", "expected gzip data", "cannot be unpacked ("],
        );
    }
}

#[test]
fn truncated_gzip_is_refused_wherever_it_ends() {
    let whole = packed(&idx::write_images(&noisy(10, 8, 8)));
    for length in 2..whole.len() {
        let error = refused(&whole[..length]);
        // Cut within its head or at its checksum it is no gzip data; within the body it is short.
        let short =
            matches!(error, ModelError::IdxLength { expected: 656, found, .. } if found < 656);
        assert!(
            short || matches!(error, ModelError::Gzip { .. }),
            "{length}: {error:?}"
        );
    }
}

#[test]
fn gzip_with_something_behind_it_is_refused() {
    let whole = packed(&idx::write_images(&noisy(2, 8, 8)));
    for junk in [&b"junk"[..], &[0x1f, 0x8b], &[0; 512], &whole] {
        let error = refused(&[&whole[..], junk].concat());
        let (gzip, long) = (
            matches!(error, ModelError::Gzip { .. }),
            matches!(
                error,
                ModelError::IdxLength {
                    expected: 144,
                    found: 288,
                    ..
                }
            ),
        );
        assert!(if junk == whole { long } else { gzip }, "{error:?}");
    }
}

proptest! {
    #[test]
    fn any_images_are_read_back_as_written(
        (height, width, pixels) in (1_usize..20, 1_usize..20, 1_usize..5).prop_flat_map(
            |(height, width, count)| {
                let bytes = prop::collection::vec(any::<u8>(), count * height * width);
                (Just(height), Just(width), bytes)
            },
        ),
    ) {
        let images = Images::new(ImageShape { channels: 1, height, width }, pixels);
        let bytes = idx::write_images(&images);
        prop_assert_eq!(&idx::images("a", &bytes).unwrap(), &images);
        prop_assert_eq!(&idx::images("a", &packed(&bytes)).unwrap(), &images);
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let magic = |magic: u32| [&magic.to_be_bytes()[..], &bytes].concat();
        for bytes in [bytes.clone(), magic(IMAGES), magic(LABELS), [&[0x1f, 0x8b], &bytes[..]].concat()] {
            let _ = idx::images("a", &bytes);
            let _ = idx::labels("a", &bytes);
        }
    }

    #[test]
    fn a_flipped_byte_of_a_packed_file_never_panics_nor_passes_unseen(
        place in 10_usize..400,
        flip in 1_u8..=255,
    ) {
        let images = noisy(8, 8, 8);
        let mut bytes = packed(&idx::write_images(&images));
        // From 10 on, gzip protects what it holds with a checksum.
        let place = place % (bytes.len() - 10) + 10;
        bytes[place] ^= flip;
        if let Ok(read) = idx::images("a", &bytes) {
            prop_assert_eq!(read, images);
        }
    }
}

#[test]
fn bytes_that_become_the_images_own_are_read_as_others_are() {
    let shape = ImageShape {
        channels: 1,
        height: 3,
        width: 2,
    };
    let images = Images::new(shape, (0..24).collect());
    let whole = idx::write_images(&images);
    assert_eq!(idx::images_of("a", whole.clone()).unwrap(), images);
    let mut labels = idx::write_labels(&[1, 2, 3]);
    labels.extend([0; 20]);
    let mut wide = whole.clone();
    wide[15] = 4;
    for bytes in [
        Vec::new(),
        whole[..17].to_vec(),
        [&whole[..], &[0]].concat(),
        labels,
        wide,
    ] {
        let expected = idx::images("a", &bytes);
        assert!(expected.is_err());
        assert_eq!(idx::images_of("a", bytes), expected);
    }
}

#[test]
fn parts_of_images_join_to_the_whole_with_their_labels() {
    let shape = ImageShape {
        channels: 1,
        height: 1,
        width: 2,
    };
    let images = Images::new(shape, (0..10).collect());
    let images = images.with_labels(vec![5, 6, 7, 8, 9]).unwrap();
    let mut joined = images.part(0, 2);
    joined.join(images.part(2, 2));
    joined.join(images.part(4, usize::MAX));
    assert_eq!(joined, images);
    assert!(images.part(5, 1).is_empty() && images.part(9, 1).is_empty());
    joined.join(Images::new(shape, vec![1, 2]));
    assert_eq!((joined.len(), joined.labels()), (6, None));
}

#[test]
fn the_beginning_of_packed_data_is_read_as_far_as_it_goes() {
    let bytes = file(IMAGES, &[2, 8, 8], 128);
    let whole = packed(&bytes);
    let beginning = |packed: &[u8], most| idx::unpacked_beginning("digits.idx.gz", packed, most);
    assert_eq!(beginning(&whole, 16), Ok(bytes[..16].to_vec()));
    assert_eq!(beginning(&whole, 1 << 20), Ok(bytes.clone()));
    let cut = beginning(&whole[..whole.len() - 4], 1 << 20).unwrap();
    assert!(bytes.starts_with(&cut) && !cut.is_empty());
    let error = beginning(b"\x1f\x8b no gzip", 16).unwrap_err();
    assert!(matches!(error, ModelError::Gzip { .. }), "{error:?}");
}
