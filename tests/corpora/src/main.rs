//! `ferriscloud-corpora DIR [--show]`: runs all cases below a folder.

#![allow(clippy::print_stdout, reason = "a program that talks to a terminal")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ferriscloud_corpora::verdict::Verdict;
use ferriscloud_corpora::{cases, judge_of};
use serde_json::Value;

/// As many differences of a file are shown.
const SHOWN: usize = 25;

fn main() -> ExitCode {
    let mut arguments: Vec<_> = std::env::args().skip(1).collect();
    let show = arguments
        .iter()
        .position(|one| one == "--show")
        .map(|place| arguments.remove(place));
    let [folder] = arguments.as_slice() else {
        println!("usage: ferriscloud-corpora DIR [--show]");
        return ExitCode::FAILURE;
    };
    let mut failed = false;
    for path in files(Path::new(folder)) {
        failed |= !run(&path, show.is_some());
    }
    if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let below = |name: &str| {
        let entries = std::fs::read_dir(folder.join(name))
            .into_iter()
            .flatten()
            .flatten();
        entries
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|end| end == "json"))
    };
    let mut files: Vec<_> = ["clouds", "discovery", "swift"]
        .iter()
        .flat_map(|name| below(name))
        .collect();
    files.sort();
    files
}

/// Runs the cases of one file and prints a line; false if any failed.
fn run(path: &Path, show: bool) -> bool {
    let part = |part: Option<&std::ffi::OsStr>| {
        part.and_then(|part| part.to_str())
            .unwrap_or_default()
            .to_owned()
    };
    let (folder, name) = (
        part(path.parent().and_then(Path::file_name)),
        part(path.file_stem()),
    );
    let file = std::fs::read(path)
        .ok()
        .and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let cases = file.as_ref().map(cases).unwrap_or_default();
    let Some(judge) = judge_of(&folder, &name).filter(|_| !cases.is_empty()) else {
        println!("{folder}/{name}: cannot be judged");
        return false;
    };
    let mut passed = 0;
    let mut declined = std::collections::BTreeMap::new();
    let mut failures = Vec::new();
    for (place, case) in cases.iter().enumerate() {
        match judge(case) {
            Verdict::Passed => passed += 1,
            Verdict::Declined(why) => *declined.entry(why).or_insert(0) += 1,
            Verdict::Failed(how) => failures.push(format!("{} {how}", label(case, place))),
        }
    }
    let count: usize = declined.values().sum();
    println!(
        "{folder}/{name}: {passed} passed, {} failed, {count} declined",
        failures.len()
    );
    if show {
        declined
            .iter()
            .for_each(|(why, count)| println!("    declined {count}: {why}"));
        failures
            .iter()
            .take(SHOWN)
            .for_each(|failure| println!("    {failure}"));
    }
    failures.is_empty()
}

fn label(case: &Value, place: usize) -> String {
    let named = ["label", "test", "id"]
        .iter()
        .find_map(|name| case[*name].as_str());
    named.map_or_else(|| format!("#{place}"), |name| format!("#{place} {name}"))
}
