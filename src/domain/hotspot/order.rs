//! The fewest moves that bring rows into a wanted order.

/// Where a wanted row must go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It stands where it should, or its place means nothing.
    Stay,
    /// It must be put before the wanted row with this index, which stays; `None`: at the end.
    Before(Option<usize>),
}

/// For every wanted row its present position (`None`: it is new): which stay and where the others go.
///
/// The rows that stay are a longest increasing subsequence of the present positions. Carrying out the other places
/// from first to last yields the wanted order.
pub fn places(wanted: &[Option<usize>]) -> Vec<Place> {
    let stay = longest_increasing(wanted);
    let mut anchor = None;
    let mut places = vec![Place::Stay; wanted.len()];
    for (index, place) in places.iter_mut().enumerate().rev() {
        if stay.contains(&index) {
            anchor = Some(index);
        } else {
            *place = Place::Before(anchor);
        }
    }
    places
}

/// Indexes of a longest increasing subsequence of the present positions (patience sorting, n log n).
fn longest_increasing(wanted: &[Option<usize>]) -> std::collections::HashSet<usize> {
    let mut tails: Vec<(usize, usize)> = Vec::new();
    let mut previous: Vec<Option<usize>> = vec![None; wanted.len()];
    for (index, position) in wanted.iter().enumerate() {
        let Some(position) = *position else { continue };
        let length = tails.partition_point(|(tail, _)| *tail < position);
        if let Some(slot) = previous.get_mut(index) {
            *slot = length
                .checked_sub(1)
                .and_then(|before| tails.get(before))
                .map(|(_, index)| *index);
        }
        match tails.get_mut(length) {
            Some(tail) => *tail = (position, index),
            None => tails.push((position, index)),
        }
    }
    let mut chain = std::collections::HashSet::new();
    let mut next = tails.last().map(|(_, index)| *index);
    while let Some(index) = next {
        chain.insert(index);
        next = previous.get(index).copied().flatten();
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a router does: takes the row out and puts it in again.
    fn carry_out(wanted: &[Option<usize>]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..wanted.len())
            .filter(|index| wanted[*index].is_some())
            .collect();
        order.sort_by_key(|index| wanted[*index]);
        for (index, place) in places(wanted).into_iter().enumerate() {
            let Place::Before(anchor) = place else {
                continue;
            };
            order.retain(|other| *other != index);
            let at = anchor.map_or(order.len(), |anchor| {
                order.iter().position(|other| *other == anchor).unwrap()
            });
            order.insert(at, index);
        }
        order
    }

    #[test]
    fn one_row_out_of_place_is_one_move() {
        let moved = |wanted: &[Option<usize>]| {
            places(wanted)
                .into_iter()
                .filter(|place| *place != Place::Stay)
                .count()
        };
        assert_eq!(moved(&[Some(0), Some(1), Some(2)]), 0);
        assert_eq!(moved(&[Some(3), Some(0), Some(1), Some(2)]), 1);
        assert_eq!(moved(&[Some(1), Some(2), Some(3), Some(0)]), 1);
    }

    proptest! {
        #[test]
        fn the_moves_yield_the_wanted_order(
            order in proptest::collection::vec(proptest::option::weighted(0.7, 0usize..1000), 0..40)
        ) {
            let mut seen = std::collections::HashSet::new();
            let wanted: Vec<Option<usize>> = order.into_iter().map(|p| p.filter(|p| seen.insert(*p))).collect();
            prop_assert_eq!(carry_out(&wanted), (0..wanted.len()).collect::<Vec<_>>());
        }
    }
}
