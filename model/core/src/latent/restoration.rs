//! A damaged picture restored: the most probable point given what is known of it, and draws of others.
//!
//! With F of [`LatentInversion`](super::LatentInversion) and w = σ², −F(z) / w is the log posterior
//! log p(z | x) up to a constant, so that the least F is the most probable point ẑ. Around it, draws come
//! from Laplace's approximation (Tierney and Kadane, *Accurate Approximations for Posterior Moments*,
//! 1986; MacKay, *Bayesian Interpolation*, 1992) with the Gauss–Newton matrix in place of the Hessian:
//!
//! z ~ N(ẑ, (JᵀJ / σ² + I)⁻¹)
//!
//! which is the posterior itself where the decoder is linear. Elsewhere some draws are likelier than
//! others: of [`CANDIDATES`] draws, those that are handed out are chosen with probabilities in proportion
//! to p(z | x) / q(z) (sampling, importance resampling: Rubin 1988), by systematic resampling. What this
//! cannot know is another mode far away: a generator's posterior may have several.

use super::cholesky::factor;
use super::gauss_newton::{neighbouring, normal_equations};
use super::inversion::{DecodedPoint, LatentInversion, decoded};
use super::picture_evidence::PictureEvidence;
use super::{InversionProgress, LatentDecoder, picture_bytes};
use crate::ModelResult;
use crate::device::Device;
use crate::random::{HostRng, RandomStream};

/// Draws that are weighed.
const CANDIDATES: usize = 64;

/// How far a restoration is.
#[derive(Clone, Debug, PartialEq)]
pub struct RestorationProgress {
    /// The search for the most probable point, which ends before the draws are there.
    pub search: InversionProgress,
    /// How many independent draws of the posterior the weighed ones are worth (Kong 1992), as a share of
    /// them: 1 where the decoder is linear. 0 before they are there.
    pub effective: f32,
    /// Whether all has ended.
    pub done: bool,
}

/// A restoration. The same for a seed, and to rounding however it is cut into slices.
pub struct PictureRestoration {
    search: LatentInversion,
    stage: RestorationStage,
    rng: HostRng,
    bound: f32,
    /// How many draws are handed out.
    draws: usize,
    /// Points whose pictures are wanted once the search has ended: `[n, latent]`.
    wanted: Vec<f32>,
    /// Of those, how many pictures are there already.
    decoded: usize,
    /// What is seen of the Jacobian's points so far.
    columns: Vec<f32>,
    /// log q of each candidate.
    log_densities: Vec<f64>,
    candidates: Vec<DecodedPoint>,
    /// The chosen candidates.
    chosen: Vec<usize>,
    effective: f64,
}

#[derive(Clone, Copy, PartialEq)]
enum RestorationStage {
    Search,
    Jacobian,
    Draws,
    Done,
}

impl PictureRestoration {
    /// A restoration of the picture of which `evidence` is known, by points whose coordinates stay within
    /// ±`bound`, with this many draws. `seed` draws starts and candidates.
    pub fn new(
        evidence: PictureEvidence,
        latent: usize,
        bound: f32,
        seed: u64,
        draws: usize,
    ) -> Self {
        Self {
            search: LatentInversion::from_evidence(evidence, latent, bound, seed),
            stage: RestorationStage::Search,
            rng: HostRng::new(seed, RandomStream::Evaluation),
            bound,
            draws: draws.min(CANDIDATES),
            wanted: Vec::new(),
            decoded: 0,
            columns: Vec::new(),
            log_densities: Vec::new(),
            candidates: Vec::new(),
            chosen: Vec::new(),
            effective: 0.0,
        }
    }

    /// How many pictures are to be decoded before anything else is decided; 0 at the end.
    pub fn wanted(&self) -> usize {
        match self.stage {
            RestorationStage::Search => self.search.wanted(),
            RestorationStage::Done => 0,
            _ => self.wanted.len() / self.latent() - self.decoded,
        }
    }

    /// Decodes the next pictures, `pictures` of them at most and one at least, and goes as far as they
    /// allow.
    ///
    /// # Errors
    /// As [`LatentInversion::advance`]
    pub async fn advance(
        &mut self,
        model: &impl LatentDecoder,
        device: &Device,
        pictures: usize,
    ) -> ModelResult<RestorationProgress> {
        if let Some(points) = self.next_points(pictures) {
            let grey = decoded(model, self.search.latent(), points, device).await?;
            self.take(&grey);
        }
        let progress = self.search.progress()?;
        Ok(RestorationProgress {
            search: progress,
            effective: self.effective as f32,
            done: self.stage == RestorationStage::Done,
        })
    }

    /// The most probable point's picture so far, as [`pictures`](super::pictures) would give it.
    pub fn picture(&self) -> Vec<u8> {
        self.search.picture()
    }

