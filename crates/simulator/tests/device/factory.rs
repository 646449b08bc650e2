//! Factory configuration per class of board (hotspot-facts section 13).

use simulator::device::{Device, DeviceConfig, Factory, models};

use super::lab::{Lab, config, tree};

#[test]
fn every_board_takes_its_own_factory_configuration() {
    let tree = tree();
    for model in models() {
        for version in ["7.9", "7.12.1", "7.16", "7.21.5"] {
            let config = DeviceConfig {
                schema: tree.clone(),
                ..config(&model.product_code, version)
            };
            let device = Device::factory(&config).unwrap();
            assert_eq!((device.writes(), device.commands()), (0, 0));
            let rules = device.rows("/ip/firewall/filter").len();
            let addresses = device.rows("/ip/address");
            assert!(
                addresses
                    .iter()
                    .any(|row| row.get("address") == Some("192.168.88.1/24")),
                "{}",
                model.name
            );
            match model.factory {
                Factory::Plain => assert_eq!(rules, 0, "{}", model.name),
                _ => assert_eq!(rules, 11, "{} {version}", model.name),
            }
        }
    }
}

#[test]
fn a_home_router_has_wan_lan_and_open_radios() {
    let lab = Lab::hap();
    let ports: Vec<String> = lab
        .device
        .rows("/interface/bridge/port")
        .iter()
        .map(|row| row.get("interface").unwrap().to_string())
        .collect();
    assert_eq!(
        ports,
        ["ether2", "ether3", "ether4", "ether5", "wlan1", "wlan2"]
    );
    assert_eq!(
        lab.device.rows("/ip/dhcp-client")[0].get("interface"),
        Some("ether1")
    );
    assert_eq!(
        lab.field("/ip/pool", "default-dhcp", "ranges").unwrap(),
        "192.168.88.10-192.168.88.254"
    );
    assert_eq!(
        lab.field("/interface/wireless", "wlan1", "disabled")
            .unwrap(),
        "false"
    );
    assert!(
        lab.field("/interface/wireless", "wlan1", "ssid")
            .unwrap()
            .starts_with("MikroTik-")
    );
    assert_eq!(
        lab.device.rows("/tool/mac-server")[0].get("allowed-interface-list"),
        Some("LAN")
    );
    assert_eq!(
        lab.field("/interface/ethernet", "ether2", "slave").unwrap(),
        "true"
    );
}

#[test]
fn classes_of_boards() {
    let ccr = Lab::new("CCR2004-16G-2S+", "7.21.5");
    assert_eq!(
        ccr.device.rows("/ip/address")[0].get("interface"),
        Some("ether1")
    );
    assert!(ccr.device.rows("/interface/bridge").is_empty());
    let sxt = Lab::new("SXTsq Lite5", "7.21.5");
    assert_eq!(
        sxt.device.rows("/ip/dhcp-client")[0].get("interface"),
        Some("wlan1")
    );
    assert_eq!(
        sxt.device.rows("/ip/address")[0].get("interface"),
        Some("ether1")
    );
    assert!(sxt.device.rows("/interface/bridge").is_empty());
    let ax = Lab::new("hAP ax2", "7.12.1");
    assert_eq!(
        ax.field("/interface/wifiwave2", "wifi1", "configuration.mode")
            .as_deref(),
        Some("ap")
    );
    assert!(Device::factory(&config("Nonesuch 9000", "7.16")).is_err());
    let mut chr = Lab::new("CHR", "7.21.5");
    assert_eq!(
        chr.refused("/system/routerboard/print", ""),
        "no such command prefix"
    );
}
