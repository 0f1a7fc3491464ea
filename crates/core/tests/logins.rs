//! The ways to log in that need no, another, or an old Keystone, against exchanges as they are documented.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's way to fail")]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use ferriscloud_core::auth::{
    AdminToken, AuthMethod, HttpBasic, NoAuth, Oidc, OidcGrant, PasswordV2, ProjectRef, Scope,
    TenantRef, TokenV2,
};
use ferriscloud_core::config::CloudConfig;
use ferriscloud_core::{Cloud, CloudSetup};
use ferriscloud_fake::{Fake, Received, Reply};
use serde_json::json;

use common::{failed, no_secret};

fn at(url: &str, method: impl AuthMethod) -> CloudSetup {
    Cloud::builder().auth_url(url).auth(method)
}

/// Version 2.0, which gives a token for the password or for a token.
fn old_keystone() -> Fake {
    Fake::start(
        |request| match (request.path.as_str(), request.header("x-auth-token")) {
            ("/v2.0/tokens", _) => Reply::json(
                200,
                json!({"access": {
                    "token": {"id": "old-token", "issued_at": "2026-01-01T00:00:00", "expires": "2099-01-01T00:00:00Z",
                              "tenant": {"id": "t-1", "name": "demo", "enabled": true}},
                    "user": {"id": "u-1", "name": "demo", "username": "demo", "roles": [{"name": "Member"}]},
                    "serviceCatalog": [{"type": "compute", "name": "nova", "endpoints": [{
                        "region": "RegionOne", "id": "e-1",
                        "publicURL": format!("http://{}/compute", request.header("host").unwrap()),
                        "internalURL": "http://10.0.0.1/compute", "adminURL": "http://10.0.0.2/compute",
                    }]}],
                }}),
            ),
            (_, Some("old-token")) => Reply::json(200, json!({"servers": []})),
            ("/", _) => Reply::json(
                300,
                json!({"versions": {"values": [
                    {"id": "v3.0", "status": "stable", "links": [{"rel": "self", "href": "http://x/v3/"}]},
                    {"id": "v2.0", "status": "deprecated", "links": [{"rel": "self", "href": "http://x/v2.0/"}]},
                ]}}),
            ),
            _ => Reply::empty(401),
        },
    )
}

#[tokio::test]
async fn version_2_with_its_catalog() {
    let fake = old_keystone();
    let tenant = || TenantRef::Name("demo".into());
    for auth_url in [fake.url(), format!("{}/v2.0/", fake.url())] {
        let cloud = at(&auth_url, PasswordV2::new("demo", "open-sesame", tenant()));
        let cloud = cloud.connect().await.unwrap();
        let compute = cloud.service("compute").unwrap();
        assert_eq!(compute.endpoint(), format!("{}/compute", fake.url()));
        compute.get(["servers"]).await.unwrap();
        let access = cloud.access().await.unwrap();
        assert_eq!(access.project.as_ref().unwrap().id, "t-1");
        assert_eq!(access.roles[0].name, "Member");
        assert!(access.expires_at.is_some());
        no_secret(&format!("{cloud:?}"));
    }
    let asked = |fake: &Fake| {
        fake.requests()
            .into_iter()
            .rfind(|one| one.method == "POST")
            .unwrap()
            .json()
    };
    let credentials = json!({"username": "demo", "password": "open-sesame"});
    assert_eq!(
        asked(&fake),
        json!({"auth": {"passwordCredentials": credentials, "tenantName": "demo"}})
    );

    let token = TokenV2::new("unscoped", TenantRef::Id("t-1".into()));
    at(&fake.url(), token).connect().await.unwrap();
    assert_eq!(
        asked(&fake),
        json!({"auth": {"token": {"id": "unscoped"}, "tenantId": "t-1"}})
    );
}

#[tokio::test]
async fn version_2_from_a_configuration() {
    let fake = old_keystone();
    let mut config = CloudConfig::default();
    config.auth.auth_url = Some(format!("{}/v2.0", fake.url()));
    config.auth.username = Some("demo".into());
    config.auth.password = Some("open-sesame".into());
    config.auth.project_name = Some("demo".into());
    let cloud = Cloud::from_config(config).await.unwrap();
    assert_eq!(cloud.catalog().entries().len(), 1);
}

#[tokio::test]
async fn without_keystone() {
    let fake = Fake::start(|_| Reply::json(200, json!({"nodes": []})));
    let last = || fake.requests().pop().unwrap();
    let send = async |method: CloudSetup| {
        let cloud = method.connect().await.unwrap();
        cloud
            .service("baremetal")
            .unwrap()
            .get(["v1", "nodes"])
            .await
            .unwrap();
    };
    send(Cloud::builder().auth(NoAuth::new(fake.url()))).await;
    assert_eq!(
        (last().path.as_str(), last().header("x-auth-token")),
        ("/v1/nodes", None)
    );
    send(Cloud::builder().auth(AdminToken::new(fake.url(), "ADMIN"))).await;
    assert_eq!(last().header("x-auth-token"), Some("ADMIN"));
    send(Cloud::builder().auth(HttpBasic::new(fake.url(), "Aladdin", "open sesame"))).await;
    assert_eq!(
        last().header("authorization"),
        Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    );
    assert_eq!(fake.requests().len(), 3);

    let mut config = CloudConfig::default();
    config.auth_type = Some("none".into());
    let error = failed(Cloud::from_config(config.clone()).await, &["endpoint"]);
    assert!(error.to_string().contains("OS_ENDPOINT"));
    config.auth.endpoint = Some(fake.url());
    send(Cloud::builder().auth(NoAuth::new(fake.url()))).await;
    Cloud::from_config(config).await.unwrap();
}

