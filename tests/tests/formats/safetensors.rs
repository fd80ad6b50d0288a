//! Weights in safetensors files.

use half::f16;
use model::weights::{self, TensorFile, WeightPrecision};
use model::{ModelError, device};
use proptest::prelude::*;
use serde_json::json;
use tests::{conv_config, dense_config, parameters, read, tensor};

use super::assert_says;
use super::raw::{Raw, file, raw, refused, saved};

/// `[16, 2]` in the small network.
const TENSOR: &str = "encoder.mean.weight";
/// A tensor that others follow in the file.
const MIDDLE: &str = "decoder.output.bias";

#[track_caller]
fn assert_malformed(bytes: &[u8], part: &str) {
    for error in [
        refused(bytes),
        weights::points_from_bytes("net.safetensors", bytes, 2).unwrap_err(),
    ] {
        assert!(matches!(error, ModelError::Safetensors { .. }), "{error:?}");
        assert_says(
            &error,
            &["net.safetensors", "expected a safetensors file", part],
        );
    }
}

#[test]
fn single_precision_is_read_back_exactly() {
    for config in [dense_config(), conv_config()] {
        let (vae, bytes) = saved(&config, WeightPrecision::F32);
        let (_, loaded) = weights::load_vae("net", &bytes, &device::cpu()).unwrap();
        assert_eq!(parameters(&loaded), parameters(&vae));
        let z = || {
            tensor(
                &vec![0.5; config.latent],
                [1, config.latent],
                &device::cpu(),
            )
        };
        assert_eq!(read(loaded.decode(z())), read(vae.decode(z())));
    }
}

#[test]
fn half_precision_is_read_back_rounded_and_takes_half_the_room() {
    let (vae, long) = saved(&conv_config(), WeightPrecision::F32);
    let (_, short) = saved(&conv_config(), WeightPrecision::F16);
    assert_eq!(
        2 * Raw::parse(&short).body.len(),
        Raw::parse(&long).body.len()
    );
    let (_, loaded) = weights::load_vae("net", &short, &device::cpu()).unwrap();
    let (found, expected) = (parameters(&loaded), parameters(&vae));
    for ((name, found), (_, expected)) in found.iter().zip(&expected) {
        for (&found, &expected) in found.values.iter().zip(&expected.values) {
            assert_eq!(found, f16::from_f32(expected).to_f32(), "{name}");
            // Eleven bits, or the smallest step of all.
            let half_a_step = (expected.abs() / 2048.0).max(3e-8);
            assert!(
                (found - expected).abs() <= half_a_step,
                "{name}: {found} for {expected}"
            );
        }
    }
}

#[test]
fn rounded_weights_are_read_back_exactly() {
    let (_, once) = saved(&conv_config(), WeightPrecision::F16);
    let (card, vae) = weights::load_vae("net", &once, &device::cpu()).unwrap();
    let twice = tests::run(weights::save(&vae, &card, WeightPrecision::F16)).unwrap();
    assert_eq!(once, twice);
}

#[test]
fn a_missing_tensor_is_refused() {
    let mut file = raw();
    file.remove(TENSOR);
    let error = file.refused();
    assert!(
        matches!(&error, ModelError::TensorMissing { name, expected, .. }
            if name == TENSOR && expected == &[16, 2]),
        "{error:?}"
    );
    assert_says(
        &error,
        &["`encoder.mean.weight` of shape [16, 2], found none"],
    );
}

#[test]
fn a_tensor_of_another_shape_is_refused() {
    assert_eq!(raw().shape(TENSOR), [16, 2]);
    for shape in [&[2, 16][..], &[32], &[16, 2, 1], &[4, 2, 4]] {
        let mut file = raw();
        file.header[TENSOR]["shape"] = json!(shape);
        let error = file.refused();
        assert!(
            matches!(&error, ModelError::TensorShape { found, .. } if found == shape),
            "{error:?}"
        );
        assert_says(
            &error,
            &[TENSOR, "of shape [16, 2]", &format!("found {shape:?}")],
        );
    }
}

#[test]
fn a_tensor_of_another_type_is_refused() {
    for (dtype, size) in [
        ("I64", 8),
        ("F64", 8),
        ("I32", 4),
        ("BF16", 2),
        ("U8", 1),
        ("BOOL", 1),
    ] {
        let mut file = raw();
        file.replace(TENSOR, dtype, &[16, 2], &vec![0; 32 * size]);
        let error = file.refused();
        assert!(
            matches!(&error, ModelError::TensorType { found, .. } if found == dtype),
            "{error:?}"
        );
        assert_says(
            &error,
            &[
                "`encoder.mean.weight` as F16 or F32",
                &format!("found {dtype}"),
            ],
        );
    }
}

