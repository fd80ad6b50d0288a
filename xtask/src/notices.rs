//! What others made of the site, with their licences: `third-party.html`, which the page links to.
//!
//! It is gathered anew by each build: the crates that cargo links into the shipped programs, the
//! standard library, and what lies in the repository as others wrote it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::command::{ask, cargo, command, read};
use crate::error::Error;
use crate::places::ProjectPaths;
use crate::vendored::{VENDORED, VendoredPart};

/// The page in `dist/`.
const PAGE: &str = "third-party.html";

const WASM: &str = "wasm32-unknown-unknown";

/// The programs of the site: package and features.
const PROGRAMS: [(&str, &str); 8] = [
    ("page", "page/split"),
    ("engine", ""),
    ("engine", "engine/train"),
    ("engine", "engine/onnx"),
    ("engine", "engine/threads"),
    ("engine", "engine/webgpu"),
    ("importer", ""),
    ("projections", ""),
];

/// The program that serves the site from a USB stick.
const SERVER: [(&str, &str); 1] = [("latentscape-serve", "")];

/// Where the repository says whose the data are.
const DATA: &str = "assets/data/README.md";

/// What is said of MNIST and Fashion-MNIST, of which only codes, labels and what learned from them are
/// shipped.
const MNIST: &str = "The encoded test images in assets/models/ (latent coordinates and labels) and the \
    classifier of digits in assets/classifiers/ are derived from Yann LeCun, Corinna Cortes, \
    Christopher J. C. Burges, The MNIST database of handwritten digits, CC BY-SA 3.0, and those of \
    clothes from Han Xiao, Kashif Rasul, Roland Vollgraf (Zalando SE), Fashion-MNIST, MIT. Their images \
    are not part of the site.";

/// A crate, and what its authors want to be said.
#[derive(Clone, Debug, PartialEq)]
pub struct CrateNotice {
    /// Name and version.
    pub name: String,
    /// SPDX expression, or what stands in its place.
    pub licence: String,
    url: String,
    /// Texts of its licence; none if it brings none and none is known.
    pub texts: Vec<String>,
}

/// Writes the page into `dist/`.
///
/// # Errors
/// Those of cargo, and [`Error::Io`].
pub fn write(places: &ProjectPaths) -> Result<(), Error> {
    let page = page(places, &gather(places)?)?;
    let path = places.dist().join(PAGE);
    fs::write(&path, page).map_err(Error::io("written", &path))
}

/// The crates that the shipped programs are linked from, by name.
///
/// # Errors
/// Those of cargo, and [`Error::Io`].
pub fn gather(places: &ProjectPaths) -> Result<Vec<CrateNotice>, Error> {
    gather_of(places, WASM, &PROGRAMS)
}

/// What others made of the program that serves the site, with their licences, as a text.
///
/// # Errors
/// Those of cargo, and [`Error::Io`].
pub fn of_server(places: &ProjectPaths) -> Result<String, Error> {
    let host = read(command(places, "rustc").args(["--print", "host-tuple"]))?;
    let crates = gather_of(places, host.trim(), &SERVER)?;
    let mut said = String::from("What others made of the program latentscape-serve.\n\n");
    let mut texts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for notice in &crates {
        // Writing into a text cannot fail.
        let _ = writeln!(said, "{}, {}, {}", notice.name, notice.licence, notice.url);
        for text in &notice.texts {
            texts.entry(plain(text)).or_default().push(&notice.name);
        }
    }
    for (text, names) in &texts {
        let _ = write!(said, "\n\n=== {}\n\n{text}\n", names.join(", "));
    }
    Ok(said)
}

