//! Every question that the page asks of a worker, and how a visitor comes to ask it. The matches are
//! exhaustive: a new question does not compile without a row here.

use std::fmt;

use protocol::{GanPlayer, ModelQuery, StepPart, ToEngine, TrainCommand};
use run_spec::DatasetId;
use session::{
    EngineChoice, ExploreEvent, ExploreExport, ExploreTool, ImagePixels, NeighboursInput, PathKind,
    Room, SAMPLES, SessionEvent, StripKind, TrainEvent, TrainExport,
};

use super::stamped::{Answer, StampedWorkers};
use crate::sim::{TEN, TWO, set};

/// Defines the questions, so that none is missing among all of them.
macro_rules! questions {
    ($($question:ident),+ $(,)?) => {
        /// A kind of question.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Question {
            $($question),+
        }

        impl Question {
            pub const ALL: &'static [Self] = &[$(Self::$question),+];
        }
    };
}

questions! {
    LoadModel, EncodedPoints, Picture, Map, Time, Strip, Encode, Invert, Principal, Reference, Page,
    Nearest, Begin, TraceStep, Reinitialize, Fetch, CheckFile, Personalise, JudgePictures, Change, Checkpoint, Restore,
    Weights,
}

/// Which question a message is.
pub fn question_of(message: &ToEngine) -> Option<Question> {
    let question = match message {
        // A greeting and a ping are about no model; nothing on screen is filed under them.
        ToEngine::Hello { .. } | ToEngine::SetClass { .. } | ToEngine::Ping { .. } => return None,
        ToEngine::LoadModel { .. } => Question::LoadModel,
        ToEngine::LoadEncodedPoints { .. } => Question::EncodedPoints,
        ToEngine::Decode { .. } => Question::Picture,
        ToEngine::DecodeMap { .. } => Question::Map,
        ToEngine::Time { .. } => Question::Time,
        ToEngine::Query { query, .. } => match query {
            ModelQuery::Decode => Question::Strip,
            ModelQuery::Encode => Question::Encode,
            ModelQuery::Invert { .. } => Question::Invert,
            // It has no answer of its own.
            ModelQuery::StopInverting | ModelQuery::StopRestoring => return None,
            // `repair.rs` has its overlaps: its room is not on screen here.
            ModelQuery::Restore { .. } | ModelQuery::DecodeMixed => return None,
            // `borders.rs` has those of its tool, which asks one thing at a time.
            ModelQuery::Classify(_) | ModelQuery::Counterfactual(_) => return None,
            // `painting.rs` has its overlaps: each question follows from the answer before.
            ModelQuery::Paint => return None,
            ModelQuery::PrincipalDirections { .. } => Question::Principal,
            ModelQuery::LoadReferenceImages { .. } => Question::Reference,
            ModelQuery::ReferencePage { .. } => Question::Page,
            ModelQuery::NearestImages { .. } => Question::Nearest,
        },
        ToEngine::Train { command, .. } => match command {
            TrainCommand::Begin { .. } => Question::Begin,
            TrainCommand::TraceStep { .. } => Question::TraceStep,
            TrainCommand::Reinitialize { .. } => Question::Reinitialize,
            TrainCommand::Fetch { .. } => Question::Fetch,
            TrainCommand::CheckFile { .. } => Question::CheckFile,
            TrainCommand::Personalise { .. } => Question::Personalise,
            TrainCommand::JudgePictures { .. } => Question::JudgePictures,
            TrainCommand::Change { .. } => Question::Change,
            TrainCommand::Checkpoint { .. } => Question::Checkpoint,
            TrainCommand::Restore { .. } => Question::Restore,
            TrainCommand::Weights { .. } => Question::Weights,
            // What they lead to is told unasked, as long as the run goes on; a compared run has a worker of its
            // own, and tests of its own.
            TrainCommand::Play { .. }
            | TrainCommand::TrainCompared { .. }
            | TrainCommand::Pause
            | TrainCommand::StopPersonalising
            | TrainCommand::StopJudging
            | TrainCommand::Step { .. }
            | TrainCommand::Push { .. }
            | TrainCommand::FrameShown => return None,
        },
    };
    Some(question)
}

