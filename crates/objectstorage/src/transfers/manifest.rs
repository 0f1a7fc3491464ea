//! What joins segments into one object.

use ferriscloud_core::{Error, ErrorKind, Result};
use http::header;

use super::assembly::Failed;
use super::pieces;
use super::upload::Order;
use crate::md5::md5;
use crate::objects::{ManifestSegment, ObjectName, Objects, Segment, UpdateObject};
use crate::uploads::Uploaded;

/// Writes the manifest, after which the object is there.
pub(super) async fn write(
    order: &Order,
    prefix: &str,
    segments: &[Segment],
) -> Result<Uploaded, Failed> {
    let Order {
        objects,
        object,
        plan,
        ..
    } = order;
    let (name, with) = (&object.name, &object.with);
    let container = |segment: &Segment| {
        let container = segment.path.split('/').next();
        container.unwrap_or_default().to_owned()
    };
    let call = if plan.dynamic {
        let container = segments.first().map(container).unwrap_or_default();
        objects.put_dynamic_manifest(name, container, prefix, with)
    } else {
        let call = objects.put_manifest(name, segments, with);
        match with.content_type {
            Some(_) => call,
            // That of the manifest is not the object's, whose name tells more.
            None => call.header(header::CONTENT_TYPE, ""),
        }
    };
    let call = match object.only_new {
        true => call.header(header::IF_NONE_MATCH, "*"),
        false => call,
    };
    let expected = etag(segments).filter(|_| !plan.dynamic);
    match (call.await, expected) {
        (Ok(uploaded), Some(expected)) => match uploaded.etag.as_deref() {
            Some(actual) if !actual.eq_ignore_ascii_case(&expected) => {
                Err(in_use(wrong(expected, actual)))
            }
            _ => Ok(uploaded),
        },
        (Ok(uploaded), None) => Ok(uploaded),
        (Err(error), _) if is_refusal(&error) => Err(error.into()),
        // It may have been written, and only the answer was lost.
        (Err(error), Some(expected)) => found(objects, name, &expected, error).await,
        (Err(error), None) => Err(in_use(error)),
    }
}

/// As many parts as one manifest may have. Of more, each so many become a large object of their own, whose manifest is
/// beside them: `name` says under which name.
pub(crate) async fn joined(
    objects: &Objects,
    mut parts: Vec<Segment>,
    most: usize,
    with: &UpdateObject,
    name: impl Fn(usize) -> ObjectName,
) -> Result<Vec<Segment>> {
    let (most, mut manifests) = (most.max(2), 0);
    while parts.len() > most {
        let mut joined = Vec::new();
        for parts in parts.chunks(most) {
            let name = name(manifests);
            manifests += 1;
            objects.put_manifest(&name, parts, with).await?;
            joined.push(Segment {
                // What it has to be; the service compares it when it reads the next manifest.
                etag: etag(parts),
                bytes: parts.iter().map(|part| part.bytes).sum(),
                ..Segment::new(objects.container(), name)
            });
        }
        parts = joined;
    }
    Ok(parts)
}

/// As many inner manifests as are looked at, and as many segments as come of that: few bytes can stand for any number.
const LOOKS: usize = 1000;
const SEGMENTS: usize = 100_000;

/// Segments with those of segments that are large objects themselves in their place; where these are too many, with
/// the rest as they are.
pub(super) async fn flat(
    objects: &Objects,
    mut segments: Vec<ManifestSegment>,
) -> Result<Vec<ManifestSegment>> {
    let (mut flat, mut looks) = (Vec::new(), 0);
    segments.reverse();
    while let Some(segment) = segments.pop() {
        let few = looks < LOOKS && flat.len() + segments.len() < SEGMENTS;
        let whole = few && segment.sub_slo && segment.range.is_none();
        let place = segment.path.trim_start_matches('/').split_once('/');
        let Some((container, name)) = place.filter(|_| whole) else {
            flat.push(segment);
            continue;
        };
        looks += 1;
        match objects.beside(container).manifest(name).await {
            Ok(inner) if pieces::etag(&inner) == segment.etag => {
                segments.extend(inner.into_iter().rev());
            }
            Err(error) if !is_no_manifest(&error) => return Err(error),
            // Another one by now, or none: nobody can read it as a part of this.
            _ => flat.push(segment),
        }
    }
    Ok(flat)
}

/// Whether there is nothing of this name, or something that is no large object.
fn is_no_manifest(error: &Error) -> bool {
    let is_other = matches!(error.kind(), ErrorKind::Decode(_) | ErrorKind::TooLarge(_));
    is_other || error.is_not_found()
}

/// The `ETag` of a static large object: the MD5 of those of its segments.
pub(super) fn etag(segments: &[Segment]) -> Option<String> {
    let etags: Option<String> = segments.iter().map(|it| it.etag.as_deref()).collect();
    etags.map(|etags| md5(etags.as_bytes()))
}

fn wrong(expected: String, actual: &str) -> Error {
    let actual = actual.to_owned();
    ErrorKind::Checksum { expected, actual }.into()
}

/// Whether nothing can have been written.
fn is_refusal(error: &Error) -> bool {
    let refused = error
        .status()
        .is_some_and(|status| status.is_client_error());
    // What was refused the second time may have been written the first time.
    (refused && error.trace().attempts <= 1) || matches!(error.kind(), ErrorKind::Input(_))
}

async fn found(
    objects: &Objects,
    name: &ObjectName,
    expected: &str,
    error: Error,
) -> Result<Uploaded, Failed> {
    match objects.head(name).await {
        Ok(head) if head.etag.as_deref() == Some(expected) => Ok(Uploaded {
            etag: head.etag,
            last_modified: head.last_modified,
            version: head.version,
        }),
        _ => Err(in_use(error)),
    }
}

fn in_use(error: Error) -> Failed {
    Failed {
        error,
        in_use: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_etag_is_that_of_the_etags() {
        let segment = |etag: Option<&str>| Segment {
            etag: etag.map(str::to_owned),
            ..Segment::new("box", "a")
        };
        let both = [segment(Some("ab")), segment(Some("c"))];
        assert_eq!(etag(&both).unwrap(), md5(b"abc"));
        assert_eq!(etag(&[segment(None)]), None);
    }
}
