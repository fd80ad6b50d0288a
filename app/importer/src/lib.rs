//! Gathers pictures that a visitor brings. The worker's script (`import-worker.js`) reads files and has
//! the browser decode pictures; everything else is here, and is tested natively.

use file_kind::{FileKind, ForeignFile, file_kind, text_of};
use picture_set::npy::{NumpyArray, joined};
use picture_set::zip::{self, ZipEntry};
use picture_set::{ImageArray, PictureCollection, PictureError, csv, idx};
use protocol::{GatheredPictures, ImageSheet, LeftOutPictures};
use run_spec::{PictureOptions, PictureWishes};

/// Pictures that are shown of a set, and how many stand side by side.
const SHOWN: usize = 64;
const COLUMNS: usize = 8;

/// What a file is for the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BroughtKind {
    /// The browser decodes it.
    Picture,
    /// A zip, whose entries are read one at a time.
    Zip,
    /// Many images: [`Gathering::add_file`] reads it whole.
    Array,
    /// Nothing that pictures are in.
    Other,
}

impl BroughtKind {
    /// The name that the script knows.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Zip => "zip",
            Self::Array => "array",
            Self::Other => "other",
        }
    }
}

/// What is being gathered.
#[derive(Default)]
pub struct Gathering {
    collection: PictureCollection,
    /// Arrays and IDX files of the files under way: labels may come before their images.
    arrays: Vec<(String, NumpyArray)>,
    images: Vec<(String, ImageArray)>,
    labels: Vec<Vec<u32>>,
    entries: Vec<ZipEntry>,
}

/// What a file is, by its beginning.
pub fn kind(beginning: &[u8]) -> BroughtKind {
    match file_kind(beginning) {
        // Nothing says what an old TGA is; the browser says that it is no picture.
        FileKind::Picture | FileKind::Unknown => BroughtKind::Picture,
        FileKind::Idx | FileKind::Gzip | FileKind::PictureSet => BroughtKind::Array,
        FileKind::Foreign(ForeignFile::NumpyArray | ForeignFile::Table) => BroughtKind::Array,
        FileKind::Foreign(
            ForeignFile::Zip | ForeignFile::IdxArchive | ForeignFile::NumpyArchive,
        ) => BroughtKind::Zip,
        _ => BroughtKind::Other,
    }
}

/// The class that a path says: its folder's name, unless the visitor gave one.
fn class_of<'a>(path: &'a str, class: &'a str) -> Option<&'a str> {
    if !class.is_empty() {
        return Some(class);
    }
    let (folders, _) = path.rsplit_once('/')?;
    folders
        .rsplit('/')
        .next()
        .filter(|folder| !folder.is_empty())
}

impl Gathering {
    /// Adds a picture that the browser decoded.
    pub fn add_rgba(
        &mut self,
        (path, class): (&str, &str),
        size: (usize, usize),
        rgba: &[u8],
        tile: Option<[usize; 2]>,
    ) {
        let class = class_of(path, class);
        self.collection.add_rgba(path, class, size, rgba, tile);
    }

    /// Takes note that a file is left out.
    pub fn leave_out(&mut self, path: &str, reason: &str, found: &str) {
        self.collection.leave_out(path, reason, found);
    }

    /// Takes note that a file is nothing that pictures are in.
    pub fn leave_out_other(&mut self, path: &str, beginning: &[u8]) {
        let kind = file_kind(beginning);
        let reason = if kind == FileKind::Empty {
            "empty-file"
        } else {
            "no-picture"
        };
        self.collection.leave_out(path, reason, kind.as_str());
    }

    /// Reads a file of many images. What cannot be read is left out.
    pub fn add_file(&mut self, path: &str, bytes: &[u8]) {
        if let Err(error) = self.read(path, bytes) {
            self.collection.refuse(path, &error);
        }
    }

    fn read(&mut self, path: &str, bytes: &[u8]) -> Result<(), PictureError> {
        match file_kind(bytes) {
            FileKind::Foreign(ForeignFile::NumpyArray) => {
                self.arrays
                    .push((path.to_owned(), NumpyArray::read(bytes)?));
            }
            FileKind::Foreign(ForeignFile::Table) => self.read_table(path, bytes)?,
            FileKind::PictureSet => {
                let set = picture_set::PictureSet::read(bytes)?;
                let labels = set
                    .labels
                    .map(|labels| labels.into_iter().map(u32::from).collect());
                let array = ImageArray {
                    shape: set.shape,
                    pixels: set.pixels,
                    labels,
                };
                self.collection.add_array(path, &array, &set.header.classes);
            }
            FileKind::Gzip => {
                let plain = idx::unpacked(bytes)?;
                match file_kind(&plain) {
                    FileKind::Idx => self.read_idx(path, &plain)?,
                    FileKind::Foreign(ForeignFile::NumpyArray) => {
                        self.arrays
                            .push((path.to_owned(), NumpyArray::read(&plain)?));
                    }
                    FileKind::Foreign(ForeignFile::Table) => self.read_table(path, &plain)?,
                    _ => return Err(PictureError::Header),
                }
            }
            _ => self.read_idx(path, bytes)?,
        }
        Ok(())
    }

