//! A specification as a file, or as text in an address.

use serde_json::{Map, Value};

use crate::error::SpecError;
use crate::presets::preset;
use crate::run::{RunSpec, SPEC_VERSION};

/// The specification as JSON, a line a field.
pub fn to_json(spec: &RunSpec) -> String {
    // Plain data with string keys always serialises.
    let json = serde_json::to_string(spec).unwrap_or_default();
    // serde_json's own way of breaking lines is a second serialiser.
    let mut text = String::with_capacity(json.len() + 256);
    let mut depth = 0;
    for part in json.chars() {
        if part == '}' && depth == 1 {
            text.push('\n');
        }
        text.push(part);
        match part {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 1 && matches!(part, '{' | ',') {
            text.push_str("\n  ");
        }
    }
    text
}

/// Reads a specification and checks it.
///
/// # Errors
/// [`SpecError`]: what was expected and what was found.
pub fn from_json(text: &str) -> Result<RunSpec, SpecError> {
    let value: Value =
        serde_json::from_str(text).map_err(|error| SpecError::NotJson(error.to_string().into()))?;
    let Value::Object(fields) = value else {
        return Err(SpecError::NotAnObject);
    };
    read(fields)
}

/// The specification as the text of an address's query: a preset's name and what differs from it,
/// as `name=value` pairs.
///
/// ```
/// let mut spec = run_spec::preset("classroom").unwrap().spec();
/// spec.seed = 7;
/// assert_eq!(run_spec::to_link("classroom", &spec), "preset=classroom&seed=7");
/// assert_eq!(run_spec::from_link("preset=classroom&seed=7"), Ok(("classroom".to_owned(), spec)));
/// ```
pub fn to_link(name: &str, spec: &RunSpec) -> String {
    let base = preset(name).map(|preset| preset.spec()).unwrap_or_default();
    let mut link = format!("preset={name}");
    for field in crate::FIELDS {
        let value = field.get(spec);
        if value != field.get(&base) {
            link.push_str(&format!("&{}={}", field.id, value.replace(' ', "+")));
        }
    }
    link
}

/// Reads what [`to_link`] wrote: the preset's name and the specification. It may have been encoded by a
/// messenger or escaped by a mail program. Of a part that is there twice, the first counts; unknown
/// parts are left out ([`unknown_in_link`]).
///
/// # Errors
/// [`SpecError`]: what was expected and what was found.
pub fn from_link(text: &str) -> Result<(String, RunSpec), SpecError> {
    let parts = LinkParts::of(text);
    let name = parts.preset.as_deref().unwrap_or("classroom");
    let Some(base) = preset(name).or_else(|| preset(&name.to_lowercase())) else {
        return Err(SpecError::UnknownPreset(name.into()));
    };
    let mut spec = base.spec();
    for (field, value) in &parts.fields {
        field.set(&mut spec, value).map_err(SpecError::LinkField)?;
    }
    checked(spec).map(|spec| (base.name.to_owned(), spec))
}

/// The first part of a link that no specification has.
pub fn unknown_in_link(text: &str) -> Option<String> {
    LinkParts::of(text).unknown
}

/// Parts that a link has besides: they are of the page's.
const OTHER_PARTS: [&str; 6] = ["room", "v", "lang", "engine", "show", "projector"];

/// What a link consists of. Those that are known are few, however long it is.
#[derive(Default)]
struct LinkParts {
    preset: Option<String>,
    fields: Vec<(&'static crate::SpecField, String)>,
    unknown: Option<String>,
}

impl LinkParts {
    fn of(text: &str) -> Self {
        let mut parts = Self::default();
        for part in text.trim_start_matches(['#', '?']).split('&') {
            // What a mail program escaped: the first `&` may have been taken off with the room.
            let part = part.strip_prefix("amp;").unwrap_or(part);
            if part.contains('=') {
                parts.take(part);
            } else {
                // Even what stands between the parts was encoded.
                decoded(part).split('&').for_each(|part| parts.take(part));
            }
        }
        parts
    }

    fn take(&mut self, part: &str) {
        let Some((key, value)) = part.split_once('=') else {
            return;
        };
        if key == "preset" {
            self.preset.get_or_insert_with(|| decoded(value));
        } else if let Some(field) = crate::SpecField::named(key) {
            if !self.fields.iter().any(|(known, _)| known.id == field.id) {
                self.fields.push((field, decoded(value)));
            }
        } else if !OTHER_PARTS.contains(&key) {
            self.unknown.get_or_insert_with(|| decoded(key));
        }
    }
}

/// A part of a link without its percent signs and pluses. What is no UTF-8 becomes U+FFFD.
fn decoded(text: &str) -> String {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = after;
        let pair = match after {
            [high, low, ..] if *byte == b'%' => digit(high).zip(digit(low)),
            _ => None,
        };
        if let Some((high, low)) = pair {
            bytes.push((16 * high + low) as u8);
            rest = &after[2..];
        } else {
            bytes.push(*byte);
        }
    }
    String::from_utf8_lossy(&bytes).replace('+', " ")
}

fn read(fields: Map<String, Value>) -> Result<RunSpec, SpecError> {
    // The version first: a file of another version may have any other form.
    let version = fields.get("version").unwrap_or(&Value::Null);
    if version.as_u64() != Some(u64::from(SPEC_VERSION)) {
        return Err(SpecError::Version {
            found: version.to_string().into(),
        });
    }
    // Field by field, as the form and a link do it, rather than by serde: the page's module is an
    // eighth smaller for it.
    let mut spec = RunSpec::default();
    for (key, value) in &fields {
        if key == "version" {
            continue;
        }
        let Some(field) = crate::SpecField::named(key) else {
            return Err(SpecError::UnknownField(key.as_str().into()));
        };
        field
            .set(&mut spec, &text_of(value))
            .map_err(SpecError::FileField)?;
    }
    checked(spec)
}

/// A field's value as the form has it. What no field has becomes a text that each refuses.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        // A network: its kind, and the widths of its layers.
        Value::Object(network) => {
            let layers = |word: &str, key: &str| match network.get(key) {
                Some(Value::Array(widths)) if !widths.is_empty() => {
                    let widths: Vec<_> = widths.iter().map(text_of).collect();
                    format!("{word} {} ", widths.join(" "))
                }
                _ => String::new(),
            };
            let conv = match network.get("kind") {
                Some(Value::String(kind)) if kind == "conv" => "conv ",
                _ => "",
            };
            format!(
                "{conv}{}{}",
                layers("conv", "channels"),
                layers("dense", "hidden")
            )
        }
        value => value.to_string(),
    }
}

