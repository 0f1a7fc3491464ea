//! What a new server is connected to.

use std::net::IpAddr;

use ferriscloud_core::{Id, Microversion, kind};
use serde::Serialize;

/// What a new server is connected to.
///
/// ```
/// use ferriscloud_compute::servers::{Networks, ServerNetwork};
///
/// let both = Networks::from([ServerNetwork::of("front"), ServerNetwork::port("p-1")]);
/// assert_eq!(
///     serde_json::to_string(&both)?,
///     r#"[{"uuid":"front"},{"port":"p-1"}]"#
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Networks {
    /// The project's only network; one is made where there is none and the cloud can. Since 2.37.
    #[default]
    Auto,
    /// Nothing. Since 2.37.
    None,
    /// These, in this order.
    #[serde(untagged)]
    List(Vec<ServerNetwork>),
}

impl Networks {
    pub(super) fn needs(&self) -> Option<Microversion> {
        match self {
            Self::Auto | Self::None => Some(Microversion(2, 37)),
            Self::List(networks) => networks
                .iter()
                .any(|network| network.tag.is_some())
                .then_some(Microversion(2, 42)),
        }
    }
}

impl<const N: usize> From<[ServerNetwork; N]> for Networks {
    fn from(networks: [ServerNetwork; N]) -> Self {
        Self::List(networks.into())
    }
}

/// One connection of a new server: to a network, or by a port that there is already.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ServerNetwork {
    /// The network, in which Nova makes a port.
    #[serde(rename = "uuid", skip_serializing_if = "Option::is_none")]
    pub network: Option<Id<kind::Network>>,
    /// The port, instead of a network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<Id<kind::Port>>,
    /// The address that the server gets on the network; any, where this is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed_ip: Option<IpAddr>,
    /// The tag that the server sees it under. Since 2.42.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
}

impl ServerNetwork {
    /// A connection to a network.
    pub fn of(network: impl Into<Id<kind::Network>>) -> Self {
        Self {
            network: Some(network.into()),
            ..Self::default()
        }
    }

    /// A connection by a port that there is already.
    pub fn port(port: impl Into<Id<kind::Port>>) -> Self {
        Self {
            port: Some(port.into()),
            ..Self::default()
        }
    }
}
