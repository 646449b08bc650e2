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
        site.site.dns = vec!["1.1.1.1".parse().unwrap()];
        site.wan = Some(toml::from_str(wan).unwrap());
        let findings = judge(&desired(&rendered(&site)), &router(), &site.access);
        assert!(findings.is_empty(), "{wan}:\n{}", lines(&findings));
    }
}

#[test]
fn boards_of_every_class_pass() {
    for (name, wifi) in [
        ("hAP lite", true),
        ("hAP ax2", true),
        ("hEX", false),
        ("RB5009UG+S+IN", false),
        ("CCR2004-16G-2S+", false),
    ] {
        for template in ["basic", "vlan"] {
            let mut site = site(template);
            site.router.model = name.to_owned();
            let last = board(name).ports.get(3).unwrap().clone();
            if !wifi {
                site.wifi = None;
                site.networks
                    .iter_mut()
                    .for_each(|network| network.ssid = None);
            }
            if template == "basic" {
                site.management.ports = vec![last];
            }
            let text = rendered(&site);
            let findings = judge(
                &desired(&text),
                &Router {
                    model: board(name),
                    ..router()
                },
                &site.access,
            );
            assert!(
                findings.is_empty(),
                "{name} {template}:\n{}{text}",
                lines(&findings)
            );
        }
    }
}

/// The starter sites of the whole catalogue: where a board can be laid out at all, nothing is found.
#[test]
fn starters_of_all_boards_pass() {
    use crate::domain::hotspot::starter::starter;
    use crate::domain::hotspot::template::Shape;
    let versions = [
        Version::new(7, 9, 0),
        Version::new(7, 16, 0),
        Version::new(7, 21, 5),
    ];
    let mut judged = 0;
    for (model, version) in Catalogue::builtin()
        .models()
        .iter()
        .zip(versions.into_iter().cycle())
    {
        for shape in [Shape::Basic, Shape::Vlan, Shape::Addon] {
            let Ok(site) = starter(model, shape, version) else {
                continue;
            };
            let rendered = templates()
                .render(&site.template, &Context::new(&site, model, &version))
                .unwrap();
            let mark = SiteMark::of(site.site.slug.as_str());
            let desired = Desired::from_statements(mark, &rendered.statements, &version).unwrap();
            let findings = judge(
                &desired,
                &Router {
                    model,
                    version,
                    ..router()
                },
                &site.access,
            );
            assert!(
                findings.is_empty(),
                "{} {shape} {version}:\n{}{}",
                model.name,
                lines(&findings),
                rendered.text
            );
            judged += 1;
        }
    }
    assert!(judged > 200, "{judged}");
}
