//! Role assignments.

use ferriscloud::identity::groups::CreateGroup;
use ferriscloud::identity::projects::CreateProject;
use ferriscloud::identity::role_assignments::{Actor, ListRoleAssignments, Target};
use ferriscloud::identity::users::CreateUser;
use ferriscloud_live::unique;

use crate::{identity, log_in, of, role};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn role_assignments() {
    let identity = identity().await;
    let project = identity
        .projects()
        .create(&CreateProject::new(unique("project")))
        .await
        .unwrap();
    let user = CreateUser {
        password: Some("sesame".into()),
        ..CreateUser::new(unique("user"))
    };
    let user = identity.users().create(&user).await.unwrap();
    let group = identity
        .groups()
        .create(&CreateGroup::new(unique("group")))
        .await
        .unwrap();
    identity.groups().add_user(&group, &user).await.unwrap();
    let domain = user.domain_id.clone().unwrap();
    let reader = role(&identity, "reader").await;

    let assignments = identity.role_assignments();
    for actor in [Actor::user(&user), Actor::group(&group)] {
        for target in [
            Target::project(&project),
            Target::domain(&domain),
            Target::System,
        ] {
            let before = assignments.check(&reader, &actor, &target).await;
            assert!(before.unwrap_err().is_not_found(), "{actor:?} {target:?}");

            assignments.grant(&reader, &actor, &target).await.unwrap();
            assignments.check(&reader, &actor, &target).await.unwrap();

            let mut filter = ListRoleAssignments {
                role_id: Some((&reader).into()),
                include_names: true,
                ..ListRoleAssignments::default()
            };
            match &actor {
                Actor::User(user) => filter.user_id = Some(user.clone()),
                Actor::Group(group) => filter.group_id = Some(group.clone()),
            }
            match &target {
                Target::Project(project) => filter.project_id = Some(project.clone()),
                Target::Domain(domain) => filter.domain_id = Some(domain.clone()),
                Target::System => filter.system = Some("all".to_owned()),
            }
            let listed = assignments.list(&filter).all().await.unwrap();
            assert_eq!(listed.len(), 1, "{actor:?} {target:?}");
            let assignment = &listed[0];
            assert_eq!(assignment.role.name.as_deref(), Some("reader"));
            match &actor {
                Actor::User(id) => assert_eq!(assignment.user.as_ref().unwrap().id, *id),
                Actor::Group(id) => assert_eq!(assignment.group.as_ref().unwrap().id, *id),
            }
            let scope = &assignment.scope;
            match &target {
                Target::Project(id) => assert_eq!(scope.project.as_ref().unwrap().id, *id),
                Target::Domain(id) => assert_eq!(scope.domain.as_ref().unwrap().id, *id),
                Target::System => assert_eq!(scope.system.get("all"), Some(&true)),
            }

            if let (Actor::Group(_), Target::Project(_)) = (&actor, &target) {
                // What the group has, its user has.
                let effective = ListRoleAssignments {
                    user_id: Some((&user).into()),
                    project_id: Some((&project).into()),
                    effective: true,
                    ..ListRoleAssignments::default()
                };
                let effective = assignments.list(&effective).all().await.unwrap();
                assert!(
                    effective.iter().any(|one| one.role.id == reader),
                    "{effective:?}"
                );
                log_in(&user, "sesame", of(&project)).await.unwrap();
            }

            assignments.revoke(&reader, &actor, &target).await.unwrap();
            let after = assignments.check(&reader, &actor, &target).await;
            assert!(after.unwrap_err().is_not_found(), "{actor:?} {target:?}");
        }
    }

    identity.users().delete(&user).await.unwrap();
    identity.groups().delete(&group).await.unwrap();
    identity.projects().delete(&project).await.unwrap();
}
