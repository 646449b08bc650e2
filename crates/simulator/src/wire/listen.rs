//! `/listen`: changes of a menu as they happen (RouterOS facts: api-facts section 2).

use super::print::View;
use super::reply::Replies;
use crate::device::{Caller, Change, Device, Outcome, Record, Trap};

/// Most listens of one session.
const MOST: usize = 64;

/// The listens of one session.
#[derive(Debug, Default)]
pub(crate) struct Listens(Vec<Listen>);

#[derive(Debug)]
struct Listen {
    tag: Option<String>,
    menu: String,
    view: View,
    /// Changes up to this revision have been told.
    revision: u64,
}

impl Listens {
    /// Is anybody listening?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Begins to listen. Who may not print the menu may not listen to it either.
    pub fn begin(
        &mut self,
        device: &mut Device,
        who: &Caller,
        menu: &str,
        tag: Option<String>,
        view: View,
    ) -> Result<(), Trap> {
        if self.0.len() >= MOST {
            return Err(Trap::failure("too many listens in this session"));
        }
        print(device, who, menu)?;
        self.0.push(Listen {
            tag,
            menu: menu.to_string(),
            view,
            revision: device.revision(),
        });
        Ok(())
    }

    /// What has changed since the last call.
    pub fn updates(&mut self, device: &mut Device, who: &Caller) -> Replies {
        let mut replies = Replies::default();
        for listen in &mut self.0 {
            let changes = device.changes_since(&listen.menu, listen.revision);
            listen.revision = device.revision();
            if changes.is_empty() {
                continue;
            }
            // The change itself is as an administrator sees it; what is sent is as this user may see it.
            let shown = print(device, who, &listen.menu).unwrap_or_default();
            for change in changes {
                let record = match change {
                    Change::Now(record) => {
                        let mut rows = shown.iter();
                        let row = rows.find(|row| row.get(".id") == record.get(".id"));
                        match row {
                            Some(row) => listen.view.show(row.clone()),
                            None => continue,
                        }
                    }
                    Change::Dead(id) => Record {
                        fields: vec![
                            (".id".to_string(), id),
                            (".dead".to_string(), "true".to_string()),
                        ],
                    },
                };
                replies.data(listen.tag.as_deref(), &record.fields);
            }
        }
        replies
    }

    /// `/cancel`: ends the listens with that tag, or all. Each gets the trap of category 2; then the cancel its
    /// `!done`, then each listen its own.
    pub fn cancel(&mut self, which: Option<&str>, own_tag: Option<&str>) -> Replies {
        let mut replies = Replies::default();
        let interrupted = interrupted();
        let ends = |listen: &mut Listen| which.is_none_or(|tag| listen.tag.as_deref() == Some(tag));
        let ended: Vec<Listen> = self.0.extract_if(.., ends).collect();
        for listen in &ended {
            replies.trap(listen.tag.as_deref(), &interrupted);
        }
        replies.done(own_tag, None);
        for listen in &ended {
            replies.done(listen.tag.as_deref(), None);
        }
        replies
    }
}

/// What a cancelled command is told.
pub(crate) fn interrupted() -> Trap {
    Trap {
        category: Some(2),
        message: "interrupted".to_string(),
    }
}

/// The rows of a menu as this user sees them.
fn print(device: &mut Device, who: &Caller, menu: &str) -> Result<Vec<Record>, Trap> {
    match device.run(who, &format!("{menu}/print"), &[])? {
        Outcome::Records(records) => Ok(records),
        Outcome::Done { .. } | Outcome::Closing | Outcome::Waiting => Ok(Vec::new()),
    }
}
