//! What is looked at: the point, its picture, the map around it, the legend of its points.
//!
//! - `controls`: what the visitor moves; `decoding`: what is decoded next, and what arrives.

mod controls;
mod decoding;

use std::sync::Arc;

use crate::limits::EXTENT;
use crate::moves::MapPlane;
use crate::pictures::ImagePixels;
use decoding::{AskedPicture, MapProgress, ShownPlane};

/// A decoded picture.
#[derive(Clone, Debug, PartialEq)]
pub struct DecodedPicture {
    /// The model that made it (a [`CatalogEntry::id`](crate::CatalogEntry::id)).
    pub model: String,
    /// The latent point that was decoded.
    pub z: Vec<f32>,
    /// What came out.
    pub pixels: ImagePixels,
    /// How long that took in the worker, in milliseconds.
    pub millis: f64,
}

/// The latent map: a plane of decoded tiles.
#[derive(Clone, Debug, PartialEq)]
pub struct LatentMap {
    /// The latent dimension (from 0) on the horizontal axis.
    pub x_axis: usize,
    /// The latent dimension (from 0) on the vertical axis.
    pub y_axis: usize,
    /// The plane; `x_axis` and `y_axis` count where it is along two dimensions.
    pub plane: MapPlane,
    /// The centre of what is shown of it.
    pub centre: (f32, f32),
    /// Half the side of what is shown of it, in prior standard deviations.
    pub extent: f32,
    /// The centre and half the side of what `strips` show.
    pub drawn: ((f32, f32), f32),
    /// Strips of tiles in the order in which they are to be drawn over one another. While a new
    /// plane is decoded, the old plane's strips stay until they are drawn over.
    pub strips: Vec<Arc<MapStrip>>,
    /// Rises whenever `strips` starts again from an empty list.
    pub generation: u64,
    /// Whether strips of the present plane are still to come.
    pub refining: bool,
}

/// Some rows of the map's tiles.
#[derive(Clone, Debug, PartialEq)]
pub struct MapStrip {
    /// How many tiles the whole map has across, and down.
    pub tiles: usize,
    /// The strip's first row of tiles, from the top.
    pub first_row: usize,
    /// How many rows of tiles it has.
    pub rows: usize,
    /// The tiles.
    pub pixels: ImagePixels,
}

/// Which points are drawn over the map.
#[derive(Clone, Debug, PartialEq)]
pub struct PointLegend {
    /// Whether any are.
    pub shown: bool,
    /// Whether those of each digit are.
    pub digits: [bool; 10],
    /// Whether the visitor chose `shown`.
    pub(crate) chosen: bool,
}

/// The point, its picture, the map around it.
#[derive(Clone, Debug, PartialEq)]
pub struct LatentView {
    /// The latent point on sliders and map, one coordinate per latent dimension.
    pub point: Vec<f32>,
    /// The newest decoded picture and the point that it shows.
    pub picture: Option<DecodedPicture>,
    /// The latent map.
    pub map: LatentMap,
    /// Which points are drawn.
    pub legend: PointLegend,
    /// The picture that was last asked for.
    asked: Option<AskedPicture>,
    /// How far the map of the present plane is.
    progress: Option<MapProgress>,
    /// The plane whose strips are on the map.
    shown_plane: Option<ShownPlane>,
}

impl LatentView {
    /// The centre of a latent space, before anything is decoded.
    pub(crate) fn new(latent: usize) -> Self {
        Self {
            point: vec![0.0; latent],
            picture: None,
            map: LatentMap {
                x_axis: 0,
                y_axis: usize::from(latent > 1),
                plane: MapPlane::Axes,
                centre: (0.0, 0.0),
                extent: EXTENT,
                drawn: ((0.0, 0.0), EXTENT),
                strips: Vec::new(),
                generation: 0,
                refining: false,
            },
            legend: PointLegend {
                shown: true,
                digits: [true; 10],
                chosen: false,
            },
            asked: None,
            progress: None,
            shown_plane: None,
        }
    }

    /// How many latent dimensions there are.
    pub fn latent(&self) -> usize {
        self.point.len()
    }

    /// Another model is on screen, with this plane on the map; `reset` says whether the point was
    /// meant for another one.
    pub(crate) fn model_shown(&mut self, latent: usize, plane: MapPlane, reset: bool) {
        if reset {
            self.point = vec![0.0; latent];
            self.map.x_axis = 0;
            self.map.y_axis = usize::from(latent > 1);
        }
        self.map.plane = plane;
    }
}
