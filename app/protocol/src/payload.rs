//! What the buffers beside messages hold. Both sides read and write them here, so that a layout
//! stands once.
//!
//! Numbers are little-endian `f32`, row by row. Pictures are bytes in the memory layout of
//! [`ImageShape`](run_spec::ImageShape), one picture after another.

/// Numbers as a payload has them.
pub fn f32_bytes<'a>(numbers: impl IntoIterator<Item = &'a f32>) -> Vec<u8> {
    let numbers = numbers.into_iter();
    numbers.flat_map(|number| number.to_le_bytes()).collect()
}

/// The numbers of a payload; bytes that are no whole number at the end are left out.
pub fn f32_values(bytes: &[u8]) -> Vec<f32> {
    let numbers = bytes.as_chunks::<4>().0.iter();
    numbers.map(|number| f32::from_le_bytes(*number)).collect()
}

/// Posteriors of `count` pictures: means `[count, latent]`, then standard deviations
/// `[count, latent]`.
#[derive(Clone, Debug, PartialEq)]
pub struct PosteriorPayload {
    /// Means, row by row.
    pub means: Vec<f32>,
    /// Standard deviations, row by row.
    pub spreads: Vec<f32>,
}

impl PosteriorPayload {
    /// As bytes.
    pub fn write(&self) -> Vec<u8> {
        f32_bytes(self.means.iter().chain(&self.spreads))
    }

    /// From bytes; `None` when these are not two times `count` rows of `latent` numbers.
    pub fn read(count: usize, latent: usize, bytes: &[u8]) -> Option<Self> {
        let length = count.checked_mul(latent)?;
        if length.checked_mul(8)? != bytes.len() {
            return None;
        }
        let mut means = f32_values(bytes);
        let spreads = means.split_off(length);
        Some(Self { means, spreads })
    }
}

/// What is known of a picture or of its thumbnail: values `[height, width, channels]`, which may lie
/// outside [0, 1], and the weight of each pixel, `[height, width]`, 0 where nothing is known.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownPixels {
    /// Values, row by row.
    pub values: Vec<f32>,
    /// Weights, row by row.
    pub weights: Vec<f32>,
}

impl KnownPixels {
    /// As bytes.
    pub fn write(&self) -> Vec<u8> {
        f32_bytes(self.values.iter().chain(&self.weights))
    }

    /// From bytes; `None` when these are not `channels` + 1 numbers for each of `pixels`.
    pub fn read(pixels: usize, channels: usize, bytes: &[u8]) -> Option<Self> {
        let known = pixels.checked_mul(channels)?;
        if known.checked_add(pixels)?.checked_mul(4)? != bytes.len() {
            return None;
        }
        let mut values = f32_values(bytes);
        let weights = values.split_off(known);
        Some(Self { values, weights })
    }
}

/// What is known of a damaged picture or of its thumbnail, then the same as a picture of the model's size,
/// as an encoder is given it.
#[derive(Clone, Debug, PartialEq)]
pub struct DamagedPayload {
    /// What is known.
    pub known: KnownPixels,
    /// Values where nothing is missing, row by row.
    pub filled: Vec<f32>,
}

impl DamagedPayload {
    /// As bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = self.known.write();
        bytes.extend(f32_bytes(&self.filled));
        bytes
    }

    /// From bytes; `None` when these are not `channels` + 1 numbers for each of `pixels`, and `channels`
    /// for each pixel of a picture `shrink` times as wide and as high.
    pub fn read(pixels: usize, channels: usize, shrink: usize, bytes: &[u8]) -> Option<Self> {
        let known = pixels.checked_mul(channels.checked_add(1)?)?;
        let (known, filled) = bytes.split_at_checked(known.checked_mul(4)?)?;
        let whole = pixels.checked_mul(channels)?;
        let whole = whole.checked_mul(shrink.checked_mul(shrink)?)?;
        if whole.checked_mul(4)? != filled.len() {
            return None;
        }
        Some(Self {
            known: KnownPixels::read(pixels, channels, known)?,
            filled: f32_values(filled),
        })
    }
}

