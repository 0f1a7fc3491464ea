//! Availability zones: the parts of a cloud that fail apart.

use std::collections::BTreeMap;

use ferriscloud_core::paging::Single;
use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{Client, Listing, Operation, Path, Request, lenient};
use http::Method;
use serde::{Deserialize, Serialize};

/// An availability zone.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AvailabilityZone {
    /// The name.
    #[serde(rename = "zoneName")]
    pub name: String,
    /// Whether it can be used.
    #[serde(rename = "zoneState", default, deserialize_with = "lenient::or_default")]
    pub state: State,
    /// Its hosts, with what runs on each: for administrators alone.
    #[serde(default, deserialize_with = "lenient::map")]
    pub hosts: BTreeMap<String, BTreeMap<String, ServiceState>>,
}

/// Whether an availability zone can be used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct State {
    /// Whether any of its hosts can be used.
    #[serde(deserialize_with = "lenient::or_default")]
    pub available: bool,
}

/// How a part of Nova is on a host.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ServiceState {
    /// Whether it may be used.
    #[serde(deserialize_with = "lenient::or_default")]
    pub active: bool,
    /// Whether it is alive.
    #[serde(deserialize_with = "lenient::or_default")]
    pub available: bool,
    /// When it last said so.
    #[serde(deserialize_with = "time::lenient")]
    pub updated_at: Option<Timestamp>,
}

/// The availability zones of a cloud.
#[derive(Debug, Clone)]
pub struct AvailabilityZones(pub(crate) Client);

impl AvailabilityZones {
    /// Lists availability zones:
    /// [`GET /os-availability-zone`](https://docs.openstack.org/api-ref/compute/#get-availability-zone-information).
    pub fn list(&self) -> Listing<AvailabilityZone> {
        self.at("os-availability-zone")
    }

    /// Lists availability zones with their hosts, which takes an administrator:
    /// [`GET /os-availability-zone/detail`](https://docs.openstack.org/api-ref/compute/#get-detailed-availability-zone-information).
    pub fn list_with_hosts(&self) -> Listing<AvailabilityZone> {
        self.at("os-availability-zone/detail")
    }

    fn at(&self, path: &'static str) -> Listing<AvailabilityZone> {
        let operation = Operation("list", "availability zones");
        let request = Request::new(Method::GET, Path::fixed(path), operation);
        self.0.listing(request, "availabilityZoneInfo", &Single)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    #[test]
    fn zones_decode_with_and_without_hosts() {
        let zone = json!({"zoneName": "nova", "zoneState": {"available": true}, "hosts": null});
        let zone: AvailabilityZone = from_value(zone).unwrap();
        assert!(zone.state.available && zone.hosts.is_empty());
        let zone = json!({"zoneName": "nova", "hosts": {"one": {"nova-compute": {
            "available": true, "active": false, "updated_at": "2026-11-24T05:52:10.199504"
        }}}});
        let zone: AvailabilityZone = from_value(zone).unwrap();
        let service = zone.hosts["one"]["nova-compute"];
        assert!(service.available && !service.active && service.updated_at.is_some());
    }
}
