//! The 256 colours of a film as GIF, of its own pictures: greys as they are, up to 256 colours as they are,
//! of more those of a median cut (Heckbert, "Color image quantization for frame buffer display", 1982)
//! that splits where a box's squared error is largest, at its mean along the axis that varies most.

use session::ImagePixels;

/// Colours of a palette.
const MOST_COLOURS: usize = 256;
/// Colours are counted, and looked up, by so many bits of each channel: more bins would each have their
/// nearest colour looked for, which holds the page up where a picture has many of them.
const BIN_BITS: u32 = 5;
/// Nothing was looked up yet.
const UNKNOWN: u16 = u16::MAX;

/// The colours of a film's pictures, as they are counted.
#[derive(Clone, Debug, Default)]
pub struct FilmColours {
    is_colour: bool,
    /// All colours, in order, as long as there are few; `0x00RRGGBB`.
    few: Vec<u32>,
    are_many: bool,
    bins: Vec<ColourBin>,
}

/// Colours that are near one another.
#[derive(Clone, Copy, Debug, Default)]
struct ColourBin {
    count: f64,
    /// Of red, green and blue.
    sums: [f64; 3],
}

impl ColourBin {
    fn mean(&self) -> [f64; 3] {
        self.sums.map(|sum| sum / self.count)
    }
}

/// Bins that become one colour.
struct ColourBox {
    bins: Vec<ColourBin>,
    total: ColourBin,
    /// The axis along which they vary most.
    axis: usize,
    /// Their summed squared distance from the mean along it.
    error: f64,
}

impl FilmColours {
    /// Counts a picture's colours.
    pub fn count(&mut self, pixels: &ImagePixels) {
        if pixels.channels == 3 {
            self.is_colour = true;
        }
        self.bins.resize(1 << (3 * BIN_BITS), ColourBin::default());
        let mut last = None;
        for rgb in rgb_of(pixels) {
            let bin = &mut self.bins[bin_of(rgb, BIN_BITS)];
            bin.count += 1.0;
            for (sum, value) in bin.sums.iter_mut().zip(rgb) {
                *sum += f64::from(value);
            }
            if !self.are_many && last != Some(rgb) {
                last = Some(rgb);
                self.note(rgb);
            }
        }
    }

    fn note(&mut self, rgb: [u8; 3]) {
        let colour = packed(rgb);
        if let Err(at) = self.few.binary_search(&colour) {
            if self.few.len() == MOST_COLOURS {
                self.are_many = true;
            } else {
                self.few.insert(at, colour);
            }
        }
    }

    /// The palette that suits them.
    pub fn palette(self) -> FilmPalette {
        let colours = if !self.is_colour {
            (0..=u8::MAX).map(|grey| [grey; 3]).collect()
        } else if self.are_many {
            median_cut(self.bins)
        } else {
            let few = self.few.iter();
            few.map(|colour| {
                let [_, red, green, blue] = colour.to_be_bytes();
                [red, green, blue]
            })
            .collect()
        };
        FilmPalette {
            is_exact: self.is_colour && !self.are_many,
            is_grey: !self.is_colour,
            few: self.few,
            colours,
            found: Vec::new(),
        }
    }
}

/// The colours of a film.
#[derive(Clone, Debug)]
pub struct FilmPalette {
    is_grey: bool,
    is_exact: bool,
    few: Vec<u32>,
    colours: Vec<[u8; 3]>,
    /// The nearest colour of each bin, as far as it was looked for.
    found: Vec<u16>,
}

impl FilmPalette {
    /// The colours, as RGB bytes; at least two.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.colours.concat();
        bytes.resize(bytes.len().max(6), 0);
        bytes
    }

    /// Each pixel as the place of its colour, or of one near it.
    pub fn indexed(&mut self, pixels: &ImagePixels) -> Vec<u8> {
        if self.is_grey {
            return pixels.bytes.to_vec();
        }
        if self.is_exact {
            let index = |rgb| self.few.binary_search(&packed(rgb)).unwrap_or_default();
            return rgb_of(pixels).map(|rgb| index(rgb) as u8).collect();
        }
        self.found.resize(1 << (3 * BIN_BITS), UNKNOWN);
        let mut indices = Vec::with_capacity(pixels.width * pixels.height);
        for rgb in rgb_of(pixels) {
            let bin = bin_of(rgb, BIN_BITS);
            if self.found[bin] == UNKNOWN {
                self.found[bin] = nearest(&self.colours, rgb);
            }
            indices.push(self.found[bin] as u8);
        }
        indices
    }
}

