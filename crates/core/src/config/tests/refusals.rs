//! What is refused, and in which words.

use std::time::{Duration, Instant};

use super::*;

fn refusal(clouds: &str) -> String {
    Fixture::new(&[("OS_CLOUD", "one")])
        .file("here/clouds.yaml", clouds)
        .refusal()
}

#[test]
fn an_unknown_cloud() {
    assert_eq!(
        Fixture::new(&[("OS_CLOUD", "one")])
            .path("OS_CLIENT_CONFIG_FILE", "named.yaml")
            .file("here/clouds.yml", "clouds: {two: {}, three: {}}")
            .refusal(),
        "there is no cloud \"one\": here/clouds.yml has three, two (searched named.yaml, \
         here/clouds.yaml, here/clouds.yml, here/clouds.json, \
         home/.config/openstack/clouds.yaml, home/.config/openstack/clouds.yml, \
         home/.config/openstack/clouds.json, \
         etc/openstack/clouds.yaml, etc/openstack/clouds.yml, etc/openstack/clouds.json)"
    );
    assert!(refusal("").contains("here/clouds.yaml has none"));
}

#[test]
fn nothing_at_all() {
    let text = Fixture::new(&[("OS_USERNAME", "me")]).refusal();
    for part in [
        "OS_CLOUD",
        "OS_AUTH_URL",
        "no clouds.yaml was found",
        "home/.config/openstack/clouds.yaml",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn no_single_cloud() {
    let text = Fixture::new(&[])
        .file("here/clouds.yaml", "clouds: {two: {}, three: {}}")
        .refusal();
    assert!(
        text.contains("no single cloud") && text.contains("has three, two"),
        "{text}"
    );
}

#[test]
fn an_unknown_profile_or_region() {
    let text = refusal("clouds: {one: {profile: base}}");
    assert!(
        text.contains("no profile \"base\"") && text.contains("etc/openstack/clouds-public.yaml"),
        "{text}"
    );
    let text = refusal("clouds: {one: {regions: [a, {name: b}], region_name: c}}");
    assert!(text.contains("no region \"c\"; there is a, b"), "{text}");
    assert!(refusal("clouds: {one: {regions: [{values: {}}]}}").contains("no name"));
}

#[test]
fn bad_yaml_is_told_by_its_place_and_not_its_content() {
    let cases = [
        (
            "clouds:\n  one:\n    auth: {password: hunter2\n  two: ]",
            "here/clouds.yaml:4:",
        ),
        (
            "clouds:\n  one:\n    auth:\n      password: {hunter2: hunter2}",
            "here/clouds.yaml:4:",
        ),
        (
            "clouds:\n  hunter2: {}\n  hunter2: {}\n",
            "here/clouds.yaml:3:",
        ),
    ];
    for (bad, place) in cases {
        let text = refusal(bad);
        assert!(
            text.starts_with(place) && !text.contains("hunter2"),
            "{text}"
        );
    }
}

#[test]
fn a_wrong_shape() {
    assert!(refusal("clouds: []").contains("clouds should be a map"));
    assert!(refusal("clouds: {one: 7}").contains("cloud \"one\" should be a map"));
    assert!(refusal("clouds: {one: {regions: a}}").contains("regions should be a list"));
    let text = refusal("clouds: {one: {verify: perhaps}}");
    assert_eq!(
        text,
        "cloud \"one\": verify should be true or false, not \"perhaps\""
    );
}

#[test]
fn a_bomb_of_aliases() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let below = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb += &format!("a{level}: &a{level} [{below}]\n");
    }
    let start = Instant::now();
    let text = refusal(&bomb);
    assert!(text.starts_with("here/clouds.yaml"), "{text}");
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn nesting_without_end_and_a_file_too_large() {
    let deep = format!("clouds: {}", "[".repeat(100_000));
    assert!(refusal(&deep).starts_with("here/clouds.yaml"));
    let large = format!("# {}\nclouds: {{one: {{}}}}", "x".repeat(1 << 20));
    assert!(refusal(&large).contains("larger than 1048576 bytes"));
}
