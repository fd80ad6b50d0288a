//! Whatever can happen to a session.

use proptest::prelude::*;
use protocol::{
    EngineKind, FromEngine, GanPlayer, ModelAnswer, RequestId, RunId, RunUpdate, StepPart,
    WorkerRole,
};
use run_spec::DatasetId;
use session::{
    AdapterFault, AlertText, BroughtFile, DataLocation, EngineChoice, ExploreEvent, ExploreExport,
    ExploreTool, GpuAdapter, ImagePixels, MapOverlay, MapPlane, NeighboursInput, PathKind, Room,
    RunStoreEntry, RunStoreReply, SAMPLES, SessionEvent, StoreFault, StripKind, TrainEvent,
    TrainExport,
};

use crate::projecting::projection_input;
use crate::sim::{BASE, TEN, TWO, card, picture, program};
use crate::style::style_input;
use crate::trainer_strategies::trainer_update;

/// Something that happens: an event, or an engine's answer to the oldest request.
#[derive(Clone, Debug)]
pub enum Happening {
    Event(Box<SessionEvent>),
    Answer,
    /// An engine answers another request than the oldest: the one at this place, counted round.
    AnswerLater(usize),
    /// An engine answers the oldest question with something else.
    Misanswer(Box<FromEngine>),
    Fail,
}

pub fn coordinate() -> impl Strategy<Value = f32> {
    prop_oneof![
        -10.0_f32..10.0,
        Just(f32::NAN),
        Just(f32::INFINITY),
        Just(f32::NEG_INFINITY),
        Just(-0.0),
    ]
}

pub fn choice() -> impl Strategy<Value = EngineChoice> {
    prop_oneof![
        Just(EngineChoice::Auto),
        Just(EngineChoice::Cpu),
        Just(EngineChoice::WebGpu),
    ]
}

pub fn adapter() -> impl Strategy<Value = GpuAdapter> {
    prop_oneof![
        Just(GpuAdapter::Fit),
        Just(GpuAdapter::Slow(AdapterFault::Software)),
        Just(GpuAdapter::Unfit(AdapterFault::NotFound)),
        Just(GpuAdapter::Unknown),
    ]
}

/// Messages that nobody asked for, from workers that may not exist.
/// An answer of the explorer's: `which` is 8 to 13 or 17 to 20.
fn answer(size: usize, which: u8) -> ModelAnswer {
    match which {
        8 => ModelAnswer::Pictures {
            count: size,
            width: size,
            height: 2,
            channels: 1,
            labelled: true,
        },
        9 => ModelAnswer::Posterior {
            count: size,
            latent: 2,
        },
        10 => ModelAnswer::Inversion {
            step: size as u32,
            error: f32::NAN,
            z: vec![f32::INFINITY; size.min(20)],
            done: size.is_multiple_of(2),
        },
        11 => ModelAnswer::PrincipalDirections {
            count: size,
            latent: size,
            shares: Vec::new(),
        },
        12 => ModelAnswer::ReferenceImages {
            count: size,
            encoded: Some(usize::MAX),
        },
        13 => ModelAnswer::NearestImages {
            pixels: vec![(size, f32::NAN)],
            codes: Vec::new(),
            compared: size,
            encoded: size,
        },
        19 => ModelAnswer::Classes {
            count: size,
            classes: 10,
            accuracy: f32::NAN,
            held_out: size,
        },
        20 => ModelAnswer::Counterfactual {
            of: Some(size),
            class: size.is_multiple_of(3).then_some(size),
            z: vec![f32::INFINITY; size.min(20)],
            done: size.is_multiple_of(2),
        },
        18 => ModelAnswer::Painted {
            z: vec![f32::NAN; size.min(20)],
            done: size.is_multiple_of(2),
        },
        _ => ModelAnswer::Restoration {
            step: size as u32,
            error: f32::NAN,
            z: vec![f32::NAN; size.min(20)],
            draws: size,
            effective: f32::INFINITY,
            passed: size.is_multiple_of(3),
            done: size.is_multiple_of(2),
        },
    }
}

