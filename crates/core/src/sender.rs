//! Where the requests of one service go: its address, and the stack that sends them.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;

use bytes::Bytes;
use http::uri::{Authority, InvalidUri, PathAndQuery, Scheme};
use http::{HeaderName, HeaderValue, Uri};
use tower::Service;
use tower::util::BoxCloneSyncService;

use crate::body::Body;
use crate::error::{Error, ErrorKind, Result, address_without_secrets};
use crate::limits::Limits;
use crate::microversion::Microversion;
use crate::path::Path;
use crate::request::{Request, Settings};

/// The layers of a cloud, erased: any tower service that answers HTTP requests.
pub type Stack = BoxCloneSyncService<http::Request<Body>, http::Response<Body>, Error>;

/// Sends requests to one endpoint. Cloning it is cheap.
#[derive(Clone)]
pub(crate) struct Sender(Arc<Inner>);

struct Inner {
    stack: Stack,
    service: Arc<str>,
    scheme: Scheme,
    authority: Authority,
    /// The path of the endpoint, without a trailing slash.
    prefix: String,
    defaults: Defaults,
}

/// What holds for all calls of a service that say nothing else.
#[derive(Debug, Clone, Default)]
pub(crate) struct Defaults {
    pub(crate) microversion: Option<Microversion>,
    pub(crate) attempts: Option<u32>,
    pub(crate) limits: Option<Arc<Limits>>,
}

impl Sender {
    /// A sender to `endpoint`, an absolute URL, for a service of the official type `service`.
    pub(crate) fn new(
        stack: Stack,
        service: &str,
        endpoint: &str,
        defaults: Defaults,
    ) -> Result<Self> {
        let (scheme, authority, target) = origin(endpoint, service)?;
        Ok(Self(Arc::new(Inner {
            stack,
            service: service.into(),
            scheme,
            authority,
            prefix: target.path().trim_end_matches('/').to_owned(),
            defaults,
        })))
    }

    /// The same stack for exactly this address, with its trailing slash and its query: for requests without a path
    /// of their own. Only for a stack that brings no token along.
    pub(crate) fn at(&self, url: &str) -> Result<Self> {
        let Inner { stack, service, .. } = &*self.0;
        let (scheme, authority, target) = origin(url, service)?;
        Ok(Self(Arc::new(Inner {
            stack: stack.clone(),
            service: service.clone(),
            scheme,
            authority,
            prefix: target.as_str().to_owned(),
            defaults: Defaults::default(),
        })))
    }

    /// The same stack for another path of the same host: so many segments up, and then down.
    pub(crate) fn relative(&self, up: usize, down: &Path) -> Result<Self> {
        down.check()?;
        let inner = &*self.0;
        let mut prefix = inner.prefix.as_str();
        for _ in 0..up {
            let Some((above, _)) = prefix.rsplit_once('/') else {
                let what = format!("there are no {up} segments in {}", self.endpoint());
                return Err(ErrorKind::Input(what).into());
            };
            prefix = above;
        }
        let slash = if down.as_str().is_empty() { "" } else { "/" };
        Ok(Self(Arc::new(Inner {
            stack: inner.stack.clone(),
            service: inner.service.clone(),
            scheme: inner.scheme.clone(),
            authority: inner.authority.clone(),
            prefix: format!("{prefix}{slash}{down}"),
            defaults: inner.defaults.clone(),
        })))
    }

    /// The address that paths are put behind.
    pub(crate) fn endpoint(&self) -> String {
        let Inner {
            scheme,
            authority,
            prefix,
            ..
        } = &*self.0;
        format!("{scheme}://{authority}{prefix}")
    }

