//! The audit log: who did what to what, when and from where. Rows are only ever added.

use rusqlite::{Connection, params};

use super::error::StoreError;
use crate::domain::id::{AccountId, OperatorId};
use crate::domain::moment::Moment;

/// Every verb of the log; the pages have words for each. The kinds of jobs are among them.
pub const ACTIONS: &[&str] = &[
    "accept-drift",
    "add",
    "apply",
    "archive",
    "ask-password",
    "cancel",
    "change-email",
    "change-password",
    "create",
    "delete",
    "describe",
    "download",
    "download-backup",
    "edit",
    "end-session",
    "end-sessions",
    "enroll-router",
    "export",
    "forget-mail",
    "generate",
    "import",
    "invite",
    "lock",
    "look-at-router",
    "make-backup",
    "put-back",
    "recovery-codes",
    "refresh-reused",
    "register",
    "remove",
    "rename",
    "reset-link",
    "restore",
    "return",
    "save-site",
    "second-factor-off",
    "second-factor-on",
    "set-mail",
    "set-password",
    "set-role",
    "settings",
    "sign-in",
    "sign-out",
    "sign-out-everywhere",
    "take-site-with-secrets",
    "trust-certificate",
    "undo",
    "unlock",
    "verify",
    "verify-email",
    "withdraw",
    "wrong-code",
];

/// One line to be added.
#[derive(Debug)]
pub struct NewEntry<'a> {
    /// Whose log it is.
    pub operator: OperatorId,
    /// Who did it; `None` for the program itself or somebody who is not signed in.
    pub account: Option<AccountId>,
    /// The name of who did it.
    pub actor: &'a str,
    /// What was done, one of [`ACTIONS`].
    pub action: &'a str,
    /// To what: `router kahawa-1`.
    pub subject: &'a str,
    /// What else there is to know, for people; never a secret.
    pub detail: &'a str,
    /// From which address; empty for the program itself.
    pub address: &'a str,
}

/// One line of the log.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its number; they go up with time.
    pub id: i64,
    /// When.
    pub at: Moment,
    /// Who.
    pub actor: String,
    /// Did what.
    pub action: String,
    /// To what.
    pub subject: String,
    /// What else there is to know.
    pub detail: String,
    /// From where.
    pub address: String,
}

/// Adds a line.
///
/// # Errors
/// The database.
pub fn append(
    connection: &Connection,
    entry: &NewEntry<'_>,
    now: Moment,
) -> Result<(), StoreError> {
    debug_assert!(
        ACTIONS.contains(&entry.action),
        "{} stands in no list of actions",
        entry.action
    );
    connection
        .prepare_cached(
            "INSERT INTO audit (operator_id, at, account_id, actor, action, subject, detail, address) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            entry.operator,
            now,
            entry.account,
            entry.actor,
            entry.action,
            entry.subject,
            entry.detail,
            entry.address,
        ])?;
    Ok(())
}

/// Lines before this number (or the latest), the latest first, that contain a text anywhere and were written by whoever
/// has the second text in their name; an empty text leaves all.
///
/// # Errors
/// The database.
pub fn page(
    connection: &Connection,
    operator: OperatorId,
    before: Option<i64>,
    search: &str,
    who: &str,
    limit: u32,
) -> Result<Vec<Entry>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, at, actor, action, subject, detail, address FROM audit
         WHERE operator_id = ?1 AND id < ?2
           AND (?3 = '' OR instr(lower(actor || ' ' || action || ' ' || subject || ' ' || detail || ' ' || address), lower(?3)) > 0)
           AND (?4 = '' OR instr(lower(actor), lower(?4)) > 0)
         ORDER BY id DESC LIMIT ?5",
    )?;
    let entries = statement.query_map(
        params![operator, before.unwrap_or(i64::MAX), search, who, limit],
        |row| {
            Ok(Entry {
                id: row.get(0)?,
                at: row.get(1)?,
                actor: row.get(2)?,
                action: row.get(3)?,
                subject: row.get(4)?,
                detail: row.get(5)?,
                address: row.get(6)?,
            })
        },
    )?;
    Ok(entries.collect::<Result<_, _>>()?)
}
