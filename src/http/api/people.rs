//! `/api/people/…`: who may sign in, and who is invited.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::auth::User;
use super::own::Ended;
use crate::domain::access::Role;
use crate::domain::id::AccountId;
use crate::domain::kind::{Fault, Kind};
use crate::domain::secret::Revealed;
use crate::http::body::{Asked, Document, Named};
use crate::http::paging::{Listed, Paging};
use crate::http::problem::{Failure, Problem};
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::accounts::{invitations, people};
use crate::store::single_use::Invitation;

/// An invitation that waits for its person.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationItem {
    /// Names it without letting anybody in.
    reference: String,
    /// Whom it was mailed to.
    email: Option<String>,
    /// What the person may do then.
    role: String,
    /// When it was made (RFC 3339).
    #[schema(value_type = String, format = DateTime)]
    created_at: String,
    /// Until when it works.
    #[schema(value_type = String, format = DateTime)]
    expires_at: String,
}

impl From<Invitation> for InvitationItem {
    fn from(it: Invitation) -> Self {
        InvitationItem {
            reference: it.reference,
            email: it.email.map(|email| email.as_str().to_owned()),
            role: it.role.to_string(),
            created_at: it.created_at.to_string(),
            expires_at: it.expires_at.to_string(),
        }
    }
}

/// Who is or will be in.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeopleList {
    /// The accounts of this page, by name.
    items: Vec<User>,
    /// For the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// The invitations that still work.
    invitations: Vec<InvitationItem>,
}

/// Lists accounts and invitations.
#[utoipa::path(get, path = "/api/people/", tag = "people", params(Paging), responses(
    (status = 200, body = PeopleList),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(web): State<Web>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<PeopleList>, Failure> {
    let after = paging.after()?.map(AccountId::from_row);
    let found = people::list(&web.appliance, after, "", paging.with_one_more()).await?;
    let page = Listed::cut(found.accounts, &paging, |account| account.id.get());
    Ok(Json(PeopleList {
        items: page.items,
        next: page.next,
        invitations: found.invitations.into_iter().map(Into::into).collect(),
    }))
}

/// Whom to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationRequest {
    /// `owner`, `technician`, `cashier` or `viewer`.
    role: String,
    /// Where the link is mailed, if a mail server is set up.
    email: Option<String>,
}

/// An invitation that was just made.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationAnswer {
    /// Names it without letting anybody in.
    reference: String,
    /// To be handed over; it is not shown again.
    #[schema(value_type = String)]
    link: Revealed,
    /// Whether it was mailed too.
    mailed: bool,
    /// Until when it works (RFC 3339).
    #[schema(value_type = String, format = DateTime)]
    expires_at: String,
}

fn role(text: &str) -> Result<Role, Failure> {
    text.parse().map_err(|error| Failure {
        faults: vec![Fault::new("role", error)],
        ..Failure::new(Kind::Invalid, "Some of the fields need another look.")
    })
}

/// Invites somebody.
#[utoipa::path(post, path = "/api/people/invitations/", tag = "people", request_body = InvitationRequest, responses(
    (status = 201, body = InvitationAnswer),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub async fn invite(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Document(request): Document<InvitationRequest>,
) -> Result<(StatusCode, Json<InvitationAnswer>), Failure> {
    let role = role(&request.role)?;
    let (actor, email) = (caller.actor(), request.email.as_deref());
    let invited = invitations::invite(&web.appliance, &actor, email, role, &visitor.here).await?;
    let answer = InvitationAnswer {
        reference: invited.reference,
        link: invited.link.into(),
        mailed: invited.mailed,
        expires_at: invited.expires_at.to_string(),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Takes an invitation back.
#[utoipa::path(delete, path = "/api/people/invitations/{reference}/", tag = "people", params(("reference" = String, Path)), responses(
    (status = 204),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub async fn withdraw(
    State(web): State<Web>,
    caller: Caller,
    Named(reference): Named<String>,
) -> Result<StatusCode, Failure> {
    invitations::withdraw(&web.appliance, &caller.actor(), &reference).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What somebody may do from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleRequest {
    /// `owner`, `technician`, `cashier` or `viewer`.
    role: String,
}

/// Changes somebody's role, from their next request on. Nobody changes their own, and the last owner stays.
#[utoipa::path(put, path = "/api/people/{id}/", tag = "people", params(("id" = i64, Path)), request_body = RoleRequest, responses(
    (status = 200, body = User),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub async fn set_role(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<AccountId>,
    Document(request): Document<RoleRequest>,
) -> Result<Json<User>, Failure> {
    let role = role(&request.role)?;
    let account = people::set_role(&web.appliance, &caller.actor(), id, role).await?;
    Ok(Json(account.into()))
}

/// Locks somebody out; their sessions end at once.
#[utoipa::path(post, path = "/api/people/{id}/lock/", tag = "people", params(("id" = i64, Path)), responses(
    (status = 200, body = User),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
))]
pub async fn lock(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<AccountId>,
) -> Result<Json<User>, Failure> {
    let account = people::lock(&web.appliance, &caller.actor(), id).await?;
    Ok(Json(account.into()))
}

/// Lets somebody in again.
#[utoipa::path(post, path = "/api/people/{id}/unlock/", tag = "people", params(("id" = i64, Path)), responses(
    (status = 200, body = User),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
))]
pub async fn unlock(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<AccountId>,
) -> Result<Json<User>, Failure> {
    let account = people::unlock(&web.appliance, &caller.actor(), id).await?;
    Ok(Json(account.into()))
}

/// Ends all sessions of somebody.
#[utoipa::path(post, path = "/api/people/{id}/sign-out/", tag = "people", params(("id" = i64, Path)), responses(
    (status = 200, body = Ended),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
))]
pub async fn sign_out(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<AccountId>,
) -> Result<Json<Ended>, Failure> {
    let ended = people::sign_out(&web.appliance, &caller.actor(), id).await?;
    Ok(Json(Ended { ended }))
}

/// A link that somebody is handed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResetLink {
    /// It works once, for half an hour, and is not shown again.
    #[schema(value_type = String)]
    link: Revealed,
}

/// Makes a link by which somebody sets another password.
#[utoipa::path(post, path = "/api/people/{id}/reset-link/", tag = "people", params(("id" = i64, Path)), responses(
    (status = 201, body = ResetLink),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub async fn reset_link(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Named(id): Named<AccountId>,
) -> Result<(StatusCode, Json<ResetLink>), Failure> {
    let link = people::reset_link(&web.appliance, &caller.actor(), id, &visitor.here).await?;
    Ok((StatusCode::CREATED, Json(ResetLink { link: link.into() })))
}
