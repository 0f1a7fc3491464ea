//! Waiting for servers.

use ferriscloud_core::Wait;

use super::{CreateServer, Server, ServerId, Servers, Status, status};

/// Waits: 10 minutes at most where [`within`](Wait::within) does not say otherwise. A server in error ends the hope,
/// with what went wrong.
impl Servers {
    /// Waits until a server has a status:
    /// [`GET /servers/{id}`](https://docs.openstack.org/api-ref/compute/#show-server-details).
    ///
    /// `Active` and `Shutoff` count once nothing is being done to it any more.
    pub fn wait_for(&self, server: impl Into<ServerId>, status: Status) -> Wait<Server> {
        let (servers, server) = (self.0.clone(), server.into());
        let poll = move || servers.get(server.clone());
        Wait::until(status.to_string(), poll, move |server: &Server| {
            status::verdict(server, &status)
        })
    }

    /// Waits until a server that was deleted is gone:
    /// [`GET /servers/{id}`](https://docs.openstack.org/api-ref/compute/#show-server-details).
    pub fn wait_gone(&self, server: impl Into<ServerId>) -> Wait<Server, ()> {
        let (servers, server) = (self.0.clone(), server.into());
        let poll = move || servers.get(server.clone());
        Wait::until_gone(poll, status::gone)
    }

    /// Boots a server, and waits until it is active; the password of its administrator is kept:
    /// [`POST /servers`](https://docs.openstack.org/api-ref/compute/#create-server).
    ///
    /// A server that does not become active is there all the same: the error has its address.
    pub fn create_and_wait(&self, server: &CreateServer) -> Wait<Server> {
        let (servers, create) = (self.clone(), self.create(server));
        Wait::after(Status::Active.to_string(), create, move |made| {
            let wait = servers.wait_for(&made, Status::Active);
            wait.map(|server| Server {
                admin_password: made.admin_password,
                ..server
            })
        })
    }

    /// Deletes a server, and waits until it is gone:
    /// [`DELETE /servers/{id}`](https://docs.openstack.org/api-ref/compute/#delete-server).
    pub fn delete_and_wait(&self, server: impl Into<ServerId>) -> Wait<Server, ()> {
        let server = server.into();
        let (delete, gone) = (self.delete(&server), self.wait_gone(&server));
        Wait::after("gone", delete, |()| gone)
    }
}
