//! A trial set for an empty data folder: people of each role, the starter catalogue, routers with sites, configurations.
//!
//! The routers are addresses on this machine where nothing answers until somebody starts simulators there.

use std::sync::Arc;

use crate::credentials::{HashError, RandomError, SealError};
use crate::domain::access::{LoginName, Role};
use crate::domain::hotspot::site::Site;
use crate::domain::hotspot::starter::starter;
use crate::domain::hotspot::template::Shape;
use crate::domain::id::{ConfigurationId, OperatorId, RouterId};
use crate::domain::moment::Moment;
use crate::domain::routeros::version::Version;
use crate::domain::secret::Secret;
use crate::domain::time::Span;
use crate::service::accounts::{Actor, Device};
use crate::service::appliance::Appliance;
use crate::service::catalogue::{CatalogueError, starter as starter_set};
use crate::service::routers::change::{Keep, NewOwner};
use crate::service::routers::{RouterError, password_place, prepare, site as router_site};
use crate::store::account::{self, NewAccount};
use crate::store::configuration::{self, Fate};
use crate::store::router::{self, Way};
use crate::store::{Connection, StoreError};

/// The port of the first router; the next ones follow.
pub const FIRST_PORT: u16 = 18_728;
/// Most routers: their ports must be ports.
pub const MOST_ROUTERS: u16 = 500;
/// Rows that are written in one transaction.
const BATCH: u32 = 500;
/// Between one configuration and the next.
const STEP: Span = Span::from_secs(1_800);
const PEOPLE: [(&str, &str, Role); 4] = [
    ("amina", "Amina Otieno", Role::Owner),
    ("juma", "Juma Mwangi", Role::Technician),
    ("wanjiru", "Wanjiru Kamau", Role::Cashier),
    ("baraka", "Baraka Ouma", Role::Viewer),
];
const SHOPS: [(&str, &str, Shape); 5] = [
    ("Duka la Gati", "hAP ac²", Shape::Basic),
    ("Hosteli ya Umoja", "RB4011iGS+RM", Shape::Vlan),
    ("Soko Kuu", "hEX S", Shape::Basic),
    ("Kahawa House", "hAP ax²", Shape::Basic),
    ("Stendi ya Basi", "hEX", Shape::Vlan),
];

/// How much of it.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Routers, at most [`MOST_ROUTERS`].
    pub routers: u16,
    /// Generated configurations; none without a router.
    pub configurations: u32,
    /// Accounts; the four with a role each are there in any case.
    pub accounts: u32,
}

/// Somebody who can sign in.
#[derive(Debug)]
pub struct Person {
    /// What is typed to sign in.
    pub login: &'static str,
    /// What they may do.
    pub role: Role,
    /// Their password; it is not kept anywhere else.
    pub password: Secret,
}

