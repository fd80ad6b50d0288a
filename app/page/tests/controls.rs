//! Groups of controls that a lesson or a link can hide: each has a rule of the style sheet.

use lesson::ControlGroup;

#[test]
fn the_style_sheet_hides_each_group_of_controls_and_none_that_there_is_not() {
    let sheet = include_str!("../../../assets/styles/rooms/controls.css");
    for group in ControlGroup::all() {
        let rule = format!(r#"[data-shown]:not([data-shown~="{}"])"#, group.as_str());
        // Tools hide their tabs and panels themselves.
        let hides_itself = matches!(group, ControlGroup::Tool(_));
        assert_ne!(sheet.contains(&rule), hides_itself, "controls.css: {rule}");
    }
    let named = sheet.split(r#"[data-shown~=""#).skip(1);
    for name in named.filter_map(|rest| rest.split('"').next()) {
        assert!(
            ControlGroup::from_name(name).is_some(),
            "controls.css: {name}"
        );
    }
}
