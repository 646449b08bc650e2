//! Whole boxes: the appliance with its pages and routers on the wire, started in the test.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use hotspotd::app::Running;
use hotspotd::cli::demo::appliance::{LOGIN, furnish};
use hotspotd::config::Config;
use hotspotd::domain::access::{LoginName, Role};
use hotspotd::domain::hotspot::site::{BandwidthProfile, VoucherType};
use hotspotd::domain::id::RouterId;
use hotspotd::domain::language::Language;
use hotspotd::domain::routeros::model::Model;
use hotspotd::domain::secret::Secret;
use hotspotd::service::accounts::register::{Registration, register};
use hotspotd::service::accounts::{Actor, Device, invitations, people};
use hotspotd::service::builtin;
use hotspotd::service::catalogue::item::Item;
use hotspotd::service::catalogue::{shelf, starter};
use hotspotd::service::clock::Clock;
use hotspotd::service::routers::{backups, meet};
use hotspotd::service::templates::{self, Draft, Sample};
use hotspotd::store;
use serde_json::{Value, json};
use simulator::Simulator;

/// What stands in addresses: tokens of links that let somebody in once, and names of the catalogue.
#[derive(Default)]
pub struct Links {
    /// To make an account.
    pub invitation: String,
    /// To set another password.
    pub reset: String,
    /// To prove a mail address.
    pub email: String,
    /// A router that is to be added by a script.
    pub script: String,
    /// A voucher type.
    pub plan: String,
    /// A bandwidth profile.
    pub speed: String,
    /// A board.
    pub board: String,
}

fn token(link: &Secret) -> String {
    link.reveal().split_once("token=").unwrap().1.to_owned()
}

fn device() -> Device {
    Device {
        address: [127, 0, 0, 1].into(),
        user_agent: "test".to_owned(),
        proofs: Vec::new(),
    }
}

/// A box, its folder and its routers; all go with the test.
pub struct Boxed {
    /// The program.
    pub running: Running,
    /// The set-up code, as it was at the start.
    code: Secret,
    /// Who signs in, with which password. The first is the owner.
    pub people: Vec<(String, Secret)>,
    /// Routers that hold their configuration; somebody has changed the last.
    pub routers: Vec<Simulator>,
    folder: PathBuf,
}

impl Drop for Boxed {
    fn drop(&mut self) {
        // Left behind, it does no harm: it lies among the build's files.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Boxed {
    /// A box that nobody owns yet.
    pub async fn empty() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("box-{}-{number}", std::process::id());
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let free = SocketAddr::from(([127, 0, 0, 1], 0));
        let config = Config::on_trial(folder.clone(), free, free, Clock::system());
        let running = Running::start(config).await.unwrap();
        let code = running.set_up_code().await.unwrap().unwrap();
        Boxed {
            running,
            code,
            people: Vec::new(),
            routers: Vec::new(),
            folder,
        }
    }

    /// A box at work: an owner, a viewer, two routers with jobs, one of which somebody has changed.
    pub async fn furnished() -> Self {
        let mut it = Self::empty().await;
        let (password, routers) = furnish(&it.running).await.unwrap();
        it.people.push((LOGIN.to_owned(), password));
        it.routers = routers;
        it.add("baraka", Role::Viewer).await;
        let appliance = &it.running.appliance;
        let actor = it.owner().await;
        starter::add_starter_set(appliance, &actor).await.unwrap();
        let (_, text) = builtin::texts()
            .into_iter()
            .find(|(name, _)| name.starts_with("basic"))
            .unwrap();
        let draft = Draft {
            name: "own".to_owned(),
            text,
            sample: Sample::default(),
        };
        templates::create(appliance, &actor, draft).await.unwrap();
        // Two backups that differ.
        let changed = RouterId::from_row(2);
        backups::make(appliance, changed).await.unwrap();
        it.routers[1].with_device(|device| {
            let from = [192, 168, 88, 2].into();
            let admin = device.authenticate("admin", "", from).unwrap();
            let name = [("name".to_owned(), "Soko mpya".to_owned())];
            device.run(&admin, "/system/identity/set", &name).unwrap();
        });
        backups::make(appliance, changed).await.unwrap();
        it
    }

    /// The owner, at this machine.
    async fn owner(&self) -> Actor {
        let all = people::list(&self.running.appliance, None, "", 100)
            .await
            .unwrap()
            .accounts;
        let owner = all.into_iter().find(|it| it.role == Role::Owner);
        Actor {
            account: owner.unwrap(),
            device: device(),
        }
    }

    /// The name by which the first of this kind is known.
    async fn first<I: Item>(&self) -> String {
        let all = shelf::list::<I>(&self.running.appliance, shelf::Query::default());
        all.await.unwrap().first().unwrap().item.key()
    }

    /// An owner's box with nothing in it.
    pub async fn bare() -> Self {
        let mut it = Self::empty().await;
        let password = Secret::new("the lake is calm today".to_owned());
        let registration = Registration {
            code: Secret::new(it.code()),
            login: LOGIN.to_owned(),
            name: "Achieng".to_owned(),
            email: None,
            password: password.clone(),
            language: Language::En,
        };
        register(&it.running.appliance, registration, &device())
            .await
            .unwrap();
        it.people.push((LOGIN.to_owned(), password));
        it
    }

    /// The set-up code.
    pub fn code(&self) -> &str {
        self.code.reveal()
    }

    /// Links that an owner hands over.
    pub async fn links(&self) -> Links {
        let appliance = &self.running.appliance;
        let all = people::list(appliance, None, "", 100)
            .await
            .unwrap()
            .accounts;
        let viewer = all.iter().find(|it| it.role == Role::Viewer).unwrap().id;
        let actor = self.owner().await;
        let here = "http://box";
        let invited = invitations::invite(appliance, &actor, None, Role::Technician, here);
        let reset = people::reset_link(appliance, &actor, viewer, here);
        let script = meet::by_script(appliance, &actor, "192.168.88.1", None, "");
        Links {
            script: script.await.unwrap().to_string(),
            invitation: token(&invited.await.unwrap().link),
            reset: token(&reset.await.unwrap()),
            email: "none".to_owned(),
            plan: self.first::<VoucherType>().await,
            speed: self.first::<BandwidthProfile>().await,
            board: self.first::<Model>().await,
        }
    }

    async fn add(&mut self, login: &str, role: Role) {
        let appliance = &self.running.appliance;
        let password = Secret::new(format!("a long password of {login}"));
        let hash = appliance.hasher.hash(&password).await.unwrap();
        let (operator, now) = (appliance.operator, appliance.clock.now());
        let name: LoginName = login.parse().unwrap();
        appliance
            .state
            .write(move |connection| {
                let new = store::account::NewAccount {
                    operator,
                    login: &name,
                    name: "Baraka Otieno",
                    email: None,
                    email_verified: false,
                    role,
                    password_hash: hash.as_str(),
                };
                store::account::insert(connection, &new, now)
            })
            .await
            .unwrap();
        self.people.push((login.to_owned(), password));
    }

    /// What a script needs to know of it.
    pub fn told(&self) -> Value {
        let people: Vec<Value> = self
            .people
            .iter()
            .map(|(login, password)| json!({ "login": login, "password": password.reveal() }))
            .collect();
        json!({
            "base": format!("http://{}", self.running.listen),
            "code": self.code.reveal(),
            "people": people,
        })
    }
}
