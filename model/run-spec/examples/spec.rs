//! Prints a preset's specification as JSON: `cargo run -p spec --example spec -- NAME [field=value]…`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks"
)]

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let link = arguments.next().map(|name| {
        let fields: Vec<String> = arguments.collect();
        format!("preset={name}&{}", fields.join("&"))
    });
    match run_spec::from_link(&link.unwrap_or_default()) {
        Ok((_, spec)) => {
            println!("{}", run_spec::to_json(&spec));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
