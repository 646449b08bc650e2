//! What handlers share, and the whole of the administration put together.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::MethodRouter;
use jiff::tz::TimeZone;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use super::assets::Assets;
use super::cors::Origins;
use super::problem::Failure;
use super::routes::{Need, routes};
use super::tally::Tally;
use super::upgrade::{self, IsLocal};
use super::view::{View, ZONE};
use super::{admit, came, headers, idempotency};
use crate::credentials::TokenHash;
use crate::domain::kind::Kind;
use crate::service::appliance::Appliance;

/// The longest body of a request, in bytes: a site file with room to spare.
pub const LONGEST_BODY: usize = 1 << 20;
/// How long a request may take, unless it is a stream of events.
const LONGEST: Duration = Duration::from_secs(90);

/// What handlers share.
#[derive(Clone)]
pub struct Web {
    /// The appliance.
    pub appliance: Arc<Appliance>,
    /// Renders pages.
    pub view: Arc<View>,
    /// Static files.
    pub assets: Arc<Assets>,
    /// Where the administration listens.
    pub listen: SocketAddr,
    /// Sites whose pages may speak to the API.
    pub origins: Arc<Origins>,
    /// Addresses of proxies that take TLS for this box.
    pub proxies: Arc<[IpAddr]>,
    /// Requests, counted.
    pub tally: Arc<Tally>,
    /// By which token another machine reads the figures, where the operator named one.
    pub metrics_token: Option<TokenHash>,
    /// Where the listener takes TLS: who is answered without it all the same.
    pub only_tls: Option<IsLocal>,
}

impl Web {
    /// For this appliance.
    pub fn new(appliance: Arc<Appliance>, listen: SocketAddr, origins: Origins) -> Self {
        let assets = Arc::new(Assets::new());
        let zone = zone(&appliance);
        Web {
            appliance,
            view: Arc::new(View::new(Arc::clone(&assets), zone)),
            assets,
            listen,
            origins: Arc::new(origins),
            proxies: Arc::default(),
            tally: Arc::new(Tally::of_routes()),
            metrics_token: None,
            only_tls: None,
        }
    }

    /// Believes these proxies.
    #[must_use]
    pub fn behind(mut self, proxies: Vec<IpAddr>) -> Self {
        self.proxies = proxies.into();
        self
    }

    /// Shows the figures to other machines that send this token.
    #[must_use]
    pub fn measured_with(mut self, token: Option<TokenHash>) -> Self {
        self.metrics_token = token;
        self
    }

    /// Sends everybody to TLS but those who are on this machine itself.
    #[must_use]
    pub fn only_over_tls(mut self, is_local: IsLocal) -> Self {
        self.only_tls = Some(is_local);
        self
    }

    /// Shows moments in the zone of the business, which was just described.
    pub fn renew_zone(&self) {
        self.view.set_zone(zone(&self.appliance));
    }

    /// The administration: every route of the table behind its need.
    pub fn administration(&self) -> Router {
        let mut paths: BTreeMap<String, (MethodRouter<Web>, Vec<Method>)> = BTreeMap::new();
        for route in routes() {
            let gate = admit::Gate {
                web: self.clone(),
                need: route.need,
            };
            let held = if route.path.starts_with("/api/") {
                let hold = from_fn_with_state(self.clone(), idempotency::hold);
                route.handler.layer(hold)
            } else {
                route.handler
            };
            let handler = held.layer(from_fn_with_state(gate, admit::admit));
            for path in faces(route.path) {
                let (known, mut methods) = paths.remove(&path).unwrap_or_default();
                methods.push(route.method.clone());
                paths.insert(path, (known.merge(handler.clone()), methods));
            }
        }
        let nowhere = admit::Gate {
            web: self.clone(),
            need: Need::Anyone,
        };
        let routes = paths
            .into_iter()
            .fold(Router::new(), |router, (path, (handler, methods))| {
                let handler = handler.fallback(other_method);
                let open = path
                    .starts_with("/api/")
                    .then(|| self.origins.layer(methods));
                match open.flatten() {
                    Some(cors) => router.route(&path, handler.layer(cors)),
                    None => router.route(&path, handler),
                }
            })
            .fallback(|| async { Failure::not_found() })
            .layer(from_fn_with_state(nowhere, admit::show_failures))
            .layer(from_fn_with_state(self.clone(), upgrade::keep_to_tls))
            .layer(from_fn_with_state(self.clone(), admit::keep_customers_out))
            .layer(DefaultBodyLimit::max(LONGEST_BODY))
            .layer(TimeoutLayer::with_status_code(
                StatusCode::GATEWAY_TIMEOUT,
                LONGEST,
            ))
            .layer(CatchPanicLayer::new())
            .layer(from_fn_with_state(self.clone(), note))
            .with_state(self.clone());
        headers::admin(routes)
    }
}

/// Around everything: counts, and notes how a request came.
async fn note(State(web): State<Web>, request: Request, next: Next) -> Response {
    let asked = web.tally.begin(&request);
    let response = came::note(&web, request, next).await;
    asked.answered(response.status());
    response
}

async fn other_method() -> (StatusCode, Failure) {
    (
        StatusCode::METHOD_NOT_ALLOWED,
        Failure::new(Kind::NotFound, "This address does not take this method."),
    )
}

fn zone(appliance: &Appliance) -> TimeZone {
    TimeZone::get(&appliance.zone())
        .or_else(|_| TimeZone::get(ZONE))
        .unwrap_or(TimeZone::UTC)
}

/// The paths by which a route is reached: those of the API with and without the slash at the end.
pub(super) fn faces(path: &str) -> Vec<String> {
    match path.strip_suffix('/') {
        Some(bare) if path.starts_with("/api/") => vec![path.to_owned(), bare.to_owned()],
        _ => vec![path.to_owned()],
    }
}