#[test]
fn a_tensor_without_a_place_is_refused() {
    let mut file = raw();
    file.push("encoder.more", "F32", &[1], &[0; 4]);
    file.push("decoder.more", "F32", &[0], &[]);
    let error = file.refused();
    assert!(
        matches!(error, ModelError::TensorsUnknown { expected: 10, .. }),
        "{error:?}"
    );
    assert_says(
        &error,
        &["expected 10 tensors", "`decoder.more`, `encoder.more`"],
    );
}

#[test]
fn numbers_that_are_not_finite_are_refused() {
    for (bad, text) in [
        (f32::NAN, "NaN"),
        (f32::INFINITY, "inf"),
        (f32::NEG_INFINITY, "-inf"),
    ] {
        let mut values = [0.5_f32; 32];
        values[17] = bad;
        let mut file = raw();
        let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        file.replace(TENSOR, "F32", &[16, 2], &bytes);
        let long = file.refused();
        let bytes: Vec<u8> = values
            .iter()
            .flat_map(|&v| f16::from_f32(v).to_le_bytes())
            .collect();
        file.replace(TENSOR, "F16", &[16, 2], &bytes);
        for error in [long, file.refused()] {
            assert!(
                matches!(error, ModelError::TensorNotFinite { .. }),
                "{error:?}"
            );
            assert_says(
                &error,
                &["finite numbers", &format!("found {text} in"), TENSOR],
            );
        }
    }
}

#[test]
fn tensors_that_are_not_the_cards_are_refused() {
    let mut changed = raw();
    let [begin, _] = changed.range(TENSOR);
    changed.body[begin] ^= 1;
    let mut card = raw();
    card.set_card_field("digest", json!("0123"));
    for (file, expected) in [
        (changed, raw().card()["digest"].clone()),
        (card, json!("0123")),
    ] {
        let error = file.refused();
        assert!(matches!(error, ModelError::Digest { .. }), "{error:?}");
        assert_says(
            &error,
            &["digest", expected.as_str().unwrap(), "changed or damaged"],
        );
    }
}

#[test]
fn overlapping_tensors_and_gaps_are_refused() {
    let mut overlapping = raw();
    let [begin, end] = overlapping.range(TENSOR);
    let other = overlapping.range("encoder.mean.bias");
    assert!(begin > 0, "others stand before it");
    overlapping.header[TENSOR]["data_offsets"] = json!([begin - 4, end - 4]);
    assert_malformed(&overlapping.to_bytes(), "overlaps another");

    let mut same = raw();
    same.header["decoder.output.bias"]["data_offsets"] = json!(other);
    assert_malformed(&same.to_bytes(), "tensor `");

    let mut gap = raw();
    let [begin, end] = gap.range(MIDDLE);
    let entries = gap.header.iter_mut();
    for (_, entry) in entries.filter(|(name, _)| *name != "__metadata__") {
        for offset in entry["data_offsets"].as_array_mut().unwrap() {
            let at = offset.as_u64().unwrap();
            if at as usize >= end {
                *offset = json!(at + 8);
            }
        }
    }
    gap.header[MIDDLE]["data_offsets"] = json!([begin, end]);
    gap.body.splice(end..end, [0; 8]);
    assert_malformed(&gap.to_bytes(), "leaves a gap");

    let mut backwards = raw();
    backwards.header[TENSOR]["data_offsets"] = json!([end, begin]);
    assert_malformed(&backwards.to_bytes(), "tensor `");
}

#[test]
fn a_tensor_whose_room_does_not_fit_its_shape_is_refused() {
    let mut file = raw();
    file.header[TENSOR]["shape"] = json!([16, 3]);
    assert_malformed(&file.to_bytes(), "does not fit its shape and type");
    file.header[TENSOR]["shape"] = json!([u64::MAX, u64::MAX]);
    assert_malformed(&file.to_bytes(), "does not fit its shape and type");
}

#[test]
fn a_tensor_of_no_numbers_is_refused_though_it_may_share_an_offset() {
    let mut file = raw();
    file.replace(TENSOR, "F32", &[0, 2], &[]);
    let begin = file.range("decoder.output.bias")[0];
    file.header[TENSOR]["data_offsets"] = json!([begin, begin]);
    let error = file.refused();
    assert!(
        matches!(&error, ModelError::TensorShape { found, .. } if found == &[0, 2]),
        "{error:?}"
    );
}

