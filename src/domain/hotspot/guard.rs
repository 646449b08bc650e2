//! The guard: a script on the router that undoes a change, and two schedulers that run it unless hotspotd takes them
//! away in time. One fires after a while, the other when the router has started, so that neither a lost line nor a power cut leaves
//! the router half changed.
//!
//! Source of the means: RouterOS facts: apply, "Dead-man sequences" B.

use std::time::Duration;

use rsc::dialect::{Command, LogLevel, Test};
use rsc::{Condition, Statement, Target};
use serde::{Deserialize, Serialize};

use super::mark::SiteMark;

/// The policies that script and schedulers carry, as far as the account has them: nobody can give more than he has, and a
/// script with a policy that its owner lacks does not run. Never `policy`: that would make the account an administrator.
pub const POLICIES: [&str; 4] = ["read", "write", "test", "sensitive"];

/// How long the router waits after its start before it fires, in seconds: until its interfaces are up.
const BOOT_DELAY: u32 = 15;

/// A guard never fires sooner than this after it was armed.
pub const SHORTEST: Duration = Duration::from_secs(90);

/// Tells the guard of one apply from every other, also from that of an equal change: drawn anew for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(pub u32);

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

/// A guard for one change of one site.
#[derive(Clone, PartialEq)]
pub struct Guard {
    mark: SiteMark,
    hash: String,
    token: Token,
    undo: Vec<Command>,
}

/// Without the undo: it may hold secrets.
impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Guard({}, {} commands)", self.comment(), self.undo.len())
    }
}

impl Guard {
    /// The guard that carries out `undo`; `hash` names the change, `token` this apply of it.
    pub fn new(mark: &SiteMark, hash: &str, token: Token, undo: Vec<Command>) -> Self {
        Guard {
            mark: mark.clone(),
            hash: hash.to_owned(),
            token,
            undo,
        }
    }

    /// Name of the script, and of the scheduler that fires after a while. One name for each site, so a router takes no second guard
    /// of the same site: two hotspotd never change it at once.
    pub fn name(&self) -> String {
        name(&self.mark)
    }

    /// Name of the scheduler that fires at start-up.
    pub fn boot_name(&self) -> String {
        format!("{}-boot", self.name())
    }

    /// The comment of all three.
    pub fn comment(&self) -> String {
        format!("{}{}:{}", prefix(&self.mark), self.hash, self.token)
    }

    /// The script's text. Its first act is to mark itself as firing, so whoever finds it unmarked knows that nothing was undone.
    ///
    /// It takes the schedulers away when it runs a second time, not the first: what reached the router while it ran is undone by the next run,
    /// and so is what could not be undone before something else was.
    pub fn source(&self) -> String {
        let fired = format!("{}{}", self.comment(), State::Fired.suffix());
        let mut commands = vec![
            Command::guarded(vec![Command::IfAbsent {
                menu: "/system/script".to_owned(),
                find: vec![Test::equals("comment", fired)],
                add: Vec::new(),
                otherwise: vec![Command::Remove {
                    menu: "/system/scheduler".to_owned(),
                    find: vec![Test::equals("comment", self.comment())],
                }],
            }]),
            self.tell(State::Firing),
            Command::guarded(vec![Command::Log {
                level: LogLevel::Warning,
                text: format!("hotspotd guard {}: the former state comes back", self.hash),
            }]),
        ];
        commands.extend(self.undo.iter().cloned());
        commands.push(self.tell(State::Fired));
        rsc::dialect::write(&commands)
    }

    fn tell(&self, state: State) -> Command {
        let find = Target::Find(vec![Condition::new("name", self.name())]);
        let comment = format!("{}{}", self.comment(), state.suffix());
        Command::guarded(vec![Command::Row(
            Statement::set("/system/script", find).with("comment", comment),
        )])
    }

    /// What the scheduler runs that fires after a while.
    pub fn on_timer(&self) -> String {
        rsc::dialect::write_inline(&[self.run()])
    }

