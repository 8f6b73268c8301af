//! What can be typed.

use crate::http::Network;
use crate::lab::Quota;
use crate::simulate::Mix;
use crate::store::database::DatabaseAddress;
use crate::store::objects::ObjectsAddress;
use clap::{Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;
use wire::experiment::DeviceChoice;

/// Audits face recognizers by model inversion.
#[derive(Debug, Parser)]
#[command(name = "effigy", version, arg_required_else_help = true)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the pages: start experiments in the browser, watch clones form, read reports
    Serve(ServeArgs),
    /// Compute runs that other servers have queued, without serving pages: for additional machines
    Worker(WorkerArgs),
    /// Run one experiment from faces to report, without a browser
    Experiment(ExperimentArgs),
    /// Draw synthetic people, none of them real: ROOT/IDENTITY/*.png
    Faces(FacesArgs),
    /// Measure how fast this machine attacks, trains and scores
    Bench(BenchArgs),
    /// Simulate raters of a study on this machine's server, to test its screening and its load
    SimulateRaters(SimulateArgs),
    /// Check that the database and the stored files are consistent; a server may be running
    Check(CheckArgs),
    /// Back up all data into one file; a server may be running
    Backup(BackupArgs),
    /// Restore a backup into an empty location
    Restore(RestoreArgs),
}

/// `effigy serve`
#[derive(Debug, clap::Args)]
pub struct ServeArgs {
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// Where everything is kept
    #[command(flatten)]
    pub store: StoreArgs,
    /// Compute nothing here, but leave all runs to workers (effigy worker)
    #[arg(long)]
    pub no_worker: bool,
    /// Device that computes where a run does not say
    #[arg(long, value_enum, default_value_t)]
    pub device: Device,
    /// Open the address in the browser
    #[arg(long)]
    pub open: bool,
    /// Sign in the owner of this machine by a printed link, without an account; only if nobody else can reach the
    /// server
    #[arg(long, conflicts_with = "origins")]
    pub demo: bool,
    /// Further origin under which browsers reach this server, such as https://effigy.example.org (may be repeated)
    #[arg(long = "origin", value_name = "URL")]
    pub origins: Vec<String>,
    /// Folder under which runs started in the browser may read faces and recognizers (may be repeated)
    /// [default: any, if only this machine reaches the server; else none]
    #[arg(long = "faces-root", value_name = "DIR")]
    pub faces_roots: Vec<PathBuf>,
    /// Second address to listen on, which serves only the quiz, for participants from outside
    #[arg(long, value_name = "ADDRESS")]
    pub quiz_listen: Option<SocketAddr>,
    /// Origin under which participants' browsers reach that address, such as https://quiz.example.org (may be repeated)
    #[arg(long = "quiz-origin", value_name = "URL")]
    pub quiz_origins: Vec<String>,
    /// Proxies whose X-Forwarded-For header is trusted: ranges or addresses, separated by commas
    #[arg(long, value_name = "CIDR,…", env = "EFFIGY_TRUSTED_PROXIES", value_delimiter = ',')]
    #[arg(default_values = ["127.0.0.0/8", "::1"])]
    pub trusted_proxies: Vec<Network>,
    /// What each workspace may have at most
    #[command(flatten)]
    pub quota: QuotaArgs,
}

/// What each workspace may have at most
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct QuotaArgs {
    /// Most runs that each workspace may keep, finished or not
    #[arg(long, value_name = "N", default_value_t = Quota::default().runs)]
    pub max_runs: u64,
    /// Most queued runs of each workspace
    #[arg(long, value_name = "N", default_value_t = Quota::default().waiting)]
    pub max_waiting: u64,
    /// Most gigabytes of files of each workspace: runs, face sets and recognizers
    #[arg(long, value_name = "GB", default_value_t = Quota::default().bytes / GIGABYTE)]
    pub max_disk: u64,
}

const GIGABYTE: u64 = 1_000_000_000;

