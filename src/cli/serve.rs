//! `hotspotd serve`: the appliance.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::Args;

use super::exit::{Exit, Failure};
use super::stop;
use crate::app::{AppError, Running};
use crate::config::Config;
use crate::http::cors::{Origin, OriginError};
use crate::service::clock::Clock;

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Folder where everything is kept. Default: STATE_DIRECTORY, else ./data.
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// Where the administration listens: pages and API.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "0.0.0.0:8000")]
    listen: SocketAddr,
    /// Where the customers' portal listens.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "0.0.0.0:8080")]
    portal_listen: SocketAddr,
    /// A site whose pages may speak to the API with access tokens, such as https://example.com; again for each. Default: HOTSPOTD_CORS_ORIGIN, else none.
    #[arg(long, value_name = "ORIGIN")]
    cors_origin: Vec<String>,
    /// Routers may be on this machine itself (simulated ones).
    #[arg(long)]
    allow_loopback: bool,
    /// A proxy at this address takes TLS for the administration; again for each. What it forwards came over TLS, unless its X-Forwarded-Proto says
    /// http, from the last address of its X-Forwarded-For. Nobody else's such headers are believed.
    #[arg(long, value_name = "ADDRESS")]
    tls_proxy: Vec<IpAddr>,
}

impl ServeArguments {
    /// Runs until somebody wants it to end.
    ///
    /// # Errors
    /// It cannot start, or the disk fails.
    pub fn run(self) -> Result<Exit, Failure> {
        log();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|error| Failure::failed(format!("the system gives no runtime: {error}")))?;
        // On a thread that goes on to answer requests: what the start leaves free in its memory is used by them.
        runtime
            .block_on(async { tokio::spawn(self.serve()).await })
            .map_err(|error| Failure::failed(format!("the appliance broke off: {error}")))?
    }

    async fn serve(self) -> Result<Exit, Failure> {
        let origins = self.origins()?;
        let running = Running::start(Config {
            data: self.data_dir.unwrap_or_else(Config::usual_data),
            credentials: Config::usual_credentials(),
            listen: self.listen,
            portal: self.portal_listen,
            origins,
            loopback: self.allow_loopback,
            clock: Clock::system(),
            proxies: self.tls_proxy,
        })
        .await
        .map_err(failure)?;
        super::print(&welcome(&running))?;
        running.until(stop::asked_for()).await.map_err(failure)?;
        Ok(Exit::Done)
    }

    /// The sites whose pages may speak to the API: those that were named, else those of the environment.
    fn origins(&self) -> Result<Vec<Origin>, Failure> {
        if self.cors_origin.is_empty() {
            return Config::usual_origins()
                .map_err(|error| Failure::bad_input(format!("HOTSPOTD_CORS_ORIGIN: {error}")));
        }
        let named = self.cors_origin.iter().map(|origin| origin.parse());
        let named: Result<_, OriginError> = named.collect();
        named.map_err(|error| Failure::bad_input(format!("--cors-origin: {error}")))
    }
}

/// What a person needs to begin.
pub fn welcome(running: &Running) -> String {
    let address = shown(running.listen);
    let portal = shown(running.portal);
    let mut text =
        format!("Administration: http://{address}/\nCustomers' portal: http://{portal}/\n");
    if let Some(code) = &running.code {
        text.push_str(&format!(
            "Set-up code: {}   (works once, until there is an owner)\n",
            code.reveal()
        ));
    }
    text
}

/// An address to type: not the one that stands for all.
fn shown(address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        format!("localhost:{}", address.port())
    } else {
        address.to_string()
    }
}

/// Why the appliance does not run, as the command line tells it.
pub fn failure(error: AppError) -> Failure {
    let message = error.to_string();
    Failure::failed(message).caused_by(&error)
}

/// The log goes to standard error; how much of it, `RUST_LOG` says.
fn log() {
    use tracing_subscriber::filter::{LevelFilter, Targets};
    use tracing_subscriber::layer::SubscriberExt as _;
    use tracing_subscriber::util::SubscriberInitExt as _;
    let asked: Option<Targets> = std::env::var("RUST_LOG")
        .ok()
        .and_then(|asked| asked.parse().ok());
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false);
    // A second set-up in one process (tests) keeps the first.
    let _ = tracing_subscriber::registry()
        .with(asked.unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO)))
        .with(lines)
        .try_init();
}
