//! The tour of a first visit.

use session::{EngineChoice, GpuAdapter, LearnEvent, Room, SessionEvent, TourMove, TourStop};

use crate::sim::Sim;

fn sim() -> Sim {
    let mut sim = Sim::started(EngineChoice::Cpu, GpuAdapter::Fit);
    sim.settle();
    sim
}

fn go(sim: &mut Sim, to: TourMove) -> Option<TourStop> {
    sim.send(SessionEvent::Learn(LearnEvent::Tour(to)));
    sim.settle();
    sim.session.learn.tour
}

#[test]
fn the_tour_goes_through_all_stops_and_ends() {
    let mut sim = sim();
    assert_eq!(sim.session.learn.tour, None, "nobody asked for it");
    assert_eq!(go(&mut sim, TourMove::Next), None);
    let mut stop = go(&mut sim, TourMove::Begin);
    for expected in TourStop::ALL {
        assert_eq!(stop, Some(expected));
        stop = go(&mut sim, TourMove::Next);
    }
    assert_eq!(stop, None);
}

#[test]
fn back_leads_to_the_first_stop_and_no_further() {
    let mut sim = sim();
    go(&mut sim, TourMove::Begin);
    assert_eq!(go(&mut sim, TourMove::Next), Some(TourStop::Sliders));
    for _ in 0..2 {
        assert_eq!(go(&mut sim, TourMove::Back), Some(TourStop::Picture));
    }
    assert_eq!(go(&mut sim, TourMove::End), None);
    assert_eq!(go(&mut sim, TourMove::Back), None);
}

#[test]
fn the_tour_is_in_explore_and_ends_where_the_visitor_goes_elsewhere() {
    let mut sim = sim();
    sim.send(SessionEvent::ShowRoom(Room::Train));
    go(&mut sim, TourMove::Begin);
    assert_eq!(sim.session.room, Room::Explore);
    assert_eq!(sim.session.learn.tour, Some(TourStop::Picture));
    sim.send(SessionEvent::ShowRoom(Room::Explore));
    assert_eq!(sim.session.learn.tour, Some(TourStop::Picture));
    sim.send(SessionEvent::ShowRoom(Room::Compare));
    assert_eq!(sim.session.learn.tour, None);
}
