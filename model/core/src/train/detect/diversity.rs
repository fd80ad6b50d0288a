//! How different pictures are from each other.

/// The mean Euclidean distance between two different pictures, in grey values from 0 to 1; 0 for
/// fewer than two.
///
/// # Shapes
/// `pictures`: `[n, pixels]` bytes
pub fn mean_distance(pictures: &[u8], pixels: usize) -> f32 {
    let all: Vec<&[u8]> = pictures.chunks_exact(pixels.max(1)).collect();
    let mut sum = 0.0;
    let mut pairs = 0_u32;
    for (i, a) in all.iter().enumerate() {
        for b in &all[i + 1..] {
            let squares = a.iter().zip(*b).map(|(&a, &b)| {
                let difference = i32::from(a) - i32::from(b);
                (difference * difference) as u64
            });
            sum += (squares.sum::<u64>() as f64).sqrt() / 255.0;
            pairs += 1;
        }
    }
    if pairs == 0 {
        return 0.0;
    }
    (sum / f64::from(pairs)) as f32
}

#[cfg(test)]
mod tests {
    use super::mean_distance;

    #[test]
    fn black_and_white_pixels_are_one_apart_in_each_of_their_directions() {
        assert_eq!(mean_distance(&[0, 255], 1), 1.0);
        assert_eq!(mean_distance(&[0, 0, 0, 0, 255, 255, 255, 255], 4), 2.0);
        // Of three pairs, one is equal and two are 1 apart.
        assert!((mean_distance(&[0, 0, 255], 1) - 2.0 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn one_picture_has_no_distance() {
        assert_eq!(mean_distance(&[9; 4], 4), 0.0);
        assert_eq!(mean_distance(&[], 4), 0.0);
    }
}
