//! Forms: a way for somebody without a token to upload from a browser.

use ferriscloud_core::time::Timestamp;
use ferriscloud_core::{ErrorKind, Result, Secret};

use crate::temp_urls::{Digest, sign};

/// What a form may upload, and until when: see
/// [Swift's middleware](https://docs.openstack.org/swift/latest/api/form_post_middleware.html).
///
/// The key is one that temporary URLs are signed with, of the account or the container.
///
/// ```
/// use ferriscloud_core::time::Timestamp;
/// use ferriscloud_objectstorage::form_posts::FormPost;
///
/// let until = Timestamp::from_second(1_893_456_000)?;
/// let mut form = FormPost::new("k", until, 10 << 20);
/// form.redirect = Some("https://example.org/thanks".into());
/// for (name, value) in form.fields("/v1/AUTH_a/c/uploads/")? {
///     println!(r#"<input type="hidden" name="{name}" value="{value}">"#);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FormPost {
    /// The key of the account or the container.
    pub key: Secret,
    /// When it ends.
    pub until: Timestamp,
    /// The size of the largest file, in bytes.
    pub max_file_size: u64,
    /// How many files there may be; one where nothing else is said.
    pub max_file_count: u32,
    /// Where the browser goes afterwards, with what became of the files in the query.
    pub redirect: Option<String>,
    /// How it is signed.
    pub digest: Digest,
}

/// A form that is signed: what a page is to have.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SignedForm {
    /// Where it is sent, with the method POST and the encoding `multipart/form-data`.
    pub action: String,
    /// Its hidden fields, names and values: they have to stand before the files.
    pub fields: Vec<(&'static str, String)>,
}

impl FormPost {
    /// For one file up to this size, in bytes, until then, signed by SHA-256.
    pub fn new(key: impl Into<Secret>, until: Timestamp, max_file_size: u64) -> Self {
        Self {
            key: key.into(),
            until,
            max_file_size,
            max_file_count: 1,
            redirect: None,
            digest: Digest::default(),
        }
    }

    /// The hidden fields of the form, names and values. The path is that of the whole address that it is sent to, with
    /// its encoding undone: `/v1/AUTH_a/container/` and what all names are to begin with.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] if the path has no container, or the redirect a line break.
    pub fn fields(&self, path: &str) -> Result<Vec<(&'static str, String)>> {
        let wrong = |what: String| Err(ErrorKind::Input(what).into());
        let parts: Vec<_> = path.splitn(5, '/').collect();
        if parts.len() < 5 || !parts[0].is_empty() || parts[1..4].contains(&"") {
            return wrong(format!("{path:?} is no path of a container and a slash"));
        }
        let redirect = self.redirect.as_deref().unwrap_or_default();
        if redirect.contains(['\n', '\r']) {
            return wrong(format!("{redirect:?} is no address"));
        }
        let size = self.max_file_size.to_string();
        let count = self.max_file_count.to_string();
        let until = self.until.as_second().to_string();
        let text = [path, redirect, &size, &count, &until].join("\n");
        let signature = sign(self.digest, &self.key, &text)?;
        let redirect = self.redirect.clone().map(|redirect| ("redirect", redirect));
        let fields = [
            ("max_file_size", size),
            ("max_file_count", count),
            ("expires", until),
            ("signature", signature),
        ];
        Ok(redirect.into_iter().chain(fields).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> FormPost {
        let until = Timestamp::from_second(1_512_508_563).unwrap();
        FormPost {
            max_file_count: 10,
            redirect: Some("https://example.org/a".to_owned()),
            digest: Digest::Sha1,
            ..FormPost::new("mykey", until, 104_857_600)
        }
    }

    #[test]
    fn fields_are_signed_as_swift_form_signature_signs_them() {
        let fields = form().fields("/v1/AUTH_a/c/prefix_\u{e4}").unwrap();
        let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
        let all = [
            "redirect",
            "max_file_size",
            "max_file_count",
            "expires",
            "signature",
        ];
        assert_eq!(names, all);
        assert_eq!(fields[4].1, "a4ad49f434eb65a5bc18ce53bb6fe757f1d700b4");
    }

    #[test]
    fn what_would_be_another_form_is_refused() {
        for path in [
            "",
            "/v1/AUTH_a/c",
            "/v1//c/",
            "v1/AUTH_a/c/",
            "/v1/AUTH_a//x",
        ] {
            assert!(form().fields(path).is_err(), "{path:?}");
        }
        let mut two_lines = form();
        two_lines.redirect = Some("a\nb".to_owned());
        assert!(two_lines.fields("/v1/AUTH_a/c/").is_err());
    }
}
