//! The tensors of each stage: their names and sizes.

use model::train::{StepPart, StepTurn, TraceStageKind, TracedStage};
use run_spec::RunSpec;

use super::{images, named, trace_step};

fn sizes(stage: &TracedStage) -> Vec<(String, Vec<usize>)> {
    let tensors = stage.tensors.iter();
    tensors.map(|t| (t.name.clone(), t.shape.clone())).collect()
}

#[track_caller]
fn expect(
    stages: &[TracedStage],
    kind: TraceStageKind,
    turn: StepTurn,
    expected: &[(&str, &[usize])],
) {
    let stage = stages.iter().find(|s| (s.kind, s.turn) == (kind, turn));
    let expected: Vec<_> = expected
        .iter()
        .map(|(name, shape)| ((*name).to_owned(), shape.to_vec()))
        .collect();
    assert_eq!(sizes(stage.unwrap()), expected, "{kind:?}, {turn:?}");
}

#[test]
fn tensors_of_a_dense_gan_have_the_names_and_sizes_of_their_layers() {
    use StepTurn::{Discriminator, Generator};
    use TraceStageKind::{Generate, Gradient, JudgeGenerated, JudgeReal};

    let mut trainer = images(&named("dense-non-saturating-adam"));
    let stages = trace_step(&mut trainer, StepPart::Whole);
    let x: (&str, &[usize]) = ("x", &[4, 64]);
    expect(&stages, TraceStageKind::Data, Discriminator, &[x]);
    let made: [(&str, &[usize]); 2] = [("h1", &[4, 12]), ("G(z)", &[4, 64])];
    expect(&stages, Generate, Discriminator, &made);
    expect(&stages, Generate, Generator, &made);
    let hidden: [(&str, &[usize]); 2] = [("h1", &[4, 12]), ("h2", &[4, 6])];
    expect(
        &stages,
        JudgeReal,
        Discriminator,
        &[&hidden[..], &[("D(x)", &[4])]].concat(),
    );
    let judged = [&hidden[..], &[("D(G(z))", &[4])]].concat();
    expect(&stages, JudgeGenerated, Discriminator, &judged);
    expect(&stages, JudgeGenerated, Generator, &judged);
    expect(
        &stages,
        Gradient,
        Discriminator,
        &[
            ("∂L/∂W1", &[64, 12]),
            ("∂L/∂b1", &[12]),
            ("∂L/∂W2", &[12, 6]),
            ("∂L/∂b2", &[6]),
            ("∂L/∂W3", &[6, 1]),
            ("∂L/∂b3", &[1]),
        ],
    );
    expect(
        &stages,
        Gradient,
        Generator,
        &[
            ("∂L/∂G(z)", &[4, 64]),
            ("∂L/∂W1", &[3, 12]),
            ("∂L/∂b1", &[12]),
            ("∂L/∂W2", &[12, 64]),
            ("∂L/∂b2", &[64]),
        ],
    );
}

#[test]
fn tensors_of_a_convolutional_gan_have_the_names_and_sizes_of_their_layers() {
    use StepTurn::{Discriminator, Generator};
    use TraceStageKind::{Generate, Gradient, JudgeGenerated};

    let mut trainer = images(&named("conv-minimax-batch-rmsprop"));
    let stages = trace_step(&mut trainer, StepPart::Whole);
    expect(
        &stages,
        Generate,
        Generator,
        &[
            ("h1", &[4, 2, 2, 6]),
            ("h2", &[4, 4, 4, 4]),
            ("G(z)", &[4, 64]),
        ],
    );
    expect(
        &stages,
        JudgeGenerated,
        Discriminator,
        &[
            ("h1", &[4, 4, 4, 3]),
            ("h2", &[4, 2, 2, 5]),
            ("D(G(z))", &[4]),
        ],
    );
    let gradient = stages
        .iter()
        .find(|s| (s.kind, s.turn) == (Gradient, Generator));
    let names = gradient.unwrap().tensors.iter().map(|t| t.name.as_str());
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "∂L/∂G(z)",
            "∂L/∂W1",
            "∂L/∂W2",
            "∂L/∂W3",
            "∂L/∂b1",
            "∂L/∂b2",
            "∂L/∂b3",
            "∂L/∂β1",
            "∂L/∂β2",
            "∂L/∂γ1",
            "∂L/∂γ2",
        ]
    );
}

#[test]
fn tensors_of_an_encoder_have_the_names_and_sizes_of_their_layers() {
    use StepTurn::Autoencoder;
    use TraceStageKind::{Encode, Gradient, Sample};

    let mut trainer = images(&named("vae-squared-error"));
    let stages = trace_step(&mut trainer, StepPart::Whole);
    expect(
        &stages,
        Encode,
        Autoencoder,
        &[
            ("h1", &[4, 4, 4, 3]),
            ("h2", &[4, 2, 2, 4]),
            ("h3", &[4, 5]),
            ("μ", &[4, 3]),
            ("σ", &[4, 3]),
        ],
    );
    expect(
        &stages,
        Sample,
        Autoencoder,
        &[("ε", &[4, 3]), ("z", &[4, 3])],
    );
    let gradient = stages.iter().find(|s| s.kind == Gradient).unwrap();
    assert_eq!(gradient.tensor("∂L/∂E.Wμ").unwrap().shape, [5, 3]);
    assert_eq!(gradient.tensor("∂L/∂E.Wσ").unwrap().shape, [5, 3]);
    assert!(gradient.tensor("∂L/∂G.W1").is_some());
}

#[test]
fn tensors_of_a_decoder_have_the_names_and_sizes_of_their_layers() {
    use StepTurn::Autoencoder;

    let mut trainer = images(&RunSpec {
        vae_steps: 0,
        ..named("vae-gan")
    });
    let stages = trace_step(&mut trainer, StepPart::Whole);
    expect(
        &stages,
        TraceStageKind::Decode,
        Autoencoder,
        &[
            ("h1", &[4, 2, 2, 6]),
            ("h2", &[4, 4, 4, 4]),
            ("x̃", &[4, 64]),
        ],
    );
}
