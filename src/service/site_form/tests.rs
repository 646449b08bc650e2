use super::parts::{Kind, PARTS};
use super::*;
use crate::domain::hotspot::site::{Override, Wan, WireGuard};
use crate::domain::hotspot::starter::starter;
use crate::domain::hotspot::template::Shape as Template;
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::routeros::version::Version;

fn site(shape: Template) -> Site {
    let model = Catalogue::builtin().get("hAP ac²").unwrap();
    starter(model, shape, Version::new(7, 21, 5)).unwrap()
}

/// A site with everything in it that there is.
fn full() -> Site {
    let mut site = site(Template::Basic);
    site.wan = Some(Wan {
        port: "ether1".to_owned(),
        vlan: Some(35),
        mode: WanMode::Pppoe {
            user: "duka@isp".to_owned(),
            password: Secret::new(" pass \"word\\ "),
        },
    });
    site.wireguard = Some(WireGuard {
        address: "10.99.0.2/24".parse().unwrap(),
        private_key: Secret::new("cGFzcyB3b3JkcGFzcyB3b3JkcGFzcyB3b3JkcGFzcyA="),
        peer_public_key: "Ym94Ym94Ym94Ym94Ym94Ym94Ym94Ym94Ym94Ym94Ym8=".to_owned(),
        peer_host: "box.example.com".to_owned(),
        peer_port: 13231,
        allowed: vec!["10.99.0.1/32".parse().unwrap()],
    });
    site.overrides.push(Override {
        menu: "/ip/hotspot/user/profile".to_owned(),
        key: "siku".to_owned(),
        field: "rate-limit".to_owned(),
        value: "1M/2M ".to_owned(),
    });
    let text = "[burst]\nupload = \"5M\"\ndownload = \"12M\"\nupload_threshold = \"2M\"\ndownload_threshold = \"6M\"\ntime = \"8s\"";
    let table: toml::Table = toml::from_str(text).unwrap();
    site.profiles[0].burst = Some(table["burst"].clone().try_into().unwrap());
    site
}

#[test]
fn a_form_gives_back_its_site() {
    for site in [
        full(),
        site(Template::Basic),
        site(Template::Vlan),
        site(Template::Addon),
    ] {
        let form = form_of(&site);
        assert_eq!(read(&form, Some(&site)).unwrap(), site);
    }
}

