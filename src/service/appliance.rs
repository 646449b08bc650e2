//! What everything above shares: the databases, the keys, the clock, and how routers are reached.

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{broadcast, watch};

use super::backup::away::{Away, Trouble};
use super::catalogue::shelf;
use super::clock::Clock;
use super::pulse::Pulse;
use super::tally::Tally;
use super::telemetry::Samples;
use super::templates;
use super::throttle::Throttles;
use super::tls::Tls;
use super::trust::{Floor, Heard};
use super::{disk, telemetry, trust};
use crate::credentials::{
    AccessTokens, Codes, Csrf, Hasher, KeyPlace, KnownDevices, Purpose, Sealer,
};
use crate::domain::access::Business;
use crate::domain::hotspot::render::Templates;
use crate::domain::id::{JobId, OperatorId, RouterId};
use crate::domain::net::Subnet;
use crate::domain::room::Room;
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::trust::Trust;
use crate::mail::Letters;
use crate::routeros::Limits;
use crate::store::catalogue::Shelf;
use crate::store::journal::Journal;
use crate::store::{self, Database, FolderLock, StoreError};

mod error;
pub(in crate::service) mod key;

pub use error::StartError;

/// The folder, in the data folder, where changes under way are noted.
const GUARDS: &str = "guards";
/// How many job events a slow listener may be behind before it reads the database instead.
const EVENTS: usize = 256;
/// The zone of a business that was not described yet.
const ZONE: &str = "Africa/Nairobi";

/// How the appliance is set up; what the arguments and the box decide.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Where everything is kept.
    pub data: PathBuf,
    /// Where the box's key is.
    pub key: KeyPlace,
    /// Tells the time.
    pub clock: Clock,
    /// The box's memory, in bytes.
    pub memory: u64,
    /// How long routers are waited for.
    pub limits: Limits,
    /// Routers may be on this machine itself: demonstration and tests.
    pub loopback: bool,
    /// Where whole backups go, if anywhere.
    pub away: Option<Away>,
}

/// A network of customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hotspot {
    /// Its addresses.
    pub network: Subnet,
    /// The name of its router's sign-in page.
    pub sign_in: String,
}

/// The appliance.
pub struct Appliance {
    /// Accounts, routers, jobs.
    pub state: Database,
    /// Samples.
    pub telemetry: Database,
    /// Tells the time.
    pub clock: Clock,
    /// Seals secrets.
    pub sealer: Arc<Sealer>,
    /// Hashes passwords.
    pub hasher: Hasher,
    /// Issues access tokens.
    pub tokens: AccessTokens,
    /// Makes form tokens.
    pub csrf: Csrf,
    /// Makes codes that people type.
    pub codes: Codes,
    /// Proofs of devices at which somebody has signed in.
    pub known: KnownDevices,
    /// Notes changes under way on routers.
    pub journal: Journal,
    /// How long routers are waited for.
    pub limits: Limits,
    /// Routers may be on this machine itself.
    pub loopback: bool,
    /// Whose box it is.
    pub operator: OperatorId,
    /// How often something may be tried.
    pub throttles: Throttles,
    /// The business, once it was described.
    pub business: RwLock<Option<Business>>,
    /// Networks of customers: nobody in them sees the administration.
    pub hotspots: RwLock<Vec<Hotspot>>,
    /// The texts of mails.
    pub letters: Letters,
    /// Held by whoever sends what waits in the outbox, so that nothing is sent twice.
    pub posting: tokio::sync::Mutex<()>,
    /// The boards of the program and the operator's own.
    boards: RwLock<Arc<Catalogue>>,
    /// The templates of the program and the operator's own.
    templates: RwLock<Arc<Templates>>,
    /// Held while one of the two is read anew, so that an older reading does not come last.
    refreshing: tokio::sync::Mutex<()>,
    /// Jobs in which something happened.
    pub happened: broadcast::Sender<JobId>,
    /// Held while the database is copied: two copies at once would only take room and time from each other.
    pub copying: tokio::sync::Mutex<()>,
    /// Where the box's key is.
    pub key: KeyPlace,
    /// Where whole backups go, if anywhere.
    pub away: Option<Away>,
    /// What stands in the way of whole backups.
    pub away_trouble: watch::Sender<Option<Trouble>>,
    /// Samples that wait to be written.
    pub samples: Samples,
    /// How much room the disk has.
    pub room: watch::Sender<Room>,
    /// Whether the clock is believed.
    pub trust: watch::Sender<Trust>,
    /// What routers said of the time.
    pub heard: Heard,
    /// The latest believed time, and how much of it is kept.
    pub floor: Floor,
    /// Whether the parts of the daemon still move.
    pub pulse: Pulse,
    /// What came of work on routers.
    pub tally: Tally,
    /// The certificate of the administration, once the daemon shows one.
    pub tls: OnceLock<Arc<Tls>>,
    /// The port at which the portal listens, once it does.
    pub portal_port: OnceLock<u16>,
    wake: UnboundedSender<RouterId>,
    woken: Mutex<Option<UnboundedReceiver<RouterId>>>,
    /// One at a time on each router.
    hands: Mutex<HashMap<RouterId, Arc<tokio::sync::Mutex<()>>>>,
    data: PathBuf,
    lock: Mutex<Option<FolderLock>>,
}