    /// The draws' points, `[draws, latent]`, and their pictures; empty before the end.
    pub fn drawn(&self) -> (Vec<f32>, Vec<u8>) {
        let (mut points, mut pictures) = (Vec::new(), Vec::new());
        for at in &self.chosen {
            let draw = &self.candidates[*at];
            points.extend_from_slice(&draw.z);
            pictures.extend(picture_bytes(&draw.grey, self.search.evidence().shape()));
        }
        (points, pictures)
    }

    fn latent(&self) -> usize {
        self.search.latent().max(1)
    }

    fn next_points(&self, pictures: usize) -> Option<Vec<f32>> {
        match self.stage {
            RestorationStage::Search => self.search.next_points(pictures),
            RestorationStage::Done => None,
            _ => {
                let points = &self.wanted[self.decoded * self.latent()..];
                Some(points[..points.len().min(pictures.max(1) * self.latent())].to_vec())
            }
        }
    }

    fn take(&mut self, grey: &[f32]) {
        let pixels = self.search.evidence().shape().len();
        if self.stage == RestorationStage::Search {
            self.search.take(grey);
            if self.search.wanted() == 0 {
                self.ask_jacobian();
            }
            return;
        }
        for grey in grey.chunks_exact(pixels) {
            if self.stage == RestorationStage::Jacobian {
                self.columns.extend(self.search.evidence().seen(grey));
            } else {
                let start = self.decoded * self.latent();
                let z = self.wanted[start..start + self.latent()].to_vec();
                self.candidates.push(self.search.place(z, grey.to_vec()));
            }
            self.decoded += 1;
        }
        if self.decoded * self.latent() == self.wanted.len() {
            match self.stage {
                RestorationStage::Jacobian => self.ask_draws(),
                _ => self.choose(),
            }
        }
    }

    fn ask_jacobian(&mut self) {
        self.stage = match self.search.best() {
            Some(best) if self.draws > 0 => {
                self.wanted = neighbouring(&best.z);
                RestorationStage::Jacobian
            }
            _ => RestorationStage::Done,
        };
    }

    /// Draws candidates from Laplace's approximation: ẑ + σ L⁻ᵀ ε, where L Lᵀ = JᵀJ + σ² I.
    fn ask_draws(&mut self) {
        self.stage = RestorationStage::Done;
        let Some(best) = self.search.best() else {
            return;
        };
        let (evidence, n) = (self.search.evidence(), best.z.len());
        let columns = std::mem::take(&mut self.columns);
        let (matrix, _) = normal_equations(evidence, &best.z, &evidence.seen(&best.grey), columns);
        let Some(l) = factor(n, |i, j| matrix[i * n + j]) else {
            return;
        };
        let deviation = evidence.prior().sqrt();
        let mut points = Vec::with_capacity(CANDIDATES * n);
        for _ in 0..CANDIDATES {
            let noise = self.rng.normals(n);
            let square: f64 = noise.iter().map(|e| f64::from(*e).powi(2)).sum();
            self.log_densities.push(-0.5 * square);
            let mut step: Vec<f64> = noise.into_iter().map(f64::from).collect();
            for i in (0..n).rev() {
                let known: f64 = (i + 1..n).map(|j| l[j * n + i] * step[j]).sum();
                step[i] = (step[i] - known) / l[i * n + i];
            }
            for (z, step) in best.z.iter().zip(step) {
                let moved = (f64::from(*z) + deviation * step) as f32;
                points.push(moved.clamp(-self.bound, self.bound));
            }
        }
        self.wanted = points;
        self.decoded = 0;
        self.stage = RestorationStage::Draws;
    }

    /// Chooses draws by their weights.
    fn choose(&mut self) {
        self.stage = RestorationStage::Done;
        let w = self.search.evidence().prior();
        let pairs = self.candidates.iter().zip(&self.log_densities);
        let logs: Vec<f64> = pairs.map(|(draw, log_q)| -draw.cost / w - log_q).collect();
        // What has no picture has no weight.
        let most = logs
            .iter()
            .copied()
            .filter(|log| log.is_finite())
            .fold(f64::MIN, f64::max);
        let weight = |log: &f64| {
            if log.is_finite() {
                (log - most).exp()
            } else {
                0.0
            }
        };
        let weights: Vec<f64> = logs.iter().map(weight).collect();
        let (sum, squares) = weights.iter().fold((0.0, 0.0), |(sum, squares), weight| {
            (sum + weight, squares + weight * weight)
        });
        if sum <= 0.0 {
            return;
        }
        self.effective = sum * sum / squares / weights.len() as f64;
        let step = sum / self.draws as f64;
        let mut next = step * (0.5 + 0.5 * f64::from(self.rng.uniforms(1, 1.0)[0]));
        let mut reached = 0.0;
        for (at, weight) in weights.iter().enumerate() {
            reached += weight;
            while next < reached && self.chosen.len() < self.draws {
                self.chosen.push(at);
                next += step;
            }
        }
    }
}
