//! Whatever a trainer may say that nobody asked for.

use proptest::prelude::*;
use protocol::{
    CheckedFile, Disentanglement, FrameHeader, FrameLayer, FrameLayerKind, QualityUpdate,
    RequestId, RestoredRun, StepTurn, TrainProgress, TrainerUpdate, WarmUpPiece, WarmUpProgress,
};

use crate::sim_trainer::{SHEET, stages};

/// Where a run may stand that nobody asked for.
fn restored(step: u32) -> RestoredRun {
    RestoredRun {
        step,
        seconds: f64::from(step),
        pushed: step % 2 == 1,
        spec: run_spec::RunSpec {
            learning_rate: 0.125,
            ..run_spec::RunSpec::default()
        },
    }
}

/// News that nobody asked for.
pub fn trainer_update() -> impl Strategy<Value = TrainerUpdate> {
    let id = (0_u64..40).prop_map(RequestId);
    (id, 0_u32..9, 0_u8..25).prop_map(|(id, step, which)| match which {
        0 => TrainerUpdate::Begun {
            id,
            images: None,
            sheet: Some(SHEET),
            restored: (step > 4).then(|| restored(step)),
        },
        1 => TrainerUpdate::Progress {
            progress: TrainProgress {
                step,
                losses: vec![("loss".to_owned(), f32::NAN)],
                halted: step == 8,
                ..TrainProgress::default()
            },
        },
        2 => TrainerUpdate::Samples { step, sheet: SHEET },
        3 => TrainerUpdate::Weights { id: None, step },
        4 => TrainerUpdate::Checkpoint {
            id,
            step,
            spec: restored(step).spec,
        },
        5 => TrainerUpdate::Restored {
            id,
            restored: restored(step),
        },
        12 => TrainerUpdate::Changed { id, step },
        15 => TrainerUpdate::StepFailed {
            error: "No.".into(),
        },
        6 => TrainerUpdate::EncodedPoints {
            step,
            count: 1,
            latent: 2,
        },
        7 => TrainerUpdate::Frame {
            frame: FrameHeader {
                run: step as usize,
                step,
                layers: vec![FrameLayer {
                    kind: FrameLayerKind::Field,
                    rows: usize::MAX,
                    columns: 2,
                }],
            },
        },
        8 => TrainerUpdate::Quality {
            quality: QualityUpdate {
                run: usize::from(which) * step as usize,
                step,
                ..QualityUpdate::default()
            },
        },
        9 => TrainerUpdate::StepTraced {
            id,
            step,
            stages: stages(),
        },
        13 => TrainerUpdate::WarmingUp {
            warm_up: WarmUpProgress {
                done: step,
                of: 4,
                piece: (step < 6).then_some(WarmUpPiece::Step(StepTurn::Autoencoder)),
                millis: f64::NAN,
            },
        },
        10 => TrainerUpdate::StepTraced {
            id,
            step,
            stages: Vec::new(),
        },
        11 => TrainerUpdate::Reinitialized { id, step },
        14 => TrainerUpdate::Fetched { id },
        16 => TrainerUpdate::Fetching {
            file: "train-images-idx3-ubyte.gz".to_owned(),
            received: step.into(),
            total: 4,
        },
        17 => TrainerUpdate::Reconstructions { step, sheet: SHEET },
        18 => TrainerUpdate::FileChecked {
            id,
            content: CheckedFile::Specification,
        },
        19 => TrainerUpdate::Disentanglement {
            step,
            score: Disentanglement::default(),
        },
        20 => TrainerUpdate::Personalising {
            id,
            done: step,
            of: 8,
        },
        21 => TrainerUpdate::Personalised { id },
        22 => TrainerUpdate::Judging { id, step },
        23 => TrainerUpdate::PicturesJudged {
            id,
            step,
            sheet: SHEET,
            scores: vec![0.5; 2],
        },
        _ => TrainerUpdate::Paused { step },
    })
}
