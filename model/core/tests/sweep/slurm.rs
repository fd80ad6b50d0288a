//! A sweep on a real Slurm, of one node on this machine: an array of 12, one task of which is taken off its
//! node in mid-run and put back into the queue, gives the table of a local sweep to the last bit.
//!
//! Needs Slurm's programs and munge (Debian: `slurmctld slurmd slurm-client munge`), no rights and no
//! settings of the system's: keys, settings, sockets and states are in a folder of the test's.
#![allow(
    clippy::print_stdout,
    reason = "what is skipped, and what stood in the way, is printed"
)]

use std::env;
use std::fs::{self, File};
use std::io::Read as _;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{SweepFolder, project, text};

/// Twelve runs.
const SWEEP: &str = "presets = [\"eight-gaussians\"]\nsteps = 200\nseeds = [1, 2, 3]\n\
                     [vary]\nganLoss = [\"non-saturating\", \"hinge\"]\nlearningRate = [0.0005, 0.001]\n";
const RUNS: usize = 12;
/// Nothing here takes that long, unless it hangs.
const DEADLINE: Duration = Duration::from_secs(300);
/// A cluster of one node comes up within seconds.
const STARTED: Duration = Duration::from_secs(60);

#[test]
fn an_array_of_slurm_with_a_task_killed_and_requeued_gives_the_local_table() {
    let cluster = match SlurmCluster::start() {
        Ok(cluster) => cluster,
        Err(reason) => {
            println!("skipped: {reason}");
            return;
        }
    };
    let folder = SweepFolder::new("slurm", SWEEP);
    let job = cluster.submit(&folder);
    let runs = folder.runs();
    let is_finished = |index: usize| runs.join(format!("run-{index:04}.json")).exists();

    // Whichever task is seen in mid-run first.
    let requeued = cluster.until("a task in mid-run", || {
        (0..RUNS).find(|&index| {
            let state = runs.join(format!("run-{index:04}.run.safetensors"));
            state.exists()
                && !is_finished(index)
                && cluster
                    .asked("scontrol", &["requeue", &format!("{job}_{index}")])
                    .is_some()
                && !is_finished(index)
        })
    });
    cluster.until("all runs", || (0..RUNS).all(is_finished).then_some(()));
    cluster.until("an empty queue", || {
        cluster
            .asked("squeue", &["-h"])
            .filter(|said| said.is_empty())
    });
    let log = cluster.log(&job, requeued);
    assert_eq!(
        log.matches("(eight-gaussians").count(),
        log.matches(&format!("run {requeued} (")).count()
    );
    assert!(
        log.contains("begins") && log.contains("goes on from step "),
        "{log}"
    );

    folder.gather(&[]);
    let local = SweepFolder::new("of-slurm-locally", SWEEP);
    local.done(&[]);
    local.gather(&[]);
    assert_eq!(folder.table(), local.table());
    assert_eq!(folder.table().lines().count(), 1 + RUNS);

    // The same array again: every task says that its run is finished.
    let before = fs::metadata(runs.join("run-0007.json"))
        .unwrap()
        .modified()
        .unwrap();
    let job = cluster.submit(&folder);
    cluster.until("the array again", || {
        (0..RUNS)
            .all(|index| cluster.log(&job, index).contains("Nothing to do"))
            .then_some(())
    });
    assert_eq!(
        fs::metadata(runs.join("run-0007.json"))
            .unwrap()
            .modified()
            .unwrap(),
        before
    );
}

/// Slurm's daemons, and munge's for their messages to each other.
struct SlurmCluster {
    /// Short, because a socket's path may be no longer than a hundred letters.
    folder: PathBuf,
    daemons: Vec<Child>,
}

