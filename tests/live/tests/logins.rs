//! The ways to log in that a real Keystone has, each with a user of its own.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's way to fail")]

use std::time::{Duration, SystemTime};

use ferriscloud::auth::{
    AuthMethod, ExistingToken, MultiFactor, OAuth2ClientCredentials, Password, ProjectRef, Scope,
    Token, UserRef,
};
use ferriscloud::identity::application_credentials::{AccessRule, CreateApplicationCredential};
use ferriscloud::{Client, Cloud, ErrorKind, Identity, Result};
use ferriscloud_live::{admin, demo, unique};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha1::Sha1;

/// One test at a time: the database of a small Keystone does not like many writers at once.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// A user who may log in to the project of the ordinary user, and goes when the test is over.
struct Someone {
    keystone: Client,
    auth_url: String,
    id: String,
    project: String,
}

const PASSWORD: &str = "a long password";
/// Base 32, as Keystone wants it, and the bytes that it stands for.
const SEED: (&str, &[u8]) = ("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", b"12345678901234567890");

impl Someone {
    async fn new(options: Value) -> Self {
        let admin = admin().await;
        let auth_url = admin.config().auth.auth_url.clone().unwrap();
        let keystone = Identity::new(&admin).unwrap().client().clone();
        let user = json!({"name": unique("user"), "password": PASSWORD, "domain_id": "default", "options": options});
        let user = keystone
            .post(["users"], &json!({"user": user}))
            .await
            .unwrap();
        let id = user["user"]["id"].as_str().unwrap().to_owned();
        let project = demo()
            .await
            .access()
            .await
            .unwrap()
            .project
            .clone()
            .unwrap()
            .id;
        let someone = Self {
            keystone,
            auth_url,
            id,
            project,
        };
        someone.grant("member").await;
        someone
    }

    async fn grant(&self, role: &str) -> String {
        let roles = self
            .keystone
            .get(["roles"])
            .query(&json!({"name": role}))
            .await
            .unwrap();
        let role = roles["roles"][0]["id"].as_str().unwrap().to_owned();
        let path = ["projects", &self.project, "users", &self.id, "roles", &role];
        self.keystone.put(path, &json!({})).await.unwrap();
        role
    }

    fn user(&self) -> UserRef {
        UserRef::Id(self.id.clone())
    }

    fn scope(&self) -> Scope {
        Scope::Project(ProjectRef::Id(self.project.clone()))
    }

    fn password(&self) -> Password {
        Password::new(self.user(), PASSWORD)
    }

    async fn log_in(&self, method: impl AuthMethod) -> Result<Cloud> {
        Cloud::builder()
            .auth_url(self.auth_url.as_str())
            .auth(method)
            .connect()
            .await
    }

    /// Gives them a device that shows codes.
    async fn device(&self) {
        let credential =
            json!({"type": "totp", "blob": SEED.0, "user_id": self.id, "project_id": self.project});
        self.keystone
            .post(["credentials"], &json!({"credential": credential}))
            .await
            .unwrap();
    }

    async fn leave(self) {
        self.keystone.delete(["users", &self.id]).await.unwrap();
    }
}

/// What the device shows now.
fn code() -> String {
    let step = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs() / 30;
    let mut mac = Hmac::<Sha1>::new_from_slice(SEED.1).unwrap();
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[19] & 15);
    let bytes: [u8; 4] = digest[offset..offset + 4].try_into().unwrap();
    format!(
        "{:06}",
        (u32::from_be_bytes(bytes) & 0x7fff_ffff) % 1_000_000
    )
}

