//! Every question that the page asks of a worker, overlapped by everything newer, and answered early,
//! late, twice, or not at all: what is shown belongs to what was asked.

mod checks;
mod questions;
mod stamped;

use protocol::ToEngine;
use run_spec::DatasetId;
use session::{EngineChoice, ExploreEvent, ExploreTool, MapPlane, Room, SessionEvent, TrainEvent};

use crate::sim::{TEN, TWO, set};
use checks::{check_at_rest, check_now};
use questions::{
    Asked, Question, bring, choose, draw, explore, field, load, look, open, own_model, page, show,
    straight, train, ways,
};
use stamped::{Answer, StampedWorkers};

/// What happens between a question and its answer.
type Overlap = (&'static str, fn(&mut StampedWorkers));

/// When the answer comes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Order {
    /// Before all else that is asked meanwhile.
    Early,
    /// Behind everything else.
    Late,
    /// Twice: at once and again at the end.
    Twice,
    /// Everything in the reverse of its order.
    Reversed,
    /// It could not be answered.
    Failed,
    /// The same, behind everything else.
    FailedLate,
}

const ORDERS: [Order; 6] = [
    Order::Early,
    Order::Late,
    Order::Twice,
    Order::Reversed,
    Order::Failed,
    Order::FailedLate,
];

/// Everything that a visitor, a trainer or a worker may do meanwhile.
const OVERLAPS: &[Overlap] = &[
    ("nothing", |_| {}),
    ("a move", |it| it.send(set(0, -1.25))),
    ("a point", |it| {
        let latent = it.sim.session.view.latent();
        it.send(SessionEvent::SetPoint(vec![0.75; latent]));
    }),
    ("another model", |it| it.send(choose(TEN))),
    ("a model of as many dimensions", |it| {
        it.send(own_model(it.sim.session.view.latent() as u8));
    }),
    ("another model and back", |it| {
        let before = it.sim.session.models.chosen.clone();
        it.send(choose(TEN));
        it.deliver_all();
        it.send(choose(&before));
    }),
    ("other axes", |it| {
        let (x_axis, y_axis) = (1, 0);
        it.send(SessionEvent::SetAxes { x_axis, y_axis });
    }),
    ("another part of the map", |it| it.send(look())),
    ("a plane along principal directions", |it| {
        it.send(explore(ExploreEvent::ShowPlane(MapPlane::Principal(0, 1))));
    }),
    ("a picture", |it| it.send(bring(3))),
    ("two pictures", |it| {
        it.send(bring(1));
        it.send(bring(4));
    }),
    ("the picture as it is", |it| {
        it.send(explore(ExploreEvent::Centre(false)))
    }),
    ("no picture", |it| it.send(explore(ExploreEvent::Forget))),
    ("another search", |it| {
        it.send(explore(ExploreEvent::Invert(8)))
    }),
    ("an end of the search", |it| {
        it.send(explore(ExploreEvent::StopInverting))
    }),
    ("another page", |it| {
        it.send(page(30));
        it.send(page(90));
    }),
    ("another data set", |it| it.send(load(DatasetId::Strokes))),
    ("another data set and back", |it| {
        it.send(load(DatasetId::Strokes));
        it.send(load(DatasetId::Digits));
    }),
    ("the directions", |it| {
        it.send(open(ExploreTool::Directions))
    }),
    ("the neighbours", |it| {
        it.send(open(ExploreTool::Neighbours))
    }),
    ("the projection", |it| {
        it.send(open(ExploreTool::Projection))
    }),
    ("the style", |it| it.send(open(ExploreTool::Style))),
    ("new samples", |it| it.send(draw())),
    ("samples nearer to the middle", |it| {
        it.send(explore(ExploreEvent::Truncate(0.5)))
    }),
    ("other groups", |it| {
        it.send(explore(ExploreEvent::Group(2, Some(true))));
        it.send(explore(ExploreEvent::SaveVector("tail".to_owned())));
    }),
    ("a pin", |it| {
        it.send(set(1, 0.25));
        it.send(explore(ExploreEvent::Pin(1)));
        it.send(straight());
    }),
    ("undo", |it| it.send(explore(ExploreEvent::Undo))),
    ("undo and redo", |it| {
        it.send(explore(ExploreEvent::Undo));
        it.send(explore(ExploreEvent::Redo));
    }),
    ("a comparison", |it| {
        it.send(show(Room::Compare));
        it.send(explore(ExploreEvent::CompareWith(TEN.to_owned())));
    }),
    ("a comparison with one, then with another", |it| {
        it.send(show(Room::Compare));
        it.send(explore(ExploreEvent::CompareWith(TWO.to_owned())));
        it.deliver_all();
        it.send(explore(ExploreEvent::CompareWith(TEN.to_owned())));
    }),
    ("another model on the left", |it| {
        it.send(show(Room::Compare));
        it.send(choose(TEN));
    }),
    ("another room", |it| it.send(show(Room::Train))),
    ("another room and back", |it| {
        it.send(show(Room::Train));
        it.send(show(Room::Explore));
    }),
    ("newer weights", StampedWorkers::new_weights),
    ("newer weights twice", |it| {
        it.new_weights();
        it.new_weights();
    }),
    ("an explorer that dies", |it| {
        if let Some(worker) = it.explorer() {
            it.sim.dies(worker);
            it.compute();
        }
    }),
    ("a background worker that dies", |it| {
        if let Some(worker) = it.background() {
            it.sim.dies(worker);
            it.compute();
        }
    }),
    ("another engine", |it| {
        it.send(SessionEvent::ChooseEngine(EngineChoice::WebGpu))
    }),
    ("a pause", |it| it.send(train(TrainEvent::Pause))),
    ("a setting", |it| it.send(field("learningRate", "0.125"))),
    ("another run", |it| {
        it.send(train(TrainEvent::ChoosePreset("dense-vae-2d".to_owned())));
        it.send(train(TrainEvent::Reset));
    }),
];

