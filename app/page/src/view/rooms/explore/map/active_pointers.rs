//! Moving and zooming the map with pointers: one drags it, two pinch it.

use latent::SliceView;
use latent::explore_link::EXTENTS;

/// A pointer, and where it is in the field: from −1 to 1, rightwards and upwards.
type PointerPlace = (i32, (f32, f32));

/// The pointers on the map.
#[derive(Clone, Default)]
pub(super) struct ActivePointers {
    down: Vec<PointerPlace>,
    /// What was seen, and where the pointers were, when the newest came or the last one went.
    from: Option<(SliceView, Vec<PointerPlace>)>,
}

impl ActivePointers {
    /// A pointer came down; says how many there are.
    pub fn down(&mut self, pointer: i32, place: (f32, f32), view: SliceView) -> usize {
        self.down.retain(|down| down.0 != pointer);
        self.down.push((pointer, place));
        self.from = Some((view, self.down.clone()));
        self.down.len()
    }

    /// A pointer went; says how many are left.
    pub fn up(&mut self, pointer: i32, view: SliceView) -> usize {
        self.down.retain(|down| down.0 != pointer);
        self.from = Some((view, self.down.clone()));
        self.down.len()
    }

    /// A pointer moved; says what is to be seen now.
    pub fn moved(&mut self, pointer: i32, place: (f32, f32)) -> Option<SliceView> {
        let down = self.down.iter_mut().find(|down| down.0 == pointer)?;
        down.1 = place;
        let (view, before) = self.from.as_ref()?;
        let (centre, reach) = centre_and_spread(&self.down)?;
        let (centre_before, reach_before) = centre_and_spread(before)?;
        let scale = if reach > 0.0 && reach_before > 0.0 {
            reach_before / reach
        } else {
            1.0
        };
        let extent = view.extent * scale;
        // What was below the pointers stays below them.
        Some(SliceView {
            x: view.x + centre_before.0 * view.extent - centre.0 * extent,
            y: view.y + centre_before.1 * view.extent - centre.1 * extent,
            extent,
        })
    }
}

/// The middle of the pointers, and how far they are from it.
fn centre_and_spread(pointers: &[PointerPlace]) -> Option<((f32, f32), f32)> {
    let count = pointers.len() as f32;
    let (x, y) = pointers
        .iter()
        .fold((0.0, 0.0), |sum, (_, at)| (sum.0 + at.0, sum.1 + at.1));
    let centre = (x / count, y / count);
    let reach = pointers.iter().map(|(_, at)| {
        let (x, y) = (at.0 - centre.0, at.1 - centre.1);
        x.hypot(y)
    });
    (!pointers.is_empty()).then(|| (centre, reach.sum()))
}

/// A view whose extent is `factor` times as large, with the same thing at a place of the field.
pub(super) fn zoomed(view: SliceView, place: (f32, f32), factor: f32) -> SliceView {
    let extent = (view.extent * factor).clamp(EXTENTS.0, EXTENTS.1);
    SliceView {
        x: view.x + place.0 * (view.extent - extent),
        y: view.y + place.1 * (view.extent - extent),
        extent,
    }
}
