//! The router's own `/export`, for the history of what it held.
//!
//! Over the API `/export` prints nothing: it writes a file, which is read and taken away again (RouterOS facts: apply, "D. files").
//! Secrets are not in it: RouterOS 7 hides them unless told otherwise. The file lies outside `flash/`, which on boards with such a folder is
//! memory, so their flash does not wear. The account needs the policies `read` and `ftp`.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use super::{Cause, Client, Command, Interrupted, Record, Reply};
use crate::domain::routeros::export::normal;

/// Lets time pass. Injected, so that a test may let it pass on a simulated router.
pub type Pause<'p> =
    dyn Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync + 'p;

/// The largest export taken, in bytes.
pub const LARGEST: usize = 4 << 20;

/// How long a router may take until the file is there; boards with NAND take up to 40 s.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is looked for.
const EVERY: Duration = Duration::from_secs(2);
/// Bytes read at once; the most that RouterOS takes.
const CHUNK: usize = 32 << 10;
/// Chunks asked for ahead of their answers.
const AHEAD: usize = 16;

/// A router's configuration in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// As the router wrote it.
    pub text: String,
    /// Without what changes from one export to the next; equal where the configuration is.
    pub normal: String,
}

/// Why there is no export. The router's configuration is as it was; `left` tells of a file that stayed.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The account may not.
    #[error(
        "the account may not write or read files on the router ({0}), which a back-up needs: run the set-up script on the router again, it gives the account the policy ftp"
    )]
    NotAllowed(String),
    /// The router refused a step.
    #[error("the router refused to make a back-up of its configuration ({step}: {message})")]
    Refused {
        /// `export`, `file` or `read`.
        step: &'static str,
        /// Its words.
        message: String,
    },
    /// The file did not come.
    #[error(
        "the router had not written its configuration to a file after {0:?}: try again when it has less to do"
    )]
    NoFile(Duration),
    /// It is larger than [`LARGEST`].
    #[error("the router's configuration is larger than {LARGEST} bytes, which no back-up keeps")]
    TooLarge,
    /// Only newer versions give files of this size.
    #[error(
        "this RouterOS gives away only the first {read} of {size} bytes of its configuration: upgrade it to 7.13 or newer for back-ups"
    )]
    OnlyBeginning {
        /// What came.
        read: usize,
        /// What there is.
        size: usize,
    },
    /// What came is not as long as the file.
    #[error("{read} of {size} bytes of the router's configuration came over: try again")]
    Incomplete {
        /// What came.
        read: usize,
        /// What there is.
        size: usize,
    },
    /// The connection ended.
    #[error(
        "the connection ended while the router's configuration was copied: try again; {name} may be left among its files, and the next back-up takes it away"
    )]
    Interrupted {
        /// Name of the file.
        name: String,
        /// Why.
        #[source]
        cause: Cause,
    },
}

/// What all our exports are called, before a number that was drawn for each.
const NAME: &str = "hd-export-";

/// Copies the router's configuration. `token` names the file, drawn anew each time. Files that an earlier, interrupted copy left are taken
/// away too.
///
/// # Errors
/// See [`ExportError`].
pub async fn export(
    client: &mut Client,
    token: u32,
    pause: &Pause<'_>,
) -> Result<Export, ExportError> {
    let name = format!("{NAME}{token:08x}.rsc");
    let made = make(client, &name, pause).await;
    if let Err(ExportError::Interrupted { .. }) = &made {
        return made;
    }
    // Whatever happened, nothing is left behind; that it could not be taken away does not spoil the copy.
    let swept = sweep(client).await.map_err(|lost| interrupted(lost, &name));
    let export = made?;
    swept?;
    Ok(export)
}

async fn make(client: &mut Client, name: &str, pause: &Pause<'_>) -> Result<Export, ExportError> {
    let lost = |error| interrupted(error, name);
    let write = Command::slow("/export").with("file", name);
    for reply in client.run_all(&[write]).await.map_err(lost)? {
        done("export", reply)?;
    }
    let size = wait(client, name, pause).await?;
    if size > LARGEST {
        return Err(ExportError::TooLarge);
    }
    let text = file_text(client, name, size).await?;
    Ok(Export {
        normal: normal(&text),
        text,
    })
}

/// Waits until the file is there and no longer grows. Its size.
async fn wait(client: &mut Client, name: &str, pause: &Pause<'_>) -> Result<usize, ExportError> {
    let look = [Command::read("/file/print")
        .proplist(&["name", "size"])
        .query(format!("?name={name}"))];
    let mut waited = Duration::ZERO;
    let mut before = None;
    loop {
        let replies = client.run_all(&look).await;
        let replies = replies.map_err(|lost| interrupted(lost, name))?;
        let records = replies.first().cloned().map(|reply| done("file", reply));
        let size = records.transpose()?.unwrap_or_default();
        let size = size
            .first()
            .and_then(|record| record.get("size")?.parse().ok());
        // A file that is there at the first look was there when `/export` answered.
        if let Some(size) = size.filter(|size| *size > 0)
            && (waited.is_zero() || before == Some(size))
        {
            return Ok(size);
        }
        if waited >= PATIENCE {
            return Err(ExportError::NoFile(waited));
        }
        before = size;
        pause(EVERY).await;
        waited += EVERY;
    }
}

