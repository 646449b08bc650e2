//! People: who may sign in, who is invited, what each may do.

pub mod list;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::{Errors, done, mendable, page, unfit};
use crate::domain::access::Role;
use crate::domain::id::{AccountId, SessionId};
use crate::domain::kind::{Fault, Kind};
use crate::domain::secret::Revealed;
use crate::http::body::{Filled, Named};
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::accounts::{invitations, people};
use crate::store::account::Account;
use crate::store::session::Session;

const SECTION: &str = "people";
/// The words of roles, in the order in which they are offered.
const ROLES: [&str; 4] = [
    Role::Technician.as_str(),
    Role::Cashier.as_str(),
    Role::Viewer.as_str(),
    Role::Owner.as_str(),
];

/// A person as pages show them.
#[derive(Debug, Serialize)]
struct Person {
    id: i64,
    name: String,
    login: String,
    email: String,
    role: &'static str,
    state: &'static str,
    totp: bool,
    seen: Option<i64>,
    added: i64,
}

impl From<&Account> for Person {
    fn from(account: &Account) -> Self {
        Person {
            id: account.id.get(),
            name: account.name.clone(),
            login: account.login.as_str().to_owned(),
            email: account
                .email
                .as_ref()
                .map_or_else(String::new, |email| email.as_str().to_owned()),
            role: account.role.as_str(),
            state: if account.locked_at.is_some() {
                "locked"
            } else {
                "active"
            },
            totp: account.totp,
            seen: account.seen_at.map(|at| at.as_millis()),
            added: account.created_at.as_millis(),
        }
    }
}

/// A session as pages show it.
#[derive(Debug, Serialize)]
pub struct Sitting {
    id: i64,
    device: String,
    address: String,
    at: i64,
    current: bool,
}

impl Sitting {
    /// A session, and whether it is the one that asks.
    pub fn of(session: Session, current: Option<SessionId>) -> Self {
        Sitting {
            id: session.id.get(),
            current: current == Some(session.id),
            device: match session.user_agent {
                unnamed if unnamed.is_empty() => "–".to_owned(),
                named => named,
            },
            address: session.address,
            at: session.seen_at.as_millis(),
        }
    }
}

/// What the form of an invitation sends.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Invitation {
    #[serde(default)]
    email: String,
    #[serde(default)]
    role: String,
}

#[derive(Debug, Serialize)]
struct New<'a> {
    form: &'a Invitation,
    errors: Errors,
    roles: [&'static str; 4],
    link: Revealed,
    mail: bool,
}

fn new_page(
    web: &Web,
    visitor: &Visitor,
    form: &Invitation,
    errors: Errors,
    made: Option<invitations::Invited>,
) -> Response {
    let shown = New {
        form,
        errors,
        roles: ROLES,
        mail: made.as_ref().is_some_and(|made| made.mailed),
        link: made.map_or_else(Revealed::default, |made| made.link.into()),
    };
    page(web, visitor, SECTION, "people/new.html", shown)
}

/// The form of an invitation.
pub async fn show_new(State(web): State<Web>, visitor: Visitor) -> Response {
    let form = Invitation {
        role: Role::Technician.as_str().to_owned(),
        ..Invitation::default()
    };
    new_page(&web, &visitor, &form, Errors::new(), None)
}

fn role(text: &str) -> Result<Role, Failure> {
    text.parse().map_err(|error| Failure {
        faults: vec![Fault::new("role", error)],
        ..Failure::new(Kind::Invalid, "")
    })
}

/// Invites; the link is shown once.
pub async fn invite(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Filled(form): Filled<Invitation>,
) -> Result<Response, Failure> {
    let (actor, here) = (caller.actor(), visitor.here.as_str());
    let made = match role(&form.role) {
        Ok(role) => invitations::invite(&web.appliance, &actor, Some(&form.email), role, here)
            .await
            .map_err(Failure::from),
        Err(failure) => Err(failure),
    };
    Ok(match made {
        Ok(made) => new_page(&web, &visitor, &form, Errors::new(), Some(made)),
        Err(failure) => unfit(new_page(&web, &visitor, &form, mendable(failure)?, None)),
    })
}

/// Takes an invitation back.
pub async fn withdraw(
    State(web): State<Web>,
    caller: Caller,
    Named(reference): Named<String>,
) -> Result<Response, Failure> {
    invitations::withdraw(&web.appliance, &caller.actor(), &reference).await?;
    Ok(done("/people", "ok.withdrawn"))
}

#[derive(Debug, Default, Serialize)]
struct Form {
    name: String,
    role: String,
}

