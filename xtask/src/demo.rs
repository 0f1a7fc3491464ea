//! `cargo xtask demo`: the tour of the SDK, against a cloud.

use anyhow::Result;

use crate::cargo::{self, cargo};
use crate::cloud;
use crate::progress::say;

pub(crate) fn run() -> Result<()> {
    let mut tour = cargo([
        "run",
        "--package",
        "ferriscloud",
        "--example",
        "tour",
        "--features",
        "full",
    ]);
    if std::env::var_os("OS_CLOUD").is_some() {
        return cargo::run(&mut tour);
    }
    let clouds = cloud::up(None, None, Some("all"))?;
    tour.env("OS_CLIENT_CONFIG_FILE", clouds)
        .env("OS_CLOUD", "ferris-demo");
    let result = cargo::run(&mut tour);
    say("the cloud is still up; `cargo xtask cloud down` stops it");
    result
}
