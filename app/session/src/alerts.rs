//! What the visitor is told.

use std::ops::Deref;
use std::sync::Arc;

use crate::alert_text::AlertText;

/// More than these are not read; the oldest give way.
const MOST_ALERTS: usize = 4;

/// Something that the visitor should know.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// Identifies it, for [`SessionEvent::Dismiss`](crate::SessionEvent::Dismiss).
    pub id: u64,
    /// What it says.
    pub text: AlertMessage,
    /// What can be done about it.
    pub action: Option<AlertAction>,
}

/// What an alert says, shared. Messages are equal if they are the very same: comparing what they say
/// is left to [`AlertList::add`].
#[derive(Clone, Debug)]
pub struct AlertMessage(Arc<AlertText>);

impl From<AlertText> for AlertMessage {
    fn from(text: AlertText) -> Self {
        Self(Arc::new(text))
    }
}

impl Deref for AlertMessage {
    type Target = AlertText;

    fn deref(&self) -> &AlertText {
        &self.0
    }
}

impl PartialEq for AlertMessage {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A button on an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertAction {
    /// Start the stopped engine again.
    RestartEngine,
    /// Fetch a data set from a mirror of another origin.
    FetchFromMirror,
    /// Fetch the data set to compare with from a mirror of another origin.
    HoldFromMirror,
    /// Load the page again.
    Reload,
}

/// The alerts on screen.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct AlertList {
    alerts: Vec<Alert>,
    last_id: u64,
}

impl AlertList {
    /// Tells the visitor something, unless an alert says it already.
    pub fn add(&mut self, text: AlertMessage, action: Option<AlertAction>) {
        let mut alerts = self.alerts.iter();
        if alerts.any(|alert| *alert.text == *text && alert.action == action) {
            return;
        }
        self.alerts.retain(|alert| !text.replaces(&alert.text));
        self.last_id += 1;
        self.alerts.push(Alert {
            id: self.last_id,
            text,
            action,
        });
        if self.alerts.len() > MOST_ALERTS {
            // A button that the visitor still needs outlives mere words.
            let oldest = self.alerts.iter().position(|alert| alert.action.is_none());
            self.alerts.remove(oldest.unwrap_or(0));
        }
    }

    /// The alerts, oldest first.
    pub fn all(&self) -> &[Alert] {
        &self.alerts
    }

    /// An alert was closed.
    pub fn dismiss(&mut self, id: u64) {
        self.alerts.retain(|alert| alert.id != id);
    }

    /// What an alert's button does is done, or not needed any more.
    pub fn retract(&mut self, action: AlertAction) {
        self.alerts.retain(|alert| alert.action != Some(action));
    }

    /// An alert's button was pressed: the alert goes, and says what to do.
    pub fn take_action(&mut self, id: u64) -> Option<AlertAction> {
        let at = self.alerts.iter().position(|alert| alert.id == id)?;
        self.alerts.remove(at).action
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alert_with_a_button_outlives_those_without() {
        let mut list = AlertList::default();
        list.add(
            AlertText::EngineRestarted.into(),
            Some(AlertAction::RestartEngine),
        );
        for n in 0..9 {
            list.add(AlertText::FileNotMade(format!("{n}")).into(), None);
        }
        assert_eq!(list.all().len(), MOST_ALERTS);
        assert_eq!(list.all()[0].action, Some(AlertAction::RestartEngine));
    }

    #[test]
    fn a_button_works_once() {
        let mut list = AlertList::default();
        list.add(
            AlertText::EngineRestarted.into(),
            Some(AlertAction::RestartEngine),
        );
        assert_eq!(list.take_action(1), Some(AlertAction::RestartEngine));
        assert_eq!(list.take_action(1), None);
    }
}
