//! Pictures of many sizes, as they are gathered: each once, with the folder or the name that says its
//! class, and what was left out.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use run_spec::{ImageShape, PictureFit, PictureOptions, WantedPictures, is_side};

use crate::PictureError;
use crate::array::{ImageArray, without_transparency};
use crate::prepare::prepare;
use crate::set_file::{PictureSet, SetHeader};

/// Pixels of the shorter side of what is kept of a picture: no model sees more.
const KEPT_SHORT: usize = 64;
/// Pixels of the longer side.
const KEPT_LONG: usize = 256;
/// Bytes of all that is kept.
const MOST_KEPT: usize = 512 << 20;
/// How many pictures.
pub const MOST_PICTURES: usize = 100_000;
/// Names that are kept of what was left out for one reason.
const MOST_NAMES: usize = 5;
/// What pictures become whose own size does not fit.
const USUAL_SIDE: usize = 32;

/// A picture that was gathered.
#[derive(Clone, Debug)]
struct GatheredPicture {
    shape: ImageShape,
    /// Where its pixels begin.
    at: usize,
    /// An index of the collection's classes.
    class: Option<usize>,
}

/// Pictures that were left out for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The reason: a code of [`PictureError`], `duplicate`, or another of the importer's.
    pub reason: String,
    /// What was found, of the first.
    pub found: String,
    /// How many.
    pub count: usize,
    /// The first few names.
    pub names: Vec<String>,
}

/// Pictures as they are gathered.
#[derive(Clone, Debug, Default)]
pub struct PictureCollection {
    pictures: Vec<GatheredPicture>,
    pixels: Vec<u8>,
    seen: HashSet<u64>,
    classes: Vec<String>,
    left_out: Vec<LeftOut>,
}

impl PictureCollection {
    /// How many pictures.
    pub fn len(&self) -> usize {
        self.pictures.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.pictures.is_empty()
    }

    /// What was left out, by reason.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// Takes note that something was left out.
    pub fn leave_out(&mut self, name: &str, reason: &str, found: &str) {
        let known = self
            .left_out
            .iter_mut()
            .find(|known| known.reason == reason);
        let entry = match known {
            Some(known) => known,
            None => {
                self.left_out.push(LeftOut {
                    reason: reason.to_owned(),
                    found: found.to_owned(),
                    count: 0,
                    names: Vec::new(),
                });
                let last = self.left_out.len() - 1;
                &mut self.left_out[last]
            }
        };
        entry.count += 1;
        if entry.names.len() < MOST_NAMES {
            entry.names.push(name.to_owned());
        }
    }

    /// Takes note that a file cannot be read.
    pub fn refuse(&mut self, name: &str, error: &PictureError) {
        self.leave_out(name, error.code(), &error.found());
    }

    /// Adds a picture that was decoded: RGBA. With a tile's size, `[height, width]`, it is a sprite sheet.
    pub fn add_rgba(
        &mut self,
        name: &str,
        class: Option<&str>,
        (width, height): (usize, usize),
        rgba: &[u8],
        tile: Option<[usize; 2]>,
    ) {
        if width == 0 || height == 0 || rgba.len() != width * height * 4 {
            self.leave_out(name, "unreadable", "");
            return;
        }
        let shape = |height, width| ImageShape {
            channels: 4,
            height,
            width,
        };
        match tile {
            None => self.add_transparent(name, class, shape(height, width), rgba),
            Some([down, across]) if down > 0 && across > 0 => {
                let (rows, columns) = (height / down, width / across);
                if rows * columns == 0 {
                    self.leave_out(name, "smaller-than-tile", &format!("{width} × {height}"));
                }
                for at in 0..rows * columns {
                    let (row, column) = (at / columns * down, at % columns * across);
                    let lines = (row..row + down).map(|line| {
                        let from = (line * width + column) * 4;
                        &rgba[from..from + across * 4]
                    });
                    let tile = lines.collect::<Vec<_>>().concat();
                    let first = &tile[..4];
                    // The room that a sheet leaves.
                    if tile.chunks_exact(4).all(|pixel| pixel == first) {
                        self.leave_out(name, "empty-tile", "");
                        continue;
                    }
                    self.add_transparent(name, class, shape(down, across), &tile);
                }
            }
            Some(_) => self.leave_out(name, "unreadable", ""),
        }
    }

