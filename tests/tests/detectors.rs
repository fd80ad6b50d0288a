//! Each detector on a run that shows the failure, and on runs that do not.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a check panics where it cannot go on"
)]

use model::data::TrainingData;
use model::device;
use model::metrics::ModeCoverage;
use model::train::detect::{FailureDetectors, RunFinding, mean_distance};
use model::train::{LossName, NetworkName, StepPart, StepReport, Trainer};
use run_spec::{
    FrozenPlayer, GanLoss, ModelType, NetworkSpec, Normalisation, ProceduralDataset,
    Reconstruction, RunSpec,
};
use tests::run;

/// Takes `count` steps of a run, with a report every fifth and samples every fiftieth, and tells
/// what its detectors say at the end and ever said.
fn watched(spec: &RunSpec, count: u32) -> (Vec<RunFinding>, Vec<RunFinding>) {
    let source = TrainingData::drawn(ProceduralDataset::Strokes, spec.image_size);
    let pixels = spec.image_size * spec.image_size;
    let held_out = source.held_out(64);
    let data: Vec<u8> = (0..64).flat_map(|i| held_out.bytes(i).to_vec()).collect();
    let mut detectors = FailureDetectors::new(spec, &data, pixels);
    let mut trainer = Trainer::new(spec, source, &device::cpu()).unwrap();
    let noise = trainer.fixed_noise();
    let mut ever = Vec::new();
    for step in 1..=count {
        trainer.step(StepPart::Whole);
        if step % 5 == 0 {
            detectors.observe(&run(trainer.report()).unwrap());
        }
        if step % 50 == 0 {
            // A run that diverged has no pictures.
            let Ok(samples) = run(trainer.pictures(&noise)) else {
                continue;
            };
            let share = mean_distance(&samples, pixels) / mean_distance(&data, pixels);
            println!("step {step}: samples are {share:.3} as far apart as the data");
            detectors.observe_samples(step, &samples, pixels);
            ever.extend(detectors.findings());
        }
    }
    (detectors.findings(), ever)
}

fn named(findings: &[RunFinding], name: &str) -> bool {
    findings.iter().any(|finding| finding.name() == name)
}

/// A dense GAN that learns.
fn gan() -> RunSpec {
    RunSpec {
        model: ModelType::Gan,
        latent: 16,
        batch: 32,
        decoder: NetworkSpec::dense(&[128, 256]),
        discriminator: NetworkSpec::dense(&[256, 128]),
        normalisation: Normalisation::Batch,
        gan_loss: GanLoss::Hinge,
        spectral_norm: true,
        learning_rate: 5e-4,
        discriminator_learning_rate: 5e-4,
        beta1: 0.5,
        ..RunSpec::default()
    }
}

/// A dense VAE that learns.
fn vae() -> RunSpec {
    RunSpec {
        model: ModelType::Vae,
        latent: 10,
        batch: 32,
        ..RunSpec::default()
    }
}

#[test]
fn a_generator_that_draws_one_picture_for_every_z_has_collapsed() {
    let spec = RunSpec {
        gan_loss: GanLoss::NonSaturating,
        spectral_norm: false,
        normalisation: Normalisation::None,
        generator_updates: 3,
        learning_rate: 2e-3,
        discriminator_learning_rate: 1e-4,
        ..gan()
    };
    let (findings, _) = watched(&spec, 500);
    assert!(named(&findings, "Mode collapse"), "{findings:?}");
}

#[test]
fn a_discriminator_that_is_always_right_wins_and_leaves_no_gradient() {
    let spec = RunSpec {
        gan_loss: GanLoss::Minimax,
        spectral_norm: false,
        normalisation: Normalisation::None,
        discriminator_updates: 3,
        learning_rate: 1e-4,
        discriminator_learning_rate: 2e-3,
        ..gan()
    };
    let (findings, _) = watched(&spec, 400);
    assert!(named(&findings, "The discriminator wins"), "{findings:?}");
    assert!(named(&findings, "Vanishing gradient"), "{findings:?}");
}

