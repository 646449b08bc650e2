//! What depends on the router itself: the board, its mode, and the rows that it has already.

use super::*;
use crate::domain::hotspot::desired::{DesiredRow, Identity, Want};
use crate::domain::hotspot::observed::ObservedRow;
use crate::domain::routeros::facts::Facts;
use crate::domain::routeros::menu::{Field, Menu};
use crate::domain::routeros::value::Kind;

/// A home router fresh from its carton (RouterOS facts: hotspot, section 13), with the box on ether5.
const FACTORY: &str = include_str!("factory.rsc");

fn on_factory(site: &Site, factory: &str) -> Vec<Finding> {
    let observed = observed(factory);
    judge(
        &desired(&rendered(site)),
        &Router {
            observed: Some(&observed),
            ..router()
        },
        &site.access,
    )
}

fn rules(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule).collect()
}

/// The factory's bridge carries on as the management network, so its pool and server are still there.
fn basic() -> Site {
    let mut site = site("basic");
    site.management.interface = Some("bridge".to_owned());
    site.management.dhcp = false;
    site
}

#[test]
fn a_factory_router_takes_the_templates() {
    for site in [basic(), site("addon")] {
        let findings = on_factory(&site, FACTORY);
        assert!(
            findings.is_empty(),
            "{}:\n{}",
            site.template,
            lines(&findings)
        );
    }
}

/// A board of the other class: one address and nothing else.
const PLAIN: &str = include_str!("plain.rsc");

#[test]
fn factory_routers_take_the_starters() {
    use crate::domain::hotspot::starter::starter;
    use crate::domain::hotspot::template::Shape;
    let version = Version::new(7, 21, 5);
    let mut plain = board("CCR2004-16G-2S+").clone();
    plain.ports = ["ether1", "ether2", "ether3"].map(str::to_owned).into();
    for (model, factory) in [(board("hAP ac2"), FACTORY), (&plain, PLAIN)] {
        for shape in [Shape::Basic, Shape::Vlan, Shape::Addon] {
            let mut site = starter(model, shape, version).unwrap();
            site.site.slug = "shop".parse().unwrap();
            let text = templates()
                .render(&site.template, &Context::new(&site, model, &version))
                .unwrap()
                .text;
            let observed = observed(factory);
            let findings = judge(
                &desired(&text),
                &Router {
                    model,
                    observed: Some(&observed),
                    ..router()
                },
                &site.access,
            );
            let expected: &[&str] = match (shape, factory == PLAIN) {
                // Nothing hands out addresses on a plain board yet.
                (Shape::Addon, true) => &["hotspot-without-dhcp"],
                _ => &[],
            };
            assert_eq!(
                rules(&findings),
                expected,
                "{} {shape}:\n{}",
                model.name,
                lines(&findings)
            );
        }
    }
}

#[test]
fn what_is_there_already_counts() {
    for (rule, from, to) in [
        // The uplink got an address of the customers' network from the provider.
        (
            "addresses-overlap",
            "interface=bridge comment=defconf\n/ip dhcp-client",
            "interface=bridge comment=defconf\nadd address=10.5.50.77/24 interface=ether1 comment=isp\n/ip dhcp-client",
        ),
        (
            "pools-overlap",
            "192.168.88.10-192.168.88.254",
            "10.5.50.100-10.5.50.120",
        ),
        (
            "interface-unknown",
            "add bridge=bridge interface=ether3 comment=defconf",
            "",
        ),
        (
            "row-not-on-router",
            "set [find default-name=wlan2] name=wlan2 default-name=wlan2\n",
            "",
        ),
        (
            "row-of-another-site",
            "interface=ether2 comment=defconf",
            "interface=ether2 comment=\"hotspotd:duka:port-ether2\"",
        ),
        (
            "port-in-two-bridges",
            "add bridge=bridge interface=ether5 comment=defconf",
            "add bridge=bridge interface=ether4 comment=twice\nadd bridge=bridge interface=ether5 comment=defconf",
        ),
    ] {
        assert!(FACTORY.contains(from), "{from}");
        let mut site = basic();
        if rule == "port-in-two-bridges" {
            site.management.ports.push("ether4".to_owned());
        }
        // A port that somebody renamed does not answer to its old name.
        let factory = match rule {
            "interface-unknown" => {
                FACTORY.replace("name=ether3 default-name", "name=to-shop default-name")
            }
            _ => FACTORY.to_owned(),
        };
        let findings = on_factory(&site, &factory.replace(from, to));
        assert!(
            rules(&findings).contains(&rule),
            "{rule}: only\n{}",
            lines(&findings)
        );
    }
}

#[test]
fn the_box_keeps_its_way_in() {
    type Edit = fn(&mut Site);
    let table: [(&str, Edit); 5] = [
        ("", |site| site.management.ports.push("ether4".to_owned())),
        ("access-port-moved", |site| {
            site.management.interface = Some("hd-shop-mgmt".to_owned());
            site.management.ports = vec!["ether1".to_owned()];
            site.wan.as_mut().unwrap().port = "ether5".to_owned();
        }),
        ("access-network-lost", |site| {
            site.management.address = "192.168.77.1/24".parse().unwrap()
        }),
        ("access-address-changed", |site| {
            site.management.address = "192.168.88.254/24".parse().unwrap()
        }),
        ("addresses-overlap", |site| {
            site.management.interface = Some("hd-shop-mgmt".to_owned())
        }),
    ];
    for (rule, edit) in table {
        let mut site = basic();
        edit(&mut site);
        // The natural key of an address is the address: another one does not take the factory's over, it stays beside.
        let factory = match rule {
            "access-network-lost" | "access-address-changed" => FACTORY.replace(
                "add address=192.168.88.1/24 interface=bridge comment=defconf",
                "add address=192.168.88.1/24 interface=bridge comment=\"hotspotd:shop:management\"",
            ),
            "addresses-overlap" => {
                FACTORY.replace("address=192.168.88.1/24", "address=192.168.88.7/24")
            }
            _ => FACTORY.to_owned(),
        };
        let findings = on_factory(&site, &factory);
        if rule.is_empty() {
            assert!(findings.is_empty(), "{}", lines(&findings));
        } else {
            assert!(
                rules(&findings).contains(&rule),
                "{rule}: only\n{}",
                lines(&findings)
            );
        }
    }
}

