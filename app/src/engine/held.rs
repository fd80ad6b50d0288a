//! The models that an engine holds, and what it does with them.

use std::collections::HashMap;

use model::Device;
use model::latent::{self, Plane as LatentPlane};
use model::vae::{Vae, VaeConfig};
use model::weights::{self, Architecture};
use web_time::Instant;

use super::{facts, fetch};
use crate::protocol::{FromEngine, ModelSource, Plane, RequestId};

/// A reply and its payload, or a sentence that says what went wrong.
pub type Answer = Result<(FromEngine, Option<Vec<u8>>), String>;

/// A batch is timed this often; the median counts.
const TIMINGS: usize = 5;
/// No request may ask for more pictures than this.
const MAX_PICTURES: usize = 4096;

const NO_FILE: &str = "Expected a file with the message, found none.";

/// Models by name, on one device.
pub struct Models {
    device: Device,
    held: HashMap<String, Held>,
}

struct Held {
    vae: Vae,
    config: VaeConfig,
}

/// Some rows of tiles of a plane.
pub struct StripRequest {
    pub plane: Plane,
    pub tiles: usize,
    pub first_row: usize,
    pub rows: usize,
}

impl Models {
    pub fn new(device: Device) -> Self {
        Self {
            device,
            held: HashMap::new(),
        }
    }

    pub fn load(
        &mut self,
        id: RequestId,
        model: String,
        source: &ModelSource,
        payload: Option<Vec<u8>>,
    ) -> Answer {
        let file = match source {
            ModelSource::Url { url } => fetch::file_name(url),
            ModelSource::Payload { name } => name,
        };
        let bytes = payload.ok_or(NO_FILE)?;
        let (card, vae) = weights::load(file, &bytes, &self.device).map_err(sentence)?;
        let Architecture::Vae(config) = card.architecture.clone();
        let card = facts::facts(&card, &config);
        self.held.insert(model.clone(), Held { vae, config });
        Ok((FromEngine::ModelLoaded { id, model, card }, None))
    }

    pub fn points(
        &self,
        id: RequestId,
        model: String,
        url: &str,
        payload: Option<Vec<u8>>,
    ) -> Answer {
        let latent = self.find(&model)?.config.latent;
        let bytes = payload.ok_or(NO_FILE)?;
        let points =
            weights::points_from_bytes(fetch::file_name(url), &bytes, latent).map_err(sentence)?;
        let count = points.labels.len();
        let means = points.means.iter().flat_map(|mean| mean.to_le_bytes());
        let payload = means.chain(points.labels.iter().copied()).collect();
        let reply = FromEngine::Points {
            id,
            model,
            count,
            latent,
        };
        Ok((reply, Some(payload)))
    }

    pub async fn decode(&self, id: RequestId, model: &str, z: &[f32]) -> Answer {
        let held = self.find(model)?;
        let begun = Instant::now();
        let bytes = held.pictures(z, &self.device).await?;
        let image = held.config.image;
        let reply = FromEngine::Picture {
            id,
            width: image.width,
            height: image.height,
            channels: image.channels,
            millis: millis_since(begun),
        };
        Ok((reply, Some(bytes)))
    }

    pub async fn decode_map(&self, id: RequestId, model: &str, request: StripRequest) -> Answer {
        let held = self.find(model)?;
        let StripRequest {
            plane,
            tiles,
            first_row,
            rows,
        } = request;
        let latent = held.config.latent;
        latent::check_points(latent, &plane.through).map_err(sentence)?;
        let end = first_row.saturating_add(rows);
        if plane.x_axis >= latent || plane.y_axis >= latent || rows == 0 || end > tiles {
            return Err(format!(
                "Expected axes below {latent} and rows of a map of {tiles}, found axes {} and {} \
                 and rows {first_row} to {end}.",
                plane.x_axis, plane.y_axis
            ));
        }
        check_count(rows.saturating_mul(tiles))?;
        let begun = Instant::now();
        let plane = LatentPlane {
            through: &plane.through,
            x_axis: plane.x_axis,
            y_axis: plane.y_axis,
            extent: plane.extent,
            tiles,
        };
        let points = plane.points(first_row..end);
        let bytes = held.pictures(&points, &self.device).await?;
        let image = held.config.image;
        let sheet = latent::montage(&bytes, image, tiles);
        let reply = FromEngine::MapRows {
            id,
            first_row,
            rows,
            width: tiles * image.width,
            height: rows * image.height,
            channels: image.channels,
            millis: millis_since(begun),
        };
        Ok((reply, Some(sheet)))
    }

    pub async fn time(&self, id: RequestId, model: &str, pictures: usize) -> Answer {
        let held = self.find(model)?;
        check_count(pictures)?;
        let points = vec![0.0; pictures * held.config.latent];
        // Once unmeasured: shaders compile and caches fill.
        held.pictures(&points, &self.device).await?;
        let mut millis = Vec::with_capacity(TIMINGS);
        for _ in 0..TIMINGS {
            let begun = Instant::now();
            held.pictures(&points, &self.device).await?;
            millis.push(millis_since(begun) / pictures as f64);
        }
        millis.sort_by(f64::total_cmp);
        let reply = FromEngine::Timed {
            id,
            millis_per_picture: millis[TIMINGS / 2],
        };
        Ok((reply, None))
    }

    fn find(&self, model: &str) -> Result<&Held, String> {
        self.held
            .get(model)
            .ok_or_else(|| format!("Expected a model that is loaded, found `{model}`."))
    }
}

impl Held {
    async fn pictures(&self, points: &[f32], device: &Device) -> Result<Vec<u8>, String> {
        let VaeConfig { latent, image, .. } = self.config;
        latent::pictures(&self.vae, latent, image, points, device)
            .await
            .map_err(sentence)
    }
}

fn check_count(pictures: usize) -> Result<(), String> {
    if (1..=MAX_PICTURES).contains(&pictures) {
        return Ok(());
    }
    Err(format!(
        "Expected 1 to {MAX_PICTURES} pictures at a time, found {pictures}."
    ))
}

/// An error as a sentence begins.
fn sentence(error: model::Error) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if text.starts_with("expected") => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => text,
    }
}

fn millis_since(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3
}
