//! What can be laid over the map: densities, how fast pictures change, what regions show.

use std::cell::RefCell;

use latent::{MapTile, SliceView};
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use super::map_borders;
use crate::drawing::digit_palette;
use crate::drawing::nearest_labels::{VOTERS, ranked, votes};
use crate::host::canvas;
use crate::view::components::UiContext;
use crate::view::theme;
use crate::words::{MessageFn, borders, tools as words};
use session::drawing;
use session::{ExploreEvent, MapOverlay, Session, SharedIdentity};

/// Cells across the overlay, and down.
const CELLS: usize = 48;
/// Cells of the regions: each compares with every encoded image.
const REGIONS: usize = 28;

const CHOICES: [(MapOverlay, &str, MessageFn); 5] = [
    (MapOverlay::None, "none", words::no_overlay),
    (MapOverlay::Density, "density", words::density),
    (MapOverlay::Sensitivity, "sensitivity", words::sensitivity),
    (MapOverlay::Regions, "regions", words::regions),
    (MapOverlay::Borders, "borders", borders::overlay),
];

/// The choice, in the map's head.
pub(super) fn overlay_picker(ui: UiContext) -> AnyView {
    let option = |(overlay, word, title): (MapOverlay, &'static str, MessageFn)| {
        let disabled = move |session: &Session| {
            matches!(overlay, MapOverlay::Density | MapOverlay::Regions)
                && session.models.points.is_none()
        };
        let selected = ui.flag_property(move |session| session.tools.overlay == overlay);
        view! {
            <option value=word disabled=ui.flag(disabled) prop:selected=selected>
                {title()}
            </option>
        }
    };
    let options: Vec<_> = CHOICES.map(option).into();
    let on_change = move |event| {
        let word = event_target_value(&event);
        if let Some(found) = CHOICES.iter().find(|choice| choice.1 == word) {
            ui.explore(ExploreEvent::ShowOverlay(found.0));
        }
    };
    view! {
        <select aria-label=words::overlay() on:change=on_change>
            {options}
        </select>
    }
    .into_any()
}

/// What an overlay depends on.
#[derive(PartialEq)]
struct OverlayKey {
    overlay: MapOverlay,
    model: Option<String>,
    basis: latent::SliceBasis,
    offset: Vec<f32>,
    view: ((f32, f32), f32),
    /// The encoded images; of borders, the regions.
    points: Option<SharedIdentity>,
    strips: (u64, usize),
    dark: bool,
}

impl OverlayKey {
    /// What the overlay that is chosen depends on; `None` while the map has not all that it needs.
    fn of(session: &Session) -> Option<Self> {
        let overlay = session.tools.overlay;
        let map = &session.view.map;
        let of_tiles = overlay == MapOverlay::Sensitivity;
        if of_tiles && map.refining {
            return None;
        }
        let (basis, offset) = session.basis();
        let points = match overlay {
            MapOverlay::Borders => {
                let regions = map_borders::shown_regions(session);
                regions.as_ref().map(SharedIdentity::of)
            }
            _ => session.models.points.as_ref().map(SharedIdentity::of),
        };
        Some(Self {
            overlay,
            model: shown_model(session),
            basis,
            // Regions depend on where the plane lies; densities do not.
            offset: if overlay == MapOverlay::Regions {
                offset
            } else {
                Vec::new()
            },
            view: if of_tiles {
                map.drawn
            } else {
                (map.centre, map.extent)
            },
            points,
            strips: if of_tiles {
                (map.generation, map.strips.len())
            } else {
                (0, 0)
            },
            dark: theme::is_dark(),
        })
    }

    /// Whether it was drawn of tiles that are not on the map any more.
    fn is_of_other_tiles(&self, session: &Session) -> bool {
        let gone = self.strips.0 != session.view.map.generation;
        self.overlay == MapOverlay::Sensitivity && (gone || self.model != shown_model(session))
    }
}

fn shown_model(session: &Session) -> Option<String> {
    let model = session.models.on_screen.as_ref();
    model.map(|model| model.id.clone())
}

/// The overlay on the map, and what its colours mean.
pub(super) fn map_overlay(ui: UiContext) -> AnyView {
    let canvas = NodeRef::<html::Canvas>::new();
    let shown = RefCell::new(None::<OverlayKey>);
    ui.on_update(move |session| {
        let Some(canvas) = canvas.get() else { return };
        if session.tools.overlay == MapOverlay::None {
            shown.take();
            return;
        }
        let key = OverlayKey::of(session);
        let stale = |key: &OverlayKey| key.is_of_other_tiles(session);
        if key.is_none() && shown.borrow().as_ref().is_some_and(stale) {
            // Setting a size empties a canvas.
            canvas.set_width(canvas.width());
            shown.take();
        }
        if key.is_some() && key != *shown.borrow() {
            if let Some(key) = &key {
                draw(&canvas, session, key);
            }
            shown.replace(key);
        }
    });
    let legend = |session: &Session| {
        match session.tools.overlay {
            MapOverlay::Borders => return map_borders::legend(session),
            MapOverlay::None => "",
            MapOverlay::Density => words::density_legend(),
            MapOverlay::Sensitivity => words::sensitivity_legend(),
            MapOverlay::Regions => words::regions_legend(),
        }
        .to_owned()
    };
    view! {
        <canvas
            class="heat"
            hidden=ui.flag(|session| session.tools.overlay == MapOverlay::None)
            node_ref=canvas
        ></canvas>
        <p class="heat-legend">{ui.text(legend)}</p>
    }
    .into_any()
}

