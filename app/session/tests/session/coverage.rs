//! Whether the property tests reach what they are there for: a property holds of nothing, too.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde::Serialize;
use serde_json::Value;

use crate::strategies::message;

thread_local! {
    static REACHED: RefCell<BTreeMap<String, usize>> = const { RefCell::new(BTreeMap::new()) };
}

/// Notes that a test came by here.
pub fn reached(place: impl Into<String>) {
    REACHED.with_borrow_mut(|reached| *reached.entry(place.into()).or_default() += 1);
}

/// The tests of this thread came by each of these places at least so often.
#[track_caller]
pub fn assert_reached(places: &[&str], least: usize) {
    REACHED.with_borrow(|reached| {
        for place in places {
            let times = reached.get(*place).copied().unwrap_or_default();
            assert!(times >= least, "{place}: {times} times. All: {reached:?}");
        }
    });
}

/// The name of a message's variant.
pub fn variant(message: &impl Serialize) -> String {
    variant_of(&serde_json::to_value(message).expect("it serialises"))
}

fn variant_of(message: &Value) -> String {
    match message {
        Value::String(name) => name.clone(),
        Value::Object(fields) => fields.keys().next().cloned().unwrap_or_default(),
        other => panic!("no message: {other}"),
    }
}

/// Variants of messages, those within them included.
fn variants(messages: &[Value]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for message in messages {
        let name = variant_of(message);
        let update = &message[&name]["update"]["update"];
        for within in [&message[&name]["answer"], update] {
            if !within.is_null() {
                all.insert(format!("{name} {}", variant_of(within)));
            }
        }
        all.insert(name);
    }
    all
}

/// One message of each kind, as the protocol's own tests pin them.
fn pinned() -> Vec<Value> {
    let snapshots = local_files::crate_folder!().join("../protocol/tests/protocol");
    let file = snapshots.join("snapshots/protocol__from_engine.snap");
    let text = std::fs::read_to_string(file).expect("the snapshot");
    let json = text.splitn(3, "---\n").nth(2).expect("a head and a body");
    serde_json::from_str(json).expect("messages")
}

#[test]
fn every_kind_of_message_is_among_those_that_nobody_asked_for() {
    let mut runner = TestRunner::deterministic();
    let drawn: Vec<Value> = (0..6_000)
        .map(|_| {
            let message = message()
                .new_tree(&mut runner)
                .expect("a message")
                .current();
            serde_json::to_value(message).expect("it serialises")
        })
        .collect();
    let drawn = variants(&drawn);
    let missing: Vec<String> = variants(&pinned()).difference(&drawn).cloned().collect();
    assert_eq!(missing, Vec::<String>::new());
}
