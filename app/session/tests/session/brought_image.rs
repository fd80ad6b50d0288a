//! A picture of the visitor's own: encoded, and looked for.

use protocol::payload::f32_bytes;
use std::sync::Arc;

use protocol::{FromEngine, ModelAnswer, ModelQuery, ToEngine, WorkerRole};
use session::{ExploreEvent, ExploreTool, ImagePixels, SessionEvent, StripKind};

use crate::exploring::{explore, go};
use crate::sim::Sim;

pub fn drawing() -> ExploreEvent {
    // A bar of ink on a dark ground.
    ink(|row, column| (1..5).contains(&row) && column == 2)
}

/// Ink on a dark ground, where `is_ink` says so of a row and a column.
fn ink(is_ink: fn(usize, usize) -> bool) -> ExploreEvent {
    let pixels = (0..36).map(|at| if is_ink(at / 6, at % 6) { 255 } else { 0 });
    let bytes: Vec<u8> = pixels.collect();
    ExploreEvent::Bring {
        title: "Drawing".to_owned(),
        pixels: ImagePixels {
            width: 6,
            height: 6,
            channels: 1,
            bytes: bytes.into(),
        },
    }
}

#[test]
fn a_drawing_is_encoded_and_the_point_goes_to_the_posteriors_mean() {
    let mut sim = Sim::on_cpu();
    go(&mut sim, &[2.0, 2.0]);
    sim.send(SessionEvent::Explore(ExploreEvent::Open(
        ExploreTool::Encode,
    )));
    explore(&mut sim, drawing());
    let input = sim.session.tools.input.as_ref().expect("a drawing");
    let prepared = input.prepared.as_ref().expect("it has ink");
    // The made-up model's pictures have two by two pixels.
    assert_eq!((prepared.width, prepared.height), (2, 2));
    let posterior = input.posterior.as_ref().expect("it was encoded");
    assert_eq!(posterior.spread, [0.25, 0.25]);
    assert_eq!(sim.session.view.point, posterior.mean[..]);
    assert!(
        sim.session
            .reconstruction_error(StripKind::Reconstruction)
            .is_some()
    );
    sim.send(SessionEvent::Explore(ExploreEvent::Resample(vec![
        2.0, -1.0,
    ])));
    assert_eq!(sim.session.view.point, [0.5, -0.25]);
}

/// Answers the oldest question with a posterior around `mean`.
fn answer_posterior(sim: &mut Sim, mean: f32) -> Arc<[u8]> {
    let letter = sim.inbox.pop_front().expect("a question");
    let ToEngine::Query { id, query, .. } = letter.message else {
        panic!("expected a question, found {:?}", letter.message);
    };
    assert_eq!(query, ModelQuery::Encode);
    let answer = ModelAnswer::Posterior {
        count: 1,
        latent: 2,
    };
    let payload = f32_bytes(&[mean, mean, 1.0, 1.0]);
    sim.says(
        letter.worker,
        FromEngine::Answer {
            id,
            answer: answer.into(),
        },
        Some(payload),
    );
    letter.payload.expect("a picture")
}

/// A drawing that is taken as it is: the made-up model's few pixels leave nothing of it centred.
fn draw(sim: &mut Sim, is_ink: fn(usize, usize) -> bool) {
    sim.send(SessionEvent::Explore(ink(is_ink)));
    sim.send(SessionEvent::Explore(ExploreEvent::Centre(false)));
}

