//! The tour: a few stops at what the page has, for a first visit.

/// A stop of the tour, named after what it points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TourStop {
    /// The decoded picture.
    Picture,
    /// The latent point's sliders.
    Sliders,
    /// The latent map.
    Map,
    /// The tab of the Train room.
    Train,
    /// The tab of the Learn room.
    Learn,
}

/// Where the tour goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TourMove {
    /// To the first stop, from wherever the visitor is.
    Begin,
    /// To the next stop; from the last one, the tour ends.
    Next,
    /// To the stop before, if there is one.
    Back,
    /// The tour ends.
    End,
}

impl TourStop {
    /// All stops, in their order.
    pub const ALL: [Self; 5] = [
        Self::Picture,
        Self::Sliders,
        Self::Map,
        Self::Train,
        Self::Learn,
    ];

    /// How the style sheet names the stop.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Sliders => "sliders",
            Self::Map => "map",
            Self::Train => "train",
            Self::Learn => "learn",
        }
    }

    /// Its place among all stops, from 0.
    pub fn index(self) -> usize {
        self as usize
    }

    /// The stop so many on.
    pub(super) fn step(self, by: isize) -> Option<Self> {
        let at = self.index().checked_add_signed(by)?;
        Self::ALL.get(at).copied()
    }
}
