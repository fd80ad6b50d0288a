//! The Repair room: pictures are damaged, and restored by the background worker.

use protocol::payload::DamagedPayload;
use protocol::{FromEngine, ModelAnswer, ModelQuery, RequestId, ToEngine};
use session::{DamageKind, ErasedArea, ImagePixels, RepairEvent, RepairFault, Room, SessionEvent};

use crate::sim::{Letter, Sim, TEN, id_of};

/// The made-up models' pictures have two by two pixels.
fn picture() -> ImagePixels {
    ImagePixels {
        width: 2,
        height: 2,
        channels: 1,
        bytes: [10, 200, 30, 90].into(),
    }
}

fn does(sim: &mut Sim, event: RepairEvent) {
    sim.send(SessionEvent::Repair(event));
}

/// In the room, with a picture whose lower half is erased.
fn damaged() -> Sim {
    let mut sim = Sim::on_cpu();
    sim.send(SessionEvent::ShowRoom(Room::Repair));
    let pixels = picture();
    does(
        &mut sim,
        RepairEvent::Take {
            pixels,
            centred: false,
        },
    );
    does(&mut sim, RepairEvent::EraseArea(ErasedArea::LowerHalf));
    sim.settle();
    sim
}

fn is_restore(message: &ToEngine) -> bool {
    let ToEngine::Query { query, .. } = message else {
        return false;
    };
    matches!(query, ModelQuery::Restore { .. })
}

/// The restoration that is asked of the background worker now.
fn asked(sim: &mut Sim) -> Letter {
    sim.settle_until(is_restore);
    sim.inbox.front().expect("a question").clone()
}

fn restoration(id: RequestId, draws: usize, done: bool) -> FromEngine {
    let answer = ModelAnswer::Restoration {
        step: 4,
        error: 0.125,
        z: vec![0.5, 0.5],
        draws,
        effective: 0.75,
        passed: false,
        done,
    };
    FromEngine::Answer {
        id,
        answer: answer.into(),
    }
}

#[test]
fn what_is_left_is_asked_about_and_the_answer_fills_what_was_erased() {
    let mut sim = damaged();
    let before = (sim.session.view.point.clone(), sim.session.room);
    does(&mut sim, RepairEvent::Restore(5));
    assert!(sim.session.repair.is_running());
    let letter = asked(&mut sim);
    let payload = letter.payload.as_deref().expect("what is known");
    let known = DamagedPayload::read(4, 1, 1, payload).expect("four pixels");
    let (known, filled) = (known.known, known.filled);
    assert_eq!(known.weights, [1.0, 1.0, 0.0, 0.0]);
    assert_eq!(known.values[1], 200.0 / 255.0);
    // Of what was erased nothing leaves the page.
    assert_eq!(known.values[2..], [0.5, 0.5]);
    // An encoder is given the baseline where something is missing: here each column goes on.
    let filled = filled.iter().map(|value| (value * 255.0).round());
    assert_eq!(filled.collect::<Vec<_>>(), [10.0, 200.0, 73.0, 137.0]);
    sim.settle();
    let repair = &sim.session.repair;
    assert!(!repair.is_running());
    let outcome = repair.outcome.as_ref().expect("an answer");
    assert_eq!(outcome.restored.bytes.as_ref(), [10, 200, 9, 9]);
    assert_eq!(outcome.draws.len(), 8);
    let passed = outcome.passed.as_ref().expect("the model has an encoder");
    assert_eq!(passed.bytes.as_ref(), [10, 200, 8, 8]);
    assert!(
        outcome
            .draws
            .iter()
            .all(|draw| draw.bytes[..2] == [10, 200])
    );
    let found = outcome.comparison.expect("the truth is known");
    let error = ((21.0_f64 / 255.0).powi(2) + (81.0_f64 / 255.0).powi(2)) / 2.0;
    assert!(
        (found.restored.psnr + 10.0 * error.log10()).abs() < 1e-4,
        "{found:?}"
    );
    // One pass is a grey level further from both.
    let error = ((22.0_f64 / 255.0).powi(2) + (82.0_f64 / 255.0).powi(2)) / 2.0;
    let passed = found.passed.expect("it is measured, too");
    assert!((passed.psnr + 10.0 * error.log10()).abs() < 1e-4);
    // Nothing outside moved.
    assert_eq!((sim.session.view.point.clone(), sim.session.room), before);
    assert!(sim.session.tools.input.is_none());
    assert!(sim.session.alerts().is_empty());
}

