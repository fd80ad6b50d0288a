//! The tool Paint: strokes are answered by the background worker, and the point follows.

use protocol::payload::PaintPayload;
use protocol::{FromEngine, ModelAnswer, ModelQuery, RequestId, ToEngine};
use session::{
    BrushKind, ExploreEvent, ExploreTool, PaintBrush, PaintInput, PaintTool, SessionEvent,
};

use crate::exploring::{explore, go};
use crate::sim::{Letter, Sim, TEN, TWO, id_of, set};

/// At (½, −1), with the tool open and the picture there: two by two black pixels.
fn painter() -> Sim {
    let mut sim = Sim::on_cpu();
    go(&mut sim, &[0.5, -1.0]);
    explore(&mut sim, ExploreEvent::Open(ExploreTool::Paint));
    act(&mut sim, PaintInput::Brush(brush(BrushKind::Lighter)));
    sim
}

fn brush(kind: BrushKind) -> PaintBrush {
    PaintBrush {
        kind,
        size: 0,
        ..PaintBrush::default()
    }
}

fn act(sim: &mut Sim, input: PaintInput) {
    sim.send(SessionEvent::Explore(input.into()));
}

fn stroke(sim: &mut Sim, place: (usize, usize), begins: bool) {
    let places = vec![place];
    act(sim, PaintInput::Stroke { places, begins });
}

fn tool(sim: &Sim) -> &PaintTool {
    &sim.session.tools.own.paint
}

fn point(sim: &Sim) -> &[f32] {
    &sim.session.view.point
}

fn is_paint(message: &ToEngine) -> bool {
    matches!(
        message,
        ToEngine::Query {
            query: ModelQuery::Paint,
            ..
        }
    )
}

/// The question that the background worker is asked now.
fn asked(sim: &mut Sim) -> Letter {
    sim.settle_until(is_paint);
    sim.inbox.pop_front().expect("a question")
}

fn payload(letter: &Letter) -> PaintPayload {
    let bytes = letter.payload.as_deref().expect("a wish");
    PaintPayload::read(2, 4, 1, bytes).expect("two points and four pixels")
}

fn painted(id: RequestId, z: &[f32], done: bool) -> FromEngine {
    let z = z.to_vec();
    FromEngine::Answer {
        id,
        answer: ModelAnswer::Painted { z, done }.into(),
    }
}

/// The worker answers where a wish leads so far, and goes on.
fn answer_soon(sim: &mut Sim, letter: &Letter, z: &[f32]) {
    let id = id_of(&letter.message).expect("a question");
    sim.says(letter.worker, painted(id, z, false), None);
}

/// The worker answers that a wish leads here.
fn answer(sim: &mut Sim, letter: &Letter, z: &[f32]) {
    let id = id_of(&letter.message).expect("a question");
    sim.says(letter.worker, painted(id, z, true), None);
}

fn is_asked(sim: &Sim) -> bool {
    sim.inbox.iter().any(|letter| is_paint(&letter.message))
}

#[test]
fn a_stroke_is_asked_about_and_the_point_goes_where_it_leads() {
    let mut sim = painter();
    stroke(&mut sim, (1, 0), true);
    let wish = tool(&sim).wish.clone().expect("a wish");
    assert_eq!(wish.wish.bytes.as_ref(), [0, 204, 0, 0]);
    let letter = asked(&mut sim);
    let sent = payload(&letter);
    assert_eq!(
        (&sent.start[..], &sent.center[..]),
        (&[0.5, -1.0][..], &[0.5, -1.0][..])
    );
    assert_eq!(sent.wish.values, [0.0, 0.8, 0.0, 0.0]);
    let kept = tool(&sim).kept_share();
    assert_eq!(sent.wish.weights, [kept, 1.0, kept, kept]);
    answer(&mut sim, &letter, &[0.75, -9.0]);
    // The sliders reach so far.
    assert_eq!(point(&sim), [0.75, -3.5]);
    assert!(!tool(&sim).is_running());
    assert!(tool(&sim).wish.is_some());
    sim.settle();
    assert!(!is_asked(&sim));
    assert_eq!(
        sim.session.view.picture.as_ref().expect("a picture").z,
        [0.75, -3.5]
    );
    // The next stroke begins there, and the painting is still of the picture before.
    stroke(&mut sim, (0, 1), true);
    let letter = asked(&mut sim);
    let sent = payload(&letter);
    assert_eq!(
        (&sent.start[..], &sent.center[..]),
        (&[0.75, -3.5][..], &[0.5, -1.0][..])
    );
    assert_eq!(sent.wish.values, [0.0, 0.8, 0.8, 0.0]);
}

