//! Programs of runs whose pictures are changed: PyTorch, where there is one, changes them as we do.

use model::device;
use model::random::{HostRng, RandomStream};
use model::train::{BatchChange, PictureChange};
use run_code::{burn, pytorch, text};
use run_spec::{Augmentation, Augmentations, ImageShape, RunSpec};
use serde_json::json;
use tests::runs::RUNS;
use tests::{Tolerance, assert_close, read, tensor};

use super::told;

/// A run with all changes that it can have.
pub fn augmented(spec: RunSpec) -> RunSpec {
    let mut kinds = Augmentation::ALL.to_vec();
    kinds.retain(|kind| spec.model.has_discriminator() || *kind != Augmentation::Cutout);
    RunSpec {
        augmentation: Augmentations::of(&kinds),
        ..spec
    }
}

#[test]
fn a_burn_program_says_that_it_leaves_augmentation_out() {
    let plain = RUNS[0].1();
    let image = plain.image();
    const SAID: &str =
        "// Left out, because burn has no layer for it: augmentation of the pictures.";
    assert!(!text(&burn(&plain, image)).contains(SAID));
    assert!(text(&burn(&augmented(plain), image)).contains(SAID));
}

#[test]
fn pytorch_changes_pictures_as_the_run_does() {
    if let Err(error) = told(&["-c", "import torch"], "") {
        let why = error.trim().lines().next_back().unwrap_or_default();
        println!("skipped: pictures changed by PyTorch ({why})");
        return;
    }
    // The script's changes are ours; what it draws itself keeps to our ranges.
    let check = r#"
import json, sys, torch
asked = json.load(sys.stdin)
script = {"__name__": "script"}
exec(asked["code"], script)
change = []
for name, values in zip(asked["names"], asked["changes"]):
    each = torch.tensor(values)
    change.append(each.view(-1, 1, 1) if each.dtype == torch.int64 else each.view(-1, 1, 1, 1))
print(json.dumps(script["augment"](torch.tensor(asked["pictures"]), change).tolist()))
drawn = script["changes"]()
for name, values, (least, most) in zip(asked["names"], drawn, asked["ranges"]):
    assert least <= values.min() and values.max() <= most, (name, values)
"#;
    for colours in [1, 3] {
        for which in [0, 6] {
            let spec = augmented(RUNS[which].1());
            let image = ImageShape::square(32, colours);
            let (kinds, purpose) = (spec.augmentation, spec.augmentation_use());
            let mut rng = HostRng::new(8, RandomStream::Augmentation(0));
            let changes: Vec<_> = (0..spec.batch)
                .map(|_| PictureChange::draw(kinds, purpose, image, &mut rng))
                .collect();
            let shape = [spec.batch, image.len()];
            let pictures: Vec<f32> = HostRng::new(1, RandomStream::Evaluation)
                .uniforms(shape[0] * shape[1], 0.5)
                .into_iter()
                .map(|x| x + 0.5)
                .collect();

            let within = |middle: f64, most: f64| json!([middle - most, middle + most]);
            let mut names = vec!["brightness", "contrast"];
            let floats = |part: fn(&PictureChange) -> f32| {
                json!(changes.iter().map(part).collect::<Vec<_>>())
            };
            let whole = |part: fn(&PictureChange) -> i32| {
                json!(changes.iter().map(part).collect::<Vec<_>>())
            };
            let mut values = vec![floats(|c| c.brightness), floats(|c| c.contrast)];
            let mut ranges = vec![
                within(0.0, purpose.brightness()),
                within(1.0, purpose.contrast()),
            ];
            if colours == 3 {
                names.push("saturation");
                values.push(floats(|c| c.saturation));
                ranges.push(within(1.0, purpose.saturation()));
            }
            names.extend(["down", "right"]);
            values.extend([whole(|c| c.shift[0]), whole(|c| c.shift[1])]);
            let most = purpose.longest_shift(32) as f64;
            ranges.extend([within(0.0, most), within(0.0, most)]);
            if kinds.contains(Augmentation::Cutout) {
                names.extend(["top", "left"]);
                values.extend([whole(|c| c.hole[0].start), whole(|c| c.hole[1].start)]);
                ranges.extend([json!([-8, 24]), json!([-8, 24])]);
            }
            let rows: Vec<_> = pictures.chunks(image.len()).collect();
            let input = json!({
                "code": text(&pytorch(&spec, image)),
                "names": names,
                "changes": values,
                "ranges": ranges,
                "pictures": rows,
            });
            let printed = told(&["-c", check], &input.to_string()).unwrap();
            let theirs: Vec<Vec<f64>> = serde_json::from_str(&printed).unwrap();
            let device = device::cpu();
            let change = BatchChange::new(kinds, purpose, image, &changes, &device);
            let ours = read(change.apply(tensor(&pictures, shape, &device)));
            let what = format!("{colours} channels, {purpose:?}");
            assert_close(&what, &ours, &theirs.concat(), Tolerance::new(1e-5, 1e-5));
        }
    }
}
