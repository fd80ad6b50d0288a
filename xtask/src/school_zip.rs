//! `cargo xtask build --zip`: the site as one file, for a school's own server or a USB stick, with a
//! program that serves it. The same inputs give the same bytes.

use std::env::consts::{ARCH, EXE_SUFFIX, OS};
use std::fs;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::build_id::collect;
use crate::command::{cargo, run, target_folder};
use crate::error::Error;
use crate::notices;
use crate::offline;
use crate::places::ProjectPaths;

/// The program, and what the names of its files begin with.
const PROGRAM: &str = "latentscape-serve";

/// The folder that everything in the zip lies in.
const FOLDER: &str = "latentscape";

/// How to use it, in English and Chinese.
const README: &str = include_str!("school-zip.txt");

/// What of the text becomes the site's version.
const VERSION: &str = "{version}";

/// A file of the zip.
struct PackedFile {
    /// Below [`FOLDER`], with slashes.
    name: String,
    content: Vec<u8>,
    is_program: bool,
}

/// Checks that files are programs that serve the site, before an hour is spent on a build.
///
/// # Errors
/// [`Error::NoProgram`] for the first that is none.
pub fn check_programs(programs: &[PathBuf]) -> Result<(), Error> {
    let strange = programs.iter().find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with(PROGRAM) || !path.is_file()
    });
    strange.map_or(Ok(()), |path| Err(Error::NoProgram(path.clone())))
}

/// Builds the program for this system and packs it, and others, with the site in `dist/`.
///
/// # Errors
/// Those of cargo, [`Error::Io`] and [`Error::NotPacked`].
pub fn write(places: &ProjectPaths, others: &[PathBuf]) -> Result<(), Error> {
    run(cargo(places).args(["build", "--locked", "--release", "--package", PROGRAM]))?;
    let built = target_folder(places)?
        .join("release")
        .join(format!("{PROGRAM}{EXE_SUFFIX}"));
    let mut files = site_files(&places.dist())?;
    files.push(program(
        &built,
        format!("{PROGRAM}-{OS}-{ARCH}{EXE_SUFFIX}"),
    )?);
    for path in others {
        let name = path.file_name().unwrap_or_default();
        files.push(program(path, name.to_string_lossy().into_owned())?);
    }
    let version = offline::version_in(&places.dist())?;
    for (name, text) in [
        ("README.txt", readme(&version)),
        ("latentscape-serve-notices.txt", notices::of_server(places)?),
    ] {
        files.push(PackedFile {
            name: name.to_owned(),
            content: text.into_bytes(),
            is_program: false,
        });
    }
    let path = places.root.join("dist.zip");
    let zip = fs::File::create(&path).map_err(Error::io("written", &path))?;
    pack(files, zip)?;
    let bytes = fs::metadata(&path).map_err(Error::io("read", &path))?.len();
    println!("packed dist.zip, {} kB", bytes / 1000);
    Ok(())
}

/// The site, without the siblings that only some servers know.
fn site_files(dist: &Path) -> Result<Vec<PackedFile>, Error> {
    let mut paths = Vec::new();
    collect(dist, &mut paths)?;
    paths.retain(|path| path.extension().is_none_or(|extension| extension != "br"));
    paths
        .iter()
        .map(|path| {
            let below = path.strip_prefix(dist).unwrap_or(path);
            let below = below.to_string_lossy().replace('\\', "/");
            Ok(PackedFile {
                name: format!("site/{below}"),
                content: fs::read(path).map_err(Error::io("read", path))?,
                is_program: false,
            })
        })
        .collect()
}

fn program(path: &Path, name: String) -> Result<PackedFile, Error> {
    Ok(PackedFile {
        name,
        content: fs::read(path).map_err(Error::io("read", path))?,
        is_program: true,
    })
}

/// With ends of lines that every editor of every system knows.
fn readme(version: &str) -> String {
    // A mark of byte order tells older editors that the text is UTF-8.
    let text = README.replace(VERSION, version).replace('\n', "\r\n");
    format!("\u{feff}{text}")
}

/// Packs files by their names, with one date for all.
fn pack(mut files: Vec<PackedFile>, zip: impl Write + Seek) -> Result<(), Error> {
    files.sort_by(|one, other| one.name.cmp(&other.name));
    files.dedup_by(|one, other| one.name == other.name);
    let mut writer = ZipWriter::new(zip);
    for file in files {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(if file.is_program { 0o755 } else { 0o644 });
        let name = format!("{FOLDER}/{}", file.name);
        writer.start_file(name, options)?;
        writer
            .write_all(&file.content)
            .map_err(zip::result::ZipError::from)?;
    }
    writer.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};
    use std::path::PathBuf;

    use zip::ZipArchive;

    use super::{PackedFile, check_programs, pack, readme};

    fn packed(names: &[&str]) -> Vec<u8> {
        let files = names.iter().map(|name| PackedFile {
            name: (*name).to_owned(),
            content: name.as_bytes().to_vec(),
            is_program: name.starts_with("latentscape-serve"),
        });
        let mut zip = Cursor::new(Vec::new());
        pack(files.collect(), &mut zip).unwrap();
        zip.into_inner()
    }

    #[test]
    fn the_same_files_give_the_same_bytes_in_whatever_order() {
        let names = ["site/index.html", "latentscape-serve-linux", "README.txt"];
        let mut reversed = names;
        reversed.reverse();
        assert_eq!(packed(&names), packed(&reversed));
    }

    #[test]
    fn all_lies_in_one_folder_and_only_programs_may_be_run() {
        let zip = packed(&["site/index.html", "latentscape-serve-linux"]);
        let mut archive = ZipArchive::new(Cursor::new(zip)).unwrap();
        let mut found = Vec::new();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).unwrap();
            let mut content = String::new();
            file.read_to_string(&mut content).unwrap();
            let mode = file.unix_mode().unwrap() & 0o777;
            found.push((file.name().unwrap().into_owned(), mode, content));
        }
        let program = "latentscape-serve-linux".to_owned();
        assert_eq!(
            found,
            [
                (format!("latentscape/{program}"), 0o755, program),
                (
                    "latentscape/site/index.html".to_owned(),
                    0o644,
                    "site/index.html".to_owned()
                ),
            ]
        );
    }

    #[test]
    fn the_readme_says_the_version_in_both_languages() {
        let text = readme("0123");
        assert_eq!(text.matches("0123").count(), 2, "{text}");
        assert!(text.contains("python3 -m http.server") && text.contains("打开"));
        assert!(text.lines().count() > 20 && text.contains("\r\n"));
    }

    #[test]
    fn what_is_no_program_is_refused_by_its_name() {
        let said = check_programs(&[PathBuf::from("setup.exe")]);
        let said = said.unwrap_err().to_string();
        assert!(said.contains("found `setup.exe`"), "{said}");
        assert!(check_programs(&[]).is_ok());
    }
}
