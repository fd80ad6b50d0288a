//! Rules that all style sheets keep.

use std::fs;
use std::path::{Path, PathBuf};

fn style_sheets(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder of style sheets");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => style_sheets(&path),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "css"))
        .collect()
}

/// The declarations of each rule, with its selector.
fn rules(sheet: &str) -> impl Iterator<Item = (&str, &str)> {
    sheet.split('}').filter_map(|rule| {
        let (before, declarations) = rule.rsplit_once('{')?;
        let selector = before.rsplit(['{', '/']).next().unwrap_or(before);
        Some((selector.trim(), declarations))
    })
}

/// Texts for screen readers are taken out of sight by `position: absolute`, which only a positioned
/// ancestor's overflow clips: in a wide table that is none, each would widen the page of a phone.
#[test]
fn what_scrolls_holds_what_is_placed_in_it() {
    let sheets = style_sheets(Path::new("../../assets/styles"));
    let mut scrolling = 0;
    for path in sheets {
        let sheet = fs::read_to_string(&path).expect("a style sheet");
        for (selector, declarations) in rules(&sheet) {
            let mut lines = declarations.lines().map(str::trim);
            let scrolls = |line: &str| {
                let (name, value) = line.split_once(": ").unwrap_or_default();
                name.starts_with("overflow") && ["auto;", "scroll;"].contains(&value)
            };
            if lines.clone().any(scrolls) {
                scrolling += 1;
                let is_positioned = lines.any(|line| line.starts_with("position:"));
                let name = path.display();
                assert!(is_positioned, "{name}: {selector} needs position: relative");
            }
        }
    }
    assert!(scrolling > 10, "found {scrolling}");
}
