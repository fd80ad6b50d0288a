//! The messages that the page fetches: a file for each language and part, named by its content.

use std::fs;

use locale::compile::{compact_part, pseudo_locale, read_languages};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::places::ProjectPaths;

/// What of `index.html` becomes the list of the files, which `js/boot.js` reads.
const MARKER: &str = "<!-- locales -->";

/// Writes every language into `dist/locales/`, and lists them in the page there.
///
/// # Errors
/// [`Error::Catalogue`], [`Error::NoMarker`] and [`Error::Io`].
pub fn write(places: &ProjectPaths) -> Result<(), Error> {
    let catalogue = read_languages(&places.root.join("app/page/locales"))?;
    let folder = places.dist().join("locales");
    fs::create_dir_all(&folder).map_err(Error::io("written", &folder))?;
    let english = &catalogue.english;
    let pseudo = pseudo_locale(english);
    let mut listed = Vec::new();
    for language in [english]
        .into_iter()
        .chain(&catalogue.others)
        .chain([&pseudo])
    {
        let mut line = language.tag.clone();
        for part in &english.parts {
            let text = compact_part(part, language);
            let mut digest = format!("{:x}", Sha256::digest(&text));
            digest.truncate(16);
            let name = format!("{}-{}-{digest}.txt", language.tag, part.name);
            let path = folder.join(name);
            fs::write(&path, text).map_err(Error::io("written", &path))?;
            line.push_str(&format!(" {}={digest}", part.name));
        }
        listed.push(line);
    }
    let page = places.dist().join("index.html");
    let html = fs::read_to_string(&page).map_err(Error::io("read", &page))?;
    if !html.contains(MARKER) {
        return Err(Error::NoMarker {
            page,
            marker: MARKER,
        });
    }
    let meta = format!(r#"<meta name="locales" content="{}" />"#, listed.join(";"));
    fs::write(&page, html.replace(MARKER, &meta)).map_err(Error::io("written", &page))
}
