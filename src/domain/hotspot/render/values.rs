//! Where the values stand in a rendered text: each must be in quotes, whatever it is today.

/// Stands before a value while the text is rendered. No escaped value holds it, and no template may.
const START: char = '\u{1}';
/// Stands behind it.
const END: char = '\u{2}';

/// A value as it enters the text: escaped, with its ends marked. Tera escapes what stands in a condition too, so
/// equal values are marked alike and an empty value stays empty.
pub(super) fn mark(value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    let mut marked = String::with_capacity(value.len() + 2);
    marked.push(START);
    marked.push_str(&rsc::escape(value));
    marked.push(END);
    marked
}

/// Whether a template holds a character that marks values.
pub(super) fn holds_marks(template: &str) -> bool {
    template.contains([START, END])
}

/// A line with a value outside quotes, with … in place of every value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bare(pub(super) String);

/// The text without the marks, and with at most one empty line in a row: control tags leave them behind, and they say
/// nothing.
///
/// # Errors
/// The first line in which a value stands outside quotes, where another value would be another command. In comments a
/// value may stand: it holds no line end.
pub(super) fn unmark(marked: &str) -> Result<String, Bare> {
    let mut text = String::with_capacity(marked.len());
    let mut place = Place::Command;
    let mut blank = true;
    for line in marked.lines() {
        let line = line.trim_end();
        if line.is_empty() {
            if !blank {
                text.push('\n');
            }
            blank = true;
            place = Place::Command;
            continue;
        }
        blank = false;
        place = place.at_line_start(line);
        let mut rest = line;
        while let Some((template, value)) = rest.split_once(START) {
            place = place.behind(template);
            if !matches!(place, Place::Quotes | Place::Comment) {
                return Err(Bare(without_values(line)));
            }
            let (value, behind) = value.split_once(END).unwrap_or((value, ""));
            text.push_str(template);
            text.push_str(value);
            rest = behind;
        }
        place = place.behind(rest);
        text.push_str(rest);
        text.push('\n');
    }
    Ok(text)
}

/// Where in the text a character stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Command,
    /// Behind a backslash, which at a line's end joins the next line to this one.
    CommandEscaped,
    Quotes,
    /// Behind a backslash: a value here could take the backslash for itself and end the quotes.
    QuotesEscaped,
    Comment,
}

impl Place {
    fn at_line_start(self, line: &str) -> Place {
        match self {
            Place::CommandEscaped => Place::Command,
            Place::QuotesEscaped => Place::Quotes,
            // Quotes end with their line; the parser says so.
            Place::Command | Place::Quotes | Place::Comment => {
                if line.trim_start().starts_with('#') {
                    Place::Comment
                } else {
                    Place::Command
                }
            }
        }
    }

    fn behind(self, template: &str) -> Place {
        template
            .bytes()
            .fold(self, |place, byte| match (place, byte) {
                (Place::Comment, _) => Place::Comment,
                (Place::Command | Place::CommandEscaped, b'"') | (Place::QuotesEscaped, _) => {
                    Place::Quotes
                }
                (Place::Command | Place::CommandEscaped, b'\\') => Place::CommandEscaped,
                (Place::Command | Place::CommandEscaped, _) | (Place::Quotes, b'"') => {
                    Place::Command
                }
                (Place::Quotes, b'\\') => Place::QuotesEscaped,
                (Place::Quotes, _) => Place::Quotes,
            })
    }
}

fn without_values(line: &str) -> String {
    let mut parts = line.split(START);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push('…');
        shown.push_str(part.split_once(END).map_or("", |(_, behind)| behind));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(template: &str, value: &str) -> Result<String, Bare> {
        unmark(&template.replace("{}", &mark(value)))
    }

    #[test]
    fn values_in_quotes_and_comments_are_let_in() {
        assert_eq!(
            with("add name=\"x-{}-y\" a=b\n", "5\"").unwrap(),
            "add name=\"x-5\\22-y\" a=b\n"
        );
        assert_eq!(with("# of {}\n", "me").unwrap(), "# of me\n");
        assert_eq!(
            with("add a=\"b\" \\\n  name=\"{}\"\n", "me").unwrap(),
            "add a=\"b\" \\\n  name=\"me\"\n"
        );
        assert_eq!(
            with("add name=\"a\\\n{}\"\n", "me").unwrap(),
            "add name=\"a\\\nme\"\n"
        );
        assert_eq!(
            with("add name=\"a\\\\{}\"\n", "me").unwrap(),
            "add name=\"a\\\\me\"\n"
        );
        assert_eq!(
            with("\n\n\nadd\n\n\n  \nset\n", "").unwrap(),
            "add\n\nset\n"
        );
    }

    #[test]
    fn values_anywhere_else_are_refused_whatever_they_are() {
        for (template, shown) in [
            ("add name={} a=\"{}\"\n", "add name=… a=\"…\""),
            ("add name=\"x\"{}\n", "add name=\"x\"…"),
            ("# \"\nadd \"\\\"\"{}\n", "add \"\\\"\"…"),
            ("add name=\"\\{}\"\n", "add name=\"\\…\""),
            ("add name=\"\n{}\"\n", "…\""),
            ("add \\\n# {}\n", "# …"),
        ] {
            assert_eq!(
                with(template, "me"),
                Err(Bare(shown.to_owned())),
                "{template}"
            );
        }
    }
}
