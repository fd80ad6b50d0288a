//! Directions of a latent space along which something known changes.

use futures::executor::block_on;
use latent::{correlation, difference, project};
use model::data::{ImageDrawer, Images, TrainingData};
use model::latent::{LatentDecoder, pictures};
use model::metrics::disentanglement;
use model::vae::Vae;
use model::weights::{CardDirection, CardMetric, grouped};
use model::{ModelResult, device};
use run_spec::ImageShape;

/// How far a slider may go beyond the means of the images with least and most, as shares of the way
/// between them. At a mean, half of the images have less; far beyond, there are none.
const MARGINS: [f32; 4] = [0.0, 0.25, 0.5, 1.0];
/// A slider with this effect, a correlation, goes far enough.
const ENOUGH: f64 = 0.85;
/// Places of a slider that are looked at, from one end to the other.
pub const PLACES: usize = 7;
/// A slider that changes less than what it is called after, as a correlation, is none: the model does
/// not keep it, or not along a line.
const LEAST_EFFECT: f64 = 0.5;
/// Images, or points, that are computed at a time.
const BATCH: usize = 500;
/// Decimals of numbers in a card.
const DECIMALS: f32 = 1e4;

/// A model whose pictures are looked at.
pub struct Subject<'a, M> {
    pub model: &'a M,
    pub latent: usize,
    pub shape: ImageShape,
    /// What figures are of: points that are images' codes, or draws.
    pub points: &'static str,
}

/// Codes of images.
pub const TEST_IMAGES: &str = "test images";
/// Draws of z.
pub const PRIOR_DRAWS: &str = "draws from the prior";

impl Subject<'_, Vae> {
    /// Posterior means of images, `[images, latent]`.
    ///
    /// # Errors
    /// [`ModelError::Device`](model::ModelError::Device) when the device fails.
    pub fn encode(&self, images: &Images) -> ModelResult<Vec<f32>> {
        let indices: Vec<usize> = (0..images.len()).collect();
        let mut means = Vec::with_capacity(images.len() * self.latent);
        for chunk in indices.chunks(BATCH) {
            let posterior = self
                .model
                .encoder
                .forward(images.batch(chunk, &device::cpu()));
            means.extend(block_on(posterior.read())?.means);
        }
        Ok(means)
    }
}

impl<M: LatentDecoder> Subject<'_, M> {
    /// The pictures of points, each a vector of bytes.
    ///
    /// # Errors
    /// [`ModelError::Device`](model::ModelError::Device) when the device fails.
    pub fn decode(&self, points: &[f32]) -> ModelResult<Vec<Vec<u8>>> {
        let mut decoded = Vec::with_capacity(points.len() / self.latent);
        for chunk in points.chunks(BATCH * self.latent) {
            let device = device::cpu();
            let bytes = pictures(self.model, self.latent, self.shape, chunk, &device);
            let bytes = block_on(bytes)?;
            decoded.extend(bytes.chunks_exact(self.shape.len()).map(<[u8]>::to_vec));
        }
        Ok(decoded)
    }
}

/// The direction from the mean of the codes with the least score to that of those with the most, and
/// where along it these lie. Images without a score do not count. `None` if all scores are one.
///
/// # Shapes
/// `means`: `[images, latent]`; `scores`: `[images]`
pub fn direction(
    id: &str,
    means: &[f32],
    latent: usize,
    scores: &[Option<u8>],
) -> Option<CardDirection> {
    let scored = || scores.iter().copied().flatten();
    let (least, most) = (scored().min()?, scored().max()?);
    let of = |score| -> Vec<f32> {
        let rows = means.chunks_exact(latent).zip(scores);
        let rows = rows.filter(|(_, found)| **found == Some(score));
        rows.flat_map(|(row, _)| row.iter().copied()).collect()
    };
    let ends = [of(least), of(most)];
    let along = difference(&ends[0], &ends[1], latent)?;
    let length = along.iter().map(|x| x * x).sum::<f32>().sqrt();
    let z: Vec<f32> = along.iter().map(|x| rounded(x / length)).collect();
    let middle = |rows: &[f32]| -> Option<f32> {
        let places = project(rows, latent, &z)?;
        Some(places.iter().sum::<f32>() / places.len() as f32)
    };
    let [low, high] = [middle(&ends[0])?, middle(&ends[1])?];
    (low < high).then(|| CardDirection {
        id: id.to_owned(),
        z,
        low: rounded(low),
        high: rounded(high),
    })
}

