//! The query stack machine (RouterOS facts: api-facts section 6).

use std::cmp::Ordering;
use std::net::IpAddr;

use crate::device::Record;

/// Most steps of one query: what is asked must not cost more memory than the answer.
const MOST_STEPS: usize = 1024;

/// The query words of one print, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query(Vec<Step>);

/// The words are not a query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("bad query word ?{0}")]
pub struct BadQuery(pub String);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Has(String),
    HasNot(String),
    Compare(String, Ordering, String),
    Not,
    And,
    Or,
    CopyTop,
    /// Pushes a copy of the value at that place; 0 is the top.
    Copy(usize),
    /// Leaves only the value at that place.
    Only(usize),
}

impl Query {
    /// Reads query words without their question marks.
    ///
    /// Operators that would find too few values are refused here: the depth of the stack is the same for every record.
    pub fn read(words: &[String]) -> Result<Self, BadQuery> {
        let mut steps = Vec::new();
        let mut depth = 0;
        for word in words {
            let first = steps.len();
            match word.strip_prefix('#') {
                Some(operations) => read_operations(operations, &mut steps),
                None => read_condition(word).map(|step| steps.push(step)),
            }
            .and_then(|()| {
                let mut added = steps.iter().skip(first);
                added.try_fold(depth, |depth, step| step.depth_after(depth))
            })
            .filter(|_| steps.len() <= MOST_STEPS)
            .map(|after| depth = after)
            .ok_or_else(|| BadQuery(word.clone()))?;
        }
        Ok(Self(steps))
    }

    /// Does the record fulfil the query? What is left on the stack is ANDed; no words match everything.
    pub fn matches(&self, record: &Record) -> bool {
        let mut stack = Vec::new();
        for step in &self.0 {
            step.apply(record, &mut stack);
        }
        stack.iter().all(|&value| value)
    }
}

impl Step {
    /// Depth of the stack after this step, `None` when it needs more values than there are.
    fn depth_after(&self, depth: usize) -> Option<usize> {
        match self {
            Step::Has(_) | Step::HasNot(_) | Step::Compare(..) => Some(depth + 1),
            Step::Not => (depth >= 1).then_some(depth),
            Step::And | Step::Or => (depth >= 2).then(|| depth - 1),
            Step::CopyTop => (depth >= 1).then_some(depth + 1),
            Step::Copy(place) => (*place < depth).then_some(depth + 1),
            Step::Only(place) => (*place < depth).then_some(1),
        }
    }

    fn apply(&self, record: &Record, stack: &mut Vec<bool>) {
        let at = |stack: &[bool], place: usize| {
            let value = stack.iter().rev().nth(place);
            value.copied().unwrap_or_default()
        };
        let value = match self {
            Step::Has(name) => record.get(name).is_some(),
            Step::HasNot(name) => record.get(name).is_none(),
            Step::Compare(name, wanted, value) => record
                .get(name)
                .is_some_and(|has| compare(has, value) == Some(*wanted)),
            Step::Not => !stack.pop().unwrap_or_default(),
            Step::And => {
                let (a, b) = (stack.pop(), stack.pop());
                a.unwrap_or_default() && b.unwrap_or_default()
            }
            Step::Or => {
                let (a, b) = (stack.pop(), stack.pop());
                a.unwrap_or_default() || b.unwrap_or_default()
            }
            Step::CopyTop => at(stack, 0),
            Step::Copy(place) => at(stack, *place),
            Step::Only(place) => {
                let value = at(stack, *place);
                stack.clear();
                value
            }
        };
        stack.push(value);
    }
}

/// `name`, `-name`, `name=x`, `=name=x`, `<name=x`, `>name=x`.
fn read_condition(word: &str) -> Option<Step> {
    if let Some(name) = word.strip_prefix('-') {
        return (!name.is_empty()).then(|| Step::HasNot(name.to_string()));
    }
    let (wanted, rest) = match word.as_bytes().first()? {
        b'<' => (Some(Ordering::Less), word.get(1..)?),
        b'>' => (Some(Ordering::Greater), word.get(1..)?),
        b'=' => (Some(Ordering::Equal), word.get(1..)?),
        _ => (None, word),
    };
    let step = match rest.split_once('=') {
        Some((name, value)) => Step::Compare(
            name.to_string(),
            wanted.unwrap_or(Ordering::Equal),
            value.to_string(),
        ),
        None => match wanted {
            None => Step::Has(rest.to_string()),
            Some(wanted) => Step::Compare(rest.to_string(), wanted, String::new()),
        },
    };
    (!rest.is_empty() && !rest.starts_with('=')).then_some(step)
}

/// `!`, `&`, `|`, `.` and stack places. A place at the end of the word keeps only that value;
/// a dot after a place only ends the number.
fn read_operations(word: &str, steps: &mut Vec<Step>) -> Option<()> {
    let mut rest = word;
    while let Some(first) = rest.chars().next().filter(|_| steps.len() <= MOST_STEPS) {
        if first.is_ascii_digit() {
            let end = rest
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len());
            let (digits, after) = rest.split_at_checked(end)?;
            let place = digits.parse().ok()?;
            steps.push(if after.is_empty() {
                Step::Only(place)
            } else {
                Step::Copy(place)
            });
            rest = after.strip_prefix('.').unwrap_or(after);
            continue;
        }
        steps.push(match first {
            '!' => Step::Not,
            '&' => Step::And,
            '|' => Step::Or,
            '.' => Step::CopyTop,
            _ => return None,
        });
        rest = rest.get(1..)?;
    }
    Some(())
}

/// Numbers by size, addresses by address, all else as text. Only the same outgoing text is equal:
/// `?disabled=yes` does not find `true`, and `01` is neither less than `1` nor equal to it.
fn compare(has: &str, asked: &str) -> Option<Ordering> {
    if has == asked {
        return Some(Ordering::Equal);
    }
    let differs = |order: Ordering| Some(order).filter(|order| order.is_ne());
    if let (Ok(has), Ok(asked)) = (has.parse::<i128>(), asked.parse::<i128>()) {
        return differs(has.cmp(&asked));
    }
    if let (Ok(has), Ok(asked)) = (has.parse::<IpAddr>(), asked.parse::<IpAddr>()) {
        return differs(has.cmp(&asked));
    }
    differs(has.cmp(asked))
}
