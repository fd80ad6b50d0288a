//! The CPU engine in WebAssembly, in a browser: the numbers of the native one, errors and no panic.
//!
//! ```text
//! cargo test --profile web --target wasm32-unknown-unknown -p model --test browser
//! ```
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

mod golden;
#[path = "golden/runs.rs"]
mod runs;

use burn::module::Module;
use model::data::{Images, idx};
use model::random::{HostRng, RandomStream};
use model::train::{adam, vae_step};
use model::vae::{Vae, VaeConfig};
use model::weights::{
    self, CARD_VERSION, DataFacts, ModelArchitecture, ModelCard, WeightPrecision,
};
use model::{ModelError, device, latent, metrics};
use run_spec::{COMPARISON_FAMILIES, ComparisonBudget, DatasetId, ImageShape};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const SHAPE: ImageShape = ImageShape {
    channels: 1,
    height: 8,
    width: 8,
};

/// Images, each of one bright row.
fn rows() -> Images {
    let pixel = |i: usize| if i % 64 / 8 == i / 64 % 8 { 255 } else { 0 };
    Images::new(SHAPE, (0..32 * 64).map(pixel).collect())
}

fn config() -> VaeConfig {
    VaeConfig::conv([1, 8, 8], 2, (&[6], &[12]), (&[6], &[12]))
}

fn card() -> ModelCard {
    ModelCard {
        version: CARD_VERSION,
        title: "A small network".to_owned(),
        summary: String::new(),
        architecture: ModelArchitecture::Vae(config()),
        data: DataFacts {
            name: "rows".to_owned(),
            authors: String::new(),
            licence: "CC0-1.0".to_owned(),
            images: 32,
        },
        licence: "MIT OR Apache-2.0".to_owned(),
        metrics: Vec::new(),
        directions: Vec::new(),
        base: None,
        command: String::new(),
        digest: String::new(),
    }
}

/// LLVM 22.1.2 made 8 of a branch and a `min` in place of a `clamp`, in WebAssembly and at this profile's level
/// only: what the page trains on is asked for here.
#[wasm_bindgen_test]
fn recipes_of_compared_models_are_what_they_are_natively() {
    for family in COMPARISON_FAMILIES {
        for (data, side) in [
            (DatasetId::Digits, 28),
            (DatasetId::Mnist, 28),
            (DatasetId::Faces, 32),
        ] {
            let spec = family.spec(data, 1, ComparisonBudget::Steps(20));
            assert_eq!(spec.expect("a recipe").image_size, side, "{data:?}");
        }
    }
}

#[wasm_bindgen_test]
async fn the_cpu_in_a_browser_computes_what_the_native_one_does() {
    for golden in golden::goldens() {
        golden.assert_close(&device::cpu(), 1e-5).await;
    }
}

#[wasm_bindgen_test]
fn streams_of_a_seed_begin_with_the_numbers_of_native_ones() {
    golden::assert_streams_are_pinned();
}

#[wasm_bindgen_test]
fn training_images_drawn_in_a_browser_are_the_native_ones() {
    golden::assert_drawings_are_pinned();
}

#[wasm_bindgen_test]
fn bad_idx_files_are_errors_and_no_panic() {
    let whole = idx::write_images(&rows());
    assert_eq!(idx::images("a", &whole).unwrap(), rows());
    let mut claims = whole.clone();
    claims[4..8].fill(0xff);
    let mut sides = whole.clone();
    sides[8..16].fill(0xff);
    for bytes in [
        &whole[..0],
        &whole[..7],
        &whole[..100],
        &claims,
        &[&whole[..], &[0]].concat(),
    ] {
        let error = idx::images("a", bytes).unwrap_err();
        assert!(matches!(error, ModelError::IdxLength { .. }), "{error}");
    }
    let error = idx::images("a", &sides).unwrap_err();
    assert!(matches!(error, ModelError::IdxShape { .. }), "{error}");
    let error = idx::labels("a", &whole).unwrap_err();
    assert!(matches!(error, ModelError::IdxMagic { .. }), "{error}");
    let error = idx::images("a", &[0x1f, 0x8b, 8, 0, 1, 2, 3]).unwrap_err();
    assert!(matches!(error, ModelError::Gzip { .. }), "{error}");
}

#[wasm_bindgen_test]
fn packed_idx_files_are_read() {
    // Two labels, 4 and 2, as gzip -n packs them.
    let packed = PACKED_LABELS;
    assert_eq!(idx::labels("a", &packed).unwrap(), [4, 2]);
    for length in 2..packed.len() {
        assert!(
            idx::labels("a", &packed[..length]).is_err(),
            "cut at {length}"
        );
    }
}

const PACKED_LABELS: [u8; 30] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x63, 0x60, 0xe0, 0x60, 0x64, 0x60,
    0x60, 0x60, 0x62, 0x61, 0x02, 0x00, 0x31, 0x08, 0xfe, 0x1f, 0x0a, 0x00, 0x00, 0x00,
];

