//! Where something small stands beside something else on a screen.

/// A rectangle on the screen, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScreenBox {
    /// Its left edge.
    pub left: f64,
    /// Its upper edge.
    pub top: f64,
    /// Its right edge.
    pub right: f64,
    /// Its lower edge.
    pub bottom: f64,
}

/// What is left free between the two, and to the window's edges.
const GAP: f64 = 12.0;

impl ScreenBox {
    fn meets(&self, other: &Self) -> bool {
        let across = self.left < other.right && self.right > other.left;
        across && self.top < other.bottom && self.bottom > other.top
    }
}

/// Where the upper left corner of something of this size stands, so that it is on screen and covers
/// nothing of `target`: to its right, to its left, below or above it, and if it can be, nothing of
/// `other`. Where it has room nowhere, it stands at that end of the window where it covers less.
pub fn beside(
    target: ScreenBox,
    other: Option<ScreenBox>,
    size: (f64, f64),
    window: (f64, f64),
) -> (f64, f64) {
    let (width, height) = size;
    let most_left = (window.0 - width - GAP).max(0.0);
    let most_top = (window.1 - height - GAP).max(0.0);
    let across = target.left.clamp(GAP.min(most_left), most_left);
    let down = target.top.clamp(GAP.min(most_top), most_top);
    let places = [
        (target.right + GAP, down),
        (target.left - GAP - width, down),
        (across, target.bottom + GAP),
        (across, target.top - GAP - height),
    ];
    let is_on_screen = |(left, top): &(f64, f64)| {
        (0.0..=most_left).contains(left) && (0.0..=most_top).contains(top)
    };
    let is_free = |(left, top): &(f64, f64)| {
        let (left, top) = (*left, *top);
        let here = ScreenBox {
            left,
            top,
            right: left + width,
            bottom: top + height,
        };
        other.is_none_or(|other| !here.meets(&other))
    };
    let places: Vec<_> = places.into_iter().filter(is_on_screen).collect();
    let best = places.iter().copied().find(is_free);
    if let Some(place) = best.or(places.first().copied()) {
        return place;
    }
    let is_upper_half_freer = target.top > window.1 - target.bottom;
    (across, if is_upper_half_freer { 0.0 } else { most_top })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (f64, f64) = (320.0, 180.0);

    fn target(left: f64, top: f64, right: f64, bottom: f64) -> ScreenBox {
        ScreenBox {
            left,
            top,
            right,
            bottom,
        }
    }

    #[track_caller]
    fn assert_free(target: ScreenBox, window: (f64, f64)) {
        let (left, top) = beside(target, None, SIZE, window);
        let (right, bottom) = (left + SIZE.0, top + SIZE.1);
        assert!(left >= 0.0 && top >= 0.0, "{left}, {top}");
        assert!(right <= window.0 && bottom <= window.1, "{right}, {bottom}");
        let is_apart = right <= target.left
            || left >= target.right
            || bottom <= target.top
            || top >= target.bottom;
        assert!(is_apart, "at {left}, {top} it covers {target:?}");
    }

    #[test]
    fn it_covers_nothing_of_what_it_stands_beside() {
        let window = (1280.0, 800.0);
        // Sliders on the left, a picture in the middle, the map on the right, tabs above.
        assert_free(target(30.0, 150.0, 330.0, 780.0), window);
        assert_free(target(370.0, 70.0, 700.0, 400.0), window);
        assert_free(target(740.0, 70.0, 1260.0, 590.0), window);
        assert_free(target(300.0, 4.0, 360.0, 56.0), window);
        // A phone: the map above, and a picture between.
        assert_free(target(16.0, 120.0, 374.0, 500.0), (390.0, 844.0));
        assert_free(target(16.0, 500.0, 374.0, 830.0), (390.0, 844.0));
    }

    #[test]
    fn of_places_that_are_free_it_takes_one_that_covers_nothing_else_either() {
        let window = (390.0, 844.0);
        let map = target(16.0, 300.0, 374.0, 600.0);
        let (_, below) = beside(map, None, SIZE, window);
        assert_eq!(below, 612.0);
        let sliders = target(16.0, 640.0, 374.0, 844.0);
        let (_, above) = beside(map, Some(sliders), SIZE, window);
        assert_eq!(above, 108.0);
    }

    #[test]
    fn where_there_is_no_room_it_is_still_on_screen() {
        let window = (390.0, 500.0);
        let (left, top) = beside(target(0.0, 150.0, 390.0, 500.0), None, SIZE, window);
        assert_eq!((left, top), (12.0, 0.0));
        let (_, top) = beside(target(0.0, -200.0, 390.0, 400.0), None, SIZE, window);
        assert_eq!(top, 308.0);
        // A window smaller than it is.
        let (left, top) = beside(target(0.0, 0.0, 90.0, 90.0), None, SIZE, (200.0, 100.0));
        assert_eq!((left, top), (0.0, 0.0));
    }
}