/// The crates that programs for a target are linked from, by name.
fn gather_of(
    places: &ProjectPaths,
    target: &str,
    programs: &[(&str, &str)],
) -> Result<Vec<CrateNotice>, Error> {
    let mut linked = BTreeSet::new();
    for (package, features) in programs {
        let tree = read(
            cargo(places)
                .args(["tree", "--locked", "--target", target])
                .args(["--edges=normal,no-proc-macro", "--prefix=none"])
                .args(["--format={p}", "--package", package])
                .args(["--features", features]),
        )?;
        linked.extend(tree.lines().filter_map(name_and_version));
    }
    let metadata = read(cargo(places).args([
        "metadata",
        "--locked",
        "--format-version=1",
        "--filter-platform",
        target,
    ]))?;
    let metadata: Value = serde_json::from_str(&metadata).unwrap_or_default();
    let packages = metadata["packages"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let mut notices = Vec::new();
    for package in packages {
        let text = |key: &str| package[key].as_str().unwrap_or_default();
        let key = (text("name").to_owned(), text("version").to_owned());
        // Our own have no source.
        if linked.contains(&key) && !package["source"].is_null() {
            notices.push(CrateNotice {
                name: format!("{} {}", key.0, key.1),
                licence: text("license").to_owned(),
                url: text("repository").to_owned(),
                texts: texts_of(places, package)?,
            });
        }
    }
    lend_texts(&mut notices);
    notices.push(standard_library(places));
    notices.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(notices)
}

/// Gives crates that bring no text that of another of the same licence, if that licence names no
/// holders in its text.
fn lend_texts(notices: &mut [CrateNotice]) {
    const SAME_FOR_ALL: [&str; 4] = ["Apache-2.0", "BSL-1.0", "CC0-1.0", "MPL-2.0"];
    let texts: BTreeMap<String, Vec<String>> = notices
        .iter()
        .filter(|it| SAME_FOR_ALL.contains(&it.licence.as_str()) && !it.texts.is_empty())
        .map(|it| (it.licence.clone(), it.texts.clone()))
        .collect();
    for notice in notices.iter_mut().filter(|it| it.texts.is_empty()) {
        notice.texts = texts.get(&notice.licence).cloned().unwrap_or_default();
    }
}

/// The beginning of a line of `cargo tree`: `serde v1.0.228 (*)`.
fn name_and_version(line: &str) -> Option<(String, String)> {
    let (name, rest) = line.split_once(" v")?;
    let version = rest.split_whitespace().next()?;
    Some((name.to_owned(), version.to_owned()))
}

/// Licences that a package brings, or the text of the one that its manifest names.
fn texts_of(places: &ProjectPaths, package: &Value) -> Result<Vec<String>, Error> {
    let manifest = Path::new(package["manifest_path"].as_str().unwrap_or_default());
    let folder = manifest.parent().unwrap_or(manifest);
    let licence = package["license"].as_str().unwrap_or_default();
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::io("read", folder))? {
        let path = entry.map_err(Error::io("read", folder))?.path();
        if path.is_file() && is_licence(&path) {
            files.push(path);
        }
    }
    if let Some(named) = package["license_file"].as_str() {
        files.push(folder.join(named));
    }
    files.sort();
    files.dedup();
    let mut texts = Vec::new();
    for path in chosen(files, licence) {
        let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
        texts.push(String::from_utf8_lossy(&bytes).into_owned());
    }
    if texts.is_empty() {
        let authors: Vec<&str> = package["authors"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let name = package["name"].as_str().unwrap_or_default();
        let holders = if authors.is_empty() {
            format!("the authors of {name}")
        } else {
            authors.join(", ")
        };
        texts.extend(known_text(places, licence, &holders));
    }
    Ok(texts)
}

fn is_licence(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_uppercase();
    [
        "LICENSE",
        "LICENCE",
        "COPYING",
        "COPYRIGHT",
        "NOTICE",
        "UNLICENSE",
    ]
    .iter()
    .any(|word| name.starts_with(word))
}

/// Of licences to choose from, MIT's, which is the shortest; otherwise all that is there.
fn chosen(files: Vec<PathBuf>, licence: &str) -> Vec<PathBuf> {
    let is_mit = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.to_ascii_uppercase().contains("MIT")
    };
    let may_choose = alternatives(licence).contains(&"MIT");
    if may_choose && files.iter().any(is_mit) {
        let says_more = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let name = name.to_ascii_uppercase();
            name.starts_with("NOTICE") || name.starts_with("COPYRIGHT")
        };
        return files
            .into_iter()
            .filter(|path| is_mit(path) || says_more(path))
            .collect();
    }
    files
}

