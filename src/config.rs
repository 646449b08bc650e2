//! How a daemon is to run: what the command line and the environment said.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use crate::http::cors::{Origin, OriginError};
use crate::service::clock::Clock;

/// How a daemon is to run.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where everything is kept.
    pub data: PathBuf,
    /// The folder of systemd's credentials.
    pub credentials: Option<PathBuf>,
    /// Where the administration listens.
    pub listen: SocketAddr,
    /// Where the customers' portal listens.
    pub portal: SocketAddr,
    /// Sites whose pages may speak to the API.
    pub origins: Vec<Origin>,
    /// Routers may be on this machine itself: demonstration and tests.
    pub loopback: bool,
    /// Tells the time.
    pub clock: Clock,
    /// Addresses of proxies that take TLS for the administration.
    pub proxies: Vec<IpAddr>,
}

impl Config {
    /// The data folder that nobody named: systemd's, else `data` here.
    pub fn usual_data() -> PathBuf {
        std::env::var_os("STATE_DIRECTORY")
            .filter(|value| !value.is_empty())
            .and_then(|folders| std::env::split_paths(&folders).next())
            .unwrap_or_else(|| PathBuf::from("data"))
    }

    /// The sites that nobody named: those of HOTSPOTD_CORS_ORIGIN, with blanks or commas between them.
    ///
    /// # Errors
    /// What is none of a site.
    pub fn usual_origins() -> Result<Vec<Origin>, OriginError> {
        let named = std::env::var_os("HOTSPOTD_CORS_ORIGIN").unwrap_or_default();
        named
            .to_string_lossy()
            .split([',', ' ', '\t', '\n'])
            .filter(|origin| !origin.is_empty())
            .map(str::parse)
            .collect()
    }

    /// The folder of systemd's credentials, where the daemon runs under it with some.
    pub fn usual_credentials() -> Option<PathBuf> {
        std::env::var_os("CREDENTIALS_DIRECTORY")
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    }
}