/// Where a search for another class begins, and which class it looks for.
#[derive(Clone, Debug, PartialEq)]
pub struct CounterfactualPayload {
    /// The class; any other than that of the point if there is none.
    pub class: Option<u8>,
    /// The point.
    pub point: Vec<f32>,
}

impl CounterfactualPayload {
    /// As bytes: the class, or -1, then the point.
    pub fn write(&self) -> Vec<u8> {
        let class = self.class.map_or(-1.0, f32::from);
        f32_bytes([class].iter().chain(&self.point))
    }

    /// From bytes; `None` when these are not a class and a point of `latent` finite coordinates.
    pub fn read(latent: usize, bytes: &[u8]) -> Option<Self> {
        if latent.checked_add(1)?.checked_mul(4)? != bytes.len() {
            return None;
        }
        let mut numbers = f32_values(bytes);
        let point = numbers.split_off(1);
        let class = match numbers.first()? {
            class if *class == -1.0 => None,
            class if class.fract() == 0.0 && (0.0..=255.0).contains(class) => Some(*class as u8),
            _ => return None,
        };
        let is_finite = point.iter().all(|value| value.is_finite());
        is_finite.then_some(Self { class, point })
    }
}

/// A painted picture, and where a search for the model's nearest one begins: `start` and `center`,
/// `[latent]` each, then [`KnownPixels`].
#[derive(Clone, Debug, PartialEq)]
pub struct PaintPayload {
    /// Where the point is now.
    pub start: Vec<f32>,
    /// The point on whose picture was painted.
    pub center: Vec<f32>,
    /// The wish, and how much each pixel of it counts.
    pub wish: KnownPixels,
}

impl PaintPayload {
    /// As bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = f32_bytes(self.start.iter().chain(&self.center));
        bytes.extend(self.wish.write());
        bytes
    }

    /// From bytes; `None` when these are not as many numbers.
    pub fn read(latent: usize, pixels: usize, channels: usize, bytes: &[u8]) -> Option<Self> {
        let (points, wish) = bytes.split_at_checked(latent.checked_mul(8)?)?;
        let mut start = f32_values(points);
        let center = start.split_off(latent);
        let wish = KnownPixels::read(pixels, channels, wish)?;
        Some(Self {
            start,
            center,
            wish,
        })
    }
}

/// Encoded test images: posteriors, factors `[factors, count]`, then one byte of label each.
#[derive(Clone, Debug, PartialEq)]
pub struct EncodedPointsPayload {
    /// Where the images lie.
    pub posteriors: PosteriorPayload,
    /// What was measured of each image, factor by factor.
    pub factors: Vec<Vec<f32>>,
    /// A label for each image.
    pub labels: Vec<u8>,
}

impl EncodedPointsPayload {
    /// As bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = self.posteriors.write();
        bytes.extend(f32_bytes(self.factors.iter().flatten()));
        bytes.extend(&self.labels);
        bytes
    }

    /// From bytes; `None` when their number is another.
    pub fn read(count: usize, latent: usize, factors: usize, bytes: &[u8]) -> Option<Self> {
        let columns = latent.checked_mul(2)?.checked_add(factors)?;
        let split = columns.checked_mul(count)?.checked_mul(4)?;
        if split.checked_add(count)? != bytes.len() {
            return None;
        }
        let (numbers, labels) = bytes.split_at(split);
        let (posteriors, factors) = numbers.split_at(count * latent * 8);
        // `chunks_exact` refuses chunks of nothing; without images there are no factors either.
        let factors = factors.chunks_exact(4 * count.max(1)).map(f32_values);
        Some(Self {
            posteriors: PosteriorPayload::read(count, latent, posteriors)?,
            factors: factors.collect(),
            labels: labels.to_vec(),
        })
    }
}

