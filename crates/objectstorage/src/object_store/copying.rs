//! Copying objects.

use ::object_store::path::Path;
use ::object_store::{Error, Result};

use super::errors;
use crate::objects::{CopyObject, Objects, UpdateObject};
use crate::uploads::{Source, UploadObject};

pub(super) async fn copy(objects: &Objects, from: &Path, to: &Path) -> Result<()> {
    let copy = CopyObject::new(objects.container(), to.as_ref());
    let copied = objects.copy(from.as_ref(), &copy).await;
    copied.map(drop).map_err(|error| errors::of(error, from))
}

/// Swift would ask the condition of the original.
pub(super) async fn copy_if_not_exists(objects: &Objects, from: &Path, to: &Path) -> Result<()> {
    let mut data = objects.download(from.as_ref());
    let head = data.head().await;
    let head = head.map_err(|error| errors::of(error, from))?.clone();
    if objects.head(to.as_ref()).await.is_ok() {
        // Nothing of it has to be read to know that.
        return Err(Error::AlreadyExists {
            path: to.to_string(),
            source: "there is an object of this name".into(),
        });
    }
    let object = UploadObject {
        with: UpdateObject {
            metadata: head.metadata,
            content_type: head.content_type,
            content_encoding: head.content_encoding,
            content_disposition: head.content_disposition,
            content_language: head.content_language,
            cache_control: head.cache_control,
            delete_at: head.delete_at,
            delete_after: None,
        },
        only_new: true,
        ..UploadObject::new(to.as_ref())
    };
    let copied = objects.upload(object, Source::stream(data, head.bytes));
    let copied = copied.await.map(drop);
    copied.map_err(|error| errors::of_creating(error, to))
}
