//! What a volume is doing.

use std::fmt;

use ferriscloud_core::Verdict;
use serde::{Deserialize, Serialize};

/// What a volume is doing, or can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Status {
    /// Being created.
    Creating,
    /// Ready for a server.
    Available,
    /// Kept for a server that is about to get it.
    Reserved,
    /// On its way to a server.
    Attaching,
    /// On its way back from a server.
    Detaching,
    /// In the hands of a server.
    #[serde(rename = "in-use")]
    InUse,
    /// Locked while it is being migrated.
    Maintenance,
    /// Being deleted.
    Deleting,
    /// Deleted; mostly it is not shown any more.
    Deleted,
    /// On offer to another project.
    #[serde(rename = "awaiting-transfer")]
    AwaitingTransfer,
    /// Being backed up.
    #[serde(rename = "backing-up")]
    BackingUp,
    /// Being overwritten from a backup.
    #[serde(rename = "restoring-backup")]
    RestoringBackup,
    /// Being filled from an image.
    Downloading,
    /// Being made into an image.
    Uploading,
    /// Changing its type.
    Retyping,
    /// Growing.
    Extending,
    /// Going back to a snapshot.
    Reverting,
    /// Something failed.
    Error,
    /// Could not be deleted.
    ErrorDeleting,
    /// Could not be extended.
    ErrorExtending,
    /// Could not be restored.
    ErrorRestoring,
    /// Could not be backed up.
    #[serde(rename = "error_backing-up")]
    ErrorBackingUp,
    /// Something newer.
    #[serde(untagged)]
    Other(String),
}

impl Status {
    /// Whether it is one of those that begin with `error`.
    pub fn is_error(&self) -> bool {
        self.to_string().starts_with("error")
    }

    /// What it means to who waits for `awaited`.
    pub(crate) fn verdict(&self, awaited: &Self) -> Verdict {
        match self {
            status if status == awaited => Verdict::Done,
            status if status.is_error() => Verdict::Failed {
                state: status.to_string(),
                reason: None,
            },
            _ => Verdict::Pending,
        }
    }
}

impl Default for Status {
    fn default() -> Self {
        Self::Other(String::new())
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_spelt_as_cinder_does() {
        for text in [
            "in-use",
            "error_deleting",
            "error_backing-up",
            "awaiting-transfer",
            "newer",
        ] {
            let status: Status = serde_json::from_value(text.into()).unwrap();
            assert_eq!(status.to_string(), text);
            assert_eq!(
                matches!(status, Status::Other(_)),
                text == "newer",
                "{text}"
            );
        }
    }

    #[test]
    fn errors_end_the_hope_unless_awaited() {
        let verdict = |status: &str, awaited| {
            serde_json::from_value::<Status>(status.into())
                .unwrap()
                .verdict(&awaited)
        };
        let failed = |state: &str| Verdict::Failed {
            state: state.to_owned(),
            reason: None,
        };
        assert_eq!(verdict("creating", Status::Available), Verdict::Pending);
        assert_eq!(verdict("available", Status::Available), Verdict::Done);
        assert_eq!(verdict("error", Status::Available), failed("error"));
        assert_eq!(verdict("error_new", Status::Available), failed("error_new"));
        assert_eq!(verdict("error", Status::Error), Verdict::Done);
    }
}
