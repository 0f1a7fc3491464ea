//! An application credential: minted, logged in with, deleted.

use anyhow::{Context, Result};
use ferriscloud::identity::application_credentials::CreateApplicationCredential;
use ferriscloud::{Cloud, Identity, auth};

pub(crate) async fn mint(cloud: &Cloud, identity: &Identity) -> Result<()> {
    let me = &cloud.access().await?.user.id;
    let credentials = identity.application_credentials(me.as_str());
    let create = CreateApplicationCredential::new(format!("tour-{}", std::process::id()));
    let credential = credentials.create(&create).await?;
    println!("  {} {}", credential.id, credential.name);

    let secret = credential.secret.clone().context("no secret came")?;
    let auth_url = cloud.config().auth.auth_url.clone();
    let program = Cloud::builder()
        .auth_url(auth_url.context("no auth URL")?)
        .auth(auth::ApplicationCredential::new(
            credential.id.as_str(),
            secret,
        ))
        .connect()
        .await;
    credentials.delete(&credential).await?;
    let access = program?.access().await?;
    println!("  logged in with it as {}", access.user.name);
    Ok(())
}
