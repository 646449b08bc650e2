//! Secrets cannot be read back, and come back all the same.

use std::time::Duration;

use hotspotd::domain::hotspot::diff::Secrets;
use hotspotd::domain::secret::Secret;
use hotspotd::routeros::{Command, Credentials};
use hotspotd::service::apply::{ApplyError, Order, Progress, Protection, Target, Terms, look};
use simulator::device::DeviceMode;
use simulator::{Faults, SentenceFault, StreamFault};

use crate::support::passing::dead_for;
use crate::support::shop::{Shop, connect, target};
use crate::{apply, dialled, fresh, refused, says};

/// The order of a shop whose secrets are written again.
fn rotating(shop: &Shop) -> Order<'_> {
    Order {
        secrets: Secrets::Rotate,
        ..shop.order()
    }
}

/// A former secret that the account may not read could not be put back, so nothing is sent; with the policy it is read, and comes back.
#[tokio::test]
async fn a_secret_that_cannot_be_put_back_is_not_changed() {
    let simulator = fresh("7.16", DeviceMode::Advanced).await;
    let full = target(&simulator);
    apply(&full, &dialled("first").order())
        .await
        .expect("an apply");

    let mut admin = connect(&simulator).await;
    for (group, more) in [("blind", ""), ("seeing", ",sensitive")] {
        let policy = format!("api,read,write,test{more}");
        let commands = [
            Command::write("/user/group/add")
                .with("name", group)
                .with("policy", policy),
            Command::write("/user/add")
                .with("name", group)
                .with("group", group)
                .with("password", "x"),
        ];
        for reply in admin.run_all(&commands).await.expect("answers") {
            assert!(!reply.is_trap(), "{reply:?}");
        }
    }
    admin.close().await;
    let as_user = |name: &str| Target {
        credentials: Credentials {
            user: name.to_owned(),
            password: Secret::new("x"),
        },
        ..full.clone()
    };
    let shop = dialled("second");
    let order = rotating(&shop);
    let reasons = refused(&simulator, &as_user("blind"), &order).await;
    says(
        &reasons,
        &["the former password of /interface/pppoe-client wan-pppoe is not known"],
    );
    let report = apply(&as_user("seeing"), &order).await.expect("an apply");
    assert!(matches!(report.protection, Some(Protection::Guard { .. })));
    let rows = simulator.with_device(|device| device.rows("/interface/pppoe-client"));
    assert_eq!(rows[0].get("password"), Some("second"));

    // The last of three changes is refused, after the four writes that arm the guard.
    let mut site = dialled("third").site;
    site.walled_garden.hosts.push("kplc.co.ke".to_owned());
    let shop = Shop::new(site);
    let order = rotating(&shop);
    simulator.set_faults(Faults::none().on_write(7, SentenceFault::Refuse));
    let end = apply(&as_user("seeing"), &order).await;
    let Err(ApplyError::RolledBack { sent, .. }) = end else {
        panic!("{end:?}");
    };
    assert!(
        sent.done
            .iter()
            .any(|change| change.menu.path == "/interface/pppoe-client")
    );
    let rows = simulator.with_device(|device| device.rows("/interface/pppoe-client"));
    assert_eq!(rows[0].get("password"), Some("second"));
    simulator.stop().await;
}

/// A secret cannot be read back: where the router refuses to take it, all that was sent goes back, and nothing is called done.
#[tokio::test]
async fn a_refused_secret_is_not_called_done() {
    for mode in [DeviceMode::Advanced, DeviceMode::WithoutScheduler] {
        let simulator = fresh("7.21.5", mode).await;
        let target = target(&simulator);
        apply(&target, &dialled("first").order())
            .await
            .expect("an apply");
        let shop = dialled("second");
        let order = rotating(&shop);
        let look = look(&target, &order).await.expect("a look");
        let changes = look.changes.changes.len();
        assert_eq!(changes, 1, "only the secret");
        look.close().await;
        // After what arms the guard, or takes safe mode.
        let arming = if mode == DeviceMode::Advanced { 4 } else { 1 };
        simulator.set_faults(Faults::none().on_write(arming + 1, SentenceFault::Refuse));
        let end = apply(&target, &order).await;
        simulator.set_faults(Faults::none());
        assert!(matches!(end, Err(ApplyError::RolledBack { .. })), "{end:?}");
        let rows = simulator.with_device(|device| device.rows("/interface/pppoe-client"));
        assert_eq!(rows[0].get("password"), Some("first"));
        simulator.stop().await;
    }
}

/// All was sent and taken, and nobody can sign in any more: the secret goes back, though the rows look as before.
#[tokio::test]
async fn a_secret_goes_back_although_no_row_tells_of_it() {
    for fires in [false, true] {
        let simulator = fresh("7.21.5", DeviceMode::Advanced).await;
        let target = target(&simulator);
        apply(&target, &dialled("first").order())
            .await
            .expect("an apply");
        let shop = dialled("second");
        let order = rotating(&shop);
        let look = look(&target, &order).await.expect("a look");
        let pause = dead_for(&simulator, Duration::from_secs(120));
        let terms = Terms {
            take_over: true,
            pause: &pause,
            ..Terms::default()
        };
        let end = look
            .apply(&order, &terms, |progress| {
                if matches!(progress, Progress::Done(_)) {
                    if fires {
                        // The line is dead until the guard has fired.
                        let cut = Faults::none().on_sentence(1, SentenceFault::CutBefore);
                        simulator.set_faults(cut.on_stream(StreamFault::ResetAfter(1)));
                    } else {
                        simulator.set_faults(Faults::none().on_stream(StreamFault::ResetAfter(1)));
                    }
                }
            })
            .await;
        simulator.set_faults(Faults::none());
        assert!(matches!(end, Err(ApplyError::RolledBack { .. })), "{end:?}");
        let rows = simulator.with_device(|device| device.rows("/interface/pppoe-client"));
        assert_eq!(rows[0].get("password"), Some("first"), "{fires}");
        let left = simulator.with_device(|device| device.rows("/system/script").len());
        assert_eq!(left, 0);
    }
}