#[test]
fn noise_and_thumbnails_are_asked_about_with_how_exactly_they_are_known() {
    let mut sim = damaged();
    does(&mut sim, RepairEvent::Damage(DamageKind::Noise));
    does(&mut sim, RepairEvent::SetNoise(4));
    does(&mut sim, RepairEvent::Restore(1));
    let noisy = asked(&mut sim);
    let ToEngine::Query {
        query: ModelQuery::Restore {
            shrink, deviation, ..
        },
        ..
    } = noisy.message
    else {
        panic!("{noisy:?}");
    };
    assert_eq!(shrink, 1);
    assert!(deviation > 0.4, "{deviation}");
    does(&mut sim, RepairEvent::Damage(DamageKind::Shrink));
    does(&mut sim, RepairEvent::SetShrink(2));
    does(&mut sim, RepairEvent::Restore(1));
    sim.settle();
    let small = sim
        .log
        .iter()
        .rev()
        .find(|letter| is_restore(&letter.message));
    let payload = small.and_then(|letter| letter.payload.as_deref());
    let known = DamagedPayload::read(1, 1, 2, payload.expect("one pixel")).expect("one pixel");
    let (known, filled) = (known.known, known.filled);
    assert!((known.values[0] - 330.0 / 4.0 / 255.0).abs() < 1e-6);
    // An encoder is given a picture of the model's size: of one grey value, that one.
    assert_eq!(filled.len(), 4);
    assert!(filled.iter().all(|it| (it - known.values[0]).abs() < 1e-5));
    let outcome = sim.session.repair.outcome.as_ref().expect("an answer");
    // All of the picture is the model's.
    assert_eq!(outcome.restored.bytes.as_ref(), [9; 4]);
}

#[test]
fn the_room_begins_with_the_models_picture_until_one_is_taken_or_put_away() {
    let mut sim = Sim::on_cpu();
    sim.send(SessionEvent::ShowRoom(Room::Repair));
    sim.settle();
    let own = sim.session.view.picture.as_ref().expect("a picture");
    let own = own.pixels.clone();
    let before = |sim: &Sim| {
        sim.session
            .repair
            .damaged
            .as_ref()
            .map(|it| it.before.clone())
    };
    assert_eq!(before(&sim), Some(own));
    assert_eq!(sim.session.repair.settings.hidden.len(), 4);
    does(&mut sim, RepairEvent::Forget);
    sim.settle();
    assert_eq!(before(&sim), None);
    sim.send(SessionEvent::ShowRoom(Room::Explore));
    sim.send(SessionEvent::ShowRoom(Room::Repair));
    sim.settle();
    assert_eq!(before(&sim), None);
}

#[test]
fn what_cannot_be_restored_is_said_and_asks_nothing() {
    let mut sim = Sim::started(session::EngineChoice::Cpu, session::GpuAdapter::Fit);
    sim.send(SessionEvent::ShowRoom(Room::Repair));
    assert_eq!(sim.session.repair.fault(), Some(RepairFault::NoModel));
    sim.settle();
    let fault = |sim: &mut Sim, event: RepairEvent| {
        does(sim, event);
        does(sim, RepairEvent::Restore(1));
        sim.settle();
        sim.session.repair.fault()
    };
    let put_away = RepairEvent::Forget;
    assert_eq!(fault(&mut sim, put_away), Some(RepairFault::NoPicture));
    let take = RepairEvent::Take {
        pixels: picture(),
        centred: false,
    };
    assert_eq!(fault(&mut sim, take), Some(RepairFault::NothingDamaged));
    let all = RepairEvent::Brush {
        places: vec![(0, 0), (1, 1), (1, 0), (0, 1)],
        hides: true,
    };
    assert_eq!(fault(&mut sim, all), Some(RepairFault::EverythingHidden));
    does(&mut sim, RepairEvent::Damage(DamageKind::Shrink));
    let by = RepairEvent::SetShrink(4);
    let odd = Some(RepairFault::NotDivisible {
        width: 2,
        height: 2,
        by: 4,
    });
    assert_eq!(fault(&mut sim, by), odd);
    does(&mut sim, RepairEvent::Damage(DamageKind::Noise));
    let none = RepairEvent::SetNoise(0);
    assert_eq!(fault(&mut sim, none), Some(RepairFault::NothingDamaged));
    assert!(!sim.log.iter().any(|letter| is_restore(&letter.message)));
    assert!(!sim.session.repair.is_running());
}

#[test]
fn the_newest_restoration_wins_and_what_an_older_one_says_is_dropped() {
    let mut sim = damaged();
    does(&mut sim, RepairEvent::Restore(1));
    let first = asked(&mut sim);
    does(&mut sim, RepairEvent::EraseArea(ErasedArea::RightThird));
    does(&mut sim, RepairEvent::EraseArea(ErasedArea::LowerHalf));
    does(&mut sim, RepairEvent::Restore(2));
    let id = id_of(&first.message).expect("a question");
    sim.says(first.worker, restoration(id, 0, true), Some(vec![77; 4]));
    assert!(sim.session.repair.outcome.is_none());
    assert!(sim.session.repair.is_running());
    sim.settle();
    let outcome = sim.session.repair.outcome.as_ref().expect("an answer");
    assert_eq!(outcome.restored.bytes[2], 9);
}

