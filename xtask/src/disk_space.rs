//! Room on the disk for what cargo builds.
//!
//! cargo keeps what older sources were compiled to. A target folder that outlives its checkouts grows
//! by gigabytes a day until the disk is full, and then a linker fails in the middle of a run, in words
//! that name no cause.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{ask, target_folder};
use crate::error::Error;
use crate::places::ProjectPaths;

const GIGABYTE: u64 = 1_000_000_000;

/// With less than this, what is soon made again is deleted.
const AMPLE: u64 = 10 * GIGABYTE;

/// With less than this, nothing begins.
const LEAST: u64 = 3 * GIGABYTE;

/// Makes room where little is left.
///
/// # Errors
/// [`Error::DiskFull`] when too little can be made; [`Error::NoTargetFolder`].
pub fn provide(places: &ProjectPaths) -> Result<(), Error> {
    let target = target_folder(places)?;
    // Where the system does not tell, a full disk says so itself.
    let Some(before) = free(&target) else {
        return Ok(());
    };
    if before >= AMPLE {
        return Ok(());
    }
    for file in made_again_soon(&target) {
        // What cannot be deleted stays; the disk is asked once more below.
        let _ = if file.is_dir() {
            fs::remove_dir_all(&file)
        } else {
            fs::remove_file(&file)
        };
    }
    let left = free(&target).unwrap_or(before);
    println!(
        "set-up: disk: {:.1} GB were free; {:.1} GB are, without test programs and incremental data of earlier builds",
        gigabytes(before),
        gigabytes(left)
    );
    if left < LEAST {
        return Err(Error::DiskFull {
            target,
            found: gigabytes(left),
            expected: gigabytes(LEAST),
        });
    }
    Ok(())
}

fn gigabytes(bytes: u64) -> f64 {
    bytes as f64 / GIGABYTE as f64
}

/// Bytes that are free where a folder is, or will be.
fn free(folder: &Path) -> Option<u64> {
    let there = folder.ancestors().find(|folder| folder.exists())?;
    free_of_df(&ask(Command::new("df").arg("-Pk").arg(there))?)
}

/// The fourth column of the last line, in units of 1,024 bytes.
fn free_of_df(text: &str) -> Option<u64> {
    let blocks = text.lines().last()?.split_whitespace().nth(3)?;
    Some(blocks.parse::<u64>().ok()? * 1024)
}

/// What cargo links or collects again in minutes: incremental data, and linked programs. Libraries,
/// which take the hour, are none of it.
fn made_again_soon(target: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders(target).into_iter().chain([target.to_owned()]) {
        for profile in folders(&folder) {
            found.extend(Some(profile.join("incremental")).filter(|folder| folder.is_dir()));
            found.extend(entries(&profile.join("deps")).into_iter().filter(|file| {
                let name = file.file_name().and_then(|name| name.to_str());
                let is_program = file.extension().is_none_or(|extension| extension == "exe");
                // This program runs.
                is_program && file.is_file() && name.is_some_and(|name| !name.starts_with("xtask"))
            }));
        }
    }
    found
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut found = entries(folder);
    found.retain(|entry| entry.is_dir() && !entry.is_symlink());
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{free_of_df, made_again_soon};

    #[test]
    fn free_bytes_are_the_fourth_column() {
        let text = "Filesystem 1024-blocks Used Available Capacity Mounted on\n\
                    /dev/vda 263174212 94371840 175104 100% /";
        assert_eq!(free_of_df(text), Some(175_104 * 1024));
        assert_eq!(free_of_df("Filesystem\n/dev/vda"), None);
        assert_eq!(free_of_df(""), None);
    }

    #[test]
    fn libraries_and_this_program_stay() {
        let target = std::env::temp_dir().join(format!("latentscape-space-{}", std::process::id()));
        let made = |path: &str| {
            let path = target.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "x").unwrap();
            path
        };
        let gone = [
            made("debug/deps/explore-1731f725ff9e2647"),
            made("wasm32-unknown-unknown/debug/deps/page-02fde6409db1fff7.exe"),
            made("debug/incremental/page-1/data.bin"),
        ];
        for kept in [
            "debug/deps/libburn_flex-f3cb1992d185ca12.rlib",
            "debug/deps/page-02fde6409db1fff7.d",
            "debug/deps/xtask-02fde6409db1fff7",
            "debug/train",
            "web/deps/page.wasm",
        ] {
            made(kept);
        }
        let mut found = made_again_soon(&target);
        found.sort();
        let mut expected = vec![
            gone[0].clone(),
            gone[1].clone(),
            target.join("debug/incremental"),
        ];
        expected.sort();
        assert_eq!(found, expected);
        fs::remove_dir_all(&target).unwrap();
    }
}