#[test]
fn a_heavy_kl_term_collapses_the_posterior() {
    let spec = RunSpec {
        reconstruction: Reconstruction::SquaredError,
        beta: 50.0,
        ..vae()
    };
    let (findings, _) = watched(&spec, 600);
    assert!(named(&findings, "Posterior collapse"), "{findings:?}");
}

#[test]
fn a_learning_rate_of_one_diverges() {
    let spec = RunSpec {
        learning_rate: 1.0,
        ..vae()
    };
    let (findings, _) = watched(&spec, 100);
    assert!(named(&findings, "Divergence"), "{findings:?}");
}

#[test]
fn nothing_is_said_of_runs_that_learn() {
    let autoencoder = RunSpec {
        model: ModelType::Autoencoder,
        beta: 0.0,
        ..vae()
    };
    let slow = RunSpec {
        latent: 100,
        encoder: NetworkSpec::dense(&[128, 256]),
        decoder: NetworkSpec::dense(&[256, 512]),
        learning_rate: 2e-4,
        ..vae()
    };
    for spec in [gan(), vae(), autoencoder, slow] {
        let (_, ever) = watched(&spec, 600);
        assert!(ever.is_empty(), "{:?}: {ever:?}", spec.model);
    }
}

#[test]
fn a_loss_that_is_no_number_is_said_at_once() {
    let spec = gan();
    let mut detectors = FailureDetectors::new(&spec, &[0, 255], 1);
    let report = |value| StepReport {
        step: 1,
        losses: vec![(LossName::Generator, value)],
        ..StepReport::default()
    };
    detectors.observe(&report(0.7));
    assert_eq!(detectors.findings(), []);
    detectors.observe(&report(f32::NAN));
    let findings = detectors.findings();
    assert!(named(&findings, "Divergence"));
    assert_eq!(
        findings[0].sentence(),
        "The run diverged: the generator's loss is no number any more."
    );
    let json = serde_json::to_string(&findings).unwrap();
    let back: Vec<RunFinding> = serde_json::from_str(&json).unwrap();
    assert_eq!(back[0].name(), "Divergence");
}

#[test]
fn a_gradient_under_another_loss_is_not_held_against_the_first_ones() {
    let report = |step, norm| StepReport {
        step,
        losses: vec![(LossName::Generator, 1.0)],
        gradient_norms: vec![(NetworkName::Generator, norm)],
        ..StepReport::default()
    };
    let mut detectors = FailureDetectors::new(&gan(), &[0; 128], 64);
    detectors.observe(&report(1, 1000.0));
    let mut changed = detectors.clone();
    let wasserstein = RunSpec {
        gan_loss: GanLoss::Wasserstein,
        ..gan()
    };
    changed.set(&wasserstein, 1);
    for step in 300..320 {
        for detectors in [&mut detectors, &mut changed] {
            detectors.observe(&report(step, 0.1));
        }
    }
    assert!(named(&detectors.findings(), "Vanishing gradient"));
    assert!(!named(&changed.findings(), "Vanishing gradient"));
}

/// A report of a step with a total loss and the norm of the generator's gradient.
fn measured(step: u32, total: f32, norm: f32) -> StepReport {
    StepReport {
        step,
        side: 28,
        losses: vec![(LossName::Total, total)],
        gradient_norms: vec![(NetworkName::Generator, norm)],
        ..StepReport::default()
    }
}

#[test]
fn a_weight_that_is_raised_or_lowered_is_no_divergence_and_no_vanishing_gradient() {
    let spec = RunSpec {
        vae_steps: 0,
        ..run_spec::preset("vae-gan").unwrap().spec()
    };
    let changes: [fn(&mut RunSpec, f64); 4] = [
        |spec, weight| spec.reconstruction_weight = weight,
        |spec, weight| spec.beta = weight,
        |spec, weight| spec.adversarial_weight = weight,
        |spec, weight| spec.feature_weight = weight,
    ];
    for change in changes {
        let mut detectors = FailureDetectors::new(&spec, &[0, 255], 1);
        for step in (10..=400).step_by(10) {
            detectors.observe(&measured(step, 100.0, 10.0));
        }
        let mut raised = spec.clone();
        change(&mut raised, 1000.0);
        detectors.set(&raised, 405);
        // What is reported first was measured before the change, whenever it is read.
        detectors.observe(&measured(405, 100.0, 10.0));
        for step in (410..=800).step_by(10) {
            detectors.observe(&measured(step, 100_000.0, 10_000.0));
        }
        assert_eq!(detectors.findings(), []);
        detectors.set(&spec, 805);
        detectors.observe(&measured(805, 100_000.0, 10_000.0));
        for step in (810..=1200).step_by(10) {
            detectors.observe(&measured(step, 100.0, 10.0));
        }
        assert_eq!(detectors.findings(), [], "and back");
        // What comes after it is held against the first loss under the new weight.
        detectors.observe(&measured(1210, 2100.0, 10.0));
        assert!(named(&detectors.findings(), "Divergence"));
    }
}

