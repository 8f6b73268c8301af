//! The server's configuration, validated once at start-up.

use crate::http::{Guard, Network, TrustedProxies};
use crate::lab::{FacesAccess, LabConfig, Quota};
use crate::store::database::DatabaseAddress;
use crate::store::objects::ObjectsAddress;
use anyhow::{Context, Result, ensure};
use directories::ProjectDirs;
use std::net::SocketAddr;
use std::path::PathBuf;
use wire::experiment::DeviceChoice;

/// What the command line says.
#[derive(Clone, Debug)]
pub struct ServeRequest {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The data folder; the user's own if absent.
    pub data: Option<PathBuf>,
    /// The database; a file in the data folder if absent.
    pub database: Option<DatabaseAddress>,
    /// Where files are kept; in the data folder if absent.
    pub objects: Option<ObjectsAddress>,
    /// Whether only others compute.
    pub no_worker: bool,
    /// Which device computes.
    pub device: DeviceChoice,
    /// Whether the owner of this machine is let in without an account.
    pub demo: bool,
    /// Further origins under which the server is reached.
    pub origins: Vec<String>,
    /// Folders under which runs may read.
    pub faces_roots: Vec<PathBuf>,
    /// Where participants are let in, and to nothing but the quiz.
    pub quiz_listen: Option<SocketAddr>,
    /// Origins under which participants reach that.
    pub quiz_origins: Vec<String>,
    /// Networks of trusted proxies, whose forwarded client addresses are believed.
    pub trusted_proxies: Vec<Network>,
    /// What each workspace may have at most.
    pub quota: Quota,
}

/// A server that can start.
#[derive(Clone, Debug)]
pub struct ServeConfig {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where all but files is kept.
    pub database: DatabaseAddress,
    /// Where files are kept.
    pub objects: ObjectsAddress,
    /// The lab's part.
    pub lab: LabConfig,
    /// Further origins.
    pub origins: Vec<String>,
    /// The participants' entrance: where to listen, and under which origins it is reached.
    pub quiz: Option<(SocketAddr, Vec<String>)>,
    /// Trusted proxies, whose forwarded client addresses are believed.
    pub proxies: TrustedProxies,
}

impl ServeConfig {
    /// Checks a request.
    ///
    /// # Errors
    /// If others could reach the server without having been named, or an origin is none, or there is no data folder.
    pub fn new(request: ServeRequest) -> Result<Self> {
        let ServeRequest {
            listen,
            data,
            database,
            objects,
            no_worker,
            device,
            demo,
            origins,
            faces_roots,
            quiz_listen,
            quiz_origins,
            trusted_proxies,
            quota,
        } = request;
        ensure!(
            listen.ip().is_loopback() || !origins.is_empty(),
            "others will reach {listen}: give the address that their browsers will show by --origin, such as \
             https://effigy.example.org"
        );
        ensure!(
            !demo || (listen.ip().is_loopback() && origins.is_empty()),
            "--demo lets in without an account: it is for this machine alone, without --origin"
        );
        Guard::new(listen, &origins)?;
        let quiz = participants(quiz_listen, quiz_origins)?;
        for root in &faces_roots {
            let why =
                || format!("runs may read nothing under --faces-root {}; name a folder that is there", root.display());
            ensure!(
                std::fs::metadata(root).with_context(why)?.is_dir(),
                "--faces-root {} is no folder",
                root.display()
            );
        }
        let only_this_machine = listen.ip().is_loopback() && origins.is_empty();
        let access = match only_this_machine && faces_roots.is_empty() {
            true => FacesAccess::Anywhere,
            false => FacesAccess::Under(faces_roots),
        };
        let data = data.map_or_else(data_folder, Ok)?;
        let lab = LabConfig { data, device, access, computes: !no_worker, quota };
        let objects = objects.unwrap_or(ObjectsAddress::DataFolder);
        let database = database.unwrap_or(DatabaseAddress::DataFolder);
        let proxies = TrustedProxies::new(trusted_proxies);
        Ok(Self { listen, database, objects, lab, origins, quiz, proxies })
    }
}

