//! What else Nova tells of one server.

use std::collections::BTreeMap;

use ferriscloud_core::{Call, Microversion, Operation, Request};
use http::Method;

use super::{Address, Diagnostics, FullSecurityGroup, ServerId, Servers, Topology};

impl Servers {
    /// Shows what the hypervisor measures of a running server: for administrators, where nothing else is set up.
    /// Since 2.48:
    /// [`GET /servers/{id}/diagnostics`](https://docs.openstack.org/api-ref/compute/#show-server-diagnostics).
    pub fn diagnostics(&self, server: impl Into<ServerId>) -> Call<Diagnostics> {
        let read = self.part(Method::GET, &server.into(), "get", "diagnostics");
        read.since(Microversion(2, 48)).extract()
    }

    /// Shows on which parts of its host a server runs. Since 2.78:
    /// [`GET /servers/{id}/topology`](https://docs.openstack.org/api-ref/compute/#show-server-topology).
    pub fn topology(&self, server: impl Into<ServerId>) -> Call<Topology> {
        let read = self.part(Method::GET, &server.into(), "get", "topology");
        read.since(Microversion(2, 78)).extract()
    }

    /// Shows a server's addresses, by the names of its networks:
    /// [`GET /servers/{id}/ips`](https://docs.openstack.org/api-ref/compute/#list-ips).
    pub fn addresses(&self, server: impl Into<ServerId>) -> Call<BTreeMap<String, Vec<Address>>> {
        let read = self.part(Method::GET, &server.into(), "get", "ips");
        read.under("addresses").extract()
    }

    /// Shows a server's addresses on one network, under its name:
    /// [`GET /servers/{id}/ips/{network}`](https://docs.openstack.org/api-ref/compute/#show-ip-details).
    pub fn addresses_on(
        &self,
        server: impl Into<ServerId>,
        network: &str,
    ) -> Call<BTreeMap<String, Vec<Address>>> {
        let path = self.0.path_of(&server.into()).then("ips").segment(network);
        let request = Request::new(Method::GET, path, Operation("get", "server ips"));
        self.0.call(request).extract()
    }

    /// Shows a server's security groups with their rules:
    /// [`GET /servers/{id}/os-security-groups`](https://docs.openstack.org/api-ref/compute/#list-security-groups-by-server).
    pub fn security_groups(&self, server: impl Into<ServerId>) -> Call<Vec<FullSecurityGroup>> {
        let read = self.part(Method::GET, &server.into(), "list", "os-security-groups");
        read.under("security_groups").extract()
    }

    /// Shows the password that the guest made for its administrator, encrypted for the server's keypair and in
    /// Base64; empty where it made none:
    /// [`GET /servers/{id}/os-server-password`](https://docs.openstack.org/api-ref/compute/#show-server-password).
    pub fn password(&self, server: impl Into<ServerId>) -> Call<String> {
        let read = self.part(Method::GET, &server.into(), "get", "os-server-password");
        read.under("password").extract()
    }

    /// Makes Nova forget that password; the guest's stays:
    /// [`DELETE /servers/{id}/os-server-password`](https://docs.openstack.org/api-ref/compute/#clear-admin-password).
    pub fn clear_password(&self, server: impl Into<ServerId>) -> Call<()> {
        self.part(
            Method::DELETE,
            &server.into(),
            "clear",
            "os-server-password",
        )
    }

    fn part(
        &self,
        method: Method,
        server: &ServerId,
        verb: &'static str,
        part: &'static str,
    ) -> Call<()> {
        let path = self.0.path_of(server).then(part);
        self.0
            .call(Request::new(method, path, Operation(verb, part)))
    }
}