/// Why there is no trial set. What was written before stays: throw the folder away.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// Something is there.
    #[error("there is data already: name an empty folder by --data-dir")]
    NotEmpty,
    /// A sample is wrong; a test keeps that from happening.
    #[error("the program's own sample is wrong; report this: {0}")]
    Sample(String),
    /// The catalogue.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// A router or its configuration.
    #[error(transparent)]
    Router(#[from] RouterError),
    /// A password.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// No random numbers.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// A secret.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Fills an empty data folder, and tells who can sign in.
///
/// # Errors
/// See [`SampleError`].
pub async fn fill(appliance: &Appliance, wanted: Wanted) -> Result<Vec<Person>, SampleError> {
    let owner_is_there = appliance.state.read(account::exists_owner).await?;
    if owner_is_there {
        return Err(SampleError::NotEmpty);
    }
    let (people, actor) = people(appliance).await?;
    others(appliance, wanted.accounts).await?;
    let (operator, now) = (appliance.operator, appliance.clock.now());
    appliance
        .state
        .write(move |connection| starter_set::put(connection, operator, now))
        .await?;
    let count = wanted.routers.min(MOST_ROUTERS);
    let mut shops = Vec::new();
    for number in 0..count {
        shops.push(shop(appliance, &actor, number).await?);
    }
    if !shops.is_empty() {
        configurations(appliance, actor, shops, wanted.configurations).await?;
    }
    router_site::learn_hotspots(appliance).await?;
    Ok(people)
}

/// One of each role.
async fn people(appliance: &Appliance) -> Result<(Vec<Person>, Actor), SampleError> {
    let mut people = Vec::new();
    let mut hashes = Vec::new();
    for (login, name, role) in PEOPLE {
        let codes = [appliance.codes.random()?, appliance.codes.random()?];
        let password = Secret::new(codes.each_ref().map(Secret::reveal).join("-"));
        let hash = appliance.hasher.hash(&password).await?;
        hashes.push((
            login_name(login)?,
            name.to_owned(),
            role,
            hash.as_str().to_owned(),
        ));
        people.push(Person {
            login,
            role,
            password,
        });
    }
    let (operator, now) = (appliance.operator, appliance.clock.now());
    let owner = appliance
        .state
        .write(move |connection| {
            let mut owner = None;
            for (login, name, role, hash) in &hashes {
                let id = insert(connection, operator, login, name, *role, hash, now)?;
                if *role == Role::Owner {
                    owner = Some(account::get(connection, id)?);
                }
            }
            owner.ok_or(StoreError::Missing)
        })
        .await?;
    let actor = Actor {
        account: owner,
        device: Device {
            address: std::net::Ipv4Addr::LOCALHOST.into(),
            user_agent: String::new(),
            proofs: Vec::new(),
        },
    };
    Ok((people, actor))
}

/// More accounts, of viewers with a password that nobody knows.
async fn others(appliance: &Appliance, accounts: u32) -> Result<(), SampleError> {
    let first = u32::try_from(PEOPLE.len()).unwrap_or(u32::MAX);
    if accounts <= first {
        return Ok(());
    }
    // One hash for all: a thousand would take minutes.
    let hash = appliance.hasher.hash(&appliance.codes.random()?).await?;
    let hash: Arc<str> = hash.as_str().into();
    let (operator, now) = (appliance.operator, appliance.clock.now());
    let mut from = first;
    while from < accounts {
        let until = accounts.min(from.saturating_add(BATCH));
        let hash = Arc::clone(&hash);
        appliance
            .state
            .write(move |connection| {
                for number in from..until {
                    let login = login_name(&format!("mgeni{number}"))?;
                    let name = format!("Mgeni {number}");
                    insert(
                        connection,
                        operator,
                        &login,
                        &name,
                        Role::Viewer,
                        &hash,
                        now,
                    )?;
                }
                Ok::<_, SampleError>(())
            })
            .await?;
        from = until;
    }
    Ok(())
}

fn insert(
    connection: &Connection,
    operator: OperatorId,
    login: &LoginName,
    name: &str,
    role: Role,
    password_hash: &str,
    now: Moment,
) -> Result<crate::domain::id::AccountId, StoreError> {
    account::insert(
        connection,
        &NewAccount {
            operator,
            login,
            name,
            email: None,
            email_verified: false,
            role,
            password_hash,
        },
        now,
    )
}

fn login_name(text: &str) -> Result<LoginName, SampleError> {
    text.parse().map_err(wrong)
}

fn wrong(error: impl ToString) -> SampleError {
    SampleError::Sample(error.to_string())
}

/// A router with its site, and what is generated of it.
async fn shop(
    appliance: &Appliance,
    actor: &Actor,
    number: u16,
) -> Result<(RouterId, Keep), SampleError> {
    let site = site(appliance, number)?;
    let generated = prepare::generate(appliance, &site)?;
    let keep = Keep::of(&site, &generated)?;
    let name = format!("{} {}", site.site.name, number + 1);
    let (operator, now) = (appliance.operator, appliance.clock.now());
    let port = FIRST_PORT.saturating_add(number);
    let id = appliance
        .state
        .write(move |connection| {
            let way = Way {
                name: &name,
                host: "127.0.0.1",
                port,
                tls: false,
                pin: None,
                user: "hotspotd",
            };
            router::insert(connection, operator, &way, now)
        })
        .await?;
    let password = appliance
        .sealer
        .seal(&password_place(id), &appliance.codes.random()?)?;
    let stored = router_site::seal(appliance, id, &site)?;
    let actor = actor.clone();
    appliance
        .state
        .write(move |connection| {
            router::set_password(connection, id, password.as_bytes())?;
            router::set_site(connection, id, &stored, 0)?;
            let subject = format!("router {}", stored.slug);
            actor.note(connection, "add", &subject, "sample", now)
        })
        .await?;
    Ok((id, keep))
}

fn site(appliance: &Appliance, number: u16) -> Result<Site, SampleError> {
    let (name, board, shape) = SHOPS
        .iter()
        .cycle()
        .nth(usize::from(number))
        .copied()
        .ok_or_else(|| wrong("there are no shops"))?;
    let boards = appliance.boards();
    let model = boards.get(board).map_err(wrong)?;
    let mut site = starter(model, shape, Version::new(7, 21, 0)).map_err(wrong)?;
    site.site.slug = format!("duka{}", number + 1).parse().map_err(wrong)?;
    site.site.name = name.parse().map_err(wrong)?;
    Ok(site)
}

/// So many configurations, the routers in turn, the last of each router applied.
async fn configurations(
    appliance: &Appliance,
    actor: Actor,
    shops: Vec<(RouterId, Keep)>,
    count: u32,
) -> Result<(), SampleError> {
    let shops = Arc::new(shops);
    let (operator, now) = (appliance.operator, appliance.clock.now());
    let mut from = 0;
    while from < count {
        let until = count.min(from.saturating_add(BATCH));
        let (shops, actor) = (Arc::clone(&shops), actor.clone());
        let sealer = Arc::clone(&appliance.sealer);
        appliance
            .state
            .write(move |connection| {
                let latest = count.saturating_sub(u32::try_from(shops.len()).unwrap_or(count));
                for (number, (router, keep)) in (from..until).zip(turn(&shops, from)) {
                    let owner = NewOwner {
                        operator,
                        router: Some(*router),
                        actor: &actor,
                    };
                    let ago = STEP.as_secs() * u64::from(count - number);
                    let at = now.minus(Span::from_secs(ago));
                    let id: ConfigurationId = keep.insert(connection, &sealer, &owner, at)?;
                    if number >= latest {
                        configuration::set_fate(connection, id, Fate::Applied, at)?;
                    }
                }
                Ok::<_, SampleError>(())
            })
            .await?;
        from = until;
    }
    Ok(())
}

/// The shops over and over, beginning where the last batch ended.
fn turn<T>(shops: &[T], from: u32) -> impl Iterator<Item = &T> {
    let from = usize::try_from(from).unwrap_or_default();
    shops.iter().cycle().skip(from % shops.len().max(1))
}
