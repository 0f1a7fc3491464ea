//! Where segments go.

use ferriscloud_core::Result;

use crate::containers::{ContainerName, Containers, CreateContainer};

/// Makes sure that a container is there: one like the container that its objects are segments for, for those who may
/// read that one.
pub(crate) async fn ensure(
    containers: &Containers,
    name: &ContainerName,
    like: &ContainerName,
) -> Result<()> {
    match containers.head(name).await {
        Ok(_) => Ok(()),
        Err(error) if error.is_not_found() => {
            let like = containers.head(like).await?;
            let new = CreateContainer {
                read_acl: like.read_acl,
                storage_policy: like.storage_policy,
                ..CreateContainer::new(name)
            };
            containers.create(&new).await
        }
        Err(error) => Err(error),
    }
}