/// The direction with the slider that goes as little beyond its ends as it needs to have an effect, and
/// with `figures` of it, of which the first is the effect. `None` if it has little of one anyhow.
///
/// # Errors
/// Those of `figures`.
pub fn with_effect<const N: usize>(
    along: &CardDirection,
    figures: impl Fn(&CardDirection) -> ModelResult<[CardMetric; N]>,
) -> ModelResult<Option<(CardDirection, [CardMetric; N])>> {
    let mut best: Option<(CardDirection, [CardMetric; N])> = None;
    for margin in MARGINS {
        let beyond = margin * (along.high - along.low);
        let tried = CardDirection {
            low: rounded(along.low - beyond),
            high: rounded(along.high + beyond),
            ..along.clone()
        };
        let found = figures(&tried)?;
        let effect = found[0].value;
        if best.as_ref().is_none_or(|(_, best)| effect > best[0].value) {
            best = Some((tried, found));
        }
        if effect >= ENOUGH {
            break;
        }
    }
    Ok(best.filter(|(_, figures)| figures[0].value >= LEAST_EFFECT))
}

fn rounded(number: f32) -> f32 {
    (number * DECIMALS).round() / DECIMALS
}

/// Points with their coordinate along a direction at each of [`PLACES`] in turn: the place, and the
/// points there.
pub fn slid(points: &[f32], latent: usize, along: &CardDirection) -> Vec<(f32, Vec<f32>)> {
    let place = |place: usize| {
        let share = place as f32 / (PLACES - 1) as f32;
        let to = along.low + (along.high - along.low) * share;
        let mut moved = points.to_vec();
        for row in moved.chunks_exact_mut(latent) {
            let from: f32 = row.iter().zip(&along.z).map(|(x, z)| x * z).sum();
            for (x, z) in row.iter_mut().zip(&along.z) {
                *x += (to - from) * z;
            }
        }
        (to, moved)
    };
    (0..PLACES).map(place).collect()
}

/// What a slider does, as a card has it: its correlation with what is read of pictures.
pub fn effect(id: &str, places: &[f32], scores: &[f32], on: String) -> CardMetric {
    CardMetric {
        name: format!("Effect of {id}"),
        value: hundredths(f64::from(correlation(places, scores).unwrap_or(0.0))),
        unit: "correlation".to_owned(),
        on,
    }
}

/// Which third of the values each lies in, 0 the least.
pub fn thirds(values: &[Option<f32>]) -> Vec<Option<u8>> {
    let mut order: Vec<usize> = (0..values.len())
        .filter(|&index| values[index].is_some())
        .collect();
    order.sort_by(|&one, &other| {
        let value = |index: usize| values[index].unwrap_or_default();
        value(one).total_cmp(&value(other))
    });
    let mut thirds = vec![None; values.len()];
    for (rank, &index) in order.iter().enumerate() {
        thirds[index] = Some((3 * rank / order.len()) as u8);
    }
    thirds
}

/// A share in percent, with one decimal.
pub fn percent(part: usize, whole: usize) -> f64 {
    (1e3 * part as f64 / whole as f64).round() / 10.0
}

/// The mutual information gap of the codes of held-out pictures, the mean of all known factors.
pub fn gap(
    means: &[f32],
    subject: &Subject<'_, Vae>,
    drawer: impl Into<ImageDrawer>,
) -> Option<CardMetric> {
    let count = means.len() / subject.latent;
    let data = TrainingData::drawn(drawer, subject.shape.width);
    let score = disentanglement(means, subject.latent, &data.held_out_factors(count))?;
    for of in score.clearest() {
        println!(
            "  {}: gap {:.2}, z{} says {:.2} of it",
            of.factor.title(),
            of.gap,
            of.dimension + 1,
            of.information
        );
    }
    Some(CardMetric {
        name: "Mutual information gap".to_owned(),
        value: hundredths(score.gap()?),
        unit: "of 1".to_owned(),
        on: format!("{} test images", grouped(count)),
    })
}

/// A number with two decimals.
fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
