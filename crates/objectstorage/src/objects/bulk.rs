//! Deleting many objects at once.

use std::collections::BTreeMap;

use ferriscloud_core::{Call, Operation, Path, Request, lenient};
use http::{HeaderValue, Method, header};
use serde::{Deserialize, Serialize};

use super::{ObjectName, Objects};
use crate::service::SLOW;

/// What became of many objects that were to be deleted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct BulkDeleted {
    /// How many are gone.
    #[serde(rename = "Number Deleted", deserialize_with = "lenient::or_default")]
    pub deleted: u64,
    /// How many were not there.
    #[serde(rename = "Number Not Found", deserialize_with = "lenient::or_default")]
    pub not_found: u64,
    /// Those that are left: the path, percent-encoded, and the status that says why.
    #[serde(rename = "Errors", deserialize_with = "lenient::list")]
    pub errors: Vec<(String, String)>,
    /// The status of the whole, such as `200 OK`: the answer's own is always good.
    #[serde(rename = "Response Status", deserialize_with = "lenient::or_default")]
    pub status: String,
    /// What went wrong with the whole, if something did.
    #[serde(rename = "Response Body", deserialize_with = "lenient::or_default")]
    pub message: String,
}

impl BulkDeleted {
    /// Whether nothing of it is left: what was not there is as good as deleted.
    pub fn is_complete(&self) -> bool {
        let gone = self.status.starts_with("404") && self.not_found > 0;
        self.errors.is_empty() && (self.status.starts_with("200") || gone)
    }
}

impl Objects {
    /// Deletes many objects with one request, 10,000 at most where the cloud sets no other limit:
    /// [`POST /?bulk-delete`](https://docs.openstack.org/swift/latest/middleware.html#bulk-delete).
    ///
    /// Those that cannot be deleted are no error of the call: they are in its answer, which
    /// [says](BulkDeleted::is_complete) whether there are any. To empty a container, or a part of it, there is
    /// [`delete_prefix`](Self::delete_prefix).
    pub fn delete_many<I>(&self, objects: I) -> Call<BulkDeleted>
    where
        I: IntoIterator,
        I::Item: Into<ObjectName>,
    {
        let operation = Operation("delete", "objects");
        let mut request = Request::new(Method::POST, Path::default(), operation);
        let mut lines = String::new();
        for object in objects {
            let one = self.request(Method::DELETE, &object.into(), "delete");
            if let Some(defect) = one.defect() {
                request = request.refuse(defect.to_string());
            }
            lines.push_str(one.path());
            lines.push('\n');
        }
        let request = request
            .filter(&BTreeMap::from([("bulk-delete", "1")]))
            .header(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"))
            .with_body(lines);
        // What is gone is gone: harmless.
        let delete = self.client.call(request).idempotent(true);
        delete.head_timeout(SLOW).extract()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_of_them() {
        let answer = r#"   {"Number Not Found": 1, "Response Status": "400 Bad Request", "Number Deleted": 2,
            "Errors": [["/c/o", "403 Forbidden"]], "Response Body": ""}"#;
        let deleted: BulkDeleted = serde_json::from_str(answer).unwrap();
        assert_eq!((deleted.deleted, deleted.not_found), (2, 1));
        let left = ("/c/o".to_owned(), "403 Forbidden".to_owned());
        assert_eq!(deleted.errors, [left]);
        assert_eq!(deleted.status, "400 Bad Request");
        assert!(!deleted.is_complete());
        for (status, not_found, complete) in [
            ("200 OK", 0, true),
            ("404 Not Found", 1, true),
            ("", 0, false),
        ] {
            let status = status.to_owned();
            let answer = BulkDeleted {
                status,
                not_found,
                ..BulkDeleted::default()
            };
            assert_eq!(answer.is_complete(), complete);
        }
    }
}
