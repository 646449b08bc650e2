//! `/api/settings/…`: the business and the mail server.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::access::Business;
use crate::domain::kind::{Fault, Kind};
use crate::domain::secret::Secret;
use crate::http::body::Document;
use crate::http::problem::{Failure, Problem};
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::mail::SmtpSecurity;
use crate::service::mail_settings::{self, MailSettings};
use crate::service::{business, mail_settings as mail};

/// The business.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BusinessDocument {
    /// Its name.
    name: String,
    /// The number that customers call.
    phone: String,
    /// Where it is.
    town: String,
    /// Its PIN at the Kenya Revenue Authority.
    #[serde(default)]
    kra_pin: Option<String>,
    /// ISO 4217; KES where nobody says.
    #[serde(default)]
    currency: String,
    /// IANA time zone; Africa/Nairobi where nobody says.
    #[serde(default)]
    zone: String,
}

impl From<Business> for BusinessDocument {
    fn from(it: Business) -> Self {
        BusinessDocument {
            name: it.name.as_str().to_owned(),
            phone: it.phone.as_str().to_owned(),
            town: it.town.as_str().to_owned(),
            kra_pin: it.kra_pin.map(|pin| pin.as_str().to_owned()),
            currency: it.currency.code().to_owned(),
            zone: it.zone.as_str().to_owned(),
        }
    }
}

/// The business; 404 until it was described.
#[utoipa::path(get, path = "/api/settings/business/", tag = "settings", responses(
    (status = 200, body = BusinessDocument),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub async fn business(State(web): State<Web>) -> Result<Json<BusinessDocument>, Failure> {
    let found = business::get(&web.appliance);
    let found =
        found.ok_or_else(|| Failure::new(Kind::NotFound, "The business was not described yet."))?;
    Ok(Json(found.into()))
}

/// Describes the business.
#[utoipa::path(put, path = "/api/settings/business/", tag = "settings", request_body = BusinessDocument, responses(
    (status = 200, body = BusinessDocument),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub async fn describe(
    State(web): State<Web>,
    caller: Caller,
    Document(request): Document<BusinessDocument>,
) -> Result<Json<BusinessDocument>, Failure> {
    let typed = business::Typed {
        name: request.name,
        phone: request.phone,
        town: request.town,
        kra_pin: request.kra_pin.unwrap_or_default(),
        currency: request.currency,
        zone: request.zone,
    };
    let described = business::describe(&web.appliance, &caller.actor(), &typed).await?;
    Ok(Json(described.into()))
}

/// The mail server. Its password is never given out.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailAnswer {
    host: String,
    port: u16,
    /// `none`, `starttls` or `tls`.
    #[schema(value_type = String)]
    security: SmtpSecurity,
    user: Option<String>,
    /// When the password was set (RFC 3339); absent where there is none.
    #[schema(value_type = Option<String>, format = DateTime)]
    password_set_at: Option<String>,
    from: String,
    from_name: Option<String>,
    authority: Option<String>,
    /// At the beginning of links in mails.
    address: String,
}

impl From<MailSettings> for MailAnswer {
    fn from(it: MailSettings) -> Self {
        MailAnswer {
            host: it.smtp.host,
            port: it.smtp.port,
            security: it.smtp.security,
            user: it.smtp.user,
            password_set_at: it.password_set.map(|at| at.to_string()),
            from: it.smtp.from.as_str().to_owned(),
            from_name: it.smtp.from_name.map(|name| name.as_str().to_owned()),
            authority: it.smtp.authority,
            address: it.address,
        }
    }
}

/// The mail server to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailRequest {
    /// Its name or address.
    host: String,
    /// Its port.
    port: u16,
    /// `none`, `starttls` or `tls`.
    security: String,
    /// The user there, where it wants one.
    user: Option<String>,
    /// The user's password. Without it, the one that is there stays, as long as the host does.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<Secret>,
    /// The address that mails come from.
    from: String,
    /// The name beside it.
    from_name: Option<String>,
    /// The certificate (PEM) that signed the server's, where no public authority did.
    authority: Option<String>,
    /// How this box is reached, for links in mails; as it is reached by this request where nobody says.
    address: Option<String>,
}

/// The mail server; 404 while none is set up.
#[utoipa::path(get, path = "/api/settings/mail/", tag = "settings", responses(
    (status = 200, body = MailAnswer),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub async fn mail(State(web): State<Web>) -> Result<Json<MailAnswer>, Failure> {
    let found = mail_settings::load(&web.appliance).await?;
    let found =
        found.ok_or_else(|| Failure::new(Kind::NotFound, "No mail server is set up yet."))?;
    Ok(Json(found.into()))
}

/// How a connection is secured, by its word.
pub fn security(word: &str) -> Option<SmtpSecurity> {
    match word {
        "none" => Some(SmtpSecurity::None),
        "starttls" => Some(SmtpSecurity::StartTls),
        "tls" => Some(SmtpSecurity::Tls),
        _ => None,
    }
}

/// Sets the mail server up. It is not asked yet.
#[utoipa::path(put, path = "/api/settings/mail/", tag = "settings", request_body = MailRequest, responses(
    (status = 200, body = MailAnswer),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub async fn set_mail(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Document(request): Document<MailRequest>,
) -> Result<Json<MailAnswer>, Failure> {
    let security = security(&request.security).ok_or_else(|| Failure {
        faults: vec![Fault::new("security", "it is none, starttls or tls")],
        ..Failure::new(Kind::Invalid, "Some of the fields need another look.")
    })?;
    let typed = mail::Typed {
        host: request.host,
        port: request.port,
        security: Some(security),
        user: request.user,
        password: request.password,
        from: request.from,
        from_name: request.from_name,
        authority: request.authority,
        address: request.address.unwrap_or(visitor.here),
    };
    let saved = mail::save(&web.appliance, &caller.actor(), typed).await?;
    Ok(Json(saved.into()))
}

/// Where the test went.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailTested {
    /// The caller's own address.
    sent_to: String,
}

/// Sends a test to the caller's address, and waits for the mail server's word.
#[utoipa::path(post, path = "/api/settings/mail/test/", tag = "settings", responses(
    (status = 200, body = MailTested),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 502, body = Problem, content_type = "application/problem+json"),
))]
pub async fn test_mail(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
) -> Result<(StatusCode, Json<MailTested>), Failure> {
    let language = visitor.language.into();
    let to = mail::test(&web.appliance, &caller.actor(), language).await?;
    let sent_to = to.as_str().to_owned();
    Ok((StatusCode::OK, Json(MailTested { sent_to })))
}
