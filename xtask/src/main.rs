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
mod browser_tests;
mod browsers;
mod budget;
mod build;
mod build_id;
mod circles;
mod command;
mod compress;
mod counts;
mod data;
mod derived;
mod disk_space;
mod docs;
mod error;
mod failures;
mod fused;
mod fuzz;
mod lab;
mod lessons;
mod locales;
mod notices;
mod offline;
mod page;
mod pictures;
mod places;
mod policy;
mod program;
mod school_zip;
mod serve;
mod setup;
mod slurm;
mod snip;
mod stopwatch;
mod structure;
mod supply;
mod sysroot;
mod test;
mod test_command;
mod threaded;
mod threads_rustc;
mod tools;
mod vendored;
mod wasm;
mod wasm_sections;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::Error;
use crate::places::ProjectPaths;

/// Latentscape's project commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: ProjectCommand,
}

#[derive(Subcommand)]
enum ProjectCommand {
    /// Install the tools that are missing, pinned; those of `serve` and `build` unless told otherwise.
    Setup {
        /// Also what `test` needs: clippy, rustfmt, Chromium with its driver, npm packages.
        #[arg(long)]
        tests: bool,
    },
    /// Set up, then build the deployable site into dist/; it works below any path.
    Build(build::BuildOptions),
    /// Set up, build, then serve the site on 127.0.0.1.
    Serve(serve::ServeOptions),
    /// Build the program that trains for the site's pages, and have it serve dist/.
    Lab(lab::LabOptions),
    /// Set up, then run every check, cheapest first.
    Test(test::TestOptions),
    /// Set up, then measure this project's engines and their peers, side by side in one browser.
    Bench(bench::BenchOptions),
    /// Begin a lesson of the Learn room, or check all of them.
    #[command(subcommand)]
    Lesson(lessons::LessonCommand),
    /// Set up, then take the pictures of docs/ anew from a built site, in every language.
    Pictures(pictures::PictureOptions),
    /// Fetch a data set that is not shipped into data/, from which `build` copies it into the site.
    Data(data::DataOptions),
}

fn main() -> ExitCode {
    if std::env::var_os(threads_rustc::VARIABLE).is_some() {
        return threads_rustc::main();
    }
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

fn run(command: ProjectCommand) -> Result<(), Error> {
    let places = ProjectPaths::find()?;
    match command {
        ProjectCommand::Setup { tests: false } => setup::setup(&places, setup::SetupPurpose::Build),
        ProjectCommand::Setup { tests: true } => setup::setup(&places, setup::SetupPurpose::Tests),
        ProjectCommand::Build(options) => {
            setup::setup(&places, setup::SetupPurpose::Build)?;
            build::build(&places, &options)
        }
        ProjectCommand::Serve(options) => {
            if !options.no_build {
                setup::setup(&places, setup::SetupPurpose::Build)?;
            }
            serve::serve(&places, &options)
        }
        ProjectCommand::Lab(options) => lab::lab(&places, &options),
        ProjectCommand::Test(options) => test::test(&places, &options),
        ProjectCommand::Bench(options) => {
            setup::setup(&places, setup::SetupPurpose::Bench)?;
            bench::bench(&places, &options)
        }
        ProjectCommand::Lesson(command) => lessons::lesson(&places, &command),
        ProjectCommand::Pictures(options) => {
            setup::setup(&places, setup::SetupPurpose::Tests)?;
            pictures::pictures(&places, &options)
        }
        ProjectCommand::Data(options) => data::data(&places, &options),
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