/// The licences of which an expression lets one choose; none if several hold at once.
fn alternatives(licence: &str) -> Vec<&str> {
    if licence.contains(" AND ") || licence.contains('(') {
        return Vec::new();
    }
    let words = licence.split(" OR ").flat_map(|part| part.split('/'));
    words.map(str::trim).collect()
}

/// The text of a licence whose package brings none.
fn known_text(places: &ProjectPaths, licence: &str, holders: &str) -> Option<String> {
    let file = |name: &str| fs::read_to_string(places.root.join(name)).ok();
    let alternatives = alternatives(licence);
    if alternatives.contains(&"MIT") {
        // Ours, in the name of others.
        let text = file("LICENSE-MIT")?;
        let lines = text.lines().map(|line| {
            if line.starts_with("Copyright") {
                format!("Copyright (c) {holders}")
            } else {
                line.to_owned()
            }
        });
        return Some(lines.collect::<Vec<_>>().join("\n"));
    }
    if alternatives.contains(&"Apache-2.0") {
        return file("LICENSE-APACHE");
    }
    None
}

/// What every program contains besides crates of the lock file.
fn standard_library(places: &ProjectPaths) -> CrateNotice {
    let version = ask(command(places, "rustc").arg("--version")).unwrap_or_default();
    let version = version.split_whitespace().nth(1).unwrap_or_default();
    let licence = "MIT OR Apache-2.0";
    let text = known_text(places, licence, "The Rust Project Contributors");
    CrateNotice {
        name: format!("Rust's standard library {version}, with cfg-if, dlmalloc and hashbrown"),
        licence: licence.to_owned(),
        url: "https://github.com/rust-lang/rust".to_owned(),
        texts: text.into_iter().collect(),
    }
}

/// The page: a list, then each text once, with those whom it is from.
fn page(places: &ProjectPaths, crates: &[CrateNotice]) -> Result<String, Error> {
    let file = |name: &str| {
        let path = places.root.join(name);
        fs::read_to_string(&path).map_err(Error::io("read", &path))
    };
    let mut html = String::from(BEGINNING);
    // Writing into a text cannot fail.
    let mut line = |text: std::fmt::Arguments<'_>| {
        let _ = html.write_fmt(text);
    };
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    line(format_args!(
        "<h2>Scripts, typeface and drawings</h2>\n<ul>\n"
    ));
    for part in &VENDORED {
        let VendoredPart {
            name,
            version,
            licence,
            url,
            ..
        } = part;
        line(format_args!(
            "<li><a href=\"{url}\">{name}</a> {version}, {licence}\n"
        ));
        for (path, digest) in part.files {
            let path = path.rsplit('/').next().unwrap_or(path);
            line(format_args!(
                "<br />{path}: SHA-256 <code>{digest}</code>\n"
            ));
        }
        line(format_args!("</li>\n"));
        let names = texts.entry(plain(&file(part.text)?)).or_default();
        names.push(format!("{name} {version}"));
    }
    line(format_args!("</ul>\n<h2>Data</h2>\n<p>{MNIST}</p>\n"));
    line(format_args!("<pre>{}</pre>\n", escaped(&file(DATA)?)));
    line(format_args!("<h2>Rust crates</h2>\n<ul>\n"));
    for notice in crates {
        let CrateNotice {
            name,
            licence,
            url,
            texts: own,
        } = notice;
        let name = escaped(name);
        let licence = escaped(licence);
        if url.starts_with("https://") {
            let url = escaped(url);
            line(format_args!(
                "<li><a href=\"{url}\">{name}</a>, {licence}</li>\n"
            ));
        } else {
            line(format_args!("<li>{name}, {licence}</li>\n"));
        }
        for text in own {
            texts.entry(plain(text)).or_default().push(name.clone());
        }
    }
    line(format_args!("</ul>\n<h2>Licences</h2>\n"));
    for (text, names) in &texts {
        line(format_args!(
            "<h3>{}</h3>\n<pre>{}</pre>\n",
            names.join(", "),
            escaped(text)
        ));
    }
    line(format_args!("</body>\n</html>\n"));
    Ok(html)
}

