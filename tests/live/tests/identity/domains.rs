//! Domains.

use ferriscloud::Patch;
use ferriscloud::identity::domains::{CreateDomain, ListDomains, UpdateDomain};
use ferriscloud::identity::projects::CreateProject;
use ferriscloud_live::unique;

use crate::identity;

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
