//! What differs, and how it is sent.

use std::collections::BTreeMap;
use std::path::Path;

use ferriscloud_core::{Error, ErrorKind, Result};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::super::assembly::is_gone;
use super::super::directories::{Change, Changes, is_marker, list};
use super::super::extra::{is_at, without_segments};
use super::super::folder::{Folder, Found};
use super::super::removal::remove;
use super::super::upload::LargeUpload;
use super::super::{mtime, names};
use super::DirectoryUpload;
use crate::objects::{Object, ObjectName};
use crate::source::Source;
use crate::uploads::UploadObject;

impl DirectoryUpload {
    /// What is to be done.
    pub(super) async fn look(&self) -> Result<Changes> {
        if self.segments.as_ref() == Some(self.objects.container()) {
            let what = "segments among the objects of a directory would be taken for some of them";
            return Err(ErrorKind::Input(what.into()).into());
        }
        let Folder { mut files, others } = Folder::walk(&self.folder, false).await?;
        files.retain(|name, _| self.way.filter.takes(name));
        let there = list(&self.objects, &self.prefix).await?;
        let mut there: BTreeMap<_, _> = there
            .into_iter()
            .map(|object| (object.name.clone(), object))
            .collect();
        let pairs: Vec<_> = files
            .into_iter()
            .map(|(name, file)| {
                let name = ObjectName::from(format!("{}{name}", self.prefix));
                let object = there.remove(&name);
                (name, file, object)
            })
            .collect();
        let compared = stream::iter(pairs).map(|(name, file, object)| async move {
            let same = match &object {
                Some(object) => {
                    let compare = self.way.compare;
                    compare
                        .same(&self.objects, object, &file, &self.way.lanes)
                        .await
                }
                None => Ok(false),
            };
            match same {
                Err(error) if !is_gone(&error) => Err(error),
                same => Ok((name, file, object.filter(|_| same.is_ok_and(|same| same)))),
            }
        });
        let compared = compared.buffered(self.way.in_flight);
        let mut changes = Changes {
            skipped: others,
            ..Changes::default()
        };
        let mut compared = std::pin::pin!(compared);
        let mut same = Vec::new();
        while let Some((name, Found { path, bytes, .. }, object)) = compared.try_next().await? {
            if let Some(object) = object {
                changes.unchanged += 1;
                same.push(object);
            } else {
                changes.transferred.push(Change { name, path, bytes });
            }
        }
        if self.way.delete_extra {
            let skipped = changes.skipped.iter().filter_map(|path| self.name_of(path));
            let skipped: Vec<_> = skipped.collect();
            let is_extra = |object: &Object| {
                let is_free = !skipped.iter().any(|it| is_at(object, it));
                !is_marker(object) && self.way.filter.takes(self.below(object)) && is_free
            };
            let (extra, kept): (Vec<_>, Vec<_>) = there.into_values().partition(is_extra);
            same.extend(kept);
            let extra = without_segments(&self.objects, extra, same, self.way.in_flight).await?;
            changes.deleted = extra.into_iter().map(|it| self.extra(it)).collect();
        }
        Ok(changes)
    }

    /// What an object would be called, if there can be one.
    fn name_of(&self, path: &Path) -> Option<String> {
        let below = names::name(path.strip_prefix(&self.folder).ok()?).ok()?;
        Some(format!("{}{below}", self.prefix))
    }

    fn below<'a>(&self, object: &'a Object) -> &'a str {
        let below = object.name.as_str().strip_prefix(&self.prefix);
        below.unwrap_or_default()
    }

    fn extra(&self, object: Object) -> Change {
        Change {
            path: self.folder.join(self.below(&object)),
            name: object.name,
            bytes: object.bytes,
        }
    }

    pub(super) async fn send(self) -> Result<Changes> {
        let mut changes = self.look().await?;
        let (meter, gate) = (&self.way.meter, self.way.gate());
        changes.announce(meter);
        let (this, gate, lanes) = (&self, &gate, &self.way.lanes);
        let sent = stream::iter(std::mem::take(&mut changes.transferred));
        let sent = sent.map(|change| async move {
            match this
                .upload(&change)
                .await
                .within(meter, gate, this.way.in_flight)
                .beside(lanes)
                .await
            {
                Err(error) if is_gone(&error) => Ok((change, false)),
                uploaded => uploaded.map(|_| {
                    meter.item();
                    (change, true)
                }),
            }
        });
        let mut sent = std::pin::pin!(sent.buffer_unordered(self.way.in_flight));
        while let Some((change, written)) = sent.try_next().await? {
            let changes = match written {
                true => &mut changes.transferred,
                false => &mut changes.failed,
            };
            changes.push(change);
        }
        for changes in [&mut changes.transferred, &mut changes.failed] {
            changes.sort_by(|one, other| one.name.cmp(&other.name));
        }
        self.delete(&changes.deleted).await?;
        Ok(changes)
    }

    async fn upload(&self, change: &Change) -> LargeUpload {
        let mut with = self.with.clone();
        with.metadata.extend(mtime::of_file(&change.path).await);
        let expires = with.delete_at.is_some() || with.delete_after.is_some();
        let object = UploadObject {
            with,
            ..UploadObject::new(&change.name)
        };
        let source = Source::file(&change.path);
        let mut upload = self.objects.upload_large(object, source);
        if !expires {
            // What this one does not finish, the next one does.
            upload = upload.resume();
        }
        if let Some(container) = &self.segments {
            upload = upload.segments_in(container);
        }
        if let Some(size) = self.way.part_size {
            upload = upload.segment_size(size);
        }
        if self.delete_replaced {
            upload = upload.delete_replaced();
        }
        upload
    }

    async fn delete(&self, extra: &[Change]) -> Result<()> {
        let names: Vec<_> = extra.iter().map(|change| change.name.clone()).collect();
        if !self.delete_replaced {
            remove(&self.objects, &names).await?;
            return Ok(());
        }
        let gone = stream::iter(names).map(Ok::<_, Error>);
        let gone = gone.try_for_each_concurrent(self.way.in_flight, |name| async move {
            match self.objects.delete_large(name).await {
                Err(error) if !error.is_not_found() => Err(error),
                _ => Ok(()),
            }
        });
        gone.await
    }
}