/// A session that has asked a question, and the answers, which are held back.
pub struct Asked {
    pub workers: StampedWorkers,
    pub held: Vec<Answer>,
}

/// Brings a session to where a visitor has asked something.
type AskQuestion = fn() -> StampedWorkers;

/// A way to ask a question.
pub enum Way {
    /// By what a visitor does. Its name says of which model.
    Question(Question, &'static str, AskQuestion),
    /// For a strip of this kind.
    Strip(StripKind),
}

impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Question(question, name, _) => write!(f, "{question:?} ({name})"),
            Self::Strip(kind) => write!(f, "Strip ({kind:?})"),
        }
    }
}

impl Way {
    /// Asks.
    pub fn ask(&self) -> Asked {
        match self {
            Self::Question(question, _, ask) => {
                let mut workers = ask();
                let held = workers.held_back(*question);
                Asked { workers, held }
            }
            Self::Strip(kind) => strip(*kind),
        }
    }
}

/// All ways to ask a question.
pub fn ways(question: Question) -> Vec<Way> {
    let ways: &[(&'static str, AskQuestion)] = match question {
        Question::LoadModel => &[
            ("shipped", || after(at_rest, [choose(TEN)])),
            ("own", opened),
        ],
        Question::EncodedPoints => &[("shipped", || after(at_rest, [choose(TEN)]))],
        Question::Picture => &[
            ("shipped", || after(at_rest, [set(0, 1.0)])),
            ("live", || after(live, [set(0, 1.0)])),
        ],
        Question::Map => &[
            ("shipped", || after(at_rest, [look()])),
            ("live", || after(live, [look()])),
        ],
        Question::Time => &[("trial", || StampedWorkers::started(EngineChoice::Auto))],
        Question::Strip => {
            // That of encoded images follows a view that no engine makes, and the way to another class what
            // a search found, and that of a style a model
            // with directions: `projecting` and `borders` and `style` have them.
            let kinds = StripKind::ALL.into_iter();
            let kinds = kinds.filter(|kind| {
                !matches!(
                    kind,
                    StripKind::Encoded | StripKind::Border | StripKind::Style
                )
            });
            return kinds.map(Way::Strip).collect();
        }
        Question::Encode => &[
            ("shipped", || after(at_rest, brought())),
            ("live", || after(live, brought())),
            ("groups", || groups(at_rest)),
            ("live groups", || groups(live)),
        ],
        Question::Invert => &[("shipped", || invert(at_rest)), ("live", || invert(live))],
        Question::Principal => &[
            ("own", || {
                after(opened_at_rest, [open(ExploreTool::Directions)])
            }),
            ("live", || after(live, [open(ExploreTool::Directions)])),
        ],
        Question::Reference => &[
            ("shipped", || after(at_rest, neighbours())),
            ("live", || after(live, neighbours())),
        ],
        Question::Page => &[("shipped", || after(with_images, [page(60)]))],
        Question::Nearest => &[
            ("shipped", || after(with_images, [set(0, 1.5)])),
            ("live", || {
                after(|| at_rest_after(live(), neighbours()), [set(0, 1.5)])
            }),
        ],
        Question::Begin => &[
            ("play", || after(at_rest, [train(TrainEvent::Play)])),
            ("trained", || {
                let preset = TrainEvent::ChoosePreset("eight-gaussians".to_owned());
                after(at_rest, [train(preset), train(TrainEvent::BeginTrained)])
            }),
        ],
        Question::TraceStep => &[("points", || {
            after(points, [train(TrainEvent::TraceStep(StepPart::Whole))])
        })],
        Question::Reinitialize => &[("points", || {
            after(
                points,
                [train(TrainEvent::Reinitialize(GanPlayer::Discriminator))],
            )
        })],
        Question::Fetch => &[("mnist", || {
            after(at_rest, [field("data", "mnist"), train(TrainEvent::Fetch)])
        })],
        Question::CheckFile => &[("images", || {
            let import = TrainEvent::Import {
                name: "images".to_owned(),
                bytes: b"\0\0\x08\x03"[..].into(),
            };
            after(at_rest, [train(import)])
        })],
        Question::Personalise => &[("pictures", || {
            after(at_rest, crate::my_pictures::make_yours())
        })],
        Question::JudgePictures => &[("game", || after(at_rest, crate::discrimination::begin()))],
        Question::Change => &[("rate", || after(live, [field("learningRate", "0.25")]))],
        Question::Checkpoint => &[("export", || after(live, [export(TrainExport::Checkpoint)]))],
        Question::Restore => &[("snapshot", || {
            after(paused_again, [train(TrainEvent::Restore(10))])
        })],
        Question::Weights => &[("export", || after(live, [export(TrainExport::Weights)]))],
    };
    let ways = ways.iter();
    ways.map(|(name, ask)| Way::Question(question, name, *ask))
        .collect()
}

/// A session that asks for a strip of a kind.
fn strip(kind: StripKind) -> Asked {
    let pins = |count: usize| {
        let places = [(0, 0.5), (1, 1.0), (0, -0.75), (1, -1.25)].into_iter();
        let events = places.take(count).enumerate();
        events.flat_map(|(pin, (dimension, value))| {
            [set(dimension, value), explore(ExploreEvent::Pin(pin))]
        })
    };
    let compared = || {
        [
            show(Room::Compare),
            explore(ExploreEvent::CompareWith(TWO.to_owned())),
        ]
    };
    let mut workers = at_rest();
    let events: Vec<SessionEvent> = match kind {
        StripKind::Pins => pins(1).collect(),
        StripKind::Linear | StripKind::Spherical => pins(2).collect(),
        StripKind::Walk => vec![explore(ExploreEvent::Walk(vec![0.25; 4000]))],
        StripKind::Corners => pins(4).collect(),
        StripKind::Traversals => vec![open(ExploreTool::Directions)],
        StripKind::Samples => vec![open(ExploreTool::Directions), draw()],
        StripKind::Reconstruction => brought().into(),
        StripKind::Other => compared().into(),
        StripKind::Gif => {
            let take = explore(ExploreEvent::Take(ExploreExport::Path));
            pins(2).chain([take]).collect()
        }
        StripKind::Ours | StripKind::Theirs => compared().into_iter().chain([draw()]).collect(),
        StripKind::TheirReconstruction => brought().into_iter().chain(compared()).collect(),
        StripKind::Encoded => vec![open(ExploreTool::Projection)],
        StripKind::Border => vec![open(ExploreTool::Borders)],
        StripKind::Style => vec![open(ExploreTool::Style)],
    };
    for event in events {
        workers.send(event);
    }
    let held = strip_held_back(&mut workers, kind);
    Asked { workers, held }
}

/// Answers arrive until the next strip is of a kind, which is held back.
fn strip_held_back(workers: &mut StampedWorkers, kind: StripKind) -> Vec<Answer> {
    loop {
        let held = workers.held_back(Question::Strip);
        let mut after = workers.sim.session.clone();
        let (strip, mut saved) = (after.tools.strips.get(&kind).cloned(), false);
        for answer in &held {
            let commands = after.apply(SessionEvent::Engine {
                worker: answer.worker,
                message: answer.message.clone(),
                payload: answer.payload.clone().map(Into::into),
            });
            saved |= commands
                .iter()
                .any(|it| matches!(it, session::HostCommand::SavePictures { .. }));
        }
        let shown = after.tools.strips.get(&kind).cloned() != strip;
        if shown || (saved && kind == StripKind::Gif) {
            return held;
        }
        for answer in held {
            workers.deliver(answer);
        }
    }
}

fn at_rest() -> StampedWorkers {
    StampedWorkers::at_rest()
}

fn live() -> StampedWorkers {
    StampedWorkers::live()
}

/// A session to which things have happened that are not yet answered.
fn after<const N: usize>(
    begin: fn() -> StampedWorkers,
    events: [SessionEvent; N],
) -> StampedWorkers {
    let mut workers = begin();
    for event in events {
        workers.send(event);
    }
    workers
}

/// The same once it has come to rest.
fn at_rest_after<const N: usize>(
    mut workers: StampedWorkers,
    events: [SessionEvent; N],
) -> StampedWorkers {
    for event in events {
        workers.send(event);
    }
    workers.deliver_all();
    workers
}

fn opened() -> StampedWorkers {
    after(at_rest, [own_model(3)])
}

fn opened_at_rest() -> StampedWorkers {
    at_rest_after(at_rest(), [own_model(3)])
}

fn with_images() -> StampedWorkers {
    at_rest_after(at_rest(), neighbours())
}

fn groups(begin: fn() -> StampedWorkers) -> StampedWorkers {
    let mut workers = at_rest_after(begin(), neighbours());
    workers.send(open(ExploreTool::Directions));
    workers.deliver_all();
    for event in [
        ExploreEvent::GroupImages(true),
        ExploreEvent::Group(0, Some(true)),
        ExploreEvent::Group(1, Some(false)),
        ExploreEvent::SaveVector("tail".to_owned()),
    ] {
        workers.send(explore(event));
    }
    workers
}

fn invert(begin: fn() -> StampedWorkers) -> StampedWorkers {
    let mut workers = at_rest_after(begin(), brought());
    workers.send(explore(ExploreEvent::Invert(7)));
    workers
}

/// A run on points that plays.
fn points() -> StampedWorkers {
    let preset = TrainEvent::ChoosePreset("eight-gaussians".to_owned());
    at_rest_after(at_rest(), [train(preset), train(TrainEvent::Play)])
}

/// A run with snapshots at two steps, paused.
fn paused_again() -> StampedWorkers {
    let mut workers = at_rest_after(live(), [train(TrainEvent::Pause)]);
    workers.send(train(TrainEvent::Play));
    workers.deliver_all();
    workers.sim.train_on(10);
    workers.compute();
    at_rest_after(workers, [train(TrainEvent::Pause)])
}

pub fn explore(event: ExploreEvent) -> SessionEvent {
    SessionEvent::Explore(event)
}

pub fn train(event: TrainEvent) -> SessionEvent {
    SessionEvent::Train(event)
}

pub fn choose(model: &str) -> SessionEvent {
    SessionEvent::ChooseModel(model.to_owned())
}

pub fn show(room: Room) -> SessionEvent {
    SessionEvent::ShowRoom(room)
}

pub fn open(tool: ExploreTool) -> SessionEvent {
    explore(ExploreEvent::Open(tool))
}

pub fn page(first: usize) -> SessionEvent {
    explore(NeighboursInput::Page(first).into())
}

pub fn look() -> SessionEvent {
    explore(ExploreEvent::Look {
        centre: (0.5, 0.25),
        extent: 1.0,
    })
}

pub fn draw() -> SessionEvent {
    let noise = (0..2 * SAMPLES).map(|at| (at as f32).sin());
    explore(ExploreEvent::Draw(noise.collect()))
}

pub fn load(data: DatasetId) -> SessionEvent {
    let mirror = false;
    explore(NeighboursInput::Load { data, mirror }.into())
}

/// A model of the visitor's own, of some dimensions.
pub fn own_model(latent: u8) -> SessionEvent {
    SessionEvent::OpenModel {
        name: "mine.safetensors".to_owned(),
        bytes: vec![latent, 200].into(),
    }
}

/// A picture of a bar of ink, so many pixels from the left.
pub fn bring(column: usize) -> SessionEvent {
    let pixels = (0..36).map(|at| {
        let ink = (1..5).contains(&(at / 6)) && at % 6 == column;
        if ink { 255 } else { 0 }
    });
    explore(ExploreEvent::Bring {
        title: "Drawing".to_owned(),
        pixels: ImagePixels {
            width: 6,
            height: 6,
            channels: 1,
            bytes: pixels.collect::<Vec<u8>>().into(),
        },
    })
}

fn brought() -> [SessionEvent; 2] {
    [open(ExploreTool::Encode), bring(2)]
}

fn neighbours() -> [SessionEvent; 2] {
    [open(ExploreTool::Neighbours), load(DatasetId::Digits)]
}

pub fn field(id: &str, text: &str) -> SessionEvent {
    let (id, text) = (id.to_owned(), text.to_owned());
    train(TrainEvent::SetField { id, text })
}

fn export(what: TrainExport) -> SessionEvent {
    train(TrainEvent::Export(what))
}

/// A walk of its own.
pub fn straight() -> SessionEvent {
    explore(ExploreEvent::SetPath(PathKind::Linear))
}
