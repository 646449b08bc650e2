//! The program's own process, as Linux tells of it.

use std::fs::read_to_string;

/// Ticks in a second of what `/proc` counts in ticks: `USER_HZ`, which is 100 on every processor that the program is built for.
const TICKS: f64 = 100.0;
/// The place of the start in `/proc/self/stat`, counted from what follows the name (proc(5): field 22, the name is field 2).
const START: usize = 22 - 3;

/// The memory that the process has, in bytes; nothing where the system does not tell.
pub fn resident() -> Option<u64> {
    resident_in(&read_to_string("/proc/self/status").ok()?)
}

/// When the process was started, in seconds since 1970 by the clock of the box as it is now; nothing where the system does not tell.
pub fn started() -> Option<f64> {
    let stat = read_to_string("/proc/self/stat").ok()?;
    started_in(&stat, &read_to_string("/proc/stat").ok()?)
}

fn resident_in(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

fn started_in(own: &str, all: &str) -> Option<f64> {
    // The name may hold anything, a parenthesis too: what follows the last one is the rest.
    let (_, rest) = own.rsplit_once(')')?;
    let ticks: f64 = rest.split_whitespace().nth(START)?.parse().ok()?;
    let boot = all.lines().find_map(|line| line.strip_prefix("btime "))?;
    let boot: f64 = boot.trim().parse().ok()?;
    Some(boot + ticks / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_linux_writes() {
        let status = "Name:\thotspotd\nVmHWM:\t   20480 kB\nVmRSS:\t   18324 kB\nThreads:\t9\n";
        assert_eq!(resident_in(status), Some(18_763_776));
        assert_eq!(resident_in("Name:\tx\n"), None);
        let own = "4242 (a) (b) S 1 4242 4242 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 12345 1000 200";
        assert_eq!(
            started_in(own, "cpu 1 2 3\nbtime 1700000000\nprocesses 1\n"),
            Some(1_700_000_123.45)
        );
        assert_eq!(started_in(own, "cpu 1"), None);
        assert_eq!(started_in("", "btime 1"), None);
    }

    #[test]
    fn this_process_is_told_of() {
        assert!(resident().is_some_and(|bytes| bytes > 1 << 20));
        assert!(started().is_some_and(|at| at > 1.0e9));
    }
}
