//! What is said of single services: `compute_endpoint_override` and its like.

use std::collections::BTreeMap;
use std::fmt;

use super::layer::Settings;
use super::read;
use crate::catalog;
use crate::error::{Result, address_without_secrets};

/// What is said of one service.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ServiceConfig {
    /// Its address, instead of the catalog's.
    pub endpoint_override: Option<String>,
    /// The interface of its endpoint.
    pub interface: Option<String>,
    /// The region of its endpoint.
    pub region_name: Option<String>,
    /// Its name, where the catalog has several of its type.
    pub service_name: Option<String>,
    /// Its type in the catalog, where that is none of the known ones.
    pub service_type: Option<String>,
    /// The version of its API.
    pub api_version: Option<String>,
    /// The lowest microversion to use.
    pub default_microversion: Option<String>,
    /// How often a call is sent again after a connection that failed.
    pub connect_retries: Option<String>,
    /// How often a call is sent again after an error that may pass.
    pub status_code_retries: Option<String>,
}

impl ServiceConfig {
    /// How often a call is sent at most. There is one count for all reasons, so that the larger number holds.
    pub(crate) fn attempts(&self) -> Result<Option<u32>> {
        let retries = [
            ("connect_retries", &self.connect_retries),
            ("status_code_retries", &self.status_code_retries),
        ];
        attempts(retries.map(|(key, text)| (key, text.as_deref())))
    }
}

/// One attempt more than the larger number of retries.
pub(super) fn attempts(retries: [(&str, Option<&str>); 2]) -> Result<Option<u32>> {
    let mut most = None;
    for (key, text) in retries {
        let Some(text) = text else { continue };
        let number: u32 = text
            .parse()
            .map_err(|_| read::wrong(format!("{key} should be a whole number, not {text:?}")))?;
        most = most.max(Some(number.saturating_add(1)));
    }
    Ok(most)
}

/// Reads all services. They are put under their official types; what is said under an official type wins
/// over what is said under its aliases, and these over one another in their order. An address of block
/// storage's old versions, which some say beside that of the new one, is nobody's.
pub(super) fn services(settings: &Settings) -> Result<BTreeMap<String, ServiceConfig>> {
    let mut found = Vec::new();
    for (key, value) in settings {
        for (field, (suffix, _)) in FIELDS.iter().enumerate() {
            if let Some(service) = key.strip_suffix(suffix)
                && let Some(text) = read::text(key, value)?
            {
                let service = service.replace('_', "-");
                let (rank, official) = rank(&service);
                let is_address = *suffix == "_endpoint_override";
                if !(is_address && rank > 0 && catalog::is_outdated(official, &text)) {
                    found.push((rank, official.to_owned(), field, text));
                }
            }
        }
    }
    found.sort();
    let mut services = BTreeMap::<String, ServiceConfig>::new();
    for (_, official, field, text) in found {
        let (_, place) = FIELDS[field];
        place(services.entry(official).or_default()).get_or_insert(text);
    }
    Ok(services)
}

type Place = fn(&mut ServiceConfig) -> &mut Option<String>;

const FIELDS: [(&str, Place); 9] = [
    ("_endpoint_override", |service| {
        &mut service.endpoint_override
    }),
    ("_interface", |service| &mut service.interface),
    ("_region_name", |service| &mut service.region_name),
    ("_service_name", |service| &mut service.service_name),
    ("_service_type", |service| &mut service.service_type),
    ("_api_version", |service| &mut service.api_version),
    ("_default_microversion", |service| {
        &mut service.default_microversion
    }),
    ("_connect_retries", |service| &mut service.connect_retries),
    ("_status_code_retries", |service| {
        &mut service.status_code_retries
    }),
];

/// Where a name stands among the names of its service, and the official one.
fn rank(service: &str) -> (usize, &str) {
    let (official, aliases) = catalog::family(service);
    let alias = aliases.iter().position(|alias| *alias == service);
    (alias.map_or(0, |position| position + 1), official)
}

/// An address may have a password in it, which is not shown.
impl fmt::Debug for ServiceConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            endpoint_override,
            interface,
            region_name,
            service_name,
            service_type,
            api_version,
            default_microversion,
            connect_retries,
            status_code_retries,
        } = self;
        let endpoint_override = endpoint_override.as_deref().map(address_without_secrets);
        f.debug_struct("ServiceConfig")
            .field("endpoint_override", &endpoint_override)
            .field("interface", interface)
            .field("region_name", region_name)
            .field("service_name", service_name)
            .field("service_type", service_type)
            .field("api_version", api_version)
            .field("default_microversion", default_microversion)
            .field("connect_retries", connect_retries)
            .field("status_code_retries", status_code_retries)
            .finish()
    }
}
