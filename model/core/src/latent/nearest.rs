//! The images nearest to a picture, and the codes nearest to a point.

use crate::data::Images;

/// The `count` images nearest to a picture of their size, nearest first: index, and root mean square
/// difference in grey values (0 to 1). Of equally near ones, the first.
///
/// # Panics
/// When the picture has another size than the images.
pub fn by_pixels(images: &Images, picture: &[u8], count: usize) -> Vec<(usize, f32)> {
    assert_eq!(
        picture.len(),
        images.shape().len(),
        "a picture of the images' size"
    );
    let distances =
        (0..images.len()).map(|index| kernels::squared_distance(images.bytes(index), picture));
    let root = |sum: u64| ((sum as f64 / picture.len() as f64).sqrt() / 255.0) as f32;
    let nearest = least(distances, count).into_iter();
    nearest.map(|(index, sum)| (index, root(sum))).collect()
}

/// The `count` codes nearest to a point, nearest first: index, and Euclidean distance. Of equally near
/// ones, the first.
///
/// # Shapes
/// `codes`: `[n, point.len()]`, row by row
pub fn by_code(codes: &[f32], point: &[f32], count: usize) -> Vec<(usize, f32)> {
    let distances = codes.chunks_exact(point.len()).map(|code| {
        let squares = code
            .iter()
            .zip(point)
            .map(|(a, b)| f64::from(a - b).powi(2));
        squares.sum::<f64>().sqrt() as f32
    });
    least(distances, count)
}

/// The least of some values with their indices, least first. What is no number is never among them.
fn least<T: PartialOrd + Copy>(values: impl Iterator<Item = T>, count: usize) -> Vec<(usize, T)> {
    let mut least: Vec<(usize, T)> = Vec::with_capacity(count.min(1024) + 1);
    for (index, value) in values.enumerate() {
        let full = least.len() == count;
        if value.partial_cmp(&value).is_none()
            || full && least.last().is_none_or(|last| value >= last.1)
        {
            continue;
        }
        let place = least.partition_point(|other| other.1 <= value);
        least.insert(place, (index, value));
        least.truncate(count);
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;
    use run_spec::ImageShape;

    #[test]
    fn images_come_in_the_order_of_their_distance_with_the_distance_in_grey_values() {
        let shape = ImageShape {
            channels: 1,
            height: 1,
            width: 2,
        };
        let images = Images::new(shape, vec![255, 255, 0, 0, 51, 0, 0, 51, 0, 0]);
        let found = by_pixels(&images, &[0, 0], 4);
        let order: Vec<_> = found.iter().map(|&(index, _)| index).collect();
        assert_eq!(order, [1, 4, 2, 3]);
        assert_eq!(found[0].1, 0.0);
        // 51 is 0.2, of two pixels.
        assert!(
            (found[2].1 - 0.2 / 2.0_f32.sqrt()).abs() < 1e-7,
            "{found:?}"
        );
        let all = by_pixels(&images, &[0, 0], 9);
        assert_eq!(all.len(), 5);
        assert_eq!(all[4], (0, 1.0));
    }

    #[test]
    fn codes_come_in_the_order_of_their_distance_and_nan_never() {
        let codes = [3.0, 4.0, 0.0, 1.0, f32::NAN, 0.0, 0.0, -1.0];
        assert_eq!(
            by_code(&codes, &[0.0, 0.0], 3),
            [(1, 1.0), (3, 1.0), (0, 5.0)]
        );
        assert!(by_code(&[], &[0.0, 0.0], 3).is_empty());
        assert!(by_code(&codes, &[0.0, 0.0], 0).is_empty());
    }
}
