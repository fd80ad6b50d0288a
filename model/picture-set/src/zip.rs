//! The entries of a zip, stored or deflated, read one at a time: where a slice of the file lies that holds
//! one, and what is in it. Nobody has to hold the whole file, and nothing unpacks to more than it may.
//!
//! The crate `zip` reads; this gives it slices of the file where it asks for all of it.

use std::io::{self, Read, Seek, SeekFrom};

use ::zip::read::{Config, OwnedZipFileEntry};
use ::zip::unstable::read::ZipIterable;
use ::zip::{CompressionMethod, ZipReadOptions};

use crate::{MOST_BYTES, PictureError};

/// The directory's end lies within so many bytes of the file's end: comment, records of both kinds.
pub const TAIL: u64 = 65_535 + 22 + 20 + 56;
/// No zip's directory is larger.
const MOST_DIRECTORY: u64 = 64 << 20;
/// All of a zip unpacks to no more than this, or to this many times its size, whichever is more.
const MOST_UNPACKED: u64 = 256 << 20;
const MOST_RATIO: u64 = 100;
/// Room for a local header's name and extra fields, whose length only the header itself says.
const LOCAL_ROOM: u64 = 30 + 65_535 + 4_096;
/// What an entry of the directory begins with, and what it has at least.
const ENTRY_MAGIC: &[u8] = b"PK\x01\x02";
const LEAST_ENTRY: u64 = 46;
/// So many entries are counted without a record for larger zips.
const MOST_COUNTED: u64 = 65_534;

/// A file in a zip.
#[derive(Debug)]
pub struct ZipEntry {
    /// Its path within, with `/` between folders.
    pub name: String,
    /// Where its local header begins.
    pub offset: u64,
    /// Bytes that it takes up.
    pub packed: u64,
    /// Bytes that it unpacks to, as the directory says.
    pub unpacked: u64,
    file: OwnedZipFileEntry,
}

/// A file of which one slice is there. Reading elsewhere fails, and where that was stays known.
struct FileSlice<'a> {
    bytes: &'a [u8],
    /// Where in the file the slice begins.
    begin: u64,
    position: u64,
    /// The first place that was read and is not there.
    missing: Option<u64>,
}

impl<'a> FileSlice<'a> {
    fn new(bytes: &'a [u8], begin: u64) -> Self {
        Self {
            bytes,
            begin,
            position: 0,
            missing: None,
        }
    }

    /// The end of a file of so many bytes.
    fn ending(bytes: &'a [u8], file_size: u64) -> Self {
        Self::new(bytes, file_size.saturating_sub(bytes.len() as u64))
    }

    fn is_entry_next(&self) -> bool {
        let at = self.position.checked_sub(self.begin);
        let rest = at.and_then(|at| self.bytes.get(usize::try_from(at).ok()?..));
        rest.is_some_and(|rest| rest.starts_with(ENTRY_MAGIC))
    }
}

impl Read for FileSlice<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(at) = self.position.checked_sub(self.begin) else {
            self.missing.get_or_insert(self.position);
            return Err(io::ErrorKind::NotFound.into());
        };
        let at = at.min(self.bytes.len() as u64) as usize;
        let read = (&self.bytes[at..]).read(buffer)?;
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for FileSlice<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let end = self.begin + self.bytes.len() as u64;
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => end.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

/// Where the directory and all behind it lies: its first byte, and its length. `tail` are the last [`TAIL`]
/// bytes of the file, or all of it.
///
/// # Errors
/// [`PictureError::Zip`] when there is no directory.
pub fn directory_place(tail: &[u8], file_size: u64) -> Result<(u64, u64), PictureError> {
    let mut slice = FileSlice::ending(tail, file_size);
    let found = ZipIterable::try_new(&mut slice, Config::default())
        .and_then(|mut directory| directory.files()?.next().transpose().map(drop));
    match (slice.missing, found) {
        // The tail holds all of it.
        (None, Ok(())) => Ok((slice.begin, tail.len() as u64)),
        // What was looked for before the tail is the directory.
        (Some(begin), _) if file_size - begin <= MOST_DIRECTORY + TAIL => {
            Ok((begin, file_size - begin))
        }
        _ => Err(PictureError::Zip),
    }
}

