//! `latentscape-lab`: the site from a folder, and training for it.

#![allow(clippy::print_stderr, reason = "a command-line tool speaks on stderr")]

mod options;

use std::fmt::Display;
use std::io::{self, Write};
use std::net::Ipv4Addr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use lab::access::LabAccess;
use lab::error::LabError;
use lab::limits::LabLimits;
use lab::secret::secret;
use lab::server::{LabOptions, TrainingLab};
use lab::soak::{SoakOptions, SoakResult, soak};
use lab::{device_probe, machine, tls, trainer};
use options::{LabCli, LabCommand};
use protocol::BUILD_ID;
use site_server::{bind, find_site, network_address, open_in_browser};

fn main() -> ExitCode {
    let cli = LabCli::parse();
    let done = match cli.command {
        // It says what goes wrong to the lab, by ending.
        Some(LabCommand::Trainer(options)) => {
            trainer::train(options).map_err(LabError::io("the trainer could not begin"))
        }
        Some(LabCommand::Probe(options)) => match in_runtime(probe(options)) {
            Ok(true) => return ExitCode::SUCCESS,
            // It said why.
            Ok(false) => return ExitCode::FAILURE,
            Err(error) => Err(error),
        },
        Some(LabCommand::Soak(options)) => in_runtime(soak_here(&cli.serve, &options)),
        None => in_runtime(serve(&cli.serve)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn in_runtime<T>(work: impl Future<Output = Result<T, LabError>>) -> Result<T, LabError> {
    tokio::runtime::Builder::new_multi_thread()
        // Pages are computed for in processes of their own.
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(LabError::io("no threads could be started"))?
        .block_on(work)
}

async fn probe(options: device_probe::ProbeOptions) -> Result<bool, LabError> {
    let tried = device_probe::probe(options).await;
    tried.map_err(LabError::io("the device could not be tried"))
}

async fn serve(options: &options::ServeOptions) -> Result<(), LabError> {
    let (lab, listener) = begin(options).await?;
    let port = lab.access().port;
    let scheme = if lab.access().is_secure {
        "https"
    } else {
        "http"
    };
    let path = lab
        .access()
        .token()
        .map(|token| format!("join?token={token}"));
    let path = path.unwrap_or_default();
    let here = format!("{scheme}://127.0.0.1:{port}/{path}");
    say(format!("Latentscape is served at {here}"));
    if options.device.is_gpu() {
        say(format!("Runs are trained on {}", lab.facts().processor));
    }
    if options.lan {
        let host = network_address().map_or_else(|| "ADDRESS".to_owned(), |it| it.to_string());
        let link = format!("{scheme}://{host}:{port}/{path}");
        say(format!("For the class: {link}"));
        if let Ok(code) = QrCode::new(&link) {
            say(code.render::<Dense1x2>().build());
        }
        if host == "ADDRESS" {
            say("Its network settings show this computer's own ADDRESS.");
        }
        say("Whoever has the link may train here until this window is closed.");
    }
    say("It ends when this window is closed, or with Ctrl+C.");
    if options.open
        && let Err((opener, error)) = open_in_browser(&here)
    {
        eprintln!("`{opener}` could not be started, so open the address yourself: {error}");
    }
    lab.serve(listener, certificate(options)?).await;
    Ok(())
}

/// The lab, and where it listens.
async fn begin(
    options: &options::ServeOptions,
) -> Result<(Arc<TrainingLab>, TcpListener), LabError> {
    let folder = match &options.folder {
        Some(folder) => folder.clone(),
        None => find_site()?,
    };
    let site_build = site_build(&folder);
    let trusted_build = match site_build {
        Some(build) if build != BUILD_ID && !options.trust_build => {
            return Err(LabError::OtherBuild {
                own: BUILD_ID.to_owned(),
                site: build,
                folder,
            });
        }
        build => build,
    };
    let program = std::env::current_exe().map_err(LabError::io("this program was not found"))?;
    let card = device_probe::card(&program, options.device, options.memory).await?;
    let interface = if options.lan {
        Ipv4Addr::UNSPECIFIED
    } else {
        Ipv4Addr::LOCALHOST
    };
    let (listener, port) = bind(interface, options.port)?;
    let mut access = if options.lan {
        LabAccess::with_token(port, secret(), secret())
    } else {
        LabAccess::local(port)
    };
    access.origins.clone_from(&options.origin);
    access.is_secure = options.is_secure();
    let lab = TrainingLab::new(LabOptions {
        site: folder,
        facts: machine::facts(options.name.as_deref(), card.as_deref()),
        access,
        limits: options.limits(),
        program,
        device: options.device,
        trusted_build,
    })?;
    Ok((lab, listener))
}

/// What build the site says that it is of.
fn site_build(folder: &Path) -> Option<String> {
    let list = std::fs::read(folder.join("site-files.json")).ok()?;
    let list: serde_json::Value = serde_json::from_slice(&list).ok()?;
    list.get("build")?.as_str().map(str::to_owned)
}

fn certificate(options: &options::ServeOptions) -> Result<Option<TlsAcceptor>, LabError> {
    match (&options.tls_cert, &options.tls_key) {
        (Some(certificate), Some(key)) => tls::from_files(certificate, key).map(Some),
        (None, None) if options.tls => tls::self_signed(network_address()).map(Some),
        (None, None) => Ok(None),
        _ => Err(LabError::HalfCertificate),
    }
}

/// Says a line to whoever started the lab, who may have stopped listening.
fn say(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Serves on a port of its own, with as many pages as asked for, and says what came of it.
async fn soak_here(options: &options::ServeOptions, soaked: &SoakOptions) -> Result<(), LabError> {
    let options = options::ServeOptions {
        port: 0,
        lan: false,
        clients: soaked.clients,
        ..options.clone()
    };
    let (lab, listener) = begin(&options).await?;
    let address = listener.local_addr().map_err(LabError::io("no socket"))?;
    tokio::spawn(async move { lab.serve(listener, None).await });
    let result = soak(address, soaked, std::process::id()).await;
    report(soaked, &options.limits(), &result);
    if result.faults.is_empty() {
        return Ok(());
    }
    let source = io::Error::other(format!(
        "{} of {} pages failed",
        result.faults.len(),
        soaked.clients
    ));
    Err(LabError::Io {
        what: "something was lost",
        source,
    })
}

fn report(options: &SoakOptions, limits: &LabLimits, result: &SoakResult) {
    let steps = &result.steps;
    let sum: u64 = steps.iter().map(|steps| u64::from(*steps)).sum();
    say(format!(
        "{} pages, {} s, {} at once: {sum} steps ({:.1}/s), {} to {} each; {} reports, {} reconnections",
        options.clients,
        options.seconds,
        limits.at_once,
        sum as f64 / options.seconds.max(1) as f64,
        steps.iter().min().copied().unwrap_or_default(),
        steps.iter().max().copied().unwrap_or_default(),
        result.reports,
        result.reconnections,
    ));
    let memory = &result.memory;
    let at = |share: f64| {
        let index = (memory.len() as f64 * share) as usize;
        memory
            .get(index.min(memory.len().saturating_sub(1)))
            .map_or(0, |kilobytes| kilobytes / 1024)
    };
    say(format!(
        "memory in MB after a tenth, a half and all of it: {}, {}, {}",
        at(0.1),
        at(0.5),
        at(1.0)
    ));
    for fault in &result.faults {
        say(fault);
    }
}
