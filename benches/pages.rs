//! How long pages take with twenty people at once: fifty routers, ten thousand configurations, a thousand accounts, the
//! program as a process of its own, loopback, connections kept.

mod figure;
mod served;

use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use figure::{Figures, millis};
use served::client::Client;
use served::{Folder, Served, Told};

/// People who ask at the same time.
const PEOPLE: u8 = 20;
/// How often each asks for each page.
const TIMES: usize = 50;
/// The 95th of a hundred answers, in milliseconds.
const BUDGET: f64 = 20.0;
/// What people look at most, and what is longest.
const PAGES: &[&str] = &[
    "/",
    "/routers",
    "/routers/1",
    "/routers/1/jobs",
    "/jobs",
    "/jobs/1",
    "/people",
    "/audit",
    "/configurations",
    "/catalogue/plans",
    "/catalogue/boards",
    "/templates",
    "/settings/security",
    "/api/jobs/",
];

fn main() -> ExitCode {
    served::run(measure())
}

async fn measure() -> Told<Figures> {
    let data = Folder::new("pages")?;
    let keys = served::samples(data.path())?;
    let server = Served::start(data.path()).await?;
    let cookie = server.sign_in(&keys).await?;
    let mut figures = Figures::default();
    let mut all = Vec::new();
    for page in PAGES {
        let before = server.worked()?;
        let (mut took, length) = ask(&server, &cookie, page).await?;
        let asked = f64::from(u32::try_from(took.len()).unwrap_or(u32::MAX));
        let work = millis(server.worked()?.saturating_sub(before)) / asked;
        took.sort_unstable();
        figures.hold(
            &format!(
                "`{page}` with {PEOPLE} people at once: p50 {:.1} ms, p99 {:.1} ms, {work:.2} ms of one core, {length} bytes; p95",
                share(&took, 50),
                share(&took, 99)
            ),
            share(&took, 95),
            BUDGET,
            " ms",
        );
        all.extend(took);
    }
    all.sort_unstable();
    figures.hold("all of these pages: p95", share(&all, 95), BUDGET, " ms");
    Ok(figures)
}

/// So many of a hundred took no longer than this, in milliseconds.
fn share(sorted: &[Duration], percent: usize) -> f64 {
    let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(at).copied().map(millis).unwrap_or_default()
}

/// Everybody asks for the page again and again; how long each answer took, and its bytes.
async fn ask(server: &Served, cookie: &str, page: &'static str) -> Told<(Vec<Duration>, usize)> {
    let mut people = Vec::new();
    for person in 1..=PEOPLE {
        let from = Ipv4Addr::new(127, 0, 1, person);
        let mut client = Client::connect_from(from, server.address, cookie).await?;
        people.push(tokio::spawn(async move {
            let mut took = Vec::with_capacity(TIMES);
            let mut length = 0;
            for _ in 0..TIMES {
                let start = Instant::now();
                let answer = client.get(page).await?;
                took.push(start.elapsed());
                if answer.status != 200 {
                    return Err(format!("{page} answered {}", answer.head));
                }
                length = answer.length;
            }
            Ok((took, length))
        }));
    }
    let (mut all, mut bytes) = (Vec::new(), 0);
    for person in people {
        let (took, length) = person.await.map_err(|error| error.to_string())??;
        all.extend(took);
        bytes = length;
    }
    Ok((all, bytes))
}
