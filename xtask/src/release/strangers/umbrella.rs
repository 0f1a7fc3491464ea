//! Volumes and objects of a project, by somebody who took `ferriscloud` with two features.

use ferriscloud::{BlockStorage, Cloud, ObjectStorage, Result};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let cloud = Cloud::from_env().await?;
    let volumes = BlockStorage::new(&cloud)?.volumes();
    let volumes = volumes.list(&Default::default()).all().await?;

    let storage = ObjectStorage::new(&cloud)?;
    let container = format!("stranger-{}", std::process::id());
    storage.containers().create(container.as_str()).await?;
    let objects = storage.objects(container.as_str());
    objects.upload("greeting", "Hello from outside!").await?;
    let greeting = objects.download("greeting").bytes().await?;
    objects.delete("greeting").await?;
    storage.containers().delete(&container).await?;

    println!("{} volumes; {}", volumes.len(), String::from_utf8_lossy(&greeting));
    Ok(())
}