    /// What the scheduler runs that fires at start-up.
    pub fn on_boot(&self) -> String {
        rsc::dialect::write_inline(&[
            Command::Delay {
                seconds: BOOT_DELAY,
            },
            self.run(),
        ])
    }

    fn run(&self) -> Command {
        Command::RunScript { name: self.name() }
    }
}

fn name(mark: &SiteMark) -> String {
    format!("{}guard", mark.name())
}

fn prefix(mark: &SiteMark) -> String {
    format!("{}guard:", mark.comment())
}

/// How far a guard has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It waits; nothing was undone.
    Armed,
    /// It is undoing, or was interrupted in it.
    Firing,
    /// It has undone everything that was done.
    Fired,
}

impl State {
    fn suffix(self) -> &'static str {
        match self {
            State::Armed => "",
            State::Firing => ":firing",
            State::Fired => ":fired",
        }
    }
}

/// A row of `/system/script` or `/system/scheduler`, as the router tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GuardRow {
    /// `.id`
    pub id: String,
    /// `name`
    pub name: String,
    /// `comment`; empty where there is none.
    pub comment: String,
    /// A scheduler's `next-run`, as the router writes times.
    pub next_run: Option<String>,
    /// A scheduler that does not run.
    pub disabled: bool,
}

/// The scripts and schedulers of a router.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GuardRows {
    /// `/system/script`
    pub scripts: Vec<GuardRow>,
    /// `/system/scheduler`
    pub schedulers: Vec<GuardRow>,
}

/// What stands of a site's guard on a router: all of it, or what was left behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Names the change.
    pub hash: String,
    /// Names the apply; `None` where the router does not tell it rightly.
    pub token: Option<Token>,
    /// How far it has come; `None` where the script is gone and only schedulers are left, which can do nothing.
    pub state: Option<State>,
    /// The script's `.id`.
    pub script: Option<String>,
    /// The schedulers' `.id`s.
    pub schedulers: Vec<String>,
    /// Whether the one that fires after a while stands and will run.
    pub timer: bool,
    /// Whether the one that fires at start-up stands and will run.
    pub boot: bool,
    /// When it fires, by the router's clock and in its words.
    pub next_run: Option<String>,
}

/// The guard of this site, or what is left of it.
pub fn standing(rows: &GuardRows, mark: &SiteMark) -> Option<Standing> {
    let (name, prefix) = (name(mark), prefix(mark));
    let ours = |row: &&GuardRow| row.comment.starts_with(&prefix);
    let script = rows
        .scripts
        .iter()
        .find(|row| row.name == name && ours(row));
    let schedulers: Vec<&GuardRow> = rows.schedulers.iter().filter(ours).collect();
    let told = script
        .or(schedulers.first().copied())?
        .comment
        .strip_prefix(&prefix)?;
    let (hash, state) = [State::Firing, State::Fired]
        .into_iter()
        .find_map(|state| Some((told.strip_suffix(state.suffix())?, state)))
        .unwrap_or((told, State::Armed));
    let (hash, token) = hash.split_once(':').unwrap_or((hash, ""));
    let runs = |name: &str| {
        schedulers
            .iter()
            .find(|row| row.name == name && !row.disabled)
    };
    Some(Standing {
        hash: hash.to_owned(),
        token: u32::from_str_radix(token, 16).ok().map(Token),
        state: script.map(|_| state),
        script: script.map(|row| row.id.clone()),
        schedulers: schedulers.iter().map(|row| row.id.clone()).collect(),
        timer: runs(&name).is_some(),
        boot: runs(&format!("{name}-boot")).is_some(),
        next_run: runs(&name).and_then(|row| row.next_run.clone()),
    })
}

/// How long the guard waits: what was asked for, at least three times as long as so many changes may take to send and prove, and at least
/// three times as long as one answer is waited for.
pub fn period(asked: Duration, changes: usize, silence: Duration) -> Duration {
    /// Reading, connecting and proving over a bad line.
    const AROUND: Duration = Duration::from_secs(10);
    /// One change on a slow board.
    const EACH: Duration = Duration::from_millis(200);
    let changes = u32::try_from(changes).unwrap_or(u32::MAX);
    let estimated = AROUND.saturating_add(EACH.saturating_mul(changes));
    asked
        .max(SHORTEST)
        .max(estimated.saturating_mul(3))
        .max(silence.saturating_mul(3))
}

