//! One message of each kind.

use protocol::{
    CardDetails, CardFacts, CheckedFile, DataFiles, EngineError, EngineKind, FrameHeader,
    FrameLayer, FrameLayerKind, FromEngine, GanPlayer, ImageSheet, ModeCoverage, ModelAnswer,
    ModelQuery, ModelSource, ProgramBuild, QualityMeasure, QualityUpdate, RefusedField, RequestId,
    RoomError, RunFinding, StepPart, StepTurn, TensorSummary, ToEngine, TraceStage, TraceStageKind,
    TrainCommand, TrainProgress, TrainerUpdate, WarmUpPiece, WarmUpProgress, WorkerRole,
};
use run_spec::DatasetId;

const ID: RequestId = RequestId(7);

/// One of each message to an engine.
pub fn to_engine() -> Vec<ToEngine> {
    let model = || "vae-mnist-2d".to_owned();
    vec![
        ToEngine::Hello {
            protocol: 1,
            build: "dev".to_owned(),
            role: WorkerRole::Explorer,
        },
        ToEngine::Hello {
            protocol: 1,
            build: "dev".to_owned(),
            role: WorkerRole::Trainer,
        },
        ToEngine::LoadModel {
            id: ID,
            model: model(),
            source: ModelSource::Url {
                url: "http://127.0.0.1/a.safetensors".to_owned(),
            },
        },
        ToEngine::LoadModel {
            id: ID,
            model: model(),
            source: ModelSource::Payload {
                name: "a.safetensors".to_owned(),
            },
        },
        ToEngine::LoadEncodedPoints {
            id: ID,
            model: model(),
            url: "http://127.0.0.1/a.points.safetensors".to_owned(),
        },
        ToEngine::Decode {
            id: ID,
            model: model(),
            z: vec![0.5, -3.5],
        },
        ToEngine::DecodeMap {
            id: ID,
            model: model(),
            slice: latent::LatentSlice {
                origin: vec![0.0, 0.0, 1.25],
                across: vec![1.0, 0.0, 0.0],
                up: vec![0.0, 1.0, 0.0],
                centre: (0.5, -0.5),
                extent: 3.5,
            },
            tiles: 20,
            first_row: 5,
            rows: 5,
        },
        ToEngine::Time {
            id: ID,
            model: model(),
            pictures: 64,
        },
        ToEngine::Query {
            id: ID,
            model: model(),
            query: ModelQuery::Decode,
        },
        ToEngine::Query {
            id: ID,
            model: model(),
            query: ModelQuery::LoadReferenceImages {
                data: DatasetId::Strokes,
                files: DataFiles::Procedural,
            },
        },
        ToEngine::Query {
            id: ID,
            model: model(),
            query: ModelQuery::NearestImages { count: 6 },
        },
        ToEngine::Ping { id: ID },
    ]
    .into_iter()
    .chain(train_commands().map(|command| ToEngine::Train { command }))
    .collect()
}

fn train_commands() -> impl Iterator<Item = TrainCommand> {
    let idx = DataFiles::Idx {
        images: "http://127.0.0.1/a.idx.gz".to_owned(),
        labels: "http://127.0.0.1/b.idx.gz".to_owned(),
    };
    let fetched = DataFiles::Remote {
        name: "mnist".to_owned(),
        base: "http://127.0.0.1/".to_owned(),
        mirror: false,
    };
    let payload = DataFiles::Payload {
        name: "mine.idx".to_owned(),
    };
    let begin = |data| TrainCommand::Begin {
        id: ID,
        spec: run_spec::RunSpec::default(),
        data,
        checkpoint: None,
    };
    let step = |part| TrainCommand::Step { part };
    [
        begin(DataFiles::Procedural),
        begin(idx),
        begin(fetched),
        begin(payload),
        TrainCommand::Begin {
            id: ID,
            spec: points(),
            data: DataFiles::Procedural,
            checkpoint: Some(1_024),
        },
        TrainCommand::Fetch {
            id: ID,
            data: DataFiles::Procedural,
        },
        TrainCommand::CheckFile {
            id: ID,
            name: "mine.idx.gz".to_owned(),
            spec: run_spec::RunSpec::default(),
        },
        TrainCommand::Play { rate: None },
        TrainCommand::Play { rate: Some(2.5) },
        TrainCommand::Pause,
        step(StepPart::Whole),
        step(StepPart::Discriminator),
        step(StepPart::Generator),
        TrainCommand::TraceStep {
            id: ID,
            part: StepPart::Whole,
        },
        TrainCommand::Reinitialize {
            id: ID,
            player: GanPlayer::Discriminator,
        },
        TrainCommand::Reinitialize {
            id: ID,
            player: GanPlayer::Generator,
        },
        TrainCommand::Push {
            x: 0.5,
            y: -0.25,
            dx: 0.125,
            dy: 0.0,
            radius: 0.25,
        },
        TrainCommand::FrameShown,
        TrainCommand::Change {
            id: ID,
            spec: run_spec::RunSpec::default(),
        },
        TrainCommand::Checkpoint { id: ID },
        TrainCommand::Restore { id: ID },
        TrainCommand::RestoreShipped {
            id: ID,
            url: "http://127.0.0.1/a.run.safetensors".to_owned(),
        },
        TrainCommand::Weights { id: ID },
    ]
    .into_iter()
}

