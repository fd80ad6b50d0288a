//! The files that PyTorch exported give PyTorch's pictures (`tests/reference/make_decoders.py`).

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::PathBuf;

use flate2::read::ZlibDecoder;
use local_files::crate_folder;
use onnx_decoder::{ImageLayout, OnnxDecoder, OnnxError, ValueRange};
use run_spec::ImageShape;
use serde::Deserialize;

/// What PyTorch made of some points.
#[derive(Deserialize)]
struct Reference {
    z: Vec<Vec<f32>>,
    labels: Vec<usize>,
    height: usize,
    width: usize,
    channels: usize,
    pictures: String,
}

fn folder() -> PathBuf {
    crate_folder!().join("../../tests/reference/decoders")
}

fn open(name: &str) -> Result<OnnxDecoder, OnnxError> {
    OnnxDecoder::open(fs::read(folder().join(format!("{name}.onnx"))).expect("the file"))
}

fn references() -> BTreeMap<String, Reference> {
    let text = fs::read(folder().join("pictures.json")).expect("the pictures");
    serde_json::from_slice(&text).expect("JSON")
}

fn unpacked(hex: &str) -> Vec<u8> {
    let packed: Vec<u8> = (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal"))
        .collect();
    let mut bytes = Vec::new();
    let mut reader = ZlibDecoder::new(&packed[..]);
    reader.read_to_end(&mut bytes).expect("zlib");
    bytes
}

#[track_caller]
fn assert_close(found: &[u8], expected: &[u8], of: &str) {
    assert_eq!(found.len(), expected.len(), "{of}");
    let pairs = found.iter().zip(expected);
    let furthest = pairs.map(|(a, b)| a.abs_diff(*b)).max();
    assert!(furthest <= Some(1), "{of}: {furthest:?} of 255 apart");
    let spread = expected.iter().max().expect("bytes") - expected.iter().min().expect("bytes");
    assert!(spread > 100, "{of}: nothing can be told from such pictures");
}

#[test]
fn pictures_are_those_of_pytorch_to_rounding() {
    for (name, reference) in references() {
        let decoder = open(&name).expect("a decoder");
        let image = ImageShape {
            channels: reference.channels,
            height: reference.height,
            width: reference.width,
        };
        assert_eq!(decoder.image(), image, "{name}");
        let expected = unpacked(&reference.pictures);
        for (row, expected) in expected.chunks_exact(image.len()).enumerate() {
            let label = reference.labels.get(row).copied().unwrap_or(0);
            let found = decoder
                .pictures(&reference.z[row], label)
                .expect("pictures");
            assert_close(&found, expected, &format!("{name}, point {row}"));
        }
    }
}

#[test]
fn points_decoded_together_give_the_same_as_one_by_one() {
    let decoder = open("dcgan").expect("a decoder");
    let reference = &references()["dcgan"];
    // More than are run at once.
    let points: Vec<f32> = reference
        .z
        .iter()
        .cycle()
        .take(37)
        .flatten()
        .copied()
        .collect();
    let together = decoder.pictures(&points, 0).expect("pictures");
    let size = decoder.image().len();
    assert_eq!(together.len(), 37 * size);
    for (row, point) in points.chunks_exact(decoder.latent()).enumerate() {
        let single = decoder.pictures(point, 0).expect("a picture");
        assert_close(
            &together[row * size..(row + 1) * size],
            &single,
            &format!("{row}"),
        );
    }
}

#[test]
fn what_the_files_say_is_recognised() {
    let facts = |name: &str| {
        let decoder = open(name).expect("a decoder");
        (
            decoder.latent(),
            decoder.classes(),
            decoder.range(),
            decoder.layout(),
        )
    };
    use ImageLayout::{Pixels, Planes};
    assert_eq!(facts("mlp_vae"), (8, 0, ValueRange::Unit, Planes));
    assert_eq!(facts("dcgan"), (32, 0, ValueRange::Signed, Planes));
    assert_eq!(facts("conditional"), (6, 3, ValueRange::Bytes, Pixels));
    assert_eq!(facts("bad/batch_of_one"), (4, 0, ValueRange::Unit, Planes));
    assert_eq!(
        facts("bad/half_precision"),
        (4, 0, ValueRange::Unit, Planes)
    );
    assert_eq!(facts("bad/one_hot"), (4, 5, ValueRange::Signed, Planes));
    assert_eq!(facts("bad/flat_colour"), (4, 0, ValueRange::Unit, Planes));
    assert!(
        open("dcgan")
            .expect("a decoder")
            .producer()
            .starts_with("pytorch")
    );
}

#[test]
fn a_batch_of_one_decodes_any_number_of_points() {
    let decoder = open("bad/batch_of_one").expect("a decoder");
    let points: Vec<f32> = (0..12).map(|at| at as f32 / 4.0 - 1.5).collect();
    let together = decoder.pictures(&points, 0).expect("pictures");
    let single: Vec<u8> = points
        .chunks_exact(4)
        .flat_map(|point| decoder.pictures(point, 0).expect("a picture"))
        .collect();
    assert_eq!(together, single);
    assert_eq!(together.len(), 3 * 64);
}

#[test]
fn classes_change_the_picture_and_one_too_many_is_the_last() {
    for name in ["conditional", "bad/one_hot"] {
        let decoder = open(name).expect("a decoder");
        let z = vec![0.5; decoder.latent()];
        let of = |class| decoder.pictures(&z, class).expect("a picture");
        assert_ne!(of(0), of(1), "{name}");
        assert_eq!(of(decoder.classes()), of(decoder.classes() - 1), "{name}");
    }
}

#[test]
fn each_kind_of_bad_file_is_refused_by_name() {
    let cases = [
        ("unknown_operators", "own.domain.Warp, Det"),
        ("open_latent", "float [batch, latent]"),
        ("scalar_input", "float [4]"),
        ("picture_input", "float [batch, 3, 8, 8]"),
        ("three_inputs", "3: z, noise1, noise2"),
        ("four_channels", "[1, 4, 8, 8]"),
        ("too_large", "300 × 300"),
        ("one_number", "1 × 1"),
        ("nan_weights", "NaN in w"),
        ("external_data", "external_data.onnx.data"),
        ("overflow", "overflow"),
        ("huge_batch", "fixed at 10000000"),
    ];
    for (name, expected) in cases {
        let error = open(&format!("bad/{name}")).err().expect(name);
        let text = error.to_string();
        assert!(text.contains(expected), "{name}: {text}");
        assert!(text.chars().count() <= 300, "{name}: {text}");
    }
}

#[test]
fn a_file_that_was_cut_short_is_refused_or_opens_wherever_it_was_cut() {
    let whole = fs::read(folder().join("mlp_vae.onnx")).expect("the file");
    for part in [
        0,
        1,
        10,
        100,
        1_000,
        10_000,
        whole.len() - 1_000,
        whole.len() - 1,
    ] {
        let found = OnnxDecoder::open(whole[..part].to_vec());
        assert!(found.is_err(), "{part} bytes");
    }
    let mut more = whole;
    more.extend(b"and some text");
    assert!(OnnxDecoder::open(more).is_err());
}
