//! Catalogues as a build sees them: read from folders, compared, compiled, and read back.

#![cfg(feature = "compile")]

use std::fs;
use std::path::PathBuf;

use locale::compile::{
    Catalogue, Language, compact_part, compare_with_english, layout_of, pseudo_locale,
    read_languages, typed_messages,
};
use locale::{Argument, EnglishNumbers, format_message, split_part};

const ENGLISH: &str = "\
rooms = Rooms
theme = Theme: { $choice }
    .title = Goes round the themes
images = { $count ->
    [one] one image of { $set }
   *[other] { $count } images of { $set }
}
";

/// A folder of catalogues that is deleted in the end.
struct Folder(PathBuf);

impl Folder {
    fn with(name: &str, languages: &[(&str, &str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("locales-{name}-{}", std::process::id()));
        for (tag, text) in languages {
            let part = folder.join(tag).join("first");
            fs::create_dir_all(&part).expect("a folder can be made");
            fs::write(part.join("header.ftl"), text).expect("a file can be written");
        }
        Self(folder)
    }

    fn read(&self) -> Catalogue {
        read_languages(&self.0).expect("the catalogue is well formed")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The messages of a language, as a program has them.
fn compiled(english: &Language, language: &Language) -> Vec<String> {
    let part = &english.parts[0];
    let text = compact_part(part, language);
    let lines = split_part(&text, layout_of(part)).expect("the layout is its own");
    lines.into_iter().map(str::to_owned).collect()
}

#[test]
fn english_comes_out_as_it_went_in() {
    let folder = Folder::with("english", &[("en", ENGLISH)]);
    let english = folder.read().english;
    let lines = compiled(&english, &english);
    assert_eq!(lines[0], "Rooms");
    let say = |at: usize, arguments: &[Argument<'_>]| {
        format_message(&lines[at], arguments, &EnglishNumbers)
    };
    assert_eq!(say(1, &[Argument::Text("dark")]), "Theme: dark");
    assert_eq!(say(2, &[]), "Goes round the themes");
    let images = |count| say(3, &[Argument::Number(count), Argument::Text("digits")]);
    assert_eq!(images(1.0), "one image of digits");
    assert_eq!(images(1200.0), "1,200 images of digits");
}

#[test]
fn faults_of_a_translation_are_named_and_answered_in_english() {
    let german = "rooms = Räume\ntheme = Farben\n    .title = Wechselt\nextra = mehr\n";
    let folder = Folder::with("faults", &[("en", ENGLISH), ("de", german)]);
    let catalogue = folder.read();
    let faults: Vec<String> = compare_with_english(&catalogue.english, &catalogue.others[0])
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        faults,
        [
            r#"de: first/header.ftl `theme` has the arguments [] for ["choice"]"#,
            "de: first/header.ftl `images` is missing",
            "de: first/header.ftl `extra` is not in English",
        ]
    );
    let lines = compiled(&catalogue.english, &catalogue.others[0]);
    assert_eq!(lines[0], "Räume");
    assert_eq!(lines[1], "Theme: \u{1}0", "English stands in");
    assert_eq!(lines[2], "Wechselt");
}

#[test]
fn arguments_of_a_translation_may_come_in_another_order() {
    let english = "of = { $part } of { $whole }\n";
    let other = "of = { $whole }: { $part }\n";
    let folder = Folder::with("order", &[("en", english), ("xx", other)]);
    let catalogue = folder.read();
    let lines = compiled(&catalogue.english, &catalogue.others[0]);
    let arguments = [Argument::Text("wheel"), Argument::Text("car")];
    assert_eq!(
        format_message(&lines[0], &arguments, &EnglishNumbers),
        "car: wheel"
    );
}

#[test]
fn the_pseudo_locale_is_complete_bracketed_and_longer() {
    let folder = Folder::with("pseudo", &[("en", ENGLISH)]);
    let english = folder.read().english;
    let pseudo = pseudo_locale(&english);
    assert_eq!(compare_with_english(&english, &pseudo), []);
    for (line, plain) in compiled(&english, &pseudo)
        .iter()
        .zip(compiled(&english, &english))
    {
        assert!(line.starts_with('⟦') && line.ends_with('⟧'), "{line}");
        let unmarked = line.replace(['‹', '›'], "");
        assert!(unmarked.contains(plain.as_str()), "{line}");
        assert!(line.len() > plain.len() + 6, "{line}");
    }
}

#[test]
fn a_text_of_another_layout_is_refused() {
    let folder = Folder::with("layout", &[("en", ENGLISH)]);
    let english = folder.read().english;
    let text = compact_part(&english.parts[0], &english);
    assert!(split_part(&text, layout_of(&english.parts[0]) + 1).is_none());
    assert!(split_part("", 0).is_none());
}

#[test]
fn a_message_becomes_a_function_or_a_struct_with_its_arguments() {
    let folder = Folder::with("rust", &[("en", ENGLISH)]);
    let english = folder.read().english;
    let code = typed_messages(&english, &["first"]);
    for part in [
        "pub(crate) mod header {",
        "pub(crate) fn rooms() -> &'static str",
        "pub(crate) struct Theme<'a> {",
        "pub(crate) choice: &'a str,",
        "pub(crate) fn theme_title() -> &'static str",
        "pub(crate) count: f64,",
    ] {
        assert!(code.contains(part), "no {part} in\n{code}");
    }
    assert!(!typed_messages(&english, &["other"]).contains("rooms"));
}

#[test]
fn messages_of_a_file_by_id_are_looked_up() {
    let folder = Folder::with("by-id", &[("en", ENGLISH)]);
    let file = folder.0.join("en/first/presets-by-id.ftl");
    fs::write(file, "dcgan = DCGAN\n    .summary = Convolutions\n").unwrap();
    let code = typed_messages(&folder.read().english, &["first"]);
    assert!(
        code.contains(r#"KEYS: &[&str] = &["dcgan", "dcgan.summary", ]"#),
        "{code}"
    );
    assert!(
        code.contains("super::message(super::Part::First, 4 + at)"),
        "{code}"
    );
}

#[test]
fn the_shipped_catalogues_are_whole() {
    let folder = local_files::crate_folder!().join("../page/locales");
    let catalogue = read_languages(&folder).unwrap();
    for language in &catalogue.others {
        assert_eq!(compare_with_english(&catalogue.english, language), []);
    }
}
