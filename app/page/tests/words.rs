//! What the page says, natively: in English, as its catalogue has it.

use page::words::{self, NotOfThisBuild, Part};

#[test]
fn what_the_boot_script_says_in_english_is_in_the_catalogue_in_the_same_order() {
    let script = include_str!("../js/boot.js");
    let english = include_str!(concat!(env!("OUT_DIR"), "/boot.txt"));
    let mut from = 0;
    for sentence in english.lines().skip(1) {
        let quoted = format!("    \"{sentence}\"");
        let at = script[from..].find(&quoted);
        from +=
            at.unwrap_or_else(|| panic!("boot.js does not say, or not in this place: {sentence}"));
    }
    let said = script[..script.find("];").expect("a list")]
        .matches("\n    \"")
        .count();
    assert_eq!(said, english.lines().count() - 1);
}

#[test]
fn a_text_of_another_build_changes_nothing() {
    let refused = words::install("de", Part::First, "0000000000000000\nx\n".to_owned());
    assert_eq!(refused, Err(NotOfThisBuild));
    assert_eq!(words::language(), "en");
}

#[test]
fn the_still_page_says_what_the_page_says() {
    // Painted before the page has arrived, it must not change its words when it does.
    let still = include_str!("../../../index.html");
    let english = include_str!(concat!(env!("OUT_DIR"), "/first.txt"));
    for sentence in [
        "Latentscape: walk through the latent space of a generative model",
        "Loading the model…",
        "Latent point",
        "Distance from the centre",
        "Half of all prior draws lie within",
        "Latent map",
    ] {
        assert!(still.contains(sentence), "index.html: {sentence}");
        assert!(english.lines().any(|line| line == sentence), "{sentence}");
    }
}
