//! Lists the projects that you can work in, and your roles in each.
//!
//! `OS_CLOUD=mycloud cargo run --example list_projects`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use ferriscloud_identity::role_assignments::ListRoleAssignments;
use ferriscloud_identity::{Cloud, Identity, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let cloud = Cloud::from_env().await?;
    let identity = Identity::new(&cloud)?;
    let me = cloud.access().await?.user.id.clone();

    let mut projects = identity.projects().list_mine();
    while let Some(project) = projects.try_next().await? {
        println!("{} {}", project.id, project.name);
        let mine = ListRoleAssignments {
            user_id: Some(me.as_str().into()),
            project_id: Some((&project).into()),
            effective: true,
            include_names: true,
            ..ListRoleAssignments::default()
        };
        match identity.role_assignments().list(&mine).all().await {
            Ok(assignments) => {
                for assignment in assignments {
                    println!("    {}", assignment.role.name.unwrap_or_default());
                }
            }
            // Many clouds let none but administrators see who has which role.
            Err(error) if error.is_forbidden() => println!("    (roles are not shown to you)"),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
