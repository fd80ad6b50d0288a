//! The models that an engine holds, and what it does with them.

use protocol::payload::{EncodedPointsPayload, PosteriorPayload};
use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

use latent::LatentSlice;
use model::latent::montage;
use model::weights;
use model::{Device, ModelError};
use protocol::{EngineError, EngineKind, FromEngine, ModelSource, RequestId};
use run_spec::ImageShape;
use web_time::Instant;

use super::error::RequestError;
use super::explored_model::{ExploredModel, OpenedFile};
use super::fetch;

/// A reply and its payload, or a sentence that says what went wrong.
pub type ReplyResult = Result<(FromEngine, Option<Vec<u8>>), RequestError>;

/// A batch is timed this often; the median counts.
const TIMINGS: usize = 5;
/// Models are made ready for this many pictures at once: a point's, and a row of the map.
const PREPARED: [usize; 2] = [1, latent::MAP_LEVELS[1]];
/// A model is decoded at this many points before it is held, to see whether it makes pictures.
const CHECKED: usize = 8;
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
struct SharedModel {
    model: Rc<ExploredModel>,
    /// Whether a picture of a point was decoded, so that nothing is compiled any more at the next.
    warm: Cell<bool>,
}

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
        let bytes = payload.ok_or(EngineError::NoFile)?;
        let OpenedFile {
            card,
            model: loaded,
            of_model,
            encoder_first,
        } = self.open(source, bytes)?;
        let model = of_model.unwrap_or(model);
        if loaded.image() == ImageShape::POINT {
            return Err(EngineError::ModelOfPoints.into());
        }
        // Newer weights of a model that is held use the same shaders.
        let before = self.loaded.get(&model);
        let loaded = SharedModel {
            model: Rc::new(loaded),
            warm: Cell::new(before.is_some_and(|before| before.warm.get())),
        };
        if self.kind == EngineKind::WebGpu && before.is_none() {
            loaded.prepare(&self.device).await?;
        }
        let checked = match self.kind {
            EngineKind::Cpu => CHECKED,
            // As many as shaders were made ready for.
            EngineKind::WebGpu => PREPARED[1],
        };
        loaded.model.check_pictures(checked, &self.device).await?;
        self.loaded.insert(model.clone(), loaded);
        let loaded = FromEngine::ModelLoaded {
            id,
            model,
            card,
            encoder_first,
        };
        Ok((loaded, None))
    }

    #[cfg(not(feature = "onnx"))]
    fn open(&self, source: &ModelSource, bytes: Vec<u8>) -> Result<OpenedFile, RequestError> {
        ExploredModel::open(file_name(source), bytes, &self.device)
    }

    /// Opens a file, or two: an encoder joins its decoder.
    #[cfg(feature = "onnx")]
    fn open(&self, source: &ModelSource, bytes: Vec<u8>) -> Result<OpenedFile, RequestError> {
        match source {
            ModelSource::Payload {
                name,
                decoder: Some(decoder),
            } if crate::explored_model::is_encoder(&bytes) => {
                let joined = self.find(decoder)?.model.with_encoder(name, bytes)?;
                Ok(OpenedFile {
                    of_model: Some(decoder.clone()),
                    ..joined
                })
            }
            ModelSource::Pair { names, first, form } => {
                ExploredModel::open_pair(names, *first, form.as_deref(), bytes)
            }
            _ => ExploredModel::open(file_name(source), bytes, &self.device),
        }
    }

    pub fn points(
        &self,
        id: RequestId,
        model: String,
        url: &str,
        payload: Option<Vec<u8>>,
    ) -> ReplyResult {
        let latent = self.find(&model)?.model.latent();
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
        if !loaded.warm.replace(true) {
            // Once unmeasured: what a first picture takes is mostly compiling.
            loaded.pictures(z, &self.device).await?;
        }
        let begun = Instant::now();
        let bytes = loaded.pictures(z, &self.device).await?;
        let image = loaded.model.image();
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
        let latent = loaded.model.latent();
        slice
            .check(latent)
            .map_err(|found| ModelError::LatentSlice {
                expected: latent,
                found,
            })?;
        let begun = Instant::now();
        let points = slice.points(tiles, first_row..end);
        let bytes = loaded.pictures(&points, &self.device).await?;
        let (bytes, image) = loaded.model.tiles(bytes);
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
        let points = vec![0.0; pictures * loaded.model.latent()];
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

    /// Chooses the class that a conditional decoder draws from now on.
    pub fn set_class(&mut self, model: &str, class: usize) {
        if let Some(loaded) = self.loaded.get_mut(model)
            && let Some(of_class) = loaded.model.with_class(class)
        {
            loaded.model = Rc::new(of_class);
        }
    }

    /// A model that is held.
    pub fn model(&self, name: &str) -> Result<Rc<ExploredModel>, RequestError> {
        Ok(Rc::clone(&self.find(name)?.model))
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
            let points = vec![0.0; pictures * self.model.latent()];
            self.pictures(&points, device).await?;
        }
        Ok(())
    }

    async fn pictures(&self, points: &[f32], device: &Device) -> Result<Vec<u8>, RequestError> {
        self.model.pictures(points, device).await
    }
}

/// What a file is called, in messages about it.
fn file_name(source: &ModelSource) -> &str {
    match source {
        ModelSource::Url { url } => fetch::file_name(url),
        ModelSource::Payload { name, .. } => name,
        ModelSource::Pair { names, .. } => &names[0],
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
