//! Many pages at once, for a while: what a lab bears, and whether anything is lost.

use std::fs;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures::future::join_all;

use crate::page_client::{LabSays, PageClient};
use protocol::{
    BUILD_ID, DataFiles, FromEngine, PROTOCOL_VERSION, RequestId, RunId, RunStart, RunUpdate,
    ToEngine, TrainCommand, TrainerUpdate, WorkerRole,
};
use run_spec::preset;

/// What a soak test does.
#[derive(clap::Args, Clone, Debug)]
pub struct SoakOptions {
    /// How many pages.
    #[arg(long, default_value_t = 30)]
    pub clients: usize,
    /// For how long, in seconds.
    #[arg(long, default_value_t = 600)]
    pub seconds: u64,
    /// What they train.
    #[arg(long, default_value = "ring")]
    pub preset: String,
    /// Each breaks its connection and opens another so often, in seconds; never if it is 0.
    #[arg(long, default_value_t = 20)]
    pub reconnect: u64,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct SoakResult {
    /// Steps of each page's run.
    pub steps: Vec<u32>,
    /// Reports that arrived, over all pages.
    pub reports: u64,
    /// How often a connection was broken.
    pub reconnections: u64,
    /// What went wrong: expected to be empty.
    pub faults: Vec<String>,
    /// Memory of the lab and its processes, in kilobytes, over time; empty where the system does not say.
    pub memory: Vec<u64>,
}

/// One page's part.
#[derive(Debug, Default)]
struct PageResult {
    step: u32,
    reports: u64,
    reconnections: u64,
    fault: Option<String>,
}

/// Trains on many pages at once. `lab` is the process whose memory is measured, with its children.
pub async fn soak(address: SocketAddr, options: &SoakOptions, lab: u32) -> SoakResult {
    let until = Instant::now() + Duration::from_secs(options.seconds);
    let pages = (0..options.clients).map(|at| page(address, options, at as u64, until));
    let watching = tokio::spawn(watch_memory(lab, until));
    let pages = join_all(pages).await;
    SoakResult {
        steps: pages.iter().map(|page| page.step).collect(),
        reports: pages.iter().map(|page| page.reports).sum(),
        reconnections: pages.iter().map(|page| page.reconnections).sum(),
        faults: pages.into_iter().filter_map(|page| page.fault).collect(),
        memory: watching.await.unwrap_or_default(),
    }
}

async fn page(address: SocketAddr, options: &SoakOptions, at: u64, until: Instant) -> PageResult {
    let mut result = PageResult::default();
    if let Err(fault) = train(address, options, at, until, &mut result).await {
        result.fault = Some(format!("page {at} at step {}: {fault}", result.step));
    }
    result
}

async fn train(
    address: SocketAddr,
    options: &SoakOptions,
    at: u64,
    until: Instant,
    result: &mut PageResult,
) -> Result<(), String> {
    let begin = RequestId(1);
    let spec = preset(&options.preset)
        .ok_or("there is no such preset")?
        .spec();
    let spec = run_spec::RunSpec {
        seed: at as u32,
        ..spec
    };
    let opened = PageClient::open(address, &[]).await;
    let mut page = opened.map_err(|said| format!("{said:?}"))?;
    let train = |run, command| ToEngine::Train { run, command };
    for message in [
        ToEngine::Hello {
            protocol: PROTOCOL_VERSION,
            build: BUILD_ID.to_owned(),
            role: WorkerRole::Trainer,
        },
        train(
            RunId::NONE,
            TrainCommand::Begin {
                id: begin,
                spec,
                data: DataFiles::Procedural,
                start: RunStart::Untrained,
            },
        ),
        train(begin.into(), TrainCommand::Play { rate: None }),
    ] {
        page.send(&message, None).await;
    }
    // Pages do not all break at the same moment.
    let every = Duration::from_secs(options.reconnect);
    let mut connected = Instant::now() - every.mul_f64((at % 10) as f64 / 10.0);
    let mut paused = false;
    loop {
        if Instant::now() >= until && !paused {
            paused = true;
            page.send(&train(begin.into(), TrainCommand::Pause), None)
                .await;
        }
        if !every.is_zero() && connected.elapsed() >= every && !paused {
            page.reconnect().await.map_err(|said| format!("{said:?}"))?;
            connected = Instant::now();
            result.reconnections += 1;
        }
        let update = match page.next().await {
            LabSays::Message(FromEngine::Training { update }, _) => update.read()?,
            LabSays::Message(FromEngine::Hello { .. } | FromEngine::Pong { .. }, _) => continue,
            said => return Err(format!("{said:?}")),
        };
        result.reports += 1;
        match update {
            RunUpdate {
                update: TrainerUpdate::Progress { progress },
                ..
            } => {
                if progress.step < result.step {
                    return Err(format!("step {} came later", progress.step));
                }
                result.step = progress.step;
            }
            RunUpdate {
                update: TrainerUpdate::Frame { .. },
                run,
            } => page.send(&train(run, TrainCommand::FrameShown), None).await,
            RunUpdate {
                update: TrainerUpdate::Paused { step },
                ..
            } => {
                // Every report before it has arrived, the last one among them.
                return if step == result.step {
                    Ok(())
                } else {
                    Err(format!("it paused at step {step}"))
                };
            }
            RunUpdate {
                update: TrainerUpdate::StepFailed { error },
                ..
            } => return Err(format!("{error:?}")),
            _ => {}
        }
    }
}

/// Measures memory every second.
async fn watch_memory(lab: u32, until: Instant) -> Vec<u64> {
    let mut memory = Vec::new();
    while Instant::now() < until {
        tokio::time::sleep(Duration::from_secs(1)).await;
        memory.extend(memory_kilobytes(lab));
    }
    memory
}

/// What a process and its children take up.
fn memory_kilobytes(process: u32) -> Option<u64> {
    let status = |id: &str| fs::read_to_string(format!("/proc/{id}/status")).ok();
    let field = |status: &str, name: &str| -> Option<u64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse().ok()
    };
    let mut sum = field(&status(&process.to_string())?, "VmRSS:")?;
    for entry in fs::read_dir("/proc").ok()?.flatten() {
        let Some(status) = entry.file_name().to_str().and_then(status) else {
            continue;
        };
        if field(&status, "PPid:") == Some(u64::from(process)) {
            sum += field(&status, "VmRSS:").unwrap_or_default();
        }
    }
    Some(sum)
}
