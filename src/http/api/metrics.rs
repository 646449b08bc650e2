//! The figures of the box, as Prometheus and its kin read them.
//!
//! What is counted stands in memory since the program was started; what the database knows is looked up when somebody asks. Labels have
//! words of the program alone, so that there is no more of them than it has routes, kinds of jobs and ends.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE as HEADER;
use axum::response::IntoResponse;

use crate::domain::exposition::{CONTENT_TYPE, Exposition, Kind, seconds};
use crate::http::problem::{Failure, Problem};
use crate::http::tally::{ANSWERS, Tally as Requests};
use crate::http::web::Web;
use crate::service::appliance::Appliance;
use crate::service::figures::{self, Figures};
use crate::service::process;
use crate::service::tally::{ENDS, Fared, Tally};
use crate::store::job::JobKind;

/// Figures for a monitoring system, as text in the Prometheus exposition format. At the box itself they are open; from elsewhere they need
/// `Authorization: Bearer` with the token of the file that the setting `metrics_token_file` names.
#[utoipa::path(get, path = "/metrics", tag = "health", responses(
    (status = 200, body = String, content_type = "text/plain"),
    (status = 401, body = Problem, content_type = "application/problem+json", description = "The token is missing or another."),
    (status = 403, body = Problem, content_type = "application/problem+json", description = "No token was set, and the request does not come from the box itself."),
))]
pub async fn show(State(web): State<Web>) -> Result<impl IntoResponse, Failure> {
    let found = figures::look(&web.appliance).await?;
    let mut text = Exposition::default();
    of_process(&mut text);
    of_requests(&mut text, &web.tally);
    of_work(&mut text, &web.appliance.tally);
    of_figures(&mut text, &found);
    of_databases(&mut text, &web.appliance);
    Ok(([(HEADER, CONTENT_TYPE)], text.into_text()))
}

fn of_process(text: &mut Exposition) {
    let about = [
        ("version", env!("CARGO_PKG_VERSION")),
        ("processor", std::env::consts::ARCH),
    ];
    text.family(
        "hotspotd_build_info",
        Kind::Gauge,
        "Which hotspotd this is.",
    );
    text.sample(&about, 1);
    if let Some(bytes) = process::resident() {
        text.gauge(
            "process_resident_memory_bytes",
            "Memory of the process.",
            bytes,
        );
    }
    if let Some(at) = process::started() {
        let help = "When the process was started, in seconds since 1970 by the clock of the box.";
        text.gauge("process_start_time_seconds", help, at);
    }
}

fn of_requests(text: &mut Exposition, requests: &Requests) {
    text.family(
        "hotspotd_http_requests_total",
        Kind::Counter,
        "Requests to the administration by route and class of the answer's status; gone: who asked did not wait. Routes that nobody asked for are left out.",
    );
    for counted in requests.asked() {
        for (at, status) in ANSWERS.iter().enumerate() {
            let count = counted.answered(at);
            if count > 0 {
                let (method, route) = (counted.method.as_str(), counted.route);
                text.sample(
                    &[("method", method), ("route", route), ("status", status)],
                    count,
                );
            }
        }
    }
    text.family(
        "hotspotd_http_request_duration_seconds",
        Kind::Histogram,
        "How long requests to the administration took, to the beginning of the answer.",
    );
    for counted in requests.asked() {
        let labels = [
            ("method", counted.method.as_str()),
            ("route", counted.route),
        ];
        text.durations(&labels, &counted.times.read());
    }
}

fn of_work(text: &mut Exposition, tally: &Tally) {
    text.family(
        "hotspotd_jobs_total",
        Kind::Counter,
        "Jobs on routers that are over, by kind and outcome.",
    );
    for kind in JobKind::ALL {
        for end in ENDS {
            let labels = [("kind", kind.as_str()), ("outcome", end.as_str())];
            text.sample(&labels, tally.jobs(*kind, end));
        }
    }
    text.family(
        "hotspotd_changes_total",
        Kind::Counter,
        "Changes of routers that are over (jobs apply, put-back, return), by what became of them; refused: nothing was sent, since the router was not fit or not as agreed.",
    );
    for fared in Fared::ALL {
        text.sample(&[("outcome", fared.as_str())], tally.changes(fared));
    }
}

fn of_figures(text: &mut Exposition, found: &Figures) {
    text.family(
        "hotspotd_jobs_open",
        Kind::Gauge,
        "Jobs on routers that wait or are under way.",
    );
    text.sample(&[("state", "waiting")], found.waiting);
    text.sample(&[("state", "running")], found.running);
    let routers = found.routers;
    text.gauge("hotspotd_routers", "Routers under care.", routers.all);
    text.gauge(
        "hotspotd_routers_up",
        "Routers that answered when they were last asked.",
        routers.up,
    );
    text.gauge(
        "hotspotd_routers_silent",
        "Routers that did not.",
        routers.silent,
    );
    text.gauge(
        "hotspotd_routers_drifted",
        "Routers that hold something else than was meant.",
        routers.drifted,
    );
    text.gauge(
        "hotspotd_mails_waiting",
        "Mails that wait to be sent.",
        found.mails_waiting,
    );
    text.gauge(
        "hotspotd_mails_given_up",
        "Mails that were given up lately.",
        found.mails_given_up,
    );
}

fn of_databases(text: &mut Exposition, appliance: &Appliance) {
    let databases = [
        ("state", appliance.state.measured()),
        ("telemetry", appliance.telemetry.measured()),
    ];
    text.family(
        "hotspotd_database_commit_duration_seconds",
        Kind::Histogram,
        "How long commits took that wrote something, until they were on the disk (telemetry: given to the system).",
    );
    for (name, measured) in &databases {
        text.durations(&[("database", name)], &measured.commits);
    }
    text.family(
        "hotspotd_database_commit_longest_seconds",
        Kind::Gauge,
        "The longest of them since the start.",
    );
    for (name, measured) in &databases {
        text.sample(&[("database", name)], seconds(measured.commits.longest));
    }
    text.family(
        "hotspotd_database_queue_jobs",
        Kind::Gauge,
        "Writes that wait for the writer; at 256, more are refused.",
    );
    for (name, measured) in &databases {
        text.sample(&[("database", name)], measured.waiting);
    }
}
