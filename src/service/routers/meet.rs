//! Meeting a router: it is looked at in one of three ways, kept as a draft, and taken into care once it has a name.

use std::net::IpAddr;

use crate::domain::hotspot::bootstrap::Wish;
use crate::domain::id::{DraftId, RouterId};
use crate::domain::kind::{Fault, Kind, Kinded};
use crate::domain::net::Subnet;
use crate::domain::secret::Secret;
use crate::routeros::Fingerprint;
use crate::service::accounts::{Actor, note};
use crate::service::appliance::Appliance;
use crate::service::apply::{Target, pause};
use crate::service::enroll::{EnrollError, enroll, paste_script};
use crate::service::onboard::{self, Reached, Survey, Trouble};
use crate::store::{StoreError, router};

use super::draft::{self, Draft, Itself, draw};
use super::manage::{self, Checked, Wanted};
use super::{RouterError, reach};

/// Why a router was not met.
#[derive(Debug, thiserror::Error)]
pub enum MeetError {
    /// It could not be reached or read.
    #[error("{trouble} {advice}", trouble = .0, advice = .0.advice())]
    Trouble(Trouble),
    /// The administrator's word did not let hotspotd in.
    #[error(transparent)]
    Enroll(#[from] EnrollError),
    /// What was typed, or the database.
    #[error(transparent)]
    Router(#[from] RouterError),
}

impl From<Trouble> for MeetError {
    fn from(trouble: Trouble) -> Self {
        MeetError::Trouble(trouble)
    }
}

/// Which field of the form a trouble is about.
fn field(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::WrongPassword => "password",
        Trouble::LoginRefused(_) | Trouble::MayNotRead(_) => "user",
        Trouble::Refused | Trouble::ApiOff { .. } => "port",
        Trouble::PlainPort | Trouble::SecurePort | Trouble::NoTls | Trouble::BadTls => "tls",
        Trouble::CertificateChanged { .. } => "pin",
        _ => "host",
    }
}

impl Kinded for MeetError {
    fn kind(&self) -> Kind {
        match self {
            MeetError::Trouble(
                Trouble::WrongPassword
                | Trouble::UnknownHost(_)
                | Trouble::PlainPort
                | Trouble::SecurePort,
            )
            | MeetError::Enroll(EnrollError::AccountTaken { .. } | EnrollError::ShutOut { .. }) => {
                Kind::Invalid
            }
            MeetError::Trouble(Trouble::CertificateChanged { .. }) => Kind::Conflict,
            MeetError::Trouble(_) | MeetError::Enroll(_) => Kind::Upstream,
            MeetError::Router(error) => error.kind(),
        }
    }

