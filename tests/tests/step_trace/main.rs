//! A step taken apart is the step itself.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

mod layers;

use model::data::TrainingData;
use model::device;
use model::train::{LossName, StepPart, StepTurn, TraceStageKind, TracedStage, Trainer};
use run_code::CodeTarget;
use run_spec::{DatasetId, FrozenPlayer, GanLoss, ModelType, NetworkSpec, RunSpec};
use tests::runs::{RUNS, source};
use tests::{run, state};

fn images(spec: &RunSpec) -> Trainer {
    Trainer::new(spec, source(), &device::cpu()).unwrap()
}

fn named(name: &str) -> RunSpec {
    RUNS.iter().find(|(found, _)| *found == name).unwrap().1()
}

fn trace_step(trainer: &mut Trainer, part: StepPart) -> Vec<TracedStage> {
    run(trainer.trace_step(part)).unwrap()
}

/// The kinds of the stages, turn by turn.
fn turns(stages: &[TracedStage]) -> Vec<(StepTurn, Vec<TraceStageKind>)> {
    let mut turns: Vec<(StepTurn, Vec<TraceStageKind>)> = Vec::new();
    for stage in stages {
        match turns.last_mut() {
            Some((turn, kinds))
                if *turn == stage.turn && kinds.last() != Some(&TraceStageKind::Update) =>
            {
                kinds.push(stage.kind);
            }
            _ => turns.push((stage.turn, vec![stage.kind])),
        }
    }
    turns
}

#[test]
fn a_step_that_is_taken_apart_is_the_step_to_the_last_bit() {
    for (name, spec) in RUNS {
        let spec = spec();
        for part in [
            StepPart::Whole,
            StepPart::Discriminator,
            StepPart::Generator,
        ] {
            let (mut plain, mut apart) = (images(&spec), images(&spec));
            for _ in 0..3 {
                plain.step(part);
                assert!(!trace_step(&mut apart, part).is_empty());
            }
            assert!(state(&plain, "") == state(&apart, ""), "{name}, {part:?}");
            for trainer in [&mut plain, &mut apart] {
                trainer.step(StepPart::Whole);
            }
            let reports = [&mut plain, &mut apart].map(|t| run(t.report()).unwrap());
            assert_eq!(reports[0], reports[1], "{name}, {part:?}");
            assert!(state(&plain, "") == state(&apart, ""), "{name}, {part:?}");
        }
    }
}

#[test]
fn the_losses_of_the_stages_are_the_reports() {
    for (name, spec) in RUNS {
        let mut trainer = images(&RunSpec {
            vae_steps: 0,
            ..spec()
        });
        let stages = trace_step(&mut trainer, StepPart::Whole);
        let report = run(trainer.report()).unwrap();
        for (turn, loss) in [
            (StepTurn::Discriminator, LossName::Discriminator),
            (StepTurn::Generator, LossName::Generator),
            (StepTurn::Autoencoder, LossName::Total),
        ] {
            // The newest is reported.
            let stage = stages
                .iter()
                .rfind(|stage| stage.kind == TraceStageKind::Loss && stage.turn == turn);
            if let Some(stage) = stage {
                assert_eq!(stage.number("loss"), report.loss(loss), "{name}, {turn:?}");
            }
        }
        let losses = stages.iter().filter(|s| s.kind == TraceStageKind::Loss);
        assert!(losses.count() > 0, "{name}");
    }
}

#[track_caller]
fn assert_near(found: f32, expected: f32) {
    let allowed = 2e-6 + 1e-5 * expected.abs();
    assert!((found - expected).abs() <= allowed, "{found}, {expected}");
}

