//! `hotspotd demo`: the whole job against a simulated router, narrated.

use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;
use simulator::device::{DeviceConfig, DeviceMode};
use simulator::{Simulator, SimulatorConfig};

use super::apply_failure::failure;
use super::bar::Bar;
use super::configuration::make;
use super::exit::{Exit, Failure};
use super::report::told;
use super::runtime::block_on;
use super::{example, show};

pub mod appliance;
mod cut;
use crate::domain::hotspot::script;
use crate::domain::hotspot::template::Shape;
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::secret::Secret;
use crate::routeros::{Credentials, Endpoint, Limits, Security};
use crate::service::apply::{Order, Progress, Target, Terms, look};
use crate::service::{builtin, site_file};

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct DemoArguments {
    /// The router's model.
    #[arg(long, default_value = "hAP ac²")]
    model: String,
    /// basic, vlan or addon.
    #[arg(long, default_value = "basic")]
    template: Shape,
    /// End after the narration.
    #[arg(long)]
    once: bool,
    /// Where the web interface listens afterwards.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8000")]
    listen: SocketAddr,
    /// Where the customers' portal listens afterwards.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    portal_listen: SocketAddr,
}

/// The router's distance: what a packet needs to a shop in the next town and back.
const LATENCY: Duration = Duration::from_millis(20);
const ROUTEROS: &str = "7.21.5";

impl DemoArguments {
    /// Runs the demonstration.
    ///
    /// # Errors
    /// Any step that does not do what it should.
    pub fn run(self) -> Result<Exit, Failure> {
        let (once, listen, portal) = (self.once, self.listen, self.portal_listen);
        block_on(async {
            self.narrate().await?;
            if once {
                return say(
                    "\nNext: hotspotd serve, or by hand: hotspotd example-site > shop.toml, edit it, and hotspotd diff shop.toml --router 192.168.88.1 …\n",
                );
            }
            appliance::run(listen, portal).await
        })?
    }

    async fn narrate(self) -> Result<Exit, Failure> {
        let bad = |error: &dyn std::error::Error| Failure::bad_input(error.to_string());
        let version = ROUTEROS
            .parse()
            .map_err(|error| Failure::failed(format!("{error}")))?;
        let model = Catalogue::builtin()
            .get(&self.model)
            .map_err(|error| bad(&error))?;

        title("1  A shop is described in a short file (hotspotd example-site)")?;
        let text = example::text(model, self.template, version).map_err(|error| bad(&error))?;
        let site = site_file::read(&text).map_err(|error| Failure::failed(error.to_string()))?;
        let networks: Vec<String> = site
            .networks
            .iter()
            .map(|network| format!("{} {}", network.name, network.address))
            .collect();
        say(&format!(
            "   {}: {} with RouterOS {}; hotspot {}; {} profiles, {} voucher types\n",
            site.site.name,
            model.name,
            site.router.routeros,
            networks.join(" and "),
            site.profiles.len(),
            site.voucher_types.len()
        ))?;

        title("2  It becomes a RouterOS configuration (hotspotd generate)")?;
        let templates = builtin::templates(&[]).map_err(|error| bad(&error))?;
        let generated = make(&site, &templates)?;
        let export = script::export(&generated.desired);
        let script = script::idempotent(&generated.desired).map_err(|error| bad(&error))?;
        say(&format!(
            "   {} rows in {} menus; as a script for download {} bytes. Some of them:\n",
            generated.desired.rows.len(),
            export.lines().filter(|line| line.starts_with('/')).count(),
            script.len()
        ))?;
        let hotspot = export
            .lines()
            .skip_while(|line| *line != "/ip hotspot profile")
            .take(4);
        say(&hotspot
            .map(|line| format!("      {line}\n"))
            .collect::<String>())?;

        title("3  A router fresh from its carton, simulated on the real wire, 20 ms away")?;
        let device = DeviceConfig {
            model: model.product_code.clone(),
            version: ROUTEROS
                .parse()
                .map_err(|error| Failure::failed(format!("{error}")))?,
            device_mode: DeviceMode::Advanced,
            schema: None,
        };
        let config = SimulatorConfig {
            latency: LATENCY,
            // The box is plugged into the port that the example says.
            via: model.factory_entry().map(str::to_owned),
            ..SimulatorConfig::new(device)
        };
        let router = Simulator::start(config)
            .await
            .map_err(|error| bad(&error))?;
        say(&format!(
            "   {} answers on {}\n",
            model.name,
            router.address()
        ))?;

        title("4  What would change there (hotspotd diff)")?;
        let target = Target {
            endpoint: Endpoint {
                host: router.address().ip().to_string(),
                port: router.address().port(),
                security: Security::Plain,
            },
            credentials: Credentials {
                user: "admin".to_owned(),
                password: Secret::new(""),
            },
            limits: Limits::default(),
        };
        let order = Order::new(&site, &generated.desired, &generated.model);
        let first = look(&target, &order).await.map_err(failure)?;
        let shown = show::changes(&first.changes);
        for line in shown.lines() {
            say(&format!("   {}\n", shortened(line)))?;
        }
        say(&format!("   change {}\n", first.hash))?;

        title("5  It is sent in stages and proven by reading back (hotspotd apply)")?;
        let terms = Terms {
            take_over: true,
            ..Terms::default()
        };
        let mut bar = Bar::new(first.changes.changes.len());
        let mut stages = Vec::new();
        let report = first
            .apply(&order, &terms, |progress| {
                if let Progress::Stage {
                    number,
                    of,
                    changes,
                } = progress
                {
                    stages.push(format!("   stage {number} of {of}: {changes} changes\n"));
                }
                bar.tell(progress);
            })
            .await;
        bar.clear();
        let report = report.map_err(failure)?;
        say(&stages.concat())?;
        say(&format!("   {}", told(&report)))?;

        title("6  Once more: there is nothing left to do")?;
        let before = router.with_device(|device| device.commands());
        let again = look(&target, &order).await.map_err(failure)?;
        let changes = again.changes.changes.len();
        let report = again.apply(&order, &terms, |_| {}).await.map_err(failure)?;
        let writes = router.with_device(|device| device.commands()) - before;
        say(&format!(
            "   {changes} changes; the router counted {writes} writes. {}",
            told(&report)
        ))?;
        if changes > 0 || writes > 0 {
            return Err(Failure::failed(
                "the second apply was not empty; please report this",
            ));
        }
        cut::line(&router, &target, &site).await?;
        router.stop().await;
        Ok(Exit::Done)
    }
}

fn title(text: &str) -> Result<Exit, Failure> {
    let bold = anstyle::Style::new().bold();
    say(&format!("\n{bold}{text}{bold:#}\n"))
}

fn say(text: &str) -> Result<Exit, Failure> {
    let said = super::print(text);
    let _ = std::io::stdout().flush();
    said
}

/// Long lines tell no more here than short ones.
fn shortened(line: &str) -> String {
    const WIDTH: usize = 140;
    if line.chars().count() <= WIDTH {
        line.to_owned()
    } else {
        format!("{}…\u{1b}[0m", line.chars().take(WIDTH).collect::<String>())
    }
}
