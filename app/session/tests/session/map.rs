//! The latent map: coarse first, fine when the point rests.

use latent::LatentSlice;
use protocol::{EngineKind, ToEngine};
use session::{EngineChoice, GpuAdapter, MAP_LEVELS, SessionEvent};

use crate::sim::{Sim, id_of, is_decode, is_map, set};

/// The maps that were asked for since message `from`: tiles, first row, rows, slice.
fn maps(sim: &Sim, from: usize) -> Vec<(usize, usize, usize, LatentSlice)> {
    sim.log[from..]
        .iter()
        .filter_map(|letter| match &letter.message {
            ToEngine::DecodeMap {
                slice,
                tiles,
                first_row,
                rows,
                ..
            } => Some((*tiles, *first_row, *rows, slice.clone())),
            _ => None,
        })
        .collect()
}

#[test]
fn a_map_is_asked_for_in_strips_of_a_hundred_tiles_coarse_first() {
    let sim = Sim::on_cpu();
    let asked: Vec<_> = maps(&sim, 0)
        .into_iter()
        .map(|(tiles, first_row, rows, _)| (tiles, first_row, rows))
        .collect();
    assert_eq!(
        asked,
        [
            (10, 0, 10),
            (20, 0, 5),
            (20, 5, 5),
            (20, 10, 5),
            (20, 15, 5)
        ]
    );
    let strips = &sim.session.view.map.strips;
    assert_eq!(strips.len(), 5);
    assert!(!sim.session.view.map.refining);
    assert_eq!(sim.session.view.map.generation, 1);
}

#[test]
fn one_strip_at_a_time_is_on_its_way() {
    let mut sim = Sim::started(EngineChoice::Cpu, GpuAdapter::Fit);
    loop {
        let waiting = sim.inbox.iter().filter(|l| is_map(&l.message)).count();
        assert!(waiting <= 1);
        if !sim.answer() {
            break;
        }
    }
}

#[test]
fn moving_on_the_maps_axes_leaves_the_map_alone() {
    let mut sim = Sim::with_ten();
    let (asked, generation) = (sim.log.len(), sim.session.view.map.generation);
    sim.send(SessionEvent::SetOnMap { x: 1.0, y: 2.0 });
    sim.settle();
    sim.send(set(0, -1.0));
    sim.settle();
    assert!(maps(&sim, asked).is_empty());
    assert_eq!(sim.session.view.map.generation, generation);
}

#[test]
fn moving_across_the_axes_decodes_a_new_plane_and_keeps_the_old_tiles_until_then() {
    let mut sim = Sim::with_ten();
    let asked = sim.log.len();
    let before = sim.session.view.map.clone();
    sim.send(set(5, 1.0));
    assert!(sim.session.view.map.refining);
    assert_eq!(sim.session.view.map.strips, before.strips);
    sim.settle_until(is_map);
    assert_eq!(sim.session.view.map.strips, before.strips);
    sim.answer();
    assert_eq!(sim.session.view.map.strips.len(), 1);
    assert_eq!(sim.session.view.map.generation, before.generation + 1);
    sim.settle();
    assert_eq!(sim.session.view.map.strips.len(), 5);
    assert_eq!(sim.session.view.map.generation, before.generation + 1);
    assert!(
        maps(&sim, asked)
            .iter()
            .all(|(.., plane)| plane.origin[5] == 1.0)
    );
}

#[test]
fn other_axes_are_another_plane() {
    let mut sim = Sim::with_ten();
    let asked = sim.log.len();
    sim.send(SessionEvent::SetAxes {
        x_axis: 4,
        y_axis: 1,
    });
    sim.settle();
    let maps = maps(&sim, asked);
    assert_eq!(maps.len(), 5);
    assert!(
        maps.iter()
            .all(|(.., p)| (p.across[4], p.up[1]) == (1.0, 1.0))
    );
}

#[test]
fn while_the_point_moves_the_newest_plane_is_decoded_coarsely_again_and_again() {
    let mut sim = Sim::with_ten();
    let asked = sim.log.len();
    let mut followed = 0;
    for step in 1..=30 {
        sim.send(set(5, step as f32 / 10.0 - 0.05));
        sim.settle_until(is_map);
        // The point moves on while the strip is decoded.
        sim.send(set(5, step as f32 / 10.0));
        let before = sim.session.view.map.generation;
        sim.answer();
        followed += sim.session.view.map.generation - before;
    }
    assert!(
        maps(&sim, asked)
            .iter()
            .all(|(tiles, ..)| *tiles == MAP_LEVELS[0])
    );
    assert_eq!(
        followed, 30,
        "every strip is newer than what was on the map"
    );
    sim.settle();
    let (tiles, first_row, _, plane) = maps(&sim, asked).pop().expect("maps");
    assert_eq!((tiles, first_row), (20, 15));
    assert_eq!(plane.origin[5], 3.0);
    assert!(!sim.session.view.map.refining);
}