    fn faults(&self) -> Vec<Fault> {
        match self {
            MeetError::Trouble(trouble) => vec![Fault::new(field(trouble), self)],
            MeetError::Enroll(_) => Vec::new(),
            MeetError::Router(error) => error.faults(),
        }
    }
}

/// A router that was met.
#[derive(Debug)]
pub struct Met {
    /// Under which number it is kept until it has a name.
    pub draft: DraftId,
    /// What it is.
    pub survey: Survey,
    /// What was made on it, one sentence each; empty where it was only looked at.
    pub done: Vec<String>,
}

/// Looks at a router. `wanted.name` may be empty.
///
/// # Errors
/// See [`MeetError`].
pub async fn by_login(
    appliance: &Appliance,
    actor: &Actor,
    wanted: Wanted,
) -> Result<Met, MeetError> {
    let checked = nameless(appliance, &wanted).await?;
    noted(appliance, actor, "look-at-router", &wanted).await?;
    let survey = look(appliance, &checked.target(appliance, None)).await?;
    let draft = drafted(wanted, &survey, String::new());
    let draft = draft::keep(appliance, actor, &draft).await?;
    Ok(Met {
        draft,
        survey,
        done: Vec::new(),
    })
}

/// Lets hotspotd in by an administrator's name and password, which are used now and forgotten. `port` is that of the secure API where it is
/// forwarded; `from` is where the router sees this box, empty: as it sees it now.
///
/// # Errors
/// See [`MeetError`].
pub async fn by_administrator(
    appliance: &Appliance,
    actor: &Actor,
    wanted: Wanted,
    port: Option<u16>,
    from: &str,
) -> Result<Met, MeetError> {
    let wish = Wish::for_a_stranger(subnets(from)?);
    let checked = nameless(appliance, &wanted).await?;
    noted(appliance, actor, "enroll-router", &wanted).await?;
    let own = draw()?;
    let administrator = checked.target(appliance, None);
    let enrolled = enroll(&administrator, &wish, &own, port, &pause).await?;
    let survey = look(appliance, &enrolled.target).await?;
    let wanted = Wanted {
        port: Some(enrolled.target.endpoint.port),
        tls: true,
        user: wish.user,
        password: Some(own),
        ..wanted
    };
    let draft = drafted(wanted, &survey, String::new());
    let draft = draft::keep(appliance, actor, &draft).await?;
    Ok(Met {
        draft,
        survey,
        done: enrolled.done,
    })
}

/// Begins with a script: draws its one password and keeps it. Nothing is connected to. `from` empty: this box's address on the way
/// to the router.
///
/// # Errors
/// [`RouterError::Faults`].
pub async fn by_script(
    appliance: &Appliance,
    actor: &Actor,
    host: &str,
    port: Option<u16>,
    from: &str,
) -> Result<DraftId, RouterError> {
    let wanted = Wanted {
        name: String::new(),
        host: host.to_owned(),
        port,
        tls: true,
        pin: None,
        user: Wish::for_a_stranger(Vec::new()).user,
        password: Some(draw()?),
    };
    let checked = nameless(appliance, &wanted).await?;
    let from = if from.trim().is_empty() {
        own(checked.address())?
    } else {
        subnets(from)?;
        from.trim().to_owned()
    };
    let draft = Draft {
        wanted,
        itself: Itself::default(),
        from,
    };
    draft::keep(appliance, actor, &draft).await
}

/// The script of a draft.
///
/// # Errors
/// [`RouterError::Faults`].
pub fn script(draft: &Draft) -> Result<String, RouterError> {
    let wish = Wish::for_a_stranger(subnets(&draft.from)?);
    let none = Secret::new("");
    let password = draft.wanted.password.as_ref().unwrap_or(&none);
    Ok(paste_script(&wish, password))
}

/// Looks whether the script of a draft was run on the router.
///
/// # Errors
/// See [`MeetError`].
pub async fn after_script(
    appliance: &Appliance,
    actor: &Actor,
    id: DraftId,
) -> Result<Met, MeetError> {
    let Draft { wanted, from, .. } = draft::get(appliance, actor, id).await?;
    let checked = nameless(appliance, &wanted).await?;
    let survey = look(appliance, &checked.target(appliance, None)).await?;
    draft::replace(appliance, id, &drafted(wanted, &survey, from)).await?;
    Ok(Met {
        draft: id,
        survey,
        done: Vec::new(),
    })
}

/// Takes a router that was met into care under a name.
///
/// # Errors
/// [`RouterError::Faults`]; [`StoreError::Missing`] where there is no such draft, or the router was not met yet.
pub async fn name(
    appliance: &Appliance,
    actor: &Actor,
    id: DraftId,
    name: &str,
) -> Result<RouterId, RouterError> {
    let draft = draft::get(appliance, actor, id).await?;
    if draft.itself == Itself::default() {
        return Err(StoreError::Missing.into());
    }
    let wanted = Wanted {
        name: name.to_owned(),
        ..draft.wanted
    };
    let checked = manage::check(appliance, &wanted).await?;
    let router = manage::add(appliance, actor, checked).await?;
    answered(appliance, router, draft.itself).await?;
    draft::forget(appliance, id).await?;
    Ok(router)
}

/// Meets a router and takes it into care at once.
///
/// # Errors
/// See [`MeetError`].
pub async fn add(
    appliance: &Appliance,
    actor: &Actor,
    wanted: &Wanted,
) -> Result<RouterId, MeetError> {
    let checked = manage::check(appliance, wanted).await?;
    let survey = look(appliance, &checked.target(appliance, None)).await?;
    let itself = said(&survey);
    let router = manage::add(appliance, actor, checked.trusting(survey.fingerprint)).await?;
    answered(appliance, router, itself).await?;
    Ok(router)
}

/// Looks at a router under care.
///
/// # Errors
/// See [`MeetError`].
pub async fn again(appliance: &Appliance, id: RouterId) -> Result<Survey, MeetError> {
    let (_, target) = manage::target(appliance, id).await?;
    let survey = look(appliance, &target).await?;
    answered(appliance, id, said(&survey)).await?;
    Ok(survey)
}

/// Whether a router would be reached in this way.
///
/// # Errors
/// See [`MeetError`].
pub async fn try_out(target: &Target) -> Result<Reached, MeetError> {
    Ok(onboard::reach(target).await?)
}

/// The certificate that a router shows instead of the trusted one; `None` where it shows that.
///
/// # Errors
/// See [`MeetError`].
pub async fn other_certificate(
    appliance: &Appliance,
    id: RouterId,
) -> Result<Option<Fingerprint>, MeetError> {
    let (_, target) = manage::target(appliance, id).await?;
    match onboard::reach(&target).await {
        Ok(_) => Ok(None),
        Err(Trouble::CertificateChanged { shown, .. }) => Ok(Some(shown)),
        Err(trouble) => Err(trouble.into()),
    }
}

/// Checks all but the name, which comes later.
pub(super) async fn nameless(
    appliance: &Appliance,
    wanted: &Wanted,
) -> Result<Checked, RouterError> {
    let wanted = Wanted {
        name: "router".to_owned(),
        ..wanted.clone()
    };
    manage::check(appliance, &wanted).await
}

async fn look(appliance: &Appliance, target: &Target) -> Result<Survey, Trouble> {
    // A clock that is not trusted judges no other.
    let now = appliance.clock_trust().is_trusted();
    let now = now.then(|| appliance.clock.now().as_millis() / 1_000);
    onboard::survey(target, now).await
}

fn said(survey: &Survey) -> Itself {
    Itself {
        board: survey.board.clone(),
        routeros: survey.version.to_string(),
        identity: survey.identity.clone(),
    }
}

fn drafted(wanted: Wanted, survey: &Survey, from: String) -> Draft {
    let shown = survey.fingerprint.map(|print| print.to_string());
    Draft {
        wanted: Wanted {
            pin: shown.or(wanted.pin),
            ..wanted
        },
        itself: said(survey),
        from,
    }
}

pub(super) async fn answered(
    appliance: &Appliance,
    id: RouterId,
    itself: Itself,
) -> Result<(), RouterError> {
    let now = appliance.clock.now();
    appliance
        .state
        .write(move |connection| {
            let itself = router::Itself {
                board: Some(&itself.board),
                routeros: Some(&itself.routeros),
                identity: Some(&itself.identity),
            };
            Ok(router::answered(connection, id, &itself, now)?)
        })
        .await
}

/// Notes that somebody had the box connect to an address.
async fn noted(
    appliance: &Appliance,
    actor: &Actor,
    action: &'static str,
    wanted: &Wanted,
) -> Result<(), RouterError> {
    let (actor, now) = (actor.clone(), appliance.clock.now());
    let subject = format!("router at {}", wanted.host.trim());
    appliance
        .state
        .write(move |connection| {
            note(
                connection,
                &actor.account,
                &actor.device,
                action,
                &subject,
                "",
                now,
            )?;
            Ok(())
        })
        .await
}

/// Addresses and networks, parted by commas or spaces.
fn subnets(text: &str) -> Result<Vec<Subnet>, RouterError> {
    text.split([',', ' '])
        .filter(|one| !one.is_empty())
        .map(|one| {
            one.parse::<Subnet>()
                .map_err(|error| RouterError::Faults(vec![Fault::new("from", error)]))
        })
        .collect()
}

fn own(to: IpAddr) -> Result<String, RouterError> {
    reach::own_address(to)
        .map(|own| Subnet::around(own, 32).to_string())
        .ok_or_else(|| {
            RouterError::Faults(vec![Fault::new(
                "from",
                "write this box's address as the router sees it, e.g. 192.168.88.2",
            )])
        })
}
