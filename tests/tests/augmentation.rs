//! Changes of pictures (DiffAugment, arXiv:2006.10738): what each does, its gradient, and that a run
//! with them is still a function of its seed.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

use burn::tensor::Tensor;
use model::device;
use model::random::{HostRng, RandomStream};
use model::train::{BatchChange, PictureChange, StepPart, Trainer};
use run_spec::{
    Augmentation, AugmentationUse, Augmentations, FieldError, ImageShape, ModelType, NetworkSpec,
    Requirement, RunSpec, from_json, from_link, to_json, to_link,
};
use tests::runs::{RUNS, source};
use tests::{Tolerance, assert_close, read, run, single, state, tensor};

const GREY: ImageShape = ImageShape {
    channels: 1,
    height: 4,
    width: 5,
};
const RGB: ImageShape = ImageShape {
    channels: 3,
    ..GREY
};
const EXACT: Tolerance = Tolerance::new(1e-6, 1e-6);

/// No change at all.
fn still() -> PictureChange {
    PictureChange {
        shift: [0; 2],
        hole: [0..0, 0..0],
        brightness: 0.0,
        saturation: 1.0,
        contrast: 1.0,
    }
}

fn all() -> Augmentations {
    Augmentations::of(Augmentation::ALL)
}

fn batch(purpose: AugmentationUse, image: ImageShape, changes: &[PictureChange]) -> BatchChange {
    BatchChange::new(all(), purpose, image, changes, &device::cpu())
}

/// What becomes of pictures of numbers.
fn changed(
    purpose: AugmentationUse,
    image: ImageShape,
    changes: &[PictureChange],
    pictures: &[f32],
) -> Vec<f32> {
    let shape = [pictures.len() / image.len(), image.len()];
    let pictures = tensor(pictures, shape, &device::cpu());
    read(batch(purpose, image, changes).apply(pictures))
}

/// Numbers within 0 and 1.
fn numbers(count: usize) -> Vec<f32> {
    let draws = HostRng::new(3, RandomStream::Evaluation).uniforms(count, 0.5);
    draws.into_iter().map(|x| x + 0.5).collect()
}

fn doubles(values: impl IntoIterator<Item = f32>) -> Vec<f64> {
    values.into_iter().map(f64::from).collect()
}

#[test]
fn a_shift_moves_each_pixel_and_what_comes_in_is_blank_or_the_edge() {
    let picture = numbers(GREY.len());
    let change = PictureChange {
        shift: [1, -2],
        ..still()
    };
    let at = |row: i32, column: i32| picture[(row * 5 + column) as usize];
    let mut judged = Vec::new();
    let mut drawn = Vec::new();
    for row in 0..4 {
        for column in 0..5 {
            let from = (row - 1, column + 2);
            let is_inside = from.0 >= 0 && from.1 < 5;
            judged.push(if is_inside { at(from.0, from.1) } else { 0.5 });
            drawn.push(at(from.0.max(0), from.1.min(4)));
        }
    }
    for (purpose, expected) in [
        (AugmentationUse::Judged, judged),
        (AugmentationUse::Drawn, drawn),
    ] {
        let found = changed(purpose, GREY, std::slice::from_ref(&change), &picture);
        assert_close("a shift", &found, &doubles(expected), EXACT);
    }
}

#[test]
fn a_hole_blanks_its_rows_and_columns_in_every_channel_and_nothing_else() {
    let picture = numbers(RGB.len());
    let change = PictureChange {
        hole: [-1..1, 2..4],
        ..still()
    };
    let expected = (0..RGB.len()).map(|i| {
        let (row, column) = (i / 5 % 4, i % 5);
        let is_hole = row < 1 && (2..4).contains(&column);
        if is_hole { 0.5 } else { picture[i] }
    });
    let found = changed(
        AugmentationUse::Judged,
        RGB,
        std::slice::from_ref(&change),
        &picture,
    );
    assert_close("a hole", &found, &doubles(expected), EXACT);
}

#[test]
fn colours_have_their_closed_forms() {
    let picture = numbers(RGB.len());
    let area = RGB.height * RGB.width;
    let mean = doubles(picture.clone()).iter().sum::<f64>() / picture.len() as f64;
    let of = |brightness: f64, saturation: f64, contrast: f64| -> Vec<f64> {
        let value = |i: usize| f64::from(picture[i]);
        (0..picture.len())
            .map(|i| {
                let grey = (0..3).map(|c| value(c * area + i % area)).sum::<f64>() / 3.0;
                let x = saturation * (value(i) - grey) + grey;
                contrast * (x - mean) + mean + brightness
            })
            .collect()
    };
    for (brightness, saturation, contrast) in [
        (0.25, 1.0, 1.0),
        (0.0, 0.0, 1.0),
        (0.0, 1.0, 0.5),
        (-0.2, 1.7, 1.4),
    ] {
        let change = PictureChange {
            brightness,
            saturation,
            contrast,
            ..still()
        };
        let changes = std::slice::from_ref(&change);
        let found = changed(AugmentationUse::Judged, RGB, changes, &picture);
        let [b, s, c] = [brightness, saturation, contrast].map(f64::from);
        assert_close("colours", &found, &of(b, s, c), Tolerance::new(1e-5, 0.0));
        // What is drawn stays a grey value.
        let found = changed(AugmentationUse::Drawn, RGB, changes, &picture);
        let within: Vec<f64> = of(b, s, c).iter().map(|x| x.clamp(0.0, 1.0)).collect();
        assert_close("within", &found, &within, Tolerance::new(1e-5, 0.0));
    }
}

