//! What is known of a picture whose latent point is looked for.

use run_spec::ImageShape;

use crate::data::grey_values;
use crate::{ModelError, ModelResult};

/// w of a picture that is known whole: how strongly the prior pulls, in squared grey values.
const PRIOR: f64 = 1e-3;

/// Known grey values x of a picture or of its thumbnail, each with a weight (0 for what is hidden), and
/// the standard deviation σ of what they differ by from a picture of the model's. The residual of a
/// picture g is then
///
/// r = √m ⊙ (D g − x)
///
/// with the weights m and the mean D over squares, which is linear; and w = σ² makes
/// ½ ‖r‖² + ½ w ‖z‖², up to a factor, the negative log posterior of z under the prior N(0, I). Around
/// another centre c, the second term is ½ w ‖z − c‖²: z stays near c.
#[derive(Clone, Debug)]
pub struct PictureEvidence {
    shape: ImageShape,
    shrink: usize,
    /// √m of each pixel of the thumbnail: `[height, width]`.
    roots: Vec<f32>,
    /// √m ⊙ x: `[channels, height, width]`.
    known: Vec<f32>,
    prior: f64,
    /// c: `[latent]`; empty for 0.
    center: Vec<f32>,
    is_whole: bool,
}

impl PictureEvidence {
    /// All of a picture, exactly.
    ///
    /// # Errors
    /// [`ModelError::PictureSize`] when the picture is of another size.
    pub fn of_picture(picture: &[u8], shape: ImageShape) -> ModelResult<Self> {
        check(picture.len(), shape)?;
        Ok(Self {
            shape,
            shrink: 1,
            roots: vec![1.0; shape.height * shape.width],
            known: grey_values(picture, shape),
            prior: PRIOR,
            center: Vec::new(),
            is_whole: true,
        })
    }

    /// A part of a picture of `shape`, with noise of `deviation`, or of its thumbnail, of which each pixel
    /// is the mean of `shrink` × `shrink` ones.
    ///
    /// # Shapes
    /// `values`: `[height / shrink, width / shrink, channels]`, 0 black to 1 white; `weights`:
    /// `[height / shrink, width / shrink]`, 0 where nothing is known
    ///
    /// # Errors
    /// [`ModelError::PictureSize`] when either is of another size, or squares do not fill the picture.
    pub fn new(
        values: &[f32],
        weights: &[f32],
        shape: ImageShape,
        shrink: usize,
        deviation: f32,
    ) -> ModelResult<Self> {
        let shrink = shrink.max(1);
        let small = ImageShape {
            height: shape.height / shrink,
            width: shape.width / shrink,
            ..shape
        };
        check(values.len(), small)?;
        check(weights.len() * small.channels, small)?;
        if small.height * shrink != shape.height || small.width * shrink != shape.width {
            check(values.len() * shrink * shrink, shape)?;
        }
        let roots: Vec<f32> = weights
            .iter()
            .map(|weight| weight.max(0.0).sqrt())
            .collect();
        let mut known = Vec::with_capacity(values.len());
        for channel in 0..small.channels {
            for (pixel, root) in roots.iter().enumerate() {
                known.push(root * values[pixel * small.channels + channel]);
            }
        }
        Ok(Self {
            shape,
            shrink,
            roots,
            known,
            prior: f64::from(deviation).powi(2).max(PRIOR),
            center: Vec::new(),
            is_whole: false,
        })
    }

    /// The same, of a point that stays near `center` rather than 0.
    pub(super) fn around(self, center: Vec<f32>) -> Self {
        Self { center, ..self }
    }

    /// The size of the model's pictures.
    pub fn shape(&self) -> ImageShape {
        self.shape
    }

    /// Whether all of the picture is known, and exactly.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// w = σ².
    pub(super) fn prior(&self) -> f64 {
        self.prior
    }

    /// z − c.
    pub(super) fn away_from_center(&self, z: &[f32]) -> impl Iterator<Item = f64> {
        let center = self.center.iter().copied().chain(std::iter::repeat(0.0));
        let pairs = z.iter().zip(center);
        pairs.map(|(z, center)| f64::from(*z) - f64::from(center))
    }

    /// How many values are known: the sum of their weights.
    pub(super) fn weight(&self) -> f64 {
        let sum: f64 = self.roots.iter().map(|root| f64::from(*root).powi(2)).sum();
        (sum * self.shape.channels as f64).max(f64::MIN_POSITIVE)
    }

    /// √m ⊙ D g.
    ///
    /// # Shapes
    /// `grey`: `[channels, height, width]` → as the known values
    pub(super) fn seen(&self, grey: &[f32]) -> Vec<f32> {
        if self.is_whole {
            return grey.to_vec();
        }
        let (by, width) = (self.shrink, self.shape.width / self.shrink);
        let plane = self.shape.width * self.shape.height;
        let mut seen = Vec::with_capacity(self.known.len());
        for grey in grey.chunks_exact(plane) {
            for (pixel, root) in self.roots.iter().enumerate() {
                let first = pixel / width * by * self.shape.width + pixel % width * by;
                let mut sum = 0.0;
                for row in 0..by {
                    let start = first + row * self.shape.width;
                    sum += grey[start..start + by].iter().sum::<f32>();
                }
                seen.push(root * sum / (by * by) as f32);
            }
        }
        seen
    }

    /// r, of what is seen of a picture.
    pub(super) fn residuals(&self, seen: &[f32]) -> Vec<f32> {
        seen.iter()
            .zip(&self.known)
            .map(|(seen, known)| seen - known)
            .collect()
    }

    /// ‖r‖².
    pub(super) fn squares(&self, seen: &[f32]) -> f64 {
        let pairs = seen.iter().zip(&self.known);
        pairs
            .map(|(seen, known)| f64::from(seen - known).powi(2))
            .sum()
    }
}

fn check(found: usize, expected: ImageShape) -> ModelResult<()> {
    if found == expected.len() {
        Ok(())
    } else {
        Err(ModelError::PictureSize { expected, found })
    }
}
