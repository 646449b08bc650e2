//! A device made ready for `api-ssl`.

use std::net::{IpAddr, Ipv4Addr};

use crate::device::{Caller, Device, Entry, POLICIES, Service, Trap};

/// Gives `api-ssl` a certificate and switches it on, as an administrator would. A service that has one is left alone.
pub(crate) fn make_tls_ready(device: &mut Device) -> Result<(), Trap> {
    let who = administrator();
    let mut run = |path: &str, attributes: &[(&str, &str)]| {
        let attributes: Vec<_> = attributes
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()))
            .collect();
        device.run(&who, path, &attributes)
    };
    run(
        "/certificate/add",
        &[("name", "api-ssl"), ("common-name", "router.lan")],
    )?;
    run("/certificate/sign", &[(".id", "api-ssl")])?;
    run(
        "/ip/service/set",
        &[
            (".id", "api-ssl"),
            ("certificate", "api-ssl"),
            ("disabled", "no"),
        ],
    )?;
    Ok(())
}

/// Somebody at the router's console who may do everything.
fn administrator() -> Caller {
    let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
    Caller {
        session: 0,
        name: "admin".to_string(),
        policies: POLICIES.map(str::to_string).into_iter().collect(),
        entry: Entry {
            interface: "lo".to_string(),
            from: here,
            to: here,
            service: Service::Api,
            port: 8728,
        },
    }
}
