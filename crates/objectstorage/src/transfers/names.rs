//! Names of objects as paths of files, and back. What a server says must not lead out of the folder.

use std::path::{Component, Path, PathBuf};

use ferriscloud_core::{ErrorKind, Result};

/// What the names of a folder's objects begin with.
pub(super) fn folder_prefix(prefix: &str) -> String {
    match prefix {
        "" => String::new(),
        prefix if prefix.ends_with('/') => prefix.to_owned(),
        prefix => format!("{prefix}/"),
    }
}

/// The path of an object below its folder. Each part between slashes has to be a plain name.
pub(super) fn path(name: &str) -> Result<PathBuf> {
    let mut path = PathBuf::new();
    for part in name.split('/') {
        // What is no separator here may be one elsewhere, so that the system's own word counts too.
        let mut components = Path::new(part).components();
        let plain = matches!(
            (components.next(), components.next()),
            (Some(Component::Normal(only)), None) if only == part
        );
        let odd = part.contains('\0') || cfg!(windows) && part.contains([':', '\\']);
        if !plain || odd {
            return Err(ErrorKind::Name(name.to_owned()).into());
        }
        path.push(part);
    }
    Ok(path)
}

/// The name of a file's object, below that of its folder.
pub(super) fn name(path: &Path) -> Result<String> {
    let parts = path.components().map(|part| part.as_os_str().to_str());
    let parts: Option<Vec<_>> = parts.collect();
    match parts {
        Some(parts) => Ok(parts.join("/")),
        None => Err(ErrorKind::Name(path.to_string_lossy().into_owned()).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        for bad in [
            "",
            "/",
            "/etc/passwd",
            "..",
            "../a",
            "a/..",
            "a/../b",
            "a/./b",
            "./a",
            "a//b",
            "a/",
            "a\0b",
            "a/b\0",
        ] {
            let error = path(bad).unwrap_err();
            assert!(
                matches!(error.kind(), ErrorKind::Name(name) if name == bad),
                "{bad:?}"
            );
        }
        for good in ["a", "a/b", "...", "a/..b", "ä b/~/c", "-rf"] {
            let path = path(good).unwrap();
            assert!(path.is_relative());
            assert_eq!(name(&path).unwrap(), good);
        }
    }

    #[test]
    fn a_folder_has_a_slash() {
        assert_eq!(["", "a", "a/"].map(folder_prefix), ["", "a/", "a/"]);
    }

    #[cfg(unix)]
    #[test]
    fn names_are_text() {
        use std::os::unix::ffi::OsStrExt;
        let odd = Path::new(std::ffi::OsStr::from_bytes(b"a\xff"));
        assert!(matches!(name(odd).unwrap_err().kind(), ErrorKind::Name(_)));
    }
}
