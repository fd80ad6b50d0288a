//! The models that an engine holds, and what it does with them.

use protocol::payload::{EncodedPointsPayload, PosteriorPayload};
use std::collections::HashMap;
use std::rc::Rc;

use latent::LatentSlice;
use model::latent::montage;
use model::weights::{self, LatentModel};
use model::{Device, ModelError};
use protocol::{EngineError, EngineKind, FromEngine, ModelSource, RequestId};
use run_spec::ImageShape;
use web_time::Instant;

use super::error::RequestError;
use super::{card_facts, fetch};

/// A reply and its payload, or a sentence that says what went wrong.
pub type ReplyResult = Result<(FromEngine, Option<Vec<u8>>), RequestError>;

/// A batch is timed this often; the median counts.
const TIMINGS: usize = 5;
/// Models are made ready for this many pictures at once: a point's, and a row of the map.
const PREPARED: [usize; 2] = [1, latent::MAP_LEVELS[1]];
/// No request may ask for more pictures than this.
const MAX_PICTURES: usize = 4096;

/// Models by name, on one device.
pub struct LoadedModels {
    device: Device,
    kind: EngineKind,
    loaded: HashMap<String, SharedModel>,
}

/// Shared with whatever takes longer than one answer, which goes on with the weights that it began
/// with when others take their name.
struct SharedModel(Rc<LatentModel>);

/// Some rows of tiles of a slice.
pub struct StripRequest {
    pub slice: LatentSlice,
    pub tiles: usize,
    pub first_row: usize,
    pub rows: usize,
}

impl LoadedModels {
    pub fn new(device: Device, kind: EngineKind) -> Self {
        Self {
            device,
            kind,
            loaded: HashMap::new(),
        }
    }

    pub async fn load(
        &mut self,
        id: RequestId,
        model: String,
        source: &ModelSource,
        payload: Option<Vec<u8>>,
    ) -> ReplyResult {
        let file = match source {
            ModelSource::Url { url } => fetch::file_name(url),
            ModelSource::Payload { name } => name,
        };
        let bytes = payload.ok_or(EngineError::NoFile)?;
        let (card, loaded) = weights::load(file, &bytes, &self.device)?;
        if loaded.image() == ImageShape::POINT {
            return Err(EngineError::ModelOfPoints.into());
        }
        let loaded = SharedModel(Rc::new(loaded));
        // Newer weights of a model that is held use the same shaders.
        if self.kind == EngineKind::WebGpu && !self.loaded.contains_key(&model) {
            loaded.prepare(&self.device).await?;
        }
        let card = card_facts::of(&card);
        self.loaded.insert(model.clone(), loaded);
        Ok((FromEngine::ModelLoaded { id, model, card }, None))
    }

    pub fn points(
        &self,
        id: RequestId,
        model: String,
        url: &str,
        payload: Option<Vec<u8>>,
    ) -> ReplyResult {
        let latent = self.find(&model)?.0.latent();
        let bytes = payload.ok_or(EngineError::NoFile)?;
        let points = weights::points_from_bytes(fetch::file_name(url), &bytes, latent)?;
        let count = points.labels.len();
        let (factors, measured): (Vec<_>, Vec<_>) = points.factors.into_iter().unzip();
        let payload = EncodedPointsPayload {
            posteriors: PosteriorPayload {
                means: points.codes.means,
                spreads: points.codes.stds,
            },
            factors: measured,
            labels: points.labels,
        };
        let reply = FromEngine::EncodedPoints {
            id,
            model,
            count,
            latent,
            factors,
        };
        Ok((reply, Some(payload.write())))
    }

    pub async fn decode(&self, id: RequestId, model: &str, z: &[f32]) -> ReplyResult {
        let loaded = self.find(model)?;
        let begun = Instant::now();
        let bytes = loaded.pictures(z, &self.device).await?;
        let image = loaded.0.image();
        let reply = FromEngine::Picture {
            id,
            width: image.width,
            height: image.height,
            channels: image.channels,
            millis: millis_since(begun),
        };
        Ok((reply, Some(bytes)))
    }

    pub async fn decode_map(
        &self,
        id: RequestId,
        model: &str,
        request: StripRequest,
    ) -> ReplyResult {
        let loaded = self.find(model)?;
        let StripRequest {
            slice,
            tiles,
            first_row,
            rows,
        } = request;
        let end = first_row.saturating_add(rows);
        if rows == 0 || end > tiles {
            return Err(EngineError::MapRows {
                rows: tiles,
                first: first_row,
                end,
            }
            .into());
        }
        check_count(rows.saturating_mul(tiles))?;
        let latent = loaded.0.latent();
        slice
            .check(latent)
            .map_err(|found| ModelError::LatentSlice {
                expected: latent,
                found,
            })?;
        let begun = Instant::now();
        let points = slice.points(tiles, first_row..end);
        let bytes = loaded.pictures(&points, &self.device).await?;
        let image = loaded.0.image();
        let sheet = montage(&bytes, image, tiles);
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

    pub async fn time(&self, id: RequestId, model: &str, pictures: usize) -> ReplyResult {
        let loaded = self.find(model)?;
        check_count(pictures)?;
        let points = vec![0.0; pictures * loaded.0.latent()];
        // Once unmeasured: shaders compile and caches fill.
        loaded.pictures(&points, &self.device).await?;
        let mut millis = Vec::with_capacity(TIMINGS);
        for _ in 0..TIMINGS {
            let begun = Instant::now();
            loaded.pictures(&points, &self.device).await?;
            millis.push(millis_since(begun) / pictures as f64);
        }
        millis.sort_by(f64::total_cmp);
        let reply = FromEngine::Timed {
            id,
            millis_per_picture: millis[TIMINGS / 2],
        };
        Ok((reply, None))
    }

    /// A model that is held.
    pub fn model(&self, name: &str) -> Result<Rc<LatentModel>, RequestError> {
        Ok(Rc::clone(&self.find(name)?.0))
    }

    /// What the models live on.
    pub fn device(&self) -> &Device {
        &self.device
    }

    fn find(&self, model: &str) -> Result<&SharedModel, EngineError> {
        self.loaded
            .get(model)
            .ok_or_else(|| EngineError::UnknownModel {
                name: model.to_owned(),
            })
    }
}

impl SharedModel {
    /// Has the shaders compiled that pictures are decoded with, so that no visitor waits for them at
    /// the first one.
    async fn prepare(&self, device: &Device) -> Result<(), RequestError> {
        for pictures in PREPARED {
            let points = vec![0.0; pictures * self.0.latent()];
            self.pictures(&points, device).await?;
        }
        Ok(())
    }

    async fn pictures(&self, points: &[f32], device: &Device) -> Result<Vec<u8>, RequestError> {
        Ok(self.0.pictures(points, device).await?)
    }
}

/// Refuses what would keep the engine from everything else for long.
pub fn check_count(pictures: usize) -> Result<(), EngineError> {
    if (1..=MAX_PICTURES).contains(&pictures) {
        return Ok(());
    }
    Err(EngineError::PictureCount {
        most: MAX_PICTURES,
        found: pictures,
    })
}

fn millis_since(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3
}
