//! Objects written in parts: static large objects.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use ::object_store::multipart::{MultipartStore, PartId};
use ::object_store::path::Path;
use ::object_store::{
    MultipartId, MultipartUpload, PutMultipartOptions, PutPayload, PutResult, Result, UploadPart,
};
use async_trait::async_trait;
use futures_util::TryStreamExt;

use super::writing::{properties, result, source};
use super::{IN_FLIGHT, SwiftStore, errors};
use crate::objects::{ListObjects, Object, ObjectName, Segment, UpdateObject};
use crate::transfers;
use crate::uploads::UploadObject;

/// As many segments as any cloud takes in a manifest: of more, it is asked.
const FEW: usize = 100;

/// Begins an upload, of which each part is sent when it is given.
pub(super) async fn start(
    store: &SwiftStore,
    location: &Path,
    options: &PutMultipartOptions,
) -> Result<Box<dyn MultipartUpload>> {
    let PutMultipartOptions {
        tags,
        attributes,
        extensions: _,
    } = options;
    if !tags.encoded().is_empty() {
        return Err(errors::lacking("put_multipart_opts with tags"));
    }
    let with = properties(attributes)?;
    Ok(Box::new(SwiftUpload {
        id: store.create_multipart(location).await?,
        store: store.clone(),
        location: location.clone(),
        with,
        begun: 0,
        done: Arc::default(),
    }))
}

/// An upload under way.
#[derive(Debug)]
struct SwiftUpload {
    store: SwiftStore,
    location: Path,
    id: MultipartId,
    with: UpdateObject,
    begun: usize,
    done: Arc<Mutex<BTreeMap<usize, PartId>>>,
}

#[async_trait]
impl MultipartUpload for SwiftUpload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        let (store, location, id) = (self.store.clone(), self.location.clone(), self.id.clone());
        let (index, done) = (self.begun, self.done.clone());
        self.begun += 1;
        Box::pin(async move {
            let part = store.put_part(&location, &id, index, data).await?;
            let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
            done.insert(index, part);
            Ok(())
        })
    }

    async fn complete(&mut self) -> Result<PutResult> {
        let parts: Vec<_> = {
            let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
            done.values().cloned().collect()
        };
        if parts.len() != self.begun {
            let (done, begun) = (parts.len(), self.begun);
            return Err(errors::wrong(format!(
                "{done} of {begun} parts have been sent"
            )));
        }
        self.store
            .join(&self.location, &self.id, &parts, &self.with)
            .await
    }

    async fn abort(&mut self) -> Result<()> {
        self.store.abort_multipart(&self.location, &self.id).await
    }
}

#[async_trait]
impl MultipartStore for SwiftStore {
    async fn create_multipart(&self, location: &Path) -> Result<MultipartId> {
        let (segments, like) = (self.segments.container(), self.objects.container());
        let ready = transfers::ensure_container(&self.containers, segments, like).await;
        ready.map_err(|error| errors::of(error, location))?;
        Ok(transfers::unique())
    }

    async fn put_part(
        &self,
        location: &Path,
        id: &MultipartId,
        index: usize,
        data: PutPayload,
    ) -> Result<PartId> {
        let bytes = data.content_length();
        let upload = self
            .segments
            .upload(segment(location, id, index), source(data));
        let uploaded = upload.await.map_err(|error| errors::of(error, location))?;
        let etag = uploaded.etag.unwrap_or_default();
        Ok(PartId {
            content_id: format!("{bytes} {etag}"),
        })
    }

    async fn complete_multipart(
        &self,
        location: &Path,
        id: &MultipartId,
        parts: Vec<PartId>,
    ) -> Result<PutResult> {
        self.join(location, id, &parts, &UpdateObject::default())
            .await
    }

    async fn abort_multipart(&self, location: &Path, id: &MultipartId) -> Result<()> {
        let filter = ListObjects {
            prefix: Some(format!("{location}/{id}/")),
            ..ListObjects::default()
        };
        let failed = |error| errors::of(error, location);
        let parts = self
            .segments
            .list(&filter)
            .extract::<Object>()
            .map_err(failed);
        let deleted = parts.map_ok(|part| async move {
            match self.segments.delete(&part).await {
                Err(error) if !error.is_not_found() => Err(failed(error)),
                _ => Ok(()),
            }
        });
        deleted.try_buffer_unordered(IN_FLIGHT).try_collect().await
    }
}

impl SwiftStore {
    /// Makes one object of parts; of very many by manifests of manifests.
    async fn join(
        &self,
        location: &Path,
        id: &MultipartId,
        parts: &[PartId],
        with: &UpdateObject,
    ) -> Result<PutResult> {
        let failed = |error| errors::of(error, location);
        let parts = parts.iter().enumerate().map(|(index, part)| {
            let (bytes, etag) = part.content_id.split_once(' ').unwrap_or_default();
            Segment {
                bytes: bytes.parse().ok(),
                etag: Some(etag.to_owned()).filter(|etag| !etag.is_empty()),
                ..Segment::new(self.segments.container(), segment(location, id, index))
            }
        });
        // Swift has no segments of nothing.
        let parts: Vec<_> = parts.filter(|part| part.bytes != Some(0)).collect();
        if parts.is_empty() {
            let object = UploadObject {
                with: with.clone(),
                ..UploadObject::new(location.as_ref())
            };
            let upload = self.objects.upload(object, "");
            return upload.await.map(result).map_err(failed);
        }
        let most = match parts.len() > FEW {
            true => transfers::most_segments(self.objects.client()).await,
            false => FEW,
        };
        let beside = |index: usize| format!("{location}/{id}/joined-{index:08}").into();
        let plain = UpdateObject::default();
        let joined = transfers::join_segments(&self.segments, parts, most, &plain, beside);
        let parts = joined.await.map_err(failed)?;
        let put = self.objects.put_manifest(location.as_ref(), &parts, with);
        let put = match with.content_type {
            Some(_) => put,
            // That of the manifest is not the object's, whose name tells more.
            None => put.header(http::header::CONTENT_TYPE, ""),
        };
        put.await.map(result).map_err(failed)
    }
}

fn segment(location: &Path, id: &MultipartId, index: usize) -> ObjectName {
    format!("{location}/{id}/{index:08}").into()
}
