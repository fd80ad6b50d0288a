//! Points of a plane: which density they are drawn from.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

choice! {
    /// A density on the plane. All of them lie within ±1 or a little beyond.
    ToyDistribution {
        /// A straight line.
        Line = "line", "Line";
        /// Two clusters.
        TwoGaussians = "two-gaussians", "Two Gaussians";
        /// Eight clusters on a circle (arXiv:1611.02163, section 3.1).
        EightGaussians = "eight-gaussians", "Eight Gaussians";
        /// A circle.
        Ring = "ring", "Ring";
        /// Five by five clusters (arXiv:1705.07761, section 4.1).
        Grid = "grid", "Grid of 25 Gaussians";
        /// A spiral.
        Spiral = "spiral", "Spiral";
        /// Two half circles, one in the other's hollow.
        TwoMoons = "two-moons", "Two moons";
        /// Every other square of four by four.
        Checkerboard = "checkerboard", "Checkerboard";
        /// What the visitor draws: [`ToyDrawing`].
        Drawn = "drawn", "Drawn by hand";
    }
}

/// A density drawn by hand: a square of cells, each with a level, over [−[`ToyDrawing::REACH`],
/// [`ToyDrawing::REACH`]]².
///
/// As text, a digit (0 to f) for each cell, row by row from the top; empty if nothing is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ToyDrawing {
    /// A level for each cell, or none at all.
    levels: Vec<u8>,
}

impl ToyDrawing {
    /// Cells across, and down.
    pub const SIDE: usize = 20;
    /// The highest level.
    pub const MOST: u8 = 15;
    /// How far the square reaches from the middle, in the plane's units.
    pub const REACH: f32 = 1.25;

    /// Cells of the square.
    pub const CELLS: usize = Self::SIDE * Self::SIDE;

    /// What the text form of a drawing is, in words.
    pub fn expected() -> String {
        format!(
            "a digit (0 to f) for each of {} cells, or nothing",
            Self::CELLS
        )
    }

    /// Whether nothing is drawn.
    pub fn is_empty(&self) -> bool {
        self.levels.is_empty()
    }

    /// The level of a cell, 0 to [`Self::MOST`]; rows count from the top. 0 outside.
    pub fn level(&self, row: usize, column: usize) -> u8 {
        if column >= Self::SIDE {
            return 0;
        }
        let level = self.levels.get(row * Self::SIDE + column);
        level.copied().unwrap_or_default()
    }

    /// Sets the level of a cell; does nothing outside.
    pub fn set_level(&mut self, row: usize, column: usize, level: u8) {
        if row >= Self::SIDE || column >= Self::SIDE {
            return;
        }
        if self.levels.is_empty() {
            self.levels = vec![0; Self::CELLS];
        }
        self.levels[row * Self::SIDE + column] = level.min(Self::MOST);
        if self.levels.iter().all(|level| *level == 0) {
            self.levels.clear();
        }
    }
}

impl fmt::Display for ToyDrawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.levels.iter().map(|level| {
            let digit = char::from_digit(u32::from(*level), 16);
            digit.unwrap_or('0')
        });
        f.write_str(&digits.collect::<String>())
    }
}

impl FromStr for ToyDrawing {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.trim().chars();
        let levels: Option<Vec<u8>> = digits
            .map(|digit| digit.to_digit(16).map(|digit| digit as u8))
            .collect();
        let levels = levels.ok_or_else(Self::expected)?;
        if levels.iter().all(|level| *level == 0) {
            return Ok(Self::default());
        }
        if levels.len() != Self::SIDE * Self::SIDE {
            return Err(Self::expected());
        }
        Ok(Self { levels })
    }
}

text_form!(ToyDrawing);

#[cfg(test)]
mod tests {
    use super::ToyDrawing;
    #[test]
    fn a_drawing_survives_as_text_and_an_empty_one_is_no_text() {
        let mut drawing = ToyDrawing::default();
        assert_eq!(drawing.to_string(), "");
        drawing.set_level(3, 19, 9);
        drawing.set_level(20, 0, 9);
        assert_eq!((drawing.level(3, 19), drawing.level(4, 19)), (9, 0));
        let text = drawing.to_string();
        assert_eq!(text.len(), 400);
        assert_eq!(text.parse(), Ok(drawing.clone()));
        drawing.set_level(3, 19, 0);
        assert!(drawing.is_empty());
        assert!("12".parse::<ToyDrawing>().is_err());
        assert!("g".repeat(400).parse::<ToyDrawing>().is_err());
    }
}
