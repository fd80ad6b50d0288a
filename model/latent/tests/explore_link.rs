//! Any place survives its text, and any text gives a place.

use foreign_text::seen;
use latent::explore_link::{EXTENTS, MAX_CLASSES, MAX_COORDINATES, VIEW_LIMIT};
use latent::{EXTENT, ExploreLink, SliceName, SliceView};
use proptest::prelude::*;

fn point(latent: usize) -> impl Strategy<Value = Vec<f32>> {
    let coordinate = prop_oneof![
        -EXTENT..=EXTENT,
        -1e-30_f32..1e-30,
        Just(EXTENT),
        Just(-0.0)
    ];
    prop::collection::vec(coordinate, latent)
}

fn name() -> impl Strategy<Value = Option<String>> {
    // Whatever is seen and leaves the direction of writing alone, and not only spaces.
    let name = "[a-z&=%+#?,./é数🙂].{0,30}".prop_map(|name| seen(&name));
    prop::option::of(name)
}

fn plane() -> impl Strategy<Value = SliceName> {
    let index = || 0..MAX_COORDINATES;
    prop_oneof![
        (index(), index()).prop_map(|(x, y)| SliceName::Axes(x, y)),
        (index(), index()).prop_map(|(x, y)| SliceName::Principal(x, y)),
        Just(SliceName::Pins),
    ]
}

fn view() -> impl Strategy<Value = SliceView> {
    let centre = || -VIEW_LIMIT..=VIEW_LIMIT;
    (centre(), centre(), EXTENTS.0..=EXTENTS.1).prop_map(|(x, y, extent)| SliceView {
        x,
        y,
        extent,
    })
}

prop_compose! {
    fn place()(latent in prop_oneof![1_usize..12, Just(MAX_COORDINATES)])(
        model in name(),
        class in prop::option::of(0..MAX_CLASSES),
        point in prop::option::of(point(latent)),
        pins in prop::array::uniform4(prop::option::of(point(latent))),
        plane in plane(),
        view in view(),
        spherical in any::<bool>(),
        (tool, projection, lang, other) in (name(), name(), name(), name()),
    ) -> ExploreLink {
        let plane = match plane {
            // Of which one is missing, there is no plane.
            SliceName::Pins if pins[..3].iter().any(Option::is_none) => SliceName::default(),
            plane => plane,
        };
        ExploreLink { model, class, point, pins, plane, view, spherical, tool, projection, lang, other }
    }
}

fn bits(place: &ExploreLink) -> Vec<u32> {
    let points = place.point.iter().chain(place.pins.iter().flatten());
    points.flatten().map(|value| value.to_bits()).collect()
}

/// Text that is nearly an address.
fn nearly() -> impl Strategy<Value = String> {
    let part = "(v|model|class|z|A|B|C|D|plane|view|path|tool|projection|lang|other|x)=(1|slerp|pins|z1,z2|pc3,pc1|\
                [0-9eE.,+%-]{0,12}|NaN,inf|-9,9,9|.{0,6})";
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.join("&"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn every_place_survives_its_text_to_the_last_bit(place in place()) {
        let text = place.to_text();
        let (found, sentences) = ExploreLink::from_text(&text);
        prop_assert_eq!(&sentences, &[]);
        prop_assert_eq!(bits(&found), bits(&place));
        prop_assert_eq!(found, place);
    }

    #[test]
    fn any_text_gives_a_place_that_makes_sense(text in prop_oneof![nearly(), ".{0,60}", "\\PC*"]) {
        let (place, sentences) = ExploreLink::from_text(&text);
        prop_assert!(sentences.len() <= 14);
        // What was made of it is a place without fault.
        prop_assert_eq!(ExploreLink::from_text(&place.to_text()), (place.clone(), Vec::new()));
        let mut fitted = place;
        fitted.fit(2);
        prop_assert_eq!(fitted.fit(2), []);
    }
}
