//! The demonstration goes on: the web interface with a sample shop and two simulated routers, one of which somebody has changed.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use simulator::device::{DeviceConfig, DeviceMode};
use simulator::{Simulator, SimulatorConfig};

use super::{ROUTEROS, say, title};
use crate::app::Running;
use crate::cli::exit::{Exit, Failure};
use crate::cli::{serve, stop};
use crate::config::Config;
use crate::domain::hotspot::starter::starter;
use crate::domain::hotspot::template::Shape;
use crate::domain::id::{JobId, RouterId};
use crate::domain::language::Language;
use crate::domain::name::{Label, SiteSlug};
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::routeros::model::Model;
use crate::domain::secret::Secret;
use crate::service::accounts::register::{Registration, register};
use crate::service::accounts::{Actor, Device};
use crate::service::appliance::Appliance;
use crate::service::clock::Clock;
use crate::service::jobs;
use crate::service::routers::change::{Agreed, Wish, ask};
use crate::service::routers::compare::compare;
use crate::service::routers::manage::{Wanted, add, check};
use crate::service::routers::site;
use crate::store::job::JobState;

/// Who signs in.
pub const LOGIN: &str = "demo";

/// The shops: slug, the shop's name, the router's name.
const SHOPS: [(&str, &str, &str); 2] = [
    ("kahawa", "Kahawa Café", "Kahawa Café"),
    ("soko", "Soko Cyber", "Soko Cyber"),
];

/// A folder that goes with the demonstration.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // Left behind, it does no harm: it lies among the temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs the appliance until somebody wants it to end.
pub async fn run(listen: SocketAddr, portal: SocketAddr) -> Result<Exit, Failure> {
    title("9  The same in the browser (hotspotd serve), with two simulated routers")?;
    let folder = Folder(std::env::temp_dir().join(format!("hotspotd-demo-{}", std::process::id())));
    let config = Config::on_trial(folder.0.clone(), listen, portal, Clock::system());
    let running = Running::start(config).await.map_err(serve::failure)?;
    let (password, routers) = furnish(&running).await?;
    say(&format!(
        "\n   Open  http://{}/   and sign in as  {LOGIN}  with the password  {}\n",
        running.listen,
        password.reveal()
    ))?;
    say(&format!(
        "   {} holds its configuration; somebody changed {}: see it under Routers, and put it back.\n   The customers' portal: http://{}/\n   Ctrl-C ends the demonstration; nothing of it stays.\n",
        SHOPS[0].2, SHOPS[1].2, running.portal
    ))?;
    running
        .until(stop::asked_for())
        .await
        .map_err(serve::failure)?;
    for router in routers {
        router.stop().await;
    }
    Ok(Exit::Done)
}

fn failed(error: &dyn std::error::Error) -> Failure {
    Failure::failed(error.to_string()).caused_by(error)
}

/// Gives an empty box an owner, whose password comes back, and two routers that are set up as a technician would set them
/// up. Somebody has changed the second.
///
/// # Errors
/// Any step that does not do what it should.
pub async fn furnish(running: &Running) -> Result<(Secret, Vec<Simulator>), Failure> {
    let appliance = &running.appliance;
    let device = Device {
        address: running.listen.ip(),
        user_agent: "hotspotd demo".to_owned(),
        proofs: Vec::new(),
    };
    let code = running.set_up_code().await.map_err(serve::failure)?;
    let code =
        code.ok_or_else(|| Failure::failed("the demonstration's folder is in use already"))?;
    let password = appliance.codes.random().map_err(|error| failed(&error))?;
    let password = Secret::new(format!("demo-{}", password.reveal().to_lowercase()));
    let registration = Registration {
        code: code.clone(),
        login: LOGIN.to_owned(),
        name: "Demo".to_owned(),
        email: None,
        password: password.clone(),
        language: Language::En,
    };
    let account = register(appliance, registration, &device)
        .await
        .map_err(|error| failed(&error))?;
    let actor = Actor { account, device };
    let model = Catalogue::builtin()
        .get(crate::cli::example::MODEL)
        .map_err(|error| failed(&error))?;
    let mut routers = Vec::new();
    for shop in SHOPS {
        let router = simulated(model).await?;
        let id = set_up(appliance, &actor, model, &router, shop).await?;
        say(&format!("   {} is set up and proven.\n", shop.2))?;
        routers.push((id, router));
    }
    if let Some((id, router)) = routers.last() {
        somebody_changes(router)?;
        compare(appliance, *id, Wish::Apply)
            .await
            .map_err(|error| failed(&error))?;
    }
    Ok((
        password,
        routers.into_iter().map(|(_, router)| router).collect(),
    ))
}