#[test]
fn every_field_of_a_site_has_its_place_in_the_form() {
    let site = full();
    let table = toml::Table::try_from(&site).unwrap();
    let mut missing = Vec::new();
    for (key, value) in &table {
        let fields = |value: &toml::Value| -> Vec<String> {
            let mut keys = Vec::new();
            for (key, value) in value.as_table().unwrap() {
                match value.as_table() {
                    Some(inner) => keys.extend(inner.keys().map(|sub| format!("{key}.{sub}"))),
                    None => keys.push(key.clone()),
                }
            }
            keys
        };
        let wanted = match value {
            toml::Value::Table(_) => fields(value),
            toml::Value::Array(items) => items.iter().flat_map(fields).collect(),
            _ => continue,
        };
        let part = part(key).unwrap_or_else(|| panic!("no part {key}"));
        for name in wanted {
            if !part.fields.iter().any(|field| field.key == name) {
                missing.push(format!("{key}.{name}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn secrets_are_never_in_a_form_and_are_kept_where_nothing_was_typed() {
    let site = full();
    let mut form = form_of(&site);
    for part in PARTS {
        for field in part
            .fields
            .iter()
            .filter(|field| field.kind == Kind::Secret)
        {
            assert_eq!(form.get(&format!("{}.{}", part.key, field.key)), "");
        }
    }
    for value in form.0.values() {
        assert!(
            !value.contains("pass ") && !value.contains("cGFzcyB3b3Jk"),
            "{value}"
        );
    }

    form.set("wan.password", "another");
    let read = read(&form, Some(&site)).unwrap();
    assert_eq!(secret(&read, "wan.password").unwrap().reveal(), "another");
    let key = "wireguard.private_key";
    assert_eq!(secret(&read, key), secret(&site, key));
    // Nothing typed and nothing kept.
    let faults = super::read(&form_of(&site), None).unwrap_err();
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["wan.password", "wireguard.private_key"]);
}

#[test]
fn everything_that_is_wrong_is_told_at_once_beside_its_field() {
    let mut form = form_of(&full());
    for (path, value) in [
        ("site.name", ""),
        ("network.0.address", "10.5.50.1/99"),
        ("network.0.vlan", "ten"),
        ("profile.2.upload", "fast"),
        ("profile.3.devices", "many"),
        ("voucher_type.1.price", "fifty"),
        ("wan.mode", "magic"),
        ("portal.port", "80000"),
        ("access.from", "192.168.88.2/32\nthere"),
        ("wireguard.allowed", "x"),
        ("wifi.driver", "lte"),
        ("bypass.0.mac", "zz"),
    ] {
        form.set(path, value);
    }
    form.set("bypass.0.name", "till");
    let faults = read(&form, Some(&full())).unwrap_err();
    let mut fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        [
            "access.from",
            "bypass.0.mac",
            "network.0.address",
            "network.0.vlan",
            "portal.port",
            "profile.2.upload",
            "profile.3.devices",
            "site.name",
            "voucher_type.1.price",
            "wan.mode",
            "wifi.driver",
            "wireguard.allowed",
        ]
    );
    assert!(faults.iter().all(|fault| !fault.message.is_empty()));
}

#[test]
fn a_value_cannot_add_a_line() {
    let mut form = form_of(&site(Template::Basic));
    form.set("site.name", "x\"\n[trunk]\nports = [\"ether2\"]");
    let faults = read(&form, None).unwrap_err();
    assert_eq!(faults[0].field, "site.name");
    form.set("site.name", "Duka \"Mbili\" \\ 2");
    assert_eq!(
        read(&form, None).unwrap().site.name.as_str(),
        "Duka \"Mbili\" \\ 2"
    );
}

#[test]
fn items_are_added_and_taken_away() {
    let site = site(Template::Basic);
    let mut form = form_of(&site);
    form.add(part("network").unwrap());
    assert_eq!(form.items("network"), [0, 1]);
    assert_eq!(form.get("network.1.login"), "http-pap\nmac-cookie");
    form.remove("network.0");
    assert_eq!(form.items("network"), [1]);
    for (path, value) in [
        ("network.1.name", "rooms"),
        ("network.1.address", "10.6.0.1/24"),
        ("network.1.ports", "ether2"),
    ] {
        form.set(path, value);
    }
    let read = read(&form, None).unwrap();
    assert_eq!(read.networks.len(), 1);
    assert_eq!(read.networks[0].name.as_str(), "rooms");
    // A part that is switched off is gone, whatever its fields hold.
    form.0.remove("on.portal");
    assert_eq!(super::read(&form, None).unwrap().portal, None);
}

#[test]
fn a_browser_sends_one_name_several_times() {
    let pairs = [("a", "1"), ("b", "x\r\ny"), ("a", "2")];
    let form = Form::of(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!((form.get("a"), form.get("b")), ("1\n2", "x\ny"));
}

#[test]
fn places_of_misfits_are_paths_of_fields() {
    let mut site = full();
    site.bypasses.clear();
    for (place, path) in [
        ("template", Some("template")),
        ("wan", Some("wan")),
        ("site, ntp", Some("site.ntp")),
        ("network guest, ports", Some("network.0.ports")),
        ("network guest", Some("network.0")),
        ("profile saa, burst", Some("profile.1")),
        ("voucher_type SAA3, price", Some("voucher_type.1.price")),
        ("network, dns_name", Some("network")),
        ("bypass printer", None),
        ("nonsense", None),
    ] {
        assert_eq!(path_of(&site, place).as_deref(), path, "{place}");
    }
}
