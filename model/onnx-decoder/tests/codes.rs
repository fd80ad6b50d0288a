//! Encoders of decoders from ONNX files: PyTorch's own codes, exact inverses of every form, and files
//! that are no encoder of the decoder (`tests/reference/make_decoders.py`).

use std::cell::Cell;
use std::fs;
use std::io::Read;

use flate2::read::ZlibDecoder;
use local_files::crate_folder;
use onnx_decoder::{
    EncoderForm, ImageLayout, OnnxDecoder, OnnxEncoder, OnnxError, OnnxRole, SpreadForm, ValueRange,
};
use serde::Deserialize;

/// What PyTorch's encoder says of pictures.
#[derive(Deserialize)]
struct ReferenceCodes {
    means: Vec<Vec<f32>>,
    deviations: Vec<Vec<f32>>,
}

/// The pictures that it encoded.
#[derive(Deserialize)]
struct ReferencePictures {
    mlp_vae: PackedPictures,
}

#[derive(Deserialize)]
struct PackedPictures {
    pictures: String,
}

fn read(name: &str) -> Vec<u8> {
    let folder = crate_folder!().join("../../tests/reference/decoders");
    fs::read(folder.join(name)).expect("the file")
}

fn decoder(name: &str) -> OnnxDecoder {
    OnnxDecoder::open(read(&format!("{name}.onnx"))).expect("a decoder")
}

fn encoder(name: &str, of: &OnnxDecoder) -> Result<OnnxEncoder, OnnxError> {
    OnnxEncoder::open(read(&format!("{name}.onnx")), of, None, || {})
}

/// Points for a latent space, about as far from its centre as draws from the prior.
fn points(latent: usize, count: usize) -> Vec<f32> {
    (0..latent * count)
        .map(|i| 1.2 * (1.0 + 2.3 * i as f32).sin())
        .collect()
}

#[track_caller]
fn assert_close(found: &[f32], expected: &[f32], within: f32, of: &str) {
    assert_eq!(found.len(), expected.len(), "{of}");
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!(
            (found - expected).abs() <= within,
            "{of}, number {at}: {found}, expected {expected}"
        );
    }
}

#[test]
fn codes_are_those_of_pytorch() {
    let decoder = decoder("mlp_vae");
    let encoder = encoder("mlp_vae_encoder", &decoder).expect("an encoder");
    let pictures: ReferencePictures = serde_json::from_slice(&read("pictures.json")).expect("JSON");
    let packed = pictures.mlp_vae.pictures;
    let packed: Vec<u8> = (0..packed.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&packed[at..at + 2], 16).expect("hexadecimal"))
        .collect();
    let mut bytes = Vec::new();
    let mut reader = ZlibDecoder::new(&packed[..]);
    reader.read_to_end(&mut bytes).expect("zlib");
    let planes: Vec<f32> = bytes.iter().map(|byte| f32::from(*byte) / 255.0).collect();
    let found = encoder.posteriors(&planes, 0).expect("codes");
    let expected: ReferenceCodes = serde_json::from_slice(&read("codes.json")).expect("JSON");
    assert_close(&found.means, &expected.means.concat(), 1e-4, "means");
    let deviations = expected.deviations.concat();
    assert_close(&found.deviations, &deviations, 1e-4, "deviations");
    assert_eq!(encoder.range(), ValueRange::Unit);
    assert_eq!(encoder.spread(), Some(SpreadForm::LogVariance));
    // The prior reaches further than the pictures that it was trained on.
    assert!(encoder.error() < 0.2, "{}", encoder.error());
}

#[test]
fn every_form_of_encoder_finds_the_points_that_pictures_were_made_of() {
    use ImageLayout::{Pixels, Planes};
    use ValueRange::{Bytes, Signed, Unit};
    let cases = [
        ("batch_of_one", "plain", Unit, Planes, None),
        ("batch_of_one", "signed", Signed, Planes, None),
        ("batch_of_one", "bytes", Bytes, Planes, None),
        ("batch_of_one", "pixels_last", Unit, Pixels, None),
        ("batch_of_one", "flat", Unit, Planes, None),
        ("batch_of_one", "grey_rows", Unit, Planes, None),
        ("batch_of_one", "open_size", Unit, Planes, None),
        ("batch_of_one", "batch_of_three", Unit, Planes, None),
        ("batch_of_one", "one_at_a_time", Unit, Planes, None),
        (
            "batch_of_one",
            "halves",
            Unit,
            Planes,
            Some(SpreadForm::LogVariance),
        ),
        (
            "batch_of_one",
            "halves_swapped",
            Unit,
            Planes,
            Some(SpreadForm::LogVariance),
        ),
        (
            "batch_of_one",
            "two_outputs",
            Unit,
            Planes,
            Some(SpreadForm::LogVariance),
        ),
        (
            "batch_of_one",
            "named",
            Unit,
            Planes,
            Some(SpreadForm::LogVariance),
        ),
        (
            "batch_of_one",
            "deviation",
            Unit,
            Planes,
            Some(SpreadForm::Deviation),
        ),
        // What it is taken for first has no pictures.
        (
            "steep",
            "halves_swapped",
            Unit,
            Planes,
            Some(SpreadForm::LogVariance),
        ),
        ("one_hot", "of_one_hot", Signed, Planes, None),
        ("flat_colour", "flat_colour", Unit, Planes, None),
    ];
    for (of, name, range, layout, spread) in cases {
        let decoder = decoder(&format!("bad/{of}"));
        let encoder = encoder(&format!("encoders/{name}"), &decoder).expect(name);
        let facts = (encoder.range(), encoder.layout(), encoder.spread());
        assert_eq!(facts, (range, layout, spread), "{name}");
        assert_eq!(encoder.takes_class(), name == "of_one_hot");
        assert!(encoder.error() < 0.01, "{name}: {}", encoder.error());
        // More than are encoded at once, and no multiple of a fixed batch.
        let class = decoder.classes().saturating_sub(1);
        let points = points(decoder.latent(), 37);
        let planes = decoder.grey_planes(&points, class).expect("pictures");
        let found = encoder.posteriors(&planes, class).expect("codes");
        assert_close(&found.means, &points, 0.02, name);
        // ln σ² is −4, by construction.
        let deviation = if spread.is_some() {
            (-2.0_f32).exp()
        } else {
            0.0
        };
        let deviations = vec![deviation; points.len()];
        assert_close(&found.deviations, &deviations, 1e-4, name);
    }
}

