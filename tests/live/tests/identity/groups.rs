//! Groups.

use ferriscloud::Patch;
use ferriscloud::identity::groups::{CreateGroup, ListGroups, UpdateGroup};
use ferriscloud::identity::users::CreateUser;
use ferriscloud_live::unique;

use crate::identity;

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn groups() {
    let identity = identity().await;
    let groups = identity.groups();
    let name = unique("group");
    let create = CreateGroup {
        description: Some("of a test".into()),
        ..CreateGroup::new(&name)
    };
    let group = groups.create(&create).await.unwrap();
    let shown = groups.get(&group).await.unwrap();
    assert_eq!(
        (&shown.name, shown.description.as_str()),
        (&name, "of a test")
    );
    let named = ListGroups {
        name: Some(name),
        ..ListGroups::default()
    };
    assert_eq!(groups.list(&named).all().await.unwrap()[0].id, group.id);
    let renamed = UpdateGroup {
        name: Some(unique("group")),
        description: Patch::Clear,
    };
    let changed = groups.update(&group, &renamed).await.unwrap();
    assert_eq!(
        (Some(changed.name), changed.description),
        (renamed.name, String::new())
    );

    let user = identity
        .users()
        .create(&CreateUser::new(unique("user")))
        .await
        .unwrap();
    assert!(
        groups
            .check_user(&group, &user)
            .await
            .unwrap_err()
            .is_not_found()
    );
    groups.add_user(&group, &user).await.unwrap();
    groups.check_user(&group, &user).await.unwrap();
    let members = groups.list_users(&group).all().await.unwrap();
    assert_eq!((members.len(), &members[0].id), (1, &user.id));
    groups.remove_user(&group, &user).await.unwrap();
    assert!(groups.list_users(&group).all().await.unwrap().is_empty());

    identity.users().delete(&user).await.unwrap();
    groups.delete(&group).await.unwrap();
    assert!(groups.get(&group).await.unwrap_err().is_not_found());
}
