//! Links that are followed late: what the visitor did meanwhile is newer.

use session::{
    EngineChoice, ExploreEvent, ExploreTool, GpuAdapter, LoadedRooms, Session, SessionEvent,
};

use crate::sim::{Sim, TEN, TWO, set};

const LINK: &str = "v=1&model=vae-mnist-2d&z=0.5,-1&tool=encode";

fn follow(link: &str) -> SessionEvent {
    SessionEvent::Explore(ExploreEvent::Follow(link.to_owned()))
}

/// A page that was opened with a link, whose rooms are still on their way.
fn opened_with_a_link() -> Sim {
    let mut sim = Sim::new();
    sim.session = Session::without_rooms();
    sim.send(SessionEvent::ChooseModel(TWO.to_owned()));
    sim.send(SessionEvent::Started {
        choice: EngineChoice::Cpu,
        adapter: GpuAdapter::Fit,
        base: "http://localhost/".to_owned(),
    });
    sim.send(follow(LINK));
    sim.settle();
    sim
}

fn rooms_arrive(sim: &mut Sim) {
    sim.send(SessionEvent::RoomsArrived(LoadedRooms::here()));
    sim.settle();
}

#[test]
fn a_link_is_followed_when_the_rooms_arrive() {
    let mut sim = opened_with_a_link();
    rooms_arrive(&mut sim);
    assert_eq!(sim.session.view.point, [0.5, -1.0]);
    assert_eq!(sim.session.tools.tool, ExploreTool::Encode);
}

#[test]
fn a_model_that_is_chosen_before_the_rooms_arrive_stays() {
    let mut sim = opened_with_a_link();
    sim.send(SessionEvent::ChooseModel(TEN.to_owned()));
    rooms_arrive(&mut sim);
    assert_eq!(sim.session.models.chosen, TEN);
    assert_eq!(sim.session.view.point, [0.0; 10]);
    assert!(sim.alerts().is_empty(), "{:?}", sim.alerts());
}

#[test]
fn a_point_that_is_moved_before_the_rooms_arrive_stays_and_the_rest_of_the_link_holds() {
    let mut sim = opened_with_a_link();
    sim.send(set(0, 1.25));
    sim.send(set(1, 0.25));
    rooms_arrive(&mut sim);
    assert_eq!(sim.session.view.point, [1.25, 0.25]);
    assert_eq!(sim.session.tools.tool, ExploreTool::Encode);
}

#[test]
fn a_link_whose_model_is_left_before_it_arrives_moves_nothing() {
    let mut sim = Sim::on_cpu();
    let far = [3.0; 10].map(|z: f32| z.to_string()).join(",");
    sim.send(follow(&format!("v=1&model={TEN}&z={far}&tool=encode")));
    sim.send(SessionEvent::ChooseModel(TWO.to_owned()));
    sim.settle();
    assert_eq!(sim.session.models.chosen, TWO);
    assert_eq!(sim.session.view.point, [0.0, 0.0]);
    assert!(sim.alerts().is_empty(), "{:?}", sim.alerts());
    // Nor later.
    sim.send(SessionEvent::ChooseModel(TEN.to_owned()));
    sim.settle();
    assert_eq!(sim.session.view.point, [0.0; 10]);
}