/// An identity provider, and a Keystone that believes it.
fn federation() -> Fake {
    let polls = AtomicU32::new(0);
    Fake::start(move |request| {
        let (url, form) = (
            format!("http://{}", request.header("host").unwrap()),
            text(request),
        );
        match request.path.as_str() {
            "/idp/.well-known" => Reply::json(
                200,
                json!({
                    "token_endpoint": format!("{url}/idp/token/"),
                    "device_authorization_endpoint": format!("{url}/idp/device"),
                }),
            ),
            "/idp/device" => Reply::json(
                200,
                json!({
                    "device_code": "d-1", "user_code": "ABCD", "verification_uri": "https://idp/go",
                    "expires_in": 60, "interval": 0,
                }),
            ),
            "/idp/token/" if form.contains("device_code") && polls.fetch_add(1, SeqCst) < 2 => {
                Reply::json(400, json!({"error": "authorization_pending"}))
            }
            "/idp/token/" if form.contains("password=wrong") => {
                Reply::json(401, json!({"error": "invalid_grant"}))
            }
            "/idp/token/" => Reply::json(
                200,
                json!({"access_token": "at-1", "id_token": "it-1", "token_type": "Bearer"}),
            ),
            "/v3/OS-FEDERATION/identity_providers/our%20company/protocols/openid/auth" => {
                match request.header("authorization") {
                    Some("Bearer at-1" | "Bearer it-1") => {
                        Reply::json(201, json!({"token": {"user": {"id": "u-9"}}}))
                            .header("X-Subject-Token", "unscoped")
                    }
                    _ => Reply::empty(401),
                }
            }
            "/v3/auth/tokens" => Reply::json(
                201,
                json!({"token": {"user": {"id": "u-9"}, "project": {"id": "p-1"}}}),
            )
            .header("X-Subject-Token", "scoped"),
            _ => Reply::empty(404),
        }
    })
}

fn text(request: &Received) -> String {
    String::from_utf8_lossy(&request.body).into_owned()
}

fn oidc(fake: &Fake, grant: OidcGrant) -> Oidc {
    let mut method = Oidc::new("our company", "openid", grant);
    method.client_id = "client".into();
    method.client_secret = Some("open-sesame".into());
    method.discovery_endpoint = Some(format!("{}/idp/.well-known", fake.url()));
    method.scope = Scope::Project(ProjectRef::Id("p-1".into()));
    method
}

#[tokio::test]
async fn openid_connect() {
    let told = Arc::new(AtomicU32::new(0));
    let heard = told.clone();
    let device = OidcGrant::Device(Arc::new(move |prompt| {
        assert_eq!(
            (prompt.user_code.as_str(), prompt.verification_uri.as_str()),
            ("ABCD", "https://idp/go")
        );
        heard.fetch_add(1, SeqCst);
    }));
    let grants = [
        (OidcGrant::AccessToken("at-1".into()), None, 0),
        (
            OidcGrant::ClientCredentials,
            Some("grant_type=client_credentials&scope=openid+profile"),
            1,
        ),
        (
            OidcGrant::Password("me".into(), "open-sesame".into()),
            Some("grant_type=password&username=me&password=open-sesame"),
            1,
        ),
        (
            device,
            Some(
                "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=d-1",
            ),
            3,
        ),
    ];
    for (grant, form, asked) in grants {
        let fake = federation();
        let method = oidc(&fake, grant);
        no_secret(&format!("{method:?}"));
        let cloud = at(&format!("{}/v3", fake.url()), method)
            .connect()
            .await
            .unwrap();
        assert_eq!(cloud.access().await.unwrap().expose_token(), "scoped");
        let requests = fake.requests();
        let forms: Vec<_> = requests
            .iter()
            .filter(|one| one.path == "/idp/token/")
            .collect();
        assert_eq!(forms.len(), asked);
        if let Some(form) = form {
            assert!(text(forms[0]).starts_with(form), "{}", text(forms[0]));
            assert_eq!(
                forms[0].header("authorization"),
                Some("Basic Y2xpZW50Om9wZW4tc2VzYW1l")
            );
        }
        let scoped = requests.last().unwrap().json();
        assert_eq!(scoped["auth"]["identity"]["token"]["id"], "unscoped");
        assert_eq!(scoped["auth"]["scope"]["project"]["id"], "p-1");
    }
    assert_eq!(told.load(SeqCst), 1);
}

#[tokio::test]
async fn openid_connect_refused() {
    let fake = federation();
    let url = format!("{}/v3", fake.url());
    let wrong = oidc(&fake, OidcGrant::Password("me".into(), "wrong".into()));
    let error = failed(
        at(&url, wrong).connect().await,
        &["identity provider", "401"],
    );
    assert!(error.is_unauthorized());
    let mut homeless = oidc(&fake, OidcGrant::ClientCredentials);
    homeless.discovery_endpoint = None;
    failed(at(&url, homeless).connect().await, &["discovery_endpoint"]);
    let mut shows = oidc(&fake, OidcGrant::ClientCredentials);
    shows.show_id_token = true;
    at(&url, shows).connect().await.unwrap();
    let asked = fake.requests();
    assert!(
        asked
            .iter()
            .any(|one| one.header("authorization") == Some("Bearer it-1"))
    );
}

#[tokio::test]
async fn a_method_that_is_not_known() {
    let mut config = CloudConfig::default();
    config.auth.auth_url = Some("http://k/v3".into());
    config.auth_type = Some("v3kerberos".into());
    failed(
        Cloud::from_config(config).await,
        &["v3kerberos", "v3oidcpassword", "http_basic"],
    );
}
