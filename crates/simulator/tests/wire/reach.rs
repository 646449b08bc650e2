//! A session lives only as long as its packets pass.

use simulator::device::Device;
use simulator::{Simulator, SimulatorConfig, StartError};

use crate::raw::{Raw, board, simulator};

/// Each of these saws off the branch the session sits on (hAP ac2: 192.168.88.1 on `bridge`, in by ether2).
const SAWS: [&[&str]; 8] = [
    &["/ip/service/disable", "=.id=api"],
    &["/ip/service/set", "=.id=api", "=address=10.9.9.0/24"],
    &["/ip/service/set", "=.id=api", "=port=9999"],
    &["/interface/disable", "=.id=ether2"],
    &["/interface/disable", "=.id=bridge"],
    &["/ip/address/remove", "=.id=*1"],
    &["/user/remove", "=.id=admin"],
    &[
        "/ip/firewall/filter/add",
        "=chain=input",
        "=action=drop",
        "=src-address=192.168.88.2",
        "=place-before=*1",
    ],
];

#[tokio::test]
async fn sawing_off_its_own_branch_cuts_without_an_answer() {
    for saw in SAWS {
        // The last administrator cannot be removed; a second one makes it possible.
        let simulator = simulator("7.21.5").await;
        let mut helper = Raw::log_in(&simulator).await;
        helper
            .ask(&["/user/add", "=name=second", "=password=x", "=group=full"])
            .await;
        drop(helper);
        let mut raw = Raw::log_in(&simulator).await;
        // What was answered before still arrives.
        raw.send(&["/system/identity/set", "=name=z", ".tag=1"])
            .await;
        raw.send(&[saw, &[".tag=2"]].concat()).await;
        raw.send(&["/system/identity/set", "=name=too-late", ".tag=3"])
            .await;
        raw.hears(&[&["!done", ".tag=1"]]).await;
        assert_eq!(raw.sentence().await, None, "{saw:?}");
        let name = simulator.with_device(|device| device.rows("/system/identity"));
        assert_eq!(name[0].get("name"), Some("z"), "{saw:?}");
    }
}

#[tokio::test]
async fn everybody_else_is_cut_too_and_nobody_gets_in_again() {
    let simulator = simulator("7.21.5").await;
    let mut one = Raw::log_in(&simulator).await;
    let mut two = Raw::log_in(&simulator).await;
    one.send(&["/interface/disable", "=.id=ether2"]).await;
    one.is_closed().await;
    two.is_closed().await;
    Raw::connect(&simulator).await.is_closed().await;
    assert_eq!(simulator.counters().connections, 3);
}

#[tokio::test]
async fn changes_made_at_the_device_itself_cut_as_well() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    let config = board("7.21.5");
    simulator.with_device(|device| *device = Device::blank(&config).unwrap());
    raw.is_closed().await;
}

#[tokio::test]
async fn from_the_wan_port_the_factory_firewall_lets_nobody_in() {
    let mut config = SimulatorConfig::new(board("7.21.5"));
    config.via = Some("ether1".to_string());
    config.to = Some("192.168.88.1".parse().unwrap());
    let simulator = Simulator::start(config).await.unwrap();
    Raw::connect(&simulator).await.is_closed().await;
}

#[tokio::test]
async fn a_device_without_an_address_has_no_way_in() {
    let config = SimulatorConfig::new(board("7.21.5"));
    let blank = Device::blank(&config.device).unwrap();
    let refused = Simulator::start_with(blank, config).await;
    assert!(matches!(refused, Err(StartError::NoWayIn)));
}
