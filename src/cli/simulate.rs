//! `hotspotd simulate`: a RouterOS device on the real wire, to try things on.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use simulator::device::{CommandTree, DeviceConfig, DeviceMode};
use simulator::{Simulator, SimulatorConfig};

use super::exit::{Exit, Failure};
use super::fault::{self, Fault};
use super::runtime::block_on;
use super::wait;

/// Arguments of `simulate`.
#[derive(Debug, Args)]
pub struct SimulateArguments {
    /// Where the plain API is served; it stands for port 8728 of the router.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8728")]
    listen: SocketAddr,
    /// Where the API is served over TLS; it stands for port 8729.
    #[arg(long, value_name = "ADDRESS:PORT")]
    tls_listen: Option<SocketAddr>,
    /// Where the router answers those who look for neighbours (MNDP); it stands for UDP port 5678.
    #[arg(long, value_name = "ADDRESS:PORT")]
    neighbour_listen: Option<SocketAddr>,
    /// The board (`hotspotd models` lists them).
    #[arg(long, default_value = "hAP ac²")]
    model: String,
    /// RouterOS version.
    #[arg(long, value_name = "VERSION", default_value = "7.21.5")]
    routeros: String,
    /// advanced, home or basic.
    #[arg(long, value_name = "MODE", default_value = "advanced")]
    device_mode: String,
    /// A command tree of RouterOS (JSON): every menu and argument is checked against it.
    #[arg(long, value_name = "TREE.json")]
    schema: Option<PathBuf>,
    /// File that keeps the router's state over restarts.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Interface of the router that clients come in by.
    #[arg(long, value_name = "INTERFACE")]
    via: Option<String>,
    /// Address that clients are taken to have.
    #[arg(long, value_name = "ADDRESS", default_value = "192.168.88.2")]
    from: IpAddr,
    /// Time from a sentence to its answer, such as 20ms.
    #[arg(long, value_name = "TIME", default_value = "0ms", value_parser = wait::up_to_a_minute)]
    latency: Duration,
    #[arg(long = "fault", value_name = "FAULT", help = fault::HELP)]
    faults: Vec<Fault>,
}

impl SimulateArguments {
    /// Serves until it is interrupted.
    ///
    /// # Errors
    /// The device or its addresses cannot be had.
    pub fn run(self) -> Result<Exit, Failure> {
        let device = DeviceConfig {
            model: self.model,
            version: self.routeros.parse().map_err(|error| {
                Failure::bad_input(format!("--routeros {}: {error}", self.routeros))
            })?,
            device_mode: self
                .device_mode
                .parse::<DeviceMode>()
                .map_err(|error| Failure::bad_input(error.to_string()))?,
            schema: self.schema.as_deref().map(command_tree).transpose()?,
        };
        let mut config = SimulatorConfig {
            listen: self.listen,
            tls_listen: self.tls_listen,
            tls_ready: self.tls_listen.is_some(),
            neighbour_listen: self.neighbour_listen,
            via: self.via,
            from: self.from,
            latency: self.latency,
            state: self.state,
            ..SimulatorConfig::new(device)
        };
        fault::order(&self.faults, &mut config);
        block_on(serve(config))?
    }
}

async fn serve(config: SimulatorConfig) -> Result<Exit, Failure> {
    let model = config.device.model.clone();
    let version = config.device.version;
    let simulator = Simulator::start(config)
        .await
        .map_err(|error| Failure::bad_input(error.to_string()))?;
    let mut text = format!(
        "{model} with RouterOS {version}, API on {} (user admin, empty password)\n",
        simulator.address()
    );
    if let (Some(address), Some(pin)) = (simulator.tls_address(), simulator.certificate_sha256()) {
        text.push_str(&format!("api-ssl on {address}, certificate {pin}\n"));
    }
    super::print(&text)?;
    tokio::signal::ctrl_c()
        .await
        .map_err(|error| Failure::failed(format!("the system gives no signals: {error}")))?;
    let trouble = simulator.state_trouble();
    simulator.stop().await;
    match trouble {
        Some(trouble) => Err(Failure::failed(trouble)),
        None => Ok(Exit::Done),
    }
}

/// Longest command tree, in bytes; that of RouterOS 7.21.5 has 1.4 million.
const MAX_TREE: u64 = 64 << 20;

/// Reads a command tree.
///
/// # Errors
/// The file cannot be read or is no command tree.
pub fn command_tree(path: &Path) -> Result<Arc<CommandTree>, Failure> {
    let text = super::configuration::read_text(path, MAX_TREE)?;
    CommandTree::load(&text).map(Arc::new).map_err(|error| {
        Failure::bad_input(format!("{} is no command tree: {error}", path.display()))
    })
}