/// A run on points that were drawn by hand, with others beside it.
fn points() -> run_spec::RunSpec {
    let mut drawing = run_spec::ToyDrawing::default();
    drawing.set_level(3, 4, 15);
    run_spec::RunSpec {
        model: run_spec::ModelType::Gan,
        data: DatasetId::Points,
        toy_distribution: run_spec::ToyDistribution::Drawn,
        drawing,
        compare_losses: run_spec::ComparisonLosses::of(&[
            run_spec::GanLoss::Minimax,
            run_spec::GanLoss::Hinge,
        ]),
        frozen: run_spec::FrozenPlayer::Generator,
        discriminator_kind: run_spec::DiscriminatorKind::Optimal,
        prior: run_spec::Prior::Uniform,
        ..run_spec::RunSpec::default()
    }
}

/// One of each message from an engine.
pub fn from_engine() -> Vec<FromEngine> {
    let hello = |engine| FromEngine::Hello {
        protocol: 1,
        build: "dev".to_owned(),
        role: WorkerRole::Explorer,
        engine,
    };
    vec![
        hello(EngineKind::Cpu),
        hello(EngineKind::WebGpu),
        FromEngine::Refused {
            page: program("a"),
            engine: program("b"),
        },
        FromEngine::Answer {
            id: ID,
            answer: ModelAnswer::Inversion {
                step: 12,
                error: 0.0625,
                z: vec![0.5, -1.0],
                done: false,
            }
            .into(),
        },
        FromEngine::Answer {
            id: ID,
            answer: ModelAnswer::NearestImages {
                pixels: vec![(17, 0.125)],
                codes: Vec::new(),
                compared: 2000,
                encoded: 0,
            }
            .into(),
        },
        FromEngine::Unavailable {
            reason: "No WebGPU device was to be had.".into(),
        },
        FromEngine::ModelLoaded {
            id: ID,
            model: "vae-mnist-2d".to_owned(),
            card: card(),
        },
        FromEngine::EncodedPoints {
            id: ID,
            model: "vae-mnist-2d".to_owned(),
            count: 2000,
            latent: 2,
            factors: vec!["slant".to_owned(), "thickness".to_owned()],
        },
        FromEngine::Picture {
            id: ID,
            width: 28,
            height: 28,
            channels: 1,
            millis: 0.5,
        },
        FromEngine::MapRows {
            id: ID,
            first_row: 5,
            rows: 5,
            width: 560,
            height: 140,
            channels: 1,
            millis: 40.25,
        },
        FromEngine::Timed {
            id: ID,
            millis_per_picture: 0.375,
        },
        FromEngine::Pong { id: ID },
        FromEngine::Failed {
            id: ID,
            error: EngineError::MapRows {
                rows: 20,
                first: 18,
                end: 22,
            },
        },
        FromEngine::Failed {
            id: ID,
            error: EngineError::Model {
                code: "no-gpu".to_owned(),
                arguments: vec!["no adapter".to_owned()],
            },
        },
        FromEngine::Failed {
            id: ID,
            error: RoomError::Untrainable {
                fields: vec![RefusedField {
                    field: "batch".to_owned(),
                    expected: "integer".to_owned(),
                    arguments: vec!["2".to_owned(), "512".to_owned()],
                    found: "0".to_owned(),
                }],
            }
            .into(),
        },
        FromEngine::DeviceLost {
            reason: "destroyed".into(),
        },
        FromEngine::Crashed {
            reason: EngineError::OutOfMemory,
        },
    ]
    .into_iter()
    .chain(trainer_updates().map(|update| FromEngine::Training {
        update: update.into(),
    }))
    .collect()
}

fn trainer_updates() -> impl Iterator<Item = TrainerUpdate> {
    let sheet = ImageSheet {
        width: 224,
        height: 224,
        channels: 1,
        columns: 8,
    };
    let progress = TrainProgress {
        step: 12,
        elapsed_seconds: 1.5,
        millis_per_step: 25.5,
        steps_per_second: 38.25,
        losses: vec![("KL".to_owned(), 2.5)],
        real_scores: vec![0, 3],
        fake_scores: vec![3, 0],
        gradient_norms: vec![("D gradient".to_owned(), 0.5)],
        kl_per_dimension: vec![1.25, 0.0],
        findings: vec![collapse()],
        halted: false,
    };
    let step = 12;
    [
        TrainerUpdate::Begun {
            id: ID,
            images: Some(60_000),
            sheet: Some(sheet),
            step: 0,
        },
        TrainerUpdate::Begun {
            id: ID,
            images: None,
            sheet: None,
            step: 1_200,
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
        TrainerUpdate::Progress { progress },
        TrainerUpdate::Samples { step, sheet },
        TrainerUpdate::Reconstructions { step, sheet },
        TrainerUpdate::Frame { frame: frame() },
        TrainerUpdate::Quality { quality: quality() },
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
        TrainerUpdate::Checkpoint { id: Some(ID), step },
        TrainerUpdate::Restored { id: ID, step },
        TrainerUpdate::Changed { id: ID, step },
        TrainerUpdate::Paused { step },
    ]
    .into_iter()
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

fn card() -> CardFacts {
    CardFacts {
        title: "MNIST digits, 2 dimensions".to_owned(),
        summary: "A convolutional VAE.".to_owned(),
        latent: 2,
        height: 28,
        width: 28,
        channels: 1,
        encoder: true,
        details: CardDetails {
            parameters: 190_000,
            licence: Some("MIT OR Apache-2.0".to_owned()),
            digest: "00ff".to_owned(),
            ..CardDetails::default()
        }
        .into(),
    }
}

// Whoever changes a snapshot raises PROTOCOL_VERSION: a page and an engine that differ here do not
// understand each other.

fn program(build: &str) -> ProgramBuild {
    ProgramBuild {
        protocol: 1,
        build: build.to_owned(),
    }
}
