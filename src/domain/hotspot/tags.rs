//! What a template of an operator may be made of: conditions, loops over what the site has, and the parts of the program.
//!
//! Tera can do more, and some of it would end the program instead of the template: a macro that calls itself, a template that
//! includes itself, a text that doubles in a loop. What is not on the list below is refused with its place.

use rsc::Position;

/// Loops in one another; every loop runs over a list of the site.
const DEEPEST: usize = 3;
const ALLOWED: [&str; 9] = [
    "if", "elif", "else", "endif", "for", "endfor", "include", "raw", "endraw",
];

/// The tags that a template may not have, with what to do.
pub fn refused_tags(text: &str, parts: &[&str]) -> Vec<(Position, String)> {
    let mut refused = Vec::new();
    let mut depth: usize = 0;
    let mut from = 0;
    while let Some((start, end)) = next_tag(text, from) {
        let inside = text.get(start + 2..end).unwrap_or_default();
        let inside = inside.trim_matches('-').trim();
        let (word, rest) = inside
            .split_once(char::is_whitespace)
            .unwrap_or((inside, ""));
        let mut say = |message: String| refused.push((position(text, start), message));
        match word {
            "include" => {
                let name = rest.trim().trim_matches(['"', '\'', '`']);
                if !parts.contains(&name) {
                    say(format!(
                        "only the parts of the program can be included: {}",
                        parts.join(", ")
                    ));
                }
            }
            "for" => {
                depth += 1;
                if depth > DEEPEST {
                    say(format!("loops stand in one another at most {DEEPEST} deep"));
                }
            }
            "endfor" => depth = depth.saturating_sub(1),
            "raw" => {
                // Nothing is a tag up to its end.
                from = text
                    .get(end..)
                    .and_then(|rest| rest.find("endraw"))
                    .map_or(text.len(), |at| end + at);
                continue;
            }
            word if !ALLOWED.contains(&word) => {
                say(format!(
                    "the tag {} is not known here: use if, for and include",
                    word.chars().take(20).collect::<String>()
                ));
            }
            _ => {}
        }
        from = end;
    }
    refused
}

/// Where the next tag begins and ends. Comments hold none.
fn next_tag(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut from = from;
    loop {
        let rest = text.get(from..)?;
        let start = from + rest.find("{%")?;
        match rest.find("{#").map(|at| from + at) {
            Some(comment) if comment < start => {
                from = comment + text.get(comment..)?.find("#}")? + 2;
            }
            _ => {
                let end = text.get(start..)?.find("%}")? + start;
                return Some((start, end));
            }
        }
    }
}

fn position(text: &str, at: usize) -> Position {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    Position {
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: [&str; 1] = ["parts/wan.rsc"];

    #[test]
    fn the_usual_tags_may_stand_there() {
        let text = "{# {% macro a() %} #}{% include \"parts/wan.rsc\" %}\n{%- for n in networks -%}{% if n.vlan %}x{% elif a %}{% else %}{% endif %}{% endfor %}{% raw %}{% macro %}{% endraw %}";
        assert_eq!(refused_tags(text, &PARTS), []);
    }

    #[test]
    fn what_could_end_the_program_is_refused_with_its_place() {
        for (text, why) in [
            ("a\n  {% macro a() %}", "macro"),
            ("a\n  {%- import \"x\" as x %}", "import"),
            ("a\n  {% set_global a = a ~ a %}", "set_global"),
            ("a\n  {% set a = 1 %}", "set"),
            ("a\n  {% include \"mine.rsc\" %}", "included"),
            (
                "a\n  {% include [\"mine.rsc\", \"parts/wan.rsc\"] %}",
                "included",
            ),
            ("a\n  {% extends \"x\" %}", "extends"),
        ] {
            let refused = refused_tags(text, &PARTS);
            assert_eq!(refused.len(), 1, "{text}");
            assert_eq!((refused[0].0.line, refused[0].0.column), (2, 3), "{text}");
            assert!(refused[0].1.contains(why), "{refused:?}");
        }
        let deep = "{% for a in b %}".repeat(4);
        assert_eq!(refused_tags(&deep, &PARTS).len(), 1);
    }
}
