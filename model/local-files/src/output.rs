//! Whether an output can be written, and writing all of it or nothing.

use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::LocalFileError;

/// Makes a folder if there is none, and tries whether files can be written in it. `option` names
/// it in messages.
///
/// # Errors
/// [`LocalFileError::FileInPlace`] and [`LocalFileError::NotWritable`].
pub fn check_output_folder(option: &str, path: &Path) -> Result<(), LocalFileError> {
    let not_writable = |error: std::io::Error| LocalFileError::NotWritable {
        option: option.to_owned(),
        path: path.to_owned(),
        reason: error.to_string(),
    };
    for ancestor in path.ancestors() {
        if ancestor.exists() && !ancestor.is_dir() {
            return Err(LocalFileError::FileInPlace {
                option: option.to_owned(),
                path: ancestor.to_owned(),
            });
        }
    }
    fs::create_dir_all(path).map_err(not_writable)?;
    try_file_in(path).map_err(not_writable)
}

/// Tries whether a file can be written, and leaves one that is there as it is. `option` names it
/// in messages.
///
/// # Errors
/// [`LocalFileError::FolderInPlace`], [`LocalFileError::NoOutputFolder`] and
/// [`LocalFileError::NotWritable`].
pub fn check_output_file(option: &str, path: &Path) -> Result<(), LocalFileError> {
    if path.is_dir() || path.file_name().is_none() {
        return Err(LocalFileError::FolderInPlace {
            option: option.to_owned(),
            path: path.to_owned(),
        });
    }
    let folder = folder_of(path);
    if !folder.is_dir() {
        return Err(LocalFileError::NoOutputFolder {
            option: option.to_owned(),
            folder: folder.to_owned(),
        });
    }
    let tried = if is_special(path) {
        OpenOptions::new().write(true).open(path).map(drop)
    } else {
        try_file_in(folder)
    };
    tried.map_err(|error| LocalFileError::NotWritable {
        option: option.to_owned(),
        path: path.to_owned(),
        reason: error.to_string(),
    })
}

/// Tries whether there is room for so many bytes beside a file, and leaves nothing there. `option` names the
/// file in messages.
///
/// # Errors
/// [`LocalFileError::NoRoom`].
pub fn check_output_room(option: &str, path: &Path, bytes: u64) -> Result<(), LocalFileError> {
    if is_special(path) {
        return Ok(());
    }
    let unfinished = unfinished_in(folder_of(path));
    let tried = fill(&unfinished, bytes);
    // What went wrong is already known.
    let _ = fs::remove_file(&unfinished);
    tried.map_err(|error| LocalFileError::NoRoom {
        option: option.to_owned(),
        path: path.to_owned(),
        megabytes: bytes.div_ceil(1_000_000),
        reason: error.to_string(),
    })
}

/// Writes so many bytes, down to the disk: some systems only then know that it is full.
fn fill(path: &Path, bytes: u64) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    std::io::copy(&mut std::io::repeat(0x5a).take(bytes), &mut file)?;
    file.sync_all()
}

/// Writes all of a file or leaves what was there: the bytes go to a file beside it, which then takes
/// its place. A symbolic link stays one, and devices and pipes are written as they are.
///
/// # Errors
/// [`LocalFileError::System`].
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), LocalFileError> {
    let written = LocalFileError::system("written", path);
    if is_special(path) {
        return fs::write(path, bytes).map_err(written);
    }
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let unfinished = unfinished_in(folder_of(&place));
    let write = || {
        let mut file = File::create(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        if let Ok(old) = fs::metadata(&place) {
            fs::set_permissions(&unfinished, old.permissions())?;
        }
        fs::rename(&unfinished, &place)?;
        sync_folder(folder_of(&place));
        Ok(())
    };
    write().map_err(|error| {
        // What went wrong is already known; the rest would only be in the way.
        let _ = fs::remove_file(&unfinished);
        written(error)
    })
}

/// Has a rename outlive a loss of power, where the system lets a folder be synchronised.
fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// Whether something is there that is neither a file nor a folder, such as `/dev/stdout`.
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn try_file_in(folder: &Path) -> std::io::Result<()> {
    let unfinished = unfinished_in(folder);
    File::create(&unfinished)?;
    fs::remove_file(&unfinished)
}

/// A name that nothing else has.
fn unfinished_in(folder: &Path) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    folder.join(format!(".{}-{count}.unfinished", std::process::id()))
}

#[cfg(test)]
pub mod tests {
    use super::{check_output_file, check_output_folder, check_output_room, write_whole};
    use std::fs;
    use std::path::{Path, PathBuf};

    /// A folder of one test's own, deleted in the end.
    pub struct TempFolder(PathBuf);

    impl TempFolder {
        pub fn new(name: &str) -> Self {
            let name = format!("latentscape-local-files-{name}-{}", std::process::id());
            let path = std::env::temp_dir().join(name);
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        pub fn path(&self) -> &Path {
            &self.0
        }
    }

    impl Drop for TempFolder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_file_is_written_whole_and_leaves_nothing_beside_it() {
        let folder = TempFolder::new("whole");
        let path = folder.path().join("weights");
        write_whole(&path, b"abc").unwrap();
        write_whole(&path, b"abcd").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"abcd");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_behind() {
        let folder = TempFolder::new("failed");
        let path = folder.path().join("weights");
        fs::create_dir(&path).unwrap();
        let said = write_whole(&path, b"abc").unwrap_err().to_string();
        assert!(said.contains("weights could not be written"), "{said}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_stays_one_and_its_file_is_written() {
        let folder = TempFolder::new("link");
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, b"old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write_whole(&link, b"new").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn outputs_are_tried_and_left_as_they_are() {
        let folder = TempFolder::new("tried");
        let file = folder.path().join("samples.idx");
        fs::write(&file, b"old").unwrap();
        check_output_file("--samples", &file).unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"old");
        let new = folder.path().join("a/b");
        check_output_folder("--out", &new).unwrap();
        assert_eq!(fs::read_dir(&new).unwrap().count(), 0);
    }

    #[test]
    fn room_is_tried_and_left_as_it_was() {
        let folder = TempFolder::new("room");
        let path = folder.path().join("state");
        check_output_room("--checkpoint", &path, 100_000).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        let missing = folder.path().join("missing/state");
        let said = check_output_room("--checkpoint", &missing, 2_000_001).unwrap_err();
        let said = said.to_string();
        assert!(
            said.contains("--checkpoint: expected room for 3 MB"),
            "{said}"
        );
    }

    #[test]
    fn folders_that_are_files_and_files_that_are_folders_are_a_sentence_each() {
        let folder = TempFolder::new("refused");
        let file = folder.path().join("notes.txt");
        fs::write(&file, b"old").unwrap();
        let of_file = |path: &Path| {
            let said = check_output_file("--samples", path).unwrap_err();
            said.to_string()
        };
        let said = of_file(folder.path());
        assert!(
            said.contains("--samples: expected the path of a file"),
            "{said}"
        );
        let said = of_file(&folder.path().join("missing/samples.idx"));
        assert!(said.contains("found no folder"), "{said}");
        let said = of_file(&file.join("samples.idx"));
        assert!(said.contains("found no folder"), "{said}");
        for path in [file.clone(), file.join("out/models")] {
            let said = check_output_folder("--out", &path).unwrap_err().to_string();
            assert!(said.contains("found a file at"), "{said}");
        }
        assert_eq!(fs::read(&file).unwrap(), b"old");
    }
}
