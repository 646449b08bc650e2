//! `/api/config/starter-set/`: what a hotspot in Kenya typically sells.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::problem::Failure;
use crate::http::visitor::Caller;
use crate::http::web::Web;
use crate::service::catalogue::starter::add_starter_set;

/// What was added.
#[derive(Debug, Serialize, ToSchema)]
pub struct StarterSet {
    /// So many bandwidth profiles.
    bandwidth_profiles: usize,
    /// So many voucher types.
    voucher_types: usize,
}

/// Adds what is missing of the starter set. What is there stays as it is.
#[utoipa::path(post, path = "/api/config/starter-set/", tag = "voucher types", responses(
    (status = 200, body = StarterSet),
))]
pub async fn add(State(web): State<Web>, caller: Caller) -> Result<Json<StarterSet>, Failure> {
    let added = add_starter_set(&web.appliance, &caller.actor()).await?;
    Ok(Json(StarterSet {
        bandwidth_profiles: added.profiles,
        voucher_types: added.voucher_types,
    }))
}