    fn read_idx(&mut self, path: &str, bytes: &[u8]) -> Result<(), PictureError> {
        match idx::read(bytes) {
            Err(PictureError::Labels) => self.labels.push(idx::read_labels(bytes)?),
            images => self.images.push((path.to_owned(), images?)),
        }
        Ok(())
    }

    fn read_table(&mut self, path: &str, bytes: &[u8]) -> Result<(), PictureError> {
        let text = text_of(bytes).ok_or(PictureError::Header)?;
        let table = csv::read(&text)?;
        self.collection
            .add_array(path, &table.images, &table.classes);
        Ok(())
    }

    /// All files of a visit were read: images get their labels.
    pub fn finish(&mut self, name: &str) {
        let arrays = std::mem::take(&mut self.arrays);
        if !arrays.is_empty() {
            match joined(&arrays) {
                Ok(images) => self.collection.add_array(name, &images, &[]),
                Err(error) => self.collection.refuse(name, &error),
            }
        }
        let labels = std::mem::take(&mut self.labels);
        let images = std::mem::take(&mut self.images);
        if images.is_empty() && !labels.is_empty() {
            self.collection.refuse(name, &PictureError::Labels);
        }
        for (path, mut images) in images {
            let fitting = labels.iter().find(|labels| labels.len() == images.len());
            images.labels = fitting.cloned();
            self.collection.add_array(&path, &images, &[]);
        }
    }

    /// Where a zip's directory lies: its first byte and its length.
    ///
    /// # Errors
    /// [`PictureError`].
    pub fn zip_place(&self, tail: &[u8], size: f64) -> Result<(u64, u64), PictureError> {
        zip::directory_place(tail, size as u64)
    }

    /// Reads a zip's directory: how many entries it has.
    ///
    /// # Errors
    /// [`PictureError`].
    pub fn open_zip(&mut self, directory: &[u8], size: f64) -> Result<usize, PictureError> {
        self.entries = zip::entries(directory, size as u64)?;
        Ok(self.entries.len())
    }

    /// An entry's path, and the slice of the file that it lies in: its first byte and its length.
    pub fn zip_entry(&self, index: usize, size: f64) -> Option<(&str, u64, u64)> {
        let entry = self.entries.get(index)?;
        let (at, length) = entry.span(size as u64);
        Some((&entry.name, at, length))
    }

    /// What an entry holds.
    ///
    /// # Errors
    /// [`PictureError`].
    pub fn zip_content(
        &self,
        index: usize,
        slice: &[u8],
        most: f64,
    ) -> Result<Vec<u8>, PictureError> {
        let entry = self.entries.get(index).ok_or(PictureError::Zip)?;
        entry.content(slice, most as u64)
    }

    /// What was gathered, and some of it as a model would see it.
    pub fn report(&self, wishes: PictureWishes) -> (GatheredPictures, Vec<u8>) {
        let options = wishes
            .chosen
            .unwrap_or_else(|| self.collection.proposed(wishes.wanted));
        let count = self.collection.len();
        let shown = count.min(SHOWN);
        let columns = shown.clamp(1, COLUMNS);
        let rows = shown.div_ceil(columns);
        let shape = options.shape();
        let stride = columns * shape.width * shape.channels;
        let mut sheet = vec![0; rows * shape.height * stride];
        for place in 0..shown {
            // From all over the set.
            let picture = self.collection.prepared(place * count / shown, &options);
            let (row, column) = (place / columns, place % columns);
            for (line, pixels) in picture
                .chunks_exact(shape.width * shape.channels)
                .enumerate()
            {
                let at = (row * shape.height + line) * stride + column * pixels.len();
                sheet[at..at + pixels.len()].copy_from_slice(pixels);
            }
        }
        let left_out = self
            .collection
            .left_out()
            .iter()
            .map(|out| LeftOutPictures {
                reason: out.reason.clone(),
                found: out.found.clone(),
                count: out.count,
                names: out.names.clone(),
            });
        let report = GatheredPictures {
            count,
            options,
            shown,
            sheet: ImageSheet {
                width: columns * shape.width,
                height: rows * shape.height,
                channels: shape.channels,
                columns,
            },
            classes: self.collection.classes(),
            left_out: left_out.collect(),
        };
        (report, sheet)
    }

