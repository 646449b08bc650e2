//! Jobs that are no changes of a configuration: comparing, undoing a change whose guard stands.

use crate::domain::hotspot::mark::SiteMark;
use crate::domain::task::Step;
use crate::service::appliance::Appliance;
use crate::service::apply::{Ending, Terms, pause};
use crate::service::guard::roll_back;
use crate::service::routers::change::Wish;
use crate::service::routers::compare::compared;
use crate::service::routers::prepare::prepare;
use crate::service::routers::{backups, manage};
use crate::service::tally::Fared;
use crate::service::told::{sentence, sentences};
use crate::service::unlock::{NEEDED, USUAL_WAIT, UnlockStep, unlock};
use crate::store::configuration::Fate;
use crate::store::job::{Job, JobKind, JobState};

use super::course::{Outcome, listed};
use super::notes::Notes;

/// Does such a job.
pub async fn run(appliance: &Appliance, job: &Job, kind: JobKind, notes: &mut Notes) -> Outcome {
    match kind {
        JobKind::Undo => undo(appliance, job, notes).await,
        JobKind::Export => export(appliance, job, notes).await,
        JobKind::Unlock => unlocked(appliance, job, notes).await,
        _ => verify(appliance, job, notes).await,
    }
}

fn outcome(state: JobState, text: impl Into<String>) -> Outcome {
    Outcome {
        state,
        text: text.into(),
        report: None,
        fate: Fate::Generated,
        site: None,
        holds: false,
        fared: Fared::of(state),
    }
}

async fn verify(appliance: &Appliance, job: &Job, notes: &mut Notes) -> Outcome {
    notes.step(Step::Read);
    let compared = match prepare(appliance, job.router, Wish::Apply).await {
        Ok(prepared) => compared(appliance, prepared).await,
        Err(error) => Err(error),
    };
    match compared {
        Ok(found) if found.changes.is_empty() => {
            notes.step(Step::Save);
            let rows = found.rows;
            outcome(
                JobState::Done,
                format!("{rows} of {rows} settings confirmed."),
            )
        }
        Ok(found) => {
            notes.step(Step::Save);
            let changes = found.changes.changes.len();
            outcome(
                JobState::Done,
                format!("{changes} of the router's settings differ: look at them under Changes."),
            )
        }
        Err(error) => outcome(JobState::Failed, sentence(&error.to_string())),
    }
}

/// Has the router undo a change whose guard stands on it.
async fn undo(appliance: &Appliance, job: &Job, notes: &mut Notes) -> Outcome {
    notes.step(Step::Read);
    let prepared = match prepare(appliance, job.router, Wish::Apply).await {
        Ok(prepared) => prepared,
        Err(error) => return outcome(JobState::Failed, sentence(&error.to_string())),
    };
    let mark = SiteMark::of(prepared.site.site.slug.as_str());
    let terms = Terms {
        journal: Some(&appliance.journal),
        ..Terms::default()
    };
    let rolled = roll_back(&prepared.target, &mark, &terms, &mut |progress| {
        notes.progress(progress);
    })
    .await;
    match rolled {
        Ok((Ending::Undone { .. }, _)) => outcome(
            JobState::Done,
            "The router is back in the state before that change.",
        ),
        Ok((Ending::Kept { .. }, _)) => outcome(
            JobState::Done,
            "The change was complete, so it was kept; its guard is disarmed.",
        ),
        Ok((Ending::Absent, _)) => outcome(
            JobState::Done,
            "No guard stands on the router: there is nothing to undo.",
        ),
        Ok((Ending::NotUndone { left, .. }, _)) => outcome(
            JobState::Failed,
            format!(
                "The router ran the undo, and not all could be restored: {}.",
                listed(&left)
            ),
        ),
        Ok((Ending::Stuck { refusal, .. }, _)) => outcome(
            JobState::Unknown,
            format!("The router does not run the undo ({refusal}). Look at it by hand."),
        ),
        Ok((Ending::Unknown { .. }, _)) => outcome(
            JobState::Unknown,
            "The router does not answer. If its guard is armed, it puts itself back.",
        ),
        Err(error) => outcome(JobState::Failed, sentences(&error).join(" ")),
    }
}

/// Saves the router's own export.
async fn export(appliance: &Appliance, job: &Job, notes: &mut Notes) -> Outcome {
    notes.step(Step::Read);
    match backups::make(appliance, job.router).await {
        Ok(kept) => {
            notes.step(Step::Save);
            let bytes = kept.bytes;
            let text = match kept.new {
                true => format!("Saved the router's configuration, {bytes} bytes."),
                false => format!(
                    "The router's configuration ({bytes} bytes) is the one of the last backup; that one is kept."
                ),
            };
            outcome(JobState::Done, text)
        }
        Err(error) => outcome(JobState::Failed, sentence(&error.to_string())),
    }
}

/// Has device-mode changed, with somebody at the button.
async fn unlocked(appliance: &Appliance, job: &Job, notes: &mut Notes) -> Outcome {
    notes.step(Step::Read);
    let target = match manage::target(appliance, job.router).await {
        Ok((_, target)) => target,
        Err(error) => return outcome(JobState::Failed, sentence(&error.to_string())),
    };
    let done = unlock(&target, &NEEDED, USUAL_WAIT, &pause, &mut |step| {
        notes.tell(pressing(step));
    })
    .await;
    match done {
        Ok(done) if done.features.is_empty() => outcome(
            JobState::Done,
            "The router allows all that is needed already; nothing was asked.",
        ),
        Ok(done) => {
            notes.step(Step::Save);
            let features = done.features.join(", ");
            outcome(JobState::Done, format!("The router allows {features} now."))
        }
        Err(error) => outcome(JobState::Failed, sentence(&error.to_string())),
    }
}

/// How far it has come, for whoever stands next to the router.
fn pressing(step: UnlockStep) -> String {
    match step {
        UnlockStep::PressNow(wait) => format!(
            "Press the router's reset or mode button once now, or cut its power for ten seconds. It waits for {} minutes.",
            wait.as_secs() / 60
        ),
        UnlockStep::Starting => "It was pressed; the router starts anew.".to_owned(),
        UnlockStep::Back => "The router is back.".to_owned(),
    }
}
