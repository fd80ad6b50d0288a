//! How near two pictures are, of values in [0, 1].

use super::RasterSize;

/// Pixels across and down of SSIM's window.
const WINDOW: isize = 7;
/// K₁ and K₂ of SSIM, squared.
const K: [f64; 2] = [0.01 * 0.01, 0.03 * 0.03];

/// The peak signal-to-noise ratio over the counted pixels, in dB: −10 lg of the mean squared error.
/// Infinite where there is no difference.
///
/// # Shapes
/// `one`, `other`: `[height, width, channels]`; `counted`: `[height, width]`
pub fn psnr(one: &[f32], other: &[f32], counted: &[bool], size: RasterSize) -> f64 {
    let (mut sum, mut count) = (0.0, 0_usize);
    let pixels = one
        .chunks_exact(size.channels)
        .zip(other.chunks_exact(size.channels));
    for ((one, other), _) in pixels.zip(counted).filter(|(_, counted)| **counted) {
        for (one, other) in one.iter().zip(other) {
            sum += f64::from(one - other).powi(2);
            count += 1;
        }
    }
    -10.0 * (sum / count.max(1) as f64).log10()
}

/// The structural similarity (Wang et al. 2004) over the counted pixels: the mean of that of the 7 × 7
/// windows around them, channel by channel, with sample covariances and mirrored edges. That is
/// `skimage.metrics.structural_similarity(…, data_range=1, full=True)`, whose map is averaged here over
/// the counted pixels, those near the edges included.
///
/// # Shapes
/// As [`psnr`]
pub fn ssim(one: &[f32], other: &[f32], counted: &[bool], size: RasterSize) -> f64 {
    let (mut sum, mut count) = (0.0, 0_usize);
    for at in (0..size.pixels()).filter(|at| counted[*at]) {
        for channel in 0..size.channels {
            sum += of_window(
                one,
                other,
                (at % size.width, at / size.width, channel),
                size,
            );
            count += 1;
        }
    }
    sum / count.max(1) as f64
}

fn of_window(
    one: &[f32],
    other: &[f32],
    (x, y, channel): (usize, usize, usize),
    size: RasterSize,
) -> f64 {
    let half = WINDOW / 2;
    let (mut a, mut b, mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for row in y as isize - half..=y as isize + half {
        let row = RasterSize::mirrored(row, size.height);
        for column in x as isize - half..=x as isize + half {
            let column = RasterSize::mirrored(column, size.width);
            let at = (row * size.width + column) * size.channels + channel;
            let (one, other) = (f64::from(one[at]), f64::from(other[at]));
            a += one;
            b += other;
            aa += one * one;
            bb += other * other;
            ab += one * other;
        }
    }
    let samples = (WINDOW * WINDOW) as f64;
    let (a, b) = (a / samples, b / samples);
    let covariance = |sum: f64, product: f64| (sum - samples * product) / (samples - 1.0);
    let (aa, bb, ab) = (
        covariance(aa, a * a),
        covariance(bb, b * b),
        covariance(ab, a * b),
    );
    let [k1, k2] = K;
    let means = (2.0 * a * b + k1) / (a * a + b * b + k1);
    means * (2.0 * ab + k2) / (aa + bb + k2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two pictures of 10 × 12 pixels.
    fn pictures(channels: usize) -> (Vec<f32>, Vec<f32>, RasterSize) {
        let size = RasterSize {
            width: 10,
            height: 12,
            channels,
        };
        let one: Vec<f32> = (0..size.values())
            .map(|at| (at * 37 % 101) as f32 / 100.0)
            .collect();
        let mixed = |(at, one): (usize, &f32)| {
            (one * 0.8 + (at * 53 % 89) as f32 / 89.0 * 0.3).clamp(0.0, 1.0)
        };
        let other = one.iter().enumerate().map(mixed).collect();
        (one, other, size)
    }

    #[test]
    fn both_are_those_of_scikit_image() {
        // scikit-image 0.26.0, with i = np.arange(12 * 10 * channels), one = (i * 37 % 101 / 100)
        // .reshape(12, 10, channels), other = np.clip(one * 0.8 + (i * 53 % 89 / 89) * 0.3, 0, 1):
        // peak_signal_noise_ratio(one, other, data_range=1), and m.mean() of _, m =
        // structural_similarity(one, other, data_range=1, full=True, channel_axis=2); then both of the
        // pixels k = np.arange(120).reshape(12, 10) % 3 == 0, such as m[k].mean().
        for (channels, expected) in [
            (1, [18.797_324, 0.921_771, 19.509_582, 0.921_442]),
            (3, [18.803_106, 0.866_240, 18.708_028, 0.866_444]),
        ] {
            let (one, other, size) = pictures(channels);
            let all = vec![true; size.pixels()];
            let third: Vec<bool> = (0..size.pixels()).map(|at| at % 3 == 0).collect();
            let found = [
                psnr(&one, &other, &all, size),
                ssim(&one, &other, &all, size),
                psnr(&one, &other, &third, size),
                ssim(&one, &other, &third, size),
            ];
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-5, "{found}, {expected}");
            }
        }
    }

    #[test]
    fn a_picture_is_as_near_to_itself_as_can_be() {
        let (one, _, size) = pictures(3);
        let all = vec![true; size.pixels()];
        assert_eq!(psnr(&one, &one, &all, size), f64::INFINITY);
        assert!((ssim(&one, &one, &all, size) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn an_even_difference_of_a_tenth_is_20_db() {
        let size = RasterSize {
            width: 8,
            height: 8,
            channels: 1,
        };
        let found = psnr(&[0.5; 64], &[0.6; 64], &[true; 64], size);
        assert!((found - 20.0).abs() < 1e-4, "{found}");
    }
}
