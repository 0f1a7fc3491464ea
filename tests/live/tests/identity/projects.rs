//! Projects.

use ferriscloud::identity::options::ResourceOptions;
use ferriscloud::identity::projects::{CreateProject, ListProjects, UpdateProject};
use ferriscloud::{Identity, Patch};
use ferriscloud_live::{demo, unique};

use crate::{identity, names};

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
