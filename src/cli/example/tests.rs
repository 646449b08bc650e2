use super::*;
use crate::domain::hotspot::fits::fits;
use crate::domain::routeros::catalogue::Catalogue;
use crate::service::site_file;

/// Every board with every template: a site that reads back, fits, and stays reachable; or a refusal that names why.
#[test]
fn every_board_with_every_template() {
    let (mut made, mut refused) = (0, 0);
    for model in Catalogue::builtin().models() {
        for shape in Shape::ALL {
            match text(model, shape, ROUTEROS) {
                Ok(text) => {
                    made += 1;
                    let site = site_file::read(&text)
                        .unwrap_or_else(|error| panic!("{} {shape}: {error}", model.name));
                    assert_eq!(
                        site,
                        starter(model, shape, ROUTEROS).unwrap(),
                        "{} {shape}",
                        model.name
                    );
                    assert_eq!(fits(&site, model), Ok(()), "{} {shape}", model.name);
                    for version in [Version::new(7, 9, 0), Version::new(7, 16, 0)] {
                        assert!(
                            starter(model, shape, version).is_ok(),
                            "{} {shape} {version}",
                            model.name
                        );
                    }
                    let entry = model.factory_entry().unwrap().to_owned();
                    let management = &site.management;
                    let moved = site
                        .networks
                        .iter()
                        .flat_map(|it| &it.ports)
                        .chain(site.trunk.iter().flat_map(|it| &it.ports));
                    assert!(
                        !moved.into_iter().any(|port| *port == entry),
                        "{} {shape}",
                        model.name
                    );
                    let stays = management.ports.contains(&entry)
                        || management.interface.as_deref() == Some(model.factory_lan());
                    assert!(stays, "{} {shape}", model.name);
                }
                Err(refusal) => {
                    refused += 1;
                    let said = refusal.to_string();
                    let named = said.contains(&model.name)
                        && ["ether1", "combo1", "licence level"]
                            .iter()
                            .any(|why| said.contains(why));
                    assert!(
                        named && !matches!(refusal, Refusal::Example(_)),
                        "{} {shape}: {said}",
                        model.name
                    );
                }
            }
        }
    }
    assert_eq!((made, refused), (306, 123));
}

/// What is commented out becomes a valid part when a person removes the `# `.
#[test]
fn the_commented_parts_are_valid_too() {
    let model = Catalogue::builtin().find(MODEL).unwrap();
    let page = text(model, SHAPE, ROUTEROS).unwrap();
    for (comment, part) in [
        ("# vlan = 35 ", "vlan = 35 "),
        ("# identity = ", "identity = "),
        ("# pool = ", "pool = "),
        ("# login = ", "login = "),
        ("# hosts = ", "hosts = "),
        ("# devices = 1 ", "devices = 1 "),
        ("# priority = ", "priority = "),
        ("# queue = ", "queue = "),
        ("# remember = ", "remember = "),
        ("# idle_timeout = ", "idle_timeout = "),
        ("# burst = ", "burst = "),
        ("# service = ", "service = "),
        (
            "# [[bypass]]\n# name = \"printer\"\n# mac",
            "[[bypass]]\nname = \"printer\"\nmac",
        ),
        (
            "# [[override]]\n# menu = \"/ip/hotspot/user/profile\"\n# key = \"siku\"\n# field = \"keepalive-timeout\"\n# value",
            "[[override]]\nmenu = \"/ip/hotspot/user/profile\"\nkey = \"siku\"\nfield = \"keepalive-timeout\"\nvalue",
        ),
    ] {
        assert!(page.contains(comment), "{comment}");
        let edited = page.replacen(comment, part, 1);
        let site = site_file::read(&edited).unwrap_or_else(|error| panic!("{part}: {error}"));
        assert_eq!(fits(&site, model), Ok(()), "{part}");
        let same = site == starter(model, SHAPE, ROUTEROS).unwrap();
        let default = ["login", "devices", "priority", "remember", "service"]
            .iter()
            .any(|word| part.starts_with(word));
        assert_eq!(same, default, "{part}");
    }
}

#[test]
fn old_versions_are_refused() {
    let model = Catalogue::builtin().find(MODEL).unwrap();
    assert!(text(model, SHAPE, Version::new(7, 9, 0)).is_ok());
    let said = text(model, SHAPE, Version::new(6, 49, 0))
        .unwrap_err()
        .to_string();
    assert!(said.contains("RouterOS 7 from 7.9 on"), "{said}");
}
