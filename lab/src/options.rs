//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::RangedU64ValueParser;
use clap::{Parser, Subcommand};

use engine::native::DeviceChoice;
use lab::device_probe::ProbeOptions;
use lab::limits::LabLimits;
use lab::soak::SoakOptions;
use lab::trainer::TrainerOptions;

/// Serves Latentscape, and trains for its pages on this computer.
#[derive(Parser, Debug)]
#[command(name = "latentscape-lab", version, subcommand_negates_reqs = true)]
pub struct LabCli {
    #[command(flatten)]
    pub serve: ServeOptions,
    #[command(subcommand)]
    pub command: Option<LabCommand>,
}

/// What else the program does.
#[derive(Subcommand, Debug)]
pub enum LabCommand {
    /// Try what this computer bears: many pages that train at once, on a port of their own.
    Soak(SoakOptions),
    /// What the lab starts for each page.
    #[command(hide = true)]
    Trainer(TrainerOptions),
    /// What the lab starts to try its device.
    #[command(hide = true)]
    Probe(ProbeOptions),
}

/// How the site is served, and who may train how much.
#[derive(clap::Args, Clone, Debug)]
pub struct ServeOptions {
    /// The folder of the built site; unless told, `site` beside this program.
    #[arg(long = "site")]
    pub folder: Option<PathBuf>,
    /// What the lab is called; unless told, this computer's name.
    #[arg(long)]
    pub name: Option<String>,
    /// The port; if it is taken, the next free one is used.
    #[arg(long, default_value_t = 8766)]
    pub port: u16,
    /// Let other computers of this network in that have the link, and print the link and its QR code.
    #[arg(long)]
    pub lan: bool,
    /// Open the page in the default browser.
    #[arg(long)]
    pub open: bool,
    /// Another origin whose pages may train here, such as https://example.org; may be repeated.
    #[arg(long)]
    pub origin: Vec<String>,
    /// Serve by TLS, with a certificate that the lab signs itself: browsers warn of it once.
    #[arg(long)]
    pub tls: bool,
    /// Serve by TLS with the certificate in this PEM file.
    #[arg(long)]
    pub tls_cert: Option<PathBuf>,
    /// The certificate's key, a PEM file.
    #[arg(long)]
    pub tls_key: Option<PathBuf>,
    /// Train on cpu, or on a GPU: vulkan or metal, vulkan:1 for the second and so on, of a build with the
    /// feature `webgpu`.
    #[arg(long, default_value = "cpu")]
    pub device: DeviceChoice,
    /// Pages that train at a time.
    #[arg(long, default_value_t = 32, value_parser = count(1000))]
    pub clients: usize,
    /// Pages of one address that train at a time, unless it is this computer's own; raise it where a proxy
    /// stands between the lab and its pages.
    #[arg(long, default_value_t = 4, value_parser = count(1000))]
    pub per_address: usize,
    /// How many of them compute at once; unless told, as many as there are processors, and one on a GPU.
    #[arg(long, value_parser = count(4096))]
    pub at_once: Option<usize>,
    /// Megabytes of memory that a page's run may take, besides that of a GPU.
    #[arg(long, default_value_t = 2048, value_parser = whole(1 << 20))]
    pub memory: u64,
    /// Megabytes of a page's largest message: pictures of its own, or a run.
    #[arg(long, default_value_t = 64, value_parser = count(1024))]
    pub message: usize,
    /// Minutes that a page may compute.
    #[arg(long, default_value_t = 240, value_parser = whole(LONGEST))]
    pub minutes: u64,
    /// Minutes for which a run is kept whose page is gone.
    #[arg(long, default_value_t = 10, value_parser = whole(LONGEST))]
    pub keep: u64,
    /// Serve a site of another build, because it was made of the same sources.
    #[arg(long)]
    pub trust_build: bool,
}

/// Minutes of a year.
const LONGEST: u64 = 365 * 24 * 60;

/// A number from 1 up to this.
fn whole(most: u64) -> RangedU64ValueParser<u64> {
    RangedU64ValueParser::new().range(1..=most)
}

/// How many, from 1 up to this.
fn count(most: u64) -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=most)
}

impl ServeOptions {
    /// What pages may take.
    pub fn limits(&self) -> LabLimits {
        let limits = LabLimits::default();
        // Two that use a GPU at the same time are no quicker there than one after another.
        let usual = if self.device.is_gpu() {
            1
        } else {
            limits.at_once
        };
        LabLimits {
            clients: self.clients,
            clients_of_one: self.per_address,
            at_once: self.at_once.unwrap_or(usual),
            message_megabytes: self.message,
            memory_megabytes: self.memory,
            compute: Duration::from_secs(60 * self.minutes),
            keep: Duration::from_secs(60 * self.keep),
            ..limits
        }
    }

    /// Whether pages are served by TLS.
    pub fn is_secure(&self) -> bool {
        self.tls || self.tls_cert.is_some() || self.tls_key.is_some()
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    #[test]
    fn the_command_line_is_consistent() {
        super::LabCli::command().debug_assert();
    }

    #[test]
    fn a_device_that_cannot_be_meant_is_refused_with_those_that_can() {
        let parse = |device: &str| {
            super::LabCli::try_parse_from(["latentscape-lab", "--device", device])
                .map(|cli| (cli.serve.device.to_string(), cli.serve.limits().at_once))
        };
        let refused = parse("gpu").unwrap_err().to_string();
        assert!(
            refused.contains("expected cpu, vulkan, vulkan:N, metal or metal:N, found `gpu`"),
            "{refused}"
        );
        assert_eq!(parse("vulkan").unwrap(), ("vulkan:0".to_owned(), 1));
        let usual = lab::limits::LabLimits::default().at_once;
        assert_eq!(parse("cpu").unwrap(), ("cpu".to_owned(), usual));
    }

    #[test]
    fn a_limit_that_cannot_be_meant_is_refused_with_those_that_can() {
        let parse = |option: &str, value: &str| {
            let cli = super::LabCli::try_parse_from(["latentscape-lab", option, value]);
            cli.map(|cli| cli.serve.limits())
        };
        for option in [
            "--clients",
            "--per-address",
            "--at-once",
            "--memory",
            "--message",
            "--minutes",
            "--keep",
        ] {
            for value in ["0", "18446744073709551615", "-1", "many"] {
                assert!(parse(option, value).is_err(), "{option} {value}");
            }
            let error = parse(option, "0").unwrap_err().to_string();
            assert!(error.contains("0 is not in 1..="), "{error}");
            parse(option, "7").expect(option);
        }
    }
}
