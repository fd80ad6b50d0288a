//! Model cards.

use model::weights::{self, CARD_KEY, ModelArchitecture, WeightPrecision};
use model::{ModelError, device};
use serde_json::{Value, json};
use tests::{conv_config, dense_config};

use super::assert_says;
use super::raw::{card, raw, saved};

#[test]
fn a_card_is_read_back_as_written_with_the_digest_of_its_tensors() {
    for config in [dense_config(), conv_config()] {
        let (_, bytes) = saved(&config, WeightPrecision::F16);
        let (found, _) = weights::load("net", &bytes, &device::cpu()).unwrap();
        assert_eq!(found.digest.len(), 64);
        let expected = weights::ModelCard {
            digest: found.digest.clone(),
            ..card(&config)
        };
        assert_eq!(found, expected);
        assert_eq!(found.architecture, ModelArchitecture::Vae(config));
    }
}

#[test]
fn the_digest_is_another_for_other_weights_and_for_another_precision() {
    let digest = |precision| {
        let (_, bytes) = saved(&dense_config(), precision);
        weights::load("net", &bytes, &device::cpu())
            .unwrap()
            .0
            .digest
    };
    assert_eq!(digest(WeightPrecision::F16), digest(WeightPrecision::F16));
    assert_ne!(digest(WeightPrecision::F16), digest(WeightPrecision::F32));
}

#[test]
fn a_file_without_a_card_is_refused() {
    let mut without = raw();
    without.header.remove("__metadata__");
    let error = without.refused();
    assert!(matches!(error, ModelError::CardMissing { .. }), "{error:?}");
    assert_says(&error, &["net.safetensors", CARD_KEY, "found no metadata"]);

    let mut other = raw();
    other.header["__metadata__"] = json!({ "format": "pt", "author": "x" });
    let error = other.refused();
    assert!(matches!(error, ModelError::CardMissing { .. }), "{error:?}");
    assert_says(&error, &["found `author`, `format`"]);
}

#[test]
fn a_card_of_an_unknown_version_is_refused_whatever_else_it_holds() {
    for (version, found) in [
        (json!(2), "version 2"),
        (json!(0), "version 0"),
        (json!("1"), "version \"1\""),
        (Value::Null, "version null"),
    ] {
        let mut file = raw();
        file.set_card_field("version", version);
        let error = file.refused();
        assert!(
            matches!(error, ModelError::CardVersion { expected: 1, .. }),
            "{error:?}"
        );
        assert_says(
            &error,
            &["expected a model card of version 1", found, "newer"],
        );
    }
    let mut file = raw();
    file.set_card(r#"{"version":7,"all":"different"}"#);
    assert!(matches!(file.refused(), ModelError::CardVersion { .. }));
    file.set_card("[1, 2]");
    assert!(matches!(file.refused(), ModelError::CardVersion { .. }));
}

#[test]
fn an_unreadable_card_is_refused() {
    for (text, reason) in [
        ("", "EOF while parsing"),
        ("{ version: 1 }", "key must be a string"),
        (r#"{"version":1}"#, "missing field `title`"),
    ] {
        let mut file = raw();
        file.set_card(text);
        let error = file.refused();
        assert!(
            matches!(error, ModelError::CardUnreadable { .. }),
            "{error:?}"
        );
        assert_says(
            &error,
            &["net.safetensors", "its model card cannot be read", reason],
        );
    }
    let mut file = raw();
    file.set_card_field("architecture", json!({ "kind": "diffusion" }));
    assert_says(&file.refused(), &["unknown variant `diffusion`"]);
}

#[test]
fn a_card_with_an_impossible_architecture_is_refused_before_anything_is_built() {
    for (place, value, field) in [
        ("/architecture/latent", json!(0), "latent"),
        ("/architecture/latent", json!(129), "latent"),
        (
            "/architecture/image/height",
            json!(4_000_000_000_u32),
            "image",
        ),
        (
            "/architecture/encoder/hidden",
            json!([4096, 4096, 4096]),
            "encoder and decoder",
        ),
        ("/architecture/decoder/hidden", json!([0]), "decoder"),
        (
            "/architecture/likelihood",
            json!({ "gaussian": { "sigma": -1.0 } }),
            "likelihood.sigma",
        ),
    ] {
        let mut file = raw();
        let mut card = file.card();
        *card.pointer_mut(place).unwrap() = value;
        file.set_card(&card.to_string());
        let error = file.refused();
        assert!(
            matches!(error, ModelError::Config { field: f, .. } if f == field),
            "{error:?}"
        );
    }
}

#[test]
fn a_card_without_directions_has_none() {
    let mut file = raw();
    let mut card = file.card();
    card.as_object_mut().unwrap().remove("directions");
    file.set_card(&card.to_string());
    let (found, _) = weights::load("net", &file.to_bytes(), &device::cpu()).unwrap();
    assert_eq!(found.directions, []);
}

#[test]
fn a_card_with_impossible_directions_is_refused_with_what_is_wrong() {
    let direction =
        |id: &str, z: &[f32], low: f32| json!({ "id": id, "z": z, "low": low, "high": 1.0 });
    let good = direction("smile", &[0.6, -0.8], -1.0);
    for (directions, found) in [
        (
            json!([direction("", &[0.6, -0.8], -1.0)]),
            "a name of 0 characters",
        ),
        (
            json!([direction(&"x".repeat(65), &[0.6, -0.8], -1.0)]),
            "a name of 65 characters",
        ),
        (json!([good, good]), "`smile` twice"),
        (
            json!([direction("smile", &[1.0], -1.0)]),
            "1 numbers for `smile`",
        ),
        (
            json!([direction("smile", &[0.6, -0.7], -1.0)]),
            "`smile` of length 0.922",
        ),
        (
            json!([direction("smile", &[0.0, 0.0], -1.0)]),
            "`smile` of length 0.000",
        ),
        (
            json!([{ "id": "smile", "z": [1e39, 0.0], "low": 0, "high": 1 }]),
            "`smile` of length inf",
        ),
        (
            json!([direction("smile", &[0.6, -0.8], 1.0)]),
            "`smile` from 1 to 1",
        ),
        (
            json!([{ "id": "smile", "z": [0.6, -0.8], "low": 0, "high": 1e39 }]),
            "`smile` from 0 to inf",
        ),
        (json!(vec![good.clone(); 65]), "65 of them"),
    ] {
        let mut file = raw();
        file.set_card_field("directions", directions);
        let error = file.refused();
        assert!(
            matches!(
                error,
                ModelError::Config {
                    field: "directions",
                    ..
                }
            ),
            "{error:?}"
        );
        assert_says(&error, &["64 unit vectors of 2 numbers", found]);
        assert!(error.to_string().chars().count() <= 300, "{error}");
    }
    let mut file = raw();
    file.set_card_field(
        "directions",
        json!([{ "id": "smile", "z": [null], "low": 0, "high": 1 }]),
    );
    assert_says(&file.refused(), &["its model card cannot be read", "null"]);
}

#[test]
fn a_card_for_another_network_is_refused() {
    let mut file = raw();
    let other = serde_json::to_value(card(&conv_config())).unwrap();
    file.set_card_field("architecture", other["architecture"].clone());
    let error = file.refused();
    assert!(
        matches!(&error, ModelError::TensorMissing { name, .. } if name == "encoder.convs.0.conv.weight"),
        "{error:?}"
    );
}
