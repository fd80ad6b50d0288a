//! Pictures: newest wins.

use protocol::{FromEngine, RequestId, ToEngine};
use session::SessionEvent;

use crate::sim::{Sim, id_of, is_decode, picture, set};

#[test]
fn two_hundred_moves_while_a_picture_is_decoded_ask_for_one_more_with_the_last_value() {
    let mut sim = Sim::on_cpu();
    sim.send(set(0, -3.5));
    let sent = sim.log.len();
    for step in 0..200 {
        sim.send(set(0, step as f32 / 100.0));
    }
    assert_eq!(sim.log.len(), sent, "nothing is sent meanwhile");
    sim.settle();
    let more: Vec<_> = sim.log[sent..]
        .iter()
        .filter(|letter| is_decode(&letter.message))
        .collect();
    assert_eq!(more.len(), 1);
    assert!(matches!(&more[0].message, ToEngine::Decode { z, .. } if *z == [1.99, 0.0]));
    assert_eq!(
        sim.session.view.picture.as_ref().expect("one").z,
        [1.99, 0.0]
    );
}

#[test]
fn a_picture_that_the_point_has_left_is_still_newer_than_the_one_on_screen() {
    let mut sim = Sim::on_cpu();
    sim.send(set(0, 1.0));
    sim.send(set(0, 2.0));
    sim.answer();
    assert_eq!(
        sim.session.view.picture.as_ref().expect("one").z,
        [1.0, 0.0]
    );
    assert_eq!(sim.unanswered_decodes(), 1);
    sim.answer();
    assert_eq!(
        sim.session.view.picture.as_ref().expect("one").z,
        [2.0, 0.0]
    );
}

#[test]
fn a_reply_that_nobody_awaits_is_dropped() {
    let mut sim = Sim::on_cpu();
    let before = sim.session.clone();
    sim.says(sim.newest(), picture(RequestId(1)), Some(vec![9; 4]));
    sim.says(sim.newest(), picture(RequestId(999)), Some(vec![9; 4]));
    let (id, error) = (RequestId(999), "Too late.".into());
    sim.says(sim.newest(), FromEngine::Failed { id, error }, None);
    assert_eq!(sim.session, before);
}

#[test]
fn a_picture_of_a_model_that_left_the_screen_is_dropped() {
    let mut sim = Sim::with_ten();
    sim.send(set(0, 1.0));
    let letter = sim.inbox.pop_front().expect("a decode");
    sim.send(SessionEvent::ChooseModel(crate::sim::TWO.to_owned()));
    let shown = sim.session.view.picture.clone();
    let id = id_of(&letter.message).expect("a request");
    sim.says(letter.worker, picture(id), Some(vec![9; 4]));
    assert_eq!(sim.session.view.picture, shown);
    sim.settle();
    assert_eq!(
        sim.session.view.picture.as_ref().expect("one").z,
        [0.0, 0.0]
    );
}

#[test]
fn a_point_that_is_on_screen_is_not_decoded_again() {
    let mut sim = Sim::on_cpu();
    sim.send(set(0, 0.0));
    sim.send(SessionEvent::SetPoint(vec![0.0, 0.0]));
    assert!(sim.inbox.is_empty());
}

#[test]
fn the_time_shown_is_the_median_of_the_last_nine() {
    let mut sim = Sim::on_cpu();
    for step in 0..12_u32 {
        sim.send(set(0, 0.1 * (step + 1) as f32));
        let letter = sim.inbox.pop_front().expect("a decode");
        let reply = FromEngine::Picture {
            id: id_of(&letter.message).expect("a request"),
            width: 2,
            height: 2,
            channels: 1,
            // One outlier does not move it.
            millis: if step == 10 { 500.0 } else { f64::from(step) },
        };
        sim.says(letter.worker, reply, Some(vec![0; 4]));
        sim.settle();
    }
    // 3, 4, …, 9, 500, 11
    assert_eq!(sim.session.workers.engine.decode_millis, Some(7.0));
}