#[test]
fn the_numbers_satisfy_their_formula_for_every_loss() {
    for &gan_loss in GanLoss::ALL {
        for smoothing in [0.0, 0.2_f32] {
            let spec = RunSpec {
                gan_loss,
                label_smoothing: f64::from(smoothing),
                ..named("dense-non-saturating-adam")
            };
            let mut trainer = images(&spec);
            let stages = trace_step(&mut trainer, StepPart::Whole);
            let loss = |turn| {
                let mut found = stages.iter();
                found
                    .rfind(|stage| stage.kind == TraceStageKind::Loss && stage.turn == turn)
                    .unwrap()
            };
            let (d, g) = (loss(StepTurn::Discriminator), loss(StepTurn::Generator));
            let of = |stage: &TracedStage, name: &str| stage.number(name).unwrap();
            let expected = match gan_loss {
                GanLoss::Minimax | GanLoss::NonSaturating => {
                    let off = if smoothing > 0.0 {
                        assert_near(of(d, "s"), smoothing);
                        of(d, "log(1 − D(x))")
                    } else {
                        0.0
                    };
                    let on = of(d, "log D(x)");
                    -(1.0 - smoothing) * on - smoothing * off - of(d, "log(1 − D(G(z)))")
                }
                GanLoss::LeastSquares => {
                    let name = if smoothing > 0.0 {
                        "(D(x) − 1 + s)²"
                    } else {
                        "(D(x) − 1)²"
                    };
                    0.5 * of(d, name) + 0.5 * of(d, "D(G(z))²")
                }
                GanLoss::Hinge => of(d, "max(0, 1 − D(x))") + of(d, "max(0, 1 + D(G(z)))"),
                GanLoss::Wasserstein => of(d, "D(G(z))") - of(d, "D(x)"),
                GanLoss::Relativistic => -of(d, "log σ(D(x) − D(G(z)))"),
            };
            assert_near(of(d, "loss"), expected);
            let expected = match gan_loss {
                GanLoss::Minimax => of(g, "log(1 − D(G(z)))"),
                GanLoss::NonSaturating => -of(g, "log D(G(z))"),
                GanLoss::LeastSquares => 0.5 * of(g, "(D(G(z)) − 1)²"),
                GanLoss::Hinge | GanLoss::Wasserstein => -of(g, "D(G(z))"),
                GanLoss::Relativistic => -of(g, "log(1 − σ(D(x) − D(G(z))))"),
            };
            assert_near(of(g, "loss"), expected);
        }
    }
    let mut trainer = images(&named("relativistic-penalised"));
    for step in 0..3 {
        let stages = trace_step(&mut trainer, StepPart::Whole);
        let loss = stages
            .iter()
            .find(|stage| stage.kind == TraceStageKind::Loss);
        let of = |name: &str| loss.unwrap().number(name);
        let pairs = -of("log σ(D(x) − D(G(z)))").unwrap();
        let penalties = match (of("γ/2"), of("R1"), of("R2")) {
            (Some(weight), Some(r1), Some(r2)) => weight * (r1 + r2),
            none => {
                assert_eq!(none, (None, None, None));
                0.0
            }
        };
        // Every other step.
        assert_eq!(penalties > 0.0, step % 2 == 0);
        assert_near(of("loss").unwrap(), pairs + penalties);
    }
    for name in ["vae-squared-error", "vae-gan", "coded-gan"] {
        let mut trainer = images(&RunSpec {
            vae_steps: 0,
            ..named(name)
        });
        trainer.step(StepPart::Whole);
        let stages = trace_step(&mut trainer, StepPart::Whole);
        let mut found = stages.iter();
        let loss =
            found.find(|s| s.kind == TraceStageKind::Loss && s.turn == StepTurn::Autoencoder);
        let of = |name: &str| loss.unwrap().number(name);
        let mut expected = of("weight of reconstruction").unwrap() * of("reconstruction").unwrap()
            + of("β").unwrap() * of("KL").unwrap();
        if let Some(features) = of("features") {
            expected += of("weight of features").unwrap() * features;
            expected += of("weight of adversarial").unwrap() * of("adversarial").unwrap();
        }
        assert_near(of("loss").unwrap(), expected);
    }
}

#[test]
fn stages_come_in_the_order_of_their_algorithm() {
    use StepTurn::{Autoencoder, Discriminator, Generator};
    use TraceStageKind::{
        Data, Decode, Encode, Generate, Gradient, JudgeGenerated, JudgeReal, Loss, Noise, Sample,
        Update,
    };
    let of = |spec: &RunSpec, part| turns(&trace_step(&mut images(spec), part));
    let judged = vec![
        Data,
        Noise,
        Generate,
        JudgeReal,
        JudgeGenerated,
        Loss,
        Gradient,
        Update,
    ];
    let made = vec![Noise, Generate, JudgeGenerated, Loss, Gradient, Update];
    let gan = named("dense-non-saturating-adam");
    assert_eq!(
        of(&gan, StepPart::Whole),
        [
            (Discriminator, judged.clone()),
            (Discriminator, judged.clone()),
            (Generator, made.clone()),
        ]
    );
    assert_eq!(of(&gan, StepPart::Generator), [(Generator, made.clone())]);
    // Of pairs, the generator is told both scores. Its first real images are those that the
    // discriminator saw last; else it takes some of its own.
    let paired = vec![
        Noise,
        Generate,
        JudgeReal,
        JudgeGenerated,
        Loss,
        Gradient,
        Update,
    ];
    let pairs = named("relativistic-penalised");
    let alone = (Generator, [vec![Data], paired.clone()].concat());
    let whole = [
        (Discriminator, judged.clone()),
        (Generator, paired),
        alone.clone(),
    ];
    assert_eq!(of(&pairs, StepPart::Whole), whole);
    assert_eq!(of(&pairs, StepPart::Generator), [alone.clone(), alone]);

    let coded = vec![Data, Encode, Sample, Decode, Loss, Gradient, Update];
    let vae = named("vae-squared-error");
    assert_eq!(of(&vae, StepPart::Whole), [(Autoencoder, coded.clone())]);
    let exact = vec![Data, Encode, Decode, Loss, Gradient, Update];
    assert_eq!(
        of(&named("autoencoder"), StepPart::Whole),
        [(Autoencoder, exact)]
    );

    let both = RunSpec {
        vae_steps: 0,
        ..named("vae-gan")
    };
    let learnt = vec![
        Encode,
        Sample,
        Noise,
        Decode,
        Generate,
        JudgeReal,
        JudgeGenerated,
        JudgeGenerated,
        Loss,
        Gradient,
        Update,
    ];
    assert_eq!(
        of(&both, StepPart::Whole),
        [(Discriminator, judged), (Autoencoder, learnt)]
    );

    let fed = RunSpec {
        vae_steps: 0,
        ..named("coded-gan")
    };
    let first = vec![
        Sample,
        Generate,
        JudgeReal,
        JudgeGenerated,
        Loss,
        Gradient,
        Update,
    ];
    let second = [vec![Data], first.clone()].concat();
    let made = vec![Sample, Generate, JudgeGenerated, Loss, Gradient, Update];
    assert_eq!(
        of(&fed, StepPart::Whole),
        [
            (Autoencoder, coded),
            (Discriminator, first),
            (Discriminator, second),
            (Generator, made)
        ]
    );
}

