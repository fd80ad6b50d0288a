//! What is decoded next, and what becomes of it.
//!
//! The picture goes first, then the map's coarse level, then the points, then its fine level. Of
//! pictures and of strips at most one is on its way, and what is sent is always the newest state:
//! however fast the point moves, nothing queues up.

use std::sync::Arc;

use super::{DecodedPicture, LatentView, MapStrip};
use crate::alert_text::AlertText;
use crate::context::Context;
use crate::failure_reason::{FailureReason, UnfitAnswer};
use crate::limits::MAP_LEVELS;
use crate::outbox::FollowUp;
use crate::pictures::ImagePixels;
use crate::worker_slot::WorkerSlot;
use crate::workers::{MapRequest, PictureRequest};
use latent::LatentSlice;
use protocol::{RequestId, ToEngine};

/// A strip has about this many tiles, so that a picture never waits long behind one.
const TILES_A_STRIP: usize = 100;
/// A picture that was asked for: the model, the version of its weights, and the point.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AskedPicture {
    model: String,
    version: u64,
    z: Vec<f32>,
}

/// A plane of a model's latent space that is on the map.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ShownPlane {
    model: String,
    plane: LatentSlice,
}

/// How far the map of a plane is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct MapProgress {
    model: String,
    /// Which weights of the model in training.
    version: u64,
    plane: LatentSlice,
    /// Which of [`MAP_LEVELS`] comes next; beyond the last, the map is complete.
    level: usize,
    /// The first row of that level which is still to come.
    next_row: usize,
}

impl LatentView {
    /// The explorer is another worker: what was on its way from the old one is asked again.
    pub(crate) fn ask_picture_again(&mut self) {
        self.asked = None;
    }

    /// The weights of the model on screen changed: picture and map are decoded anew.
    pub(crate) fn decode_again(&mut self) {
        self.asked = None;
        self.progress = None;
    }

    /// Which of [`MAP_LEVELS`] comes next; beyond the last, the map is complete.
    pub(crate) fn map_level(&self) -> usize {
        self.progress.as_ref().map_or(0, |map| map.level)
    }

    /// Begins the map anew when it should show another plane than the one it is at: `wanted` is the
    /// model on screen, the version of its weights, and the plane.
    pub(crate) fn note_plane(
        &mut self,
        wanted: Option<(&str, u64, LatentSlice)>,
        has_explorer: bool,
    ) {
        if let Some((model, version, plane)) = wanted {
            let map = self.progress.as_ref();
            let same = map.is_some_and(|map| {
                map.model == model && map.version == version && map.plane == plane
            });
            if !same {
                self.progress = Some(MapProgress {
                    model: model.to_owned(),
                    version,
                    plane,
                    level: 0,
                    next_row: 0,
                });
            }
        }
        let progress = self.progress.as_ref();
        self.map.refining =
            has_explorer && progress.is_some_and(|map| map.level < MAP_LEVELS.len());
    }

    /// Asks for the picture of the point, unless that was done or another is on its way.
    pub(crate) fn schedule_picture(&mut self, context: &mut Context, model: &str, version: u64) {
        let wanted = AskedPicture {
            model: model.to_owned(),
            version,
            z: self.point.clone(),
        };
        let Some(worker) = &mut context.slots.explorer else {
            return;
        };
        if self.asked.as_ref() == Some(&wanted) || worker.decode.is_some() {
            return;
        }
        let AskedPicture { model, version, z } = wanted.clone();
        self.asked = Some(wanted);
        let id = context.outbox.next_request();
        let message = ToEngine::Decode {
            id,
            model: model.clone(),
            z: z.clone(),
        };
        worker.decode = Some(PictureRequest {
            id,
            model,
            version,
            z,
        });
        context.send(WorkerSlot::Explorer, message, None);
    }

    /// A picture arrived; `shown` is the model on screen and the version of its weights. It is shown
    /// also when the point has moved on: it is newer than the one on screen, and a drag is followed
    /// by as many pictures as the engine can decode.
    pub(crate) fn picture_arrived(
        &mut self,
        context: &mut Context,
        shown: Option<(&str, u64)>,
        id: RequestId,
        (pixels, millis): (Result<ImagePixels, UnfitAnswer>, f64),
    ) {
        let pixels = match pixels {
            Ok(pixels) => pixels,
            Err(error) => {
                self.decode_failed(context, id, &error.into());
                return;
            }
        };
        let Some(decode) = end_decode(context, id) else {
            return;
        };
        if shown != Some((decode.model.as_str(), decode.version)) {
            return;
        }
        context.follow_up(FollowUp::PictureTimed(millis));
        self.picture = Some(DecodedPicture {
            model: decode.model,
            z: decode.z,
            pixels,
            millis,
        });
    }

    /// A picture could not be decoded. It is not asked for again until the point moves.
    pub(crate) fn decode_failed(
        &mut self,
        context: &mut Context,
        id: RequestId,
        error: &FailureReason,
    ) -> bool {
        let ours = end_decode(context, id).is_some();
        if ours {
            context.alert(AlertText::PointNotDecoded(error.clone()), None);
        }
        ours
    }