impl From<QuotaArgs> for Quota {
    fn from(QuotaArgs { max_runs, max_waiting, max_disk }: QuotaArgs) -> Self {
        Self { runs: max_runs, waiting: max_waiting, bytes: max_disk.saturating_mul(GIGABYTE) }
    }
}

/// Where everything is kept
#[derive(Clone, Debug, clap::Args)]
pub struct StoreArgs {
    /// Folder of the database, files and caches, readable by you alone [default: effigy in the user's data folder]
    #[arg(long, value_name = "DIR", env = "EFFIGY_DATA")]
    pub data: Option<PathBuf>,
    /// Database, such as postgres://user@host/effigy [default: a file in the data folder]
    #[arg(long, value_name = "URL", env = "EFFIGY_DATABASE", hide_env_values = true)]
    pub database: Option<DatabaseAddress>,
    /// Storage of images, weights and all other files of runs: a folder, or s3://BUCKET/PREFIX with the usual AWS_…
    /// variables [default: objects in the data folder]
    #[arg(long, value_name = "PLACE", env = "EFFIGY_OBJECTS")]
    pub objects: Option<ObjectsAddress>,
}

/// `effigy worker`
#[derive(Debug, clap::Args)]
pub struct WorkerArgs {
    /// Where everything is kept
    #[command(flatten)]
    pub store: StoreArgs,
    /// Device that computes where a run does not say
    #[arg(long, value_enum, default_value_t)]
    pub device: Device,
}

/// `effigy check`
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// Where everything is kept
    #[command(flatten)]
    pub store: StoreArgs,
    /// Also read every file and verify its hash
    #[arg(long)]
    pub deep: bool,
    /// Repair what can be repaired: delete unused files, and record in runs which files are lost
    #[arg(long)]
    pub repair: bool,
    /// Repair even if the database and the files seem to belong to two installations
    #[arg(long, requires = "repair")]
    pub anyway: bool,
}

/// `effigy backup`
#[derive(Debug, clap::Args)]
pub struct BackupArgs {
    /// The file to write (ZIP); must not exist
    pub file: PathBuf,
    /// Where everything is kept
    #[command(flatten)]
    pub store: StoreArgs,
}

/// `effigy restore`
#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    /// The backup file, made from any kind of database
    pub file: PathBuf,
    /// Where to restore to; must be empty
    #[command(flatten)]
    pub store: StoreArgs,
}

/// `effigy experiment`
#[derive(Debug, clap::Args)]
pub struct ExperimentArgs {
    /// The experiment's configuration (TOML)
    #[arg(required_unless_present = "print_config")]
    pub file: Option<PathBuf>,
    /// Folder for all results, readable by you alone, since it contains faces
    #[arg(long, value_name = "DIR", required_unless_present = "print_config")]
    pub out: Option<PathBuf>,
    /// Resume the run in the folder; faces and settings must be unchanged
    #[arg(long, conflicts_with = "force")]
    pub resume: bool,
    /// Move the run in the folder aside, to DIR.old-1 or the next free number, and start a new one
    #[arg(long)]
    pub force: bool,
    /// Identities to register: ROOT/IDENTITY/*.jpg, in place of the file's
    #[arg(long, value_name = "DIR")]
    pub faces: Option<PathBuf>,
    /// Public faces for seeds, in place of the file's
    #[arg(long, value_name = "DIR")]
    pub public: Option<PathBuf>,
    /// Random seed, in place of the file's
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Device, in place of the file's
    #[arg(long, value_enum)]
    pub device: Option<Device>,
    /// Cache folder, shared between runs [default: effigy in the user's data folder]
    #[arg(long, value_name = "DIR", env = "EFFIGY_DATA")]
    pub data: Option<PathBuf>,
    /// Print a shipped configuration and end
    #[arg(long, value_name = "NAME", value_parser = ["demo", "small", "paper"], exclusive = true)]
    pub print_config: Option<String>,
}