    /// Sends it through the whole stack. The answer is below 400.
    ///
    /// What can be done at once is: a future that held the whole request, twice over, was so large that the allocator
    /// tidied up for it.
    pub(crate) fn send(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<(Uri, http::Response<Body>)>> + Send + use<> {
        let operation = request.operation;
        let mut stack = self.0.stack.clone();
        let request = self.address(request).map(Box::new);
        async move {
            let named =
                |error: Error| error.traced(|trace| trace.operation = Some(operation.to_string()));
            let request = request.map_err(named)?;
            let uri = request.uri().clone();
            poll_fn(|context| stack.poll_ready(context)).await?;
            let response = stack.call(*request).await?;
            Ok((uri, response))
        }
    }

    fn address(&self, request: Request) -> Result<http::Request<Body>> {
        if let Some(defect) = request.defect {
            return Err(defect);
        }
        request.path.check()?;
        let Inner {
            service,
            scheme,
            authority,
            prefix,
            defaults,
            ..
        } = &*self.0;
        let mut target = String::with_capacity(
            prefix.len() + request.path.as_str().len() + request.query.len() + 2,
        );
        target.push_str(prefix);
        if !request.path.as_str().is_empty() {
            target.push('/');
            target.push_str(request.path.as_str());
        } else if prefix.is_empty() {
            target.push('/');
        }
        if !request.query.is_empty() {
            target.push('?');
            target.push_str(&request.query);
        }
        let target = Bytes::from(target);
        let unfit = |error: http::Error| {
            let what = format!("the path {target:?} is no URL");
            Error::new(ErrorKind::Input(what), error)
        };
        let path = PathAndQuery::from_maybe_shared(target.clone());
        let uri = Uri::builder()
            .scheme(scheme.clone())
            .authority(authority.clone())
            .path_and_query(path.map_err(|error| unfit(error.into()))?)
            .build()
            .map_err(unfit)?;

        let mut settings = request.settings;
        settings.service = service.clone();
        settings.attempts = settings.attempts.or(defaults.attempts);
        settings.limits.clone_from(&defaults.limits);
        let mut outgoing = http::Request::new(request.body);
        *outgoing.method_mut() = request.method;
        *outgoing.uri_mut() = uri;
        *outgoing.headers_mut() = request.headers;
        if let Some(version) = choose(&settings, defaults.microversion)? {
            for (name, value) in version_headers(service, version)? {
                outgoing.headers_mut().insert(name, value);
            }
        }
        outgoing.extensions_mut().insert(settings);
        Ok(outgoing)
    }
}

/// The address as a URI with scheme and host.
pub(crate) fn absolute(endpoint: &str, service: &str) -> Result<Uri> {
    let (scheme, authority, target) = origin(endpoint, service)?;
    let uri = Uri::builder().scheme(scheme).authority(authority);
    let uri = uri.path_and_query(target).build();
    uri.map_err(|error| Error::new(not_absolute(endpoint, service), error))
}

/// The address in its parts, without a user and a password: they are of no use to any service, and would be in
/// everything that shows the URL.
fn origin(endpoint: &str, service: &str) -> Result<(Scheme, Authority, PathAndQuery)> {
    let defect = || not_absolute(endpoint, service);
    let invalid = |error| Error::new(defect(), error);
    let parts = endpoint.parse::<Uri>().map_err(invalid)?.into_parts();
    let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
        return Err(defect().into());
    };
    let host = without_user(authority).map_err(invalid)?;
    let target = parts.path_and_query;
    Ok((
        scheme,
        host,
        target.unwrap_or(PathAndQuery::from_static("/")),
    ))
}

/// Host and port alone.
pub(crate) fn without_user(authority: Authority) -> Result<Authority, InvalidUri> {
    match authority.as_str().rsplit_once('@') {
        Some((_, host)) => host.parse(),
        None => Ok(authority),
    }
}

fn not_absolute(endpoint: &str, service: &str) -> ErrorKind {
    let shown = address_without_secrets(endpoint);
    ErrorKind::Endpoint(format!(
        "the endpoint {shown:?} of {service} is not an absolute URL"
    ))
}

/// The lowest microversion that serves what is asked: the caller's word for this call, else the
/// service's default, raised to what the call needs.
fn choose(settings: &Settings, default: Option<Microversion>) -> Result<Option<Microversion>> {
    match (settings.microversion, settings.needs) {
        (Some(asked), Some(needed)) if asked < needed => Err(ErrorKind::Input(format!(
            "this needs microversion {needed}, but the call asks for {asked}"
        ))
        .into()),
        (Some(asked), _) => Ok(Some(asked)),
        (None, needed) => Ok(needed.max(default)),
    }
}

fn version_headers(service: &str, version: Microversion) -> Result<Vec<(HeaderName, HeaderValue)>> {
    let value = |text: String| {
        HeaderValue::try_from(text)
            .map_err(|error| Error::new(ErrorKind::Input("microversion".into()), error))
    };
    // Cinder looks for the word `volume`, whatever the catalog calls it.
    let word = if service == "block-storage" {
        "volume"
    } else {
        service
    };
    let mut headers = vec![(
        HeaderName::from_static("openstack-api-version"),
        value(format!("{word} {version}"))?,
    )];
    if service == "compute" {
        // Before 2.27 Nova knew only this one.
        headers.push((
            HeaderName::from_static("x-openstack-nova-api-version"),
            value(version.to_string())?,
        ));
    }
    Ok(headers)
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.0.service, self.endpoint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_microversion_that_serves() {
        let settings = |needs, microversion| Settings {
            needs,
            microversion,
            ..Settings::default()
        };
        let (low, high) = (Some(Microversion(2, 9)), Some(Microversion(2, 52)));
        assert_eq!(choose(&settings(None, None), None).unwrap(), None);
        assert_eq!(choose(&settings(high, None), low).unwrap(), high);
        assert_eq!(choose(&settings(low, None), high).unwrap(), high);
        assert_eq!(choose(&settings(low, high), None).unwrap(), high);
        assert!(choose(&settings(high, low), None).is_err());
    }
}
