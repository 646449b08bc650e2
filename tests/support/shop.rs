//! A shop with a simulated router: a site, its rows, and a device to bring them to.

use std::sync::{Arc, OnceLock};

use hotspotd::domain::hotspot::site::Site;
use hotspotd::domain::hotspot::template::Shape;
use hotspotd::domain::routeros::catalogue::Catalogue;
use hotspotd::domain::routeros::model::Model;
use hotspotd::domain::secret::Secret;
use hotspotd::routeros::{Client, Credentials, Endpoint, Limits, Security};
use hotspotd::service::apply::{Order, Target, Terms};
use hotspotd::service::generate::{Generated, generate};
use simulator::device::{CommandTree, DeviceConfig, DeviceMode};
use simulator::{Simulator, SimulatorConfig};

use super::sites::templates;

/// A site and what it became.
pub struct Shop {
    pub site: Site,
    pub generated: Generated,
}

impl Shop {
    /// The rows of a site that fits its router.
    pub fn new(site: Site) -> Shop {
        let generated =
            generate(&site, Catalogue::builtin(), templates()).expect("a configuration");
        Shop { site, generated }
    }

    /// The typical shop on a hAP ac².
    pub fn basic() -> Shop {
        Shop::new(super::sites::basic())
    }

    /// What is ordered of the router.
    pub fn order(&self) -> Order<'_> {
        Order::new(&self.site, &self.generated.desired, &self.generated.model)
    }
}

/// A simulator's configuration for a board; clients come in by the port that the factory configuration reaches.
pub fn router(model: &Model, version: &str) -> SimulatorConfig {
    let device = DeviceConfig {
        model: model.product_code.clone(),
        version: version.parse().expect("a version"),
        device_mode: DeviceMode::Advanced,
        schema: None,
    };
    SimulatorConfig {
        via: model.factory_entry().map(str::to_owned),
        ..SimulatorConfig::new(device)
    }
}

/// A hAP ac² fresh from its carton.
pub async fn hap() -> Simulator {
    Simulator::start(router(super::sites::model(), "7.21.5"))
        .await
        .expect("a simulator")
}

/// The target of a simulator's plain API, as its administrator.
pub fn target(simulator: &Simulator) -> Target {
    Target {
        endpoint: Endpoint {
            host: simulator.address().ip().to_string(),
            port: simulator.address().port(),
            security: Security::Plain,
        },
        credentials: Credentials {
            user: "admin".to_owned(),
            password: Secret::new(""),
        },
        limits: Limits::default(),
    }
}

/// The target of a simulator's api-ssl, with the certificate pinned that it shows.
pub fn tls_target(simulator: &Simulator) -> Target {
    let pin = simulator
        .certificate_sha256()
        .map(|text| text.parse().expect("a fingerprint"));
    let mut target = target(simulator);
    target.endpoint.port = simulator.tls_address().expect("api-ssl").port();
    target.endpoint.security = Security::Tls { pin };
    target
}

/// Everything is agreed to.
pub fn agreed() -> Terms<'static> {
    Terms {
        take_over: true,
        ..Terms::default()
    }
}

/// A connection to a simulator.
pub async fn connect(simulator: &Simulator) -> Client {
    let target = target(simulator);
    Client::connect(&target.endpoint, &target.credentials, &target.limits)
        .await
        .expect("a connection")
}

/// The command tree, from `HOTSPOTD_SCHEMA` or beside the repository. `None`, with a visible word, where it is absent,
/// unless `HOTSPOTD_REQUIRE_SCHEMA` says that it must be there.
pub fn command_tree_text() -> Option<&'static str> {
    static TEXT: OnceLock<Option<String>> = OnceLock::new();
    TEXT.get_or_init(|| {
        let path = std::env::var("HOTSPOTD_SCHEMA").unwrap_or_else(|_| {
            concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../shared/routeros/routeros-7.21.5.schema.json"
            )
            .to_owned()
        });
        let text = std::fs::read_to_string(&path).ok();
        if text.is_none() {
            assert!(
                std::env::var_os("HOTSPOTD_REQUIRE_SCHEMA").is_none(),
                "no command tree at {path}"
            );
            eprintln!("SKIPPED: no command tree of RouterOS at {path} (set HOTSPOTD_SCHEMA)");
        }
        text
    })
    .as_deref()
}

/// The same for the simulator.
pub fn command_tree() -> Option<Arc<CommandTree>> {
    static TREE: OnceLock<Option<Arc<CommandTree>>> = OnceLock::new();
    TREE.get_or_init(|| {
        Some(Arc::new(
            CommandTree::load(command_tree_text()?).expect("a command tree"),
        ))
    })
    .clone()
}

/// The built-in templates by the name of a shape.
pub const SHAPES: [Shape; 3] = [Shape::Basic, Shape::Vlan, Shape::Addon];