#[test]
fn each_picture_has_a_change_of_its_own_and_fewer_pictures_have_the_first() {
    let picture = numbers(GREY.len());
    let changes = [
        still(),
        PictureChange {
            brightness: 0.1,
            ..still()
        },
    ];
    let two = [picture.clone(), picture.clone()].concat();
    let found = changed(AugmentationUse::Judged, GREY, &changes, &two);
    assert_close("the first", &found[..20], &doubles(picture.clone()), EXACT);
    let brighter = picture.iter().map(|x| x + 0.1);
    assert_close("the second", &found[20..], &doubles(brighter), EXACT);
    let one = changed(AugmentationUse::Judged, GREY, &changes, &picture);
    assert_eq!(one, found[..20]);
}

#[test]
fn changes_have_the_gradient_of_their_differences() {
    const STEP: f32 = 1.0 / 64.0;
    let mut rng = HostRng::new(9, RandomStream::Augmentation(0));
    let draw = |image| PictureChange::draw(all(), AugmentationUse::Judged, image, &mut rng);
    let mut draw = draw;
    for image in [GREY, RGB] {
        let changes = [draw(image), draw(image)];
        let change = batch(AugmentationUse::Judged, image, &changes);
        let shape = [2, image.len()];
        let x = numbers(2 * image.len());
        let weights = HostRng::new(4, RandomStream::Evaluation).normals(x.len());
        let function = |x: Tensor<2>| {
            let weights = tensor(&weights, shape, &device::cpu());
            let x = change.apply(x);
            // Not linear in the pictures, as no discriminator is.
            (x.clone() * x * weights).sum()
        };
        let leaf = tensor(&x, shape, &device::cpu().autodiff()).require_grad();
        let gradients = function(leaf.clone()).backward();
        let found = read(leaf.grad(&gradients).unwrap());
        let at = |i: usize, offset: f32| {
            let mut moved = x.clone();
            moved[i] += offset;
            f64::from(single(function(tensor(&moved, shape, &device::cpu()))))
        };
        let expected: Vec<f64> = (0..x.len())
            .map(|i| (at(i, STEP) - at(i, -STEP)) / f64::from(2.0 * STEP))
            .collect();
        let tolerance = Tolerance::new(2e-3, 5e-3);
        assert_close("the gradient", &found, &expected, tolerance);
    }
}

#[test]
fn draws_fill_the_ranges_of_the_paper_and_no_more() {
    let image = ImageShape::square(32, 3);
    let mut rng = HostRng::new(1, RandomStream::Augmentation(0));
    let draws: Vec<_> = (0..4000)
        .map(|_| PictureChange::draw(all(), AugmentationUse::Judged, image, &mut rng))
        .collect();
    let range = |part: fn(&PictureChange) -> f32| {
        let values = draws.iter().map(part);
        let least = values.clone().fold(f32::INFINITY, f32::min);
        (least, values.fold(f32::NEG_INFINITY, f32::max))
    };
    let holds = |what: &str, (least, most): (f32, f32), (from, to): (f32, f32)| {
        let slack = 0.01 * (to - from);
        let fits = least >= from && most <= to && least < from + slack && most > to - slack;
        assert!(fits, "{what}: {least} to {most}");
    };
    holds("brightness", range(|c| c.brightness), (-0.25, 0.25));
    holds("saturation", range(|c| c.saturation), (0.0, 2.0));
    holds("contrast", range(|c| c.contrast), (0.5, 1.5));
    for axis in 0..2 {
        for shift in -4..=4 {
            let count = draws.iter().filter(|c| c.shift[axis] == shift).count();
            assert!((350..540).contains(&count), "{shift}: {count} of 4000 / 9");
        }
        for change in &draws {
            assert!(change.shift[axis].abs() <= 4);
            let hole = &change.hole[axis];
            assert_eq!(hole.len(), 16);
            assert!((-8..=24).contains(&hole.start), "{hole:?}");
        }
    }
    // Each kind by itself leaves the others be.
    for &kind in Augmentation::ALL {
        let kinds = Augmentations::of(&[kind]);
        let change = PictureChange::draw(kinds, AugmentationUse::Judged, image, &mut rng);
        let shifts = kind == Augmentation::Translation || change.shift == [0; 2];
        let blanks = kind == Augmentation::Cutout || change.hole == [0..0, 0..0];
        let colours = kind == Augmentation::Colour || change.contrast == 1.0;
        assert!(shifts && blanks && colours, "{kind:?}: {change:?}");
    }
}

