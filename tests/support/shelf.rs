//! A shelf of rows that takes a change set as a router would, without a wire.

use hotspotd::domain::hotspot::changeset::{Action, Change, ChangeSet};
use hotspotd::domain::hotspot::observed::{Observed, ObservedRow};
use hotspotd::domain::hotspot::stage::stages;
use hotspotd::domain::routeros::menus;
use hotspotd::domain::routeros::value::Kind;

/// Carries out all changes in the order in which they would be sent.
pub fn carry_out(observed: &Observed, changes: &ChangeSet) -> Observed {
    let mut after = observed.clone();
    let ids =
        observed.menus.values().flatten().filter_map(|row| {
            u32::from_str_radix(row.id.as_deref()?.trim_start_matches('*'), 16).ok()
        });
    let mut next_id = ids.max().unwrap_or(0);
    for change in stages(changes)
        .expect("an order of sending")
        .into_iter()
        .flatten()
    {
        carry_out_one(&mut after, change, &mut next_id);
    }
    after
}

/// Carries out one change.
pub fn carry_out_one(observed: &mut Observed, change: &Change, next_id: &mut u32) {
    let rows = observed.menus.entry(change.menu.path).or_default();
    let at = |rows: &[ObservedRow], id: &str| {
        rows.iter()
            .position(|row| row.id.as_deref() == Some(id))
            .unwrap_or_else(|| panic!("no row {id} in {}", change.menu.path))
    };
    match &change.action {
        Action::Add { fields, before } => {
            *next_id += 1;
            let fields = fields
                .iter()
                .filter(|setting| setting.field.0.kind != Kind::Secret)
                .map(|setting| (setting.field.0.name, setting.value.reveal().to_owned()))
                .collect();
            let row = ObservedRow {
                id: Some(format!("*{next_id:X}")),
                fields,
                dynamic: false,
                builtin: false,
            };
            let place = before.as_deref().map_or(rows.len(), |id| at(rows, id));
            rows.insert(place, row);
        }
        Action::Set { id, fields, .. } => {
            let place = id.as_deref().map_or(0, |id| at(rows, id));
            let row = &mut rows[place];
            for change in fields {
                row.fields.retain(|(name, _)| *name != change.field.0.name);
                if let Some(to) = &change.to
                    && change.field.0.kind != Kind::Secret
                {
                    row.fields
                        .push((change.field.0.name, to.reveal().to_owned()));
                }
            }
        }
        Action::Move { id, before } => {
            let row = rows.remove(at(rows, id));
            let place = before.as_deref().map_or(rows.len(), |id| at(rows, id));
            rows.insert(place, row);
        }
        Action::Remove { id, .. } => {
            rows.remove(at(rows, id));
        }
    }
}

/// Rows from RouterOS text, as a router would hold them; every known menu is there.
pub fn holding(text: &str) -> Observed {
    let mut observed = Observed::default();
    for menu in menus::all() {
        observed.menus.insert(menu.path, Vec::new());
    }
    for (number, statement) in rsc::parse(text).expect("test text").into_iter().enumerate() {
        let menu = menus::find(&statement.menu).unwrap_or_else(|| panic!("{}", statement.menu));
        let mut fields: Vec<(&'static str, String)> = Vec::new();
        for field in statement.fields {
            let name = menu
                .field(&field.name)
                .unwrap_or_else(|| panic!("{} {}", menu.path, field.name))
                .name;
            fields.push((name, field.value.unwrap_or_default()));
        }
        let row = ObservedRow {
            id: Some(format!("*{:X}", number + 1)),
            fields,
            dynamic: false,
            builtin: false,
        };
        observed.menus.entry(menu.path).or_default().push(row);
    }
    observed
}

/// What a home router holds out of the box, as far as the menu table reaches.
pub const FACTORY: &str = r#"
/system identity
add name=MikroTik
/system clock
add time-zone-autodetect=yes time-zone-name=manual
/system ntp client
add enabled=no servers=""
/ip dns
add allow-remote-requests=yes servers=""
/ip neighbor discovery-settings
add discover-interface-list=LAN
/tool mac-server
add allowed-interface-list=LAN
/tool mac-server mac-winbox
add allowed-interface-list=LAN
/ip service
add name=telnet disabled=no
add name=ftp disabled=no
add name=api disabled=no
add name=api-ssl disabled=no
/interface wireless
add default-name=wlan1 name=wlan1 disabled=no ssid=MikroTik-1
add default-name=wlan2 name=wlan2 disabled=no ssid=MikroTik-2
/interface wifi
add default-name=wifi1 name=wifi1 disabled=no configuration.ssid=MikroTik-1
add default-name=wifi2 name=wifi2 disabled=no configuration.ssid=MikroTik-2
/interface list
add name=WAN comment=defconf
add name=LAN comment=defconf
/interface list member
add list=LAN interface=bridge comment=defconf
add list=WAN interface=ether1 comment=defconf
/interface bridge
add name=bridge comment=defconf
/interface bridge port
add bridge=bridge interface=ether2 comment=defconf
add bridge=bridge interface=ether3 comment=defconf
add bridge=bridge interface=ether4 comment=defconf
add bridge=bridge interface=ether5 comment=defconf
add bridge=bridge interface=wlan1 comment=defconf
add bridge=bridge interface=wlan2 comment=defconf
/ip address
add address=192.168.88.1/24 interface=bridge comment=defconf
/ip pool
add name=default-dhcp ranges=192.168.88.10-192.168.88.254
/ip dhcp-server
add name=defconf interface=bridge address-pool=default-dhcp
/ip dhcp-server network
add address=192.168.88.0/24 gateway=192.168.88.1 dns-server=192.168.88.1 comment=defconf
/ip dhcp-client
add interface=ether1 comment=defconf
/ip firewall nat
add chain=srcnat action=masquerade out-interface-list=WAN comment="defconf: masquerade"
/ip firewall filter
add chain=input action=accept connection-state=established,related,untracked comment="defconf: established"
add chain=input action=drop connection-state=invalid comment="defconf: drop invalid"
add chain=input action=drop in-interface-list="!LAN" comment="defconf: not LAN"
add chain=forward action=accept connection-state=established,related,untracked comment="defconf: established"
add chain=forward action=drop connection-state=invalid comment="defconf: drop invalid"
"#;
