//! What can be done to a server.

use std::collections::BTreeMap;

use ferriscloud_core::{Call, Id, Microversion, Operation, Request, Secret, kind};
use http::Method;
use serde::Serialize;

use super::{
    CreateBackup, CreateImage, RebootType, RebuildServer, RescueServer, Rescued, ResizeServer,
    Server, ServerId, Servers, UnshelveServer,
};

/// The password that is sent.
#[derive(Serialize)]
struct Password<'a> {
    #[serde(rename = "adminPass", serialize_with = "send")]
    admin_password: &'a Secret,
}

fn send<S: serde::Serializer>(secret: &&Secret, serializer: S) -> Result<S::Ok, S::Error> {
    secret.send(serializer)
}

/// The image that an action makes is in its answer since this one; before, it was in a header.
const IMAGE_ID: Microversion = Microversion(2, 45);

/// Actions: a state that does not fit is an [`is_conflict`](ferriscloud_core::Error::is_conflict) error.
impl Servers {
    /// Starts a stopped server:
    /// [`os-start`](https://docs.openstack.org/api-ref/compute/#start-server-os-start-action).
    pub fn start(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.action(server.into(), "os-start", &())
    }

    /// Stops a running server:
    /// [`os-stop`](https://docs.openstack.org/api-ref/compute/#stop-server-os-stop-action).
    pub fn stop(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.action(server.into(), "os-stop", &())
    }

    /// Reboots a server:
    /// [`reboot`](https://docs.openstack.org/api-ref/compute/#reboot-server-reboot-action).
    pub fn reboot(&self, server: impl Into<ServerId>, how: RebootType) -> Call<()> {
        let body = BTreeMap::from([("type", how)]);
        self.0.action(server.into(), "reboot", &body)
    }

    /// Pauses a server, in memory:
    /// [`pause`](https://docs.openstack.org/api-ref/compute/#pause-server-pause-action).
    pub fn pause(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.action(server.into(), "pause", &())
    }

    /// Lets a paused server go on:
    /// [`unpause`](https://docs.openstack.org/api-ref/compute/#unpause-server-unpause-action).
    pub fn unpause(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.action(server.into(), "unpause", &())
    }

    /// Suspends a server, to disk:
    /// [`suspend`](https://docs.openstack.org/api-ref/compute/#suspend-server-suspend-action).
    pub fn suspend(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.action(server.into(), "suspend", &())
    }

    /// Lets a suspended server go on:
    /// [`resume`](https://docs.openstack.org/api-ref/compute/#resume-suspended-server-resume-action).
    pub fn resume(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.action(server.into(), "resume", &())
    }

    /// Locks a server against changes by its users:
    /// [`lock`](https://docs.openstack.org/api-ref/compute/#lock-server-lock-action).
    pub fn lock(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.action(server.into(), "lock", &())
    }

    /// Locks a server against changes by its users, and says why. Since 2.73:
    /// [`lock`](https://docs.openstack.org/api-ref/compute/#lock-server-lock-action).
    pub fn lock_because(&self, server: impl Into<ServerId>, reason: &str) -> Call<()> {
        let body = BTreeMap::from([("locked_reason", reason)]);
        let lock = self.0.action(server.into(), "lock", &body);
        lock.since(Microversion(2, 73))
    }

    /// Unlocks a server:
    /// [`unlock`](https://docs.openstack.org/api-ref/compute/#unlock-server-unlock-action).
    pub fn unlock(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.action(server.into(), "unlock", &())
    }

    /// Shelves a server: switches it off, and keeps it as an image:
    /// [`shelve`](https://docs.openstack.org/api-ref/compute/#shelve-server-shelve-action).
    pub fn shelve(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.action(server.into(), "shelve", &())
    }

    /// Takes a shelved server off its host, which takes an administrator:
    /// [`shelveOffload`](https://docs.openstack.org/api-ref/compute/#shelf-offload-remove-server-shelveoffload-action).
    pub fn shelve_offload(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.action(server.into(), "shelveOffload", &())
    }

    /// Brings a shelved server back:
    /// [`unshelve`](https://docs.openstack.org/api-ref/compute/#unshelve-restore-shelved-server-unshelve-action).
    pub fn unshelve(&self, server: impl Into<ServerId>, to: &UnshelveServer) -> Call<()> {
        // Nova takes null for "wherever", and no empty object.
        let body = (*to != UnshelveServer::default()).then_some(to);
        let unshelve = self.0.action(server.into(), "unshelve", &body);
        unshelve.since(to.needs())
    }

    /// Boots a server from another image, with its own disk beside, so that it can be repaired:
    /// [`rescue`](https://docs.openstack.org/api-ref/compute/#rescue-server-rescue-action).
    pub fn rescue(&self, server: impl Into<ServerId>, how: &RescueServer) -> Call<Rescued> {
        let rescue = self.0.action(server.into(), "rescue", how);
        rescue.reading(Rescued::read)
    }

    /// Boots a rescued server from its own disk again:
    /// [`unrescue`](https://docs.openstack.org/api-ref/compute/#unrescue-server-unrescue-action).
    pub fn unrescue(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.action(server.into(), "unrescue", &())
    }

