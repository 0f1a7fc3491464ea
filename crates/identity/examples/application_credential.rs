//! Makes a login for a program, logs in with it, and takes it away again.
//!
//! `OS_CLOUD=mycloud cargo run --example application_credential`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use ferriscloud_core::auth;
use ferriscloud_identity::application_credentials::{
    CreateApplicationCredential, ListApplicationCredentials, RoleRef,
};
use ferriscloud_identity::{Cloud, Identity};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cloud = Cloud::from_env().await?;
    let access = cloud.access().await?;
    let identity = Identity::new(&cloud)?;
    let credentials = identity.application_credentials(access.user.id.as_str());

    // One of our roles; all of them where this is left out.
    let role = access.roles.first().ok_or("you have no role here")?;
    let create = CreateApplicationCredential {
        description: Some("reports, every night".into()),
        roles: vec![RoleRef::Id(role.id.as_str().into())],
        ..CreateApplicationCredential::new(format!("example-{}", std::process::id()))
    };
    let credential = credentials.create(&create).await?;
    println!("{} {}", credential.id, credential.name);

    // What a program needs: the address, the id, the secret. It is shown this once.
    let secret = credential
        .secret
        .clone()
        .ok_or("Keystone kept the secret")?;
    let auth_url = cloud.config().auth.auth_url.clone().unwrap_or_default();
    let program = Cloud::builder()
        .auth_url(auth_url)
        .auth(auth::ApplicationCredential::new(
            credential.id.as_str(),
            secret,
        ))
        .connect()
        .await?;
    for role in &program.access().await?.roles {
        println!("the program has the role {}", role.name);
    }

    credentials.delete(&credential).await?;
    let rest = credentials
        .list(&ListApplicationCredentials::default())
        .all()
        .await?;
    println!("deleted; {} others are left", rest.len());
    Ok(())
}
