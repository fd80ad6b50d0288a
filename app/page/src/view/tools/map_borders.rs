//! The regions of the map that a classifier takes for one class each: colours, borders, names.

use std::sync::Arc;

use leptos::prelude::*;

use crate::drawing::class_regions::{CellPlace, name_place, outlines};
use crate::drawing::digit_palette;
use crate::view::components::UiContext;
use crate::words::{borders as words, recipe};
use run_spec::DatasetId;
use session::{BordersRefusal, ClassRegions, MapOverlay, Session, SharedIdentity};

/// No data set that has a classifier has more classes.
pub(super) const MOST_CLASSES: u8 = 10;

/// The data set whose classifier looks at the model's pictures, if there is one.
pub(super) fn classified_data(session: &Session) -> Option<DatasetId> {
    session.tools.own.borders.data()?.ok()
}

/// What a class is called; empty where there is none.
pub(super) fn class_title(session: &Session, class: u8) -> &'static str {
    let name = classified_data(session).and_then(|data| recipe::class_name(data, class));
    name.unwrap_or_default()
}

/// Why there is no classifier for the model's pictures; empty if there is one.
pub(super) fn refusal(session: &Session) -> String {
    match session.tools.own.borders.data() {
        None | Some(Ok(_)) => String::new(),
        Some(Err(BordersRefusal::OtherData)) => words::other_data().to_owned(),
        Some(Err(BordersRefusal::OtherSize { expected, found })) => words::OtherSize {
            expected_width: expected.width as f64,
            expected_height: expected.height as f64,
            width: found.width as f64,
            height: found.height as f64,
        }
        .text(),
    }
}

/// What the overlay's colours mean.
pub(super) fn legend(session: &Session) -> String {
    match refusal(session) {
        none if none.is_empty() => words::legend().to_owned(),
        refusal => refusal,
    }
}

/// The regions of what the map shows now, once they are known.
pub(super) fn shown_regions(session: &Session) -> Option<Arc<ClassRegions>> {
    let regions = session.tools.own.borders.regions.as_ref()?;
    let map = &session.view.map;
    let (basis, offset) = session.basis();
    let slice = &regions.slice;
    let is_shown = slice.centre == map.centre
        && slice.extent == map.extent
        && slice.across == basis.across
        && slice.up == basis.up
        && slice.origin == offset;
    is_shown.then(|| Arc::clone(regions))
}

/// The regions' colours: the stronger, the surer the classifier is.
pub(super) fn painted(session: &Session, dark: bool) -> Option<(usize, Vec<u8>)> {
    let regions = shown_regions(session)?;
    let paint = |(class, share): &(u8, f32)| {
        let [red, green, blue] = digit_palette::rgb(*class, dark);
        [red, green, blue, (30.0 + 130.0 * share.powi(2)) as u8]
    };
    let rgba = regions.classes.iter().flat_map(paint).collect();
    Some((regions.cells, rgba))
}

fn over_map(session: &Session) -> Option<Arc<ClassRegions>> {
    let is_over = session.tools.overlay == MapOverlay::Borders;
    is_over.then(|| shown_regions(session)).flatten()
}

fn place(regions: &ClassRegions) -> CellPlace {
    let ((x, y), extent) = (regions.slice.centre, regions.slice.extent);
    CellPlace {
        left: x - extent,
        top: -y - extent,
        side: 2.0 * extent / regions.cells as f32,
    }
}

fn classes(regions: &ClassRegions) -> Vec<u8> {
    regions.classes.iter().map(|cell| cell.0).collect()
}

/// The lines between regions, and a name in each. Both have a light edge, so that they are seen on any
/// picture, and say without colour what the colours do.
pub(super) fn map_borders(ui: UiContext) -> AnyView {
    // Worked out when the regions are others, not whenever the point moves.
    let ui = ui.following(|session| {
        let regions = over_map(session).as_ref().map(SharedIdentity::of);
        (regions, session.view.map.extent)
    });
    let lines = |session: &Session| {
        let regions = over_map(session)?;
        Some(outlines(&classes(&regions), regions.cells, place(&regions)))
    };
    let names: Vec<AnyView> = (0..MOST_CLASSES)
        .map(|class| region_name(ui, class))
        .collect();
    view! {
        <g>
            <path
                d=ui.attribute(lines)
                stroke="#fff"
                stroke-opacity="0.85"
                stroke-width="3.5"
                stroke-linecap="square"
            />
            <path
                class="class-borders"
                d=ui.attribute(lines)
                stroke="#111"
                stroke-width="1.5"
                stroke-linecap="square"
            />
            {names}
        </g>
    }
    .into_any()
}

fn region_name(ui: UiContext, class: u8) -> AnyView {
    let at = move |session: &Session| {
        let regions = over_map(session)?;
        name_place(&classes(&regions), regions.cells, class, place(&regions))
    };
    let transform = move |session: &Session| {
        let (x, y) = at(session)?;
        // Names keep their size however near one looks.
        let scale = session.view.map.extent / session::EXTENT;
        Some(format!("translate({x} {y}) scale({scale})"))
    };
    let visibility = move |session: &Session| at(session).is_none().then(|| "hidden".to_owned());
    view! {
        <text
            class="region-name"
            transform=ui.attribute(transform)
            visibility=ui.attribute(visibility)
            text-anchor="middle"
            dy="0.11"
            font-size="0.32"
            font-weight="700"
            fill="#111"
            stroke="#fff"
            stroke-width="0.09"
            stroke-linejoin="round"
            paint-order="stroke"
        >
            {ui.text(move |session| class_title(session, class).to_owned())}
        </text>
    }
    .into_any()
}
