//! What an operator can do to a server.

use ferriscloud_core::{Call, Microversion, Secret};
use serde::Serialize;

use super::{ServerId, Servers};

/// Where a server is to go while it runs.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LiveMigrateServer {
    /// The host; the scheduler's choice where this is not said. Since 2.30, when the scheduler began to check it.
    pub host: Option<String>,
    /// Whether its disks are copied too; where this is not said, they are unless the hosts share them.
    #[serde(serialize_with = "or_auto")]
    pub block_migration: Option<bool>,
}

/// Where a server is to be made anew, now that its host is down.
///
/// Its `Serialize` shows the password: it is what is sent.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EvacuateServer {
    /// The host; the scheduler's choice where this is not said. Since 2.29, when the scheduler began to check it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The password of its administrator; a random one where this is not said.
    #[serde(rename = "adminPass", skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "Secret::send_some")]
    pub admin_password: Option<Secret>,
}

/// What Nova shall take a server for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ResetState {
    /// As good as new.
    Active,
    /// In error.
    Error,
}

fn or_auto<S: serde::Serializer>(yes: &Option<bool>, serializer: S) -> Result<S::Ok, S::Error> {
    match yes {
        Some(yes) => serializer.serialize_bool(*yes),
        None => serializer.serialize_str("auto"),
    }
}

/// The actions of operators; a state that does not fit is an
/// [`is_conflict`](ferriscloud_core::Error::is_conflict) error.
impl Servers {
    /// Moves a server to another host, and stops it for that; then wait for `VerifyResize`, and confirm or revert:
    /// [`migrate`](https://docs.openstack.org/api-ref/compute/#migrate-server-migrate-action).
    ///
    /// To which host can be said since 2.56.
    pub fn migrate(&self, server: impl Into<ServerId>, host: Option<&str>) -> Call<()> {
        #[derive(Serialize)]
        struct To<'a> {
            host: &'a str,
        }
        let to = host.map(|host| To { host });
        let migrate = self.0.action(server.into(), "migrate", &to);
        migrate.since(host.map(|_| Microversion(2, 56)))
    }

    /// Moves a server to another host while it runs. Since 2.25:
    /// [`os-migrateLive`](https://docs.openstack.org/api-ref/compute/#live-migrate-server-os-migratelive-action).
    pub fn live_migrate(&self, server: impl Into<ServerId>, to: &LiveMigrateServer) -> Call<()> {
        let checked = if to.host.is_some() { 30 } else { 25 };
        let migrate = self.0.action(server.into(), "os-migrateLive", to);
        migrate.since(Microversion(2, checked))
    }

    /// Makes a server anew on another host, after its own went down; since 2.95 it stays stopped there. Since 2.14:
    /// [`evacuate`](https://docs.openstack.org/api-ref/compute/#evacuate-server-evacuate-action).
    pub fn evacuate(&self, server: impl Into<ServerId>, to: &EvacuateServer) -> Call<()> {
        let checked = if to.host.is_some() { 29 } else { 14 };
        let evacuate = self.0.action(server.into(), "evacuate", to);
        evacuate.since(Microversion(2, checked))
    }

    /// Makes Nova take a server for another state, and does nothing else:
    /// [`os-resetState`](https://docs.openstack.org/api-ref/compute/#reset-server-state-os-resetstate-action).
    pub fn reset_state(&self, server: impl Into<ServerId>, state: ResetState) -> Call<()> {
        #[derive(Serialize)]
        struct To {
            state: ResetState,
        }
        self.0.action(server.into(), "os-resetState", &To { state })
    }

    /// Writes a server's network settings into it once more, where the hypervisor can do that:
    /// [`injectNetworkInfo`](https://docs.openstack.org/api-ref/compute/#inject-network-information-injectnetworkinfo-action).
    pub fn inject_network_info(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.action(server.into(), "injectNetworkInfo", &())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn what_is_sent() {
        let anywhere = to_value(LiveMigrateServer::default()).unwrap();
        assert_eq!(anywhere, json!({"host": null, "block_migration": "auto"}));
        let there = LiveMigrateServer {
            host: Some("c2".into()),
            block_migration: Some(false),
        };
        let there = to_value(there).unwrap();
        assert_eq!(there, json!({"host": "c2", "block_migration": false}));
        let evacuate = EvacuateServer {
            admin_password: Some("sesame".into()),
            ..EvacuateServer::default()
        };
        assert_eq!(to_value(evacuate).unwrap(), json!({"adminPass": "sesame"}));
        assert_eq!(to_value(ResetState::Error).unwrap(), "error");
    }
}
