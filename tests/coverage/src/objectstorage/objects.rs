//! Objects, by those who have a token.

use std::time::Duration;

use ferriscloud_objectstorage::ObjectStorage;
use ferriscloud_objectstorage::archives::{ArchiveFormat, ExtractArchive};
use ferriscloud_objectstorage::downloads::ByteRange;
use ferriscloud_objectstorage::objects::{
    CopyObject, CreateSymlink, Objects, ReadObject, Segment, UpdateObject,
};
use ferriscloud_objectstorage::uploads::UploadObject;

use super::{metadata, moment, text};
use crate::verbs::Verbs;

pub(super) fn verbs(swift: &mut Verbs<ObjectStorage>) {
    swift.add(|swift| [plain(), newest()].map(|object| of(swift).download(object)));
    swift.add(|swift| conditions().map(|object| of(swift).download(object)));
    swift.add(|swift| [of(swift).download("a/b").range(5..9)]);
    swift.add(|swift| {
        let parts = of(swift).download_ranges("a/b", [ByteRange::from(0..9), ByteRange::Last(9)]);
        [parts.reading(|_| Ok(()))]
    });
    swift.add(|swift| [version()].map(|object| of(swift).download(object)));
    swift.add(|swift| [part()].map(|object| of(swift).download(object)));
    swift.add(|swift| [link()].map(|object| of(swift).download(object)));
    swift.add(|swift| [of(swift).manifest("a")]);
    swift.add(|swift| [of(swift).raw_manifest("a")]);
    swift.add(|swift| [manifest()].map(|object| of(swift).download(object)));

    swift.add(|swift| [ReadObject::new("a/b"), all()].map(|object| of(swift).head(object)));
    swift.add(|swift| [UpdateObject::default(), with()].map(|with| of(swift).update("a", &with)));
    swift.add(|swift| [of(swift).delete("a/b")]);
    swift.add(|swift| [of(swift).delete_version("a/b", "17.0")]);
    swift.add(|swift| [of(swift).delete_with_segments("a")]);
    swift.add(|swift| [of(swift).delete_with_segments_later("a")]);

    swift.add(|swift| {
        [UploadObject::new("a/b"), new()].map(|object| of(swift).upload(object, "data"))
    });
    swift.add(|swift| {
        expiring().map(|with| {
            let object = UploadObject {
                with,
                ..UploadObject::new("a")
            };
            of(swift).upload(object, "data")
        })
    });
    swift.add(|swift| [of(swift).restore_version("a/b", "17.0")]);
    swift.add(|swift| copies().map(|to| of(swift).copy("a", &to)));
    swift.add(|swift| [manifest()].map(|object| of(swift).copy(object, &copy())));
    swift.add(|swift| [plain(), version(), link()].map(|object| of(swift).copy(object, &copy())));
    swift.add(|swift| {
        [UpdateObject::default(), named()]
            .map(|with| of(swift).put_manifest("a", &[segment()], &with))
    });
    swift.add(|swift| {
        [UpdateObject::default(), named()]
            .map(|with| of(swift).put_dynamic_manifest("a", "box", "a/", &with))
    });
    swift.add(|swift| {
        let link = CreateSymlink::new("link", "box", "a");
        let elsewhere = CreateSymlink {
            account: text(),
            with: named(),
            ..link.clone()
        };
        [link, elsewhere].map(|link| of(swift).create_symlink(&link))
    });
    swift.add(|swift| {
        let link = CreateSymlink {
            etag: text(),
            ..CreateSymlink::new("link", "box", "a")
        };
        [of(swift).create_symlink(&link)]
    });
    swift.add(|swift| {
        let archive = ExtractArchive {
            prefix: text(),
            ..ExtractArchive::into_container(ArchiveFormat::TarBz2, "box")
        };
        [swift.extract(&archive, "tar")]
    });
}

fn of(swift: &ObjectStorage) -> Objects {
    swift.objects("box")
}

fn plain() -> ReadObject {
    ReadObject::new("a/b")
}

fn newest() -> ReadObject {
    ReadObject {
        newest: true,
        ..plain()
    }
}

fn conditions() -> [ReadObject; 2] {
    let etag = ReadObject {
        if_match: text(),
        if_none_match: text(),
        ..plain()
    };
    let time = ReadObject {
        if_modified_since: moment(),
        if_unmodified_since: moment(),
        ..plain()
    };
    [etag, time]
}

fn version() -> ReadObject {
    ReadObject {
        version: Some("17.0".into()),
        ..plain()
    }
}

fn part() -> ReadObject {
    ReadObject {
        part: Some(2),
        ..plain()
    }
}

fn link() -> ReadObject {
    ReadObject {
        link: true,
        ..plain()
    }
}

fn manifest() -> ReadObject {
    ReadObject {
        manifest: true,
        ..plain()
    }
}

fn all() -> ReadObject {
    ReadObject {
        version: Some("17.0".into()),
        part: Some(2),
        manifest: true,
        link: true,
        newest: true,
        if_match: text(),
        if_none_match: text(),
        if_modified_since: moment(),
        if_unmodified_since: moment(),
        ..ReadObject::new("a/b")
    }
}

fn named() -> UpdateObject {
    UpdateObject {
        metadata: metadata(),
        content_type: text(),
        content_encoding: text(),
        content_disposition: text(),
        ..UpdateObject::default()
    }
}

fn with() -> UpdateObject {
    UpdateObject {
        delete_at: moment(),
        ..named()
    }
}

fn new() -> UploadObject {
    UploadObject {
        with: named(),
        only_new: true,
        ..UploadObject::new("a/b")
    }
}

fn expiring() -> [UpdateObject; 2] {
    let after = UpdateObject {
        delete_after: Some(Duration::from_secs(9)),
        ..UpdateObject::default()
    };
    let at = UpdateObject {
        delete_at: moment(),
        ..UpdateObject::default()
    };
    [after, at]
}

fn copies() -> [CopyObject; 2] {
    let all = CopyObject {
        account: text(),
        fresh_metadata: true,
        changes: named(),
        ..copy()
    };
    [copy(), all]
}

fn copy() -> CopyObject {
    CopyObject::new("box", "b")
}

fn segment() -> Segment {
    Segment {
        etag: text(),
        bytes: Some(9),
        range: text(),
        ..Segment::new("box", "a/1")
    }
}
