//! The daemon: opens the appliance, listens, works, and ends in order.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use sd_notify::NotifyState;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::config::Config;
use crate::credentials::{MetricsTokenError, metrics_token};
use crate::domain::secret::Secret;
use crate::http::cors::Origins;
use crate::http::listen::{self, ADMINISTRATION, Beat, PORTAL};
use crate::http::portal;
use crate::http::web::Web;
use crate::http::wire;
use crate::jobs;
use crate::routeros::Limits;
use crate::service::accounts::AccountError;
use crate::service::accounts::register::set_up_code;
use crate::service::appliance::{Appliance, Setup, StartError};
use crate::service::jobs::run::run;
use crate::service::pulse::Part;
use crate::service::routers::{RouterError, site};
use crate::service::sweep;
use crate::service::tls::{MadeError, Tls, Wanted, names};

mod watchdog;

/// How long open requests are waited for at the end.
const FAREWELL: Duration = Duration::from_secs(5);
/// What is taken for the box's memory where the system does not tell.
const MEMORY: u64 = 1 << 30;

/// Why the daemon does not run.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The data folder.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The set-up code.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The sites of the routers.
    #[error(transparent)]
    Router(#[from] RouterError),
    /// The token for /metrics.
    #[error(transparent)]
    MetricsToken(#[from] MetricsTokenError),
    /// An address.
    #[error("cannot listen on {address}: {}", why_not(source, option))]
    Listen {
        /// Which.
        address: SocketAddr,
        /// The option that changes it.
        option: &'static str,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The certificate of the administration.
    #[error(transparent)]
    Certificate(#[from] MadeError),
    /// The TLS library.
    #[error("TLS cannot be offered: {0}")]
    Tls(#[from] tokio_rustls::rustls::Error),
    /// The disk failed while running.
    #[error(
        "the disk failed under the database; the program ends so that a restart can find out what was saved"
    )]
    Disk,
}

/// A daemon that listens.
pub struct Running {
    /// The appliance.
    pub appliance: Arc<Appliance>,
    /// Where the administration listens.
    pub listen: SocketAddr,
    /// Where the portal listens.
    pub portal: SocketAddr,
    stop: watch::Sender<bool>,
    servers: Vec<JoinHandle<()>>,
    watched: Option<JoinHandle<()>>,
}

impl Running {
    /// Opens the data folder and begins to listen and to work.
    ///
    /// # Errors
    /// See [`AppError`].
    pub async fn start(config: Config) -> Result<Self, AppError> {
        let (listen, portal) = (config.listen, config.portal);
        let token = config.metrics_token_file.as_deref();
        // Without it, strangers are refused; nobody's hotspot has to stand still for that.
        let token = token.and_then(|file| match metrics_token::read(file) {
            Ok(token) => Some(token),
            Err(error) => {
                let error = &error as &(dyn std::error::Error + 'static);
                tracing::error!(
                    error,
                    "the token of /metrics cannot be used: only the box itself may read the figures"
                );
                None
            }
        });
        let appliance = Appliance::open(Setup {
            data: config.data,
            key: config.key,
            clock: config.clock,
            memory: memory(),
            limits: Limits::default(),
            loopback: config.loopback,
            away: config.away,
        })
        .await?;
        sweep::begin(&appliance).await.map_err(AccountError::from)?;
        let administration = bind(listen, "--listen").await?;
        let customers = bind(portal, "--portal-listen").await?;
        let (listen, portal_at) = (local(&administration, listen), local(&customers, portal));
        let _ = appliance.portal_port.set(portal_at.port());
        site::learn_hotspots(&appliance).await?;
        let origins = Origins::new(config.origins);
        let mut web = Web::new(Arc::clone(&appliance), listen, origins)
            .behind(config.proxies)
            .measured_with(token);
        let tls = secured(&appliance, config.tls, listen)?;
        if tls.is_some() {
            web = web.only_over_tls(config.is_local);
        }
        let (stop, stopped) = watch::channel(false);
        let mut servers = vec![
            tokio::spawn(listen::serve(
                administration,
                tls,
                web.administration(),
                ADMINISTRATION,
                Box::new(are_customers(&appliance)),
                beats(&appliance, Part::Administration),
                stopped.clone(),
            )),
            tokio::spawn(listen::serve(
                customers,
                // Their phones look for it by plain HTTP.
                None,
                portal::portal(&web),
                PORTAL,
                Box::new(|_| false),
                beats(&appliance, Part::Portal),
                stopped.clone(),
            )),
        ];
        tokio::spawn(run(Arc::clone(&appliance)));
        servers.extend(jobs::start(&appliance, &stopped));
        // Where nobody supervises, there is nobody to tell.
        let _ = sd_notify::notify(&[NotifyState::Ready]);
        let watched = watchdog::watch(Arc::clone(&appliance), stopped);
        Ok(Running {
            appliance,
            listen,
            portal: portal_at,
            stop,
            servers,
            watched,
        })
    }

    /// Draws a set-up code, until there is an owner. One that was drawn before does not work any more.
    ///
    /// # Errors
    /// The database.
    pub async fn set_up_code(&self) -> Result<Option<Secret>, AppError> {
        Ok(set_up_code(&self.appliance).await?)
    }

    /// Waits until somebody wants the program to end or the disk fails, and ends.
    ///
    /// # Errors
    /// [`AppError::Disk`].
    pub async fn until(self, asked: impl Future<Output = ()>) -> Result<(), AppError> {
        let mut failed = self.appliance.state.failed();
        let outcome = tokio::select! {
            () = asked => Ok(()),
            _ = failed.wait_for(|failed| *failed) => Err(AppError::Disk),
        };
        self.stop().await;
        outcome
    }

    /// Ends: no new requests, the open ones are waited for a little.
    pub async fn stop(self) {
        let _ = sd_notify::notify(&[NotifyState::Stopping]);
        // Nobody listens where all servers have ended.
        let _ = self.stop.send(true);
        for server in self.servers.into_iter().chain(self.watched) {
            let _ = tokio::time::timeout(FAREWELL, server).await;
        }
        self.appliance.close().await;
    }
}

fn beats(appliance: &Arc<Appliance>, part: Part) -> Box<Beat> {
    let appliance = Arc::clone(appliance);
    Box::new(move || appliance.pulse.beat(part))
}

/// Takes TLS for the administration, where the settings say so.
fn secured(
    appliance: &Arc<Appliance>,
    wanted: Wanted,
    listen: SocketAddr,
) -> Result<Option<TlsAcceptor>, AppError> {
    let own = match wanted {
        Wanted::Off => return Ok(None),
        Wanted::Made => None,
        Wanted::Own(files) => Some(files),
    };
    let names = Box::new(move || names::of_this_box(listen));
    let tls = Arc::new(Tls::open(appliance.data().to_owned(), own, names)?);
    let tls = appliance.tls.get_or_init(|| tls);
    Ok(Some(wire::acceptor(Arc::clone(tls))?))
}

/// What stands in the way of a listener, and what helps.
fn why_not(source: &io::Error, option: &str) -> String {
    match source.kind() {
        io::ErrorKind::AddrInUse => {
            format!("another program is there. Name another address with {option}")
        }
        io::ErrorKind::AddrNotAvailable => {
            format!(
                "this box does not have that address. Name one of its own with {option}, or 0.0.0.0 for all of them"
            )
        }
        io::ErrorKind::PermissionDenied => {
            format!(
                "ports below 1024 are root's. Name another with {option}; systemd's service has them by /usr/share/doc/hotspotd/examples/low-ports.conf"
            )
        }
        _ => format!("name another address with {option}"),
    }
}

async fn bind(address: SocketAddr, option: &'static str) -> Result<TcpListener, AppError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| AppError::Listen {
            address,
            option,
            source,
        })
}

fn local(listener: &TcpListener, asked: SocketAddr) -> SocketAddr {
    listener.local_addr().unwrap_or(asked)
}

/// Whether somebody is a customer: they get a refusal from the administration, and no more connections than that takes.
fn are_customers(appliance: &Arc<Appliance>) -> impl Fn(IpAddr) -> bool + Send + Sync + 'static {
    let appliance = Arc::clone(appliance);
    move |address| appliance.is_customer(address)
}

/// The box's memory in bytes, as Linux tells it.
pub fn memory() -> u64 {
    let told = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    told.lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))
        .and_then(|rest| rest.trim().strip_suffix("kB"))
        .and_then(|kilobytes| kilobytes.trim().parse::<u64>().ok())
        .map_or(MEMORY, |kilobytes| kilobytes << 10)
}