fn draw(target: &HtmlCanvasElement, session: &Session, key: &OverlayKey) {
    let painted = match key.overlay {
        MapOverlay::None => None,
        MapOverlay::Density => density(session, key).map(|rgba| (CELLS, rgba)),
        MapOverlay::Sensitivity => sensitivity(session, key),
        MapOverlay::Borders => map_borders::painted(session, key.dark),
        MapOverlay::Regions => regions(session, key).map(|rgba| (REGIONS, rgba)),
    };
    let Some((cells, rgba)) = painted else {
        target.set_width(target.width());
        return;
    };
    canvas::resize(target, cells as u32, cells as u32);
    if let (Some(context), Ok(image)) = (
        canvas::context(target),
        canvas::rgba_data(&rgba, cells as u32),
    ) {
        // Fails only for an image without memory, and this one has its own.
        let _ = context.put_image_data(&image, 0.0, 0.0);
    }
}

fn view(key: &OverlayKey) -> SliceView {
    let ((x, y), extent) = key.view;
    SliceView { x, y, extent }
}

/// The logarithm of the aggregate posterior's density over the prior's, as two colours.
fn density(session: &Session, key: &OverlayKey) -> Option<Vec<u8>> {
    let points = session.models.points.as_ref()?;
    let density = latent::aggregate_density(
        &points.means,
        &points.spreads,
        points.latent,
        &key.basis,
        view(key),
        CELLS,
    )?;
    let ratio = latent::log_ratio(&density, view(key), CELLS);
    let prior = latent::prior_density(view(key), CELLS);
    let most = prior.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    let paint = |(ratio, prior): (&f32, &f32)| -> [u8; 4] {
        // Where the prior expects next to nothing, an absence says little.
        let weight = if *ratio > 0.0 {
            1.0
        } else {
            (prior / most).powf(0.25)
        };
        let strength = weight * (ratio.abs() / 3.0).min(1.0);
        let [red, green, blue] = if *ratio > 0.0 {
            [224, 90, 30]
        } else {
            [40, 110, 190]
        };
        [red, green, blue, (170.0 * strength) as u8]
    };
    Some(ratio.iter().zip(&prior).flat_map(paint).collect())
}

/// How fast the picture changes, from the tiles that are on the map.
fn sensitivity(session: &Session, key: &OverlayKey) -> Option<(usize, Vec<u8>)> {
    let sheet = drawing::composed(&session.view.map.strips)?;
    let tiles = session
        .view
        .map
        .strips
        .iter()
        .map(|strip| strip.tiles)
        .max()?;
    let tile = MapTile {
        width: sheet.width / tiles,
        height: sheet.height / tiles,
        channels: sheet.channels,
    };
    let step = 2.0 * key.view.1 / tiles as f32;
    let speeds = latent::sensitivity(&sheet.bytes, tiles, tile, step)?;
    let most = speeds.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    let ink = if key.dark {
        [255, 214, 120]
    } else {
        [120, 30, 90]
    };
    let paint = |speed: &f32| {
        [
            ink[0],
            ink[1],
            ink[2],
            (225.0 * (speed / most).powf(1.5)) as u8,
        ]
    };
    Some((tiles, speeds.iter().flat_map(paint).collect()))
}

/// What most of the nearest encoded images show, in the whole space.
fn regions(session: &Session, key: &OverlayKey) -> Option<Vec<u8>> {
    let points = session.models.points.as_ref()?;
    let mut rgba = Vec::with_capacity(4 * REGIONS * REGIONS);
    let cell = 2.0 * key.view.1 / REGIONS as f32;
    let ((x, y), extent) = key.view;
    for row in 0..REGIONS {
        for column in 0..REGIONS {
            let s = x - extent + (column as f32 + 0.5) * cell;
            let t = y + extent - (row as f32 + 0.5) * cell;
            let point = key.basis.point(&key.offset, s, t);
            let votes = votes(&point, &points.means, &points.labels);
            let label = ranked(votes).first().copied().unwrap_or_default();
            let sure = f32::from(votes[usize::from(label)]) / VOTERS as f32;
            let [red, green, blue] = digit_palette::rgb(label, key.dark);
            rgba.extend([red, green, blue, (60.0 + 130.0 * sure) as u8]);
        }
    }
    Some(rgba)
}
