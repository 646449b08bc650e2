//! What happens in a job on a router, told as steps that a person can follow.

use serde::{Deserialize, Serialize};

use super::moment::Moment;

/// The steps of a job, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Connect, read, compare.
    Read,
    /// Have something stand ready that puts the router back.
    Protect,
    /// Send the changes.
    Write,
    /// Read again, on a new connection.
    Verify,
    /// Put the router back.
    RollBack,
    /// Note what came of it.
    Save,
}

impl Step {
    /// All steps.
    pub const ALL: [Step; 6] = [
        Step::Read,
        Step::Protect,
        Step::Write,
        Step::Verify,
        Step::RollBack,
        Step::Save,
    ];

    /// The word for it, as in events and catalogues of words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Step::Read => "read",
            Step::Protect => "protect",
            Step::Write => "write",
            Step::Verify => "verify",
            Step::RollBack => "roll-back",
            Step::Save => "save",
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Happening {
    /// A step began.
    Began {
        /// Which.
        step: Step,
    },
    /// The step that is under way came further.
    Came {
        /// Changes that are done.
        done: usize,
        /// Of how many.
        of: usize,
        /// The last of them, as messages call it.
        row: String,
    },
    /// Something worth knowing about the step that is under way.
    Note {
        /// One sentence.
        text: String,
    },
    /// The step that is under way did not succeed.
    Failed {
        /// What stopped it.
        text: String,
    },
    /// The daemon had been stopped in the middle, and goes on by asking the router.
    Resumed,
    /// The job is over.
    Ended {
        /// The word of its state.
        state: String,
        /// What came of it.
        text: String,
    },
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// Not begun.
    Waiting,
    /// Under way.
    Running,
    /// Finished as it should.
    Done,
    /// Stopped.
    Failed,
    /// Not needed.
    Skipped,
}

/// A step as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Which.
    pub step: Step,
    /// How far it is.
    pub progress: Progress,
    /// When it began.
    pub began_at: Option<Moment>,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// Changes that are done, of how many.
    pub count: Option<(usize, usize)>,
    /// What is worth knowing about it.
    pub notes: Vec<String>,
}

impl Shown {
    fn waiting(step: Step) -> Self {
        Shown {
            step,
            progress: Progress::Waiting,
            began_at: None,
            ended_at: None,
            count: None,
            notes: Vec::new(),
        }
    }
}

/// The steps of a job that has these events behind it. `expected` are the steps that it takes when all goes well;
/// rolling back shows up only when it happens.
pub fn steps(expected: &[Step], events: &[(Moment, Happening)]) -> Vec<Shown> {
    let mut steps: Vec<Shown> = expected.iter().copied().map(Shown::waiting).collect();
    let mut under_way: Option<Step> = None;
    for (at, happening) in events {
        match happening {
            Happening::Began { step } => {
                close(&mut steps, under_way.take(), Progress::Done, *at);
                let shown = find(&mut steps, *step);
                shown.progress = Progress::Running;
                shown.began_at.get_or_insert(*at);
                shown.ended_at = None;
                under_way = Some(*step);
            }
            Happening::Came { done, of, .. } => {
                if let Some(step) = under_way {
                    find(&mut steps, step).count = Some((*done, *of));
                }
            }
            Happening::Note { text } => {
                if let Some(step) = under_way {
                    find(&mut steps, step).notes.push(text.clone());
                }
            }
            Happening::Failed { text } => {
                if let Some(step) = under_way {
                    find(&mut steps, step).notes.push(text.clone());
                }
                close(&mut steps, under_way.take(), Progress::Failed, *at);
            }
            Happening::Resumed => {
                close(&mut steps, under_way.take(), Progress::Failed, *at);
            }
            Happening::Ended { .. } => {
                close(&mut steps, under_way.take(), Progress::Done, *at);
                for shown in &mut steps {
                    if shown.progress == Progress::Waiting {
                        shown.progress = Progress::Skipped;
                    }
                }
            }
        }
    }
    steps
}

