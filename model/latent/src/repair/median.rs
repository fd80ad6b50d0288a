//! The median filter.

use super::RasterSize;

/// Each value replaced by the median of the 3 × 3 ones around it in its own channel; beyond the edges the
/// picture is mirrored. (Tukey 1977; as `scipy.ndimage.median_filter` has it.)
///
/// # Shapes
/// `[height, width, channels]` → the same
pub fn median_filter(picture: &[f32], size: RasterSize) -> Vec<f32> {
    let mut filtered = Vec::with_capacity(picture.len());
    for y in 0..size.height {
        for x in 0..size.width {
            for channel in 0..size.channels {
                let mut near = [0.0; 9];
                for (at, near) in near.iter_mut().enumerate() {
                    let column = (x + at % 3) as isize - 1;
                    let row = (y + at / 3) as isize - 1;
                    let column = RasterSize::mirrored(column, size.width);
                    let row = RasterSize::mirrored(row, size.height);
                    *near = picture[(row * size.width + column) * size.channels + channel];
                }
                near.sort_by(f32::total_cmp);
                filtered.push(near[4]);
            }
        }
    }
    filtered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_spot_goes_and_an_edge_stays() {
        let size = RasterSize {
            width: 6,
            height: 5,
            channels: 1,
        };
        let edge: Vec<f32> = (0..30)
            .map(|at| if at % 6 > 2 { 1.0 } else { 0.0 })
            .collect();
        let mut spotted = edge.clone();
        spotted[7] = 1.0;
        spotted[23] = 0.0;
        assert_eq!(median_filter(&spotted, size), edge);
    }

    #[test]
    fn it_is_scipys() {
        // scipy.ndimage.median_filter(np.arange(12).reshape(3, 4) * 5 % 12, size=3)
        let size = RasterSize {
            width: 4,
            height: 3,
            channels: 1,
        };
        let picture: Vec<f32> = (0..12).map(|at| (at * 5 % 12) as f32).collect();
        assert_eq!(
            median_filter(&picture, size),
            [1.0, 5.0, 5.0, 6.0, 4.0, 5.0, 6.0, 7.0, 4.0, 4.0, 7.0, 7.0]
        );
    }
}
