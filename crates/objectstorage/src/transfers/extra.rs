//! What is too much, and what only seems to be.

use ferriscloud_core::Result;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::replaced::Replaced;
use crate::objects::{Object, ObjectName, Objects};

/// Leaves out what others are made of that stay. All are sorted by their names.
pub(super) async fn without_segments(
    objects: &Objects,
    mut extra: Vec<Object>,
    stays: Vec<Object>,
    in_flight: usize,
) -> Result<Vec<Object>> {
    let has_segments = |object: &Object| {
        let extras = object.extras.as_ref();
        extras.is_some_and(|extras| extras.slo_etag.is_some() || extras.symlink_path.is_some())
            || is_above(&object.name, &extra)
    };
    // Most have none, and need not be asked about.
    let large = stays
        .into_iter()
        .filter(|it| !extra.is_empty() && has_segments(it));
    let large: Vec<_> = large.map(|object| object.name).collect();
    let needed = stream::iter(large).map(|name| async move {
        match Replaced::needed(objects, &name).await {
            Err(error) if error.is_not_found() => Ok(Replaced::default()),
            needed => needed,
        }
    });
    let mut needed = std::pin::pin!(needed.buffer_unordered(in_flight));
    let mut all = Replaced::default();
    while let Some(needed) = needed.try_next().await? {
        all.extend(needed);
    }
    extra.retain(|object| !all.has(objects.container(), &object.name));
    Ok(extra)
}

/// Whether an object has a name, or one below it.
pub(super) fn is_at(object: &Object, name: &str) -> bool {
    let rest = object.name.as_str().strip_prefix(name);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether something is below an object's own name, as segments mostly are: older clouds do not say in listings which
/// objects are large.
fn is_above(name: &ObjectName, extra: &[Object]) -> bool {
    let below = format!("{name}/");
    let first = extra.partition_point(|object| object.name.as_str() < below.as_str());
    let first = extra.get(first);
    first.is_some_and(|object| object.name.as_str().starts_with(&below))
}
