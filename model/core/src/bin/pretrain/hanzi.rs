//! What is known of a model of hanzi: directions along which the pen's width, slant and size change, by
//! the exact factors, and figures. All are read from pictures by a program that learns nothing
//! ([`ReadHanzi`]).

use std::sync::Arc;

use model::ModelResult;
use model::data::hanzi::{HanziFactors, HanziStrokes, ReadHanzi};
use model::data::{ImageDrawer, Images, held_out_hanzi};
use model::vae::Vae;
use model::weights::{CardDirection, CardMetric, grouped};

use crate::known_effects::{Subject, direction, effect, gap, percent, slid, thirds, with_effect};

/// Of the held-out characters, those that are looked at after they were reconstructed.
const RECONSTRUCTED: usize = 1_000;
/// Of the held-out characters, those that a slider is tried on.
const SLID: usize = 200;

/// Something that a slider is to change.
struct HanziEffect {
    id: &'static str,
    /// How much of it a character has.
    value: fn(&HanziStrokes, &HanziFactors) -> f32,
    /// How much of it a picture has, to which a character with these factors was moved.
    read: fn(&HanziStrokes, HanziFactors, &[u8], usize) -> f32,
}

/// All of them. The model is first shown on the plane of the first two, at the low end of the second:
/// with few strokes, because the centre is the mean of all characters, and none.
const EFFECTS: [HanziEffect; 4] = [
    HanziEffect {
        id: "slant",
        value: |_, factors| factors.slant,
        read: |strokes, from, picture, side| read(strokes, from, picture, side).slant,
    },
    HanziEffect {
        id: "strokes",
        value: stroke_count,
        read: |strokes, from, picture, side| {
            let character = ReadHanzi::nearest_character(strokes, from, picture, side);
            stroke_count(strokes, &HanziFactors { character, ..from })
        },
    },
    HanziEffect {
        id: "thickness",
        value: |_, factors| factors.width,
        read: |strokes, from, picture, side| read(strokes, from, picture, side).width,
    },
    HanziEffect {
        id: "size",
        value: |_, factors| factors.size,
        read: |strokes, from, picture, side| read(strokes, from, picture, side).size,
    },
];

fn read(strokes: &HanziStrokes, from: HanziFactors, picture: &[u8], side: usize) -> HanziFactors {
    ReadHanzi::of(strokes, from.character, picture, side).factors
}

fn stroke_count(strokes: &HanziStrokes, factors: &HanziFactors) -> f32 {
    strokes.characters()[usize::from(factors.character)]
        .strokes
        .len() as f32
}

/// The factors of the first held-out characters, as encoded points have them.
pub fn factors(strokes: &HanziStrokes, count: usize) -> Vec<(String, Vec<f32>)> {
    let drawn = held_out_hanzi(strokes, count);
    let named = |name: &str, value: fn(&HanziFactors) -> f32| {
        (name.to_owned(), drawn.iter().map(value).collect())
    };
    vec![
        named("character", |factors| f32::from(factors.character)),
        named("width", |factors| factors.width),
        named("slant", |factors| factors.slant),
        named("size", |factors| factors.size),
        named("jitter", |factors| factors.jitter),
    ]
}

/// Directions and figures.
///
/// # Errors
/// [`ModelError::Device`](model::ModelError::Device) when the device fails.
pub fn measure(
    subject: &Subject<Vae>,
    strokes: &Arc<HanziStrokes>,
    images: &Images,
) -> ModelResult<(Vec<CardDirection>, Vec<CardMetric>)> {
    let means = subject.encode(images)?;
    let drawn = held_out_hanzi(strokes, images.len());
    let mut metrics = vec![reconstructions(subject, strokes, &means, &drawn)?];
    metrics.extend(gap(
        &means,
        subject,
        ImageDrawer::Hanzi(Arc::clone(strokes)),
    ));
    let mut directions = Vec::new();
    for known in &EFFECTS {
        let values = drawn.iter().map(|it| Some((known.value)(strokes, it)));
        let values: Vec<_> = values.collect();
        let Some(along) = direction(known.id, &means, subject.latent, &thirds(&values)) else {
            continue;
        };
        let points = &means[..SLID * subject.latent];
        let figures =
            |along: &CardDirection| Ok([tried(subject, strokes, known, along, points, &drawn)?]);
        if let Some((along, figures)) = with_effect(&along, figures)? {
            metrics.extend(figures);
            directions.push(along);
        }
    }
    Ok((directions, metrics))
}

/// How many characters are still nearest to themselves, of all, after a reconstruction.
fn reconstructions(
    subject: &Subject<Vae>,
    strokes: &HanziStrokes,
    means: &[f32],
    drawn: &[HanziFactors],
) -> ModelResult<CardMetric> {
    let pictures = subject.decode(&means[..RECONSTRUCTED * subject.latent])?;
    let side = subject.shape.width;
    let mut right = [(0, 0); 8];
    for (picture, factors) in pictures.iter().zip(drawn) {
        let found = ReadHanzi::nearest_character(strokes, *factors, picture, side);
        let count = strokes.characters()[usize::from(factors.character)]
            .strokes
            .len();
        right[count - 1].0 += usize::from(found == factors.character);
        right[count - 1].1 += 1;
    }
    for (fewer, (right, all)) in right.iter().enumerate() {
        println!(
            "  {} strokes: {right} of {all} read of reconstructions",
            fewer + 1
        );
    }
    let all = right.iter().map(|(right, _)| right).sum();
    Ok(CardMetric {
        name: "Characters read of reconstructions".to_owned(),
        value: percent(all, RECONSTRUCTED),
        unit: "% of characters".to_owned(),
        on: format!("{} {}", grouped(RECONSTRUCTED), subject.points),
    })
}

/// What a slider does to its own factor.
fn tried(
    subject: &Subject<Vae>,
    strokes: &HanziStrokes,
    known: &HanziEffect,
    along: &CardDirection,
    points: &[f32],
    drawn: &[HanziFactors],
) -> ModelResult<CardMetric> {
    let side = subject.shape.width;
    let (mut places, mut found) = (Vec::new(), Vec::new());
    for (place, moved) in slid(points, subject.latent, along) {
        for (picture, factors) in subject.decode(&moved)?.iter().zip(drawn) {
            places.push(place);
            found.push((known.read)(strokes, *factors, picture, side));
        }
    }
    let on = format!("{} {}", points.len() / subject.latent, subject.points);
    let metric = effect(known.id, &places, &found, on);
    println!(
        "  {} from {} to {}: effect {}",
        known.id, along.low, along.high, metric.value
    );
    Ok(metric)
}
