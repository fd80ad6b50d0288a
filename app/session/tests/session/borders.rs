//! Borders between classes: what is asked when, whose answers count, and the way to another class.

use protocol::payload::{CounterfactualPayload, f32_bytes, f32_values};
use protocol::{FromEngine, ModelAnswer, ModelQuery, ToEngine};
use run_spec::{DatasetId, ImageShape};
use session::{
    BORDER_FRAMES, BordersInput, BordersRefusal, EngineChoice, ExploreEvent, ExploreTool,
    GpuAdapter, MapOverlay, SessionEvent, StripKind,
};

use crate::exploring::{explore, go};
use crate::sim::{BASE, Letter, Sim, set};

/// A session whose models were trained on a data set.
fn trained_on(data: &'static str, side: usize) -> Sim {
    let mut sim = Sim::new();
    sim.trained_on = (data, side);
    sim.send(SessionEvent::Started {
        choice: EngineChoice::Cpu,
        adapter: GpuAdapter::Fit,
        base: BASE.to_owned(),
    });
    sim.settle();
    sim
}

/// The visitor does something; nothing is answered yet.
fn act(sim: &mut Sim, event: impl Into<ExploreEvent>) {
    sim.send(SessionEvent::Explore(event.into()));
}

fn opened() -> Sim {
    let mut sim = trained_on("MNIST", 28);
    explore(&mut sim, ExploreEvent::Open(ExploreTool::Borders));
    sim.settle();
    sim
}

fn is_classify(message: &ToEngine) -> bool {
    let ToEngine::Query { query, .. } = message else {
        return false;
    };
    matches!(query, ModelQuery::Classify(_))
}

fn is_search(message: &ToEngine) -> bool {
    let ToEngine::Query { query, .. } = message else {
        return false;
    };
    matches!(query, ModelQuery::Counterfactual(_))
}

fn classified(sim: &Sim) -> usize {
    let mut count = 0;
    for letter in sim.log.iter().filter(|it| is_classify(&it.message)) {
        count += letter.payload.as_ref().map_or(0, |it| it.len() / 8);
    }
    count
}

/// Answers the search that waits, and leaves it waiting unless it is done.
fn found(sim: &mut Sim, letter: &Letter, class: Option<usize>, z: &[f32], done: bool) {
    let ToEngine::Query { id, .. } = letter.message else {
        panic!("expected a query");
    };
    let answer = ModelAnswer::Counterfactual {
        of: Some(4),
        class,
        z: z.to_vec(),
        done,
    };
    let answer = answer.into();
    sim.says(letter.worker, FromEngine::Answer { id, answer }, None);
}

/// The search that was sent, once the worker has the model.
fn sent_search(sim: &mut Sim) -> Letter {
    sim.settle_until(is_search);
    let at = sim.inbox.iter().position(|it| is_search(&it.message));
    sim.inbox.remove(at.expect("a search")).expect("a search")
}

#[test]
fn the_picture_of_the_point_is_classified_while_the_tool_is_open() {
    let mut sim = opened();
    let tool = &sim.session.tools.own.borders;
    assert_eq!(tool.data(), Some(Ok(DatasetId::Mnist)));
    let point = tool.point.clone().expect("it was asked");
    assert_eq!(point.points, [0.0, 0.0]);
    let ranked = point.ranked(0);
    assert_eq!((ranked.len(), ranked[0]), (10, (0, 0.6)));
    assert_eq!(tool.accuracy.expect("a share").share, 0.75);
    go(&mut sim, &[1.0, -1.0]);
    sim.settle();
    let point = sim.session.tools.own.borders.point.clone();
    assert_eq!(point.expect("it was asked").points, [1.0, -1.0]);
    // Nothing more is asked while nothing moves, or in another tool.
    let before = classified(&sim);
    sim.settle();
    explore(&mut sim, ExploreEvent::Open(ExploreTool::Paths));
    go(&mut sim, &[0.5, 0.5]);
    sim.settle();
    assert_eq!(classified(&sim), before);
}

