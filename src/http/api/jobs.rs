//! `/api/jobs/…`: jobs on routers, and what happens in them.

use std::collections::VecDeque;
use std::convert::Infallible;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use utoipa::{IntoParams, ToSchema};

use super::routers::cut;
use crate::domain::id::{JobId, RouterId};
use crate::domain::moment::Moment;
use crate::domain::task::Happening;
use crate::http::body::{Asked, Named};
use crate::http::problem::{Failure, Problem};
use crate::http::visitor::Caller;
use crate::http::web::Web;
use crate::service::jobs::{self, Story};
use crate::store::job::Job;

/// Jobs in an answer, unless asked for otherwise.
const PAGE: u32 = 50;
/// The most jobs in an answer.
const MOST: u32 = 200;

/// A job.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobBody {
    /// Its number.
    id: i64,
    /// The router's number.
    router: i64,
    /// What the router is called.
    router_name: String,
    /// `apply`, `put-back`, `return`, `verify`, `undo`, `export` or `unlock`.
    kind: &'static str,
    /// `waiting`, `running`, `done`, `failed`, `rolled-back`, `unknown` or `cancelled`.
    state: &'static str,
    /// The configuration that it works towards.
    configuration: Option<i64>,
    /// The change hash that was agreed to.
    change: Option<String>,
    /// Who asked for it.
    author: String,
    /// When it was asked for, RFC 3339.
    created_at: String,
    /// When it began.
    started_at: Option<String>,
    /// When it ended.
    ended_at: Option<String>,
    /// What came of it, in sentences.
    outcome: Option<String>,
    /// The same for machines.
    #[schema(value_type = Option<Object>)]
    report: Option<serde_json::Value>,
}

impl From<Job> for JobBody {
    fn from(job: Job) -> Self {
        let moment = |at: Option<Moment>| at.map(|at| at.to_string());
        JobBody {
            id: job.id.get(),
            router: job.router.get(),
            router_name: job.router_name,
            kind: job.kind.as_str(),
            state: job.state.as_str(),
            configuration: job.configuration.map(|id| id.get()),
            change: job.change,
            author: job.author,
            created_at: job.created_at.to_string(),
            started_at: moment(job.started_at),
            ended_at: moment(job.ended_at),
            outcome: job.outcome,
            report: job
                .report
                .and_then(|report| serde_json::from_str(&report).ok()),
        }
    }
}

/// A job with its steps.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobStory {
    #[serde(flatten)]
    job: JobBody,
    /// Its steps, as a person follows them.
    steps: Vec<StepBody>,
}

/// One step.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepBody {
    /// `read`, `protect`, `write`, `verify`, `roll-back` or `save`.
    step: &'static str,
    /// `waiting`, `running`, `done`, `failed` or `skipped`.
    #[schema(value_type = String)]
    progress: crate::domain::task::Progress,
    /// Changes that are done.
    done: Option<usize>,
    /// Of how many.
    of: Option<usize>,
    /// What is worth knowing about it.
    notes: Vec<String>,
}

impl From<Story> for JobStory {
    fn from(story: Story) -> Self {
        let steps = story
            .steps()
            .into_iter()
            .map(|shown| StepBody {
                step: shown.step.as_str(),
                progress: shown.progress,
                done: shown.count.map(|(done, _)| done),
                of: shown.count.map(|(_, of)| of),
                notes: shown.notes,
            })
            .collect();
        JobStory {
            job: story.job.into(),
            steps,
        }
    }
}

/// Which jobs.
#[derive(Debug, Deserialize, IntoParams)]
pub struct JobQuery {
    /// `next` of the answer before.
    #[param(minimum = 1)]
    cursor: Option<i64>,
    /// How many at most, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Some jobs, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobPage {
    /// The jobs.
    items: Vec<JobBody>,
    /// The cursor of the next answer; null: these were the last.
    next: Option<i64>,
}