#[derive(Debug, Serialize)]
struct Show {
    person: Person,
    mine: bool,
    form: Form,
    errors: Errors,
    roles: [&'static str; 4],
    sessions: Vec<Sitting>,
    link: Revealed,
}

async fn one(
    web: &Web,
    visitor: &Visitor,
    caller: &Caller,
    id: AccountId,
    typed: Option<(Form, Errors)>,
    link: Revealed,
) -> Result<Response, Failure> {
    let (account, sessions) = people::one(&web.appliance, id).await?;
    let current = Some(caller.signed.session);
    let (form, errors) = typed.unwrap_or_else(|| {
        let form = Form {
            name: account.name.clone(),
            role: account.role.as_str().to_owned(),
        };
        (form, Errors::new())
    });
    let shown = Show {
        person: (&account).into(),
        mine: account.id == caller.signed.account.id,
        form,
        errors,
        roles: ROLES,
        sessions: sessions
            .into_iter()
            .map(|session| Sitting::of(session, current))
            .collect(),
        link,
    };
    Ok(page(web, visitor, SECTION, "people/show.html", shown))
}

/// One person.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Named(id): Named<AccountId>,
) -> Result<Response, Failure> {
    one(&web, &visitor, &caller, id, None, Revealed::default()).await
}

/// What the form of a person sends; nobody sends their own role.
#[derive(Debug, Deserialize)]
pub struct Changed {
    #[serde(default)]
    name: String,
    role: Option<String>,
}

/// Changes name and role.
pub async fn change(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Named(id): Named<AccountId>,
    Filled(typed): Filled<Changed>,
) -> Result<Response, Failure> {
    let (appliance, actor) = (&web.appliance, caller.actor());
    let (before, _) = people::one(appliance, id).await?;
    let changed = async {
        people::set_name(appliance, &actor, id, &typed.name).await?;
        if let Some(word) = &typed.role {
            let role = role(word)?;
            if role != before.role {
                people::set_role(appliance, &actor, id, role).await?;
            }
        }
        Ok::<_, Failure>(())
    };
    match changed.await {
        Ok(()) => Ok(done(&format!("/people/{id}"), "ok.saved")),
        Err(failure) => {
            let form = Form {
                name: typed.name,
                role: typed.role.unwrap_or_default(),
            };
            let typed = Some((form, mendable(failure)?));
            let shown = one(&web, &visitor, &caller, id, typed, Revealed::default()).await?;
            Ok(unfit(shown))
        }
    }
}

/// Makes a link for another password; it is shown once.
pub async fn link(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Named(id): Named<AccountId>,
) -> Result<Response, Failure> {
    let link = people::reset_link(&web.appliance, &caller.actor(), id, &visitor.here).await?;
    one(&web, &visitor, &caller, id, None, link.into()).await
}

#[derive(Debug, Serialize)]
struct Question {
    title: String,
    text: String,
    action: String,
    button: String,
    back: String,
}

/// The question before somebody is locked out, for browsers without scripts.
pub async fn ask_lock(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<AccountId>,
) -> Result<Response, Failure> {
    let (account, _) = people::one(&web.appliance, id).await?;
    let (words, language) = (web.view.words(), visitor.language);
    let shown = Question {
        title: words.say(language, "people.disable_title", &[("name", account.name)]),
        text: words.say(language, "people.disable_text", &[]),
        action: format!("/people/{id}/lock"),
        button: words.say(language, "people.disable", &[]),
        back: format!("/people/{id}"),
    };
    Ok(page(&web, &visitor, SECTION, "confirm.html", shown))
}

/// Locks somebody out.
pub async fn lock(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<AccountId>,
) -> Result<Response, Failure> {
    people::lock(&web.appliance, &caller.actor(), id).await?;
    Ok(done(&format!("/people/{id}"), "ok.locked"))
}

/// Lets somebody in again.
pub async fn unlock(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<AccountId>,
) -> Result<Response, Failure> {
    people::unlock(&web.appliance, &caller.actor(), id).await?;
    Ok(done(&format!("/people/{id}"), "ok.unlocked"))
}

/// Ends all sessions of somebody.
pub async fn sign_out(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<AccountId>,
) -> Result<Response, Failure> {
    people::sign_out(&web.appliance, &caller.actor(), id).await?;
    Ok(done(&format!("/people/{id}"), "ok.signed_out"))
}

/// Takes somebody's second factor away.
pub async fn totp_off(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<AccountId>,
) -> Result<Response, Failure> {
    people::remove_second_factor(&web.appliance, &caller.actor(), id).await?;
    Ok(done(&format!("/people/{id}"), "ok.totp_off"))
}

/// Ends one session of somebody.
pub async fn end_session(
    State(web): State<Web>,
    caller: Caller,
    Named((id, session)): Named<(AccountId, SessionId)>,
) -> Result<Response, Failure> {
    people::end_session(&web.appliance, &caller.actor(), id, session).await?;
    Ok(done(&format!("/people/{id}"), "ok.signed_out"))
}
