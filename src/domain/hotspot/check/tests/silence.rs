//! No finding on what is right.

use super::*;

#[test]
fn the_templates_pass() {
    for name in ["basic", "vlan", "addon"] {
        let site = site(name);
        let findings = judge(&desired(&rendered(&site)), &router(), &site.access);
        assert!(findings.is_empty(), "{name}:\n{}", lines(&findings));
    }
}

#[test]
fn every_kind_of_uplink_passes() {
    for wan in [
        "port = \"ether1\"\nmode = \"dhcp\"\nvlan = 7",
        "port = \"ether1\"\nmode = \"static\"\naddress = \"41.90.10.2/30\"\ngateway = \"41.90.10.1\"",
        "port = \"ether1\"\nmode = \"pppoe\"\nuser = \"a\"\npassword = \"b\"",
    ] {
        let mut site = site("basic");
        site.wan = Some(toml::from_str(wan).unwrap());
        let findings = judge(&desired(&rendered(&site)), &router(), &site.access);
        assert!(findings.is_empty(), "{wan}:\n{}", lines(&findings));
    }
}

#[test]
fn boards_of_every_class_pass() {
    for (name, wifi) in [("hAP lite", true), ("hAP ax2", true), ("hEX", false), ("RB5009UG+S+IN", false), ("CCR2004-16G-2S+", false)] {
        for template in ["basic", "vlan"] {
            let mut site = site(template);
            site.router.model = name.to_owned();
            let last = board(name).ports.get(3).unwrap().clone();
            if !wifi {
                site.wifi = None;
                site.networks.iter_mut().for_each(|network| network.ssid = None);
            }
            if template == "basic" {
                site.management.ports = vec![last];
            }
            let text = rendered(&site);
            let findings = judge(&desired(&text), &Router { model: board(name), ..router() }, &site.access);
            assert!(findings.is_empty(), "{name} {template}:\n{}{text}", lines(&findings));
        }
    }
}
