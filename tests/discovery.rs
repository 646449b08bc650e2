//! Looking for routers over a real UDP socket: simulated routers answer on the loopback address.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod support;

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use hotspotd::domain::routeros::board::is_board;
use hotspotd::routeros::discovery::{Discovery, DiscoveryError, discover};
use simulator::{Simulator, SimulatorConfig};
use support::shop::router;
use support::sites::model;
use tokio::net::UdpSocket;

fn anywhere() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, 0).into()
}

/// Looks for those that answer at these addresses, for a short while.
fn among(ask: Vec<SocketAddr>) -> Discovery {
    Discovery {
        bind: anywhere(),
        ask,
        listen: Duration::from_millis(400),
        every: Duration::from_millis(100),
        ..Discovery::default()
    }
}

async fn neighbour(version: &str, name: &str) -> Simulator {
    let config = SimulatorConfig {
        neighbour_listen: Some(anywhere()),
        ..router(model(), version)
    };
    let simulator = Simulator::start(config).await.expect("a simulator");
    simulator.with_device(|device| {
        let admin = device
            .authenticate("admin", "", "192.168.88.5".parse().unwrap())
            .unwrap();
        let attributes = [("name".to_owned(), name.to_owned())];
        device
            .run(&admin, "/system/identity/set", &attributes)
            .unwrap();
    });
    simulator
}

#[tokio::test]
async fn a_router_that_is_asked_tells_who_it_is_and_is_told_once() {
    let duka = neighbour("7.21.5", "Duka la Mama").await;
    let found = discover(&among(vec![duka.neighbour_address().unwrap()]))
        .await
        .unwrap();
    let [heard] = found.as_slice() else {
        panic!("{found:?}")
    };
    let said = &heard.neighbour;
    assert_eq!(said.identity, "Duka la Mama");
    assert_eq!(said.version, "7.21.5 (stable)");
    assert_eq!(said.platform, "MikroTik");
    assert!(is_board(model(), "", Some(&said.board)), "{}", said.board);
    assert_eq!(heard.address().to_string(), "192.168.88.1");
    assert!(heard.from.is_loopback());
    assert!(said.uptime.unwrap() >= Duration::from_secs(3600));
    let mac = duka.with_device(|device| {
        let rows = device.rows("/interface");
        let name = said.interface.rsplit('/').next().unwrap();
        let row = rows.iter().find(|row| row.get("name") == Some(name));
        row.unwrap().get("mac-address").unwrap().to_owned()
    });
    assert_eq!(said.mac.to_string(), mac);
}

#[tokio::test]
async fn strangers_who_send_anything_are_passed_over() {
    let duka = neighbour("7.16", "Duka").await;
    let stranger = UdpSocket::bind(anywhere()).await.unwrap();
    let ask = vec![
        duka.neighbour_address().unwrap(),
        stranger.local_addr().unwrap(),
    ];
    let noise = async {
        let mut space = [0; 64];
        let (size, from) = stranger.recv_from(&mut space).await.unwrap();
        assert_eq!(space[..size], [0; 4]);
        for garbage in [&[][..], &[0; 4], &[0xff; 40], &[1; 9000]] {
            stranger.send_to(garbage, from).await.unwrap();
        }
    };
    let discovery = among(ask);
    let (found, ()) = tokio::join!(discover(&discovery), noise);
    let found = found.unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].neighbour.identity, "Duka");
}

#[tokio::test]
async fn made_up_devices_do_not_fill_the_memory() {
    let stranger = UdpSocket::bind(anywhere()).await.unwrap();
    let discovery = Discovery {
        most: 5,
        ..among(vec![stranger.local_addr().unwrap()])
    };
    let flood = async {
        let mut space = [0; 64];
        let (_, from) = stranger.recv_from(&mut space).await.unwrap();
        for number in 0..50 {
            let datagram = [0, 0, 0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, number];
            stranger.send_to(&datagram, from).await.unwrap();
        }
    };
    let (found, ()) = tokio::join!(discover(&discovery), flood);
    assert_eq!(found.unwrap().len(), 5);
}

#[tokio::test]
async fn a_port_that_is_taken_is_said_with_the_way_around_it() {
    let taken = UdpSocket::bind(anywhere()).await.unwrap();
    let discovery = Discovery {
        bind: taken.local_addr().unwrap(),
        ..among(Vec::new())
    };
    let error = discover(&discovery).await.unwrap_err();
    assert!(matches!(error, DiscoveryError::PortInUse { .. }), "{error}");
    assert!(error.to_string().contains("type the router's address"));
}

#[tokio::test]
async fn nobody_is_no_error() {
    let silent = UdpSocket::bind(anywhere()).await.unwrap();
    let found = discover(&among(vec![silent.local_addr().unwrap()])).await;
    assert!(found.unwrap().is_empty());
}
