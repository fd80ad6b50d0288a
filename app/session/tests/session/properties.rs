//! What holds whatever happens.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use protocol::{FromEngine, RequestId, RunId, RunUpdate, ToEngine, TrainerUpdate, WorkerRole};
use run_spec::DatasetId;
use session::{
    EXTENT, EngineState, ExploreEvent, ExploreTool, ImagePixels, NeighboursInput, RunState,
    Session, SessionEvent, TrainEvent,
};

use crate::coverage::{assert_reached, reached};
use crate::sim::{Sim, TWO};
use crate::sim_echo::{ECHO_SPREAD, echo, echo_mean, echo_share, is_echo};
use crate::strategies::{Happening, adapter, choice, happening};

/// What nobody asked for may happen to bear the number of a request that is on its way. The session
/// can only take it for the answer, and if it is of another kind, for an engine that failed; either
/// way it is the one answer that this request gets.
fn take_as_answer(sim: &mut Sim, event: &SessionEvent) {
    let SessionEvent::Engine {
        worker, message, ..
    } = event
    else {
        return;
    };
    let (FromEngine::ModelLoaded { id, .. }
    | FromEngine::EncodedPoints { id, .. }
    | FromEngine::Picture { id, .. }
    | FromEngine::MapRows { id, .. }
    | FromEngine::Timed { id, .. }) = message
    else {
        return;
    };
    sim.inbox.retain(|letter| {
        letter.worker != *worker || crate::sim::id_of(&letter.message) != Some(*id)
    });
}

/// What must hold after every event. That no stopped worker is spoken to, and no number is used
/// twice, [`Sim::send`] checks.
pub fn check(sim: &Sim) {
    let session = &sim.session;
    if let Some(model) = &session.models.on_screen {
        assert_eq!(session.view.point.len(), model.card.latent);
    }
    let latent = session.view.point.len();
    assert!(latent > 0);
    assert!(
        session.view.point.iter().all(|z| z.abs() <= EXTENT),
        "also no NaN"
    );
    let (x_axis, y_axis) = (session.view.map.x_axis, session.view.map.y_axis);
    assert!(x_axis < latent && y_axis < latent);
    assert!(x_axis != y_axis || latent == 1);
    assert!((0.05..=7.0).contains(&session.view.map.extent));
    assert!(session.can_show(session.view.map.plane));
    for pin in session.tools.pins.iter().flatten() {
        assert_eq!(pin.len(), latent);
    }
    for film in session.tools.strips.values() {
        assert_eq!(film.points.len(), film.pictures.len() * film.latent);
    }
    for worker in sim.alive.keys() {
        let waiting = |wanted: fn(&ToEngine) -> bool| {
            let mine = sim.inbox.iter().filter(|l| l.worker == *worker);
            mine.filter(|l| wanted(&l.message)).count()
        };
        assert!(waiting(crate::sim::is_decode) <= 1);
        assert!(waiting(crate::sim::is_map) <= 1);
    }
    let mut workers = sim.alive.keys();
    let explorers = workers
        .clone()
        .filter(|w| sim.roles[w] == WorkerRole::Explorer);
    let explorers = explorers.count();
    assert!(explorers <= 2);
    let studios = sim
        .alive
        .keys()
        .filter(|w| sim.roles[w] == WorkerRole::Background);
    assert!(studios.count() <= 1);
    assert!(
        workers
            .by_ref()
            .filter(|w| sim.roles[w] == WorkerRole::Trainer)
            .count()
            <= 1
    );
    match session.workers.engine.state {
        EngineState::Ready => assert!(explorers > 0),
        EngineState::Stopped => assert!(explorers == 0),
        EngineState::Starting => {}
    }
    let training = &session.training;
    assert!(
        training.run.is_some() || !matches!(training.state, RunState::Paused | RunState::Halted)
    );
    if let Some(run) = &training.run {
        assert!(
            run.shown
                .is_none_or(|shown| shown < run.record.frames.len())
        );
        assert!(
            run.record
                .rows
                .is_sorted_by(|one, next| one.step < next.step)
        );
        assert!(
            run.record
                .frames
                .is_sorted_by(|one, next| one.step < next.step)
        );
        assert_eq!(run.spec.check(), Ok(()));
        assert!(run.plane.runs.len() <= 1 + run_spec::ComparisonLosses::MAX);
        for plane in &run.plane.runs {
            assert!(
                plane
                    .qualities
                    .is_sorted_by(|one, next| one.step < next.step)
            );
        }
    }
    if let Some(anatomy) = &training.anatomy {
        assert!(anatomy.stage().is_some());
        for stage in &anatomy.stages {
            for glimpse in &stage.tensors {
                // Rows that the payload does not have are none.
                let _ = anatomy.rows(glimpse);
            }
        }
    }
    check_answers(session);
    assert!(session.alerts().len() <= 4);
    assert!(session.view.map.strips.len() <= 5);
    if let Some(points) = &session.models.points {
        assert_eq!(points.means.len(), points.labels.len() * latent);
    }
}

