use std::path::Path;

use super::written::whole;

/// The file that the program holds, from the root of the repository.
const FILE: &str = "web/openapi.json";

/// `UPDATE=1 cargo test --lib openapi` writes the file anew.
#[test]
fn the_file_says_what_the_handlers_say() {
    let written = format!("{}\n", whole().to_pretty_json().unwrap());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &written).unwrap();
    }
    let held = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        held == written,
        "{FILE} is not what the handlers say: UPDATE=1 cargo test --lib openapi"
    );
}