/// Whether an answer may come before those before it. A trainer's words keep their order, and no worker
/// answers by weights before it has said that it holds them.
fn may_overtake(workers: &StampedWorkers, at: usize) -> bool {
    let answer = &workers.answers[at];
    let told = matches!(answer.asked.message, ToEngine::Train { .. });
    let mut before = workers.answers.iter().take(at);
    !told
        && !before.any(|it| {
            it.worker == answer.worker && matches!(it.asked.message, ToEngine::LoadModel { .. })
        })
}

/// Everything that is on its way arrives, the newest first.
fn deliver_reversed(workers: &mut StampedWorkers) {
    for _ in 0..2_000 {
        let newest = (0..workers.answers.len())
            .rev()
            .find(|at| may_overtake(workers, *at));
        let Some(answer) = workers.answers.remove(newest.unwrap_or_default()) else {
            return;
        };
        workers.deliver(answer);
        check_now(workers);
    }
    panic!("the session never stops asking");
}

fn deliver(workers: &mut StampedWorkers, answers: &[Answer], failed: bool) {
    for answer in answers {
        let answer = answer.clone();
        workers.deliver(if failed { answer.failed() } else { answer });
        check_now(workers);
    }
}

/// A question is asked, something happens, and the answer comes.
fn overlap(asked: Asked, happens: fn(&mut StampedWorkers), order: Order) {
    let Asked { mut workers, held } = asked;
    check_now(&workers);
    happens(&mut workers);
    check_now(&workers);
    match order {
        Order::Early => deliver(&mut workers, &held, false),
        Order::Failed => deliver(&mut workers, &held[..1], true),
        Order::Late => {
            workers.deliver_all();
            check_now(&workers);
            deliver(&mut workers, &held, false);
        }
        Order::FailedLate => {
            workers.deliver_all();
            check_now(&workers);
            deliver(&mut workers, &held[..1], true);
        }
        Order::Twice => {
            deliver(&mut workers, &held, false);
            workers.deliver_all();
            check_now(&workers);
            deliver(&mut workers, &held, false);
        }
        Order::Reversed => {
            workers.answers.extend(held);
            deliver_reversed(&mut workers);
        }
    }
    workers.deliver_all();
    check_now(&workers);
    let answered = !matches!(order, Order::Failed | Order::FailedLate);
    check_at_rest(&workers, answered);
}

/// Asks a question in each way, overlapped by everything, with the answer at any time.
fn check(question: Question) {
    for way in ways(question) {
        for (what, happens) in OVERLAPS {
            for order in ORDERS {
                let name = format!("{way:?}, overlapped by {what}, answered {order:?}");
                let outcome = std::panic::catch_unwind(|| overlap(way.ask(), *happens, order));
                assert!(outcome.is_ok(), "{name}");
            }
        }
    }
}

#[test]
fn what_is_shown_belongs_to_what_was_asked_whatever_happens_meanwhile() {
    let questions = Question::ALL.iter();
    let checks: Vec<_> = questions
        .map(|question| std::thread::spawn(|| check(*question)))
        .collect();
    let failed = checks.into_iter().filter_map(|check| check.join().err());
    let failed: Vec<_> = failed.collect();
    assert!(failed.is_empty(), "{} questions, see above", failed.len());
}