#[test]
fn strokes_that_overlap_are_asked_about_one_after_another_and_the_newest_wins() {
    let mut sim = painter();
    stroke(&mut sim, (0, 0), true);
    let first = asked(&mut sim);
    stroke(&mut sim, (1, 0), false);
    stroke(&mut sim, (0, 1), true);
    stroke(&mut sim, (1, 1), false);
    sim.settle();
    // Whatever was painted meanwhile waits, and is asked about at once, as it is then.
    assert!(!is_asked(&sim));
    answer(&mut sim, &first, &[1.0, 0.0]);
    let second = asked(&mut sim);
    assert_eq!(payload(&second).start, [1.0, 0.0]);
    assert_eq!(payload(&second).wish.values, [0.8; 4]);
    answer(&mut sim, &second, &[2.0, 0.0]);
    assert_eq!(point(&sim), [2.0, 0.0]);
    // The first worker's answer comes once more, and moves nothing.
    answer(&mut sim, &first, &[-3.0, -3.0]);
    sim.settle();
    assert_eq!(point(&sim), [2.0, 0.0]);
    assert!(!tool(&sim).is_running());
}

#[test]
fn the_first_answer_comes_soon_and_what_is_painted_meanwhile_ends_the_search() {
    let mut sim = painter();
    stroke(&mut sim, (0, 0), true);
    let first = asked(&mut sim);
    answer_soon(&mut sim, &first, &[1.0, 0.0]);
    assert_eq!(point(&sim), [1.0, 0.0]);
    assert!(tool(&sim).is_running(), "it goes on");
    answer(&mut sim, &first, &[1.5, 0.0]);
    assert_eq!(point(&sim), [1.5, 0.0]);
    assert!(!tool(&sim).is_running());
    // One step to undo, whatever it was answered.
    explore(&mut sim, ExploreEvent::Undo);
    assert_eq!(point(&sim), [0.5, -1.0]);
    explore(&mut sim, ExploreEvent::Redo);
    stroke(&mut sim, (1, 0), true);
    let second = asked(&mut sim);
    answer_soon(&mut sim, &second, &[2.0, 0.0]);
    stroke(&mut sim, (1, 1), false);
    // It is asked at once; what the search before still finds is of no use.
    let third = asked(&mut sim);
    assert_eq!(payload(&third).start, [2.0, 0.0]);
    answer(&mut sim, &second, &[-2.0, -2.0]);
    assert_eq!(point(&sim), [2.0, 0.0]);
    answer(&mut sim, &third, &[2.5, 0.0]);
    assert_eq!(point(&sim), [2.5, 0.0]);
    explore(&mut sim, ExploreEvent::Undo);
    assert_eq!(point(&sim), [1.5, 0.0]);
}

#[test]
fn a_stroke_is_one_step_to_undo_and_its_wish_comes_and_goes_with_the_point() {
    let mut sim = painter();
    let mut wishes = Vec::new();
    for (number, place) in [(1.0, (0, 0)), (2.0, (1, 1))] {
        stroke(&mut sim, place, true);
        // Answered on its way, and at its end.
        for part in [0.0, 0.25] {
            let letter = asked(&mut sim);
            if part == 0.0 {
                stroke(&mut sim, (1, 0), false);
            }
            answer(&mut sim, &letter, &[number, part]);
            // A tick, as a slow stroke meets some.
            sim.pass(2);
        }
        wishes.push(tool(&sim).wish.clone().expect("a wish").wish.bytes.clone());
    }
    let bytes = |sim: &Sim| Some(tool(sim).wish.as_ref()?.wish.bytes.clone());
    assert_eq!(point(&sim), [2.0, 0.25]);
    explore(&mut sim, ExploreEvent::Undo);
    assert_eq!(point(&sim), [1.0, 0.25]);
    assert_eq!(bytes(&sim), Some(wishes[0].clone()));
    explore(&mut sim, ExploreEvent::Undo);
    assert_eq!(point(&sim), [0.5, -1.0]);
    assert_eq!(bytes(&sim), None);
    explore(&mut sim, ExploreEvent::Redo);
    explore(&mut sim, ExploreEvent::Redo);
    assert_eq!(point(&sim), [2.0, 0.25]);
    assert_eq!(bytes(&sim), Some(wishes[1].clone()));
    // Undone while it goes on: what the pointer still does is another stroke, of what is there then.
    explore(&mut sim, ExploreEvent::Undo);
    stroke(&mut sim, (0, 1), false);
    let letter = asked(&mut sim);
    assert_eq!(payload(&letter).wish.values, [0.8, 0.8, 0.8, 0.0]);
    answer(&mut sim, &letter, &[3.0, 0.0]);
    explore(&mut sim, ExploreEvent::Undo);
    assert_eq!(point(&sim), [1.0, 0.25]);
}

