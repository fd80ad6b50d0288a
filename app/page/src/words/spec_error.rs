//! What is wrong with a specification, and with files and links that hold one.

use foreign_text::beginning;
use run_spec::{FieldError, SPEC_VERSION, SpecError};
use session::FileFault;

use super::failure_reason::failure_sentence;
use super::{recipe, requirements_by_id, room_errors as words, separators};

/// So much is said of what was found where something else was expected.
const LONGEST_FOUND: usize = 40;
/// So much is said of why a specification cannot be trained: a file's name stands before it.
const LONGEST_REASONS: usize = 180;
/// So much of what a reader says.
const LONGEST_REASON: usize = 120;

/// What is wrong with a field.
pub fn field_error_sentence(error: &FieldError) -> String {
    let expected = error.expected.code();
    refused_field_sentence(
        error.field,
        (expected.id, &expected.arguments),
        error.found.as_str(),
    )
}

/// What is wrong with a field, with the code of what may be entered.
pub(super) fn refused_field_sentence(
    field: &str,
    (expected, arguments): (&str, &[String]),
    found: &str,
) -> String {
    let label = match (field, expected) {
        ("version", _) => words::version(),
        (_, "parameter-count") => words::all_networks(),
        _ => recipe::label_of(field),
    };
    let found = beginning(found, LONGEST_FOUND);
    words::FieldRefused {
        label,
        expected: &requirements_by_id::fill(expected, arguments).unwrap_or_default(),
        found: if found.is_empty() {
            words::nothing()
        } else {
            &found
        },
    }
    .text()
}

/// Why a file or a link is no specification.
pub fn spec_error_sentence(error: &SpecError) -> String {
    match error {
        SpecError::NotJson(reason) => words::SpecNotJson {
            reason: &beginning(reason.as_str(), LONGEST_REASON),
        }
        .text(),
        SpecError::NotAnObject => words::spec_not_an_object().to_owned(),
        SpecError::Version { found } => words::SpecVersion {
            expected: SPEC_VERSION.into(),
            found: &beginning(found.as_str(), LONGEST_FOUND),
        }
        .text(),
        SpecError::UnknownField(name) => words::SpecUnknownField {
            name: &beginning(name.as_str(), LONGEST_FOUND),
        }
        .text(),
        SpecError::UnknownPreset(name) => words::LinkUnknownPreset {
            name: &beginning(name.as_str(), LONGEST_FOUND),
        }
        .text(),
        SpecError::FileField(error) => words::SpecField {
            error: &field_error_sentence(error),
        }
        .text(),
        SpecError::LinkField(error) => words::LinkField {
            error: &field_error_sentence(error),
        }
        .text(),
        SpecError::Untrainable(errors) => words::SpecUntrainable {
            reasons: &reasons_that_fit(errors.iter().map(field_error_sentence)),
        }
        .text(),
    }
}

/// The first reason, and those after it that an alert has room for: none is cut off in the middle.
fn reasons_that_fit(reasons: impl Iterator<Item = String>) -> String {
    let mut said = String::new();
    for reason in reasons {
        let length = said.chars().count() + reason.chars().count();
        if said.is_empty() {
            said = reason;
        } else if length < LONGEST_REASONS {
            said = said + separators::sentence() + &reason;
        } else {
            break;
        }
    }
    said
}

/// Why a file cannot be opened in the Train room.
pub(super) fn file_fault_sentence(fault: &FileFault) -> String {
    match fault {
        FileFault::NotUtf8 => words::not_utf_8().to_owned(),
        FileFault::NotARun => words::not_a_run().to_owned(),
        FileFault::Spec(error) => spec_error_sentence(error),
        FileFault::NotRestored(reason) => failure_sentence(reason),
    }
}

#[cfg(test)]
mod tests {
    use foreign_text::ForeignText;
    use run_spec::{FIELDS, Requirement};

    use super::*;

    #[test]
    fn english_sentences_are_those_of_run_spec() {
        let mut expected: Vec<_> = FIELDS.iter().map(|field| field.expected()).collect();
        expected.extend([
            Requirement::Version(1),
            Requirement::ConvolutionCount,
            Requirement::DenseCount,
            Requirement::Widths,
            Requirement::PictureSide,
            Requirement::Halvings(28),
            Requirement::DenseForPoints,
            Requirement::SomethingPainted,
            Requirement::OtherLosses {
                most: 3,
                than: "hinge",
            },
            Requirement::ConvolutionsToGrow,
            Requirement::EqualConvolutionsToGrow,
            Requirement::FadeWithin(1200),
            Requirement::SigmoidForBernoulli,
            Requirement::NoHoles,
            Requirement::DimensionsForCodes,
            Requirement::BatchWithinData(1500),
            Requirement::LossOfNoComparison,
        ]);
        let mut keys: Vec<_> = expected.iter().map(|expected| expected.code().id).collect();
        keys.push("parameter-count");
        for key in requirements_by_id::KEYS {
            assert!(keys.contains(key), "of no requirement: {key}");
        }
        let mut errors: Vec<_> = FIELDS
            .iter()
            .cycle()
            .zip(expected)
            .map(|(field, expected)| FieldError {
                field: field.id,
                label: field.label,
                expected,
                found: if field.live { "12" } else { "" }.into(),
            })
            .collect();
        for (field, label, expected) in [
            ("version", "Version", Requirement::Version(1)),
            (
                "decoder",
                "All networks together",
                Requirement::ParameterCount,
            ),
        ] {
            errors.push(FieldError {
                field,
                label,
                expected,
                found: "7".into(),
            });
        }
        for error in &errors {
            assert_eq!(field_error_sentence(error), error.to_string());
        }
        let name = || ForeignText::from("name");
        for error in [
            SpecError::NotJson(name()),
            SpecError::NotAnObject,
            SpecError::Version { found: name() },
            SpecError::UnknownField(name()),
            SpecError::UnknownPreset(name()),
            SpecError::FileField(errors[0].clone()),
            SpecError::LinkField(errors[1].clone()),
            SpecError::Untrainable(errors[..1].to_vec()),
        ] {
            assert_eq!(spec_error_sentence(&error), error.to_string());
        }
    }

    #[test]
    fn of_many_reasons_those_are_said_whole_that_fit() {
        let reasons = |lengths: &[usize]| {
            let all = lengths.iter().map(|length| "x".repeat(length - 1) + ".");
            let said = reasons_that_fit(all);
            said.split(' ').map(str::len).collect::<Vec<_>>()
        };
        assert_eq!(reasons(&[60, 60, 50]), [60, 60, 50]);
        assert_eq!(reasons(&[60, 60, 70, 5]), [60, 60]);
        assert_eq!(reasons(&[250, 10]), [250]);
    }
}
