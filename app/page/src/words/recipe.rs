//! What run-spec describes as data: presets, fields and the words to choose from, by their ids.
//!
//! run-spec says them in English, for native programs; the tests hold the two together. What has no
//! words in the catalogue is said as run-spec says it.

use run_spec::{DatasetId, FieldGroup, Preset, SpecField};

use super::{fields_by_id, image_classes_by_id, presets_by_id, reference_sets_by_id, train_form};

/// What a preset is called.
pub fn preset_title(preset: &Preset) -> &'static str {
    presets_by_id::find(preset.name).unwrap_or(preset.title)
}

/// What a preset is, and what to look out for.
pub fn preset_summary(preset: &Preset) -> &'static str {
    presets_by_id::find(&format!("{}.summary", preset.name)).unwrap_or(preset.summary)
}

/// What a field is called.
pub fn field_label(field: &SpecField) -> &'static str {
    fields_by_id::find(field.id).unwrap_or(field.label)
}

/// What the field of an id is called; the id if there is none.
pub fn label_of(field: &str) -> &str {
    fields_by_id::find(field).unwrap_or(field)
}

/// What a field does.
pub fn field_help(field: &SpecField) -> &'static str {
    fields_by_id::find(&format!("{}.help", field.id)).unwrap_or(field.help)
}

/// What one of a field's words is called; `title` if it has no words.
pub fn choice_title(field: &str, word: &str, title: &'static str) -> &'static str {
    fields_by_id::find(&format!("{field}.{word}")).unwrap_or(title)
}

/// A field's words, each with what it is called.
pub fn choices(
    field: &'static SpecField,
    words: &'static [(&'static str, &'static str)],
) -> impl Iterator<Item = (&'static str, &'static str)> {
    words
        .iter()
        .map(|&(word, title)| (word, choice_title(field.id, word, title)))
}

/// The data sets that pictures can be compared with: name and title of each.
pub fn reference_sets() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = DatasetId::ALL.iter();
    let sets = all.filter(|data| data.info().has_reference_images());
    sets.map(|data| (data.as_str(), data_title(*data)))
}

/// What a data set is called where it is more than a choice of a run's form.
pub fn data_title(data: DatasetId) -> &'static str {
    let (name, title) = (data.as_str(), data.title());
    let own = reference_sets_by_id::find(name);
    own.unwrap_or_else(|| choice_title("data", name, title))
}

/// What a data set's images of a label show; `None` where that is not known.
pub fn class_name(data: DatasetId, label: u8) -> Option<&'static str> {
    let name = data.info().classes.get(usize::from(label))?;
    let own = image_classes_by_id::find(&format!("{}-{label}", data.as_str()));
    Some(own.unwrap_or(name))
}

/// The heading of a group of fields.
pub fn group_title(group: FieldGroup) -> &'static str {
    match group {
        FieldGroup::Basics => train_form::basics(),
        FieldGroup::Architecture => train_form::architecture(),
        FieldGroup::Objective => train_form::objective(),
        FieldGroup::Adversarial => train_form::adversarial(),
        FieldGroup::Optimisation => train_form::optimisation(),
    }
}

#[cfg(test)]
mod tests {
    use run_spec::{FIELDS, FieldKind, PRESETS};

    use super::*;

    #[test]
    fn every_preset_and_field_has_words_and_in_english_those_of_run_spec() {
        let mut expected = Vec::new();
        for preset in PRESETS {
            expected.push((preset.name.to_owned(), preset.title));
            expected.push((format!("{}.summary", preset.name), preset.summary));
        }
        for (key, english) in &expected {
            assert_eq!(presets_by_id::find(key), Some(*english), "{key}");
        }
        assert_eq!(presets_by_id::KEYS.len(), expected.len(), "of no preset");
        expected.clear();
        for field in FIELDS {
            expected.push((field.id.to_owned(), field.label));
            expected.push((format!("{}.help", field.id), field.help));
            if let FieldKind::Choice(words) | FieldKind::Flags(words) = field.kind {
                let words = words.iter();
                expected
                    .extend(words.map(|(word, title)| (format!("{}.{word}", field.id), *title)));
            }
        }
        for (key, english) in &expected {
            assert_eq!(fields_by_id::find(key), Some(*english), "{key}");
        }
        assert_eq!(fields_by_id::KEYS.len(), expected.len(), "of no field");
    }

    #[test]
    fn every_data_set_with_images_can_be_compared_with() {
        let sets: Vec<_> = reference_sets().collect();
        for expected in [
            ("digits", "UCI digits (shipped)"),
            ("strokes", "Strokes (drawn)"),
            ("shapes", "Shapes (drawn)"),
            ("faces", "Faces (drawn)"),
            ("hanzi", "Hanzi (drawn)"),
            ("emoji", "Emoji"),
            ("mnist", "MNIST"),
            ("fashion-mnist", "Fashion-MNIST"),
        ] {
            assert!(sets.contains(&expected), "{expected:?}");
        }
        for left_out in ["own", "points"] {
            assert!(sets.iter().all(|(name, _)| *name != left_out));
        }
        for key in reference_sets_by_id::KEYS {
            assert!(sets.iter().any(|(name, _)| name == key), "{key} is none");
        }
    }

    #[test]
    fn every_class_that_is_no_digit_has_words_and_in_english_those_of_run_spec() {
        let mut worded = 0;
        for data in DatasetId::ALL {
            for (label, name) in data.info().classes.iter().enumerate() {
                assert_eq!(class_name(*data, label as u8), Some(*name));
                let key = format!("{}-{label}", data.as_str());
                let digit = name.parse::<u8>().is_ok();
                assert_eq!(image_classes_by_id::find(&key).is_none(), digit, "{key}");
                worded += usize::from(!digit);
            }
            assert_eq!(class_name(*data, 200), None);
        }
        assert_eq!(image_classes_by_id::KEYS.len(), worded, "of no class");
    }

    #[test]
    fn every_group_has_the_heading_that_run_spec_gives_it() {
        for group in FieldGroup::ALL {
            assert_eq!(group_title(group), group.title());
        }
    }
}
