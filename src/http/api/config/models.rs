//! `/api/config/models/`: boards.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::routeros::model::Model;
use crate::service::catalogue::fields::Fields;
use crate::service::catalogue::item::Item as _;

shelf_handlers!(
    Model as Board,
    "models",
    tag "boards",
    "/api/config/models/",
    "/api/config/models/{id}/",
    "/api/config/models/{id}/restore/",
    "/api/config/models/import/",
    "/api/config/models/export/"
);

/// A board. Texts are those of the built-in table: `-` where a fact is not known.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Board {
    /// The maker's order code.
    product_code: String,
    /// The name on the box.
    name: String,
    /// As RouterOS names it: `arm64`.
    architecture: String,
    /// Memory in MB; null: not known.
    #[serde(default)]
    ram_mb: Option<u32>,
    /// Permanent storage in MB; null: not known.
    #[serde(default)]
    flash_mb: Option<u32>,
    /// Ethernet and SFP interfaces in the router's own order; `ether*`: one for each network card.
    ports: Vec<String>,
    /// Radios under the legacy driver.
    #[serde(default)]
    wlan: Vec<String>,
    /// Radios under the newer driver.
    #[serde(default)]
    wifi: Vec<String>,
    /// Level `3` to `6`, `chr`, `bought`, or `-`.
    #[serde(default)]
    licence: Option<String>,
    /// Customers signed in at once that the licence allows: a number, `unlimited`, or `-`.
    #[serde(default)]
    hotspot_users: Option<String>,
    /// Whether containers run on it: `yes`, `no`, `disk` or `arm32v5`; `no` where it is left out.
    #[serde(default)]
    container: Option<String>,
    /// The oldest major version that runs on it; 7 where it is left out.
    #[serde(default)]
    routeros: Option<u16>,
    /// What it holds out of the box: `home`, `wireless` or `plain`; `plain` where it is left out.
    #[serde(default)]
    factory: Option<String>,
    /// Where these facts come from.
    #[serde(default)]
    source: Option<String>,
}

impl Definition<Model> for Board {
    fn of(item: &Model) -> Self {
        let fields = item.fields();
        let text = |name: &str| Some(fields.get(name).to_owned());
        Board {
            product_code: item.product_code.clone(),
            name: item.name.clone(),
            architecture: item.architecture.clone(),
            ram_mb: item.ram_mb,
            flash_mb: item.flash_mb,
            ports: fields.get("ports").split(' ').map(str::to_owned).collect(),
            wlan: item.radios.wlan.clone(),
            wifi: item.radios.wifi.clone(),
            licence: text("licence"),
            hotspot_users: text("hotspot_users"),
            container: text("container"),
            routeros: Some(item.oldest_major),
            factory: text("factory"),
            source: text("source"),
        }
    }

    fn fields(self) -> Fields {
        let number = |number: Option<u32>| number.map(|it| it.to_string()).unwrap_or_default();
        Fields::default()
            .with("product_code", self.product_code)
            .with("name", self.name)
            .with("architecture", self.architecture)
            .with("ram_mb", number(self.ram_mb))
            .with("flash_mb", number(self.flash_mb))
            .with("ports", self.ports.join(" "))
            .with("wlan", self.wlan.join(" "))
            .with("wifi", self.wifi.join(" "))
            .with("licence", self.licence.unwrap_or_default())
            .with("hotspot_users", self.hotspot_users.unwrap_or_default())
            .with("container", self.container.unwrap_or_default())
            .with("routeros", number(self.routeros.map(u32::from)))
            .with("factory", self.factory.unwrap_or_default())
            .with("source", self.source.unwrap_or_default())
    }
}