fn close(steps: &mut Vec<Shown>, step: Option<Step>, progress: Progress, at: Moment) {
    if let Some(step) = step {
        let shown = find(steps, step);
        shown.progress = progress;
        shown.ended_at = Some(at);
    }
}

/// The step among those shown; one that was not expected finds its place in the order of steps.
fn find(steps: &mut Vec<Shown>, step: Step) -> &mut Shown {
    let at = match steps.iter().position(|shown| shown.step == step) {
        Some(at) => at,
        None => {
            let at = steps
                .iter()
                .position(|shown| shown.step > step)
                .unwrap_or(steps.len());
            steps.insert(at, Shown::waiting(step));
            at
        }
    };
    &mut steps[at]
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPECTED: [Step; 5] = [
        Step::Read,
        Step::Protect,
        Step::Write,
        Step::Verify,
        Step::Save,
    ];

    fn at(seconds: i64) -> Moment {
        Moment::from_secs(seconds)
    }

    fn told(events: Vec<Happening>) -> Vec<(Step, Progress)> {
        let events: Vec<_> = (1..).map(at).zip(events).collect();
        steps(&EXPECTED, &events)
            .into_iter()
            .map(|shown| (shown.step, shown.progress))
            .collect()
    }

    fn ended(state: &str) -> Happening {
        Happening::Ended {
            state: state.to_owned(),
            text: String::new(),
        }
    }

    #[test]
    fn nothing_has_happened_yet() {
        let all = told(Vec::new());
        assert_eq!(all.len(), EXPECTED.len());
        assert!(
            all.iter()
                .all(|(_, progress)| *progress == Progress::Waiting)
        );
    }

    #[test]
    fn one_step_after_the_other() {
        use Progress::{Done, Running, Waiting};
        let so_far = vec![
            Happening::Began { step: Step::Read },
            Happening::Began {
                step: Step::Protect,
            },
        ];
        assert_eq!(
            told(so_far),
            [
                (Step::Read, Done),
                (Step::Protect, Running),
                (Step::Write, Waiting),
                (Step::Verify, Waiting),
                (Step::Save, Waiting),
            ]
        );
    }

    #[test]
    fn rolling_back_shows_up_in_its_place() {
        use Progress::{Done, Failed, Skipped};
        let events = vec![
            Happening::Began { step: Step::Read },
            Happening::Began {
                step: Step::Protect,
            },
            Happening::Began { step: Step::Write },
            Happening::Failed {
                text: "the router refused a row".to_owned(),
            },
            Happening::Began {
                step: Step::RollBack,
            },
            Happening::Began { step: Step::Save },
            ended("rolled-back"),
        ];
        assert_eq!(
            told(events),
            [
                (Step::Read, Done),
                (Step::Protect, Done),
                (Step::Write, Failed),
                (Step::Verify, Skipped),
                (Step::RollBack, Done),
                (Step::Save, Done),
            ]
        );
    }

    #[test]
    fn a_stopped_daemon_leaves_its_step_failed() {
        let events = vec![
            Happening::Began { step: Step::Read },
            Happening::Began { step: Step::Write },
            Happening::Resumed,
            Happening::Began { step: Step::Verify },
        ];
        let told = told(events);
        assert!(told.contains(&(Step::Write, Progress::Failed)));
        assert!(told.contains(&(Step::Verify, Progress::Running)));
    }

    #[test]
    fn counts_and_notes_belong_to_the_step_under_way() {
        let events: Vec<_> = [
            Happening::Began { step: Step::Write },
            Happening::Came {
                done: 3,
                of: 69,
                row: "/ip/pool guest".to_owned(),
            },
            Happening::Note {
                text: "the guard stands".to_owned(),
            },
        ]
        .into_iter()
        .map(|happening| (at(1), happening))
        .collect();
        let shown = steps(&EXPECTED, &events);
        let write = shown
            .iter()
            .find(|shown| shown.step == Step::Write)
            .unwrap();
        assert_eq!(write.count, Some((3, 69)));
        assert_eq!(write.notes, ["the guard stands"]);
    }
}