#[wasm_bindgen_test]
async fn weights_are_written_and_read_and_bad_ones_are_errors() {
    let vae = Vae::new(&config(), 3, &device::cpu()).unwrap();
    for precision in [WeightPrecision::F16, WeightPrecision::F32] {
        let bytes = weights::save(&vae, &card(), precision).await.unwrap();
        let (card, loaded) = weights::load("a", &bytes, &device::cpu()).unwrap();
        assert_eq!(card.architecture, ModelArchitecture::Vae(config()));
        if precision == WeightPrecision::F32 {
            let loaded = loaded.into_vae().unwrap();
            let loaded = weights::collect(&loaded).await.unwrap();
            assert_eq!(loaded, weights::collect(&vae).await.unwrap());
        }
        for length in (0..bytes.len()).step_by(101) {
            let error = weights::load("a", &bytes[..length], &device::cpu()).unwrap_err();
            assert!(matches!(error, ModelError::Safetensors { .. }), "{error}");
        }
        let mut long_header = bytes.clone();
        long_header[..8].fill(0xff);
        let mut changed = bytes;
        *changed.last_mut().unwrap() ^= 1;
        assert!(weights::load("a", &long_header, &device::cpu()).is_err());
        assert!(weights::load("a", &changed, &device::cpu()).is_err());
    }
}

#[wasm_bindgen_test]
async fn pictures_of_a_map_are_drawn_and_bad_points_are_errors() {
    let vae = Vae::new(&config(), 3, &device::cpu()).unwrap();
    let plane = ::latent::LatentSlice::of_axes(&[0.0, 0.0], 0, 1, 3.0);
    let points = plane.points(5, 0..5);
    let pictures = latent::pictures(&vae, 2, SHAPE, &points, &device::cpu())
        .await
        .unwrap();
    assert_eq!(pictures.len(), 25 * 64);
    let bad = latent::pictures(&vae, 2, SHAPE, &[0.0, f32::NAN], &device::cpu()).await;
    assert!(matches!(bad, Err(ModelError::LatentPoint { .. })));
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

#[wasm_bindgen_test]
async fn points_are_found_for_pictures_and_directions_for_a_decoder() {
    let device = device::cpu();
    let bytes = include_bytes!("../../../assets/models/vae-mnist-10d.safetensors");
    let (_, model) = weights::load("a", bytes, &device).unwrap();
    for seed in 0..3 {
        let z = HostRng::new(100 + seed, RandomStream::Evaluation).normals(10);
        let z: Vec<f32> = z.iter().map(|z| z.clamp(-3.0, 3.0)).collect();
        let picture = model.pictures(&z, &device).await.unwrap();
        let mut search =
            latent::LatentInversion::new(&picture, model.image(), 10, 3.5, seed).unwrap();
        let (begun, mut longest) = (now(), 0.0_f64);
        let found = loop {
            let slice = now();
            let progress = search.advance(&model, &device, 32).await.unwrap();
            longest = longest.max(now() - slice);
            if progress.done {
                break progress;
            }
        };
        console_log!(
            "{} steps, {:.0} ms, {longest:.1} ms at a time, error {:.4}",
            found.step,
            now() - begun,
            found.error
        );
        assert!(found.error < 0.01, "{found:?}");
    }
    let begun = now();
    let found = latent::principal(&model, 10, 10, 0, &device, async || {});
    let shares = found.await.unwrap().shares;
    console_log!("{} directions in {:.0} ms", shares.len(), now() - begun);
    // Those of the native engine.
    assert_eq!(shares.len(), 10);
    assert!((shares[0] - 0.195).abs() < 0.01, "{shares:?}");
}

#[wasm_bindgen_test]
async fn a_network_learns_in_a_browser() {
    let device = device::cpu().autodiff();
    let images = rows();
    let mut vae = Vae::new(&config(), 1, &device).unwrap();
    let mut optimiser = adam();
    let measure = async |vae: &Vae| {
        let figures = metrics::elbo(&vae.valid(), 2, &images, 0, &device::cpu()).await;
        figures.unwrap().negative_elbo
    };
    let before = measure(&vae).await;
    for step in 0..40 {
        let noise = HostRng::new(1, RandomStream::Noise(step)).normal_tensor([32, 2], &device);
        let all: Vec<usize> = (0..images.len()).collect();
        let batch = images.batch(&all, &device);
        (vae, _) = vae_step(vae, &mut optimiser, batch, noise, 1.0, 1e-2);
    }
    let after = measure(&vae).await;
    assert!(after < 0.8 * before, "{before} nats before, {after} after");
}

#[wasm_bindgen_test]
async fn runs_begin_in_a_browser_as_native_ones_do() {
    runs::assert_close(&device::cpu()).await;
}
