//! Writing and deleting objects.

use ::object_store::path::Path;
use ::object_store::{Attribute, Attributes, PutMode, PutOptions, PutPayload, PutResult, Result};
use bytes::Bytes;
use futures_util::stream;

use super::errors;
use crate::objects::{Objects, UpdateObject};
use crate::uploads::{Source, UploadObject, Uploaded};

pub(super) async fn put(
    objects: &Objects,
    location: &Path,
    payload: PutPayload,
    options: &PutOptions,
) -> Result<PutResult> {
    let PutOptions {
        mode,
        tags,
        attributes,
        extensions: _,
    } = options;
    if matches!(mode, PutMode::Update(_)) {
        return Err(errors::lacking("put_opts with PutMode::Update"));
    }
    if !tags.encoded().is_empty() {
        return Err(errors::lacking("put_opts with tags"));
    }
    let object = UploadObject {
        with: properties(attributes)?,
        only_new: *mode == PutMode::Create,
        ..UploadObject::new(location.as_ref())
    };
    let upload = objects.upload(&object, source(payload)).await;
    upload.map(result).map_err(|error| match object.only_new {
        true => errors::of_creating(error, location),
        false => errors::of(error, location),
    })
}

/// Deletes an object, with its parts if it has any.
pub(super) async fn delete(objects: &Objects, location: Path) -> Result<Path> {
    let failed = |error| errors::of(error, &location);
    let deleted = objects.delete_large(location.as_ref()).await;
    deleted.map_err(failed)?;
    Ok(location)
}

/// The data as they are, in as many pieces.
pub(super) fn source(payload: PutPayload) -> Source {
    let mut pieces = payload.iter();
    match (pieces.next(), pieces.next()) {
        (None, _) => Bytes::new().into(),
        (Some(all), None) => all.clone().into(),
        _ => Source::replayable(payload.content_length() as u64, move || {
            stream::iter(payload.clone().into_iter().map(Ok::<_, std::io::Error>))
        }),
    }
}

pub(super) fn result(uploaded: Uploaded) -> PutResult {
    PutResult {
        e_tag: uploaded.etag,
        version: uploaded.version.map(|version| version.to_string()),
    }
}

/// What an object is to have besides its data.
pub(super) fn properties(attributes: &Attributes) -> Result<UpdateObject> {
    let mut with = UpdateObject::default();
    for (attribute, value) in attributes {
        let value = Some(value.to_string());
        match attribute {
            Attribute::CacheControl => with.cache_control = value,
            Attribute::ContentDisposition => with.content_disposition = value,
            Attribute::ContentEncoding => with.content_encoding = value,
            Attribute::ContentLanguage => with.content_language = value,
            Attribute::ContentType => with.content_type = value,
            // Swift takes an underscore for a hyphen.
            Attribute::Metadata(name) if !name.contains('_') => {
                with.metadata
                    .extend(value.map(|value| (name.to_string(), value)));
            }
            other => return Err(errors::lacking(format!("the attribute {other:?}"))),
        }
    }
    Ok(with)
}

#[cfg(test)]
mod tests {
    use ::object_store::Error;

    use super::*;

    #[test]
    fn attributes_that_would_not_come_back_are_refused() {
        let kept = [(Attribute::Metadata("a-b".into()), "1")];
        let kept = properties(&kept.into_iter().collect()).unwrap();
        assert_eq!(kept.metadata["a-b"], "1");
        let changed = [(Attribute::Metadata("a_b".into()), "1")];
        let changed = properties(&changed.into_iter().collect());
        assert!(matches!(changed, Err(Error::NotImplemented { .. })));
    }
}