#[test]
fn a_posterior_is_never_filed_under_a_newer_picture() {
    let mut sim = Sim::on_cpu();
    sim.send(SessionEvent::Explore(ExploreEvent::Open(
        ExploreTool::Encode,
    )));
    draw(&mut sim, |row, column| row <= column);
    // While the first is encoded, two more are drawn.
    draw(&mut sim, |row, column| row < 2 || column < 2);
    draw(&mut sim, |row, column| row >= column);
    let posterior = |sim: &Sim| {
        let input = sim.session.tools.input.as_ref().expect("a drawing");
        input.posterior.clone()
    };
    let first = answer_posterior(&mut sim, 0.75);
    assert_eq!(posterior(&sim), None, "it was another picture's");
    assert_eq!(sim.session.view.point, [0.0, 0.0]);
    // The newest is asked about, and not the one in between.
    let newest = answer_posterior(&mut sim, -0.5);
    assert_ne!(first, newest);
    assert_eq!(posterior(&sim).expect("it was encoded").mean, [-0.5, -0.5]);
    assert_eq!(sim.session.view.point, [-0.5, -0.5]);
    let encodes = sim.log.iter().filter(|letter| {
        let query = match &letter.message {
            ToEngine::Query { query, .. } => query,
            _ => return false,
        };
        *query == ModelQuery::Encode
    });
    assert_eq!(encodes.count(), 2);
}

#[test]
fn an_encoder_that_fails_on_an_older_picture_is_asked_about_the_newer_one() {
    let mut sim = Sim::on_cpu();
    sim.send(SessionEvent::Explore(ExploreEvent::Open(
        ExploreTool::Encode,
    )));
    draw(&mut sim, |row, column| row <= column);
    draw(&mut sim, |row, column| row >= column);
    sim.fail("Out of luck.");
    assert!(sim.alerts().is_empty(), "{:?}", sim.alerts());
    answer_posterior(&mut sim, 0.5);
    assert_eq!(sim.session.view.point, [0.5, 0.5]);
}

#[test]
fn an_empty_drawing_says_so_and_is_not_sent() {
    let mut sim = Sim::on_cpu();
    let asked = sim.log.len();
    explore(
        &mut sim,
        ExploreEvent::Bring {
            title: "Nothing".to_owned(),
            pixels: ImagePixels {
                width: 4,
                height: 4,
                channels: 1,
                bytes: vec![0; 16].into(),
            },
        },
    );
    let input = sim.session.tools.input.as_ref().expect("it is shown");
    assert!(input.prepared.is_err());
    assert!(sim.log[asked..].iter().all(|letter| !matches!(
        letter.message,
        ToEngine::Query {
            query: ModelQuery::Encode,
            ..
        }
    )));
}

#[test]
fn a_search_runs_in_a_worker_of_its_own_and_the_point_follows_it() {
    let mut sim = Sim::on_cpu();
    explore(&mut sim, drawing());
    explore(&mut sim, ExploreEvent::Invert(7));
    let studio = sim
        .roles
        .iter()
        .find(|(_, role)| **role == WorkerRole::Background);
    let (studio, _) = studio.expect("a studio was started");
    assert!(sim.log.iter().any(|letter| letter.worker == *studio
        && matches!(
            letter.message,
            ToEngine::Query {
                query: ModelQuery::Invert { seed: 7 },
                ..
            }
        )));
    let input = sim.session.tools.input.as_ref().expect("a drawing");
    let inversion = input.inversion.as_ref().expect("a search");
    assert_eq!(inversion.curve, [(1, 0.125)]);
    assert!(!inversion.running);
    assert_eq!(sim.session.view.point, [1.0, 1.0]);
}

#[test]
fn a_search_whose_worker_dies_has_ended() {
    let mut sim = Sim::on_cpu();
    explore(&mut sim, drawing());
    sim.send(SessionEvent::Explore(ExploreEvent::Invert(7)));
    sim.settle_until(|message| {
        matches!(
            message,
            ToEngine::Query {
                query: ModelQuery::Invert { .. },
                ..
            }
        )
    });
    let studio = sim.inbox.front().expect("the question").worker;
    sim.dies(studio);
    sim.settle();
    let input = sim.session.tools.input.as_ref().expect("a drawing");
    assert!(!input.inversion.as_ref().expect("a search").running);
    // The explorer goes on as if nothing had happened.
    go(&mut sim, &[0.5, 0.5]);
    assert_eq!(
        sim.session.view.picture.as_ref().expect("one").z,
        [0.5, 0.5]
    );
}
