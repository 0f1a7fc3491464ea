//! The other SDKs that the same workloads are done with: see tests/peers/README.md.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::measure::{Client, is_there};
use crate::cargo::{self, cargo};
use crate::progress::say;
use crate::workspace_root;

const RUST: [&str; 2] = ["openstack_sdk", "openstack"];
/// With their scripts; the last two are programs that may not be there.
const PYTHON: [(&str, &str); 4] = [
    ("openstacksdk", "sdk.py"),
    ("python-swiftclient", "swift.py"),
    ("rclone", "rclone.py"),
    ("curl", "curl.py"),
];

/// Builds what is not built yet of those on the list, one after the other, and leaves out what is not installed.
pub(super) fn build(folder: &Path, list: &str) -> Result<Vec<Client>> {
    let known = [&RUST[..], &PYTHON.map(|(name, _)| name)].concat();
    if let Some(name) = list
        .split(',')
        .find(|name| *name != "all" && !known.contains(name))
    {
        bail!("there is no peer {name:?}; there is {}", known.join(", "));
    }
    let wanted = |name: &str| list.split(',').any(|word| word == "all" || word == name);
    let (folder, sources) = (folder.join("peers"), workspace_root().join("tests/peers"));
    std::fs::create_dir_all(&folder)?;
    let mut peers = Vec::new();
    for name in RUST.into_iter().filter(|name| wanted(name)) {
        peers.push(Client {
            name,
            command: vec![rust(&folder, &sources.join(name), name)?],
            own: false,
            counted: |workload| ["start", "get-server", "list-servers"].contains(&workload),
            part: |_| 1,
        });
    }
    for (name, script) in PYTHON.into_iter().filter(|(name, _)| wanted(name)) {
        if ["rclone", "curl"].contains(&name) && !is_there(name) {
            say(format!("there is no {name}: it is left out"));
            continue;
        }
        peers.push(Client {
            name,
            command: vec![python(&folder)?, sources.join(script)],
            own: false,
            counted: |_| false,
            part: match name {
                "openstacksdk" => part_for_openstacksdk,
                _ => |_| 1,
            },
        });
    }
    Ok(peers)
}

/// So that no run takes much more than half a minute.
fn part_for_openstacksdk(workload: &str) -> u32 {
    match workload {
        "get-server" | "get-servers" | "get-server-tls" => 10,
        "list-servers" => 5,
        "list-objects" => 50,
        _ => 1,
    }
}

/// Builds a package, and throws away all but the program: what it is made of takes gigabytes.
fn rust(folder: &Path, source: &Path, name: &str) -> Result<PathBuf> {
    let program = folder.join(name);
    if !program.exists() {
        say(format!("{name} is being built, which takes minutes"));
        let target = folder.join("build");
        let mut build = cargo(["build", "--locked", "--release", "--manifest-path"]);
        cargo::run(
            build
                .arg(source.join("Cargo.toml"))
                .arg("--target-dir")
                .arg(&target),
        )?;
        let built = target
            .join("release")
            .join(format!("peer-{}", name.replace('_', "-")));
        std::fs::copy(&built, &program).with_context(|| format!("no {}", built.display()))?;
        std::fs::remove_dir_all(target)?;
    }
    Ok(program)
}

/// A Python of our own, with the two SDKs.
fn python(folder: &Path) -> Result<PathBuf> {
    let venv = folder.join("venv");
    let python = venv.join("bin/python");
    if !venv.join("complete").exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
        let packages = [
            "openstacksdk==4.22.0",
            "python-swiftclient==4.11.0",
            "python-keystoneclient",
        ];
        run(Command::new(&python)
            .args(["-m", "pip", "install", "--quiet"])
            .args(packages))?;
        std::fs::write(venv.join("complete"), "")?;
    }
    Ok(python)
}

fn run(command: &mut Command) -> Result<()> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => bail!("{command:?}: {status}"),
        Err(error) => Err(error).with_context(|| format!("cannot run {command:?}")),
    }
}
