//! One version, wherever it is written.

#[test]
fn the_debian_package_has_the_version_of_the_program() {
    let changelog = include_str!("../../debian/changelog");
    let first = changelog.lines().next().unwrap();
    let version = first.split(['(', ')']).nth(1);
    assert_eq!(
        version,
        Some(env!("CARGO_PKG_VERSION")),
        "debian/changelog and Cargo.toml differ: {first}"
    );
}
