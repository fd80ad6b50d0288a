//! What must hold of everything on screen: that it is what was asked about.

use session::{ImagePixels, MAP_LEVELS, PosteriorPoints, Session, StripKind};

use super::stamped::{
    StampedWorkers, direction_of, found_of, images_of, map_place, mean_of, near_name, spread_of,
    stamp,
};
use crate::properties;

/// Which weights a picture was made with, which must be this model's at this point.
#[track_caller]
fn weights_of(picture: &ImagePixels, model: &str, numbers: &[f32]) -> u8 {
    let weights = picture.bytes[2];
    let expected = stamp(model, weights, numbers);
    assert_eq!(
        picture.bytes[..],
        expected,
        "a picture of {model} at {numbers:?}"
    );
    weights
}

/// The model that a strip shows.
fn model_of(session: &Session, kind: StripKind) -> &str {
    match kind {
        StripKind::Other | StripKind::Theirs | StripKind::TheirReconstruction => session
            .tools
            .compared_model
            .as_deref()
            .expect("a model to compare with"),
        StripKind::Pins
        | StripKind::Linear
        | StripKind::Spherical
        | StripKind::Walk
        | StripKind::Corners
        | StripKind::Traversals
        | StripKind::Samples
        | StripKind::Reconstruction
        | StripKind::Gif
        | StripKind::Encoded
        | StripKind::Border
        | StripKind::Style
        | StripKind::Ours => shown(session),
    }
}

fn shown(session: &Session) -> &str {
    &session.models.on_screen.as_ref().expect("a model").id
}

/// What holds after every event.
pub fn check_now(workers: &StampedWorkers) {
    properties::check(&workers.sim);
    let session = &workers.sim.session;
    if let Some(picture) = &session.view.picture {
        weights_of(&picture.pixels, &picture.model, &picture.z);
    }
    for (kind, strip) in &session.tools.strips {
        let model = model_of(session, *kind);
        let pictures = strip.pictures.iter().enumerate();
        let all = pictures.map(|(at, picture)| weights_of(picture, model, strip.point(at)));
        let mut all: Vec<u8> = all.collect();
        all.dedup();
        assert_eq!(all.len(), 1, "{kind:?} is by more than one model: {all:?}");
    }
    if session.models.on_screen.is_some() {
        check_brought(session);
        check_neighbours(session);
        check_found(session);
    }
    let snapshots = session.training.run.iter();
    for snapshot in snapshots.flat_map(|run| &run.record.snapshots) {
        assert_eq!(snapshot.bytes[..4], snapshot.step.to_le_bytes());
    }
}

/// The picture that was brought, what encoders say of it, what decoders make of that, and searches.
fn check_brought(session: &Session) {
    let Some(input) = &session.tools.input else {
        return;
    };
    let Ok(picture) = &input.prepared else { return };
    let sides = [
        (&input.posterior, StripKind::Reconstruction),
        (&input.other_posterior, StripKind::TheirReconstruction),
    ];
    for (posterior, kind) in sides {
        let Some(posterior) = posterior else { continue };
        let model = model_of(session, kind);
        assert_eq!(
            posterior.mean[0],
            mean_of(model, &picture.bytes),
            "{kind:?}"
        );
        let Some(made) = session.reconstruction(kind) else {
            assert_eq!(session.reconstruction_error(kind), None);
            continue;
        };
        let weights = weights_of(&made.pictures[0], model, &posterior.mean);
        assert_eq!(
            posterior.spread[0],
            spread_of(weights),
            "by the same weights"
        );
        let pairs = made.pictures[0].bytes.iter().zip(picture.bytes.iter());
        let squares = pairs.map(|(made, asked)| (f32::from(*made) - f32::from(*asked)).powi(2));
        let error = (squares.sum::<f32>() / 4.0).sqrt() / 255.0;
        let said = session.reconstruction_error(kind).expect("an error");
        assert!((said - error).abs() < 1e-5, "{said} for {error}");
    }
    if let Some((z, best)) = input
        .inversion
        .as_ref()
        .and_then(|search| search.best.as_ref())
    {
        weights_of(best, shown(session), z);
        assert_eq!(z[0], found_of(shown(session), &picture.bytes));
    }
}

/// Images of the data set, and those near to the picture.
fn check_neighbours(session: &Session) {
    let tool = &session.tools.own.neighbours;
    let Some(data) = tool.reference.data else {
        return;
    };
    if let Some(count) = tool.reference.count {
        assert_eq!(count, images_of(data));
    }
    if let Some(page) = &tool.reference.page {
        for (at, picture) in page.pictures.iter().enumerate() {
            weights_of(picture, data.as_str(), &[(page.first + at) as f32]);
        }
    }
    if let Some(nearest) = &tool.nearest {
        let name = near_name(shown(session), Some(data));
        for near in nearest.pixels.iter().chain(&nearest.codes) {
            weights_of(&near.picture, &name, &nearest.z);
        }
    }
}

