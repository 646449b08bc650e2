//! Factory configuration per class of board (RouterOS facts: hotspot-facts section 13), as the default scripts make it.

use super::Device;
use super::caller::Caller;
use super::model::Factory;
use super::outcome::Trap;

const LAN: &str = "192.168.88.1/24";

/// Filter rules of a home router, in their order.
const FILTER: [&str; 11] = [
    "chain=input;action=accept;connection-state=established,related,untracked;comment=defconf: accept established,related,untracked",
    "chain=input;action=drop;connection-state=invalid;comment=defconf: drop invalid",
    "chain=input;action=accept;protocol=icmp;comment=defconf: accept ICMP",
    "chain=input;action=accept;dst-address=127.0.0.1;comment=defconf: accept to local loopback (for CAPsMAN)",
    "chain=input;action=drop;in-interface-list=!LAN;comment=defconf: drop all not coming from LAN",
    "chain=forward;action=accept;ipsec-policy=in,ipsec;comment=defconf: accept in ipsec policy",
    "chain=forward;action=accept;ipsec-policy=out,ipsec;comment=defconf: accept out ipsec policy",
    "chain=forward;action=fasttrack-connection;connection-state=established,related;comment=defconf: fasttrack",
    "chain=forward;action=accept;connection-state=established,related,untracked;comment=defconf: accept established,related, untracked",
    "chain=forward;action=drop;connection-state=invalid;comment=defconf: drop invalid",
    "chain=forward;action=drop;connection-state=new;connection-nat-state=!dstnat;in-interface-list=WAN;comment=defconf: drop all from WAN not DSTNATed",
];

/// Configures the device; what the router itself would refuse is left out and reported to the caller.
pub fn configure(device: &mut Device) -> Vec<Trap> {
    let ports = device.model.ports.clone();
    let radios = device.model.radios.clone();
    let first = ports.first().cloned().unwrap_or_default();
    let mut script = Script {
        who: device.system_caller(),
        device,
        refused: Vec::new(),
    };
    match script.device.model.factory {
        Factory::Plain => script.run(
            "/ip/address/add",
            &format!("address={LAN};interface={first};comment=defconf"),
        ),
        Factory::Home => {
            let inside: Vec<String> = ports.iter().skip(1).chain(&radios).cloned().collect();
            script.bridge(&inside);
            script.router(&first, "bridge", &radios);
        }
        Factory::Station => {
            let (wan, rest) = radios
                .split_first()
                .map_or((first.clone(), &[][..]), |(wan, rest)| (wan.clone(), rest));
            // "Wireless is the WAN, ether1 the LAN": the port itself has the address.
            script.router(&wan, &first, rest);
            script.run_on_radio(&wan, "mode=station");
        }
    }
    script.refused
}

struct Script<'a> {
    device: &'a mut Device,
    who: Caller,
    refused: Vec<Trap>,
}

impl Script<'_> {
    fn run(&mut self, path: &str, values: &str) {
        let attributes: Vec<(String, String)> = values
            .split(';')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_string(), value.to_string()))
            .collect();
        if let Err(trap) = self.device.run(&self.who.clone(), path, &attributes) {
            self.refused.push(trap);
        }
    }

    /// The LAN bridge and its members.
    fn bridge(&mut self, inside: &[String]) {
        let mac = self.device.model.mac(1);
        self.run(
            "/interface/bridge/add",
            &format!("name=bridge;admin-mac={mac};auto-mac=no;comment=defconf"),
        );
        for port in inside {
            self.run(
                "/interface/bridge/port/add",
                &format!("bridge=bridge;interface={port};comment=defconf"),
            );
        }
    }

    /// A router between `wan` and `lan`.
    fn router(&mut self, wan: &str, lan: &str, access_points: &[String]) {
        self.run("/interface/list/add", "name=WAN;comment=defconf");
        self.run("/interface/list/add", "name=LAN;comment=defconf");
        for radio in access_points {
            self.access_point(radio);
        }
        self.run(
            "/interface/list/member/add",
            &format!("list=LAN;interface={lan};comment=defconf"),
        );
        self.run(
            "/interface/list/member/add",
            &format!("list=WAN;interface={wan};comment=defconf"),
        );
        self.run(
            "/ip/pool/add",
            "name=default-dhcp;ranges=192.168.88.10-192.168.88.254",
        );
        self.run(
            "/ip/dhcp-server/add",
            &format!("name=defconf;interface={lan};address-pool=default-dhcp;disabled=no"),
        );
        self.run(
            "/ip/dhcp-server/network/add",
            "address=192.168.88.0/24;gateway=192.168.88.1;dns-server=192.168.88.1;comment=defconf",
        );
        self.run(
            "/ip/address/add",
            &format!("address={LAN};interface={lan};comment=defconf"),
        );
        self.run(
            "/ip/dhcp-client/add",
            &format!("interface={wan};comment=defconf"),
        );
        self.run("/ip/dns/set", "allow-remote-requests=yes");
        self.run(
            "/ip/dns/static/add",
            "name=router.lan;address=192.168.88.1;comment=defconf",
        );
        for rule in FILTER {
            self.run("/ip/firewall/filter/add", rule);
        }
        self.run("/ip/firewall/nat/add", "chain=srcnat;action=masquerade;ipsec-policy=out,none;out-interface-list=WAN;comment=defconf: masquerade");
        self.run(
            "/ip/neighbor/discovery-settings/set",
            "discover-interface-list=LAN",
        );
        self.run("/tool/mac-server/set", "allowed-interface-list=LAN");
        self.run(
            "/tool/mac-server/mac-winbox/set",
            "allowed-interface-list=LAN",
        );
    }

    /// An open radio `MikroTik-XXXXXX`, the last three bytes of its MAC address.
    fn access_point(&mut self, radio: &str) {
        let mac = self
            .device
            .interface(radio)
            .and_then(|(_, row)| row.get("mac-address"))
            .unwrap_or_default();
        let digits = mac.replace(':', "");
        let ssid = format!("MikroTik-{}", digits.get(6..).unwrap_or_default());
        match self.device.model.radio_menu(self.device.version) {
            Some("/interface/wireless") => {
                let values = format!(
                    ".id={radio};mode=ap-bridge;ssid={ssid};wireless-protocol=802.11;disabled=no"
                );
                self.run("/interface/wireless/set", &values);
            }
            Some(menu) => {
                let values = format!(
                    ".id={radio};configuration.mode=ap;configuration.ssid={ssid};disabled=no"
                );
                self.run(&format!("{menu}/set"), &values);
            }
            None => {}
        }
    }

    fn run_on_radio(&mut self, radio: &str, values: &str) {
        match self.device.model.radio_menu(self.device.version) {
            Some("/interface/wireless") => self.run(
                "/interface/wireless/set",
                &format!(".id={radio};{values};disabled=no"),
            ),
            Some(menu) => self.run(
                &format!("{menu}/set"),
                &format!(".id={radio};configuration.{values};disabled=no"),
            ),
            None => {}
        }
    }
}
