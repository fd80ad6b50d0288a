//! What an address says of the controls that are shown, and of a projector.

use foreign_text::shown;
use lesson::ControlSet;

use crate::address_part::address_part;
use crate::alert_text::LearnAlert;
use crate::context::Context;
use crate::outbox::FollowUp;

/// The controls that an address chose, if it did; a projector, if it asks for one, is seen to. Names that
/// there are none of are told.
pub(crate) fn controls_of(context: &mut Context, text: &str) -> Option<ControlSet> {
    project(context, text);
    let (set, unknown) = ControlSet::from_names(&address_part(text, "show")?);
    for name in unknown.into_iter().take(1) {
        context.alert(LearnAlert::ControlsUnknown(shown(&name.0)), None);
    }
    Some(set)
}

/// Does what an address says of a projector. One that says nothing changes nothing: whatever the visitor
/// opens next, the projector stays.
fn project(context: &mut Context, text: &str) {
    match address_part(text, "projector").as_deref() {
        Some("1") => context.follow_up(FollowUp::Project(true)),
        Some("0") => context.follow_up(FollowUp::Project(false)),
        Some(found) => context.alert(LearnAlert::ProjectorUnread(shown(found)), None),
        None => {}
    }
}
