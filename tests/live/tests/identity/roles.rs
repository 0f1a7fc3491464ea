//! Roles.

use ferriscloud::Patch;
use ferriscloud::identity::options::ResourceOptions;
use ferriscloud::identity::roles::{CreateRole, ListRoles, Role, UpdateRole};
use ferriscloud_live::unique;

use crate::identity;

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn roles() {
    let roles = identity().await.roles();
    let name = unique("role");
    let create = CreateRole {
        description: Some("one of a test".into()),
        options: Some(ResourceOptions {
            immutable: Some(true),
        }),
        ..CreateRole::new(&name)
    };
    let role = roles.create(&create).await.unwrap();
    let shown = roles.get(&role).await.unwrap();
    assert_eq!(
        (&shown.name, shown.description.as_str()),
        (&name, "one of a test")
    );
    assert_eq!(
        (shown.options.immutable, shown.domain_id),
        (Some(true), None)
    );

    let named = ListRoles {
        name: Some(name.clone()),
        ..ListRoles::default()
    };
    assert_eq!(roles.list(&named).all().await.unwrap()[0].id, role.id);
    let all: Vec<Role> = roles.list(&ListRoles::default()).all().await.unwrap();
    assert!(all.iter().any(|role| role.name == "admin"), "{all:?}");
    assert!(all.iter().any(|role| role.name == name), "{all:?}");

    assert!(
        roles.delete(&role).await.unwrap_err().is_forbidden(),
        "it is immutable"
    );
    let thaw = UpdateRole {
        options: Some(ResourceOptions {
            immutable: Some(false),
        }),
        ..UpdateRole::default()
    };
    roles.update(&role, &thaw).await.unwrap();
    let clear = UpdateRole {
        description: Patch::Clear,
        ..UpdateRole::default()
    };
    assert_eq!(roles.update(&role, &clear).await.unwrap().description, "");
    roles.delete(&role).await.unwrap();
    assert!(roles.get(&role).await.unwrap_err().is_not_found());
}
