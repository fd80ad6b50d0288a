//! The point in the manner of another: what is taken over, what is shown of it, and going there.

use std::sync::Arc;

use proptest::prelude::*;
use protocol::CardDirection;
use session::{
    EngineChoice, ExploreEvent, ExploreTool, GpuAdapter, ImageStrip, LayerDirection, MixedPictures,
    STYLE_PICTURES, SessionEvent, StripKind, StyleInput, StyleManner,
};

use crate::exploring::{explore, go};
use crate::sim::{BASE, Sim, TEN};

/// A session of two directions at an angle of 45°, with the tool open and the point at (0, 0).
fn begun() -> Sim {
    let mut sim = Sim::new();
    let direction = |id: &str, z: [f32; 2]| CardDirection {
        id: id.to_owned(),
        z: z.to_vec(),
        low: -2.0,
        high: 3.0,
    };
    sim.directions = vec![direction("wide", [2.0, 0.0]), direction("bold", [1.0, 1.0])];
    sim.send(SessionEvent::Started {
        choice: EngineChoice::Cpu,
        adapter: GpuAdapter::Fit,
        base: BASE.to_owned(),
    });
    sim.settle();
    go(&mut sim, &[0.0, 0.0]);
    explore(&mut sim, ExploreEvent::Open(ExploreTool::Style));
    sim
}

fn act(sim: &mut Sim, input: StyleInput) {
    explore(sim, input.into());
}

fn drawn(point: &[f32]) -> StyleInput {
    StyleInput::Choose(StyleManner::Drawn(point.into()))
}

fn take(name: &str, taken: bool) -> StyleInput {
    StyleInput::Take {
        name: name.to_owned(),
        taken,
    }
}

fn strip(sim: &Sim) -> &ImageStrip {
    sim.session.style_strip().expect("a strip")
}

#[track_caller]
fn assert_near(found: &[f32], expected: [f32; 2]) {
    let near = found
        .iter()
        .zip(expected)
        .all(|(a, b)| (a - b).abs() < 1e-5);
    assert!(near, "{found:?} is not {expected:?}");
}

#[test]
fn all_directions_are_taken_over_until_one_is_left_out() {
    let mut sim = begun();
    assert_eq!(sim.session.style_strip(), None, "there is no manner yet");
    act(&mut sim, drawn(&[3.0, 1.0]));
    // Both directions span the plane, so that nothing is left of the content.
    let shown = strip(&sim);
    assert_eq!(shown.pictures.len(), STYLE_PICTURES + 2);
    assert_eq!([shown.point(0), shown.point(1)], [[0.0, 0.0], [3.0, 1.0]]);
    assert_near(shown.point(2), [3.0, 1.0]);
    // Each alone: the coordinate along the other one stays 0.
    assert_near(shown.point(3), [3.0, -3.0]);
    assert_near(shown.point(4), [0.0, 4.0]);
    act(&mut sim, take("bold", false));
    assert_eq!(sim.session.taken_over(), ["wide"]);
    let shown = strip(&sim);
    assert_eq!(shown.pictures.len(), STYLE_PICTURES + 1);
    assert_near(shown.point(2), [3.0, -3.0]);
    act(&mut sim, take("bold", true));
    assert_eq!(strip(&sim).pictures.len(), STYLE_PICTURES + 2);
}

#[test]
fn pictures_of_other_ticks_leave_at_once_and_do_not_come_back() {
    let mut sim = begun();
    act(&mut sim, drawn(&[3.0, 1.0]));
    sim.send(SessionEvent::Explore(take("bold", false).into()));
    assert_eq!(sim.session.style_strip(), None);
    // While pictures are on their way, one direction goes and another comes.
    sim.send(SessionEvent::Explore(take("wide", false).into()));
    sim.send(SessionEvent::Explore(take("bold", true).into()));
    sim.settle();
    assert_eq!(sim.session.taken_over(), ["bold"]);
    assert_near(strip(&sim).point(3), [0.0, 4.0]);
}

