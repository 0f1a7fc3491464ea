//! Projects, users, roles, and the catalog.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::cloud::api::{Api, id};
use crate::cloud::layout::{Cloud, PASSWORD, REGION};
use crate::cloud::services::{Entry, Service};
use crate::progress::say;

/// Registers users and endpoints of the services that are not yet known to Keystone.
pub(crate) fn register(cloud: &Cloud) -> Result<()> {
    let new = cloud
        .services
        .iter()
        .filter(|service| !cloud.is_done(&mark(service)));
    let new: Vec<_> = new.copied().collect();
    if new.is_empty() {
        return Ok(());
    }
    let api = Api::log_in(cloud, "admin", "admin")?;
    let roles = Roles::ensure(&api)?;
    let project = ensure(&api, "projects", "service")?;
    for service in &new {
        if service.name == "keystone" {
            people(&api, &roles)?;
        } else {
            let user = ensure(&api, "users", service.name)?;
            // `admin`: what the services still need for each other's APIs.
            roles.grant(&api, &project, &user, &["admin", "service"])?;
        }
        for entry in service.catalog {
            endpoints(&api, &cloud.service_url(service.name), entry)?;
        }
        cloud.mark_done(&mark(service))?;
    }
    say("identity: users, roles and endpoints registered");
    Ok(())
}

/// Whether Keystone knows them all.
pub(crate) fn is_registered(cloud: &Cloud) -> bool {
    cloud
        .services
        .iter()
        .all(|service| cloud.is_done(&mark(service)))
}

fn mark(service: &Service) -> String {
    format!("identity-{}", service.name)
}

/// The users of the cloud's users; `admin` was made by `keystone-manage bootstrap`.
fn people(api: &Api<'_>, roles: &Roles) -> Result<()> {
    let admin = id(&api.get("keystone", "/v3/users?name=admin")?["users"][0])?;
    let own = id(&api.get("keystone", "/v3/projects?name=admin")?["projects"][0])?;
    // With it Swift lets them at all accounts.
    roles.grant(api, &own, &admin, &["ResellerAdmin"])?;
    for name in ["demo", "alt_demo"] {
        let project = ensure(api, "projects", name)?;
        let user = ensure(api, "users", name)?;
        // In Keystone's default policy, `member` is enough for application credentials too.
        roles.grant(api, &project, &user, &["member"])?;
        if name == "demo" {
            roles.grant(api, &project, &admin, &["admin"])?;
        }
    }
    Ok(())
}

fn ensure(api: &Api<'_>, collection: &str, name: &str) -> Result<String> {
    let mut fields = json!({"name": name, "domain_id": "default"});
    if collection == "users" {
        fields["password"] = PASSWORD.into();
    }
    api.ensure("keystone", &format!("/v3/{collection}"), &fields)
}

/// A service of the catalog, and its three endpoints.
fn endpoints(api: &Api<'_>, url: &str, entry: &Entry) -> Result<()> {
    let fields = json!({"name": entry.name, "type": entry.kind});
    let service = api.ensure("keystone", "/v3/services", &fields)?;
    let known = api.get("keystone", &format!("/v3/endpoints?service_id={service}"))?;
    let known = known["endpoints"].as_array().cloned().unwrap_or_default();
    for interface in ["public", "internal", "admin"] {
        if known
            .iter()
            .any(|endpoint| endpoint["interface"] == interface)
        {
            continue;
        }
        let url = format!("{url}{}", entry.path);
        let endpoint =
            json!({"service_id": service, "interface": interface, "region": REGION, "url": url});
        api.post("keystone", "/v3/endpoints", &json!({"endpoint": endpoint}))?;
    }
    Ok(())
}

/// The roles by name.
struct Roles(Value);

impl Roles {
    fn ensure(api: &Api<'_>) -> Result<Self> {
        for name in ["service", "ResellerAdmin"] {
            api.ensure("keystone", "/v3/roles", &json!({"name": name}))?;
        }
        Ok(Self(api.get("keystone", "/v3/roles")?["roles"].take()))
    }

    fn grant(&self, api: &Api<'_>, project: &str, user: &str, names: &[&str]) -> Result<()> {
        for name in names {
            let mut roles = self.0.as_array().into_iter().flatten();
            let role = roles.find(|role| role["name"] == *name);
            let role = id(role.with_context(|| format!("no role {name}"))?)?;
            let path = format!("/v3/projects/{project}/users/{user}/roles/{role}");
            api.put("keystone", &path, None)?;
        }
        Ok(())
    }
}
