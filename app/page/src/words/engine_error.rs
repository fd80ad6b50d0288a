//! What an engine cannot do. What only lazy-loaded rooms cause is worded by their code.

use protocol::{EngineError, FetchCause};

use super::lazy::lazy_room_error_sentence;
use super::{engine_errors as words, model_errors_by_id};

/// What an engine cannot do.
pub fn engine_error_sentence(error: &EngineError) -> String {
    match error {
        EngineError::Said { message } => message.clone(),
        EngineError::Model { code, arguments } => {
            // The workers are of this build, so that each code has a message; a test holds them to it.
            model_errors_by_id::fill(code, arguments).unwrap_or_default()
        }
        EngineError::Rooms(error) => lazy_room_error_sentence(error),
        EngineError::OutOfMemory => words::out_of_memory().to_owned(),
        EngineError::NoReasonGiven => words::no_reason_given().to_owned(),
        EngineError::UnknownEngine { name } => words::UnknownEngine { name }.text(),
        EngineError::ExploresOnly => words::explores_only().to_owned(),
        EngineError::NotLoaded { message } => words::NotLoaded { message }.text(),
        EngineError::NoWebGpu => words::no_web_gpu().to_owned(),
        EngineError::NoFile => words::no_file().to_owned(),
        EngineError::NumberBytes { found } => words::NumberBytes {
            found: *found as f64,
        }
        .text(),
        EngineError::PictureBytes {
            height,
            width,
            channels,
            found,
        } => words::PictureBytes {
            height: *height as f64,
            width: *width as f64,
            channels: *channels as f64,
            bytes: (height * width * channels) as f64,
            found: *found as f64,
        }
        .text(),
        EngineError::PictureCount { most, found } => words::PictureCount {
            most: *most as f64,
            found: *found as f64,
        }
        .text(),
        EngineError::MapRows { rows, first, end } => words::MapRows {
            rows: *rows as f64,
            first: *first as f64,
            end: *end as f64,
        }
        .text(),
        EngineError::UnknownModel { name } => words::UnknownModel { name }.text(),
        EngineError::ModelOfPoints => words::model_of_points().to_owned(),
        EngineError::Fetch { url, cause } => words::Fetch {
            url,
            cause: &fetch_cause(cause),
        }
        .text(),
    }
}

fn fetch_cause(cause: &FetchCause) -> String {
    match cause {
        FetchCause::NoAnswer => words::no_answer().to_owned(),
        FetchCause::BrokeOff => words::broke_off().to_owned(),
        FetchCause::Status { code } => words::Status {
            code: f64::from(*code),
        }
        .text(),
        FetchCause::Browser { message } => message.clone(),
    }
}

#[cfg(test)]
mod tests {
    use protocol::RoomError;

    use super::*;

    #[test]
    fn an_error_says_what_was_expected_and_what_was_found() {
        let error = RoomError::ImageSize {
            expected: [28, 28],
            found: [32, 16],
        };
        assert_eq!(
            engine_error_sentence(&error.into()),
            "Expected images of 28×28 pixels like the model's pictures, found 32×16. Bring images \
             of that size, or choose another data set."
        );
        let error = EngineError::PictureBytes {
            height: 8,
            width: 4,
            channels: 3,
            found: 95,
        };
        assert_eq!(
            engine_error_sentence(&error),
            "Expected pictures of 8×4 pixels and 3 channels, 96 bytes each, found 95 bytes."
        );
        let message = "there is no engine".to_owned();
        assert_eq!(
            engine_error_sentence(&EngineError::NotLoaded { message }),
            "The engine could not be loaded: there is no engine."
        );
    }

    #[test]
    fn a_file_that_could_not_be_fetched_is_named_with_the_cause() {
        let causes = [
            (FetchCause::NoAnswer, "the server did not answer"),
            (FetchCause::Status { code: 404 }, "the server answered 404"),
            (FetchCause::BrokeOff, "the answer broke off"),
        ];
        for (cause, said) in causes {
            let url = "data/a.gz".to_owned();
            assert_eq!(
                engine_error_sentence(&EngineError::Fetch { url, cause }),
                format!(
                    "data/a.gz could not be fetched: {said}. Check the connection and try again."
                )
            );
        }
    }

    #[test]
    fn what_a_browser_says_stays_as_it_is() {
        let sentence = "Aborted(): too many requests.";
        assert_eq!(engine_error_sentence(&sentence.into()), sentence);
    }
}
