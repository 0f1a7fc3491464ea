//! Interfaces: the ports that connect a server to networks.

use std::net::IpAddr;

use ferriscloud_core::paging::{Paging, Single};
use ferriscloud_core::{
    Call, Collection, Id, Listing, Microversion, Resource, Verdict, Wait, kind, lenient,
};
use serde::{Deserialize, Serialize};

/// The id of an interface: that of its port.
pub type PortId = Id<kind::Port>;

/// An interface of a server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Interface {
    /// The port.
    pub port_id: PortId,
    /// The network.
    #[serde(rename = "net_id", default, deserialize_with = "lenient::or_none")]
    pub network_id: Option<Id<kind::Network>>,
    /// The hardware address.
    #[serde(rename = "mac_addr", default, deserialize_with = "lenient::or_default")]
    pub mac: String,
    /// How the port is, such as `ACTIVE`.
    #[serde(rename = "port_state", default, deserialize_with = "lenient::or_default")]
    pub state: String,
    /// Its addresses.
    #[serde(default, deserialize_with = "lenient::list")]
    pub fixed_ips: Vec<FixedIp>,
    /// The tag that the server sees it under. Since 2.70.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub tag: Option<String>,
}

impl Resource for Interface {
    type Kind = kind::Port;
    const PATH: &'static str = "os-interface";
    const KEY: &'static str = "interfaceAttachment";
    const KEYS: &'static str = "interfaceAttachments";
    const PAGING: &'static dyn Paging = &Single;

    fn id(&self) -> &PortId {
        &self.port_id
    }
}

/// An address of an interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixedIp {
    /// The address.
    #[serde(rename = "ip_address")]
    pub ip: IpAddr,
    /// The subnet that it is of; to attach, it need not be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subnet_id: Option<String>,
}

/// What a new interface is made of: a network or a port, or neither where the project has one network.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AttachInterface {
    /// The network, in which Nova makes a port.
    #[serde(rename = "net_id", skip_serializing_if = "Option::is_none")]
    pub network: Option<Id<kind::Network>>,
    /// The port, instead of a network.
    #[serde(rename = "port_id", skip_serializing_if = "Option::is_none")]
    pub port: Option<PortId>,
    /// The addresses on the network; any, where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fixed_ips: Vec<FixedIp>,
    /// The tag that the server sees it under. Since 2.49.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
}

/// The interfaces of one server.
#[derive(Debug, Clone)]
pub struct Interfaces(pub(crate) Collection<Interface>);

impl Interfaces {
    /// Lists the interfaces of the server:
    /// [`GET /servers/{id}/os-interface`](https://docs.openstack.org/api-ref/compute/#list-port-interfaces).
    pub fn list(&self) -> Listing<Interface> {
        self.0.list(&())
    }

    /// Shows one interface:
    /// [`GET /servers/{id}/os-interface/{port}`](https://docs.openstack.org/api-ref/compute/#show-port-interface-details).
    pub fn get(&self, port: impl Into<PortId>) -> Call<Interface> {
        self.0.get(port.into())
    }

    /// Gives the server one more interface:
    /// [`POST /servers/{id}/os-interface`](https://docs.openstack.org/api-ref/compute/#create-interface).
    pub fn create(&self, interface: &AttachInterface) -> Call<Interface> {
        let tag = interface.tag.as_ref().map(|_| Microversion(2, 49));
        self.0.create(interface).since(tag)
    }

    /// Takes an interface away, which takes its time; then [wait for it](Self::wait_gone):
    /// [`DELETE /servers/{id}/os-interface/{port}`](https://docs.openstack.org/api-ref/compute/#detach-interface).
    pub fn delete(&self, port: impl Into<PortId>) -> Call<()> {
        self.0.delete(port.into())
    }

    /// Waits until an interface that was taken away is gone:
    /// [`GET /servers/{id}/os-interface/{port}`](https://docs.openstack.org/api-ref/compute/#show-port-interface-details).
    pub fn wait_gone(&self, port: impl Into<PortId>) -> Wait<Interface, ()> {
        let (interfaces, port) = (self.0.clone(), port.into());
        let poll = move || interfaces.get(port.clone());
        Wait::until_gone(poll, |_| Verdict::Pending)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn interfaces_decode() {
        let interface = json!({
            "net_id": "n", "port_id": "p", "mac_addr": "fa:16", "port_state": "ACTIVE", "tag": null,
            "fixed_ips": [{"subnet_id": "s", "ip_address": "10.0.0.4"}, "odd"]
        });
        let interface: Interface = from_value(interface).unwrap();
        assert_eq!(
            (interface.port_id.as_str(), interface.mac.as_str()),
            ("p", "fa:16")
        );
        assert_eq!(interface.fixed_ips.len(), 1);
    }

    #[test]
    fn what_is_sent() {
        let attach = AttachInterface {
            network: Some("n".into()),
            fixed_ips: vec![FixedIp {
                ip: [10, 0, 0, 9].into(),
                subnet_id: None,
            }],
            ..AttachInterface::default()
        };
        let sent = json!({"net_id": "n", "fixed_ips": [{"ip_address": "10.0.0.9"}]});
        assert_eq!(to_value(attach).unwrap(), sent);
        assert_eq!(to_value(AttachInterface::default()).unwrap(), json!({}));
    }
}
