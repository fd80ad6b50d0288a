//! Why it is this engine that runs.

use session::EngineReason;

use super::adapter_fault::adapter_fault_sentence;
use super::alert_text::alert_sentence;
use super::engine_reasons as words;
use super::failure_reason::{engine_key, failure_sentence};
use super::with_decimal_sign;

/// Why it is this engine; empty before one was chosen.
pub fn engine_reason_sentence(reason: &EngineReason) -> String {
    match reason {
        EngineReason::NotChosen => String::new(),
        EngineReason::Chosen => words::chosen().to_owned(),
        EngineReason::ChosenSlow(why) => words::ChosenSlow {
            why: &adapter_fault_sentence(why),
        }
        .text(),
        EngineReason::AdapterAsked => words::adapter_asked().to_owned(),
        EngineReason::TriedNext(engine) => words::TriedNext {
            engine: engine_key(*engine),
        }
        .text(),
        EngineReason::Adapter(why) => adapter_fault_sentence(why),
        EngineReason::Alert(alert) => alert_sentence(alert),
        EngineReason::TriedInVain { engine, why } => words::TriedInVain {
            engine: engine_key(*engine),
            why: &failure_sentence(why),
        }
        .text(),
        EngineReason::Timed { web_gpu, cpu } => words::Timed {
            web_gpu: &with_decimal_sign(two_digits(*web_gpu)),
            cpu: &with_decimal_sign(two_digits(*cpu)),
        }
        .text(),
        EngineReason::OnnxOnCpu => words::onnx_on_cpu().to_owned(),
        EngineReason::StartedAgain => words::started_again().to_owned(),
    }
}

/// A positive figure to two significant digits, without trailing zeros: `0.08`, `0.4`, `12`.
fn two_digits(value: f64) -> String {
    let magnitude = value.log10().floor() as i32;
    let decimals = usize::try_from(1 - magnitude).unwrap_or(0);
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::two_digits;

    #[test]
    fn figures_have_two_significant_digits() {
        for (value, text) in [
            (0.08, "0.08"),
            (0.0834, "0.083"),
            (0.4, "0.4"),
            (0.996, "1"),
            (1.25, "1.2"),
            (12.3, "12"),
            (190.4, "190"),
        ] {
            assert_eq!(two_digits(value), text);
        }
    }
}