#[test]
fn going_there_is_one_move_that_undo_takes_back() {
    let mut sim = begun();
    go(&mut sim, &[1.0, 0.5]);
    act(&mut sim, drawn(&[2.0, 2.0]));
    act(&mut sim, take("bold", false));
    act(&mut sim, StyleInput::SetStrength(50));
    // z₁ goes half the way to 2, and the sum of both stays 1.5.
    act(&mut sim, StyleInput::Go);
    assert_near(&sim.session.view.point, [1.5, 0.0]);
    explore(&mut sim, ExploreEvent::Undo);
    assert_near(&sim.session.view.point, [1.0, 0.5]);
    act(&mut sim, StyleInput::SetStrength(9000));
    assert_eq!(sim.session.tools.own.style.strength, 150);
}

#[test]
fn the_first_pin_is_the_manner_until_another_one_is_chosen() {
    let mut sim = begun();
    go(&mut sim, &[1.0, 2.0]);
    explore(&mut sim, ExploreEvent::Pin(1));
    go(&mut sim, &[0.0, 0.0]);
    assert_eq!(sim.session.style_manner(), Some(StyleManner::Pin(1)));
    assert_eq!(strip(&sim).point(1), [1.0, 2.0]);
    act(&mut sim, drawn(&[0.5, -0.5]));
    assert_eq!(strip(&sim).point(1), [0.5, -0.5]);
    act(&mut sim, StyleInput::Choose(StyleManner::Pin(1)));
    explore(&mut sim, ExploreEvent::Unpin(1));
    assert_eq!(sim.session.style_strip(), None);
    explore(&mut sim, ExploreEvent::Undo);
    assert_eq!(strip(&sim).point(1), [1.0, 2.0]);
}

#[test]
fn what_is_no_point_of_the_model_is_no_manner() {
    let mut sim = begun();
    for point in [&[1.0][..], &[f32::NAN, 0.0], &[0.0; 10]] {
        act(&mut sim, drawn(point));
        assert_eq!(sim.session.style_manner(), None);
    }
    act(&mut sim, StyleInput::Choose(StyleManner::Brought));
    assert_eq!(sim.session.style_manner(), None, "nothing was brought");
    act(&mut sim, StyleInput::Go);
    assert_eq!(sim.session.view.point, [0.0, 0.0]);
}

#[test]
fn another_model_has_directions_of_its_own() {
    let mut sim = begun();
    act(&mut sim, drawn(&[3.0, 1.0]));
    act(&mut sim, take("bold", false));
    act(&mut sim, StyleInput::SetStrength(80));
    sim.send(SessionEvent::ChooseModel(TEN.to_owned()));
    sim.settle();
    let style = &sim.session.tools.own.style;
    assert_eq!((style.manner.as_ref(), style.kept.len()), (None, 0));
    assert_eq!(style.strength, 80);
    assert!(!sim.session.tools.strips.contains_key(&StripKind::Style));
}

#[test]
fn a_model_without_directions_takes_those_that_the_visitor_saves() {
    let mut sim = Sim::on_cpu();
    explore(&mut sim, ExploreEvent::Open(ExploreTool::Style));
    act(&mut sim, drawn(&[1.0, 1.0]));
    assert_eq!(sim.session.style_strip(), None);
    explore(&mut sim, ExploreEvent::Open(ExploreTool::Directions));
    let noise = vec![0.5; 2 * session::SAMPLES];
    explore(&mut sim, ExploreEvent::Draw(noise));
    let mut noise = vec![0.0; 2 * session::SAMPLES];
    noise[2] = 1.0;
    explore(&mut sim, ExploreEvent::Draw(noise));
    explore(&mut sim, ExploreEvent::Group(0, Some(false)));
    explore(&mut sim, ExploreEvent::Group(1, Some(true)));
    explore(&mut sim, ExploreEvent::SaveVector("mine".to_owned()));
    explore(&mut sim, ExploreEvent::Open(ExploreTool::Style));
    assert_eq!(sim.session.taken_over(), ["mine"]);
    let here = sim.session.view.point.clone();
    assert_near(strip(&sim).point(2), [1.0, here[1]]);
}

/// A session with a model whose first layer and two hidden ones take a latent point each.
fn modulated() -> Sim {
    let mut sim = Sim::new();
    sim.modulated = true;
    sim.send(SessionEvent::Started {
        choice: EngineChoice::Cpu,
        adapter: GpuAdapter::Fit,
        base: BASE.to_owned(),
    });
    sim.settle();
    go(&mut sim, &[1.0, 2.0]);
    explore(&mut sim, ExploreEvent::Open(ExploreTool::Style));
    sim
}