fn checked(spec: RunSpec) -> Result<RunSpec, SpecError> {
    match spec.check() {
        Ok(()) => Ok(spec),
        Err(errors) => Err(SpecError::Untrainable(errors)),
    }
}

#[cfg(test)]
mod tests {
    use super::{from_json, from_link, to_json, to_link, unknown_in_link};
    use crate::PRESETS;

    #[test]
    fn every_preset_survives_a_file_and_a_link() {
        for preset in PRESETS {
            let spec = preset.spec();
            assert_eq!(from_json(&to_json(&spec)), Ok(spec.clone()));
            let link = to_link("classroom", &spec);
            assert_eq!(from_link(&link), Ok(("classroom".to_owned(), spec)));
        }
    }

    #[test]
    fn a_link_is_read_however_it_was_encoded() {
        for (text, seed, decoder) in [
            (
                "#preset=classroom&decoder=dense%2B256%2B128&seed=7",
                7,
                "dense 256 128",
            ),
            (
                "preset=classroom&decoder=dense%20256%20128&seed=7",
                7,
                "dense 256 128",
            ),
            (
                "preset%3Dclassroom%26seed%3D7%26decoder%3Ddense+8",
                7,
                "dense 8",
            ),
            (
                "&amp;preset=classroom&amp;seed=7&amp;decoder=dense+8",
                7,
                "dense 8",
            ),
            (
                "amp;preset=classroom&amp;seed=7&amp;decoder=dense+8",
                7,
                "dense 8",
            ),
            (
                "preset=Classroom&seed=7&seed=8&decoder=dense+8&projector=1",
                7,
                "dense 8",
            ),
        ] {
            let (name, spec) = from_link(text).expect(text);
            assert_eq!((name.as_str(), spec.seed), ("classroom", seed), "{text}");
            assert_eq!(spec.decoder.to_string(), decoder, "{text}");
            assert_eq!(unknown_in_link(text), None, "{text}");
        }
        let (_, spec) = from_link("preset=classroom&beta=-0").expect("zero");
        assert_eq!(
            crate::SpecField::named("beta").map(|field| field.get(&spec)),
            Some("0".into())
        );
    }

    #[test]
    fn what_is_unknown_in_a_link_is_named_and_left_out() {
        let long: String = (0..28_000).map(|n| format!("&p{n}=1")).collect();
        for text in [
            "preset=classroom&sed=7",
            "sed=7&preset=classroom",
            &format!("sed=7{long}"),
        ] {
            assert_eq!(unknown_in_link(text).as_deref(), Some("sed"));
            assert!(from_link(text).is_ok());
        }
        assert_eq!(
            unknown_in_link("room=train&preset=classroom&lang=en&seed"),
            None
        );
    }

    #[test]
    fn a_file_of_few_fields_is_the_default_otherwise() {
        let spec = from_json(r#"{"version": 1, "latent": 5}"#).expect("it is complete");
        assert_eq!(spec.latent, 5);
        assert_eq!(spec.batch, crate::RunSpec::default().batch);
    }

    #[test]
    fn what_is_no_specification_is_refused_with_a_sentence() {
        for (text, said) in [
            ("{", "cannot be read"),
            ("[]", "JSON object"),
            ("{}", "version 1, found null"),
            (r#"{"version": 2}"#, "version 1, found 2"),
            (r#"{"version": 1, "flavour": 3}"#, "“flavour”"),
            (r#"{"version": 1, "latent": "many"}"#, "Latent dimensions"),
            (r#"{"version": 1, "latent": 2.5}"#, "Latent dimensions"),
            (r#"{"version": 1, "latent": [2]}"#, "Latent dimensions"),
            (r#"{"version": 1, "beta": null}"#, "KL weight"),
            (
                r#"{"version": 1, "decoder": {"kind": "dense", "hidden": ["wide"]}}"#,
                "Decoder",
            ),
        ] {
            let error = from_json(text).expect_err(text).to_string();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
