//! The first steps of three presets on the shipped digits: `tests/reference/runs.json` has what the
//! native CPU made of them, and every engine is held to it.
//!
//! A run is the same run everywhere as far as it is drawn on the host: weights, noise, batches. The
//! arithmetic is not the same to the last bit, because a sum of products is taken in another order
//! by processors with other vectors, and because some of them round a product before it is added
//! and some do not. Such differences grow with the steps, and adversarial games enlarge them.

use std::collections::BTreeMap;

use model::data::digits;
use model::train::{StepPart, Trainer};
use model::{Device, ModelResult};
use serde::{Deserialize, Serialize};

const IMAGES: &[u8] = include_bytes!("../../../../assets/data/uci-digits-images.idx.gz");
const LABELS: &[u8] = include_bytes!("../../../../assets/data/uci-digits-labels.idx.gz");
const PINNED: &str = include_str!("../../../../tests/reference/runs.json");

/// Which presets.
const PRESETS: [&str; 3] = ["dense-vae-2d", "classroom", "dcgan"];
/// After which steps.
const STEPS: [u32; 3] = [1, 5, 20];
/// Every so many bytes of the 64 sample pictures are pinned.
const EVERY: usize = 397;

/// What a run had come to after some step.
#[derive(Debug, Deserialize, Serialize)]
struct Moment {
    step: u32,
    /// By name, f32 to the last bit.
    losses: BTreeMap<String, f32>,
    /// Norms of the gradients, by network.
    gradients: BTreeMap<String, f32>,
    /// Of the sample pictures, in hexadecimal digits.
    bytes: String,
}

impl Moment {
    fn bytes(&self) -> Vec<u8> {
        let digits = |i: usize| u8::from_str_radix(&self.bytes[i..i + 2], 16).unwrap();
        (0..self.bytes.len()).step_by(2).map(digits).collect()
    }
}

/// Of each preset.
type Runs = BTreeMap<String, Vec<Moment>>;

async fn compute(device: &Device) -> ModelResult<Runs> {
    let mut runs = Runs::new();
    for name in PRESETS {
        let mut spec = run_spec::preset(name).unwrap().spec();
        spec.data = run_spec::DatasetId::Digits;
        let source = digits::source(IMAGES, LABELS, spec.image_size)?;
        let mut trainer = Trainer::new(&spec, source, device)?;
        let noise = trainer.fixed_noise();
        let mut moments = Vec::new();
        for step in 1..=STEPS[STEPS.len() - 1] {
            trainer.step(StepPart::Whole);
            if STEPS.contains(&step) {
                let report = trainer.report().await?;
                let pictures = trainer.pictures(&noise).await?;
                let losses = report.losses.iter();
                let norms = report.gradient_norms.iter();
                moments.push(Moment {
                    step,
                    losses: losses.map(|(l, v)| (format!("{l:?}"), *v)).collect(),
                    gradients: norms.map(|(n, v)| (format!("{n:?}"), *v)).collect(),
                    bytes: pictures
                        .iter()
                        .step_by(EVERY)
                        .map(|byte| format!("{byte:02x}"))
                        .collect(),
                });
            }
        }
        runs.insert(name.to_owned(), moments);
    }
    Ok(runs)
}

/// The file's text as this device would have it.
#[cfg(not(target_arch = "wasm32"))]
pub async fn text(device: &Device) -> String {
    let runs = compute(device).await.unwrap();
    serde_json::to_string_pretty(&runs).unwrap() + "\n"
}

/// How far losses and gradients' norms may be from the pinned ones after each of the steps, as a
/// share of each.
const NUMBERS: [f32; 3] = [2e-6, 5e-5, 1e-3];
/// How far the pictures' bytes may be, of 255.
const BYTES: [u8; 3] = [1, 1, 2];

/// Asserts that a CPU's runs go as the pinned ones do.
pub async fn assert_close(device: &Device) {
    assert_within(device, NUMBERS, BYTES).await;
}

/// Asserts that a device's runs go as the pinned ones do, within a share of each number and so many of 255.
pub async fn assert_within(device: &Device, numbers: [f32; 3], most: [u8; 3]) {
    let pinned: Runs = serde_json::from_str(PINNED).unwrap();
    let found = compute(device).await.unwrap();
    assert!(pinned.keys().eq(found.keys()), "the presets are the same");
    let mut said = String::new();
    let mut kept = true;
    for (name, moments) in &found {
        assert_eq!(moments.len(), STEPS.len(), "{name}");
        for (i, (found, pinned)) in moments.iter().zip(&pinned[name]).enumerate() {
            let [losses, gradients] = [
                worst(&found.losses, &pinned.losses),
                worst(&found.gradients, &pinned.gradients),
            ];
            assert_eq!(found.bytes.len(), pinned.bytes.len());
            let bytes = found.bytes().into_iter().zip(pinned.bytes());
            let bytes = bytes.map(|(f, p)| f.abs_diff(p)).max().unwrap_or(0);
            // Not `>`: a NaN is as far away as can be.
            kept &= losses <= numbers[i] && gradients <= numbers[i];
            kept &= bytes <= most[i];
            said += &format!(
                "{name}, step {}: losses {losses:.1e}, gradients {gradients:.1e}, bytes {bytes}\n",
                found.step
            );
        }
    }
    assert!(kept, "expected {numbers:?} and {most:?}, found\n{said}");
}

/// The greatest relative difference.
fn worst(found: &BTreeMap<String, f32>, pinned: &BTreeMap<String, f32>) -> f32 {
    assert!(pinned.keys().eq(found.keys()), "the names are the same");
    let shares = found.iter().map(|(name, f)| {
        let p = pinned[name];
        (f - p).abs() / p.abs()
    });
    // `f32::max` would pass over a NaN.
    let greater = |worst: f32, share: f32| if share <= worst { worst } else { share };
    shares.fold(0.0, greater)
}