#[test]
fn while_one_answer_is_awaited_the_point_may_move_and_the_last_place_is_asked_next() {
    let mut sim = trained_on("MNIST", 28);
    act(&mut sim, ExploreEvent::Open(ExploreTool::Borders));
    sim.settle_until(is_classify);
    for at in [0.25, 0.5, 0.75] {
        sim.send(set(0, at));
    }
    let waiting = |sim: &Sim| {
        sim.inbox
            .iter()
            .filter(|it| is_classify(&it.message))
            .count()
    };
    assert_eq!(waiting(&sim), 1);
    sim.answer_first(is_classify);
    sim.settle_until(is_classify);
    let asked = sim.inbox.iter().find(|it| is_classify(&it.message));
    let payload = asked.expect("the next").payload.clone().expect("a point");
    assert_eq!(f32_values(&payload), [0.75, 0.0]);
    assert_eq!(waiting(&sim), 1);
}

#[test]
fn the_map_is_classified_coarsely_and_then_finely_where_it_lies() {
    let mut sim = trained_on("MNIST", 28);
    act(&mut sim, ExploreEvent::ShowOverlay(MapOverlay::Borders));
    let regions = |sim: &Sim| sim.session.tools.own.borders.regions.clone();
    for _ in 0..3 {
        sim.settle_until(is_classify);
        assert!(regions(&sim).is_none());
        sim.answer_first(is_classify);
    }
    assert_eq!(regions(&sim).expect("the coarse ones").cells, 16);
    sim.settle();
    let all = regions(&sim).expect("the fine ones");
    assert_eq!((all.cells, all.classes.len()), (48, 48 * 48));
    assert_eq!(classified(&sim), 16 * 16 + 48 * 48);
    // The first question began with the cell above left.
    let first = sim.log.iter().find(|it| is_classify(&it.message));
    let first = f32_values(first.and_then(|it| it.payload.as_deref()).expect("points"));
    let extent = sim.session.view.map.extent;
    let middle = extent - extent / 16.0;
    assert_eq!((first[0], first[1]), (-middle, middle));
    // Another part of the plane is another map.
    let look = ExploreEvent::Look {
        centre: (1.0, 0.0),
        extent: 1.0,
    };
    explore(&mut sim, look);
    sim.settle();
    assert_eq!(
        regions(&sim).expect("the fine ones").slice.centre,
        (1.0, 0.0)
    );
}

#[test]
fn the_way_to_another_class_is_a_film_that_can_be_walked_pinned_and_taken_back() {
    let mut sim = opened();
    go(&mut sim, &[0.0, 1.0]);
    explore(&mut sim, BordersInput::Choose(Some(9)).into());
    act(&mut sim, BordersInput::Find);
    let letter = sent_search(&mut sim);
    let payload = letter.payload.as_deref().expect("a point");
    let asked = CounterfactualPayload::read(2, payload).expect("a class and a point");
    assert_eq!((asked.class, &asked.point[..]), (Some(9), &[0.0, 1.0][..]));
    found(&mut sim, &letter, Some(9), &[0.0, 3.0], false);
    let search = |sim: &Sim| {
        sim.session
            .tools
            .own
            .borders
            .search
            .clone()
            .expect("a search")
    };
    assert!(search(&sim).running);
    assert_eq!(search(&sim).found, Some((vec![0.0, 3.0], 9, 2.0)));
    found(&mut sim, &letter, Some(9), &[1.5, 1.0], true);
    assert!(!search(&sim).running);
    assert_eq!(search(&sim).of, Some(4));
    sim.settle();
    let strip = &sim.session.tools.strips[&StripKind::Border];
    assert_eq!(strip.pictures.len(), BORDER_FRAMES);
    assert_eq!(
        (strip.point(0), strip.point(8)),
        (&[0.0, 1.0][..], &[1.5, 1.0][..])
    );
    let along = sim
        .session
        .tools
        .own
        .borders
        .along
        .clone()
        .expect("classes");
    assert_eq!(along.ranked(2)[0], (2, 0.6));
    explore(&mut sim, BordersInput::Along(0.5).into());
    assert_eq!(sim.session.view.point, [0.75, 1.0]);
    assert_eq!(search(&sim).place_of(&[0.75, 1.0]), Some(0.5));
    assert_eq!(search(&sim).place_of(&[0.75, 1.1]), None);
    explore(&mut sim, ExploreEvent::Rest);
    explore(&mut sim, ExploreEvent::Undo);
    assert_eq!(sim.session.view.point, [0.0, 1.0]);
    explore(&mut sim, BordersInput::PinEnds.into());
    assert_eq!(sim.session.tools.pins[0].as_deref(), Some(&[0.0, 1.0][..]));
    assert_eq!(sim.session.tools.pins[1].as_deref(), Some(&[1.5, 1.0][..]));
    explore(&mut sim, ExploreEvent::Undo);
    assert_eq!(sim.session.tools.pins[0], None);
}

