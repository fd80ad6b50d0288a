//! What groups of controls are called.

use lesson::ControlGroup;

use super::controls_by_id;

/// What a group of controls is called.
pub fn control_name(group: ControlGroup) -> &'static str {
    controls_by_id::find(group.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_group_of_controls_has_a_name() {
        for group in ControlGroup::all() {
            assert_ne!(control_name(group), "", "{group:?}");
        }
        assert_eq!(controls_by_id::KEYS.len(), ControlGroup::all().count());
    }
}
