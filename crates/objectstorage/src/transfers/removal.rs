//! Deleting many objects.

use ferriscloud_core::{Error, ErrorKind, Result};
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::objects::{ObjectName, Objects};

/// As many as one request deletes: a tenth of what Swift takes, since each takes its time there.
const AT_ONCE: usize = 1000;
/// How many are deleted at a time where the cloud has no bulk deletion.
const IN_FLIGHT: usize = 8;

/// Deletes all of these, and counts those that were there. What is not there is as good as deleted.
pub(super) async fn remove(objects: &Objects, names: &[ObjectName]) -> Result<u64> {
    let mut removed = 0;
    for names in names.chunks(AT_ONCE) {
        removed += match objects.delete_many(names).await {
            // Nothing at all came of it: another service took the request for one of another kind.
            Ok(done) if done.status.is_empty() => singly(objects, names).await?,
            Ok(done) if done.errors.is_empty() && done.status.starts_with("200") => done.deleted,
            // Those that failed are tried once more, and say why.
            Ok(done) => done.deleted + singly(objects, names).await?,
            Err(error) if is_unknown(&error) => singly(objects, names).await?,
            Err(error) => return Err(error),
        };
    }
    Ok(removed)
}

/// Whether the cloud does not know how to delete many.
fn is_unknown(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Decode(_))
        || error
            .status()
            .is_some_and(|status| matches!(status.as_u16(), 400 | 404 | 405 | 411 | 501))
}

async fn singly(objects: &Objects, names: &[ObjectName]) -> Result<u64> {
    let calls: Vec<_> = names.iter().map(|name| objects.delete(name)).collect();
    let results = stream::iter(calls).map(|call| async move {
        match call.await {
            Ok(()) => Ok(1),
            Err(error) if error.is_not_found() => Ok(0),
            Err(error) => Err(error),
        }
    });
    let results = results.buffer_unordered(IN_FLIGHT);
    results
        .try_fold(0, |sum, one| std::future::ready(Ok(sum + one)))
        .await
}