/// What is known of the model: its encoded images, its directions.
fn check_found(session: &Session) {
    let model = shown(session);
    let points: Option<&PosteriorPoints> = session.models.points.as_deref();
    if let Some(points) = points {
        assert_eq!(points.means[0], mean_of(model, b"points"));
    }
    for vector in &session.tools.vectors {
        // The one that is asked for: from the second image to the first. It stays for another model
        // of as many dimensions.
        if vector.name == "tail" {
            let image = |number: f32| stamp("digits", 0, &[number]);
            let is_of = |model: &str| {
                let z = mean_of(model, &image(0.0)) - mean_of(model, &image(1.0));
                (vector.z[0] - z).abs() < 1e-5
            };
            let mut models = session.models.list.iter();
            assert!(models.any(|model| is_of(&model.id)), "{:?}", vector.z);
        }
    }
}

/// What holds when nothing is on its way; `answered` unless something could not be answered.
pub fn check_at_rest(workers: &StampedWorkers, answered: bool) {
    let session = &workers.sim.session;
    assert!(workers.answers.is_empty() && workers.sim.inbox.is_empty());
    if !answered || workers.explorer().is_none() {
        return;
    }
    let model = shown(session);
    let newest = workers.weights(model).expect("the explorer holds it");
    if model == session::LIVE_MODEL {
        assert_eq!(newest, workers.handed_out);
    }
    let picture = session.view.picture.as_ref().expect("a picture");
    assert_eq!(
        (&picture.z, picture.model.as_str()),
        (&session.view.point, model)
    );
    assert_eq!(weights_of(&picture.pixels, model, &picture.z), newest);
    if session.room != session::Room::Compare {
        check_map(session, newest);
    }
    for (kind, strip) in &session.tools.strips {
        let points: Vec<f32> = match kind {
            StripKind::Pins if session.room == session::Room::Explore => {
                session.tools.pinned().flatten().copied().collect()
            }
            StripKind::Other if session.room == session::Room::Compare => {
                session.view.point.clone()
            }
            _ => continue,
        };
        if points.is_empty() {
            // Pins that were taken away are not shown.
            continue;
        }
        assert_eq!(strip.points[..], points, "{kind:?}");
        let of = model_of(session, *kind);
        let weights = weights_of(&strip.pictures[0], of, strip.point(0));
        assert_eq!(Some(weights), workers.weights(of));
    }
    check_tools_at_rest(workers, newest);
}

fn check_tools_at_rest(workers: &StampedWorkers, newest: u8) {
    let session = &workers.sim.session;
    let (tools, explores) = (&session.tools, session.room == session::Room::Explore);
    let encodes = tools.tool == session::ExploreTool::Encode && explores;
    if let Some(input) = &tools.input
        && input.prepared.is_ok()
    {
        let posterior = input.posterior.as_ref().expect("it was encoded");
        assert_eq!(posterior.spread[0], spread_of(newest));
        if encodes || session.room == session::Room::Compare {
            assert!(session.reconstruction(StripKind::Reconstruction).is_some());
        }
        assert!(
            !input
                .inversion
                .as_ref()
                .is_some_and(|search| search.running)
        );
    }
    let looks = tools.tool == session::ExploreTool::Neighbours;
    let neighbours = &tools.own.neighbours;
    if looks && explores && neighbours.reference.data.is_some() {
        let page = neighbours.reference.page.as_ref().expect("a page");
        assert_eq!(page.first, neighbours.reference.first);
        let nearest = neighbours.nearest.as_ref().expect("nearest images");
        assert!(session.nearest_is_current());
        assert_eq!(nearest.pixels[0].picture.bytes[2], newest);
    }
    let directs = tools.tool == session::ExploreTool::Directions && explores;
    if directs && let Some(found) = tools.principal.as_ref().filter(|found| !found.of_images) {
        let last = found.directions[0].last().copied();
        assert_eq!(last, Some(direction_of(newest)), "by older weights");
    }
}

/// The map is whole, and shows the plane that it should.
fn check_map(session: &Session, newest: u8) {
    assert!(!session.view.map.refining);
    let (basis, origin) = session.basis();
    let (centre, extent) = (session.view.map.centre, session.view.map.extent);
    let plane = latent::LatentSlice {
        origin,
        across: basis.across,
        up: basis.up,
        centre,
        extent,
    };
    assert_eq!(session.view.map.drawn, (centre, extent));
    let mut rows = vec![0; MAP_LEVELS.len()];
    for strip in &session.view.map.strips {
        let place = map_place(&plane, strip.tiles, strip.first_row);
        let tile = stamp(shown(session), newest, &place);
        assert_eq!(
            strip.pixels.bytes[..4],
            tile,
            "{} tiles across",
            strip.tiles
        );
        let level = MAP_LEVELS.iter().position(|tiles| *tiles == strip.tiles);
        rows[level.expect("a level")] += strip.rows;
    }
    assert_eq!(
        rows.last(),
        MAP_LEVELS.last(),
        "every row of the finest level"
    );
}
