//! What a site begins with: a typical shop on the board that was found, with the names and addresses that are known.

use std::net::{IpAddr, Ipv4Addr};

use crate::domain::hotspot::fits::fits;
use crate::domain::hotspot::site::{AccessService, Site};
use crate::domain::hotspot::starter::{BOX, Refusal, starter};
use crate::domain::hotspot::template::Shape;
use crate::domain::name::Slug;
use crate::domain::net::{Interface, Subnet};
use crate::domain::routeros::board::is_board;
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::routeros::model::Model;
use crate::domain::routeros::version::Version;
use crate::service::appliance::Appliance;
use crate::service::catalogue::CatalogueError;
use crate::service::catalogue::offer::offer_for_site;
use crate::store::router::Router;

use super::reach::own_address;

/// The board taken where the router's is not known: a common one.
const COMMON: &str = "hAP ac²";
/// The RouterOS taken where the router's is not known.
const VERSION: Version = Version::new(7, 16, 0);
/// The longest short name.
const SLUG: usize = 12;

/// The board of the catalogue that a router said it is.
pub fn board<'c>(boards: &'c Catalogue, router: &Router) -> Option<&'c Model> {
    let name = router.board.as_deref()?;
    let models = boards.models();
    models.iter().find(|model| is_board(model, name, None))
}

/// The site that a router begins with; `Err` inside: its board cannot be such a shop.
///
/// # Errors
/// The catalogue cannot be read.
pub async fn first_site(
    appliance: &Appliance,
    router: &Router,
    shape: Shape,
) -> Result<Result<Site, Refusal>, CatalogueError> {
    let (profiles, types) = offer_for_site(appliance, &[]).await?;
    Ok(typical(&appliance.boards(), router, shape).map(|mut site| {
        // What the business sells already, rather than the starter set.
        if !profiles.is_empty() {
            let known = |name: &Slug| profiles.iter().any(|profile| profile.name == *name);
            site.trial = site.trial.filter(|trial| known(&trial.profile));
            site.profiles = profiles;
            site.voucher_types = types;
        }
        if let (Some(portal), Some(port)) = (&mut site.portal, appliance.portal_port.get()) {
            portal.port = *port;
        }
        site
    }))
}

fn typical(boards: &Catalogue, router: &Router, shape: Shape) -> Result<Site, Refusal> {
    let model = match board(boards, router) {
        Some(model) => model,
        None => boards
            .get(COMMON)
            .map_err(|error| Refusal::Example(error.to_string()))?,
    };
    let version = router
        .routeros
        .as_deref()
        .and_then(|text| text.parse().ok())
        .unwrap_or(VERSION);
    let mut site = starter(model, shape, version)?;
    // What is known may not hold together: an administrator's account, an address of another network. Then the board's usual
    // values are a better beginning.
    for guess in [name, access, place] {
        let mut guessed = site.clone();
        guess(&mut guessed, router);
        if fits(&guessed, model).is_ok() {
            site = guessed;
        }
    }
    Ok(site)
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
}

fn access(site: &mut Site, router: &Router) {
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
