//! The course of one job, from what was agreed to what came of it.

use std::time::Duration;

use crate::credentials::RandomError;
use crate::domain::hotspot::diff::Secrets;
use crate::domain::hotspot::guard::{SHORTEST, Token};
use crate::domain::hotspot::seen::Seen;
use crate::domain::hotspot::site::Site;
use crate::domain::task::Step;
use crate::service::appliance::Appliance;
use crate::service::apply::{ApplyError, Ending, Order, Progress, Report, Target, Terms};
use crate::service::generate::Generated;
use crate::service::guard::{PickedUp, pick_up};
use crate::service::routers::change::{Agreed, earlier};
use crate::service::routers::prepare::{generate, rows_hash};
use crate::service::routers::{RouterError, manage};
use crate::service::tally::Fared;
use crate::service::told::sentences;
use crate::store::configuration::Fate;
use crate::store::job::{Job, JobState};

use super::notes::Notes;

/// How long a router is waited for that does not answer after hotspotd was stopped: a power cut may have stopped both, and the router is
/// the slower one.
const PATIENCE: Duration = Duration::from_secs(180);
/// How often it is asked meanwhile.
const PAUSE: Duration = Duration::from_secs(5);

/// What came of a job.
#[derive(Debug)]
pub struct Outcome {
    /// How it ended.
    pub state: JobState,
    /// In sentences.
    pub text: String,
    /// For machines, as JSON.
    pub report: Option<String>,
    /// What became of its configuration.
    pub fate: Fate,
    /// The site that the router holds now, where it was proven.
    pub site: Option<Site>,
    /// Whether it holds every row of it, and nobody has changed one since.
    pub holds: bool,
    /// How the change fared, where it is one.
    pub fared: Fared,
}

impl Outcome {
    fn failed(text: impl Into<String>) -> Self {
        Outcome {
            state: JobState::Failed,
            text: text.into(),
            report: None,
            fate: Fate::Failed,
            site: None,
            holds: false,
            fared: Fared::Failed,
        }
    }

    /// After a stop in the middle, where the router does not tell what became of it.
    fn in_the_dark(why: &str) -> Self {
        Outcome {
            state: JobState::Unknown,
            text: format!(
                "hotspotd was stopped in the middle of this, and what became of it on the router is not known: {why} If a guard stands there, the router puts itself back. Compare the router as soon as it answers."
            ),
            report: None,
            fate: Fate::Unknown,
            site: None,
            holds: false,
            fared: Fared::Unknown,
        }
    }
}

/// What a job needs.
struct Ground {
    target: Target,
    site: Site,
    generated: Generated,
    agreed: Agreed,
    token: Token,
}

async fn ground(appliance: &Appliance, job: &Job) -> Result<Ground, RouterError> {
    let (_, target) = manage::target(appliance, job.router).await?;
    let id = job.configuration.ok_or(RouterError::NoSite)?;
    let (kept, site) = earlier(appliance, job.router, id).await?;
    let generated = generate(appliance, &site)?;
    if rows_hash(&generated.desired) != kept.hash {
        return Err(RouterError::OtherTemplates);
    }
    Ok(Ground {
        target,
        site,
        generated,
        agreed: serde_json::from_str(&job.terms).unwrap_or_default(),
        token: token()?,
    })
}

/// A name that no other apply has.
fn token() -> Result<Token, RouterError> {
    getrandom::u32()
        .map(Token)
        .map_err(|error| RouterError::Random(RandomError::from(error)))
}