#[test]
fn a_newer_search_drops_what_an_older_one_still_says() {
    let mut sim = opened();
    act(&mut sim, BordersInput::Find);
    let older = sent_search(&mut sim);
    go(&mut sim, &[1.0, 1.0]);
    act(&mut sim, BordersInput::Find);
    found(&mut sim, &older, Some(1), &[2.0, 2.0], true);
    let newer = sent_search(&mut sim);
    let search = sim.session.tools.own.borders.search.clone();
    let search = search.expect("a search");
    assert_eq!(
        (search.from.clone(), search.found.clone()),
        (vec![1.0, 1.0], None)
    );
    assert!(search.running);
    found(&mut sim, &newer, None, &[], true);
    let search = sim.session.tools.own.borders.search.clone();
    assert_eq!(
        search.map(|it| (it.found.clone(), it.running)),
        Some((None, false))
    );
}

#[test]
fn a_model_of_other_data_or_size_is_refused_and_nothing_is_asked() {
    let mut sim = trained_on("My pictures", 28);
    explore(&mut sim, ExploreEvent::Open(ExploreTool::Borders));
    explore(&mut sim, ExploreEvent::ShowOverlay(MapOverlay::Borders));
    explore(&mut sim, BordersInput::Find.into());
    sim.settle();
    let data = |sim: &Sim| sim.session.tools.own.borders.data();
    assert_eq!(data(&sim), Some(Err(BordersRefusal::OtherData)));
    assert_eq!(classified(&sim), 0);
    let mut sim = trained_on("MNIST", 14);
    explore(&mut sim, ExploreEvent::Open(ExploreTool::Borders));
    sim.settle();
    let refusal = BordersRefusal::OtherSize {
        expected: ImageShape::grey(28),
        found: ImageShape::grey(14),
    };
    assert_eq!(data(&sim), Some(Err(refusal)));
    assert_eq!(classified(&sim), 0);
}

#[test]
fn an_answer_that_does_not_fit_is_said_once_and_not_asked_again() {
    let mut sim = trained_on("MNIST", 28);
    act(&mut sim, ExploreEvent::Open(ExploreTool::Borders));
    sim.settle_until(is_classify);
    let at = sim.inbox.iter().position(|it| is_classify(&it.message));
    let letter = sim
        .inbox
        .remove(at.expect("a question"))
        .expect("a question");
    let ToEngine::Query { id, .. } = letter.message else {
        panic!("expected a query");
    };
    let answer = ModelAnswer::Classes {
        count: 1,
        classes: 10,
        accuracy: 0.75,
        held_out: 400,
    };
    let answer = answer.into();
    let payload = Some(f32_bytes(&[f32::NAN; 10]));
    sim.says(letter.worker, FromEngine::Answer { id, answer }, payload);
    assert_eq!(sim.alerts().len(), 1);
    sim.settle();
    go(&mut sim, &[1.0, 0.0]);
    sim.settle();
    assert_eq!((sim.alerts().len(), classified(&sim)), (1, 1));
    assert!(sim.session.tools.own.borders.point.is_none());
    assert!(sim.session.tools.own.borders.has_failed());
    // A search asks again.
    explore(&mut sim, BordersInput::Find.into());
    assert!(!sim.session.tools.own.borders.has_failed());
    assert!(sim.session.tools.own.borders.point.is_some());
}