    fn add_transparent(&mut self, name: &str, class: Option<&str>, shape: ImageShape, rgba: &[u8]) {
        let rgb = without_transparency(rgba);
        let is_grey = rgb
            .chunks_exact(3)
            .all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]);
        let channels = if is_grey { 1 } else { 3 };
        let pixels = if is_grey {
            rgb.iter().step_by(3).copied().collect()
        } else {
            rgb
        };
        self.add(name, class, ImageShape { channels, ..shape }, &pixels);
    }

    /// Adds images of one size; `classes` says what their labels mean, if they are no numbers.
    pub fn add_array(&mut self, name: &str, array: &ImageArray, classes: &[String]) {
        for index in 0..array.len() {
            let label = array.labels.as_ref().and_then(|labels| labels.get(index));
            let class = label.map(|label| {
                let known = classes.get(*label as usize).cloned();
                known.unwrap_or_else(|| label.to_string())
            });
            self.add(name, class.as_deref(), array.shape, array.image(index));
        }
    }

    fn add(&mut self, name: &str, class: Option<&str>, shape: ImageShape, pixels: &[u8]) {
        let short = shape.height.min(shape.width);
        let long = shape.height.max(shape.width);
        let scale = (KEPT_SHORT as f64 / short as f64).min(KEPT_LONG as f64 / long as f64);
        let reduced;
        let (shape, pixels) = if scale < 1.0 {
            let side = |side: usize| ((side as f64 * scale + 0.5) as usize).max(1);
            let options = PictureOptions {
                height: side(shape.height),
                width: side(shape.width),
                fit: PictureFit::Crop,
                colour: shape.channels == 3,
                invert: false,
                threshold: None,
            };
            reduced = prepare(shape, pixels, &options);
            (options.shape(), &reduced[..])
        } else {
            (shape, pixels)
        };
        if self.len() >= MOST_PICTURES || self.pixels.len() + pixels.len() > MOST_KEPT {
            self.leave_out(name, "too-many", "");
            return;
        }
        let mut hasher = DefaultHasher::new();
        (shape.height, shape.width, shape.channels, pixels).hash(&mut hasher);
        if !self.seen.insert(hasher.finish()) {
            self.leave_out(name, "duplicate", "");
            return;
        }
        let class = class.map(|class| {
            let known = self.classes.iter().position(|known| known == class);
            known.unwrap_or_else(|| {
                self.classes.push(class.to_owned());
                self.classes.len() - 1
            })
        });
        self.pictures.push(GatheredPicture {
            shape,
            at: self.pixels.len(),
            class,
        });
        self.pixels.extend_from_slice(pixels);
    }

    /// The options that suit the pictures: the size that is wanted if none is smaller, or their own size if
    /// all have one that models take, else a usual one; in colour if any is, or if most are where grey is
    /// wanted.
    pub fn proposed(&self, wanted: Option<WantedPictures>) -> PictureOptions {
        let own = self.own_options();
        let Some(wanted) = wanted else {
            return own;
        };
        let WantedPictures { side, channels } = wanted;
        let is_smaller = |picture: &GatheredPicture| {
            let ImageShape { height, width, .. } = picture.shape;
            height.min(width) < side
        };
        let fits = is_side(side) && !self.pictures.iter().any(is_smaller);
        let size = if fits {
            (side, side)
        } else {
            (own.height, own.width)
        };
        PictureOptions {
            height: size.0,
            width: size.1,
            colour: own.colour && (channels != Some(1) || self.is_mostly_colour()),
            ..own
        }
    }

    fn is_mostly_colour(&self) -> bool {
        let pictures = self.pictures.iter();
        let coloured = pictures.filter(|picture| picture.shape.channels == 3);
        2 * coloured.count() > self.len()
    }

    fn own_options(&self) -> PictureOptions {
        let mut sizes = self
            .pictures
            .iter()
            .map(|picture| (picture.shape.height, picture.shape.width));
        let first = sizes.next().unwrap_or((USUAL_SIDE, USUAL_SIDE));
        let is_one = sizes.all(|size| size == first);
        let fits = is_side(first.0) && is_side(first.1);
        // Only what is no photograph is kept at the size that pictures are reduced to.
        let is_reduced = first.0.min(first.1) == KEPT_SHORT;
        let (height, width) = if is_one && fits && !is_reduced {
            first
        } else {
            (USUAL_SIDE, USUAL_SIDE)
        };
        PictureOptions {
            height,
            width,
            fit: PictureFit::Crop,
            colour: self
                .pictures
                .iter()
                .any(|picture| picture.shape.channels == 3),
            invert: false,
            threshold: None,
        }
    }

    /// One picture as the options say.
    pub fn prepared(&self, index: usize, options: &PictureOptions) -> Vec<u8> {
        let picture = &self.pictures[index];
        let pixels = &self.pixels[picture.at..picture.at + picture.shape.len()];
        prepare(picture.shape, pixels, options)
    }

    /// The classes that occur, and how many pictures each has; those without one are not counted.
    pub fn classes(&self) -> Vec<(String, usize)> {
        let mut counts = vec![0; self.classes.len()];
        for class in self.pictures.iter().filter_map(|picture| picture.class) {
            counts[class] += 1;
        }
        let mut classes: Vec<_> = self.classes.iter().cloned().zip(counts).collect();
        classes.sort_by(|one, other| class_order(&one.0).cmp(&class_order(&other.0)));
        classes
    }

    /// The set that the options make. Classes are kept if there are several and every picture has one.
    pub fn set(&self, name: &str, options: &PictureOptions) -> PictureSet {
        let mut pixels = Vec::with_capacity(self.len() * options.shape().len());
        for index in 0..self.len() {
            pixels.extend(self.prepared(index, options));
        }
        let sorted: Vec<String> = self.classes().into_iter().map(|(class, _)| class).collect();
        let place: Vec<u16> = self
            .classes
            .iter()
            .map(|class| {
                let place = sorted.iter().position(|sorted| sorted == class);
                place.unwrap_or_default() as u16
            })
            .collect();
        let labels = self
            .pictures
            .iter()
            .map(|picture| Some(place[picture.class?]));
        let labels: Option<Vec<u16>> = labels.collect();
        let labels = labels.filter(|_| sorted.len() > 1 && sorted.len() <= usize::from(u16::MAX));
        let classes = if labels.is_some() { sorted } else { Vec::new() };
        PictureSet {
            header: SetHeader::new(name.to_owned(), classes),
            shape: options.shape(),
            pixels,
            labels,
        }
    }
}

/// Numbers by their value, and before words.
fn class_order(class: &str) -> (bool, u64, &str) {
    match class.parse() {
        Ok(number) => (false, number, class),
        Err(_) => (true, 0, class),
    }
}
