//! `latentscape-serve`: the site from a folder or a USB stick, for this computer or a class.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks on stdout and stderr"
)]

use std::env;
use std::io;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use site_server::{ServeError, StaticSite, bind, find_site, network_address, open_in_browser, run};

/// Serves Latentscape to the browsers of this computer, or of a class.
#[derive(Parser)]
#[command(name = "latentscape-serve", version)]
struct Cli {
    /// The folder of the built site; unless told, `site` beside this program.
    folder: Option<PathBuf>,
    /// The port; if it is taken, the next free one is used.
    #[arg(long, default_value_t = 8765)]
    port: u16,
    /// Let other computers of this network in, and say at which address.
    #[arg(long)]
    lan: bool,
    /// Do not open the page in the default browser.
    #[arg(long)]
    no_open: bool,
}

fn main() -> ExitCode {
    let Err(error) = run(serve(&Cli::parse())) else {
        return ExitCode::SUCCESS;
    };
    eprintln!("error: {error}");
    if cfg!(windows) && env::args_os().len() == 1 {
        // It was opened with a double click, and its window would be gone before it is read.
        eprintln!("Press Enter to close this window.");
        let _ = io::stdin().read_line(&mut String::new());
    }
    ExitCode::FAILURE
}

async fn serve(options: &Cli) -> Result<(), ServeError> {
    let folder = match &options.folder {
        Some(folder) => folder.clone(),
        None => find_site()?,
    };
    let site = StaticSite::open(&folder)?;
    let interface = if options.lan {
        Ipv4Addr::UNSPECIFIED
    } else {
        Ipv4Addr::LOCALHOST
    };
    let (listener, port) = bind(interface, options.port)?;
    let here = format!("http://127.0.0.1:{port}/");
    println!("Latentscape is served at {here}");
    if options.lan {
        match network_address() {
            Some(address) => println!("For the class: http://{address}:{port}/"),
            None => println!(
                "For the class: http://ADDRESS:{port}/, with this computer's own address for ADDRESS. Its \
                 network settings show it."
            ),
        }
    }
    println!("It ends when this window is closed, or with Ctrl+C.");
    if !options.no_open
        && let Err((opener, error)) = open_in_browser(&here)
    {
        eprintln!("`{opener}` could not be started, so open the address yourself: {error}");
    }
    site.serve(listener).await
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
