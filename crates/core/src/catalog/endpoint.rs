//! The addresses of a service, as both versions of Keystone's API write them.

use serde::{Deserialize, Deserializer, Serialize};

use super::Interface;
use crate::lenient;

/// One address of a service.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct CatalogEndpoint {
    /// Its id.
    pub id: String,
    /// For whom it is.
    pub interface: Interface,
    /// The region it is in, by name; empty where it is in none.
    pub region: String,
    /// The region it is in, by id; empty where it is in none.
    pub region_id: String,
    /// The address.
    pub url: String,
}

/// An endpoint of the v3 API; or of v2.0, where one entry has an address for each interface.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Written {
    #[serde(deserialize_with = "lenient::or_default")]
    id: String,
    interface: Option<Interface>,
    #[serde(deserialize_with = "lenient::or_default")]
    region: String,
    #[serde(deserialize_with = "lenient::or_default")]
    region_id: String,
    url: Option<String>,
    #[serde(rename = "publicURL")]
    public_url: Option<String>,
    #[serde(rename = "internalURL")]
    internal_url: Option<String>,
    #[serde(rename = "adminURL")]
    admin_url: Option<String>,
}

/// The endpoints that can be used: those that say for whom they are, and where.
pub(super) fn list<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<CatalogEndpoint>, D::Error> {
    let written: Vec<Written> = lenient::list(deserializer)?;
    Ok(written.into_iter().flat_map(Written::endpoints).collect())
}

impl Written {
    fn endpoints(self) -> impl Iterator<Item = CatalogEndpoint> {
        let Self {
            id,
            interface,
            region,
            region_id,
            url,
            public_url,
            internal_url,
            admin_url,
        } = self;
        let addresses = [
            (interface, url),
            (Some(Interface::Public), public_url),
            (Some(Interface::Internal), internal_url),
            (Some(Interface::Admin), admin_url),
        ];
        addresses.into_iter().filter_map(move |(interface, url)| {
            Some(CatalogEndpoint {
                id: id.clone(),
                interface: interface?,
                region: region.clone(),
                region_id: region_id.clone(),
                url: url?,
            })
        })
    }
}
