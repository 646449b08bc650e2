//! Documents that the program writes and the repository keeps.

use std::path::Path;

/// The file of the repository holds this text. `UPDATE=1` writes it.
#[track_caller]
pub fn is_kept(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(&path, text).expect("a file of the repository");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let other = kept.lines().zip(text.lines()).find(|(a, b)| a != b);
    assert!(
        kept == text,
        "{file} is not what the program says: this test writes it anew where UPDATE=1 is set. First other line: {other:#?}"
    );
}