impl SlurmCluster {
    /// Starts it, or says which program is missing, or what did not come up: a machine may forbid daemons, and
    /// that says nothing of a sweep.
    fn start() -> Result<Self, String> {
        let programs = [
            "munged",
            "slurmctld",
            "slurmd",
            "sbatch",
            "scontrol",
            "squeue",
            "sinfo",
        ];
        if let Some(missing) = programs.into_iter().find(|name| find(name).is_none()) {
            return Err(format!("Slurm is not installed: there is no {missing}"));
        }
        let folder = env::temp_dir().join(format!("ls-slurm-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        for name in ["state", "spool", "log"] {
            fs::create_dir_all(folder.join(name)).unwrap();
        }
        // What munge demands of where its key and socket lie.
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o711)).unwrap();
        let mut cluster = Self {
            folder,
            daemons: Vec::new(),
        };
        cluster.write_settings();
        let at = |name: &str| text(&cluster.folder.join(name)).to_owned();
        let munge = [
            "--foreground".to_owned(),
            "--force".to_owned(),
            format!("--socket={}", at("munge.socket")),
            format!("--key-file={}", at("munge.key")),
            format!("--pid-file={}", at("munged.pid")),
            format!("--log-file={}", at("log/munged")),
            format!("--seed-file={}", at("munge.seed")),
        ];
        cluster.daemon("munged", &munge.each_ref().map(String::as_str));
        let socket = cluster.folder.join("munge.socket");
        cluster.comes_up("munge", || socket.exists())?;
        cluster.daemon("slurmctld", &["-D", "-c"]);
        cluster.daemon("slurmd", &["-D", "-c", "-N", "one"]);
        cluster.comes_up("its node", || {
            cluster.asked("sinfo", &["-h", "-o", "%t"]).as_deref() == Some("idle")
        })?;
        Ok(cluster)
    }

    fn write_settings(&self) {
        let path = text(&self.folder);
        let key = self.folder.join("munge.key");
        let mut random = vec![0; 1024];
        let mut source = File::open("/dev/urandom").unwrap();
        source.read_exact(&mut random).unwrap();
        fs::write(&key, random).unwrap();
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        let user = said(Command::new("id").arg("-un")).unwrap();
        let [controller, node] = free_ports();
        let settings = format!(
            "ClusterName=test\nSlurmctldHost=localhost(127.0.0.1)\nSlurmctldPort={controller}\n\
             SlurmUser={user}\nSlurmdUser={user}\nAuthType=auth/munge\nCredType=cred/munge\n\
             # A task that was requeued begins when its old credentials have expired.\n\
             AuthInfo=socket={path}/munge.socket,cred_expire=5\n\
             StateSaveLocation={path}/state\nSlurmdSpoolDir={path}/spool\n\
             SlurmctldPidFile={path}/slurmctld.pid\nSlurmdPidFile={path}/slurmd.pid\n\
             SlurmctldLogFile={path}/log/slurmctld\nSlurmdLogFile={path}/log/slurmd\n\
             ProctrackType=proctrack/linuxproc\nTaskPlugin=task/none\nMpiDefault=none\n\
             SelectType=select/cons_tres\nSelectTypeParameters=CR_CPU\n\
             SlurmdParameters=config_overrides\nReturnToService=2\nKillWait=2\n\
             SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1\n\
             NodeName=one NodeHostname=localhost NodeAddr=127.0.0.1 Port={node} CPUs=2 \
             RealMemory=4096 State=UNKNOWN\n\
             PartitionName=all Nodes=one Default=YES MaxTime=INFINITE State=UP\n"
        );
        fs::write(self.settings(), settings).unwrap();
    }

    fn settings(&self) -> PathBuf {
        self.folder.join("slurm.conf")
    }

    fn daemon(&mut self, name: &str, arguments: &[&str]) {
        let output = File::create(self.folder.join("log").join(format!("{name}.out"))).unwrap();
        let errors = output.try_clone().unwrap();
        let child = Command::new(find(name).unwrap())
            .args(arguments)
            .env("SLURM_CONF", self.settings())
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .spawn()
            .unwrap();
        self.daemons.push(child);
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(find(name).unwrap());
        command.env("SLURM_CONF", self.settings());
        command
    }

    /// What one of Slurm's programs said, if it succeeded.
    fn asked(&self, name: &str, arguments: &[&str]) -> Option<String> {
        said(self.program(name).args(arguments))
    }

    /// Submits the sweep by the script that users have; the job's number.
    fn submit(&self, folder: &SweepFolder) -> String {
        let log = format!("--output={}/log/%A_%a", text(&self.folder));
        let array = format!("--array=0-{}", RUNS - 1);
        let mut command = self.program("sbatch");
        command
            .current_dir(project())
            .env("TRAIN", env!("CARGO_BIN_EXE_train"))
            .args(["--parsable", &array, &log, "deploy/slurm-array.sh"])
            .arg(folder.sweep())
            .args(["--save-every", "0"]);
        said(&mut command).expect("the array is submitted")
    }

    /// What a task said, in all its lives.
    fn log(&self, job: &str, index: usize) -> String {
        let path = self.folder.join(format!("log/{job}_{index}"));
        fs::read_to_string(path).unwrap_or_default()
    }

    /// Waits for a part of the cluster.
    fn comes_up(&self, what: &str, is_up: impl Fn() -> bool) -> Result<(), String> {
        let begun = Instant::now();
        while !is_up() {
            if begun.elapsed() > STARTED {
                self.tell();
                return Err(format!("Slurm does not start here: {what} did not come up"));
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Waits for something.
    #[track_caller]
    fn until<T>(&self, what: &str, found: impl Fn() -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(found) = found() {
                return found;
            }
            if begun.elapsed() > DEADLINE {
                self.tell();
                panic!("waited for {what} in vain");
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// All that the daemons and tasks said.
    fn tell(&self) {
        for arguments in [["-a"], ["-l"]] {
            println!("{:?}", self.asked("squeue", &arguments));
        }
        for entry in fs::read_dir(self.folder.join("log")).unwrap().flatten() {
            let said = fs::read_to_string(entry.path()).unwrap_or_default();
            println!("{}:\n{said}", entry.path().display());
        }
    }
}

impl Drop for SlurmCluster {
    fn drop(&mut self) {
        let user = said(Command::new("id").arg("-un")).unwrap_or_default();
        self.asked("scancel", &["--user", &user]);
        // Munge last: the others say goodbye to each other through it.
        for mut daemon in self.daemons.drain(..).rev() {
            let _ = Command::new("kill").arg(daemon.id().to_string()).status();
            let begun = Instant::now();
            while daemon.try_wait().is_ok_and(|status| status.is_none()) {
                if begun.elapsed() > Duration::from_secs(10) {
                    let _ = daemon.kill();
                }
                thread::sleep(Duration::from_millis(20));
            }
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A program on the `PATH`, or where daemons are that a user's `PATH` leaves out.
fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    folders
        .map(|folder| folder.join(name))
        .find(|path: &PathBuf| Path::is_file(path))
}

fn said(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout);
    output.status.success().then(|| said.trim().to_owned())
}

/// Two ports that nobody has at the moment.
fn free_ports() -> [u16; 2] {
    let listeners = [0, 0].map(|port| TcpListener::bind(("127.0.0.1", port)).unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}
