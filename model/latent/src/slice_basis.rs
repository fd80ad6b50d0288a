//! Planes of the latent space, and what of them is seen.

use crate::vector::{dot, double, reject, scale, single};

/// What part of a plane is seen: a square.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SliceView {
    /// The plane's coordinates at the centre: across, from left to right.
    pub x: f32,
    /// Up, from bottom to top.
    pub y: f32,
    /// Half the square's side, in standard deviations of the prior.
    pub extent: f32,
}

impl Default for SliceView {
    fn default() -> Self {
        Self {
            x: 0.0,
            y: 0.0,
            extent: crate::EXTENT,
        }
    }
}

impl SliceView {
    /// The plane's coordinates at the centre of a cell, counted from the top left, of
    /// `cells` × `cells`.
    pub fn centre(self, row: usize, column: usize, cells: usize) -> (f32, f32) {
        let side = 2.0 * self.extent / cells as f32;
        (
            self.x - self.extent + (column as f32 + 0.5) * side,
            self.y + self.extent - (row as f32 + 0.5) * side,
        )
    }
}

/// Two orthonormal directions that span a plane through the origin; only one, `across`, where
/// the space has one dimension or both axes are the same.
#[derive(Clone, Debug, PartialEq)]
pub struct SliceBasis {
    /// `[latent]`, norm 1.
    pub across: Vec<f32>,
    /// `[latent]`, norm 1, orthogonal to `across`; or empty.
    pub up: Vec<f32>,
}

/// A direction counts as parallel to another when less than this share of it is not along it.
const PARALLEL: f64 = 1e-5;

impl SliceBasis {
    /// Two dimensions, counted from 0. `None` where the space does not have them.
    pub fn axes(latent: usize, x: usize, y: usize) -> Option<Self> {
        let axis = |dimension: usize| {
            let mut axis = vec![0.0; latent];
            *axis.get_mut(dimension)? = 1.0;
            Some(axis)
        };
        Some(Self {
            across: axis(x)?,
            up: if x == y { Vec::new() } else { axis(y)? },
        })
    }

    /// `across` along `u`, `up` along what of `v` is orthogonal to it (Gram and Schmidt). In one
    /// dimension `v` does not matter. `None` if the directions are parallel, zero or not finite.
    ///
    /// # Shapes
    /// `u`, `v`: `[latent]`
    pub fn of_directions(u: &[f32], v: &[f32]) -> Option<Self> {
        Self::of_doubles(double(u), double(v))
    }

    /// The plane through three points, with its offset from the origin: `across` points from `a`
    /// to `b`, and `c` lies above that line. `None` if they lie on one line.
    ///
    /// # Shapes
    /// `a`, `b`, `c`: `[latent]` → the offset: `[latent]`
    pub fn through(a: &[f32], b: &[f32], c: &[f32]) -> Option<(Self, Vec<f32>)> {
        let from_a = |z: &[f32]| -> Vec<f64> {
            let pairs = z.iter().zip(a);
            pairs.map(|(&z, &a)| f64::from(z) - f64::from(a)).collect()
        };
        let basis = Self::of_doubles(from_a(b), from_a(c))?;
        let offset = basis.offset(a);
        Some((basis, offset))
    }

    fn of_doubles(mut u: Vec<f64>, mut v: Vec<f64>) -> Option<Self> {
        let normalise = |z: &mut [f64], length: f64, of: f64| {
            let fit = of.is_finite() && of > 1e-12 && length > PARALLEL * of;
            fit.then(|| scale(z, 1.0 / length))
        };
        let size = |z: &[f64]| z.iter().map(|z| z * z).sum::<f64>().sqrt();
        let length = size(&u);
        normalise(&mut u, length, length)?;
        if u.len() == 1 {
            v.clear();
        } else {
            let of = size(&v);
            let length = reject(&mut v, &u);
            normalise(&mut v, length, of)?;
        }
        Some(Self {
            across: single(&u),
            up: single(&v),
        })
    }

    /// A point's coordinates in the plane: inner products with `across` and `up` (0 without one).
    ///
    /// # Shapes
    /// `z`: `[latent]`
    pub fn coordinates(&self, z: &[f32]) -> (f32, f32) {
        (dot(z, &self.across) as f32, dot(z, &self.up) as f32)
    }

    /// A point without its part in the plane: where on other directions the plane through it lies.
    ///
    /// # Shapes
    /// `z`: `[latent]` → `[latent]`
    pub fn offset(&self, z: &[f32]) -> Vec<f32> {
        self.moved(z, -dot(z, &self.across), -dot(z, &self.up))
    }

    /// The point of the plane through `offset` that has the coordinates `s` across and `t` up.
    ///
    /// # Shapes
    /// `offset`: `[latent]`, as [`Self::offset`] has it → `[latent]`
    pub fn point(&self, offset: &[f32], s: f32, t: f32) -> Vec<f32> {
        self.moved(offset, f64::from(s), f64::from(t))
    }

