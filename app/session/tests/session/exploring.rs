//! Pins, paths, directions, inputs, neighbours, undo and places.

use page::words::models;
use protocol::{ModelQuery, ToEngine, TrainerUpdate};
use run_spec::DatasetId;
use session::{
    ExploreEvent, ExploreExport, ExploreTool, HostCommand, MapPlane, NeighboursInput, PathKind,
    Room, SAMPLES, SessionEvent, StripKind, TrainEvent,
};

use crate::sim::{Sim, TEN, TWO, set};

pub fn explore(sim: &mut Sim, event: ExploreEvent) {
    sim.send(SessionEvent::Explore(event));
    sim.settle();
}

pub fn go(sim: &mut Sim, point: &[f32]) {
    sim.send(SessionEvent::SetPoint(point.to_vec()));
    sim.settle();
}

/// A session with A at (−1, 0) and B at (1, 0.5).
fn with_two_pins() -> Sim {
    let mut sim = Sim::on_cpu();
    go(&mut sim, &[-1.0, 0.0]);
    explore(&mut sim, ExploreEvent::Pin(0));
    go(&mut sim, &[1.0, 0.5]);
    explore(&mut sim, ExploreEvent::Pin(1));
    sim
}

#[test]
fn both_strips_begin_and_end_at_the_pins() {
    let sim = with_two_pins();
    for slot in [StripKind::Linear, StripKind::Spherical] {
        let film = &sim.session.tools.strips[&slot];
        assert_eq!(film.pictures.len(), 11);
        assert_eq!(film.point(0), [-1.0, 0.0]);
        assert_eq!(film.point(10), [1.0, 0.5]);
    }
}

#[test]
fn the_path_slider_moves_the_point_and_moving_the_point_leaves_the_path() {
    let mut sim = with_two_pins();
    explore(&mut sim, ExploreEvent::SetAlong(0.5));
    assert_eq!(sim.session.view.point, [0.0, 0.25]);
    assert_eq!(sim.session.tools.path.at, Some(0.5));
    sim.send(set(0, 0.75));
    assert_eq!(sim.session.tools.path.at, None);
}

#[test]
fn a_path_needs_two_pins_to_be_played() {
    let mut sim = Sim::on_cpu();
    explore(&mut sim, ExploreEvent::Pin(0));
    explore(&mut sim, ExploreEvent::PlayPath(true));
    assert!(!sim.session.tools.path.playing);
    let mut sim = with_two_pins();
    explore(&mut sim, ExploreEvent::PlayPath(true));
    assert!(sim.session.tools.path.playing);
}

#[test]
fn four_pins_span_a_sheet_with_the_pins_in_its_corners() {
    let mut sim = with_two_pins();
    go(&mut sim, &[-1.0, 2.0]);
    explore(&mut sim, ExploreEvent::Pin(2));
    go(&mut sim, &[2.0, 2.0]);
    explore(&mut sim, ExploreEvent::Pin(3));
    let sheet = &sim.session.tools.strips[&StripKind::Corners];
    assert_eq!(sheet.pictures.len(), 49);
    let corners = [0, 6, 42, 48].map(|at| sheet.point(at).to_vec());
    assert_eq!(
        corners,
        [[-1.0, 0.0], [1.0, 0.5], [-1.0, 2.0], [2.0, 2.0]].map(Vec::from)
    );
}

#[test]
fn a_drag_is_undone_as_one_change_and_redone() {
    let mut sim = Sim::on_cpu();
    for step in 1..=10 {
        sim.send(set(0, step as f32 / 10.0));
    }
    sim.send(SessionEvent::Explore(ExploreEvent::Rest));
    for step in 1..=10 {
        sim.send(set(0, 1.0 + step as f32 / 10.0));
    }
    explore(&mut sim, ExploreEvent::Undo);
    assert_eq!(sim.session.view.point, [1.0, 0.0]);
    explore(&mut sim, ExploreEvent::Undo);
    assert_eq!(sim.session.view.point, [0.0, 0.0]);
    assert!(!sim.session.tools.history.can_undo());
    explore(&mut sim, ExploreEvent::Redo);
    explore(&mut sim, ExploreEvent::Redo);
    assert_eq!(sim.session.view.point, [2.0, 0.0]);
    assert!(!sim.session.tools.history.can_redo());
}

#[test]
fn undo_brings_back_a_pin_that_was_removed() {
    let mut sim = with_two_pins();
    explore(&mut sim, ExploreEvent::Unpin(0));
    assert_eq!(sim.session.tools.pins[0], None);
    explore(&mut sim, ExploreEvent::Undo);
    assert_eq!(sim.session.tools.pins[0], Some(vec![-1.0, 0.0]));
}