/// Takes a payload of `count` pictures apart: the bytes of each, and what follows them.
///
/// # Shapes
/// `[width, height, channels]` of each picture
///
/// `None` when there are fewer bytes, or no pictures of one or three channels.
pub fn split_pictures(
    count: usize,
    [width, height, channels]: [usize; 3],
    bytes: &[u8],
) -> Option<(std::slice::ChunksExact<'_, u8>, &[u8])> {
    let size = width.checked_mul(height)?.checked_mul(channels)?;
    let whole = size.checked_mul(count)?;
    if size == 0 || !matches!(channels, 1 | 3) {
        return None;
    }
    let (pictures, rest) = bytes.split_at_checked(whole)?;
    Some((pictures.chunks_exact(size), rest))
}

#[cfg(test)]
mod tests {
    use super::{
        CounterfactualPayload, EncodedPointsPayload, PosteriorPayload, f32_bytes, f32_values,
        split_pictures,
    };

    #[test]
    fn numbers_are_little_endian_and_come_back() {
        assert_eq!(f32_bytes(&[1.0]), [0, 0, 0x80, 0x3f]);
        let numbers = [0.1_f32, -3.5e-20, f32::MAX];
        assert_eq!(f32_values(&f32_bytes(&numbers)), numbers);
        assert_eq!(f32_values(&[0, 0, 0x80, 0x3f, 7]), [1.0]);
    }

    #[test]
    fn posteriors_come_back_and_other_sizes_are_refused() {
        let posteriors = PosteriorPayload {
            means: vec![1.0, 2.0, 3.0, 4.0],
            spreads: vec![0.5; 4],
        };
        let bytes = posteriors.write();
        assert_eq!(PosteriorPayload::read(2, 2, &bytes), Some(posteriors));
        assert_eq!(PosteriorPayload::read(2, 3, &bytes), None);
        assert_eq!(PosteriorPayload::read(usize::MAX, 2, &bytes), None);
    }

    #[test]
    fn a_search_for_a_class_comes_back_and_what_is_none_is_refused() {
        for class in [None, Some(0), Some(9)] {
            let point = vec![0.25, -1.5];
            let search = CounterfactualPayload { class, point };
            let bytes = search.write();
            assert_eq!(CounterfactualPayload::read(2, &bytes), Some(search));
            assert_eq!(CounterfactualPayload::read(3, &bytes), None);
        }
        for numbers in [[0.5, 0.0], [-2.0, 0.0], [256.0, 0.0], [1.0, f32::NAN]] {
            assert_eq!(CounterfactualPayload::read(1, &f32_bytes(&numbers)), None);
        }
    }

    #[test]
    fn points_come_back_and_other_sizes_are_refused() {
        let points = EncodedPointsPayload {
            posteriors: PosteriorPayload {
                means: vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
                spreads: vec![0.1; 6],
            },
            factors: vec![vec![7.0, 8.0, 9.0]],
            labels: vec![3, 1, 4],
        };
        let bytes = points.write();
        assert_eq!(bytes.len(), 4 * (6 + 6 + 3) + 3);
        assert_eq!(EncodedPointsPayload::read(3, 2, 1, &bytes), Some(points));
        assert_eq!(EncodedPointsPayload::read(3, 2, 0, &bytes), None);
        assert_eq!(EncodedPointsPayload::read(3, usize::MAX, 1, &bytes), None);
        let none = EncodedPointsPayload::read(0, 2, 1, &[]);
        assert!(none.is_some_and(|points| points.labels.is_empty()));
    }

    #[test]
    fn pictures_come_apart_and_what_follows_them_is_left() {
        let bytes = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        let (pictures, labels) = split_pictures(2, [2, 2, 1], &bytes).expect("they fit");
        assert_eq!(pictures.collect::<Vec<_>>(), [[1, 2, 3, 4], [5, 6, 7, 8]]);
        assert_eq!(labels, [9]);
        assert!(split_pictures(3, [2, 2, 1], &bytes).is_none());
        assert!(split_pictures(1, [2, 2, 2], &bytes).is_none());
        assert!(split_pictures(1, [0, 2, 1], &bytes).is_none());
        assert!(split_pictures(usize::MAX, [2, 2, 1], &bytes).is_none());
    }
}
