//! Squares of planes through the latent space, cut into tiles.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A square of a plane through the latent space: the points `origin + x · across + y · up` with `x`
/// and `y` within `extent` of the centre.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LatentSlice {
    /// The point of the plane from which `x` and `y` are counted: `[latent]`.
    pub origin: Vec<f32>,
    /// The direction from left to right: `[latent]`.
    pub across: Vec<f32>,
    /// The direction from bottom to top: `[latent]`, or empty in a latent space of one dimension.
    pub up: Vec<f32>,
    /// The square's centre: `x` and `y`.
    pub centre: (f32, f32),
    /// Half the square's side, in prior standard deviations. Tile centres lie half a tile inside.
    pub extent: f32,
}

impl LatentSlice {
    /// The plane of two of the latent space's own axes through a point, whose coordinates on the two
    /// do not matter. Where both axes are the same dimension, the horizontal one counts.
    ///
    /// # Panics
    /// When `through` has no such dimension.
    pub fn of_axes(through: &[f32], x_axis: usize, y_axis: usize, extent: f32) -> Self {
        let latent = through.len();
        let direction = |axis: usize| {
            let mut direction = vec![0.0; latent];
            direction[axis] = 1.0;
            direction
        };
        let mut origin = through.to_vec();
        origin[x_axis] = 0.0;
        origin[y_axis] = 0.0;
        Self {
            origin,
            across: direction(x_axis),
            up: match latent {
                1 => Vec::new(),
                _ if x_axis == y_axis => vec![0.0; latent],
                _ => direction(y_axis),
            },
            centre: (0.0, 0.0),
            extent,
        }
    }

    /// Whether this is a slice of a space of `latent` dimensions.
    ///
    /// # Errors
    /// What is wrong with it, if it is not.
    pub fn check(&self, latent: usize) -> Result<(), SliceFault> {
        let flat = latent == 1 && self.up.is_empty();
        for (part, numbers) in [
            ("origin", &self.origin),
            ("across", &self.across),
            ("up", &self.up),
        ] {
            if numbers.len() != latent && !(part == "up" && flat) {
                let found = numbers.len();
                return Err(SliceFault::Length { part, found });
            }
            if let Some(&found) = numbers.iter().find(|number| !number.is_finite()) {
                return Err(SliceFault::NotFinite { part, found });
            }
        }
        let (x, y) = self.centre;
        if !(x.is_finite() && y.is_finite()) {
            return Err(SliceFault::Centre { x, y });
        }
        if !(self.extent.is_finite() && self.extent > 0.0) {
            return Err(SliceFault::Extent { found: self.extent });
        }
        Ok(())
    }

    /// The latent points at the centres of some rows of the plane's `tiles` by `tiles` tiles, from
    /// the top, each row from the left.
    ///
    /// # Shapes
    /// `[rows · tiles, latent]`, row by row
    pub fn points(&self, tiles: usize, rows: Range<usize>) -> Vec<f32> {
        let step = 2.0 * self.extent / tiles as f32;
        let up = self.up.iter().chain(std::iter::repeat(&0.0));
        let axes = || self.origin.iter().zip(&self.across).zip(up.clone());
        let mut points = Vec::with_capacity(rows.len() * tiles * self.origin.len());
        for row in rows {
            let y = self.centre.1 + (self.extent - (row as f32 + 0.5) * step);
            for column in 0..tiles {
                let x = self.centre.0 + ((column as f32 + 0.5) * step - self.extent);
                points.extend(axes().map(|((origin, across), up)| origin + x * across + y * up));
            }
        }
        points
    }
}

