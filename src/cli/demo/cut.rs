//! The last part of the demonstration: the line is cut in the middle of a change, and the router puts itself back.

use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;
use std::time::Duration;

use simulator::{Faults, SentenceFault, Simulator, StreamFault};

use super::{say, shortened, title};
use crate::cli::apply_failure::failure;
use crate::cli::configuration::make;
use crate::cli::exit::{Exit, Failure};
use crate::cli::show;
use crate::domain::hotspot::site::Site;
use crate::domain::hotspot::template::Shape;
use crate::service::apply::{ApplyError, Order, Progress, Target, Terms, look};
use crate::service::builtin;

/// Writes that arm the guard: its check, its script, its two schedulers.
const ARMING: usize = 4;
/// How long the line is dead: the guard fires after 90 s.
const DEAD: Duration = Duration::from_secs(100);

/// Begins a change, cuts the line, and shows what the router holds when the line is back.
///
/// # Errors
/// The router is not back in its old state.
pub async fn line(router: &Simulator, target: &Target, site: &Site) -> Result<Exit, Failure> {
    title("7  Another change, and the line is cut in the middle of it")?;
    let templates = builtin::templates(&[]).map_err(|error| Failure::failed(error.to_string()))?;
    let before = make(site, &templates)?;
    let changed = changed(site);
    let wanted = make(&changed, &templates)?;
    let order = Order::new(&changed, &wanted.desired, &wanted.model);
    let first = look(target, &order).await.map_err(failure)?;
    for line in show::changes(&first.changes).lines() {
        say(&format!("   {}\n", shortened(line)))?;
    }
    let middle = ARMING + first.changes.changes.len() / 2 + 1;

    // The connection dies, and no new one comes about until the line is back.
    router.set_faults(
        Faults::none()
            .on_write(middle as u64, SentenceFault::CutAfter)
            .on_stream(StreamFault::ResetAfter(1)),
    );
    let outage = Outage::new(router);
    let pause = |time| outage.pass(time);
    let terms = Terms {
        take_over: true,
        pause: &pause,
        ..Terms::default()
    };
    let mut told = Vec::new();
    let end = first
        .apply(&order, &terms, |progress| match progress {
            Progress::Protected(_) => told.push(
                "   The guard stands on the router: a script that undoes the change, run after 90 s or when the router starts.\n",
            ),
            Progress::Waiting(_) if told.len() == 1 => told.push(
                "   The line is dead. hotspotd asks again and again; the router counts (here its clock runs fast).\n",
            ),
            _ => {}
        })
        .await;
    say(&told.concat())?;
    let Err(ApplyError::RolledBack { cause, sent, .. }) = end else {
        return Err(Failure::failed(
            "the change was not rolled back; please report this",
        ));
    };
    say(&format!(
        "   After {} s the line is back: {cause}\n   (changes confirmed: {}, without an answer: {}), and the router has put itself back.\n",
        DEAD.as_secs(),
        sent.done.len(),
        sent.unknown.len()
    ))?;

    title("8  What the router holds now")?;
    let order = Order::new(site, &before.desired, &before.model);
    let after = look(target, &order).await.map_err(failure)?;
    let left = router.with_device(|device| {
        device.rows("/system/script").len() + device.rows("/system/scheduler").len()
    });
    let differ = after.changes.changes.len();
    after.close().await;
    say(&format!(
        "   {} rows of the old configuration, {differ} of them differ; {left} scripts and schedulers left behind.\n",
        before.desired.rows.len()
    ))?;
    if differ > 0 || left > 0 {
        return Err(Failure::failed(
            "the router is not back in its old state; please report this",
        ));
    }
    Ok(Exit::Done)
}

/// The hotspot with other addresses, and one more host that is free.
fn changed(site: &Site) -> Site {
    let mut changed = site.clone();
    changed.walled_garden.hosts.push("kplc.co.ke".to_owned());
    // An add-on serves a network that others have built.
    if changed.template != Shape::Addon.word()
        && let Some(network) = changed.networks.first_mut()
        && let Ok(address) = "10.66.0.1/24".parse()
    {
        network.address = address;
    }
    changed
}

/// A dead line that is back after a while of the router's time.
struct Outage<'r> {
    router: &'r Simulator,
    passed: Mutex<Duration>,
}

impl<'r> Outage<'r> {
    fn new(router: &'r Simulator) -> Self {
        Outage {
            router,
            passed: Mutex::default(),
        }
    }

    /// Lets time pass on the router at once.
    fn pass(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.router.advance(time);
        let mut passed = self
            .passed
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *passed += time;
        if *passed >= DEAD {
            self.router.set_faults(Faults::none());
        }
        Box::pin(std::future::ready(()))
    }
}
