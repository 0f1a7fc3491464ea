//! `ferriscloud-coverage coverage [--check] [--whole]` and `ferriscloud-coverage decode FILE [--missing]`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that talks to a terminal")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use ferriscloud_coverage::judgement::judge;
use ferriscloud_coverage::ledger::Ledger;
use ferriscloud_coverage::live::Recording;
use ferriscloud_coverage::{decode, report, subjects};

/// As many differences of a service are shown.
const SHOWN: usize = 25;

fn main() -> ExitCode {
    let mut arguments: Vec<_> = std::env::args().skip(1).collect();
    let mut flag = |name: &str| {
        let count = arguments.len();
        arguments.retain(|argument| argument != name);
        arguments.len() < count
    };
    let (check, whole, missing) = (flag("--check"), flag("--whole"), flag("--missing"));
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["coverage"] => coverage(check, whole),
        ["decode", file] => decoded(Path::new(file), missing),
        _ => Err(anyhow::anyhow!(
            "usage: coverage [--check] [--whole] | decode FILE [--missing]"
        )),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn coverage(check: bool, whole: bool) -> Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (ledger_file, page_file) = (
        here.join("covered.tsv"),
        here.join("../../docs/coverage.md"),
    );
    let before = std::fs::read_to_string(&ledger_file).unwrap_or_default();
    let known = Ledger::read(&before);
    // What is committed does not hang on what was run here last.
    let recording = if check {
        Recording::default()
    } else {
        Recording::read(&recording_file(here))
    };
    let (subjects, mut now, mut failures) = (subjects()?, Ledger::default(), Vec::new());
    for subject in &subjects {
        let judgement = judge(subject);
        now.note(subject, &judgement, &recording, (!whole).then_some(&known));
        failures.extend(judgement.failures);
        println!("{}", report::section(subject, &now).trim());
    }
    failures.extend(known.lost_in(&now));
    failures.iter().for_each(|failure| println!("{failure}"));
    ensure!(
        failures.is_empty(),
        "{} things are not as they should be",
        failures.len()
    );
    for (file, text) in [
        (ledger_file, now.text()),
        (page_file, report::page(&subjects, &now)),
    ] {
        if std::fs::read_to_string(&file).is_ok_and(|known| known == text) {
            continue;
        }
        ensure!(
            !check,
            "{} is of old: run `cargo xtask coverage`",
            file.display()
        );
        std::fs::write(&file, text).with_context(|| file.display().to_string())?;
    }
    Ok(())
}

fn recording_file(here: &Path) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR");
    let target = target.map_or_else(|| here.join("../../target"), PathBuf::from);
    target.join("live.tsv")
}

fn decoded(file: &Path, missing: bool) -> Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let tallies = decode::judge(&subjects()?, &text)?;
    for (service, tally) in &tallies {
        println!(
            "{service}: {} passed, {} failed, {} no such operation, {} keys that our types do not have",
            tally.passed,
            tally.failed,
            tally.unknown,
            tally.missing.len()
        );
        for difference in tally.differences.iter().take(SHOWN) {
            println!("    {difference}");
        }
        for (key, count) in tally.missing.iter().filter(|_| missing) {
            println!("    missing {count}: {key}");
        }
    }
    let failed: usize = tallies.values().map(|tally| tally.failed).sum();
    if failed > 0 {
        bail!("{failed} answers are not read as they came");
    }
    Ok(())
}
