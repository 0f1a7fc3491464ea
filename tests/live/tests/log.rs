//! The most talkative log of a real cloud has no secret in it. Alone in its program: what other tests do at
//! the same time decides on what `tracing` hands on.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use std::io;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use ferriscloud::auth::{Access, ApplicationCredential, Password, ProjectRef, Scope, UserRef};
use ferriscloud::compute::keypairs::CreateKeypair;
use ferriscloud::compute::servers::{CreateServer, Networks};
use ferriscloud::identity::application_credentials::CreateApplicationCredential;
use ferriscloud::{Cloud, CloudSetup, Compute, Identity, ObjectStorage, Secret};
use ferriscloud_live::{demo, unique};
use tracing_subscriber::fmt::format::FmtSpan;

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn no_secret_is_logged() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let secrets = work().await;
    drop(guard);

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for part in [
        "authenticate",
        "create keypair",
        "create server",
        "status=201",
    ] {
        assert!(log.contains(part), "{part} is missing: {log}");
    }
    for secret in secrets {
        let secret = secret.expose();
        assert!(
            secret.len() > 8 && !log.contains(secret),
            "{secret} in {log}"
        );
    }
}

/// Everything that has to do with secrets, and the secrets.
async fn work() -> Vec<Secret> {
    let password = Secret::from("sesame-and-so-on");
    let cloud = demo().await;
    let access = &cloud.access().await.unwrap();
    let user = UserRef::Id(access.user.id.clone());
    let mut secrets = vec![password.clone(), token(access)];

    let project = access.project.as_ref().unwrap().id.clone();
    let scope = Scope::Project(ProjectRef::Id(project));
    let wrong = Password::new(user, password.clone()).scope(scope);
    assert!(at(&cloud).auth(wrong).connect().await.is_err());

    let credentials = Identity::new(&cloud).unwrap();
    let credentials = credentials.application_credentials(access.user.id.as_str());
    let create = CreateApplicationCredential::new(unique("credential"));
    let credential = credentials.create(&create).await.unwrap();
    let secret = credential.secret.clone().unwrap();
    let login = ApplicationCredential::new(credential.id.as_str(), secret.clone());
    let program = at(&cloud).auth(login).connect().await.unwrap();
    secrets.extend([secret, token(&program.access().await.unwrap())]);
    credentials.delete(&credential).await.unwrap();

    let compute = Compute::new(&cloud).unwrap();
    let keypairs = compute.keypairs();
    let keypair = keypairs.create(&CreateKeypair::new(unique("key"))).await;
    let keypair = keypair.unwrap();
    let private_key = keypair.private_key.clone().unwrap();
    // A line of it, for a log may fold it.
    secrets.push(private_key.expose().lines().nth(1).unwrap().into());
    keypairs.delete(&keypair).await.unwrap();
    let server = CreateServer {
        networks: Networks::None,
        admin_password: Some(password.clone()),
        user_data: Some(password.expose().into()),
        ..CreateServer::new(unique("server"), "no-such-flavor")
    };
    assert!(compute.servers().create(&server).await.is_err());

    let storage = ObjectStorage::new(&cloud).unwrap();
    let name = unique("box");
    storage.containers().create(name.as_str()).await.unwrap();
    let objects = storage.objects(name.as_str());
    let data = Bytes::from(password.expose().to_owned());
    objects.upload("secret", data).await.unwrap();
    objects.download("secret").bytes().await.unwrap();
    objects.delete("secret").await.unwrap();
    storage.containers().delete(&name).await.unwrap();
    secrets
}

fn token(access: &Access) -> Secret {
    access.expose_token().to_str().unwrap().into()
}

/// The same cloud, for another login.
fn at(cloud: &Cloud) -> CloudSetup {
    Cloud::builder().auth_url(cloud.config().auth.auth_url.clone().unwrap())
}
