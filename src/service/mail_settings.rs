//! The mail server of the operator's choice, and the address of this box that stands in links.

use serde::{Deserialize, Serialize};

use crate::credentials::{SealError, Sealed};
use crate::domain::access::Email;
use crate::domain::kind::{Fault, Kind, Kinded};
use crate::domain::language::Language;
use crate::domain::moment::Moment;
use crate::domain::name::Label;
use crate::domain::secret::Secret;
use crate::mail::{
    Letter, LetterError, MailError, Mailer, SettingsError, SmtpSecurity, SmtpSettings,
};
use crate::service::accounts::{Actor, note};
use crate::service::appliance::Appliance;
use crate::store::{Connection, StoreError, setting};

/// The setting that holds everything but the password.
const KEY: &str = "mail";
/// The setting that holds the password, and where it is sealed.
pub(in crate::service) const PASSWORD: &str = "mail-password";

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub security: SmtpSecurity,
    /// The user at the server, where it wants one.
    pub user: Option<String>,
    /// The address that mails come from.
    pub from: Email,
    /// The name beside it.
    pub from_name: Option<Label>,
    /// The certificate (PEM) that signed the server's, where no public authority did.
    pub authority: Option<String>,
    /// How this box is reached, at the beginning of links in mails: `http://192.168.88.10:8000`.
    pub address: String,
}

/// The mail settings, ready to be used.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// The server.
    pub smtp: SmtpSettings,
    /// At the beginning of links in mails.
    pub address: String,
    /// When the password was set.
    pub password_set: Option<Moment>,
}

/// What somebody typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Option<SmtpSecurity>,
    /// The user at the server.
    pub user: Option<String>,
    /// The user's password; `None` keeps the one that is there.
    pub password: Option<Secret>,
    /// The address that mails come from.
    pub from: String,
    /// The name beside it.
    pub from_name: Option<String>,
    /// A certificate (PEM).
    pub authority: Option<String>,
    /// At the beginning of links.
    pub address: String,
}

/// Why mail settings were not saved, or cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MailSettingsError {
    /// Fields are wrong.
    #[error("some of the fields need another look")]
    Faults(Vec<Fault>),
    /// They contradict each other.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// There are none.
    #[error("no mail server is set up yet: enter one in the settings first")]
    None,
    /// Whoever asks has no address.
    #[error("your account has no e-mail address to which a test could go: add one first")]
    NoAddress,
    /// The mail was not taken.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The text of the mail.
    #[error(transparent)]
    Letter(#[from] LetterError),
    /// Sealing.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Kinded for MailSettingsError {
    fn kind(&self) -> Kind {
        match self {
            MailSettingsError::Faults(_) | MailSettingsError::Settings(_) => Kind::Invalid,
            MailSettingsError::None | MailSettingsError::NoAddress => Kind::Conflict,
            MailSettingsError::Mail(error) => error.kind(),
            MailSettingsError::Letter(_) | MailSettingsError::Seal(_) => Kind::Internal,
            MailSettingsError::Store(error) => error.kind(),
        }
    }

    fn faults(&self) -> Vec<Fault> {
        match self {
            MailSettingsError::Faults(faults) => faults.clone(),
            MailSettingsError::Settings(error) => vec![Fault::new(field(*error), error)],
            _ => Vec::new(),
        }
    }
}

/// Which field a contradiction is about.
fn field(error: SettingsError) -> &'static str {
    match error {
        SettingsError::Host => "host",
        SettingsError::Port => "port",
        SettingsError::HalfLogin => "password",
        SettingsError::OpenPassword => "security",
        SettingsError::Authority => "authority",
    }
}

/// What is kept, for those who only need to know whether there are settings and how this box is reached.
///
/// # Errors
/// The database.
pub fn kept(connection: &Connection) -> Result<Option<Kept>, StoreError> {
    setting::get(connection, KEY)?
        .map(|text| serde_json::from_str(&text).map_err(|_| StoreError::Damaged("mail settings")))
        .transpose()
}

/// The settings, where there are some.
///
/// # Errors
/// The database; a password that does not open.
pub async fn load(appliance: &Appliance) -> Result<Option<MailSettings>, MailSettingsError> {
    let (kept, sealed) = appliance
        .state
        .read(|connection| {
            Ok::<_, StoreError>((
                kept(connection)?,
                setting::get_sealed(connection, PASSWORD)?,
            ))
        })
        .await?;
    let Some(kept) = kept else { return Ok(None) };
    let password_set = sealed.as_ref().map(|(_, at)| *at);
    let password = sealed
        .map(|(sealed, _)| appliance.sealer.open(PASSWORD, &Sealed::from_bytes(sealed)))
        .transpose()?;
    Ok(Some(MailSettings {
        address: kept.address.clone(),
        smtp: smtp(kept, password),
        password_set,
    }))
}

fn smtp(kept: Kept, password: Option<Secret>) -> SmtpSettings {
    SmtpSettings {
        // A password without its user is one that was kept for later.
        password: password.filter(|_| kept.user.is_some()),
        host: kept.host,
        port: kept.port,
        security: kept.security,
        user: kept.user,
        from: kept.from,
        from_name: kept.from_name,
        authority: kept.authority,
    }
}

