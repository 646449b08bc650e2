//! A job followed: its steps are drawn anew whenever something happens.

use std::convert::Infallible;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::{Page, live};
use crate::domain::id::JobId;
use crate::http::body::Named;
use crate::http::pages::frame;
use crate::http::problem::Failure;
use crate::http::view::Framed;
use crate::http::visitor::Visitor;
use crate::http::web::Web;
use crate::service::jobs::{self, Story};

/// The part of the page that changes, whenever it does; then `end`.
pub async fn events(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<JobId>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failure> {
    let story = jobs::story(&web.appliance, id).await?;
    let seen = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<i64>().ok());
    // Listened to before the first look, so that nothing falls between.
    let happened = web.appliance.happened.subscribe();
    let begin = Following {
        web,
        visitor,
        id,
        seen,
        happened,
        over: false,
    };
    drop(story);
    let events = stream::unfold(begin, |mut following| async move {
        let event = following.next().await?;
        Some((Ok(event), following))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

/// Somebody who follows a job.
struct Following {
    web: Web,
    visitor: Visitor,
    id: JobId,
    seen: Option<i64>,
    happened: Receiver<JobId>,
    over: bool,
}

impl Following {
    /// The next event; `None` when the job is over and that was told.
    async fn next(&mut self) -> Option<Event> {
        if self.over {
            return None;
        }
        loop {
            let story = jobs::story(&self.web.appliance, self.id).await.ok()?;
            let last = story.last();
            if self.seen != Some(last) {
                self.seen = Some(last);
                return Some(self.drawn(&story, last));
            }
            if story.job.state.is_over() {
                self.over = true;
                return Some(Event::default().event("end").data("over"));
            }
            self.wait().await?;
        }
    }

    fn drawn(&self, story: &Story, last: i64) -> Event {
        let job = live(&self.web, self.visitor.language, story);
        let framed = Framed {
            frame: frame(&self.web, &self.visitor, "jobs"),
            page: Page { job },
        };
        let (language, theme) = (self.visitor.language, self.visitor.theme);
        let html = self
            .web
            .view
            .render("jobs/steps.html", language, theme, &framed)
            .unwrap_or_default();
        Event::default()
            .event("steps")
            .id(last.to_string())
            // A carriage return would end the event early.
            .data(html.replace('\r', ""))
    }

    async fn wait(&mut self) -> Option<()> {
        loop {
            match self.happened.recv().await {
                Ok(id) if id != self.id => {}
                // Whoever fell behind reads the database anyhow.
                Ok(_) | Err(RecvError::Lagged(_)) => return Some(()),
                Err(RecvError::Closed) => return None,
            }
        }
    }
}
