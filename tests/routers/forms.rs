//! The form of a page, read as a browser reads it.

use std::collections::BTreeMap;

/// Fields in the order of the page.
pub type Fields = Vec<(String, String)>;

/// The fields that a browser would send of the form that posts to this path, without its buttons.
pub fn fields(page: &str, action: &str) -> Fields {
    let start = format!("action=\"{action}\"");
    let (_, rest) = page
        .split_once(&start)
        .unwrap_or_else(|| panic!("no form {action} in {page}"));
    let (form, _) = rest.split_once("</form>").unwrap();
    let mut fields = Vec::new();
    for piece in form.split('<').skip(1) {
        let (tag, behind) = piece.split_once('>').unwrap_or((piece, ""));
        let attributes = attributes(tag);
        let of = |name: &str| attributes.get(name).cloned();
        let name = of("name").unwrap_or_default();
        match tag.split_whitespace().next().unwrap_or_default() {
            "input" => {
                let kind = of("type").unwrap_or_default();
                let ticked =
                    !["checkbox", "radio"].contains(&kind.as_str()) || of("checked").is_some();
                if ticked {
                    fields.push((name, of("value").unwrap_or_default()));
                }
            }
            "textarea" => fields.push((name, text(behind))),
            "select" => fields.push((name, String::new())),
            "option" if of("selected").is_some() => {
                let value = of("value").unwrap_or_else(|| text(behind));
                fields.last_mut().unwrap().1 = value;
            }
            _ => {}
        }
    }
    fields
}

fn attributes(tag: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut rest = tag;
    while let Some((before, behind)) = rest.split_once("=\"") {
        let mut words = before.split_whitespace().rev();
        let name = words.next().unwrap_or_default().to_owned();
        for word in words {
            found.insert(word.to_owned(), String::new());
        }
        let (value, behind) = behind.split_once('"').unwrap();
        found.insert(name, text(value));
        rest = behind;
    }
    for word in rest.split_whitespace() {
        found.insert(word.to_owned(), String::new());
    }
    found
}

/// Text of HTML.
fn text(html: &str) -> String {
    html.replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#x2F;", "/")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// The value of a hidden field.
pub fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let (_, rest) = page
        .split_once(&start)
        .unwrap_or_else(|| panic!("no {name} in {page}"));
    rest.split_once('"').unwrap().0.to_owned()
}

/// The text of the page's script to be copied.
pub fn copied(page: &str) -> String {
    let (_, rest) = page.split_once("id=\"script\"").unwrap();
    let (_, rest) = rest.split_once('>').unwrap();
    text(rest.split_once("</pre>").unwrap().0)
}

/// Sets a field.
pub fn set(fields: &mut Fields, name: &str, value: &str) {
    fields.retain(|(known, _)| known != name);
    fields.push((name.to_owned(), value.to_owned()));
}

/// As they are sent.
pub fn pairs(fields: &Fields) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}
