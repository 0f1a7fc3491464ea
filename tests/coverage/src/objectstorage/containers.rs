//! Containers.

use std::time::Duration;

use ferriscloud_core::{Patch, Secret};
use ferriscloud_objectstorage::ObjectStorage;
use ferriscloud_objectstorage::archives::{ArchiveFormat, ExtractArchive};
use ferriscloud_objectstorage::containers::{ContainerSettings, CreateContainer, UpdateContainer};
use ferriscloud_objectstorage::objects::{ListObjects, ListVersions};

use super::{metadata, text};
use crate::verbs::Verbs;

pub(super) fn verbs(swift: &mut Verbs<ObjectStorage>) {
    swift.add(|swift| {
        [ListObjects::default(), all()].map(|filter| swift.objects("box").list(&filter))
    });
    swift.add(|swift| {
        [ListVersions::default(), versions()]
            .map(|filter| swift.objects("box").list_versions(&filter))
    });
    swift.add(|swift| [swift.containers().head("box")]);
    swift.add(|swift| [swift.containers().delete("box")]);

    swift.add(|swift| [small(), large()].map(|container| swift.containers().create(&container)));
    swift.add(|swift| [with(enabled())].map(|container| swift.containers().create(&container)));
    swift.add(|swift| old_versions().map(|settings| swift.containers().create(with(settings))));

    swift.add(|swift| {
        [UpdateContainer::default(), meta()].map(|update| swift.containers().update("box", &update))
    });
    swift.add(|swift| [acls()].map(|update| swift.containers().update("box", &update)));
    swift.add(|swift| [quotas()].map(|settings| update(swift, settings)));
    swift.add(|swift| [keys()].map(|settings| update(swift, settings)));
    swift.add(|swift| [web()].map(|settings| update(swift, settings)));
    swift.add(|swift| [sync()].map(|settings| update(swift, settings)));

    swift.add(|swift| {
        let archive = ExtractArchive::into_container(ArchiveFormat::Tar, "box");
        let all = ExtractArchive {
            detect_types: true,
            delete_after: Some(Duration::from_secs(9)),
            ..archive.clone()
        };
        [archive, all].map(|archive| swift.extract(&archive, "tar"))
    });
}

fn update(swift: &ObjectStorage, settings: ContainerSettings) -> ferriscloud_core::Call<()> {
    let update = UpdateContainer {
        settings,
        ..UpdateContainer::default()
    };
    swift.containers().update("box", &update)
}

fn all() -> ListObjects {
    ListObjects {
        prefix: text(),
        delimiter: text(),
        path: text(),
        marker: text(),
        end_marker: text(),
        limit: Some(2),
        reverse: Some(true),
    }
}

fn versions() -> ListVersions {
    ListVersions {
        prefix: text(),
        delimiter: text(),
        marker: text(),
        version_marker: Some("17.0".into()),
        limit: Some(2),
    }
}

fn small() -> CreateContainer {
    CreateContainer::new("box")
}

fn large() -> CreateContainer {
    CreateContainer {
        metadata: metadata(),
        storage_policy: text(),
        settings: ContainerSettings {
            cors_allow_origin: "*".into(),
            cors_max_age: Duration::from_secs(9).into(),
            cors_expose_headers: "etag".into(),
            ..ContainerSettings::default()
        },
        ..small()
    }
}

fn with(settings: ContainerSettings) -> CreateContainer {
    CreateContainer {
        settings,
        ..small()
    }
}

fn enabled() -> ContainerSettings {
    ContainerSettings {
        versions_enabled: Some(true),
        ..ContainerSettings::default()
    }
}

fn old_versions() -> [ContainerSettings; 2] {
    let (versions, history) = ("old".into(), "old".into());
    [
        ContainerSettings {
            versions_location: versions,
            ..ContainerSettings::default()
        },
        ContainerSettings {
            history_location: history,
            ..ContainerSettings::default()
        },
    ]
}

fn meta() -> UpdateContainer {
    UpdateContainer {
        metadata: metadata(),
        remove_metadata: vec!["size".to_owned()],
        ..UpdateContainer::default()
    }
}

fn acls() -> UpdateContainer {
    UpdateContainer {
        read_acl: ".r:*".into(),
        write_acl: Patch::Clear,
        ..UpdateContainer::default()
    }
}

fn quotas() -> ContainerSettings {
    ContainerSettings {
        quota_bytes: 7.into(),
        quota_objects: 7.into(),
        ..ContainerSettings::default()
    }
}

fn keys() -> ContainerSettings {
    ContainerSettings {
        temp_url_key: Secret::from("one").into(),
        temp_url_key_2: Secret::from("two").into(),
        ..ContainerSettings::default()
    }
}

fn web() -> ContainerSettings {
    ContainerSettings {
        web_index: "index.html".into(),
        web_error: "error.html".into(),
        web_listings: true.into(),
        web_listings_css: "style.css".into(),
        web_listings_label: "ours".into(),
        web_directory_type: "text/directory".into(),
        ..ContainerSettings::default()
    }
}

fn sync() -> ContainerSettings {
    ContainerSettings {
        sync_to: "//realm/cluster/account/box".into(),
        sync_key: Secret::from("key").into(),
        ..ContainerSettings::default()
    }
}
