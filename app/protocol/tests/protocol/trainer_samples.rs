//! One report of each kind that a trainer makes.

use protocol::{
    CheckedFile, Disentanglement, EngineError, FactorGap, FrameHeader, FrameLayer, FrameLayerKind,
    ImageSheet, KnownFactor, ModeCoverage, QualityMeasure, QualityUpdate, RestoredRun, RunFinding,
    StepTurn, TensorSummary, TraceStage, TraceStageKind, TrainProgress, TrainerUpdate, WarmUpPiece,
    WarmUpProgress,
};

use crate::samples::{ID, points};

pub fn trainer_updates() -> impl Iterator<Item = TrainerUpdate> {
    let sheet = ImageSheet {
        width: 224,
        height: 224,
        channels: 1,
        columns: 8,
    };
    let step = 12;
    [
        TrainerUpdate::Begun {
            id: ID,
            images: Some(60_000),
            sheet: Some(sheet),
            restored: None,
        },
        TrainerUpdate::Begun {
            id: ID,
            images: None,
            sheet: None,
            restored: Some(restored()),
        },
        TrainerUpdate::Fetching {
            file: "train-images".to_owned(),
            received: 1_000,
            total: 4_000,
        },
        TrainerUpdate::Fetched { id: ID },
        TrainerUpdate::FileChecked {
            id: ID,
            content: CheckedFile::Images {
                count: 300,
                height: 28,
                width: 24,
            },
        },
        TrainerUpdate::FileChecked {
            id: ID,
            content: CheckedFile::Specification,
        },
        TrainerUpdate::Personalising {
            id: ID,
            done: 300,
            of: 1_500,
        },
        TrainerUpdate::Personalised { id: ID },
        TrainerUpdate::WarmingUp {
            warm_up: WarmUpProgress {
                done: 1,
                of: 3,
                piece: Some(WarmUpPiece::Step(StepTurn::Discriminator)),
                millis: 310.5,
            },
        },
        TrainerUpdate::WarmingUp {
            warm_up: WarmUpProgress {
                done: 3,
                of: 3,
                piece: None,
                millis: 2_000.0,
            },
        },
        TrainerUpdate::Progress {
            progress: progress(),
        },
        TrainerUpdate::Samples { step, sheet },
        TrainerUpdate::Reconstructions { step, sheet },
        TrainerUpdate::Frame { frame: frame() },
        TrainerUpdate::Quality { quality: quality() },
        TrainerUpdate::Disentanglement {
            step,
            score: Disentanglement {
                images: 1_000,
                factors: vec![FactorGap {
                    factor: KnownFactor::HairColour,
                    dimension: 4,
                    information: 0.5,
                    gap: 0.25,
                }],
            },
        },
        TrainerUpdate::StepTraced {
            id: ID,
            step,
            stages: stages(),
        },
        TrainerUpdate::Reinitialized { id: ID, step },
        TrainerUpdate::EncodedPoints {
            step,
            count: 500,
            latent: 2,
        },
        TrainerUpdate::Weights { id: None, step },
        TrainerUpdate::Weights { id: Some(ID), step },
        TrainerUpdate::Checkpoint {
            id: ID,
            step,
            spec: points(),
        },
        TrainerUpdate::Restored {
            id: ID,
            restored: restored(),
        },
        TrainerUpdate::Changed { id: ID, step },
        TrainerUpdate::Paused { step },
        TrainerUpdate::StepFailed {
            error: EngineError::NoReasonGiven,
        },
    ]
    .into_iter()
    .chain(judged_pictures())
}

fn judged_pictures() -> [TrainerUpdate; 2] {
    [
        TrainerUpdate::Judging { id: ID, step: 40 },
        TrainerUpdate::PicturesJudged {
            id: ID,
            step: 60,
            sheet: ImageSheet {
                width: 28,
                height: 56,
                channels: 1,
                columns: 1,
            },
            scores: vec![0.75, 0.25],
        },
    ]
}

fn progress() -> TrainProgress {
    TrainProgress {
        step: 12,
        elapsed_seconds: 1.5,
        millis_per_step: 25.5,
        steps_per_second: 38.25,
        losses: vec![("KL".to_owned(), 2.5)],
        real_scores: vec![0, 3],
        fake_scores: vec![3, 0],
        real_mean: Some(0.875),
        fake_mean: None,
        gradient_norms: vec![("D gradient".to_owned(), 0.5)],
        kl_per_dimension: vec![1.25, 0.0],
        findings: vec![collapse()],
        halted: false,
    }
}

fn restored() -> RestoredRun {
    RestoredRun {
        step: 12,
        seconds: 1.5,
        pushed: true,
        spec: points(),
    }
}

fn collapse() -> RunFinding {
    RunFinding::ModeCollapse { share: 0.125 }
}

/// A frame with a layer of each kind.
fn frame() -> FrameHeader {
    let kinds = [
        FrameLayerKind::Real,
        FrameLayerKind::Generated,
        FrameLayerKind::Noise,
        FrameLayerKind::Arrows,
        FrameLayerKind::Field,
        FrameLayerKind::Manifold,
        FrameLayerKind::Means,
        FrameLayerKind::Spreads,
        FrameLayerKind::Reconstructed,
    ];
    let layer = |kind| FrameLayer {
        kind,
        rows: 400,
        columns: 2,
    };
    FrameHeader {
        run: 1,
        step: 12,
        layers: kinds.map(layer).to_vec(),
    }
}

fn quality() -> QualityUpdate {
    QualityUpdate {
        run: 1,
        step: 12,
        points: 2500,
        measures: vec![QualityMeasure {
            name: "Grid KL".to_owned(),
            value: 0.75,
            error: 0.0625,
            floor: 0.125,
        }],
        coverage: Some(ModeCoverage {
            parts: "modes".to_owned(),
            of: 8,
            reached: 2,
            high_quality: 0.5,
            error: 0.0625,
            floor: 0.875,
            counts: vec![0, 1250, 0, 0, 3, 0, 0, 0],
        }),
        findings: vec![collapse()],
    }
}

/// A stage of each kind, the turns in turn.
fn stages() -> Vec<TraceStage> {
    let kinds = [
        TraceStageKind::Data,
        TraceStageKind::Noise,
        TraceStageKind::Encode,
        TraceStageKind::Sample,
        TraceStageKind::Decode,
        TraceStageKind::Generate,
        TraceStageKind::JudgeReal,
        TraceStageKind::JudgeGenerated,
        TraceStageKind::Loss,
        TraceStageKind::Gradient,
        TraceStageKind::Update,
    ];
    let turns = [
        StepTurn::Discriminator,
        StepTurn::Generator,
        StepTurn::Autoencoder,
    ];
    let stages = kinds.into_iter().zip(turns.into_iter().cycle());
    let stage = |(kind, turn)| TraceStage {
        kind,
        turn,
        numbers: vec![("loss".to_owned(), 0.5)],
        tensors: vec![TensorSummary {
            name: "G(z)".to_owned(),
            shape: vec![64, 2],
            mean: 0.25,
            deviation: 0.5,
            least: -1.0,
            most: 1.5,
            first: vec![0.0, -0.5],
            rows: Some((128, 128)),
        }],
    };
    stages.map(stage).collect()
}
