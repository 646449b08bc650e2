//! Who is or will be in.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::{Person, SECTION};
use crate::domain::access::Email;
use crate::domain::id::AccountId;
use crate::http::body::Asked;
use crate::http::pages::searched::Searched;
use crate::http::pages::{Pager, page};
use crate::http::problem::Failure;
use crate::http::visitor::Visitor;
use crate::http::web::Web;
use crate::service::accounts::people;

#[derive(Debug, Serialize)]
struct Invited {
    reference: String,
    email: String,
    role: &'static str,
    expires: i64,
}

#[derive(Debug, Serialize)]
struct List {
    people: Vec<Person>,
    invitations: Vec<Invited>,
    pager: Pager,
    query: Searched,
}

/// Everybody.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Asked(query): Asked<Searched>,
) -> Result<Response, Failure> {
    let after = query.after.map(AccountId::from_row);
    let mut found = people::list(&web.appliance, after, &query.q, Searched::WITH_ONE_MORE).await?;
    let pager = query.cut("/people", &mut found.accounts, |it| it.id.get());
    let invitations = found.invitations.into_iter().map(|it| Invited {
        reference: it.reference,
        email: it.email.as_ref().map_or("", Email::as_str).to_owned(),
        role: it.role.as_str(),
        expires: it.expires_at.as_millis(),
    });
    let shown = List {
        people: found.accounts.iter().map(Into::into).collect(),
        invitations: invitations.collect(),
        pager,
        query,
    };
    Ok(page(&web, &visitor, SECTION, "people/list.html", shown))
}