/// All jobs, the latest first.
#[utoipa::path(get, path = "/api/jobs/", tag = "jobs", params(JobQuery), responses(
    (status = 200, body = JobPage),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(web): State<Web>,
    Asked(query): Asked<JobQuery>,
) -> Result<Json<JobPage>, Failure> {
    Ok(Json(page(&web, None, &query).await?))
}

/// Some jobs, of one router or of all.
pub(super) async fn page(
    web: &Web,
    router: Option<RouterId>,
    query: &JobQuery,
) -> Result<JobPage, Failure> {
    let limit = query.limit.unwrap_or(PAGE).clamp(1, MOST);
    let before = query.cursor.map(JobId::from_row);
    let mut found = jobs::list(&web.appliance, router, before, limit + 1).await?;
    let next = cut(&mut found, limit, |job| job.id.get());
    Ok(JobPage {
        items: found.into_iter().map(JobBody::from).collect(),
        next,
    })
}

/// One job, with its steps.
#[utoipa::path(get, path = "/api/jobs/{id}/", tag = "jobs", params(("id" = i64, Path, minimum = 1)), responses(
    (status = 200, body = JobStory),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub async fn get(
    State(web): State<Web>,
    Named(id): Named<JobId>,
) -> Result<Json<JobStory>, Failure> {
    Ok(Json(jobs::story(&web.appliance, id).await?.into()))
}

/// Takes back a job that has not begun.
#[utoipa::path(delete, path = "/api/jobs/{id}/", tag = "jobs", params(("id" = i64, Path, minimum = 1)), responses(
    (status = 204),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
))]
pub async fn cancel(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<JobId>,
) -> Result<StatusCode, Failure> {
    jobs::cancel(&web.appliance, &caller.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What happens in a job, as server-sent events: `id` is the number of the event, `data` the event as JSON. A client that comes back with
/// `Last-Event-ID` gets those behind it. The stream ends with the job.
#[utoipa::path(get, path = "/api/jobs/{id}/events", tag = "jobs", params(
    ("id" = i64, Path, minimum = 1),
    ("Last-Event-ID" = Option<String>, Header, description = "The number of the last event that was seen."),
), responses(
    (status = 200, body = String, content_type = "text/event-stream"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub async fn events(
    State(web): State<Web>,
    Named(id): Named<JobId>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failure> {
    // Listened to before the first look, so that nothing falls between.
    let happened = web.appliance.happened.subscribe();
    jobs::story(&web.appliance, id).await?;
    let seen = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse().ok())
        .unwrap_or(0);
    let following = Following {
        web,
        id,
        seen,
        happened,
        ready: VecDeque::new(),
        over: false,
    };
    let events = stream::unfold(following, |mut following| async move {
        let event = following.next().await?;
        Some((Ok(event), following))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

/// Somebody who follows a job.
struct Following {
    web: Web,
    id: JobId,
    seen: i64,
    happened: Receiver<JobId>,
    ready: VecDeque<(i64, Moment, Happening)>,
    over: bool,
}

/// An event with its moment.
#[derive(Serialize)]
struct Told<'a> {
    at: Moment,
    #[serde(flatten)]
    happening: &'a Happening,
}

impl Following {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((number, at, happening)) = self.ready.pop_front() {
                self.seen = number;
                self.over = matches!(happening, Happening::Ended { .. });
                let told = Told {
                    at,
                    happening: &happening,
                };
                let event = Event::default().id(number.to_string()).json_data(told);
                return event.ok();
            }
            if self.over {
                return None;
            }
            let story = jobs::story(&self.web.appliance, self.id).await.ok()?;
            let seen = self.seen;
            self.ready = story
                .events
                .into_iter()
                .filter(|(number, _, _)| *number > seen)
                .collect();
            if self.ready.is_empty() {
                if story.job.state.is_over() {
                    return None;
                }
                self.wait().await?;
            }
        }
    }

    async fn wait(&mut self) -> Option<()> {
        loop {
            match self.happened.recv().await {
                Ok(id) if id != self.id => {}
                Ok(_) | Err(RecvError::Lagged(_)) => return Some(()),
                Err(RecvError::Closed) => return None,
            }
        }
    }
}
