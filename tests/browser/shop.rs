//! A router of a new user: simulated, as it comes from its box, with a certificate.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use hotspotd::cli::example::MODEL;
use hotspotd::domain::routeros::catalogue::Catalogue;
use serde_json::{Value, json};
use simulator::device::{Device, DeviceConfig, DeviceMode};
use simulator::{Simulator, SimulatorConfig};
use tokio::net::TcpListener;

const PROFILES: &str = "/ip/hotspot/user/profile";
const SLOW: &str = "64k/64k";
/// The router's distance: slow enough that steps are seen one after the other.
const LATENCY: Duration = Duration::from_millis(60);

/// The router, and somebody else who changes it.
pub struct Shop {
    router: Arc<Simulator>,
    somebody: SocketAddr,
}

impl Shop {
    /// Starts it.
    pub async fn start() -> Self {
        let model = Catalogue::builtin().get(MODEL).unwrap();
        let device = DeviceConfig {
            model: model.product_code.clone(),
            version: "7.21.5".parse().unwrap(),
            device_mode: DeviceMode::Advanced,
            schema: None,
        };
        let config = SimulatorConfig {
            tls_listen: Some(([127, 0, 0, 1], 0).into()),
            tls_ready: true,
            via: model.factory_entry().map(str::to_owned),
            latency: LATENCY,
            ..SimulatorConfig::new(device)
        };
        let router = Arc::new(Simulator::start(config).await.unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let somebody = listener.local_addr().unwrap();
        let routes = Router::new()
            .route("/change", post(change))
            .with_state(Arc::clone(&router));
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Shop { router, somebody }
    }

    /// What the script needs to know: where it is, its certificate.
    pub fn told(&self) -> Value {
        let address = self.router.tls_address().unwrap();
        json!({
            "host": address.ip().to_string(),
            "port": address.port(),
            "pin": self.router.certificate_sha256(),
            "somebody": format!("http://{}/change", self.somebody),
        })
    }

    /// Whether no profile of customers has the speed that somebody gave it.
    pub fn is_put_back(&self) -> bool {
        self.router.with_device(|device| {
            let rows = device.rows(PROFILES);
            rows.len() > 1 && rows.iter().all(|row| row.get("rate-limit") != Some(SLOW))
        })
    }
}

/// Somebody with Winbox makes the customers slower.
async fn change(State(router): State<Arc<Simulator>>) {
    router.with_device(|device: &mut Device| {
        let admin = device
            .authenticate("admin", "", [192, 168, 88, 2].into())
            .unwrap();
        let rows = device.rows(PROFILES);
        let ours = rows
            .iter()
            .find(|row| row.get("name").is_some_and(|name| name.starts_with("hd-")));
        let id = ours.unwrap().get(".id").unwrap().to_owned();
        let fields = [
            (".id".to_owned(), id),
            ("rate-limit".to_owned(), SLOW.to_owned()),
        ];
        device
            .run(&admin, &format!("{PROFILES}/set"), &fields)
            .unwrap();
    });
}
