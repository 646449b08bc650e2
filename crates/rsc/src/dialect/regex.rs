//! A fixed beginning as a regular expression of RouterOS (POSIX extended), and back.

/// `^` and the prefix, special characters behind a backslash.
pub(crate) fn of_prefix(prefix: &str) -> String {
    let mut regex = String::with_capacity(prefix.len() + 1);
    regex.push('^');
    for character in prefix.chars() {
        if is_special(character) {
            regex.push('\\');
        }
        regex.push(character);
    }
    regex
}

/// The prefix, where the expression is one that [`of_prefix`] writes.
pub(crate) fn prefix_of(regex: &str) -> Option<String> {
    let mut rest = regex.strip_prefix('^')?.chars();
    let mut prefix = String::with_capacity(regex.len());
    while let Some(character) = rest.next() {
        prefix.push(match character {
            '\\' => rest.next().filter(|escaped| is_special(*escaped))?,
            plain if is_special(plain) => return None,
            plain => plain,
        });
    }
    Some(prefix)
}

fn is_special(character: char) -> bool {
    r".[](){}*+?|^$\".contains(character)
}
