//! Jobs: the list, and one of them live.

pub mod follow;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::{Pager, page};
use crate::domain::id::JobId;
use crate::domain::task::{Progress, Shown, Step};
use crate::http::body::{Asked, Named};
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::http::words::Language;
use crate::service::jobs::{self, Story};
use crate::store::job::{Job, JobKind, JobState};

/// Jobs on a page.
const PAGE: u32 = 50;

/// A job in a list.
#[derive(Debug, Serialize)]
pub struct Row {
    id: i64,
    what: &'static str,
    state: &'static str,
    router: String,
    router_id: i64,
    by: String,
    at: i64,
    took: Option<i64>,
}

impl Row {
    /// As lists show it.
    pub fn of(job: Job) -> Self {
        Row {
            id: job.id.get(),
            what: what(job.kind),
            state: state(job.state),
            router: job.router_name,
            router_id: job.router.get(),
            by: job.author,
            at: job.created_at.as_millis(),
            took: job
                .started_at
                .zip(job.ended_at)
                .map(|(began, ended)| ended.as_millis() - began.as_millis()),
        }
    }
}

/// The word of a kind in the catalogue of words.
fn what(kind: JobKind) -> &'static str {
    match kind {
        JobKind::Apply => "apply",
        JobKind::PutBack => "put_back",
        JobKind::Return => "return",
        JobKind::Verify => "verify",
        JobKind::Undo => "undo",
        JobKind::Export => "backup",
        JobKind::Unlock => "unlock",
    }
}

/// The word of a state in the catalogue of words.
fn state(state: JobState) -> &'static str {
    match state {
        JobState::Waiting => "waiting",
        JobState::Running => "running",
        JobState::Done => "done",
        JobState::Failed => "failed",
        JobState::RolledBack => "rolled_back",
        JobState::Unknown => "unknown_outcome",
        JobState::Cancelled => "cancelled",
    }
}

/// Which part of the list.
#[derive(Debug, Deserialize)]
pub struct Query {
    /// Jobs before this number.
    before: Option<i64>,
}

#[derive(Serialize)]
struct List {
    jobs: Vec<Row>,
    pager: Pager,
}

/// The list.
pub async fn list(
    State(web): State<Web>,
    visitor: Visitor,
    Asked(query): Asked<Query>,
) -> Result<Response, Failure> {
    let before = query.before.map(JobId::from_row);
    let mut found = jobs::list(&web.appliance, None, before, PAGE + 1).await?;
    let next = Pager::cut(&mut found, PAGE, |job| format!("/jobs?before={}", job.id));
    let shown = List {
        pager: Pager::new(query.before.is_some().then(|| "/jobs".to_owned()), next),
        jobs: found.into_iter().map(Row::of).collect(),
    };
    Ok(page(&web, &visitor, "jobs", "jobs/list.html", shown))
}

#[derive(Debug, Serialize)]
struct Page {
    job: Live,
}

/// A job as its page shows it.
#[derive(Debug, Serialize)]
struct Live {
    id: i64,
    what: &'static str,
    state: &'static str,
    router: String,
    router_id: i64,
    by: String,
    at: i64,
    ended: Option<i64>,
    step: usize,
    of: usize,
    now: String,
    steps: Vec<LiveStep>,
    outcome: Option<String>,
    good: bool,
    can_retry: bool,
    can_undo: bool,
    can_cancel: bool,
}

#[derive(Debug, Serialize)]
struct LiveStep {
    name: String,
    state: &'static str,
    note: Option<String>,
    took: Option<i64>,
}

