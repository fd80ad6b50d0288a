//! Projector mode, which links ask for and visitors switch.

use session::{EngineChoice, ExploreEvent, GpuAdapter, LearnEvent, Room, SessionEvent, TrainEvent};

use crate::sim::Sim;

fn sim() -> Sim {
    let mut sim = Sim::started(EngineChoice::Cpu, GpuAdapter::Fit);
    sim.settle();
    sim
}

fn follow(sim: &mut Sim, event: SessionEvent) -> bool {
    sim.send(event);
    sim.settle();
    sim.session.learn.projector
}

fn explore(text: &str) -> SessionEvent {
    SessionEvent::Explore(ExploreEvent::Follow(text.to_owned()))
}

#[test]
fn a_link_to_any_room_asks_for_a_projector() {
    let explore = explore("v=1&model=vae-mnist-2d&projector=1");
    let train = SessionEvent::Train(TrainEvent::FollowLink(
        "preset=classroom&projector=1".to_owned(),
    ));
    let learn = SessionEvent::Learn(LearnEvent::Follow("projector=1".to_owned()));
    for event in [explore, train, learn] {
        let mut sim = sim();
        assert!(!sim.session.learn.projector);
        assert!(follow(&mut sim, event.clone()), "{event:?}");
        assert_eq!(sim.alerts(), [""; 0], "{event:?}");
    }
}

#[test]
fn a_projector_stays_over_rooms_and_links_and_is_in_no_address() {
    let mut sim = sim();
    follow(&mut sim, SessionEvent::Learn(LearnEvent::Project(true)));
    for room in Room::ALL {
        assert!(follow(&mut sim, SessionEvent::ShowRoom(*room)));
        let address = sim.session.address().expect("an address").0;
        assert!(!address.contains("projector"), "{address}");
    }
    assert!(follow(&mut sim, explore("v=1&model=vae-mnist-2d")));
    assert!(!follow(&mut sim, explore("v=1&projector=0")));
    assert!(follow(&mut sim, explore("v=1&projector=1")));
    let off = SessionEvent::Learn(LearnEvent::Project(false));
    assert!(!follow(&mut sim, off));
}

#[test]
fn what_says_neither_on_nor_off_is_told_and_changes_nothing() {
    let mut sim = sim();
    assert!(!follow(&mut sim, explore("v=1&projector=yes")));
    assert_eq!(sim.alerts().len(), 1);
    assert!(
        sim.alerts()[0].contains("projector=yes"),
        "{:?}",
        sim.alerts()
    );
}
