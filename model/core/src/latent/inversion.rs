//! The latent point whose picture is a given one, found by optimising through the decoder alone.
//!
//! The method is that of Levenberg (1944) and Marquardt (1963) for least squares, with the damping of
//! Madsen, Nielsen and Tingleff (*Methods for Non-Linear Least Squares Problems*, 2004, algorithm
//! 3.16). It makes small
//!
//! F(z) = ½ ‖g(z) − x‖² + ½ w ‖z‖²
//!
//! for the decoder g and the grey values x. With `PRIOR` as w this is the most likely point under
//! the prior N(0, 1) if each pixel has Gaussian noise of standard deviation √w, some 3 % of white.
//! [`PictureEvidence`] says what of a picture is known, and how exactly: both terms follow from it.
//!
//! No derivative is asked of the decoder, so that an engine without autodiff can do it: a column of
//! the Jacobian is the difference of two pictures, and those of one step are decoded together. A
//! generator's F has many minima, so the search begins at the best of some draws from the prior, goes
//! a few steps from each, and gives up the worse half again and again, until one is left
//! (successive halving).

use burn::tensor::{Tensor, TensorData};
use run_spec::ImageShape;

use super::cholesky::solve;
use super::gauss_newton::{neighbouring, normal_equations};
use super::picture_evidence::PictureEvidence;
use super::{LatentDecoder, picture_bytes};
use crate::device::{Device, read};
use crate::random::{HostRng, RandomStream};
use crate::{ModelError, ModelResult};

/// Draws from the prior that are looked at first.
const DRAWS: usize = 256;
/// The best of them are starts.
const STARTS: usize = 8;
/// Steps from each start before the worse half is given up.
const ROUND: u32 = 4;
/// Steps that the last one may take.
const STEPS: u32 = 40;
/// The damping of a first step, as a share of the diagonal.
const DAMPING: f64 = 1e-4;
/// Beyond this damping no step is left.
const MOST_DAMPING: f64 = 1e7;
/// A step that makes F smaller by less than this share is the last.
const LEAST_GAIN: f64 = 1e-5;
/// Root mean square difference that no 8-bit picture shows.
const EXACT: f64 = 0.5 / 255.0;

/// How far a search is.
#[derive(Clone, Debug, PartialEq)]
pub struct InversionProgress {
    /// Steps taken, whether they led downhill or not.
    pub step: u32,
    /// Root mean square difference of the best point's picture from the one asked for, in grey values
    /// (0 to 1).
    pub error: f32,
    /// The best point so far: `[latent]`.
    pub z: Vec<f32>,
    /// Whether the search has ended.
    pub done: bool,
}

/// A search for the point that gives a picture. The same for a seed, and to rounding however it is cut
/// into slices.
pub struct LatentInversion {
    shape: ImageShape,
    latent: usize,
    bound: f32,
    evidence: PictureEvidence,
    /// What the pictures that are decoded next are for.
    stage: InversionStage,
    /// Points whose pictures are wanted: `[n, latent]`.
    wanted: Vec<f32>,
    /// Of those, how many pictures are there already.
    decoded: usize,
    /// Pictures of the Jacobian's points so far, as columns: `[decoded, pixels]`.
    columns: Vec<f32>,
    /// Those that are still followed.
    descents: Vec<GaussNewtonDescent>,
    /// Which of them has its turn.
    turn: usize,
    steps: u32,
    /// Steps from each start before it is given up, or its rivals are.
    round: u32,
    best: Option<DecodedPoint>,
}

#[derive(Clone, Copy, PartialEq)]
enum InversionStage {
    Draws,
    Jacobian,
    Trial,
    Done,
}

/// A point and its picture.
#[derive(Clone)]
pub(super) struct DecodedPoint {
    pub z: Vec<f32>,
    pub grey: Vec<f32>,
    /// What [`PictureEvidence::seen`] makes of the picture.
    seen: Vec<f32>,
    /// F.
    pub cost: f64,
}

/// One way downhill.
struct GaussNewtonDescent {
    at: DecodedPoint,
    /// μ, by which the diagonal is enlarged.
    damping: f64,
    /// ν, by which μ grows when a step leads uphill.
    growth: f64,
    /// JᵀJ + w I and Jᵀr + w z where it stands.
    normal: Option<(Vec<f64>, Vec<f64>)>,
    /// Steps in this round.
    left: u32,
    converged: bool,
}