#[test]
fn a_place_leads_another_session_to_the_same_state() {
    let mut sim = Sim::with_ten();
    let point: Vec<f32> = (0..10).map(|at| at as f32 / 7.0 - 0.6).collect();
    go(&mut sim, &point);
    explore(&mut sim, ExploreEvent::Pin(1));
    sim.send(SessionEvent::SetAxes {
        x_axis: 4,
        y_axis: 2,
    });
    sim.send(SessionEvent::Explore(ExploreEvent::Look {
        centre: (0.5, -0.25),
        extent: 0.7,
    }));
    explore(&mut sim, ExploreEvent::SetPath(PathKind::Spherical));
    explore(&mut sim, ExploreEvent::Open(ExploreTool::Neighbours));
    let (address, _) = sim.session.address().expect("a model is on screen");
    let (room, place) = address.split_once('&').expect("a room and a place");
    assert_eq!(room, "explore");

    let mut other = Sim::on_cpu();
    explore(&mut other, ExploreEvent::Follow(place.to_owned()));
    assert!(other.alerts().is_empty(), "{:?}", other.alerts());
    assert_eq!(other.session.models.chosen, TEN);
    assert_eq!(other.session.view.point, point);
    assert_eq!(other.session.tools.pins, sim.session.tools.pins);
    assert_eq!(
        (other.session.view.map.x_axis, other.session.view.map.y_axis),
        (4, 2)
    );
    assert_eq!(other.session.view.map.centre, (0.5, -0.25));
    assert_eq!(other.session.view.map.extent, 0.7);
    assert_eq!(other.session.tools.tool, ExploreTool::Neighbours);
    assert_eq!(other.session.address(), sim.session.address());
}

#[test]
fn a_link_to_what_is_not_there_is_a_sentence_and_changes_nothing() {
    for (place, said) in [
        ("v=1&model=nowhere&z=1,1", "“nowhere”"),
        ("v=1&model=live&z=1,1", "which no link"),
        ("v=1&model=vae-mnist-2d&z=1,1,1", "3 coordinates"),
        ("v=1&model=vae-mnist-2d&z=NaN,1", "NaN"),
    ] {
        let mut sim = Sim::on_cpu();
        explore(&mut sim, ExploreEvent::Follow(place.to_owned()));
        let alerts = sim.alerts();
        assert_eq!(alerts.len(), 1, "{place}: {alerts:?}");
        assert!(alerts[0].contains(said), "{place}: {alerts:?}");
        assert_eq!(sim.session.models.chosen, TWO);
        assert!(sim.session.view.point.iter().all(|z| z.is_finite()));
    }
}

#[test]
fn the_nearest_images_follow_the_point() {
    let mut sim = Sim::on_cpu();
    sim.send(SessionEvent::Explore(ExploreEvent::Open(
        ExploreTool::Neighbours,
    )));
    explore(
        &mut sim,
        NeighboursInput::Load {
            data: DatasetId::Digits,
            mirror: false,
        }
        .into(),
    );
    assert_eq!(sim.session.tools.own.neighbours.reference.count, Some(100));
    let page = sim
        .session
        .tools
        .own
        .neighbours
        .reference
        .page
        .as_ref()
        .expect("a page");
    assert_eq!((page.pictures.len(), page.labels.len()), (30, 30));
    for point in [[0.5, 0.5], [1.0, -1.0]] {
        go(&mut sim, &point);
        let nearest = sim
            .session
            .tools
            .own
            .neighbours
            .nearest
            .as_ref()
            .expect("some");
        assert_eq!(nearest.z, point);
        assert_eq!((nearest.pixels.len(), nearest.codes.len()), (6, 6));
    }
}

#[test]
fn a_data_set_that_is_not_there_offers_its_mirror() {
    let mut sim = Sim::on_cpu();
    sim.send(SessionEvent::Explore(
        NeighboursInput::Load {
            data: DatasetId::Mnist,
            mirror: false,
        }
        .into(),
    ));
    let held = |message: &ToEngine| {
        matches!(
            message,
            ToEngine::Query {
                query: ModelQuery::LoadReferenceImages { .. },
                ..
            }
        )
    };
    sim.settle_until(held);
    sim.fail("MNIST is not in this site's data folder.");
    sim.settle();
    let alert = sim.session.alerts().last().expect("a sentence");
    let (id, action) = (alert.id, alert.action);
    assert!(action.is_some(), "a button that fetches it");
    sim.send(SessionEvent::Act(id));
    sim.settle();
    assert_eq!(sim.session.tools.own.neighbours.reference.count, Some(100));
}