    /// Gives a server another flavor, or one with other settings; then wait for `VerifyResize`, and confirm or revert:
    /// [`resize`](https://docs.openstack.org/api-ref/compute/#resize-server-resize-action).
    ///
    /// ```no_run
    /// # use ferriscloud_compute::servers::{Server, Servers, Status};
    /// # async fn example(servers: Servers, web: Server) -> ferriscloud_compute::Result<()> {
    /// servers.resize(&web, "m1.large").await?;
    /// servers.wait_for(&web, Status::VerifyResize).await?;
    /// servers.confirm_resize(&web).await?;
    /// let web = servers.wait_for(&web, Status::Active).await?;
    /// # Ok(()) }
    /// ```
    pub fn resize(&self, server: impl Into<ServerId>, to: impl Into<ResizeServer>) -> Call<()> {
        self.0.action(server.into(), "resize", &to.into())
    }

    /// Keeps the new flavor:
    /// [`confirmResize`](https://docs.openstack.org/api-ref/compute/#confirm-resized-server-confirmresize-action).
    pub fn confirm_resize(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.action(server.into(), "confirmResize", &())
    }

    /// Goes back to the old flavor:
    /// [`revertResize`](https://docs.openstack.org/api-ref/compute/#revert-resized-server-revertresize-action).
    pub fn revert_resize(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.action(server.into(), "revertResize", &())
    }

    /// Makes a server anew from an image, in its place and with its addresses:
    /// [`rebuild`](https://docs.openstack.org/api-ref/compute/#rebuild-server-rebuild-action).
    pub fn rebuild(&self, server: impl Into<ServerId>, from: &RebuildServer) -> Call<Server> {
        let path = self.0.path_of(&server.into()).then("action");
        let request = Request::new(Method::POST, path, Operation("rebuild", "server"));
        self.0
            .one(request.envelope("rebuild", from))
            .since(from.needs())
    }

    /// Makes an image of a server; a snapshot of its volume, where it boots from one. Since 2.45:
    /// [`createImage`](https://docs.openstack.org/api-ref/compute/#create-image-createimage-action).
    pub fn create_image(
        &self,
        server: impl Into<ServerId>,
        image: &CreateImage,
    ) -> Call<Id<kind::Image>> {
        let create = self.0.action(server.into(), "createImage", image);
        create.since(IMAGE_ID).under("image_id").extract()
    }

    /// Makes an image of a server, and deletes the oldest of its sort. Since 2.45:
    /// [`createBackup`](https://docs.openstack.org/api-ref/compute/#create-server-back-up-createbackup-action).
    pub fn create_backup(
        &self,
        server: impl Into<ServerId>,
        backup: &CreateBackup,
    ) -> Call<Id<kind::Image>> {
        let create = self.0.action(server.into(), "createBackup", backup);
        create.since(IMAGE_ID).under("image_id").extract()
    }

    /// Changes the password of a server's administrator, where the guest lets Nova do that:
    /// [`changePassword`](https://docs.openstack.org/api-ref/compute/#change-administrative-password-changepassword-action).
    pub fn change_password(&self, server: impl Into<ServerId>, password: &Secret) -> Call<()> {
        let body = Password {
            admin_password: password,
        };
        self.0.action(server.into(), "changePassword", &body)
    }

    /// Makes a server's operating system write a dump of itself, and crash, by an interrupt that it has to be
    /// prepared for. Since 2.17:
    /// [`trigger_crash_dump`](https://docs.openstack.org/api-ref/compute/#trigger-crash-dump-in-server).
    pub fn trigger_crash_dump(&self, server: impl Into<ServerId>) -> Call<()> {
        let dump = self.0.action(server.into(), "trigger_crash_dump", &());
        dump.since(Microversion(2, 17))
    }

    /// Shows the last lines of a server's console; all of them, where no number is given:
    /// [`os-getConsoleOutput`](https://docs.openstack.org/api-ref/compute/#show-console-output-os-getconsoleoutput-action).
    pub fn console_output(
        &self,
        server: impl Into<ServerId>,
        lines: impl Into<Option<u32>>,
    ) -> Call<String> {
        let body: BTreeMap<_, _> = lines
            .into()
            .map(|lines| ("length", lines))
            .into_iter()
            .collect();
        let output = self.0.action(server.into(), "os-getConsoleOutput", &body);
        output.under("output").extract()
    }

    /// Gives all ports of a server one more security group, by its name or id:
    /// [`addSecurityGroup`](https://docs.openstack.org/api-ref/compute/#add-security-group-to-a-server-addsecuritygroup-action).
    pub fn add_security_group(&self, server: impl Into<ServerId>, group: &str) -> Call<()> {
        let body = BTreeMap::from([("name", group)]);
        self.0.action(server.into(), "addSecurityGroup", &body)
    }

    /// Takes a security group from all ports of a server, by its name or id:
    /// [`removeSecurityGroup`](https://docs.openstack.org/api-ref/compute/#remove-security-group-from-a-server-removesecuritygroup-action).
    pub fn remove_security_group(&self, server: impl Into<ServerId>, group: &str) -> Call<()> {
        let body = BTreeMap::from([("name", group)]);
        self.0.action(server.into(), "removeSecurityGroup", &body)
    }

    /// Deletes a server at once, where the cloud would keep deleted ones for a while:
    /// [`forceDelete`](https://docs.openstack.org/api-ref/compute/#force-delete-server-forcedelete-action).
    pub fn force_delete(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.action(server.into(), "forceDelete", &())
    }

    /// Brings a deleted server back, where the cloud keeps deleted ones for a while:
    /// [`restore`](https://docs.openstack.org/api-ref/compute/#restore-soft-deleted-instance-restore-action).
    pub fn restore(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.action(server.into(), "restore", &())
    }
}
