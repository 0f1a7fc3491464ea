//! Identity, verb by verb, against a real Keystone.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use std::time::Duration;

use ferriscloud::auth::{self, Password, ProjectRef, Scope, UserRef};
use ferriscloud::identity::application_credentials::{
    AccessRule, CreateApplicationCredential, ListApplicationCredentials, RoleRef,
};
use ferriscloud::identity::domains::{CreateDomain, ListDomains, UpdateDomain};
use ferriscloud::identity::endpoints::{CreateEndpoint, ListEndpoints, UpdateEndpoint};
use ferriscloud::identity::groups::{CreateGroup, ListGroups, UpdateGroup};
use ferriscloud::identity::options::ResourceOptions;
use ferriscloud::identity::projects::{CreateProject, ListProjects, Project, UpdateProject};
use ferriscloud::identity::role_assignments::{Actor, ListRoleAssignments, Target};
use ferriscloud::identity::roles::{CreateRole, ListRoles, Role, RoleId, UpdateRole};
use ferriscloud::identity::services::{CreateService, ListServices, UpdateService};
use ferriscloud::identity::users::{
    ChangePassword, CreateUser, ListUsers, UpdateUser, User, UserOptions,
};
use ferriscloud::{Cloud, Identity, Interface, Patch, Result, Secret, time};
use ferriscloud_live::{admin, demo, unique};

async fn identity() -> Identity {
    Identity::new(&admin().await).unwrap()
}

/// The one role of this name.
async fn role(identity: &Identity, name: &str) -> RoleId {
    let filter = ListRoles {
        name: Some(name.to_owned()),
        ..ListRoles::default()
    };
    let roles = identity.roles().list(&filter).all().await.unwrap();
    assert_eq!(roles.len(), 1, "{name}");
    (&roles[0]).into()
}

/// Logs in with what a test made.
async fn log_in(user: &User, password: &str, scope: Scope) -> Result<Cloud> {
    let admin = admin().await;
    let url = admin.config().auth.auth_url.clone().unwrap();
    let method = Password::new(UserRef::Id(user.id.to_string()), password).scope(scope);
    Cloud::builder().auth_url(url).auth(method).connect().await
}

fn of(project: &Project) -> Scope {
    Scope::Project(ProjectRef::Id(project.id.to_string()))
}