async fn simulated(model: &Model) -> Result<Simulator, Failure> {
    let device = DeviceConfig {
        model: model.product_code.clone(),
        version: ROUTEROS
            .parse()
            .map_err(|error| Failure::failed(format!("{error}")))?,
        device_mode: DeviceMode::Advanced,
        schema: None,
    };
    let config = SimulatorConfig {
        tls_listen: Some(([127, 0, 0, 1], 0).into()),
        tls_ready: true,
        via: model.factory_entry().map(str::to_owned),
        ..SimulatorConfig::new(device)
    };
    Simulator::start(config)
        .await
        .map_err(|error| failed(&error))
}

/// What a technician does in the browser: add, describe, preview, apply.
async fn set_up(
    appliance: &Arc<Appliance>,
    actor: &Actor,
    model: &Model,
    router: &Simulator,
    (slug, shop, name): (&str, &str, &str),
) -> Result<RouterId, Failure> {
    let address = router.tls_address().unwrap_or(router.address());
    let wanted = Wanted {
        name: name.to_owned(),
        host: address.ip().to_string(),
        port: Some(address.port()),
        tls: router.tls_address().is_some(),
        pin: router.certificate_sha256(),
        user: "admin".to_owned(),
        password: Some(Secret::new("")),
    };
    let checked = check(appliance, &wanted)
        .await
        .map_err(|error| failed(&error))?;
    let id = add(appliance, actor, checked)
        .await
        .map_err(|error| failed(&error))?;
    let version = ROUTEROS
        .parse()
        .map_err(|error| Failure::failed(format!("{error}")))?;
    let mut wanted = starter(model, Shape::Basic, version).map_err(|error| failed(&error))?;
    wanted.site.slug = slug.parse::<SiteSlug>().map_err(|error| failed(&error))?;
    wanted.site.name = shop.parse::<Label>().map_err(|error| failed(&error))?;
    site::save(appliance, actor, id, &wanted, 0)
        .await
        .map_err(|error| failed(&error))?;
    let found = compare(appliance, id, Wish::Apply)
        .await
        .map_err(|error| failed(&error))?;
    let agreed = Agreed {
        take_over: true,
        ..Agreed::default()
    };
    let job = ask(appliance, actor, id, Wish::Apply, &found.hash, &agreed)
        .await
        .map_err(|error| failed(&error))?;
    finished(appliance, job).await?;
    Ok(id)
}

/// Waits until a job is over.
async fn finished(appliance: &Arc<Appliance>, id: JobId) -> Result<(), Failure> {
    let mut happened = appliance.happened.subscribe();
    loop {
        let story = jobs::story(appliance, id)
            .await
            .map_err(|error| failed(&error))?;
        match story.job.state {
            JobState::Done => return Ok(()),
            state if state.is_over() => {
                let outcome = story.job.outcome.unwrap_or_default();
                return Err(Failure::failed(format!(
                    "setting up a router failed: {outcome}"
                )));
            }
            _ => {}
        }
        // Behind or closed: the next look at the job tells.
        let _ = happened.recv().await;
    }
}

/// Somebody with Winbox makes the customers slower, and moves the sign-in page.
fn somebody_changes(router: &Simulator) -> Result<(), Failure> {
    router.with_device(|device| {
        let from = [192, 168, 88, 2].into();
        let admin = device
            .authenticate("admin", "", from)
            .map_err(|error| Failure::failed(format!("{error:?}")))?;
        let change =
            |device: &mut simulator::device::Device, menu: &str, field: &str, value: &str| {
                let rows = device.rows(menu);
                let row = rows.iter().find_map(|row| {
                    let ours = row.get("name").is_some_and(|name| name.starts_with("hd-"));
                    ours.then(|| row.get(".id").map(str::to_owned)).flatten()
                });
                let Some(id) = row else { return Ok(()) };
                let fields = [(".id".to_owned(), id), (field.to_owned(), value.to_owned())];
                device
                    .run(&admin, &format!("{menu}/set"), &fields)
                    .map(|_| ())
                    .map_err(|error| Failure::failed(format!("{error:?}")))
            };
        change(
            device,
            "/ip/hotspot/user/profile",
            "rate-limit",
            "256k/256k",
        )?;
        change(device, "/ip/hotspot/profile", "dns-name", "hotspot.example")
    })
}
