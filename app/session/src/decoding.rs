//! What is decoded next, and what becomes of it.
//!
//! The picture goes first, then the map's coarse level, then the points, then its fine level. Of
//! pictures and of strips at most one is on its way, and what is sent is always the newest state:
//! however fast the point moves, nothing queues up.

use std::sync::Arc;

use super::MAP_LEVELS;
use super::book::WorkerSlot;
use super::late::Call;
use super::room::Room;
use super::state::{DecodedPicture, ImagePixels, MapStrip, Session};
use super::worker::{MapRequest, PictureRequest, WorkerState};
use protocol::{Plane, RequestId, ToEngine};

/// A strip has about this many tiles, so that a picture never waits long behind one.
const TILES_A_STRIP: usize = 100;
/// The decode time shown is the median of this many.
const TIMES_KEPT: usize = 9;

/// How far the map of a plane is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct MapProgress {
    model: String,
    plane: Plane,
    /// Which of [`MAP_LEVELS`] comes next; beyond the last, the map is complete.
    level: usize,
    /// The first row of that level which is still to come.
    next_row: usize,
}

impl Session {
    /// Sends whatever the explorer should do next.
    pub(super) fn schedule(&mut self) {
        self.note_plane();
        let Some(model) = self.model.as_ref().map(|model| model.id.clone()) else {
            return;
        };
        if !self.explorer().is_some_and(|worker| worker.holds(&model)) {
            return;
        }
        self.schedule_picture(&model);
        if self.explorer().is_none_or(|worker| worker.decode.is_some()) {
            return;
        }
        let level = self.book.progress.as_ref().map_or(0, |map| map.level);
        // Where there is no map to see, nothing waits for it.
        if level > 0 || self.room == Room::Compare {
            self.schedule_points(&model);
            // The tools' pictures come before the map's fine level.
            if self.late(Call::ScheduleTools) {
                return;
            }
        }
        if self.room != Room::Compare {
            self.schedule_map();
        }
        if level >= MAP_LEVELS.len() {
            self.schedule_race(&model);
        }
    }

    fn explorer(&self) -> Option<&WorkerState> {
        self.book.explorer.as_ref()
    }

    /// Begins the map anew when it should show another plane than the one it is at.
    fn note_plane(&mut self) {
        if let Some(model) = &self.model {
            let plane = self.plane();
            let same = self
                .book
                .progress
                .as_ref()
                .is_some_and(|map| map.model == model.id && map.plane == plane);
            if !same {
                self.book.progress = Some(MapProgress {
                    model: model.id.clone(),
                    plane,
                    level: 0,
                    next_row: 0,
                });
            }
        }
        let progress = self.book.progress.as_ref();
        self.map.refining = self.book.explorer.is_some()
            && progress.is_some_and(|map| map.level < MAP_LEVELS.len());
    }

    fn schedule_picture(&mut self, model: &str) {
        let asked = self.book.asked.as_ref();
        if asked.is_some_and(|(of, z)| of == model && *z == self.point)
            || self.explorer().is_none_or(|worker| worker.decode.is_some())
        {
            return;
        }
        let (model, z) = (model.to_owned(), self.point.clone());
        let id = self.book.next_request();
        self.book.asked = Some((model.clone(), z.clone()));
        let message = ToEngine::Decode {
            id,
            model: model.clone(),
            z: z.clone(),
        };
        if let Some(worker) = &mut self.book.explorer {
            worker.decode = Some(PictureRequest { id, model, z });
        }
        self.book.send(WorkerSlot::Explorer, message, None);
    }

    /// A picture arrived. It is shown also when the point has moved on: it is newer than the one
    /// on screen, and a drag is followed by as many pictures as the engine can decode.
    pub(super) fn picture_arrived(
        &mut self,
        seat: WorkerSlot,
        id: RequestId,
        pixels: Result<ImagePixels, String>,
        millis: f64,
    ) {
        if seat != WorkerSlot::Explorer {
            return;
        }
        let pixels = match pixels {
            Ok(pixels) => pixels,
            Err(error) => {
                self.decode_failed(id, &error);
                return;
            }
        };
        let Some(decode) = self.end_decode(id) else {
            return;
        };
        if self
            .model
            .as_ref()
            .is_none_or(|model| model.id != decode.model)
        {
            return;
        }
        self.note_millis(millis);
        self.picture = Some(DecodedPicture {
            z: decode.z,
            pixels,
            millis,
        });
    }

    /// A picture could not be decoded. It is not asked for again until the point moves.
    pub(super) fn decode_failed(&mut self, id: RequestId, error: &str) -> bool {
        let ours = self.end_decode(id).is_some();
        if ours {
            self.alert(format!("This point could not be decoded: {error}"), None);
        }
        ours
    }

