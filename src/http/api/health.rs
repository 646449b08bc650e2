//! Whether the program lives, and whether it is ready to work.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::kind::Kind;
use crate::domain::room::Room;
use crate::domain::trust::Trust;
use crate::http::problem::{Failure, Problem};
use crate::http::web::Web;
use crate::store::StoreError;

/// How the program is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `alive` or `ready`.
    status: &'static str,
    /// Room on the disk: `ample`, `tight` (samples stop) or `low` (nothing new is made).
    #[serde(skip_serializing_if = "Option::is_none")]
    disk: Option<&'static str>,
    /// `trusted` or `untrusted` (nothing ends by date).
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<&'static str>,
}

/// The process answers.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, body = Health)))]
pub async fn alive() -> Json<Health> {
    Json(Health {
        status: "alive",
        disk: None,
        clock: None,
    })
}

/// The database answers, and its disk has not failed.
#[utoipa::path(get, path = "/readyz", tag = "health", responses(
    (status = 200, body = Health),
    (status = 503, body = Problem, content_type = "application/problem+json"),
))]
pub async fn ready(State(web): State<Web>) -> Result<Json<Health>, Failure> {
    let state = &web.appliance.state;
    let answers = state
        .read(|connection| {
            connection.query_row("SELECT 1", [], |_| Ok(()))?;
            Ok::<_, StoreError>(())
        })
        .await;
    if answers.is_err() || *state.failed().borrow() {
        return Err(Failure::new(
            Kind::Busy,
            "The database does not answer; the program is about to start again.",
        ));
    }
    let disk = match web.appliance.room() {
        Room::Ample => "ample",
        Room::Tight => "tight",
        Room::Low => "low",
    };
    let clock = match web.appliance.clock_trust() {
        Trust::Trusted => "trusted",
        Trust::Untrusted(_) => "untrusted",
    };
    Ok(Json(Health {
        status: "ready",
        disk: Some(disk),
        clock: Some(clock),
    }))
}
