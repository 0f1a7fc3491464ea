//! What a newcomer looks for in the docs is three clicks from a library's front page.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// One thing that is looked for, and how it is found.
struct Search {
    /// The library that is opened.
    library: &'static str,
    /// What is clicked on: links, as their pages have them. The last one is an item of its page.
    clicks: [&'static str; 3],
    /// Words that the item's docs have.
    words: &'static [&'static str],
}

const SEARCHES: [Search; 6] = [
    // Resizing a server, to the end.
    Search {
        library: "ferriscloud_compute",
        clicks: [
            "servers/index.html",
            "struct.Servers.html",
            "#method.resize",
        ],
        words: &["VerifyResize", "confirm_resize"],
    },
    Search {
        library: "ferriscloud_compute",
        clicks: [
            "servers/index.html",
            "struct.Servers.html",
            "#method.create_and_wait",
        ],
        words: &["server"],
    },
    Search {
        library: "ferriscloud_blockstorage",
        clicks: [
            "volumes/index.html",
            "struct.Volumes.html",
            "#method.extend",
        ],
        words: &["GiB"],
    },
    Search {
        library: "ferriscloud_objectstorage",
        clicks: [
            "objects/index.html",
            "struct.Objects.html",
            "#method.upload",
        ],
        words: &["file", "stream"],
    },
    Search {
        library: "ferriscloud_identity",
        clicks: [
            "role_assignments/index.html",
            "struct.RoleAssignments.html",
            "#method.grant",
        ],
        words: &["role"],
    },
    Search {
        library: "ferriscloud_core",
        clicks: [
            "auth/index.html",
            "struct.ApplicationCredential.html",
            "#method.new",
        ],
        words: &["secret"],
    },
];

/// Follows the links, in what `cargo xtask ci` has documented before. `docs` is the folder of all libraries.
pub(super) fn check(docs: &Path) -> Result<()> {
    for search in &SEARCHES {
        search
            .follow(docs)
            .with_context(|| format!("{} to {}", search.library, search.clicks.join(", then ")))?;
    }
    println!("{} things found, each by three clicks", SEARCHES.len());
    Ok(())
}

impl Search {
    fn follow(&self, docs: &Path) -> Result<()> {
        let mut page = docs.join(self.library).join("index.html");
        let mut text = read(&page)?;
        let (item, pages) = self.clicks.split_last().context("no clicks")?;
        for link in pages {
            ensure!(
                text.contains(&format!("href=\"{link}\"")),
                "{} has no link {link}",
                page.display()
            );
            page = page
                .parent()
                .map(Path::to_owned)
                .unwrap_or_default()
                .join(link);
            text = read(&page)?;
        }
        let docs =
            section(&text, item).with_context(|| format!("{} has no {item}", page.display()))?;
        for word in self.words {
            ensure!(
                docs.contains(word),
                "the docs of {item} do not speak of {word}"
            );
        }
        Ok(())
    }
}

fn read(page: &PathBuf) -> Result<String> {
    std::fs::read_to_string(page).with_context(|| page.display().to_string())
}

/// The docs of one item: up to the next.
fn section<'a>(page: &'a str, item: &str) -> Option<&'a str> {
    let name = item.strip_prefix('#')?;
    let (_, rest) = page.split_once(&format!("<section id=\"{name}\""))?;
    rest.split("<section id=\"").next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_ends_where_the_next_begins() {
        let page = r##"<a href="#method.a"></a><section id="method.a" class="x">one</section><section id="method.b">two"##;
        assert!(section(page, "#method.a").unwrap().contains("one"));
        assert!(!section(page, "#method.a").unwrap().contains("two"));
        assert!(section(page, "#method.c").is_none());
    }
}
