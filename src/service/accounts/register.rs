//! The first owner, by the set-up code; everybody else, by an invitation.

use crate::credentials::{Codes, TokenHash};
use crate::domain::access::{Email, LoginName, PersonName, Role, password};
use crate::domain::kind::Fault;
use crate::domain::language::Language;
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;
use crate::domain::time::Span;
use crate::service::appliance::Appliance;
use crate::service::throttle::network;
use crate::store::account::{self, Account, NewAccount};
use crate::store::session::Face;
use crate::store::single_use::{self, Purpose, SingleUse};
use crate::store::{Connection, Database, StoreError};

use super::links::{self, PROOF_HOURS};
use super::sign_in::{self, Opened};
use super::{AccountError, Device, email, note, subject};

/// How long a set-up code works, unless another is drawn.
const SET_UP: Span = Span::from_secs(24 * 3600);

/// What somebody who wants an account typed.
#[derive(Debug, Clone)]
pub struct Registration {
    /// The set-up code, or the token of an invitation.
    pub code: Secret,
    /// What they want to sign in by.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their mail address, if they give one.
    pub email: Option<String>,
    /// Their password.
    pub password: Secret,
    /// In which language they are written to.
    pub language: Language,
}

/// Makes a set-up code, as long as there is no owner. A code made before stops working.
///
/// # Errors
/// The database.
pub async fn set_up_code(appliance: &Appliance) -> Result<Option<Secret>, AccountError> {
    let now = appliance.clock.now();
    set_up_code_in(&appliance.state, &appliance.codes, now).await
}

/// The same, in a database that belongs to these codes.
///
/// # Errors
/// The database.
pub(super) async fn set_up_code_in(
    state: &Database,
    codes: &Codes,
    now: Moment,
) -> Result<Option<Secret>, AccountError> {
    let code = codes.random()?;
    let Some(hash) = codes.hash(code.reveal()) else {
        return Ok(None);
    };
    let open = state
        .write(move |connection| {
            if account::exists_owner(connection)? {
                return Ok::<_, StoreError>(false);
            }
            single_use::withdraw(connection, Purpose::SetUp, None)?;
            single_use::insert(connection, *hash.as_bytes(), &set_up(now))?;
            Ok(true)
        })
        .await?;
    Ok(open.then_some(code))
}

fn set_up(now: Moment) -> SingleUse {
    SingleUse {
        purpose: Purpose::SetUp,
        account: None,
        email: None,
        role: Some(Role::Owner),
        created_by: None,
        created_at: now,
        expires_at: now.plus(SET_UP),
        attempts: 0,
    }
}

/// Whether the first owner is still to be made.
///
/// # Errors
/// The database.
pub async fn is_open(appliance: &Appliance) -> Result<bool, AccountError> {
    appliance
        .state
        .read(|connection| Ok(!account::exists_owner(connection)?))
        .await
}

/// Whether this is the set-up code; nothing is used up.
///
/// # Errors
/// [`AccountError::Spent`]; [`AccountError::TooOften`].
pub async fn check_set_up_code(
    appliance: &Appliance,
    code: &str,
    device: &Device,
) -> Result<(), AccountError> {
    appliance
        .throttles
        .codes
        .attempt(&network(device.address))?;
    let hash = appliance.codes.hash(code).ok_or(AccountError::Spent)?;
    let now = appliance.clock.now();
    appliance
        .state
        .read(move |connection| {
            if account::exists_owner(connection)? {
                return Err(AccountError::Spent);
            }
            single_use::find(connection, *hash.as_bytes(), Purpose::SetUp, now)?
                .map(|_| ())
                .ok_or(AccountError::Spent)
        })
        .await
}

/// What was typed, found good.
struct Wanted {
    login: LoginName,
    name: PersonName,
    email: Option<Email>,
}