/// `effigy faces`
#[derive(Debug, clap::Args)]
pub struct FacesArgs {
    /// Folder to draw into; must be empty or not exist
    pub out: PathBuf,
    /// How many people
    #[arg(long, value_name = "N", default_value_t = 15)]
    pub identities: u32,
    /// Pictures of each
    #[arg(long, value_name = "M", default_value_t = 30)]
    pub images: u32,
    /// Random seed: selects the people
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Number of further people, one picture each, as public faces; the folder then has identities/ and public/
    #[arg(long, value_name = "K", default_value_t = 0)]
    pub public: u32,
    /// Side of a picture in pixels
    #[arg(long, value_name = "PIXELS", default_value_t = 128, value_parser = clap::value_parser!(u32).range(32..=1024))]
    pub size: u32,
}

/// `effigy bench`
#[derive(Debug, clap::Args)]
pub struct BenchArgs {
    /// Device to measure
    #[arg(long, value_enum, default_value_t = Device::Cpu)]
    pub device: Device,
    /// Network to measure instead of the paper's: NAME.onnx, or PyTorch weights of a known architecture
    #[arg(long, value_name = "FILE")]
    pub recognizer: Option<PathBuf>,
    /// Python interpreter that has PyTorch, to measure the same work with; for a network it needs onnx2torch as well
    #[arg(long, value_name = "PYTHON")]
    pub pytorch: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Rounds of each kind of work; the median is reported
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..))]
    pub rounds: u8,
    /// Length of a round
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0)]
    pub seconds: f64,
}

/// `effigy simulate-raters`
#[derive(Debug, clap::Args)]
pub struct SimulateArgs {
    /// The study's id: the end of its page's address
    #[arg(long, value_name = "ID")]
    pub study: String,
    /// How many raters
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub raters: u32,
    /// Rules and their shares: honest (looks), random, straight (one answer), inverted (scales upside down)
    #[arg(long, value_name = "RULE:SHARE,…", default_value = "honest:0.8,random:0.1,straight:0.05,inverted:0.05")]
    pub behaviour: Mix,
    /// Random seed: assigns rules to raters and decides all answers
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The server, on this machine
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:3000")]
    pub url: String,
    /// Access token of a member of the study's workspace, created on the account page
    #[arg(long, value_name = "TOKEN", env = "EFFIGY_TOKEN", hide_env_values = true)]
    pub token: String,
    /// Raters at the same time
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub concurrency: u16,
}

/// Devices, as typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Device {
    /// The graphics card if one works, otherwise the processor
    #[default]
    Auto,
    /// The processor
    Cpu,
    /// The graphics card
    Gpu,
}

impl From<Device> for DeviceChoice {
    fn from(device: Device) -> Self {
        match device {
            Device::Auto => Self::Auto,
            Device::Cpu => Self::Cpu,
            Device::Gpu => Self::Gpu,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_configuration_is_printed_without_an_experiment_and_else_both_paths_are_needed() {
        assert!(Args::try_parse_from(["effigy", "experiment", "--print-config", "demo"]).is_ok());
        assert!(Args::try_parse_from(["effigy", "experiment", "--print-config", "other"]).is_err());
        assert!(Args::try_parse_from(["effigy", "experiment", "x.toml"]).is_err());
        assert!(Args::try_parse_from(["effigy", "experiment", "x.toml", "--out", "x"]).is_ok());
        assert!(Args::try_parse_from(["effigy", "experiment", "x.toml", "--out", "x", "--resume", "--force"]).is_err());
    }

    #[test]
    fn shares_of_simulated_raters_must_be_all_of_them() {
        let typed = |mix| {
            Args::try_parse_from(["effigy", "simulate-raters", "--study", "x", "--token", "x", "--behaviour", mix])
        };
        assert!(typed("honest:0.5,random:0.5").is_ok());
        let refused = typed("honest:0.5").expect_err("half is missing").to_string();
        assert!(refused.contains("the shares sum to 0.5, not to 1"), "{refused}");
        assert!(typed("lazy:1").is_err());
    }
}