    fn end_decode(&mut self, id: RequestId) -> Option<PictureRequest> {
        let worker = self.book.explorer.as_mut()?;
        worker.decode.take_if(|decode| decode.id == id)
    }

    fn note_millis(&mut self, millis: f64) {
        let times = &mut self.book.millis;
        if millis.is_finite() {
            times.push_back(millis);
        }
        if times.len() > TIMES_KEPT {
            times.pop_front();
        }
        let mut sorted: Vec<f64> = times.iter().copied().collect();
        sorted.sort_by(f64::total_cmp);
        self.engine.decode_millis = sorted.get(sorted.len() / 2).copied();
    }

    fn schedule_map(&mut self) {
        if self.explorer().is_none_or(|worker| worker.map.is_some()) {
            return;
        }
        let Some(progress) = self.book.progress.clone() else {
            return;
        };
        let Some(tiles) = MAP_LEVELS.get(progress.level).copied() else {
            return;
        };
        let rows = (TILES_A_STRIP / tiles).clamp(1, tiles - progress.next_row);
        let id = self.book.next_request();
        let batch = MapRequest {
            id,
            model: progress.model,
            plane: progress.plane,
            tiles,
            first_row: progress.next_row,
            rows,
        };
        let message = ToEngine::DecodeMap {
            id,
            model: batch.model.clone(),
            plane: batch.plane.clone(),
            tiles,
            first_row: batch.first_row,
            rows,
        };
        if let Some(worker) = &mut self.book.explorer {
            worker.map = Some(batch);
        }
        self.book.send(WorkerSlot::Explorer, message, None);
    }

    /// A strip of the map arrived.
    pub(super) fn map_rows_arrived(
        &mut self,
        seat: WorkerSlot,
        id: RequestId,
        pixels: Result<ImagePixels, String>,
    ) {
        if seat != WorkerSlot::Explorer {
            return;
        }
        let pixels = match pixels.and_then(|pixels| self.fit_to_batch(id, pixels)) {
            Ok(pixels) => pixels,
            Err(error) => {
                self.map_failed(id, &error);
                return;
            }
        };
        let Some(batch) = self.end_batch(id) else {
            return;
        };
        let current = self.advance(&batch);
        if current || self.is_newer(&batch) {
            self.show_strip(batch, pixels);
        }
    }

    /// Refuses a strip whose size is not that of the tiles asked for.
    fn fit_to_batch(&self, id: RequestId, pixels: ImagePixels) -> Result<ImagePixels, String> {
        let batch = self.explorer().and_then(|worker| worker.map.as_ref());
        match batch.filter(|batch| batch.id == id) {
            Some(batch)
                if !(pixels.width.is_multiple_of(batch.tiles)
                    && pixels.height.is_multiple_of(batch.rows)) =>
            {
                Err(format!(
                    "expected {} × {} tiles, found {} × {} pixels",
                    batch.tiles, batch.rows, pixels.width, pixels.height
                ))
            }
            _ => Ok(pixels),
        }
    }

    /// Goes on behind a strip if it is the one that the present plane waits for; says whether it is.
    fn advance(&mut self, batch: &MapRequest) -> bool {
        let Some(progress) = &mut self.book.progress else {
            return false;
        };
        // The plane may have been left and returned to, and begun anew, since the strip was asked for.
        let expected = (MAP_LEVELS.get(progress.level), progress.next_row);
        if progress.model != batch.model
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
        let Some(progress) = self.book.progress.as_ref().filter(|_| whole) else {
            return false;
        };
        progress.model == batch.model
            && progress.plane.across == batch.plane.across
            && progress.plane.up == batch.plane.up
    }

    fn show_strip(&mut self, batch: MapRequest, pixels: ImagePixels) {
        self.map.drawn = (batch.plane.centre, batch.plane.extent);
        let shown = Some((batch.model, batch.plane));
        // The point may also have left a plane and come back to it.
        let first = batch.tiles == MAP_LEVELS[0] && batch.first_row == 0;
        if first || self.book.shown_plane != shown {
            self.book.shown_plane = shown;
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
    pub(super) fn map_failed(&mut self, id: RequestId, error: &str) -> bool {
        let Some(batch) = self.end_batch(id) else {
            return false;
        };
        if let Some(progress) = &mut self.book.progress
            && progress.model == batch.model
            && progress.plane == batch.plane
        {
            progress.level = MAP_LEVELS.len();
            self.map.refining = false;
        }
        self.alert(format!("The map could not be decoded: {error}"), None);
        true
    }

    fn end_batch(&mut self, id: RequestId) -> Option<MapRequest> {
        let worker = self.book.explorer.as_mut()?;
        worker.map.take_if(|batch| batch.id == id)
    }
}