/// How much of its time may pass before nothing more is sent: what is sent late may be undone before it is proven.
pub fn sending_time(period: Duration) -> Duration {
    period / 3 * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        Guard::new(
            &SiteMark::of("duka"),
            "0123456789abcdef",
            Token(0xbeef),
            Vec::new(),
        )
    }

    fn row(id: &str, name: &str, comment: &str) -> GuardRow {
        GuardRow {
            id: id.to_owned(),
            name: name.to_owned(),
            comment: comment.to_owned(),
            ..GuardRow::default()
        }
    }

    #[test]
    fn the_script_marks_itself_first_and_last() {
        let remove = Command::guarded(vec![Command::Remove {
            menu: "/ip/pool".to_owned(),
            find: vec![Test::equals("name", "hd-duka-guest")],
        }]);
        let guard = Guard::new(&SiteMark::of("duka"), "abc", Token(7), vec![remove]);
        assert_eq!(
            guard.source(),
            ":do {:if ([:len [/system script find comment=\"hotspotd:duka:guard:abc:00000007:fired\"]]=0) do={} else={/system scheduler remove [find comment=\"hotspotd:duka:guard:abc:00000007\"]}} on-error={}\n\
             :do {/system script set [find name=\"hd-duka-guard\"] comment=hotspotd:duka:guard:abc:00000007:firing} on-error={}\n\
             :do {:log warning \"hotspotd guard abc: the former state comes back\"} on-error={}\n\
             :do {/ip pool remove [find name=\"hd-duka-guest\"]} on-error={}\n\
             :do {/system script set [find name=\"hd-duka-guard\"] comment=hotspotd:duka:guard:abc:00000007:fired} on-error={}\n"
        );
        assert_eq!(guard.on_timer(), "/system script run hd-duka-guard");
        assert_eq!(
            guard.on_boot(),
            ":delay 15s; /system script run hd-duka-guard"
        );
    }

    #[test]
    fn what_stands_is_told_from_the_comments() {
        let (mark, guard) = (SiteMark::of("duka"), guard());
        let comment = guard.comment();
        let schedulers = vec![
            row("*2", "hd-duka-guard", &comment),
            row("*3", "hd-duka-guard-boot", &comment),
            row("*4", "backup", "nightly"),
        ];
        for (suffix, state) in [
            ("", State::Armed),
            (":firing", State::Firing),
            (":fired", State::Fired),
        ] {
            let rows = GuardRows {
                scripts: vec![row("*1", "hd-duka-guard", &format!("{comment}{suffix}"))],
                schedulers: schedulers.clone(),
            };
            let standing = standing(&rows, &mark).unwrap();
            assert_eq!(standing.state, Some(state));
            assert_eq!(standing.hash, "0123456789abcdef");
            assert_eq!(standing.token, Some(Token(0xbeef)));
            assert_eq!(standing.schedulers, ["*2", "*3"]);
            assert!(standing.timer && standing.boot);
        }
        let left = standing(
            &GuardRows {
                scripts: Vec::new(),
                schedulers,
            },
            &mark,
        )
        .unwrap();
        assert_eq!((left.state, left.script), (None, None));
        assert_eq!(standing(&GuardRows::default(), &mark), None);
        let other = GuardRows {
            scripts: vec![row("*1", "hd-duka-guard", "mine")],
            ..GuardRows::default()
        };
        assert_eq!(standing(&other, &mark), None);
    }

    #[test]
    fn a_guard_waits_long_enough() {
        let second = Duration::from_secs(1);
        assert_eq!(period(second, 1, second), SHORTEST);
        assert_eq!(period(120 * second, 69, second), 120 * second);
        assert_eq!(period(SHORTEST, 300, second), 210 * second);
        assert_eq!(period(SHORTEST, 1, 60 * second), 180 * second);
        assert_eq!(sending_time(SHORTEST), 60 * second);
    }
}