fn live(web: &Web, language: Language, story: &Story) -> Live {
    let job = &story.job;
    let words = web.view.words();
    let name = |shown: &Shown| words.say(language, step(shown.step), &[]);
    let shown = story.steps();
    let running = shown
        .iter()
        .position(|shown| shown.progress == Progress::Running)
        .or_else(|| {
            shown
                .iter()
                .position(|shown| shown.progress == Progress::Waiting)
        });
    let (ended, changes) = (
        job.state.is_over(),
        matches!(
            job.kind,
            JobKind::Apply | JobKind::PutBack | JobKind::Return
        ),
    );
    Live {
        id: job.id.get(),
        what: what(job.kind),
        state: state(job.state),
        router: job.router_name.clone(),
        router_id: job.router.get(),
        by: job.author.clone(),
        at: job.created_at.as_millis(),
        ended: job.ended_at.map(|at| at.as_millis()),
        step: running.map_or(shown.len(), |at| at + 1),
        of: shown.len(),
        now: running
            .and_then(|at| shown.get(at))
            .map(name)
            .unwrap_or_default(),
        steps: shown
            .iter()
            .map(|shown| LiveStep {
                name: name(shown),
                state: progress(shown.progress),
                note: note(
                    words.say(language, "jobs.of_changes", &counts(shown)),
                    shown,
                ),
                took: shown
                    .began_at
                    .zip(shown.ended_at)
                    .map(|(began, ended)| ended.as_millis() - began.as_millis()),
            })
            .collect(),
        outcome: job.outcome.clone(),
        good: job.state == JobState::Done,
        can_retry: ended && changes && job.state != JobState::Done,
        can_undo: job.state == JobState::Unknown,
        can_cancel: job.state == JobState::Waiting,
    }
}

/// The word of a step in the catalogue of words.
fn step(step: Step) -> &'static str {
    match step {
        Step::Read => "step.read",
        Step::Protect => "step.protect",
        Step::Write => "step.write",
        Step::Verify => "step.verify",
        Step::RollBack => "step.roll_back",
        Step::Save => "step.save",
    }
}

fn counts(shown: &Shown) -> Vec<(&'static str, String)> {
    let (done, of) = shown.count.unwrap_or_default();
    vec![("n", done.to_string()), ("of", of.to_string())]
}

fn note(count: String, shown: &Shown) -> Option<String> {
    let mut notes = shown.notes.clone();
    if shown.count.is_some() {
        notes.insert(0, count);
    }
    (!notes.is_empty()).then(|| notes.join(" "))
}

fn progress(progress: Progress) -> &'static str {
    match progress {
        Progress::Waiting => "waiting",
        Progress::Running => "running",
        Progress::Done => "done",
        Progress::Failed => "failed",
        Progress::Skipped => "skipped",
    }
}

/// One job: what is known now, drawn by the server; a script keeps it fresh.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<JobId>,
) -> Result<Response, Failure> {
    let story = jobs::story(&web.appliance, id).await?;
    let job = live(&web, visitor.language, &story);
    Ok(page(&web, &visitor, "jobs", "jobs/show.html", Page { job }))
}

/// The part of the page that changes, for polling.
pub async fn steps(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<JobId>,
) -> Result<Response, Failure> {
    let story = jobs::story(&web.appliance, id).await?;
    let job = live(&web, visitor.language, &story);
    Ok(page(
        &web,
        &visitor,
        "jobs",
        "jobs/steps.html",
        Page { job },
    ))
}

/// Everything that happened, as a text to keep or send.
pub async fn log(State(web): State<Web>, Named(id): Named<JobId>) -> Result<Response, Failure> {
    let story = jobs::story(&web.appliance, id).await?;
    let job = &story.job;
    let mut text = format!(
        "job {} · {} · router {} · by {} · {}\n",
        job.id,
        job.kind.as_str(),
        job.router_name,
        job.author,
        job.created_at
    );
    for (number, at, happening) in &story.events {
        let event = serde_json::to_string(happening).unwrap_or_default();
        text.push_str(&format!("{number:>4}  {at}  {event}\n"));
    }
    let headers = [
        ("content-type", "text/plain; charset=utf-8".to_owned()),
        (
            "content-disposition",
            format!("attachment; filename=\"hotspotd-job-{id}.txt\""),
        ),
    ];
    Ok((headers, text).into_response())
}

/// Takes back a job that has not begun.
pub async fn cancel(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<JobId>,
) -> Result<Response, Failure> {
    jobs::cancel(&web.appliance, &caller.actor(), id).await?;
    Ok(Redirect::to(&format!("/jobs/{id}")).into_response())
}

/// Has the router undo the change of this job, where its guard stands.
pub async fn undo(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<JobId>,
) -> Result<Response, Failure> {
    let story = jobs::story(&web.appliance, id).await?;
    let undo = jobs::ask(
        &web.appliance,
        &caller.actor(),
        story.job.router,
        JobKind::Undo,
    )
    .await?;
    Ok(Redirect::to(&format!("/jobs/{undo}")).into_response())
}
