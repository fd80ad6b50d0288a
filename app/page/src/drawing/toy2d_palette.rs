//! Colours of drawings of two-dimensional toy data.

/// Colours on light and on dark, as red, green and blue. Real is blue and generated is orange, which
/// all eyes tell apart.
#[derive(Clone, Copy, Debug)]
pub struct Toy2dPalette {
    /// Where D is undecided: the background.
    pub neutral: [u8; 3],
    /// Where D says real.
    pub real_field: [u8; 3],
    /// Where D says generated.
    pub generated_field: [u8; 3],
    /// Real points.
    pub real: [u8; 3],
    /// Generated points.
    pub generated: [u8; 3],
    /// Lines and arrows.
    pub ink: [u8; 3],
    /// The four corners of the latent space: bottom left, bottom right, top left, top right.
    corners: [[u8; 3]; 4],
}

/// On paper.
const LIGHT: Toy2dPalette = Toy2dPalette {
    neutral: [252, 253, 251],
    real_field: [172, 207, 240],
    generated_field: [251, 213, 170],
    real: [20, 84, 150],
    generated: [176, 46, 14],
    ink: [18, 32, 27],
    corners: [[0, 128, 118], [122, 74, 190], [168, 140, 0], [206, 52, 128]],
};

/// On slate.
const DARK: Toy2dPalette = Toy2dPalette {
    neutral: [20, 30, 26],
    real_field: [26, 72, 120],
    generated_field: [100, 56, 18],
    real: [122, 192, 250],
    generated: [255, 160, 112],
    ink: [233, 239, 234],
    corners: [
        [64, 214, 196],
        [176, 140, 250],
        [226, 206, 90],
        [250, 132, 190],
    ],
};

impl Toy2dPalette {
    /// The palette of a theme.
    pub fn of(dark: bool) -> &'static Self {
        if dark { &DARK } else { &LIGHT }
    }

    /// The colour of D's probability of being real: neutral at a half.
    pub fn field(&self, probability: f32) -> [u8; 3] {
        let sure = (2.0 * probability - 1.0).clamp(-1.0, 1.0);
        let towards = if sure > 0.0 {
            self.real_field
        } else {
            self.generated_field
        };
        mixed(self.neutral, towards, sure.abs())
    }

    /// The colour of a place in the latent space, each coordinate from −1 to 1.
    pub fn latent(&self, across: f32, up: f32) -> [u8; 3] {
        let [across, up] = [across, up].map(|at| (at.clamp(-1.0, 1.0) + 1.0) / 2.0);
        let [a, b, c, d] = self.corners;
        mixed(mixed(a, b, across), mixed(c, d, across), up)
    }
}

/// A colour between two.
fn mixed(from: [u8; 3], to: [u8; 3], along: f32) -> [u8; 3] {
    let along = if along.is_finite() { along } else { 0.0 };
    [0, 1, 2].map(|at| {
        let (from, to) = (f32::from(from[at]), f32::from(to[at]));
        // `as` saturates.
        (from + (to - from) * along.clamp(0.0, 1.0)).round() as u8
    })
}

/// A colour as CSS writes it.
pub fn css(colour: [u8; 3]) -> String {
    let [red, green, blue] = colour;
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// A field of probabilities as the RGBA bytes that a canvas takes.
pub fn field_rgba(field: &[f32], palette: &Toy2dPalette) -> Vec<u8> {
    let opaque = |probability: &f32| {
        let [red, green, blue] = palette.field(*probability);
        [red, green, blue, 255]
    };
    field.iter().flat_map(opaque).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_undecided_field_is_the_plate_and_a_sure_one_has_a_hue() {
        for dark in [false, true] {
            let palette = Toy2dPalette::of(dark);
            assert_eq!(palette.field(0.5), palette.neutral);
            assert_eq!(palette.field(1.0), palette.real_field);
            assert_eq!(palette.field(0.0), palette.generated_field);
            assert_eq!(palette.field(f32::NAN), palette.neutral);
        }
        assert_eq!(field_rgba(&[0.5, 1.0], &LIGHT)[3], 255);
        assert_eq!(css([1, 171, 255]), "#01abff");
    }

    /// WCAG's contrast of two colours.
    fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
        let [one, other] = [one, other].map(|colour| {
            let [red, green, blue] = colour.map(|value| {
                let value = f64::from(value) / 255.0;
                if value <= 0.04045 {
                    value / 12.92
                } else {
                    ((value + 0.055) / 1.055).powf(2.4)
                }
            });
            0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
        });
        one.max(other) / one.min(other)
    }

    #[test]
    fn points_stand_out_from_every_field_that_they_may_lie_on() {
        for dark in [false, true] {
            let palette = Toy2dPalette::of(dark);
            for point in [palette.real, palette.generated] {
                for probability in [0.0, 0.25, 0.5, 0.75, 1.0] {
                    let found = contrast(point, palette.field(probability));
                    assert!(found >= 3.0, "{dark} {probability}: {found}");
                }
            }
        }
    }
}
