//! Kinds of moves, and of planes to move in.

/// What changed last; changes of the same kind belong together until something rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PointChange {
    /// One coordinate was moved.
    Coordinate(usize),
    /// The point was moved on the map.
    Map,
    /// The point was moved along a path.
    Path,
    /// The point was moved along a direction.
    Along,
    /// Something else, which always stands for itself.
    Other,
}

/// The plane that the map shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MapPlane {
    /// Along two latent dimensions.
    #[default]
    Axes,
    /// Along two principal directions, counted from 0.
    Principal(usize, usize),
    /// Along two directions of the model's card, counted from 0.
    Directions(usize, usize),
    /// Through the pins A, B and C.
    Pins,
}