pub fn message() -> impl Strategy<Value = FromEngine> {
    let id = (0_u64..40).prop_map(RequestId);
    let text = || "Said so.".to_owned();
    let other = (id, 0_usize..12, 0_u8..22).prop_map(move |(id, size, which)| match which {
        0 => FromEngine::Hello {
            protocol: 1,
            build: "dev".to_owned(),
            role: WorkerRole::Explorer,
            engine: EngineKind::Cpu,
        },
        1 => FromEngine::Refused {
            page: program(text()),
            engine: program(text()),
        },
        2 => FromEngine::Unavailable {
            reason: text().into(),
        },
        3 => FromEngine::ModelLoaded {
            id,
            model: TWO.to_owned(),
            card: card(size),
            encoder_first: false,
        },
        4 => FromEngine::EncodedPoints {
            id,
            model: TWO.to_owned(),
            count: size,
            latent: 2,
            factors: vec![text(); size % 3],
        },
        5 => picture(id),
        6 => FromEngine::MapRows {
            id,
            first_row: size,
            rows: size,
            width: size,
            height: size,
            channels: 1,
            millis: f64::NAN,
        },
        7 => FromEngine::Timed {
            id,
            millis_per_picture: f64::NAN,
        },
        8..=13 | 17..=20 => FromEngine::Answer {
            id,
            answer: answer(size, which).into(),
        },
        14 => FromEngine::Pong { id },
        15 => FromEngine::Failed {
            id,
            error: text().into(),
        },
        16 => FromEngine::Crashed {
            reason: text().into(),
        },
        _ => FromEngine::DeviceLost {
            reason: text().into(),
        },
    });
    prop_oneof![
        3 => other,
        1 => ((0_u64..40).prop_map(RunId), trainer_update()).prop_map(|(run, update)| {
            FromEngine::Training { update: RunUpdate { run, update }.into() }
        }),
    ]
}

pub fn event() -> impl Strategy<Value = SessionEvent> {
    let worker = 0_u64..8;
    let bytes = prop::collection::vec(any::<u8>(), 0..10);
    prop_oneof![
        (choice(), adapter()).prop_map(|(choice, adapter)| SessionEvent::Started {
            choice,
            adapter,
            base: BASE.to_owned(),
        }),
        prop_oneof![Just(TWO), Just(TEN), Just("opened-1"), Just("none")]
            .prop_map(|id| SessionEvent::ChooseModel(id.to_owned())),
        prop::sample::select(vec![
            &b""[..],
            b"{}",
            b"\x1f\x8b",
            b"\x89PNG\r\n\x1a\n",
            b"hello"
        ])
        .prop_map(|bytes| SessionEvent::OpenFiles {
            files: vec![BroughtFile {
                name: "a".to_owned(),
                bytes: bytes.into(),
                size: bytes.len() as f64,
            }],
            more: 1,
        }),
        (1_u8..20).prop_map(|latent| SessionEvent::OpenModel {
            name: "mine".to_owned(),
            bytes: vec![latent].into(),
        }),
        choice().prop_map(SessionEvent::ChooseEngine),
        adapter().prop_map(SessionEvent::AdapterFound),
        (0_usize..12, coordinate())
            .prop_map(|(dimension, value)| SessionEvent::SetCoordinate { dimension, value }),
        (coordinate(), coordinate()).prop_map(|(x, y)| SessionEvent::SetOnMap { x, y }),
        prop::collection::vec(coordinate(), 0..12).prop_map(SessionEvent::SetPoint),
        (0_usize..12, 0_usize..12)
            .prop_map(|(x_axis, y_axis)| SessionEvent::SetAxes { x_axis, y_axis }),
        any::<bool>().prop_map(SessionEvent::ShowPoints),
        (any::<u8>(), any::<bool>())
            .prop_map(|(digit, shown)| SessionEvent::ShowDigit { digit, shown }),
        (worker.clone(), message(), prop::option::of(bytes)).prop_map(
            |(worker, message, payload)| SessionEvent::Engine {
                worker,
                message,
                payload: payload.map(Into::into),
            }
        ),
        worker.prop_map(|worker| SessionEvent::WorkerDied {
            worker,
            reason: "Gone.".to_owned(),
        }),
        prop_oneof![0.0_f64..100_000.0, Just(f64::NAN)].prop_map(|now| SessionEvent::Tick { now }),
        (0_u64..20).prop_map(SessionEvent::Act),
        (0_u64..20).prop_map(SessionEvent::Dismiss),
        "[a-c]".prop_map(|name| SessionEvent::Trouble(AlertText::FileNotMade(name))),
        train_event().prop_map(SessionEvent::Train),
        explore_event().prop_map(SessionEvent::Explore),
        prop::sample::select(Room::ALL).prop_map(SessionEvent::ShowRoom),
    ]
}

