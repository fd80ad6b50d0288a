//! Principal components as a view.

use crate::{ProjectionError, checked};

/// The points along their first principal components, the strongest first; where there are fewer
/// components than dimensions, the last coordinates are 0.
///
/// # Shapes
/// `rows`: `[n, width]` → `[n, dimensions]`
///
/// # Errors
/// [`ProjectionError`]
pub fn pca(rows: &[f32], width: usize, dimensions: usize) -> Result<Vec<f32>, ProjectionError> {
    let count = checked(rows, width, dimensions)?;
    let found = latent::principal(rows, width).map_err(ProjectionError::Principal)?;
    let mut positions = vec![0.0; count * dimensions];
    for (row, position) in rows
        .chunks_exact(width)
        .zip(positions.chunks_exact_mut(dimensions))
    {
        for (at, coordinate) in position.iter_mut().enumerate() {
            let direction = found.direction(at).unwrap_or_default();
            let apart = row.iter().zip(&found.mean).map(|(z, mean)| z - mean);
            *coordinate = apart.zip(direction).map(|(z, d)| z * d).sum();
        }
    }
    Ok(positions)
}

/// How far each coordinate scatters: its standard deviation, with n in the denominator.
pub(crate) fn deviation(positions: &[f32], dimensions: usize, at: usize) -> f32 {
    let column = positions.chunks_exact(dimensions).map(|row| row[at]);
    let count = (positions.len() / dimensions) as f32;
    let mean = column.clone().sum::<f32>() / count;
    (column.map(|x| (x - mean) * (x - mean)).sum::<f32>() / count).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_of_a_line_lie_along_the_first_coordinate() {
        let rows: Vec<f32> = (0..7)
            .flat_map(|at| [3.0 * at as f32, 4.0 * at as f32])
            .collect();
        let found = pca(&rows, 2, 3).expect("points");
        for (at, row) in found.chunks_exact(3).enumerate() {
            assert!((row[0].abs() - (5.0 * (at as f32 - 3.0)).abs()).abs() < 1e-4);
            assert!(row[1].abs() < 1e-4);
            assert_eq!(row[2], 0.0, "there is no third component");
        }
    }

    #[test]
    fn what_is_no_set_of_points_is_answered_by_a_sentence() {
        assert_eq!(pca(&[0.0; 8], 2, 2), Err(ProjectionError::Count(4)));
        assert_eq!(pca(&[0.0; 12], 2, 4), Err(ProjectionError::Dimensions(4)));
        assert_eq!(
            pca(&[0.0; 13], 2, 2),
            Err(ProjectionError::Rows {
                width: 2,
                found: 13
            })
        );
        assert_eq!(pca(&[f32::NAN; 12], 2, 2), Err(ProjectionError::NotFinite));
    }
}