    /// Asks for the next strip of the map.
    pub(crate) fn schedule_map(&mut self, context: &mut Context) {
        let Some(worker) = &mut context.slots.explorer else {
            return;
        };
        let Some(progress) = self.progress.as_ref().filter(|_| worker.map.is_none()) else {
            return;
        };
        let Some(tiles) = MAP_LEVELS.get(progress.level).copied() else {
            return;
        };
        let rows = (TILES_A_STRIP / tiles).clamp(1, tiles - progress.next_row);
        let request = MapRequest {
            id: context.outbox.next_request(),
            model: progress.model.clone(),
            version: progress.version,
            plane: progress.plane.clone(),
            tiles,
            first_row: progress.next_row,
            rows,
        };
        let message = ToEngine::DecodeMap {
            id: request.id,
            model: request.model.clone(),
            slice: request.plane.clone(),
            tiles,
            first_row: request.first_row,
            rows,
        };
        worker.map = Some(request);
        context.send(WorkerSlot::Explorer, message, None);
    }

    /// A strip of the map arrived.
    pub(crate) fn map_rows_arrived(
        &mut self,
        context: &mut Context,
        id: RequestId,
        pixels: Result<ImagePixels, UnfitAnswer>,
    ) {
        let pixels = match pixels.and_then(|pixels| fit_to_request(context, id, pixels)) {
            Ok(pixels) => pixels,
            Err(error) => {
                self.map_failed(context, id, &error.into());
                return;
            }
        };
        let Some(batch) = end_map(context, id) else {
            return;
        };
        let current = self.advance(&batch);
        if current || self.is_newer(&batch) {
            self.show_strip(batch, pixels);
        }
    }

    /// Goes on behind a strip if it is the one that the present plane waits for; says whether it is.
    fn advance(&mut self, batch: &MapRequest) -> bool {
        let Some(progress) = &mut self.progress else {
            return false;
        };
        // The plane may have been left and returned to, and begun anew, since the strip was asked for.
        let expected = (MAP_LEVELS.get(progress.level), progress.next_row);
        if progress.model != batch.model
            || progress.version != batch.version
            || progress.plane != batch.plane
            || expected != (Some(&batch.tiles), batch.first_row)
        {
            return false;
        }
        progress.next_row = batch.first_row + batch.rows;
        if progress.next_row >= batch.tiles {
            progress.level += 1;
            progress.next_row = 0;
        }
        self.map.refining = progress.level < MAP_LEVELS.len();
        true
    }

    /// Whether a strip of a plane that the point has left is still nearer to it than what is on
    /// the map: the map then follows a drag as fast as the engine can.
    fn is_newer(&self, batch: &MapRequest) -> bool {
        let whole = batch.rows == batch.tiles;
        let Some(progress) = self.progress.as_ref().filter(|_| whole) else {
            return false;
        };
        progress.model == batch.model
            && progress.version == batch.version
            && progress.plane.across == batch.plane.across
            && progress.plane.up == batch.plane.up
    }

    fn show_strip(&mut self, batch: MapRequest, pixels: ImagePixels) {
        self.map.drawn = (batch.plane.centre, batch.plane.extent);
        let shown = Some(ShownPlane {
            model: batch.model,
            plane: batch.plane,
        });
        // The point may also have left a plane and come back to it.
        let first = batch.tiles == MAP_LEVELS[0] && batch.first_row == 0;
        if first || self.shown_plane != shown {
            self.shown_plane = shown;
            self.map.strips.clear();
            self.map.generation += 1;
        }
        self.map.strips.push(Arc::new(MapStrip {
            tiles: batch.tiles,
            first_row: batch.first_row,
            rows: batch.rows,
            pixels,
        }));
    }

    /// A strip could not be decoded: the map stays as it is until it should show another plane.
    pub(crate) fn map_failed(
        &mut self,
        context: &mut Context,
        id: RequestId,
        error: &FailureReason,
    ) -> bool {
        let Some(batch) = end_map(context, id) else {
            return false;
        };
        if let Some(progress) = &mut self.progress
            && progress.model == batch.model
            && progress.version == batch.version
            && progress.plane == batch.plane
        {
            progress.level = MAP_LEVELS.len();
            self.map.refining = false;
        }
        context.alert(AlertText::MapNotDecoded(error.clone()), None);
        true
    }
}

/// Refuses a strip whose size is not that of the tiles asked for.
fn fit_to_request(
    context: &Context,
    id: RequestId,
    pixels: ImagePixels,
) -> Result<ImagePixels, UnfitAnswer> {
    let explorer = context.slots.explorer.as_ref();
    let asked = explorer.and_then(|worker| worker.map.as_ref());
    match asked.filter(|asked| asked.id == id) {
        Some(asked)
            if !(pixels.width.is_multiple_of(asked.tiles)
                && pixels.height.is_multiple_of(asked.rows)) =>
        {
            Err(UnfitAnswer::Tiles {
                tiles: asked.tiles,
                rows: asked.rows,
                width: pixels.width,
                height: pixels.height,
            })
        }
        _ => Ok(pixels),
    }
}

fn end_decode(context: &mut Context, id: RequestId) -> Option<PictureRequest> {
    let worker = context.slots.explorer.as_mut()?;
    worker.decode.take_if(|asked| asked.id == id)
}

fn end_map(context: &mut Context, id: RequestId) -> Option<MapRequest> {
    let worker = context.slots.explorer.as_mut()?;
    worker.map.take_if(|asked| asked.id == id)
}
