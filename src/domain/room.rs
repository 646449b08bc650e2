//! How much room the disk has, and what stops when it has little.

/// Below so many bytes nothing new is made: configurations, exports, sales.
pub const LOW: u64 = 64 << 20;
/// Below so many bytes samples are not stored any more.
pub const TIGHT: u64 = 256 << 20;
/// Below so many bytes even deleting may fail: then the ballast goes.
pub const FULL: u64 = 8 << 20;
/// How large the ballast is.
pub const BALLAST: u64 = 16 << 20;

/// How much room the disk has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Room {
    /// Less than 64 MiB: nothing new is made.
    Low,
    /// Less than 256 MiB: samples stop.
    Tight,
    /// Enough.
    Ample,
}

impl Room {
    /// Of so many free bytes.
    pub const fn of(free: u64) -> Self {
        if free < LOW {
            Room::Low
        } else if free < TIGHT {
            Room::Tight
        } else {
            Room::Ample
        }
    }
}

/// What is to be done with the ballast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ballast {
    /// Nothing.
    Stays,
    /// Give its room to those that delete.
    Goes,
    /// Make it (again).
    Comes,
}

/// What is to be done with the ballast, by the free bytes and whether it is there. It comes back only where the disk
/// keeps twice what is low afterwards, so that it does not come and go.
pub const fn ballast(free: u64, there: bool) -> Ballast {
    if there && free < FULL {
        Ballast::Goes
    } else if !there && free >= 2 * LOW + BALLAST {
        Ballast::Comes
    } else {
        Ballast::Stays
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thresholds_are_where_they_are_drawn() {
        assert_eq!(Room::of(0), Room::Low);
        assert_eq!(Room::of(LOW - 1), Room::Low);
        assert_eq!(Room::of(LOW), Room::Tight);
        assert_eq!(Room::of(TIGHT - 1), Room::Tight);
        assert_eq!(Room::of(TIGHT), Room::Ample);
    }

    #[test]
    fn the_ballast_goes_when_the_disk_is_full_and_comes_back_late() {
        assert_eq!(ballast(FULL - 1, true), Ballast::Goes);
        assert_eq!(ballast(FULL, true), Ballast::Stays);
        // Having given its room, it does not take it back at once.
        assert_eq!(ballast(FULL - 1 + BALLAST, false), Ballast::Stays);
        assert_eq!(ballast(LOW + BALLAST, false), Ballast::Stays);
        assert_eq!(ballast(2 * LOW + BALLAST, false), Ballast::Comes);
        assert_eq!(ballast(u64::MAX, true), Ballast::Stays);
    }
}
