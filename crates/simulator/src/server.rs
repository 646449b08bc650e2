//! The simulator as a server: a device, its listeners, its clock and its state file.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, UdpSocket};
use tokio::task::JoinHandle;

use crate::device::{Device, DeviceConfig, Service, Trap, UnknownModel};
use crate::door::Door;
use crate::entry::{WayIn, way_in};
use crate::faults::Faults;
use crate::keep::{keep_state, keep_time, write_state};
use crate::log::{Counters, Seen};
use crate::neighbour;
use crate::ready::make_tls_ready;
use crate::state::{NotLoaded, load};
use crate::wire::shared::Shared;
use crate::wire::tls::{NoCertificate, identity};

/// What to simulate.
#[derive(Debug, Clone)]
pub struct SimulatorConfig {
    /// The board; it starts with its factory configuration unless `state` holds another.
    pub device: DeviceConfig,
    /// Where the plain API is served; port 0 takes any free one. It stands for port 8728 of the router.
    pub listen: SocketAddr,
    /// Where `api-ssl` is served, if at all. It stands for port 8729 of the router.
    pub tls_listen: Option<SocketAddr>,
    /// Gives the device a certificate and switches `api-ssl` on at start.
    pub tls_ready: bool,
    /// Interface of the router that all clients are taken to be connected to. Default: the first port of the bridge
    /// that has 192.168.88.1, or the port that has it.
    pub via: Option<String>,
    /// Address that all clients are taken to have, wherever their TCP connection comes from.
    pub from: IpAddr,
    /// Address of the router that they are taken to speak to. Default: the one on `via` or its bridge.
    pub to: Option<IpAddr>,
    /// Time from the arrival of a sentence to the leaving of its reply. A delay line: pipelined sentences do not add up.
    pub latency: Duration,
    /// Where questions for neighbours (MNDP, UDP) are answered, if at all. It stands for port 5678 of the router.
    pub neighbour_listen: Option<SocketAddr>,
    /// File that keeps the device's state. Loaded at start when it exists, written after changes.
    pub state: Option<PathBuf>,
    /// What goes wrong.
    pub faults: Faults,
}

impl SimulatorConfig {
    /// A device on a free port of the loopback address, without TLS, latency, state file and faults.
    pub fn new(device: DeviceConfig) -> Self {
        Self {
            device,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            tls_listen: None,
            tls_ready: false,
            via: None,
            from: IpAddr::from([192, 168, 88, 2]),
            to: None,
            latency: Duration::ZERO,
            neighbour_listen: None,
            state: None,
            faults: Faults::none(),
        }
    }
}

/// The simulator cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No such board.
    #[error(transparent)]
    Model(#[from] UnknownModel),
    /// The address cannot be listened on.
    #[error(
        "cannot listen on {address}: choose another address or port, or stop what listens there"
    )]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The state file.
    #[error(transparent)]
    State(#[from] NotLoaded),
    /// The certificate for TLS.
    #[error(transparent)]
    Certificate(#[from] NoCertificate),
    /// The device would not be made ready for TLS.
    #[error("the device refuses to serve api-ssl")]
    Tls(#[source] Trap),
    /// The device has no address to come in by.
    #[error(
        "nobody comes in by that interface: the device has none of that name, or no address on it; choose another (via)"
    )]
    NoWayIn,
}

/// A running simulator. Dropping it stops it.
#[derive(Debug)]
pub struct Simulator {
    shared: Arc<Shared>,
    address: SocketAddr,
    tls_address: Option<SocketAddr>,
    certificate_sha256: Option<String>,
    way: WayIn,
    neighbours: Option<Arc<UdpSocket>>,
    tasks: Vec<JoinHandle<()>>,
    state: Option<PathBuf>,
}

impl Simulator {
    /// Starts with the device of the state file, or a factory-new one.
    pub async fn start(config: SimulatorConfig) -> Result<Self, StartError> {
        let kept = match &config.state {
            Some(path) => load(&config.device, path)?,
            None => None,
        };
        let device = match kept {
            Some(device) => device,
            None => Device::factory(&config.device)?,
        };
        Self::start_with(device, config).await
    }