const BEGINNING: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<title>Latentscape: third-party notices</title>
</head>
<body>
<h1>Third-party notices</h1>
<p>Latentscape contains work of others, which they allow under the licences below. This page is made
by each build, from what its programs are linked from.</p>
"#;

/// Without the spaces and blank lines in which copies of a licence differ.
fn plain(text: &str) -> String {
    let lines = text.lines().map(str::trim_end);
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Text as HTML has it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use sha2::{Digest, Sha256};

    use super::{CrateNotice, VENDORED, alternatives, chosen, name_and_version, page};
    use crate::places::ProjectPaths;

    fn places() -> ProjectPaths {
        let root = local_files::crate_folder!().join("..");
        ProjectPaths {
            cache: root.clone(),
            root,
        }
    }

    #[test]
    fn what_is_vendored_is_what_it_is_said_to_be() {
        let root = places().root;
        for part in &VENDORED {
            assert!(root.join(part.text).is_file(), "{}", part.text);
            for (path, digest) in part.files {
                let bytes = fs::read(root.join(path)).unwrap();
                assert_eq!(format!("{:x}", Sha256::digest(&bytes)), *digest, "{path}");
            }
        }
        let [uplot, ..] = &VENDORED;
        let script = fs::read_to_string(root.join(uplot.files[0].0)).unwrap();
        assert!(script.contains(&format!("(v{})", uplot.version)));
        let readme = fs::read_to_string(root.join("README.md")).unwrap();
        assert!(readme.contains(&format!("**uPlot** {}", uplot.version)));
        assert!(readme.contains(uplot.files[0].1));
    }

    #[test]
    fn a_choice_is_made_only_where_there_is_one() {
        assert_eq!(alternatives("MIT OR Apache-2.0"), ["MIT", "Apache-2.0"]);
        assert_eq!(alternatives("Unlicense/MIT"), ["Unlicense", "MIT"]);
        assert_eq!(alternatives("MIT"), ["MIT"]);
        assert!(alternatives("(MIT OR Apache-2.0) AND Unicode-3.0").is_empty());
        let files = [
            "COPYRIGHT",
            "LICENSE-APACHE",
            "LICENSE-MIT",
            "LICENSE-UNICODE",
        ];
        let files = || files.map(PathBuf::from).to_vec();
        let both = ["COPYRIGHT", "LICENSE-MIT"].map(PathBuf::from);
        assert_eq!(chosen(files(), "MIT OR Apache-2.0"), both);
        assert_eq!(
            chosen(files(), "(MIT OR Apache-2.0) AND Unicode-3.0"),
            files()
        );
        assert_eq!(chosen(files(), "Apache-2.0"), files());
    }

    #[test]
    fn the_lines_of_a_tree_are_names_with_versions() {
        let serde = ("serde".to_owned(), "1.0.228".to_owned());
        for line in [
            "serde v1.0.228",
            "serde v1.0.228 (*)",
            "serde v1.0.228 (/a/b)",
        ] {
            assert_eq!(name_and_version(line), Some(serde.clone()));
        }
        assert_eq!(name_and_version(""), None);
    }

    #[test]
    fn a_text_stands_once_with_all_that_it_is_of() {
        let notice = |name: &str, text: &str| CrateNotice {
            name: name.to_owned(),
            licence: "MIT".to_owned(),
            url: "javascript:alert()".to_owned(),
            texts: vec![text.to_owned()],
        };
        let crates = [
            notice("a 1", "May be used by <anyone>.\n"),
            notice("b 2", "May be used by <anyone>.  \n\n"),
        ];
        let html = page(&places(), &crates).unwrap();
        assert!(html.contains("<h3>a 1, b 2</h3>"));
        assert_eq!(html.matches("May be used by &lt;anyone&gt;.").count(), 1);
        assert!(
            !html.contains("javascript:"),
            "an address that is none is no link"
        );
        assert!(html.contains("uPlot</a> 1.6.32"));
    }
}
