//! Runs that the browser keeps, and why it does not.

use session::StoreFault;

use super::recipe::preset_title;
use super::room_alerts as words;
use super::train_kept;

/// What a kept run is called: the visitor's name for it, or its preset's.
pub fn kept_run_title<'a>(name: &'a str, preset: &str) -> &'a str {
    if name.is_empty() {
        run_spec::preset(preset).map_or_else(train_kept::a_run, preset_title)
    } else {
        name
    }
}

/// Why the browser's storage did not do what it was asked.
pub(super) fn store_fault_sentence(fault: &StoreFault) -> String {
    match fault {
        StoreFault::Full => words::store_full().to_owned(),
        StoreFault::Forbidden => words::store_forbidden().to_owned(),
        StoreFault::Missing => words::store_missing().to_owned(),
        StoreFault::InUse => words::store_in_use().to_owned(),
        StoreFault::Other { message } => words::StoreOther { message }.text(),
    }
}
