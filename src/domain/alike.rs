//! "Did you mean …?"

/// The known word that was probably meant: one wrong letter or swapped pair for every three letters, or a beginning.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // Long words are no typing mistakes, and comparing them would take long.
    let word: String = word.chars().take(40).collect::<String>().to_lowercase();
    let most = (word.chars().count() / 3).max(1);
    known
        .map(|name| {
            let beginning = word.len() >= 3 && name.starts_with(&word);
            (
                if beginning {
                    1
                } else {
                    strsim::damerau_levenshtein(&word, name)
                },
                name,
            )
        })
        .filter(|(distance, name)| *distance <= most && *distance < name.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant() {
        let known = ["upload", "download", "wan", "time_zone", "address"];
        for (word, meant) in [
            ("uplaod", Some("upload")),
            ("Upload", Some("upload")),
            ("wna", Some("wan")),
            ("timezone", Some("time_zone")),
            ("addr", Some("address")),
            ("zzz", None),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(nearest(word, known.into_iter()), meant, "{word}");
        }
    }
}
