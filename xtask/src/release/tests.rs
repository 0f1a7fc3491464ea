//! Releases of a small workspace, from its first version on.

use std::fs;
use std::path::PathBuf;

use super::git::{commit, git};
use super::loopback::{NAME, Registry};
use super::{plan, prepare, publish};
use crate::cargo::{self, cargo_at};

#[test]
fn a_release_goes_on_where_it_stopped() {
    let registry = Registry::open().unwrap();
    let small = Small::new("whole", Some(&registry));
    let publish = |execute| publish::run(&small.root, NAME, execute);

    plan::run(&small.root).unwrap();
    let before = small.state();
    prepare::run(&small.root, "minor", false).unwrap();
    assert_eq!(small.state(), before);
    assert!(publish(true).is_err(), "nothing is prepared");
    prepare::run(&small.root, "minor", true).unwrap();
    assert!(small.read("CHANGELOG.md").contains("\n## 0.1.0 - 20"));

    let before = small.state();
    publish(false).unwrap();
    assert_eq!(small.state(), before);
    assert_eq!(registry.names(), Vec::<String>::new());

    registry.full_at(Some(1));
    assert!(publish(true).is_err());
    assert_eq!(registry.names(), ["one-core"]);
    registry.full_at(None);
    small.write("notes.md", "More.\n");
    small.commit("More");
    let refusal = publish(true).unwrap_err().to_string();
    assert!(refusal.contains("go on from there"), "{refusal}");
    small.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    publish(true).unwrap();
    assert_eq!(registry.names(), ["one-compute", "one-core"]);
    assert_eq!(commit(&small.root, "v0.1.0"), commit(&small.root, "HEAD"));
    publish(true).unwrap();

    small.append(
        "crates/core/src/lib.rs",
        "/// Two.\npub fn two() -> u8 {\n    2\n}\n",
    );
    small.write(
        "CHANGELOG.md",
        &small
            .read("CHANGELOG.md")
            .replace("Unreleased\n", "Unreleased\n\n- Two.\n"),
    );
    small.commit("Two");
    plan::run(&small.root).unwrap();
    // As if it had been killed while it wrote.
    small.write(
        "Cargo.toml",
        &small.read("Cargo.toml").replace("0.1.0", "0.1.1"),
    );
    prepare::run(&small.root, "minor", true).unwrap();
    assert!(!small.read("Cargo.toml").contains("0.1.0"));
    publish(true).unwrap();
    assert_eq!(commit(&small.root, "v0.1.1"), commit(&small.root, "HEAD"));
    registry.close().unwrap();
}

#[test]
fn a_break_is_refused_at_a_level_that_does_not_allow_it() {
    let small = Small::new("break", None);
    small.git(&["tag", "v0.1.0"]);
    let refusal = |level| {
        prepare::run(&small.root, level, false)
            .err()
            .map(|error| error.to_string())
    };
    assert_eq!(refusal("patch"), None);

    let code = small.read("crates/core/src/lib.rs");
    small.write(
        "crates/core/src/lib.rs",
        &format!("{code}\n/// Two.\npub fn two() {{}}\n"),
    );
    small.commit("An addition");
    assert!(refusal("patch").unwrap().contains("pub fn one_core::two()"));
    assert_eq!(refusal("minor"), None);

    small.write(
        "crates/core/src/lib.rs",
        &code.replace("one() -> u8", "one() -> u16"),
    );
    small.commit("A break");
    for level in ["patch", "minor", "0.1.1"] {
        let refusal = refusal(level).unwrap();
        assert!(
            refusal.contains("- pub fn one_core::one() -> u8"),
            "{refusal}"
        );
    }
    assert_eq!(refusal("major"), None);
    assert_eq!(refusal("1.0.0"), None);
    assert!(refusal("0.1.0").unwrap().contains("is not after"));
    assert!(refusal("large").unwrap().contains("is no level"));
}

