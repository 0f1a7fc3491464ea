//! `cargo xtask tidy`: the house rules that no other tool checks, a file each.

mod dependencies;
mod docs;
mod enums;
mod evidence;
mod features;
mod files;
mod layers;
mod links;
mod packages;
mod sizes;
mod verbs;
mod words;

use std::fmt;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Checks everything, and says all that is wrong.
pub(crate) fn run(root: &Path) -> Result<()> {
    let texts = texts(root)?;
    let found = [
        packages::check(&packages::read(root)?),
        dependencies::check(&dependencies::read(root)?),
        features::check(&features::read(root)?, &texts),
        layers::check(&texts),
        docs::check(&texts),
        enums::check(&texts),
        evidence::check(&texts),
        sizes::check(&texts),
        verbs::check(&texts),
        files::check(&texts),
        links::check(&texts),
        words::check(&texts),
    ]
    .concat();
    for finding in &found {
        println!("{finding}");
    }
    if !found.is_empty() {
        bail!("{} house rules are broken", found.len());
    }
    println!("tidy; {}", sizes::summary(&texts));
    Ok(())
}

/// A text file of the repository.
struct Text {
    /// Below the root, with forward slashes.
    path: String,
    content: String,
}

impl Text {
    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    fn is_markdown(&self) -> bool {
        self.path.ends_with(".md")
    }

    /// The name of the service crate that it is in: those below `crates` but the core and the umbrella.
    fn service(&self) -> Option<&str> {
        let (name, _) = self.path.strip_prefix("crates/")?.split_once('/')?;
        (name != "core" && name != "ferriscloud").then_some(name)
    }

    /// Its lines, numbered from 1.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.content.lines())
    }

    fn finding(&self, line: usize, what: impl Into<String>) -> Finding {
        Finding {
            path: self.path.clone(),
            line,
            what: what.into(),
        }
    }
}

/// Something that is not as it should be.
#[derive(Clone)]
struct Finding {
    path: String,
    /// 0 where it is about the whole.
    line: usize,
    what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": {}", self.what)
    }
}

/// All Rust, Markdown and pictures below the root, but for what is built or hidden.
fn texts(root: &Path) -> Result<Vec<Text>> {
    let mut texts = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            if name.starts_with('.') || name == "target" {
                continue;
            }
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if [".rs", ".md", ".svg"].iter().any(|end| name.ends_with(end)) {
                let content = std::fs::read_to_string(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                let path = path
                    .strip_prefix(root)?
                    .to_string_lossy()
                    .replace('\\', "/");
                texts.push(Text { path, content });
            }
        }
    }
    texts.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(texts)
}

#[cfg(test)]
fn text(path: &str, content: &str) -> Text {
    Text {
        path: path.to_owned(),
        content: content.to_owned(),
    }
}