/// Makes an account. The code is used up with it.
///
/// # Errors
/// [`AccountError::Faults`], [`AccountError::Spent`], [`AccountError::TooOften`].
pub async fn register(
    appliance: &Appliance,
    registration: Registration,
    device: &Device,
) -> Result<Account, AccountError> {
    appliance
        .throttles
        .codes
        .attempt(&network(device.address))?;
    let code = registration.code.clone();
    let wanted = read(&registration)?;
    let candidates = [
        (Purpose::SetUp, appliance.codes.hash(code.reveal().trim())),
        (
            Purpose::Invitation,
            Some(TokenHash::of(code.reveal().trim())),
        ),
    ];
    let now = appliance.clock.now();
    // Looked at before the costly hash is made; taken with the insertion, so that two cannot use it.
    let known = appliance
        .state
        .read(move |connection| find(connection, candidates, now))
        .await?;
    let (purpose, hash, _) = known.ok_or(AccountError::Spent)?;
    let password_hash = appliance.hasher.hash(&registration.password).await?;
    let proof = match &wanted.email {
        Some(email) => {
            let language = registration.language;
            email::proof(appliance, wanted.name.as_str(), email, language).await?
        }
        None => None,
    };
    let language = registration.language;
    let (operator, device) = (appliance.operator, device.clone());
    appliance
        .state
        .write(move |connection| {
            let token = single_use::take(connection, *hash.as_bytes(), purpose, now)?
                .ok_or(AccountError::Spent)?;
            if purpose == Purpose::SetUp && account::exists_owner(connection)? {
                return Err(AccountError::Spent);
            }
            let invited = token.email.clone();
            let email = wanted.email.as_ref().or(invited.as_ref());
            let id = account::insert(
                connection,
                &NewAccount {
                    operator,
                    login: &wanted.login,
                    name: wanted.name.as_str(),
                    email,
                    // Whoever came by the link that was mailed there reads that mail.
                    email_verified: email.is_some() && email == invited.as_ref(),
                    role: token.role.unwrap_or(Role::Viewer),
                    password_hash: password_hash.as_str(),
                },
                now,
            )
            .map_err(taken)?;
            account::set_language(connection, id, language)?;
            let account = account::get(connection, id)?;
            if let (Some(proof), None) = (proof, account.email_verified_at) {
                let works = links::hours(PROOF_HOURS);
                let mut token = links::of(Some(id), Purpose::VerifyEmail, works, now);
                token.email = account.email.clone();
                single_use::insert(connection, *proof.token.hash.as_bytes(), &token)?;
                proof.envelope.post(connection, now)?;
            }
            let detail = format!("as {}", account.role);
            note(
                connection,
                &account,
                &device,
                "register",
                &subject(&account),
                &detail,
                now,
            )?;
            Ok(account)
        })
        .await
}

/// Makes an account and signs it in at once.
///
/// # Errors
/// Those of [`register`].
pub async fn register_and_enter(
    appliance: &Appliance,
    registration: Registration,
    device: &Device,
) -> Result<Opened, AccountError> {
    let account = register(appliance, registration, device).await?;
    sign_in::open(appliance, account, Face::Browser, device).await
}

/// What an invitation is for; nothing is used up.
///
/// # Errors
/// [`AccountError::Spent`]; [`AccountError::TooOften`].
pub async fn invitation(
    appliance: &Appliance,
    token: &str,
    device: &Device,
) -> Result<SingleUse, AccountError> {
    appliance
        .throttles
        .codes
        .attempt(&network(device.address))?;
    let (hash, now) = (TokenHash::of(token.trim()), appliance.clock.now());
    appliance
        .state
        .read(move |connection| {
            single_use::find(connection, *hash.as_bytes(), Purpose::Invitation, now)?
                .ok_or(AccountError::Spent)
        })
        .await
}

type Found = Option<(Purpose, TokenHash, SingleUse)>;

fn find(
    connection: &Connection,
    candidates: [(Purpose, Option<TokenHash>); 2],
    now: Moment,
) -> Result<Found, AccountError> {
    for (purpose, hash) in candidates {
        if let Some(hash) = hash
            && let Some(token) = single_use::find(connection, *hash.as_bytes(), purpose, now)?
        {
            return Ok(Some((purpose, hash, token)));
        }
    }
    Ok(None)
}

/// The login or the address is somebody's already.
fn taken(error: StoreError) -> AccountError {
    match error {
        StoreError::Conflict(cause) if cause.to_string().contains("account.email") => {
            AccountError::Faults(vec![Fault::new(
                "email",
                "another account has this address: leave it empty, or take another",
            )])
        }
        StoreError::Conflict(_) => AccountError::Faults(vec![Fault::new(
            "login",
            "another account has this name: take another",
        )]),
        error => error.into(),
    }
}

fn read(registration: &Registration) -> Result<Wanted, AccountError> {
    let mut faults = Vec::new();
    let login = registration.login.parse::<LoginName>();
    let name = registration.name.parse::<PersonName>();
    let typed = registration.email.as_deref().map(str::trim);
    let email = typed
        .filter(|email| !email.is_empty())
        .map(str::parse::<Email>)
        .transpose();
    if let Err(error) = &login {
        faults.push(Fault::new("login", error));
    }
    if let Err(error) = &name {
        faults.push(Fault::new("name", error));
    }
    if let Err(error) = &email {
        faults.push(Fault::new("email", error));
    }
    if let Ok(login) = &login {
        let email = email.as_ref().ok().and_then(Option::as_ref);
        if let Err(error) = password::check(&registration.password, login, email) {
            faults.push(Fault::new("password", error));
        }
    }
    match (login, name, email) {
        (Ok(login), Ok(name), Ok(email)) if faults.is_empty() => Ok(Wanted { login, name, email }),
        _ => Err(AccountError::Faults(faults)),
    }
}