#[test]
fn a_fine_strip_of_a_plane_that_was_left_is_dropped() {
    let mut sim = Sim::with_ten();
    sim.send(set(5, 1.0));
    sim.settle_until(|message| matches!(message, ToEngine::DecodeMap { tiles: 20, .. }));
    let fine = sim.inbox.pop_front().expect("a fine strip");
    sim.send(set(5, 2.0));
    let before = sim.session.view.map.clone();
    let id = id_of(&fine.message).expect("a request");
    let reply = protocol::FromEngine::MapRows {
        id,
        first_row: 0,
        rows: 5,
        width: 40,
        height: 10,
        channels: 1,
        millis: 1.0,
    };
    sim.says(fine.worker, reply, Some(vec![0; 400]));
    assert_eq!(sim.session.view.map.strips, before.strips);
    sim.settle();
    assert_eq!(sim.session.view.map.strips.len(), 5);
}

#[test]
fn pictures_go_before_strips() {
    let mut sim = Sim::with_ten();
    sim.send(set(5, 1.0));
    assert_eq!(sim.inbox.len(), 1);
    assert!(is_decode(&sim.inbox[0].message), "no strip yet");
    sim.send(set(5, 2.0));
    sim.answer();
    assert!(is_decode(&sim.inbox[0].message), "the point comes first");
    sim.answer();
    assert!(is_map(&sim.inbox[0].message));
}

#[test]
fn a_plane_left_and_returned_to_does_not_pile_up_strips() {
    let mut sim = Sim::with_ten();
    for _ in 0..50 {
        sim.send(set(5, 1.0));
        sim.answer();
        sim.answer();
        sim.send(set(5, 0.0));
        sim.answer();
        assert!(sim.session.view.map.strips.len() <= 5);
    }
    sim.settle();
    assert_eq!(sim.session.view.map.strips.len(), 5);
}

#[test]
fn a_map_that_cannot_be_decoded_is_reported_and_not_asked_for_again() {
    let mut sim = Sim::with_ten();
    sim.send(set(5, 1.0));
    sim.settle_until(is_map);
    sim.fail("Out of memory.");
    sim.settle();
    assert!(!sim.session.view.map.refining);
    assert_eq!(
        sim.alerts(),
        ["The map could not be decoded: Out of memory."]
    );
    sim.send(set(5, 2.0));
    sim.settle();
    assert_eq!(sim.session.view.map.strips.len(), 5);
}

#[test]
fn a_strip_of_the_wrong_size_is_a_sentence() {
    let mut sim = Sim::with_ten();
    sim.send(set(5, 1.0));
    sim.settle_until(is_map);
    let letter = sim.inbox.pop_front().expect("a strip");
    let reply = protocol::FromEngine::MapRows {
        id: id_of(&letter.message).expect("a request"),
        first_row: 0,
        rows: 10,
        width: 7,
        height: 3,
        channels: 1,
        millis: 1.0,
    };
    sim.says(letter.worker, reply, Some(vec![0; 21]));
    assert!(sim.alerts()[0].contains("expected 10 × 10 tiles, found 7 × 3 pixels"));
}

#[test]
fn the_map_is_finished_by_whichever_engine_takes_over() {
    let mut sim = Sim::with_ten();
    sim.send(set(5, 1.0));
    sim.settle_until(|message| matches!(message, ToEngine::DecodeMap { first_row: 10, .. }));
    sim.send(SessionEvent::ChooseEngine(EngineChoice::WebGpu));
    sim.settle();
    assert_eq!(sim.session.workers.engine.kind, EngineKind::WebGpu);
    let rows: Vec<_> = sim
        .session
        .view
        .map
        .strips
        .iter()
        .map(|s| s.first_row)
        .collect();
    assert_eq!(rows, [0, 0, 5, 10, 15]);
}

#[test]
fn a_fine_strip_from_before_its_plane_was_left_and_returned_to_is_dropped() {
    let mut sim = Sim::with_ten();
    for fine in [0, 5, 10, 15] {
        sim.send(set(5, 1.0));
        sim.settle_until(|message| {
            matches!(message, ToEngine::DecodeMap { tiles: 20, first_row, .. } if *first_row == fine)
        });
        sim.send(set(5, 2.0));
        sim.send(set(5, 1.0));
        sim.settle();
        let rows: Vec<_> = sim
            .session
            .view
            .map
            .strips
            .iter()
            .map(|s| s.first_row)
            .collect();
        assert_eq!(rows, [0, 0, 5, 10, 15]);
        assert!(!sim.session.view.map.refining);
        sim.send(set(5, 0.0));
        sim.settle();
    }
}