/// Saves the settings. The server is not asked.
///
/// # Errors
/// [`MailSettingsError::Faults`], [`MailSettingsError::Settings`].
pub async fn save(
    appliance: &Appliance,
    actor: &Actor,
    typed: Typed,
) -> Result<MailSettings, MailSettingsError> {
    let former = load(appliance).await?;
    let replaced = typed.password.is_some();
    let kept = read(&typed)?;
    let same_server = former
        .as_ref()
        .is_some_and(|former| former.smtp.host == kept.host);
    let former_password = former.and_then(|former| former.smtp.password);
    // A kept password is for the server that it was typed for: another one could be set up to hear it.
    let password = typed
        .password
        .or_else(|| former_password.filter(|_| same_server));
    smtp(kept.clone(), password.clone()).check()?;
    let sealed = match &password {
        Some(password) if replaced => Some(appliance.sealer.seal(PASSWORD, password)?),
        _ => None,
    };
    let keeps = kept.user.is_some() && password.is_some();
    let (actor, now) = (actor.clone(), appliance.clock.now());
    appliance
        .state
        .write(move |connection| {
            let text =
                serde_json::to_string(&kept).map_err(|_| StoreError::Damaged("mail settings"))?;
            setting::set(connection, KEY, &text, now)?;
            match sealed {
                Some(sealed) => setting::set_sealed(connection, PASSWORD, sealed.as_bytes(), now)?,
                None if !keeps => setting::clear(connection, PASSWORD)?,
                None => {}
            }
            let detail = format!("{}:{}", kept.host, kept.port);
            let (account, device) = (&actor.account, &actor.device);
            note(
                connection, account, device, "set-mail", "settings", &detail, now,
            )
        })
        .await?;
    load(appliance).await?.ok_or(MailSettingsError::None)
}

/// Forgets the settings: from now on links are shown instead of mailed.
///
/// # Errors
/// The database.
pub async fn forget(appliance: &Appliance, actor: &Actor) -> Result<(), MailSettingsError> {
    let (actor, now) = (actor.clone(), appliance.clock.now());
    appliance
        .state
        .write(move |connection| {
            setting::clear(connection, KEY)?;
            setting::clear(connection, PASSWORD)?;
            let (account, device) = (&actor.account, &actor.device);
            note(
                connection,
                account,
                device,
                "forget-mail",
                "settings",
                "",
                now,
            )?;
            Ok(())
        })
        .await
}

fn read(typed: &Typed) -> Result<Kept, MailSettingsError> {
    let mut faults = Vec::new();
    let filled = |text: &Option<String>| {
        let text = text.as_deref().map(str::trim).unwrap_or_default();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let from = typed.from.trim().parse::<Email>();
    if let Err(error) = &from {
        faults.push(Fault::new("from", error));
    }
    let from_name = filled(&typed.from_name).map(|name| name.parse::<Label>());
    if let Some(Err(error)) = &from_name {
        faults.push(Fault::new("from_name", error));
    }
    let address = typed.address.trim().trim_end_matches('/').to_owned();
    if !is_address(&address) {
        faults.push(Fault::new(
            "address",
            "write how people reach this box, like https://192.168.88.10:8000",
        ));
    }
    match (from, from_name.transpose()) {
        (Ok(from), Ok(from_name)) if faults.is_empty() => Ok(Kept {
            host: typed.host.trim().to_owned(),
            port: typed.port,
            security: typed.security.unwrap_or(SmtpSecurity::StartTls),
            user: filled(&typed.user),
            from,
            from_name,
            authority: filled(&typed.authority),
            address,
        }),
        _ => Err(MailSettingsError::Faults(faults)),
    }
}

/// Whether links can begin with it: scheme, host, perhaps a port, and nothing else.
fn is_address(address: &str) -> bool {
    let host = address
        .strip_prefix("http://")
        .or_else(|| address.strip_prefix("https://"));
    host.is_some_and(|host| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b".-:[]".contains(&b);
        !host.is_empty() && host.len() <= 260 && host.bytes().all(plain)
    })
}

/// Sends a test to whoever asks, now, and waits for the server's answer.
///
/// # Errors
/// [`MailSettingsError::None`], [`MailSettingsError::NoAddress`], [`MailSettingsError::Mail`].
pub async fn test(
    appliance: &Appliance,
    actor: &Actor,
    language: Language,
) -> Result<Email, MailSettingsError> {
    let settings = load(appliance).await?.ok_or(MailSettingsError::None)?;
    let to = actor
        .account
        .email
        .clone()
        .ok_or(MailSettingsError::NoAddress)?;
    let business = appliance
        .business_name()
        .unwrap_or_else(|| "hotspotd".to_owned());
    let letter = Letter::Test {
        business: &business,
    };
    let now = appliance.clock.now();
    let id = format!("test-{}", now.as_millis());
    let message = appliance
        .letters
        .write(&letter, language, to.clone(), &id)?;
    Mailer::new(settings.smtp)?.send(&message, now).await?;
    Ok(to)
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn an_address_for_links_has_no_path_and_no_user() {
        for good in [
            "http://192.168.88.10:8000",
            "https://box.example",
            "http://[fd00::1]:8000",
        ] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "192.168.88.10",
            "http://",
            "javascript://x",
            "http://a/b",
            "http://a@b",
            "http://a b",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
