//! Listing objects.

use ::object_store::list::{PaginatedListOptions, PaginatedListResult, PaginatedListStore};
use ::object_store::path::Path;
use ::object_store::{ListResult, ObjectMeta, Result};
use async_trait::async_trait;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt, future};

use super::reading::date_time;
use super::{SwiftStore, errors};
use crate::objects::{Entry, ListObjects, Object, Objects};

/// As many as Swift has on a page at most.
const PAGE: u32 = 10_000;

/// All objects below a path, or those of them that come after another.
pub(super) fn list(
    objects: &Objects,
    prefix: Option<&Path>,
    offset: Option<&Path>,
) -> BoxStream<'static, Result<ObjectMeta>> {
    let filter = ListObjects {
        prefix: prefix.and_then(below),
        marker: offset.map(ToString::to_string),
        ..ListObjects::default()
    };
    let objects = objects.list(&filter).extract::<Object>();
    let objects = objects.map_err(|error| errors::of(error, &Path::default()));
    let objects = objects.try_filter_map(|object| future::ready(meta(object)));
    objects.boxed()
}

/// What is right below a path.
pub(super) async fn directory(objects: &Objects, prefix: Option<&Path>) -> Result<ListResult> {
    let filter = ListObjects {
        prefix: prefix.and_then(below),
        delimiter: Some("/".to_owned()),
        ..ListObjects::default()
    };
    let entries = objects.list(&filter).all().await;
    let entries = entries.map_err(|error| errors::of(error, &Path::default()))?;
    sorted(entries)
}

#[async_trait]
impl PaginatedListStore for SwiftStore {
    async fn list_paginated(
        &self,
        prefix: Option<&str>,
        options: PaginatedListOptions,
    ) -> Result<PaginatedListResult> {
        let PaginatedListOptions {
            offset,
            delimiter,
            max_keys,
            page_token,
            extensions: _,
        } = options;
        let limit = max_keys.map(|most| u32::try_from(most).unwrap_or(PAGE).min(PAGE));
        let filter = ListObjects {
            prefix: prefix.map(str::to_owned),
            delimiter: delimiter.map(Into::into),
            marker: page_token.max(offset),
            limit,
            ..ListObjects::default()
        };
        let mut pages = self.objects.list(&filter).pages();
        let page = pages.try_next().await;
        let page = page.map_err(|error| errors::of(error, &Path::default()))?;
        let entries = page.map(|page| page.value).unwrap_or_default();
        // One that is not full is the last; without a limit, there may be another after any.
        let is_full = limit.is_none_or(|limit| entries.len() >= limit as usize);
        let last = entries.last().filter(|_| is_full);
        let page_token = last.map(|last| last.name().to_owned());
        Ok(PaginatedListResult {
            result: sorted(entries)?,
            page_token,
        })
    }
}

/// What the names of objects below a path begin with.
fn below(path: &Path) -> Option<String> {
    (!path.as_ref().is_empty()).then(|| format!("{path}/"))
}

fn sorted(entries: Vec<Entry>) -> Result<ListResult> {
    let (mut objects, mut common_prefixes) = (Vec::new(), Vec::new());
    for entry in entries {
        match entry {
            Entry::Object(object) => objects.extend(meta(object)?),
            Entry::Subdir { prefix } => common_prefixes.push(Path::parse(prefix)?),
        }
    }
    Ok(ListResult {
        common_prefixes,
        objects,
    })
}

/// None, if it stands for a directory.
fn meta(object: Object) -> Result<Option<ObjectMeta>> {
    if object.name.as_str().ends_with('/') {
        return Ok(None);
    }
    let slo_etag = object.extras.and_then(|extras| extras.slo_etag);
    Ok(Some(ObjectMeta {
        location: Path::parse(object.name)?,
        last_modified: object.last_modified.map(date_time).unwrap_or_default(),
        size: object.bytes,
        e_tag: Some(slo_etag.unwrap_or(object.etag)),
        version: None,
    }))
}