/// Brings a router to the configuration of the job. `resumed`: the daemon had been stopped in the middle of it, and the router is asked what
/// became of it; nothing new is sent then.
pub async fn change(appliance: &Appliance, job: &Job, resumed: bool, notes: &mut Notes) -> Outcome {
    notes.step(Step::Read);
    let ground = match ground(appliance, job).await {
        Ok(ground) => ground,
        Err(error) => {
            let why = crate::service::told::sentence(&error.to_string());
            return if resumed {
                Outcome::in_the_dark(&why)
            } else {
                Outcome::failed(why)
            };
        }
    };
    let secrets = if ground.agreed.rotate_secrets {
        Secrets::Rotate
    } else {
        Secrets::Keep
    };
    let order = Order {
        secrets,
        ..Order::new(
            &ground.site,
            &ground.generated.desired,
            &ground.generated.model,
        )
    };
    let terms = Terms {
        take_over: ground.agreed.take_over,
        guard: ground
            .agreed
            .guard_seconds
            .map_or(SHORTEST, Duration::from_secs)
            .max(SHORTEST),
        journal: Some(&appliance.journal),
        token: ground.token,
        ..Terms::default()
    };
    let outcome = if resumed {
        // Writing secrets again is no difference that a reading shows, so the rest decides.
        let order = Order {
            secrets: Secrets::Keep,
            ..order
        };
        pick_up_only(&ground, &order, &terms, notes).await
    } else {
        apply(&ground.target, &order, &terms, job.change.as_deref(), notes).await
    };
    match outcome {
        Ok(mut outcome) => {
            if outcome.fate == Fate::Applied {
                outcome.site = Some(ground.site);
            }
            outcome
        }
        Err(error) if resumed => Outcome::in_the_dark(&sentences(&error).join(" ")),
        Err(error) => ended(&error),
    }
}

async fn apply(
    target: &Target,
    order: &Order<'_>,
    terms: &Terms<'_>,
    change: Option<&str>,
    notes: &mut Notes,
) -> Result<Outcome, ApplyError> {
    let (look, left) = pick_up(target, order, terms, &mut |progress| {
        notes.progress(progress)
    })
    .await?;
    if let Some(left) = left {
        notes.step(Step::Read);
        notes.tell(settled(&left));
    }
    if let Some(expected) = change
        && look.hash != expected
    {
        let found = look.hash.clone();
        look.close().await;
        return Err(ApplyError::Moved {
            expected: expected.to_owned(),
            found,
        });
    }
    notes.tell(format!(
        "RouterOS {} on {}: {} to change.",
        look.facts.version,
        look.facts.board,
        count(look.changes.changes.len(), "row")
    ));
    notes.expect(&look.changes);
    let report = look
        .apply(order, terms, |progress| notes.progress(progress))
        .await?;
    notes.step(Step::Save);
    Ok(Outcome {
        state: JobState::Done,
        text: done(&report),
        report: serde_json::to_string(&report).ok(),
        fate: Fate::Applied,
        site: None,
        holds: true,
        fared: Fared::Done,
    })
}