#[test]
fn pictures_are_encoded_together_and_every_computation_is_announced() {
    for (name, encodings) in [("plain", 2), ("batch_of_three", 6)] {
        let decoder = decoder("bad/batch_of_one");
        let beats = Cell::new(0);
        let beat = || beats.set(beats.get() + 1);
        let bytes = read(&format!("encoders/{name}.onnx"));
        let encoder = OnnxEncoder::open(bytes.clone(), &decoder, None, beat).expect(name);
        // 16 pictures of a decoder that makes one at a time, which come back by each of three ranges.
        assert_eq!(beats.get(), 16 + 3 * (encodings + 16), "{name}");
        // Once its form is known, it is only checked.
        beats.set(0);
        let form = EncoderForm::read(&encoder.form().to_string());
        assert_eq!(form, Some(encoder.form()));
        OnnxEncoder::open(bytes.clone(), &decoder, form, beat).expect(name);
        assert_eq!(beats.get(), 16 + encodings + 16, "{name}");
        // Another's is not believed.
        for other in ["0…255 planes 0 0 4", "0…1 pixels 0 0 4", "0…1 planes 0 4 8"] {
            let other = EncoderForm::read(other).expect("a form");
            let found = OnnxEncoder::open(bytes.clone(), &decoder, Some(other), || {});
            assert_eq!(found.expect(name).form(), encoder.form(), "{name}");
        }
    }
    assert_eq!(EncoderForm::read("0…1 planes 0 0"), None);
}

#[test]
fn which_of_two_files_is_the_encoder_their_content_tells() {
    let role = |name: &str| onnx_decoder::role(&read(&format!("{name}.onnx"))).expect("a model");
    for name in [
        "mlp_vae",
        "dcgan",
        "conditional",
        "bad/batch_of_one",
        "bad/one_hot",
        "bad/flat_colour",
    ] {
        assert_eq!(role(name), OnnxRole::Decoder, "{name}");
    }
    for name in ["mlp_vae_encoder", "encoders/plain", "encoders/flat"] {
        assert_eq!(role(name), OnnxRole::Encoder, "{name}");
    }
}

#[test]
fn an_encoder_alone_and_one_that_does_not_fit_are_refused_by_what_was_found() {
    let alone = OnnxDecoder::open(read("mlp_vae_encoder.onnx")).err();
    let text = alone.expect("no decoder").to_string();
    assert!(
        text.contains("found image of float [batch, 1, 28, 28]"),
        "{text}"
    );
    assert!(text.contains("open both files at once"), "{text}");
    let cases = [
        (
            "batch_of_one",
            "encoders/wrong_size",
            "1 × 8 × 8, found image of float [batch, 1, 16, 16]",
        ),
        (
            "batch_of_one",
            "encoders/wrong_latent",
            "Expected 4 numbers for each picture",
        ),
        (
            "batch_of_one",
            "encoders/another_inputs",
            "noise of float [batch, 4]",
        ),
        ("batch_of_one", "encoders/huge_batch", "fixed at 1000000"),
        (
            "batch_of_one",
            "encoders/unrelated",
            "% of pairs (50 % is chance)",
        ),
        (
            "dcgan",
            "mlp_vae_encoder",
            "3 × 64 × 64, found image of float [batch, 1, 28, 28]",
        ),
        ("conditional", "mlp_vae_encoder", "3 × 32 × 32"),
        (
            "mlp_vae",
            "dcgan",
            "1 × 28 × 28, found z of float [batch, 32, 1, 1]",
        ),
    ];
    for (of, name, expected) in cases {
        let path = if of == "batch_of_one" {
            "bad/batch_of_one"
        } else {
            of
        };
        let error = encoder(name, &decoder(path)).err().expect(name);
        let text = error.to_string();
        assert!(text.contains(expected), "{name}: {text}");
        assert!(text.chars().count() <= 300, "{name}: {text}");
    }
}