/// Why a [`LatentSlice`] is none of a space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SliceFault {
    /// A vector of another length than the space has dimensions.
    Length {
        /// The field.
        part: &'static str,
        /// Its length.
        found: usize,
    },
    /// A vector with a number that is not finite.
    NotFinite {
        /// The field.
        part: &'static str,
        /// The number.
        found: f32,
    },
    /// A centre that is not finite.
    Centre {
        /// Across.
        x: f32,
        /// Up.
        y: f32,
    },
    /// An extent that is not a finite number above 0.
    Extent {
        /// The extent.
        found: f32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_run_from_the_top_left_with_their_centres_half_a_tile_inside() {
        let plane = LatentSlice::of_axes(&[9.0, 9.0, 5.0], 0, 1, 2.0);
        assert_eq!(
            plane.points(2, 0..2),
            [
                [-1.0, 1.0, 5.0],
                [1.0, 1.0, 5.0],
                [-1.0, -1.0, 5.0],
                [1.0, -1.0, 5.0]
            ]
            .concat()
        );
        assert_eq!(plane.points(2, 1..2), plane.points(2, 0..2)[6..]);
    }

    #[test]
    fn a_plane_may_lie_askew_and_its_square_anywhere_on_it() {
        let plane = LatentSlice {
            origin: vec![1.0, 2.0, 3.0],
            across: vec![0.0, 0.5, 0.5],
            up: vec![2.0, 0.0, -1.0],
            centre: (4.0, -1.0),
            extent: 2.0,
        };
        // x is 3 and 5, y is 0 and −2.
        assert_eq!(
            plane.points(2, 0..2),
            [
                [1.0, 3.5, 4.5],
                [1.0, 4.5, 5.5],
                [-3.0, 3.5, 6.5],
                [-3.0, 4.5, 7.5]
            ]
            .concat()
        );
    }

    #[test]
    fn axes_give_the_numbers_that_they_gave_without_directions() {
        let through = [0.3_f32, -1.7, 0.77, 3.1e-3];
        let (extent, tiles) = (3.5, 20);
        let step = 2.0 * extent / tiles as f32;
        let points = LatentSlice::of_axes(&through, 2, 0, extent).points(tiles, 0..tiles);
        for (tile, point) in points.chunks_exact(4).enumerate() {
            let mut expected = through;
            expected[0] = extent - ((tile / tiles) as f32 + 0.5) * step;
            expected[2] = ((tile % tiles) as f32 + 0.5) * step - extent;
            assert_eq!(point, expected);
        }
    }

    #[test]
    fn a_line_is_a_plane_of_one_dimension_and_the_horizontal_axis_counts() {
        let line = LatentSlice::of_axes(&[9.0], 0, 0, 1.0);
        assert!(line.up.is_empty() && line.check(1).is_ok());
        assert_eq!(line.points(2, 0..2), [-0.5, 0.5, -0.5, 0.5]);
        let same = LatentSlice::of_axes(&[9.0, 7.0], 1, 1, 1.0);
        assert!(same.check(2).is_ok());
        assert_eq!(same.points(2, 1..2), [9.0, -0.5, 9.0, 0.5]);
    }

    #[test]
    fn what_is_no_plane_of_the_space_is_refused() {
        let plane = LatentSlice::of_axes(&[0.0; 3], 0, 1, 1.0);
        let says = |plane: LatentSlice, latent: usize, fault: fn(SliceFault) -> bool| {
            let found = plane.check(latent).expect_err("it is none");
            assert!(fault(found), "{found:?}");
        };
        says(plane.clone(), 2, |fault| {
            matches!(
                fault,
                SliceFault::Length {
                    part: "origin",
                    found: 3
                }
            )
        });
        let mut short = plane.clone();
        short.across.pop();
        says(short, 3, |fault| {
            matches!(
                fault,
                SliceFault::Length {
                    part: "across",
                    found: 2
                }
            )
        });
        let mut flat = plane.clone();
        flat.up.clear();
        says(flat, 3, |fault| {
            matches!(
                fault,
                SliceFault::Length {
                    part: "up",
                    found: 0
                }
            )
        });
        let mut bad = plane.clone();
        bad.up[2] = f32::NAN;
        says(
            bad,
            3,
            |fault| matches!(fault, SliceFault::NotFinite { part: "up", found } if found.is_nan()),
        );
        let mut far = plane.clone();
        far.centre.1 = f32::INFINITY;
        says(far, 3, |fault| {
            matches!(
                fault,
                SliceFault::Centre {
                    x: 0.0,
                    y: f32::INFINITY
                }
            )
        });
        let mut empty = plane;
        empty.extent = 0.0;
        says(empty, 3, |fault| {
            matches!(fault, SliceFault::Extent { found: 0.0 })
        });
    }
}
