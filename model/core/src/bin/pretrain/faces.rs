//! What is known of a model of faces: directions with a known effect, and figures. All are read from
//! pictures by a program that learns nothing ([`ReadFace`]).

use model::ModelResult;
use model::data::faces::{FaceFactor, FaceFactors, ReadFace, SURE_OF_FACTOR};
use model::data::{TrainingData, held_out_faces};
use model::latent::LatentDecoder;
use model::random::{HostRng, RandomStream};
use model::vae::Vae;
use model::weights::{CardDirection, CardMetric, grouped};
use run_spec::ProceduralDataset;

use crate::known_effects::{Subject, direction, effect, gap, percent, slid, with_effect};

use FaceFactor as F;

/// Held-out faces whose codes and factors give the directions.
const ENCODED: usize = 10_000;
/// Of those, faces that are read after they were reconstructed.
const RECONSTRUCTED: usize = 1_000;
/// Of those, faces that a slider is tried on.
const SLID: usize = 100;
/// Draws from the prior that are read.
const SAMPLES: usize = 1_000;
/// Draws from which a generator's directions are found.
const READ_DRAWS: usize = 4_000;

/// What a face's pixels can show always: the colour of a hat only where there is one.
const READ: [FaceFactor; 11] = [
    F::Skin,
    F::HairStyle,
    F::HairColour,
    F::Eyes,
    F::EyeColour,
    F::Mouth,
    F::Glasses,
    F::Beard,
    F::Hat,
    F::Clothes,
    F::ClothesColour,
];

/// Something that a slider is to change.
struct FaceEffect {
    id: &'static str,
    factor: FaceFactor,
    /// How much of it a value of the factor is; `None` for one that has no place in the order.
    score: fn(u8) -> Option<u8>,
}

/// All of them. Where nothing else is said, a factor's values have the order.
const EFFECTS: [FaceEffect; 8] = [
    FaceEffect {
        id: "smile",
        factor: F::Mouth,
        score: Some,
    },
    FaceEffect {
        id: "glasses",
        factor: F::Glasses,
        score: |value| Some(value.min(1)),
    },
    FaceEffect {
        id: "hair-lightness",
        factor: F::HairColour,
        // Dyed hair is neither dark nor light.
        score: |value| (value < 5).then_some(value),
    },
    FaceEffect {
        id: "hair-length",
        factor: F::HairStyle,
        score: Some,
    },
    FaceEffect {
        id: "skin-lightness",
        factor: F::Skin,
        score: |value| Some(F::Skin.values() as u8 - 1 - value),
    },
    FaceEffect {
        id: "gaze",
        factor: F::Eyes,
        score: |value| (value < 3).then_some(value),
    },
    FaceEffect {
        id: "hat",
        factor: F::Hat,
        score: |value| Some(value.min(1)),
    },
    FaceEffect {
        id: "beard",
        factor: F::Beard,
        score: |value| Some(value.min(1)),
    },
];

/// The factors of the first held-out faces, as encoded points have them.
pub fn factors(count: usize) -> Vec<(String, Vec<f32>)> {
    let faces = held_out_faces(count);
    let values = |factor: FaceFactor| {
        faces
            .iter()
            .map(|face| f32::from(face.get(factor)))
            .collect()
    };
    let named = F::ALL.map(|factor| (factor.name().to_owned(), values(factor)));
    named.into()
}

/// Directions and figures of a VAE of faces.
///
/// # Errors
/// [`ModelError::Device`](model::ModelError::Device) when the device fails.
pub fn measure(subject: &Subject<Vae>) -> ModelResult<(Vec<CardDirection>, Vec<CardMetric>)> {
    let side = subject.shape.width;
    let images = TrainingData::drawn(ProceduralDataset::Faces, side).held_out(ENCODED);
    let faces = held_out_faces(ENCODED);
    let means = subject.encode(&images)?;
    let mut metrics = samples(subject)?;
    metrics.push(reconstructions(subject, &means, &faces)?);
    metrics.extend(gap(&means, subject, ProceduralDataset::Faces));
    let factors = |known: &FaceEffect| {
        let scores = faces.iter();
        let scores = scores.map(|face| (known.score)(face.get(known.factor)));
        scores.collect()
    };
    let (directions, figures) = sliders(subject, &means, factors)?;
    metrics.extend(figures);
    Ok((directions, metrics))
}

/// Directions and figures of a generator of faces: what its draws show is read of them, as it has no
/// codes of faces whose factors are known.
///
/// # Errors
/// [`ModelError::Device`](model::ModelError::Device) when the device fails.
pub fn measure_generator(
    subject: &Subject<impl LatentDecoder>,
) -> ModelResult<(Vec<CardDirection>, Vec<CardMetric>)> {
    let mut metrics = samples(subject)?;
    let draws = HostRng::new(1, RandomStream::Evaluation).normals(READ_DRAWS * subject.latent);
    let faces = read(subject, &draws)?;
    let factors = |known: &FaceEffect| {
        let scores = faces.iter().map(|face| {
            let sure = face.confidence(known.factor) >= SURE_OF_FACTOR;
            let value = face.factors.get(known.factor);
            sure.then(|| (known.score)(value)).flatten()
        });
        scores.collect()
    };
    let (directions, figures) = sliders(subject, &draws, factors)?;
    metrics.extend(figures);
    Ok((directions, metrics))
}

