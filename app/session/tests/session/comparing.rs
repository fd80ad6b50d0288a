//! The Compare room.

use session::{ExploreEvent, Room, SAMPLES, SessionEvent, StripKind};

use crate::exploring::explore;
use crate::sim::{Sim, TEN, TWO};

/// The Compare room with a model on the right.
fn compared_with(model: &str) -> Sim {
    let mut sim = Sim::on_cpu();
    sim.send(SessionEvent::ShowRoom(Room::Compare));
    explore(&mut sim, ExploreEvent::Draw(vec![0.5; 2 * SAMPLES]));
    explore(&mut sim, ExploreEvent::CompareWith(model.to_owned()));
    sim.settle();
    sim
}

#[test]
fn a_model_of_other_dimensions_shows_samples_of_its_own_and_no_picture_of_the_point() {
    let mut sim = compared_with(TEN);
    assert!(!sim.session.tools.strips.contains_key(&StripKind::Theirs));
    explore(&mut sim, ExploreEvent::Draw(vec![0.25; 10 * SAMPLES]));
    sim.settle();
    let strips = &sim.session.tools.strips;
    assert_eq!(strips[&StripKind::Theirs].points[..], [0.25; 10 * SAMPLES]);
    assert_eq!(strips[&StripKind::Ours].points[..], [0.5; 2 * SAMPLES]);
    assert!(!strips.contains_key(&StripKind::Other));
    assert_eq!(sim.session.compared_pictures(), None);
}

#[test]
fn another_model_on_the_right_takes_nothing_over_from_the_one_before() {
    let mut sim = compared_with(TWO);
    assert!(sim.session.compared_pictures().is_some());
    assert!(sim.session.tools.strips.contains_key(&StripKind::Theirs));
    sim.send(SessionEvent::Explore(ExploreEvent::CompareWith(
        TEN.to_owned(),
    )));
    let strips = &sim.session.tools.strips;
    assert!(!strips.contains_key(&StripKind::Other));
    assert!(!strips.contains_key(&StripKind::Theirs));
}

#[test]
fn pictures_of_two_points_are_not_compared() {
    let mut sim = compared_with(TWO);
    sim.send(crate::sim::set(0, 1.0));
    sim.answer();
    let picture = sim.session.view.picture.as_ref().expect("one");
    assert_eq!(picture.z, [1.0, 0.0], "the left one is there already");
    assert_eq!(sim.session.compared_pictures(), None);
    sim.settle();
    assert!(sim.session.compared_pictures().is_some());
}