#[test]
fn two_groups_of_samples_make_a_direction_that_a_formula_can_name() {
    let mut sim = Sim::on_cpu();
    sim.send(SessionEvent::Explore(ExploreEvent::Open(
        ExploreTool::Directions,
    )));
    let mut noise = vec![0.0; 2 * SAMPLES];
    // The second sample lies one to the right of the first.
    noise[2] = 1.0;
    explore(&mut sim, ExploreEvent::Draw(noise));
    explore(&mut sim, ExploreEvent::Group(1, Some(true)));
    explore(&mut sim, ExploreEvent::Group(0, Some(false)));
    explore(&mut sim, ExploreEvent::SaveVector("right".to_owned()));
    assert_eq!(sim.session.tools.vectors[0].z, [1.0, 0.0]);
    go(&mut sim, &[0.25, 0.5]);
    explore(
        &mut sim,
        ExploreEvent::Evaluate("here + 2 right".to_owned()),
    );
    assert_eq!(sim.session.view.point, [2.25, 0.5]);
    explore(&mut sim, ExploreEvent::SetVector("right".to_owned(), -1.0));
    assert_eq!(sim.session.view.point, [-1.0, 0.5]);
    explore(&mut sim, ExploreEvent::SaveVector("right".to_owned()));
    assert_eq!(sim.session.tools.vectors.len(), 1, "the name is taken");
}

#[test]
fn a_formula_that_cannot_be_read_leaves_the_point_and_says_why() {
    let mut sim = Sim::on_cpu();
    go(&mut sim, &[0.25, 0.5]);
    explore(&mut sim, ExploreEvent::Evaluate("somewhere + 2".to_owned()));
    assert_eq!(sim.session.view.point, [0.25, 0.5]);
    let outcome = sim.session.tools.formula.outcome.as_ref();
    assert!(matches!(outcome, Some(Err(error)) if error.to_string().contains("somewhere")));
}

#[test]
fn the_map_along_principal_directions_moves_the_point_along_them() {
    let mut sim = Sim::with_ten();
    sim.send(SessionEvent::Explore(ExploreEvent::ShowPlane(
        MapPlane::Principal(0, 1),
    )));
    sim.settle();
    // The made-up model's encoded images all lie in the centre: any directions will do.
    assert_eq!(sim.session.view.map.plane, MapPlane::Principal(0, 1));
    sim.send(SessionEvent::SetOnMap { x: 1.0, y: -2.0 });
    let (x, y) = sim.session.position();
    assert!((x - 1.0).abs() < 1e-5 && (y + 2.0).abs() < 1e-5, "{x}, {y}");
}

#[test]
fn the_plane_through_three_pins_ends_with_one_of_them() {
    let mut sim = Sim::with_ten();
    for pin in 0..3 {
        let mut point = vec![0.25; 10];
        point[pin] = 1.5;
        go(&mut sim, &point);
        explore(&mut sim, ExploreEvent::Pin(pin));
    }
    sim.send(SessionEvent::Explore(ExploreEvent::ShowPlane(
        MapPlane::Pins,
    )));
    assert_eq!(sim.session.view.map.plane, MapPlane::Pins);
    // The map's points lie in the plane of the pins: A is one of them.
    let a = sim.session.tools.pins[0].clone().expect("A");
    let (x, y) = sim.session.basis().0.coordinates(&a);
    sim.send(SessionEvent::SetOnMap { x, y });
    for (found, wanted) in sim.session.view.point.iter().zip(&a) {
        assert!((found - wanted).abs() < 1e-5);
    }
    explore(&mut sim, ExploreEvent::Unpin(1));
    assert_eq!(sim.session.view.map.plane, MapPlane::Axes);
}

#[test]
fn the_compare_room_decodes_the_same_point_with_both_models() {
    let mut sim = Sim::on_cpu();
    sim.send(SessionEvent::OpenModel {
        name: "mine".to_owned(),
        bytes: vec![2].into(),
    });
    sim.settle();
    sim.send(SessionEvent::ChooseModel(TWO.to_owned()));
    sim.send(SessionEvent::ShowRoom(Room::Compare));
    sim.send(SessionEvent::Explore(ExploreEvent::Draw(vec![
        0.5;
        2 * SAMPLES
    ])));
    explore(&mut sim, ExploreEvent::CompareWith("opened-1".to_owned()));
    go(&mut sim, &[0.5, -0.5]);
    let strips = &sim.session.tools.strips;
    assert_eq!(strips[&StripKind::Other].point(0), [0.5, -0.5]);
    assert_eq!(
        strips[&StripKind::Ours].points,
        strips[&StripKind::Theirs].points
    );
    // A model of other dimensions cannot decode them.
    explore(&mut sim, ExploreEvent::CompareWith(TEN.to_owned()));
    let asked = sim.log.len();
    go(&mut sim, &[0.25, -0.5]);
    assert!(
        sim.log[asked..].iter().all(
            |letter| !matches!(&letter.message, ToEngine::Query { model, .. } if model == TEN)
        )
    );
}

