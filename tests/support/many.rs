//! Many routers in one process, each with a shop, for whatever looks after all of them at once.

use std::time::{Duration, Instant};

use hotspotd::service::apply::Target;
use hotspotd::service::apply::look;
use simulator::device::Device;
use simulator::{Simulator, SimulatorConfig};
use tokio::net::TcpListener;

use super::shop::{Shop, agreed, hap, router, target, tls_target};
use super::sites::model;

/// The latency of the slow one.
pub const SLOW: Duration = Duration::from_secs(2);

/// Routers that hold the basic shop.
pub struct Many {
    /// Those that can be reached, the last one slowly.
    pub routers: Vec<Simulator>,
    /// Where the dead one was: it takes connections and says nothing.
    pub dead: Target,
    /// How long all of it took.
    pub took: Duration,
    _hole: TcpListener,
}

impl Many {
    /// `count` routers that answer, of which the last takes [`SLOW`] for every answer, and a dead one beside them. With `tls`, each has a
    /// certificate.
    ///
    /// One shop is applied once, and every router is a copy of what came out.
    pub async fn start(count: usize, tls: bool) -> Many {
        let began = Instant::now();
        let device = configured().await;
        let mut routers = Vec::with_capacity(count);
        for number in 0..count {
            let mut device = device.clone();
            name(&mut device, number);
            let config = SimulatorConfig {
                tls_listen: tls.then_some(([127, 0, 0, 1], 0).into()),
                tls_ready: tls,
                latency: if number + 1 == count {
                    SLOW
                } else {
                    Duration::ZERO
                },
                ..router(model(), "7.21.5")
            };
            let simulator = Simulator::start_with(device, config).await;
            routers.push(simulator.expect("a simulator"));
        }
        let hole = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let mut dead = target(routers.first().expect("a router"));
        dead.endpoint.port = hole.local_addr().expect("an address").port();
        Many {
            routers,
            dead,
            took: began.elapsed(),
            _hole: hole,
        }
    }

    /// The targets of those that answer: over TLS with their certificates pinned where they have one.
    pub fn targets(&self) -> Vec<Target> {
        let of = |router: &Simulator| match router.tls_address() {
            Some(_) => tls_target(router),
            None => target(router),
        };
        self.routers.iter().map(of).collect()
    }
}

/// A hAP ac² with the basic shop on it.
async fn configured() -> Device {
    let simulator = hap().await;
    let shop = Shop::basic();
    let seen = look(&target(&simulator), &shop.order())
        .await
        .expect("a look");
    seen.apply(&shop.order(), &agreed(), |_| {})
        .await
        .expect("a configured router");
    let device = simulator.with_device(|device| device.clone());
    simulator.stop().await;
    device
}

fn name(device: &mut Device, number: usize) {
    let admin = device
        .authenticate("admin", "", "192.168.88.2".parse().expect("an address"))
        .expect("an administrator");
    let name = [("name".to_owned(), format!("router{number}"))];
    device
        .run(&admin, "/system/identity/set", &name)
        .expect("a name");
}
