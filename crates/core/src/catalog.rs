//! The services of a cloud, and where they are.

mod endpoint;
mod interface;
mod missing;
mod service_types;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Deserializer, Serialize};

use crate::error::Result;
use crate::lenient;

pub use endpoint::CatalogEndpoint;
pub use interface::Interface;
pub use service_types::family;
pub(crate) use service_types::{is_outdated, version_of};

/// The catalog that comes with a token.
///
/// It decodes from the list `catalog` of a v3 token. What cannot be understood in it is left out, for one
/// odd endpoint must not cost the others; null is an empty catalog.
///
/// ```
/// use ferriscloud_core::catalog::{Catalog, EndpointQuery};
///
/// let catalog: Catalog = serde_json::from_str(r#"[{
///     "type": "volumev3", "name": "cinder",
///     "endpoints": [{"interface": "public", "region": "north", "url": "https://volume.example.com/v3"}]
/// }]"#)?;
/// let query = EndpointQuery { region: Some("north".into()), ..EndpointQuery::new("block-storage") };
/// assert_eq!(catalog.endpoint(&query)?, "https://volume.example.com/v3");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, Serialize)]
#[serde(transparent)]
pub struct Catalog {
    services: Vec<CatalogEntry>,
}

/// One service of the catalog.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CatalogEntry {
    /// Its id.
    #[serde(deserialize_with = "lenient::or_default")]
    pub id: String,
    /// Its type, as this cloud calls it: `compute`, `volumev3`.
    #[serde(rename = "type", deserialize_with = "lenient::or_default")]
    pub service_type: String,
    /// Its name: `nova`.
    #[serde(deserialize_with = "lenient::or_default")]
    pub name: String,
    /// Its addresses.
    #[serde(deserialize_with = "endpoint::list")]
    pub endpoints: Vec<CatalogEndpoint>,
}

/// Which endpoint of the catalog is wanted.
#[derive(Debug, Clone, Default)]
pub struct EndpointQuery {
    /// The service's type: the official one, or an alias of it; any where it is empty.
    pub service_type: String,
    /// The service's name, where there are several of the type.
    pub service_name: Option<String>,
    /// The region, by name or id; any where it is not said.
    pub region: Option<String>,
    /// The interfaces that will do, the preferred one first; public where there are none.
    pub interfaces: Vec<Interface>,
}

impl Catalog {
    /// The services, in the order of the cloud.
    pub fn entries(&self) -> &[CatalogEntry] {
        &self.services
    }

    /// The address of the endpoint that fits best.
    ///
    /// The service is known by the type asked for, else by the official type, else by its aliases in the
    /// order of the [service-types authority]; then comes the preference among interfaces, then the order
    /// of the catalog. Block storage is never found at an address of its versions 1 or 2.
    ///
    /// [service-types authority]: https://service-types.openstack.org/
    ///
    /// # Errors
    /// [`ErrorKind::Endpoint`](crate::ErrorKind::Endpoint) if none fits, with what was asked for and what
    /// there is instead.
    pub fn endpoint(&self, query: &EndpointQuery) -> Result<String> {
        for service_type in service_types::candidates(&query.service_type) {
            for interface in query.interfaces() {
                let fitting = self.of_type(service_type).find(|(service, endpoint)| {
                    endpoint.interface == *interface
                        && query.fits(service, endpoint)
                        && !is_outdated(service_type, &endpoint.url)
                });
                if let Some((_, endpoint)) = fitting {
                    return Ok(endpoint.url.clone());
                }
            }
        }
        Err(missing::error(self, query))
    }

    /// All endpoints that fit as well as the best does: of one type, and of one interface.
    ///
    /// Unlike [`endpoint`](Self::endpoint) it leaves nothing out for the version of its API.
    pub fn matching(&self, query: &EndpointQuery) -> Vec<(&CatalogEntry, &CatalogEndpoint)> {
        let types = match query.service_type.as_str() {
            "" => self.types(),
            one => service_types::candidates(one),
        };
        let mut matching = Vec::new();
        for service_type in types {
            let of_interface = |interface: &Interface| -> Vec<_> {
                let all = self.of_type(service_type);
                all.filter(|(service, endpoint)| {
                    endpoint.interface == *interface && query.fits(service, endpoint)
                })
                .collect()
            };
            let best = query.interfaces().iter().map(of_interface);
            matching.extend(
                best.into_iter()
                    .find(|fitting| !fitting.is_empty())
                    .into_iter()
                    .flatten(),
            );
            if !matching.is_empty() && !query.service_type.is_empty() {
                break;
            }
        }
        matching
    }

    /// The first of the endpoints that [match](Self::matching).
    ///
    /// # Errors
    /// [`ErrorKind::Endpoint`](crate::ErrorKind::Endpoint) if there is none, with what there is instead.
    pub fn first(&self, query: &EndpointQuery) -> Result<&CatalogEndpoint> {
        let first = self.matching(query).into_iter().next();
        first.map_or_else(
            || Err(missing::error(self, query)),
            |(_, endpoint)| Ok(endpoint),
        )
    }

    /// The types of its services, each once.
    fn types(&self) -> Vec<&str> {
        let mut types: Vec<&str> = Vec::new();
        for service in &self.services {
            if !types.contains(&service.service_type.as_str()) {
                types.push(&service.service_type);
            }
        }
        types
    }

    fn of_type(
        &self,
        service_type: &str,
    ) -> impl Iterator<Item = (&CatalogEntry, &CatalogEndpoint)> {
        self.services
            .iter()
            .filter(move |service| service.service_type == service_type)
            .flat_map(|service| service.endpoints.iter().map(move |one| (service, one)))
    }
}

impl EndpointQuery {
    /// Any public endpoint of this type of service.
    pub fn new(service_type: impl Into<String>) -> Self {
        Self {
            service_type: service_type.into(),
            ..Self::default()
        }
    }

    fn interfaces(&self) -> &[Interface] {
        match self.interfaces.as_slice() {
            [] => &[Interface::Public],
            some => some,
        }
    }

    fn fits(&self, service: &CatalogEntry, endpoint: &CatalogEndpoint) -> bool {
        let Self {
            service_type: _,
            service_name,
            region,
            interfaces: _,
        } = self;
        let is_there = !endpoint.url.is_empty();
        // Catalogs of old have no names.
        let is_named = |name: &String| service.name.is_empty() || *name == service.name;
        let is_in = |region: &String| endpoint.region == *region || endpoint.region_id == *region;
        is_there && service_name.as_ref().is_none_or(is_named) && region.as_ref().is_none_or(is_in)
    }
}

impl<'de> Deserialize<'de> for Catalog {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let services = lenient::list(deserializer)?;
        Ok(Self { services })
    }
}
