//! What the docs of a crate say, read from its source.

use std::path::Path;

use anyhow::{Context, Result};

/// The docs of a crate.
#[derive(Debug, Default)]
pub struct Docs {
    /// Its functions: the name, and what is said of it.
    pub functions: Vec<(String, String)>,
    /// The fields of its structs.
    pub fields: Vec<Field>,
}

/// A field of a struct.
#[derive(Debug)]
pub struct Field {
    /// The name of the struct.
    pub of: String,
    /// Its name on the wire.
    pub name: String,
    /// What is said of it.
    pub docs: String,
}

impl Docs {
    /// Reads all sources of a crate.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut docs = Self::default();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            let entries = std::fs::read_dir(&folder);
            for entry in entries.with_context(|| folder.display().to_string())? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "rs") {
                    docs.add(&std::fs::read_to_string(path)?);
                }
            }
        }
        Ok(docs)
    }

    fn add(&mut self, source: &str) {
        let (mut said, mut renamed, mut inside) = (String::new(), None, String::new());
        for line in source.lines().take_while(|line| *line != "#[cfg(test)]") {
            let line = line.trim_start();
            if let Some(text) = line.strip_prefix("///") {
                said.push_str(text);
                continue;
            }
            if let Some((_, rename)) = line.split_once("rename = \"") {
                renamed = rename.split('"').next().map(str::to_owned);
            }
            let item = line.strip_prefix("pub ").unwrap_or_default();
            if let Some(name) = item.strip_prefix("struct ") {
                name_of(name).clone_into(&mut inside);
            } else if let Some(name) = item.strip_prefix("fn ") {
                let docs = std::mem::take(&mut said);
                self.functions.push((name_of(name).to_owned(), docs));
            } else if let Some((name, _)) = item.split_once(':') {
                self.fields.push(Field {
                    of: inside.clone(),
                    name: renamed.take().unwrap_or_else(|| name.to_owned()),
                    docs: std::mem::take(&mut said),
                });
            }
            // What belongs to an item stands right before it.
            if !item.is_empty() || line.is_empty() {
                (said, renamed) = (String::new(), None);
            }
        }
    }
}

fn name_of(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docs_are_read() {
        let mut docs = Docs::default();
        docs.add(
            "/// A thing.\n#[derive(Debug)]\npub struct Thing {\n    /// Its id.\n    pub id: String,\n    \
             /// Its size. Since 2.9.\n    #[serde(\n        rename = \"sizeGb\",\n        default\n    )]\n    \
             pub size: u64,\n}\n\nimpl Things {\n    /// Lists things:\n    /// [`GET /things`](x).\n    \
             pub fn list(&self) {}\n}\n",
        );
        let fields = docs.fields.iter();
        let fields: Vec<_> = fields
            .map(|one| (&*one.of, &*one.name, &*one.docs))
            .collect();
        let size = ("Thing", "sizeGb", " Its size. Since 2.9.");
        assert_eq!(fields, [("Thing", "id", " Its id."), size]);
        let list = (
            "list".to_owned(),
            " Lists things: [`GET /things`](x).".to_owned(),
        );
        assert_eq!(docs.functions, [list]);
    }
}
