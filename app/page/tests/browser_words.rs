//! Numbers and plurals of languages, by a real browser.

#![cfg(target_arch = "wasm32")]

use locale::{Argument, NumberFormat, NumberStyle, format_message};
use page::words::Numbers;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn style(least: u8, most: u8, grouped: bool) -> NumberStyle {
    NumberStyle {
        fraction_digits: (least, most),
        grouped,
    }
}

#[wasm_bindgen_test]
fn numbers_are_written_as_the_language_does() {
    let number = |language, style| Numbers::of(language).number(12_345.678, style);
    assert_eq!(number("en", style(0, 1, true)), "12,345.7");
    assert_eq!(number("en-XA", style(2, 2, false)), "12345.68");
    assert_eq!(number("de", style(0, 1, true)), "12.345,7");
    assert_eq!(number("zh-CN", style(0, 0, true)), "12,346");
}

#[wasm_bindgen_test]
fn plurals_have_the_language_s_categories() {
    let message = "\u{3}0\u{5}one\u{6}plik\u{5}few\u{6}pliki\u{5}other\u{6}plików\u{7}";
    let polish = Numbers::of("pl");
    let say = |count| format_message(message, &[Argument::Number(count)], &polish);
    assert_eq!(say(1.0), "plik");
    assert_eq!(say(3.0), "pliki");
    assert_eq!(say(5.0), "plików");
    assert_eq!(Numbers::of("zh-CN").plural_category(1.0), "other");
}
