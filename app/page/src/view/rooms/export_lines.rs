//! The lines that export a decoder from PyTorch, beside the answer to a file of PyTorch's.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::host::copy_text;
use crate::view::app_context;
use crate::words::opened_files as words;
use session::{RoomAlert, SessionEvent, TakenPart};

/// As docs/own-model.md has them.
const LINES: &str = r#"decoder.eval()
torch.onnx.export(decoder, (torch.zeros(1, Z),), "decoder.onnx", input_names=["z"],
                  dynamic_axes={"z": {0: "batch"}}, dynamo=False)
"#;

/// What a file of PyTorch's is called.
const PYTORCH: &str = "pytorch";
/// How long the button says that the lines were copied.
const COPIED: Duration = Duration::from_secs(2);

/// A button that copies the lines, beside an alert that says them in short.
pub(in crate::view) fn export_lines(alert: &RoomAlert) -> Option<AnyView> {
    if !matches!(alert, RoomAlert::FileRefused { kind, .. } if kind.as_str() == PYTORCH) {
        return None;
    }
    let dispatch = app_context().dispatch;
    let copied = RwSignal::new(false);
    let copy = move |_| {
        spawn_local(async move {
            if copy_text(LINES).await.is_ok() {
                copied.set(true);
                set_timeout(move || copied.set(false), COPIED);
            } else {
                let said = RoomAlert::NotTaken(TakenPart::ExportLines).into();
                dispatch.send(SessionEvent::Trouble(said));
            }
        });
    };
    let name = move || {
        if copied.get() {
            words::export_copied()
        } else {
            words::copy_export()
        }
    };
    let button = view! {
        <button type="button" class="button" on:click=copy>
            {name}
        </button>
    };
    Some(button.into_any())
}

#[cfg(test)]
mod tests {
    use super::LINES;

    #[test]
    fn the_lines_are_those_of_the_document() {
        let document = include_str!("../../../../../docs/own-model.md");
        assert!(document.contains(&format!("```text\n{LINES}```")));
    }
}