    /// The set as a file.
    ///
    /// # Errors
    /// [`PictureError`].
    pub fn set(&self, name: &str, options: &PictureOptions) -> Result<Vec<u8>, PictureError> {
        self.collection.set(name, options).write()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use run_spec::PictureFit;

    #[test]
    fn folders_name_classes_unless_the_visitor_does() {
        assert_eq!(class_of("pets/cat/1.png", ""), Some("cat"));
        assert_eq!(class_of("1.png", ""), None);
        assert_eq!(class_of("/1.png", ""), None);
        assert_eq!(class_of("pets/cat/1.png", "mine"), Some("mine"));
    }

    #[test]
    fn labels_find_their_images_whichever_comes_first() {
        let images = [
            &[0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 8, 0, 0, 0, 8][..],
            &[1; 64],
            &[9; 64],
        ];
        let labels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 5];
        for order in [[0, 1], [1, 0]] {
            let mut gathering = Gathering::default();
            for file in order {
                match file {
                    0 => gathering.add_file("images", &images.concat()),
                    _ => gathering.add_file("labels", &labels),
                }
            }
            gathering.finish("both");
            let (report, sheet) = gathering.report(PictureWishes::default());
            assert_eq!((report.count, sheet.len()), (2, 128));
            let classes = [("5".to_owned(), 1), ("7".to_owned(), 1)];
            assert_eq!(report.classes, classes);
        }
    }

    #[test]
    fn what_is_no_picture_is_named_and_what_was_gathered_stays() {
        let mut gathering = Gathering::default();
        assert_eq!(kind(b"%PDF-1.7"), BroughtKind::Other);
        gathering.leave_out_other("a.pdf", b"%PDF-1.7");
        gathering.add_file("b.npy", b"\x93NUMPY\x01\0");
        gathering.add_rgba(("c.png", ""), (8, 9), &[7; 8 * 9 * 4], None);
        gathering.finish("all");
        let options = PictureOptions {
            height: 16,
            width: 8,
            fit: PictureFit::Fit,
            colour: true,
            invert: false,
            threshold: None,
        };
        let (report, sheet) = gathering.report(PictureWishes {
            chosen: Some(options),
            wanted: None,
        });
        assert_eq!((report.count, sheet.len()), (1, 16 * 8 * 3));
        let reasons: Vec<_> = report
            .left_out
            .iter()
            .map(|out| out.reason.as_str())
            .collect();
        assert_eq!(reasons, ["no-picture", "header"]);
        assert_eq!(report.left_out[0].found, "pdf");
        let bytes = gathering.set("Ours", &options).expect("a file");
        assert_eq!(file_kind(&bytes), FileKind::PictureSet);
        assert_eq!(kind(&bytes), BroughtKind::Array);
    }

    #[test]
    fn the_size_that_a_form_wants_is_proposed_where_the_pictures_have_as_many_pixels() {
        use run_spec::WantedPictures;
        // A picture in colour of 48 × 40 pixels.
        let mut gathering = Gathering::default();
        let pixel = |i: usize| [(i % 251) as u8, (i % 241) as u8, 90, 255];
        let rgba: Vec<u8> = (0..48 * 40).flat_map(pixel).collect();
        let collection = &mut gathering.collection;
        collection.add_rgba("one.png", None, (48, 40), &rgba, None);
        let report_of = |gathering: &Gathering, wanted: Option<WantedPictures>| {
            let chosen = None;
            let (report, _) = gathering.report(PictureWishes { chosen, wanted });
            let PictureOptions {
                height,
                width,
                colour,
                ..
            } = report.options;
            (height, width, colour)
        };
        let proposed = |wanted| report_of(&gathering, wanted);
        let wanted = |side, channels| Some(WantedPictures { side, channels });
        assert_eq!(proposed(None), (40, 48, true));
        assert_eq!(
            proposed(wanted(28, Some(1))),
            (28, 28, true),
            "most are in colour"
        );
        assert_eq!(proposed(wanted(32, Some(3))), (32, 32, true));
        assert_eq!(proposed(wanted(28, None)), (28, 28, true));
        assert_eq!(
            proposed(wanted(64, Some(3))),
            (40, 48, true),
            "too small for it"
        );
        let grey = |i: usize| [(i % 251) as u8, (i % 251) as u8, (i % 251) as u8, 255];
        let rgba: Vec<u8> = (0..48 * 40).flat_map(grey).collect();
        let collection = &mut gathering.collection;
        collection.add_rgba("two.png", None, (48, 40), &rgba, None);
        assert_eq!(report_of(&gathering, wanted(28, Some(1))), (28, 28, false));
        assert_eq!(report_of(&gathering, wanted(28, Some(3))), (28, 28, true));
    }
}
