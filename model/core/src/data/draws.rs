//! Pictures that are drawn, not kept: what a drawn picture is, and the random numbers behind it.
//!
//! A picture is a pure function of a seed and an index, so there are endlessly many, none is
//! stored, and any is found again. It is the same to the last bit natively and on wasm32: the
//! random numbers are whole numbers of ChaCha8, and all else is +, −, ×, ÷ and √ in `f32`, which
//! IEEE 754 rounds in one way only. What the system's mathematical library computes (sin, exp) is
//! not so pinned; where angles are needed, [`libm`] computes them from source.

use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A picture, and the truth about it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProceduralImage<F> {
    /// Grey values row by row, 0 black to 255 white; of faces, RGB: the layout of
    /// [`ImageShape`](run_spec::ImageShape).
    pub pixels: Vec<u8>,
    /// The class: a digit, the index of a shape, or that of a colour of hair.
    pub label: u8,
    /// What else decided the picture.
    pub factors: F,
}

/// Uniform draws that belong to one picture. Every index has a stream of its own, so a picture
/// does not depend on those before it.
pub(super) struct ImageRng(ChaCha8Rng);

impl ImageRng {
    pub fn new(seed: u64, index: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(index);
        Self(rng)
    }

    /// From [`low`, `high`); both ends finite.
    pub fn between(&mut self, [low, high]: [f32; 2]) -> f32 {
        // 24 bits are what an f32 holds exactly.
        let unit = (self.0.next_u32() >> 8) as f32 / (1 << 24) as f32;
        low + (high - low) * unit
    }

    /// From `0..count`. `count` is small, so that some values come 2⁻³² · `count` more often than
    /// others is of no account.
    pub fn below(&mut self, count: usize) -> usize {
        ((u64::from(self.0.next_u32()) * count as u64) >> 32) as usize
    }

    /// A seed for draws of their own.
    pub fn seed(&mut self) -> u64 {
        self.0.next_u64()
    }
}