fn participants(listen: Option<SocketAddr>, origins: Vec<String>) -> Result<Option<(SocketAddr, Vec<String>)>> {
    let Some(listen) = listen else {
        ensure!(origins.is_empty(), "--quiz-origin names an entrance that is not there; open it by --quiz-listen");
        return Ok(None);
    };
    ensure!(
        listen.ip().is_loopback() || !origins.is_empty(),
        "give the address that participants' browsers will show by --quiz-origin, such as https://quiz.example.org"
    );
    Guard::new(listen, &origins)?;
    Ok(Some((listen, origins)))
}

/// The data folder where none is given: the user's own, as the system has it.
///
/// # Errors
/// If the user has no home.
pub fn data_folder() -> Result<PathBuf> {
    let project = ProjectDirs::from("", "", "effigy").context("this user has no home; give a data folder by --data")?;
    Ok(project.data_dir().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(listen: &str, origins: &[&str], roots: &[&str]) -> Result<ServeConfig> {
        ServeConfig::new(ServeRequest {
            listen: listen.parse().expect("an address"),
            data: Some("data".into()),
            database: None,
            objects: None,
            no_worker: false,
            device: DeviceChoice::Cpu,
            demo: false,
            origins: origins.iter().map(|origin| (*origin).into()).collect(),
            faces_roots: roots.iter().map(PathBuf::from).collect(),
            quiz_listen: None,
            quiz_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            quota: Quota::default(),
        })
    }

    #[test]
    fn others_are_let_in_only_by_a_name() {
        let error = config("0.0.0.0:3000", &[], &[]).expect_err("nobody was named").to_string();
        assert!(error.contains("0.0.0.0:3000") && error.contains("--origin"), "{error}");
        assert!(config("0.0.0.0:3000", &["https://effigy.example.org"], &[]).is_ok());
        assert!(config("127.0.0.1:3000", &["effigy"], &[]).is_err());
    }

    #[test]
    fn participants_are_let_in_where_it_is_said_by_which_name() {
        let open = |listen: Option<&str>, origins: &[&str]| {
            let listen = listen.map(|address| address.parse().expect("an address"));
            participants(listen, origins.iter().map(|origin| (*origin).into()).collect())
        };
        assert!(open(None, &[]).expect("fine").is_none());
        assert!(open(Some("127.0.0.1:3001"), &[]).expect("fine").is_some());
        assert!(open(Some("0.0.0.0:3001"), &["https://quiz.example.org"]).expect("fine").is_some());
        for wrong in [open(None, &["https://quiz.example.org"]), open(Some("0.0.0.0:3001"), &[])] {
            assert!(wrong.expect_err("refused").to_string().contains("--quiz-"));
        }
    }

    #[test]
    fn roots_are_folders_that_are_there() {
        for root in ["no/such/folder", "Cargo.toml"] {
            let error = format!("{:#}", config("127.0.0.1:3000", &[], &["src", root]).expect_err("refused"));
            assert!(error.contains("--faces-root") && error.contains(root), "{error}");
        }
    }

    #[test]
    fn files_are_open_only_to_people_of_this_machine() {
        let access =
            |listen, origins: &[&str], roots: &[&str]| config(listen, origins, roots).expect("fine").lab.access;
        assert_eq!(access("127.0.0.1:3000", &[], &[]), FacesAccess::Anywhere);
        assert_eq!(access("127.0.0.1:3000", &[], &["src"]), FacesAccess::Under(vec!["src".into()]));
        assert_eq!(access("127.0.0.1:3000", &["https://a.example"], &[]), FacesAccess::Under(Vec::new()));
        assert_eq!(access("0.0.0.0:3000", &["https://a.example"], &[]), FacesAccess::Under(Vec::new()));
    }
}
