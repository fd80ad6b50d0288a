//! What cannot be done with points: sums of names, and directions.

use latent::{DirectionError, FormulaError, FormulaPart};

use super::formula_names::formula_name;
use super::{latent_errors as words, separators};

/// Why a sum of names gives no point.
pub fn formula_error_sentence(error: &FormulaError) -> String {
    match error {
        FormulaError::OtherSpace {
            name,
            expected,
            found,
        } => words::OtherSpace {
            expected: *expected as f64,
            name,
            found: *found as f64,
        }
        .text(),
        FormulaError::SumTooLarge => words::sum_too_large().to_owned(),
        FormulaError::TooLong(most) => words::TooLong { most: *most as f64 }.text(),
        FormulaError::NumberTooLarge => words::number_too_large().to_owned(),
        FormulaError::SignMissing { first, second } => words::SignMissing { first, second }.text(),
        FormulaError::Unexpected {
            expected,
            found,
            known,
        } => {
            let found = match found.as_str() {
                "" => words::the_end().to_owned(),
                text => words::Quoted { text }.text(),
            };
            let known = match &known[..] {
                [] => words::no_names().to_owned(),
                known => {
                    let names: Vec<_> = known.iter().map(|name| formula_name(name)).collect();
                    words::KnownNames {
                        names: &names.join(separators::item()),
                    }
                    .text()
                }
            };
            words::Unexpected {
                expected: match expected {
                    FormulaPart::Name => "name",
                    FormulaPart::NameAfterNumber => "name-after-number",
                },
                found: &found,
                known: &known,
            }
            .text()
        }
    }
}

/// Why points give no direction.
pub(super) fn direction_error_sentence(error: &DirectionError) -> String {
    match error {
        DirectionError::NotPoints {
            expected,
            latent,
            found,
        } => words::NotPoints {
            expected: *expected as f64,
            latent: *latent as f64,
            found: *found as f64,
        }
        .text(),
        DirectionError::TooFew { found } => words::TooFew {
            found: *found as f64,
        }
        .text(),
        DirectionError::AllEqual(value) => words::AllEqual {
            value: &value.to_string(),
        }
        .text(),
        DirectionError::NoPointsOfClass(class) => words::NoPointsOfClass {
            class: (*class).into(),
        }
        .text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_sentences_are_those_of_latent() {
        let text = || "slant".to_owned();
        let mut formulas = vec![
            FormulaError::OtherSpace {
                name: text(),
                expected: 2,
                found: 10,
            },
            FormulaError::SumTooLarge,
            FormulaError::TooLong(1000),
            FormulaError::NumberTooLarge,
            FormulaError::SignMissing {
                first: text(),
                second: text(),
            },
        ];
        for expected in [FormulaPart::Name, FormulaPart::NameAfterNumber] {
            for (found, known) in [("", vec![]), ("so…", vec![text(), text()])] {
                formulas.push(FormulaError::Unexpected {
                    expected,
                    found: found.to_owned(),
                    known,
                });
            }
        }
        for error in formulas {
            assert_eq!(formula_error_sentence(&error), error.to_string());
        }
        for error in [
            DirectionError::NotPoints {
                expected: 3,
                latent: 2,
                found: 5,
            },
            DirectionError::TooFew { found: 2 },
            DirectionError::AllEqual(0.5),
            DirectionError::NoPointsOfClass(5),
        ] {
            assert_eq!(direction_error_sentence(&error), error.to_string());
        }
    }
}
