//! What the page's address says.

use web_sys::{Url, UrlSearchParams, window};

use crate::session::EngineChoice;

/// The folder that the site lies in, absolute, ending in `/`.
pub fn base() -> String {
    resolve("./")
}

/// An address below the site's folder, absolute.
pub fn resolve(path: &str) -> String {
    let document = window().and_then(|window| window.document());
    let base = document.and_then(|document| document.base_uri().ok().flatten());
    base.and_then(|base| Url::new_with_base(path, &base).ok())
        .map_or_else(|| path.to_owned(), |url| url.href())
}

/// The engine that `?engine=` asks for; with a sentence for the visitor if there is no such engine.
pub fn engine_choice() -> (EngineChoice, Option<String>) {
    let search = window().and_then(|window| window.location().search().ok());
    let parameters = search.and_then(|search| UrlSearchParams::new_with_str(&search).ok());
    match parameters.and_then(|parameters| parameters.get("engine")) {
        Some(asked) => parse(&asked),
        None => (EngineChoice::Auto, None),
    }
}

fn parse(asked: &str) -> (EngineChoice, Option<String>) {
    match asked.to_ascii_lowercase().as_str() {
        "auto" => (EngineChoice::Auto, None),
        "cpu" => (EngineChoice::Cpu, None),
        "webgpu" => (EngineChoice::WebGpu, None),
        _ => {
            let shown: String = asked.chars().take(20).collect();
            let trouble = format!(
                "The address asks for the engine “{shown}”. There are auto, cpu and webgpu; auto \
                 is used."
            );
            (EngineChoice::Auto, Some(trouble))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_engines_are_understood() {
        assert_eq!(parse("auto"), (EngineChoice::Auto, None));
        assert_eq!(parse("cpu"), (EngineChoice::Cpu, None));
        assert_eq!(parse("WebGPU"), (EngineChoice::WebGpu, None));
    }

    #[test]
    fn an_unknown_engine_is_auto_and_a_sentence() {
        let (choice, trouble) = parse("abacus");
        assert_eq!(choice, EngineChoice::Auto);
        assert!(trouble.is_some_and(|text| text.contains("“abacus”")));
    }
}
