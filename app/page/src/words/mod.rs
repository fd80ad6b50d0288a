//! Every sentence, label and title that people read.
//!
//! They stand in `locales/<language>/<part>/<file>.ftl`, and are said by what the build script makes
//! of the English ones: `header::rooms()` is a text, `header::Theme { choice }.text()` fills one in.
//! A key that is not there, or an argument that is not given, does not compile. Messages that other
//! crates report as data are worded in the modules below, one exhaustive match for each enum.
//!
//! The texts themselves are fetched, those of the first screen before the page is made and those of
//! the rooms with the rooms, so that the program holds no language. See `docs/words.md`.

#![cfg_attr(
    not(target_arch = "wasm32"),
    allow(
        dead_code,
        reason = "most of it is said by views, which are for wasm32 only"
    )
)]

mod adapter_fault;
mod alert_text;
mod brought_picture;
pub mod card;
mod class_file;
mod controls;
mod engine_error;
mod engine_reason;
mod evaluation_columns;
mod failure_reason;
mod findings;
mod formula_names;
mod kept_run;
mod latent_error;
mod lazy;
mod learn_alert;
mod link_fault;
pub mod models;
mod numbers;
mod quality;
pub mod recipe;
mod room_alert;
mod room_error;
mod series;
mod spec_error;
mod store;
mod table_refusal;

pub use alert_text::alert_sentence;
pub use brought_picture::{picture_fault_sentence, picture_note_sentence};
pub use class_file::class_note_sentence;
pub use controls::control_name;
pub use engine_error::engine_error_sentence;
pub use engine_reason::engine_reason_sentence;
pub use evaluation_columns::{column_limits, column_name};
pub use failure_reason::failure_sentence;
pub use findings::{finding_advice, finding_sentence};
pub use formula_names::{read_formula, said_formula};
pub use kept_run::kept_run_title;
pub use latent_error::formula_error_sentence;
pub use lazy::{LazyWords, install_lazy_words};
pub use numbers::Numbers;
pub use quality::measure_name;
pub use series::{curve_name, network_of_gradient, setting_change, stage_number, trains_on};
pub use spec_error::{field_error_sentence, spec_error_sentence};
pub use store::{NotOfThisBuild, install, installed_parts, language};
pub(crate) use store::{grouped, with_decimal_sign};
pub use table_refusal::{MOST_TABLE_MEGABYTES, table_refusal_sentence};

use store::{format, message};

/// What the lazy chunk words. The chunk of the program that names this contains it.
pub fn lazy_words() -> LazyWords {
    LazyWords {
        room_alert: room_alert::room_alert_sentence,
        room_error: room_error::unread_room_error_sentence,
    }
}

/// Says a message without arguments.
pub type MessageFn = fn() -> &'static str;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));
