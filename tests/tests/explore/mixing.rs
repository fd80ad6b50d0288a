//! A latent point for each layer of a generator that the latent point modulates.

use model::ModelError;
use model::nn::{ForwardPass, Growth};
use model::random::{HostRng, RandomStream};
use model::train::{StepPart, Trainer};
use model::weights::{self, LatentModel, WeightPrecision};
use run_spec::{NetworkSpec, RunSpec};
use tests::runs::{RUNS, STEPS, source};
use tests::{read, run, tensor};

use super::cpu;

/// Pictures of each row of points.
const COUNT: usize = 3;

/// A small model after some steps, so that its modulations are not zero, read back from its file.
fn trained(change: impl Fn(RunSpec) -> RunSpec) -> LatentModel {
    let (name, spec) = RUNS
        .iter()
        .find(|(name, _)| *name == "self-modulated-batch")
        .unwrap();
    let mut trainer = Trainer::new(&change(spec()), source(), &cpu()).unwrap();
    for _ in 0..STEPS {
        trainer.step(StepPart::Whole);
    }
    let file = run(trainer.weights(name, WeightPrecision::F32)).unwrap();
    weights::load(name, &file, &cpu()).unwrap().1
}

/// Rows of one latent point for each input, for each of some pictures.
fn rows(points: &[&[f32]], latent: usize) -> Vec<f32> {
    let mut all = Vec::new();
    for picture in 0..COUNT {
        for point in points {
            all.extend(&point[picture * latent..][..latent]);
        }
    }
    all
}

fn two_points(latent: usize) -> (Vec<f32>, Vec<f32>) {
    let mut rng = HostRng::new(4, RandomStream::Evaluation);
    (rng.normals(COUNT * latent), rng.normals(COUNT * latent))
}

#[test]
fn one_point_at_all_layers_is_the_plain_picture_bit_for_bit() {
    let model = trained(|spec| spec);
    // One dense layer, two doublings, and what the point enters.
    assert_eq!(model.latent_inputs(), 4);
    let latent = model.latent();
    let (content, manner) = two_points(latent);
    let mixed = |count: usize| {
        let points: Vec<&[f32]> = (0..4)
            .map(|layer| if layer < count { &content[..] } else { &manner })
            .collect();
        run(model.mixed_pictures(&rows(&points, latent), &cpu())).unwrap()
    };
    let plain = |points: &[f32]| run(model.pictures(points, &cpu())).unwrap();
    assert_eq!(mixed(0), plain(&manner));
    assert_eq!(mixed(4), plain(&content));
    for count in 1..4 {
        assert_ne!(mixed(count), mixed(count - 1), "{count}");
        assert_ne!(mixed(count), plain(&content), "{count}");
    }
}

#[test]
fn mixing_leaves_the_layers_before_the_change_over_untouched() {
    let model = trained(|spec| spec);
    let latent = model.latent();
    let (content, manner) = two_points(latent);
    let decoder = model.into_sampler().unwrap().generator.decoder;
    let activations = |count: usize| -> Vec<Vec<f32>> {
        let of = |layer: usize| if layer < count { &content } else { &manner };
        let latents = [0, 1, 2, 3].map(|layer| tensor(of(layer), [COUNT, latent], &cpu()));
        let mut pass = ForwardPass::watched();
        let _ = decoder.forward_mixed(&mut pass, &latents, Growth::FULL);
        pass.hidden()
            .iter()
            .map(|layer| read(layer.values.clone()))
            .collect()
    };
    let whole = activations(4);
    assert_eq!(whole.len(), 3);
    for count in 1..4 {
        let mixed = activations(count);
        // Hidden layer `i` takes point `i + 1`.
        for layer in 0..3 {
            let same = mixed[layer] == whole[layer];
            assert_eq!(
                same,
                layer + 1 < count,
                "{count} of the content, layer {layer}"
            );
        }
    }
}

#[test]
fn a_generator_without_modulation_takes_one_point() {
    let model = trained(|spec| RunSpec {
        self_modulation: false,
        ..spec
    });
    assert_eq!(model.latent_inputs(), 1);
    let (points, _) = two_points(model.latent());
    let plain = run(model.pictures(&points, &cpu())).unwrap();
    assert_eq!(run(model.mixed_pictures(&points, &cpu())).unwrap(), plain);
}

#[test]
fn modulation_begins_as_nothing() {
    let spec = |self_modulation| RunSpec {
        self_modulation,
        decoder: NetworkSpec::dense(&[12, 7]),
        ..RUNS[0].1()
    };
    let pictures = [false, true].map(|self_modulation| {
        let trainer = Trainer::new(&spec(self_modulation), source(), &cpu()).unwrap();
        run(trainer.pictures(&[0.5, -1.0, 2.0])).unwrap()
    });
    assert_eq!(pictures[0], pictures[1]);
}

#[test]
fn points_that_are_not_one_for_each_layer_are_refused() {
    let model = trained(|spec| spec);
    let latent = model.latent();
    for count in [0, 3 * latent, 4 * latent + 1] {
        let found = run(model.mixed_pictures(&vec![0.0; count], &cpu()));
        assert!(
            matches!(found, Err(ModelError::LatentPoint { .. })),
            "{count}"
        );
    }
}