impl LatentInversion {
    /// A search for `picture`, of `shape`, by points whose coordinates stay within ±`bound`, from
    /// starts that `seed` draws.
    ///
    /// # Shapes
    /// `picture`: `height · width · channels` bytes, row by row
    ///
    /// # Errors
    /// [`ModelError::PictureSize`] when the picture is of another size.
    pub fn new(
        picture: &[u8],
        shape: ImageShape,
        latent: usize,
        bound: f32,
        seed: u64,
    ) -> ModelResult<Self> {
        let evidence = PictureEvidence::of_picture(picture, shape)?;
        Ok(Self::from_evidence(evidence, latent, bound, seed))
    }

    /// The same for a picture of which only this is known.
    pub(super) fn from_evidence(
        evidence: PictureEvidence,
        latent: usize,
        bound: f32,
        seed: u64,
    ) -> Self {
        let draws = HostRng::new(seed, RandomStream::Prior).normals(DRAWS * latent);
        Self::from_starts(evidence, latent, bound, draws, ROUND)
    }

    /// The same from given starts, `[n, latent]`. A single one is followed for `round` steps at most.
    pub(super) fn from_starts(
        evidence: PictureEvidence,
        latent: usize,
        bound: f32,
        mut starts: Vec<f32>,
        round: u32,
    ) -> Self {
        for coordinate in &mut starts {
            *coordinate = coordinate.clamp(-bound, bound);
        }
        Self {
            shape: evidence.shape(),
            latent,
            bound,
            evidence,
            stage: InversionStage::Draws,
            wanted: starts,
            decoded: 0,
            columns: Vec::new(),
            descents: Vec::new(),
            turn: 0,
            steps: 0,
            round,
            best: None,
        }
    }

    /// How many pictures are to be decoded before anything else is decided; 0 if the search has ended.
    pub fn wanted(&self) -> usize {
        match self.stage {
            InversionStage::Done => 0,
            _ => self.wanted.len() / self.latent - self.decoded,
        }
    }

    /// Decodes the next pictures, `pictures` of them at most and one at least, and goes as far as they
    /// allow.
    ///
    /// # Errors
    /// [`ModelError::Device`] when the device fails, [`ModelError::PicturesNotFinite`] when no draw has a picture.
    pub async fn advance(
        &mut self,
        model: &impl LatentDecoder,
        device: &Device,
        pictures: usize,
    ) -> ModelResult<InversionProgress> {
        if let Some(points) = self.next_points(pictures) {
            let grey = decoded(model, self.latent, points, device).await?;
            self.take(&grey);
        }
        self.progress()
    }

    /// The points whose pictures [`Self::take`] is to be given next; `None` at the end.
    pub(super) fn next_points(&self, pictures: usize) -> Option<Vec<f32>> {
        if self.stage == InversionStage::Done {
            return None;
        }
        let points = &self.wanted[self.decoded * self.latent..];
        Some(points[..points.len().min(pictures.max(1) * self.latent)].to_vec())
    }

    /// How far the search is.
    pub(super) fn progress(&self) -> ModelResult<InversionProgress> {
        let Some(best) = &self.best else {
            // Nothing to follow, and nothing that could be shown.
            return Err(ModelError::PicturesNotFinite);
        };
        Ok(InversionProgress {
            step: self.steps,
            error: self.error_of(&best.seen).sqrt() as f32,
            z: best.z.clone(),
            done: self.stage == InversionStage::Done,
        })
    }

    /// The best point's picture, as [`pictures`](super::pictures) would give it; empty before the first
    /// slice.
    pub fn picture(&self) -> Vec<u8> {
        let best = self.best.as_ref();
        best.map_or_else(Vec::new, |best| picture_bytes(&best.grey, self.shape))
    }

    /// Latent dimensions.
    pub(super) fn latent(&self) -> usize {
        self.latent
    }

    /// The best point so far.
    pub(super) fn best(&self) -> Option<&DecodedPoint> {
        self.best.as_ref()
    }

    /// What is known of the picture.
    pub(super) fn evidence(&self) -> &PictureEvidence {
        &self.evidence
    }

