//! Directions of a model's card: their sliders, and the map along two of them.

use protocol::{CardDirection, ToEngine};
use session::{EngineChoice, ExploreEvent, GpuAdapter, MapPlane, Room, SessionEvent};

use crate::exploring::{explore, go};
use crate::sim::{BASE, FACES, Sim, TWO, is_map};

fn direction(id: &str, z: [f32; 2]) -> CardDirection {
    CardDirection {
        id: id.to_owned(),
        z: z.to_vec(),
        low: -2.0,
        high: 3.0,
    }
}

/// A session with a model whose card has three directions.
fn with_directions() -> Sim {
    let mut sim = Sim::new();
    sim.directions = vec![
        direction("smile", [0.6, 0.8]),
        direction("hat", [1.0, 0.0]),
        direction("beard", [0.0, 1.0]),
    ];
    sim.send(SessionEvent::Started {
        choice: EngineChoice::Cpu,
        adapter: GpuAdapter::Fit,
        base: BASE.to_owned(),
    });
    sim.settle();
    sim
}

fn near(found: &[f32], wanted: &[f32]) -> bool {
    found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-5)
}

fn address(sim: &Sim) -> String {
    sim.session.address().expect("an address").0
}

#[test]
fn a_slider_moves_the_point_along_its_direction_and_nowhere_else() {
    let mut sim = with_directions();
    go(&mut sim, &[1.0, -0.75]);
    // Its inner product with the direction is 0 before.
    explore(&mut sim, ExploreEvent::SetVector("smile".to_owned(), 2.0));
    let point = &sim.session.view.point;
    assert!(near(point, &[2.2, 0.85]), "{point:?}");
    assert!((sim.session.along_vector(&[0.6, 0.8]) - 2.0).abs() < 1e-5);
}

#[test]
fn the_map_of_a_model_with_directions_is_first_shown_along_two_of_them() {
    let mut sim = with_directions();
    assert_eq!(sim.session.view.map.plane, MapPlane::Directions(0, 1));
    let map = sim
        .log
        .iter()
        .rev()
        .find_map(|letter| match &letter.message {
            ToEngine::DecodeMap { slice, .. } => Some(slice.clone()),
            _ => None,
        });
    let map = map.expect("a map");
    assert!(near(&map.across, &[0.6, 0.8]), "{:?}", map.across);
    // What of the second direction is at a right angle to the first.
    assert!(near(&map.up, &[0.8, -0.6]), "{:?}", map.up);
    sim.send(SessionEvent::SetOnMap { x: 1.0, y: -0.5 });
    assert!(near(&sim.session.view.point, &[0.2, 1.1]));
}

#[test]
fn a_link_keeps_the_plane_and_says_nothing_of_the_models_own() {
    let mut sim = with_directions();
    assert!(!address(&sim).contains("plane="), "{}", address(&sim));
    explore(
        &mut sim,
        ExploreEvent::ShowPlane(MapPlane::Directions(1, 0)),
    );
    let turned = address(&sim);
    assert!(turned.contains("plane=d2,d1"), "{turned}");
    sim.send(SessionEvent::SetAxes {
        x_axis: 0,
        y_axis: 1,
    });
    sim.settle();
    let along_axes = address(&sim);
    assert!(along_axes.contains("plane=z1,z2"), "{along_axes}");
    for (text, plane) in [
        (&turned, MapPlane::Directions(1, 0)),
        (&along_axes, MapPlane::Axes),
        (&"explore&v=1&z=0,0".to_owned(), MapPlane::Directions(0, 1)),
    ] {
        let mut other = with_directions();
        let (_, place) = text.split_once('&').expect("a place");
        explore(&mut other, ExploreEvent::Follow(place.to_owned()));
        assert_eq!(other.session.view.map.plane, plane, "{text}");
        assert_eq!(other.alerts(), [""; 0], "{text}");
    }
}

