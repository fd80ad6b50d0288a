//! The point moves by itself until anything else moves it, or the page is touched.

use session::{ExploreEvent, SessionEvent};

use crate::exploring::{explore, go};
use crate::sim::{Sim, set};

fn drift(sim: &mut Sim, x: f32, y: f32) {
    sim.send(SessionEvent::Drift(Some((x, y))));
    sim.settle();
}

/// A session whose point has moved by itself.
fn drifting() -> Sim {
    let mut sim = Sim::on_cpu();
    drift(&mut sim, 0.5, -0.25);
    assert!(sim.session.drifts());
    assert_eq!(sim.session.view.point, [0.5, -0.25]);
    sim
}

#[test]
fn its_pictures_are_drawn_and_nothing_of_it_is_written_down() {
    let mut sim = Sim::on_cpu();
    let before = sim.session.address();
    assert!(before.is_some());
    drift(&mut sim, 1.0, 0.5);
    let picture = sim.session.view.picture.as_ref().expect("a picture");
    assert_eq!(picture.z, [1.0, 0.5]);
    assert_eq!(sim.session.address(), None);
    sim.send(SessionEvent::Drift(None));
    assert!(sim.session.address().is_some_and(|now| Some(now) != before));
    explore(&mut sim, ExploreEvent::Undo);
    assert_eq!(sim.session.view.point, [1.0, 0.5], "no move to take back");
}

#[test]
fn it_ends_for_good_with_a_touch() {
    let mut sim = drifting();
    sim.send(SessionEvent::Drift(None));
    drift(&mut sim, 1.0, 1.0);
    assert_eq!(sim.session.view.point, [0.5, -0.25]);
    assert!(!sim.session.drifts());
}

#[test]
fn it_ends_for_good_when_anything_else_moves_the_point() {
    let moves: [fn(&mut Sim); 4] = [
        |sim| sim.send(set(0, 2.0)),
        |sim| go(sim, &[0.0, 0.0]),
        |sim| sim.send(SessionEvent::SetOnMap { x: 1.5, y: 0.0 }),
        |sim| explore(sim, ExploreEvent::Follow("v=1&z=0.125,2".to_owned())),
    ];
    for act in moves {
        let mut sim = drifting();
        act(&mut sim);
        let there = sim.session.view.point.clone();
        drift(&mut sim, -1.0, -1.0);
        assert_eq!(sim.session.view.point, there);
        drift(&mut sim, there[0], there[1]);
        assert!(!sim.session.drifts());
    }
}

#[test]
fn a_move_begins_from_where_the_point_has_drifted() {
    let mut sim = drifting();
    sim.send(set(0, 2.0));
    assert_eq!(sim.session.view.point, [2.0, -0.25]);
}