/// The answers of [`Sim::answer_echo`] say what they are about: what is on screen is filed under
/// that, or is an answer that nobody asked for.
fn check_answers(session: &Session) {
    let tied = |place: &str, z: &[f32], pixels: &ImagePixels| {
        let bytes = &pixels.bytes;
        if is_echo(bytes) {
            reached(place);
            assert_eq!(bytes[..2], echo(z), "{place}");
        }
    };
    if let Some(picture) = &session.view.picture {
        tied(PICTURE, &picture.z, &picture.pixels);
    }
    for strip in session.tools.strips.values() {
        for (at, picture) in strip.pictures.iter().enumerate() {
            tied(STRIPS, strip.point(at), picture);
        }
    }
    if let Some(nearest) = &session.tools.own.neighbours.nearest {
        for near in &nearest.pixels {
            tied(NEAREST, &nearest.z, &near.picture);
        }
    }
    if let Some(page) = &session.tools.own.neighbours.reference.page {
        for (at, picture) in page.pictures.iter().enumerate() {
            let number = [(page.first + at) as f32];
            tied(PAGE, &number, picture);
        }
    }
    if let (Some(principal), Some(model)) = (&session.tools.principal, &session.models.on_screen)
        && !principal.of_images
    {
        reached(PRINCIPAL);
        assert_eq!(principal.shares, [echo_share(&model.id)]);
    }
    if let Some(input) = &session.tools.input
        && let (Ok(picture), Some(posterior)) = (&input.prepared, &input.posterior)
        && posterior.spread[0] == ECHO_SPREAD
    {
        reached(POSTERIOR);
        assert_eq!(posterior.mean[0], echo_mean(&picture.bytes));
    }
}

/// Where answers are held against their questions.
const PICTURE: &str = "the picture";
const STRIPS: &str = "strips";
const NEAREST: &str = "nearest images";
const PAGE: &str = "a page of images";
const PRINCIPAL: &str = "principal directions";
const POSTERIOR: &str = "a posterior";

/// What overlaps questions: other models with as many dimensions, other data sets to fetch, and
/// answers that are late.
fn overlapping() -> impl Strategy<Value = Happening> {
    let open = SessionEvent::OpenModel {
        name: "mine.safetensors".to_owned(),
        bytes: vec![3, 1, 2, 3].into(),
    };
    let directions = SessionEvent::Explore(ExploreEvent::Open(ExploreTool::Directions));
    let events = vec![
        open.clone(),
        open,
        SessionEvent::ChooseModel(TWO.to_owned()),
        SessionEvent::ChooseModel("opened-1".to_owned()),
        directions,
        SessionEvent::Explore(ExploreEvent::Open(ExploreTool::Encode)),
        SessionEvent::Explore(ExploreEvent::Open(ExploreTool::Neighbours)),
        SessionEvent::Explore(NeighboursInput::Page(0).into()),
        SessionEvent::Explore(NeighboursInput::Page(40).into()),
        reference(DatasetId::Mnist),
        reference(DatasetId::Digits),
        brought(255),
        brought(180),
        SessionEvent::SetCoordinate {
            dimension: 0,
            value: 1.5,
        },
        data("mnist"),
        data("fashion-mnist"),
        SessionEvent::Train(TrainEvent::Fetch),
    ];
    // An answer to no question.
    let stray = (0_u64..6).prop_map(|worker| SessionEvent::Engine {
        worker,
        message: FromEngine::Training {
            update: RunUpdate {
                run: RunId::NONE,
                update: TrainerUpdate::Fetched {
                    id: RequestId(9_999),
                },
            }
            .into(),
        },
        payload: None,
    });
    let event = prop_oneof![4 => prop::sample::select(events), 1 => stray];
    prop_oneof![
        2 => event.prop_map(|event| Happening::Event(Box::new(event))),
        2 => Just(Happening::Answer),
        2 => (0_usize..9).prop_map(Happening::AnswerLater),
    ]
}