pub fn explore_event() -> impl Strategy<Value = ExploreEvent> {
    let numbers = || prop::collection::vec(coordinate(), 0..12);
    let planes = [
        MapPlane::Axes,
        MapPlane::Principal(0, 1),
        MapPlane::Principal(7, 7),
        MapPlane::Pins,
    ];
    let links = vec![
        "v=1&model=vae-mnist-10d&z=1,1,1,1,1,1,1,1,1,1&A=1,1",
        "v=1&model=vae-mnist-2d&z=1,nan&plane=pc1,pc2&tool=encode",
        "v=9",
        "v=1&model=none",
        "v=1&model=live",
        "v=1&z=1&plane=pins&with=vae-mnist-10d",
        "v=1&tool=projection&projection=umap-3",
        "",
    ];
    let takings = vec![
        ExploreExport::Picture,
        ExploreExport::Map,
        ExploreExport::Strip(StripKind::Linear),
        ExploreExport::Path,
        ExploreExport::Coordinates,
        ExploreExport::Latents,
        ExploreExport::Encoded,
    ];
    let models = vec![TWO, TEN, "opened-1", "none", "live"];
    let overlays = vec![
        MapOverlay::None,
        MapOverlay::Density,
        MapOverlay::Regions,
        MapOverlay::Borders,
    ];
    let points = prop_oneof![
        (0_usize..5).prop_map(ExploreEvent::Pin),
        (0_usize..5).prop_map(ExploreEvent::Unpin),
        (0_usize..5).prop_map(ExploreEvent::GoTo),
        prop::sample::select(ExploreTool::ALL.to_vec()).prop_map(ExploreEvent::Open),
        prop::sample::select(vec![PathKind::Linear, PathKind::Spherical, PathKind::Walk])
            .prop_map(ExploreEvent::SetPath),
        any::<bool>().prop_map(ExploreEvent::Close),
        coordinate().prop_map(ExploreEvent::SetAlong),
        any::<bool>().prop_map(ExploreEvent::PlayPath),
        prop::collection::vec(0.0..1.0, 0..99).prop_map(ExploreEvent::Walk),
        Just(ExploreEvent::Rest),
        Just(ExploreEvent::Undo),
        Just(ExploreEvent::Redo),
        (coordinate(), coordinate(), coordinate()).prop_map(|(x, y, extent)| {
            let centre = (x, y);
            ExploreEvent::Look { centre, extent }
        }),
        prop::sample::select(planes.to_vec()).prop_map(ExploreEvent::ShowPlane),
        prop::sample::select(overlays).prop_map(ExploreEvent::ShowOverlay),
        (0_usize..12, coordinate()).prop_map(|(at, value)| ExploreEvent::SetPrincipal(at, value)),
        coordinate().prop_map(|value| ExploreEvent::SetVector("mine".to_owned(), value)),
    ];
    let pictures = prop_oneof![
        any::<bool>().prop_map(ExploreEvent::AllRows),
        coordinate().prop_map(ExploreEvent::Truncate),
        numbers().prop_map(ExploreEvent::Draw),
        Just(ExploreEvent::Draw(vec![0.5; 2 * SAMPLES])),
        (0_usize..40, prop::option::of(any::<bool>()))
            .prop_map(|(example, group)| ExploreEvent::Group(example, group)),
        any::<bool>().prop_map(ExploreEvent::GroupImages),
        Just(ExploreEvent::SaveVector("mine".to_owned())),
        Just(ExploreEvent::RemoveVector("mine".to_owned())),
        prop::sample::select(vec!["A + B", "7 - 1", "mine", "", "here here", "9 +"])
            .prop_map(|text| ExploreEvent::Evaluate(text.to_owned())),
        (0_usize..4, 0_usize..4).prop_map(|(width, height)| ExploreEvent::Bring {
            title: "Drawing".to_owned(),
            pixels: ImagePixels {
                width,
                height,
                channels: 1,
                bytes: vec![200; width * height].into(),
            },
        }),
        any::<bool>().prop_map(ExploreEvent::Centre),
        numbers().prop_map(ExploreEvent::Resample),
        any::<u32>().prop_map(ExploreEvent::Invert),
        Just(ExploreEvent::StopInverting),
        Just(ExploreEvent::Forget),
        any::<bool>().prop_map(|mirror| NeighboursInput::Load {
            data: DatasetId::Mnist,
            mirror,
        }
        .into()),
        (0_usize..200).prop_map(|first| NeighboursInput::Page(first).into()),
        projection_input().prop_map(ExploreEvent::from),
        style_input().prop_map(ExploreEvent::from),
        prop::sample::select(models).prop_map(|id| ExploreEvent::CompareWith(id.to_owned())),
        Just(ExploreEvent::KeepLive),
        prop::sample::select(links).prop_map(|link| ExploreEvent::Follow(link.to_owned())),
        prop::sample::select(takings).prop_map(ExploreEvent::Take),
    ];
    prop_oneof![points, pictures]
}

