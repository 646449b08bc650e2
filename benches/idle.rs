//! What the program costs a small box: how soon it answers, and its memory with nothing to do, empty and with the data of
//! fifty routers, and after people have looked at pages.

mod figure;
mod served;

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use figure::{Figures, median, millis};
use served::client::Client;
use served::{Folder, Keys, Served, Told};

/// From starting the process to its first answer, in milliseconds.
const READY: f64 = 60.0;
/// Resident on an empty box, in MB of 10^6 bytes.
const EMPTY: f64 = 20.0;
/// The same with data. The static program takes two less than one that this machine's compiler makes.
const FULL: f64 = 22.0;
/// The same once people have looked at pages in both languages: what pages use of the program is mapped in from then on.
const USED: f64 = 28.0;
/// So long nobody asks for anything.
const QUIET: Duration = Duration::from_secs(30);
/// Starts; the middle one counts.
const STARTS: usize = 5;
/// Pages that are looked at.
const VIEWS: usize = 200;
const PAGES: &[&str] = &[
    "/",
    "/routers",
    "/routers/1",
    "/jobs",
    "/configurations",
    "/people",
    "/audit",
    "/catalogue/boards",
];
/// People who sign in.
const SIGN_INS: usize = 5;

fn main() -> ExitCode {
    served::run(measure())
}

async fn measure() -> Told<Figures> {
    let mut figures = Figures::default();
    let empty = Folder::new("idle-empty")?;
    rest(&mut figures, empty.path(), "an empty box", EMPTY, None).await?;
    let full = Folder::new("idle-full")?;
    let keys = served::samples(full.path())?;
    rest(
        &mut figures,
        full.path(),
        "50 routers, 10,000 configurations, 1,000 accounts",
        FULL,
        Some(keys),
    )
    .await?;
    Ok(figures)
}

async fn rest(
    figures: &mut Figures,
    data: &Path,
    what: &str,
    memory: f64,
    keys: Option<Keys>,
) -> Told<()> {
    // The first start makes the files.
    drop(Served::start(data).await?);
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(Served::start(data).await?.ready_after);
    }
    figures.hold(
        &format!("{what}: from start to ready, median of {STARTS}"),
        millis(median(starts)),
        READY,
        " ms",
    );
    let server = Served::start(data).await?;
    tokio::time::sleep(QUIET).await;
    figures.hold(
        &format!("{what}: resident after {} s idle", QUIET.as_secs()),
        server.resident()?,
        memory,
        " MB",
    );
    let Some(keys) = keys else { return Ok(()) };
    let mut cookie = String::new();
    for _ in 0..SIGN_INS {
        cookie = server.sign_in(&keys).await?;
    }
    for cookies in [cookie.clone(), format!("{cookie}; lang=sw")] {
        let mut client = Client::connect(server.address, &cookies).await?;
        for page in PAGES.iter().cycle().take(VIEWS / 2) {
            let answer = client.get(page).await?;
            if answer.status != 200 {
                return Err(format!("{page} answered {}", answer.head));
            }
        }
    }
    tokio::time::sleep(QUIET).await;
    figures.hold(
        &format!(
            "{what}: resident after {SIGN_INS} sign-ins and {VIEWS} pages in two languages, {} s idle",
            QUIET.as_secs()
        ),
        server.resident()?,
        USED,
        " MB",
    );
    Ok(())
}
