//! Large objects that go, with their segments.

use std::collections::{BTreeMap, BTreeSet};

use ferriscloud_core::{Error, Result};
use percent_encoding::percent_decode_str;

use super::removal::remove;
use crate::containers::{ContainerName, Containers};
use crate::objects::{ListObjects, Object, ObjectName, Objects, ReadObject};

impl Objects {
    /// Deletes an object of any kind, and then the segments that it is made of, wherever they are. Says how many
    /// segments were deleted: none where the object has none.
    /// [`DELETE /{container}/{object}`](https://docs.openstack.org/api-ref/object-store/#delete-object).
    ///
    /// - A static large object goes with its segments, and with those that are large objects themselves with theirs.
    /// - A dynamic one goes with what is below its prefix, as if that ended with a slash. Where the prefix is empty, its
    ///   segments stay: everything in their container would be one.
    /// - Of a symbolic link, only the link goes.
    /// - In a container that keeps old versions, segments stay: the version that remains needs them.
    ///
    /// Not for objects made of what others need too.
    ///
    /// # Errors
    /// Not found (404) if there is no such object; whatever keeps it or its segments from being deleted.
    pub async fn delete_large(&self, object: impl Into<ObjectName>) -> Result<u64> {
        let name = object.into();
        let segments = Replaced::find(self, &name).await?;
        self.delete(&name).await?;
        segments.remove(self).await
    }
}

/// Segments, by their containers.
#[derive(Debug, Default)]
pub(super) struct Replaced(BTreeMap<ContainerName, BTreeSet<ObjectName>>);

impl Replaced {
    /// What goes with an object.
    pub(super) async fn find(objects: &Objects, name: &ObjectName) -> Result<Self> {
        Self::walk(objects, name, true).await
    }

    /// What has to stay for an object to be read.
    pub(super) async fn needed(objects: &Objects, name: &ObjectName) -> Result<Self> {
        Self::walk(objects, name, false).await
    }

    /// What an object is made of, and what this is made of: all of it, or what is its own alone.
    async fn walk(objects: &Objects, name: &ObjectName, own: bool) -> Result<Self> {
        let mut found = Self::default();
        let mut open = vec![(objects.clone(), name.clone())];
        let mut nested = false;
        while let Some((objects, name)) = open.pop() {
            let itself = ReadObject {
                link: own,
                ..ReadObject::new(&name)
            };
            let head = match objects.head(itself).await {
                Err(error) if nested && error.is_not_found() => continue,
                head => head?,
            };
            nested = true;
            let large = head.static_large_object || head.object_manifest.is_some();
            // A link has nothing of its own, and the present state of what has versions is one.
            let kept = own && head.symlink_target.is_some();
            if !large || kept || own && keeps_versions(&objects).await? {
                continue;
            }
            if head.static_large_object {
                for segment in objects.manifest(&name).await? {
                    if let Some((container, object)) = found.add(&segment.path)
                        && segment.sub_slo
                    {
                        open.push((objects.beside(container), object));
                    }
                }
            }
            if let Some((container, prefix)) = head.object_manifest.as_deref().and_then(place) {
                let names = below(&objects.beside(&container), prefix).await?;
                found.0.entry(container).or_default().extend(names);
            }
        }
        // It may be among what begins with its own prefix.
        found.without(objects.container(), name);
        Ok(found)
    }

    /// One that is named as in manifests: `/container/object`. Nothing if it is there already.
    fn add(&mut self, path: &str) -> Option<(ContainerName, ObjectName)> {
        let (container, object) = path.trim_start_matches('/').split_once('/')?;
        let (container, object) = (ContainerName::from(container), ObjectName::from(object));
        let names = self.0.entry(container.clone()).or_default();
        names.insert(object.clone()).then_some((container, object))
    }

    /// With those of another.
    pub(super) fn extend(&mut self, other: Self) {
        for (container, names) in other.0 {
            self.0.entry(container).or_default().extend(names);
        }
    }

    pub(super) fn has(&self, container: &ContainerName, name: &ObjectName) -> bool {
        self.0
            .get(container)
            .is_some_and(|names| names.contains(name))
    }

    /// Leaves out one that is needed.
    pub(super) fn without(&mut self, container: &ContainerName, name: &ObjectName) {
        if let Some(names) = self.0.get_mut(container) {
            names.remove(name);
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

/// Whether what is replaced or deleted there can still be read.
async fn keeps_versions(objects: &Objects) -> Result<bool> {
    let containers = Containers::new(objects.client().clone());
    let head = containers.head(objects.container()).await?;
    Ok(head.versions_enabled == Some(true)
        || head.versions_location.is_some()
        || head.history_location.is_some())
}

/// Where the segments of a dynamic large object are: below a prefix, and not all that is in a container.
fn place(manifest: &str) -> Option<(ContainerName, String)> {
    let (container, prefix) = manifest.split_once('/')?;
    let container = percent_decode_str(container).decode_utf8().ok()?;
    let prefix = percent_decode_str(prefix).decode_utf8().ok()?;
    // As python-swiftclient does: `video` must not take `video2` along.
    let prefix = prefix.trim_end_matches('/');
    (!prefix.is_empty()).then(|| (container.as_ref().into(), format!("{prefix}/")))
}

async fn below(objects: &Objects, prefix: String) -> Result<Vec<ObjectName>> {
    let filter = ListObjects {
        prefix: Some(prefix),
        ..ListObjects::default()
    };
    let found: Result<Vec<_>, Error> = objects.list(&filter).extract::<Object>().all().await;
    match found {
        Ok(found) => Ok(found.into_iter().map(|object| object.name).collect()),
        Err(error) if error.is_not_found() => Ok(Vec::new()),
        Err(error) => Err(error),
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
        assert_eq!(old.add("other/b"), None);
        old.without(&"box_segments".into(), &"a/2".into());
        old.without(&"nowhere".into(), &"b".into());
        assert!(old.has(&"other".into(), &"b".into()));
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

    #[test]
    fn no_prefix_is_a_whole_container() {
        let found = |manifest| place(manifest).map(|(_, prefix)| prefix);
        assert_eq!(found("c/vid%20eo").as_deref(), Some("vid eo/"));
        assert_eq!(found("c/video//").as_deref(), Some("video/"));
        for none in ["c", "c/", "c//", ""] {
            assert_eq!(found(none), None, "{none}");
        }
    }
}
