//! `cargo xtask test`: all tests, with a cloud for those that need one.

use std::ffi::OsString;

use anyhow::Result;

use crate::cargo::{self, cargo};
use crate::{cloud, coverage, flags};

pub(crate) fn run(command: &flags::Test) -> Result<()> {
    if command.no_cloud {
        return cargo::run(&mut cargo(arguments(&command.args, false)));
    }
    let mut tests = cargo(arguments(&command.args, true));
    if std::env::var_os("OS_CLOUD").is_some() {
        return cargo::run(&mut tests);
    }
    let was_running = cloud::is_running(None);
    let whole = command.args.is_empty();
    if whole {
        // Nothing, where there was no run yet.
        let _ = std::fs::remove_file(coverage::recording());
    }
    let mut result = cloud::up(None, None, Some("all"))
        .and_then(|clouds| cargo::run(tests.env("OS_CLIENT_CONFIG_FILE", clouds)));
    if whole && result.is_ok() {
        result = coverage::run(&flags::Coverage {
            check: false,
            whole,
        });
    }
    if !was_running {
        // What the tests said matters more.
        let down = cloud::down(None, false);
        return result.and(down);
    }
    result
}

fn arguments(args: &[OsString], live: bool) -> Vec<OsString> {
    let mut groups = args.splitn(2, |arg| arg == "--");
    let for_cargo = groups.next().unwrap_or_default();
    let for_tests = groups.next().unwrap_or_default();
    let narrowed = for_cargo.iter().any(|arg| {
        let arg = arg.to_string_lossy();
        arg.starts_with("-p") || arg.starts_with("--package")
    });
    let mut all: Vec<OsString> = vec!["test".into()];
    if !narrowed {
        all.push("--workspace".into());
    }
    all.push("--no-fail-fast".into());
    all.extend_from_slice(for_cargo);
    all.push("--".into());
    if live {
        all.push("--include-ignored".into());
    }
    all.extend_from_slice(for_tests);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(args: &[&str], live: bool) -> String {
        let args: Vec<OsString> = args.iter().map(OsString::from).collect();
        let all = arguments(&args, live);
        let all: Vec<_> = all.iter().map(|arg| arg.to_string_lossy()).collect();
        all.join(" ")
    }

    #[test]
    fn arguments_go_to_their_side() {
        assert_eq!(
            line(&[], true),
            "test --workspace --no-fail-fast -- --include-ignored"
        );
        assert_eq!(
            line(&["-p", "core", "--", "paging"], false),
            "test --no-fail-fast -p core -- paging"
        );
    }
}
