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

/// A strip has at most this many tiles, so that a picture never waits long behind one.
const TILES_A_STRIP: usize = 100;
/// A strip should take no longer than this, in milliseconds, for the same reason. Where a whole coarse
/// map takes less, it is one strip, and follows a drag.
const MILLIS_A_STRIP: f64 = 100.0;
/// The map's tiles across and down where a row of [`MAP_LEVELS`] takes longer than that, by what one
/// picture takes at least, in milliseconds.
const SLOW_LEVELS: [(f64, [usize; 2]); 2] = [(40.0, [3, 6]), (8.0, [5, 10])];
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
    /// The map's tiles across and down, coarse first.
    levels: [usize; 2],
    /// Which of the levels comes next; beyond the last, the map is complete.
    level: usize,
    /// The first row of that level which is still to come.
    next_row: usize,
}

/// What a plane's origin differs by for rounding alone, where the point moves within the plane.
const ROUNDING: f32 = 1e-4;

/// Whether two planes show the same pictures.
fn is_same(one: &LatentSlice, other: &LatentSlice) -> bool {
    let near = |(a, b): (&f32, &f32)| (a - b).abs() <= ROUNDING;
    one.across == other.across
        && one.up == other.up
        && (one.centre, one.extent) == (other.centre, other.extent)
        && one.origin.len() == other.origin.len()
        && one.origin.iter().zip(&other.origin).all(near)
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

    /// Which of the map's levels comes next; beyond the last, the map is complete.
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
                map.model == model && map.version == version && is_same(&map.plane, &plane)
            });
            if !same {
                self.progress = Some(MapProgress {
                    model: model.to_owned(),
                    version,
                    plane,
                    levels: levels_for(self.millis_of(model)),
                    level: 0,
                    next_row: 0,
                });
            }
        }
        let progress = self.progress.as_ref();
        self.map.refining =
            has_explorer && progress.is_some_and(|map| map.level < MAP_LEVELS.len());
    }

    /// How long a picture of a model takes, in milliseconds; 0 while that is not known.
    fn millis_of(&self, model: &str) -> f64 {
        let picture = self.picture.as_ref().filter(|it| it.model == model);
        picture.map_or(0.0, |picture| picture.millis)
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
        let Some(tiles) = progress.levels.get(progress.level).copied() else {
            return;
        };
        let fit = (MILLIS_A_STRIP / self.millis_of(&progress.model).max(0.1)) as usize;
        let rows = fit.min(TILES_A_STRIP) / tiles;
        let rows = rows.clamp(1, tiles - progress.next_row);
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
        let expected = (progress.levels.get(progress.level), progress.next_row);
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
        self.map.refining = progress.level < progress.levels.len();
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
        let coarse = self.progress.as_ref().map(|map| map.levels[0]);
        let first = Some(batch.tiles) == coarse && batch.first_row == 0;
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

/// The map's tiles across and down for a model of which one picture takes so long.
fn levels_for(millis: f64) -> [usize; 2] {
    let slow = SLOW_LEVELS.iter().find(|(least, _)| millis >= *least);
    slow.map_or(MAP_LEVELS, |(_, levels)| *levels)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slower_a_model_the_fewer_tiles_and_a_row_takes_no_longer_than_a_glance() {
        assert_eq!(levels_for(0.0), MAP_LEVELS, "not known yet");
        assert_eq!(levels_for(0.3), MAP_LEVELS);
        for millis in [3.0, 8.0, 20.0, 40.0, 100.0] {
            let [coarse, fine] = levels_for(millis);
            assert_eq!(fine, 2 * coarse, "a fine tile is a quarter of a coarse one");
            assert!(coarse as f64 * millis <= 300.0, "{millis}: {coarse}");
        }
        assert!(levels_for(100.0)[1] < levels_for(20.0)[1]);
    }
}
