//! Small curves as paths of an SVG: how a number went, without scales and without scripts.

use std::fmt::Write as _;

/// Width of the picture.
const WIDTH: usize = 240;
/// Height of the picture.
const HEIGHT: u64 = 40;
/// Empty room at its edges, so that the line's own width is not cut off.
const EDGE: u64 = 2;

/// The `d` of a path through these values, the first at the left, from nothing at the foot to the greatest at the top. The line
/// breaks where a value is not known; one that stands alone is a dot. Nothing where none is known.
pub fn draw(values: &[Option<u32>]) -> Option<String> {
    let most = values.iter().flatten().max()?;
    let most = u64::from(*most).max(1);
    let steps = values.len().saturating_sub(1).max(1);
    let room = HEIGHT - 2 * EDGE;
    let mut path = String::new();
    let mut drawing = false;
    for (index, value) in values.iter().enumerate() {
        let Some(value) = value else {
            drawing = false;
            continue;
        };
        let x = index * WIDTH / steps;
        let y = HEIGHT - EDGE - u64::from(*value) * room / most;
        let alone = !drawing && values.get(index + 1).copied().flatten().is_none();
        // Writing to a text does not fail.
        let _ = match (drawing, alone) {
            (true, _) => write!(path, "L{x} {y}"),
            (false, false) => write!(path, "M{x} {y}"),
            (false, true) => write!(path, "M{x} {y}h0"),
        };
        drawing = true;
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_from_foot_to_top_that_breaks_where_nothing_is_known() {
        for (values, path) in [
            (vec![], None),
            (vec![None, None], None),
            (vec![Some(0), Some(5), Some(10)], Some("M0 38L120 20L240 2")),
            (vec![Some(0), Some(0)], Some("M0 38L240 38")),
            (vec![Some(9)], Some("M0 2h0")),
            (
                vec![Some(4), None, Some(4), Some(2), None],
                Some("M0 2h0M120 2L180 20"),
            ),
            (vec![Some(u32::MAX), Some(1)], Some("M0 2L240 38")),
        ] {
            assert_eq!(draw(&values).as_deref(), path, "{values:?}");
        }
    }
}