#[test]
fn another_learning_rate_or_a_frozen_player_changes_no_scale() {
    let spec = run_spec::preset("dense-vae-2d").unwrap().spec();
    let mut detectors = FailureDetectors::new(&spec, &[0, 255], 1);
    detectors.observe(&measured(1, 100.0, 1.0));
    let changed = RunSpec {
        learning_rate: 0.5,
        max_grad_norm: 1.0,
        ..spec
    };
    detectors.set(&changed, 1);
    detectors.observe(&measured(2, 2500.0, 1.0));
    assert!(named(&detectors.findings(), "Divergence"));
}

#[test]
fn a_game_that_begins_and_a_network_that_grows_change_the_scale_of_the_loss() {
    let spec = RunSpec {
        vae_steps: 100,
        ..run_spec::preset("vae-gan").unwrap().spec()
    };
    let mut detectors = FailureDetectors::new(&spec, &[0, 255], 1);
    for step in 1..=300 {
        let total = if step <= 100 { 100.0 } else { 90_000.0 };
        detectors.observe(&measured(step, total, 1.0));
    }
    assert_eq!(detectors.findings(), []);
    for step in 301..=310 {
        let grown = StepReport {
            side: 56,
            ..measured(step, 10_000_000.0, 1.0)
        };
        detectors.observe(&grown);
    }
    assert_eq!(detectors.findings(), []);
}

#[test]
fn few_modes_are_a_collapse_once_they_were_few_for_a_thousand_steps() {
    let spec = run_spec::preset("eight-gaussians").unwrap().spec();
    let mut detectors = FailureDetectors::new(&spec, &[], 2);
    let coverage = |reached| ModeCoverage {
        parts: "modes".to_owned(),
        of: 8,
        reached,
        high_quality: 0.5,
        error: 0.01,
        floor: 0.99,
        counts: Vec::new(),
    };
    let mut seen = |step, reached| {
        detectors.observe_coverage(step, &coverage(reached));
        detectors.findings()
    };
    // Too early, then not for long enough.
    for step in (0..=1500).step_by(250) {
        assert_eq!(seen(step, 2), []);
    }
    assert_eq!(seen(1750, 5), []);
    for (step, reached) in [(2000, 4), (2500, 3), (2900, 1)] {
        assert_eq!(seen(step, reached), []);
    }
    let findings = seen(3000, 2);
    assert!(named(&findings, "Mode collapse"));
    assert_eq!(
        findings[0].sentence(),
        "Generated points reach 2 of 8 modes."
    );
    assert_eq!(seen(3250, 8), []);
    // A generator that is frozen does not collapse.
    let mut frozen = FailureDetectors::new(
        &RunSpec {
            frozen: FrozenPlayer::Generator,
            ..spec.clone()
        },
        &[],
        2,
    );
    for step in (0..=4000).step_by(250) {
        frozen.observe_coverage(step, &coverage(1));
    }
    assert_eq!(frozen.findings(), []);
    let mut seen = |step, reached| {
        detectors.observe_coverage(step, &coverage(reached));
        detectors.findings()
    };
    // A run that went back begins anew.
    assert_eq!(seen(4000, 1), []);
    assert_eq!(seen(100, 1), []);
    assert_eq!(seen(1050, 1), []);

    let json = serde_json::to_string(&findings).unwrap();
    let back: Vec<RunFinding> = serde_json::from_str(&json).unwrap();
    assert_eq!(back, findings);
}