#[test]
fn what_is_not_fit_is_refused() {
    let small = Small::new("unfit", None);
    let refusal = |execute| {
        format!(
            "{:#}",
            prepare::run(&small.root, "minor", execute).unwrap_err()
        )
    };
    small.write("target/broken", "");
    assert!(refusal(true).contains("xtask ci"));

    small.write("notes.md", "");
    assert!(refusal(false).contains("not as in the last commit: notes.md"));
    small.commit("Notes");
    small.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n");
    fs::remove_file(small.root.join("crates/core/README.md")).unwrap();
    let manifest = small.read("crates/compute/Cargo.toml");
    small.write(
        "crates/compute/Cargo.toml",
        &manifest.replace("license = \"MIT\"\n", ""),
    );
    small.write("crates/compute/tests/data.json", "{}");
    small.commit("Worse");
    let refusal = refusal(false);
    for reason in [
        "CHANGELOG.md says nothing under Unreleased",
        "one-core: the package is without README.md",
        "one-compute: the manifest names no licence",
        "tests/data.json has no place in the package",
    ] {
        assert!(refusal.contains(reason), "{refusal}");
    }
}

/// A small workspace: two libraries and the tasks, without any dependency from elsewhere.
struct Small {
    root: PathBuf,
}

impl Small {
    fn new(name: &str, registry: Option<&Registry>) -> Self {
        let root = std::env::temp_dir().join(format!("ferriscloud-{name}-{}", std::process::id()));
        let small = Self { root };
        let named = registry.map_or("", |_| ", registry = \"loopback\"");
        let core =
            format!("one-core = {{ path = \"crates/core\", version = \"=0.1.0\"{named} }}\n");
        let compute = core.replace("core", "compute");
        small.write("Cargo.toml", &format!("{MANIFEST}{core}{compute}"));
        let configuration = registry.map(Registry::configuration).unwrap_or_default();
        small.write(".cargo/config.toml", &format!("{ALIAS}{configuration}"));
        small.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- First.\n");
        small.write(".gitignore", "/target\n");
        small.library("core", "");
        small.library("compute", "one-core.workspace = true\n");
        small.write("xtask/Cargo.toml", "[package]\nname = \"xtask\"\nversion.workspace = true\nedition = \"2024\"\npublish = false\n");
        small.write("xtask/src/main.rs", TASKS);
        small.git(&["init", "--quiet", "--initial-branch", "main"]);
        small.git(&["config", "user.name", "Tester"]);
        small.git(&["config", "user.email", "tester@localhost"]);
        cargo::run(&mut cargo_at(&small.root, ["generate-lockfile", "--quiet"])).unwrap();
        small.commit("First light");
        small
    }

    fn library(&self, name: &str, dependencies: &str) {
        let manifest = format!("[package]\nname = \"one-{name}\"\n{LIBRARY}{dependencies}");
        self.write(&format!("crates/{name}/Cargo.toml"), &manifest);
        self.write(&format!("crates/{name}/README.md"), "It.\n");
        self.write(&format!("crates/{name}/LICENSE"), "Do as you like.\n");
        self.write(
            &format!("crates/{name}/src/lib.rs"),
            "//! It.\n\n/// One.\npub fn one() -> u8 {\n    1\n}\n",
        );
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn append(&self, path: &str, text: &str) {
        self.write(path, &format!("{}\n{text}", self.read(path)));
    }

    fn git(&self, args: &[&str]) -> String {
        git(&self.root, args).unwrap()
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// All that a dry run has to leave as it is.
    fn state(&self) -> String {
        self.git(&["for-each-ref"]) + &self.git(&["status", "--porcelain"])
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.root).ok();
    }
}

const MANIFEST: &str = r#"[workspace]
resolver = "3"
members = ["crates/*", "xtask"]

[workspace.package]
version = "0.1.0"

[workspace.dependencies]
"#;
const LIBRARY: &str = r#"description = "It"
version.workspace = true
edition = "2024"
license = "MIT"
repository = "http://localhost"

[dependencies]
"#;
const ALIAS: &str = "[alias]\nxtask = \"run --quiet --package xtask --\"\n";
/// What `cargo xtask ci` is here: it fails where a file says so.
const TASKS: &str = r#"fn main() {
    assert!(!std::path::Path::new("target/broken").exists(), "broken");
}
"#;