/// The visitor picks a data set to look for neighbours in.
fn reference(data: DatasetId) -> SessionEvent {
    let mirror = false;
    SessionEvent::Explore(NeighboursInput::Load { data, mirror }.into())
}

/// The visitor brings a picture with ink of this strength.
fn brought(ink: u8) -> SessionEvent {
    let pixels = (0..36).map(|at| if at % 6 == 2 && at > 5 { ink } else { 0 });
    SessionEvent::Explore(ExploreEvent::Bring {
        title: "Drawing".to_owned(),
        pixels: ImagePixels {
            width: 6,
            height: 6,
            channels: 1,
            bytes: pixels.collect::<Vec<u8>>().into(),
        },
    })
}

/// The visitor picks a data set to train on.
fn data(name: &str) -> SessionEvent {
    SessionEvent::Train(TrainEvent::SetField {
        id: "data".to_owned(),
        text: name.to_owned(),
    })
}

/// Lets all of it happen, checks after each event, and then lets engines answer what is left.
fn live_through(sim: &mut Sim, happenings: Vec<Happening>) {
    check(sim);
    for happening in happenings {
        match happening {
            Happening::Event(event) => {
                take_as_answer(sim, &event);
                sim.send(*event);
            }
            Happening::Answer => sim.answer_next(),
            Happening::AnswerLater(at) => sim.answer_later(at),
            Happening::Misanswer(message) => sim.misanswer(*message),
            Happening::Fail => {
                let request = sim.inbox.front().map(|l| crate::sim::id_of(&l.message));
                if request.flatten().is_some() {
                    sim.fail("No.");
                }
            }
        }
        check(sim);
    }
    // Left alone, it comes to rest.
    sim.settle();
    check(sim);
}

/// Holds for so many cases, which are the same in every run of `cargo xtask test`.
#[track_caller]
fn holds<S: Strategy>(cases: u32, of: S, property: impl Fn(S::Value)) {
    let mut runner = TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    });
    let outcome = runner.run(&of, |case| {
        property(case);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

#[test]
fn whatever_happens_the_session_stays_sound() {
    let happenings = prop::collection::vec(happening(), 0..120);
    holds(2_000, (choice(), adapter(), happenings), |case| {
        let (choice, adapter, happenings) = case;
        live_through(&mut Sim::started(choice, adapter), happenings);
    });
    assert_reached(&[PICTURE, STRIPS], 50);
    assert_reached(
        &[
            "misanswered by pictures",
            "misanswered by posterior",
            "misanswered by inversion",
            "misanswered by principal-directions",
            "misanswered by reference-images",
            "misanswered by nearest-images",
        ],
        50,
    );
}

#[test]
fn answers_are_filed_under_what_was_asked_however_late_they_are() {
    let happenings = prop::collection::vec(overlapping(), 0..80);
    holds(500, happenings, |happenings| {
        live_through(&mut Sim::on_cpu(), happenings);
    });
    assert_reached(&[PICTURE, STRIPS, NEAREST, PAGE, PRINCIPAL, POSTERIOR], 50);
}