/// The files that a directory lists, without folders and what systems hide. `directory` is the slice that
/// [`directory_place`] says.
///
/// # Errors
/// [`PictureError::Zip`], and [`PictureError::Bomb`] when they unpack to far more than a zip of
/// `file_size` bytes should.
pub fn entries(directory: &[u8], file_size: u64) -> Result<Vec<ZipEntry>, PictureError> {
    let damaged = |_| PictureError::Zip;
    let mut slice = FileSlice::ending(directory, file_size);
    let begin = slice.begin;
    let mut listed = ListedEntries::default();
    let mut files = ZipIterable::try_new(&mut slice, Config::default()).map_err(damaged)?;
    for file in files.files().map_err(damaged)? {
        listed.add(file.map_err(damaged)?.into())?;
    }
    // macOS counts entries in 16 bits, however many there are. The rest gets an end that counts it.
    let end = begin + directory.len() as u64;
    let mut bytes = Vec::new();
    while slice.is_entry_next() {
        let next = slice.position;
        if bytes.is_empty() {
            bytes.extend_from_slice(directory);
        }
        bytes.truncate(directory.len());
        bytes.extend(directory_end(next, end - next).ok_or(PictureError::Zip)?);
        let mut rest = FileSlice::new(&bytes, begin);
        let mut files = ZipIterable::try_new(&mut rest, Config::default()).map_err(damaged)?;
        let files = files.files().map_err(damaged)?;
        if files.reader_mut().position != next {
            return Err(PictureError::Zip);
        }
        while files.reader_mut().is_entry_next()
            && let Some(file) = files.next()
        {
            listed.add(file.map_err(damaged)?.into())?;
        }
        slice.position = rest.position;
    }
    if listed.unpacked > MOST_UNPACKED.max(file_size.saturating_mul(MOST_RATIO)) {
        return Err(PictureError::Bomb(listed.unpacked >> 20));
    }
    Ok(listed.entries)
}

/// The end of a directory that lies there, with as many entries as may be in it: PKWARE, APPNOTE.TXT 6.3.10,
/// 4.3.16. `None` if there is room for none, or if it lies behind 4 GiB.
fn directory_end(begin: u64, length: u64) -> Option<Vec<u8>> {
    let count = MOST_COUNTED.min(length / LEAST_ENTRY) as u16;
    if count == 0 {
        return None;
    }
    let place = [length, begin].map(|number| u32::try_from(number).ok());
    let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
    end.extend([count.to_le_bytes(); 2].concat());
    for number in place {
        end.extend(number?.to_le_bytes());
    }
    end.extend([0, 0]);
    Some(end)
}

#[derive(Default)]
struct ListedEntries {
    entries: Vec<ZipEntry>,
    /// Bytes that all of them unpack to.
    unpacked: u64,
}

impl ListedEntries {
    fn add(&mut self, file: OwnedZipFileEntry) -> Result<(), PictureError> {
        let name = file.name().map_err(|_| PictureError::Zip)?;
        let name = name.replace('\\', "/");
        self.unpacked = self.unpacked.saturating_add(file.size());
        if !name.ends_with('/') && !is_hidden(&name) {
            self.entries.push(ZipEntry {
                name,
                offset: file.header_start(),
                packed: file.compressed_size(),
                unpacked: file.size(),
                file,
            });
        }
        Ok(())
    }
}

/// Whether a path is of what systems put beside files: `__MACOSX/`, `.DS_Store`, `Thumbs.db`.
pub fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| {
        part.starts_with('.') || part == "__MACOSX" || part.eq_ignore_ascii_case("thumbs.db")
    })
}

impl ZipEntry {
    /// The first byte of a slice of the file that holds all of the entry, and the slice's length.
    pub fn span(&self, file_size: u64) -> (u64, u64) {
        let offset = self.offset.min(file_size);
        let length = LOCAL_ROOM.saturating_add(self.packed);
        (offset, length.min(file_size - offset))
    }

    /// What the entry holds, from a slice of the file as [`Self::span`] says; at most `most` bytes.
    ///
    /// # Errors
    /// [`PictureError`].
    pub fn content(&self, slice: &[u8], most: u64) -> Result<Vec<u8>, PictureError> {
        if self.file.encrypted() {
            return Err(PictureError::Encrypted);
        }
        if self.unpacked > most.min(MOST_BYTES) {
            return Err(PictureError::Bomb(self.unpacked >> 20));
        }
        #[expect(deprecated, reason = "only this says which method is not read")]
        if let CompressionMethod::Unsupported(method) = self.file.compression() {
            return Err(PictureError::ZipMethod(method));
        }
        let mut slice = FileSlice::new(slice, self.offset);
        let file = self.file.as_ref();
        let mut content = Vec::new();
        file.with_reader(&mut slice, ZipReadOptions::new())
            .map_err(|_| PictureError::Zip)?
            .read_to_end(&mut content)
            .map_err(|_| PictureError::Zip)?;
        // What unpacks to less than the directory says lies, too.
        if content.len() as u64 != self.unpacked {
            return Err(PictureError::Zip);
        }
        Ok(content)
    }
}
