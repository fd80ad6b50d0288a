//! Figures of pictures themselves: how sharp they are, and how far they are from what they should be.

use run_spec::ImageShape;

/// How sharp pictures are. Both figures are compared with real images', which have edges that are
/// a pixel or two wide.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sharpness {
    /// The variance of a picture's Laplacian, mean over the pictures: the focus measure of
    /// Pech-Pacheco et al. (2000), used for generated pictures by Tolstikhin et al.
    /// (arXiv:1711.01558, section 4). Large is sharp.
    pub laplacian: f64,
    /// Of the pixels that are not black (above 0.2), the share that is grey rather than white (up
    /// to 0.8). Small is sharp. `None` of pictures in colour, of which it says nothing.
    pub grey: Option<f64>,
}

/// Measures the sharpness of pictures; of those in colour, that of their luma. The Laplacian is
/// that of the four neighbours, taken where all four are there.
///
/// # Shapes
/// `pictures`: `n · height · width · channels` bytes, picture by picture
///
/// # Panics
/// When the pictures are smaller than 3×3.
pub fn sharpness(pictures: &[u8], shape: ImageShape) -> Sharpness {
    assert!(shape.height > 2 && shape.width > 2, "3×3 pixels at least");
    let variances = pictures.chunks_exact(shape.len()).map(|picture| {
        let edges = laplacian(&luma(picture, shape.channels), shape.width);
        let count = edges.len() as f64;
        let mean = edges.iter().sum::<f64>() / count;
        edges.iter().map(|edge| (edge - mean).powi(2)).sum::<f64>() / count
    });
    let count = pictures.len() / shape.len();
    let ink = pictures.iter().filter(|&&byte| byte > 51).count();
    let grey = pictures.iter().filter(|&&byte| byte > 51 && byte <= 204);
    Sharpness {
        laplacian: variances.sum::<f64>() / count.max(1) as f64,
        grey: (shape.channels == 1).then(|| grey.count() as f64 / ink.max(1) as f64),
    }
}

/// The grey values of a picture; of RGB, Y′ of ITU-R BT.709 (section 3.2).
fn luma(picture: &[u8], channels: usize) -> Vec<f64> {
    const RED_GREEN_BLUE: [f64; 3] = [0.2126, 0.7152, 0.0722];
    let weights: &[f64] = if channels == 3 {
        &RED_GREEN_BLUE
    } else {
        &[1.0]
    };
    let pixels = picture.chunks_exact(channels);
    pixels
        .map(|pixel| {
            let parts = pixel.iter().zip(weights);
            parts
                .map(|(&byte, weight)| f64::from(byte) / 255.0 * weight)
                .sum()
        })
        .collect()
}

/// Left + right + above + below − 4 · centre of a picture's inner pixels.
fn laplacian(values: &[f64], width: usize) -> Vec<f64> {
    let height = values.len() / width;
    let at = |y: usize, x: usize| values[y * width + x];
    (1..height - 1)
        .flat_map(|y| (1..width - 1).map(move |x| (y, x)))
        .map(|(y, x)| at(y, x - 1) + at(y, x + 1) + at(y - 1, x) + at(y + 1, x) - 4.0 * at(y, x))
        .collect()
}

/// The mean squared difference of two sets of pictures, in grey values (0 to 1) squared.
///
/// # Panics
/// When there are not as many of one as of the other.
pub fn mean_squared_error(found: &[u8], expected: &[u8]) -> f64 {
    assert_eq!(found.len(), expected.len(), "a pixel for each pixel");
    let pairs = found.iter().zip(expected);
    let squares = pairs.map(|(&f, &e)| (f64::from(f.abs_diff(e)) / 255.0).powi(2));
    squares.sum::<f64>() / found.len().max(1) as f64
}

/// Peak signal-to-noise ratio in dB of a [`mean_squared_error`]: 10 log₁₀ (1 / error).
pub fn peak_signal_to_noise(mean_squared_error: f64) -> f64 {
    -10.0 * mean_squared_error.log10()
}

/// Codes as `bits` bits per number hold them: each dimension is cut into equal steps between its
/// least and its greatest value among `known` codes, and a number becomes the nearest step.
///
/// # Shapes
/// `codes`, `known`: `[n, latent]`, row by row → like `codes`
pub fn quantised(codes: &[f32], known: &[f32], latent: usize, bits: u32) -> Vec<f32> {
    let column = |d: usize| known.iter().skip(d).step_by(latent).copied();
    let ranges: Vec<(f32, f32)> = (0..latent)
        .map(|d| {
            let least = column(d).fold(f32::INFINITY, f32::min);
            (least, column(d).fold(f32::NEG_INFINITY, f32::max))
        })
        .collect();
    let steps = (2.0_f32.powi(bits as i32) - 1.0).max(1.0);
    let nearest = |(i, &code): (usize, &f32)| {
        let (least, greatest) = ranges[i % latent];
        let step = (greatest - least) / steps;
        if step > 0.0 {
            least + ((code.clamp(least, greatest) - least) / step).round() * step
        } else {
            least
        }
    };
    codes.iter().enumerate().map(nearest).collect()
}
