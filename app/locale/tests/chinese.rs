//! How the shipped Chinese is written.

use std::fs;
use std::path::{Path, PathBuf};

/// The lines of every file that are no comments, with where they stand.
fn lines() -> Vec<(String, String)> {
    let folder = local_files::crate_folder!().join("../page/locales/zh-CN");
    let mut found = Vec::new();
    for part in files(&folder) {
        for file in files(&part) {
            let text = fs::read_to_string(&file).expect("a file that can be read");
            for (at, line) in text.lines().enumerate() {
                if !line.starts_with('#') {
                    found.push((format!("{}:{}", file.display(), at + 1), line.to_owned()));
                }
            }
        }
    }
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| entry.expect("an entry").path())
        .collect()
}

fn is_han(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

/// The first two letters beside each other that are wrong so, in each line.
fn wrong(is_wrong: impl Fn(char, char) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (place, line) in lines() {
        let letters: Vec<char> = line.chars().collect();
        if letters.windows(2).any(|pair| is_wrong(pair[0], pair[1])) {
            found.push(format!("{place}: {line}"));
        }
    }
    found
}

#[test]
fn a_blank_parts_chinese_from_latin_letters_and_digits() {
    let none: [String; 0] = [];
    let is_wrong = |one: char, other: char| {
        is_han(one) && other.is_ascii_alphanumeric() || one.is_ascii_alphanumeric() && is_han(other)
    };
    assert_eq!(wrong(is_wrong), none);
}

#[test]
fn chinese_has_its_own_punctuation_and_no_blanks_beside_it() {
    let none: [String; 0] = [];
    let half = |one: char, other: char| is_han(one) && ",;:?!()".contains(other);
    assert_eq!(wrong(half), none);
    let blank = |one: char, other: char| {
        "，。：；、！？）".contains(one) && other == ' ' || one == ' ' && "。、！）".contains(other)
    };
    let lines = wrong(blank);
    // A message may begin with such a sign.
    let lines: Vec<_> = lines.iter().filter(|line| !line.contains("= 、")).collect();
    assert!(lines.is_empty(), "{lines:#?}");
}