    /// What the newest pictures say: those of [`Self::next_points`].
    pub(super) fn take(&mut self, grey: &[f32]) {
        self.decoded += grey.len() / self.shape.len();
        let whole = self.decoded * self.latent == self.wanted.len();
        match self.stage {
            InversionStage::Draws => {
                let first = self.decoded - grey.len() / self.shape.len();
                for (i, grey) in grey.chunks_exact(self.shape.len()).enumerate() {
                    let start = (first + i) * self.latent;
                    let z = self.wanted[start..start + self.latent].to_vec();
                    self.draw(z, grey.to_vec());
                }
                if whole {
                    self.next();
                }
            }
            InversionStage::Jacobian => {
                for grey in grey.chunks_exact(self.shape.len()) {
                    self.columns.extend(self.evidence.seen(grey));
                }
                if whole {
                    self.linearise();
                    self.try_step();
                }
            }
            InversionStage::Trial => {
                let z = std::mem::take(&mut self.wanted);
                self.judge(z, grey.to_vec());
                self.next();
            }
            InversionStage::Done => {}
        }
    }

    /// Takes a draw among the starts if it is one of the best.
    fn draw(&mut self, z: Vec<f32>, grey: Vec<f32>) {
        let at = self.place(z, grey);
        if !at.cost.is_finite() {
            return;
        }
        self.keep(&at);
        let rank = self
            .descents
            .partition_point(|other| other.at.cost <= at.cost);
        self.descents
            .insert(rank, GaussNewtonDescent::at(at, self.round));
        self.descents.truncate(STARTS);
    }

    /// Decides what is decoded next: a trial or a Jacobian of the descent whose turn it is, or nothing more.
    fn next(&mut self) {
        // Where something is hidden, the prior decides among all points that show what is known.
        let exact = self.evidence.is_whole()
            && self
                .best
                .as_ref()
                .is_some_and(|best| self.error_of(&best.seen).sqrt() < EXACT);
        loop {
            let descent = self.descents.get(self.turn);
            match descent {
                _ if exact => break,
                Some(descent) if descent.converged || descent.left == 0 => self.turn += 1,
                Some(descent) if descent.normal.is_some() => return self.try_step(),
                Some(_) => return self.ask_jacobian(),
                None if self.descents.len() > 1 => self.halve(),
                None => break,
            }
        }
        self.stage = InversionStage::Done;
    }

    /// Gives up the worse half, and lets the others go on.
    fn halve(&mut self) {
        self.descents
            .sort_by(|one, other| one.at.cost.total_cmp(&other.at.cost));
        self.descents.truncate(self.descents.len().div_ceil(2));
        let left = if self.descents.len() == 1 {
            STEPS
        } else {
            self.round
        };
        for descent in &mut self.descents {
            descent.left = left;
        }
        self.turn = 0;
    }

    fn ask(&mut self, stage: InversionStage, points: Vec<f32>) {
        self.stage = stage;
        self.wanted = points;
        self.decoded = 0;
        self.columns.clear();
    }

    fn ask_jacobian(&mut self) {
        let points = neighbouring(&self.descents[self.turn].at.z);
        self.ask(InversionStage::Jacobian, points);
    }

    /// JᵀJ + w I and Jᵀr + w z from the pictures of the neighbouring points.
    fn linearise(&mut self) {
        let descent = &mut self.descents[self.turn];
        let DecodedPoint { z, seen, .. } = &descent.at;
        let columns = std::mem::take(&mut self.columns);
        descent.normal = Some(normal_equations(&self.evidence, z, seen, columns));
    }

