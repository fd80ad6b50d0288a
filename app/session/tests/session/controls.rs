//! What the visitor moves.

use session::{EXTENT, Session, SessionEvent};

use crate::sim::{Sim, set};

fn axes(session: &Session) -> (usize, usize) {
    (session.view.map.x_axis, session.view.map.y_axis)
}

fn set_axes(x_axis: usize, y_axis: usize) -> SessionEvent {
    SessionEvent::SetAxes { x_axis, y_axis }
}

#[test]
fn coordinates_are_clamped_to_the_sliders_ends() {
    let mut sim = Sim::on_cpu();
    sim.send(set(0, 99.0));
    sim.send(set(1, -99.0));
    assert_eq!(sim.session.view.point, [EXTENT, -EXTENT]);
    sim.send(SessionEvent::SetOnMap { x: -9.0, y: 9.0 });
    assert_eq!(sim.session.view.point, [-EXTENT, EXTENT]);
    sim.send(SessionEvent::SetPoint(vec![0.0, 7.0]));
    assert_eq!(sim.session.view.point, [0.0, EXTENT]);
}

#[test]
fn a_coordinate_that_is_not_a_number_is_refused_with_a_sentence() {
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let events = [
            set(0, value),
            SessionEvent::SetOnMap { x: 0.5, y: value },
            SessionEvent::SetPoint(vec![0.5, value]),
        ];
        for event in events {
            let mut sim = Sim::on_cpu();
            sim.send(event);
            assert_eq!(sim.session.view.point, [0.0, 0.0]);
            assert_eq!(
                sim.alerts(),
                ["A coordinate must be a number. The point stays where it was."]
            );
        }
    }
}

#[test]
fn dimensions_that_the_model_does_not_have_are_ignored() {
    let mut sim = Sim::on_cpu();
    let before = sim.session.clone();
    sim.send(set(2, 1.0));
    sim.send(SessionEvent::SetPoint(vec![1.0; 10]));
    sim.send(set_axes(0, 2));
    sim.send(SessionEvent::ShowDigit {
        digit: 10,
        shown: false,
    });
    assert_eq!(sim.session, before);
}

#[test]
fn the_map_moves_the_two_coordinates_on_its_axes() {
    let mut sim = Sim::with_ten();
    sim.send(set_axes(7, 2));
    sim.send(SessionEvent::SetOnMap { x: 1.0, y: -2.0 });
    assert_eq!(sim.session.view.point[7], 1.0);
    assert_eq!(sim.session.view.point[2], -2.0);
    assert_eq!(
        sim.session.view.point.iter().filter(|z| **z != 0.0).count(),
        2
    );
}

#[test]
fn choosing_the_other_axis_swaps_the_two() {
    let mut sim = Sim::with_ten();
    sim.send(set_axes(3, 5));
    assert_eq!(axes(&sim.session), (3, 5));
    sim.send(set_axes(5, 5));
    assert_eq!(axes(&sim.session), (5, 3));
    sim.send(set_axes(5, 5));
    assert_eq!(axes(&sim.session), (3, 5));
}

#[test]
fn a_model_of_one_dimension_has_it_on_both_axes() {
    let mut sim = Sim::on_cpu();
    sim.send(SessionEvent::OpenModel {
        name: "one.safetensors".to_owned(),
        bytes: vec![1].into(),
    });
    sim.settle();
    assert_eq!(sim.session.view.point, [0.0]);
    assert_eq!(axes(&sim.session), (0, 0));
    sim.send(SessionEvent::SetOnMap { x: 1.5, y: -3.0 });
    assert_eq!(sim.session.view.point, [1.5]);
    sim.send(set_axes(0, 1));
    assert_eq!(axes(&sim.session), (0, 0));
}

#[test]
fn the_legend_switches_points_and_digits() {
    let mut sim = Sim::on_cpu();
    sim.send(SessionEvent::ShowPoints(false));
    sim.send(SessionEvent::ShowDigit {
        digit: 3,
        shown: false,
    });
    assert!(!sim.session.view.legend.shown);
    assert!(!sim.session.view.legend.digits[3]);
    assert!(sim.session.view.legend.digits[4]);
    assert!(sim.inbox.is_empty(), "nothing is decoded for that");
}