fn mixed(sim: &Sim) -> &MixedPictures {
    let shown = sim.session.tools.own.style.mixing.shown.as_ref();
    shown.expect("pictures of single layers")
}

/// The points of a picture's three layers.
fn layers_of(shown: &MixedPictures, picture: usize) -> [&[f32]; 3] {
    [0, 1, 2].map(|layer| shown.point(picture, layer))
}

#[test]
fn the_change_over_goes_from_layer_to_layer() {
    let mut sim = modulated();
    assert_eq!(mixed(&sim).mixed(false, 0), None, "there is no style yet");
    act(&mut sim, drawn(&[-1.0, 0.5]));
    let (content, style) = (&[1.0, 2.0][..], &[-1.0, 0.5][..]);
    let shown = mixed(&sim);
    let row = |reversed: bool, count: usize| {
        let picture = shown.mixed(reversed, count).expect("a picture");
        layers_of(shown, picture)
    };
    assert_eq!(row(false, 0), [style; 3]);
    assert_eq!(row(false, 1), [content, style, style]);
    assert_eq!(row(false, 2), [content, content, style]);
    assert_eq!(row(false, 3), [content; 3]);
    assert_eq!(row(true, 0), [content; 3]);
    assert_eq!(row(true, 1), [style, content, content]);
    assert_eq!(shown.mixed(true, 4), None);
    assert_eq!(shown.pictures().len(), 2 * 4 + 9);
}

#[test]
fn only_the_layers_that_are_ticked_are_moved() {
    let mut sim = modulated();
    act(
        &mut sim,
        StyleInput::MoveLayer {
            layer: 0,
            moved: false,
        },
    );
    act(
        &mut sim,
        StyleInput::MoveLayer {
            layer: 2,
            moved: false,
        },
    );
    let along = LayerDirection::Dimension(1);
    act(&mut sim, StyleInput::MoveAlong(along));
    let shown = mixed(&sim);
    let content = &[1.0, 2.0][..];
    for (step, value) in [(0, -3.0), (4, 0.0), (8, 3.0)] {
        let moved = [1.0, value];
        let found = layers_of(shown, shown.moved(step));
        assert_eq!(found, [content, &moved, content]);
    }
    // Every layer together is the traversal of the table.
    act(
        &mut sim,
        StyleInput::MoveLayer {
            layer: 0,
            moved: true,
        },
    );
    act(
        &mut sim,
        StyleInput::MoveLayer {
            layer: 2,
            moved: true,
        },
    );
    let shown = mixed(&sim);
    assert_eq!(layers_of(shown, shown.moved(0)), [&[1.0, -3.0][..]; 3]);
}

#[test]
fn a_model_without_modulated_layers_is_asked_for_none() {
    let mut sim = begun();
    act(&mut sim, drawn(&[3.0, 1.0]));
    assert_eq!(sim.session.tools.own.style.mixing.layers.len(), 1);
    assert_eq!(sim.session.tools.own.style.mixing.shown, None);
}

pub fn style_input() -> impl Strategy<Value = StyleInput> {
    let points = prop::collection::vec(-4.0_f32..4.0, 0..12);
    let names = prop::sample::select(vec!["mine", "slant", "thickness", "nothing"]);
    prop_oneof![
        (0_usize..6).prop_map(|pin| StyleInput::Choose(StyleManner::Pin(pin))),
        points.prop_map(|point| StyleInput::Choose(StyleManner::Drawn(Arc::from(point)))),
        Just(StyleInput::Choose(StyleManner::Brought)),
        (names, any::<bool>()).prop_map(|(name, taken)| take(name, taken)),
        any::<u16>().prop_map(StyleInput::SetStrength),
        Just(StyleInput::Go),
        (0_usize..40, any::<bool>())
            .prop_map(|(layer, moved)| StyleInput::MoveLayer { layer, moved }),
        (0_usize..12).prop_map(|at| StyleInput::MoveAlong(LayerDirection::Dimension(at))),
        (0_usize..12).prop_map(|at| StyleInput::MoveAlong(LayerDirection::Principal(at))),
        Just(StyleInput::MoveAlong(LayerDirection::Named(
            "slant".to_owned()
        ))),
    ]
}
