//! Silent on what is right, loud on each thing that is wrong.

mod mutations;
mod on_router;
mod silence;

use super::*;
use crate::domain::hotspot::context::Context;
use crate::domain::hotspot::desired::RowError;
use crate::domain::hotspot::mark::SiteMark;
use crate::domain::hotspot::render::Templates;
use crate::domain::hotspot::site::Site;
use crate::domain::routeros::catalogue::Catalogue;

macro_rules! template {
    ($($name:literal),*) => { [$(($name, include_str!(concat!("../../../../../templates/routeros/", $name)))),*] };
}

const TEMPLATES: [(&str, &str); 16] = template![
    "basic.rsc",
    "vlan.rsc",
    "addon.rsc",
    "parts/access.rsc",
    "parts/addresses.rsc",
    "parts/bypasses.rsc",
    "parts/firewall.rsc",
    "parts/garden.rsc",
    "parts/hotspot.rsc",
    "parts/lists.rsc",
    "parts/management.rsc",
    "parts/profiles.rsc",
    "parts/system.rsc",
    "parts/wan.rsc",
    "parts/wifi.rsc",
    "parts/wireguard.rsc"
];

fn board(name: &str) -> &'static Model {
    Catalogue::builtin().find(name).unwrap()
}

fn site(name: &str) -> Site {
    let text = match name {
        "basic" => include_str!("basic.toml"),
        "vlan" => include_str!("vlan.toml"),
        "addon" => include_str!("addon.toml"),
        other => panic!("no site {other}"),
    };
    toml::from_str(text).unwrap()
}

fn templates() -> &'static Templates {
    static TEMPLATES_READ: std::sync::OnceLock<Templates> = std::sync::OnceLock::new();
    TEMPLATES_READ.get_or_init(|| Templates::new(TEMPLATES).unwrap())
}

fn rendered(site: &Site) -> String {
    let context = Context::new(site, board(&site.router.model), &site.router.routeros);
    templates().render(&site.template, &context).unwrap().text
}

fn desired(text: &str) -> Desired {
    rows_of(text).unwrap_or_else(|errors| panic!("{errors:?}\n{text}"))
}

fn rows_of(text: &str) -> Result<Desired, Vec<RowError>> {
    let statements = rsc::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    Desired::from_statements(SiteMark::of("shop"), &statements, &Version::new(7, 21, 5))
}

fn router<'a>() -> Router<'a> {
    Router {
        model: board("hAP ac2"),
        version: Version::new(7, 21, 5),
        facts: None,
        observed: None,
    }
}

fn lines(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(|finding| format!("{finding}\n"))
        .collect()
}

/// What the router would answer if it held exactly these rows, as if somebody else had written them.
fn observed(text: &str) -> Observed {
    let mut observed = Observed::default();
    observed
        .menus
        .extend(crate::domain::routeros::menus::all().map(|menu| (menu.path, Vec::new())));
    for (index, statement) in rsc::parse(text).unwrap().iter().enumerate() {
        let menu = crate::domain::routeros::menus::find(&statement.menu).unwrap();
        let fields = statement.fields.iter().filter_map(|field| {
            Some((menu.field(&field.name).unwrap().name, field.value.clone()?))
        });
        let row = crate::domain::hotspot::observed::ObservedRow {
            id: Some(format!("*{index:X}")),
            fields: fields.collect(),
            dynamic: false,
            builtin: false,
        };
        observed.menus.entry(menu.path).or_default().push(row);
    }
    observed
}