#[test]
fn what_another_move_made_old_is_dropped() {
    // A slider, an undo, another model, or painting from here: the answer under way is of no use.
    for way in 0..4 {
        let mut sim = painter();
        stroke(&mut sim, (0, 0), true);
        let first = asked(&mut sim);
        answer(&mut sim, &first, &[1.0, 1.0]);
        sim.settle();
        stroke(&mut sim, (1, 1), true);
        let letter = asked(&mut sim);
        match way {
            0 => sim.send(set(0, -2.0)),
            1 => explore(&mut sim, ExploreEvent::Undo),
            2 => sim.send(SessionEvent::ChooseModel(TEN.to_owned())),
            _ => act(&mut sim, PaintInput::StartOver),
        }
        sim.settle();
        let before = point(&sim).to_vec();
        let wish = tool(&sim).wish.clone();
        answer(&mut sim, &letter, &[3.0, 3.0]);
        sim.settle();
        assert_eq!(point(&sim), before, "way {way}");
        assert_eq!(tool(&sim).wish, wish, "way {way}");
        assert!(!tool(&sim).is_running(), "way {way}");
        // Undone, there is no wish left; otherwise none either.
        assert!(wish.is_none(), "way {way}");
        assert!(sim.session.alerts().is_empty());
        // And one can go on.
        stroke(&mut sim, (0, 1), true);
        assert!(tool(&sim).is_running(), "way {way}");
    }
}

#[test]
fn another_model_in_mid_stroke_begins_a_picture_of_its_own() {
    let mut sim = painter();
    stroke(&mut sim, (0, 0), true);
    let letter = asked(&mut sim);
    sim.send(SessionEvent::ChooseModel(TEN.to_owned()));
    sim.settle();
    stroke(&mut sim, (1, 0), false);
    answer(&mut sim, &letter, &[3.0, 3.0]);
    let wish = tool(&sim).wish.clone().expect("a wish");
    assert_eq!(wish.base.len(), 10);
    assert_eq!(wish.wish.bytes.as_ref(), [0, 204, 0, 0]);
    sim.settle();
    assert_eq!(point(&sim), [1.0; 10]);
    let models: Vec<&str> = sim
        .log
        .iter()
        .filter_map(|letter| match &letter.message {
            ToEngine::Query {
                query: ModelQuery::Paint,
                model,
                ..
            } => Some(model.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(models, [TWO, TEN]);
}

#[test]
fn where_all_is_restored_the_point_is_the_one_before() {
    let mut sim = painter();
    stroke(&mut sim, (0, 0), true);
    let letter = asked(&mut sim);
    answer(&mut sim, &letter, &[1.0, 1.0]);
    act(&mut sim, PaintInput::Brush(brush(BrushKind::Restore)));
    stroke(&mut sim, (0, 0), true);
    sim.settle();
    assert_eq!(point(&sim), [0.5, -1.0]);
    assert!(!tool(&sim).is_running() && !is_asked(&sim));
    explore(&mut sim, ExploreEvent::Undo);
    assert_eq!(point(&sim), [1.0, 1.0]);
    // On a picture on which nothing is painted, there is nothing to restore.
    go(&mut sim, &[0.25, 0.25]);
    stroke(&mut sim, (1, 1), true);
    sim.settle();
    assert_eq!(point(&sim), [0.25, 0.25]);
    let paints = sim.log.iter().filter(|it| is_paint(&it.message));
    assert_eq!(paints.count(), 1);
}

#[test]
fn what_is_kept_more_is_asked_about_anew() {
    let mut sim = painter();
    act(&mut sim, PaintInput::Keep(0));
    sim.settle();
    assert!(!is_asked(&sim), "nothing is painted");
    stroke(&mut sim, (0, 0), true);
    let letter = asked(&mut sim);
    assert_eq!(payload(&letter).wish.weights, [1.0, 0.0, 0.0, 0.0]);
    answer(&mut sim, &letter, &[1.0, 1.0]);
    act(&mut sim, PaintInput::Keep(99));
    let letter = asked(&mut sim);
    let most = tool(&sim).kept_share();
    assert_eq!(payload(&letter).wish.weights, [1.0, most, most, most]);
    answer(&mut sim, &letter, &[0.75, 0.75]);
    explore(&mut sim, ExploreEvent::Undo);
    assert_eq!(point(&sim), [1.0, 1.0]);
}

#[test]
fn a_worker_that_fails_or_dies_leaves_a_sentence_or_is_asked_again() {
    let mut sim = painter();
    stroke(&mut sim, (0, 0), true);
    sim.settle_until(is_paint);
    sim.fail("No memory.");
    assert!(tool(&sim).failed.is_some() && !tool(&sim).is_running());
    assert_eq!(point(&sim), [0.5, -1.0]);
    stroke(&mut sim, (1, 0), true);
    assert!(tool(&sim).failed.is_none());
    let letter = asked(&mut sim);
    sim.dies(letter.worker);
    sim.settle();
    // Another worker was asked.
    assert_eq!(point(&sim), [1.0, 1.0]);
    for wrong in [&[1.0][..], &[f32::NAN, 0.0]] {
        stroke(&mut sim, (1, 1), true);
        let letter = asked(&mut sim);
        answer(&mut sim, &letter, wrong);
        assert!(tool(&sim).failed.is_some() && !tool(&sim).is_running());
        assert_eq!(point(&sim), [1.0, 1.0]);
    }
}
