//! What the visitor is told.

use super::late::Call;
use super::state::{Alert, AlertAction, Session};

/// More than these are not read; the oldest give way.
const MOST_ALERTS: usize = 4;

impl Session {
    /// Tells the visitor something, unless it is being said already.
    pub(super) fn alert(&mut self, text: impl Into<String>, action: Option<AlertAction>) {
        let text = text.into();
        if self
            .alerts
            .iter()
            .any(|alert| alert.text == text && alert.action == action)
        {
            return;
        }
        self.book.last_alert += 1;
        self.alerts.push(Alert {
            id: self.book.last_alert,
            text,
            action,
        });
        if self.alerts.len() > MOST_ALERTS {
            // A button that the visitor still needs outlives mere words.
            let oldest = self.alerts.iter().position(|alert| alert.action.is_none());
            self.alerts.remove(oldest.unwrap_or(0));
        }
    }

    /// An alert's button was pressed.
    pub(super) fn act(&mut self, id: u64) {
        let Some(at) = self.alerts.iter().position(|alert| alert.id == id) else {
            return;
        };
        match self.alerts.remove(at).action {
            Some(AlertAction::RestartEngine) => self.restart_engine(),
            Some(AlertAction::FetchFromMirror) => {
                self.late(Call::Fetch);
            }
            Some(AlertAction::HoldFromMirror) => {
                self.late(Call::HoldFromMirror);
            }
            None => {}
        }
    }
}
