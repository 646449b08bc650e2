//! How much memory there is for a piece of work, as Linux tells it.

use std::fs::read_to_string;
use std::path::Path;

/// What is taken for the free memory where the system does not tell, in bytes.
const UNTOLD: u64 = 512 << 20;
/// Where groups of processes are told of.
const GROUPS: &str = "/sys/fs/cgroup";

/// How many bytes of memory are free for this process: those of the machine, and no more than its group has left.
pub fn free() -> u64 {
    let machine = read_to_string("/proc/meminfo").ok();
    let machine = machine.and_then(|told| available(&told)).unwrap_or(UNTOLD);
    group().map_or(machine, |left| machine.min(left))
}

fn available(told: &str) -> Option<u64> {
    let kilobytes = told
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?
        .trim()
        .strip_suffix("kB")?;
    Some(kilobytes.trim().parse::<u64>().ok()? << 10)
}

/// What is left for the group of this process, where it has a limit: files that were read count as used until somebody needs the room.
fn group() -> Option<u64> {
    let told = read_to_string("/proc/self/cgroup").ok()?;
    let named = told.lines().find_map(|line| line.strip_prefix("0::"))?;
    let folder = Path::new(GROUPS).join(named.trim_start_matches('/'));
    let number = |file: &str| {
        let text = read_to_string(folder.join(file)).ok()?;
        text.trim().parse::<u64>().ok()
    };
    let (most, used) = (number("memory.max")?, number("memory.current")?);
    let files = read_to_string(folder.join("memory.stat")).unwrap_or_default();
    let files = files
        .lines()
        .find_map(|line| line.strip_prefix("inactive_file "))
        .and_then(|bytes| bytes.trim().parse::<u64>().ok())
        .unwrap_or(0);
    Some(most.saturating_sub(used.saturating_sub(files)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linux_tells() {
        let told = "MemTotal:  7 kB\nMemAvailable:     2048 kB\nSwapFree: 9 kB\n";
        assert_eq!(available(told), Some(2 << 20));
        assert_eq!(available("nothing"), None);
        assert!(free() > 0);
    }
}
