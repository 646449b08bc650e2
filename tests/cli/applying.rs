//! The way it should go: 2 while there are differences, 0 when there are none, and no second write.

use crate::bench::Shop;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn diff_apply_verify_and_again() {
    let shop = Shop::new().await;
    let diff = shop.untouched(|shop| shop.run("diff", &[])).ends(2);
    assert!(
        diff.stdout
            .contains("48 to add, 21 to change (21 of them to take over)\nchange "),
        "{diff:#?}"
    );
    let verify = shop.untouched(|shop| shop.run("verify", &[])).ends(2);
    assert_eq!(verify.stdout, diff.stdout);

    let apply = shop.apply(&[]).ends(0);
    assert!(apply.stdout.starts_with("Done: 48 added, 21 changed, 0 moved, 0 removed; 69 of 69 rows confirmed by reading back over a new connection; guard of 90 s disarmed; "), "{apply:#?}");

    assert_eq!(
        shop.untouched(|shop| shop.run("verify", &[]))
            .ends(0)
            .stdout,
        "69 of 69 rows confirmed.\n"
    );
    assert_eq!(
        shop.untouched(|shop| shop.run("diff", &[])).ends(0).stdout,
        "no difference\n"
    );
    // Nothing to agree to: no --yes needed.
    let again = shop.untouched(|shop| shop.run("apply", &[])).ends(0);
    assert!(
        again
            .stdout
            .starts_with("Nothing to do: 69 of 69 rows confirmed, 0 writes, "),
        "{again:#?}"
    );
}