/// A new code, for a device's code is taken once.
async fn next_code(last: &str) -> String {
    for _ in 0..80 {
        let code = code();
        if code != last {
            return code;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("the code does not change");
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn one_time_passwords_and_receipts() {
    let _alone = ALONE.lock().await;
    let someone = Someone::new(json!({"multi_factor_auth_rules": [["password", "totp"]]})).await;
    someone.device().await;

    // Both at once.
    let first = code();
    let both = MultiFactor::new(someone.user())
        .password(PASSWORD)
        .passcode(first.as_str());
    let cloud = someone.log_in(both.scope(someone.scope())).await.unwrap();
    let access = cloud.access().await.unwrap();
    assert_eq!(access.user.id, someone.id);
    assert_eq!(access.project.as_ref().unwrap().id, someone.project);

    // One after the other: Keystone says what is missing, and takes its receipt for the rest.
    let error = someone.log_in(someone.password()).await.unwrap_err();
    let ErrorKind::MoreProofs(receipt) = error.kind() else {
        panic!("{error}");
    };
    assert_eq!(receipt.methods, ["password"]);
    let mut required = receipt.required.concat();
    required.sort(); // A set, in any order.
    assert_eq!(required, ["password", "totp"]);
    assert!(error.to_string().contains("totp"), "{error}");
    assert!(!format!("{error:?}").contains(receipt.id.expose()));
    let rest = MultiFactor::new(someone.user()).passcode(next_code(&first).await);
    let rest = rest.receipt((**receipt).clone()).scope(someone.scope());
    let cloud = someone.log_in(rest).await.unwrap();
    assert_eq!(cloud.access().await.unwrap().user.id, someone.id);

    let wrong = MultiFactor::new(someone.user())
        .password(PASSWORD)
        .passcode("000000");
    assert!(someone.log_in(wrong).await.unwrap_err().is_unauthorized());
    someone.leave().await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn a_one_time_password_alone() {
    let _alone = ALONE.lock().await;
    let someone = Someone::new(json!({})).await;
    someone.device().await;
    let totp = MultiFactor::new(someone.user())
        .passcode(code())
        .scope(someone.scope());
    let cloud = someone.log_in(totp).await.unwrap();
    assert_eq!(cloud.access().await.unwrap().user.id, someone.id);
    someone.leave().await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn tokens_as_they_are_and_tokens_for_tokens() {
    let _alone = ALONE.lock().await;
    let someone = Someone::new(json!({})).await;
    let unscoped = someone.log_in(someone.password()).await.unwrap();
    let access = unscoped.access().await.unwrap();
    assert!(access.project.is_none() && access.catalog.entries().is_empty());
    let token = access.expose_token().to_str().unwrap();

    let scoped = Token::new(token).scope(someone.scope());
    let scoped = someone
        .log_in(scoped)
        .await
        .unwrap()
        .access()
        .await
        .unwrap();
    assert_eq!(scoped.project.as_ref().unwrap().id, someone.project);
    assert_ne!(scoped.expose_token(), access.expose_token());

    let same = ExistingToken::new(scoped.expose_token().to_str().unwrap());
    let same = someone.log_in(same).await.unwrap().access().await.unwrap();
    assert_eq!(same.expose_token(), scoped.expose_token());
    assert_eq!(same.project, scoped.project);
    assert!(!same.catalog.entries().is_empty() && same.expires_at == scoped.expires_at);

    let none = ExistingToken::new("no-such-token");
    assert!(someone.log_in(none).await.is_err());
    someone.leave().await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn what_somebody_entrusted() {
    let _alone = ALONE.lock().await;
    let (trustor, trustee) = (Someone::new(json!({})).await, Someone::new(json!({})).await);
    let cloud = trustor
        .log_in(trustor.password().scope(trustor.scope()))
        .await
        .unwrap();
    let keystone = Identity::new(&cloud).unwrap().client().clone();
    let trust = json!({
        "trustor_user_id": trustor.id, "trustee_user_id": trustee.id, "project_id": trustor.project,
        "impersonation": true, "roles": [{"name": "member"}],
    });
    let trust = keystone
        .post(["OS-TRUST", "trusts"], &json!({"trust": trust}))
        .await
        .unwrap();
    let id = trust["trust"]["id"].as_str().unwrap();

    let entrusted = trustee.password().scope(Scope::Trust(id.to_owned()));
    let access = trustee
        .log_in(entrusted)
        .await
        .unwrap()
        .access()
        .await
        .unwrap();
    assert_eq!(access.user.id, trustor.id);
    assert_eq!(access.project.as_ref().unwrap().id, trustor.project);
    keystone.delete(["OS-TRUST", "trusts", id]).await.unwrap();
    trustee.leave().await;
    trustor.leave().await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn the_system_and_a_domain() {
    let _alone = ALONE.lock().await;
    let someone = Someone::new(json!({})).await;
    let role = someone.grant("reader").await;
    for path in [
        &["system", "users", &someone.id, "roles", &role][..],
        &["domains", "default", "users", &someone.id, "roles", &role],
    ] {
        someone.keystone.put(path, &json!({})).await.unwrap();
    }
    let access = async |scope| {
        someone
            .log_in(someone.password().scope(scope))
            .await
            .unwrap()
            .access()
            .await
            .unwrap()
    };
    let system = access(Scope::System).await;
    assert!(system.project.is_none() && !system.catalog.entries().is_empty());
    let default = ferriscloud::auth::DomainRef::Id("default".into());
    let domain = access(Scope::Domain(default)).await;
    assert_eq!(domain.domain.as_ref().unwrap().id, "default");
    someone.leave().await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn client_credentials_and_access_rules() {
    let _alone = ALONE.lock().await;
    let someone = Someone::new(json!({})).await;
    let cloud = someone
        .log_in(someone.password().scope(someone.scope()))
        .await
        .unwrap();
    let credentials = Identity::new(&cloud)
        .unwrap()
        .application_credentials(someone.id.as_str());
    let create = CreateApplicationCredential {
        access_rules: vec![AccessRule::new("identity", "GET", "/v3/auth/catalog")],
        ..CreateApplicationCredential::new(unique("credential"))
    };
    let created = credentials.create(&create).await.unwrap();
    let secret = created.secret.clone().unwrap();

    // The rules hold for what is done with it.
    let program =
        ferriscloud::auth::ApplicationCredential::new(created.id.as_str(), secret.clone());
    let program = Identity::new(&someone.log_in(program).await.unwrap()).unwrap();
    program.client().get(["auth", "catalog"]).await.unwrap();
    assert!(program.client().get(["auth", "projects"]).await.is_err());

    let oauth2 = OAuth2ClientCredentials::new(created.id.as_str(), secret);
    let access = someone
        .log_in(oauth2)
        .await
        .unwrap()
        .access()
        .await
        .unwrap();
    assert_eq!(access.user.id, someone.id);
    let wrong = OAuth2ClientCredentials::new(created.id.as_str(), "wrong");
    assert!(someone.log_in(wrong).await.unwrap_err().is_unauthorized());
    // Keystone forgets to take its rules away with the user.
    credentials.delete(&created).await.unwrap();
    someone.leave().await;
}