    /// Asks for the picture at the end of a damped step; a coordinate at its bound stays there if it
    /// would go beyond.
    fn try_step(&mut self) {
        let descent = &mut self.descents[self.turn];
        let Some((matrix, gradient)) = &descent.normal else {
            return;
        };
        let z = &descent.at.z;
        let fixed: Vec<bool> = z
            .iter()
            .zip(gradient)
            .map(|(&z, &slope)| z.abs() >= self.bound && slope * f64::from(z) < 0.0)
            .collect();
        let mut step = None;
        while step.is_none() && descent.damping <= MOST_DAMPING {
            let damping = descent.damping;
            step = solve(
                self.latent,
                |i, j| match (i == j, fixed[i] || fixed[j]) {
                    (true, true) => 1.0,
                    (false, true) => 0.0,
                    (true, false) => matrix[i * self.latent + i] * (1.0 + damping),
                    (false, false) => matrix[i * self.latent + j],
                },
                |i| if fixed[i] { 0.0 } else { -gradient[i] },
            );
            if step.is_none() {
                descent.damping *= 10.0;
            }
        }
        let moved =
            |(z, step): (&f32, f64)| ((f64::from(*z) + step) as f32).clamp(-self.bound, self.bound);
        let step = step.unwrap_or_else(|| vec![0.0; self.latent]);
        let trial = z.iter().zip(step).map(moved).collect();
        self.ask(InversionStage::Trial, trial);
    }

    /// Takes a trial if it leads downhill, and adapts the damping (algorithm 3.16).
    fn judge(&mut self, z: Vec<f32>, grey: Vec<f32>) {
        self.steps += 1;
        let trial = self.place(z, grey);
        let descent = &mut self.descents[self.turn];
        descent.left = descent.left.saturating_sub(1);
        let gain = descent.at.cost - trial.cost;
        // A gain that is no number is none.
        if gain.is_nan() || gain <= 0.0 {
            descent.damping *= descent.growth;
            descent.growth *= 2.0;
            descent.converged = descent.damping > MOST_DAMPING || descent.at.z == trial.z;
            return;
        }
        let expected = descent.expected_gain(&trial.z);
        let ratio = 2.0 * gain / expected.max(f64::MIN_POSITIVE) - 1.0;
        descent.damping = (descent.damping * (1.0 - ratio.powi(3)).max(1.0 / 3.0)).max(1e-12);
        descent.growth = 2.0;
        descent.converged = gain < LEAST_GAIN * descent.at.cost;
        descent.normal = None;
        descent.at = trial.clone();
        self.keep(&trial);
    }

    fn keep(&mut self, place: &DecodedPoint) {
        if self.best.as_ref().is_none_or(|best| place.cost < best.cost) {
            self.best = Some(place.clone());
        }
    }

    /// A point with its picture, and F there.
    pub(super) fn place(&self, z: Vec<f32>, grey: Vec<f32>) -> DecodedPoint {
        let pull: f64 = self
            .evidence
            .away_from_center(&z)
            .map(|away| away * away)
            .sum();
        let seen = self.evidence.seen(&grey);
        let squares = self.evidence.squares(&seen);
        DecodedPoint {
            cost: 0.5 * (squares + self.evidence.prior() * pull),
            z,
            grey,
            seen,
        }
    }

    /// The mean squared difference of what is seen of a picture from what is known.
    fn error_of(&self, seen: &[f32]) -> f64 {
        self.evidence.squares(seen) / self.evidence.weight()
    }
}

impl GaussNewtonDescent {
    fn at(at: DecodedPoint, left: u32) -> Self {
        Self {
            at,
            damping: DAMPING,
            growth: 2.0,
            normal: None,
            left,
            converged: false,
        }
    }

    /// How much smaller F would be at `z` if the decoder were linear.
    fn expected_gain(&self, z: &[f32]) -> f64 {
        let Some((matrix, gradient)) = &self.normal else {
            return 0.0;
        };
        let step: Vec<f64> = z
            .iter()
            .zip(&self.at.z)
            .map(|(to, from)| f64::from(to - from))
            .collect();
        let rows = matrix.chunks_exact(step.len()).zip(&step).zip(gradient);
        rows.map(|((row, own), slope)| {
            let curved: f64 = row.iter().zip(&step).map(|(a, step)| a * step).sum();
            -own * (slope + 0.5 * curved)
        })
        .sum()
    }
}

/// The grey values of some points.
///
/// # Shapes
/// `points`: `[n, latent]` → `[n, channels · height · width]`
///
/// # Errors
/// [`ModelError::Device`] when the device fails.
pub(super) async fn decoded(
    model: &impl LatentDecoder,
    latent: usize,
    points: Vec<f32>,
    device: &Device,
) -> ModelResult<Vec<f32>> {
    let count = points.len() / latent;
    let z = TensorData::new(points, [count, latent]);
    read(model.decode(Tensor::from_data(z, device))).await
}