fn rgb_of(pixels: &ImagePixels) -> impl Iterator<Item = [u8; 3]> {
    let (step, second, third) = match pixels.channels {
        3 => (3, 1, 2),
        _ => (1, 0, 0),
    };
    let pixels = pixels.bytes.chunks_exact(step);
    pixels.map(move |pixel| [pixel[0], pixel[second], pixel[third]])
}

fn packed([red, green, blue]: [u8; 3]) -> u32 {
    u32::from_be_bytes([0, red, green, blue])
}

fn bin_of(rgb: [u8; 3], bits: u32) -> usize {
    let place = |bin, value: u8| (bin << bits) | usize::from(value >> (8 - bits));
    rgb.into_iter().fold(0, place)
}

fn nearest(colours: &[[u8; 3]], rgb: [u8; 3]) -> u16 {
    let distance = |colour: &[u8; 3]| -> u32 {
        let pairs = colour.iter().zip(rgb);
        pairs.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let places = colours.iter().enumerate();
    let best = places.min_by_key(|(_, colour)| distance(colour));
    best.map_or(0, |(at, _)| at as u16)
}

fn median_cut(bins: Vec<ColourBin>) -> Vec<[u8; 3]> {
    let bins = bins.into_iter().filter(|bin| bin.count > 0.0).collect();
    let mut boxes = vec![ColourBox::new(bins)];
    while boxes.len() < MOST_COLOURS {
        let places = boxes.iter().enumerate();
        let worst = places.max_by(|(_, one), (_, other)| one.error.total_cmp(&other.error));
        let Some((at, worst)) = worst else { break };
        if worst.error <= 0.0 {
            break;
        }
        let [low, high] = boxes.swap_remove(at).halves();
        boxes.extend([low, high]);
    }
    let colours = boxes.iter().map(|it| it.total.mean());
    colours
        .map(|mean| mean.map(|value| value.round() as u8))
        .collect()
}

impl ColourBox {
    fn new(bins: Vec<ColourBin>) -> Self {
        let mut total = ColourBin::default();
        let mut squares = [0.0; 3];
        for bin in &bins {
            total.count += bin.count;
            for (axis, mean) in bin.mean().into_iter().enumerate() {
                total.sums[axis] += bin.sums[axis];
                squares[axis] += bin.count * mean * mean;
            }
        }
        let mean = total.mean();
        let error = |axis: usize| squares[axis] - total.count * mean[axis] * mean[axis];
        let axis = (0..3).max_by(|one, other| error(*one).total_cmp(&error(*other)));
        let axis = axis.unwrap_or_default();
        Self {
            axis,
            // Of one bin, rounding is all that there is.
            error: if bins.len() > 1 { error(axis) } else { 0.0 },
            bins,
            total,
        }
    }

    fn halves(self) -> [Self; 2] {
        let (axis, mean) = (self.axis, self.total.mean()[self.axis]);
        let low = |bin: &ColourBin| bin.mean()[axis] < mean;
        let (mut low, mut high): (Vec<_>, Vec<_>) = self.bins.into_iter().partition(low);
        // Where rounding leaves one of them without any.
        if low.is_empty() {
            low.extend(high.pop());
        } else if high.is_empty() {
            high.extend(low.pop());
        }
        [low, high].map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: usize, channels: usize, bytes: Vec<u8>) -> ImagePixels {
        ImagePixels {
            width,
            height: bytes.len() / (width * channels),
            channels,
            bytes: bytes.into(),
        }
    }

    /// The film as a viewer of the GIF sees it.
    fn shown(film: &[ImagePixels]) -> Vec<Vec<[u8; 3]>> {
        let mut colours = FilmColours::default();
        film.iter().for_each(|pixels| colours.count(pixels));
        let mut palette = colours.palette();
        let bytes = palette.bytes();
        assert!(bytes.len() <= 3 * MOST_COLOURS && bytes.len().is_multiple_of(3));
        let colour = |index: &u8| {
            let at = 3 * usize::from(*index);
            [bytes[at], bytes[at + 1], bytes[at + 2]]
        };
        let frames = film.iter().map(|pixels| palette.indexed(pixels));
        frames
            .map(|frame| frame.iter().map(colour).collect())
            .collect()
    }

    fn assert_exact(film: &[ImagePixels]) {
        for (frame, pixels) in shown(film).iter().zip(film) {
            assert_eq!(frame, &rgb_of(pixels).collect::<Vec<_>>());
        }
    }

    /// Mean absolute error of a channel's value.
    fn error(film: &[ImagePixels]) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0);
        for (frame, pixels) in shown(film).iter().zip(film) {
            for (found, wanted) in frame.iter().zip(rgb_of(pixels)) {
                for (a, b) in found.iter().zip(wanted) {
                    sum += f64::from(a.abs_diff(b));
                    count += 1.0;
                }
            }
        }
        sum / count
    }

    /// Discs of changing colours on grounds of changing colours, lit from one side, with soft edges.
    fn balls() -> Vec<ImagePixels> {
        let side = 64;
        let frame = |time: usize| {
            let turn = time as f64 / 12.0;
            let colour = |phase: f64, channel: usize| {
                127.5 + 100.0 * (std::f64::consts::TAU * turn + phase + 2.1 * channel as f64).sin()
            };
            let mut bytes = Vec::new();
            for at in 0..side * side {
                let (x, y) = ((at % side) as f64 - 32.0, (at / side) as f64 - 32.0);
                let inside = 1.0 / (1.0 + ((x.hypot(y) - 20.0) / 1.5).exp());
                let light = 0.7 + 0.3 * (x + y) / 64.0;
                for channel in 0..3 {
                    let (ball, ground) = (colour(0.0, channel), colour(2.5, channel));
                    bytes.push((light * (ground + inside * (ball - ground))) as u8);
                }
            }
            picture(side, 3, bytes)
        };
        (0..12).map(frame).collect()
    }

    #[test]
    fn a_grey_film_is_the_same() {
        let greys = |shift: usize| (0..256).map(move |i| ((i + shift) % 256) as u8).collect();
        assert_exact(&[picture(16, 1, greys(0)), picture(16, 1, greys(100))]);
    }

    #[test]
    fn a_film_of_up_to_256_colours_is_the_same() {
        let of = |colours: usize| {
            let colour = |i: usize| [(i * 7) as u8, (i * 31 / 3) as u8, (i / 2) as u8];
            let bytes = (0..512).flat_map(|i| colour(i % colours)).collect();
            [picture(16, 3, bytes)]
        };
        for colours in [1, 2, 3, 200, 256] {
            assert_exact(&of(colours));
        }
        assert!(error(&of(300)) < 1.0, "{}", error(&of(300)));
        // Among them grey pictures in a film that has colours.
        let [coloured] = of(20);
        assert_exact(&[picture(2, 1, vec![0, 90, 90, 255]), coloured]);
    }

    #[test]
    fn a_film_of_many_colours_is_near() {
        let found = error(&balls());
        // Measured: 3.4 of 255.
        assert!(found < 3.5, "{found}");
    }

    #[test]
    fn colours_that_fill_the_cube_are_as_near_as_any_256() {
        // Of a regular grid of 6 × 7 × 4, a quarter of the steps: 51, 42 and 85, which is 14.9.
        let bytes = (0..32 * 32 * 32_usize).flat_map(|at| {
            [at / 1024, at / 32 % 32, at % 32].map(|value| (value * 255 / 31) as u8)
        });
        let found = error(&[picture(256, 3, bytes.collect())]);
        assert!(found < 12.5, "{found}");
    }
}
