//! What a site begins with: a typical shop on the board that was found, with the names and addresses that are known.

use std::net::{IpAddr, Ipv4Addr};

use crate::domain::hotspot::fits::fits;
use crate::domain::hotspot::site::{AccessService, Site};
use crate::domain::hotspot::starter::{BOX, Refusal, starter};
use crate::domain::hotspot::template::Shape;
use crate::domain::net::{Interface, Subnet};
use crate::domain::routeros::board::is_board;
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::routeros::model::Model;
use crate::domain::routeros::version::Version;
use crate::store::router::Router;

use super::reach::own_address;

/// The board taken where the router's is not known: a common one.
const COMMON: &str = "hAP ac²";
/// The RouterOS taken where the router's is not known.
const VERSION: Version = Version::new(7, 16, 0);
/// The longest short name.
const SLUG: usize = 12;

/// The board of the catalogue that a router said it is.
pub fn board(router: &Router) -> Option<&'static Model> {
    let name = router.board.as_deref()?;
    let models = Catalogue::builtin().models();
    models.iter().find(|model| is_board(model, name, None))
}

/// The site that a router begins with.
///
/// # Errors
/// Its board cannot be such a shop.
pub fn first_site(router: &Router, shape: Shape) -> Result<Site, Refusal> {
    let model = match board(router) {
        Some(model) => model,
        None => Catalogue::builtin()
            .get(COMMON)
            .map_err(|error| Refusal::Example(error.to_string()))?,
    };
    let version = router
        .routeros
        .as_deref()
        .and_then(|text| text.parse().ok())
        .unwrap_or(VERSION);
    let mut site = starter(model, shape, version)?;
    name(&mut site, router);
    let plain = site.clone();
    place(&mut site, router);
    // What was guessed of addresses may not hold together; then the board's usual ones are a better beginning.
    Ok(if fits(&site, model).is_ok() {
        site
    } else {
        plain
    })
}

fn name(site: &mut Site, router: &Router) {
    let letters: String = router
        .name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .skip_while(char::is_ascii_digit)
        .take(SLUG)
        .collect();
    let numbered = format!("site{}", router.id);
    if let Ok(slug) = letters.parse().or_else(|_| numbered.parse()) {
        site.site.slug = slug;
    }
    if let Ok(label) = router.name.parse() {
        site.site.name = label;
    }
    site.access.user.clone_from(&router.user);
    if !router.tls {
        site.access.service = AccessService::Api;
    }
}

/// The addresses of the router and of this box, where both are of the local network.
fn place(site: &mut Site, router: &Router) {
    let Ok(address) = router.host.parse::<Ipv4Addr>() else {
        return;
    };
    let Some(own) = own_address(IpAddr::V4(address)).filter(Ipv4Addr::is_private) else {
        return;
    };
    let Ok(interface) = Interface::new(address, 24) else {
        return;
    };
    let former = site.management.address;
    for network in &mut site.networks {
        if network.address == former {
            network.address = interface;
        }
    }
    site.management.address = interface;
    site.access.from = vec![Subnet::around(own, 32)];
    if let Some(portal) = &mut site.portal {
        portal.address = own;
    }
    for bypass in &mut site.bypasses {
        if bypass.address == Some(BOX) {
            bypass.address = Some(own);
        }
    }
}
