//! `clouds.yaml`.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use std::process::Command;

use ferriscloud_core::config::CloudConfig;
use ferriscloud_fuzz::{damaged, run};

const DOCUMENTS: &[&str] = &[
    "clouds:
  demo: &demo
    auth:
      auth_url: https://keystone.example.com/v3
      username: demo
      password: \"0123\"
      project_name: demo
      user_domain_name: Default
    region_name: north
    regions: [north, {name: south, values: {interface: internal}}]
    verify: false
    compute_default_microversion: 2.10
  other:
    <<: *demo
    interface: [internal, public]
",
    "{clouds: {demo: {auth_type: v3applicationcredential, auth: {auth_url: 'http://k',
      application_credential_id: 1e5, application_credential_secret: ~}}}}",
    "# Empty.\nclouds:\n  demo:\n",
];

/// The process' environment cannot be changed from within, so this starts itself in one of its own.
#[test]
fn clouds_yaml() {
    let within = "FERRISCLOUD_FUZZ_WITHIN";
    if std::env::var_os(within).is_some() {
        return run(damaged(DOCUMENTS), |text| {
            std::fs::write("clouds.yaml", text).unwrap();
            for name in ["demo", "other"] {
                let _ = CloudConfig::named(name).map_err(|error| format!("{error} {error:?}"));
            }
        });
    }
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("clouds_yaml");
    std::fs::create_dir_all(&folder).unwrap();
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.arg("--nocapture").current_dir(&folder).env_clear();
    again.env(within, "").env("HOME", &folder);
    if let Ok(seconds) = std::env::var("FERRISCLOUD_FUZZ_SECONDS") {
        again.env("FERRISCLOUD_FUZZ_SECONDS", seconds);
    }
    assert!(again.status().unwrap().success());
}