/// A small run of each kind of model, with changes that it can have; one whose networks grow, too.
fn runs() -> Vec<(&'static str, RunSpec)> {
    let runs = RUNS.iter().map(|(name, spec)| {
        let mut spec = spec();
        spec.augmentation = if spec.model.has_discriminator() {
            all()
        } else {
            Augmentations::of(&[Augmentation::Translation, Augmentation::Colour])
        };
        (*name, spec)
    });
    runs.collect()
}

fn trainer(spec: &RunSpec) -> Trainer {
    Trainer::new(spec, source(), &device::cpu()).unwrap()
}

fn steps(trainer: &mut Trainer, count: u32) {
    for _ in 0..count {
        trainer.step(StepPart::Whole);
    }
}

#[test]
fn a_run_of_any_kind_is_changed_by_it_and_is_a_function_of_its_seed() {
    for (name, spec) in runs() {
        let after = |spec: &RunSpec| {
            let mut trainer = trainer(spec);
            steps(&mut trainer, 3);
            let report = run(trainer.report()).unwrap();
            assert!(
                report.losses.iter().all(|(_, loss)| loss.is_finite()),
                "{name}"
            );
            state(&trainer, "")
        };
        let plain = RunSpec {
            augmentation: Augmentations::default(),
            ..spec.clone()
        };
        let learnt = after(&spec);
        assert!(learnt == after(&spec), "{name}");
        assert!(learnt != after(&plain), "{name}: it does nothing");
        let other = RunSpec { seed: 6, ..spec };
        assert!(learnt != after(&other), "{name}");
    }
}

#[test]
fn a_restored_run_with_changed_pictures_equals_the_uninterrupted_one_bit_for_bit() {
    for (name, spec) in runs() {
        let mut whole = trainer(&spec);
        steps(&mut whole, 2);
        let saved = run(whole.checkpoint()).unwrap();
        steps(&mut whole, 3);
        let mut resumed = Trainer::resume(&saved, source(), &device::cpu()).unwrap();
        steps(&mut resumed, 3);
        assert!(state(&whole, "") == state(&resumed, ""), "{name}");
    }
}

#[test]
fn what_a_discriminator_sees_of_a_traced_step_is_changed_and_data_of_a_vae_are() {
    for (name, spec) in runs() {
        let mut trainer = trainer(&spec);
        let mut plain = self::trainer(&RunSpec {
            augmentation: Augmentations::default(),
            ..spec.clone()
        });
        let [stages, before] =
            [&mut trainer, &mut plain].map(|t| run(t.trace_step(StepPart::Whole)).unwrap());
        let tensor = |of: &[model::train::TracedStage], name: &str| {
            of.iter().find_map(|stage| stage.tensor(name)).cloned()
        };
        let data = tensor(&stages, "x").unwrap();
        let is_learnt = !spec.model.has_discriminator();
        assert_eq!(data != tensor(&before, "x").unwrap(), is_learnt, "{name}");
        let judges = spec.model == ModelType::Gan;
        if judges && spec.growing_steps == 0 {
            let judged = tensor(&stages, "T(x)").unwrap();
            assert_eq!(judged.shape, data.shape, "{name}");
            assert_ne!(judged.values, data.values, "{name}");
        }
        if is_learnt {
            assert!(tensor(&stages, "T(x)").is_none(), "{name}");
        }
    }
}

#[test]
fn fewer_images_than_a_batch_are_trained_on() {
    let spec = RunSpec {
        batch: 64,
        ..runs()[0].1.clone()
    };
    let mut trainer = trainer(&spec);
    steps(&mut trainer, 2);
    let report = run(trainer.report()).unwrap();
    assert!(report.losses.iter().all(|(_, loss)| loss.is_finite()));
}

#[test]
fn links_and_files_hold_it_where_it_is_and_old_ones_stay() {
    let plain = RunSpec::default();
    assert!(!to_json(&plain).contains("augmentation"));
    let spec = RunSpec {
        model: ModelType::Gan,
        augmentation: "cutout translation".parse().unwrap(),
        ..plain
    };
    assert!(to_json(&spec).contains(r#""augmentation":"translation cutout""#));
    assert_eq!(from_json(&to_json(&spec)), Ok(spec.clone()));
    let link = to_link("dcgan", &spec);
    assert!(link.contains("&augmentation=translation+cutout"), "{link}");
    assert_eq!(from_link(&link), Ok(("dcgan".to_owned(), spec)));
    let (_, none) = from_link("preset=dcgan&augmentation=").unwrap();
    assert!(none.augmentation.is_empty());
}

#[test]
fn what_draws_its_own_pictures_is_given_no_holes() {
    for &model in ModelType::ALL {
        let spec = RunSpec {
            model,
            augmentation: all(),
            encoder: NetworkSpec::dense(&[8]),
            ..RunSpec::default()
        };
        let errors = spec.check().err().unwrap_or_default();
        let refused: Vec<&FieldError> = errors
            .iter()
            .filter(|error| error.expected == Requirement::NoHoles)
            .collect();
        assert_eq!(refused.is_empty(), model.has_discriminator(), "{model:?}");
        for error in refused {
            assert_eq!(
                error.to_string(),
                "Augmentation: expected translation, colour or both, because without a \
                 discriminator holes would be learnt, found translation cutout colour."
            );
        }
    }
}