#[test]
fn every_stage_has_lines_of_the_runs_program_in_its_own_turn() {
    for (name, spec) in RUNS {
        let spec = RunSpec {
            vae_steps: 0,
            ..spec()
        };
        for target in [CodeTarget::PyTorch, CodeTarget::Burn] {
            let lines = target.lines(&spec, spec.image());
            for stage in trace_step(&mut images(&spec), StepPart::Whole) {
                let lit = lines
                    .iter()
                    .filter(|line| line.stages.has(stage.kind, stage.turn));
                let (kind, turn, count) = (stage.kind, stage.turn, lit.count());
                assert!(count > 0, "{name}, {target:?}: {kind:?} of {turn:?}");
                assert!(count < lines.len() / 2, "{name}, {target:?}: {kind:?}");
            }
        }
    }
}

#[test]
fn what_is_said_of_a_tensor_is_of_all_of_it_and_rows_of_points_are_there() {
    let spec = RunSpec {
        model: ModelType::Gan,
        data: DatasetId::Points,
        batch: 200,
        decoder: NetworkSpec::dense(&[16]),
        discriminator: NetworkSpec::dense(&[16]),
        ..RunSpec::default()
    };
    let world = TrainingData::of_world(&spec).unwrap();
    let expected = world.batch(1, 0, 200).pixels;
    let mut trainer = Trainer::new(&spec, world, &device::cpu()).unwrap();
    let stages = trace_step(&mut trainer, StepPart::Whole);
    let x = stages[0].tensor("x").unwrap();
    assert!(x.drawn);
    assert_eq!(x.shape, [200, 2]);
    assert_eq!(x.values, expected[..300]);
    let mean = expected.iter().map(|x| f64::from(*x)).sum::<f64>() / 400.0;
    let squares = expected.iter().map(|x| (f64::from(*x) - mean).powi(2));
    let deviation = (squares.sum::<f64>() / 400.0).sqrt();
    assert_near(x.mean, mean as f32);
    assert_near(x.deviation, deviation as f32);
    let most = expected.iter().copied().fold(f32::MIN, f32::max);
    let least = expected.iter().copied().fold(f32::MAX, f32::min);
    assert_eq!((x.least, x.most), (least, most));
    let arrows = stages
        .iter()
        .find_map(|stage| stage.tensor("∂L/∂G(z)"))
        .unwrap();
    assert!(arrows.drawn && arrows.values.len() == 300);
    let hidden = stages.iter().find_map(|stage| stage.tensor("h1")).unwrap();
    assert!(!hidden.drawn && hidden.values.len() <= 16);
    assert_eq!(hidden.shape, [200, 16]);
}

#[test]
fn an_update_says_how_far_weights_went_and_a_frozen_player_goes_nowhere() {
    let spec = named("hinge-spectral-sgd-clip");
    let mut trainer = images(&spec);
    let norm = |trainer: &Trainer| {
        let weights = state(trainer, "generator.weights.");
        let squares = weights.values().flatten().map(|w| f64::from(*w).powi(2));
        squares.sum::<f64>().sqrt() as f32
    };
    let before = norm(&trainer);
    let stages = trace_step(&mut trainer, StepPart::Generator);
    let updates: Vec<&TracedStage> = stages
        .iter()
        .filter(|s| s.kind == TraceStageKind::Update)
        .collect();
    assert_eq!(updates.len(), 2);
    assert_near(updates[0].number("‖G‖ before").unwrap(), before);
    assert_near(updates[1].number("‖G‖ after").unwrap(), norm(&trainer));
    assert!(updates[0].number("‖ΔG‖").unwrap() > 0.0);
    assert_near(updates[0].number("η").unwrap(), spec.learning_rate as f32);

    let frozen = RunSpec {
        frozen: FrozenPlayer::Generator,
        ..spec
    };
    trainer.set(&frozen).unwrap();
    let stages = trace_step(&mut trainer, StepPart::Generator);
    let update = stages
        .iter()
        .find(|s| s.kind == TraceStageKind::Update)
        .unwrap();
    assert_eq!(update.number("‖ΔG‖"), Some(0.0));
    assert_eq!(update.number("η"), Some(0.0));
    let gradient = stages
        .iter()
        .find(|s| s.kind == TraceStageKind::Gradient)
        .unwrap();
    assert!(gradient.number("‖∂L/∂G‖").unwrap() > 0.0);
}
