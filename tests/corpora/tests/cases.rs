//! The answers of the reference implementations, case by case.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test's way to fail")]

use std::path::{Path, PathBuf};

use ferriscloud_corpora::verdict::Verdict;
use ferriscloud_corpora::{cases, judge_of};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(folder);
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// The number of cases, of which none failed.
fn judged(folder: &str) -> usize {
    let mut count = 0;
    let mut failures = Vec::new();
    for path in files(folder) {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let judge = judge_of(folder, &name).expect("a judge for every file");
        let file = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        for (place, case) in cases(&file).iter().enumerate() {
            count += 1;
            if let Verdict::Failed(how) = judge(case) {
                failures.push(format!("{name} #{place}: {how}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    count
}

#[test]
fn services_are_found_as_keystoneauth_finds_them() {
    assert!(judged("discovery") > 2000);
}

#[test]
fn configurations_are_read_as_openstacksdk_reads_them() {
    assert!(judged("clouds") > 180);
}

#[test]
fn temporary_urls_are_signed_as_python_swiftclient_signs_them() {
    assert!(judged("swift") > 80);
}
