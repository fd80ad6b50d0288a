//! The messages that the page fetches: a file for each language and part, named by its content.

use std::fs;

use locale::compile::{Part, compact_part, pseudo_locale, read_languages};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::places::ProjectPaths;

/// What of `index.html` becomes the list of the files, which `js/boot.js` reads.
const MARKER: &str = "<!-- locales -->";

/// The message that says what a language is called in itself.
const OWN_NAME: &str = "own-name";

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
            fs::write(&path, &text).map_err(Error::io("written", &path))?;
            line.push_str(&format!(" {}={digest}", part.name));
            if let Some(own_name) = own_name(part, &text) {
                line.push_str(&format!(" name={own_name}"));
            }
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

/// What a language is called in itself, of the text of the part that says it.
fn own_name(part: &Part, text: &str) -> Option<String> {
    let at = part
        .messages()
        .position(|(_, message)| message.key == OWN_NAME)?;
    // The first line is the layout. Blanks part the words of the list.
    let name = text.lines().nth(at + 1)?;
    Some(name.replace(' ', "\u{a0}"))
}

#[cfg(test)]
mod tests {
    use locale::compile::{compact_part, read_languages};

    use super::own_name;

    #[test]
    fn every_language_says_what_it_is_called_and_no_two_the_same() {
        let folder = local_files::crate_folder!().join("../app/page/locales");
        let catalogue = read_languages(&folder).unwrap();
        let english = &catalogue.english;
        let languages = [english].into_iter().chain(&catalogue.others);
        let mut names: Vec<String> = languages
            .map(|language| {
                let parts = english.parts.iter();
                let named: Vec<String> = parts
                    .filter_map(|part| own_name(part, &compact_part(part, language)))
                    .collect();
                assert_eq!(named.len(), 1, "{}", language.tag);
                named.concat()
            })
            .collect();
        assert_eq!(names[0], "English");
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count, "a name of two languages");
    }
}
