//! The services of a cloud, and where they are.

mod service_types;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, ErrorKind, Result};
use crate::lenient;

/// The catalog that comes with a token.
#[derive(Debug, Clone, Default)]
pub struct Catalog(Vec<CatalogEntry>);

/// One service of the catalog.
#[derive(Debug, Clone, Default, Deserialize)]
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
    #[serde(deserialize_with = "lenient::list")]
    pub endpoints: Vec<CatalogEndpoint>,
}

/// One address of a service.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CatalogEndpoint {
    /// Its id.
    #[serde(deserialize_with = "lenient::or_default")]
    pub id: String,
    /// For whom it is.
    pub interface: Interface,
    /// The region it is in, by name.
    #[serde(deserialize_with = "lenient::or_default")]
    pub region: String,
    /// The region it is in, by id.
    #[serde(deserialize_with = "lenient::or_default")]
    pub region_id: String,
    /// The address.
    #[serde(deserialize_with = "lenient::or_default")]
    pub url: String,
}

/// For whom an endpoint is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Interface {
    /// For everybody.
    #[default]
    Public,
    /// For those inside.
    Internal,
    /// For administrators; hardly in use any more.
    Admin,
}

/// Which endpoint of the catalog is wanted.
#[derive(Debug, Clone, Default)]
pub struct EndpointQuery {
    /// The service's type, official or an alias.
    pub service_type: String,
    /// The service's name, where there are several of the type.
    pub service_name: Option<String>,
    /// The region, by name or id.
    pub region: Option<String>,
    /// The interfaces that will do, the preferred one first; public where there are none.
    pub interfaces: Vec<Interface>,
}

impl Catalog {
    /// The services.
    pub fn entries(&self) -> &[CatalogEntry] {
        &self.0
    }

    /// The address of the endpoint that fits best: by type before alias, then by interface.
    ///
    /// # Errors
    /// [`ErrorKind::Endpoint`] if none fits, with what there is instead.
    pub fn endpoint(&self, query: &EndpointQuery) -> Result<String> {
        let interfaces = match query.interfaces.as_slice() {
            [] => &[Interface::Public],
            some => some,
        };
        for service_type in service_types::candidates(&query.service_type) {
            for interface in interfaces {
                let fitting = self.of_type(service_type).filter(|(entry, endpoint)| {
                    endpoint.interface == *interface
                        && query
                            .service_name
                            .as_ref()
                            .is_none_or(|name| *name == entry.name)
                        && query
                            .region
                            .as_ref()
                            .is_none_or(|region| endpoint.is_in(region))
                        && service_types::is_current(service_type, &endpoint.url)
                });
                if let Some((_, endpoint)) = fitting.into_iter().next() {
                    return Ok(endpoint.url.clone());
                }
            }
        }
        Err(self.missing(query, interfaces))
    }

    fn of_type<'a>(
        &'a self,
        service_type: &'a str,
    ) -> impl Iterator<Item = (&'a CatalogEntry, &'a CatalogEndpoint)> {
        let entries = self
            .0
            .iter()
            .filter(move |entry| entry.service_type == service_type);
        entries.flat_map(|entry| {
            entry
                .endpoints
                .iter()
                .map(move |endpoint| (entry, endpoint))
        })
    }

    fn missing(&self, query: &EndpointQuery, interfaces: &[Interface]) -> Error {
        let mut wanted: Vec<_> = interfaces
            .iter()
            .map(|interface| format!("{interface} interface"))
            .collect();
        wanted.extend(
            query
                .region
                .as_ref()
                .map(|region| format!("region {region:?}")),
        );
        wanted.extend(
            query
                .service_name
                .as_ref()
                .map(|name| format!("name {name:?}")),
        );
        let types = service_types::candidates(&query.service_type);
        let mut there: Vec<_> = types
            .iter()
            .flat_map(|service_type| self.of_type(service_type))
            .map(|(entry, endpoint)| {
                format!(
                    "{} {} in {}",
                    entry.name, endpoint.interface, endpoint.region
                )
            })
            .collect();
        if there.is_empty() {
            there = self
                .0
                .iter()
                .map(|entry| entry.service_type.clone())
                .collect();
        }
        there.sort();
        there.dedup();
        let what = format!(
            "the catalog has no endpoint of type {:?} ({}); it has: {}",
            query.service_type,
            wanted.join(", "),
            there.join(", ")
        );
        ErrorKind::Endpoint(what).into()
    }
}

impl CatalogEndpoint {
    fn is_in(&self, region: &str) -> bool {
        self.region == region || self.region_id == region
    }
}

impl<'de> Deserialize<'de> for Catalog {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        lenient::list(deserializer).map(Self)
    }
}

impl FromStr for Interface {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text.strip_suffix("URL").unwrap_or(text) {
            "public" => Ok(Self::Public),
            "internal" => Ok(Self::Internal),
            "admin" => Ok(Self::Admin),
            _ => Err(ErrorKind::Config(format!(
                "{text:?} is no interface: public, internal and admin are"
            ))
            .into()),
        }
    }
}

impl fmt::Display for Interface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Admin => "admin",
        })
    }
}

impl Serialize for Interface {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Interface {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> Catalog {
        let endpoint = |interface: &str, region: &str, url: &str| serde_json::json!({"interface": interface, "region": region, "region_id": region, "url": url});
        serde_json::from_value(serde_json::json!([
            {"type": "compute", "name": "nova", "endpoints": [
                endpoint("public", "one", "http://one"), endpoint("public", "two", "http://two"),
                endpoint("internal", "two", "http://inside"), {"interface": "odd", "url": 7}]},
            {"type": "volumev2", "name": "cinderv2", "endpoints": [endpoint("public", "one", "http://v/v2")]},
            {"type": "volumev3", "name": "cinderv3", "endpoints": [endpoint("public", "one", "http://v/v3/p")]},
        ]))
        .unwrap()
    }

    fn find(service_type: &str, region: Option<&str>, interfaces: &[Interface]) -> Result<String> {
        catalog().endpoint(&EndpointQuery {
            service_type: service_type.to_owned(),
            region: region.map(str::to_owned),
            interfaces: interfaces.to_vec(),
            ..EndpointQuery::default()
        })
    }

    #[test]
    fn by_type_region_and_interface() {
        use Interface::{Admin, Internal, Public};
        assert_eq!(find("compute", None, &[]).unwrap(), "http://one");
        assert_eq!(find("compute", Some("two"), &[]).unwrap(), "http://two");
        assert_eq!(
            find("compute", None, &[Admin, Internal, Public]).unwrap(),
            "http://inside"
        );
        assert_eq!(find("block-storage", None, &[]).unwrap(), "http://v/v3/p");
    }

    #[test]
    fn what_is_missing_and_what_is_there() {
        let text = find("compute", Some("three"), &[]).unwrap_err().to_string();
        for part in ["compute", "three", "public", "nova public in one"] {
            assert!(text.contains(part), "{text}");
        }
        let text = find("image", None, &[]).unwrap_err().to_string();
        assert!(
            text.contains("image") && text.contains("volumev3"),
            "{text}"
        );
    }
}
