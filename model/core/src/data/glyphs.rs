//! The ten digits as pen strokes: what [`strokes`](super::strokes) bends, slants and draws.
//!
//! x runs right and y down; a digit is about 1 high. The pen passes through every point on a
//! Catmull-Rom spline; a point given twice in a row is a corner.

/// A point of a stroke: [x, y].
pub(super) type GlyphPoint = [f32; 2];
/// What the pen draws without being lifted.
pub(super) type GlyphStroke = &'static [GlyphPoint];
/// One way to write a digit.
pub(super) type DigitGlyph = &'static [GlyphStroke];

/// The ways to write each digit.
pub(super) const GLYPHS: [&[DigitGlyph]; 10] = [
    &[&[ZERO]],
    &[&[BAR], &[BAR], &[FLAGGED_BAR]],
    &[&[TWO], &[LOOPED_TWO]],
    &[&[THREE], &[ANGULAR_THREE]],
    &[&[OPEN_FOUR, FOUR_STEM], &[CLOSED_FOUR, CLOSED_FOUR_STEM]],
    &[&[FIVE]],
    &[&[SIX]],
    &[&[SEVEN], &[SEVEN], &[SEVEN, SEVEN_BAR]],
    &[&[EIGHT]],
    &[&[NINE], &[CURLED_NINE]],
];

const ZERO: GlyphStroke = &[
    [0.54, 0.02],
    [0.28, 0.14],
    [0.13, 0.50],
    [0.24, 0.88],
    [0.50, 0.98],
    [0.76, 0.82],
    [0.86, 0.45],
    [0.74, 0.10],
    [0.50, 0.02],
];
const BAR: GlyphStroke = &[[0.50, 0.00], [0.50, 0.50], [0.50, 1.00]];
const FLAGGED_BAR: GlyphStroke = &[
    [0.36, 0.17],
    [0.52, 0.00],
    [0.52, 0.00],
    [0.51, 0.50],
    [0.50, 1.00],
];
const TWO: GlyphStroke = &[
    [0.14, 0.22],
    [0.40, 0.02],
    [0.73, 0.12],
    [0.72, 0.42],
    [0.42, 0.72],
    [0.12, 0.95],
    [0.12, 0.95],
    [0.50, 0.95],
    [0.92, 0.94],
];
const LOOPED_TWO: GlyphStroke = &[
    [0.16, 0.20],
    [0.44, 0.02],
    [0.74, 0.17],
    [0.64, 0.52],
    [0.36, 0.86],
    [0.12, 0.92],
    [0.14, 0.76],
    [0.38, 0.78],
    [0.64, 0.94],
    [0.92, 0.90],
];
const THREE: GlyphStroke = &[
    [0.18, 0.12],
    [0.46, 0.01],
    [0.74, 0.16],
    [0.64, 0.40],
    [0.36, 0.48],
    [0.36, 0.48],
    [0.70, 0.56],
    [0.80, 0.78],
    [0.52, 0.98],
    [0.14, 0.90],
];
const ANGULAR_THREE: GlyphStroke = &[
    [0.16, 0.06],
    [0.46, 0.02],
    [0.78, 0.04],
    [0.78, 0.04],
    [0.44, 0.42],
    [0.44, 0.42],
    [0.74, 0.52],
    [0.80, 0.78],
    [0.50, 0.98],
    [0.14, 0.88],
];
const OPEN_FOUR: GlyphStroke = &[
    [0.20, 0.04],
    [0.14, 0.30],
    [0.14, 0.52],
    [0.44, 0.56],
    [0.84, 0.50],
];
const FOUR_STEM: GlyphStroke = &[[0.78, 0.02], [0.72, 0.50], [0.66, 1.00]];
const CLOSED_FOUR: GlyphStroke = &[
    [0.66, 0.02],
    [0.38, 0.30],
    [0.12, 0.62],
    [0.12, 0.62],
    [0.50, 0.64],
    [0.92, 0.60],
];
const CLOSED_FOUR_STEM: GlyphStroke = &[[0.68, 0.02], [0.66, 0.50], [0.62, 1.00]];
const FIVE: GlyphStroke = &[
    [0.84, 0.03],
    [0.32, 0.05],
    [0.32, 0.05],
    [0.22, 0.44],
    [0.22, 0.44],
    [0.54, 0.38],
    [0.80, 0.60],
    [0.70, 0.88],
    [0.40, 0.99],
    [0.12, 0.88],
];
const SIX: GlyphStroke = &[
    [0.64, 0.02],
    [0.34, 0.26],
    [0.15, 0.62],
    [0.26, 0.93],
    [0.54, 0.97],
    [0.76, 0.78],
    [0.62, 0.55],
    [0.36, 0.58],
    [0.19, 0.76],
];
const SEVEN: GlyphStroke = &[
    [0.12, 0.10],
    [0.48, 0.07],
    [0.84, 0.05],
    [0.84, 0.05],
    [0.62, 0.48],
    [0.44, 1.00],
];
const SEVEN_BAR: GlyphStroke = &[[0.36, 0.54], [0.82, 0.50]];
const EIGHT: GlyphStroke = &[
    [0.74, 0.12],
    [0.48, 0.01],
    [0.24, 0.14],
    [0.34, 0.38],
    [0.62, 0.56],
    [0.76, 0.80],
    [0.50, 0.98],
    [0.24, 0.82],
    [0.36, 0.56],
    [0.64, 0.36],
    [0.74, 0.14],
];
const NINE: GlyphStroke = &[
    [0.74, 0.14],
    [0.46, 0.03],
    [0.20, 0.22],
    [0.28, 0.47],
    [0.54, 0.44],
    [0.74, 0.16],
    [0.74, 0.16],
    [0.70, 0.56],
    [0.62, 1.00],
];
const CURLED_NINE: GlyphStroke = &[
    [0.74, 0.16],
    [0.48, 0.02],
    [0.22, 0.20],
    [0.28, 0.46],
    [0.54, 0.44],
    [0.75, 0.18],
    [0.75, 0.18],
    [0.74, 0.60],
    [0.58, 0.94],
    [0.26, 0.94],
];
