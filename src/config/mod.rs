//! How the program is to run: what the command line, the environment and the settings file say.
//!
//! [`table`] holds every setting once; flags, variables, the file and its documents follow from it.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use crate::credentials::KeyPlace;
use crate::http::cors::Origin as Site;
use crate::http::upgrade::IsLocal;
use crate::service::backup::away::Away;
use crate::service::clock::Clock;
use crate::service::tls::{Files, Wanted};

pub mod check;
pub mod document;
pub mod file;
pub mod form;
pub mod settings;
pub mod stored;
pub mod table;

use settings::{Origin, SettingFault, Settings};
use table::Setting;

/// How a daemon is to run.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where everything is kept.
    pub data: PathBuf,
    /// Where the box's key is.
    pub key: KeyPlace,
    /// Where the administration listens.
    pub listen: SocketAddr,
    /// Where the customers' portal listens.
    pub portal: SocketAddr,
    /// Sites whose pages may speak to the API.
    pub origins: Vec<Site>,
    /// Routers may be on this machine itself: demonstration and tests.
    pub loopback: bool,
    /// Where whole backups go, if anywhere.
    pub away: Option<Away>,
    /// Tells the time.
    pub clock: Clock,
    /// Addresses of proxies that take TLS for the administration.
    pub proxies: Vec<IpAddr>,
    /// The file with the token by which another machine reads the figures of `/metrics`.
    pub metrics_token_file: Option<PathBuf>,
    /// What the administration's listener speaks.
    pub tls: Wanted,
    /// Who is on this machine itself, and may come without TLS. Tests have strangers there.
    pub is_local: IsLocal,
}

impl Config {
    /// With everything in this folder, over plain HTTP, for routers that may be on this machine itself: demonstration and tests.
    pub fn on_trial(data: PathBuf, listen: SocketAddr, portal: SocketAddr, clock: Clock) -> Self {
        Config {
            key: KeyPlace::in_folder(&data),
            data,
            listen,
            portal,
            origins: Vec::new(),
            loopback: true,
            away: None,
            clock,
            proxies: Vec::new(),
            metrics_token_file: None,
            tls: Wanted::Off,
            is_local,
        }
    }

    /// As the settings say.
    ///
    /// # Errors
    /// A value that is none, which [`Settings::gather`] has told already.
    pub fn of(settings: &Settings) -> Result<Self, SettingFault> {
        Ok(Config {
            data: settings.value(&table::DATA_DIR, form::path)?,
            key: key(settings)?,
            listen: settings.value(&table::LISTEN, form::address)?,
            portal: settings.value(&table::PORTAL_LISTEN, form::address)?,
            origins: settings.values(&table::CORS_ORIGIN, form::origin)?,
            loopback: settings.value(&table::ALLOW_LOOPBACK, form::switch)?,
            away: away(settings)?,
            clock: Clock::system(),
            proxies: settings.values(&table::TLS_PROXY, form::machine)?,
            metrics_token_file: settings
                .values(&table::METRICS_TOKEN_FILE, form::path)?
                .pop(),
            tls: tls(settings)?,
            is_local,
        })
    }
}

fn is_local(address: IpAddr, asked: bool) -> bool {
    asked || address.is_loopback()
}

/// What the administration's listener speaks.
fn tls(settings: &Settings) -> Result<Wanted, SettingFault> {
    let file = |setting| {
        let files = settings.values(setting, form::path)?;
        Ok(files.into_iter().next())
    };
    let both = (file(&table::TLS_CERTIFICATE)?, file(&table::TLS_KEY)?);
    let alone = |setting: &Setting, missing: &Setting| {
        let message = format!("it needs {}: name both files, or none", missing.key);
        SettingFault::new(setting.key, message)
    };
    match both {
        (Some(_), None) => Err(alone(&table::TLS_CERTIFICATE, &table::TLS_KEY)),
        (None, Some(_)) => Err(alone(&table::TLS_KEY, &table::TLS_CERTIFICATE)),
        _ if !settings.value(&table::TLS, form::on)? => Ok(Wanted::Off),
        (Some(certificate), Some(key)) => Ok(Wanted::Own(Files { certificate, key })),
        (None, None) => Ok(Wanted::Made),
    }
}

/// Where the box's key is.
///
/// # Errors
/// A value that is none, which [`Settings::gather`] has told already.
pub fn key(settings: &Settings) -> Result<KeyPlace, SettingFault> {
    let path = settings.value(&table::KEY_FILE, form::path)?;
    let held = settings.held(&table::KEY_FILE);
    Ok(match held.map(|held| &held.origin) {
        Some(Origin::Systemd(_)) => KeyPlace::Credential(path),
        _ => KeyPlace::File(path),
    })
}

/// Where whole backups go, where somebody named a passphrase for them.
///
/// # Errors
/// A value that is none, which [`Settings::gather`] has told already.
pub fn away(settings: &Settings) -> Result<Option<Away>, SettingFault> {
    if settings.text(&table::BACKUP_PASSPHRASE_FILE).is_empty() {
        return Ok(None);
    }
    Ok(Some(Away {
        folder: settings.value(&table::BACKUP_DIR, form::path)?,
        passphrase: settings.value(&table::BACKUP_PASSPHRASE_FILE, form::path)?,
    }))
}
