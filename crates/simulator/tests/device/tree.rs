//! The belief table against the router's own command tree.

use simulator::device::DeviceConfig;

use super::lab::{Lab, config, tree};

#[test]
fn menus_that_are_only_in_the_tree_are_plain_storage() {
    let Some(tree) = tree() else { return };
    let mut lab = Lab::of(&DeviceConfig {
        schema: Some(tree),
        ..config("hAP ac2", "7.21.5")
    });
    let id = lab.add("/ip/dns/forwarders", "name=f;dns-servers=1.1.1.1");
    assert_eq!(
        lab.field("/ip/dns/forwarders", &id, "dns-servers")
            .as_deref(),
        Some("1.1.1.1")
    );
    assert_eq!(
        lab.refused("/ip/dns/forwarders/add", "name=f;taste=sour"),
        "unknown parameter taste"
    );
    assert_eq!(
        lab.refused("/ip/dns/forwarders/explode", ""),
        "no such command"
    );
    assert_eq!(lab.refused("/ip/dnss/print", ""), "no such command prefix");
    assert_eq!(
        lab.refused("/ip/hotspot/user/add", "name=u;rate-limit=1M"),
        "unknown parameter rate-limit"
    );
    let id = lab.add(
        "/ip/firewall/filter",
        "chain=x;src-mac-address=AA:BB:CC:DD:EE:FF",
    );
    assert!(
        lab.field("/ip/firewall/filter", &id, "src-mac-address")
            .is_some()
    );
}
