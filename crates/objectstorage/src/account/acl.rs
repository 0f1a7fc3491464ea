//! Who may use an account, where users are not Keystone's.

use serde::{Deserialize, Serialize};

use crate::headers::Text;

/// Who else may use an account, by [Swift's own authentication][acls]; Keystone's users have roles instead.
///
/// Users are named as they log in, `account:user`; an account alone means all of its users.
///
/// [acls]: https://docs.openstack.org/swift/latest/overview_acl.html#account-acls
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct AccountAcl {
    /// Those who may do everything, this included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub admin: Vec<String>,
    /// Those who may write containers and objects.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read_write: Vec<String>,
    /// Those who may list and read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read_only: Vec<String>,
}

impl Text for AccountAcl {
    /// In ASCII, since Swift reads headers as Latin-1, and without a percent sign, which it takes for an encoding.
    fn text(&self) -> String {
        // Lists of text: there is nothing in them that JSON could not say.
        let json = serde_json::to_string(self).unwrap_or_default();
        let mut text = String::with_capacity(json.len());
        for letter in json.chars() {
            if matches!(letter, ' '..='~') && letter != '%' {
                text.push(letter);
                continue;
            }
            for unit in letter.encode_utf16(&mut [0; 2]) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_read_again() {
        let acl = AccountAcl {
            admin: vec!["a\"\\\n%41".to_owned(), "ü\u{1f980}".to_owned()],
            read_write: vec!["test".to_owned()],
            ..AccountAcl::default()
        };
        let text = acl.text();
        assert!(text.is_ascii() && !text.contains(['\n', '%']), "{text}");
        assert_eq!(serde_json::from_str::<AccountAcl>(&text).unwrap(), acl);
        assert_eq!(AccountAcl::default().text(), "{}");
    }
}
