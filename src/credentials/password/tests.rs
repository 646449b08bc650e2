//! Tests of hashing. Most use a cost that is soon done.

use std::future::Future as _;
use std::task::{Context, Waker};
use std::time::{Duration, Instant};

use super::*;

const QUICK: Cost = Cost {
    memory: 64,
    passes: 1,
};

fn hasher(cost: Cost) -> Hasher {
    Hasher::new(cost, 2).unwrap()
}

fn secret(text: &str) -> Secret {
    Secret::new(text)
}

#[test]
fn the_hash_is_that_of_the_reference() {
    // From the tests of the reference implementation: password, somesalt, 64 MiB, two passes, one lane.
    let stored =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    let stored = PasswordHash::from_stored(stored.to_owned());
    let judged = |password| verify_now(Cost::STANDARD, &secret(password), &stored).unwrap();
    assert_eq!(judged("password"), Verdict::RightButOld);
    assert_eq!(judged("passwore"), Verdict::Wrong);
}

#[tokio::test]
async fn right_wrong_and_old() {
    let hasher = hasher(QUICK);
    let hash = hasher.hash(&secret("kahawa moto sana")).await.unwrap();
    assert!(
        hash.as_str().starts_with("$argon2id$v=19$m=64,t=1,p=1$"),
        "{}",
        hash.as_str()
    );
    let again = hasher.hash(&secret("kahawa moto sana")).await.unwrap();
    assert_ne!(hash, again, "the salt is another");
    let judge = async |password: &str, hash| hasher.verify(&secret(password), hash).await.unwrap();
    assert_eq!(judge("kahawa moto sana", Some(&hash)).await, Verdict::Right);
    assert_eq!(
        judge("kahawa moto sana ", Some(&hash)).await,
        Verdict::Wrong
    );
    assert_eq!(judge("", Some(&hash)).await, Verdict::Wrong);
    assert_eq!(judge("kahawa moto sana", None).await, Verdict::Wrong);
    let dearer = Hasher::new(
        Cost {
            memory: 128,
            passes: 1,
        },
        1,
    )
    .unwrap();
    let verdict = dearer
        .verify(&secret("kahawa moto sana"), Some(&hash))
        .await
        .unwrap();
    assert_eq!(verdict, Verdict::RightButOld);
    assert_eq!(format!("{hash:?}"), "…");
}

#[tokio::test]
async fn a_damaged_hash_is_no_wrong_password() {
    for stored in [
        "",
        "kahawa",
        "$argon2id$v=19$m=64,t=1,p=1$c29tc2FsdA",
        "$argon2id$v=19$m=4194304,t=1,p=1$c29tc2FsdHNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=64,t=4000000,p=1$c29tc2FsdHNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$scrypt$ln=4,r=8,p=1$c29tc2FsdHNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    ] {
        let stored = PasswordHash::from_stored(stored.to_owned());
        let error = hasher(QUICK).verify(&secret("a"), Some(&stored)).await;
        assert!(
            matches!(error, Err(HashError::Stored)),
            "{} {error:?}",
            stored.as_str()
        );
    }
}

#[test]
fn the_cost_suits_the_box() {
    assert_eq!(Cost::for_memory(512 << 20), Cost::SMALL);
    assert_eq!(Cost::for_memory((512 << 20) + 1), Cost::STANDARD);
    let at_once = |bytes| {
        Hasher::for_memory(bytes)
            .unwrap()
            .working
            .available_permits()
    };
    assert_eq!((at_once(128 << 20), at_once(256 << 20)), (1, 2));
    assert!(matches!(
        Hasher::new(
            Cost {
                memory: 1,
                passes: 0
            },
            1
        ),
        Err(HashError::Cost)
    ));
}

#[tokio::test]
async fn whoever_comes_when_the_line_is_full_is_sent_away() {
    let hasher = hasher(QUICK);
    let held = hasher.working.clone().acquire_many_owned(2).await.unwrap();
    let password = secret("a");
    let mut line: Vec<_> = (0..2 + WAITING)
        .map(|_| Box::pin(hasher.hash(&password)))
        .collect();
    let mut context = Context::from_waker(Waker::noop());
    for waiting in &mut line {
        assert!(waiting.as_mut().poll(&mut context).is_pending());
    }
    assert!(matches!(hasher.hash(&password).await, Err(HashError::Busy)));
    // One gives up, so there is room for another.
    line.pop();
    line.push(Box::pin(hasher.hash(&password)));
    drop(held);
    for waiting in line {
        waiting.await.unwrap();
    }
}

/// How long a comparison takes with and without an account: the difference is what an attacker could see.
#[tokio::test]
async fn an_unknown_account_takes_as_long() {
    let hasher = hasher(Cost {
        memory: 2_048,
        passes: 1,
    });
    let hash = hasher.hash(&secret("kahawa moto sana")).await.unwrap();
    let mut known = Duration::MAX;
    let mut unknown = Duration::MAX;
    for _ in 0..5 {
        for (stored, least) in [(Some(&hash), &mut known), (None, &mut unknown)] {
            let start = Instant::now();
            hasher.verify(&secret("another"), stored).await.unwrap();
            *least = start.elapsed().min(*least);
        }
    }
    // Leaving out the work would be a hundred times as fast; what else runs on the machine is not twice as slow at best of five.
    assert!(
        known < unknown * 2 && unknown < known * 2,
        "{known:?} {unknown:?}"
    );
}