fn names(projects: &[Project]) -> Vec<&str> {
    projects
        .iter()
        .map(|project| project.name.as_str())
        .collect()
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn projects() {
    let projects = identity().await.projects();
    let (name, tag) = (unique("project"), unique("tag"));
    let create = CreateProject {
        description: Some("one of a test".into()),
        tags: vec![tag.clone(), "blue".into()],
        options: Some(ResourceOptions {
            immutable: Some(false),
        }),
        ..CreateProject::new(&name)
    };
    let created = projects.create(&create).await.unwrap();
    assert_eq!(created.name, name);
    assert!(created.enabled && !created.is_domain);

    let project = projects.get(&created).await.unwrap();
    assert_eq!(project.id, created.id);
    assert_eq!(project.description, "one of a test");
    assert_eq!(project.tags.len(), 2);
    assert_eq!(project.options.immutable, Some(false));

    let named = ListProjects {
        name: Some(name.clone()),
        ..ListProjects::default()
    };
    assert_eq!(names(&projects.list(&named).all().await.unwrap()), [&name]);
    let tagged = |tags: &[&str]| ListProjects {
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..ListProjects::default()
    };
    assert_eq!(
        names(&projects.list(&tagged(&[&tag, "blue"])).all().await.unwrap()),
        [&name]
    );
    assert!(
        projects
            .list(&tagged(&[&tag, "red"]))
            .all()
            .await
            .unwrap()
            .is_empty()
    );

    let changes = UpdateProject {
        name: Some(format!("{name}-2")),
        description: "another".into(),
        enabled: Some(false),
        tags: Some(vec![tag.clone()]),
        ..UpdateProject::default()
    };
    let changed = projects.update(&project, &changes).await.unwrap();
    assert_eq!(
        (changed.name.as_str(), changed.enabled),
        (format!("{name}-2").as_str(), false)
    );
    assert_eq!(
        (changed.description.as_str(), changed.tags.as_slice()),
        ("another", &[tag][..])
    );
    let disabled = |enabled| ListProjects {
        name: Some(changed.name.clone()),
        enabled: Some(enabled),
        ..ListProjects::default()
    };
    assert_eq!(
        projects.list(&disabled(false)).all().await.unwrap().len(),
        1
    );
    assert_eq!(projects.list(&disabled(true)).all().await.unwrap().len(), 0);
    let clear = UpdateProject {
        description: Patch::Clear,
        ..UpdateProject::default()
    };
    assert_eq!(
        projects.update(&project, &clear).await.unwrap().description,
        ""
    );

    projects.delete(&project).await.unwrap();
    assert!(projects.get(&project).await.unwrap_err().is_not_found());
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn project_pages() {
    let projects = identity().await.projects();
    let parent = projects
        .create(&CreateProject::new(unique("parent")))
        .await
        .unwrap();
    let mut children = Vec::new();
    for _ in 0..3 {
        let child = CreateProject {
            parent_id: Some((&parent).into()),
            ..CreateProject::new(unique("child"))
        };
        children.push(projects.create(&child).await.unwrap());
    }

    let below = ListProjects {
        parent_id: Some((&parent).into()),
        limit: Some(2),
        ..ListProjects::default()
    };
    let mut pages = projects.list(&below).pages();
    let mut sizes = Vec::new();
    let mut seen = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        sizes.push(page.value.len());
        seen.extend(page.value.into_iter().map(|project| project.id));
    }
    assert_eq!((sizes[0], seen.len()), (2, 3), "{sizes:?}");
    assert!(children.iter().all(|child| seen.contains(&child.id)));

    for child in &children {
        projects.delete(child).await.unwrap();
    }
    projects.delete(&parent).await.unwrap();
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn own_projects() {
    let cloud = demo().await;
    let me = cloud.access().await.unwrap().user.id.clone();
    let mine = Identity::new(&cloud)
        .unwrap()
        .projects()
        .list_mine()
        .all()
        .await
        .unwrap();
    assert!(names(&mine).contains(&"demo"), "{mine:?}");
    assert!(!names(&mine).contains(&"admin"), "{mine:?}");

    let of_me = identity().await.projects().list_of(me).all().await.unwrap();
    assert!(names(&of_me).contains(&"demo"), "{of_me:?}");
    assert!(!names(&of_me).contains(&"admin"), "{of_me:?}");
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn users() {
    #[derive(serde::Deserialize)]
    struct Reachable {
        email: String,
        telephone: String,
    }

    let identity = identity().await;
    let users = identity.users();
    let name = unique("user");
    let options = UserOptions {
        ignore_password_expiry: Some(true),
        multi_factor_auth_rules: Some(vec![vec!["password".into(), "totp".into()]]),
        multi_factor_auth_enabled: Some(false),
        ..UserOptions::default()
    };
    let create = CreateUser {
        password: Some("sesame".into()),
        email: Some("lena@example.org".into()),
        description: Some("one of a test".into()),
        options: Some(options.clone()),
        ..CreateUser::new(&name)
    };
    let created = users.create(&create).await.unwrap();
    let user = users.get(&created).await.unwrap();
    assert_eq!((&user.name, user.enabled), (&name, true));
    assert_eq!(user.email.as_deref(), Some("lena@example.org"));
    assert_eq!(user.description.as_deref(), Some("one of a test"));
    assert_eq!(user.options, options);
    assert!(user.password_expires_at.is_none());

    // Attributes of the operator's own go in by the low door, and come out of any call.
    let extra = serde_json::json!({"user": {"telephone": "7"}});
    identity
        .client()
        .patch(["users", user.id.as_str()], &extra)
        .await
        .unwrap();
    let reachable: Reachable = users.get(&user).extract().await.unwrap();
    assert_eq!(
        (reachable.email.as_str(), reachable.telephone.as_str()),
        ("lena@example.org", "7")
    );

    let named = |enabled| ListUsers {
        name: Some(name.clone()),
        enabled: Some(enabled),
        ..ListUsers::default()
    };
    assert_eq!(users.list(&named(true)).all().await.unwrap()[0].id, user.id);
    let changes = UpdateUser {
        enabled: Some(false),
        email: Patch::Clear,
        description: "another".into(),
        ..UpdateUser::default()
    };
    let changed = users.update(&user, &changes).await.unwrap();
    assert_eq!((changed.enabled, changed.email), (false, None));
    assert_eq!(changed.description.as_deref(), Some("another"));
    assert_eq!(users.list(&named(true)).all().await.unwrap().len(), 0);
    assert_eq!(users.list(&named(false)).all().await.unwrap().len(), 1);

    users.delete(&user).await.unwrap();
    assert!(users.get(&user).await.unwrap_err().is_not_found());
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn passwords() {
    let users = identity().await.users();
    let create = CreateUser {
        password: Some("one".into()),
        ..CreateUser::new(unique("user"))
    };
    let user = users.create(&create).await.unwrap();
    log_in(&user, "one", Scope::Unscoped).await.unwrap();

    users
        .change_password(&user, &ChangePassword::new("one", "two"))
        .await
        .unwrap();
    assert!(
        log_in(&user, "one", Scope::Unscoped)
            .await
            .unwrap_err()
            .is_unauthorized()
    );
    log_in(&user, "two", Scope::Unscoped).await.unwrap();

    let wrong = ChangePassword::new("one", "three");
    assert!(
        users
            .change_password(&user, &wrong)
            .await
            .unwrap_err()
            .is_unauthorized()
    );

    let reset = UpdateUser {
        password: Some(Secret::from("four")),
        ..UpdateUser::default()
    };
    users.update(&user, &reset).await.unwrap();
    log_in(&user, "four", Scope::Unscoped).await.unwrap();
    users.delete(&user).await.unwrap();
}

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

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn domains() {
    let identity = identity().await;
    let domains = identity.domains();
    let name = unique("domain");
    let create = CreateDomain {
        description: Some("one of a test".into()),
        tags: vec!["blue".into()],
        ..CreateDomain::new(&name)
    };
    let domain = domains.create(&create).await.unwrap();
    let shown = domains.get(&domain).await.unwrap();
    assert_eq!(
        (&shown.name, shown.description.as_str()),
        (&name, "one of a test")
    );
    assert_eq!(
        (shown.enabled, shown.tags.as_slice()),
        (true, &["blue".to_owned()][..])
    );

    // A project in it; and the domain itself, as a project.
    let inside = CreateProject {
        domain_id: Some((&domain).into()),
        ..CreateProject::new(unique("project"))
    };
    let inside = identity.projects().create(&inside).await.unwrap();
    assert_eq!(inside.domain_id.as_ref(), Some(&domain.id));
    let as_project = identity.projects().get(domain.id.as_str()).await.unwrap();
    assert_eq!((as_project.is_domain, as_project.domain_id), (true, None));

    let changes = UpdateDomain {
        enabled: Some(false),
        description: Patch::Clear,
        ..UpdateDomain::default()
    };
    let changed = domains.update(&domain, &changes).await.unwrap();
    assert_eq!((changed.enabled, changed.description.as_str()), (false, ""));
    let disabled = |enabled| ListDomains {
        name: Some(name.clone()),
        enabled: Some(enabled),
        ..ListDomains::default()
    };
    assert_eq!(
        domains.list(&disabled(false)).all().await.unwrap()[0].id,
        domain.id
    );
    assert_eq!(domains.list(&disabled(true)).all().await.unwrap().len(), 0);

    domains.delete(&domain).await.unwrap();
    assert!(domains.get(&domain).await.unwrap_err().is_not_found());
    assert!(
        identity
            .projects()
            .get(&inside)
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn application_credentials() {
    let cloud = demo().await;
    let access = cloud.access().await.unwrap();
    let identity = Identity::new(&cloud).unwrap();
    let credentials = identity.application_credentials(access.user.id.as_str());

    let name = unique("credential");
    let in_an_hour = time::Timestamp::now() + Duration::from_secs(3600);
    let create = CreateApplicationCredential {
        description: Some("one of a test".into()),
        roles: vec![RoleRef::Name("reader".into())],
        expires_at: Some(in_an_hour),
        access_rules: vec![AccessRule::new("identity", "GET", "/v3/auth/projects")],
        ..CreateApplicationCredential::new(&name)
    };
    let created = credentials.create(&create).await.unwrap();
    let secret = created.secret.clone().unwrap();
    assert!(secret.expose().len() > 20);

    let shown = credentials.get(&created).await.unwrap();
    assert_eq!(
        (&shown.name, shown.description.as_str()),
        (&name, "one of a test")
    );
    assert!(shown.secret.is_none() && !shown.unrestricted);
    assert_eq!(
        (shown.roles.len(), shown.roles[0].name.as_str()),
        (1, "reader")
    );
    assert_eq!(
        shown.project_id.unwrap(),
        access.project.as_ref().unwrap().id.as_str()
    );
    let drift = shown.expires_at.unwrap().as_second() - in_an_hour.as_second();
    assert!(drift.abs() <= 1, "{drift}");
    assert_eq!(shown.access_rules.len(), 1);
    assert_eq!(shown.access_rules[0].path, "/v3/auth/projects");
    assert!(shown.access_rules[0].id.is_some());

    let named = |name: &str| ListApplicationCredentials {
        name: Some(name.to_owned()),
    };
    assert_eq!(
        credentials.list(&named(&name)).all().await.unwrap()[0].id,
        created.id
    );
    assert!(
        credentials
            .list(&named("no such"))
            .all()
            .await
            .unwrap()
            .is_empty()
    );

    // It logs in, with that role and no other; after its end, it does not.
    let url = cloud.config().auth.auth_url.clone().unwrap();
    let log_in = || {
        let method = auth::ApplicationCredential::new(created.id.as_str(), secret.clone());
        Cloud::builder()
            .auth_url(url.as_str())
            .auth(method)
            .connect()
    };
    let program = log_in().await.unwrap();
    let roles = program.access().await.unwrap().roles.clone();
    assert_eq!((roles.len(), roles[0].name.as_str()), (1, "reader"));
    credentials.delete(&created).await.unwrap();
    assert!(credentials.get(&created).await.unwrap_err().is_not_found());
    assert!(log_in().await.is_err());

    // All roles of the token, a secret of one's own, and leave to make more.
    let create = CreateApplicationCredential {
        secret: Some("a secret of my own".into()),
        unrestricted: Some(true),
        ..CreateApplicationCredential::new(unique("credential"))
    };
    let created = credentials.create(&create).await.unwrap();
    assert_eq!(
        created.secret.as_ref().unwrap().expose(),
        "a secret of my own"
    );
    assert_eq!(
        (created.roles.len(), created.unrestricted),
        (access.roles.len(), true)
    );
    credentials.delete(&created).await.unwrap();
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn services_and_endpoints() {
    let identity = identity().await;
    let (services, endpoints) = (identity.services(), identity.endpoints());

    let kind = unique("type");
    // Not in catalogs, which other tests read.
    let create = CreateService {
        name: Some("tester".into()),
        description: Some("one of a test".into()),
        enabled: Some(false),
        ..CreateService::new(&kind)
    };
    let service = services.create(&create).await.unwrap();
    let shown = services.get(&service).await.unwrap();
    assert_eq!(
        (&shown.service_type, shown.name.as_str()),
        (&kind, "tester")
    );
    assert_eq!(
        (shown.description.as_str(), shown.enabled),
        ("one of a test", false)
    );
    let of_type = ListServices {
        service_type: Some(kind),
        ..ListServices::default()
    };
    assert_eq!(
        services.list(&of_type).all().await.unwrap()[0].id,
        service.id
    );
    let rename = UpdateService {
        name: Some("renamed".into()),
        ..UpdateService::default()
    };
    assert_eq!(
        services.update(&service, &rename).await.unwrap().name,
        "renamed"
    );

    let url = "http://tester.example.org/v1/$(project_id)s";
    let create = |interface| CreateEndpoint {
        region_id: Some("RegionOne".into()),
        enabled: Some(false),
        ..CreateEndpoint::new(&service, interface, url)
    };
    let public = endpoints.create(&create(Interface::Public)).await.unwrap();
    let internal = endpoints
        .create(&create(Interface::Internal))
        .await
        .unwrap();
    let shown = endpoints.get(&internal).await.unwrap();
    assert_eq!(
        (shown.service_id, shown.interface),
        (service.id.clone(), Interface::Internal)
    );
    assert_eq!((shown.url.as_str(), shown.enabled), (url, false));
    assert_eq!(shown.region_id.unwrap(), "RegionOne");

    let of_service = |interface| ListEndpoints {
        service_id: Some((&service).into()),
        interface,
        ..ListEndpoints::default()
    };
    assert_eq!(
        endpoints.list(&of_service(None)).all().await.unwrap().len(),
        2
    );
    let internals = endpoints
        .list(&of_service(Some(Interface::Internal)))
        .all()
        .await
        .unwrap();
    assert_eq!((internals.len(), &internals[0].id), (1, &internal.id));
    let changes = UpdateEndpoint {
        url: Some("http://tester.example.org/v2".into()),
        interface: Some(Interface::Admin),
        region_id: Patch::Clear,
        ..UpdateEndpoint::default()
    };
    let changed = endpoints.update(&internal, &changes).await.unwrap();
    assert_eq!(
        (changed.url.as_str(), changed.interface),
        ("http://tester.example.org/v2", Interface::Admin)
    );
    assert_eq!(changed.region_id, None);

    endpoints.delete(&internal).await.unwrap();
    assert!(endpoints.get(&internal).await.unwrap_err().is_not_found());
    services.delete(&service).await.unwrap();
    assert!(services.get(&service).await.unwrap_err().is_not_found());
    // They go with it.
    assert!(endpoints.get(&public).await.unwrap_err().is_not_found());
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn users_may_not_do_what_administrators_may() {
    let identity = Identity::new(&demo().await).unwrap();
    let error = identity
        .users()
        .create(&CreateUser::new(unique("user")))
        .await
        .unwrap_err();
    assert!(error.is_forbidden(), "{error}");
    assert!(
        error.to_string().contains("identity:create_user"),
        "{error}"
    );
}