#[test]
fn a_restoration_that_is_stopped_keeps_what_it_found() {
    let mut sim = damaged();
    does(&mut sim, RepairEvent::Restore(1));
    let letter = asked(&mut sim);
    let id = id_of(&letter.message).expect("a question");
    sim.says(letter.worker, restoration(id, 0, false), Some(vec![50; 4]));
    assert!(sim.session.repair.is_running());
    does(&mut sim, RepairEvent::Stop);
    let last = &sim.log.last().expect("a message").message;
    let ToEngine::Query { query, .. } = last else {
        panic!("{last:?}");
    };
    assert_eq!(*query, ModelQuery::StopRestoring);
    sim.says(letter.worker, restoration(id, 0, true), Some(vec![60; 4]));
    let repair = &sim.session.repair;
    assert!(!repair.is_running());
    let outcome = repair.outcome.as_ref().expect("an answer");
    assert_eq!(outcome.restored.bytes[2], 60);
    assert!(outcome.comparison.is_some() && outcome.draws.is_empty());
    // No encoder, no pass.
    assert!(outcome.passed.is_none() && outcome.comparison.is_some_and(|it| it.passed.is_none()));
}

#[test]
fn a_worker_that_fails_or_dies_leaves_a_sentence_or_is_asked_again() {
    let mut sim = damaged();
    does(&mut sim, RepairEvent::Restore(1));
    asked(&mut sim);
    sim.fail("No memory.");
    assert!(sim.session.repair.failed.is_some());
    assert!(!sim.session.repair.is_running());
    does(&mut sim, RepairEvent::Restore(2));
    assert!(sim.session.repair.failed.is_none());
    let letter = asked(&mut sim);
    sim.dies(letter.worker);
    sim.settle();
    // Another worker was asked.
    assert!(sim.session.repair.outcome.is_some());
    does(&mut sim, RepairEvent::Restore(3));
    let letter = asked(&mut sim);
    sim.dies(letter.worker);
    sim.settle();
    assert!(!sim.session.repair.is_running(), "it is not asked for ever");
}

#[test]
fn a_picture_of_the_wrong_length_is_refused() {
    let mut sim = damaged();
    does(&mut sim, RepairEvent::Restore(1));
    let letter = asked(&mut sim);
    let id = id_of(&letter.message).expect("a question");
    sim.says(letter.worker, restoration(id, 3, true), Some(vec![1; 15]));
    assert!(sim.session.repair.failed.is_some());
    assert!(sim.session.repair.outcome.is_none());
}

#[test]
fn another_model_restores_anew_and_nothing_is_compared_where_the_truth_is_unknown() {
    let mut sim = damaged();
    does(&mut sim, RepairEvent::Restore(1));
    sim.settle();
    sim.send(SessionEvent::ChooseModel(TEN.to_owned()));
    sim.settle();
    assert!(sim.session.repair.outcome.is_none());
    assert!(sim.session.repair.damaged.is_some());
    does(&mut sim, RepairEvent::Damage(DamageKind::Missing));
    does(&mut sim, RepairEvent::Restore(1));
    sim.settle();
    let outcome = sim.session.repair.outcome.as_ref().expect("an answer");
    assert!(outcome.comparison.is_none() && outcome.baseline.is_some());
}

#[test]
fn what_the_model_before_says_after_another_came_elsewhere_is_dropped() {
    for fails in [false, true] {
        let mut sim = damaged();
        does(&mut sim, RepairEvent::Restore(1));
        let letter = asked(&mut sim);
        let id = id_of(&letter.message).expect("a question");
        sim.inbox.pop_front();
        sim.send(SessionEvent::ShowRoom(Room::Explore));
        sim.send(SessionEvent::ChooseModel(TEN.to_owned()));
        sim.settle();
        let shown = sim
            .session
            .models
            .on_screen
            .as_ref()
            .map(|model| &*model.id);
        assert_eq!(shown, Some(TEN));
        let (message, payload) = if fails {
            let error = "No memory.".into();
            (FromEngine::Failed { id, error }, None)
        } else {
            (restoration(id, 0, true), Some(vec![77; 4]))
        };
        sim.says(letter.worker, message, payload);
        sim.send(SessionEvent::ShowRoom(Room::Repair));
        let repair = &sim.session.repair;
        assert!(repair.outcome.is_none() && repair.failed.is_none());
        assert!(!repair.is_running());
        assert!(repair.damaged.is_some());
    }
}

#[test]
fn a_picture_that_is_opened_goes_to_the_room_on_screen() {
    let mut sim = damaged();
    let read = || SessionEvent::PictureRead {
        title: "cat.png".to_owned(),
        pixels: ImagePixels {
            bytes: [0, 0, 255, 0].into(),
            ..picture()
        },
    };
    sim.send(read());
    assert_eq!(sim.session.room, Room::Repair);
    assert!(sim.session.tools.input.is_none());
    assert!(sim.session.repair.picture.is_some());
    sim.send(SessionEvent::ShowRoom(Room::Compare));
    sim.send(read());
    assert_eq!(sim.session.room, Room::Explore);
    assert!(sim.session.tools.input.is_some());
}
