//! How often something may be tried, by who tries it and by what is tried.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher as _;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use super::clock::Clock;
use crate::domain::id::AccountId;
use crate::domain::net::is_near;

/// Keys beyond which those that have recovered are forgotten, at most once a second.
const MANY: usize = 10_000;

/// Places at which keys are counted. Whoever has a whole network of addresses, or makes names up, fills no more than these; that two
/// keys share one is seldom.
const PLACES: u64 = 65_536;

/// What is counted for one who tries: the address, or with IPv6 the network of 64 bits, in which everybody has as many
/// addresses as they like.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let network = address.to_bits() & !u128::from(u64::MAX);
            format!("{}/64", Ipv6Addr::from_bits(network))
        }
    }
}

/// Too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts: try again in {}", wait(*.seconds))]
pub struct TooOften {
    /// How long to wait, in whole seconds, at least 1.
    pub seconds: u64,
}

/// `40 seconds`, `3 minutes`.
fn wait(seconds: u64) -> String {
    match seconds {
        0..=1 => "a second".to_owned(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

/// Our clock as the limiter asks for it.
#[derive(Clone)]
struct Time(Clock);

impl governor::clock::Clock for Time {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Lets through so many at once, then one in so much time, for each key.
pub struct Throttle {
    limiter: RateLimiter<u64, DefaultKeyedStateStore<u64>, Time, NoOpMiddleware<Duration>>,
    time: Time,
    /// Keys are kept as numbers that nobody can foresee: a name that somebody made up may be long.
    numbers: RandomState,
    /// When those that have recovered were forgotten, in seconds of the clock.
    forgotten: AtomicU64,
}

impl Throttle {
    /// So many at once, then one every `every`.
    pub fn new(burst: NonZeroU32, every: Duration, clock: &Clock) -> Self {
        let quota = Quota::with_period(every)
            .unwrap_or(Quota::per_second(NonZeroU32::MIN))
            .allow_burst(burst);
        let time = Time(clock.clone());
        Throttle {
            limiter: RateLimiter::new(quota, DefaultKeyedStateStore::default(), time.clone()),
            time,
            numbers: RandomState::new(),
            forgotten: AtomicU64::new(0),
        }
    }

    /// Counts one attempt.
    ///
    /// # Errors
    /// [`TooOften`], and the attempt does not count.
    pub fn attempt(&self, key: &str) -> Result<(), TooOften> {
        let place = self.place(key);
        self.limiter.check_key(&place).map_err(|too_early| {
            let wait = too_early.wait_time_from(self.time.now());
            TooOften {
                seconds: wait.as_secs() + 1,
            }
        })
    }

    /// Where this key is counted.
    fn place(&self, key: &str) -> u64 {
        if self.limiter.len() > MANY {
            let now = self.time.now().as_secs();
            if self.forgotten.swap(now, Ordering::Relaxed) != now {
                self.limiter.retain_recent();
            }
        }
        self.numbers.hash_one(key) % PLACES
    }
}

impl fmt::Debug for Throttle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Throttle")
    }
}

/// The limits of one kind of guessing.
#[derive(Debug)]
pub struct Guesses {
    /// From one network in which the device is not known.
    network: Throttle,
    /// At all devices together that are not known: those beside the box apart from those of the internet.
    strange: Throttle,
    /// At all devices together that are known for an account. Nobody else can use them up.
    known: Throttle,
}

impl Guesses {
    /// Counts one guess at what belongs to `name`; `known` is the account where the device is known for one.
    ///
    /// # Errors
    /// [`TooOften`].
    pub fn attempt(
        &self,
        address: IpAddr,
        known: Option<AccountId>,
        name: &str,
    ) -> Result<(), TooOften> {
        if let Some(known) = known {
            return self.known(known);
        }
        self.network
            .attempt(&format!("{} {name}", network(address)))?;
        let side = if is_near(address) { "near" } else { "far" };
        self.strange.attempt(&format!("{side} {name}"))
    }

    /// Counts one guess of somebody who is known for this account, or signed in.
    ///
    /// # Errors
    /// [`TooOften`].
    pub fn known(&self, account: AccountId) -> Result<(), TooOften> {
        self.known.attempt(&account.to_string())
    }
}

/// The limits of the appliance.
#[derive(Debug)]
pub struct Throttles {
    /// Passwords tried from one address.
    pub sign_in_address: Throttle,
    /// Passwords tried for one name: 10 from a network, then 2,880 a day; 50 from all that are strange, then 8,640; at known devices as
    /// from a network.
    pub passwords: Guesses,
    /// Codes of the second factor tried for one account after the right password: 5 from a network, then 288 a day; 10 from all that are
    /// strange, then 144; at known devices as from a network. Three of a million codes are right at a time, so a year of strangers on
    /// one side hits with 16 %, and fills the audit log.
    pub second_factor: Guesses,
    /// Their password that somebody who is signed in has to type again: 10, then 2,880 a day.
    pub own: Throttle,
    /// Letters with a link for another password to one account: 3, then 72 a day.
    pub reset_letter: Throttle,
    /// Set-up codes, invitations and links tried from one address.
    pub codes: Throttle,
    /// Requests to the API from one address.
    pub requests: Throttle,
}

impl Throttles {
    /// The limits, by this clock.
    pub fn new(clock: &Clock) -> Self {
        let throttle = |burst: u32, every: u64| {
            let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
            Throttle::new(burst, Duration::from_millis(every), clock)
        };
        Throttles {
            sign_in_address: throttle(20, 6_000),
            passwords: Guesses {
                network: throttle(10, 30_000),
                strange: throttle(50, 10_000),
                known: throttle(10, 30_000),
            },
            second_factor: Guesses {
                network: throttle(5, 300_000),
                strange: throttle(10, 600_000),
                known: throttle(5, 300_000),
            },
            own: throttle(10, 30_000),
            reset_letter: throttle(3, 1_200_000),
            codes: throttle(10, 30_000),
            requests: throttle(600, 20),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::moment::Moment;
    use crate::domain::time::Span;

    #[test]
    fn an_ipv6_network_is_one_who_tries() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("10.0.0.7"), "10.0.0.7");
        assert_eq!(of("::ffff:10.0.0.7"), "10.0.0.7");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(of("2001:db8:1:2:ffff::"), of("2001:db8:1:2::1"));
        assert_ne!(of("2001:db8:1:3::1"), of("2001:db8:1:2::1"));
    }

    #[test]
    fn keys_beyond_count_do_not_fill_the_box() {
        let clock = Clock::standing(Moment::from_secs(1_800_000_000));
        let throttle = Throttle::new(NonZeroU32::MIN, Duration::from_secs(60), &clock);
        for number in 0..4 * PLACES {
            let _ = throttle.attempt(&format!("{number}"));
        }
        let places = usize::try_from(PLACES).unwrap();
        assert!(throttle.limiter.len() <= places);
        // What has recovered is forgotten.
        clock.pass(Span::from_secs(120));
        throttle.attempt("amina").unwrap();
        throttle.attempt("amina").unwrap_err();
        assert!(throttle.limiter.len() < 10);
    }

    #[test]
    fn after_the_burst_one_in_each_period_and_each_key_alone() {
        let clock = Clock::standing(Moment::from_secs(1_800_000_000));
        let burst = NonZeroU32::new(3).unwrap();
        let throttle = Throttle::new(burst, Duration::from_secs(60), &clock);
        for _ in 0..3 {
            throttle.attempt("amina").unwrap();
        }
        let refused = throttle.attempt("amina").unwrap_err();
        assert!((1..=61).contains(&refused.seconds), "{refused}");
        throttle.attempt("baraka").unwrap();
        clock.pass(Span::from_secs(60));
        throttle.attempt("amina").unwrap();
        throttle.attempt("amina").unwrap_err();
    }
}