/// After a restart: what stands on the router is settled, and what it holds then is the truth. Nothing new is sent.
async fn pick_up_only(
    ground: &Ground,
    order: &Order<'_>,
    terms: &Terms<'_>,
    notes: &mut Notes,
) -> Result<Outcome, ApplyError> {
    let mut waited = Duration::ZERO;
    let (look, left) = loop {
        let mut told = |progress: Progress<'_>| notes.progress(progress);
        match pick_up(&ground.target, order, terms, &mut told).await {
            Err(ApplyError::Connect(_) | ApplyError::Read(_)) if waited < PATIENCE => {
                notes.progress(Progress::Waiting(PAUSE));
                (terms.pause)(PAUSE).await;
                waited += PAUSE;
            }
            picked_up => break picked_up?,
        }
    };
    let differ = look.changes.changes.len();
    look.close().await;
    notes.step(Step::Save);
    let rows = order.desired.rows.len();
    let stopped = "hotspotd was stopped in the middle of this";
    let rotated = ground.agreed.rotate_secrets;
    let (state, fate, text) = match left.map(|left| left.ending) {
        Some(Ending::NotUndone { left, .. }) => (
            JobState::Failed,
            Fate::Failed,
            format!(
                "{stopped}. The router ran the undo, and not all could be restored: {}.",
                listed(&left)
            ),
        ),
        Some(Ending::Undone { .. }) if differ > 0 || rotated => (
            JobState::RolledBack,
            Fate::RolledBack,
            format!(
                "{stopped}, and the router was put back: it is as it was before. Preview the changes and apply again."
            ),
        ),
        // Complete when it was settled; whatever differs by now came later.
        Some(Ending::Kept { .. }) if differ > 0 => (
            JobState::Done,
            Fate::Applied,
            format!(
                "{stopped}. The change was complete and is kept; since then, {differ} of the router's settings were changed: look at them under Changes."
            ),
        ),
        None | Some(Ending::Absent) if rotated && differ == 0 => (
            JobState::Unknown,
            Fate::Unknown,
            format!(
                "{stopped}. {rows} of {rows} settings are confirmed, but passwords and keys cannot be read back: apply once more, and have them written again."
            ),
        ),
        _ if differ == 0 => (
            JobState::Done,
            Fate::Applied,
            format!(
                "{stopped}. The router holds the whole configuration: {rows} of {rows} settings confirmed."
            ),
        ),
        _ => (
            JobState::RolledBack,
            Fate::RolledBack,
            format!(
                "{stopped}. Nothing of it is under way on the router, and it does not hold the configuration. Preview the changes and apply again."
            ),
        ),
    };
    Ok(Outcome {
        state,
        text,
        report: None,
        fate,
        site: None,
        holds: differ == 0,
        // What failed here is an undo that did not restore all.
        fared: match state {
            JobState::Failed => Fared::NotRestored,
            state => Fared::of(state),
        },
    })
}

/// What an earlier change that was found on the router had become.
fn settled(left: &PickedUp) -> String {
    let change = &left.change;
    match left.ending {
        Ending::Kept { .. } => {
            format!(
                "Change {change} had been stopped before its end; it was complete, and its guard is disarmed now."
            )
        }
        Ending::Absent => {
            format!("Change {change} had been stopped, and is no longer under way.")
        }
        Ending::NotUndone { ref left, .. } => format!(
            "Change {change} had been stopped before its end; the router ran its undo, and not all could be restored: {}.",
            listed(left)
        ),
        _ => format!(
            "Change {change} had been stopped before its end; the router is back in the state before it."
        ),
    }
}

fn done(report: &Report) -> String {
    let rows = report.proven;
    let mut text = if report.writes == 0 {
        format!("Nothing had to be changed: {rows} of {rows} settings confirmed.")
    } else {
        let counts = report.changed;
        format!(
            "{rows} of {rows} settings confirmed over a new connection: {} added, {} changed, {} moved, {} removed.",
            counts.added, counts.set, counts.moved, counts.removed
        )
    };
    for reason in &report.because {
        text.push_str(" No guard stood on the router: ");
        text.push_str(&crate::service::told::sentence(reason));
    }
    if report.guard_taken {
        text.push_str(" Somebody else took the guard away before the end.");
    }
    for other in &report.others {
        text.push_str(&format!(" Somebody else changed meanwhile: {other}."));
    }
    text
}

/// How a job ends that an error ended.
fn ended(error: &ApplyError) -> Outcome {
    let (state, fate) = match error {
        ApplyError::RolledBack { .. } => (JobState::RolledBack, Fate::RolledBack),
        ApplyError::Unknown { .. } | ApplyError::Stuck { .. } | ApplyError::GuardLeft { .. } => {
            (JobState::Unknown, Fate::Unknown)
        }
        _ => (JobState::Failed, Fate::Failed),
    };
    Outcome {
        state,
        fate,
        text: sentences(error).join(" "),
        report: None,
        site: None,
        holds: false,
        fared: error.into(),
    }
}

/// What is not as it was.
pub(super) fn listed(left: &[Seen]) -> String {
    let left: Vec<String> = left.iter().map(ToString::to_string).collect();
    left.join("; ")
}

/// `1 row`, `2 rows`.
fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}