pub fn train_event() -> impl Strategy<Value = TrainEvent> {
    let names: Vec<_> = run_spec::PRESETS.iter().map(|preset| preset.name).collect();
    let fields: Vec<_> = run_spec::FIELDS.iter().map(|field| field.id).collect();
    let texts = vec![
        "",
        "0",
        "1",
        "0.5",
        "7",
        "1e9",
        "gan",
        "vae",
        "true",
        "own",
        "mnist",
        "points",
        "dense 8",
        "NaN",
        "hinge",
        "minimax hinge",
        "drawn",
        "ring",
        "optimal",
        "generator",
        "strokes",
    ];
    let places = [DataLocation::Kept, DataLocation::Site, DataLocation::Mirror];
    let exports = [
        TrainExport::Spec,
        TrainExport::Log,
        TrainExport::Weights,
        TrainExport::Checkpoint,
        TrainExport::Grid,
        TrainExport::Timeline,
    ];
    let link = "step=3&preset=classroom&seed=4".to_owned();
    prop_oneof![
        prop::sample::select(names).prop_map(|name| TrainEvent::ChoosePreset(name.to_owned())),
        (prop::sample::select(fields), prop::sample::select(texts)).prop_map(|(id, text)| {
            TrainEvent::SetField {
                id: id.to_owned(),
                text: text.to_owned(),
            }
        }),
        Just(TrainEvent::Play),
        Just(TrainEvent::Pause),
        Just(TrainEvent::Step(StepPart::Whole)),
        Just(TrainEvent::TraceStep(StepPart::Generator)),
        (0_usize..9).prop_map(TrainEvent::ShowStage),
        any::<bool>().prop_map(TrainEvent::Walk),
        Just(TrainEvent::WalkOn),
        Just(TrainEvent::CloseAnatomy),
        prop::sample::select(vec![GanPlayer::Discriminator, GanPlayer::Generator])
            .prop_map(TrainEvent::Reinitialize),
        (coordinate(), coordinate()).prop_map(|(x, y)| TrainEvent::Push {
            from: (x, 0.5),
            by: (y, 0.125),
        }),
        prop::collection::vec((0_usize..25, 0_usize..25, any::<u8>()), 0..4)
            .prop_map(TrainEvent::Paint),
        Just(TrainEvent::ClearDrawing),
        Just(TrainEvent::Reset),
        Just(TrainEvent::BeginTrained),
        prop::option::of(-1.0_f64..50.0).prop_map(TrainEvent::SetRate),
        prop::option::of(0_usize..5).prop_map(TrainEvent::ShowFrame),
        (0_u32..5).prop_map(TrainEvent::Restore),
        kept_id().prop_map(TrainEvent::Resume),
        (kept_id(), "[a-z ]{0,70}").prop_map(|(id, name)| TrainEvent::RenameKept { id, name }),
        kept_id().prop_map(TrainEvent::DeleteKept),
        Just(TrainEvent::Fetch),
        prop::sample::select(places.to_vec())
            .prop_map(|place| TrainEvent::Located(DatasetId::Mnist, place)),
        Just(TrainEvent::LowBattery),
        Just(TrainEvent::NewVersion),
        prop::sample::select(exports.to_vec()).prop_map(TrainEvent::Export),
        prop::sample::select(vec!["a.json", "a.run.safetensors", "a.gz"]).prop_map(|name| {
            TrainEvent::Import {
                name: name.to_owned(),
                bytes: b"{}"[..].into(),
            }
        }),
        "[a-z=&0-9]{0,20}".prop_map(TrainEvent::FollowLink),
        any::<bool>().prop_map(TrainEvent::Hidden),
        store_reply(link).prop_map(|reply| TrainEvent::RunStore {
            reply,
            payload: vec![vec![3, 0, 0, 0].into(), b"images"[..].into()],
        }),
    ]
}

/// The id of a run that may be kept.
fn kept_id() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b"]).prop_map(str::to_owned)
}

/// What the script that keeps runs may say, asked or not; `note` is that of a run.
fn store_reply(note: String) -> impl Strategy<Value = String> {
    let runs = (kept_id(), any::<bool>(), any::<bool>(), 1_u64..4);
    (runs, 0_u8..6).prop_map(move |((id, elsewhere, own, run), which)| {
        let images = own.then(|| "mine.idx".to_owned());
        let entry = RunStoreEntry {
            id: id.clone(),
            name: String::new(),
            note: note.clone(),
            date: 0.0,
            bytes: 4.0,
            picture: None,
            elsewhere,
        };
        let fault = StoreFault::Full;
        let reply = match which {
            0 => RunStoreReply::Listed { runs: vec![entry] },
            1 => RunStoreReply::Kept {
                run,
                writing: 1,
                id,
                images: own,
            },
            2 => RunStoreReply::NotKept { fault },
            3 => RunStoreReply::NotOpened { id, fault: None },
            4 => return String::new(),
            _ => RunStoreReply::Opened { run: entry, images },
        };
        serde_json::to_string(&reply).expect("it serialises")
    })
}

pub fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        3 => event().prop_map(|event| Happening::Event(Box::new(event))),
        3 => Just(Happening::Answer),
        2 => (0_usize..9).prop_map(Happening::AnswerLater),
        1 => message().prop_map(|message| Happening::Misanswer(Box::new(message))),
        1 => Just(Happening::Fail),
    ]
}
