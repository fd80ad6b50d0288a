//! What a trainer's process says when its GPU is lost. It is of no further use then, and neither would it be to a
//! page that takes its run over.

use crate::frame::{WireMessage, short};
use protocol::{EngineError, FromEngine, LabFault};

/// How messages begin that say so.
const BEGINNINGS: [&str; 2] = [r#"{"device-lost""#, r#"{"unavailable""#];

/// What the page is told in place of such a message; `None` for all others, which are not read.
pub fn gpu_fault(message: &WireMessage) -> Option<LabFault> {
    let says_so = BEGINNINGS
        .iter()
        .any(|beginning| message.json.starts_with(beginning));
    let read = says_so.then(|| protocol::json::read::<FromEngine>(&message.json))?;
    match read {
        Ok(FromEngine::DeviceLost { reason } | FromEngine::Unavailable { reason }) => {
            Some(LabFault::GpuLost {
                reason: short(words_of(reason)),
            })
        }
        _ => None,
    }
}

/// What a driver said.
fn words_of(reason: EngineError) -> String {
    match reason {
        EngineError::Said { message } => message,
        EngineError::Model { code, arguments } if arguments.is_empty() => code,
        EngineError::Model { arguments, .. } => arguments.join(", "),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use protocol::RequestId;

    use super::*;

    #[test]
    fn a_gpu_that_is_lost_or_does_not_open_is_a_fault_of_the_labs_in_the_drivers_words() {
        let said = EngineError::Said {
            message: "no such card".to_owned(),
        };
        let device = EngineError::Model {
            code: "device".to_owned(),
            arguments: vec!["device poisoned: Unknown".to_owned()],
        };
        for (reason, expected) in [(said, "no such card"), (device, "device poisoned: Unknown")] {
            let lost = FromEngine::DeviceLost {
                reason: reason.clone(),
            };
            for message in [lost, FromEngine::Unavailable { reason }] {
                let Some(LabFault::GpuLost { reason }) = gpu_fault(&WireMessage::of(&message))
                else {
                    panic!("expected a lost GPU, found {message:?}");
                };
                assert_eq!(reason, expected);
            }
        }
        let other = FromEngine::Pong { id: RequestId(3) };
        assert_eq!(gpu_fault(&WireMessage::of(&other)), None);
    }
}
