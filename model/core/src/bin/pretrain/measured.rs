//! What is known of models of images whose factors nobody knows: what is measured of pictures.

use model::ModelResult;
use model::data::Images;
use model::vae::Vae;
use model::weights::{CardDirection, CardMetric};

use crate::known_effects::{Subject, direction, effect, slid, thirds, with_effect};

/// Test images that a slider is tried on.
const SLID: usize = 200;
/// What is measured of a picture of so many pixels a row; `None` of one without ink.
type Measure = fn(&[f32], usize) -> Option<f32>;

/// What is measured of digits, by name.
pub const OF_DIGITS: &[(&str, Measure)] =
    &[("slant", latent::slant), ("thickness", latent::thickness)];
/// What is measured of clothes.
pub const OF_CLOTHES: &[(&str, Measure)] = &[
    ("width", width),
    ("height", height),
    ("lightness", lightness),
];

/// From which grey value on a pixel is no ground, which is black.
const LEAST_INK: f32 = 0.05;
/// From which one on it is surely none.
const CLEAR_INK: f32 = 0.2;

/// The share of columns that are not ground all over.
fn width(grey: &[f32], width: usize) -> Option<f32> {
    let columns = (0..width).filter(|column| {
        let mut pixels = grey.iter().skip(*column).step_by(width);
        pixels.any(|value| *value >= CLEAR_INK)
    });
    Some(columns.count() as f32 / width as f32).filter(|share| *share > 0.0)
}

/// The share of rows that are not ground all over.
fn height(grey: &[f32], width: usize) -> Option<f32> {
    let rows = grey.chunks(width);
    let all = rows.len() as f32;
    let inked = rows.filter(|row| row.iter().any(|value| *value >= CLEAR_INK));
    Some(inked.count() as f32 / all).filter(|share| *share > 0.0)
}

/// The mean grey value of all that is no ground.
fn lightness(grey: &[f32], _width: usize) -> Option<f32> {
    let (mut sum, mut count) = (0.0, 0);
    for value in grey.iter().filter(|value| **value >= LEAST_INK) {
        sum += value;
        count += 1;
    }
    (count > 0).then(|| sum / count as f32)
}

/// What is measured of the first images; 0 of one without ink.
pub fn factors(
    measures: &[(&str, Measure)],
    images: &Images,
    count: usize,
) -> Vec<(String, Vec<f32>)> {
    let named = measures.iter().map(|(name, measure)| {
        let values = measured(images, count, *measure);
        let values = values.into_iter().map(|value| value.unwrap_or(0.0));
        ((*name).to_owned(), values.collect())
    });
    named.collect()
}

/// Directions along which what is measured grows, and figures of each.
///
/// # Errors
/// [`ModelError::Device`](model::ModelError::Device) when the device fails.
pub fn measure(
    measures: &[(&str, Measure)],
    subject: &Subject<Vae>,
    images: &Images,
) -> ModelResult<(Vec<CardDirection>, Vec<CardMetric>)> {
    let means = subject.encode(images)?;
    let points = &means[..means.len().min(SLID * subject.latent)];
    let (mut directions, mut metrics) = (Vec::new(), Vec::new());
    for &(id, measure) in measures {
        let thirds = thirds(&measured(images, images.len(), measure));
        let Some(along) = direction(id, &means, subject.latent, &thirds) else {
            continue;
        };
        let figures = |along: &CardDirection| Ok([tried(subject, measure, along, points)?]);
        if let Some((along, figures)) = with_effect(&along, figures)? {
            metrics.extend(figures);
            directions.push(along);
        }
    }
    Ok((directions, metrics))
}

/// What a slider does to what is measured.
fn tried(
    subject: &Subject<Vae>,
    measure: Measure,
    along: &CardDirection,
    points: &[f32],
) -> ModelResult<CardMetric> {
    let (mut places, mut found) = (Vec::new(), Vec::new());
    for (place, moved) in slid(points, subject.latent, along) {
        for picture in subject.decode(&moved)? {
            if let Some(value) = measure(&grey(&picture), subject.shape.width) {
                places.push(place);
                found.push(value);
            }
        }
    }
    let on = format!("{} {}", points.len() / subject.latent, subject.points);
    let metric = effect(&along.id, &places, &found, on);
    println!(
        "  {} from {} to {}: effect {}",
        along.id, along.low, along.high, metric.value
    );
    Ok(metric)
}

fn measured(images: &Images, count: usize, measure: Measure) -> Vec<Option<f32>> {
    let width = images.shape().width;
    (0..count)
        .map(|index| measure(&images.values(&[index]), width))
        .collect()
}

fn grey(picture: &[u8]) -> Vec<f32> {
    picture
        .iter()
        .map(|byte| f32::from(*byte) / 255.0)
        .collect()
}
