//! Accounts, and the service as a whole.

use std::collections::BTreeMap;

use ferriscloud_core::auth::PasswordV1;
use ferriscloud_core::{Cloud, Patch, Secret};
use ferriscloud_objectstorage::ObjectStorage;
use ferriscloud_objectstorage::account::{AccountAcl, UpdateAccount};
use ferriscloud_objectstorage::archives::{ArchiveFormat, ExtractArchive};
use ferriscloud_objectstorage::containers::ListContainers;

use super::{metadata, moment, text};
use crate::stage::ADDRESS;
use crate::verbs::Verbs;

pub(super) fn verbs(swift: &mut Verbs<ObjectStorage>) {
    swift.add_login(|| {
        let setup = Cloud::builder().auth_url(format!("{ADDRESS}/auth/v1.0"));
        setup.auth(PasswordV1::new("test:tester", "testing"))
    });
    swift.add(|swift| [swift.healthcheck()]);
    swift.add(|swift| {
        [
            swift.info(),
            swift.admin_info("key", moment().unwrap_or_default()),
        ]
    });
    swift.add(|swift| [swift.account().locations()]);
    swift.add(|swift| [swift.containers().locations("box")]);
    swift.add(|swift| [swift.objects("box").locations("a/b")]);

    swift.add(|swift| {
        [ListContainers::default(), all()].map(|filter| swift.containers().list(&filter))
    });
    swift.add(|swift| [swift.account().head()]);
    swift.add(|swift| {
        [UpdateAccount::default(), meta()].map(|update| swift.account().update(&update))
    });
    swift.add(|swift| [quotas()].map(|update| swift.account().update(&update)));
    swift.add(|swift| [keys()].map(|update| swift.account().update(&update)));
    swift.add(|swift| [access()].map(|update| swift.account().update(&update)));
    swift.add(|swift| {
        [UpdateAccount::default(), quotas()].map(|update| swift.account().create(&update))
    });
    swift.add(|swift| [swift.account().delete()]);

    swift.add(|swift| [swift.objects("box").delete_many(["a", "b/c"])]);
    swift.add(|swift| {
        [ArchiveFormat::Tar, ArchiveFormat::TarGz]
            .map(|format| swift.extract(&ExtractArchive::new(format), "tar"))
    });
}

fn all() -> ListContainers {
    ListContainers {
        prefix: text(),
        delimiter: text(),
        marker: text(),
        end_marker: text(),
        limit: Some(2),
        reverse: Some(true),
    }
}

fn meta() -> UpdateAccount {
    UpdateAccount {
        metadata: metadata(),
        remove_metadata: vec!["size".to_owned()],
        ..UpdateAccount::default()
    }
}

fn quotas() -> UpdateAccount {
    let policies = || BTreeMap::from([("gold".to_owned(), 7.into())]);
    UpdateAccount {
        quota_bytes: 7.into(),
        quota_objects: Patch::Clear,
        policy_quota_bytes: policies(),
        policy_quota_objects: policies(),
        ..UpdateAccount::default()
    }
}

fn keys() -> UpdateAccount {
    UpdateAccount {
        temp_url_key: Secret::from("one").into(),
        temp_url_key_2: Secret::from("two").into(),
        ..UpdateAccount::default()
    }
}

fn access() -> UpdateAccount {
    UpdateAccount {
        access: AccountAcl::default().into(),
        ..UpdateAccount::default()
    }
}
