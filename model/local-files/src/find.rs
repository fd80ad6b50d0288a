//! A data set's files, by the names that downloads and archives give them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::LocalFileError;

/// How many of a folder's names a message lists.
const LISTED: usize = 6;

/// The file `name`, such as `train-images-idx3-ubyte`, of a folder: the first of
/// [`find_idx_files`].
///
/// # Errors
/// As [`find_idx_files`].
pub fn find_idx_file(folder: &Path, name: &str) -> Result<PathBuf, LocalFileError> {
    let mut files = find_idx_files(folder, name)?;
    Ok(files.swap_remove(0))
}

/// All files of a folder that may be `name`, at least one, the likeliest first. Taken are, in
/// upper or lower case and with or without `.gz`:
///
/// - the usual name, `train-images-idx3-ubyte`;
/// - the name that 7-Zip and Kaggle give it, `train-images.idx3-ubyte`;
/// - the name of a second download, `train-images-idx3-ubyte (1)`;
/// - a folder of any of these names with the file in it, as Kaggle's archives have it.
///
/// # Errors
/// [`LocalFileError::NotAFolder`], [`LocalFileError::NoFile`] and [`LocalFileError::System`].
pub fn find_idx_files(folder: &Path, name: &str) -> Result<Vec<PathBuf>, LocalFileError> {
    let usual = name;
    let name = name.strip_suffix(".gz").unwrap_or(name);
    if !folder.is_dir() {
        return Err(LocalFileError::NotAFolder {
            expected: format!("the four IDX files, {usual} and the others"),
            found: if folder.exists() { "a file" } else { "nothing" },
            path: folder.to_owned(),
        });
    }
    let entries = sorted_entries(folder)?;
    let mut files = Vec::new();
    for path in entries.iter().filter(|path| is_called(path, name)) {
        if path.is_dir() {
            let inside = sorted_entries(path)?;
            files.extend(
                inside
                    .into_iter()
                    .filter(|path| path.is_file() && is_called(path, name)),
            );
        } else {
            files.push(path.clone());
        }
    }
    if files.is_empty() {
        return Err(LocalFileError::NoFile {
            name: usual.to_owned(),
            folder: folder.to_owned(),
            found: listing(&entries),
        });
    }
    let packed = format!("{name}.gz");
    files.sort_by_key(|path| {
        let inside = path.parent() != Some(folder);
        let file = path.file_name().unwrap_or_default();
        // The usual names first: a copy or another spelling may be an older download.
        let rank = match file {
            file if file == OsStr::new(name) => 0,
            file if file == OsStr::new(&packed) => 1,
            _ => 2,
        };
        (inside, rank)
    });
    Ok(files)
}

fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>, LocalFileError> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(LocalFileError::system("read", folder))? {
        paths.push(
            entry
                .map_err(LocalFileError::system("read", folder))?
                .path(),
        );
    }
    paths.sort();
    Ok(paths)
}

fn is_called(path: &Path, name: &str) -> bool {
    let Some(found) = path.file_name().and_then(OsStr::to_str) else {
        return false;
    };
    let found = found.trim().to_ascii_lowercase();
    let mut found = without_copy_number(&found);
    if let Some(rest) = found.strip_suffix(".gz") {
        found = without_copy_number(rest);
    }
    found.replace(['.', '_', ' '], "-") == name.to_ascii_lowercase()
}

/// `name (1)` and `name(1)`, as browsers call a second download, are `name`.
fn without_copy_number(name: &str) -> &str {
    let copy = name
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('))
        .filter(|(_, number)| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        });
    copy.map_or(name, |(rest, _)| rest.trim_end())
}

/// What a folder holds, for a message.
fn listing(entries: &[PathBuf]) -> String {
    if entries.is_empty() {
        return "an empty folder".to_owned();
    }
    let names: Vec<String> = entries
        .iter()
        .take(LISTED)
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                format!("{name}/")
            } else {
                name.into_owned()
            }
        })
        .collect();
    let more = entries.len() - names.len();
    let rest = if more == 0 {
        String::new()
    } else {
        format!(" and {more} more")
    };
    format!("only {}{rest}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{find_idx_file, is_called};
    use crate::output::tests::TempFolder;
    use std::fs;
    use std::path::Path;

    const NAME: &str = "train-images-idx3-ubyte";

    #[test]
    fn a_file_is_found_by_the_names_that_downloads_and_archives_give_it() {
        for name in [
            "train-images-idx3-ubyte",
            "train-images-idx3-ubyte.gz",
            "train-images.idx3-ubyte",
            "train-images.idx3-ubyte.gz",
            "train_images_idx3_ubyte",
            "TRAIN-IMAGES.IDX3-UBYTE",
            "train-images-idx3-ubyte (1).gz",
            "train-images-idx3-ubyte(2)",
            "train-images-idx3-ubyte.gz (1)",
        ] {
            assert!(is_called(Path::new(name), NAME), "{name}");
        }
        for name in [
            "t10k-images-idx3-ubyte",
            "train-images-idx3-ubyte.zip",
            "train-labels-idx1-ubyte",
            "train-images-idx3-ubyte ()",
            ".train-images-idx3-ubyte",
        ] {
            assert!(!is_called(Path::new(name), NAME), "{name}");
        }
    }

    #[test]
    fn the_usual_name_comes_before_a_copy_and_a_folder_of_the_name_last() {
        let folder = TempFolder::new("find-order");
        let inside = folder.path().join("train-images-idx3-ubyte");
        fs::create_dir(&inside).unwrap();
        let mut expected = inside.join(NAME);
        fs::write(&expected, b"").unwrap();
        assert_eq!(find_idx_file(folder.path(), NAME), Ok(expected));
        for name in [
            "train-images-idx3-ubyte (1).gz",
            "train-images-idx3-ubyte.gz",
        ] {
            expected = folder.path().join(name);
            fs::write(&expected, b"").unwrap();
            assert_eq!(find_idx_file(folder.path(), NAME), Ok(expected));
        }
    }

    #[test]
    fn what_is_found_instead_is_said() {
        let folder = TempFolder::new("find-none");
        let sentence = |path: &Path| find_idx_file(path, NAME).unwrap_err().to_string();
        assert!(sentence(folder.path()).contains("an empty folder"));
        fs::create_dir(folder.path().join("MNIST")).unwrap();
        // A folder of the name without the file is no file.
        fs::create_dir(folder.path().join(NAME)).unwrap();
        let file = folder.path().join("notes.txt");
        fs::write(&file, b"").unwrap();
        let said = sentence(folder.path());
        for part in [NAME, "MNIST/", "notes.txt", "Name the folder"] {
            assert!(said.contains(part), "{said}");
        }
        assert!(sentence(&file).contains("found a file at"));
        assert!(sentence(&folder.path().join("nowhere")).contains("found nothing at"));
    }
}
