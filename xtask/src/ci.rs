//! `cargo xtask ci`: everything that has to hold before a change is merged.

use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::cargo::{self, cargo};
use crate::{coverage, flags, tidy, workspace_root};

pub(crate) fn run(command: &flags::Ci) -> Result<()> {
    let libraries = cargo::libraries()?;
    let mut steps = Steps::default();
    steps.cargo("format", &mut cargo(["fmt", "--all", "--check"]));

    steps.cargo("clippy", &mut clippy(&["--workspace"]));
    let packages: Vec<_> = libraries
        .iter()
        .flat_map(|name| ["--package", name])
        .collect();
    let without_features = [&packages[..], &["--no-default-features"]].concat();
    steps.cargo(
        "clippy, no default features",
        &mut clippy(&without_features),
    );
    steps.cargo(
        "clippy, all features",
        &mut clippy(&["--workspace", "--all-features"]),
    );
    for name in libraries.iter().filter(|name| is_service(name)) {
        // The workspace's builds unify features, and hide what a crate forgot to ask for.
        steps.cargo(
            &format!("clippy, {name} alone"),
            &mut clippy(&["--package", name]),
        );
    }
    if !command.skip_tests {
        steps.cargo("tests", &mut cargo(["test", "--workspace"]));
    }
    // The other features are on by default, or of another provider for TLS.
    let mut optional = cargo(["test", "--quiet", "--package", "ferriscloud-core"]);
    optional.args(["--features", "gzip,http2,oauth1"]);
    steps.cargo("tests of the optional features", &mut optional);
    let mut docs = cargo(["doc", "--workspace", "--no-deps", "--all-features"]);
    steps.cargo("docs", docs.env("RUSTDOCFLAGS", "-D warnings"));
    let check = flags::Coverage {
        check: true,
        whole: false,
    };
    steps.step("coverage", || coverage::run(&check));
    steps.step("tidy", || tidy::run(&workspace_root()));
    steps.summary()
}

fn clippy(selection: &[&str]) -> Command {
    let mut command = cargo(["clippy", "--quiet", "--all-targets"]);
    command.args(selection).args(["--", "-D", "warnings"]);
    command
}

/// The services have crates of their own; the core and the umbrella are none.
fn is_service(library: &str) -> bool {
    library != "ferriscloud" && library != "ferriscloud-core"
}

/// Runs every step, whatever the others say.
#[derive(Default)]
struct Steps {
    count: usize,
    failed: Vec<String>,
}

impl Steps {
    fn cargo(&mut self, name: &str, command: &mut Command) {
        self.step(name, || cargo::run(command));
    }

    fn step(&mut self, name: &str, check: impl FnOnce() -> Result<()>) {
        println!("\n=== {name}");
        let start = Instant::now();
        let result = check();
        let seconds = start.elapsed().as_secs_f64();
        self.count += 1;
        match result {
            Ok(()) => println!("=== {name}: ok, {seconds:.1} s"),
            Err(error) => {
                println!("=== {name}: FAILED, {seconds:.1} s: {error:#}");
                self.failed.push(name.to_owned());
            }
        }
    }

    fn summary(self) -> Result<()> {
        println!();
        if !self.failed.is_empty() {
            bail!(
                "{} of {} steps failed: {}",
                self.failed.len(),
                self.count,
                self.failed.join("; ")
            );
        }
        println!("all {} steps passed", self.count);
        Ok(())
    }
}