#[test]
fn a_link_along_directions_that_are_not_there_says_so() {
    for plane in ["d1,d4", "d2,d2"] {
        let mut sim = with_directions();
        explore(
            &mut sim,
            ExploreEvent::Follow(format!("v=1&z=0,0&plane={plane}")),
        );
        assert_eq!(sim.session.view.map.plane, MapPlane::Directions(0, 1));
        assert_eq!(sim.alerts().len(), 1, "{:?}", sim.alerts());
        assert!(sim.alerts()[0].contains(plane), "{:?}", sim.alerts());
    }
    let mut sim = Sim::on_cpu();
    explore(
        &mut sim,
        ExploreEvent::Follow("v=1&z=0,0&plane=d1,d2".to_owned()),
    );
    assert_eq!(sim.session.view.map.plane, MapPlane::Axes);
    assert_eq!(sim.alerts().len(), 1);
}

#[test]
fn a_sum_can_name_a_direction_of_the_card() {
    let mut sim = with_directions();
    explore(&mut sim, ExploreEvent::Evaluate("2 smile - hat".to_owned()));
    assert!(near(&sim.session.view.point, &[0.2, 1.6]));
    assert_eq!(sim.session.room, Room::Explore);
}

#[test]
fn a_model_with_two_directions_is_shown_along_its_axes_and_can_be_shown_along_them() {
    let mut sim = Sim::new();
    sim.directions = vec![
        direction("slant", [0.6, 0.8]),
        direction("thickness", [1.0, 0.0]),
    ];
    sim.send(SessionEvent::Started {
        choice: EngineChoice::Cpu,
        adapter: GpuAdapter::Fit,
        base: BASE.to_owned(),
    });
    sim.settle();
    assert_eq!(sim.session.view.map.plane, MapPlane::Axes);
    explore(
        &mut sim,
        ExploreEvent::ShowPlane(MapPlane::Directions(0, 1)),
    );
    assert_eq!(sim.session.view.map.plane, MapPlane::Directions(0, 1));
    assert!(address(&sim).contains("plane=d1,d2"), "{}", address(&sim));
}

#[test]
fn a_map_is_not_drawn_anew_while_the_point_moves_within_its_plane() {
    let mut sim = with_directions();
    let maps = |sim: &Sim| {
        let log = sim.log.iter();
        log.filter(|letter| is_map(&letter.message)).count()
    };
    let before = maps(&sim);
    assert!(before > 0);
    for step in 0..20 {
        let at = step as f32 * 0.137;
        sim.send(SessionEvent::Drift(Some((at.sin(), at.cos()))));
        sim.settle();
    }
    assert!(sim.session.drifts());
    assert_eq!(maps(&sim), before);
}

#[test]
fn dots_without_a_legend_are_not_shown_unless_they_are_asked_for() {
    let sim = with_directions();
    assert!(!sim.session.view.legend.shown, "it is about something else");
    let mut sim = Sim::on_cpu();
    assert!(sim.session.view.legend.shown, "these are digits");
    sim.channels = 3;
    sim.send(SessionEvent::ChooseModel(FACES.to_owned()));
    sim.settle();
    assert!(!sim.session.view.legend.shown);
    sim.send(SessionEvent::ShowPoints(true));
    sim.send(SessionEvent::ChooseModel(TWO.to_owned()));
    sim.settle();
    assert!(sim.session.view.legend.shown);
}

#[test]
fn a_link_without_a_model_means_the_first_one_that_its_point_fits() {
    let mut sim = Sim::new();
    sim.send(SessionEvent::ChooseModel(FACES.to_owned()));
    sim.send(SessionEvent::Started {
        choice: EngineChoice::Cpu,
        adapter: GpuAdapter::Fit,
        base: BASE.to_owned(),
    });
    sim.settle();
    explore(&mut sim, ExploreEvent::Follow("v=1&z=0.5,-1".to_owned()));
    assert_eq!(sim.session.models.chosen, TWO);
    assert_eq!(sim.session.view.point, [0.5, -1.0]);
    assert_eq!(sim.alerts(), [""; 0]);
    // No model has three.
    explore(&mut sim, ExploreEvent::Follow("v=1&z=1,2,3".to_owned()));
    assert_eq!(sim.session.models.chosen, TWO);
    assert_eq!(sim.alerts().len(), 1);
}
