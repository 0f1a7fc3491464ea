//! From a cloud to one of its services.

use std::marker::PhantomData;
use std::time::Duration;

use crate::catalog::{EndpointQuery, Interface};
use crate::client::Client;
use crate::cloud::Cloud;
use crate::discovery::{Aim, Wanted};
use crate::error::Result;
use crate::limits::Limits;
use crate::microversion::Microversion;
use crate::sender::Defaults;

/// A typed service, such as `Compute`: what a service crate implements to be made from a [`Cloud`].
///
/// ```
/// use ferriscloud_core::{Client, Service};
///
/// /// The services of DNS.
/// pub struct Dns(Client);
///
/// impl Service for Dns {
///     const TYPE: &'static str = "dns";
///     const VERSION: &'static str = "v2";
///
///     fn from_client(client: Client) -> Self {
///         Self(client)
///     }
/// }
/// ```
pub trait Service: Sized {
    /// Its official type, such as `compute`; the catalog may use an alias.
    const TYPE: &'static str;
    /// The version of its API, such as `v2.1`: added where the catalog's address has none.
    const VERSION: &'static str;

    /// The service behind a client.
    fn from_client(client: Client) -> Self;
}

impl Service for Client {
    const TYPE: &'static str = "";
    const VERSION: &'static str = "";

    fn from_client(client: Client) -> Self {
        client
    }
}

/// Chooses the endpoint of a service: by region, interface or name, or by its address. A service's `builder` makes it.
///
/// ```no_run
/// # use ferriscloud_core::{Client, Cloud, Interface, Result, ServiceSetup};
/// # fn example<Compute: ferriscloud_core::Service>(cloud: &Cloud) -> Result<Compute> {
/// ServiceSetup::<Compute>::new(cloud) // or Compute::builder(cloud)
///     .region("RegionTwo")
///     .interface(Interface::Internal)
///     .microversion(2, 96)
///     .concurrency(10)
///     .build()
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "a choice does nothing until it is built"]
pub struct ServiceSetup<S> {
    cloud: Cloud,
    query: EndpointQuery,
    version: &'static str,
    endpoint: Option<String>,
    microversion: Option<Microversion>,
    concurrency: Option<usize>,
    rate: Option<(u32, Duration)>,
    service: PhantomData<fn() -> S>,
}

impl<S: Service> ServiceSetup<S> {
    /// The service as the cloud's configuration has it.
    pub fn new(cloud: &Cloud) -> Self {
        Self::of(cloud, S::TYPE, S::VERSION)
    }

    pub(crate) fn of(cloud: &Cloud, service_type: &str, version: &'static str) -> Self {
        let query = EndpointQuery::new(service_type);
        Self {
            cloud: cloud.clone(),
            query,
            version,
            endpoint: None,
            microversion: None,
            concurrency: None,
            rate: None,
            service: PhantomData,
        }
    }

    /// In this region.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.query.region = Some(region.into());
        self
    }

    /// On this interface; call it again for a second choice.
    pub fn interface(mut self, interface: Interface) -> Self {
        self.query.interfaces.push(interface);
        self
    }

    /// The one of this name, where the catalog has several of the type.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.query.service_name = Some(name.into());
        self
    }

    /// At this address, whatever the catalog says.
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = Some(url.into());
        self
    }

    /// With at least this microversion on every call, such as `(2, 96)`.
    pub fn microversion(mut self, major: u16, minor: u16) -> Self {
        self.microversion = Some(Microversion(major, minor));
        self
    }

    /// With so many requests under way at most: the others wait. Clones of the service share the limit.
    ///
    /// A streamed answer is under way until it is read or dropped.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = Some(requests);
        self
    }

    /// With so many requests in this time at most, at equal distances: `rate(10, Duration::from_secs(1))` is one
    /// every tenth of a second. Clones of the service share the limit, and retries count.
    pub fn rate(mut self, requests: u32, per: Duration) -> Self {
        self.rate = Some((requests, per));
        self
    }

    /// The service.
    ///
    /// # Errors
    /// [`ErrorKind::Endpoint`](crate::ErrorKind::Endpoint) if the catalog has no endpoint that fits, with
    /// what it has; [`ErrorKind::Config`](crate::ErrorKind::Config) for a limit of no requests.
    pub fn build(self) -> Result<S> {
        let Self {
            cloud,
            query,
            version,
            endpoint,
            microversion,
            concurrency,
            rate,
            service: _,
        } = self;
        let configured = cloud.config().service(&query.service_type);
        let defaults = Defaults {
            microversion: match configured.and_then(|service| service.default_microversion.as_ref())
            {
                Some(default) if microversion.is_none() => Some(default.parse()?),
                _ => microversion,
            },
            attempts: match configured {
                Some(service) => service.attempts()?,
                None => None,
            },
            limits: Limits::new(concurrency, rate)?,
        };
        let service_type = query.service_type.clone();
        let url = match endpoint {
            Some(url) => url,
            None => cloud.endpoint(&query)?,
        };
        let client = cloud.client(&service_type, &with_version(url, version), defaults)?;
        Ok(S::from_client(client))
    }

    /// The service, at the address that it gives itself: for catalogs that lead to another version of its API, or
    /// to an address under which the version is not where it should be.
    ///
    /// The service is asked only where the catalog's address does not name the wanted version.
    ///
    /// # Errors
    /// Those of [`build`](Self::build); [`ErrorKind::Endpoint`](crate::ErrorKind::Endpoint) if the service has no
    /// such version, with those that it has.
    pub async fn discover(mut self) -> Result<S> {
        if self.endpoint.is_none() {
            let wanted = match self.version {
                "" => Wanted::ANY,
                version => Wanted::version(version.parse()?),
            };
            let found = self.cloud.find(&self.query, Aim::Address(wanted)).await?;
            self.endpoint = Some(found.url);
        }
        self.build()
    }
}

/// The address with the version, where no segment of its path is one.
fn with_version(url: String, version: &str) -> String {
    let is_version = |segment: &str| {
        segment
            .strip_prefix('v')
            .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
    };
    if version.is_empty() || url.split('/').skip(3).any(is_version) {
        return url;
    }
    format!("{}/{version}", url.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_added_where_missing() {
        let cases = [
            ("http://h/compute", "v2.1", "http://h/compute/v2.1"),
            ("http://h/compute/v2.1/", "v2.1", "http://h/compute/v2.1/"),
            ("http://h:8776/v3/abc", "v3", "http://h:8776/v3/abc"),
            ("http://v3.example.org/", "v3", "http://v3.example.org/v3"),
            ("http://h/v1/AUTH_x", "", "http://h/v1/AUTH_x"),
        ];
        for (url, version, expected) in cases {
            assert_eq!(with_version(url.to_owned(), version), expected);
        }
    }
}
