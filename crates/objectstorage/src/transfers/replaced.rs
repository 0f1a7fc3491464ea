//! The segments of an object that is replaced.

use std::collections::{BTreeMap, BTreeSet};

use ferriscloud_core::Result;
use percent_encoding::percent_decode_str;

use super::removal::remove;
use crate::containers::ContainerName;
use crate::objects::{ListObjects, Object, ObjectName, Objects};

/// Where the segments of an object are, by their containers.
#[derive(Debug, Default)]
pub(super) struct Replaced(BTreeMap<ContainerName, BTreeSet<ObjectName>>);

impl Replaced {
    /// What an object, if there is one, is made of.
    pub(super) async fn find(objects: &Objects, name: &ObjectName) -> Result<Self> {
        let mut found = Self::default();
        let head = match objects.head(name).await {
            Ok(head) => head,
            Err(error) if error.is_not_found() => return Ok(found),
            Err(error) => return Err(error),
        };
        if head.static_large_object {
            for segment in objects.manifest(name).await? {
                found.add(&segment.path);
            }
        }
        if let Some(manifest) = head.object_manifest {
            let manifest = percent_decode_str(&manifest).decode_utf8_lossy();
            let (container, prefix) = manifest.split_once('/').unwrap_or((&manifest, ""));
            let filter = ListObjects {
                prefix: Some(prefix.to_owned()),
                ..ListObjects::default()
            };
            let segments = objects.beside(container).list(&filter);
            let segments = segments.extract::<Object>().all().await?;
            let names = segments.into_iter().map(|segment| segment.name);
            found.0.entry(container.into()).or_default().extend(names);
        }
        Ok(found)
    }

    /// Deletes an object, and then what it was made of. Says whether it was there.
    pub(super) async fn delete(objects: &Objects, name: &ObjectName) -> Result<bool> {
        let segments = Self::find(objects, name).await?;
        match objects.delete(name).await {
            Ok(()) => {}
            Err(error) if error.is_not_found() => return Ok(false),
            Err(error) => return Err(error),
        }
        segments.remove(objects).await?;
        Ok(true)
    }

    /// One that is named as in manifests: `/container/object`.
    fn add(&mut self, path: &str) {
        if let Some((container, object)) = path.trim_start_matches('/').split_once('/') {
            self.0
                .entry(container.into())
                .or_default()
                .insert(object.into());
        }
    }

    /// Leaves out what the new object is made of.
    pub(super) fn without(&mut self, path: &str) {
        if let Some((container, object)) = path.split_once('/')
            && let Some(names) = self.0.get_mut(container)
        {
            names.remove(object);
        }
    }

    /// Deletes them.
    pub(super) async fn remove(self, objects: &Objects) -> Result<u64> {
        let mut removed = 0;
        for (container, names) in self.0 {
            let names: Vec<_> = names.into_iter().collect();
            removed += remove(&objects.beside(container), &names).await?;
        }
        Ok(removed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_in_use_is_left_out() {
        let mut old = Replaced::default();
        for path in ["/box_segments/a/1", "/box_segments/a/2", "/other/b", "odd"] {
            old.add(path);
        }
        old.without("box_segments/a/2");
        old.without("nowhere/b");
        let left: Vec<_> = old.0.into_iter().collect();
        let names = |names: &[&str]| names.iter().map(|name| ObjectName::from(*name)).collect();
        assert_eq!(
            left,
            [
                ("box_segments".into(), names(&["a/1"])),
                ("other".into(), names(&["b"])),
            ]
        );
    }
}
