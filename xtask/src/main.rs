//! Project commands: `cargo xtask --help`.
//!
//! Each command first sets up what it needs ([`setup`]), so that on a fresh machine one command
//! is enough.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks on stdout and stderr"
)]

mod bench;
mod budget;
mod build;
mod build_id;
mod command;
mod compress;
mod counts;
mod data;
mod derived;
mod docs;
mod error;
mod locales;
mod page;
mod places;
mod serve;
mod setup;
mod shaders;
mod test;
mod threaded;
mod tools;
mod wasm;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::Error;
use crate::places::Places;

/// Latentscape's project commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install the tools that are missing, pinned; those of `serve` and `build` unless told otherwise.
    Setup {
        /// Also what `test` needs: clippy, rustfmt, Chromium with its driver, npm packages.
        #[arg(long)]
        tests: bool,
    },
    /// Set up, then build the deployable site into dist/; it works below any path.
    Build(build::Options),
    /// Set up, build, then serve the site on 127.0.0.1.
    Serve(serve::Options),
    /// Set up, then run every check, cheapest first.
    Test(test::Options),
    /// Set up, then measure this project's engines and their peers, side by side in one browser.
    Bench(bench::Options),
    /// Fetch a data set that is not shipped into data/, from which `build` copies it into the site.
    Data(data::Options),
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        // The counts, which say so, stay the last line.
        Err(Error::ChecksFailed) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Error> {
    let places = Places::find()?;
    match command {
        Command::Setup { tests: false } => setup::setup(&places, setup::For::Build),
        Command::Setup { tests: true } => setup::setup(&places, setup::For::Tests),
        Command::Build(options) => {
            setup::setup(&places, setup::For::Build)?;
            build::build(&places, &options)
        }
        Command::Serve(options) => {
            if !options.no_build {
                setup::setup(&places, setup::For::Build)?;
                build::build(&places, &options.build)?;
            }
            serve::serve(&places, &options)
        }
        Command::Test(options) => test::test(&places, &options),
        Command::Bench(options) => {
            setup::setup(&places, setup::For::Bench)?;
            bench::bench(&places, &options)
        }
        Command::Data(options) => data::data(&places, &options),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
