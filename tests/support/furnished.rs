//! A data folder with people of every role and, where a test wants one, a router with a site: set up as a technician would, without HTTP.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use hotspotd::credentials::KeyPlace;
use hotspotd::domain::access::{LoginName, Role};
use hotspotd::domain::hotspot::site::Site;
use hotspotd::domain::id::RouterId;
use hotspotd::domain::language::Language;
use hotspotd::domain::secret::Secret;
use hotspotd::routeros::Limits;
use hotspotd::service::accounts::register::{Registration, register, set_up_code};
use hotspotd::service::accounts::{Actor, Device};
use hotspotd::service::appliance::{Appliance, Setup};
use hotspotd::service::clock::Clock;
use hotspotd::service::routers::manage::{Wanted, add, check};
use hotspotd::service::routers::site;
use hotspotd::store::account::{self, NewAccount};
use hotspotd::store::{Connection, StoreError};
use simulator::Simulator;

/// The password of everybody.
pub const PASSWORD: &str = "kahawa na maziwa 7";

/// A folder that goes when it is dropped.
pub struct Folder(pub PathBuf);

impl Folder {
    /// A new one among the temporary files of this build.
    pub fn new(name: &str) -> Folder {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "{name}-{}-{}",
            std::process::id(),
            NUMBER.fetch_add(1, Ordering::Relaxed)
        );
        Folder(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An appliance over a folder, with nobody listening and nothing running.
pub async fn opened(folder: &Path, clock: Clock, limits: Limits) -> Arc<Appliance> {
    let setup = Setup {
        data: folder.to_owned(),
        key: KeyPlace::in_folder(folder),
        clock,
        memory: 1 << 30,
        limits,
        loopback: true,
        away: None,
    };
    Appliance::open(setup).await.expect("an appliance")
}

/// The device that sets everything up.
pub fn device() -> Device {
    Device {
        address: [127, 0, 0, 1].into(),
        user_agent: "furnisher".to_owned(),
        proofs: Vec::new(),
    }
}

/// The owner, `amina`, by the set-up code.
pub async fn owner(appliance: &Arc<Appliance>) -> Actor {
    let code = set_up_code(appliance).await.expect("a code").expect("open");
    let registration = Registration {
        code,
        login: "amina".to_owned(),
        name: "Amina Otieno".to_owned(),
        email: None,
        password: Secret::new(PASSWORD),
        language: Language::En,
    };
    let account = register(appliance, registration, &device()).await;
    Actor {
        account: account.expect("an owner"),
        device: device(),
    }
}

/// The owner again.
pub async fn actor(appliance: &Appliance) -> Actor {
    let read = |connection: &Connection| {
        Ok::<_, StoreError>(account::credentials(connection, "amina")?.map(|found| found.account))
    };
    let account = appliance.state.read(read).await.expect("accounts");
    Actor {
        account: account.expect("an owner"),
        device: device(),
    }
}

/// Somebody more, with the password of everybody.
pub async fn person(appliance: &Appliance, login: &str, role: Role) {
    let hash = appliance.hasher.hash(&Secret::new(PASSWORD)).await;
    let hash = hash.expect("a hash").as_str().to_owned();
    let login: LoginName = login.parse().expect("a login");
    let (operator, now) = (appliance.operator, appliance.clock.now());
    let inserted = appliance.state.write(move |connection| {
        account::insert(
            connection,
            &NewAccount {
                operator,
                login: &login,
                name: login.as_str(),
                email: None,
                email_verified: false,
                role,
                password_hash: &hash,
            },
            now,
        )
    });
    inserted.await.expect("an account");
}

/// A simulated router in care, with its administrator's account.
pub async fn router(
    appliance: &Arc<Appliance>,
    owner: &Actor,
    name: &str,
    at: &Simulator,
) -> RouterId {
    let wanted = Wanted {
        name: name.to_owned(),
        host: at.address().ip().to_string(),
        port: Some(at.address().port()),
        tls: false,
        pin: None,
        user: "admin".to_owned(),
        password: Some(Secret::new("")),
    };
    let checked = check(appliance, &wanted).await.expect("a good address");
    add(appliance, owner, checked).await.expect("a router")
}

/// The site of a router.
pub async fn describe(appliance: &Arc<Appliance>, owner: &Actor, id: RouterId, wanted: &Site) {
    site::save(appliance, owner, id, wanted, 0)
        .await
        .expect("a site");
}
