//! One message of each kind.

use protocol::{
    CardDetails, CardDirection, CardFacts, DataFiles, EngineError, EngineKind, FromEngine,
    GanPlayer, JudgedRun, ModelAnswer, ModelQuery, ModelSource, OnnxEncoderFacts, OnnxFacts,
    ProgramBuild, RefusedField, RequestId, RoomError, RunId, RunStart, RunUpdate, StepPart,
    ToEngine, TrainCommand, WorkerRole,
};
use run_spec::DatasetId;

use crate::trainer_samples::trainer_updates;

pub const ID: RequestId = RequestId(7);

/// One of each message to an engine.
pub fn to_engine() -> Vec<ToEngine> {
    let model = || "vae-mnist-2d".to_owned();
    let query = |query| ToEngine::Query {
        id: ID,
        model: model(),
        query,
    };
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
                decoder: None,
            },
        },
        ToEngine::LoadModel {
            id: ID,
            model: model(),
            source: ModelSource::Payload {
                name: "encoder.onnx".to_owned(),
                decoder: Some("opened-1".to_owned()),
            },
        },
        ToEngine::LoadModel {
            id: ID,
            model: model(),
            source: ModelSource::Pair {
                names: ["encoder.onnx".to_owned(), "decoder.onnx".to_owned()],
                first: 1_000,
                form: Some("0…1 planes 0 0 8".to_owned()),
            },
        },
        ToEngine::SetClass {
            model: model(),
            class: 3,
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
        query(ModelQuery::Decode),
        query(ModelQuery::LoadReferenceImages {
            data: DatasetId::Strokes,
            files: DataFiles::Procedural,
        }),
        query(ModelQuery::NearestImages { count: 6 }),
        query(ModelQuery::Classify(DatasetId::Mnist)),
        query(ModelQuery::Counterfactual(DatasetId::Hanzi)),
        query(ModelQuery::DecodeMixed),
        query(ModelQuery::Restore {
            seed: 3,
            shrink: 4,
            deviation: 0.25,
            draws: 8,
        }),
        query(ModelQuery::Paint),
        ToEngine::Ping { id: ID },
    ]
    .into_iter()
    .chain(train_commands().map(|command| ToEngine::Train {
        run: RunId(4),
        command,
    }))
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
    let strokes = DataFiles::Strokes {
        url: "http://127.0.0.1/c.txt.gz".to_owned(),
    };
    let begin = |data| TrainCommand::Begin {
        id: ID,
        spec: run_spec::RunSpec::default(),
        data,
        start: RunStart::Untrained,
    };
    let starting = |start| TrainCommand::Begin {
        id: ID,
        spec: points(),
        data: DataFiles::Procedural,
        start,
    };
    let step = |part| TrainCommand::Step { part };
    [
        begin(DataFiles::Procedural),
        begin(strokes),
        begin(idx),
        begin(fetched),
        begin(payload),
        starting(RunStart::Untrained),
        starting(RunStart::Checkpoint { bytes: 1_000 }),
        starting(RunStart::Weights {
            url: "http://127.0.0.1/a.safetensors".to_owned(),
        }),
        starting(RunStart::Shipped {
            url: "http://127.0.0.1/a.run.safetensors".to_owned(),
        }),
        TrainCommand::Fetch {
            id: ID,
            data: DataFiles::Procedural,
        },
        TrainCommand::Personalise {
            id: ID,
            name: "Ours".to_owned(),
            bases: vec!["http://127.0.0.1/assets/models/vae-faces.safetensors".to_owned()],
            seed: 7,
        },
        TrainCommand::StopPersonalising,
        TrainCommand::JudgePictures {
            id: ID,
            run: JudgedRun {
                spec: run_spec::RunSpec::default(),
                data: DataFiles::Procedural,
                start: RunStart::Checkpoint { bytes: 300 },
                steps: vec![60, 300, 1_500],
                count: 6,
                seed: 7,
                round: 2,
            },
        },
        TrainCommand::StopJudging,
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
        TrainCommand::Weights { id: ID },
    ]
    .into_iter()
}

/// A run on points that were drawn by hand, with others beside it.
pub fn points() -> run_spec::RunSpec {
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
    let answer = |answer: ModelAnswer| FromEngine::Answer {
        id: ID,
        answer: answer.into(),
    };
    vec![
        hello(EngineKind::Cpu),
        hello(EngineKind::WebGpu),
        FromEngine::Refused {
            page: program("a"),
            engine: program("b"),
        },
        answer(ModelAnswer::Inversion {
            step: 12,
            error: 0.0625,
            z: vec![0.5, -1.0],
            done: false,
        }),
        answer(ModelAnswer::Restoration {
            step: 12,
            error: 0.0625,
            z: vec![0.5, -1.0],
            draws: 8,
            effective: 0.75,
            passed: true,
            done: true,
        }),
        answer(ModelAnswer::Painted {
            z: vec![0.5, -1.0],
            done: true,
        }),
        answer(ModelAnswer::NearestImages {
            pixels: vec![(17, 0.125)],
            codes: Vec::new(),
            compared: 2000,
            encoded: 0,
        }),
        answer(ModelAnswer::Classes {
            count: 9,
            classes: 10,
            accuracy: 0.75,
            held_out: 10_000,
        }),
        answer(ModelAnswer::Counterfactual {
            of: Some(4),
            class: Some(9),
            z: vec![0.25, -1.5],
            done: true,
        }),
        FromEngine::Unavailable {
            reason: "No WebGPU device was to be had.".into(),
        },
        FromEngine::ModelLoaded {
            id: ID,
            model: "vae-mnist-2d".to_owned(),
            card: card(),
            encoder_first: false,
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
        FromEngine::DeviceLost {
            reason: "destroyed".into(),
        },
        FromEngine::Crashed {
            reason: EngineError::OutOfMemory,
        },
    ]
    .into_iter()
    .chain(failures())
    .chain(trainer_updates().map(|update| {
        let run = RunId(4);
        FromEngine::Training {
            update: RunUpdate { run, update }.into(),
        }
    }))
    .collect()
}

/// What is said of a request that failed.
fn failures() -> Vec<FromEngine> {
    vec![
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
    ]
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
        directions: vec![CardDirection {
            id: "thickness".to_owned(),
            z: vec![0.6, -0.8],
            low: -2.0,
            high: 1.5,
        }],
        details: CardDetails {
            parameters: 190_000,
            licence: Some("MIT OR Apache-2.0".to_owned()),
            digest: "00ff".to_owned(),
            base: Some("vae-faces".to_owned()),
            onnx: Some(OnnxFacts {
                classes: 10,
                producer: "pytorch 2.8.0".to_owned(),
                range: "0…1".to_owned(),
                encoder: Some(OnnxEncoderFacts {
                    file: "encoder.onnx".to_owned(),
                    range: "−1…1".to_owned(),
                    spread: "log-variance".to_owned(),
                    error: 12.5,
                    form: "−1…1 planes 0 0 8".to_owned(),
                }),
            }),
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