/// The directions that have an effect, with figures of each.
///
/// # Shapes
/// `points`: `[n, latent]`, of which `scores` says how much of something each has
fn sliders(
    subject: &Subject<impl LatentDecoder>,
    points: &[f32],
    scores: impl Fn(&FaceEffect) -> Vec<Option<u8>>,
) -> ModelResult<(Vec<CardDirection>, Vec<CardMetric>)> {
    let (mut directions, mut metrics) = (Vec::new(), Vec::new());
    for known in &EFFECTS {
        let Some(along) = direction(known.id, points, subject.latent, &scores(known)) else {
            continue;
        };
        let points = &points[..SLID * subject.latent];
        let figures = |along: &CardDirection| tried(subject, known, along, points);
        if let Some((along, figures)) = with_effect(&along, figures)? {
            metrics.extend(figures);
            directions.push(along);
        }
    }
    Ok((directions, metrics))
}

/// What is read of draws from the prior.
fn samples(subject: &Subject<impl LatentDecoder>) -> ModelResult<Vec<CardMetric>> {
    let noise = HostRng::new(0, RandomStream::Evaluation).normals(SAMPLES * subject.latent);
    let read = read(subject, &noise)?;
    let share = |name: &str, is: fn(&ReadFace) -> bool| {
        let found = read.iter().filter(|face| is(face)).count();
        CardMetric {
            name: name.to_owned(),
            value: percent(found, SAMPLES),
            unit: "% of samples".to_owned(),
            on: format!("{} draws from the prior", grouped(SAMPLES)),
        }
    };
    Ok(vec![
        share("Skin, hair colour and glasses read of", ReadFace::is_read),
        share("Recognised as faces", ReadFace::is_recognised),
        share("Mouth read of", |face| {
            face.confidence(F::Mouth) >= SURE_OF_FACTOR
        }),
    ])
}

/// How many factors are still there after a reconstruction.
fn reconstructions(
    subject: &Subject<Vae>,
    means: &[f32],
    faces: &[FaceFactors],
) -> ModelResult<CardMetric> {
    let read = read(subject, &means[..RECONSTRUCTED * subject.latent])?;
    let mut all = 0;
    for factor in READ {
        let pairs = read.iter().zip(faces);
        let right = pairs
            .filter(|(read, face)| read.factors.get(factor) == face.get(factor))
            .count();
        println!(
            "  {}: {} % read of reconstructions",
            factor.name(),
            percent(right, RECONSTRUCTED)
        );
        all += right;
    }
    Ok(CardMetric {
        name: "Factors read of reconstructions".to_owned(),
        value: percent(all, RECONSTRUCTED * READ.len()),
        unit: "% of factors".to_owned(),
        on: format!("{} test images", grouped(RECONSTRUCTED)),
    })
}

/// What a slider does to its own factor, and what to others.
fn tried(
    subject: &Subject<impl LatentDecoder>,
    known: &FaceEffect,
    along: &CardDirection,
    points: &[f32],
) -> ModelResult<[CardMetric; 2]> {
    let before = read(subject, points)?;
    let (mut places, mut scores) = (Vec::new(), Vec::new());
    let (mut kept, mut all) = (0, 0);
    for (place, moved) in slid(points, subject.latent, along) {
        for (now, before) in read(subject, &moved)?.iter().zip(&before) {
            if let Some(score) = (known.score)(now.factors.get(known.factor)) {
                places.push(place);
                scores.push(f32::from(score));
            }
            let others = READ.into_iter().filter(|factor| *factor != known.factor);
            for factor in others {
                all += 1;
                kept += usize::from(now.factors.get(factor) == before.factors.get(factor));
            }
        }
    }
    let id = known.id;
    let on = format!("{} {}", before.len(), subject.points);
    let moved = effect(id, &places, &scores, on.clone());
    let kept = CardMetric {
        name: format!("Kept beside {id}"),
        value: percent(kept, all),
        unit: "% of factors".to_owned(),
        on,
    };
    println!(
        "  {id} from {} to {}: effect {}, {} % of other factors kept",
        along.low, along.high, moved.value, kept.value
    );
    Ok([moved, kept])
}

fn read(subject: &Subject<impl LatentDecoder>, points: &[f32]) -> ModelResult<Vec<ReadFace>> {
    let side = subject.shape.width;
    let pictures = subject.decode(points)?;
    Ok(pictures
        .iter()
        .map(|picture| ReadFace::of(picture, side))
        .collect())
}