impl Appliance {
    /// Opens the data folder and everything in it.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn open(setup: Setup) -> Result<Arc<Self>, StartError> {
        let now = setup.clock.now();
        let lock = FolderLock::take(&setup.data)?;
        let state = Database::open(&setup.data, &store::STATE, now)?;
        let telemetry = Database::open(&setup.data, &store::TELEMETRY, now)?;
        let key = key::of(&state, &setup.data, &setup.key, now).await?;
        let floor = Floor::default();
        let trust = trust::settle(&state, &setup.clock, &floor, None, None).await?;
        let (operator, business, boards, own) = state
            .write(move |connection| {
                let operator = match store::operator::first(connection)? {
                    Some(operator) => operator,
                    None => store::operator::insert(connection, now)?,
                };
                let business = store::operator::business(connection, operator)?;
                let boards = shelf::boards(connection, operator)?;
                let own = store::template::all(connection, operator)?;
                Ok::<_, StoreError>((operator, business, boards, own))
            })
            .await?;
        let pulse = Pulse::new(&setup.clock);
        let (wake, woken) = unbounded_channel();
        let appliance = Arc::new(Appliance {
            wake,
            woken: Mutex::new(Some(woken)),
            sealer: Arc::new(Sealer::new(&key.derive(Purpose::Seal))),
            tokens: AccessTokens::new(&key.derive(Purpose::Jwt)),
            csrf: Csrf::new(key.derive(Purpose::Csrf)),
            codes: Codes::new(key.derive(Purpose::Codes)),
            known: KnownDevices::new(key.derive(Purpose::KnownDevices)),
            hasher: Hasher::for_memory(setup.memory)?,
            journal: Journal::in_folder(&setup.data.join(GUARDS)),
            limits: setup.limits,
            loopback: setup.loopback,
            operator,
            throttles: Throttles::new(&setup.clock),
            business: RwLock::new(business),
            hotspots: RwLock::default(),
            letters: Letters::builtin()?,
            posting: tokio::sync::Mutex::default(),
            boards: RwLock::new(Arc::new(boards)),
            templates: RwLock::new(Arc::new(templates::engine(&own)?)),
            refreshing: tokio::sync::Mutex::default(),
            happened: broadcast::channel(EVENTS).0,
            hands: Mutex::default(),
            clock: setup.clock,
            data: setup.data,
            state,
            telemetry,
            copying: tokio::sync::Mutex::default(),
            key: setup.key,
            away: setup.away,
            away_trouble: watch::channel(None).0,
            samples: Samples::default(),
            room: watch::channel(Room::Ample).0,
            trust: watch::channel(trust).0,
            heard: Heard::default(),
            floor,
            pulse,
            tally: Tally::default(),
            tls: OnceLock::new(),
            portal_port: OnceLock::new(),
            lock: Mutex::new(Some(lock)),
        });
        if let Err(error) = disk::look(&appliance).await {
            tracing::warn!(%error, "it is not known how much room the disk has");
        }
        if let Err(error) = telemetry::recall(&appliance).await {
            tracing::warn!(%error, "it is not known how the routers were before");
        }
        Ok(appliance)
    }

    /// Writes what waits in memory, closes the databases, and leaves the data folder to others. Nothing is stored after that.
    pub async fn close(&self) {
        if let Err(error) = telemetry::flush(self).await {
            tracing::warn!(%error, "the last samples were not stored");
        }
        if let Err(error) = trust::keep(self).await {
            tracing::warn!(%error, "the latest believed time was not stored");
        }
        self.telemetry.close().await;
        self.state.close().await;
        drop(
            self.lock
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
    }

    /// How much room the disk has, as it was last seen.
    pub fn room(&self) -> Room {
        *self.room.borrow()
    }

    /// Whether the clock is believed. Where it is not, nothing may end or be swept by date; pages say so.
    pub fn clock_trust(&self) -> Trust {
        *self.trust.borrow()
    }

    /// Where everything is kept.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The zone in which the business shows its days and times.
    pub fn zone(&self) -> String {
        let business = self.business.read().unwrap_or_else(PoisonError::into_inner);
        business.as_ref().map_or_else(
            || ZONE.to_owned(),
            |business| business.zone.as_str().to_owned(),
        )
    }

    /// What the business is called, once it was described.
    pub fn business_name(&self) -> Option<String> {
        let business = self.business.read().unwrap_or_else(PoisonError::into_inner);
        business
            .as_ref()
            .map(|business| business.name.as_str().to_owned())
    }

    /// The boards of the program and the operator's own.
    pub fn boards(&self) -> Arc<Catalogue> {
        Arc::clone(&self.boards.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The templates of the program and the operator's own, ready to render.
    pub fn templates(&self) -> Arc<Templates> {
        Arc::clone(
            &self
                .templates
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Reads anew what is kept of a shelf of the catalogue; to be called after every change of it.
    ///
    /// # Errors
    /// The database.
    pub async fn refresh(&self, shelf: Shelf) -> Result<(), StoreError> {
        if shelf != Shelf::Models {
            return Ok(());
        }
        let _one = self.refreshing.lock().await;
        let operator = self.operator;
        let boards = self
            .state
            .read(move |connection| shelf::boards(connection, operator))
            .await?;
        *self.boards.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(boards);
        Ok(())
    }

    /// Reads the operator's templates anew; to be called after every change of them.
    ///
    /// # Errors
    /// The database.
    pub async fn refresh_templates(&self) -> Result<(), StoreError> {
        let _one = self.refreshing.lock().await;
        let operator = self.operator;
        let own = self
            .state
            .read(move |connection| store::template::all(connection, operator))
            .await?;
        let engine = templates::engine(&own).map_err(|_| StoreError::Damaged("a template"))?;
        *self
            .templates
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(engine);
        Ok(())
    }

    /// Whom customers call, once the business was described.
    pub fn business_phone(&self) -> Option<String> {
        let business = self.business.read().unwrap_or_else(PoisonError::into_inner);
        business
            .as_ref()
            .map(|business| business.phone.as_str().to_owned())
    }

    /// Whether this address is in a network of customers.
    pub fn is_customer(&self, address: IpAddr) -> bool {
        let IpAddr::V4(address) = address.to_canonical() else {
            return false;
        };
        let hotspots = self.hotspots.read().unwrap_or_else(PoisonError::into_inner);
        hotspots
            .iter()
            .any(|hotspot| hotspot.network.contains(address))
    }

    /// Has the jobs of a router looked at: one was put in line.
    pub fn wake(&self, router: RouterId) {
        // Nobody listens where the program is ending; the job is found at the next start.
        let _ = self.wake.send(router);
    }

    /// The routers whose jobs are to be looked at. For the one that runs jobs: a second caller gets nothing.
    pub fn woken(&self) -> UnboundedReceiver<RouterId> {
        let mut woken = self.woken.lock().unwrap_or_else(PoisonError::into_inner);
        woken.take().unwrap_or_else(|| unbounded_channel().1)
    }

    /// What must be held by whoever changes a router or compares it.
    pub fn hand(&self, router: RouterId) -> Arc<tokio::sync::Mutex<()>> {
        let mut hands = self.hands.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(hands.entry(router).or_default())
    }
}

impl fmt::Debug for Appliance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Appliance({})", self.data.display())
    }
}
