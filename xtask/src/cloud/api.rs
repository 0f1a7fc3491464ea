//! Just enough of a client to register the cloud's own resources.
//!
//! Not the SDK: the cloud must come up when the SDK does not build, and test it independently.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use ureq::http::{Request, Response};
use ureq::{Agent, Body};

use super::layout::{Cloud, PASSWORD};

/// One user, logged in to one project.
pub(crate) struct Api<'a> {
    cloud: &'a Cloud,
    agent: Agent,
    token: String,
}

impl<'a> Api<'a> {
    pub(crate) fn log_in(cloud: &'a Cloud, user: &str, project: &str) -> Result<Self> {
        let mut api = Self {
            cloud,
            agent: agent(Duration::from_secs(60)),
            token: String::new(),
        };
        let domain = json!({"id": "default"});
        let user = json!({"name": user, "password": PASSWORD, "domain": domain});
        let body = json!({"auth": {
            "identity": {"methods": ["password"], "password": {"user": user}},
            "scope": {"project": {"name": project, "domain": domain}},
        }});
        let body = Some(("application/json", body.to_string().into_bytes()));
        let answer = api.send("POST", "keystone", "/v3/auth/tokens", body)?;
        let token = answer
            .headers()
            .get("X-Subject-Token")
            .context("no token in the answer")?;
        token.to_str()?.clone_into(&mut api.token);
        Ok(api)
    }

    pub(crate) fn get(&self, service: &str, path: &str) -> Result<Value> {
        read(self.send("GET", service, path, None)?)
    }

    pub(crate) fn post(&self, service: &str, path: &str, body: &Value) -> Result<Value> {
        let body = Some(("application/json", body.to_string().into_bytes()));
        read(self.send("POST", service, path, body)?)
    }

    pub(crate) fn put(&self, service: &str, path: &str, body: Option<&Value>) -> Result<Value> {
        let body = body.map(|body| ("application/json", body.to_string().into_bytes()));
        read(self.send("PUT", service, path, body)?)
    }

    pub(crate) fn upload(&self, service: &str, path: &str, data: Vec<u8>) -> Result<()> {
        self.send(
            "PUT",
            service,
            path,
            Some(("application/octet-stream", data)),
        )
        .map(drop)
    }

    /// Looks a resource up by its name, and makes it if it is missing; its id.
    ///
    /// `collection` is the path; its last segment is the plural noun around the answer.
    pub(crate) fn ensure(&self, service: &str, collection: &str, fields: &Value) -> Result<String> {
        let plural = collection.rsplit('/').next().unwrap_or(collection);
        let kind = plural.strip_suffix('s').unwrap_or(plural);
        let name = fields["name"].as_str().unwrap_or_default();
        let found = self.get(service, &format!("{collection}?name={name}"))?;
        let found = found[plural].as_array().into_iter().flatten();
        let known = found
            .filter(|one| one["name"] == name)
            .find_map(|one| one["id"].as_str());
        if let Some(id) = known {
            return Ok(id.to_owned());
        }
        id(&self.post(service, collection, &json!({kind: fields}))?[kind])
    }

    fn send(
        &self,
        method: &str,
        service: &str,
        path: &str,
        body: Option<(&str, Vec<u8>)>,
    ) -> Result<Response<Body>> {
        let url = self.cloud.service_url(service) + path;
        let mut request = Request::builder().method(method).uri(&url);
        if !self.token.is_empty() {
            request = request.header("X-Auth-Token", &self.token);
        }
        let answer = match body {
            Some((kind, data)) => self
                .agent
                .run(request.header("Content-Type", kind).body(data)?),
            None => self.agent.run(request.body(())?),
        };
        let log = self.cloud.log(service);
        let mut answer = answer.with_context(|| {
            format!(
                "{method} {url} got no answer; see the log {}",
                log.display()
            )
        })?;
        if answer.status().as_u16() >= 400 {
            let text = answer.body_mut().read_to_string().unwrap_or_default();
            bail!(
                "{method} {url}: {} {text}; see the log {}",
                answer.status(),
                log.display()
            );
        }
        Ok(answer)
    }
}

/// The id of a resource.
pub(crate) fn id(resource: &Value) -> Result<String> {
    let id = resource["id"]
        .as_str()
        .with_context(|| format!("no id in {resource}"))?;
    Ok(id.to_owned())
}

/// Whether a URL answers. 300 Multiple Choices and 401 Unauthorized are answers.
pub(crate) fn is_healthy(url: &str, patience: Duration) -> bool {
    agent(patience)
        .get(url)
        .call()
        .is_ok_and(|answer| answer.status().as_u16() < 500)
}

fn agent(timeout: Duration) -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(timeout))
        // Never through a proxy: everything is on this machine.
        .proxy(None)
        .build()
        .into()
}

fn read(mut answer: Response<Body>) -> Result<Value> {
    let text = answer.body_mut().read_to_string()?;
    Ok(if text.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&text)?
    })
}