#[test]
fn points_are_handed_out_as_csv_and_as_numpy() {
    let mut sim = with_two_pins();
    explore(&mut sim, ExploreEvent::Take(ExploreExport::Coordinates));
    explore(&mut sim, ExploreEvent::Take(ExploreExport::Latents));
    let saved: Vec<_> = sim
        .handed
        .iter()
        .filter_map(|effect| match effect {
            HostCommand::Save { name, bytes, .. } => Some((name.as_str(), bytes)),
            _ => None,
        })
        .collect();
    let (name, csv) = saved[0];
    assert_eq!(name, "vae-mnist-2d-points.csv");
    let csv = std::str::from_utf8(csv).expect("text");
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(
        lines[..4],
        ["name,z1,z2", "here,1,0.5", "A,-1,0", "B,1,0.5"]
    );
    assert_eq!(lines.len(), 4 + 48);
    let (name, npy) = saved[1];
    assert_eq!(name, "vae-mnist-2d-points.npy");
    assert!(npy.starts_with(b"\x93NUMPY"));
    let header = String::from_utf8_lossy(&npy[..128]).into_owned();
    assert!(header.contains("(48, 2)"), "{header}");
}

#[test]
fn the_paths_gif_has_its_pictures_in_order() {
    let mut sim = with_two_pins();
    explore(&mut sim, ExploreEvent::Take(ExploreExport::Path));
    let pictures = sim.handed.iter().find_map(|effect| match effect {
        HostCommand::SavePictures { name, grids } => Some((name.clone(), grids.len())),
        _ => None,
    });
    assert_eq!(pictures, Some(("vae-mnist-2d-path.gif".to_owned(), 48)));
}

#[test]
fn another_model_of_as_many_dimensions_keeps_the_pins_and_one_of_others_does_not() {
    let mut sim = with_two_pins();
    sim.send(SessionEvent::OpenModel {
        name: "mine".to_owned(),
        bytes: vec![2].into(),
    });
    sim.settle();
    assert!(sim.session.tools.pins[1].is_some());
    assert!(sim.session.tools.strips.contains_key(&StripKind::Linear));
    sim.send(SessionEvent::ChooseModel(TEN.to_owned()));
    sim.settle();
    assert!(sim.session.tools.pins.iter().all(Option::is_none));
    assert!(!sim.session.tools.strips.contains_key(&StripKind::Linear));
}

#[test]
fn the_model_in_training_can_be_kept_as_it_is_and_compared_with_itself_later() {
    let mut sim = Sim::on_cpu();
    sim.send(SessionEvent::Train(TrainEvent::Play));
    sim.settle();
    sim.train_on(10);
    let trainer = sim.trainer().expect("a trainer");
    let weights = |sim: &Sim, step| sim.update(TrainerUpdate::Weights { id: None, step });
    sim.says(trainer, weights(&sim, 10), Some(vec![2]));
    sim.settle();
    explore(&mut sim, ExploreEvent::KeepLive);
    explore(&mut sim, ExploreEvent::KeepLive);
    sim.says(trainer, weights(&sim, 20), Some(vec![2]));
    sim.settle();
    explore(&mut sim, ExploreEvent::KeepLive);
    let kept: Vec<String> = sim
        .session
        .models
        .list
        .iter()
        .filter(|model| model.id.starts_with("opened-"))
        .map(|model| models::title(&model.id, &model.title, &model.origin))
        .collect();
    assert_eq!(kept, ["classroom, step 10", "classroom, step 20"]);
}

/// Links are kept in lessons and mails: this one was made by the first version that made any.
#[test]
fn a_link_of_version_1_leads_where_it_always_did() {
    let link = "v=1&model=vae-mnist-10d&z=0.5,-1.25,0,0,0,0,0,0,0,3.5&A=1,1,1,1,1,1,1,1,1,1\
                &plane=pc2,pc1&view=0.5,-0.25,0.7&path=slerp&tool=directions&lang=en";
    let mut sim = Sim::on_cpu();
    explore(&mut sim, ExploreEvent::Follow(link.to_owned()));
    assert!(sim.alerts().is_empty(), "{:?}", sim.alerts());
    let session = &sim.session;
    assert_eq!(session.models.chosen, TEN);
    assert_eq!(session.view.point[..3], [0.5, -1.25, 0.0]);
    assert_eq!(session.view.point[9], 3.5);
    assert_eq!(session.tools.pins[0], Some(vec![1.0; 10]));
    assert_eq!(session.tools.path.kind, PathKind::Spherical);
    assert_eq!(session.tools.tool, ExploreTool::Directions);
    assert_eq!(session.view.map.plane, MapPlane::Principal(1, 0));
    assert_eq!(
        (session.view.map.centre, session.view.map.extent),
        ((0.5, -0.25), 0.7)
    );
}