    /// Starts with this device; `config.device` is not looked at.
    pub async fn start_with(
        mut device: Device,
        config: SimulatorConfig,
    ) -> Result<Self, StartError> {
        let way = way_in(&device, config.via, config.to).ok_or(StartError::NoWayIn)?;
        if config.tls_ready {
            make_tls_ready(&mut device).map_err(StartError::Tls)?;
        }
        let identity = match config.tls_listen {
            Some(_) => Some(identity("router.lan")?),
            None => None,
        };
        let shared = Arc::new(Shared::new(device, config.faults));
        let mut simulator = Self {
            shared: shared.clone(),
            address: config.listen,
            tls_address: None,
            certificate_sha256: identity.as_ref().map(|identity| identity.sha256.clone()),
            way: way.clone(),
            neighbours: None,
            tasks: Vec::new(),
            state: config.state,
        };
        let door = |service, port, tls| Door {
            shared: shared.clone(),
            entry: way.entry(config.from, service, port),
            latency: config.latency,
            tls,
        };
        let (listener, address) = listen(config.listen).await?;
        simulator.address = address;
        simulator.spawn(door(Service::Api, 8728, None).keep(listener));
        if let (Some(address), Some(identity)) = (config.tls_listen, identity) {
            let (listener, address) = listen(address).await?;
            simulator.tls_address = Some(address);
            simulator.spawn(door(Service::ApiSsl, 8729, Some(identity)).keep(listener));
        }
        if let Some(address) = config.neighbour_listen {
            let failed = |source| StartError::Listen { address, source };
            let socket = Arc::new(UdpSocket::bind(address).await.map_err(failed)?);
            simulator.neighbours = Some(socket.clone());
            simulator.spawn(neighbour::answer(shared.clone(), socket, way));
        }
        simulator.spawn(keep_time(shared.clone()));
        if let Some(path) = simulator.state.clone() {
            simulator.spawn(keep_state(shared, path));
        }
        Ok(simulator)
    }

    fn spawn(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.push(tokio::spawn(task));
    }

    /// Where the plain API is served.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where `api-ssl` is served.
    pub fn tls_address(&self) -> Option<SocketAddr> {
        self.tls_address
    }

    /// Where questions for neighbours are answered.
    pub fn neighbour_address(&self) -> Option<SocketAddr> {
        self.neighbours.as_ref()?.local_addr().ok()
    }

    /// Says unasked who the device is, as routers do every minute, to this address.
    ///
    /// # Errors
    /// The datagram cannot be sent; [`std::io::ErrorKind::NotConnected`] without [`SimulatorConfig::neighbour_listen`].
    pub async fn announce(&self, to: SocketAddr) -> std::io::Result<()> {
        let socket = self.neighbours.as_ref();
        let socket = socket.ok_or(std::io::ErrorKind::NotConnected)?;
        let datagram = self.with_device(|device| neighbour::datagram(device, &self.way, 0));
        socket.send_to(&datagram, to).await?;
        Ok(())
    }

    /// SHA-256 of the certificate served (DER), 64 small hex digits.
    pub fn certificate_sha256(&self) -> Option<String> {
        self.certificate_sha256.clone()
    }

    /// Works on the device. Sessions that lose their way in by it are cut.
    pub fn with_device<R>(&self, work: impl FnOnce(&mut Device) -> R) -> R {
        self.shared.with_device(work)
    }

    /// Figures since the start.
    pub fn counters(&self) -> Counters {
        self.shared.counting.now()
    }

    /// The last 20,000 sentences of clients, oldest first, secrets masked.
    pub fn log(&self) -> Vec<Seen> {
        self.shared.seen()
    }

    /// Orders faults in place of those before. Writing sentences are counted from here on; faults of the byte stream
    /// strike connections made from here on.
    pub fn set_faults(&self, faults: Faults) {
        self.shared.set_faults(faults);
    }

    /// Waits until an ordered fault of a sentence has struck.
    pub async fn fault_reached(&self) {
        let mut struck = self.shared.struck.subscribe();
        // The sender lives as long as this simulator.
        let _ = struck.wait_for(|struck| *struck > 0).await;
    }

    /// Waits until the router has noticed that all clients have closed.
    pub async fn everybody_left(&self) {
        let mut open = self.shared.open.subscribe();
        // The sender lives as long as this simulator.
        let _ = open.wait_for(|open| *open == 0).await;
    }

    /// Lets time pass on the device at once.
    pub fn advance(&self, by: Duration) {
        self.with_device(|device| device.advance(by));
    }

    /// The router starts anew: all connections drop.
    pub fn reboot(&self) {
        self.shared.reboot();
    }

    /// Somebody at the router presses its button. Whether a change of device-mode was waiting for that: then it is in force, and the
    /// router starts anew.
    pub fn press_button(&self) -> bool {
        let waited = self.with_device(Device::press_button);
        if waited {
            self.shared.drop_everybody();
        }
        waited
    }

    /// Why the state file could not be written the last time; `None` when it was.
    pub fn state_trouble(&self) -> Option<String> {
        self.shared.state_trouble()
    }

    /// Drops all connections, closes the ports and writes the state file.
    pub async fn stop(mut self) {
        self.shared.stop.send_replace(true);
        for task in std::mem::take(&mut self.tasks) {
            // A task that panicked has nothing left to stop.
            let _ = task.await;
        }
        if let Some(path) = &self.state {
            write_state(&self.shared, path).await;
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.shared.stop.send_replace(true);
    }
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}