#[test]
fn rules_of_the_factory_must_not_shut_the_box_out() {
    let mut site = basic();
    site.management.interface = Some("hd-shop-mgmt".to_owned());
    let text = rendered(&site);
    let observed = observed(FACTORY);
    let late = text.replace(
        "jump-target=\"hd-shop-input\" place-before=0",
        "jump-target=\"hd-shop-input\"",
    );
    for (text, shut_out) in [(text, false), (late, true)] {
        let findings = judge(
            &desired(&text),
            &Router {
                observed: Some(&observed),
                ..router()
            },
            &site.access,
        );
        assert_eq!(
            rules(&findings).contains(&"access-firewall"),
            shut_out,
            "{}",
            lines(&findings)
        );
    }
}

#[test]
fn boards_that_cannot() {
    for (rule, name) in [
        ("licence", "ATL 5G R16"),
        ("html-directory-needless-flash", "hAP ax2"),
    ] {
        let site = site("addon");
        let findings = judge(
            &desired(&rendered(&site)),
            &Router {
                model: board(name),
                ..router()
            },
            &site.access,
        );
        assert!(
            rules(&findings).contains(&rule),
            "{name}:\n{}",
            lines(&findings)
        );
    }
}

#[test]
fn a_package_that_is_missing() {
    let mut observed = observed(FACTORY);
    observed.menus.remove("/interface/wireless");
    let router = Router {
        observed: Some(&observed),
        ..router()
    };
    let site = basic();
    let findings = judge(&desired(&rendered(&site)), &router, &site.access);
    assert!(
        rules(&findings).contains(&"menu-not-on-router"),
        "{}",
        lines(&findings)
    );
}

#[test]
fn device_mode() {
    let mut facts = Facts {
        version: Version::new(7, 21, 5),
        board: "hAP ac^2".to_owned(),
        product_code: None,
        packages: Default::default(),
        device_mode: [("hotspot".to_owned(), false)].into(),
        device_mode_name: Some("home".to_owned()),
        interfaces: ["ether1", "bridge"].map(str::to_owned).into(),
        policies: None,
        signed_in_from: Default::default(),
        uptime: None,
        safe_mode_of: None,
        clock: None,
    };
    let site = site("addon");
    let rules_with = |facts: &Facts| {
        rules(&judge(
            &desired(&rendered(&site)),
            &Router {
                facts: Some(facts),
                ..router()
            },
            &site.access,
        ))
    };
    assert_eq!(rules_with(&facts), ["device-mode"]);
    facts.device_mode.insert("hotspot".to_owned(), true);
    assert!(rules_with(&facts).is_empty());
    facts.interfaces.remove("bridge");
    assert!(rules_with(&facts).contains(&"interface-unknown"));
}

/// The menu table does not have vouchers, so only a row that is built by hand can break the rule.
#[test]
fn vouchers_are_no_part_of_a_site() {
    static USERS: Menu = Menu::rows("/ip/hotspot/user", &[&["name"]], NAME).by_name();
    static NAME: &[Field] = &[Field::new("name", Kind::Text)];
    let want = Want {
        field: &NAME[0],
        value: Some("hd-shop-1".to_owned()),
    };
    let row = DesiredRow {
        menu: &USERS,
        identity: Identity::Key("hd-shop-1".to_owned()),
        fields: vec![want],
        first: false,
        at: rsc::Position::default(),
    };
    let desired = Desired {
        mark: SiteMark::of("shop"),
        rows: vec![row],
    };
    assert_eq!(
        rules(&judge(&desired, &router(), &site("basic").access)),
        ["user-row"]
    );
}

#[test]
fn dynamic_addresses_of_an_uplink_that_goes_count_no_more() {
    let mut observed = observed(FACTORY);
    observed
        .menus
        .get_mut("/ip/address")
        .unwrap()
        .push(ObservedRow {
            id: Some("*F0".to_owned()),
            fields: vec![
                ("address", "10.5.50.77/24".to_owned()),
                ("interface", "ether1".to_owned()),
            ],
            dynamic: true,
            builtin: false,
        });
    for (wan, clash) in [
        ("port = \"ether1\"\nmode = \"dhcp\"", true),
        (
            "port = \"ether1\"\nmode = \"pppoe\"\nuser = \"a\"\npassword = \"b\"",
            false,
        ),
    ] {
        let mut site = basic();
        site.wan = Some(toml::from_str(wan).unwrap());
        let findings = judge(
            &desired(&rendered(&site)),
            &Router {
                observed: Some(&observed),
                ..router()
            },
            &site.access,
        );
        assert_eq!(
            rules(&findings).contains(&"addresses-overlap"),
            clash,
            "{}",
            lines(&findings)
        );
    }
}