/// The text of a file of the router, of at most [`LARGEST`] bytes. Bytes that are no UTF-8 become U+FFFD.
///
/// # Errors
/// See [`ExportError`].
pub async fn file_text(
    client: &mut Client,
    name: &str,
    size: usize,
) -> Result<String, ExportError> {
    let Some(mut text) = chunks(client, name, size).await? else {
        return contents(client, name, size).await;
    };
    if text.contains(char::REPLACEMENT_CHARACTER) {
        // A letter that lies across two chunks was torn. Where that is not all, bytes are no UTF-8 at all (a comment in an
        // encoding of its own), and the rest is worth keeping.
        let Some(whole) = one_by_one(client, name, size).await? else {
            return Ok(text);
        };
        text = whole;
    }
    match text.len() == size {
        true => Ok(text),
        false => Err(ExportError::Incomplete {
            read: text.len(),
            size,
        }),
    }
}

/// Chunk after chunk, each from where the last whole letter of the one before ended. `None` where not only torn letters are unreadable.
async fn one_by_one(
    client: &mut Client,
    name: &str,
    size: usize,
) -> Result<Option<String>, ExportError> {
    let mut text = String::with_capacity(size);
    while text.len() < size {
        let chunk = [part(name, text.len())];
        let replies = client.run_all(&chunk).await;
        for reply in replies.map_err(|lost| interrupted(lost, name))? {
            let records = done("read", reply)?;
            let data = records.first().and_then(|record| record.get("data"));
            let whole = data
                .unwrap_or_default()
                .trim_end_matches(char::REPLACEMENT_CHARACTER);
            if whole.is_empty() || whole.contains(char::REPLACEMENT_CHARACTER) {
                return Ok(None);
            }
            text.push_str(whole);
        }
    }
    Ok(Some(text))
}

/// Reads what begins at this byte.
fn part(name: &str, offset: usize) -> Command {
    Command::slow("/file/read")
        .with("file", name)
        .with("offset", offset.to_string())
        .with("chunk-size", CHUNK.to_string())
}

/// By `/file/read`; `None` where this version does not know it (before 7.13).
async fn chunks(
    client: &mut Client,
    name: &str,
    size: usize,
) -> Result<Option<String>, ExportError> {
    // An empty file too is asked for once, so that one that is not there is noticed.
    let reads: Vec<Command> = (0..size.div_ceil(CHUNK).max(1))
        .map(|number| part(name, number * CHUNK))
        .collect();
    let mut text = String::with_capacity(size);
    for reads in reads.chunks(AHEAD) {
        let replies = client.run_all(reads).await;
        for reply in replies.map_err(|lost| interrupted(lost, name))? {
            if matches!(&reply, Reply::Trap { message, .. } if super::read::is_absent(message)) {
                return Ok(None);
            }
            for record in done("read", reply)? {
                text.push_str(record.get("data").unwrap_or_default());
            }
        }
    }
    Ok(Some(text))
}

/// As a property of the file, which older versions cut off.
async fn contents(client: &mut Client, name: &str, size: usize) -> Result<String, ExportError> {
    let print = Command::slow("/file/print")
        .proplist(&["contents"])
        .query(format!("?name={name}"));
    let replies = client.run_all(&[print]).await;
    let mut text = String::new();
    for reply in replies.map_err(|lost| interrupted(lost, name))? {
        for record in done("read", reply)? {
            text.push_str(record.get("contents").unwrap_or_default());
        }
    }
    match text.len() < size {
        true => Err(ExportError::OnlyBeginning {
            read: text.len(),
            size,
        }),
        false => Ok(text),
    }
}

/// Takes away all files of ours of this kind.
async fn sweep(client: &mut Client) -> Result<(), Interrupted> {
    let list = Command::read("/file/print").proplist(&[".id", "name"]);
    let replies = client.run_all(&[list]).await?;
    let ours = |record: &&Record| {
        let name = record.get("name").unwrap_or_default();
        name.starts_with(NAME) && name.ends_with(".rsc")
    };
    let ids: Vec<&str> = replies
        .iter()
        .flat_map(Reply::records)
        .filter(ours)
        .filter_map(Record::id)
        .collect();
    if !ids.is_empty() {
        let remove = Command::slow("/file/remove").with(".id", ids.join(","));
        client.run_all(&[remove]).await?;
    }
    Ok(())
}

fn done(step: &'static str, reply: Reply) -> Result<Vec<Record>, ExportError> {
    match reply {
        Reply::Done { records, .. } => Ok(records),
        Reply::Trap { message, .. } if message.contains("not enough permissions") => {
            Err(ExportError::NotAllowed(message))
        }
        Reply::Trap { message, .. } => Err(ExportError::Refused { step, message }),
    }
}

fn interrupted(lost: Interrupted, name: &str) -> ExportError {
    ExportError::Interrupted {
        name: name.to_owned(),
        cause: lost.cause,
    }
}