    /// The points at the centres of a view's `cells` × `cells` cells.
    ///
    /// # Shapes
    /// `offset`: `[latent]` → `[cells · cells, latent]`, row by row from the top
    pub fn points(&self, offset: &[f32], view: SliceView, cells: usize) -> Vec<f32> {
        let mut points = Vec::with_capacity(cells * cells * offset.len());
        for row in 0..cells {
            for column in 0..cells {
                let (s, t) = view.centre(row, column, cells);
                points.extend(self.point(offset, s, t));
            }
        }
        points
    }

    fn moved(&self, z: &[f32], s: f64, t: f64) -> Vec<f32> {
        let along = |direction: &[f32], index: usize| {
            f64::from(direction.get(index).copied().unwrap_or_default())
        };
        let moved = z.iter().enumerate().map(|(index, &z)| {
            f64::from(z) + s * along(&self.across, index) + t * along(&self.up, index)
        });
        moved.map(|z| z as f32).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::testing::{assert_close, normals};

    fn assert_orthonormal(basis: &SliceBasis) {
        let SliceBasis { across, up } = basis;
        for (found, expected) in [
            (dot(across, across), 1.0),
            (dot(up, up), 1.0),
            (dot(across, up), 0.0),
        ] {
            assert!((found - expected).abs() < 1e-6, "{basis:?}");
        }
    }

    #[test]
    fn coordinates_on_axes_are_the_point_s_own() {
        let basis = SliceBasis::axes(4, 2, 0).expect("there are four");
        let z = [1.5, -2.0, 0.3, 7.0];
        assert_eq!(basis.coordinates(&z), (0.3, 1.5));
        assert_eq!(basis.offset(&z), [0.0, -2.0, 0.0, 7.0]);
        assert_eq!(
            basis.point(&basis.offset(&z), 5.0, 6.0),
            [6.0, -2.0, 5.0, 7.0]
        );
    }

    #[test]
    fn a_point_is_its_coordinates_and_its_offset() {
        let (u, v, z) = (normals(10, 1), normals(10, 2), normals(10, 3));
        let basis = SliceBasis::of_directions(&u, &v).expect("they are not parallel");
        assert_orthonormal(&basis);
        let (s, t) = basis.coordinates(&z);
        let offset = basis.offset(&z);
        assert_close(&basis.point(&offset, s, t), &z, 1e-6);
        let (s, t) = basis.coordinates(&offset);
        assert!(s.abs() < 1e-6 && t.abs() < 1e-6);
    }

    #[test]
    fn a_plane_through_three_points_has_all_three() {
        let (a, b, c) = (normals(10, 4), normals(10, 5), normals(10, 6));
        let (basis, offset) = SliceBasis::through(&a, &b, &c).expect("they are on no line");
        assert_orthonormal(&basis);
        for z in [&a, &b, &c] {
            let (s, t) = basis.coordinates(z);
            assert_close(&basis.point(&offset, s, t), z, 1e-5);
        }
        let above = basis.coordinates(&c).1 - basis.coordinates(&a).1;
        let level = basis.coordinates(&b).1 - basis.coordinates(&a).1;
        assert!(above > 0.0 && level.abs() < 1e-5);
    }

    #[test]
    fn what_spans_no_plane_is_none() {
        let a = [1.0, 2.0, 3.0];
        assert_eq!(SliceBasis::of_directions(&a, &[2.0, 4.0, 6.0]), None);
        assert_eq!(SliceBasis::of_directions(&[0.0; 3], &a), None);
        assert_eq!(SliceBasis::of_directions(&a, &[f32::NAN; 3]), None);
        assert_eq!(SliceBasis::of_directions(&[f32::INFINITY; 3], &a), None);
        assert_eq!(SliceBasis::through(&a, &a, &[0.0; 3]), None);
        assert_eq!(SliceBasis::axes(2, 0, 2), None);
        assert_eq!(SliceBasis::of_directions(&[], &[]), None);
    }

    #[test]
    fn one_dimension_has_a_basis_of_one_direction() {
        for basis in [
            SliceBasis::axes(1, 0, 0),
            SliceBasis::of_directions(&[2.0], &[5.0]),
            SliceBasis::through(&[0.0], &[2.0], &[1.0]).map(|(basis, _)| basis),
        ] {
            let basis = basis.expect("one direction is enough");
            assert_eq!((&basis.across[..], &basis.up[..]), (&[1.0][..], &[][..]));
            assert_eq!(basis.coordinates(&[3.0]), (3.0, 0.0));
            assert_eq!(basis.point(&basis.offset(&[3.0]), 2.0, 9.0), [2.0]);
        }
    }

    #[test]
    fn cells_run_from_the_top_left_with_their_centres_half_a_cell_inside() {
        let basis = SliceBasis::axes(2, 0, 1).expect("there are two");
        let view = SliceView {
            x: 1.0,
            y: 0.0,
            extent: 2.0,
        };
        assert_eq!(
            basis.points(&[0.0, 0.0], view, 2),
            [0.0, 1.0, 2.0, 1.0, 0.0, -1.0, 2.0, -1.0]
        );
    }
}
