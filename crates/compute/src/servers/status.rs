//! What a server is doing.

use std::fmt;

use ferriscloud_core::Verdict;
use serde::{Deserialize, Serialize};

use super::Server;

/// What a server is doing, or can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Status {
    /// It runs.
    Active,
    /// Being made.
    Build,
    /// Deleted; mostly it is not shown any more.
    Deleted,
    /// Something failed: see its [`fault`](Server::fault).
    Error,
    /// Rebooting, without asking the guest.
    HardReboot,
    /// Moving to another host.
    Migrating,
    /// Getting a new password.
    Password,
    /// Paused: in memory, but not running.
    Paused,
    /// Rebooting.
    Reboot,
    /// Being made anew from an image.
    Rebuild,
    /// Running from a rescue image.
    Rescue,
    /// Changing its flavor, or its host.
    Resize,
    /// Going back to its old flavor.
    RevertResize,
    /// Switched off, and kept as an image.
    Shelved,
    /// The same, and it takes nothing of a host any more.
    ShelvedOffloaded,
    /// Switched off.
    Shutoff,
    /// Deleted, but kept for a while.
    SoftDeleted,
    /// Suspended to disk.
    Suspended,
    /// Nova does not know.
    Unknown,
    /// Resized, and waiting to be confirmed.
    VerifyResize,
    /// Something newer.
    #[serde(untagged)]
    Other(String),
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

/// What a server means to who waits for a status of it.
pub(super) fn verdict(server: &Server, awaited: &Status) -> Verdict {
    // A server is ACTIVE for a moment yet when it is about to be stopped.
    let restful = matches!(awaited, Status::Active | Status::Shutoff);
    match &server.status {
        status if status == awaited => match &server.task_state {
            Some(_) if restful => Verdict::Pending,
            _ => Verdict::Done,
        },
        Status::Error | Status::Deleted | Status::SoftDeleted => failed(server),
        _ => Verdict::Pending,
    }
}

/// What a server means to who waits until it is gone.
pub(super) fn gone(server: &Server) -> Verdict {
    match server.status {
        // Nova keeps it for a while. What is plainly deleted is gone at the next look.
        Status::SoftDeleted => Verdict::Done,
        // One in error can be deleted too, and is being while there is a task.
        Status::Error if server.task_state.is_none() => failed(server),
        _ => Verdict::Pending,
    }
}

fn failed(server: &Server) -> Verdict {
    Verdict::Failed {
        state: server.status.to_string(),
        reason: server.fault.as_ref().map(|fault| fault.message.clone()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn server(status: &str, task: Option<&str>) -> Server {
        let server = json!({
            "id": "s", "status": status, "OS-EXT-STS:task_state": task,
            "fault": {"code": 500, "message": "No valid host was found."}
        });
        serde_json::from_value(server).unwrap()
    }

    fn failed(state: &str) -> Verdict {
        Verdict::Failed {
            state: state.to_owned(),
            reason: Some("No valid host was found.".to_owned()),
        }
    }

    #[test]
    fn statuses_are_spelt_as_nova_does() {
        for text in ["ACTIVE", "SHELVED_OFFLOADED", "VERIFY_RESIZE", "NEWER"] {
            let status: Status = serde_json::from_value(text.into()).unwrap();
            assert_eq!(status.to_string(), text);
            assert_eq!(matches!(status, Status::Other(_)), text == "NEWER");
        }
    }

    #[test]
    fn a_status_counts_once_nothing_is_being_done() {
        let active = Status::Active;
        let verdict = |status, task, awaited| verdict(&server(status, task), awaited);
        assert_eq!(verdict("BUILD", None, &active), Verdict::Pending);
        assert_eq!(
            verdict("ACTIVE", Some("powering-off"), &active),
            Verdict::Pending
        );
        assert_eq!(verdict("ACTIVE", None, &active), Verdict::Done);
        assert_eq!(
            verdict("RESIZE", Some("resize_prep"), &Status::Resize),
            Verdict::Done
        );
        assert_eq!(verdict("ERROR", None, &active), failed("ERROR"));
        assert_eq!(verdict("DELETED", None, &active), failed("DELETED"));
        assert_eq!(verdict("ERROR", None, &Status::Error), Verdict::Done);
    }

    #[test]
    fn one_in_error_can_still_go() {
        let gone = |status, task| gone(&server(status, task));
        assert_eq!(gone("ACTIVE", Some("deleting")), Verdict::Pending);
        assert_eq!(gone("ERROR", Some("deleting")), Verdict::Pending);
        assert_eq!(gone("ERROR", None), failed("ERROR"));
        assert_eq!(gone("DELETED", None), Verdict::Pending);
        assert_eq!(gone("SOFT_DELETED", None), Verdict::Done);
    }
}