#[test]
fn a_header_longer_than_the_file_is_refused() {
    let mut bytes = raw().to_bytes();
    bytes[..8].copy_from_slice(&50_000_000_u64.to_le_bytes());
    assert_malformed(
        &bytes,
        &format!("more bytes than the {} that the file has", bytes.len()),
    );
}

#[test]
fn a_header_beyond_all_bounds_is_refused() {
    for length in [100_000_001, u64::from(u32::MAX), u64::MAX] {
        let mut bytes = raw().to_bytes();
        bytes[..8].copy_from_slice(&length.to_le_bytes());
        assert_malformed(&bytes, "more than the 100 MB that a header may have");
    }
}

#[test]
fn a_header_that_is_not_json_is_refused() {
    for header in [
        "",
        "not json",
        "[]",
        "{\"a\":",
        "{\"a\":{\"dtype\":\"F99\"}}",
    ] {
        assert_malformed(&file(header, &[]), "its header is not the JSON text");
    }
    let metadata = file("{\"__metadata__\":{\"n\":1}}", &[]);
    assert_malformed(&metadata, "the entry `n` of its metadata is not text");
    let twice = file("{\"__metadata__\":{},\"__metadata__\":{}}", &[]);
    assert_malformed(&twice, "its header has two entries `__metadata__`");
    let mut bytes = file("{\"abc\":1}", &[]);
    bytes[10] = 0xff;
    assert_malformed(&bytes, "its header is not the JSON text");
}

#[test]
fn a_truncated_file_is_refused_wherever_it_ends() {
    let bytes = raw().to_bytes();
    let header = bytes.len() - raw().body.len();
    let found = format!("describes other than the {} bytes found", bytes.len() - 1);
    assert_malformed(&bytes[..bytes.len() - 1], &found);
    assert_malformed(&bytes[..header], "it is cut short or too long");
    assert_malformed(&bytes[..header - 1], "its header claims more bytes than");
    assert_malformed(&bytes[..7], "it has 7 bytes, fewer than the 8");
    for length in (0..bytes.len()).step_by(97) {
        assert!(matches!(
            refused(&bytes[..length]),
            ModelError::Safetensors { .. }
        ));
    }
}

#[test]
fn a_file_that_is_too_long_is_refused() {
    let bytes = [raw().to_bytes(), vec![0]].concat();
    assert_malformed(
        &bytes,
        &format!("other than the {} bytes found", bytes.len()),
    );
}

#[test]
fn an_empty_file_is_refused() {
    assert_malformed(&[], "it has 0 bytes, fewer than the 8");
}

/// Tries everything that reads such a file.
fn read_all(bytes: &[u8]) {
    let _ = TensorFile::parse("a", bytes);
    let _ = weights::load("a", bytes, &device::cpu());
    let _ = weights::points_from_bytes("a", bytes, 2);
}

proptest! {
    #[test]
    fn random_bytes_never_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        length in 0_u64..300,
    ) {
        read_all(&bytes);
        read_all(&[&length.to_le_bytes()[..], &bytes].concat());
    }

    #[test]
    fn flipped_bytes_of_a_valid_file_never_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), 1_u8..=255), 1..4),
    ) {
        let mut bytes = raw().to_bytes();
        for (place, flip) in &flips {
            let place = place.index(bytes.len());
            bytes[place] ^= flip;
        }
        read_all(&bytes);
    }

    #[test]
    fn a_flipped_byte_of_the_header_never_panics(
        place in any::<prop::sample::Index>(),
        flip in 1_u8..=255,
    ) {
        let mut bytes = raw().to_bytes();
        let header = bytes.len() - raw().body.len();
        bytes[place.index(header)] ^= flip;
        read_all(&bytes);
    }

    #[test]
    fn a_changed_weight_never_passes_unseen(
        place in any::<prop::sample::Index>(),
        flip in 1_u8..=255,
    ) {
        let mut file = raw();
        let place = place.index(file.body.len());
        file.body[place] ^= flip;
        let error = file.refused();
        let seen = matches!(
            error,
            ModelError::Digest { .. }
                | ModelError::TensorNotFinite { .. }
                | ModelError::TensorRange { .. }
        );
        prop_assert!(seen, "{:?}", error);
    }
}
