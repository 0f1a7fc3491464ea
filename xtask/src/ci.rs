//! `cargo xtask ci`: everything that has to hold before a change is merged.

mod features;
pub(crate) mod public_types;
mod reading;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::cargo::{self, cargo, cargo_at};
use crate::{api, bench, coverage, flags, package, tidy, workspace_root};

pub(crate) fn run(command: &flags::Ci) -> Result<()> {
    let root = &workspace_root();
    let libraries = &cargo::libraries(root)?;
    let mut steps = Steps::default();
    steps.cargo("format", &mut cargo(["fmt", "--all", "--check"]));

    steps.cargo(
        "clippy",
        &mut clippy(root, &["--workspace", "--all-targets"]),
    );
    let everything = ["--workspace", "--all-targets", "--all-features"];
    steps.cargo("clippy, all features", &mut clippy(root, &everything));
    let mut nothing = vec!["--all-targets", "--no-default-features"];
    nothing.extend(
        libraries
            .iter()
            .flat_map(|library| ["--package", &library.name]),
    );
    steps.cargo("clippy, no default features", &mut clippy(root, &nothing));
    for library in libraries {
        let name = format!("features of {}", library.name);
        steps.step(&name, || features::check(root, library));
    }

    if !command.skip_tests {
        steps.cargo("tests", &mut cargo(["test", "--workspace"]));
    }
    // The other features are on by default, or of another provider for TLS.
    let mut optional = cargo(["test", "--quiet", "--package", "ferriscloud-core"]);
    optional.args(["--features", "gzip,http2,oauth1"]);
    steps.cargo("tests of the optional features", &mut optional);

    for library in libraries {
        let name = format!("docs of {}", library.name);
        steps.step(&name, || api::document(root, library));
    }
    steps.step("reading", || reading::check(&root.join(api::DOCS)));
    steps.step("public types", || public_types::check(root, libraries));
    for library in libraries {
        let name = format!("package of {}", library.name);
        steps.step(&name, || package::check(root, library));
    }
    let check = flags::Coverage {
        check: true,
        whole: false,
    };
    steps.step("coverage", || coverage::run(&check));
    steps.step("costs", || bench::check(false));
    steps.step("tidy", || tidy::run(root));
    steps.summary()
}

fn clippy(root: &Path, selection: &[&str]) -> Command {
    let mut command = cargo_at(root, ["clippy", "--quiet"]);
    command.args(selection).args(["--", "-D", "warnings"]);
    command
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
