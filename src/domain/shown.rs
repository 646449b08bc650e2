//! How a rejected text is repeated in a message.

/// The text in quotes, control characters escaped, cut after 40 characters: a hostile value must not flood a message.
pub(crate) fn shown(text: &str) -> String {
    let mut head: String = text.chars().take(40).collect();
    if head.len() < text.len() {
        head.push('…');
    }
    format!("{head:?}")
}
